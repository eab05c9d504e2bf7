"""Results taken apart: the rows with figures, and what was wrong with the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.catalogue.arrow import pc
from co2label.catalogue.rejected import Rejected

if TYPE_CHECKING:
    from collections.abc import Iterator

    from co2label.catalogue.arrow import pa

__all__ = ["bad_cells", "good_rows"]


def good_rows(results: pa.RecordBatch | pa.Table) -> pa.RecordBatch | pa.Table:
    """The rows with figures, without the column of errors.

    Args:
        results: of `footprint_batches`, one batch or a table of many.
    """
    figures = results.drop_columns(["errors"])
    if results.column("errors").null_count == results.num_rows:
        return figures
    return figures.filter(pc.is_null(results.column("errors")))


def bad_cells(results: pa.RecordBatch | pa.Table, table: str = "") -> Iterator[Rejected]:
    """What is wrong with the other rows, cell by cell, in their order.

    Args:
        results: of `footprint_batches`, one batch or a table of many.
        table: what the user calls the table that was read.

    >>> from co2label import FactorLibrary, catalogue
    >>> import pyarrow as pa
    >>> lines = [{"amount": float("nan"), "unit": "kg", "stage": "production", "gas": "CO2"}]
    >>> (batch,) = catalogue.footprint_batches(pa.table({"id": ["flame"], "lines": [lines]}), FactorLibrary())
    >>> [found] = catalogue.bad_cells(batch, "flames.parquet")
    >>> found.row, found.column, found.value
    (2, 'lines[0].amount', 'nan')
    """
    wrong = results.filter(pc.is_valid(results.column("errors")))
    for product, errors in zip(
        wrong.column("id").to_pylist(), wrong.column("errors").to_pylist(), strict=True
    ):
        for cell in errors:
            yield Rejected(table=table, product=product or None, **cell)

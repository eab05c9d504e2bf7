"""The tables that a run ends with, made from its journal one row at a time: results and errors as CSV, results as Parquet."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from co2label.catalogue.bulk.folder import JOURNAL
from co2label.catalogue.bulk.journal import records
from co2label.catalogue.bulk.record import Done, Refused
from co2label.catalogue.formulas import write_rows
from co2label.errors import RunError
from co2label.model import STAGES, in_language
from co2label.wording import translate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from co2label.catalogue.bulk.folder import Folder

__all__ = ["ERRORS", "PARQUET", "RESULTS", "check_parquet", "write_errors", "write_parquet", "write_results"]

RESULTS, ERRORS, PARQUET = "results.csv", "errors.csv", "results.parquet"
_TEXTS = ("id", "gtin", "name", "unit")
_FIGURES = ("kg_co2e", "low", "high")
_SHARES = ("stages_with_data", "stages_in_boundary", "primary_data_percent")
_ESTIMATED = ("average", "spend")
_KINDS = tuple(f"{kind}_percent" for kind in _ESTIMATED)
"""Percent of the figure that rests on averages of groups of products, and on money."""
_MORE = ("notes", "valid_until", "link", "files")
_COLUMNS = (*_TEXTS, *_FIGURES, "shown", "near", *STAGES, *_SHARES, *_KINDS, *_MORE)
_FINDING = ("product", "table", "row", "column", "value", "reason")
_ROWS_A_GROUP = 16_384


def write_results(folder: Folder, language: str) -> None:
    """Write `results.csv`: one row a product; a cell that could be taken for a formula begins with an apostrophe."""
    rows = (_result(record, language) for record in records(folder.path(JOURNAL)) if isinstance(record, Done))
    _write_csv(folder, RESULTS, _COLUMNS, (_cells(row) for row in rows))


def write_errors(folder: Folder) -> None:
    """Write `errors.csv`: one row a finding, in the order of the catalogue; with its headings alone where there is none."""
    rows = (
        (each.product, each.table, each.row or None, each.column, each.value, each.reason)
        for record in records(folder.path(JOURNAL))
        if isinstance(record, Refused)
        for each in record.findings
    )
    _write_csv(folder, ERRORS, _FINDING, rows)


def check_parquet() -> None:
    """Refuse Parquet where pyarrow is not installed, before anything is made.

    Raises:
        RunError: says how to install it.
    """
    try:
        import pyarrow.parquet  # noqa: F401, PLC0415 - an extra
    except ImportError:
        message = 'Parquet needs pyarrow: pip install "co2label[arrow]"'
        raise RunError(message) from None


def write_parquet(folder: Folder, language: str) -> None:
    """Write `results.parquet`: the same columns, with numbers as float64 and int64 and lists as lists."""
    import pyarrow as pa  # noqa: PLC0415 - an extra
    import pyarrow.parquet as pq  # noqa: PLC0415

    schema = pa.schema([(name, _type(pa, name)) for name in _COLUMNS])
    with folder.writing(PARQUET) as part, pq.ParquetWriter(part, schema) as writer:
        for rows in _groups(folder.path(JOURNAL), language):
            writer.write_table(pa.Table.from_pylist(rows, schema=schema))


def _type(pa: Any, name: str) -> Any:
    if name in {"notes", "files"}:
        return pa.list_(pa.string())
    if name in {"stages_with_data", "stages_in_boundary"}:
        return pa.int64()
    numbers = (*_FIGURES, *STAGES, "primary_data_percent", *_KINDS)
    return pa.float64() if name in numbers else pa.string()


def _groups(journal: Path, language: str) -> Iterator[list[dict[str, Any]]]:
    rows = []
    for record in records(journal):
        if isinstance(record, Done):
            rows.append(_result(record, language))
        if len(rows) == _ROWS_A_GROUP:
            yield rows
            rows = []
    if rows:
        yield rows


def _result(done: Done, language: str) -> dict[str, Any]:
    """One row of the results, its values in the order of the columns; what is absent is None."""
    entry = done.entry
    files = [name for name in done.files if not name.startswith(".")]
    name, joint = in_language(entry.name, language), translate("small.joint", language)
    return {
        **dict(zip(_TEXTS, (entry.product_id, entry.gtin, name, done.unit), strict=True)),
        **dict(zip(_FIGURES, (entry.kg_co2e, entry.low, entry.high), strict=True)),
        "shown": entry.shown,
        "near": joint.join(in_language(remark["short"], language) for remark in entry.near),
        **{stage: done.stages.get(stage) for stage in STAGES},
        **dict(zip(_SHARES, (len(done.stages), done.expected, done.primary), strict=True)),
        **{f"{kind}_percent": 100 * entry.kinds.get(kind, 0.0) for kind in _ESTIMATED},
        **dict(zip(_MORE, (list(done.notes), done.valid_until, entry.link, files), strict=True)),
    }


def _cells(row: dict[str, Any]) -> list[Any]:
    return [" ".join(value) if isinstance(value, list) else value for value in row.values()]


def _write_csv(folder: Folder, name: str, heading: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with folder.writing(name) as part, part.open("x", encoding="utf-8-sig", newline="") as file:
        write_rows(file, heading, rows)
        file.flush()
        os.fsync(file.fileno())

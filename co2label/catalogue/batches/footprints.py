"""The pure function: record batches of products in, record batches of footprints out; nothing else is touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.catalogue.arrow import Source, batches_of, pa
from co2label.catalogue.batches.vocabulary import Vocabulary
from co2label.catalogue.batches.workers import computed, tasks_of
from co2label.footprint.emitter import Basis

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from co2label.factors import FactorLibrary
    from co2label.model import GwpSet

__all__ = ["footprint_batches"]


def footprint_batches(  # noqa: PLR0913 - the basis, by keyword
    batches: Source | Iterable[pa.RecordBatch],
    factors: FactorLibrary,
    *,
    gwp_set: GwpSet = "AR6",
    horizon: int = 100,
    ignore: Collection[str] = (),
    workers: int = 1,
) -> Iterator[pa.RecordBatch]:
    """The footprints of products, batch by batch: a row out for every row in, in the same order.

    It is pure and keeps nothing, so threads, Spark's `mapInArrow`, Ray and Dask may call it on any part of a table. A row
    that cannot be computed never stops it: its figures are null and its `errors` say why; see `bad_cells`.

    Args:
        batches: products in the layout of `co2label.catalogue.layout`: record batches, or any table that hands them out by
            the Arrow PyCapsule protocol (polars, pandas 3, duckdb, pyarrow).
        factors: emission factors by id.
        gwp_set: the IPCC report whose GWPs are used.
        horizon: of the GWP, in years.
        ignore: columns and fields of lines that are passed over; "*" is all names that are none of the model's.
        workers: threads that compute; with one it is the caller's own. The results are the same for any number.

    Yields:
        Batches of `result_schema`, in kilograms of CO2e per declared unit. The numbers are those of `compute_all`.

    Raises:
        DocumentError: what came is no table, or lacks a column.
        FactorError: an unknown GWP set or horizon.

    >>> from co2label import FactorLibrary
    >>> lines = [{"amount": 2.0, "unit": "kg", "stage": "production", "gas": "CO2"}]
    >>> table = pa.table({"id": ["flame", ""], "lines": [lines, lines]})
    >>> (batch,) = footprint_batches(table, FactorLibrary())
    >>> batch.column("kg_co2e").to_pylist(), batch.column("raw-materials").to_pylist()
    ([2.0, None], [None, None])
    >>> batch.column("errors").to_pylist()[1][0]["reason"]
    'an id is required and is missing; add it'
    """
    basis = Basis.of(gwp_set, horizon)
    vocabularies = [Vocabulary(factors, basis, ignore) for _ in range(workers)]
    return computed(tasks_of(batches_of(batches)), vocabularies)

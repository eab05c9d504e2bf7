"""Parquet to Parquet: one thread reads, some compute, the caller's writes in order; of what was read, memory keeps the ids."""

from __future__ import annotations

from dataclasses import astuple, dataclass, fields
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from co2label.catalogue.arrow import pa
from co2label.catalogue.batches.flat import lists
from co2label.catalogue.batches.parquet import read_parquet, whole_files, write_parquet
from co2label.catalogue.batches.sorting import bad_cells, good_rows
from co2label.catalogue.batches.vocabulary import Vocabulary
from co2label.catalogue.batches.workers import computed, read_ahead, tasks_of
from co2label.catalogue.layout import result_schema
from co2label.catalogue.rejected import Rejected
from co2label.errors import DocumentError, Problem
from co2label.footprint.emitter import Basis

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from co2label.factors import FactorLibrary
    from co2label.model import GwpSet

__all__ = ["Filed", "footprint_file"]


@dataclass(frozen=True, slots=True)
class Filed:
    """What a run over a file has written."""

    target: Path
    errors: Path
    products: int
    """With a figure, in `target`."""
    rejected: int
    """Without one; why stands in `errors`, cell by cell."""


def footprint_file(  # noqa: PLR0913 - the basis, by keyword
    source: str | Path,
    target: str | Path,
    factors: FactorLibrary,
    *,
    workers: int = 1,
    gwp_set: GwpSet = "AR6",
    horizon: int = 100,
    ignore: Collection[str] = (),
) -> Filed:
    """Compute the footprints of a Parquet file of products into another one; of what was read, memory keeps the ids alone.

    A row of the file is a product with its `lines`, or one line, sorted by `id` (see `lists`). The target has the columns of
    `result_schema` without `errors`; what is wrong with the other products goes to a table beside it, `out.errors.parquet`
    for `out.parquet`, with the fields of `Rejected`. Each file is there whole, or not at all. Products that use other
    products are refused here; see `footprints`.

    Args:
        source: the Parquet file to read.
        target: the Parquet file to write, in a folder that is there; one of that name is replaced.
        factors: emission factors by id.
        workers: threads that compute; one more reads, and the caller's writes. The bytes are the same for any number.
        gwp_set: the IPCC report whose GWPs are used.
        horizon: of the GWP, in years.
        ignore: columns and fields of lines that are passed over; "*" is all names that are none of the model's.

    Raises:
        DocumentError: a file cannot be read or written; it lacks a column; a file of lines is not sorted by id.
        FactorError: an unknown GWP set or horizon.
    """
    source, target = Path(source), Path(target)
    errors = target.with_suffix(f".errors{target.suffix}")
    if target.resolve() == source.resolve():
        raise DocumentError([Problem(str(target), "is the file that is read", "choose another name")])
    basis = Basis.of(gwp_set, horizon)
    vocabularies = [Vocabulary(factors, basis, ignore) for _ in range(workers)]
    rejected = 0
    with (
        whole_files(errors, target) as (bad_part, good_part),
        write_parquet(bad_part, _findings()) as bad,
        write_parquet(good_part, _figures()) as good,
    ):
        for results in computed(tasks_of(_products(source)), vocabularies):
            kept = good_rows(results)
            rejected += results.num_rows - kept.num_rows
            good.add(kept)
            if kept.num_rows < results.num_rows:
                bad.add(_table(bad_cells(results, source.name)))
    return Filed(target, errors, good.rows, rejected)


def _products(source: Path) -> Iterator[pa.RecordBatch]:
    """The products of a file in either layout."""
    batches = read_ahead(read_parquet(source))
    first = next(batches, None)
    if first is None:
        return iter(())
    whole = chain([first], batches)
    return whole if "lines" in first.schema.names else lists(whole)


def _figures() -> pa.Schema:
    schema = result_schema()
    return schema.remove(schema.get_field_index("errors"))


def _findings() -> pa.Schema:
    kinds = {"row": pa.int64()}
    return pa.schema([(field.name, kinds.get(field.name, pa.string())) for field in fields(Rejected)])


def _table(cells: Iterable[Rejected]) -> pa.RecordBatch:
    columns = zip(*map(astuple, cells), strict=True)
    return pa.record_batch([list(column) for column in columns], schema=_findings())

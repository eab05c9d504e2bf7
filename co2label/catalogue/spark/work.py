"""What executors run, and how it gets there."""

from __future__ import annotations

import pickle
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from co2label import __version__
from co2label.catalogue.spark.schemas import MARK, OURS, ROW

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    import pyarrow as pa

    from co2label.factors import FactorLibrary
    from co2label.footprint import Basis

    Task = Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]

__all__ = ["alone", "task", "together"]


class Work(Protocol):
    """What is done with the rows of one task."""

    def __call__(
        self, batches: Iterable[pa.RecordBatch], factors: FactorLibrary, basis: Basis, ignore: Collection[str]
    ) -> Iterator[pa.RecordBatch]: ...


def task(work: Work, factors: FactorLibrary, basis: Basis, ignore: Collection[str]) -> Task:
    """Work to be sent. It is pickled whole and imports where it arrives, so that it can say what is missing there."""
    whole = partial(work, factors=factors, basis=basis, ignore=(*OURS, *ignore))
    packed, version = pickle.dumps(whole), __version__

    def run(batches: Iterable[Any]) -> Any:
        import pickle  # noqa: PLC0415
        import platform  # noqa: PLC0415
        import sys  # noqa: PLC0415

        here = f"the Python of an executor ({sys.executable} on {platform.node()})"
        todo = f"install co2label[arrow] {version} for it, on every node"
        try:
            import co2label  # noqa: PLC0415

            found = co2label.__version__
            unpacked = pickle.loads(packed) if found == version else None  # noqa: S301 - of our own driver
        except ModuleNotFoundError as error:
            message = f"{here} has no module {error.name!r}; {todo}"
            raise RuntimeError(message) from None
        if unpacked is None:
            message = f"{here} has co2label {found}, the driver has {version}; {todo}"
            raise RuntimeError(message)
        return unpacked(batches)

    return run


def alone(
    batches: Iterable[pa.RecordBatch], factors: FactorLibrary, basis: Basis, ignore: Collection[str]
) -> Iterator[pa.RecordBatch]:
    """Results of rows that use no others, each with the number of its row; ids that come twice are found afterwards."""
    from co2label.catalogue._arrow_batch import batch_footprints, number_rows  # noqa: PLC0415
    from co2label.catalogue._arrow_lines import CodeBooks  # noqa: PLC0415

    vocabulary = CodeBooks(factors, basis, ignore)
    for first, batch in number_rows(batches):
        not_yet_known = np.zeros(batch.num_rows, np.bool_)
        yield _with_row(batch_footprints(batch, vocabulary, first, not_yet_known), batch.column(ROW))


def together(
    batches: Iterable[pa.RecordBatch], factors: FactorLibrary, basis: Basis, ignore: Collection[str]
) -> Iterator[pa.RecordBatch]:
    """Results of all rows that use others or are used, which stand in their order and say whether their id came before."""
    from co2label.catalogue._arrow_batch import number_rows  # noqa: PLC0415
    from co2label.catalogue._arrow_catalogue import Catalogue  # noqa: PLC0415
    from co2label.catalogue._arrow_lines import CodeBooks  # noqa: PLC0415
    from co2label.catalogue._arrow_solve import solve_catalogue  # noqa: PLC0415

    gathered, rows = Catalogue(CodeBooks(factors, basis, ignore)), []
    for first, batch in number_rows(batches):
        gathered.add(batch, first, batch.column(MARK).to_numpy(zero_copy_only=False))
        rows.append(batch.column(ROW))
    if rows:
        yield from map(_with_row, solve_catalogue(gathered), rows)


def _with_row(results: pa.RecordBatch, row: pa.Array) -> pa.RecordBatch:
    """Results whose errors give the numbers that the rows have, and those numbers as a last column."""
    from co2label.catalogue.arrow import pa, pc  # noqa: PLC0415

    errors = results.column("errors")
    if errors.null_count < len(errors):
        _, *rest = errors.flatten().flatten()
        numbers = row.take(pc.list_parent_indices(errors))
        cells = pa.StructArray.from_arrays([numbers, *rest], fields=list(errors.type.value_type))
        errors = pa.ListArray.from_arrays(errors.offsets, cells, errors.type, mask=errors.is_null())
    columns = [*results.columns[:-1], errors, row]
    return pa.record_batch(columns, schema=results.schema.append(pa.field(ROW, pa.int64())))

"""Parquet and Arrow files, and every frame that hands out Arrow data by itself, through pyarrow, the extra `[arrow]`.

polars, pandas 3, duckdb and pyarrow itself speak the Arrow PyCapsule protocol, so none of them is imported here. Batches are
read one after the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from co2label.catalogue.tables.cells import cell_text
from co2label.catalogue.tables.form import TableForm
from co2label.catalogue.tables.table import Row, Table, headings_of
from co2label.errors import DocumentError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import pyarrow as pa

    Batches = Callable[[list[str] | None], Iterator[pa.RecordBatch]]
    """Batches with all columns, or with some."""

__all__ = ["ArrowTable", "arrow_file", "arrow_frame"]

_ROWS = 8192
"""Products, or activities, in memory at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrowTable(Table):
    """A table whose rows can be had as record batches too."""

    batches: Batches
    schema: pa.Schema

    def arrays(self, place: int) -> Iterator[pa.Array]:
        """One column alone; the others are not read."""
        return (batch.column(0) for batch in self.batches([self.schema.names[place]]))

    def column(self, place: int) -> Iterator[tuple[int, str]]:
        """One column alone; the others are not read."""
        number, heading = 1, self.schema.names[place]
        for array in self.arrays(place):
            for cell in _values(array, self.name, heading):
                number += 1
                yield number, cell_text(cell)


def _only(batch: pa.RecordBatch, columns: list[str] | None) -> pa.RecordBatch:
    return batch if columns is None else batch.select(columns)


def arrow_file(
    path: Path, name: str, kind: Literal["parquet", "arrow"], decimal: str | None = None
) -> ArrowTable:
    """A Parquet file, or an Arrow IPC (Feather) file, as a table.

    Raises:
        DocumentError: pyarrow is missing, the file is damaged, or it has no columns.
    """
    arrow = _pyarrow(name)
    from pyarrow import ipc, parquet  # noqa: PLC0415 - an extra

    def batches(columns: list[str] | None) -> Iterator[pa.RecordBatch]:
        try:
            read = _parquet_batches if kind == "parquet" else _arrow_batches
            for batch in read(path, columns):
                batch.validate(full=True)  # the file of a stranger: lengths and offsets may point anywhere
                yield batch
        except (arrow.ArrowException, OSError) as error:
            raise _damaged(name, error) from None

    try:
        schema = parquet.read_schema(path) if kind == "parquet" else ipc.open_file(path).schema
        _read_names(list(schema))
    except (arrow.ArrowException, OSError, UnicodeDecodeError) as error:
        raise _damaged(name, error) from None
    return _table(name, kind, schema, batches, decimal)


def _read_names(fields: list[pa.Field]) -> None:
    """Read the names of columns, nested ones too, which may be no text.

    Raises:
        UnicodeDecodeError: they are not.
    """
    for field in fields:
        _ = field.name
        _read_names([field.type.field(place) for place in range(field.type.num_fields)])


def _parquet_batches(path: Path, columns: list[str] | None) -> Iterator[pa.RecordBatch]:
    from pyarrow import parquet  # noqa: PLC0415 - an extra

    with parquet.ParquetFile(path) as file:
        yield from file.iter_batches(batch_size=_ROWS, columns=columns)


def _arrow_batches(path: Path, columns: list[str] | None) -> Iterator[pa.RecordBatch]:
    from pyarrow import ipc  # noqa: PLC0415 - an extra

    with ipc.open_file(path) as file:
        for place in range(file.num_record_batches):
            whole = file.get_batch(place)
            whole.validate()
            batch = _only(whole, columns)
            yield from (batch.slice(first, _ROWS) for first in range(0, batch.num_rows, _ROWS))


def arrow_frame(frame: Any, name: str, decimal: str | None = None) -> ArrowTable:
    """A frame that speaks the Arrow PyCapsule protocol as a table.

    Raises:
        DocumentError: pyarrow is missing, or the frame can be read once only.
    """
    arrow = _pyarrow(name)
    if isinstance(frame, arrow.RecordBatchReader):
        todo = "give a table or a frame, or write it to a Parquet file"
        raise DocumentError([Problem(name, "a stream can be read once, and tables are read twice", todo)])

    def batches(columns: list[str] | None) -> Iterator[pa.RecordBatch]:
        for whole in arrow.RecordBatchReader.from_stream(frame):
            batch = _only(whole, columns)
            yield from (batch.slice(first, _ROWS) for first in range(0, batch.num_rows, _ROWS))

    schema = arrow.RecordBatchReader.from_stream(frame).schema
    return _table(name, "arrow", schema, batches, decimal)


def _pyarrow(name: str) -> Any:
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra
    except ImportError:
        todo = "pip install 'co2label[arrow]', or save the table as CSV"
        raise DocumentError([Problem(name, "Arrow and Parquet tables need pyarrow", todo)]) from None
    return pa


def _damaged(name: str, error: Exception) -> DocumentError:
    first, *_ = str(error).splitlines() or [""]
    return DocumentError([Problem(name, f"cannot be read ({first})", "write it anew")])


def _table(
    name: str, kind: Literal["parquet", "arrow"], schema: pa.Schema, batches: Batches, decimal: str | None
) -> ArrowTable:
    header = headings_of(list(schema.names), name)
    mark = decimal or "."

    def rows() -> Iterator[Row]:
        number = 1
        for batch in batches(None):
            columns = [
                _values(column, name, heading) for heading, column in zip(header, batch.columns, strict=False)
            ]
            for cells in zip(*columns, strict=True):
                number += 1
                yield Row(number, tuple([_cell(cell, mark) for cell in cells]))

    return ArrowTable(name, TableForm(kind), header, rows, batches=batches, schema=schema)


def _values(column: pa.Array, name: str, heading: str) -> list[Any]:
    """What Python has for the cells of a column; they may hold bytes that are no text, or days that no calendar has."""
    try:
        found: list[Any] = column.to_pylist()
    except (ValueError, OverflowError) as error:
        first, *_ = str(error).splitlines() or [""]
        raise DocumentError(
            [Problem(f"{name} column {heading}", f"cannot be read ({first})", "write it anew")]
        ) from None
    return found


def _cell(cell: Any, mark: str) -> Any:
    return cell if isinstance(cell, list) else cell_text(cell, mark)

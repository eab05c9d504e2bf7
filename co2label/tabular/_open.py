"""Opening a table of any kind: CSV, workbook, Parquet, Arrow IPC, or a frame that speaks the Arrow PyCapsule protocol.

Files are recognised by their first bytes, not by their names. polars, pandas 3, duckdb and pyarrow speak the protocol, so
none of them is imported; Arrow data needs pyarrow, the extra `[arrow]`, and is read batch by batch.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from co2label.errors import DocumentError, Problem, clip
from co2label.tabular._csv import csv_table
from co2label.tabular._table import Reading, Table, TableForm, TableRow, cell_text, headings_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pyarrow as pa

    Batches = Callable[[list[str] | None], Iterator[pa.RecordBatch]]
    """Batches with all columns, or with some."""


_ROWS_AT_ONCE = 8192
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
        heading = self.schema.names[place]
        cells = chain.from_iterable(_values(array, self.name, heading) for array in self.arrays(place))
        yield from enumerate(map(cell_text, cells), start=2)


def _slices(batch: pa.RecordBatch, columns: list[str] | None) -> Iterator[pa.RecordBatch]:
    """Parts of a batch, with all columns or with some."""
    part = batch if columns is None else batch.select(columns)
    yield from (part.slice(first, _ROWS_AT_ONCE) for first in range(0, part.num_rows, _ROWS_AT_ONCE))


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
            for batch in _file_batches(path, kind, columns):
                batch.validate(full=True)  # the file of a stranger: lengths and offsets may point anywhere
                yield batch
        except (arrow.ArrowException, OSError) as error:
            raise _damaged(name, error) from None

    try:
        schema = parquet.read_schema(path) if kind == "parquet" else ipc.open_file(path).schema
        _read_names(list(schema))
    except (arrow.ArrowException, OSError, UnicodeDecodeError) as error:
        raise _damaged(name, error) from None
    return _arrow_table(name, kind, schema, batches, decimal)


def _read_names(fields: list[pa.Field]) -> None:
    """Read the names of columns, nested ones too, which may be no text.

    Raises:
        UnicodeDecodeError: they are not.
    """
    for field in fields:
        _ = field.name
        _read_names([field.type.field(place) for place in range(field.type.num_fields)])


def _file_batches(path: Path, kind: str, columns: list[str] | None) -> Iterator[pa.RecordBatch]:
    from pyarrow import ipc, parquet  # noqa: PLC0415 - an extra

    if kind == "parquet":
        with parquet.ParquetFile(path) as file:
            yield from file.iter_batches(batch_size=_ROWS_AT_ONCE, columns=columns)
        return
    with ipc.open_file(path) as file:
        for place in range(file.num_record_batches):
            batch = file.get_batch(place)
            batch.validate()
            yield from _slices(batch, columns)


def arrow_frame(frame: Any, name: str, decimal: str | None = None) -> ArrowTable:
    """A frame that speaks the Arrow PyCapsule protocol as a table.

    Raises:
        DocumentError: pyarrow is missing, or the frame can be read once only.
    """
    arrow = _pyarrow(name)
    if isinstance(frame, arrow.RecordBatchReader):
        todo = "give a table or a frame, or write it to a Parquet file"
        raise Problem(name, "a stream can be read once, and tables are read twice", todo).as_error()

    def batches(columns: list[str] | None) -> Iterator[pa.RecordBatch]:
        for whole in arrow.RecordBatchReader.from_stream(frame):
            yield from _slices(whole, columns)

    schema = arrow.RecordBatchReader.from_stream(frame).schema
    return _arrow_table(name, "arrow", schema, batches, decimal)


def _pyarrow(name: str) -> Any:
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra
    except ImportError:
        todo = "pip install 'co2label[arrow]', or save the table as CSV"
        raise Problem(name, "Arrow and Parquet tables need pyarrow", todo).as_error() from None
    return pa


def _damaged(name: str, error: Exception) -> DocumentError:
    first, *_ = str(error).splitlines() or [""]
    return Problem(name, f"cannot be read ({first})", "write it anew").as_error()


def _arrow_table(
    name: str, kind: Literal["parquet", "arrow"], schema: pa.Schema, batches: Batches, decimal: str | None
) -> ArrowTable:
    header = headings_of(list(schema.names), name)
    mark = decimal or "."

    def rows() -> Iterator[TableRow]:
        number = 1
        for batch in batches(None):
            columns = [
                _values(column, name, heading) for heading, column in zip(header, batch.columns, strict=False)
            ]
            for cells in zip(*columns, strict=True):
                number += 1
                texts = [cell if isinstance(cell, list) else cell_text(cell, mark) for cell in cells]
                yield TableRow(number, tuple(texts))

    return ArrowTable(name, TableForm(kind), header, rows, batches=batches, schema=schema)


def _values(column: pa.Array, name: str, heading: str) -> list[Any]:
    """The cells of a column as Python values; they may hold bytes that are no text, or days that no calendar has."""
    try:
        found: list[Any] = column.to_pylist()
    except (ValueError, OverflowError) as error:
        where = f"{name} column {heading}"
        raise _damaged(where, error) from None
    return found


TableSource = Any
"""The path of a CSV file, a workbook, a Parquet or Arrow file; or a frame that speaks the Arrow PyCapsule protocol."""

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""A packed folder (.xlsx), and the compound file of .xls, which is refused with what to do."""


def open_table(source: TableSource, reading: Reading, noun: str) -> Table:
    """A table that can be read several times.

    Args:
        source: a path or a frame.
        reading: what is known of how it is written.
        noun: what a frame is called in messages: "products".

    Raises:
        DocumentError: it cannot be read at all.
    """
    if hasattr(source, "__arrow_c_stream__"):
        return arrow_frame(source, noun, reading.decimal)
    if not isinstance(source, str | Path):
        what = f"expected the path of a table or a frame of Arrow data, got {clip(source, 40)}"
        raise Problem(noun, what).as_error()
    name, path = str(source), Path(source)
    begin = _first_bytes(path, name)
    if begin.startswith(_WORKBOOKS):
        from co2label.tabular._excel import excel_table  # noqa: PLC0415 - most tables are CSV

        return excel_table(path, name, reading)
    if begin.startswith(b"PAR1"):
        return arrow_file(path, name, "parquet", reading.decimal)
    if begin.startswith(b"ARROW1"):
        return arrow_file(path, name, "arrow", reading.decimal)
    return csv_table(path, name, reading)


def _first_bytes(path: Path, name: str) -> bytes:
    try:
        if path.exists() and not path.is_dir() and not path.is_file():
            what = "a pipe or a device, and tables are read more than once"
            raise Problem(name, what, "save it to a file").as_error()
        with path.open("rb") as file:
            return file.read(8)
    except OSError as error:
        todo = "give a file" if path.is_dir() else "check the path and its permissions"
        raise Problem(name, f"cannot be read ({error.strerror or error})", todo).as_error() from None
    except ValueError as error:
        raise Problem(clip(name), f"cannot be read ({error})", "check the path").as_error() from None

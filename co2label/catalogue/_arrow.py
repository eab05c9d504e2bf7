"""The only import of pyarrow (the extra `[arrow]`) at module level: tables of any kind become record batches here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from co2label.errors import DocumentError, Problem, clip, suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


try:
    import pyarrow as pa
    import pyarrow.compute as pc
except ImportError as error:
    _message = "tables of whole catalogues need pyarrow; pip install 'co2label[arrow]'"
    raise DocumentError([Problem("", _message)]) from error

__all__ = [
    "LINES_AT_ONCE",
    "ArrowSource",
    "cut",
    "is_text",
    "pa",
    "pc",
    "record_batches",
    "require",
    "require_once",
]

LINES_AT_ONCE = 131_072
"""Lines that are computed at once, so that their columns stay in the second-level cache."""

ArrowSource = Any
"""Record batches, or anything that hands them out by the Arrow PyCapsule protocol: a frame of polars, pandas 3, duckdb,
pyarrow."""


def record_batches(source: ArrowSource | Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Yield the record batches of a table or a stream, read once.

    Raises:
        DocumentError: this is no table.

    >>> [batch.num_rows for batch in record_batches(pa.table({"id": ["a", "b"]}))]
    [2]
    """
    if hasattr(source, "__arrow_c_stream__"):
        yield from pa.RecordBatchReader.from_stream(source)
        return
    if not hasattr(source, "__iter__") or isinstance(source, str | bytes | dict):
        raise DocumentError([Problem("", _no_table(source))])
    for batch in source:
        if not hasattr(batch, "__arrow_c_array__"):
            raise DocumentError([Problem("", _no_table(batch))])
        yield batch if isinstance(batch, pa.RecordBatch) else pa.record_batch(batch)


def cut(batch: pa.RecordBatch, rows: int) -> Iterator[pa.RecordBatch]:
    """Split a batch into parts of at most `rows` rows, without copying."""
    for first in range(0, batch.num_rows, rows):
        yield batch.slice(first, rows)


def is_text(kind: pa.DataType) -> bool:
    """Return whether a column may hold text, plain or as a dictionary, or only nulls."""
    if pa.types.is_dictionary(kind):
        return is_text(kind.value_type)
    texts = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view, pa.types.is_null)
    return any(is_kind(kind) for is_kind in texts)


def require(names: Iterable[str], known: Iterable[str], what: str) -> None:
    """Refuse a table that lacks a column.

    Raises:
        DocumentError: every column that is missing, with what it may be called here.
    """
    columns = list(known)
    has = f"it has {', '.join(columns)}" if columns else "it has none"
    DocumentError.raise_any(
        Problem(what, f"has no column {name!r}", suggestion(name, columns) or has)
        for name in names
        if name not in columns
    )


def require_once(names: Sequence[str], where: str) -> None:
    """Refuse names that occur twice, since one of the two would not be read.

    Raises:
        DocumentError: every such name.
    """
    DocumentError.raise_any(
        Problem(f"{where}{name}", "stands there twice", "rename one of them")
        for name in dict.fromkeys(names)
        if names.count(name) > 1
    )


def _no_table(came: object) -> str:
    wanted = "record batches, or a table that speaks the Arrow PyCapsule protocol (polars, pandas 3, duckdb, pyarrow)"
    return f"expected {wanted}, got {clip(type(came).__name__)}"

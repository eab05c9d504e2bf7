"""Parquet files, read in handy batches and written whole or not at all."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from co2label.catalogue.arrow import LINES_AT_ONCE, pa
from co2label.catalogue.layout import LINE_FIELDS, PRODUCT_FIELDS
from co2label.errors import DocumentError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Writing", "read_parquet", "whole_files", "write_parquet"]

_ROWS_OF_A_GROUP = 122_880
"""Of a file that is written."""
_TEXTS = ("unit", "stage", "factor", "through", "product", "gas", "declared_unit", "boundary")
"""Columns whose texts repeat: read as the dictionaries that they are in the file, at a quarter of the cost."""
_COLUMNS = frozenset({*PRODUCT_FIELDS, *LINE_FIELDS, "lines"} - {"name", "gtin", "category"})


def read_parquet(path: Path) -> Iterator[pa.RecordBatch]:
    """The columns of a file that a calculation needs, row group by row group, in batches that are worked on at once.

    Raises:
        DocumentError: it cannot be read, or is no Parquet file.
    """
    try:
        with pq.ParquetFile(path) as file:
            names = [file.schema.column(place).path for place in range(len(file.schema))]
            texts = [name for name in names if name.rsplit(".", 1)[-1] in _TEXTS]
            columns = [name for name in file.schema_arrow.names if name in _COLUMNS]
        with pq.ParquetFile(path, read_dictionary=texts) as file:
            for group in range(file.num_row_groups):
                rows = _rows_at_once(file.metadata.row_group(group))
                yield from file.iter_batches(rows, row_groups=[group], columns=columns, use_threads=False)
    except (OSError, pa.ArrowInvalid) as error:
        what = f"cannot be read as Parquet ({error})"
        raise DocumentError([Problem(str(path), what, "check the path and the file")]) from None


def _rows_at_once(group: pq.RowGroupMetaData) -> int:
    """Rows with as many lines as are worked on at once; the values of a nested column are counted with their lines."""
    lines = max((group.column(place).num_values for place in range(group.num_columns)), default=1)
    return max(1, LINES_AT_ONCE * int(group.num_rows) // max(lines, 1))


class Writing:
    """A file that is being written; `rows` counts."""

    def __init__(self, writer: pq.ParquetWriter) -> None:
        self._writer = writer
        self._waiting: list[pa.RecordBatch] = []
        self._count = 0
        self.rows = 0

    def add(self, batch: pa.RecordBatch) -> None:
        """Write some more rows."""
        self._waiting.append(batch)
        self._count += batch.num_rows
        self.rows += batch.num_rows
        if self._count >= _ROWS_OF_A_GROUP:
            self.flush()

    def flush(self) -> None:
        """Write what waits as a row group."""
        if self._count:
            self._writer.write_table(pa.Table.from_batches(self._waiting), self._count)
        self._waiting, self._count = [], 0


@contextmanager
def write_parquet(path: Path, schema: pa.Schema) -> Iterator[Writing]:
    """Write a file, row group by row group."""
    packed = dict.fromkeys(_texts(schema), "zstd")  # figures do not shrink
    repeating = [
        name for name in packed if name != "id"
    ]  # a dictionary of figures or ids would only cost time
    with pq.ParquetWriter(path, schema, compression=packed or None, use_dictionary=repeating) as writer:
        writing = Writing(writer)
        yield writing
        writing.flush()


@contextmanager
def whole_files(*paths: Path) -> Iterator[list[Path]]:
    """Places to write files at, from which they are put in their own once all of them are written; else none is.

    Raises:
        DocumentError: one cannot be written.
    """
    parts = [path.with_name(f".{path.name}.part") for path in paths]
    try:
        yield parts
        for part, path in zip(parts, paths, strict=True):
            os.replace(part, path)  # noqa: PTH105 - says that it is one step
    except OSError as error:
        what = f"cannot be written ({error.strerror or error})"
        problem = Problem(str(paths[-1]), what, "make room, or choose another folder")
        raise DocumentError([problem]) from None
    finally:
        for part in parts:
            part.unlink(missing_ok=True)


def _texts(schema: pa.Schema) -> list[str]:
    """Paths of the columns of texts."""
    lists = [f"{field.name}.list.element" for field in schema if pa.types.is_list(field.type)]
    return [*(field.name for field in schema if pa.types.is_string(field.type)), *lists]

"""Rows of a record batch: columns, lists of lines, ids, unknown columns, and bad cells."""

from __future__ import annotations

import re
import string
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from co2label.catalogue._arrow import is_text, pa, pc, require, require_once
from co2label.catalogue._layout import (
    LINE_FIELDS,
    LINE_NEEDS,
    LINE_SOURCES,
    PRODUCT_FIELDS,
    PRODUCT_NEEDS,
    error_type,
    unknown_column,
)
from co2label.errors import DocumentError, Problem, clip
from co2label.model import IDENTIFIER_PATTERN

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from numpy.typing import NDArray


MAX_VALUE_LENGTH = 80
"""Characters of a value that are kept."""


@dataclass(slots=True, eq=False)
class BadCells:
    """Bad cells of one batch; rows with one are not computed."""

    first_row: int
    """Number of the first row of the batch, as a spreadsheet counts."""
    start: NDArray[np.intp]
    """(row + 1): first line of each row, and the number of lines."""
    bad: NDArray[np.bool_] = field(init=False)
    """(row): whether it has a bad cell."""
    _cells: dict[int, list[tuple[int, str, str, str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.bad = np.zeros(len(self.start) - 1, np.bool_)

    def row(self, row: int, column: str, value: object, reason: str, *, line: int = -1) -> None:
        """Add a bad cell of a row; `line` is the place of its line in the row, if it belongs to one."""
        self.bad[row] = True
        shown = "" if value is None else str(value)[:MAX_VALUE_LENGTH]
        self._cells.setdefault(row, []).append((line, column, shown, reason))

    def lines(
        self, lines: Iterable[int], name: str, column: pa.Array | None, reason: Callable[[int], str]
    ) -> None:
        """Add bad cells of the field `name` of some lines; `column` holds the values of all lines."""
        for line in lines:
            self.line(line, name, column, reason(line))

    def line(self, line: int, name: str, column: pa.Array | None, reason: str) -> None:
        """Add a bad cell of a line, or, without a name, the line as a whole."""
        row = int(np.searchsorted(self.start, line, side="right")) - 1
        place = line - int(self.start[row])
        value = None if column is None else column[line].as_py()
        where = f"lines[{place}].{name}" if name else f"lines[{place}]"
        self.row(row, where, value, reason, line=place)

    def column(self) -> pa.Array:
        """Return (row) lists of errors, those of the row first, then line by line; null where there are none."""
        if not self._cells:
            return pa.nulls(len(self.bad), error_type())
        return pa.array([self._of(row) for row in range(len(self.bad))], error_type())

    def _of(self, row: int) -> list[dict[str, Any]] | None:
        if row not in self._cells:
            return None
        cells = sorted(self._cells[row], key=lambda cell: cell[0])
        return [
            {"row": self.first_row + row, "column": column, "value": value, "reason": reason}
            for _, column, value, reason in dict.fromkeys(cells)
        ]


_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,20})?(?:[eE][+-]?[0-9]{1,2})?")
"""The numbers of `co2label.units`, where amounts come as text."""


@dataclass(frozen=True, slots=True, eq=False)
class BatchRows:
    """Rows of one batch: products, and their lines in one sequence."""

    products: Mapping[str, pa.Array]
    """Product columns of the layout, by name."""
    start: NDArray[np.intp]
    """(row + 1): first line of each row, and the number of lines."""
    lines: Mapping[str, pa.Array]
    """Line fields by name: the required ones, and those of the others that are not all null."""
    amount: NDArray[np.float64]
    """(line): NaN where there is no number."""
    other_products: Mapping[str, pa.Array] = field(default_factory=dict)
    """Product columns outside the layout."""
    other_lines: Mapping[str, pa.Array] = field(default_factory=dict)
    """Line fields outside the layout."""

    def __len__(self) -> int:
        return len(self.start) - 1


def read_rows(batch: pa.RecordBatch) -> BatchRows:
    """Split a batch into product columns and line fields.

    Raises:
        DocumentError: a required column or field is missing, has the wrong type, or occurs twice.
    """
    require(PRODUCT_NEEDS, batch.schema.names, "the table of products")
    products = {name: batch.column(name) for name in PRODUCT_FIELDS if name in batch.schema.names}
    _check_types(products, "column ")
    start, structs = _lists(batch.column("lines"))
    names = [field.name for field in structs.type]
    require(LINE_NEEDS, names, "lines")
    require_once(names, "lines.")
    fields = dict(zip(names, structs.flatten(), strict=True))
    if not any(name in fields for name in LINE_SOURCES):
        raise DocumentError(
            [Problem("lines", f"have none of the fields {', '.join(LINE_SOURCES)}", "add one")]
        )
    _check_types({name: fields[name] for name in LINE_FIELDS if name in fields}, "lines.")
    line_columns = {
        name: fields[name]
        for name in LINE_FIELDS
        if name in fields and (name in LINE_NEEDS or fields[name].null_count < len(fields[name]))
    }
    return BatchRows(
        products,
        start,
        line_columns,
        _numbers(fields["amount"]),
        {name: batch.column(name) for name in batch.schema.names if name not in {*PRODUCT_FIELDS, "lines"}},
        {name: column for name, column in fields.items() if name not in LINE_FIELDS},
    )


def _lists(column: pa.Array) -> tuple[NDArray[np.intp], pa.StructArray]:
    """Return where the lists of a column begin, and their items in one sequence."""
    kind = column.type
    is_list = pa.types.is_list(kind) or pa.types.is_large_list(kind)
    if not is_list and (pa.types.is_fixed_size_list(kind) or "list_view" in str(kind)):
        return _lists(column.cast(pa.large_list(kind.value_field)))
    if not is_list or not pa.types.is_struct(kind.value_type):
        what = f"expected the column `lines` to hold a list of structs, got {kind}"
        todo = "a table with one row a line becomes one with `catalogue.lists`"
        raise DocumentError([Problem("lines", what, todo)])
    start = np.zeros(len(column) + 1, np.intp)
    if column.null_count:
        np.cumsum(pc.list_value_length(column).fill_null(0).to_numpy(), out=start[1:])
        return start, column.flatten()
    offsets = column.offsets.to_numpy()
    first, last = int(offsets[0]), int(offsets[-1])
    np.subtract(offsets, first, out=start)
    return start, column.values.slice(first, last - first)


def _check_types(columns: Mapping[str, pa.Array], where: str) -> None:
    """Refuse columns of a wrong type; that is an error of the table, not of rows."""
    DocumentError.raise_any(
        Problem(f"{where}{name}", f"expected {_EXPECTED.get(name, 'text')}, got a column of {column.type}")
        for name, column in columns.items()
        if not _fits(name, column.type)
    )


def _fits(name: str, kind: pa.DataType) -> bool:
    if name == "amount":
        return _is_number(kind) or is_text(kind)
    if name == "yields":
        return _is_number(kind) or pa.types.is_null(kind)
    if name in {"id", "year", "gtin"}:
        return is_text(kind) or pa.types.is_integer(kind) or (name == "year" and pa.types.is_floating(kind))
    return name in {"name", "category"} or is_text(kind)


_EXPECTED = {"amount": "numbers", "yields": "numbers", "year": "whole numbers"}


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))


def _numbers(column: pa.Array) -> NDArray[np.float64]:
    if not _is_number(column.type):
        words = column.cast(pa.string()).to_pylist()
        read = {
            word: float(word) if word and _NUMBER.fullmatch(word.strip()) else np.nan for word in set(words)
        }
        return np.array([read[word] for word in words], np.float64)
    numbers: NDArray[np.float64] = column.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False)
    return numbers


_MISSING = "an id is required and is missing; add it"

_SHAPE = (
    "expected an id of at most 120 letters, digits and . _ : @ + -, which begins and ends with a letter or a digit; use no "
    "spaces and no slashes"
)

REPEATED_ID = "more than one row has this id; each product needs its own"
"""Problem of an id that an earlier row has."""

_BEFORE_ALL = -2
"""Place of a finding that is reported first."""

_MAX_ID_LENGTH = 120

_EDGE = (string.ascii_letters + string.digits + "_").encode()

_INSIDE = _EDGE + b".:@+-"
"""Bytes of ids in ASCII: first and last, and between; an id with others is looked at by itself."""


def ids_as_text(column: pa.Array) -> pa.Array:
    """Return ids as plain text; whole numbers are ids too."""
    return column if column.type == pa.string() else column.cast(pa.string())


def check_ids(ids: pa.Array, findings: BadCells) -> None:
    """Add findings for ids that are missing or badly formed."""
    if ids.null_count or not _plain(ids):
        for row, text in enumerate(ids.to_pylist()):
            if not text:
                findings.row(row, "id", text, _MISSING)
            elif not re.match(IDENTIFIER_PATTERN, text):
                findings.row(row, "id", text, f"{_SHAPE}, got {clip(text)}")


def check_repeated(ids: pa.Array, repeated: NDArray[np.bool_], findings: BadCells) -> None:
    """Add findings for ids of an earlier row; no other check depends on this one, so it may come last."""
    for row in np.flatnonzero(repeated).tolist():
        findings.row(row, "id", ids[row].as_py(), REPEATED_ID, line=_BEFORE_ALL)


def _plain(ids: pa.Array) -> bool:
    """Return whether all ids are well formed and ASCII, in one pass over their bytes."""
    if not len(ids):
        return True
    start, text = _bytes(ids)
    lengths = np.diff(start)
    if lengths.min() < 1 or lengths.max() > _MAX_ID_LENGTH:
        return False
    edges = text[start[:-1]].tobytes() + text[start[1:] - 1].tobytes()
    return not edges.translate(None, _EDGE) and not text.tobytes().translate(None, _INSIDE)


def _bytes(ids: pa.Array) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
    """Where each of some ids begins, with the end of the last, and the bytes of all of them; there is at least one."""
    _, offsets, data = ids.buffers()
    start = np.frombuffer(offsets, np.int32)[ids.offset : ids.offset + len(ids) + 1]
    text = np.frombuffer(b"" if data is None else data, np.uint8)
    return start - start[0], text[start[0] : start[-1]]


class SeenIds:
    """Detects repeated ids of a stream: by comparison while ids ascend, by 64-bit hashes otherwise.

    Its memory, eight bytes an id or the id itself, is all that grows with a stream. The chance that two of ten million ids
    share a hash is about 3 in a million.

    >>> seen = SeenIds()
    >>> seen.again(pa.array(["b", "c"])).tolist(), seen.again(pa.array(["d", "a", "b", "a"])).tolist()
    ([False, False], [False, False, True, True])
    """

    def __init__(self) -> None:
        self._ascending: list[pa.Array] = []
        self._sorted: list[NDArray[np.int64]] = []
        self._unordered = False

    def again(self, ids: pa.Array) -> NDArray[np.bool_]:
        """Return (id) whether it came before, in this batch or an earlier one; False for a missing id."""
        again = np.zeros(len(ids), np.bool_)
        if not (is_text(ids.type) or pa.types.is_integer(ids.type)):
            return again  # no column of ids, which `read_rows` refuses
        ids = ids.cast(pa.string()) if pa.types.is_dictionary(ids.type) else ids
        if not self._unordered and self._follows(ids):
            self._ascending.append(
                pa.concat_arrays([ids, ids.slice(0, 0)])
            )  # a copy, so that the batch can go
            return again
        self._unordered = True
        while self._ascending:
            self._add(np.sort(_hashes(self._ascending.pop())))
        valid = np.flatnonzero(ids.is_valid().to_numpy(zero_copy_only=False))
        hashes = _hashes(ids)[valid]
        distinct, first = np.unique(hashes, return_index=True)
        new = ~self._known(distinct)
        again[valid] = True
        again[valid[first[new]]] = False
        self._add(distinct[new])
        return again

    def _follows(self, ids: pa.Array) -> bool:
        """Return whether the ids ascend and follow all earlier ones."""
        if not len(ids) or ids.null_count:
            return not len(ids)
        if self._ascending and not self._ascending[-1][-1].as_py() < ids[0].as_py():
            return False
        return bool(pc.all(pc.less(ids.slice(0, len(ids) - 1), ids.slice(1))).as_py() is not False)

    def _known(self, hashes: NDArray[np.int64]) -> NDArray[np.bool_]:
        known = np.zeros(len(hashes), np.bool_)
        for run in self._sorted:
            at = np.searchsorted(run, hashes)
            known |= run[np.minimum(at, len(run) - 1)] == hashes
        return known

    def _add(self, run: NDArray[np.int64]) -> None:
        """Keep sorted runs, each more than twice as long as the next, so that there are few."""
        while self._sorted and len(self._sorted[-1]) < 2 * len(run):
            run = np.sort(np.concatenate([self._sorted.pop(), run]), kind="stable")
        if len(run):
            self._sorted.append(run)


def _hashes(ids: pa.Array) -> NDArray[np.int64]:
    """Return (id) hashes, the same in every process: bytes times odd numbers of their places, summed modulo 2^64.

    After multilinear hashing (Lemire and Kaser, "Strongly universal string hashing is fast", 2014); as fast as `hash`, which
    Python salts in each process.

    >>> _hashes(pa.array(["tea", "cup"])).tolist()
    [2342243540943049031, 4239336120353062367]
    """
    if not len(ids):
        return np.zeros(0, np.int64)
    start, text = _bytes(ids_as_text(ids))
    lengths = np.diff(start)
    weights = np.random.PCG64(0).random_raw(int(lengths.max()) + 1) | np.uint64(1)
    place = np.arange(len(text)) - np.repeat(start[:-1], lengths)
    sums = np.zeros(len(text) + 1, np.uint64)
    np.cumsum(weights.take(place) * text, out=sums[1:])
    hashes: NDArray[np.uint64] = np.diff(sums.take(start)) + weights.take(lengths)
    return hashes.view(np.int64)


def find_unknown_columns(rows: BatchRows, findings: BadCells, ignore: Collection[str]) -> None:
    """Add a finding for every filled cell outside the layout.

    Args:
        rows: rows of a batch.
        findings: where bad cells are added.
        ignore: names of ignored columns, see `co2label.catalogue._layout`.
    """
    for name, column in rows.other_products.items():
        if reason := unknown_column(name, "product", ignore):
            for row in np.flatnonzero(has_content(column)).tolist():
                findings.row(row, name, column[row].as_py(), reason)
    for name, column in rows.other_lines.items():
        if reason := unknown_column(name, "line", ignore):
            for line in np.flatnonzero(has_content(column)).tolist():
                findings.line(line, name, column, reason)


def has_content(column: pa.Array) -> NDArray[np.bool_]:
    """Return (cell) whether it holds anything: not null, NaN, an empty text or list, or a struct of only these.

    >>> nothing, loss = {"share_of_input": None}, {"share_of_input": 0.1}
    >>> has_content(pa.array([nothing, loss, None])).tolist(), has_content(pa.array(["", " ", "x", None])).tolist()
    ([False, True, False], [False, False, True, False])
    """
    if pa.types.is_null(column.type):
        return np.zeros(len(column), np.bool_)
    if pa.types.is_dictionary(column.type):
        return has_content(column.cast(column.type.value_type))
    return _as_mask(column.is_valid()) & _not_empty(column)


def _not_empty(column: pa.Array) -> NDArray[np.bool_]:
    """Return (cell) whether it holds anything, if it is not null."""
    kind = column.type
    if pa.types.is_struct(kind):
        filled = np.zeros(len(column), np.bool_)
        for part in column.flatten():
            filled |= has_content(part)
        return filled
    if pa.types.is_floating(kind):
        return ~_as_mask(pc.is_nan(column))
    if is_text(kind):
        return _as_mask(pc.not_equal(pc.utf8_trim_whitespace(column.cast(pa.string())), ""))
    if pa.types.is_nested(kind):
        return _as_mask(pc.greater(pc.list_value_length(_as_list(column)), 0))
    return np.ones(len(column), np.bool_)


def _as_list(column: pa.Array) -> pa.Array:
    """A map, or a list of another layout, as a list."""
    kind = column.type
    if pa.types.is_map(kind):
        return column.cast(pa.list_(pa.struct([kind.key_field, kind.item_field])))
    return column.cast(pa.large_list(kind.value_field))


def _as_mask(mask: pa.Array) -> NDArray[np.bool_]:
    filled: NDArray[np.bool_] = mask.fill_null(False).to_numpy(zero_copy_only=False)
    return filled

"""Ids of products: present, well formed, and each its own, over a whole stream."""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING

import numpy as np

from co2label.catalogue.arrow import is_text, pa, pc
from co2label.errors import clip
from co2label.model import IDENTIFIER_PATTERN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from co2label.catalogue.batches.findings import Findings

__all__ = ["REPEATED", "Seen", "check_ids", "check_repeated", "texts_of"]

_MISSING = "an id is required and is missing; add it"
_SHAPE = (
    "expected an id of at most 120 letters, digits and . _ : @ + -, which begins and ends with a letter or a digit; use no "
    "spaces and no slashes"
)
REPEATED = "more than one row has this id; each product needs its own"
"""What is wrong with an id that came before."""
_BEFORE_ALL = -2
"""Place of a finding that is said first."""
_LONGEST = 120
_EDGE = (string.ascii_letters + string.digits + "_").encode()
_INSIDE = _EDGE + b".:@+-"
"""Bytes of ids in ASCII: first and last, and between; an id with others is looked at by itself."""


def texts_of(column: pa.Array) -> pa.Array:
    """Ids as plain text, whatever they came as; whole numbers are ids too."""
    return column if column.type == pa.string() else column.cast(pa.string())


def check_ids(ids: pa.Array, findings: Findings) -> None:
    """Ids that are missing or badly formed."""
    if ids.null_count or not _plain(ids):
        for row, text in enumerate(ids.to_pylist()):
            if not text:
                findings.row(row, "id", text, _MISSING)
            elif not re.match(IDENTIFIER_PATTERN, text):
                findings.row(row, "id", text, f"{_SHAPE}, got {clip(text)}")


def check_repeated(ids: pa.Array, repeated: NDArray[np.bool_], findings: Findings) -> None:
    """Ids of an earlier row. What else is said of a row does not depend on it, so it may also be found afterwards."""
    for row in np.flatnonzero(repeated).tolist():
        findings.row(row, "id", ids[row].as_py(), REPEATED, line=_BEFORE_ALL)


def _plain(ids: pa.Array) -> bool:
    """Whether all ids are well formed and in ASCII, seen in one pass over their bytes."""
    if not len(ids):
        return True
    start, text = _bytes(ids)
    lengths = np.diff(start)
    if lengths.min() < 1 or lengths.max() > _LONGEST:
        return False
    edges = text[start[:-1]].tobytes() + text[start[1:] - 1].tobytes()
    return not edges.translate(None, _EDGE) and not text.tobytes().translate(None, _INSIDE)


def _bytes(ids: pa.Array) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
    """Where each of some ids begins, with the end of the last, and the bytes of all of them; there is at least one."""
    _, offsets, data = ids.buffers()
    start = np.frombuffer(offsets, np.int32)[ids.offset : ids.offset + len(ids) + 1]
    text = np.frombuffer(b"" if data is None else data, np.uint8)
    return start - start[0], text[start[0] : start[-1]]


class Seen:
    """Which ids came before. While they come in ascending order, one comparison each tells; else their hashes do.

    Eight bytes an id, or the id itself: the only thing that grows with a stream. That two ids of ten million share a hash
    of 64 bits has a chance of about 3 in a million.

    >>> seen = Seen()
    >>> seen.again(pa.array(["b", "c"])).tolist(), seen.again(pa.array(["d", "a", "b", "a"])).tolist()
    ([False, False], [False, False, True, True])
    """

    def __init__(self) -> None:
        self._ascending: list[pa.Array] = []
        self._sorted: list[NDArray[np.int64]] = []
        self._unordered = False

    def again(self, ids: pa.Array) -> NDArray[np.bool_]:
        """Of each id, whether it came before, in this batch or an earlier one; no id is none that came before."""
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
        """Whether the ids are ascending and come after all before."""
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
    """The same in every process: each byte times an odd number of its place, added up modulo 2^64, and one for the length.

    After multilinear hashing (Lemire and Kaser, "Strongly universal string hashing is fast", 2014), as fast as `hash`, which
    Python salts anew in each process.

    >>> _hashes(pa.array(["tea", "cup"])).tolist()
    [2342243540943049031, 4239336120353062367]
    """
    if not len(ids):
        return np.zeros(0, np.int64)
    start, text = _bytes(texts_of(ids))
    lengths = np.diff(start)
    weights = np.random.PCG64(0).random_raw(int(lengths.max()) + 1) | np.uint64(1)
    place = np.arange(len(text)) - np.repeat(start[:-1], lengths)
    sums = np.zeros(len(text) + 1, np.uint64)
    np.cumsum(weights.take(place) * text, out=sums[1:])
    hashes: NDArray[np.uint64] = np.diff(sums.take(start)) + weights.take(lengths)
    return hashes.view(np.int64)

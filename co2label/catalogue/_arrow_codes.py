"""Code books of text columns: each distinct text of a stream is read once, and each cell costs one gather.

There are code books of texts, units, amounts and kinds of evidence. A cell without text has the code `NO_TEXT`, which indexes
the last entry of every table by text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar, get_args

import numpy as np

from co2label.catalogue._arrow import pa
from co2label.errors import UnitError, clip, suggestion
from co2label.footprint._bridging import UnitTable
from co2label.model import DATA_KINDS, Evidence
from co2label.units import parse_unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from co2label.footprint._bridging import DimensionCodes
    from co2label.units import Amount, Unit


T = TypeVar("T", bound=np.generic)

NO_TEXT = -1
"""Code of a cell without text; it indexes the last entry of every table by text."""


class CodedColumn(NamedTuple):
    """Text column as codes."""

    words: NDArray[np.intp]
    """(dictionary entry): code of its text; the last entry is `NO_TEXT`."""
    at: NDArray[np.intp]
    """(cell): place in `words`."""

    def codes(self) -> NDArray[np.intp]:
        """Return (cell) codes of the texts, or `NO_TEXT`."""
        return self.words.take(self.at)

    def values(self, table: NDArray[T]) -> NDArray[T]:
        """Return (cell) entries of a table by text."""
        return table.take(self.words).take(self.at)


class TextCodes:
    """Code book of the distinct texts of a stream, in order of first occurrence.

    >>> texts = TextCodes()
    >>> texts.codes(pa.array(["kg", "g", None, "kg"])).tolist(), texts.words
    ([0, 1, -1, 0], ['kg', 'g'])
    """

    def __init__(self) -> None:
        self.words: list[str] = []
        self._code: dict[str | None, int] = {None: NO_TEXT}
        self._dictionary: pa.Array | None = None
        self._codes = np.zeros(0, np.intp)

    def __len__(self) -> int:
        return len(self.words)

    def cells(self, column: pa.Array) -> CodedColumn:
        """Encode a column, adding its new texts to the code book."""
        encoded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
        indices = encoded.indices
        if indices.null_count:
            indices = indices.cast(pa.int64()).fill_null(NO_TEXT)
        at = indices.to_numpy(zero_copy_only=False)
        # numpy gathers by its own kind of integer ten times as fast as by any other
        return CodedColumn(self._of(encoded.dictionary), at.astype(np.intp, copy=False))

    def codes(self, column: pa.Array) -> NDArray[np.intp]:
        """Return (cell) codes of the texts of a column, or `NO_TEXT`."""
        return self.cells(column).codes()

    def _of(self, dictionary: pa.Array) -> NDArray[np.intp]:
        """Return the codes of a dictionary, with a last entry for no text; batches of a table share their dictionary."""
        if self._dictionary is None or not self._dictionary.equals(dictionary):
            words = dictionary.to_pylist()
            self._codes = np.fromiter((*map(self._number, words), NO_TEXT), np.intp, len(words) + 1)
            self._dictionary = dictionary
        return self._codes

    def _number(self, word: str | None) -> int:
        code = self._code.setdefault(word, len(self.words))
        if code == len(self.words):
            assert word is not None
            self.words.append(word)
        return code


_MAX_KEPT = 50_000
"""Distinct amounts that are kept from one batch to the next."""


class UnitCodes(UnitTable):
    """Code book of the units of a stream."""

    def __init__(self, kinds: DimensionCodes) -> None:
        super().__init__(kinds)
        self._texts = TextCodes()
        self._problems: dict[int, str] = {}

    def codes(self, column: pa.Array) -> NDArray[np.intp]:
        """Return (cell) codes of the units of a column."""
        codes = self._texts.codes(column)
        new = self._texts.words[len(self._units) :]
        if new:
            self._extend([self._read(code, word) for code, word in enumerate(new, len(self._units))])
        return codes

    def problem(self, code: int) -> str:
        """Return why a unit cannot be read."""
        return self._problems.get(code, "a unit is required and is missing; add it")

    def _read(self, code: int, word: str) -> Unit | None:
        try:
            return parse_unit(word)
        except UnitError as error:
            self._problems[code] = str(error)
            return None


class AmountColumn:
    """Amounts by row: (row) codes of texts, and for each text its amount or why it cannot be read."""

    def __init__(self, codes: NDArray[np.intp], read: list[Amount | str]) -> None:
        self.codes, self._read = codes, read

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, row: int) -> Amount | None:
        return self.amount(int(self.codes[row]))

    def __iter__(self) -> Iterator[Amount | None]:
        return map(self.amount, self.codes.tolist())

    def amount(self, code: int) -> Amount | None:
        """Return the amount of a text; None for no text, and for one that cannot be read."""
        read = None if code < 0 else self._read[code]
        return None if isinstance(read, str) else read

    def unreadable(self) -> Iterator[tuple[int, str]]:
        """Yield the rows whose text cannot be read, and why."""
        wrong = np.array([*(isinstance(one, str) for one in self._read), False], np.bool_)
        for row in np.flatnonzero(wrong[self.codes]).tolist():
            yield row, str(self._read[self.codes[row]])


class AmountCodes:
    """Code book of amounts written as text ("110 g", "0.5 kg/m")."""

    def __init__(self, parse: Callable[[str], Amount]) -> None:
        self._parse = parse
        self._texts = TextCodes()
        self._read: list[Amount | str] = []

    def of(self, column: pa.Array) -> AmountColumn:
        """Return the amounts of a column; an unreadable or empty cell has none."""
        if len(self._texts) > _MAX_KEPT:
            self._texts, self._read = TextCodes(), []
        codes = self._texts.codes(column)
        self._read += map(self._one, self._texts.words[len(self._read) :])
        return AmountColumn(codes, self._read)

    def _one(self, word: str) -> Amount | str:
        try:
            amount = self._parse(word)
        except UnitError as error:
            return str(error)
        return amount if amount.value > 0 else f"must be above zero, got {amount.text!r}"


AVERAGE, SPEND = DATA_KINDS.index("average"), DATA_KINDS.index("spend")

UNKNOWN_EVIDENCE = -1
"""Sentinel for a text that is not a kind of evidence."""

_WORDS: tuple[str, ...] = get_args(Evidence.model_fields["kind"].annotation)


class EvidenceCodes:
    """Code book of kinds of evidence."""

    def __init__(self) -> None:
        self._texts = TextCodes()

    def kinds(self, column: pa.Array) -> NDArray[np.intp]:
        """Return (line) kinds of data of the amounts, places in `DATA_KINDS`; 0 for an empty cell."""
        cells = self._texts.cells(column)
        table = np.array([*map(_data_kind, self._texts.words), 0], np.intp)
        return cells.values(table)

    @staticmethod
    def problem(word: str) -> str:
        """Return why a text is not a kind of evidence."""
        hint = suggestion(word, _WORDS)
        return f"expected one of {', '.join(_WORDS)}, got {clip(word)}{'; ' + hint if hint else ''}"


def _data_kind(word: str) -> int:
    if word not in _WORDS:
        return UNKNOWN_EVIDENCE
    return DATA_KINDS.index(word) if word in DATA_KINDS else 0

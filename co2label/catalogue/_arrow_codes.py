"""Code books of text columns: each distinct text of a stream is read once, and each cell costs one gather.

There are code books of texts, units, amounts, kinds of evidence, and emission sources: each distinct factor (with its last stage)
and gas is looked up once. A cell without text has the code `NO_TEXT`, which indexes the last entry of every table by text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar, get_args

import numpy as np

from co2label.catalogue._arrow import pa
from co2label.errors import FactorError, UnitError, suggestion
from co2label.footprint._bridging import UNUSABLE, UnitTable
from co2label.footprint._source import NO_SOURCE, source_from_factor, source_from_gas
from co2label.model import DATA_KINDS, STAGES, Activity, Evidence, gas_and_origin
from co2label.units import parse_amount, parse_unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

    from co2label.factors import FactorLibrary
    from co2label.footprint import Basis
    from co2label.footprint._bridging import DimensionCodes
    from co2label.footprint._source import EmissionSource
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

UNKNOWN_WORD = -1
"""Sentinel for a text that is no word of a vocabulary."""

_EVIDENCE: tuple[str, ...] = get_args(Evidence.model_fields["kind"].annotation)


class WordCodes:
    """Code book of the words of a vocabulary, each with its number.

    >>> WordCodes({"use": 3}, empty=0).numbers(pa.array(["use", None, "sue"])).tolist()
    [3, 0, -1]
    """

    def __init__(self, numbers: Mapping[str, int], empty: int) -> None:
        """`empty`: the number of an empty cell."""
        self._texts, self._numbers, self._empty = TextCodes(), numbers, empty
        self._table = np.zeros(0, np.intp)

    @classmethod
    def of_stages(cls) -> WordCodes:
        """Return the code book of stages: places in `STAGES`."""
        return cls({stage: place for place, stage in enumerate(STAGES)}, UNKNOWN_WORD)

    @classmethod
    def of_evidence(cls) -> WordCodes:
        """Return the code book of kinds of evidence: kinds of data of an amount, places in `DATA_KINDS`."""
        return cls({word: DATA_KINDS.index(word) if word in DATA_KINDS else 0 for word in _EVIDENCE}, 0)

    def numbers(self, column: pa.Array) -> NDArray[np.intp]:
        """Return (cell) numbers of the words of a column, or `UNKNOWN_WORD`."""
        cells = self._texts.cells(column)
        if len(self._table) != len(self._texts) + 1:
            numbers = (self._numbers.get(word, UNKNOWN_WORD) for word in self._texts.words)
            self._table = np.array([*numbers, self._empty], np.intp)
        return cells.values(self._table)

    def expected(self, word: str, got: str = "") -> str:
        """Return why a text is no word of the vocabulary."""
        hint = suggestion(word, self._numbers)
        return f"expected one of {', '.join(self._numbers)}{got}{'; ' + hint if hint else ''}"


UNNAMED = 0
"""Source code of a line without a factor or a gas."""

_Names = tuple[str | None, str | None, str | None]
"""Factor, last stage, gas."""

_NO_NAMES: _Names = (None, None, None)

_OPEN = -1

_MAX_SUGGESTIONS = 20
"""Distinct names of a batch."""

_CH4 = "CH4 needs its origin, which sets its GWP; write CH4-fossil (a leak), CH4-biogenic or CH4-combustion"

_KILOGRAM = parse_amount("1 kg")


class SourceCodes:
    """Code book of the distinct sources of a stream; code 0 stands for no source.

    Attributes:
        found: sources by code; `NO_SOURCE` for a missing or unusable one.
        kind: (source): code of the dimension that it is per, or `UNUSABLE`.
    """

    def __init__(self, factors: FactorLibrary, basis: Basis, kinds: DimensionCodes) -> None:
        self._factors, self._basis, self._kinds = factors, basis, kinds
        self._factor, self._through, self._gas = TextCodes(), TextCodes(), TextCodes()
        self.found: list[EmissionSource] = [NO_SOURCE]
        self.kind = np.array([UNUSABLE], np.int32)
        self._names = [_NO_NAMES]
        self._number: dict[_Names, int] = {}
        self._table, self._shape = np.full(1, UNNAMED), (0, 0, 0)

    def codes(self, lines: Mapping[str, pa.Array], count: int) -> NDArray[np.intp]:
        """Return the (line) source codes of `count` lines, from their fields `factor`, `through` and `gas`."""
        factor, through, gas = (
            texts.cells(lines[name]) if name in lines else None
            for name, texts in (("factor", self._factor), ("through", self._through), ("gas", self._gas))
        )
        if factor is None and gas is None:
            return np.full(count, UNNAMED)
        key = self._keys(count, factor, through, gas)
        numbers = key.values(self._table)
        if len(numbers) and numbers.min() == _OPEN:
            for one in np.unique(key.codes()[numbers == _OPEN]).tolist():
                self._table[one] = self._numbered(self._texts_of(one))
            self.kind = np.append(self.kind, self._kinds.of_sources(self.found[len(self.kind) :]))
            numbers = key.values(self._table)
        return numbers

    def problems(self, codes: NDArray[np.intp]) -> list[tuple[str, str]]:
        """Return for each unusable source the field that is wrong, and why.

        Searching near names takes milliseconds, so only the first distinct names of a batch get a suggestion.
        """
        reasons: dict[int, tuple[str, str]] = {}
        for code in codes.tolist():
            if code not in reasons:
                reasons[code] = (
                    self._problem(code) if len(reasons) < _MAX_SUGGESTIONS else self._one_more(code)
                )
        return [reasons[code] for code in codes.tolist()]

    def _problem(self, code: int) -> tuple[str, str]:
        factor, _, gas = names = self._names[code]
        if names == _NO_NAMES:
            return "", "names nothing that it draws on; give exactly one of factor, product, gas"
        try:
            self._made(*names)
        except FactorError as error:
            known = factor is not None and factor in self._factors
            return "through" if known else "factor" if gas is None else "gas", str(error)
        raise AssertionError(names)

    def _one_more(self, code: int) -> tuple[str, str]:
        name = "factor" if self._names[code][0] is not None else "gas"
        return name, f"cannot be used, like {_MAX_SUGGESTIONS} others near it, of which the reason is said"

    def _keys(
        self, count: int, factor: CodedColumn | None, through: CodedColumn | None, gas: CodedColumn | None
    ) -> CodedColumn:
        """Return one key for the texts of each line: pairs of factor and last stage, then gases; negative keys for none."""
        shape = (len(self._factor), len(self._through), len(self._gas))
        cuts = shape[1] + 1
        if shape != self._shape:
            self._shape = shape
            self._table = np.full((shape[0] + 1) * cuts + shape[2], _OPEN)
            self._table[-cuts:] = UNNAMED
        if factor is not None and gas is None and cuts == 1:
            return factor
        none = np.full(count, NO_TEXT)
        key = (
            (none if factor is None else factor.codes()) * cuts
            + (none if through is None else through.codes())
            + 1
        )
        if gas is not None:
            direct = (gas.codes() != NO_TEXT) & (key < 0)
            key[direct] = shape[0] * cuts + gas.codes()[direct]
        return CodedColumn(np.arange(len(self._table)), key)

    def _texts_of(self, key: int) -> _Names:
        """Return the texts of a key, by the layout of `_keys`."""
        factors, throughs, _ = self._shape
        cuts = throughs + 1
        if key >= factors * cuts:
            return None, None, self._gas.words[key - factors * cuts]
        factor, through = divmod(key, cuts)
        return self._factor.words[factor], self._through.words[through - 1] if through else None, None

    def _numbered(self, names: _Names) -> int:
        number = self._number.get(names)
        if number is None:
            number = self._number[names] = len(self.found)
            self._names.append(names)
            self.found.append(self._usable(names))
        return number

    def _usable(self, names: _Names) -> EmissionSource:
        if names[0] is not None and names[0] not in self._factors:
            return NO_SOURCE  # why, and which are near, is said where a line is reported
        try:
            return self._made(*names)
        except FactorError:
            return NO_SOURCE

    def _made(self, factor: str | None, through: str | None, gas: str | None) -> EmissionSource:
        if factor is not None:
            return source_from_factor(self._factors[factor], through, self._basis)
        if gas is not None and gas_and_origin(gas) == ("CH4", None):
            raise FactorError(_CH4)
        return source_from_gas(Activity("emission", _KILOGRAM, gas=gas, stage="production"), self._basis)

"""Code book of the emission sources of a stream; each distinct factor (with its last stage) and gas is looked up once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from co2label.catalogue._arrow_codes import NO_TEXT, CodedColumn, TextCodes
from co2label.errors import FactorError
from co2label.footprint._bridging import UNUSABLE
from co2label.footprint._source import NO_SOURCE, source_from_factor, source_from_gas
from co2label.model import Activity, gas_and_origin
from co2label.units import parse_amount

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from co2label.catalogue._arrow import pa
    from co2label.factors import FactorLibrary
    from co2label.footprint import Basis
    from co2label.footprint._bridging import DimensionCodes
    from co2label.footprint._source import EmissionSource


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

    def __len__(self) -> int:
        return len(self.found)

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

"""The units of a stream: each distinct spelling is parsed once, and is a ratio and a kind from then on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from co2label.catalogue.batches.texts import Texts
from co2label.errors import UnitError
from co2label.units import parse_unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from co2label.catalogue.arrow import pa
    from co2label.units import Amount, Dimension, Unit

__all__ = ["UNREADABLE", "Amounts", "Kinds", "Units"]

UNREADABLE = -1
"""The kind of a unit that cannot be read, and of none."""
_MOST_KEPT = 50_000
"""Distinct amounts that are remembered from one batch to the next."""


class Kinds:
    """Kinds of quantity as numbers."""

    def __init__(self) -> None:
        self._of: dict[Dimension, int] = {}

    def number(self, dimension: Dimension) -> int:
        """The number of a dimension."""
        return self._of.setdefault(dimension, len(self._of))


class Units:
    """The distinct units of a stream; tables by unit have one more entry, for none.

    Attributes:
        scale: ratio to the root unit.
        kind: number of the dimension, or `UNREADABLE`.
        price_year: year of the prices, or 0.
        money: whether it is money.
        yearless: whether it is money without the year of its prices.
    """

    def __init__(self, kinds: Kinds) -> None:
        self._kinds = kinds
        self._texts = Texts()
        self._units: list[Unit | None] = []
        self._problems: dict[int, str] = {}
        self._learn()

    def codes(self, column: pa.Array) -> NDArray[np.intp]:
        """The number of each cell's unit."""
        codes = self._texts.codes(column)
        self._learn()
        return codes

    def unit(self, code: int) -> Unit:
        """The unit of a number that has a kind."""
        unit = self._units[code]
        assert unit is not None, "a unit that cannot be read has no kind"
        return unit

    def problem(self, code: int) -> str:
        """Why a unit cannot be read."""
        return self._problems.get(code, "a unit is required and is missing; add it")

    def _learn(self) -> None:
        new = self._texts.words[len(self._units) :]
        for word in new:
            try:
                self._units.append(parse_unit(word))
            except UnitError as error:
                self._problems[len(self._units)] = str(error)
                self._units.append(None)
        if new or not self._units:
            self._tabulate()

    def _tabulate(self) -> None:
        units = [*self._units, None]
        self.scale = np.array([unit.scale if unit else np.nan for unit in units])
        self.kind = np.array(
            [self._kinds.number(unit.dimension) if unit else UNREADABLE for unit in units], np.int32
        )
        self.price_year = np.array([(unit and unit.price_year) or 0 for unit in units], np.int32)
        self.money = np.array([bool(unit and unit.dimension.of_money) for unit in units])
        self.yearless = self.money & (self.price_year == 0)


class Amounts:
    """A column of amounts written as text ("110 g", "0.5 kg/m"): each distinct one is read once."""

    def __init__(self, parse: Callable[[str], Amount]) -> None:
        self._parse = parse
        self._texts = Texts()
        self._read: list[Amount | str] = []

    def of(self, column: pa.Array) -> list[Amount | str | None]:
        """The amount of each cell, or what is wrong with it, or None where there is none."""
        if len(self._texts) > _MOST_KEPT:
            self._texts, self._read = Texts(), []
        codes = self._texts.codes(column)
        self._read += map(self._one, self._texts.words[len(self._read) :])
        return [None if code < 0 else self._read[code] for code in codes.tolist()]

    def _one(self, word: str) -> Amount | str:
        try:
            amount = self._parse(word)
        except UnitError as error:
            return str(error)
        return amount if amount.value > 0 else f"must be above zero, got {amount.text!r}"

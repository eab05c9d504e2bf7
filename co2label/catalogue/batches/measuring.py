"""Amounts of used products, in their declared units: a multiplication, or a bridge where the kinds differ.

The rules are those of `co2label.footprint.quantities`: the bridges of the used product alone, then those of the user too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from co2label.catalogue.batches.bridges import own_bridges
from co2label.catalogue.batches.units import UNREADABLE
from co2label.errors import UnitError
from co2label.footprint.emitter import Emitter
from co2label.footprint.quantities import no_bridge, years_clash
from co2label.units import bridge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from co2label.catalogue.batches.gathered import Drawn, Gathered
    from co2label.units import Amount, Bridging, Unit

__all__ = ["Measured", "measured"]

_NO_UNIT = (
    "the used product has no declared unit, so an amount of it says nothing; add the column `declared_unit`"
)


class Measured(NamedTuple):
    """Amounts in declared units of what is used."""

    amount: NDArray[np.float64]
    bridged: NDArray[np.intp]
    """Uses that took a bridge."""
    priced: NDArray[np.intp]
    """Uses in money without a price year, where the other side has one."""
    money: NDArray[np.bool_]
    """(use): whether either side is money."""


def measured(gathered: Gathered, drawn: Drawn, used: NDArray[np.intp]) -> Measured:
    """Measure every use; those that cannot be measured become findings.

    Args:
        gathered: the catalogue.
        drawn: its lines that draw on other products.
        used: the row of each used product.
    """
    return _Measuring(gathered, drawn, used).measured()


class _Measuring:
    """Strictly private: the uses of one catalogue, while they are measured."""

    def __init__(self, gathered: Gathered, drawn: Drawn, used: NDArray[np.intp]) -> None:
        self._gathered, self._drawn, self._used = gathered, drawn, used
        self._units = gathered.vocabulary.units
        rows, self._of = np.unique(used, return_inverse=True)
        self._declared = [gathered.stated("declared_unit", row) for row in rows.tolist()]
        self._priced: list[int] = []

    def measured(self) -> Measured:
        declared, of, drawn = self._declared, self._of, self._drawn
        kinds = self._gathered.vocabulary.kinds
        there = np.array([kinds.number(a.unit.dimension) if a else UNREADABLE for a in declared], np.int32)[
            of
        ]
        there_money = np.array([bool(a and a.unit.dimension.of_money) for a in declared], np.bool_)[of]
        money = self._units.money.take(drawn.unit) | there_money
        size = np.array([amount.si if amount else np.nan for amount in declared])[of]
        amount = drawn.quantity.copy()
        odd = np.flatnonzero(self._units.kind.take(drawn.unit) != there).tolist()
        for use in odd:
            amount[use] *= self._multiplier(use)
        self._check_years(set(odd))
        priced = np.array(self._priced, np.intp)
        return Measured(amount / size, np.array(odd, np.intp), priced, money)

    def _multiplier(self, use: int) -> float:
        """Of an amount of another kind; NaN where there is none, which is then said."""
        declared = self._declared[self._of[use]]
        if declared is None:
            self._find(use, "product", _NO_UNIT)
            return np.nan
        unit, source = self._unit(use), Emitter(declared, product=int(self._used[use]))
        try:
            way = self._way(use, unit, declared)
        except UnitError as error:
            self._find(use, "unit", str(error))
            return np.nan
        if way is None:
            self._find(use, "unit", no_bridge(unit, source))
            return np.nan
        years = {
            unit.price_year,
            declared.unit.price_year,
            *(step.unit.price_year for step, _ in way.steps),
        } - {None}
        if len(years) > 1:
            self._find(use, "unit", "; ".join(years_clash(unit, source)))
        elif years and self._units.yearless[self._drawn.unit[use]]:
            self._priced.append(use)
        return way.multiplier

    def _way(self, use: int, unit: Unit, declared: Amount) -> Bridging | None:
        used, user = int(self._used[use]), int(self._drawn.user[use])
        alone = self._bridges(used)
        here, there = unit.dimension, declared.unit.dimension
        return bridge(here, there, alone) or bridge(here, there, [*alone, *self._bridges(user)])

    def _bridges(self, row: int) -> Sequence[Amount]:
        return [amount for amount, _ in own_bridges(lambda name: self._gathered.stated(name, row))]

    def _check_years(self, bridged: set[int]) -> None:
        """Money of the same kind: prices of two years are refused; no year beside one is noted."""
        years = np.array([(amount and amount.unit.price_year) or 0 for amount in self._declared], np.int32)
        if not years.any():
            return
        here, there = self._units.price_year[self._drawn.unit], years[self._of]
        for use in np.flatnonzero((here != there) & (there > 0)).tolist():
            declared = self._declared[self._of[use]]
            if use in bridged or declared is None:
                continue
            if here[use]:
                clash = years_clash(self._unit(use), Emitter(declared, product=int(self._used[use])))
                self._find(use, "unit", "; ".join(clash))
            elif self._units.yearless[self._drawn.unit[use]]:
                self._priced.append(use)

    def _unit(self, use: int) -> Unit:
        return self._units.unit(int(self._drawn.unit[use]))

    def _find(self, use: int, field: str, reason: str) -> None:
        user, place = int(self._drawn.user[use]), int(self._drawn.place[use])
        value = self._drawn.name[use].as_py() if field == "product" else self._unit(use).text
        self._gathered.find(user, f"lines[{place}].{field}", value, reason, line=place)

"""Amounts in the units of what they draw on: one multiplication a line, and a bridge where the kinds differ.

Whether kinds fit is checked for all lines at once, always. Bridges are tried in this order: those of the factor or of
the used product alone, then those of the product that the line stands in as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from co2label.errors import UnitError
from co2label.units import Selling, bridge, per, selling_by

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from co2label.footprint.emitter import Emitter
    from co2label.footprint.problems import LineProblems
    from co2label.model import EmissionFactor, Product
    from co2label.units import Amount, Bridging, Dimension, Unit

__all__ = ["BRIDGES", "Amounts", "bridges_of", "no_bridge", "quantities", "selling_of", "years_clash"]

BRIDGES = ("mass", "density", "length", "area", "energy", "price")
_FIELDS = {"mass": "mass", "length": "length", "area": "area", "energy": "energy"}
_MONEY = {"JPY", "USD", "EUR", "GBP"}


@dataclass(frozen=True, slots=True, eq=False)
class Amounts:
    """The amounts of all lines as columns: distinct units, the unit of each line, the number of each line."""

    units: Sequence[Unit]
    unit: NDArray[np.intp]
    value: NDArray[np.float64]


def quantities(
    amounts: Amounts,
    emitters: Sequence[Emitter | None],
    emitter: NDArray[np.intp],
    products: Sequence[Product],
    problems: LineProblems,
) -> tuple[NDArray[np.float64], dict[int, Bridging]]:
    """Each line's amount in root units of its emitter (of a used product: in declared units), and the bridges used."""
    scale = np.array([unit.scale for unit in amounts.units])
    quantity = amounts.value * scale[amounts.unit]
    bridged: dict[int, Bridging] = {}
    bridging = _Bridging(amounts, emitters, products, problems.start)
    for line in _of_another_kind(amounts, emitters, emitter):
        try:
            way = bridging.of(line, int(emitter[line]))
        except UnitError as error:
            problems.add(line, str(error))
            continue
        bridged[line] = way
        quantity[line] *= way.multiplier
    _check_years(amounts, emitters, emitter, bridged, problems)
    declared = np.array([1.0 if e is None or e.product < 0 else e.per.si for e in emitters])
    quantity /= declared[emitter]
    return quantity, bridged


def _of_another_kind(
    amounts: Amounts, emitters: Sequence[Emitter | None], emitter: NDArray[np.intp]
) -> list[int]:
    kinds: dict[Dimension, int] = {}
    of_unit = np.array([kinds.setdefault(unit.dimension, len(kinds)) for unit in amounts.units])
    of_emitter = np.array(
        [-1 if e is None else kinds.setdefault(e.per.unit.dimension, len(kinds)) for e in emitters]
    )
    wanted = of_emitter[emitter]
    lines: list[int] = np.flatnonzero((of_unit[amounts.unit] != wanted) & (wanted >= 0)).tolist()
    return lines


class _Bridging:
    """Finds the way from a line's unit to its emitter's kind, once for each distinct pair where it can."""

    def __init__(
        self,
        amounts: Amounts,
        emitters: Sequence[Emitter | None],
        products: Sequence[Product],
        start: NDArray[np.intp],
    ) -> None:
        self._amounts, self._emitters, self._products, self._start = amounts, emitters, products, start
        self._alone: dict[tuple[int, int], Bridging | None] = {}
        self._within: dict[tuple[int, int, int], Bridging | None] = {}

    def of(self, line: int, emitter: int) -> Bridging:
        """The way that a line takes.

        Raises:
            UnitError: there is none, or a bridge cannot be stated.
        """
        unit = int(self._amounts.unit[line])
        if (unit, emitter) not in self._alone:
            self._alone[unit, emitter] = self._find(unit, emitter, None)
        way = self._alone[unit, emitter]
        if way is None:
            row = int(np.searchsorted(self._start, line, side="right")) - 1
            if (row, unit, emitter) not in self._within:
                self._within[row, unit, emitter] = self._find(unit, emitter, self._products[row])
            way = self._within[row, unit, emitter]
        if way is None:
            raise UnitError(no_bridge(self._amounts.units[unit], self._source(emitter)))
        return way

    def _find(self, unit: int, emitter: int, within: Product | None) -> Bridging | None:
        source = self._source(emitter)
        if source.gas is not None:
            return None  # what a product weighs says nothing about its exhaust
        bridges = bridges_of(source.factor or self._products[source.product], source.per)
        if within is not None:
            bridges += bridges_of(within, within.declared_unit)
        return bridge(self._amounts.units[unit].dimension, source.per.unit.dimension, bridges)

    def _source(self, emitter: int) -> Emitter:
        source = self._emitters[emitter]
        assert source is not None, "lines of an emitter that failed are no candidates"
        return source


def bridges_of(noun: EmissionFactor | Product, base: Amount) -> tuple[Amount, ...]:
    """The bridges that a factor or product states: a ratio stands by itself, an amount is per `base`.

    Raises:
        UnitError: an amount per `base` has too many units.
    """
    given = (getattr(noun, name) for name in BRIDGES)
    return tuple(
        amount if "/" in amount.unit.text else per(amount, base) for amount in given if amount is not None
    )


def selling_of(product: Product) -> Selling:
    """What a till may say of a product: counts, and amounts of every kind that its bridges lead to.

    Raises:
        UnitError: as `bridges_of`.
    """
    return selling_by(product.declared_unit, bridges_of(product, product.declared_unit))


def no_bridge(unit: Unit, source: Emitter) -> str:
    """What to say where no bridge leads from a unit to what it draws on."""
    here, there = unit.dimension, source.per.unit.dimension
    message = (
        f"an amount in {unit} ({here}) does not fit {source.name}, which is per {source.per.unit} ({there})"
    )
    if source.gas is not None:
        return f"{message}; give the mass of the gas"
    field = _field(str(here), str(there))
    holder = "the used product" if source.product >= 0 else "the factor"
    add = f'{field} = "… {source.per.unit.text}/{unit.text}"'
    return f"{message}; use a unit of {there}, or say how the two relate with {add} in {holder} or in the product"


def _field(here: str, there: str) -> str:
    if {here, there} == {"mass", "volume"}:
        return "density"
    if _MONEY & {here, there}:
        return "price"
    return _FIELDS.get(there) or _FIELDS.get(here) or "mass"


def _check_years(
    amounts: Amounts,
    emitters: Sequence[Emitter | None],
    emitter: NDArray[np.intp],
    bridged: dict[int, Bridging],
    problems: LineProblems,
) -> None:
    """Refuse amounts in prices of one year against factors in prices of another."""
    of_unit = np.array([unit.price_year or 0 for unit in amounts.units])
    of_emitter = np.array([0 if e is None else e.per.unit.price_year or 0 for e in emitters])
    here, there = of_unit[amounts.unit], of_emitter[emitter]
    clash = set(np.flatnonzero((here != there) & (here > 0) & (there > 0)).tolist())
    for line, way in bridged.items():
        years = {amount.unit.price_year or 0 for amount, _ in way.steps} | {int(here[line]), int(there[line])}
        if len(years - {0}) > 1:
            clash.add(line)
    for line in sorted(clash):
        unit, source = amounts.units[amounts.unit[line]], emitters[emitter[line]]
        if source is not None:
            problems.add(line, *years_clash(unit, source))


def years_clash(unit: Unit, source: Emitter) -> tuple[str, str]:
    """What is wrong with an amount in prices of another year, and what to do."""
    what = f"prices of different years: the amount is in {unit}, {source.name} is per {source.per}"
    return what, "bring the amount to the prices of the factor's year first"

"""Amounts in the units of what they draw on: one multiplication a line, and a bridge where the kinds differ.

Whether kinds fit is checked for all lines at once, always. Bridges are tried in this order: those of the factor or of
the used product alone, then those of the product that the line stands in as well. `LineProblems` collects what is wrong with
lines; `amount_held` says how much mass, volume or energy an amount holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from co2label.errors import ComputeError, Problem, UnitError
from co2label.footprint._note import place_of
from co2label.units import Dimension, Selling, bridge, per, selling_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from co2label.footprint._source import EmissionSource
    from co2label.model import Activity, EmissionFactor, Product
    from co2label.units import Amount, Bridging, Unit


class LineProblems:
    """Findings by line; `stop` raises them together. Lines behind those of the products are parts of these, and said there."""

    def __init__(
        self,
        products: Sequence[Product],
        lines: Sequence[Activity],
        start: NDArray[np.intp],
        *,
        numbered: bool,
        places: Mapping[int, tuple[int, str]] | None = None,
    ) -> None:
        """`places`: of lines that a rule made, the place and the name of the activity as written."""
        self.start, self._places = start, places or {}
        self._products, self._lines, self._numbered = products, lines, numbered
        self._of_emitter: dict[int, str] = {}
        self._found: list[tuple[int, str, str]] = []

    def emitter_fails(self, emitter: int, what: str) -> None:
        """What a line draws on cannot be used; said once for every line that draws on it."""
        self._of_emitter[emitter] = what

    def of_emitters(self, emitter: NDArray[np.intp]) -> None:
        """Find the lines of the emitters that failed."""
        if self._of_emitter:
            for line in np.flatnonzero(np.isin(emitter, list(self._of_emitter))):
                self.add(int(line), self._of_emitter[int(emitter[line])])

    def add(self, line: int, what: str, todo: str = "") -> None:
        """One line that cannot be computed."""
        if line < self.start[len(self._products)]:
            self._found.append((line, what, todo))

    def stop(self) -> None:
        """Raise what was found, if anything was.

        Raises:
            ComputeError: every finding, in the order of the lines.
        """
        if self._found:
            said = (Problem(self._where(line), what, todo) for line, what, todo in sorted(self._found))
            raise ComputeError(dict.fromkeys(said))

    def _where(self, line: int) -> str:
        row = int(np.searchsorted(self.start, line, side="right")) - 1
        as_is = (line - int(self.start[row]), self._lines[line].name)
        place, name = self._places.get(line, as_is)
        return place_of(self._products[row], row, place, name, numbered=self._numbered)


BRIDGE_FIELDS = ("mass", "density", "length", "area", "energy", "price")

_FIELD_OF_KIND = {"mass": "mass", "length": "length", "area": "area", "energy": "energy"}

_MONEY = {"JPY", "USD", "EUR", "GBP"}


@dataclass(frozen=True, slots=True, eq=False)
class AmountColumns:
    """The amounts of all lines as columns: distinct units, the unit of each line, the number of each line."""

    units: Sequence[Unit]
    unit: NDArray[np.intp]
    value: NDArray[np.float64]


def in_source_units(
    amounts: AmountColumns,
    emitters: Sequence[EmissionSource | None],
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
    amounts: AmountColumns, emitters: Sequence[EmissionSource | None], emitter: NDArray[np.intp]
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
        amounts: AmountColumns,
        emitters: Sequence[EmissionSource | None],
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
            raise UnitError(no_bridge_message(self._amounts.units[unit], self._source(emitter)))
        return way

    def _find(self, unit: int, emitter: int, within: Product | None) -> Bridging | None:
        source = self._source(emitter)
        if source.gas is not None:
            return None  # what a product weighs says nothing about its exhaust
        bridges = bridges_of(source.factor or self._products[source.product], source.per)
        if within is not None:
            bridges += bridges_of(within, within.declared_unit)
        return bridge(self._amounts.units[unit].dimension, source.per.unit.dimension, bridges)

    def _source(self, emitter: int) -> EmissionSource:
        source = self._emitters[emitter]
        assert source is not None, "lines of an emitter that failed are no candidates"
        return source


def bridges_of(noun: EmissionFactor | Product, base: Amount) -> tuple[Amount, ...]:
    """The bridges that a factor or product states: a ratio stands by itself, an amount is per `base`.

    Raises:
        UnitError: an amount per `base` has too many units.
    """
    given = (getattr(noun, name) for name in BRIDGE_FIELDS)
    return tuple(
        amount if "/" in amount.unit.text else per(amount, base) for amount in given if amount is not None
    )


def selling_of(product: Product) -> Selling:
    """What a till may say of a product: counts, and amounts of every kind that its bridges lead to.

    Raises:
        UnitError: as `bridges_of`.
    """
    return selling_by(product.declared_unit, bridges_of(product, product.declared_unit))


def no_bridge_message(unit: Unit, source: EmissionSource) -> str:
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
    return _FIELD_OF_KIND.get(there) or _FIELD_OF_KIND.get(here) or "mass"


def _check_years(
    amounts: AmountColumns,
    emitters: Sequence[EmissionSource | None],
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
            problems.add(line, *price_years_problem(unit, source))


def price_years_problem(unit: Unit, source: EmissionSource) -> tuple[str, str]:
    """What is wrong with an amount in prices of another year, and what to do."""
    what = f"prices of different years: the amount is in {unit}, {source.name} is per {source.per}"
    return what, "bring the amount to the prices of the factor's year first"


MASS = Dimension.of({"mass": 1})

VOLUME = Dimension.of({"length": 3})

CONTENT_FIELDS = ("mass", "density", "length", "area", "energy")
"""The bridges of a product or a factor that say what it holds; a price says what it costs."""


def amount_held(unit: Amount, stated: Iterable[Amount | None], dimension: Dimension) -> float | None:
    """How much of a kind an amount holds, in root units (kg, m3); None where nobody says so.

    Args:
        unit: what holds it, such as a declared unit.
        stated: bridges, each a ratio that stands by itself, or an amount per `unit`.
        dimension: the kind that is asked for.

    Raises:
        UnitError: a bridge cannot be stated per `unit`.

    >>> from co2label.units import parse_amount, parse_ratio
    >>> amount_held(parse_amount("6 piece"), [parse_ratio("330 g")], MASS)
    0.33
    >>> amount_held(parse_amount("2 L"), [parse_ratio("0.9 kg/L")], MASS)
    1.8
    """
    if unit.unit.dimension == dimension:
        return unit.si
    own = [each for each in stated if each is not None]
    for each in own:
        if each.unit.dimension == dimension:  # "110 g" of it; a ratio has another dimension
            return each.si
    bridges = [each if "/" in each.unit.text else per(each, unit) for each in own]
    way = bridge(unit.unit.dimension, dimension, bridges)
    return None if way is None else unit.si * way.multiplier

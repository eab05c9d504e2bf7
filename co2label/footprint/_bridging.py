"""Conversion of amounts to the units of their sources: one multiplication a line, and bridges where dimensions differ.

Dimensions are always checked, for all lines at once. Bridges are tried in this order: those of the factor or of the used
product alone, then those of the line's own product as well. `LineProblems` collects problems of lines; `amount_held` returns
how much mass, volume or energy an amount holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from co2label.errors import ComputeError, Problem, UnitError
from co2label.footprint._note import place_of
from co2label.footprint._source import NO_SOURCE
from co2label.model import BRIDGE_FIELDS
from co2label.units import CURRENCIES, Dimension, Selling, bridge, per, selling_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from co2label.footprint._source import EmissionSource
    from co2label.model import Activity, EmissionFactor, Product
    from co2label.units import Amount, Unit


class LineProblems:
    """Problems by line, raised together by `stop`."""

    def __init__(
        self,
        products: Sequence[Product],
        lines: Sequence[Activity],
        start: NDArray[np.intp],
        *,
        numbered: bool,
        places: Mapping[int, int] | None = None,
    ) -> None:
        """`places`: line → index of its activity, for lines that a rule made."""
        self._start, self._places = start, places or {}
        self._products, self._lines, self._numbered = products, lines, numbered
        self._of_source: dict[int, str] = {}
        self._problems: list[tuple[int, str, str]] = []

    def source_fails(self, source: int, what: str) -> None:
        """Record a source that cannot be used."""
        self._of_source[source] = what

    def of_sources(self, source: NDArray[np.intp]) -> None:
        """Add a problem for every line whose source failed; `source` is (line)."""
        if self._of_source:
            for line in np.flatnonzero(np.isin(source, list(self._of_source))):
                self.add(int(line), self._of_source[int(source[line])])

    def add(self, line: int, what: str, todo: str = "") -> None:
        """Add a line that cannot be computed."""
        self._problems.append((line, what, todo))

    def stop(self) -> None:
        """Raise the problems, if there are any.

        Raises:
            ComputeError: every problem, in the order of the lines.
        """
        if self._problems:
            problems = (Problem(self._where(line), what, todo) for line, what, todo in sorted(self._problems))
            raise ComputeError(dict.fromkeys(problems))

    def _where(self, line: int) -> str:
        row = int(np.searchsorted(self._start, line, side="right")) - 1
        product, place = self._products[row], self._places.get(line)
        if place is None:
            place, name = line - int(self._start[row]), self._lines[line].name
        else:
            name = product.activities[place].name
        return place_of(product, row, place, name, numbered=self._numbered)


_FIELD_OF_KIND = {"mass": "mass", "length": "length", "area": "area", "energy": "energy"}


class DimensionCodes(dict[Dimension, int]):
    """Code book of dimensions."""

    def __missing__(self, dimension: Dimension) -> int:
        return self.setdefault(dimension, len(self))

    def of_sources(self, sources: Iterable[EmissionSource]) -> NDArray[np.int32]:
        """Return (source) codes of the dimensions that they are per, `UNUSABLE` for `NO_SOURCE`."""
        kinds = (UNUSABLE if one is NO_SOURCE else self[one.per.unit.dimension] for one in sources)
        return np.fromiter(kinds, np.int32)


NO_KIND = -1
"""Sentinel kind for a missing or unreadable unit."""

UNUSABLE = -2
"""Sentinel kind for a missing or unusable source; matches no unit."""


class UnitTable:
    """Distinct units as columns (unit); the last entry, which index -1 finds, stands for no unit.

    Attributes:
        kinds: code book of dimensions.
        scale: ratio to the root unit.
        kind: code of the dimension, or `NO_KIND`.
        price_year: year of the prices, or 0.
        money: whether it is money.
        yearless: whether it is money without a price year.
    """

    def __init__(self, kinds: DimensionCodes, units: Iterable[Unit] = ()) -> None:
        self.kinds = kinds
        self._units: list[Unit | None] = []
        self._extend(units)

    def unit(self, code: int) -> Unit:
        """Return the unit of a code whose kind is known."""
        unit = self._units[code]
        assert unit is not None, "a unit that cannot be read has no kind"
        return unit

    def _extend(self, new: Iterable[Unit | None]) -> None:
        self._units += new
        units = [*self._units, None]
        self.scale = np.array([unit.scale if unit else np.nan for unit in units])
        self.kind = np.array([self.kinds[unit.dimension] if unit else NO_KIND for unit in units], np.int32)
        self.price_year = np.array([(unit and unit.price_year) or 0 for unit in units], np.int32)
        self.money = np.array([bool(unit and unit.dimension.of_money) for unit in units])
        self.yearless = self.money & (self.price_year == 0)


class LineUnits(NamedTuple):
    """Units and sources of lines, as three columns."""

    unit: NDArray[np.intp]
    """(line): code of the unit."""
    source: NDArray[np.intp]
    """(line): code of the source."""
    row: NDArray[np.intp]
    """(line): row of its product."""


Steps: TypeAlias = "tuple[tuple[Amount, int], ...]"
"""Bridges in order, each with its power: +1 to multiply, -1 to divide."""


@dataclass(slots=True, eq=False)
class Measured(Mapping[int, Steps]):
    """Conversions of lines to the units of their sources; as a mapping: line → its bridges, where it took any."""

    bridged: NDArray[np.intp]
    """Lines that took a bridge, or found none."""
    _stated: Stated
    priced: NDArray[np.intp] = field(default_factory=lambda: np.zeros(0, np.intp))
    """Lines in money without a price year whose source or bridges have one."""
    problems: list[tuple[int, str, str]] = field(default_factory=list)
    """Line, what is wrong with it, and what to do."""
    _groups: list[tuple[NDArray[np.intp], NDArray[np.intp], _Way]] = field(default_factory=list)
    """Lines, the rows of their products, and their common conversion."""
    _way_of: dict[int, tuple[_Way, int]] = field(default_factory=dict)

    def convert(
        self, quantity: NDArray[np.float64], lines: NDArray[np.intp], rows: NDArray[np.intp], way: _Way
    ) -> None:
        """Convert the quantities of some lines, whose products stand in `rows`, in place."""
        if way.problem is not None:
            self.problems += [(line, *way.problem) for line in lines.tolist()]
            return
        above, below = np.ones(len(lines)), np.ones(len(lines))
        for amount, power, name in way.steps:
            side = above if power > 0 else below
            side *= _in_root_units(self._stated, name, rows, amount.unit) if name else amount.si
        quantity[lines] *= above / below
        if way.priced:
            self.priced = np.union1d(self.priced, lines)
        self._groups.append((lines, rows, way))

    def __getitem__(self, line: int) -> Steps:
        way, row = self._ways[line]
        fields = {name for *_, name in way.steps} - {""}
        own = {name: amount for amount, name in _bridges_of_row(self._stated, row)} if fields else {}
        return tuple((own.get(name, amount), power) for amount, power, name in way.steps)

    def __iter__(self) -> Iterator[int]:
        return iter(self._ways)

    def __len__(self) -> int:
        return len(self._way_of) + sum(len(lines) for lines, _, _ in self._groups)

    @property
    def _ways(self) -> dict[int, tuple[_Way, int]]:
        """Conversion and product row by line; made at the first access."""
        while self._groups:
            lines, rows, way = self._groups.pop()
            self._way_of |= {
                line: (way, row) for line, row in zip(lines.tolist(), rows.tolist(), strict=True)
            }
        return self._way_of


Stated: TypeAlias = "Callable[[str, int], Amount | None]"
"""Field and row of a product → its declared unit or a bridge."""


class _Way(NamedTuple):
    """Conversion from a unit to a source: bridges with their powers and, for bridges of the line's product, their fields."""

    steps: tuple[tuple[Amount, int, str], ...] = ()
    priced: bool = False
    problem: tuple[str, str] | None = None


class BridgeFinder:
    """Finds conversions from units to sources, once for each distinct pair.

    The bridges needed depend on the units alone, so where those of the line's product are needed, they are searched once for
    each distinct set of their units. The multiplier of a line is the product of its bridges, in the order in which
    `co2label.units.bridge` multiplies them.
    """

    def __init__(self, units: UnitTable, sources: Sequence[EmissionSource]) -> None:
        self._units, self._sources = units, sources
        self._alone: dict[tuple[int, int], _Way | None] = {}

    def measure(
        self,
        quantity: NDArray[np.float64],
        lines: LineUnits,
        odd: NDArray[np.intp],
        price_year: NDArray[np.int32],
        stated: Stated,
    ) -> Measured:
        """Convert quantities from root units of their own dimension to that of their source, in place.

        Args:
            quantity: (line), in root units.
            lines: units and sources of all lines.
            odd: lines of another dimension than their source.
            price_year: (source): price year of its reference amount, or 0.
            stated: bridges and declared units of products.
        """
        measured = Measured(odd, stated)
        for same in _by_unit_and_source(lines, odd):
            pair = int(lines.unit[same[0]]), int(lines.source[same[0]])
            unit, source = self._units.unit(pair[0]), self._sources[pair[1]]
            if pair not in self._alone:
                self._alone[pair] = _way_or_problem(unit, source, stated)
            way = self._alone[pair]
            if way is not None:
                measured.convert(quantity, same, lines.row[same], way)
                continue
            for some in _by_bridge_units(same, lines.row, stated):
                own = _way_or_problem(unit, source, stated, int(lines.row[some[0]]))
                own = own or _Way(problem=(no_bridge_message(unit, source), ""))
                measured.convert(quantity, some, lines.row[some], own)
        measured.problems.sort()
        if price_year.any():
            line_year, source_year = self._units.price_year.take(lines.unit), price_year.take(lines.source)
            both = (line_year > 0) & (source_year > 0)
            for line in np.flatnonzero((line_year != source_year) & both).tolist():
                unit, source = self._units.unit(lines.unit[line]), self._sources[lines.source[line]]
                measured.problems.append((line, *price_years_problem(unit, source)))
            yearless = self._units.yearless.take(lines.unit) & (source_year > 0)
            measured.priced = np.union1d(measured.priced, np.flatnonzero(yearless))
        return measured


def in_source_units(
    quantity: NDArray[np.float64],
    lines: LineUnits,
    units: UnitTable,
    sources: Sequence[EmissionSource],
    stated: Stated,
) -> Measured:
    """Convert quantities in place, from root units of their own dimension to those of their source; of a product: declared units.

    Args:
        quantity: (line), in root units.
        lines: units and sources of the lines.
        units: all units.
        sources: all sources; lines of `NO_SOURCE` stay as they are.
        stated: bridges and declared units of products.
    """
    kind = units.kinds.of_sources(sources).take(lines.source)
    odd = np.flatnonzero((units.kind.take(lines.unit) != kind) & (kind != UNUSABLE))
    price_year = np.array([source.per.unit.price_year or 0 for source in sources], np.int32)
    measured = BridgeFinder(units, sources).measure(quantity, lines, odd, price_year, stated)
    declared = np.array([source.per.si if source.product >= 0 else 1.0 for source in sources])
    quantity /= declared.take(lines.source)
    return measured


def _by_bridge_units(
    lines: NDArray[np.intp], row: NDArray[np.intp], stated: Stated
) -> Iterator[NDArray[np.intp]]:
    """Group lines whose products state their bridges in the same units."""
    shapes: dict[tuple[str | None, ...], list[int]] = {}
    for line in lines.tolist():
        amounts = (stated(name, int(row[line])) for name in ("declared_unit", *BRIDGE_FIELDS))
        shape = tuple(None if amount is None else amount.unit.text for amount in amounts)
        shapes.setdefault(shape, []).append(line)
    return (np.array(some, np.intp) for some in shapes.values())


def _way_or_problem(
    unit: Unit, source: EmissionSource, stated: Stated, row: int | None = None
) -> _Way | None:
    """Return the conversion by the bridges of the source, and by those of the product of `row`; None where there is none."""
    try:
        return _way(unit, source, stated, row)
    except UnitError as error:
        return _Way(problem=(str(error), ""))


def _way(unit: Unit, source: EmissionSource, stated: Stated, row: int | None) -> _Way | None:
    """Return the conversion with the fewest bridges, or None; raises UnitError where a bridge cannot be stated."""
    if source.gas is not None:
        return None  # what a product weighs says nothing about its exhaust
    own = [] if row is None else list(_bridges_of_row(stated, row))
    bridges = [*_bridges_of_source(source, stated), *(amount for amount, _ in own)]
    path = bridge(unit.dimension, source.per.unit.dimension, bridges)
    if path is None:
        return None
    fields = {id(amount): name for amount, name in own}
    steps = tuple((amount, power, fields.get(id(amount), "")) for amount, power in path.steps)
    others = {source.per.unit.price_year, *(amount.unit.price_year for amount, _ in path.steps)} - {None}
    if len(others | ({unit.price_year} - {None})) > 1:
        return _Way(problem=price_years_problem(unit, source))
    return _Way(steps, priced=unit.dimension.of_money and unit.price_year is None and bool(others))


def _bridges_of_source(source: EmissionSource, stated: Stated) -> Iterable[Amount]:
    if source.factor is not None:
        return bridges_of(source.factor, source.per)
    return (amount for amount, _ in _bridges_of_row(stated, source.product))


def _in_root_units(stated: Stated, name: str, rows: NDArray[np.intp], unit: Unit) -> NDArray[np.float64]:
    """Return (line) bridges in root units, computed as `per` and `Amount.si` compute one."""
    amounts = [stated(name, row) for row in rows.tolist()]
    values = np.array([amount.value for amount in amounts if amount is not None])
    if not any(amount is not None and _is_ratio(amount) for amount in amounts[:1]):
        declared = [stated("declared_unit", row) for row in rows.tolist()]
        values /= np.array([amount.value for amount in declared if amount is not None])
    return values * unit.scale


def _by_unit_and_source(lines: LineUnits, some: NDArray[np.intp]) -> Iterable[NDArray[np.intp]]:
    """Group some lines by unit and source, in their order."""
    if not len(some):
        return ()
    key = lines.unit[some] * (int(lines.source.max()) + 1) + lines.source[some]
    order = np.argsort(key, kind="stable")
    return np.split(some[order], np.flatnonzero(np.diff(key[order])) + 1)


def _is_ratio(amount: Amount) -> bool:
    return "/" in amount.unit.text


def _bridges_of_row(stated: Stated, row: int) -> Iterator[tuple[Amount, str]]:
    """Yield the bridges of a product, each with its field; an amount counts per declared unit, if there is one.

    Raises:
        UnitError: one cannot be stated per declared unit.
    """
    declared = stated("declared_unit", row)
    for name in BRIDGE_FIELDS:
        amount = stated(name, row)
        if amount is not None and _is_ratio(amount):
            yield amount, name
        elif amount is not None and declared is not None:
            yield per(amount, declared), name


def bridges_of(noun: EmissionFactor | Product, base: Amount) -> tuple[Amount, ...]:
    """Return the bridges of a factor or product: a ratio as it is, an amount per `base`.

    Raises:
        UnitError: an amount per `base` has too many units.
    """
    given = (getattr(noun, name) for name in BRIDGE_FIELDS)
    return tuple(amount if _is_ratio(amount) else per(amount, base) for amount in given if amount is not None)


def selling_of(product: Product) -> Selling:
    """Return the units in which a till may sell a product: counts, and amounts that its bridges lead to.

    Raises:
        UnitError: as `bridges_of`.
    """
    return selling_by(product.declared_unit, bridges_of(product, product.declared_unit))


def no_bridge_message(unit: Unit, source: EmissionSource) -> str:
    """Return the message for a unit without a conversion to a source."""
    dimension, wanted = unit.dimension, source.per.unit.dimension
    message = f"an amount in {unit} ({dimension}) does not fit {source.name}, which is per {source.per.unit} ({wanted})"
    if source.gas is not None:
        return f"{message}; give the mass of the gas"
    field = _field(str(dimension), str(wanted))
    holder = "the used product" if source.product >= 0 else "the factor"
    add = f'{field} = "… {source.per.unit.text}/{unit.text}"'
    return f"{message}; use a unit of {wanted}, or say how the two relate with {add} in {holder} or in the product"


def _field(given: str, wanted: str) -> str:
    if {given, wanted} == {"mass", "volume"}:
        return "density"
    if CURRENCIES & {given, wanted}:
        return "price"
    return _FIELD_OF_KIND.get(wanted) or _FIELD_OF_KIND.get(given) or "mass"


def price_years_problem(unit: Unit, source: EmissionSource) -> tuple[str, str]:
    """Return what is wrong with an amount in prices of another year, and what to do."""
    what = f"prices of different years: the amount is in {unit}, {source.name} is per {source.per}"
    return what, "bring the amount to the prices of the factor's year first"


MASS = Dimension.of({"mass": 1})

VOLUME = Dimension.of({"length": 3})

CONTENT_FIELDS = ("mass", "density", "length", "area", "energy")
"""Bridges of a product or a factor that state physical content; `price` is the other one."""


def amount_held(unit: Amount, stated: Iterable[Amount | None], dimension: Dimension) -> float | None:
    """Return how much of a dimension an amount holds, in root units (kg, m3); None where that is not stated.

    Args:
        unit: the amount, such as a declared unit.
        stated: bridges, each a ratio, or an amount per `unit`.
        dimension: what is asked for, such as a mass.

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


def kg_held(unit: Amount, stated: Iterable[Amount | None]) -> float | None:
    """Return the mass in kg that an amount holds; None where that is not stated, or not per the amount."""
    try:
        return amount_held(unit, stated, MASS)
    except UnitError:
        return None

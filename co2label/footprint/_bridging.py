"""Amounts in the units of what they draw on: one multiplication a line, and a bridge where the kinds differ.

Whether kinds fit is checked for all lines at once, always. Bridges are tried in this order: those of the factor or of
the used product alone, then those of the product that the line stands in as well. `LineProblems` collects what is wrong with
lines; `amount_held` says how much mass, volume or energy an amount holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from co2label.errors import ComputeError, Problem, UnitError
from co2label.footprint._note import place_of
from co2label.model import BRIDGE_FIELDS
from co2label.units import CURRENCIES, Dimension, Selling, bridge, per, selling_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from co2label.footprint._source import EmissionSource
    from co2label.model import Activity, EmissionFactor, Product
    from co2label.units import Amount, Unit


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
        self._of_source: dict[int, str] = {}
        self._found: list[tuple[int, str, str]] = []

    def source_fails(self, source: int, what: str) -> None:
        """What a line draws on cannot be used; said once for every line that draws on it."""
        self._of_source[source] = what

    def of_sources(self, source: NDArray[np.intp]) -> None:
        """Find the lines of the sources that failed."""
        if self._of_source:
            for line in np.flatnonzero(np.isin(source, list(self._of_source))):
                self.add(int(line), self._of_source[int(source[line])])

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


_FIELD_OF_KIND = {"mass": "mass", "length": "length", "area": "area", "energy": "energy"}


class DimensionCodes:
    """Kinds of quantity as numbers."""

    def __init__(self) -> None:
        self._of: dict[Dimension, int] = {}

    def number(self, dimension: Dimension) -> int:
        """The number of a dimension."""
        return self._of.setdefault(dimension, len(self._of))


NO_KIND = -1
"""The kind of a unit that cannot be read, and of none."""


class UnitTable:
    """Distinct units as columns; the last entry, where -1 finds it, is for none.

    Attributes:
        scale: ratio to the root unit.
        kind: number of the dimension, or `NO_KIND`.
        price_year: year of the prices, or 0.
        money: whether it is money.
        yearless: whether it is money without the year of its prices.
    """

    def __init__(self, kinds: DimensionCodes, units: Iterable[Unit] = ()) -> None:
        self._kinds = kinds
        self._units: list[Unit | None] = []
        self._extend(units)

    def unit(self, code: int) -> Unit:
        """The unit of a number that has a kind."""
        unit = self._units[code]
        assert unit is not None, "a unit that cannot be read has no kind"
        return unit

    def _extend(self, new: Iterable[Unit | None]) -> None:
        self._units += new
        units = [*self._units, None]
        self.scale = np.array([unit.scale if unit else np.nan for unit in units])
        self.kind = np.array(
            [self._kinds.number(unit.dimension) if unit else NO_KIND for unit in units], np.int32
        )
        self.price_year = np.array([(unit and unit.price_year) or 0 for unit in units], np.int32)
        self.money = np.array([bool(unit and unit.dimension.of_money) for unit in units])
        self.yearless = self.money & (self.price_year == 0)


class LineUnits(NamedTuple):
    """What lines are measured by: three columns of numbers."""

    unit: NDArray[np.intp]
    source: NDArray[np.intp]
    row: NDArray[np.intp]
    """The product that a line stands in."""

    def of(self, lines: NDArray[np.intp]) -> LineUnits:
        """Those of some lines."""
        return LineUnits(*(column[lines] for column in self))


Steps: TypeAlias = "tuple[tuple[Amount, int], ...]"
"""Bridges on a way, each with its power: +1 multiplied by, -1 divided by."""


@dataclass(slots=True, eq=False)
class Measured(Mapping[int, Steps]):
    """How lines became amounts of what they draw on; as a mapping: line → its bridges, where it took any."""

    bridged: NDArray[np.intp]
    """Lines that took a bridge, or found none."""
    priced: NDArray[np.intp]
    """Lines in money without a price year, where the other side has one."""
    problems: list[tuple[int, str, str]]
    """Line, what is wrong with it, and what to do."""
    _groups: list[tuple[NDArray[np.intp], NDArray[np.intp], _Way]]
    """Lines, the rows of their products, and their way."""
    _stated: Stated
    _way_of: dict[int, tuple[_Way, int]] = field(default_factory=dict)

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
        """By line; found out when the first is asked for."""
        while self._groups:
            lines, rows, way = self._groups.pop()
            self._way_of |= {
                line: (way, row) for line, row in zip(lines.tolist(), rows.tolist(), strict=True)
            }
        return self._way_of


Stated: TypeAlias = "Callable[[str, int], Amount | None]"
"""Field and row → the declared unit, or a bridge, of a product."""


@dataclass(slots=True, eq=False)
class _Ways:
    """What was found for some lines, by their places."""

    multiplier: NDArray[np.float64]
    """(line): between root units."""
    priced: NDArray[np.bool_]
    """(line): whether its money has no price year where the other side has one."""
    problems: dict[int, tuple[str, str]] = field(default_factory=dict)
    """Line → why there is no way, and what to do."""
    taken: list[tuple[NDArray[np.intp], _Way]] = field(default_factory=list)
    """Lines that took a way, and that way."""


class _Way(NamedTuple):
    """Bridges from a unit to what is drawn on, each with its power and, of a product's own, the field it stands in."""

    steps: tuple[tuple[Amount, int, str], ...] = ()
    priced: bool = False
    problem: tuple[str, str] | None = None


class BridgeFinder:
    """Finds ways from units to what sources are per, once for each distinct pair.

    Which bridges lead there depends on the units alone, so where the product's own bridges are needed they are looked for
    once for each distinct set of their units. The multiplier of each line is the product of the amounts on that way, in the
    order in which `co2label.units.bridge` multiplies them.
    """

    def __init__(self, units: UnitTable, source_of: Callable[[int], EmissionSource]) -> None:
        """`source_of` gives the source of a number."""
        self._units, self._source_of = units, source_of
        self._alone: dict[tuple[int, int], _Way | None] = {}

    def measure(
        self,
        quantity: NDArray[np.float64],
        lines: LineUnits,
        odd: NDArray[np.intp],
        price_year: NDArray[np.int32],
        stated: Stated,
    ) -> Measured:
        """Bring quantities in root units of their own kind to the kind of what they draw on, in place.

        Args:
            quantity: (line).
            lines: what they are measured by.
            odd: lines of another kind than what they draw on.
            price_year: (source): of what it is per, or 0.
            stated: what products state.
        """
        ways = self._find(lines.of(odd), stated)
        quantity[odd] *= ways.multiplier
        problems = [(int(odd[place]), *problem) for place, problem in sorted(ways.problems.items())]
        priced = odd[ways.priced]
        if price_year.any():
            here, there = self._units.price_year.take(lines.unit), price_year.take(lines.source)
            for line in np.flatnonzero((here != there) & (here > 0) & (there > 0)).tolist():
                unit, source = (
                    self._units.unit(int(lines.unit[line])),
                    self._source_of(int(lines.source[line])),
                )
                problems.append((line, *price_years_problem(unit, source)))
            priced = np.union1d(priced, np.flatnonzero(self._units.yearless.take(lines.unit) & (there > 0)))
        groups = [(odd[some], lines.row[odd[some]], way) for some, way in ways.taken]
        return Measured(odd, priced, problems, groups, stated)

    def _find(self, lines: LineUnits, stated: Stated) -> _Ways:
        """The ways of some lines."""
        found = _Ways(np.ones(len(lines.unit)), np.zeros(len(lines.unit), np.bool_))
        for same in _by_unit_and_source(lines):
            pair = int(lines.unit[same[0]]), int(lines.source[same[0]])
            here, there = self._units.unit(pair[0]), self._source_of(pair[1])
            if pair not in self._alone:
                self._alone[pair] = _way_or_problem(here, there, stated)
            way = self._alone[pair]
            if way is not None:
                _take(found, same, way, lines.row[same], stated)
                continue
            for some in _by_bridge_units(same, lines.row, stated):
                own = _way_or_problem(here, there, stated, int(lines.row[some[0]]))
                own = own or _Way(problem=(no_bridge_message(here, there), ""))
                _take(found, some, own, lines.row[some], stated)
        return found


def _by_bridge_units(
    lines: NDArray[np.intp], row: NDArray[np.intp], stated: Stated
) -> Iterator[NDArray[np.intp]]:
    """Lines together whose products state their bridges in the same units."""
    shapes: dict[tuple[str | None, ...], list[int]] = {}
    for line in lines.tolist():
        amounts = (stated(name, int(row[line])) for name in ("declared_unit", *BRIDGE_FIELDS))
        shape = tuple(None if amount is None else amount.unit.text for amount in amounts)
        shapes.setdefault(shape, []).append(line)
    return (np.array(some, np.intp) for some in shapes.values())


def _way_or_problem(
    unit: Unit, source: EmissionSource, stated: Stated, row: int | None = None
) -> _Way | None:
    """The way by the source's own bridges, and by those of the product of a row too."""
    try:
        return _way(unit, source, stated, row)
    except UnitError as error:
        return _Way(problem=(str(error), ""))


def _way(unit: Unit, source: EmissionSource, stated: Stated, row: int | None) -> _Way | None:
    """The fewest bridges, or None. Raises UnitError where one cannot be stated."""
    if source.gas is not None:
        return None  # what a product weighs says nothing about its exhaust
    own = [] if row is None else list(_bridges_of_row(stated, row))
    bridges = [*_bridges_of_source(source, stated), *(amount for amount, _ in own)]
    found = bridge(unit.dimension, source.per.unit.dimension, bridges)
    if found is None:
        return None
    fields = {id(amount): name for amount, name in own}
    steps = tuple((amount, power, fields.get(id(amount), "")) for amount, power in found.steps)
    others = {source.per.unit.price_year, *(amount.unit.price_year for amount, _ in found.steps)} - {None}
    if len(others | ({unit.price_year} - {None})) > 1:
        return _Way(problem=price_years_problem(unit, source))
    return _Way(steps, priced=unit.dimension.of_money and unit.price_year is None and bool(others))


def _bridges_of_source(source: EmissionSource, stated: Stated) -> Iterable[Amount]:
    if source.factor is not None:
        return bridges_of(source.factor, source.per)
    return (amount for amount, _ in _bridges_of_row(stated, source.product))


def _take(found: _Ways, lines: NDArray[np.intp], way: _Way, rows: NDArray[np.intp], stated: Stated) -> None:
    if way.problem is not None:
        found.problems |= dict.fromkeys(lines.tolist(), way.problem)
        return
    above, below = np.ones(len(lines)), np.ones(len(lines))
    for amount, power, name in way.steps:
        side = above if power > 0 else below
        side *= _in_root_units(stated, name, rows, amount.unit) if name else amount.si
    found.multiplier[lines] = above / below
    found.priced[lines] = way.priced
    found.taken.append((lines, way))


def _in_root_units(stated: Stated, name: str, rows: NDArray[np.intp], unit: Unit) -> NDArray[np.float64]:
    """A bridge of many products in root units, as `per` and `Amount.si` make it of one."""
    amounts = [stated(name, row) for row in rows.tolist()]
    values = np.array([amount.value for amount in amounts if amount is not None])
    if not any(amount is not None and _is_ratio(amount) for amount in amounts[:1]):
        declared = [stated("declared_unit", row) for row in rows.tolist()]
        values /= np.array([amount.value for amount in declared if amount is not None])
    return values * unit.scale


def _by_unit_and_source(lines: LineUnits) -> Iterator[NDArray[np.intp]]:
    """Lines of one unit and one source together, in their order."""
    if not len(lines.unit):
        return iter(())
    key = lines.unit * (int(lines.source.max()) + 1) + lines.source
    order = np.argsort(key, kind="stable")
    cuts = np.flatnonzero(np.diff(key[order])) + 1
    return iter(np.split(order, cuts))


def _is_ratio(amount: Amount) -> bool:
    return "/" in amount.unit.text


def _bridges_of_row(stated: Stated, row: int) -> Iterator[tuple[Amount, str]]:
    """The bridges that a product states, each with its field; an amount is per declared unit, if there is one.

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
    """The bridges that a factor or product states: a ratio stands by itself, an amount is per `base`.

    Raises:
        UnitError: an amount per `base` has too many units.
    """
    given = (getattr(noun, name) for name in BRIDGE_FIELDS)
    return tuple(amount if _is_ratio(amount) else per(amount, base) for amount in given if amount is not None)


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
    if CURRENCIES & {here, there}:
        return "price"
    return _FIELD_OF_KIND.get(there) or _FIELD_OF_KIND.get(here) or "mass"


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

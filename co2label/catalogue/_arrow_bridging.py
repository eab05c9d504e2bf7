"""Products' own columns, and bridges between kinds of amounts for many lines at once.

Which bridges lead from a unit to what a source is per depends on the units alone, so they are looked for once for each
distinct pair of units, and, where the product's own bridges are needed, for each distinct set of their units. The multiplier
of each line is the product of the amounts on that way, in the order in which `co2label.units.bridge` multiplies them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from co2label.catalogue._arrow_codes import AmountCodes, TextCodes
from co2label.errors import UnitError, clip
from co2label.footprint._bridging import BRIDGE_FIELDS, bridges_of, no_bridge_message, price_years_problem
from co2label.model import BOUNDARIES, STAGES, stages_of, suggestion
from co2label.units import bridge, parse_amount, parse_ratio, per

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from co2label.catalogue._arrow import pa
    from co2label.catalogue._arrow_codes import AmountColumn, UnitCodes
    from co2label.catalogue._arrow_rows import BadCells, BatchRows
    from co2label.catalogue._arrow_sources import SourceCodes
    from co2label.footprint._source import EmissionSource
    from co2label.units import Amount, Unit


_YEARS = (1990, 2100)
"""As `Product.year`."""

_MISSING = "this field is required and is missing; add it"

ALL_STAGES = (1 << len(STAGES)) - 1
"""As bits."""


@dataclass(frozen=True, slots=True, eq=False)
class ProductHeaders:
    """Of the products of one batch; a column that the table does not have is None, or absent."""

    inside: NDArray[np.int32] | None
    """(row): the stages inside the boundary, as bits."""
    boundary: Sequence[str | None]
    year: NDArray[np.float64] | None
    """(row): NaN where none is stated."""
    amounts: Mapping[str, AmountColumn]
    """By "declared_unit" and the names of the bridges."""

    def of(self, name: str, row: int) -> Amount | None:
        """The declared unit or a bridge of a row."""
        column = self.amounts.get(name)
        return None if column is None else column[row]


class HeaderReader:
    """Reads the columns of products of a stream; each distinct text is looked at once."""

    def __init__(self) -> None:
        self._boundary = TextCodes()
        self._amounts = {
            "declared_unit": AmountCodes(parse_amount),
            **{name: AmountCodes(parse_ratio) for name in BRIDGE_FIELDS},
        }

    def read(self, rows: BatchRows, findings: BadCells) -> ProductHeaders:
        """What the products state; what is wrong with it goes to `findings`."""
        columns = rows.products
        inside, boundary = self._boundaries(columns.get("boundary"), findings)
        return ProductHeaders(
            inside,
            boundary,
            _years(columns.get("year"), findings),
            {
                name: self._read(name, columns[name], findings)
                for name in self._amounts
                if name in columns and (name == "declared_unit" or columns[name].null_count < len(rows))
            },
        )

    def _boundaries(
        self, column: pa.Array | None, findings: BadCells
    ) -> tuple[NDArray[np.int32] | None, Sequence[str | None]]:
        if column is None:
            return None, ()
        codes = self._boundary.codes(column)
        words = [*self._boundary.words, None]
        known = np.array([word in BOUNDARIES for word in words])
        for row in np.flatnonzero(~known[codes]).tolist():
            word = words[codes[row]]
            hint = suggestion(word, BOUNDARIES) if word else ""
            wanted = f"expected one of {', '.join(BOUNDARIES)}, got {clip(word)}"
            findings.row(
                row, "boundary", word, _MISSING if word is None else f"{wanted}; {hint}".rstrip("; ")
            )
        bits = [
            sum(1 << STAGES.index(stage) for stage in stages_of(word)) if word in BOUNDARIES else ALL_STAGES
            for word in words
        ]
        return np.array(bits, np.int32)[codes], [words[code] for code in codes]

    def _read(self, name: str, column: pa.Array, findings: BadCells) -> AmountColumn:
        read = self._amounts[name].of(column)
        if name == "declared_unit":
            for row in np.flatnonzero(read.codes < 0).tolist():
                findings.row(row, name, None, _MISSING)
        for row, reason in read.unreadable():
            findings.row(row, name, column[row].as_py(), reason)
        return read


def _years(column: pa.Array | None, findings: BadCells) -> NDArray[np.float64] | None:
    """Whole numbers; an empty cell is no year."""
    if column is None or column.null_count == len(column):
        return None
    first, last = _YEARS
    found = np.array([_year(value) for value in column.to_pylist()])
    for row in np.flatnonzero(np.isinf(found)).tolist():
        reason = f"expected a year from {first} to {last}"
        findings.row(row, "year", column[row].as_py(), reason)
    return found


def _year(value: object) -> float:
    """The year; NaN for none, infinite for what is no year."""
    if value is None or value != value:  # noqa: PLR0124 - NaN: an empty cell of pandas
        return np.nan
    try:
        year = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return np.inf
    first, last = _YEARS
    return year if year == int(year) and first <= year <= last else np.inf


@dataclass(slots=True, eq=False)
class BridgedLines:
    """How lines become amounts of what they draw on."""

    multiplier: NDArray[np.float64]
    """(line): between root units."""
    priced: NDArray[np.bool_]
    """(line): whether its money has no price year where the other side has one."""
    problems: dict[int, str] = field(default_factory=dict)
    """Line → why there is no way."""


class _Way(NamedTuple):
    """The bridges from a unit to what is drawn on, each with its power and, of a product's own, the field it stands in."""

    steps: tuple[tuple[Amount, int, str], ...] = ()
    priced: bool = False
    problem: str = ""


class BridgeFinder:
    """Finds ways for the lines of a stream and remembers those that need no product."""

    def __init__(self) -> None:
        self._alone: dict[tuple[int, int], _Way | None] = {}

    def of(  # noqa: PLR0913, PLR0917 - what a line is
        self,
        unit: NDArray[np.intp],
        emitter: NDArray[np.intp],
        row: NDArray[np.intp],
        units: UnitCodes,
        emitters: SourceCodes,
        stated: ProductHeaders,
    ) -> BridgedLines:
        """The ways of some lines, by the numbers of their units and emitters and the rows of their products."""
        found = BridgedLines(np.ones(len(unit)), np.zeros(len(unit), np.bool_))
        for lines in _by_unit_and_source(unit, emitter):
            pair = int(unit[lines[0]]), int(emitter[lines[0]])
            here, there = units.unit(pair[0]), emitters.source(pair[1])
            if pair not in self._alone:
                self._alone[pair] = _way_or_problem(here, there, [])
            way = self._alone[pair]
            if way is not None:
                _multiply(found, lines, way, row[lines], stated)
                continue
            for some in _by_bridge_units(lines, row, stated):
                own = _way_of_product(here, there, stated, int(row[some[0]]))
                _multiply(found, some, own, row[some], stated)
        return found


def _by_unit_and_source(unit: NDArray[np.intp], emitter: NDArray[np.intp]) -> Iterator[NDArray[np.intp]]:
    """Lines of one unit and one emitter together, in their order."""
    key = unit * (int(emitter.max(initial=0)) + 1) + emitter
    order = np.argsort(key, kind="stable")
    cuts = np.flatnonzero(np.diff(key[order])) + 1
    return iter(np.split(order, cuts))


def _by_bridge_units(
    lines: NDArray[np.intp], row: NDArray[np.intp], stated: ProductHeaders
) -> Iterator[NDArray[np.intp]]:
    """Lines together whose products state their bridges in the same units."""
    shapes: dict[tuple[str | None, ...], list[int]] = {}
    for line in lines.tolist():
        amounts = (stated.of(name, int(row[line])) for name in ("declared_unit", *BRIDGE_FIELDS))
        shape = tuple(None if amount is None else amount.unit.text for amount in amounts)
        shapes.setdefault(shape, []).append(line)
    return (np.array(some, np.intp) for some in shapes.values())


def _way_of_product(unit: Unit, source: EmissionSource, stated: ProductHeaders, row: int) -> _Way:
    """The way with the bridges of a product; where there is none, the reason."""
    way = _way_or_problem(unit, source, own_bridges(lambda name: stated.of(name, row)))
    return _Way(problem=no_bridge_message(unit, source)) if way is None else way


def _way_or_problem(unit: Unit, source: EmissionSource, own: Iterable[tuple[Amount, str]]) -> _Way | None:
    try:
        return _way(unit, source, list(own))
    except UnitError as error:
        return _Way(problem=str(error))


def own_bridges(stated: Callable[[str], Amount | None]) -> Iterator[tuple[Amount, str]]:
    """The bridges that a product states, each with its field; an amount is per declared unit, if there is one.

    Raises:
        UnitError: one cannot be stated per declared unit.
    """
    declared = stated("declared_unit")
    for name in BRIDGE_FIELDS:
        amount = stated(name)
        if amount is not None and _is_ratio(amount):
            yield amount, name
        elif amount is not None and declared is not None:
            yield per(amount, declared), name


def _is_ratio(amount: Amount) -> bool:
    return "/" in amount.unit.text


def _way(unit: Unit, source: EmissionSource, own: Sequence[tuple[Amount, str]]) -> _Way | None:
    """The fewest bridges, or None. Raises UnitError where one cannot be stated."""
    if source.factor is None:
        return None  # what a product weighs says nothing about its exhaust
    bridges = [*bridges_of(source.factor, source.per), *(amount for amount, _ in own)]
    found = bridge(unit.dimension, source.per.unit.dimension, bridges)
    if found is None:
        return None
    fields = {id(amount): name for amount, name in own}
    steps = tuple((amount, power, fields.get(id(amount), "")) for amount, power in found.steps)
    others = {source.per.unit.price_year, *(amount.unit.price_year for amount, _ in found.steps)} - {None}
    if len(others | ({unit.price_year} - {None})) > 1:
        return _Way(problem="; ".join(price_years_problem(unit, source)))
    return _Way(steps, priced=unit.price_year is None and bool(others))


def _multiply(
    found: BridgedLines, lines: NDArray[np.intp], way: _Way, rows: NDArray[np.intp], stated: ProductHeaders
) -> None:
    if way.problem:
        found.problems |= dict.fromkeys(lines.tolist(), way.problem)
        return
    above, below = np.ones(len(lines)), np.ones(len(lines))
    for amount, power, name in way.steps:
        side = above if power > 0 else below
        side *= _in_root_units(stated, name, rows, amount.unit) if name else amount.si
    found.multiplier[lines] = above / below
    found.priced[lines] = way.priced


def _in_root_units(
    stated: ProductHeaders, name: str, rows: NDArray[np.intp], unit: Unit
) -> NDArray[np.float64]:
    """A bridge of many products in root units, as `per` and `Amount.si` make it of one."""
    amounts = [stated.amounts[name][row] for row in rows.tolist()]
    values = np.array([amount.value for amount in amounts if amount is not None])
    if not any(amount is not None and _is_ratio(amount) for amount in amounts[:1]):
        declared = [stated.of("declared_unit", row) for row in rows.tolist()]
        values /= np.array([amount.value for amount in declared if amount is not None])
    return values * unit.scale

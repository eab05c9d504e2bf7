"""Bridges between kinds, for many lines at once.

Which way leads from a unit to what is drawn on depends on the units alone, so it is looked for once for each distinct pair
of them, and, where the product's own bridges are needed, for each distinct set of their units. The multiplier of each line
is then the product of the amounts on that way, in the order in which `co2label.units.bridge` multiplies them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from co2label.errors import UnitError
from co2label.footprint.quantities import BRIDGES, bridges_of, no_bridge, years_clash
from co2label.units import bridge, per

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from co2label.catalogue.batches.emitters import Emitters
    from co2label.catalogue.batches.stated import Stated
    from co2label.catalogue.batches.units import Units
    from co2label.footprint.emitter import Emitter
    from co2label.units import Amount, Unit

__all__ = ["Bridged", "Bridges", "own_bridges"]


@dataclass(slots=True, eq=False)
class Bridged:
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


class Bridges:
    """Finds ways for the lines of a stream and remembers those that need no product."""

    def __init__(self) -> None:
        self._alone: dict[tuple[int, int], _Way | None] = {}

    def of(  # noqa: PLR0913, PLR0917 - what a line is
        self,
        unit: NDArray[np.intp],
        emitter: NDArray[np.intp],
        row: NDArray[np.intp],
        units: Units,
        emitters: Emitters,
        stated: Stated,
    ) -> Bridged:
        """The ways of some lines, by the numbers of their units and emitters and the rows of their products."""
        found = Bridged(np.ones(len(unit)), np.zeros(len(unit), np.bool_))
        for lines in _alike(unit, emitter):
            pair = int(unit[lines[0]]), int(emitter[lines[0]])
            here, there = units.unit(pair[0]), emitters.source(pair[1])
            if pair not in self._alone:
                self._alone[pair] = _tried(here, there, [])
            way = self._alone[pair]
            if way is not None:
                _take(found, lines, way, row[lines], stated)
                continue
            for some in _of_one_shape(lines, row, stated):
                own = _within(here, there, stated, int(row[some[0]]))
                _take(found, some, own, row[some], stated)
        return found


def _alike(unit: NDArray[np.intp], emitter: NDArray[np.intp]) -> Iterator[NDArray[np.intp]]:
    """Lines of one unit and one emitter together, in their order."""
    key = unit * (int(emitter.max(initial=0)) + 1) + emitter
    order = np.argsort(key, kind="stable")
    cuts = np.flatnonzero(np.diff(key[order])) + 1
    return iter(np.split(order, cuts))


def _of_one_shape(
    lines: NDArray[np.intp], row: NDArray[np.intp], stated: Stated
) -> Iterator[NDArray[np.intp]]:
    """Lines together whose products state their bridges in the same units."""
    shapes: dict[tuple[str | None, ...], list[int]] = {}
    for line in lines.tolist():
        amounts = (stated.of(name, int(row[line])) for name in ("declared_unit", *BRIDGES))
        shape = tuple(None if amount is None else amount.unit.text for amount in amounts)
        shapes.setdefault(shape, []).append(line)
    return (np.array(some, np.intp) for some in shapes.values())


def _within(unit: Unit, source: Emitter, stated: Stated, row: int) -> _Way:
    """The way with the bridges of a product; where there is none, the reason."""
    way = _tried(unit, source, own_bridges(lambda name: stated.of(name, row)))
    return _Way(problem=no_bridge(unit, source)) if way is None else way


def _tried(unit: Unit, source: Emitter, own: Iterable[tuple[Amount, str]]) -> _Way | None:
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
    for name in BRIDGES:
        amount = stated(name)
        if amount is not None and _is_ratio(amount):
            yield amount, name
        elif amount is not None and declared is not None:
            yield per(amount, declared), name


def _is_ratio(amount: Amount) -> bool:
    return "/" in amount.unit.text


def _way(unit: Unit, source: Emitter, own: Sequence[tuple[Amount, str]]) -> _Way | None:
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
        return _Way(problem="; ".join(years_clash(unit, source)))
    return _Way(steps, priced=unit.price_year is None and bool(others))


def _take(found: Bridged, lines: NDArray[np.intp], way: _Way, rows: NDArray[np.intp], stated: Stated) -> None:
    if way.problem:
        found.problems |= dict.fromkeys(lines.tolist(), way.problem)
        return
    above, below = np.ones(len(lines)), np.ones(len(lines))
    for amount, power, name in way.steps:
        side = above if power > 0 else below
        side *= _of_rows(stated, name, rows, amount.unit) if name else amount.si
    found.multiplier[lines] = above / below
    found.priced[lines] = way.priced


def _of_rows(stated: Stated, name: str, rows: NDArray[np.intp], unit: Unit) -> NDArray[np.float64]:
    """A bridge of many products in root units, as `per` and `Amount.si` make it of one."""
    amounts = [stated.amounts[name][row] for row in rows.tolist()]
    values = np.array([amount.value for amount in amounts if amount is not None])
    if not any(amount is not None and _is_ratio(amount) for amount in amounts[:1]):
        declared = [stated.of("declared_unit", row) for row in rows.tolist()]
        values /= np.array([amount.value for amount in declared if amount is not None])
    return values * unit.scale

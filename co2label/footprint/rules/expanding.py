"""From products as written to lines that can be computed: every rule is applied here, once, before the columns.

A product without any rule keeps its own activities and costs nothing; only products that say so (`Product.ruled`)
are looked at. What stands for an activity remembers it: messages give its place, `explain` its name above the parts.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from co2label.errors import Co2LabelError, ComputeError, Problem
from co2label.footprint.note import place_of
from co2label.footprint.rules.cut_off import cut_off_note, scaled_up
from co2label.footprint.rules.expansion import SEPARATOR, Expansion
from co2label.footprint.rules.losses import with_loss
from co2label.footprint.rules.own_stages import on_own_stages
from co2label.footprint.rules.registry import RULES
from co2label.footprint.rules.sharing import shared
from co2label.model import STAGES, SharedActivity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from co2label.factors import FactorLibrary
    from co2label.footprint.note import Note
    from co2label.model import Activity, Product

__all__ = ["Group", "Written", "written_out"]


class Group(NamedTuple):
    """The activity that a line is a part of."""

    name: str
    part: str
    working: str


@dataclass(slots=True, eq=False)
class Written:
    """All lines of all products, rules applied; the mappings hold the lines (products) that a rule touched only."""

    lines: list[Activity] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    """Lines of each product."""
    places: dict[int, tuple[int, str]] = field(default_factory=dict)
    """Line → the place and the name of the activity as written, in products with a rule."""
    groups: dict[int, Group] = field(default_factory=dict)
    """Line → the activity that it is a part of."""
    first_of: dict[int, int] = field(default_factory=dict)
    """Line → the first line of the same activity: their amounts are one number, so they are uncertain together."""
    notes: dict[int, tuple[Note, ...]] = field(default_factory=dict)
    """Row of a product → what its rules say."""
    problems: list[Problem] = field(default_factory=list)


def written_out(products: Sequence[Product], factors: FactorLibrary, *, numbered: bool) -> Written:
    """The lines of all products, in order.

    Raises:
        ComputeError: every activity whose rule cannot be applied.
    """
    if not any(map(attrgetter("ruled"), products)):
        return Written(
            list(chain.from_iterable(map(attrgetter("activities"), products))),
            [len(product.activities) for product in products],
        )
    written = Written()
    for row, product in enumerate(products):
        before = len(written.lines)
        if product.ruled:
            _apply(written, product, row, factors, numbered=numbered)
        else:
            written.lines += product.activities
        written.counts.append(len(written.lines) - before)
    if written.problems:
        raise ComputeError(written.problems)
    return written


def _apply(written: Written, product: Product, row: int, factors: FactorLibrary, *, numbered: bool) -> None:
    first = len(written.lines)
    notes: list[Note] = []
    for place, line in enumerate(product.activities):
        try:
            expansion = _expanded(line, product, factors)
        except Co2LabelError as error:
            where = place_of(product, row, place, line.name, numbered=numbered)
            written.problems += _problems(error, where)
            continue
        notes += [replace(note, where=(line.name, *note.where)) for note in expansion.notes]
        number = len(written.lines)
        for part in _uncertain_as(line, expansion.lines):
            written.first_of[len(written.lines)] = number
            _add(written, part, place, line.name, expansion.working or line.amount.text)
    if product.cut_off is not None:
        notes.append(cut_off_note(product.cut_off))
        _scale_up(written, product, first)
    written.notes[row] = tuple(notes)


def _expanded(line: Activity, product: Product, factors: FactorLibrary) -> Expansion:
    expansion = _by_rule(line, product, factors)
    return shared(line, expansion) if isinstance(line, SharedActivity) else expansion


def _by_rule(line: Activity, product: Product, factors: FactorLibrary) -> Expansion:
    """Losses first: every rule starts from what is really taken in."""
    taken = with_loss(line)
    for name, rule in RULES.items():
        if getattr(taken, name, None) is not None:
            return rule(taken, product, factors)
    if taken.stages is not None and taken.factor is not None:
        return on_own_stages(taken, product, factors)
    return Expansion((taken,))


def _uncertain_as(line: Activity, parts: Sequence[Activity]) -> Sequence[Activity]:
    """The parts with the uncertainty of the amount that they are proportional to, as a share of it."""
    stated = line.uncertainty
    fixed = line.electricity is not None and not line.electricity.proportional
    if stated is None or fixed or not stated.stated or parts == (line,):
        return parts
    relative = [stated.as_of(line.amount.value, part.amount.value) for part in parts]
    return [part.model_copy(update={"uncertainty": own}) for part, own in zip(parts, relative, strict=True)]


def _add(written: Written, part: Activity, place: int, name: str, working: str) -> None:
    number = len(written.lines)
    written.places[number] = (place, name)
    if part.name != name:
        written.groups[number] = Group(name, part.name.removeprefix(f"{name}{SEPARATOR}"), working)
    written.lines.append(part)


def _scale_up(written: Written, product: Product, first: int) -> None:
    """Stage by stage, so that `explain` shows one row for each."""
    known = range(first, len(written.lines))
    for number in sorted(known, key=lambda line: STAGES.index(written.lines[line].stage)):
        made = scaled_up(written.lines[number], product)
        if made is not None:
            line, group, working = made
            place, _ = written.places[number]
            written.places[len(written.lines)] = (place, product.activities[place].name)
            written.first_of[len(written.lines)] = written.first_of[number]
            written.groups[len(written.lines)] = Group(group, line.name, working)
            written.lines.append(line)


def _problems(error: Co2LabelError, where: str) -> list[Problem]:
    inner: Sequence[Problem] = getattr(error, "problems", ())
    return [problem.under(where) for problem in inner] or [Problem(where, str(error))]

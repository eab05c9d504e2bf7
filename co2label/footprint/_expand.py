"""Expand products into lines that can be computed: rules and parts of products are applied here, once.

Products without rules keep their activities; only those with `Product.has_rules` are expanded. An expanded line refers to its
activity: messages give its place, `explain` its name above the parts.

With `through = "production"` a line takes the stages of the used product up to that one, all booked in its own stage; with
`stages = "own"` it takes them in the stages that they have there, as far as they lie inside the boundary. For the engine such
a part is one product more, behind the given ones: those lines of the used product that stand in these stages, rules applied,
under a name that no document can give. So parts of parts, loops and sums need no rule of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import accumulate, chain
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from co2label.errors import Co2LabelError, ComputeError, Problem, clip
from co2label.footprint import _electricity, _rules
from co2label.footprint._note import Group, OmittedStages, ProductPart, place_of
from co2label.footprint._rules import (
    SEPARATOR,
    Expansion,
    cut_off_note,
    expand_own_stages,
    scale_up,
    share_of_process,
    with_loss,
)
from co2label.model import STAGES, SharedActivity, stages_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from co2label.factors import FactorLibrary
    from co2label.footprint._note import Note
    from co2label.model import Activity, Product, Stage


RULES: Mapping[str, Callable[[Activity, Product, FactorLibrary], Expansion]] = {
    "electricity": _electricity.expand_electricity,
    "legs": _rules.expand_legs,
    "recycling": _rules.expand_recycling,
    "routes": _rules.expand_routes,
}
"""Field of an activity → the rule that expands it."""


@dataclass(slots=True, eq=False)
class ExpandedLines:
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


def expand_rules(products: Sequence[Product], factors: FactorLibrary, *, numbered: bool) -> ExpandedLines:
    """The lines of all products, in order.

    Raises:
        ComputeError: every activity whose rule cannot be applied.
    """
    if not any(map(attrgetter("has_rules"), products)):
        return ExpandedLines(
            list(chain.from_iterable(map(attrgetter("activities"), products))),
            [len(product.activities) for product in products],
        )
    written = ExpandedLines()
    for row, product in enumerate(products):
        before = len(written.lines)
        if product.has_rules:
            _apply(written, product, row, factors, numbered=numbered)
        else:
            written.lines += product.activities
        written.counts.append(len(written.lines) - before)
    if written.problems:
        raise ComputeError(written.problems)
    return written


def _apply(
    written: ExpandedLines, product: Product, row: int, factors: FactorLibrary, *, numbered: bool
) -> None:
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
    return share_of_process(line, expansion) if isinstance(line, SharedActivity) else expansion


def _by_rule(line: Activity, product: Product, factors: FactorLibrary) -> Expansion:
    """Losses first: every rule starts from what is really taken in."""
    taken = with_loss(line)
    for name, rule in RULES.items():
        if getattr(taken, name, None) is not None:
            return rule(taken, product, factors)
    if taken.stages is not None and taken.factor is not None:
        return expand_own_stages(taken, product, factors)
    return Expansion((taken,))


def _uncertain_as(line: Activity, parts: Sequence[Activity]) -> Sequence[Activity]:
    """The parts with the uncertainty of the amount that they are proportional to, as a share of it."""
    stated = line.uncertainty
    fixed = line.electricity is not None and not line.electricity.proportional
    if stated is None or fixed or not stated.stated or parts == (line,):
        return parts
    relative = [stated.as_of(line.amount.value, part.amount.value) for part in parts]
    return [part.model_copy(update={"uncertainty": own}) for part, own in zip(parts, relative, strict=True)]


def _add(written: ExpandedLines, part: Activity, place: int, name: str, working: str) -> None:
    number = len(written.lines)
    written.places[number] = (place, name)
    if part.name != name:
        written.groups[number] = Group(name, part.name.removeprefix(f"{name}{SEPARATOR}"), working)
    written.lines.append(part)


def _scale_up(written: ExpandedLines, product: Product, first: int) -> None:
    """Stage by stage, so that `explain` shows one row for each."""
    known = range(first, len(written.lines))
    for number in sorted(known, key=lambda line: STAGES.index(written.lines[line].stage)):
        made = scale_up(written.lines[number], product)
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


@dataclass(slots=True, eq=False)
class CutProducts:
    """What parts add to a calculation."""

    products: list[Product]
    """The given products, then one for each part."""
    parts: dict[int, ProductPart] = field(default_factory=dict)
    """By row."""
    twins: dict[int, int] = field(default_factory=dict)
    """Line of a part → the same line of its product."""
    left: dict[int, OmittedStages] = field(default_factory=dict)
    """By line: the first that stands for the activity."""


def cut_products(written: ExpandedLines, products: Sequence[Product], *, numbered: bool) -> CutProducts:
    """Put lines in the place of those that take a part of a product, and append the parts.

    Raises:
        ComputeError: every line that names a stage which the used product does not have, or that has nothing left.
    """
    made = CutProducts(list(products))
    if written.places and any(map(_is_cut, written.lines)):
        _Cutter(written, made, numbered=numbered).run()
    return made


def _is_cut(line: Activity) -> bool:
    return line.product is not None and (line.through is not None or line.stages is not None)


class _Entry(NamedTuple):
    """A line, with its place and group in its product."""

    line: Activity
    place: tuple[int, str] | None
    group: Group | None
    first: int | None
    """Place of the first line of the same activity."""
    left: OmittedStages | None = None


class _Cutter:
    """Rewrites the lines of one calculation that take parts of products."""

    def __init__(self, written: ExpandedLines, made: CutProducts, *, numbered: bool) -> None:
        self._written, self._made, self._numbered = written, made, numbered
        self._given = tuple(made.products)
        self._rows = {product.id: row for row, product in enumerate(self._given)}
        self._before = _entries_of(written)
        self._present = self._stages_present()
        self._row_of: dict[ProductPart, int] = {}
        self._problems: list[Problem] = []

    def run(self) -> None:
        """Rewrite the products, then append the parts, which are made of rewritten lines."""
        entries = [self._rewritten(row, each) for row, each in enumerate(self._before)]
        if self._problems:
            raise ComputeError(self._problems)
        starts = list(accumulate(map(len, entries), initial=0))
        for part, row in self._row_of.items():
            whole = entries[part.whole]
            places = [place for place, entry in enumerate(whole) if entry.line.stage in part.stages]
            new: dict[int | None, int | None] = {}
            for number, place in enumerate(places):
                new.setdefault(whole[place].first, number)
            new[None] = None
            entries.append(
                [whole[place]._replace(first=new[whole[place].first], left=None) for place in places]
            )
            self._made.twins |= {
                starts[row] + number: starts[part.whole] + place for number, place in enumerate(places)
            }
            starts.append(starts[row] + len(places))
            self._append(part, row, entries[row])
        self._write(entries)

    def _stages_present(self) -> list[set[Stage]]:
        """The stages that each product has lines in, also through stages that it keeps of others, in loops too."""
        present = [{entry.line.stage for entry in each if not _is_cut(entry.line)} for each in self._before]
        cuts = [
            (row, entry.line)
            for row, each in enumerate(self._before)
            for entry in each
            if _is_cut(entry.line)
        ]
        changed = True
        while changed:
            changed = False
            for row, line in cuts:
                taken = (
                    set(_taken(line)) & present[self._rows[str(line.product)]]
                    if line.product in self._rows
                    else set()
                )
                if line.stages is None:
                    taken = {line.stage} if taken else taken
                more = (taken & set(stages_of(self._given[row].boundary))) - present[row]
                present[row] |= more
                changed = changed or bool(more)
        return present

    def _rewritten(self, row: int, entries: Sequence[_Entry]) -> list[_Entry]:
        new: dict[int | None, int | None] = {None: None}
        made: list[_Entry] = []
        for place, entry in enumerate(entries):
            new[place] = len(made)
            first = new[entry.first]
            cut = _is_cut(entry.line) and entry.line.product in self._rows
            made += [one._replace(first=first) for one in (self._cut(row, entry) if cut else [_plain(entry)])]
        return made

    def _cut(self, row: int, entry: _Entry) -> list[_Entry]:
        """The lines that take the parts."""
        line = entry.line
        used = self._rows[str(line.product)]
        product, taken = self._given[used], [stage for stage in _taken(line) if stage in self._present[used]]
        own = stages_of(product.boundary)
        if line.through is not None and line.through not in own:
            what = f"product {clip(product.id)} has no stage {clip(line.through)}"
            return self._refuse(row, entry, what, f"its stages are {', '.join(own)}")
        if line.stages is None:
            if not taken:
                return self._refuse(
                    row, entry, f"product {clip(product.id)} has nothing up to {line.through}", ""
                )
            return [_plain(entry, self._name(ProductPart(used, tuple(taken))))]
        inside = [stage for stage in taken if stage in stages_of(self._given[row].boundary)]
        if not inside:
            what = f"product {clip(product.id)} has nothing inside the boundary {self._given[row].boundary!r}"
            return self._refuse(row, entry, what, "")
        made = [_in_stage(entry, stage, self._name(ProductPart(used, (stage,)))) for stage in inside]
        outside = tuple(stage for stage in taken if stage not in inside)
        return [made[0]._replace(left=OmittedStages(used, outside) if outside else None), *made[1:]]

    def _refuse(self, row: int, entry: _Entry, what: str, todo: str) -> list[_Entry]:
        place, name = entry.place or (0, entry.line.name)
        where = place_of(self._given[row], row, place, name, numbered=self._numbered)
        self._problems.append(Problem(where, what, todo or "remove `through` or `stages`"))
        return [_plain(entry)]

    def _name(self, part: ProductPart) -> str:
        """The id of a part, which stands behind all products."""
        self._row_of.setdefault(part, len(self._given) + len(self._row_of))
        return _id_of(self._given[part.whole], part.stages)

    def _append(self, part: ProductPart, row: int, entries: Sequence[_Entry]) -> None:
        whole = self._given[part.whole]
        self._made.products.append(whole.model_copy(update={"id": _id_of(whole, part.stages)}))
        self._made.parts[row] = part
        names = {entry.place[1] if entry.place else entry.line.name for entry in entries}
        notes = self._written.notes.get(part.whole, ())
        self._written.notes[row] = tuple(note for note in notes if not note.where or note.where[0] in names)

    def _write(self, entries: Sequence[Sequence[_Entry]]) -> None:
        written, start = self._written, 0
        written.lines, written.counts = [], []
        written.places, written.groups, written.first_of = {}, {}, {}
        for each in entries:
            for number, entry in enumerate(each, start):
                written.lines.append(entry.line)
                if entry.place is not None:
                    written.places[number] = entry.place
                if entry.group is not None:
                    written.groups[number] = entry.group
                if entry.first is not None:
                    written.first_of[number] = start + entry.first
                if entry.left is not None:
                    self._made.left[number] = entry.left
            written.counts.append(len(each))
            start += len(each)


def _entries_of(written: ExpandedLines) -> list[list[_Entry]]:
    """By product."""
    found, start = [], 0
    for count in written.counts:
        numbers = range(start, start + count)
        firsts = [written.first_of.get(number) for number in numbers]
        found.append(
            [
                _Entry(
                    written.lines[number],
                    written.places.get(number),
                    written.groups.get(number),
                    None if first is None else first - start,
                )
                for number, first in zip(numbers, firsts, strict=True)
            ]
        )
        start += count
    return found


def _taken(line: Activity) -> Iterable[Stage]:
    """The stages that a line wants of the product that it uses."""
    through = line.through if line.through in STAGES else None
    return STAGES if through is None else STAGES[: STAGES.index(through) + 1]


def _plain(entry: _Entry, product: str | None = None) -> _Entry:
    """The line as it is, or drawing on a part."""
    if not _is_cut(entry.line):
        return entry
    update = {"product": product or entry.line.product, "through": None, "stages": None}
    return entry._replace(line=entry.line.model_copy(update=update))


def _in_stage(entry: _Entry, stage: Stage, product: str) -> _Entry:
    line, group = entry.line, entry.group
    name = line.name if group is None else group.name
    part = stage if group is None else f"{group.part}{SEPARATOR}{stage}"
    working = f"{line.amount.text} by stage" if group is None else group.working
    update = {"name": f"{line.name}{SEPARATOR}{stage}", "stage": stage, "product": product}
    drawn = line.model_copy(update={**update, "through": None, "stages": None})
    return entry._replace(line=drawn, group=Group(name, part, working))


def _id_of(product: Product, stages: Sequence[Stage]) -> str:
    """With a space, so no product of a document has it."""
    return f"{product.id} ({stages[0] if len(stages) == 1 else f'{stages[0]} to {stages[-1]}'})"

"""Expand products into lines that can be computed: the rules of activities, and what they take of other products.

Products without rules keep their activities; only those with `Product.has_rules` are expanded. An expanded line refers to its
activity: messages give its place, `explain` its name above the parts.

With `through = "production"` a line takes the stages of the used product up to that one, all booked in its own stage; with
`stages = "own"` it takes them in the stages that they have there, as far as they lie inside the boundary: one line for each.
Here it is said which part a line takes; `with_parts` adds the parts to the coded lines.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import chain
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
    from collections.abc import Callable, Iterator, Mapping, Sequence

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


class ExpandedLine(NamedTuple):
    """A line of a product with rules."""

    line: Activity
    place: int
    """Index of its activity in the product."""
    group: Group | None = None
    """The activity, where the line is a part of it."""
    part: ProductPart | None = None
    """The part of the used product that it takes, where that is not the whole."""
    omitted: OmittedStages | None = None
    """Stages of the used product that the activity leaves out."""


@dataclass(slots=True, eq=False)
class ExpandedProducts:
    """All lines of all products, rules applied; the mappings hold lines and rows of products with rules only."""

    lines: list[Activity] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    """Lines of each product."""
    places: dict[int, int] = field(default_factory=dict)
    """Line → index of its activity in `Product.activities`."""
    first_of: dict[int, int] = field(default_factory=dict)
    """Line → the first line of the same activity: their amounts are one number, so they are uncertain together."""
    groups: dict[int, Group] = field(default_factory=dict)
    parts: dict[int, ProductPart] = field(default_factory=dict)
    omitted: dict[int, OmittedStages] = field(default_factory=dict)
    notes: dict[int, tuple[Note, ...]] = field(default_factory=dict)
    """Row of a product → what its rules say."""

    def add(self, lines: Sequence[ExpandedLine]) -> None:
        """Add the lines of the next product."""
        first: dict[int, int] = {}
        for number, (line, place, group, part, omitted) in enumerate(lines, len(self.lines)):
            self.lines.append(line)
            self.places[number], self.first_of[number] = place, first.setdefault(place, number)
            if group is not None:
                self.groups[number] = group
            if part is not None:
                self.parts[number] = part
            if omitted is not None:
                self.omitted[number] = omitted
        self.counts.append(len(lines))


def expand_rules(products: Sequence[Product], factors: FactorLibrary, *, numbered: bool) -> ExpandedProducts:
    """Return the lines of all products, in order.

    Raises:
        ComputeError: every activity whose rule cannot be applied; every line that takes a stage which the used product does not
            have, or that has nothing left.
    """
    if not any(map(attrgetter("has_rules"), products)):
        lines = list(chain.from_iterable(map(attrgetter("activities"), products)))
        return ExpandedProducts(lines, [len(product.activities) for product in products])
    problems: list[Problem] = []
    expanded, notes = {}, {}
    for row, product in enumerate(products):
        if product.has_rules:
            where = _places(product, row, numbered=numbered)
            expanded[row], notes[row] = _apply_rules(product, factors, where, problems)
    ComputeError.raise_any(problems)
    taker = _PartTaker(products, expanded)
    whole = ExpandedProducts(notes=notes)
    for row, product in enumerate(products):
        if row in expanded:
            whole.add(taker.lines(row, _places(product, row, numbered=numbered), problems))
        else:
            whole.lines += product.activities
            whole.counts.append(len(product.activities))
    ComputeError.raise_any(problems)
    return whole


def _places(product: Product, row: int, *, numbered: bool) -> Callable[[int], str]:
    return lambda place: place_of(product, row, place, product.activities[place].name, numbered=numbered)


def _kept_in(line: Activity, expansion: Expansion, factors: FactorLibrary) -> tuple[Note, ...]:
    """Return what is said in place of the notes of a rule that draws on a value which may not be published; else nothing."""
    burnt = line.recycling.energy_recovery if line.recycling else None
    used = (_rules.factor_of(each, factors) for each in (burnt, *(part.factor for part in expansion.lines)))
    if all(factor is None or factor.may_publish_value for factor in used):
        return ()
    return tuple(replace(note, message=f"{note.code}: {_NOT_TOLD}") for note in expansion.notes)


_NOT_TOLD = "not told in numbers, since the value of a factor in it may not be published"


def _apply_rules(
    product: Product, factors: FactorLibrary, where: Callable[[int], str], problems: list[Problem]
) -> tuple[list[ExpandedLine], tuple[Note, ...]]:
    """Return the lines of a product, and what its rules say; `where` returns the place of an activity."""
    lines: list[ExpandedLine] = []
    notes: list[Note] = []
    for place, line in enumerate(product.activities):
        try:
            expansion = _expanded(line, product, factors)
        except Co2LabelError as error:
            inner: Sequence[Problem] = getattr(error, "problems", ())
            problems += [each.under(where(place)) for each in inner] or [Problem(where(place), str(error))]
            continue
        said = _kept_in(line, expansion, factors) if expansion.notes else ()
        notes += [replace(note, where=(line.name, *note.where)) for note in said or expansion.notes]
        working = expansion.working or line.amount.text
        for part in _uncertain_as(line, expansion.lines):
            name = part.name.removeprefix(f"{line.name}{SEPARATOR}")
            group = None if part.name == line.name else Group(line.name, name, working)
            lines.append(ExpandedLine(part, place, group))
    if product.cut_off is not None:
        notes.append(cut_off_note(product.cut_off))
        lines += _scaled_up(lines, product)
    return lines, tuple(notes)


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


def _scaled_up(lines: Sequence[ExpandedLine], product: Product) -> Iterator[ExpandedLine]:
    """Stage by stage, so that `explain` shows one row for each."""
    for known in sorted(lines, key=lambda each: STAGES.index(each.line.stage)):
        made = scale_up(known.line, product)
        if made is not None:
            line, group, working = made
            yield ExpandedLine(line, known.place, Group(group, line.name, working))


class _PartTaker:
    """Finds the parts that lines take of the products that they use."""

    def __init__(self, products: Sequence[Product], expanded: Mapping[int, Sequence[ExpandedLine]]) -> None:
        """`expanded`: row → the lines of a product with rules."""
        self._products, self._expanded = products, expanded
        self._rows = {product.id: row for row, product in enumerate(products)}
        cuts = [
            (row, each.line) for row, lines in expanded.items() for each in lines if self._is_cut(each.line)
        ]
        self._present = self._stages_present(cuts) if cuts else []

    def lines(self, row: int, where: Callable[[int], str], problems: list[Problem]) -> Sequence[ExpandedLine]:
        """Return the lines of a product, each with its part; what cannot be taken is added to `problems`."""
        lines: list[ExpandedLine] = []
        for each in self._expanded[row]:
            try:
                lines += self._taken(row, each) if self._is_cut(each.line) else (each,)
            except ComputeError as error:
                problems += [problem.under(where(each.place)) for problem in error.problems]
        return lines

    def _is_cut(self, line: Activity) -> bool:
        return line.product in self._rows and (line.through is not None or line.stages is not None)

    def _stages_present(self, cuts: Sequence[tuple[int, Activity]]) -> list[set[Stage]]:
        """(product): stages that it has lines in, also through stages that it keeps of others, in loops too."""
        present = [
            {each.line.stage for each in self._expanded[row] if not self._is_cut(each.line)}
            if row in self._expanded
            else {line.stage for line in product.activities}
            for row, product in enumerate(self._products)
        ]
        changed = True
        while changed:
            changed = False
            for row, line in cuts:
                taken = _wanted(line) & present[self._rows[str(line.product)]]
                if line.stages is None:
                    taken = {line.stage} if taken else taken
                more = (taken & set(stages_of(self._products[row].boundary))) - present[row]
                present[row] |= more
                changed = changed or bool(more)
        return present

    def _taken(self, row: int, each: ExpandedLine) -> Iterator[ExpandedLine]:
        """Yield the lines that take the parts.

        Raises:
            ComputeError: there is nothing to take.
        """
        line, boundary = each.line, self._products[row].boundary
        used = self._rows[str(line.product)]
        product, todo = self._products[used], "remove `through` or `stages`"
        taken = [stage for stage in STAGES if stage in _wanted(line) & self._present[used]]
        own = stages_of(product.boundary)
        if line.through is not None and line.through not in own:
            what = f"product {clip(product.id)} has no stage {clip(line.through)}"
            raise ComputeError([Problem("", what, f"its stages are {', '.join(own)}")])
        plain = {"through": None, "stages": None}
        if line.stages is None:
            if not taken:
                what = f"product {clip(product.id)} has nothing up to {line.through}"
                raise ComputeError([Problem("", what, todo)])
            yield each._replace(line=line.model_copy(update=plain), part=ProductPart(used, tuple(taken)))
            return
        inside = [stage for stage in taken if stage in stages_of(boundary)]
        if not inside:
            what = f"product {clip(product.id)} has nothing inside the boundary {boundary!r}"
            raise ComputeError([Problem("", what, todo)])
        outside = tuple(stage for stage in taken if stage not in inside)
        group = each.group or Group(line.name, "", f"{line.amount.text} by stage")
        for stage in inside:
            name = f"{group.part}{SEPARATOR}{stage}" if each.group else stage
            update = {"name": f"{line.name}{SEPARATOR}{stage}", "stage": stage, **plain}
            yield ExpandedLine(
                line.model_copy(update=update),
                each.place,
                group._replace(part=name),
                ProductPart(used, (stage,)),
                OmittedStages(used, outside) if outside and stage == inside[0] else None,
            )


def _wanted(line: Activity) -> set[Stage]:
    """The stages that a line wants of the product that it uses."""
    return set(STAGES[: STAGES.index(line.through) + 1] if line.through in STAGES else STAGES)

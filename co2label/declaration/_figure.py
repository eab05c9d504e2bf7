"""The figure and its parts as shown: units in words, digits, per 100 g or 1 kg, stages, working lines, sources.

Each part is rounded by itself to the place of the figure's last digit; only percentages are reconciled to 100.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING

from co2label.declaration._declaration import (
    PerAmount,
    ShownInterval,
    SourceLine,
    StageLine,
    WorkingLine,
)
from co2label.errors import ClaimError, Problem
from co2label.figures import Place, Shown, place_of, show_mass, show_part, show_shares
from co2label.footprint import CONTENT_FIELDS, MASS, VOLUME, amount_held
from co2label.model import STAGES, stages_of
from co2label.units import Amount, Dimension, bare, counter_of, parse_amount
from co2label.wording import by_language, format_number, format_quantity, translate, translations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from co2label.footprint import Contribution, Footprint, Note
    from co2label.model import Activity, DeclarationData, EmissionFactor, Product, Stage


_POWER = re.compile(r"(?<=[a-z])[23]\b")


def declared_unit_words(product: Product) -> dict[str, str]:
    r"""The declared unit in words, by language, with its net content beside it, else with the mass of one piece.

    >>> from co2label.model import Activity, Product
    >>> ball = Product(id="x", name="x", declared_unit="1 個", mass="110 g", boundary="cradle-to-gate",
    ...                activities=[Activity("rice", "48 g", factor="food.rice", stage="raw-materials")])
    >>> declared_unit_words(ball)
    {'ja': '1個（110 g）', 'en': '1 piece (110 g)', 'fr': '1\xa0pièce (110\u202fg)'}
    """
    return by_language(partial(_with_mass, product))


def _with_mass(product: Product, language: str) -> str:
    unit = amount_words(product.declared_unit, language)
    held = product.declaration.content or product.mass
    own = product.declared_unit.unit.dimension
    if held is None or held.unit.dimension not in _common_amounts() or own in _common_amounts():
        return unit
    return translate("unit.with-mass", language, unit=unit, mass=_amount_in_words(held, language))


def amount_words(amount: Amount, language: str) -> str:
    r"""An amount in a language: 1個, 2 pieces, 100 g; what is counted keeps the word with which it was counted.

    >>> from co2label.units import parse_amount
    >>> amount_words(parse_amount("2 piece"), "ja"), amount_words(parse_amount("0.5 kg"), "fr")
    ('2個', '0,5\u202fkg')
    >>> [amount_words(parse_amount(text), language) for text, language in (("3 パック", "fr"), ("1 box", "ja"))]
    ['3\xa0paquets', '1箱']
    >>> [amount_words(parse_amount(text), language) for text, language in (("2 us_pint", "en"), ("8 oz_av", "ja"))]
    ['2 US pints', '8オンス（質量）']
    """
    if re.search(translations(language)["unit.kept-script"], amount.text):
        return bare(amount.text).replace(" ", "")
    return _amount_in_words(amount, language)


def _amount_in_words(amount: Amount, language: str) -> str:
    table = translations(language)
    number = f"{amount.value:.12g}"
    counter = counter_of(amount.text) if amount.unit.text == "piece" else None
    key = f"unit.{counter or amount.unit.text.replace('*', '-')}"
    if key not in table:
        unit = _POWER.sub(lambda power: "²" if power[0] == "2" else "³", bare(amount.unit.text))
        return format_quantity(number, unit.replace("*", "·"), language)
    one, _, many = table[key].partition("|")
    return (one if amount.value == 1 or not many else many).format(n=format_number(number, language))


_PRIMARY_PERCENT = 95.0
"""From this share of primary data on, a figure bears three significant digits."""


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """A figure as shown, its significant digits and its last place."""

    shown: Shown
    digits: int
    """Three where a third party has verified the figure or it rests on primary data, else two."""
    place: Place

    @classmethod
    def of(cls, footprint: Footprint, statement: DeclarationData) -> ShownFigure:
        """The figure of a footprint."""
        primary = footprint.primary_data_share >= _PRIMARY_PERCENT
        digits = 3 if primary or statement.verification.kind == "third-party" else 2
        prefer = None if statement.unit is None else f"{statement.unit}-CO2e"
        place = place_of(footprint.kg_co2e, digits=digits, interval=_bounds(footprint), prefer=prefer)
        return cls(show_figure(footprint, digits, unit=prefer), digits, place)

    def interval(self, footprint: Footprint) -> ShownInterval | None:
        """The range in which the figure lies, to its last place; None where no uncertainty is stated."""
        found = footprint.interval
        if found is None:
            return None
        low, high = (show_part(kg, self.place) for kg in (found.low, found.high))
        return ShownInterval(low, high, found.level, found.share)


def show_figure(
    footprint: Footprint, digits: int, scale: Callable[[float], float] = float, unit: str | None = None
) -> Shown:
    """The figure at another scale, such as per kg: with these digits, none finer than its uncertainty bears.

    Args:
        footprint: kg CO2e per declared unit.
        digits: significant digits.
        scale: from kilograms per declared unit to those that are shown.
        unit: g-CO2e, kg-CO2e or t-CO2e; by the size of the figure where it is left out.
    """
    return show_mass(scale(footprint.kg_co2e), digits=digits, interval=_bounds(footprint, scale), prefer=unit)


def _bounds(footprint: Footprint, scale: Callable[[float], float] = float) -> tuple[float, float] | None:
    return (scale(footprint.interval.low), scale(footprint.interval.high)) if footprint.interval else None


def show_masses(footprint: Footprint, statement: DeclarationData, *kgs: float) -> tuple[Shown, ...]:
    """Masses beside the figure, each rounded to its last place, all in the unit of the largest.

    What would read as zero and is none has digits of its own.
    """
    figure = ShownFigure.of(footprint, statement)
    place = figure.place.within(show_mass(max(kgs, key=abs), digits=figure.digits).unit)
    values = (show_part(kg, place) for kg in kgs)
    return tuple(
        show_mass(kg, digits=figure.digits) if value.startswith(("<", ">")) else Shown(value, place.unit)
        for kg, value in zip(kgs, values, strict=True)
    )


def mass_words(shown: Shown, language: str) -> str:
    """The same in a language; that it is CO2e stands at the figure.

    >>> mass_words(Shown("0.20", "kg-CO2e"), "en")
    '0.20 kg'
    """
    return format_quantity(shown.value, shown.unit.removesuffix("-CO2e"), language)


@cache
def _common_amounts() -> dict[Dimension, tuple[Amount, Amount]]:
    """Below one of the larger amount, the figure is per the smaller one."""
    small_and_large = {MASS: ("100 g", "1 kg"), VOLUME: ("100 mL", "1 L")}
    return {kind: (parse_amount(one), parse_amount(other)) for kind, (one, other) in small_and_large.items()}


def per_amount(footprint: Footprint, shelf_amount: Amount | None, figure: ShownFigure) -> PerAmount | None:
    """The figure per a common amount, in the unit of the figure and with as many digits.

    Args:
        footprint: kg CO2e per declared unit.
        shelf_amount: what a whole shelf is compared by; without it, 100 g where the declared unit is less than
            1 kg and 1 kg where it is not; 100 mL and 1 L for what is sold by volume.
        figure: the figure as shown.

    Returns:
        None where nobody says how much a declared unit is.

    Raises:
        ClaimError: the figure cannot be said per `shelf_amount`.

    >>> from co2label.footprint import compute
    >>> from co2label.model import Activity, Product
    >>> ball = Product(id="x", name="x", declared_unit="1 piece", mass="110 g", boundary="cradle-to-gate",
    ...                activities=[Activity("boiler", "0.21 kg", gas="CO2", stage="production")])
    >>> footprint = compute(ball)
    >>> found = per_amount(footprint, None, ShownFigure.of(footprint, ball.declaration))
    >>> found.words["en"], str(found.shown)
    ('100 g', '190 g-CO2e')
    """
    product, amount = footprint.product, shelf_amount
    own = product.declared_unit.unit.dimension
    net = product.declaration.content
    sold_by = own if own in _common_amounts() or net is None else net.unit.dimension
    dimension = amount.unit.dimension if amount else sold_by if sold_by in _common_amounts() else MASS
    if amount is not None and (dimension not in _common_amounts() or amount.value <= 0):
        what = f"expected a mass or a volume above zero, got {amount.text!r}"
        todo = 'say "100 g", "1 kg", "100 mL" or "1 L"'
        raise ClaimError([Problem("declaration.shelf_amount", what, todo)])
    held = content(product, dimension)
    if amount is not None and not held:
        unit = product.declared_unit.text
        what = f"a figure per {amount.text!r} needs the {dimension} of {unit!r}, which is not known"
        raise ClaimError([Problem("declaration.shelf_amount", what, _todo_for_amount(product, dimension))])
    if not held:
        return None
    if amount is None:
        small, large = _common_amounts()[dimension]
        amount = small if held < large.si else large
    return _figure_per(amount, amount.si / held, footprint, figure)


def per_pack(footprint: Footprint, pack: Amount | None, figure: ShownFigure) -> PerAmount | None:
    """The figure of what is sold together, in the unit of the figure and with as many digits; None where nothing is said of it.

    Args:
        footprint: kg CO2e per declared unit.
        pack: in the kind of the declared unit, or a mass or volume of it.
        figure: the figure as shown.

    Raises:
        ClaimError: how many declared units a pack holds is not known.

    >>> from co2label.footprint import compute
    >>> from co2label.model import Activity, Product
    >>> from co2label.units import parse_amount
    >>> ball = Product(id="x", name="x", declared_unit="1 piece", mass="110 g", boundary="cradle-to-gate",
    ...                activities=[Activity("boiler", "0.21 kg", gas="CO2", stage="production")])
    >>> footprint = compute(ball)
    >>> figure = ShownFigure.of(footprint, ball.declaration)
    >>> [str(per_pack(footprint, parse_amount(text), figure).shown) for text in ("3 piece", "330 g")]
    ['630 g-CO2e', '630 g-CO2e']
    """
    if pack is None:
        return None
    product, unit = footprint.product, footprint.product.declared_unit
    todo = f'say how many declared units it holds, such as pack = "6 {unit.unit.text}"'
    if pack.value <= 0:
        raise ClaimError(
            [Problem("declaration.pack", f"expected an amount above zero, got {pack.text!r}", todo)]
        )
    held = content(product, pack.unit.dimension)
    if not held:
        what = f"a pack of {pack.text!r} cannot be told in declared units of {unit.text!r}"
        raise ClaimError([Problem("declaration.pack", what, todo)])
    return _figure_per(pack, pack.si / held, footprint, figure)


def _figure_per(amount: Amount, share: float, footprint: Footprint, figure: ShownFigure) -> PerAmount:
    """The figure of an amount that is this many declared units."""
    shown = show_figure(footprint, figure.digits, lambda kg: kg * share, figure.shown.unit)
    return PerAmount(by_language(partial(amount_words, amount)), shown)


def content(product: Product, dimension: Dimension) -> float | None:
    """The amount of a kind in one declared unit, in root units (kg, m3), the net content first; None where it is not known."""
    net = product.declaration.content
    if net is not None and net.unit.dimension == dimension:
        return net.si
    return amount_held(product.declared_unit, (getattr(product, name) for name in CONTENT_FIELDS), dimension)


def _todo_for_amount(product: Product, dimension: Dimension) -> str:
    unit = product.declared_unit
    if unit.unit.dimension in _common_amounts():
        return 'add the density to the product, such as density = "1.03 kg/L"'
    if dimension == MASS:
        return f'add the mass of {unit.text!r} to the product, such as mass = "110 g"'
    return f'add the mass of {unit.text!r} and the density: mass = "206 g", density = "1.03 kg/L"'


_ZERO_CODES = frozenset({"zero-amount", "zero-factor"})


def zero_notes(footprint: Footprint) -> tuple[Note, ...]:
    """Notes on amounts or factors of zero."""
    return tuple(note for note in footprint.notes if note.code in _ZERO_CODES)


def stages_of_zeros(footprint: Footprint) -> frozenset[Stage]:
    """Stages of 0 kg with an activity whose amount or factor is 0: they have no data.

    >>> from co2label.footprint import compute
    >>> from co2label.model import Activity, Product
    >>> lines = [Activity(stage, f"{kg} kg", gas="CO2", stage=stage) for stage, kg in (("production", 1), ("use", 0))]
    >>> tea = Product(id="tea", name="Tea", declared_unit="1 piece", boundary="cradle-to-grave", activities=lines)
    >>> sorted(stages_of_zeros(compute(tea)))
    ['use']
    """
    empty = {stage for stage, kg in footprint.stages.items() if kg == 0}
    if not empty:
        return frozenset()
    named = {note.where[0] for note in zero_notes(footprint) if note.where}
    lines = (line for line in footprint.product.activities if line.name in named)
    return frozenset(line.stage for line in lines if line.stage in empty)


def stage_lines(footprint: Footprint, place: Place) -> tuple[StageLine, ...]:
    """The five stages in the order of the life cycle.

    A row is the stage's own kilograms, rounded to the place of the figure. Where a credit makes a stage fall below zero there
    are no percentages, and bars are in proportion to all that is emitted.

    Args:
        footprint: kg CO2e by stage.
        place: the last place of the figure.
    """
    empty = stages_of_zeros(footprint)
    stages: list[Stage] = [stage for stage in STAGES if stage in footprint.stages and stage not in empty]
    kgs = [footprint.stages[stage] for stage in stages]
    percents = show_shares(kgs)
    emitted = sum(kg for kg in kgs if kg > 0)
    lines = {
        stage: StageLine(stage, "included", show_part(kg, place), percent, kg / emitted if emitted else 0.0)
        for stage, kg, percent in zip(stages, kgs, percents, strict=True)
    }
    return tuple(lines.get(stage) or _absent_stage(stage, footprint.product) for stage in STAGES)


def _absent_stage(stage: Stage, product: Product) -> StageLine:
    if stage in product.nothing_in:
        return StageLine(stage, "nothing", reason=dict(product.nothing_in[stage]))
    return StageLine(stage, "no-data" if stage in stages_of(product.boundary) else "excluded")


def working_lines(footprint: Footprint, place: Place) -> tuple[WorkingLine, ...]:
    """A line for each activity of the product and stage that it is booked in, in the order of the stages.

    Values are rounded like the rows of the stages, each by itself. Activities of one name in one stage share a line. An amount by
    which the value of a factor could be divided out that may not be published is left out.

    Args:
        footprint: with its contributions.
        place: the last place of the figure.
    """
    groups: dict[tuple[Stage, str], list[Contribution]] = {}
    for leaf in sorted(footprint.contributions, key=lambda leaf: STAGES.index(leaf.stage)):
        groups.setdefault((leaf.stage, leaf.path[0]), []).append(leaf)
    kgs = [math.fsum(leaf.kg_co2e for leaf in leaves) for leaves in groups.values()]
    secret = {factor.id for factor in footprint.factors if not factor.may_publish_value}
    lines = []
    for (stage, name), kg, percent in zip(groups, kgs, show_shares(kgs), strict=True):
        named = [activity for activity in footprint.product.activities if activity.name == name]
        # an activity that a rule spreads over stages stands in each of them
        behind = [activity for activity in named if activity.stage == stage] or named
        amount = " + ".join(activity.amount.text for activity in behind)
        source = _sources_of(behind, groups[stage, name])
        value = show_part(kg, place)
        direct = any(activity.product is None for activity in behind)
        kept = direct and any(leaf.factor in secret for leaf in groups[stage, name])
        shown = "" if kept else amount
        lines.append(WorkingLine({"und": name}, stage, shown, source, value, place.unit, percent, kept))
    return tuple(lines)


def _sources_of(activities: Sequence[Activity], leaves: Sequence[Contribution]) -> str:
    used = [activity.product for activity in activities if activity.product is not None]
    direct = [leaf.factor or leaf.gas or leaf.product or "" for leaf in leaves]
    return ", ".join(dict.fromkeys(used if len(used) == len(activities) else direct))


_SourceKey = tuple[str, str | None, str | None, str | None, str | None]


def source_lines(factors: Iterable[EmissionFactor]) -> tuple[SourceLine, ...]:
    """One line a source, by title and edition; its factors by id.

    Factors of one source that differ in licence or attribution stand on lines of their own.

    >>> from co2label.factors import FactorLibrary
    >>> library = FactorLibrary.bundled()
    >>> [(line.title, line.licence, line.factors) for line in source_lines([library["food.rice"], library["food.nori"]])]
    [('AGRIBALYSE', 'etalab-2.0', ('food.nori', 'food.rice'))]
    """
    groups: dict[_SourceKey, set[str]] = {}
    for factor in factors:
        source = factor.source
        key = (source.title, source.edition, source.url, factor.licence, factor.attribution)
        groups.setdefault(key, set()).add(factor.id)
    ordered = sorted(groups, key=lambda key: tuple(part or "" for part in key))
    return tuple(SourceLine(*key, tuple(sorted(groups[key]))) for key in ordered)

"""Units, digits and rows: the declared unit in words, the figure per 100 g or 1 kg, stages, working lines, sources.

Each part is rounded by itself to the place of the figure's last digit; only percentages are reconciled to 100.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING

from co2label.declaration._declaration import PerAmount, SourceLine, StageLine, WorkingLine
from co2label.errors import Problem
from co2label.figures import Place, Shown, place_of, show_mass, show_part, show_shares
from co2label.footprint import CONTENT_FIELDS, MASS, VOLUME, amount_held
from co2label.model import STAGES, stages_of
from co2label.units import Amount, Dimension, bare, counter_of, parse_amount
from co2label.wording import by_language, format_number, translate, translations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from co2label.footprint import Contribution, Footprint, Note
    from co2label.model import Activity, DeclarationData, EmissionFactor, Product, Stage


_POWER = re.compile(r"(?<=[a-z])[23]\b")

_MASS = Dimension.of({"mass": 1})


def declared_unit_words(product: Product) -> dict[str, str]:
    """The declared unit in words, by language, with the mass beside it where one piece has a stated mass.

    >>> from co2label.model import Activity, Product
    >>> ball = Product(id="x", name="x", declared_unit="1 個", mass="110 g", boundary="cradle-to-gate",
    ...                activities=[Activity("rice", "48 g", factor="food.rice", stage="raw-materials")])
    >>> declared_unit_words(ball)
    {'ja': '1個（110 g）', 'en': '1 piece (110 g)', 'fr': '1 pièce (110 g)'}
    """
    return by_language(partial(_with_mass, product))


def _with_mass(product: Product, language: str) -> str:
    unit = amount_words(product.declared_unit, language)
    mass = product.mass
    if mass is None or mass.unit.dimension != _MASS or _is_mass(product.declared_unit):
        return unit
    return translate("unit.with-mass", language, unit=unit, mass=_amount_in_words(mass, language))


def amount_words(amount: Amount, language: str) -> str:
    """An amount in a language: 1個, 2 pieces, 100 g; what is counted keeps the word with which it was counted.

    >>> from co2label.units import parse_amount
    >>> amount_words(parse_amount("2 piece"), "ja"), amount_words(parse_amount("0.5 kg"), "fr")
    ('2個', '0,5 kg')
    >>> [amount_words(parse_amount(text), language) for text, language in (("3 パック", "fr"), ("1 box", "ja"))]
    ['3 paquets', '1箱']
    >>> [amount_words(parse_amount(text), language) for text, language in (("2 us_pint", "en"), ("8 oz_av", "ja"))]
    ['2 US pints', '8オンス（質量）']
    """
    if re.search(translations(language)["unit.kept-script"], amount.text):
        return bare(amount.text).replace(" ", "")
    return _amount_in_words(amount, language)


def _amount_in_words(amount: Amount, language: str) -> str:
    table = translations(language)
    counter = counter_of(amount.text) if amount.unit.text == "piece" else None
    key = f"unit.{counter or amount.unit.text.replace('*', '-')}"
    if key not in table:
        return _spaced(amount, language)
    one, _, many = table[key].partition("|")
    return (one if amount.value == 1 or not many else many).format(n=_number(amount, language))


def _spaced(amount: Amount, language: str) -> str:
    unit = _POWER.sub(lambda power: "²" if power[0] == "2" else "³", bare(amount.unit.text))
    return f"{_number(amount, language)} {unit.replace('*', '·')}"


def _number(amount: Amount, language: str) -> str:
    return format_number(f"{amount.value:.12g}", language)


def _is_mass(amount: Amount) -> bool:
    return amount.unit.dimension == _MASS


_PRIMARY_PERCENT = 95.0
"""From this share of primary data on, a figure bears three significant digits."""


def significant_digits(footprint: Footprint, statement: DeclarationData) -> int:
    """Significant digits: three where a third party has verified the figure or it rests on primary data, else two."""
    sure = statement.verification.kind == "third-party" or footprint.primary_data_share >= _PRIMARY_PERCENT
    return 3 if sure else 2


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """A figure as shown, its significant digits and its last place."""

    shown: Shown
    digits: int
    place: Place

    @classmethod
    def of(cls, footprint: Footprint, statement: DeclarationData) -> ShownFigure:
        """The figure of a footprint."""
        digits = significant_digits(footprint, statement)
        place = place_of(footprint.kg_co2e, digits=digits, interval=_bounds(footprint))
        return cls(show_figure(footprint, digits), digits, place)


def show_figure(footprint: Footprint, digits: int, scale: Callable[[float], float] = lambda kg: kg) -> Shown:
    """The figure at another scale, such as per kg: with these digits, none finer than its uncertainty bears."""
    bounds = _bounds(footprint)
    return show_mass(
        scale(footprint.kg_co2e),
        digits=digits,
        interval=(scale(bounds[0]), scale(bounds[1])) if bounds else None,
    )


def _bounds(footprint: Footprint) -> tuple[float, float] | None:
    return (footprint.interval.low, footprint.interval.high) if footprint.interval else None


def show_masses(footprint: Footprint, statement: DeclarationData, *kgs: float) -> tuple[Shown, ...]:
    """Masses beside the figure, each rounded to its last place, all in the unit of the largest.

    What would read as zero and is none has digits of its own.
    """
    digits = significant_digits(footprint, statement)
    place = place_of(footprint.kg_co2e, digits=digits, interval=_bounds(footprint))
    unit = show_mass(max(kgs, key=abs), digits=digits).unit
    return tuple(_show_mass_at(kg, place.within(unit), digits) for kg in kgs)


def _show_mass_at(kg: float, place: Place, digits: int) -> Shown:
    value = show_part(kg, place)
    if value.startswith(("<", ">")):
        return show_mass(kg, digits=digits)
    return Shown(value, place.unit)


def mass_words(shown: Shown, language: str) -> str:
    """The same in a language; that it is CO2e stands at the figure.

    >>> mass_words(Shown("0.20", "kg-CO2e"), "fr")
    '0,20 kg'
    """
    return f"{format_number(shown.value, language)} {shown.unit.removesuffix('-CO2e')}"


_COMMON = {MASS: ("100 g", "1 kg"), VOLUME: ("100 mL", "1 L")}
"""Below one of the larger amount, the figure is per the smaller one."""


def per_amount(
    footprint: Footprint, shelf_amount: Amount | None, digits: int, problems: list[Problem]
) -> PerAmount | None:
    """The figure per a common amount, with as many digits as the figure itself.

    Args:
        footprint: kg CO2e per declared unit.
        shelf_amount: what a whole shelf is compared by; without it, 100 g where the declared unit is less than
            1 kg and 1 kg where it is not; 100 mL and 1 L for what is sold by volume.
        digits: significant digits of the figure.
        problems: what was found so far; what keeps the figure from being said per `shelf_amount` is added.

    Returns:
        None where nobody says how much a declared unit is.

    >>> from co2label.footprint import compute
    >>> from co2label.model import Activity, Product
    >>> ball = Product(id="x", name="x", declared_unit="1 piece", mass="110 g", boundary="cradle-to-gate",
    ...                activities=[Activity("boiler", "0.21 kg", gas="CO2", stage="production")])
    >>> found = per_amount(compute(ball), None, 2, [])
    >>> found.words["en"], str(found.shown)
    ('100 g', '190 g-CO2e')
    """
    product = footprint.product
    dimension = _unit_dimension(product) if shelf_amount is None else shelf_amount.unit.dimension
    if shelf_amount is not None and (dimension not in _COMMON or shelf_amount.value <= 0):
        what = f"expected a mass or a volume above zero, got {shelf_amount.text!r}"
        problems.append(Problem("declaration.shelf_amount", what, 'say "100 g", "1 kg", "100 mL" or "1 L"'))
        return None
    held = content(product, dimension)
    if not held:
        if shelf_amount is not None:
            unit = product.declared_unit.text
            what = f"a figure per {shelf_amount.text!r} needs the {dimension} of {unit!r}, which is not known"
            problems.append(Problem("declaration.shelf_amount", what, _todo_for_amount(product, dimension)))
        return None
    amount = shelf_amount or _common_amount(dimension, held)
    share = amount.si / held
    shown = show_figure(footprint, digits, lambda kg: kg * share)
    return PerAmount(by_language(partial(amount_words, amount)), shown)


def content(product: Product, dimension: Dimension) -> float | None:
    """The amount of a kind in one declared unit, in root units (kg, m3); None where it is not known."""
    return amount_held(product.declared_unit, (getattr(product, name) for name in CONTENT_FIELDS), dimension)


def _unit_dimension(product: Product) -> Dimension:
    own = product.declared_unit.unit.dimension
    return own if own in _COMMON else MASS


def _common_amount(dimension: Dimension, held: float) -> Amount:
    small, large = map(_parsed, _COMMON[dimension])
    return small if held < large.si else large


@cache
def _parsed(text: str) -> Amount:
    return parse_amount(text)


def _todo_for_amount(product: Product, dimension: Dimension) -> str:
    unit = product.declared_unit
    if str(unit.unit.dimension) in {"mass", "volume"}:
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
    return frozenset(
        line.stage for line in footprint.product.activities if line.name in named and line.stage in empty
    )


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
        stage: StageLine(
            stage, "included", show_part(kg, place), percent, max(0.0, kg / emitted) if emitted else 0.0
        )
        for stage, kg, percent in zip(stages, kgs, percents, strict=True)
    }
    return tuple(lines.get(stage) or _absent_stage(stage, footprint.product) for stage in STAGES)


def _absent_stage(stage: Stage, product: Product) -> StageLine:
    if stage in product.nothing_in:
        return StageLine(stage, "nothing", reason=dict(product.nothing_in[stage]))
    return StageLine(stage, "no-data" if stage in stages_of(product.boundary) else "excluded")


def working_lines(footprint: Footprint, place: Place) -> tuple[WorkingLine, ...]:
    """A line for each activity of the product and stage that it is booked in, in the order of the stages.

    Values are rounded like the rows of the stages, each by itself. Activities of one name in one stage share a line.

    Args:
        footprint: with its contributions.
        place: the last place of the figure.
    """
    groups = _leaves_by_activity(footprint)
    kgs = [math.fsum(leaf.kg_co2e for leaf in leaves) for leaves in groups.values()]
    percents = show_shares(kgs)
    return tuple(
        _working_line(footprint, key, leaves, (show_part(kg, place), percent, place.unit))
        for (key, leaves), kg, percent in zip(groups.items(), kgs, percents, strict=True)
    )


def _leaves_by_activity(footprint: Footprint) -> dict[tuple[Stage, str], list[Contribution]]:
    """The leaves by stage and by the activity of the product that they belong to."""
    groups: dict[tuple[Stage, str], list[Contribution]] = {}
    for leaf in sorted(footprint.contributions, key=lambda leaf: STAGES.index(leaf.stage)):
        groups.setdefault((leaf.stage, leaf.path[0]), []).append(leaf)
    return groups


def _working_line(
    footprint: Footprint,
    key: tuple[Stage, str],
    leaves: Sequence[Contribution],
    shown: tuple[str, str | None, str],
) -> WorkingLine:
    stage, name = key
    value, percent, unit = shown
    written = _activities_behind(footprint, name, stage)
    amount = " + ".join(activity.amount.text for activity in written)
    return WorkingLine({"und": name}, stage, amount, _sources_of(written, leaves), value, unit, percent)


def _activities_behind(footprint: Footprint, name: str, stage: Stage) -> list[Activity]:
    """The activities behind a line; one that a rule spreads over stages stands in each of them."""
    named = [activity for activity in footprint.product.activities if activity.name == name]
    return [activity for activity in named if activity.stage == stage] or named


def _sources_of(written: Sequence[Activity], leaves: Sequence[Contribution]) -> str:
    used = [activity.product for activity in written if activity.product is not None]
    direct = [leaf.factor or leaf.gas or leaf.product or "" for leaf in leaves]
    return ", ".join(dict.fromkeys(used if len(used) == len(written) else direct))


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
    lines = (SourceLine(*key, tuple(sorted(ids))) for key, ids in groups.items())
    return tuple(sorted(lines, key=lambda line: tuple(part or "" for part in _source_key(line))))


def _source_key(line: SourceLine) -> _SourceKey:
    return (line.title, line.edition, line.url, line.licence, line.attribution)

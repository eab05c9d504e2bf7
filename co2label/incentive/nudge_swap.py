"""The swap: another product of the same catalogue, category and unit whose figure is lower, where that can be told.

Every number is that of `declaration.compare`: the same refusals hold (boundary, method, company, chosen rules), and only the
verdict "lower" counts, so a difference that the uncertainty hides, or about which nothing is known, is never told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from co2label.declaration import compare, declared_unit_words, text_problems
from co2label.errors import ClaimError
from co2label.figures import show_mass, show_percent
from co2label.incentive.nudge_words import in_every_language, mass_words, shortened
from co2label.model import in_language
from co2label.units import Dimension
from co2label.wording import LANGUAGES, format_number, translate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from co2label.declaration import Comparison
    from co2label.figures import Shown
    from co2label.footprint import Footprint
    from co2label.incentive.nudge_context import BoughtLine, NudgeContext

__all__ = ["Swap", "swap"]

_PIECE = Dimension.of({"piece": 1})
_SAME = 1e-9
"""Relative: the figure that a customer was shown is that of the catalogue, but for the noise of float64."""


@dataclass(frozen=True, slots=True)
class Swap:
    """A swap that can be told.

    Attributes:
        found: the comparison: what was bought, and what is lower.
        shown: by how much a declared unit is lower, in the digits that the uncertainty bears.
        words: two rows of a receipt at most, by language.
        sentences: for screens, by language.
        basis: the whole comparison with its interval, by language.
    """

    found: Comparison
    shown: Shown
    words: Mapping[str, str]
    sentences: Mapping[str, str]
    basis: Mapping[str, str]

    @property
    def kg_co2e(self) -> float:
        """Kilograms of CO2e by which one declared unit is lower; above zero."""
        return -self.found.difference.kg_co2e


def swap(context: NudgeContext, catalogue: Iterable[Footprint]) -> Swap | str:
    """The swap that makes the most of one declared unit of something that was bought; else the reason why there is none.

    Args:
        context: what was bought, and how a swap is told.
        catalogue: the footprints of the shop's own products, made by `compute_all`.
    """
    known = {one.product.id: one for one in catalogue}
    bought = [line for line in context.lines if line.product in known and line.quantity > 0]
    if not bought:
        return "nothing that was bought is in the catalogue"
    reasons: list[str] = []
    lower = [
        found for line in bought for found in _lower(line, known[str(line.product)], known.values(), reasons)
    ]
    for found in sorted(lower, key=_by_effect):
        said = _said(found, context.frame)
        if said is not None:
            return said
        reasons.append(f"{_pair(found)}: the names are too long for two rows, or alike")
    return "; ".join(dict.fromkeys(reasons)) or "nothing of the same category and unit is in the catalogue"


def _by_effect(found: Comparison) -> tuple[float, str, str]:
    return found.difference.kg_co2e, found.a.product.id, found.b.product.id


def _pair(found: Comparison) -> str:
    return f"{found.a.product.id} → {found.b.product.id}"


def _lower(
    line: BoughtLine, a: Footprint, others: Iterable[Footprint], reasons: list[str]
) -> Iterator[Comparison]:
    """Each product that is lower than what was bought, as far as that can be told; why others are not goes to the reasons."""
    if (unlike := _unlike(line, a) or _claiming(a)) is not None:
        reasons.append(f"{a.product.id}: {unlike}")
        return
    for b in others:
        if b is a or b.product.category != a.product.category or not _same_unit(a, b):
            continue
        try:
            found = compare(a, b)
        except ClaimError as error:
            reasons.append(f"{a.product.id} → {b.product.id}: {error.problems[0]}")
            continue
        if (claiming := _claiming(b)) is not None:
            reasons.append(f"{_pair(found)}: {claiming}")
        elif found.verdict == "lower":
            yield found
        else:
            reasons.append(f"{_pair(found)}: {found.verdict}")


def _unlike(line: BoughtLine, a: Footprint) -> str | None:
    """Why the line is not to be taken for the product of the catalogue."""
    if a.product.category is None:
        return "it has no category, so nothing is of the same"
    if line.category is not None and line.category != a.product.category:
        return f"the basket calls its category {line.category}, the catalogue {a.product.category}"
    if line.declared_unit is not None and line.declared_unit != str(a.product.declared_unit):
        return f"the basket has it per {line.declared_unit}, the catalogue per {a.product.declared_unit}"
    if line.kg_co2e is not None and abs(line.kg_co2e - a.kg_co2e) > _SAME * abs(a.kg_co2e):
        return f"the customer was shown {line.kg_co2e:g} kg, the catalogue has {a.kg_co2e:g} kg"
    return None


def _claiming(one: Footprint) -> str | None:
    """Why a product is not spoken of: its name claims something, or is in a language without rules."""
    problem = next(text_problems("name", one.product.name), None)
    return None if problem is None else str(problem)


def _same_unit(a: Footprint, b: Footprint) -> bool:
    one, other = a.product.declared_unit, b.product.declared_unit
    return (one.unit.dimension, one.si) == (other.unit.dimension, other.si)


def _said(found: Comparison, frame: str) -> Swap | None:
    """In words, with whole names, else with short ones; None where neither fits in every language."""
    shown = _shown(found)
    for named in (str, shortened):
        if not _told_apart(found, named):
            continue
        words = in_every_language(f"nudges.swap-{frame}.row", _values(found, shown, named, frame), short=True)
        if words is not None:
            sentence = in_every_language(
                f"nudges.swap-{frame}.sentence", _values(found, shown, str, frame), short=False
            )
            assert sentence is not None, "a sentence is of any length"
            basis = {language: found.sentence(language) for language in LANGUAGES}
            return Swap(found, shown, words, sentence, basis)
    return None


def _told_apart(found: Comparison, named: Callable[[str], str]) -> bool:
    """Whether the two have different names in every language."""
    return all(
        named(in_language(found.a.product.name, language))
        != named(in_language(found.b.product.name, language))
        for language in LANGUAGES
    )


def _shown(found: Comparison) -> Shown:
    """The kilograms of the difference, no finer than its interval."""
    interval, kg = found.difference.interval, found.a.kg_co2e
    assert interval is not None, "a verdict needs one"
    ends = (interval.low * kg / 100, interval.high * kg / 100)
    return show_mass(-found.difference.kg_co2e, interval=ends)


def _values(
    found: Comparison, shown: Shown, named: Callable[[str], str], frame: str
) -> Callable[[str], dict[str, object]]:
    percent = _percent(found, frame)

    def values(language: str) -> dict[str, object]:
        a, b = (named(in_language(one.product.name, language)) for one in (found.a, found.b))
        unit = declared_unit_words(found.a.product)[language]
        per = "" if _one_piece(found.a) else translate("nudges.per", language, unit=unit)
        kg = mass_words(shown, language)
        return {
            "a": a,
            "b": b,
            "kg": kg,
            "percent": format_number(percent, language),
            "unit": unit,
            "per": per,
        }

    return values


def _percent(found: Comparison, frame: str) -> str:
    """The percentage of `compare`; told as more, it is of what is lower: 62 % less is 160 % more."""
    interval, less = found.difference.interval, found.difference.percent
    assert interval is not None, "a verdict needs one"
    ends, percent = (interval.low, interval.high), less
    if frame == "loss":
        percent = _the_other_way(less)
        ends = (_the_other_way(interval.high), _the_other_way(interval.low))
    return show_percent(abs(percent), interval=ends)


def _the_other_way(percent: float) -> float:
    return 100.0 * (1.0 / (1.0 + percent / 100.0) - 1.0)


def _one_piece(footprint: Footprint) -> bool:
    unit = footprint.product.declared_unit
    return unit.unit.dimension == _PIECE and unit.value == 1

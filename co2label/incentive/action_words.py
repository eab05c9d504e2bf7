"""The words of actions and plans, for text and pictures; CO₂ with a lowered 2. No figure is rounded anywhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.figures import percent_of, show_mass
from co2label.model import in_language
from co2label.wording import format_number, translate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from co2label.figures import Shown
    from co2label.incentive.action_effect import Expected, Taken
    from co2label.incentive.actions import Action, Gases

__all__ = [
    "action_words",
    "doing_words",
    "figure_of",
    "figure_words",
    "gases_of",
    "notes",
    "of_whole_words",
    "person_words",
    "plan_text",
    "share_words",
    "sources",
    "title_words",
    "unit_words",
    "who_words",
]

_TEN = 9.5
"""Kilograms; what is less than this rounds to one digit."""


def figure_of(kg: float) -> Shown:
    """A figure of a year in kilograms, two digits at most and none behind the point: the figures are averages."""
    return show_mass(kg, digits=1 if abs(kg) < _TEN else 2, prefer="kg-CO2e")


def figure_words(kg: float | None, language: str, gases: Gases = "CO2e") -> str:
    """A figure with its unit, or that there is none.

    >>> figure_words(226.0, "en"), figure_words(1.0, "en", "CO2"), figure_words(None, "en")
    ('230 kg-CO₂e', '1 kg-CO₂', 'no figure')
    """
    if kg is None:
        return translate("actions.no-figure", language)
    return f"{format_number(figure_of(kg).value, language)} {unit_words(gases)}"


def unit_words(gases: Gases) -> str:
    """The unit of a figure: of all greenhouse gases, or of CO2 alone."""
    return f"kg-{gases}".replace("CO2", "CO₂")


def gases_of(found: Expected) -> Gases:
    """What the sum of a plan counts: CO2 alone only where each of its figures does."""
    counted = {one.action.gases for one in found.taken if one.kg_co2e is not None}
    return "CO2" if counted == {"CO2"} else "CO2e"


def person_words(persons: float, language: str) -> str:
    """What a figure is per: "1 person, 1 year"."""
    if persons == 1:
        return translate("actions.person", language)
    return translate("actions.persons", language, persons=format_number(f"{persons:g}", language))


def doing_words(one: Taken, language: str) -> str:
    """The name of an action, and how far one goes where it is not all the way."""
    name = _drawn(in_language(one.action.name, language))
    if one.share == 1:
        return name
    percent = format_number(f"{100 * one.share:.3g}", language)
    return translate("actions.partly", language, name=name, percent=percent)


def title_words(found: Expected, language: str) -> str:
    """The lead action where all actions belong to one, else that they are one's own."""
    leads = {one.action.lead for one in found.taken}
    lead = leads.pop() if len(leads) == 1 else None
    return translate("actions.title" if lead is None else f"actions.lead.{lead}", language)


def who_words(found: Expected, language: str) -> str:
    """Who, and since when, as far as it was said; else nothing."""
    plan = found.plan
    parts = []
    if plan.who is not None:
        parts.append(translate("actions.made-by", language, who=plan.who))
    if plan.since is not None:
        parts.append(_day(plan.since, language))
    return translate("actions.joint", language).join(parts)


def _day(day: date, language: str) -> str:
    return translate("actions.since", language, year=day.year, month=day.month, day=day.day)


def share_words(found: Expected, language: str) -> str:
    """The share of the footprint: "17%"; nothing where it has none."""
    if found.kg_co2e is None or found.footprint_kg <= 0:
        return ""
    share = percent_of(found.kg_co2e, found.footprint_kg)
    return translate(f"reference.{share.kind}", language, value=share.value)


def of_whole_words(found: Expected, language: str) -> str:
    """What the share is of."""
    kind = "average" if found.plan.footprint is None else "own" if found.whole else "known"
    kg, who = figure_words(found.footprint_kg, language), person_words(found.plan.persons, language)
    return translate(f"actions.of-{kind}", language, kg=kg, who=who)


def notes(found: Expected, language: str) -> Iterator[str]:
    """What a reader must know: overlap, what is not counted, what is assumed."""
    counted = [one for one in found.taken if one.kg_co2e is not None]
    added = figure_words(found.added_kg, language)
    if len(counted) == 1:
        yield translate("actions.single", language)
    elif counted and added != figure_words(found.kg_co2e, language):
        yield translate("actions.added", language, kg=added)
    if gases_of(found) == "CO2e" and any(one.action.gases == "CO2" for one in counted):
        yield translate("actions.co2-only", language)
    if found.unknown:
        names = (in_language(part.name, language) for part in found.unknown)
        yield translate("actions.unknown", language, parts=translate("actions.list", language).join(names))
    if any(one.action.kg_co2e is None for one in found.taken):
        yield translate("actions.no-figure-why", language)
    yield translate("actions.note", language)


def action_words(action: Action, language: str) -> str:
    """What the figure of an action assumes."""
    return translate("actions.full", language, basis=_drawn(in_language(action.basis, language)))


def sources(found: Expected, language: str) -> Iterator[str]:
    """Each source of a figure once."""
    for title in dict.fromkeys(one.action.source.title for one in found.taken if one.action.source):
        yield translate("actions.source", language, source=title)


def plan_text(found: Expected, language: str) -> str:
    """A plan as lines of text: each action, the sum, what it is a share of, the notes and the sources.

    Raises:
        TextError: there is no table of words for the language.

    >>> from co2label.incentive import Plan, expected
    >>> print(plan_text(expected(Plan(actions=["clothes-longer"])), "en"))
    Sustainable fashion
    Wear the clothes one has for longer: 230 kg-CO₂e
    Expected to be less, a year: 230 kg-CO₂e, 3% of an average footprint, 7100 kg-CO₂e (1 person, 1 year)
    For this action alone. What overlaps with others cannot be added
    Expected from averages, not measured
    Source: Koide et al. 2021, Environ. Res. Lett. 16 084001
    """
    rows = [title_words(found, language), who_words(found, language)]
    for one in found.taken:
        figure = figure_words(one.kg_co2e, language, one.action.gases)
        rows.append(translate("statement.line", language, name=doing_words(one, language), said=figure))
    rows.append(_sum(found, language))
    rows += [*notes(found, language), *sources(found, language)]
    return "\n".join(row for row in rows if row)


def _sum(found: Expected, language: str) -> str:
    figure, share = figure_words(found.kg_co2e, language, gases_of(found)), share_words(found, language)
    said = translate("statement.line", language, name=translate("actions.expected", language), said=figure)
    if not share:
        return said
    return translate("actions.sum", language, sum=said, share=share, whole=of_whole_words(found, language))


def _drawn(text: str) -> str:
    return text.replace("CO2", "CO₂")

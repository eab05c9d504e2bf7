"""What the dishes of a menu have in common, what must not differ between them, and what of them differs and is said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from co2label.errors import DrawError, clip
from co2label.label import phrases
from co2label.model import in_language
from co2label.wording import format_number, translate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from co2label.declaration import Declaration

__all__ = ["check_alike", "menu_facts"]

_FEWEST, _MOST = 2, 12
_DETAIL = re.compile(r"\s*[（(].*")


def check_alike(declarations: Sequence[Declaration], language: str) -> None:
    """Refuse dishes whose figures must not stand under one another.

    Raises:
        DrawError: how many dishes there may be; or each thing that differs, with the dishes that differ in it.
    """
    if not _FEWEST <= len(declarations) <= _MOST:
        message = f"expected {_FEWEST} to {_MOST} dishes, got {len(declarations)}; make several menus"
        raise DrawError(message)
    problems = [
        f"{what}: {', '.join(differing)}"
        for what, of in _alike(language).items()
        if (differing := _differing(declarations, of, language))
    ]
    if problems:
        message = f"expected dishes that may be compared, got different {'; '.join(problems)}; make a menu of those alike"
        raise DrawError(message)


def _alike(language: str) -> dict[str, Callable[[Declaration], str]]:
    """What must be the same, and how it is told."""
    return {
        "declared units": lambda dish: _DETAIL.sub("", in_language(dish.declared_unit.words, language)),
        "boundaries": lambda dish: dish.boundary,
        "GWP": lambda dish: f"{dish.gwp_set}-{dish.gwp_horizon}",
        "days of reference": lambda dish: f"{dish.reference.shown_day} kg ({dish.reference.basis})",
        "companies": lambda dish: dish.company,
    }


def _differing(
    declarations: Sequence[Declaration], of: Callable[[Declaration], str], language: str
) -> list[str]:
    """The first dish with each value, if there are several."""
    first = {of(dish): dish for dish in reversed(declarations)}
    if len(first) == 1:
        return []
    return [
        f"{clip(value, 40)} ({clip(phrases.name(dish, language), 40)})"
        for value, dish in reversed(first.items())
    ]


def menu_facts(declarations: Sequence[Declaration], language: str) -> Iterator[str]:
    """The small print: what must stand near figures, the scale of the bars, the day, then each fact; once what holds for all."""
    yield from _near(declarations, language)
    largest = max(declarations, key=lambda dish: dish.kg_co2e)
    value = format_number(largest.shown.value, language)
    yield translate("menu.scale", language, value=value, unit=phrases.unit(largest))
    yield from _day(declarations, language)
    tables = [phrases.facts(dish, language) for dish in declarations]
    for fact in dict.fromkeys(fact for table in tables for fact in table):
        said = [table.get(fact, "") for table in tables]
        if fact == translate("fact.band", language) and len(set(said)) > 1:
            continue  # bands are drawn only where all are of one scheme
        yield translate("fact.spoken", language, fact=fact, said=_joined(declarations, said, language))


def _near(declarations: Sequence[Declaration], language: str) -> Iterator[str]:
    """Each sentence once, with the dishes that it holds for."""
    said = dict.fromkeys(sentence for dish in declarations for sentence in phrases.near(dish, language))
    for sentence in said:
        texts = [sentence if sentence in phrases.near(dish, language) else "" for dish in declarations]
        yield _joined(declarations, texts, language)


def _day(declarations: Sequence[Declaration], language: str) -> Iterator[str]:
    """What the percentages, or the days, are of."""
    kinds = {"menu.days" if dish.reference.kind == "days" else "menu.day" for dish in declarations}
    first = declarations[0]
    day, basis = format_number(first.reference.shown_day, language), phrases.basis(first, language)
    for key in sorted(kinds):
        yield translate(key, language, day=day, basis=basis)


def _joined(declarations: Sequence[Declaration], said: Sequence[str], language: str) -> str:
    """One text for all dishes, or each text with the dishes that it holds for."""
    if len(set(said)) == 1:
        return said[0]
    parts = []
    for text in dict.fromkeys(each for each in said if each):
        holds = [
            phrases.name(dish, language) for dish, own in zip(declarations, said, strict=True) if own == text
        ]
        dishes = translate("menu.and", language).join(holds)
        parts.append(translate("menu.of", language, said=text, dishes=dishes))
    return translate("menu.joint", language).join(parts)

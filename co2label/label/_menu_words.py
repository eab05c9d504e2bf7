"""Words of a menu: which dishes may stand under one another, and what is said once below them, with the dishes that it holds for.

Figures that stand under one another are compared, whether one says so or not. So dishes of unlike units of account or of CO2e,
boundaries, warming potentials, budgets, scales or companies are refused (CFP display guide of MOE/METI, 2025-02, on comparison).
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from co2label.errors import DrawError, IdentifierError, clip
from co2label.label import _phrases
from co2label.links import DigitalLink, web_link
from co2label.wording import format_number, format_quantity, in_language, per_words, translate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from co2label.declaration import Declaration

    Dishes = Sequence[Declaration]

_FEWEST_DISHES, _MOST_DISHES = 2, 40

_DETAIL = re.compile(r"\s*[（(].*")
"""Of a declared unit, its mass in brackets, in which dishes may differ."""


def check_alike(dishes: Dishes, language: str) -> None:
    """Refuse dishes whose figures must not stand under one another.

    Raises:
        DrawError: how many dishes there may be; or each thing that differs, with the dishes that differ in it.
    """
    if not _FEWEST_DISHES <= len(dishes) <= _MOST_DISHES:
        raise DrawError(
            f"expected {_FEWEST_DISHES} to {_MOST_DISHES} dishes, got {len(dishes)}; make several menus"
        )
    problems = [
        f"{what}: {', '.join(differing)}"
        for what, of in _must_agree(dishes, language).items()
        if (differing := _differing(dishes, of, language))
    ]
    if problems:
        todo = "make a menu of those alike, or declare them alike (`unit`, `reference` and `band` say how)"
        raise DrawError(f"expected dishes that may be compared, got different {'; '.join(problems)}; {todo}")


def _must_agree(dishes: Dishes, language: str) -> dict[str, Callable[[Declaration], str | None]]:
    """What must be the same, and how it is told; None for a dish without it, which may stand beside the others."""
    marks = {mark: None for dish in dishes for mark in dish.marks}
    return {
        "declared units": lambda dish: _DETAIL.sub("", in_language(dish.declared_unit.words, language)),
        "units of CO2e": lambda dish: dish.shown.unit,
        "boundaries": lambda dish: dish.boundary,
        "GWP": lambda dish: f"{dish.gwp_set}-{dish.gwp_horizon}",
        "references": lambda dish: (
            f"{dish.reference.shown} a {dish.reference.span} ({dish.reference.basis})"
            if dish.reference
            else "none"
        ),
        "scales": lambda dish: _scale_told(dish, language),
        "companies": lambda dish: in_language(dish.company, language),
        **{f"meanings of the mark {mark!r}": partial(_meaning, mark, language) for mark in marks},
    }


def _meaning(mark: str, language: str, dish: Declaration) -> str | None:
    return in_language(dish.marks[mark], language) if mark in dish.marks else None


def _scale_told(dish: Declaration, language: str) -> str | None:
    band = dish.band
    if band is None:
        return None
    bounds = ", ".join(band.bounds)
    return f"{_phrases.judged_within(band, language)} {_phrases.scale_made(band, language)} {bounds}".strip()


def _differing(dishes: Dishes, of: Callable[[Declaration], str | None], language: str) -> list[str]:
    """The first dish with each value, if there are several."""
    first = {value: dish for dish in reversed(dishes) if (value := of(dish)) is not None}
    if len(first) < 2:  # noqa: PLR2004 - several
        return []
    return [
        f"{clip(value, 40)} ({clip(_phrases.name(dish, language), 40)})"
        for value, dish in reversed(first.items())
    ]


def menu_link(dishes: Dishes, link: str | None) -> str:
    """What the one code of a menu opens: the link that is given, else that of all dishes, else the index of their pages.

    Raises:
        DrawError: the pages of the dishes lie on several hosts.
        IdentifierError: a link that is no https address.

    >>> from types import SimpleNamespace as Dish
    >>> menu_link([Dish(link="https://example.jp/m/1"), Dish(link="https://example.jp/m/2?a=1")], None)
    'https://example.jp/m/'
    """
    links = {dish.link for dish in dishes}
    if link is not None or len(links) == 1:
        return web_link(link if link is not None else links.pop())
    folders = [_folder(each) for each in sorted(links)]
    if len({host for host, _ in folders}) > 1:
        what = f"the pages of the dishes lie on {', '.join(sorted({host for host, _ in folders}))}"
        raise DrawError(
            f"{what}: expected a `link` to one page for the whole menu, or `dish_codes`, a code for each dish"
        )
    shared: list[str] = []
    for parts in zip(*(path for _, path in folders), strict=False):
        if len(set(parts)) > 1:
            break
        shared.append(parts[0])
    return "/".join([folders[0][0], *shared, ""])


def _folder(link: str) -> tuple[str, list[str]]:
    """Host and folders of a page; of a Digital Link the resolver, where `co2label page` puts its index."""
    try:
        url = urlsplit(f"{DigitalLink.parse(link).resolver}/")
    except IdentifierError:
        url = urlsplit(link)
    return f"https://{url.netloc}", [part for part in url.path.rpartition("/")[0].split("/") if part]


def said_of_all(dishes: Dishes, language: str) -> list[str]:
    """What all figures are per, and what must stand near each of them, in a few words: what all dishes have in common."""
    first, *others = (_near_words(dish, language) for dish in dishes)
    return [words for words in first if all(words in other for other in others)]


def _near_words(dish: Declaration, language: str) -> list[str]:
    return [_phrases.per(dish, language), *_phrases.near_short(dish, language)]


def details(dish: Declaration, language: str, said: Sequence[str]) -> Iterator[str]:
    """What stands below the name of a dish: its figure per other amounts, its range, and what must stand near it.

    Args:
        dish: of the menu.
        language: of the words.
        said: what is said of all dishes, which none says again.
    """
    yield from (words for words in _near_words(dish, language) if words not in said)
    unit = dish.shown.unit.removesuffix("-CO2e")
    for amount in dish.amounts:
        value = format_quantity(amount.shown.value, unit, language)
        yield f"{per_words(amount.words, language)} {value}"
    if dish.interval:
        yield _phrases.interval(dish, language)


def legend(dishes: Dishes, language: str) -> Iterator[str]:
    """Each mark with what it means, once, in the order in which they come."""
    marks = {mark: meaning for dish in dishes for mark, meaning in dish.marks.items()}
    for mark, meaning in marks.items():
        yield translate("fact.spoken", language, fact=mark, said=in_language(meaning, language))


def near_sentences(dishes: Dishes, language: str) -> Iterator[str]:
    """What must stand near figures, each sentence once."""
    return _each_once(dishes, [_phrases.near(dish, language) for dish in dishes], language)


def bar_words(dishes: Dishes, language: str) -> Iterator[str]:
    """What the bars are of, and what the percentages, or the days, are of."""
    ends = [dish.interval.high for dish in dishes if dish.interval]
    longest = max([*ends, *(dish.shown.value for dish in dishes)], key=float)
    value = format_number(longest, language)
    yield translate("menu.scale", language, value=value, unit=_phrases.unit(dishes[0], language))
    references = [dish.reference for dish in dishes if dish.reference]
    kinds = {
        f"menu.{each.span if each.kind in ('percent', 'below-one') else each.kind}" for each in references
    }
    for key in sorted(kinds):
        first = references[0]
        day, basis = format_number(first.shown.value, language), _phrases.basis(first, language)
        yield translate(key, language, day=day, basis=basis)


def further(dishes: Dishes, language: str) -> Iterator[str]:
    """Comparisons with one's own products, equivalents that are asked for, and SDG lines, each once."""
    said = [
        (
            *(
                translate("fact.spoken", language, fact=own[0], said=own[1])
                for own in [_phrases.comparison(dish, language)]
                if own
            ),
            *(in_language(each.words, language) for each in dish.equivalents if each.asked),
            *_phrases.indicators(dish, language),
        )
        for dish in dishes
    ]
    return _each_once(dishes, said, language)


def small_print(dishes: Dishes, language: str) -> Iterator[str]:
    """The small print of the labels: what holds for all once, else with the dishes that it holds for."""
    columns = zip(*(_padded(_phrases.small_print(dish, language)) for dish in dishes), strict=True)
    for texts in columns:
        notes = translate("mini.notes", language)
        said = notes if notes in texts else _join_dishes(dishes, texts, language)
        if said:
            yield said


_PARTS = 5
"""Of the small print, the notes among them."""


def _padded(parts: tuple[str, ...]) -> tuple[str, ...]:
    return (*parts, *([""] * (_PARTS - len(parts))))


def _each_once(dishes: Dishes, said: Sequence[Iterable[str]], language: str) -> Iterator[str]:
    """Each sentence once, with the dishes that it holds for."""
    own = [tuple(sentences) for sentences in said]
    for sentence in dict.fromkeys(each for sentences in own for each in sentences):
        texts = [sentence if sentence in sentences else "" for sentences in own]
        yield _join_dishes(dishes, texts, language)


def _join_dishes(dishes: Dishes, texts: Sequence[str], language: str) -> str:
    """One text for all dishes, or each text with the dishes that it holds for."""
    if len(set(texts)) == 1:
        return texts[0]
    parts = []
    for text in dict.fromkeys(each for each in texts if each):
        holds = [
            _phrases.name(dish, language) for dish, own in zip(dishes, texts, strict=True) if own == text
        ]
        names = translate("menu.and", language).join(holds)
        parts.append(translate("menu.of", language, said=text, dishes=names))
    return translate("menu.joint", language).join(parts)

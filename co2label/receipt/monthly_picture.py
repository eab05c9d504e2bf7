"""A monthly statement as a card: one number, its share of a day, what it is made of, the months before it.

What has no data, and a month without receipts, has words in the place of a bar.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.draw import BOLD, REGULAR, Picture, Rect, Scene, ink, measure, missing
from co2label.receipt.monthly_card import (
    ACCENT,
    AIR,
    BOTTOM,
    CONTENT,
    GREY,
    HEAVY,
    LEFT,
    LESSER,
    MIDDLE,
    NAME,
    RIGHT,
    TRACK,
    WIDTH,
    ZERO,
    Card,
)
from co2label.receipt.monthly_text import text
from co2label.receipt.monthly_words import (
    NOTHING,
    category_words,
    counted,
    coverage_words,
    day_words,
    has_categories,
    interval_words,
    month_words,
    near_words,
    notes,
    part_unit,
    part_words,
    period_words,
    share_words,
    trend_words,
    unit_words,
    unknown_words,
)
from co2label.wording import format_number, translate

if TYPE_CHECKING:
    from co2label.declaration import ReferenceShare
    from co2label.receipt.monthly import Statement
    from co2label.receipt.months import MonthSum

__all__ = ["picture"]

_TITLE, _PERIOD, _FIGURE, _SHARE, _HEAD, _SMALL = 5.2, 4.2, 14.0, 5.0, 2.7, 2.1
"""The em of each kind of text."""
_UNIT = 0.25
"""The unit beside the number, in em of the number."""
_DAY_BAR, _WHOLE_DAY = 2.0, 100
_COUNTS = 9.0
"""The column of counts, from the right edge."""
_INDENT, _ABOVE_SENTENCE = 2.2, 0.5
_GETA = "〓"


def picture(found: Statement, language: str) -> Picture:
    """Draw the statement.

    Raises:
        DrawError: a name that has no place, or a character that the fonts do not have.
    """
    card = Card(language)
    _heading(card, found)
    _number(card, found)
    _day(card, found)
    _categories(card, found)
    if len(found.months) > 1:
        _trend(card, found)
    _small_print(card, found)
    title = f"{translate('statement.title', language)} {period_words(found, language)}"
    said = text(found, language)
    return Picture(Scene(WIDTH, card.y + BOTTOM, tuple(card.ops), title, said, language))


def _heading(card: Card, found: Statement) -> None:
    said = translate("statement.title", card.language)
    size = min(_TITLE, CONTENT / measure(said, 1.0, BOLD))
    card.line(said, card.y + 0.8 * size, size, font=BOLD)
    card.y += 1.16 * size
    card.rule(HEAVY)
    receipts = counted("receipts", found.receipts, card.language)
    beside = measure(receipts, LESSER) + AIR
    period = period_words(found, card.language)
    size = min(_PERIOD, (CONTENT - beside) / measure(period, 1.0, BOLD))
    baseline = card.y + 1.6 + 0.85 * size
    card.line(period, baseline, size, font=BOLD)
    card.line(receipts, baseline, LESSER, edge=RIGHT)
    card.y = baseline + 2.2


def _number(card: Card, found: Statement) -> None:
    """The number and its unit on one baseline at the right edge; what it stands on below."""
    value = NOTHING if found.shown is None else format_number(found.shown.value, card.language)
    unit = "" if found.shown is None else unit_words(found.shown)
    size = min(_FIGURE, CONTENT / (measure(value, 1.0, BOLD) + 0.11 + measure(unit, _UNIT, BOLD)))
    baseline = card.y - ink("0", BOLD).top * size
    edge = RIGHT
    if unit:
        card.line(unit, baseline, size * _UNIT, font=BOLD, edge=RIGHT)
        edge -= measure(unit, size * _UNIT, BOLD) + 0.11 * size
    card.line(value, baseline, size, font=BOLD, edge=edge)
    card.y = baseline + max(2.2, ink(value, BOLD).bottom * size + 0.9)  # a decimal comma hangs below
    card.block(coverage_words(found, card.language), LESSER)
    if (interval := interval_words(found, card.language)) is not None:
        card.block(interval, LESSER, fill=GREY)
    _near(card, tuple(near_words(found, card.language)))
    card.y += 1.0


def _near(card: Card, sentences: tuple[str, ...]) -> None:
    """What must stand near the number, each sentence with a bullet if there are several."""
    indent = _INDENT if len(sentences) > 1 else 0.0
    for sentence in sentences:
        card.y += _ABOVE_SENTENCE
        if indent:
            card.line("•", card.y + 0.95 * LESSER, LESSER)
        card.block(sentence, LESSER, font=BOLD, indent=indent, lines=4)


def _day(card: Card, found: Statement) -> None:
    """The average of a day on the left, its share on the right, and a bar whose track is the whole day."""
    said = day_words(found, card.language)
    if said is None or found.reference is None:
        return
    card.rule(MIDDLE)
    card.y += 1.4
    share = share_words(found, card.language)
    size = min(_SHARE, 22.0 / measure(share, 1.0, BOLD))
    top = card.y
    room = CONTENT - measure(share, size, BOLD) - 2 * AIR
    card.block(said, NAME, width=room, smallest=card.least)
    last = card.ops[-1]
    baseline = max(last.y, top + 0.8 * size)
    card.line(share, baseline, size, font=BOLD, edge=RIGHT)
    card.y = baseline + 1.4
    _bar(card, found.reference)
    card.y += _DAY_BAR + 1.4


def _bar(card: Card, reference: ReferenceShare) -> None:
    """A bar that is linear from zero on a track that is the whole day; beyond the day it ends in an arrow."""
    if reference.kind == "days" or (reference.kind == "percent" and reference.value > _WHOLE_DAY):
        bounds = ink("▶", BOLD)
        size = 1.35 * _DAY_BAR / (bounds.bottom - bounds.top)
        width = (bounds.right - bounds.left) * size
        card.ops.append(Rect(LEFT, card.y, CONTENT - width - 0.5, _DAY_BAR, ACCENT))
        middle = card.y + _DAY_BAR / 2 - (bounds.top + bounds.bottom) / 2 * size
        card.line("▶", middle, size, font=BOLD, fill=ACCENT, x=RIGHT - width - bounds.left * size)
        return
    card.ops.append(Rect(LEFT, card.y, CONTENT, _DAY_BAR, TRACK))
    if reference.share > 0:
        card.ops.append(Rect(LEFT, card.y, CONTENT * reference.share, _DAY_BAR, ACCENT))


def _categories(card: Card, found: Statement) -> None:
    if has_categories(found):
        _head(card, translate("statement.categories", card.language), part_unit(found), "")
        for one in found.categories:
            card.row(category_words(one, card.language), one.share, part_words(one, card.language), RIGHT)
    elif found.unknown:
        card.rule(MIDDLE)
    if found.unknown:
        _unknown(card, found)


def _unknown(card: Card, found: Statement) -> None:
    """Apart from the bars: how many items, and which."""
    items = counted("items", found.items - found.covered, card.language)
    card.lesser(items, card.name(translate("statement.unknown", card.language)), RIGHT - ZERO)
    card.y -= 0.4
    card.block(_drawable(unknown_words(found.unknown, card.language)), LESSER, fill=GREY, lines=5)
    card.y += 0.8


def _drawable(names: str) -> str:
    """Names come from tills and may hold what the font has not; it stands as 〓, as on the receipt."""
    while (char := missing(names, REGULAR)) is not None:
        names = names.replace(char, _GETA)
    return names


def _trend(card: Card, found: Statement) -> None:
    unit = next((unit_words(one.per_day) for one in found.months if one.per_day), "")
    covered = translate("statement.covered-short", card.language)
    _head(card, translate("statement.trend", card.language), unit, covered)
    largest = max(one.kg_per_day or 0.0 for one in found.months)
    for one in found.months:
        _month(card, one, largest)


def _month(card: Card, one: MonthSum, largest: float) -> None:
    name = month_words(one.month, card.language)
    if one.per_day is None or one.kg_per_day is None:
        card.lesser(trend_words(one, card.language), card.name(name), RIGHT - ZERO)
        return
    share = max(0.0, one.kg_per_day) / largest if largest > 0 else 0.0
    value = format_number(one.per_day.value, card.language)
    middle = card.row(name, share, value, RIGHT - _COUNTS)
    card.lesser(f"{one.covered}/{one.items}", middle, _COUNTS - 1.0)


def _head(card: Card, said: str, unit: str, counts: str) -> None:
    card.rule(MIDDLE)
    baseline = card.y + 3.4
    card.line(said, baseline, _HEAD, font=BOLD)
    edge = RIGHT
    if counts:
        card.line(counts, baseline, _SMALL, fill=GREY, edge=RIGHT)
        edge -= _COUNTS
    if unit:
        card.line(unit, baseline, _SMALL, fill=GREY, edge=edge)
    card.y = baseline + 1.2


def _small_print(card: Card, found: Statement) -> None:
    card.rule(MIDDLE)
    card.y += 1.0
    for each in (*notes(found, card.language), translate("receipt.information", card.language)):
        card.block(each, LESSER if card.language == "ja" else 2.3, fill=GREY)

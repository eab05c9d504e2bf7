"""A month to be shared: a picture of 1080 × 1350 pixels for a feed, or of 1200 × 630 for a preview of a link.

The number leads; its range, what it covers, what it is made of and what it is of all of life stand below it, or beside it on the
wide picture. Both have 15 pixels a millimetre, which is what `Picture.png` draws.

>>> from datetime import date
>>> from co2label.receipt import Receipt, ReceiptLine, statement
>>> milk = Receipt(lines=[ReceiptLine(name="牛乳", product="milk", price=248, kg_co2e=1.5)])
>>> picture = share_card(statement([(date(2026, 11, 5), milk)], month="2026-11"), "en", "wide")
>>> 15 * picture.scene.width, 15 * picture.scene.height
(1200.0, 630.0)
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from co2label import draw
from co2label.errors import DrawError, clip
from co2label.figures import percent_of
from co2label.receipt import _statement_card as card
from co2label.receipt._words import percent_words
from co2label.wording import Translator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from co2label.receipt._statement import MonthlyStatement


@dataclass(frozen=True, slots=True)
class _Shape:
    """Measures of a picture in mm: the page, the column of the number, that of what stands below or beside it, and ems."""

    width: float
    height: float
    first: tuple[float, float]
    second: tuple[float, float]
    title: float
    figure: float
    text: float
    small: float
    margin: float

    def scaled(self, size: float) -> _Shape:
        """The same page with smaller letters."""
        ems = {name: size * getattr(self, name) for name in ("title", "figure", "text", "small")}
        return replace(self, **ems)


_SHAPES = {
    "portrait": _Shape(72.0, 90.0, (5.5, 61.0), (5.5, 61.0), 5.0, 26.0, 3.5, 2.6, 5.5),
    "wide": _Shape(80.0, 42.0, (4.0, 36.0), (43.5, 32.5), 3.6, 15.0, 2.3, 1.9, 3.2),
}
_MOST_PARTS = 5
_SIZES = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64)
"""All letters give way as far as they must."""
_LATER = 0.2
"""The number beside the rest gives way by so much less."""
_UNIT = 0.26
"""The unit beside the number, in em of the number."""


def share_card(statement: MonthlyStatement, language: str = "ja", shape: str = "portrait") -> draw.Picture:
    """Draw a month to be shared.

    Args:
        statement: of the month.
        language: of the words.
        shape: `portrait`, 1080 × 1350 pixels, or `wide`, 1200 × 630.

    Raises:
        DrawError: another shape, or texts that have no place.
        TextError: a language without words.
    """
    if shape not in _SHAPES:
        raise DrawError(f"expected a shape of {', '.join(_SHAPES)}, got {clip(shape)}")
    w = Translator(language)
    title = f"{w.say('statement.title')} {card.period_words(statement, w)}"
    for size in _SIZES:
        measures, first = (_SHAPES[shape].scaled(each) for each in (size, min(1.0, size + _LATER)))
        first = measures if measures.first == measures.second else first
        head, below = draw.Column(*_head(statement, w, first))(measures.margin)
        top = below + 0.6 * measures.text if measures.first == measures.second else measures.margin
        rest, end = draw.Column(*_rest(statement, w, measures))(top)
        if max(end, below) <= measures.height - 0.8 * measures.margin:
            ops: tuple[draw.Op, ...] = (*head, *rest)
            text = card.statement_text(statement, language)
            return draw.Picture(draw.Scene(measures.width, measures.height, ops, title, text, language))
    raise DrawError(f"the {shape} picture has no room for this month; draw the card of 62 mm")


def _style(size: float, w: Translator, column: tuple[float, float], **how: Any) -> draw.TextStyle:
    place = {"x": column[0], "width": column[1], "frame": (0.95, 0.41)}
    fit: dict[str, Any] = {"smallest": 0.8 * size, "most_lines": 3, **place, **how}
    return draw.TextStyle(size, w.language, **fit)


def _head(statement: MonthlyStatement, w: Translator, measures: _Shape) -> Iterator[draw.Part]:
    """Title, month, the number with its unit, and its range."""
    column = measures.first
    title = _style(measures.title, w, column, font=draw.BOLD)
    yield draw.Block(w.say("statement.title"), title)
    yield draw.Space(0.3 * measures.title)
    yield draw.Rule(0.9, x=column[0], width=column[1])
    yield draw.Space(0.5 * measures.title)
    period = _style(0.85 * measures.title, w, column, font=draw.BOLD)
    yield draw.Block(card.period_words(statement, w), period)
    yield _number(*card.figure_parts(statement, w), w, measures)
    if (interval := card.interval_words(statement, w)) is not None:
        yield draw.Block(interval, _style(measures.text, w, column, fill=draw.GREY))


def _number(value: str, unit: str, w: Translator, measures: _Shape) -> draw.Part:
    """The number flush left, and its unit on the same baseline."""
    left, width = measures.first
    size = min(
        measures.figure,
        width / (draw.measure(value, 1.0, draw.BOLD) + 0.1 + draw.measure(unit, _UNIT, draw.BOLD)),
    )
    edge = left + draw.measure(value, size, draw.BOLD) + 0.1 * size
    style = draw.TextStyle(size, w.language, x=left, width=width, font=draw.BOLD)
    lines = [draw.Line(value, style)]
    below = draw.ink(value, draw.BOLD).bottom * size
    if unit:
        lines.append(draw.Line(unit, replace(style, size=_UNIT * size, x=edge)))
        below = max(below, draw.ink(unit, draw.BOLD).bottom * _UNIT * size)
    above = 0.12 * size - draw.ink("0", draw.BOLD).top * size
    return draw.OneLine(*lines, above=above, below=below + 0.4 * measures.text)


def _rest(statement: MonthlyStatement, w: Translator, measures: _Shape) -> Iterator[draw.Part]:
    """Coverage and composition of the number, and its share of a whole day."""
    column, text, small = measures.second, measures.text, measures.small
    yield draw.Block(card.covered_words(statement, w), _style(small, w, column))
    for remark in card.remark_words(statement, w):
        yield draw.Block(remark, _style(small, w, column, font=draw.BOLD))
    yield draw.Space(0.6 * text)
    parts = card.food_words(statement, w) or _category_parts(statement, w)
    if parts:
        yield draw.Rule(0.25, x=column[0], width=column[1])
        yield draw.Space(0.4 * text)
        yield draw.Line(w.say("statement.categories"), _style(text, w, column, font=draw.BOLD))
        yield draw.Space(0.4 * text)
        yield draw.StackedBar(parts, _style(0.9 * text, w, column), height=1.1 * text, squares=True)
        yield draw.Space(0.8 * text)
    if (life := card.day_words(statement, w)) is not None:
        yield draw.Rule(0.25, x=column[0], width=column[1])
        yield draw.Space(0.4 * text)
        yield draw.Block(life, _style(text, w, column, most_lines=6))
        yield draw.Space(0.4 * text)
    if (like := card.as_much_as_words(statement, w)) is not None:
        yield draw.Block(like, _style(0.85 * text, w, column, most_lines=4, smallest=0.85 * text))
        yield draw.Space(0.4 * text)
    basis = [] if statement.reference is None else [card.basis_words(statement.reference, w)]
    for note in (*basis, w.say("receipt.information")):
        yield draw.Block(note, _style(small, w, column, fill=draw.GREY, smallest=small))


def _category_parts(statement: MonthlyStatement, w: Translator) -> tuple[tuple[float, str], ...]:
    """The largest categories and all else, with the words of each; nothing where shares say nothing."""
    known = [one for one in statement.categories if one.percent is not None]
    if len(known) != len(statement.categories) or len(known) < 2:  # noqa: PLR2004 - one is all of it
        return ()
    shown = known if len(known) <= _MOST_PARTS else known[: _MOST_PARTS - 1]
    parts = [(one.share, f"{card.category_words(one, w)} {card.part_words(one, w)}") for one in shown]
    if len(shown) < len(known):
        left = percent_of(sum(one.share for one in known[len(shown) :]), 1.0)
        words = f"{w.say('statement.other')} {percent_words(left, w)}"
        parts.append((sum(one.share for one in known[len(shown) :]), words))
    return tuple(parts)

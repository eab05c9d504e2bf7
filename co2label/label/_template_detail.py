"""The full table: a card that is read like the nutrition table beside it.

After the CFP display guide (MOE/METI, 2025-02): the figure with its unit; beside it the declared unit, the life-cycle
stages and the way to the report; what is covered; bars that are linear and start from zero.

Bands from top to bottom: title, name and declared unit, number, scale, remarks near the number, share of a
person's day, stages, comparison and SDG lines, small print with the QR code. A stage outside the boundary, without data, or
in which nothing happens has words in place of figures and no bar: it is not a zero. The bar of a credit lies to the left of zero.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from co2label.draw import (
    BOTTOM,
    CONTENT,
    GREY,
    HAIR,
    HAIRLINE,
    HEAVY,
    LEFT,
    MIDDLE,
    ON_MIDDLE,
    QUIET,
    RIGHT,
    TOP,
    WIDTH,
    Axis,
    Block,
    Column,
    Line,
    Op,
    Part,
    Placed,
    Qr,
    Rule,
    ShareBar,
    Side,
    Space,
    TextStyle,
    after,
    measure,
    modules_across,
    second_size,
    set_block,
    set_line,
    smallest,
    text_size,
)
from co2label.errors import DrawError, clip
from co2label.label import _blocks, _phrases
from co2label.label._brand import DEFAULT_BRAND, MODULE, Brand, CardContext, card_context
from co2label.label._parts import (
    AROUND_WORDS,
    Words,
    bulleted,
    cue,
    figure_size,
    in_both,
    label_picture,
    near,
    number,
    small_styles,
    title,
    what,
)
from co2label.label._templates import template
from co2label.wording import in_language, read_languages, share_first, translate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from co2label.declaration import Declaration, OwnComparison, ReferenceShare
    from co2label.draw import Picture


_DAY_TEXT, _DAY_SHARE = 2.8, 4.4

_DAY_BAR = 2.0

_ABOVE_DAY_BAR, _BELOW_DAY_BAR = 1.4, 0.9

_BESIDE_SHARE = 2.5

_WIDEST_SHARE = 0.5 * CONTENT

_DayTexts = tuple[str, str, str, str]
"""In one language: its name, what it is a part of, the part, where the budget of the day comes from."""


def daily(look: CardContext, declaration: Declaration, y: float) -> Placed:
    """The percentage of the day, its bar, and where the day's budget comes from."""
    reference = declaration.reference
    if reference is None:
        return (), y
    texts = tuple(_day_texts(reference, language) for language in look.languages)
    ops, top = _day_words(look, texts[0], y)
    below, end = _day_basis(look, texts, top + _DAY_BAR + _BELOW_DAY_BAR)
    return (*ops, *_day_bar(look, reference, top), *below), end


def _day_texts(reference: ReferenceShare, language: str) -> _DayTexts:
    day, share = _phrases.budget(reference, language), _phrases.share(reference, language)
    return language, day, share, _phrases.basis(reference, language)


@lru_cache(maxsize=1024)
def _day_words(look: CardContext, texts: _DayTexts, y: float) -> Placed:
    """The part and what it is of, in the order of the language, over the whole width; ends where the bar begins."""
    language, day, share, _ = texts
    widest = _WIDEST_SHARE / measure(share, 1.0, look.brand.bold)
    size = min(_DAY_SHARE, look.figure / 3, widest)
    style = look.style(size, language, bold=True)
    taken = measure(share, size, style.font) + _BESIDE_SHARE
    x = LEFT
    if share_first(language):
        x += taken
    else:
        style = replace(style, x=RIGHT, align="right")
    lesser = look.style(min(_DAY_TEXT, look.figure / 3), language, x=x, width=CONTENT - taken, most_lines=3)
    lines, _ = set_block(day, y + 0.2, lesser)
    low = max(0.0, y + 0.75 * size - lines[-1].y)
    ops = [replace(line, y=line.y + low) for line in lines]
    baseline = ops[-1].y
    return (*ops, set_line(share, baseline, style)), baseline + _ABOVE_DAY_BAR


def _day_bar(look: CardContext, reference: ReferenceShare, y: float) -> tuple[Op, ...]:
    """A bar that is linear from zero on a track that is the whole budget; beyond it a tick marks where the budget ends."""
    axis = Axis.holding(reference.share, *(reference.interval or ()))
    bar = ShareBar(axis, reference.share, _DAY_BAR, reference.interval, look.brand.accent)
    return _blocks.in_ink(look, bar)(y)[0]


@lru_cache(maxsize=1024)
def _day_basis(look: CardContext, texts: tuple[_DayTexts, ...], y: float) -> Placed:
    """The basis in the first language; then all of it in the second, on one line where it has room."""
    language, _, _, basis = texts[0]
    size = text_size(language)
    ops, bottom = set_block(basis, y, look.style(size, language, fill=GREY, most_lines=2))
    if len(texts) == 1:
        return ops, bottom
    more, bottom = _day_second_language(look, texts, bottom + 0.7)
    return (*ops, *more), bottom


def _day_second_language(look: CardContext, texts: tuple[_DayTexts, ...], y: float) -> Placed:
    """The part, what it is of, and where that comes from, in one sentence."""
    language, day, share, basis = texts[1]
    sentence = translate("reference.sentence", language, share=share, of=day)
    text = translate("reference.with-basis", language, day=sentence, basis=basis)
    return set_block(text, y, look.style(smallest(language), language, fill=GREY, most_lines=3))


_STAGE_NAME, _STAGE_VALUE, _STAGE_PERCENT, _STAGE_UNIT = 2.7, 3.1, 2.5, 2.1

_ZERO = LEFT + 22.6
"""Where all bars begin."""

_PERCENT_COLUMN = 7.4

_VALUE_WIDTH = 7.8

_LEAST_TRACK = 9.0

_STAGE_BAR = 2.0

_STAGE_ROW = 4.6


def stage_table(look: CardContext, declaration: Declaration, y: float) -> Placed:
    """A heading with the unit of the column, five rows between hairlines, and whether the rows are rounded apart."""
    shares = any(line.percent is not None for line in declaration.stages)
    edge = RIGHT - _percent_column(look, declaration) if shares else RIGHT
    head, y = _stages_head(look, (_phrases.unit(declaration, look.first), edge), y)
    height = _stage_row_height(look)
    values = [_phrases.stage_value(line, look.first) for line in declaration.stages]
    size, track = _value_columns(look, tuple(values), edge)
    parts = (line.share for line in declaration.stages if line.status == "included")
    axis = Axis.holding(*parts, x=_ZERO, width=track)
    ops = list(head)
    for line, value in zip(declaration.stages, values, strict=True):
        name, y = _stage_row(look, line.stage, height, y)
        middle = y - height / 2
        ops += name
        if line.status == "included" and line.value is not None:
            bar = ShareBar(axis, line.share, _STAGE_BAR, fill=look.brand.accent)
            ops += _blocks.in_ink(look, bar)(middle - _STAGE_BAR / 2)[0]
            percent = "" if line.percent is None else _phrases.percent(line.percent, look.first)
            ops += _stage_figures(look, (value, percent), (middle, edge), size)
        else:
            ops += _stage_status(look, line.status, middle)
    if declaration.rounded:
        note, y = _rounded_note(look, y)
        ops += note
    return tuple(ops), y


def _percent_column(look: CardContext, declaration: Declaration) -> float:
    """The width of the percentages and of the blank before them, mm."""
    texts = (_phrases.percent(line.percent, look.first) for line in declaration.stages if line.percent)
    return max(_PERCENT_COLUMN, *(measure(each, _STAGE_PERCENT, look.brand.regular) + 1.4 for each in texts))


@lru_cache(maxsize=256)
def _stage_row_height(look: CardContext) -> float:
    if look.second is None:
        return _STAGE_ROW
    base = _base_styles(look)
    return max(_STAGE_ROW, Words((), base, base).height + 2 * AROUND_WORDS)


@lru_cache(maxsize=256)
def _stages_head(look: CardContext, column: tuple[str, float], y: float) -> Placed:
    """What the rows are of; their unit above the edge where the values end."""
    unit_text, edge = column
    baseline = y + 2.2
    first = look.style(_STAGE_PERCENT, look.first, bold=True)
    text = translate("stages.title", look.first)
    unit = look.style(_STAGE_UNIT, look.figures, x=edge, align="right", fill=GREY)
    ops: list[Op] = [set_line(text, baseline, first), set_line(unit_text, baseline, unit)]
    if look.second:
        start = LEFT + measure(text, first.size, first.font) + 1.2
        size = second_size(_STAGE_PERCENT, look.second)
        second = translate("stages.title", look.second)
        room = edge - measure(unit_text, unit.size, unit.font) - 1.2 - start
        if measure(second, size, look.brand.regular) <= room:
            ops.append(set_line(second, baseline, look.style(size, look.second, x=start, fill=GREY)))
    return tuple(ops), baseline + 1.1


@lru_cache(maxsize=1024)
def _stage_row(look: CardContext, stage: str, height: float, y: float) -> Placed:
    """The hairline above a row and the name of its stage."""
    hair, top = Rule(HAIR, HAIRLINE)(y)
    style = look.style(min(_STAGE_NAME, look.figure / 3), look.first, width=_ZERO - LEFT - 0.6)
    return (*hair, *_word_in_row(look, f"stage.{stage}", top + height / 2, style)), top + height


@lru_cache(maxsize=1024)
def _stage_status(look: CardContext, status: str, middle: float) -> tuple[Op, ...]:
    style = look.style(_STAGE_PERCENT, look.first, x=RIGHT, align="right", fill=GREY, width=CONTENT / 2)
    return _word_in_row(look, f"stage.{status}", middle, style)


@lru_cache(maxsize=4096)
def _stage_figures(
    look: CardContext, texts: tuple[str, str], place: tuple[float, float], size: float
) -> tuple[Op, ...]:
    """The value and the percentage, each at the right edge of its column, on one baseline; the value alone without shares."""
    (value, percent), (middle, edge) = texts, place
    baseline = middle + ON_MIDDLE * size
    value_style = look.style(size, look.figures, bold=True, x=edge, align="right")
    if not percent:
        return (set_line(value, baseline, value_style),)
    percent_style = look.style(_STAGE_PERCENT, look.figures, x=RIGHT, align="right", fill=GREY)
    return set_line(value, baseline, value_style), set_line(percent, baseline, percent_style)


@lru_cache(maxsize=256)
def _rounded_note(look: CardContext, y: float) -> Placed:
    """That the rows are rounded one by one, below the last of them; the second language beside it, else below."""
    texts = look.each(translate, "stages.rounded")
    style = look.style(text_size(look.first), look.first, fill=GREY, most_lines=2)
    second = look.second or look.first
    lesser = look.style(smallest(second), second, fill=GREY, most_lines=2)
    note = in_both(look, texts, (style, lesser), under=0.5)
    return Column(Rule(HAIR, HAIRLINE), Space(0.7), note, Space(1.0))(y)


def _word_in_row(look: CardContext, key: str, middle: float, style: TextStyle) -> tuple[Op, ...]:
    """A word in the middle of a row, in each language."""
    second = look.second or look.first
    lesser = replace(style, size=second_size(style.size, second), language=second, fill=GREY)
    texts = look.each(translate, key)
    return Words(texts, (style, lesser), _base_styles(look)).around(middle)


def _base_styles(look: CardContext) -> tuple[TextStyle, TextStyle]:
    """The styles of names of stages, on whose baselines all words of the table stand."""
    second = look.second or look.first
    return look.style(_STAGE_NAME, look.first), look.style(second_size(_STAGE_NAME, second), second)


@lru_cache(maxsize=4096)
def _value_columns(look: CardContext, values: tuple[str, ...], edge: float) -> tuple[float, float]:
    """The size of the values and the width of the track: wide values take from the track first."""
    widest = max(0.01, *(measure(value, 1.0, look.brand.bold) for value in values))
    room = edge - _ZERO - 1.4
    size = min(_STAGE_VALUE, look.figure / 3, (room - _LEAST_TRACK) / widest)
    return size, room - max(_VALUE_WIDTH, widest * size)


def remarks(look: CardContext, declaration: Declaration) -> Column | None:
    """The comparison with the company's own product, then the SDG lines; None where there are none."""
    lines = list(zip(*look.each(_phrases.indicators, declaration), strict=True))
    parts = bulleted(look, lines, 4, under=0.7, beside=2.0)
    if declaration.comparison:
        parts.insert(0, _comparison(look, declaration.comparison))
    return Column(*parts, gap=0.9) if parts else None


def _comparison(look: CardContext, own: OwnComparison) -> Part:
    """In bold; below it what it rests on; then both in the second language, as one text."""
    style, lesser = small_styles(look, 4)
    sentence, basis = (in_language(words, look.first) for words in (own.sentence, own.basis))
    first = Column(Block(sentence, replace(style, font=look.brand.bold)), Block(basis, style), gap=0.9)
    if not look.second:
        return first
    both = (in_language(words, look.second) for words in (own.sentence, own.basis))
    return Column(first, Block(translate("fact.joint", look.second).join(both), lesser), gap=0.7)


_HEIGHT_STEP = 1.0
"""A card grows downwards by steps of this many mm."""

_BETWEEN_FACTS, _BETWEEN_LANGUAGES = 0.9, 1.4

_BEFORE_CUE, _TO_CODE, _AFTER_FACT = 1.4, 1.65, 1.2

_FACT_LINES = 12

_LARGEST_CODE = 27.7
"""69 modules (version 13): a link of about 330 characters."""

_CLOSE = 1e-6

_DESCENT = 0.5
"""How far letters may hang below a fact."""


def small_print(look: CardContext, declaration: Declaration, y: float) -> Placed:
    """Facts on the left, the QR code at the bottom right; the last line says what one gets behind the code.

    The first facts have the whole width: as many as do not make the card taller. Ends where the card ends but for its
    lower margin, at a whole step of its height; what blank there is lies above.
    """
    link, quiet = declaration.link, QUIET * MODULE
    size = modules_across(link) * MODULE
    dark = size - 2 * quiet
    if dark > _LARGEST_CODE:
        raise DrawError(
            f"expected a link whose QR code fits {_LARGEST_CODE:.0f} mm, got {clip(link, 40)}: {len(link)} characters "
            f"make {dark:.0f} mm; shorten the link"
        )
    facts = tuple(_phrases.facts(declaration, look.first).items())
    part = partial(_facts_and_cue, look, facts, _facts_in_second(look, declaration), dark)
    _, end = part(y)
    blank = math.ceil((end + BOTTOM) / _HEIGHT_STEP - _CLOSE) * _HEIGHT_STEP - BOTTOM - end
    ops, bottom = part(y + blank)
    spoken = translate("spoken.qr", look.first, link=link)
    return (*ops, Qr(RIGHT - dark - quiet, bottom - dark - quiet, size, link, spoken)), bottom


def _facts_in_second(look: CardContext, declaration: Declaration) -> str:
    """The facts in the second language, as one text; what both languages say alike is said once.

    Of the steps it names the scheme: their limits are figures, and stand in the first language.
    """
    if look.second is None:
        return ""
    facts = _phrases.facts(declaration, look.second)
    if declaration.band:
        facts[translate("fact.band", look.second)] = _phrases.scheme(declaration.band, look.second)
    alike = {_phrases.bare(text) for text in _phrases.facts(declaration, look.first).values()}
    return translate("fact.joint", look.second).join(
        translate("fact.spoken", look.second, fact=fact, said=text)
        for fact, text in facts.items()
        if _phrases.bare(text) not in alike
    )


@lru_cache(maxsize=512)
def _facts_and_cue(
    look: CardContext, facts: tuple[tuple[str, str], ...], other: str, dark: float, y: float
) -> Placed:
    """The facts, those in the second language as one text, and the cue; ends where the dark of a code of this size ends."""
    narrow = CONTENT - dark - _TO_CODE
    cue_height = _cue(look, 0.0, narrow)[1]
    ways = []
    for wide in range(len(facts) + bool(other), 0, -1):
        *parts, second = _fact_blocks(look, facts, other, wide, narrow)
        whole = Column(Column(*parts, gap=_BETWEEN_FACTS), second, gap=_BETWEEN_LANGUAGES)
        ops, end = whole(y)
        _, code_top = (whole if wide > len(parts) else Column(*parts[:wide], gap=_BETWEEN_FACTS))(y)
        bottom = max(end + _BEFORE_CUE + cue_height, code_top + _DESCENT + QUIET * MODULE + dark)
        ways.append((bottom, ops))
    bottom, ops = min(ways, key=lambda way: math.ceil(way[0] + BOTTOM - _CLOSE))
    cue, _ = _cue(look, bottom - cue_height, narrow)
    return (*ops, *cue), bottom


def _fact_blocks(
    look: CardContext, facts: tuple[tuple[str, str], ...], other: str, wide: int, narrow: float
) -> Iterator[Part | None]:
    """The facts as rows of two columns, then all in the second language or None; the first so many have the whole width."""
    style, lesser = small_styles(look, _FACT_LINES)
    widths = [CONTENT] * wide + [narrow] * (len(facts) + 1 - wide)
    column = max(style.width_of(fact) for fact, _ in facts) + _AFTER_FACT
    for (fact, text), width in zip(facts, widths, strict=False):
        beside = replace(style, x=LEFT + column, width=width - column)
        yield Side(Line(fact, replace(style, fill=GREY)), Block(text, beside))
    yield Block(other, replace(lesser, width=widths[-1])) if other else None


def _cue(look: CardContext, y: float, width: float) -> Placed:
    """What one gets behind the code; its last baseline is where the code ends."""
    style = look.style(text_size(look.first), look.first, bold=True)
    baseline = y + style.above
    ops = cue(look, baseline, style)
    if not look.second:
        return ops, baseline
    other = translate("line.qr", look.second)
    lesser = look.style(smallest(look.second), look.second, fill=GREY)
    mark = ops[1]
    x = style.x + style.width_of(ops[0].text) + 0.8 + measure(mark.text, mark.size, mark.font) + 1.0
    if x + lesser.width_of(other) <= LEFT + width:
        return (*ops, set_line(other, baseline, replace(lesser, x=x))), baseline
    baseline += 0.7 + lesser.above
    return (*ops, set_line(other, baseline, lesser)), baseline


@template("detail")
def detail(
    declaration: Declaration, *, language: str | Sequence[str] = "ja", brand: Brand = DEFAULT_BRAND
) -> Picture:
    """Draw the full card, 62 mm wide.

    Args:
        declaration: of the product.
        language: "ja", "en", "ja+en" (the first one leads) or a tuple of languages.
        brand: whose style it is drawn in.

    Returns:
        A checked Picture: `.save("card.png")`, `.save("card.svg")`, `.png()`, `.svg()`.

    Raises:
        DrawError: a text that does not fit or cannot be drawn, or not one or two languages.
        TextError: a language without wording.

    >>> import co2label as c2
    >>> tea = c2.Product(id="tea", name="Tea", declared_unit="1 piece", boundary="cradle-to-gate", year=2025,
    ...     activities=[c2.Activity("gas", "0.21 kg", gas="CO2", stage="production")])
    >>> declaration = c2.declare(c2.compute(tea), issued="2026-11-23", valid_until="2027-11-22", company="Chaya",
    ...     info_url="https://example.jp/tea")
    >>> card = detail(declaration, language="en")
    >>> card.scene.width, card.scene.title
    (62.0, 'CO2 footprint: Tea')
    """
    languages = read_languages(language, _phrases.MOST_LANGUAGES)
    look = card_context(languages, figure_size(declaration, brand, languages[0]), brand)
    names, pers = look.each(_phrases.name, declaration), look.each(_phrases.per, declaration)
    rule, found = Rule(MIDDLE, brand.ink), remarks(look, declaration)
    card = Column(
        partial(title, look),
        Rule(HEAVY, brand.ink),
        Space(1.8),
        partial(what, look, names, pers),
        Space(2.8),
        number(look, declaration),
        after(2.6, _blocks.scale(look, declaration)),
        after(2.6, near(look, declaration)),
        after(2.6, partial(daily, look, declaration)),
        Space(1.3),
        rule,
        after(1.2, partial(stage_table, look, declaration)),
        rule,
        after(1.6, found and Column(found, Space(1.4), Rule(HAIR, HAIRLINE))),
        after(1.8, partial(small_print, look, declaration)),
    )
    ops, end = card(TOP)
    return label_picture(look, declaration, (WIDTH, round(end + BOTTOM, 6)), ops)

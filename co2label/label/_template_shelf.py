"""The shelf label: name, price, and the figure read like a unit price, per unit and per 100 g or 1 kg; what must stand near it.

It is a strip for a shelf rail or the picture of an electronic shelf label; all sizes follow the size of the label, and no
text is smaller than 11 pixels of a display of 112 dpi. The price is the largest; the two figures of CO₂ stand in one
column, and so do their units.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from co2label.declaration import refuse_claims
from co2label.draw import (
    GREY,
    HAIR,
    HAIRLINE,
    MIDDLE,
    Op,
    Rect,
    Text,
    TextStyle,
    font_with,
    ink,
    measure,
    set_block,
    set_line,
)
from co2label.errors import DrawError
from co2label.label import _phrases
from co2label.label._brand import DEFAULT_BRAND, Brand, CardContext, card_context
from co2label.label._parts import MARK, code_at, code_side, label_picture, near_lines, pack_phrases, steps
from co2label.label._templates import template
from co2label.text import clean_text
from co2label.wording import format_number, format_unit, in_language, per_words, read_languages, translate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from co2label.declaration import Declaration, PerAmount
    from co2label.draw import Align, Picture


EDGE = 1.8

SMALL, LEAST = 2.6, 2.5
"""The em of small print at the size of the design, and everywhere: 2.5 mm are 11 pixels at 112 dpi."""

FIGURE = 9.0

GAP = 0.7
"""Between two rows at least, mm."""

_BETWEEN_LINES = 0.1
"""Between the ink of two lines at least, mm."""

BETWEEN = 1.5
"""Between words on the left and a figure on the right, mm."""


@dataclass(frozen=True, slots=True)
class ShelfRow:
    """Ops set from y = 0, and their height."""

    ops: tuple[Op, ...]
    height: float
    wide: tuple[Op, ...] = ()
    """The ops of a row that lies above the code, where it may take the whole width."""


@dataclass(frozen=True, slots=True, eq=False)
class Strip:
    """What is said and in which room: the right edge of the rows, the height; and the em of small print."""

    look: CardContext
    declaration: Declaration
    right: float
    """The right edge of the rows."""
    height: float
    small: float
    price: str | None
    note: str | None
    side: float
    """Of the code, which lies in the corner at the bottom right."""

    @property
    def width(self) -> float:
        """The width of the rows."""
        return self.right - EDGE

    @property
    def whole(self) -> float:
        """The width of what lies above the code."""
        return self.width + self.side

    @property
    def largest_price(self) -> float:
        """The em of the price at most."""
        return _PRICE * self.look.figure / FIGURE

    @property
    def value(self) -> str:
        """The number."""
        return format_number(self.declaration.shown.value, self.look.first)

    def print(self, language: str | None = None, width: float | None = None) -> TextStyle:
        """The style of small print on the left edge; the second language is grey."""
        language, width = language or self.look.first, self.width if width is None else width
        fill = None if language == self.look.first else GREY
        return self.look.style(
            self.small, language, fill=fill, x=EDGE, width=width, most_lines=2, leading=1.2, smallest=LEAST
        )

    def bold(self, size: float, x: float, align: Align = "right") -> TextStyle:
        """The style of a figure that ends or begins at `x`."""
        width = self.width if align == "right" else self.right - x
        return self.look.style(size, self.look.first, bold=True, x=x, width=width, align=align)


def rule_row(strip: Strip, height: float, fill: str) -> ShelfRow:
    """A rule across the rows, or across the label."""
    short, long = (Rect(EDGE, 0.0, width, height, fill) for width in (strip.width, strip.whole))
    return ShelfRow((short,), height, (long,))


@lru_cache(maxsize=512)
def block(text: str, style: TextStyle) -> ShelfRow:
    """A text of one or more lines; its height is that of its ink, where that is higher than usual."""
    ops, bottom = set_block(text, 0.0, style)
    apart = _apart(ops)
    bottom += apart[-1].y - ops[-1].y
    inks = [(op, ink(op.text, op.font)) for op in apart]
    above = max(0.0, *(-op.y - bounds.top * op.size for op, bounds in inks))
    below = max(bottom, *(op.y + bounds.bottom * op.size for op, bounds in inks))
    return ShelfRow(tuple(replace(op, y=op.y + above) for op in apart), above + below)


def _apart(lines: tuple[Text, ...]) -> list[Text]:
    """The lines, moved down where a letter would hang into the accents of the next line."""
    moved = [lines[0]]
    for line in lines[1:]:
        before = moved[-1]
        hangs = before.y + ink(before.text, before.font).bottom * before.size
        usual = before.y + line.y - lines[len(moved) - 1].y
        least = hangs + _BETWEEN_LINES - ink(line.text, line.font).top * line.size
        moved.append(replace(line, y=max(usual, least)))
    return moved


_PRICE = 12.0
"""The em of the price at most."""

_PRICE_GROWS = 1.8
"""How much faster the price grows than a number of more than 1 mm: 1.3 times as large on a small label, else 1.5 times."""

_UNIT, _UNIT_GAP = 0.4, 0.16

_UNIT_LEAST = 2.5

_LEADING = 1.36


def figure_rows(strip: Strip, figure: float) -> Iterator[ShelfRow]:
    """Price, number, number per amount; those that there are."""
    if strip.price is not None:
        yield _price_row(strip, strip.price, figure)
        yield rule_row(strip, HAIR, HAIRLINE)
    yield _number_row(strip, figure)
    if strip.declaration.per_amount is not None:
        yield _per_amount_row(strip, strip.declaration.per_amount, figure)


def _height_of_figures(strip: Strip, figure: float) -> float:
    """The height of these rows, each with the gap below it, without drawing them."""
    height = _number_place(strip, figure)[-1] + GAP
    if strip.price is not None:
        bounds = ink(strip.price, strip.look.brand.bold)
        size = _price_size(strip, strip.price, figure)
        height += (max(0.0, bounds.bottom) - bounds.top) * size + HAIR + 2 * GAP
    if strip.declaration.per_amount is not None:
        height += _per_amount_words(strip, strip.declaration.per_amount).height + GAP
    return height


def widest(strip: Strip) -> float:
    """The em with which number and unit take what width the title leaves, and the price is clearly larger."""
    bold = strip.look.brand.bold
    value = measure(strip.value, 1.0, bold) + _UNIT_GAP
    unit = measure(_phrases.unit(strip.declaration, strip.look.first), 1.0, bold)
    room = strip.width - measure(translate("small.title", strip.look.first), strip.small, bold) - BETWEEN
    column = max(_UNIT_LEAST * unit, _per_unit_width(strip))
    across = min(room / (value + _UNIT * unit), max(0.0, room - column) / value)
    return across if strip.price is None else min(across, 1.0 + strip.largest_price / _PRICE_GROWS)


def _price_size(strip: Strip, price: str, figure: float) -> float:
    """The em of the price beside its note."""
    brand = strip.look.brand
    beside = measure(strip.note, strip.small, brand.regular) + BETWEEN if strip.note else 0.0
    most = (strip.width - beside) / measure(price, 1.0, brand.bold)
    if most < strip.small:
        raise DrawError(
            f"expected a price that fits {strip.width:.1f} mm beside its note, got {price!r}; shorten them"
        )
    return min(strip.largest_price, _PRICE_GROWS * (figure - 1.0), most)


def _price_row(strip: Strip, price: str, figure: float) -> ShelfRow:
    """The price at the right edge, its note at the left on the same baseline."""
    size = _price_size(strip, price, figure)
    large = strip.bold(size, strip.right)
    bounds = ink(price, large.font)
    baseline = -bounds.top * size
    note = (set_line(strip.note, baseline, strip.print()),) if strip.note else ()
    short, long = (
        (set_line(price, baseline, replace(large, x=x)), *note)
        for x in (strip.right, strip.right + strip.side)
    )
    return ShelfRow(short, baseline + max(0.0, bounds.bottom * size), long)


def _columns(strip: Strip, figure: float) -> tuple[float, float, float]:
    """The right edge of the numbers, where their units begin, and the em of the large unit."""
    size = max(_UNIT_LEAST, _UNIT * figure)
    unit = measure(_phrases.unit(strip.declaration, strip.look.first), size, strip.look.brand.bold)
    x = strip.right - max(unit, _per_unit_width(strip))
    return x - _UNIT_GAP * figure, x, size


def _number_words(strip: Strip) -> tuple[str, str]:
    """Title, and what the figure is per."""
    first = strip.look.first
    return translate("small.title", first), _phrases.per(strip.declaration, first)


def _number_place(strip: Strip, figure: float) -> tuple[float, float | None, float]:
    """The baseline of the number, the top of what it is per where that is below it instead of beside it, and the height."""
    brand, small = strip.look.brand, strip.print()
    name, per = _number_words(strip)
    left = _columns(strip, figure)[0] - measure(strip.value, figure, brand.bold) - BETWEEN - EDGE
    bounds = ink(strip.value, brand.bold)
    drop = max(0.0, bounds.bottom * figure)
    if max(measure(name, strip.small, brand.bold), measure(per, strip.small, brand.regular)) <= left:
        baseline = max(-bounds.top * figure, small.above + _LEADING * strip.small)
        return baseline, None, baseline + max(drop, small.below)
    baseline = max(-bounds.top * figure, small.above)
    below = baseline + max(small.below, drop) + GAP
    return baseline, below, below + block(per, small).height


def _number_row(strip: Strip, figure: float) -> ShelfRow:
    """Title and what it is per on the left, number and unit on the right; one below the other if it must be."""
    small, (name, per) = strip.print(), _number_words(strip)
    baseline, below, height = _number_place(strip, figure)
    edge, x, size = _columns(strip, figure)
    title = replace(small, font=strip.look.brand.bold)
    ops = (
        set_line(name, baseline - (_LEADING * strip.small if below is None else 0.0), title),
        *([set_line(per, baseline, small)] if below is None else _moved(block(per, small).ops, below)),
        set_line(strip.value, baseline, strip.bold(figure, edge)),
        set_line(_phrases.unit(strip.declaration, strip.look.first), baseline, strip.bold(size, x, "left")),
    )
    return ShelfRow(ops, height)


def _moved(ops: Iterable[Op], down: float) -> Iterator[Op]:
    return (replace(op, y=op.y + down) for op in ops)


def _per_unit_width(strip: Strip) -> float:
    amount = strip.declaration.per_amount
    if amount is None:
        return 0.0
    return measure(format_unit(amount.shown.unit, strip.look.first), strip.small, strip.look.brand.bold)


def _per_amount_words(strip: Strip, amount: PerAmount) -> ShelfRow:
    first = strip.look.first
    words = per_words(amount.words, first)
    return block(words, strip.print())


def _per_amount_row(strip: Strip, amount: PerAmount, figure: float) -> ShelfRow:
    """The figure per 100 g or 1 kg, in one line, in the columns of the number and of its unit."""
    first, row = strip.look.first, _per_amount_words(strip, amount)
    edge, x, _ = _columns(strip, figure)
    baseline = row.ops[-1].y
    number = set_line(format_number(amount.shown.value, first), baseline, strip.bold(strip.small, edge))
    unit = set_line(format_unit(amount.shown.unit, first), baseline, strip.bold(strip.small, x, "left"))
    return ShelfRow((*row.ops, number, unit), row.height)


_STAGES_ALONE = 2

WITHOUT_AMOUNT, BRIEFEST = 3, 4
"""How brief a label can be: 0 in full, 1 with the notes behind the code, 2 with the stages alone, 3 without the figure per
amount, 4 with all that must be there in as few lines as hold it."""

_NAME = 4.2

_BAND, _BAND_WIDTH = 5.6, 34.0

_LOGO_WIDEST, _BEFORE_LOGO = 18.0, 3.0


def facts(strip: Strip, brief: int) -> Iterator[ShelfRow]:
    """What is always there in words: what must stand near the figure, what it covers, and the notes or where they are."""
    first, style = strip.look.first, strip.print()
    texts = _phrases.facts(strip.declaration, first)
    note = texts.get(translate("fact.note", first), "")
    covers = (
        translate(f"boundary.{strip.declaration.boundary}", first)
        if brief >= _STAGES_ALONE
        else texts[translate("fact.covers", first)]
    )
    if note and brief:
        note = translate("mini.notes", first)
    if brief < BRIEFEST:
        bold = replace(style, font=strip.look.brand.bold)
        yield from (block(line, bold) for line in near_lines(strip.declaration, bold))
        lines: Iterable[str] = filter(None, (covers, note))
    else:
        words = filter(None, (*_phrases.near_short(strip.declaration, first), note, covers))
        lines = pack_phrases(words, style)
    yield from (block(line, style) for line in lines)


def extras(strip: Strip) -> Iterator[ShelfRow]:
    """What is there where it has room, the most wanted first; what cannot be set in two lines is left out."""
    wanted: tuple[Callable[[Strip], Iterator[ShelfRow]], ...] = (
        _band_row,
        _day_row,
        _second_language_row,
        _cue_row,
    )
    for rows in wanted:
        try:
            yield from list(rows(strip))
        except DrawError:
            continue


def _band_row(strip: Strip) -> Iterator[ShelfRow]:
    """The band and the scheme that sets its steps."""
    step, look = strip.declaration.band, strip.look
    if step is not None:
        scheme = block(_phrases.scheme(step, look.first), strip.print())
        ops, _ = steps(look, step, EDGE, min(strip.width, _BAND_WIDTH), _BAND)(0.0)
        yield ShelfRow((*ops, *_moved(scheme.ops, _BAND + 1.0)), _BAND + 1.0 + scheme.height)


def _day_row(strip: Strip) -> Iterator[ShelfRow]:
    """The percentage of the budget, in one sentence."""
    reference = strip.declaration.reference
    if reference is not None and reference.kind in ("percent", "below-one"):
        yield block(_phrases.of_budget_short(reference, strip.look.first), strip.print())


def _second_language_row(strip: Strip) -> Iterator[ShelfRow]:
    """Name and unit of account in the second language."""
    declaration, second = strip.declaration, strip.look.second
    if second:
        words = f"{_phrases.name(declaration, second)}, {_phrases.per(declaration, second)}"
        yield block(words, strip.print(second))


def _cue_row(strip: Strip) -> Iterator[ShelfRow]:
    """What one gets behind the code, right beside it."""
    look = strip.look
    row = block(translate("line.qr", look.first), strip.print())
    text = row.ops[0]
    if len(row.ops) == 1 and isinstance(text, Text):
        style = look.style(strip.small, look.first, x=strip.right, width=strip.width, align="right")
        arrow = set_line(MARK, text.y, replace(style, font=font_with(MARK, style.font)))
        words = set_line(text.text, text.y, replace(style, x=strip.right - 1.3 * strip.small))
        yield ShelfRow((words, arrow), row.height)


def _name_row(strip: Strip) -> ShelfRow:
    """Across the label, if it lies above the code there, with the logo behind it where there is room; else beside the code."""
    look, first = strip.look, strip.look.first
    size = max(strip.small, _NAME * strip.small / SMALL)
    style = strip.look.style(
        size, first, bold=True, x=EDGE, width=strip.width, most_lines=2, leading=1.15, smallest=LEAST
    )
    text = _phrases.name(strip.declaration, first)
    natural = measure(text, size, style.font)
    if natural > strip.width:
        wide = _name_block(text, replace(style, width=strip.whole))
        if EDGE + wide.height <= strip.height - strip.side:
            return wide
    row = _name_block(text, style)
    logo = look.logo(EDGE + strip.whole, 0.0, (_LOGO_WIDEST, row.height))
    fits = all(each.width <= strip.whole - natural - _BEFORE_LOGO for each in logo)
    return replace(row, wide=(*row.ops, *logo) if fits else row.ops)


def _name_block(text: str, style: TextStyle) -> ShelfRow:
    """A name on two lines, or on three of small print where it has no place otherwise."""
    try:
        return block(text, style)
    except DrawError:
        return block(text, replace(style, size=LEAST, most_lines=3))


ESL_29 = (66.89, 29.05)
"""mm, of 296 × 128 pixels: the display of a 2.9-inch module as its maker gives it (Waveshare, Pico-ePaper-2.9)."""

ESL_42 = (84.8, 63.6)
"""mm, of 400 × 300 pixels: the display of a 4.2-inch module as its maker gives it (Waveshare, Pico-ePaper-4.2)."""

_DESIGN = (70.0, 38.0)

_FIGURE_LEAST, _COMFORTABLE = 3.6, 5.0
"""The em of the number: at least, and at least beside rows that could be left out."""

_PRICE_TEXT = 24

_HALVINGS = 8
"""To find the em of the number to a few hundredths of a millimetre."""


@template("shelf")
def shelf(  # noqa: PLR0913 - a shop sets price, size and code
    declaration: Declaration,
    *,
    price: str | None = None,
    price_note: str | None = None,
    size: tuple[float, float] = _DESIGN,
    language: str | Sequence[str] = "ja",
    brand: Brand = DEFAULT_BRAND,
    module: float = 0.5,
) -> Picture:
    """Draw a shelf label.

    Args:
        declaration: its figure per common amount is shown if it has one.
        price: as the shop writes it, "228円"; at most 24 characters; else the `printed_price` of the declaration.
        price_note: what stands beside the price, "税込246円"; else that of the declaration.
        size: width and height, mm: 70 × 38, 60 × 40, `ESL_29`, `ESL_42`, …
        language: "ja", "en", "ja+en" or a tuple of languages; the second one is left out where there is no room for it.
        brand: whose style it is drawn in.
        module: of the QR code, mm; 0.5 is two pixels at 112 dpi and four dots at 203 dpi.

    Raises:
        DrawError: a size with too little room for the number and for what must stand near it; a text that does not fit.
        ClaimError: a price or a note that makes a claim.
        TextError: a price that must not be printed, or a language without wording.

    >>> import co2label as c2
    >>> tea = c2.Product(id="tea", name="Tea", declared_unit="1 piece", boundary="cradle-to-gate", year=2025,
    ...     activities=[c2.Activity("gas", "0.21 kg", gas="CO2", stage="production")])
    >>> declaration = c2.declare(c2.compute(tea), issued="2026-11-23", valid_until="2027-11-22", company="Chaya",
    ...     info_url="https://example.jp/tea")
    >>> shelf(declaration, price="¥228", language="en")
    <'CO2 footprint: Tea', 70 × 38 mm>
    """
    width, height = size
    shape = min(width / _DESIGN[0], height / _DESIGN[1])
    look = card_context(read_languages(language, _phrases.MOST_LANGUAGES), FIGURE * max(1.0, shape), brand)
    side = code_side(declaration.link, module, min(height - EDGE, width / 2))
    price, price_note = (
        given if given is not None or not own else in_language(own, look.first)
        for given, own in ((price, declaration.printed_price), (price_note, declaration.price_note))
    )
    price, price_note = (
        clean_text(text, where=where, limit=_PRICE_TEXT) if text is not None else None
        for text, where in ((price, "price"), (price_note, "price_note"))
    )
    refuse_claims(price=price, price_note=price_note)
    strip = Strip(
        look,
        _without_repeated_amount(declaration),
        width - side - EDGE,
        height,
        max(LEAST, SMALL * shape),
        price,
        price_note,
        side,
    )
    ops = (*_rows(strip), code_at(width, height, side, declaration.link, look.first))
    return label_picture(look, declaration, size, ops, *filter(None, (price, price_note)))


def _without_repeated_amount(declaration: Declaration) -> Declaration:
    """A figure per the very amount that the number is per would only say the number again."""
    amount = declaration.per_amount
    if amount is None or dict(amount.words) != dict(declaration.declared_unit.words):
        return declaration
    return replace(declaration, per_amount=None)


def _rows(strip: Strip) -> tuple[Op, ...]:
    """The rows from top to bottom: as many of the lesser ones as leave the number its size.

    What the notes say, what the figure covers beyond its stages (packaging, …) and the figure per amount give way last, in
    this order; they stand behind the code.
    """
    top = _name_row(strip), rule_row(strip, MIDDLE, strip.look.brand.ink)
    lesser = list(extras(strip))
    figure = 0.0
    for brief in range(BRIEFEST + 1):
        if brief == WITHOUT_AMOUNT:
            strip = replace(strip, declaration=replace(strip.declaration, per_amount=None))
        try:
            low = list(facts(strip, brief))
        except DrawError:
            if brief == BRIEFEST:
                raise
            continue
        for count in range(len(lesser), -1, -1):
            figure = _figure_size(strip, [*top, *low, *lesser[:count]])
            if figure >= (_COMFORTABLE if count else _FIGURE_LEAST):
                return _stack_rows(strip, [*top, *figure_rows(strip, figure), *low, *lesser[:count]])
    raise DrawError(
        f"expected room for a number of at least {_FIGURE_LEAST:g} mm, got {figure:.1f} mm in {strip.right:.1f} × "
        f"{strip.height:.1f} mm beside the QR code; take a larger label, a smaller module or a shorter name"
    )


def _figure_size(strip: Strip, others: list[ShelfRow]) -> float:
    """The em of the number that leaves room for the other rows: the height of price and number grow with it."""
    room = strip.height - 2 * EDGE - sum(row.height + GAP for row in others) + GAP
    low, high = _FIGURE_LEAST / 2, min(strip.look.figure, widest(strip))
    if _height_of_figures(strip, high) <= room:
        return high
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if _height_of_figures(strip, middle) <= room:
            low = middle
        else:
            high = middle
    return low


def _stack_rows(strip: Strip, rows: list[ShelfRow]) -> tuple[Op, ...]:
    """Rows one below the other; what height is left is shared out between them."""
    spare = strip.height - 2 * EDGE - sum(row.height for row in rows)
    gap = spare / max(1, len(rows) - 1)
    ops: list[Op] = []
    y = EDGE
    for row in rows:
        above = row.wide and y + row.height <= strip.height - strip.side
        ops += _moved(row.wide if above else row.ops, y)
        y += row.height + gap
    return tuple(ops)

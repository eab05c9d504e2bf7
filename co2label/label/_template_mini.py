"""The mini label, for packs that have no room for a card: number, unit, what it is per, what must stand near it, and the code.

The CFP display guide (MOE/METI, 2025-02) wants the unit of account, the life-cycle stages and the way to the report beside
the figure, and lets them stand elsewhere where a product is too small: so the code is always there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from co2label.draw import GREY, Block, Column, Op, Placed, TextStyle, ink, measure, set_line
from co2label.errors import DrawError, clip
from co2label.label import _phrases
from co2label.label._brand import DEFAULT_BRAND, MODULE, Brand, CardContext, card_context
from co2label.label._parts import code_at, code_side, label_picture, near_lines
from co2label.label._templates import template
from co2label.wording import format_number, read_languages, translate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from co2label.declaration import Declaration
    from co2label.draw import Picture


_SIZE, _STEP, _HIGHEST = (34.0, 16.5), 1.5, 22.5
"""Of a label of which no size is said, and how it grows; mm."""

_EDGE = 1.2

_TITLE, _TITLE_LEAST = 2.3, 1.6

_BETWEEN, _AIR = 0.6, 0.7
"""Between two lines, and above and below the number; mm."""

_UNIT_GAP = 0.5

_MOST, _LEAST = 8.0, 3.9
"""The em of the number: at most, and at least twice that of the small print."""

_COMFORTABLE, _BESIDE = 5.0, 4.4
"""With a number of this em there is room for a second language, and for the unit beside it."""

_SMALLEST = {"ja": 1.95}
"""5.5 points of 0.3514 mm (JIS Z 8305), the least size of letters that Japan's Food Labelling Standards allow, where about
150 cm² or less of a pack can be printed on; other languages 1.8 mm."""

_SMALLEST_ELSE = 1.8


@template("mini")
def mini(
    declaration: Declaration,
    *,
    language: str | Sequence[str] = "ja",
    brand: Brand = DEFAULT_BRAND,
    size: tuple[float, float] | None = None,
    module: float = MODULE,
) -> Picture:
    """Draw the mini label.

    Args:
        declaration: of the product.
        language: "ja", "en", "ja+en" or a tuple of languages; what the second one adds is left out where the label has no
            room for it.
        brand: whose style it is drawn in.
        size: width and height of the label, mm; else 34 × 16.5, or as much higher, to 22.5, as what must stand near the figure
            asks for.
        module: of the QR code, 0.25 to 1.0 mm.

    Raises:
        DrawError: a text, a number or a QR code that does not fit the size; says what would help.
        TextError: a language without wording.

    >>> import co2label as c2
    >>> tea = c2.Product(id="tea", name="Tea", declared_unit="1 piece", boundary="cradle-to-gate", year=2025,
    ...     activities=[c2.Activity("gas", "0.21 kg", gas="CO2", stage="production")])
    >>> declaration = c2.declare(c2.compute(tea), issued="2026-11-23", valid_until="2027-11-22", company="Chaya",
    ...     info_url="https://example.jp/tea")
    >>> mini(declaration, language="en")
    <'CO2 footprint: Tea', 34 × 16.5 mm>
    """
    look = card_context(read_languages(language, _phrases.MOST_LANGUAGES), _MOST, brand)
    room = size or _SIZE
    side = code_side(declaration.link, module, min(room[1], room[0] - 2 * _EDGE))
    width, height, ops = _sized(look, declaration, size, side)
    code = code_at(width, (height + side) / 2, side, declaration.link, look.first)
    return label_picture(look, declaration, (width, height), (*ops, code))


def _sized(
    look: CardContext, declaration: Declaration, size: tuple[float, float] | None, side: float
) -> tuple[float, float, tuple[Op, ...]]:
    """Width and height with the words that they have room for: those that were asked for, or else the lowest that do."""
    width, height = size or _SIZE
    while True:
        try:
            return width, height, _words(look, declaration, (width - side - _EDGE, height))
        except DrawError:
            height += _STEP
            if size is not None or not declaration.near or height > _HIGHEST:
                raise


@dataclass(frozen=True, slots=True)
class _Plan:
    """A way to lay out the words: the lines below the number and their height, and the em of the number."""

    low: tuple[Op, ...]
    needed: float
    size: float
    beside: bool
    """Whether the unit stands beside the number, else it is the first line below."""


def _words(look: CardContext, declaration: Declaration, room: tuple[float, float]) -> tuple[Op, ...]:
    """Title, number and the lines below it: with the second language, if the number stays large enough."""
    plan = _best(_plans(look, declaration, look.languages[:1], room))
    if plan and look.second:
        both = _best(_plans(look, declaration, look.languages, room))
        plan = both if both and both.size >= min(_COMFORTABLE, plan.size) else plan
    if plan is None or plan.size < _LEAST:
        raise DrawError(
            f"expected room for a number of at least {_LEAST:g} mm, {clip(declaration.shown.value)}, and "
            f"{_needed(declaration, look.first)}, got {room[0]:.1f} × {room[1]:.1f} mm beside the QR code; "
            "take a larger label or a smaller module"
        )
    return _set(look, declaration, plan, room)


def _needed(declaration: Declaration, language: str) -> str:
    """What must stand beside the number, for a message."""
    near = _phrases.near_short(declaration, language)
    return f"what it is per with {', '.join(map(repr, near))}" if near else "what it is per"


def _tall(value: str, look: CardContext) -> float:
    """The height of a number in em; a comma hangs below it."""
    bounds = ink(value, look.brand.bold)
    return bounds.bottom - bounds.top


def _best(plans: Iterator[_Plan]) -> _Plan | None:
    """The unit beside the number where that leaves it large enough, else whatever leaves it largest."""
    return max(plans, key=lambda plan: (plan.beside and plan.size >= _BESIDE, plan.size), default=None)


def _plans(
    look: CardContext, declaration: Declaration, languages: tuple[str, ...], room: tuple[float, float]
) -> Iterator[_Plan]:
    """The unit beside the number, and below it; not what is too wide."""
    value, bold = format_number(declaration.shown.value, look.first), look.brand.bold
    unit = measure(_phrases.unit(declaration, look.first), _least(look.first), bold) + _UNIT_GAP
    if room[0] < _TITLE_LEAST * measure(translate("small.title", look.first), 1.0, bold):
        return
    for beside in (True, False):
        try:
            low, needed = _low(list(_lines(look, declaration, languages, room[0], beside=beside)))
        except DrawError:
            continue
        across = (room[0] - (unit if beside else 0.0)) / measure(value, 1.0, bold)
        height = room[1] - 2 * _EDGE - 0.85 * _TITLE - needed - 2 * _AIR
        yield _Plan(low, needed, min(_MOST, across, height / _tall(value, look)), beside)


def _set(
    look: CardContext, declaration: Declaration, plan: _Plan, room: tuple[float, float]
) -> tuple[Op, ...]:
    """All lines; what height is left goes above and below the number."""
    width, height = room
    value = format_number(declaration.shown.value, look.first)
    tall = _tall(value, look) * plan.size
    text = translate("small.title", look.first)
    natural = measure(text, 1.0, look.brand.bold)
    title = look.style(min(_TITLE, width / natural), look.first, bold=True, x=_EDGE, width=width)
    air = (height - 2 * _EDGE - title.above - tall - plan.needed) / 2
    baseline = _EDGE + title.above + air - ink(value, look.brand.bold).top * plan.size
    figure = look.style(plan.size, look.first, bold=True, x=_EDGE, width=width)
    ops = [set_line(text, _EDGE + title.above, title), set_line(value, baseline, figure)]
    if plan.beside:
        x = _EDGE + measure(value, plan.size, figure.font) + _UNIT_GAP
        unit = look.style(_least(look.first), look.first, bold=True, x=x, width=width - x + _EDGE)
        ops.append(set_line(_phrases.unit(declaration, look.first), baseline, unit))
    down = height - _EDGE - plan.needed
    return (*ops, *(replace(op, y=op.y + down) for op in plan.low))


def _low(blocks: list[Block]) -> Placed:
    """What stands below the number, from y = 0; ends at the baseline of the last line."""
    ops, end = Column(*blocks, gap=_BETWEEN)(0.0)
    return ops, end - blocks[-1].style.below


def _lines(
    look: CardContext, declaration: Declaration, languages: tuple[str, ...], width: float, *, beside: bool
) -> Iterator[Block]:
    """Its unit, what it is per, what must stand near it, that there are notes."""
    first = languages[0]
    if not beside:
        yield Block(_phrases.unit(declaration, look.first), _style(look, first, width, bold=True))
    for language in languages:
        yield Block(_phrases.per(declaration, language), _style(look, language, width))
    for language in languages:
        style = _style(look, language, width, bold=language == first)
        yield from (Block(text, style) for text in near_lines(declaration, style))
    if declaration.qualifiers:
        yield Block(translate("mini.notes", first), _style(look, first, width))


def _style(look: CardContext, language: str, width: float, *, bold: bool = False) -> TextStyle:
    size, fill = _least(language), None if language == look.first else GREY
    return look.style(
        size, language, bold=bold, fill=fill, x=_EDGE, width=width, most_lines=2, leading=1.2, smallest=size
    )


def _least(language: str) -> float:
    return _SMALLEST.get(language, _SMALLEST_ELSE)

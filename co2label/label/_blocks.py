"""Blocks of which the labels for shoppers are made: heading, figure with code, scale, share, stages, remarks, small print.

Each takes the context of the label and the Declaration and gives a block, or None where there is nothing to say; a template is a
list of them. They take their place from the context (left edge, width, scale, least sizes), so one block serves every form.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from co2label.draw import (
    GREY,
    HAIR,
    HAIRLINE,
    INK,
    QUIET,
    Axis,
    Beside,
    Block,
    Column,
    Line,
    Part,
    Placed,
    Qr,
    Rect,
    Rule,
    Scale,
    ShareBar,
    Side,
    Space,
    StackedBar,
    Text,
    ink,
    measure,
    modules_across,
    set_block,
    set_line,
)
from co2label.errors import DrawError, clip
from co2label.label import _phrases
from co2label.label._brand import MODULE
from co2label.label._parts import pack_phrases
from co2label.wording import format_number, in_language, share_first, translate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from co2label.declaration import BandStep, Declaration, StageLine
    from co2label.draw import Op, TextStyle
    from co2label.label._brand import CardContext

TITLE, NAME, TEXT, SMALL = 4.2, 3.4, 2.6, 2.5
"""Sizes of the design: of the title, of names, of what is read, and of small print; em in mm."""

RULE = 0.9

_NAME_ON_LINE = 3.0

_NUMBER, _UNIT = 14.5, 4.0
_TIMES = 3.0
"""The number is at least so many times as large as the least text."""
_UNIT_GAP = 0.12
"""Between number and unit, in em of the number."""
_TO_CODE = 1.65
"""Between words and the dark of a code: its quiet zone."""
_BETWEEN = 2.4
"""Between two texts on one line, mm."""


def both(
    look: CardContext, texts: Sequence[str], design: float, under: float = 0.5, **given: Any
) -> Part | None:
    """A text, and the same in the second language beside it where it has room, else below; None for no text.

    Args:
        look: of the label.
        texts: in each language.
        design: the em of the first, mm.
        under: between both, mm.
        given: more for `CardContext.text`; `bold` is of the first alone.
    """
    if not texts or not texts[0]:
        return None
    first = Block(texts[0], look.text(design, look.first, **given))
    if look.second is None or _phrases.bare(texts[1]) == _phrases.bare(texts[0]):
        return first
    second = Block(texts[1], look.text(design, look.second, **{**given, "bold": False}))
    return _side_or_under(first, second, look.mm(_BETWEEN), look.mm(under))


_LEAST_BLANK = 0.2
"""Between the ink of two lines, mm."""


def in_ink(look: CardContext, part: Part) -> Part:
    """A block of `draw` in the ink of the brand instead of the usual one."""
    if look.brand.ink == INK:
        return part

    def drawn(y: float) -> Placed:
        ops, end = part(y)
        inked = (Rect, Text)
        own = (
            replace(op, fill=look.brand.ink) if isinstance(op, inked) and op.fill == INK else op for op in ops
        )
        return tuple(own), end

    return drawn


class Apart:
    """Blocks one below the other, moved down where letters of one would come near those of the one above."""

    def __init__(self, *parts: Part | None, gap: float = 0.0) -> None:
        self.parts = [part for part in parts if part is not None]
        self.gap = gap

    def __call__(self, y: float) -> Placed:
        placed: list[Op] = []
        end, low = y, -1.0
        for part in self.parts:
            ops, end = part(y)
            boxes = [_ink_of(op) for op in ops]
            if placed and boxes and (down := low + _LEAST_BLANK - min(top for top, _ in boxes)) > 0:
                ops, end = part(y + down)
                boxes = [_ink_of(op) for op in ops]
            placed += ops
            low = max([low, *(bottom for _, bottom in boxes)])
            y = end + self.gap
        return tuple(placed), end


def _ink_of(op: Op) -> tuple[float, float]:
    """Top and bottom of what is black, mm."""
    if isinstance(op, Text):
        bounds = ink(op.text, op.font)
        return op.y + bounds.top * op.size, op.y + bounds.bottom * op.size
    height = op.size if isinstance(op, Qr) else op.height
    return op.y, op.y + height


def _side_or_under(first: Block, second: Block, gap: float, under: float) -> Part:
    """Two texts on one line where both have room on it, else below each other."""
    if first.width + gap + second.width <= first.style.width:
        return Beside(first, second, gap, under, edge=first.style.x + first.style.width)
    return Apart(first, second, gap=under)


def heading(look: CardContext, declaration: Declaration) -> Part:
    """What kind of figure this is, the product and what the figure is per: on one line where it has room for them."""
    return partial(_set_heading, look, declaration)


def _set_heading(look: CardContext, declaration: Declaration, y: float) -> Placed:
    titles = look.each(translate, "title")
    names, pers = look.each(_phrases.name, declaration), look.each(_phrases.per, declaration)
    title = Line(titles[0], look.text(TITLE, look.first, bold=True))
    edge = {"x": look.right, "align": "right"}
    product = Line(names[0], look.text(_NAME_ON_LINE, look.first, bold=True))
    unit = Line(_phrases.unit_of_account(declaration, look.first), look.text(TEXT, look.first, **edge))
    per = Line(pers[0], unit.style)
    gap = look.mm(_BETWEEN)
    room = look.content - title.width - gap
    logo = look.logo(look.right, 0.0, (min(look.content / 3, room), look.mm(5.6)))
    baseline = y + title.style.above
    if not logo and look.second is None and product.width + gap / 2 + unit.width <= room:
        name = replace(product.style, x=look.right - unit.width - gap / 2 - product.width)
        on_line = (
            *title(y)[0],
            set_line(names[0], baseline, name),
            set_line(unit.text, baseline, unit.style),
        )
        return on_line, baseline + 0.3 * title.style.size
    ops: list[Op] = [*title(y)[0], *(replace(each, y=baseline + look.mm(0.7) - each.height) for each in logo)]
    if look.second and titles[1] != titles[0]:
        second = look.text(TITLE * 0.8, look.second, x=title.style.x + title.width + gap / 2)
        taken = title.width + gap / 2 + second.width_of(titles[1]) + sum(each.width + gap for each in logo)
        if taken <= look.content:
            ops.append(set_line(titles[1], baseline, second))
            room = -1.0
    if not logo and per.width <= room and product.width > look.content - per.width - gap:
        ops.append(set_line(pers[0], baseline, per.style))
        pers = ("", *pers[1:])
    lines = (_name_and_per(look, *words) for words in zip(look.languages, names, pers, strict=True))
    names_below = Apart(*lines, gap=look.mm(0.6))
    below, end = names_below(baseline + title.style.below + look.mm(0.9))
    return (*ops, *below), max(end, *(_ink_of(op)[1] for op in below)) + look.mm(0.7)


def _name_and_per(look: CardContext, language: str, name: str, per: str) -> Part:
    """A name and what the figure is per: on one line, else below each other."""
    style = look.text(NAME, language, bold=language == look.first, most_lines=4, leading=1.22)
    if not per:
        return Block(name, style)
    lesser = look.text(TEXT, language)
    return _side_or_under(Block(name, style), Block(per, lesser), look.mm(_BETWEEN / 2), look.mm(0.3))


def code_dark(look: CardContext, declaration: Declaration, module: float = MODULE) -> float:
    """The side of the dark of the code, mm.

    Raises:
        DrawError: a link so long that its code takes half of the width.
    """
    dark = (modules_across(declaration.link) - 2 * QUIET) * module
    if dark > 0.6 * look.content:
        raise DrawError(
            f"expected a link whose QR code fits {0.6 * look.content:.0f} mm, got {clip(declaration.link, 40)}: "
            f"{len(declaration.link)} characters make {dark:.0f} mm; shorten the link, or take a larger label"
        )
    return dark


def code(look: CardContext, declaration: Declaration, right: float, bottom: float, module: float) -> Qr:
    """The code whose dark ends at `right` and `bottom`; its quiet zone lies around it."""
    size = modules_across(declaration.link) * module
    blank, spoken = QUIET * module, translate("spoken.qr", look.first, link=declaration.link)
    return Qr(right + blank - size, bottom + blank - size, size, declaration.link, spoken)


def figure(
    look: CardContext, declaration: Declaration, *, module: float | None = MODULE, most: float = _NUMBER
) -> Part:
    """The number at the left edge, its unit on its baseline, above that its range, and the code at the right edge.

    Args:
        look: of the label.
        declaration: of the product.
        module: of the code, mm; None for a figure without one.
        most: the em of the number where there is room, mm.
    """
    return partial(_set_figure, look, declaration, module, most)


def _set_figure(
    look: CardContext, declaration: Declaration, module: float | None, most: float, y: float
) -> Placed:
    value, unit = format_number(declaration.shown.value, look.first), _phrases.unit(declaration, look.first)
    bold = look.brand.bold
    dark = code_dark(look, declaration, module) if module else 0.0
    room = look.content - (dark + _TO_CODE if module else 0.0)
    beside = look.style(max(look.mm(_UNIT), look.floor(look.first)), look.figures, bold=True)
    bounds = ink(value, bold)
    wide = bounds.right - bounds.left
    size = min(look.mm(most), (room - beside.width_of(unit)) / (wide + _UNIT_GAP))
    least = _TIMES * look.floor(look.first)
    if size < least:
        return _set_long_figure(look, declaration, module, (value, beside, least), y)
    height = -bounds.top * size
    baseline = y + max(height, dark)
    x = look.left + (wide + _UNIT_GAP) * size
    number = look.style(size, look.figures, bold=True, x=look.left - bounds.left * size, width=room)
    figure_op = replace(set_line(value, baseline, number), x=number.x)
    ops: list[Op] = [figure_op, set_line(unit, baseline, replace(beside, x=x, width=look.left + room - x))]
    end = baseline + max(0.0, bounds.bottom * size)
    if module:
        ops.append(code(look, declaration, look.right, baseline, module))
        end = max(end, baseline + QUIET * module - look.mm(0.8))
    above = baseline - beside.above - look.mm(0.3)
    placed = _range_beside(look, declaration, (x, look.left + room), (baseline - height, above))
    ranges = [each for each in look.each(_phrases.interval, declaration) if each and not placed]
    below = both(look, ranges, TEXT, fill=GREY, width=room)
    if below is None:
        return (*ops, *placed), end
    more, end = below(baseline + max(look.mm(1.2), 0.4 * beside.size, bounds.bottom * size))
    return (*ops, *more), end


def _set_long_figure(
    look: CardContext,
    declaration: Declaration,
    module: float | None,
    words: tuple[str, TextStyle, float],
    y: float,
) -> Placed:
    """A number of so many digits that it takes the whole width; unit, range and code stand below it."""
    value, beside, least = words
    bounds = ink(value, look.brand.bold)
    size = min(1.2 * least, look.content / measure(value, 1.0, look.brand.bold))
    if size < least:
        what = f"the figure {clip(declaration.shown.value)} has too many digits for {look.content:.1f} mm"
        raise DrawError(f"{what}; take a larger label, or declare it per a larger unit")
    style = look.style(size, look.figures, bold=True, x=look.left - bounds.left * size)
    baseline = y - bounds.top * size
    number = replace(set_line(value, baseline, style), x=style.x)
    dark = code_dark(look, declaration, module) if module else 0.0
    top = baseline + max(0.0, bounds.bottom * size) + QUIET * (module or 0.0) + look.mm(0.3)
    room = look.content - (dark + _TO_CODE if module else 0.0)
    ranges = both(
        look, [each for each in look.each(_phrases.interval, declaration) if each], TEXT, width=room
    )
    unit = Block(_phrases.unit(declaration, look.first), replace(beside, width=room))
    ops, end = Apart(unit, ranges, gap=look.mm(0.8))(top)
    if not module:
        return (number, *ops), end
    bottom = max(end, top + dark)
    return (number, *ops, code(look, declaration, look.right, bottom, module)), bottom + QUIET * module


def _range_beside(
    look: CardContext, declaration: Declaration, across: tuple[float, float], down: tuple[float, float]
) -> tuple[Op, ...]:
    """The range between two edges and two heights, in fewer words where they are enough; nothing where it has no room there."""
    if look.second or declaration.interval is None:
        return ()
    style = look.text(TEXT, look.first, x=across[0], width=across[1] - across[0], fill=GREY, leading=1.2)
    whole = _phrases.interval(declaration, look.first)
    brief = [
        Block(line, replace(style, most_lines=1)) for line in _phrases.interval_short(declaration, look.first)
    ]
    for words in ([Block(whole, style)], brief):
        try:
            lines, end = Column(*words, gap=0.28 * style.size)(down[0] - 0.12 * style.size)
        except DrawError:
            continue
        if lines and end <= down[1]:
            return lines
    return ()


def near(look: CardContext, declaration: Declaration) -> Part | None:
    """What must stand near the figure, a sentence each, in bold."""
    sentences = zip(*look.each(_phrases.near, declaration), strict=True)
    return bullets(look, list(sentences), TEXT, bold=True, most_lines=6)


_INDENT = 2.2


def bullets(
    look: CardContext, sentences: Sequence[Sequence[str]], design: float, **given: Any
) -> Part | None:
    """Sentences in each language, each of several with a bullet, for one that is broken must not read as two; None for none."""
    if len(sentences) < 2:  # noqa: PLR2004 - one alone
        return both(look, sentences[0], design, **given) if sentences else None
    indent = look.mm(_INDENT)
    inner = {"x": look.left + indent, "width": look.content - indent} | given
    point = Line("•", look.text(design, look.first))
    parts = [both(look, texts, design, **inner) for texts in sentences]
    return Apart(*(Side(point, part) for part in parts if part), gap=look.mm(0.7))


_STEP = 4.2

_LETTER_OF_STEP = 0.61
"""The em of the letter of a step, in parts of its height (`Scale`)."""


def scale(look: CardContext, declaration: Declaration, *, height: float = _STEP) -> Part | None:
    """What the figure is compared with, the scale with all its letters and bounds, and who made it; None without a scale."""
    step = declaration.band
    return None if step is None else _whole_scale(look, step, step.step, height)


def scale_key(look: CardContext, step: BandStep, *, height: float = _STEP) -> Part:
    """The same scale as the key of several products, without a step of its own."""
    return _whole_scale(look, step, None, height)


def _whole_scale(look: CardContext, step: BandStep, own: int | None, height: float) -> Part:
    first, brand = look.first, look.brand
    drawn = Scale(
        x=look.left,
        width=look.content,
        letters="ABCDEFGHI"[: step.steps],
        own=own,
        bounds=tuple(format_number(bound, first) for bound in step.bounds),
        unit=step.unit.removesuffix("-CO2e"),
        height=max(look.mm(height), look.floor("en") / _LETTER_OF_STEP),
        size=max(look.mm(2.5), look.floor(first)),
        smallest=look.floor(first),
        language=first,
        regular=brand.regular,
        bold=brand.bold,
        corner=max(0.5, brand.corner),
    )
    head = both(look, look.each(_phrases.judged_within, step), TEXT, bold=True)
    made = both(look, look.each(_phrases.scale_made, step), SMALL, fill=GREY)
    return Apart(head, Space(look.mm(0.9)), _scale_and_maker(look, drawn, made))


def _scale_and_maker(look: CardContext, bare: Scale, made: Part | None) -> Part:
    """A scale with the words for its ends beside the bounds, short ones where there is less room, else below; and its maker."""
    ways = [replace(bare, ends=_ends(look, kind)) for kind in ("", ".short")]
    heights = [way(0.0)[1] for way in ways]
    drawn = ways[1] if heights[1] < heights[0] - look.floor(look.first) / 2 else ways[0]
    return Apart(in_ink(look, drawn), _after(look, 0.5, made))


def _ends(look: CardContext, kind: str) -> tuple[str, ...]:
    """The words for little and much, in each language."""
    return tuple(
        " ".join(dict.fromkeys(look.each(translate, f"scale.{end}{kind}"))) for end in ("less", "more")
    )


def _after(look: CardContext, gap: float, part: Part | None) -> Part | None:
    return None if part is None else Column(Space(look.mm(gap)), part)


_SHARE, _BAR = 4.2, 2.0

_WIDEST_SHARE = 0.45
"""A share that is wider, in parts of the width, stands on a line of its own."""


def share(look: CardContext, declaration: Declaration, *, bar: bool = True) -> Part | None:
    """The share of a named budget in the order of the language, its bar from zero with the range of the figure; None without."""
    reference = declaration.reference
    if reference is None:
        return None
    own, of = _phrases.share(reference, look.first), _phrases.budget(reference, look.first)
    bold = look.text(_SHARE, look.first, bold=True)
    taken = bold.width_of(own) + look.mm(1.4)
    leads, alone = share_first(look.first), taken > _WIDEST_SHARE * look.content
    lesser = look.text(
        TEXT,
        look.first,
        x=look.left + (taken if leads else 0.0),
        width=look.content - taken,
        leading=1.22,
    )
    edge = bold if leads else replace(bold, x=look.right, align="right")
    axis = Axis.holding(reference.share, *(reference.interval or ()), x=look.left, width=look.content)
    drawn = in_ink(
        look, ShareBar(axis, reference.share, look.mm(_BAR), reference.interval, look.brand.accent)
    )
    reach = 0.6 if axis.most > 1.0 or axis.least < 0.0 else 0.0
    second = None
    if look.second:
        words = _phrases.of_budget(reference, look.second)
        second = Block(words, look.text(TEXT, look.second))
    return Apart(
        _share_alone(look, own, of) if alone else partial(_share_words, Block(of, lesser), Line(own, edge)),
        _after(look, 0.9 + reach, drawn if bar else None),
        _after(look, 0.8 + reach, second),
    )


def _share_alone(look: CardContext, own: str, of: str) -> Part:
    """A share in many words, "about 1469 days", on a line of its own."""
    first = Block(own, look.text(_SHARE, look.first, bold=True))
    second = Block(of, look.text(TEXT, look.first))
    return Apart(*((first, second) if share_first(look.first) else (second, first)), gap=look.mm(0.5))


def _share_words(of: Block, own: Line, y: float) -> Placed:
    """The share on the last baseline of what it is of."""
    lines, _ = set_block(of.text, y, of.style)
    low = max(0.0, y + own.style.above - lines[-1].y)
    lines = tuple(replace(line, y=line.y + low) for line in lines)
    return (*lines, set_line(own.text, lines[-1].y, own.style)), lines[-1].y + of.style.below


def equivalents(look: CardContext, declaration: Declaration) -> Part | None:
    """What the figure is as much as, where the document asks for it."""
    asked = [each.words for each in declaration.equivalents if each.asked]
    sentences = [look.each(in_language, words) for words in asked]
    return bullets(look, sentences, TEXT)


_STACK = 2.4

_BETWEEN_STAGES = 1.1
"""As of `StackedBar`, in em."""


def stages(look: CardContext, declaration: Declaration) -> Part | None:
    """One bar of all stages that have data, with their shares, or with their masses where a credit is among them."""
    lines = [line for line in declaration.stages if line.status == "included" and line.value is not None]
    absent = [line.stage for line in declaration.stages if line.status == "no-data"]
    if not any(line.share for line in lines):
        return None
    style = look.text(TEXT, look.first, most_lines=1, leading=1.36)
    words = _stage_words(look, declaration, lines, style)
    parts = tuple((line.share, text) for line, text in zip(lines, words, strict=True))
    stack = StackedBar(parts, style, look.mm(_STACK), look.brand.accent)
    second: Part | None = None
    if look.second:
        said = (_phrases.stage_share(line, declaration, look.second) for line in lines)
        joint = translate("small.joint", look.second)
        second = Block(joint.join(said), look.text(TEXT, look.second))
    missing = look.each(_phrases.no_data, absent) if absent else ()
    return Apart(stack, _after(look, 0.7, second), _after(look, 0.5, both(look, missing, TEXT, fill=GREY)))


def _stage_words(
    look: CardContext, declaration: Declaration, lines: list[StageLine], style: TextStyle
) -> list[str]:
    """Stages with their shares; with the sign for percent at the first alone, where only so all fit on one line."""
    words = [_phrases.stage_share(line, declaration, look.first) for line in lines]
    bare = [
        words[0],
        *(_phrases.stage_share(line, declaration, look.first, sign=False) for line in lines[1:]),
    ]
    room = style.width - _BETWEEN_STAGES * style.size * (len(lines) - 1)
    whole, brief = (sum(map(style.width_of, texts)) for texts in (words, bare))
    return bare if brief <= room < whole else words


def remarks(look: CardContext, declaration: Declaration) -> Part | None:
    """The comparison with one's own product and what it rests on, then the SDG lines; None where there are none."""
    lines = list(zip(*look.each(_phrases.indicators, declaration), strict=True))
    own = [texts for texts in look.each(_phrases.comparison, declaration) if texts]
    parts: list[Part | None] = []
    if own:
        sentences, bases = zip(*own, strict=True)
        parts += [both(look, sentences, TEXT, bold=True), both(look, bases, SMALL, most_lines=6)]
    parts.append(bullets(look, lines, TEXT, most_lines=4))
    found = [part for part in parts if part]
    return Apart(*found, gap=look.mm(0.8)) if found else None


def small_print(look: CardContext, declaration: Declaration, *, more: bool = False) -> Part:
    """What is covered, the year and who verified; who declares, until when it is valid, and that notes are behind the code.

    Args:
        look: of the label.
        declaration: of the product.
        more: whether to say that the stages stand behind the code as well.
    """
    blocks = []
    for language in look.languages:
        style = look.text(SMALL, language, fill=GREY, most_lines=4, leading=1.25)
        joint = translate("pack.joint", language)
        said = (
            *_phrases.small_print(declaration, language),
            *([translate("pack.more", language)] if more else []),
        )
        lines = pack_phrases(said, style, joint)
        blocks += [Block(line, style) for line in lines]
    return Apart(*blocks, gap=look.mm(0.35))


def hairline(look: CardContext) -> Part:
    """A thin rule across the label."""
    return Rule(HAIR, HAIRLINE, look.left, look.content)


def rule(look: CardContext) -> Part:
    """The heavy rule across the label."""
    return Rule(look.mm(RULE), look.brand.ink, look.left, look.content)


def parted(look: CardContext, *parts: Part | None, gap: float) -> Part:
    """Blocks one below the other, with a gap of the design between each two."""
    return Apart(*parts, gap=look.mm(gap))

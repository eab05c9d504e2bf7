"""The power-mix picture: what the electricity of a product is generated from, and what certificates are used for it.

After the retail guideline (電力の小売営業に関する指針, 2021-04-01): the mix and the certificates in two charts beside each other,
with the time that they are of and the emission factor. Bars are linear, from zero to all of the electricity.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import TYPE_CHECKING

from co2label.declaration import declared_unit_words, refuse_claims
from co2label.draw import (
    BOTTOM,
    GREY,
    HAIR,
    HAIRLINE,
    HEAVY,
    LEFT,
    MIDDLE,
    RIGHT,
    TOP,
    WIDTH,
    Beside,
    Block,
    Cells,
    Column,
    Line,
    Part,
    Picture,
    Row,
    Rule,
    Scene,
    Space,
    second_size,
)
from co2label.figures import _exact, _plain
from co2label.indicators import (
    LEAST_SHARE,
    electricity_origin,
    mix_period,
    percent_words,
    period_words,
    share_words,
    whole_words,
)
from co2label.label._brand import DEFAULT_BRAND, Brand, card_context
from co2label.label._parts import AROUND_WORDS, Words, in_both, small_styles, what
from co2label.label._phrases import MOST_LANGUAGES
from co2label.wording import format_number, in_language, per_unit, read_languages, translate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from co2label.draw import Bar
    from co2label.footprint import Footprint
    from co2label.indicators import ElectricityOrigin
    from co2label.label._brand import CardContext


_NAME, _VALUE, _HEADING = 2.7, 3.1, 2.5

_ZERO = LEFT + 22.6
"""Where all bars begin."""

_VALUE_WIDTH = 13.0
"""Room for 99,99 %."""

_ROW = 4.6

_TO_ROWS = 0.85


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One row: its name in each language, the figure as it is shown, and its share of the whole, if it is one."""

    names: tuple[str, ...]
    value: str
    share: float | None = None


def row_heading(look: CardContext, texts: tuple[str, ...]) -> Part:
    """What the rows below are of; the second language beside it where both have room on one line, else below."""
    first = Block(texts[0], look.style(_HEADING, look.first, bold=True, most_lines=4))
    if look.second is None or texts[1] == texts[0]:
        return first
    lesser = look.style(second_size(_HEADING, look.second), look.second, fill=GREY, most_lines=4)
    return Beside(first, Block(texts[1], lesser), gap=1.2, under=0.5, end_of_first=True)


def share_rows(look: CardContext, rows: tuple[ShareRow, ...]) -> Column:
    """The rows between hairlines, one below the other."""
    both = look.second is not None and any(len(set(row.names)) > 1 for row in rows)
    height = max(_ROW, _words(look, rows[0]).height + 2 * AROUND_WORDS) if both else _ROW
    value = look.style(_VALUE, look.figures, bold=True, x=RIGHT, align="right")
    return Column(
        *(
            Column(
                Rule(HAIR, HAIRLINE),
                Cells(height, _words(look, row), *_bar(look, row.share), Line(row.value, value)),
            )
            for row in rows
        )
    )


def _words(look: CardContext, row: ShareRow) -> Words:
    """The name of a row, in as many languages as call it differently."""
    width = (_ZERO if row.share is not None else RIGHT - _VALUE_WIDTH) - LEFT - 0.6
    second = look.second or look.first
    first = look.style(_NAME, look.first, width=width)
    styles = first, look.style(second_size(_NAME, second), second, fill=GREY, width=width)
    return Words(tuple(dict.fromkeys(row.names)), styles, styles)


def _bar(look: CardContext, share: float | None) -> tuple[Bar, ...]:
    if share is None:
        return ()
    part = min(share, 1.0) if share > 0 else None
    width = RIGHT - _VALUE_WIDTH - _ZERO
    return (look.bar(part, 2.0, _ZERO, width),)


_THOUSANDTH = Decimal("0.001")
"""Of a kg per kWh: as fine as the official list of Japan has it (0.423)."""


@dataclass(frozen=True, slots=True)
class MixTable:
    """A heading, in each language, and its rows."""

    heading: tuple[str, ...]
    rows: tuple[ShareRow, ...]
    note: tuple[str, ...] = ()
    """Below the rows, in each language: that shares are rounded down, where they do not add up to a hundred."""


def mix_tables(origin: ElectricityOrigin, languages: tuple[str, ...]) -> tuple[MixTable, ...]:
    """The mix, the certificates and, where they are known, the emission factors; figures in the first language."""
    factor = "origin.factor.generation" if origin.generation_only else "origin.factor"
    tables = (
        MixTable(tuple(_mix_heading(origin, each) for each in languages), tuple(_sources(origin, languages))),
        _certificates(origin, languages),
        MixTable(_in_languages(factor, languages), tuple(_factors(origin, languages))),
    )
    return tuple(table for table in tables if table.rows)


def mix_lines(origin: ElectricityOrigin, language: str) -> tuple[str, ...]:
    """The same as plain lines, for those who do not see the picture and for terminals."""
    tables = (
        ". ".join(
            [
                f"{table.heading[0]}: {', '.join(f'{row.names[0]} {row.value}' for row in table.rows)}",
                *table.note,
            ]
        )
        for table in mix_tables(origin, (language,))
    )
    words = (
        *(each[language] for each in origin.text.lines),
        *tables,
        *(each[language] for each in origin.text.notes),
    )
    return tuple(line.replace("₂", "2") for line in words)


def _in_languages(key: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(translate(key, each) for each in languages)


def _mix_heading(origin: ElectricityOrigin, language: str) -> str:
    if origin.mix is None:
        return translate("origin.title", language)
    return translate("origin.mix-of", language, period=mix_period(origin.mix, language))


def _certificates_heading(origin: ElectricityOrigin, language: str) -> str:
    periods = translate("origin.list", language).join(period_words(each, language) for each in origin.periods)
    return translate("origin.certificates", language, periods=periods)


def _sources(origin: ElectricityOrigin, languages: tuple[str, ...]) -> Iterator[ShareRow]:
    for source, share in origin.composition:
        value = _short_share(percent_words(100 * share, languages[0]), languages[0])
        yield ShareRow(_in_languages(f"origin.source.{source}", languages), value, share)


def _certificates(origin: ElectricityOrigin, languages: tuple[str, ...]) -> MixTable:
    """Shares as the claims say them, rounded down, and what has no certificate: what they leave of 100, where that is true."""
    first = languages[0]
    rows = [
        ShareRow(
            _in_languages(f"origin.by.{part.claim}", languages),
            _short_share(share_words(part.share, first), first),
            part.share,
        )
        for part in origin.parts
    ]
    percents = [int(_exact(100 * part.share)) for part in origin.parts]
    left = 1 - origin.certified
    if left > LEAST_SHARE:
        percents.append(_percent_left(100 * left, 100 - sum(percents)))
        value = _short_share(whole_words(percents[-1], first), first)
        rows.append(ShareRow(_in_languages("origin.by.none", languages), value, left))
    heading = tuple(_certificates_heading(origin, each) for each in languages)
    apart = sum(percents) != 100  # noqa: PLR2004 - percent
    return MixTable(heading, tuple(rows), _in_languages("origin.rounded-down", languages) if apart else ())


def _percent_left(percent: float, complement: int) -> int:
    """What others leave of a hundred, if it lies less than one from the share itself; else the nearest whole percent."""
    if abs(complement - percent) < 1:
        return complement
    return int(_exact(percent).quantize(Decimal(1), ROUND_HALF_UP))


def _short_share(value: str, language: str) -> str:
    """A share as it has room beside a bar: "<1%" as on labels, where a sentence says "under 1%"."""
    if value == translate("reference.below-one", language):
        return translate("reference.percent", language, value="<1")
    return value


def _factors(origin: ElectricityOrigin, languages: tuple[str, ...]) -> Iterator[ShareRow]:
    for name, kg in (("market", origin.market_kg_per_kwh), ("location", origin.location_kg_per_kwh)):
        if kg is not None:
            yield ShareRow(_in_languages(f"origin.factor.{name}", languages), _kg_text(kg, languages[0]))


def _kg_text(kg: float, language: str) -> str:
    shown = _exact(kg).quantize(_THOUSANDTH)
    if kg > 0 and not shown:
        return f"<{format_number(_plain(_THOUSANDTH), language)}"
    return format_number(_plain(shown), language)


_TITLE, _FIGURE = 4.4, 13.2
"""No text is larger than a third of the second."""

_UNDER_TEXT = 0.7


def power_mix(
    footprint: Footprint, *, language: str | Sequence[str] = "ja", brand: Brand = DEFAULT_BRAND
) -> Picture:
    """Draw where the electricity of a product comes from, 62 mm wide.

    Args:
        footprint: of a product whose own electricity has certificates; market-based.
        language: "ja", "en", "ja+en" (the first one leads) or a tuple of languages.
        brand: whose style it is drawn in.

    Raises:
        ClaimError: nothing may be said of the origin, with every reason; see `electricity_origin`. A name of the product or of a
            place that makes a claim.
        DrawError: a text that does not fit, or not one or two languages.
        TextError: a language without wording.

    >>> import co2label as c2
    >>> certificate = {"id": "nfc-1", "kind": "再エネ指定非化石証書", "amount": "0.3 kWh", "market": "JP", "period": "2025",
    ...     "matched": "renewable", "plant": {"source": "wind", "prefecture": {"ja": "岩手県", "en": "Iwate"}}}
    >>> rule = {"method": "market", "grid": "elec.grid.jp.average", "market": "JP", "period": "2025",
    ...     "certificates": [certificate]}
    >>> tea = c2.Product(id="tea", name="Tea", declared_unit="1 piece", boundary="cradle-to-gate",
    ...     activities=[c2.Activity("drying", "0.5 kWh", electricity=rule, stage="production")])
    >>> print(power_mix(c2.compute(tea), language="en").scene.description.splitlines()[1])
    Power mix: wind 60%, unknown 40%
    """
    origin = electricity_origin(footprint)
    refuse_claims(name=footprint.product.name, **_claim_texts(origin))
    look = card_context(read_languages(language, MOST_LANGUAGES), _FIGURE, brand)
    names = look.each(in_language, footprint.product.name)
    unit = declared_unit_words(footprint.product)
    pers = tuple(per_unit(unit[each], each) for each in look.languages)
    card = Column(
        _head(look, names, pers, origin),
        Space(1.6),
        *_tables(look, mix_tables(origin, look.languages)),
        _blocks(look, origin.text.notes),
    )
    ops, y = card(TOP)
    title = f"{translate('origin.title', look.first)}: {names[0]}"
    height = float(math.ceil(y + BOTTOM))
    spoken = "\n".join(mix_lines(origin, look.first))
    return Picture(Scene(WIDTH, height, ops, title, spoken, look.first))


def _claim_texts(origin: ElectricityOrigin) -> dict[str, Mapping[str, str]]:
    """The lines of the claim and what explains them, in which names of plants and places stand."""
    return {f"electricity[{at}]": texts for at, texts in enumerate((*origin.text.lines, *origin.text.notes))}


def _head(
    look: CardContext, names: tuple[str, ...], pers: tuple[str, ...], origin: ElectricityOrigin
) -> Column:
    """Title, product, and the claims with what must stand beside them."""
    first, *others = look.each(translate, "origin.title")
    edge = look.style(_TITLE / 2, look.second or look.first, x=RIGHT, align="right", fill=GREY)
    title = Block(first, look.style(_TITLE, look.first, bold=True))
    return Column(
        Row(title, *(Line(each, edge) for each in others)),
        Space(1.2),
        Rule(HEAVY, look.brand.ink),
        Space(1.8),
        partial(what, look, names, pers),
        Space(2.0),
        _blocks(look, origin.text.lines),
        Space(1.2),
        Rule(MIDDLE, look.brand.ink),
    )


def _tables(look: CardContext, tables: Sequence[MixTable]) -> Iterator[Part]:
    for table in tables:
        yield row_heading(look, table.heading)
        yield Space(_TO_ROWS)
        yield share_rows(look, table.rows)
        if table.note:
            yield from (Space(_UNDER_TEXT), _both(look, table.note), Space(_UNDER_TEXT))
        yield from (Rule(MIDDLE, look.brand.ink), Space(1.6))


def _blocks(look: CardContext, texts: Sequence[Mapping[str, str]]) -> Column:
    """Texts one below the other, each in the first language and then, smaller and grey, in the second."""
    return Column(*(_both(look, tuple(words[each] for each in look.languages)) for words in texts), gap=1.5)


def _both(look: CardContext, texts: tuple[str, ...]) -> Part:
    return in_both(look, texts, small_styles(look, 12), under=_UNDER_TEXT)

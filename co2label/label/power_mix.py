"""The power-mix picture: what the electricity of a product is generated from, and what certificates are used for it.

After the retail guideline (電力の小売営業に関する指針, 2021-04-01): the mix and the certificates in two charts beside each other,
with the time that they are of and the emission factor. Bars are linear, from zero to all of the electricity.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from co2label.declaration import declared_unit_words, refuse_claims
from co2label.draw import Picture, Scene
from co2label.indicators.electricity_origin import electricity_origin
from co2label.label.card import fall, look_of, rise, rule, set_block, set_line
from co2label.label.heading import what
from co2label.label.house import HOUSE, House
from co2label.label.measures import BOTTOM, GREY, HEAVY, MIDDLE, RIGHT, TOP, WIDTH, smallest, text_size
from co2label.label.mix_tables import mix_lines, mix_tables
from co2label.label.phrases import MOST_LANGUAGES
from co2label.label.share_rows import row_heading, share_rows
from co2label.model import in_language
from co2label.wording import read_languages, translate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from co2label.draw import Op
    from co2label.footprint import Footprint
    from co2label.indicators import ElectricityOrigin
    from co2label.label.card import Band, Look
    from co2label.label.mix_tables import MixTable

__all__ = ["power_mix"]

_TITLE, _FIGURE = 4.4, 13.2
"""No text is larger than a third of the second."""
_MOST_LINES = 12
_AROUND, _BETWEEN, _UNDER = 1.6, 1.5, 0.7


def power_mix(footprint: Footprint, *, language: str | Sequence[str] = "ja", house: House = HOUSE) -> Picture:
    """Draw where the electricity of a product comes from, 62 mm wide.

    Args:
        footprint: of a product whose own electricity has certificates; market-based.
        language: "ja", "en", "ja+en" (the first one leads) or a tuple of languages.
        house: whose style it is drawn in.

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
    Power mix: wind 60%, not known 40%
    """
    origin = electricity_origin(footprint)
    refuse_claims(name=footprint.product.name, **_said_of(origin))
    look = look_of(read_languages(language, MOST_LANGUAGES), _FIGURE, house)
    names = tuple(in_language(footprint.product.name, each) for each in look.languages)
    pers = tuple(_per(footprint, each) for each in look.languages)
    ops, y = _head(look, names, pers, origin)
    tables, y = _tables(look, mix_tables(origin, look.languages), y + 1.6)
    notes, y = _notes(look, origin, y + 1.6)
    title = f"{translate('origin.title', look.first)}: {names[0]}"
    height = float(math.ceil(y + BOTTOM))
    spoken = "\n".join(mix_lines(origin, look.first))
    return Picture(Scene(WIDTH, height, (*ops, *tables, *notes), title, spoken, look.first))


def _said_of(origin: ElectricityOrigin) -> dict[str, Mapping[str, str]]:
    """The lines of the claim and what explains them, in which names of plants and places stand."""
    return {f"electricity[{at}]": texts for at, texts in enumerate((*origin.said.lines, *origin.said.notes))}


def _per(footprint: Footprint, language: str) -> str:
    return translate("unit.per", language, unit=declared_unit_words(footprint.product)[language])


def _head(look: Look, names: tuple[str, ...], pers: tuple[str, ...], origin: ElectricityOrigin) -> Band:
    """Title, product, and the claims with what must stand beside them."""
    titles = tuple(translate("origin.title", each) for each in look.languages)
    style = look.style(_TITLE, look.first, bold=True)
    baseline = TOP + rise(style)
    ops: list[Op] = [set_line(titles[0], baseline, style)]
    if look.second:
        edge = look.style(_TITLE / 2, look.second, x=RIGHT, align="right", fill=GREY)
        ops.append(set_line(titles[1], baseline, edge))
    line, y = rule(baseline + fall(style) + 1.2, HEAVY, look.house.ink)
    whats, y = what(look, names, pers, y + 1.8)
    said = [tuple(words[each] for each in look.languages) for words in origin.said.lines]
    claims, y = _blocks(look, said, y + 2.0)
    last, y = rule(y + 1.2, MIDDLE, look.house.ink)
    return (*ops, *line, *whats, *claims, *last), y


def _tables(look: Look, tables: Sequence[MixTable], y: float) -> Band:
    ops: list[Op] = []
    for table in tables:
        head, y = row_heading(look, table.heading, y)
        rows, y = share_rows(look, table.rows, y)
        note, y = _blocks(look, [table.note], y + _UNDER) if table.note else ((), y)
        line, y = rule(y + (_UNDER if table.note else 0.0), MIDDLE, look.house.ink)
        ops += [*head, *rows, *note, *line]
        y += _AROUND
    return tuple(ops), y - _AROUND


def _notes(look: Look, origin: ElectricityOrigin, y: float) -> Band:
    """What the words mean, and what has no renewable value."""
    return _blocks(look, [tuple(words[each] for each in look.languages) for words in origin.said.notes], y)


def _blocks(look: Look, said: Sequence[tuple[str, ...]], y: float) -> Band:
    """Texts one below the other, each in the first language and then, smaller and grey, in the second."""
    size = text_size(look.first)
    style = look.style(size, look.first, most_lines=_MOST_LINES, smallest=size)
    ops: list[Op] = []
    for texts in said:
        more, y = set_block(texts[0], y, style)
        ops += more
        if look.second:
            lesser = look.style(smallest(look.second), look.second, fill=GREY, most_lines=_MOST_LINES)
            more, y = set_block(texts[1], y + _UNDER, lesser)
            ops += more
        y += _BETWEEN
    return tuple(ops), y - _BETWEEN

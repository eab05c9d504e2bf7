"""The declared unit in words, in every language: 1個（110 g）, 1 piece (110 g)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from co2label.units import Amount, Dimension, bare, counter_of
from co2label.wording import LANGUAGES, digits, say, words

if TYPE_CHECKING:
    from co2label.model import Product

__all__ = ["amount_words", "declared_unit_words"]

_JAPANESE = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff\uff66-\uff9f]")
_POWER = re.compile(r"(?<=[a-z])[23]\b")
_MASS = Dimension.of({"mass": 1})


def declared_unit_words(product: Product) -> dict[str, str]:
    """What a figure is per, by language; the mass beside it where one piece has a stated mass.

    >>> from co2label.model import Activity, Product
    >>> ball = Product(id="x", name="x", declared_unit="1 個", mass="110 g", boundary="cradle-to-gate",
    ...                activities=[Activity("rice", "48 g", factor="food.rice", stage="raw-materials")])
    >>> declared_unit_words(ball)
    {'ja': '1個（110 g）', 'en': '1 piece (110 g)', 'fr': '1 pièce (110 g)'}
    """
    return {language: _with_mass(product, language) for language in LANGUAGES}


def _with_mass(product: Product, language: str) -> str:
    unit = amount_words(product.declared_unit, language)
    mass = product.mass
    if mass is None or mass.unit.dimension != _MASS or _is_mass(product.declared_unit):
        return unit
    return say("unit.with-mass", language, unit=unit, mass=_in_words(mass, language))


def amount_words(amount: Amount, language: str) -> str:
    """An amount in a language: 1個, 2 pieces, 100 g; what is counted keeps the word with which it was counted.

    >>> from co2label.units import parse_amount
    >>> amount_words(parse_amount("2 piece"), "ja"), amount_words(parse_amount("0.5 kg"), "fr")
    ('2個', '0,5 kg')
    >>> [amount_words(parse_amount(text), language) for text, language in (("3 パック", "fr"), ("1 box", "ja"))]
    ['3 paquets', '1箱']
    >>> [amount_words(parse_amount(text), language) for text, language in (("2 us_pint", "en"), ("8 oz_av", "ja"))]
    ['2 US pints', '8オンス（質量）']
    """
    if language == "ja" and _JAPANESE.search(amount.text):
        return bare(amount.text).replace(" ", "")
    return _in_words(amount, language)


def _in_words(amount: Amount, language: str) -> str:
    table = words(language)
    counter = counter_of(amount.text) if amount.unit.text == "piece" else None
    key = f"unit.{counter or amount.unit.text.replace('*', '-')}"
    if key not in table:
        return _spaced(amount, language)
    one, _, many = table[key].partition("|")
    return (one if amount.value == 1 or not many else many).format(n=_number(amount, language))


def _spaced(amount: Amount, language: str) -> str:
    unit = _POWER.sub(lambda power: "²" if power[0] == "2" else "³", bare(amount.unit.text))
    return f"{_number(amount, language)} {unit.replace('*', '·')}"


def _number(amount: Amount, language: str) -> str:
    return digits(f"{amount.value:.12g}", language)


def _is_mass(amount: Amount) -> bool:
    return amount.unit.dimension == _MASS

"""How much one of a product is, in the unit of its factor: a litre of milk by its density, six eggs by the mass of an egg.

The densities and masses are of household measures: U.S. Department of Agriculture, Agricultural Research Service (2013), National
Nutrient Database for Standard Reference, release 26, files WEIGHT and FOOD_DES (public domain). Grams there are of what is eaten;
what is bought is heavier by the refuse that the same source states, such as the shell of an egg. Things that a Japanese shop
sells in another size than an American one (a potato, a slice of bread, a block of tofu) have no Japanese word here, and what is
counted in Japanese is looked up by Japanese names alone.

>>> from co2label.factors import FactorLibrary
>>> from co2label.units import parse_amount
>>> milk = FactorLibrary.bundled()["food.milk_whole"]
>>> content_of(parse_amount("1 L"), milk).said
'1 L taken as 1.03 kg (milk: 244 g in 1 US cup; USDA SR26 01077)'
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from co2label._data import data_rows
from co2label.units import Amount, parse_amount

if TYPE_CHECKING:
    from collections.abc import Iterator

    from co2label.model import EmissionFactor


LANGUAGES = ("ja", "en", "fr")

_MEASURES_IN_ML = {"US cup": 236.5882365, "US fl oz": 29.5735295625}
"""NIST Handbook 44 (2023), appendix C: a fluid ounce is 29.5735295625 mL, a cup 8 of them."""

_SLICES = frozenset(("slice", "slices", "切れ", "切", "tranche", "tranches"))
_PIECES = frozenset(
    (
        "piece",
        "pieces",
        "pc",
        "pcs",
        "個",
        "コ",
        "ヶ",
        "ケ",
        "つ",
        "玉",
        "本",
        "ea",
        "pièce",
        "pièces",
        "item",
        "items",
    )
)
_FRENCH = frozenset(("pièce", "pièces"))
_COUNTED_AS = {"piece": _PIECES, "slice": _SLICES}
"""What a size may be counted in for a measure to hold; a loaf is no slice, and a pack is no piece."""

_COUNTER = re.compile(r"[^\d\s.,×x*]+$")
"""The word behind a number, which a unit does not keep: all counters are pieces to it."""

_MASS, _VOLUME, _COUNT = (parse_amount(text).unit.dimension for text in ("1 kg", "1 L", "1 piece"))

_HEAD_ENDS = re.compile(r"[,、，(（\[:;/]| - ")


@dataclass(frozen=True, slots=True)
class HouseholdMeasure:
    """A household measure of a food.

    Attributes:
        counted: `piece` or `slice`; "" for a measure of volume.
        kg: of one of them as it is bought, or of a litre.
        said: what it says, with its source.
    """

    counted: str
    kg: float
    said: str


@dataclass(frozen=True, slots=True)
class Content:
    """How much one of a product is, as its factor counts.

    Attributes:
        amount: in the dimension of the factor.
        said: what was taken for granted, with its source; "" where nothing was.
    """

    amount: Amount
    said: str = ""


def content_of(size: Amount, factor: EmissionFactor) -> Content | None:
    """Return how much one of a product is in the dimension of its factor; None where that is not known.

    A measure is found by what the factor is called up to its first comma, in Japanese, English or French: a piece by exactly
    that name, a liquid by what its name ends with (in French begins with), for extra virgin olive oil is as heavy as olive oil.

    Args:
        size: as a shop states it: 1 L, 500 g, 6 pieces.
        factor: of a kilogram, a litre, or a piece.
    """
    per, kind = factor.per.unit.dimension, size.unit.dimension
    if per == kind:
        return Content(size)
    if per == _MASS and kind == _VOLUME:
        measure = _liquid(factor)
        return None if measure is None else _as_kg(size, size.si * 1000 * measure.kg, measure)
    if per == _VOLUME and kind == _MASS:
        measure = _liquid(factor)
        if measure is None:
            return None
        litres = size.si / measure.kg
        return Content(parse_amount(f"{litres!r} L"), f"{size.text} taken as {litres:.3g} L ({measure.said})")
    if per == _MASS and kind == _COUNT:
        measure = _piece(factor, size.text)
        return None if measure is None else _as_kg(size, size.si * measure.kg, measure)
    return None


def _as_kg(size: Amount, kg: float, measure: HouseholdMeasure) -> Content:
    return Content(parse_amount(f"{kg!r} kg"), f"{size.text} taken as {kg:.3g} kg ({measure.said})")


def _piece(factor: EmissionFactor, size: str) -> HouseholdMeasure | None:
    word = _COUNTER.search(size)
    counter = word[0].casefold() if word else "piece"
    japanese = not counter.isascii() and counter not in _FRENCH
    for language, head in _heads(factor):
        if (language == "ja") is japanese:
            for measure in _pieces().get((language, head), ()):
                if counter in _COUNTED_AS[measure.counted]:
                    return measure
    return None


def _liquid(factor: EmissionFactor) -> HouseholdMeasure | None:
    """The measure whose name is the longest that fits."""
    fits = (
        (len(word), measure)
        for language, head in _heads(factor)
        for word, measure in _liquids(language).items()
        if _fits(head, word, language)
    )
    return max(fits, key=lambda each: each[0], default=(0, None))[1]


def _fits(head: str, word: str, language: str) -> bool:
    """Whether a head is called by a word: it stands last in Japanese and English, first in French."""
    if language == "ja":
        return head.endswith(word)
    return head == word or (head.startswith(f"{word} ") if language == "fr" else head.endswith(f" {word}"))


def _heads(factor: EmissionFactor) -> Iterator[tuple[str, str]]:
    """The names of a factor up to the first comma, with their languages."""
    for language, name in factor.name.items():
        if language in LANGUAGES:
            yield language, _plain(_HEAD_ENDS.split(name, maxsplit=1)[0])


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("’", "'").casefold().strip()


@cache
def _pieces() -> dict[tuple[str, str], tuple[HouseholdMeasure, ...]]:
    found: dict[tuple[str, str], tuple[HouseholdMeasure, ...]] = {}
    for language, word, measure in _measures():
        if measure.counted:
            found[language, word] = (*found.get((language, word), ()), measure)
    return found


@cache
def _liquids(language: str) -> dict[str, HouseholdMeasure]:
    return {word: measure for tag, word, measure in _measures() if tag == language and not measure.counted}


@cache
def _measures() -> tuple[tuple[str, str, HouseholdMeasure], ...]:
    """Every measure by language and word."""
    return tuple(
        (language, _plain(word), _measure(row))
        for row in data_rows("household_measures.csv", beside=__file__)
        for language in LANGUAGES
        for word in row[language].split(";")
        if word
    )


def _measure(row: dict[str, str]) -> HouseholdMeasure:
    grams, refuse = float(row["grams"]), float(row["refuse_percent"])
    called = row["en"].split(";")[0]
    if not row["counted"]:
        number, _, unit = row["number"].partition(" ")
        kg = grams / (float(number) * _MEASURES_IN_ML[unit])
        return HouseholdMeasure(
            "", kg, f"{called}: {row['grams']} g in {row['number']}; USDA SR26 {row['ndb']}"
        )
    eaten = grams / float(row["number"])
    without = f" without {refuse:g} % of refuse" if refuse else ""
    said = f"{called}, {row['measure']}: {eaten:g} g{without}; USDA SR26 {row['ndb']}"
    return HouseholdMeasure(row["counted"], eaten / (1 - refuse / 100) / 1000, said)

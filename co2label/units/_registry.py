"""Every unit, how it is spelled, and its ratio to the root unit, which pint is asked for once. The units are in units.toml.

Lower and upper case carry meaning in units (mg, Mg; mJ, MJ), so only whole words ignore it. Raw pint reads `ton` as a US
short ton and takes 100 µs a conversion; here it only ever sees canonical units that our own grammar has already allowed.

>>> QUALIFIED["us fl oz"], QUALIFIED["pint uk"], QUALIFIED["troy ounce"]
('us_fl_oz', 'imp_pint', 'oz_tr')
>>> counter_of("3 パック"), counter_of("2 boîtes"), counter_of("2 pieces")
('pack', 'box', None)
"""

from __future__ import annotations

import difflib
import functools
import re
import threading
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from co2label._data import data_table
from co2label.errors import UnitError, clip
from co2label.units._unit import OWN_NAME, Dimension

if TYPE_CHECKING:
    import pint

_TABLES = data_table("units.toml", beside=__file__)


def _words(table: str, key: str) -> dict[str, list[str]]:
    """The words that a table has under a key, by name."""
    return {name: entry[key].split() for name, entry in _TABLES[table].items() if key in entry}


def _by_word(words: dict[str, list[str]]) -> dict[str, str]:
    return {word: name for name, spelled in words.items() for word in spelled}


_DEFINITIONS = {name: unit["is"] for name, unit in _TABLES["units"].items() if "is" in unit}

UNITS: tuple[str, ...] = tuple(_DEFINITIONS)
"""The canonical names of all units."""

COUNTERS = _words("counters", "written")
"""Name → how it is written, but for `piece`."""

COUNTER_CODES = _words("counters", "codes")

CODES = _words("units", "codes")
"""Unit → its codes; of a piece those of what is counted too, where they are read."""

_PIECES = [*_words("units", "written")["piece"], *(word for words in COUNTERS.values() for word in words)]

QUALIFIED: dict[str, str] = {
    pair: unit
    for unit, entry in _TABLES["qualified"].items()
    for system in entry["by"].split()
    for name in entry["names"]
    for pair in (f"{system} {name}", f"{name} {system}")
}
"""Names of US and imperial units with what tells which one is meant, in lower case, with spaces → canonical unit."""

_CO2 = {
    f"{mass}{joint}{basis}": f"{mass}{basis.removesuffix('q')}"
    for mass in ("g", "kg", "t")
    for joint in ("", "-", " ")
    for basis in ("CO2e", "CO2eq", "CO2")
}

_COUNTED_CODES = [*CODES["piece"], *_by_word(COUNTER_CODES)]

SPELLINGS: dict[str, str] = {
    **{unit: unit for unit in UNITS},
    **_by_word(_words("units", "written")),
    **dict.fromkeys(_PIECES, "piece"),
    **_by_word(CODES),
    **dict.fromkeys(_COUNTED_CODES, "piece"),
    **_CO2,
    **_TABLES["phrases"],
}
"""Spelling → canonical unit, in exactly this case."""

WORDS: dict[str, str] = {
    **_by_word(_words("units", "words")),
    **{word: "piece" for word in _PIECES if word[0] < "\u0250"},
    **QUALIFIED,
}
"""Whole words → canonical unit, in any case. Words of letters that are not Latin have no other case."""

AMBIGUOUS: dict[str, str] = {
    word: group["write"] for group in _TABLES["ambiguous"] for word in group["instead_of"]
}
"""Spelling → what to write instead; these are refused."""

REFUSED: list[dict[str, str]] = _TABLES["refused"]
"""Patterns of amounts that are refused, and what is said of them."""

_COUNTER_OF = {
    spelled: name
    for name, words in COUNTERS.items()
    for word in (*words, *COUNTER_CODES.get(name, ()))
    for spelled in (word, word.casefold())
}

_COUNT = re.compile(r"[-+0-9.eE\s]*")


def counter_of(text: str) -> str | None:
    """Return the name of the counter behind the number of an amount, as `COUNTERS` has it; None for a piece and for all else."""
    plain = unicodedata.normalize("NFKC", text)
    word = plain[_COUNT.match(plain).end() :].strip()  # type: ignore[union-attr]
    return _COUNTER_OF.get(word) or _COUNTER_OF.get(word.casefold())


_LOCK = threading.Lock()


@functools.lru_cache(maxsize=4096)
def resolve(canonical: str) -> tuple[float, Dimension]:
    """Return the ratio to the root unit, and the dimension, of a canonical unit.

    Args:
        canonical: names of `UNITS` joined by `*` and at most one `/`.

    >>> scale, dimension = resolve("t*km")
    >>> scale, str(dimension)
    (1000000.0, 'mass·length')
    """
    with _LOCK:
        registry = _registry()
        factor, root = registry.get_root_units(registry.parse_units(canonical))
        kinds = registry.get_dimensionality(root)
    exponents = {str(kind).strip("[]"): int(str(power)) for kind, power in kinds.items()}
    return float(str(factor)), Dimension.of(exponents)


@functools.cache
def _registry() -> pint.UnitRegistry[Any]:
    import pint  # noqa: PLC0415 - pint costs 0.1 s to import; who reads no unit does not pay

    registry: pint.UnitRegistry[Any] = pint.UnitRegistry(None, non_int_type=Decimal)
    for name, definition in _DEFINITIONS.items():
        registry.define(f"{name} = {definition}")
    return registry


def _in_lower_case(term: str) -> str:
    """A term in lower case, with spaces.

    >>> _in_lower_case("Imperial_fl-oz")
    'imperial fl oz'
    """
    return " ".join(term.lower().replace("_", " ").replace("-", " ").split())


_CODE, _SHORT = re.compile(r"[A-Z0-9]{2,3}"), 3

_TOO_SHORT = {word for word in _PIECES if len(word) <= _SHORT} | {*_by_word(CODES), *_COUNTED_CODES}
"""Words that are too short to be suggested for a misspelt one."""

_PREFIXES = {"n": -9, "µ": -6, "μ": -6, "u": -6, "m": -3, "c": -2, "d": -1}

_PREFIXES |= {"da": 1, "h": 2, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15}
"""Powers of ten of the SI."""

_PREFIXED = re.compile(
    rf"({'|'.join(sorted(_PREFIXES, key=len, reverse=True))})(gCO2e|gCO2|g|m|Wh|W|J|L|l|t)"
)

_PRICE_YEAR = re.compile(r"(JPY|USD|EUR|GBP)@?((?:19|20)[0-9]{2})")


def spelled(term: str) -> tuple[str, int | None]:
    """Return the canonical unit of one term, and the price year if it is money with one.

    Raises:
        UnitError: the term is ambiguous (says the choices) or unknown (names the nearest).

    >>> spelled("個"), spelled("Kilograms"), spelled("JPY@2015")
    (('piece', None), ('kg', None), ('JPY', 2015))
    """
    if not term:
        raise UnitError(
            'a unit is missing; write one after the number and on each side of * and /, such as "1 t*km"'
        )
    canonical = SPELLINGS.get(term)
    if canonical:
        return canonical, None
    money = _PRICE_YEAR.fullmatch(term)
    if money:
        return money[1], int(money[2])
    choices = AMBIGUOUS.get(term) or AMBIGUOUS.get(term.lower()) or AMBIGUOUS.get(_in_lower_case(term))
    if choices:
        raise UnitError(f"unit {clip(term)} is ambiguous: write {choices}")
    canonical = WORDS.get(term.lower()) or WORDS.get(_in_lower_case(term))
    if canonical:
        return canonical, None
    raise UnitError(_unknown(term))


def _unknown(term: str) -> str:
    """Return the message for a term that is no unit.

    >>> _unknown("kt")
    "unknown unit 'kt'; write t: kt is 1000 t"
    """
    what, prefixed = f"unknown unit {clip(term)}", _PREFIXED.fullmatch(term)
    if prefixed:  # a unit of the SI that is not read here: none that looks like it is meant by it
        power, base = _PREFIXES[prefixed[1]], prefixed[2]
        size = f"{10**power}" if power > 0 else f"{1 / 10**-power:.9f}".rstrip("0")
        return f"{what}; write {base}: {term} is {size} {base}"
    same = [word for word in (*SPELLINGS, *WORDS) if word.lower() == term.lower()]
    close = same or _alike(term)
    if close:
        return f"{what}; did you mean {' or '.join(repr(word) for word in dict.fromkeys(close))}?"
    own = f'; or declare it as your own: units = ["{term}"]' if re.fullmatch(OWN_NAME, term) else ""
    return f"{what}; known units: {' '.join(UNITS)}{own}"


def _alike(term: str) -> list[str]:
    """Return words that begin like this one. A code is like no other: HUR is an hour, and EUR is money."""
    bare = term.strip()
    if not bare or _CODE.fullmatch(bare):
        return []
    words = [word for word in (*SPELLINGS, *WORDS) if word[0] == bare[0] and word not in _TOO_SHORT]
    return difflib.get_close_matches(term, words, n=3, cutoff=0.6)

"""Reading units: one, or several multiplied and divided. Nothing is evaluated; the rest is refused.

Text is at most 100 characters, so that no input can take long.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from co2label.errors import UnitError, clip
from co2label.units.nouns import DIMENSIONLESS, Dimension, Unit
from co2label.units.own import is_own
from co2label.units.registry import resolve
from co2label.units.spelling import spelled

__all__ = ["SPACE", "known_unit", "over", "parse_unit", "times"]

_LONGEST = 100
_MOST_TERMS = 4
_MOST_SEEN = 4096
SPACE = " \u00a0\u3000"
"""Between a number and its unit."""
_CONTAINED = re.compile(r"(?<=[^\x00-\x7f])入り?$")
"""Behind a counter, of what is in a pack: 10個入り."""
_TIMES = re.compile(r"[*×·⋅・.]")

_seen: dict[str, Unit] = {}


def parse_unit(text: str) -> Unit:
    """Read a unit such as "kWh", "t*km", "kg/m", "kg/(t*km)"; at most four terms and one stroke.

    Raises:
        UnitError: unknown (names the nearest), ambiguous (says the choices), or badly formed.

    >>> parse_unit("㎏").text, parse_unit("人キロ").text, str(parse_unit("MJ/L").dimension)
    ('kg', 'person*km', 'energy/volume')
    """
    if not isinstance(text, str) or len(text) > _LONGEST:  # type: ignore[redundant-expr]
        message = f'expected a unit such as "kg" in at most {_LONGEST} characters, got {clip(text, 40)}'
        raise UnitError(message)
    unit = _seen.get(text)
    if unit is None:
        unit = _read_unit(text)
        if len(_seen) < _MOST_SEEN:
            _seen[text] = unit
    return unit


def known_unit(text: str) -> Unit | None:
    """A unit that was read before, in this spelling."""
    return _seen.get(text)


def times(unit: Unit, other: Unit) -> Unit:
    """The product of two units.

    >>> times(parse_unit("kg/m"), parse_unit("km")).text
    'kg*km/m'
    """
    above, below = _halves(unit)
    other_above, other_below = _halves(other)
    return _fraction([above, other_above], [below, other_below])


def over(unit: Unit, other: Unit) -> Unit:
    """The ratio of two units.

    >>> over(parse_unit("g"), parse_unit("t*km")).text
    'g/(t*km)'
    """
    above, below = _halves(unit)
    other_above, other_below = _halves(other)
    return _fraction([above, other_below], [below, other_above])


def _halves(unit: Unit) -> tuple[str, str]:
    above, _, below = unit.text.partition("/")
    return above, below.strip("()")


def _fraction(above: list[str], below: list[str]) -> Unit:
    under = "*".join(filter(None, below))
    return parse_unit("*".join(filter(None, above)) + (f"/({under})" if under else ""))


def _read_unit(text: str) -> Unit:
    plain = _CONTAINED.sub("", unicodedata.normalize("NFKC", text)).replace("**", "^")
    above, stroke, below = (part.strip(" ") for part in plain.partition("/"))
    terms = _terms(above)
    if not stroke:
        return _unit(terms, [])
    bracketed = below.startswith("(") and below.endswith(")")
    if "/" in below or (_TIMES.search(below) and not bracketed):
        message = f"unit {clip(text)} is ambiguous; write one stroke and brackets below it, such as kg/(t*km)"
        raise UnitError(message)
    return _unit(terms, _terms(below[1:-1] if bracketed else below))


def _terms(text: str) -> list[tuple[str, int | None]]:
    terms: list[tuple[str, int | None]] = []
    for term in _TIMES.split(text):
        plain = " ".join(filter(None, term.split(" ")))
        canonical, year = (plain, None) if is_own(plain) else spelled(plain)
        terms += [(name, year) for name in canonical.split("*")]
    return terms


def _unit(above: list[tuple[str, int | None]], below: list[tuple[str, int | None]]) -> Unit:
    text = _joined([f"{name}{year or ''}" for name, year in above], [f"{n}{year or ''}" for n, year in below])
    if len(above) + len(below) > _MOST_TERMS:
        message = f"expected at most {_MOST_TERMS} units together, got {clip(text)}"
        raise UnitError(message)
    years = {year for _, year in above + below if year}
    if len(years) > 1:
        message = f"two price years in {clip(text)}; bring the prices to one year first"
        raise UnitError(message)
    scale, dimension = _measured([name for name, _ in above], [name for name, _ in below])
    return Unit(text, scale, dimension, min(years, default=None))


def _measured(above: list[str], below: list[str]) -> tuple[float, Dimension]:
    """The ratio to the root unit and the dimension; one's own units are roots of their own."""
    own = Counter(filter(is_own, above))
    own.subtract(filter(is_own, below))
    above, below = ([name for name in names if not is_own(name)] for names in (above, below))
    if above:
        scale, dimension = resolve(_joined(above, below))
    elif below:
        under, dimension = resolve("*".join(below))
        scale, dimension = 1 / under, dimension**-1
    else:
        scale, dimension = 1.0, DIMENSIONLESS
    return scale, dimension * Dimension.of(own) if own else dimension


def _joined(above: list[str], below: list[str]) -> str:
    if not below:
        return "*".join(above)
    return f"{'*'.join(above)}/{below[0]}" if len(below) == 1 else f"{'*'.join(above)}/({'*'.join(below)})"

"""Reading amounts: `number unit`, or two of them multiplied. Nothing is evaluated; the rest is refused.

Numbers are ASCII: up to 15 digits, up to 20 decimals (so every float that Python prints can be read back), an
optional exponent. Text is at most 100 characters, so that no input can take long.
"""

from __future__ import annotations

import re
import unicodedata

from co2label.errors import UnitError, clip
from co2label.units.nouns import Amount, Unit
from co2label.units.refusal import number_refused
from co2label.units.registry import resolve
from co2label.units.spelling import spelled

__all__ = ["over", "parse_amount", "parse_ratio", "parse_unit", "times"]

_LONGEST = 100
_LARGEST = 1e15
_MOST_TERMS = 4
_MOST_SEEN = 4096
_SPACE = " \u00a0\u3000"
_AMOUNT = re.compile(
    rf"(-?[0-9]{{1,15}}(?:\.[0-9]{{1,20}})?(?:[eE][+-]?[0-9]{{1,2}})?)[{_SPACE}]*([^{_SPACE}].*)", re.DOTALL
)
_TIMES_NUMBER = re.compile(rf"[{_SPACE}]*[*×·][{_SPACE}]*(?=[-+.0-9])")
_PER_NUMBER = re.compile(rf"[{_SPACE}]*/[{_SPACE}]*(?=[-+.0-9])")
_TIMES = re.compile(r"[*×·⋅・.]")

_seen: dict[str, Unit] = {}


def parse_amount(text: str, *, allow_negative: bool = False) -> Amount:
    """Read an amount such as "48 g", "2 個", "1 t*km", or a product of two such as "0.110 kg * 120 km".

    Args:
        text: the number (0 to 1e15) and its unit, at most 100 characters.
        allow_negative: only removals may be below zero.

    Raises:
        UnitError: what was expected, what came, and what to write instead.

    >>> amount = parse_amount("1.5e-3 kWh")
    >>> amount.value, amount.unit.text, amount.si
    (0.0015, 'kWh', 5400.0)
    """
    if not isinstance(text, str) or len(text) > _LONGEST:  # type: ignore[redundant-expr]
        raise UnitError(_not_an_amount(text))
    text = text.strip()
    found = _AMOUNT.fullmatch(text)
    unit = _seen.get(found[2]) if found else None
    if not found or unit is None:
        return _read(text, allow_negative=allow_negative)
    return _checked(float(found[1]), unit, text, allow_negative=allow_negative)


def parse_ratio(text: str) -> Amount:
    """Read a bridge: "0.5 kg/m", "0.91 kg/L", "110 g / 1 piece", or an amount above zero such as "110 g".

    Raises:
        UnitError: as `parse_amount`, and where the number is zero.

    >>> ratio = parse_ratio("0.91 kg/L")
    >>> ratio.value, str(ratio.unit.dimension), ratio.si
    (0.91, 'mass/volume', 910.0)
    """
    if not isinstance(text, str) or len(text) > _LONGEST:  # type: ignore[redundant-expr]
        raise UnitError(_not_an_amount(text))
    text = text.strip()
    parts = _PER_NUMBER.split(text, maxsplit=1)
    amounts = [parse_amount(part) for part in parts]
    if any(amount.value == 0 for amount in amounts):
        message = f"expected a number above zero, got {clip(text)}"
        raise UnitError(message)
    if len(amounts) == 1:
        return amounts[0]
    above, below = amounts
    return Amount(above.value / below.value, over(above.unit, below.unit), text)


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


def _not_an_amount(text: object) -> str:
    return f'expected an amount such as "48 g" in at most {_LONGEST} characters, got {clip(text, 40)}'


def _read(text: str, *, allow_negative: bool) -> Amount:
    """The slow way, taken once per distinct unit, for products, and for everything that is refused."""
    parts = _TIMES_NUMBER.split(text)
    if len(parts) > 2:  # noqa: PLR2004 - two amounts
        message = f"expected at most two amounts multiplied, got {len(parts)} in {clip(text)}"
        raise UnitError(message)
    numbers = [_number_and_unit(part) for part in parts]
    value, unit = numbers[0]
    for factor, other in numbers[1:]:
        value, unit = value * factor, times(unit, other)
    return _checked(value, unit, text, allow_negative=allow_negative)


def _number_and_unit(text: str) -> tuple[float, Unit]:
    found = _AMOUNT.fullmatch(text)
    if not found or found[2][0] in "0123456789.,_'’+-":
        raise UnitError(number_refused(text))
    return float(found[1]), parse_unit(found[2])


def _checked(value: float, unit: Unit, text: str, *, allow_negative: bool) -> Amount:
    if "-" in text and not allow_negative and (value < 0 or text.startswith("-")):
        message = f"negative amount {clip(text)}; only removals may be below zero"
        raise UnitError(message)
    if not -_LARGEST <= value <= _LARGEST:
        message = f"number in {clip(text)} is larger than 1e15; use a larger unit"
        raise UnitError(message)
    return Amount(value, unit, text)


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
    plain = unicodedata.normalize("NFKC", text).replace("**", "^")
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
        canonical, year = spelled(" ".join(filter(None, term.split(" "))))
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
    scale, dimension = resolve(_joined([name for name, _ in above], [name for name, _ in below]))
    return Unit(text, scale, dimension, min(years, default=None))


def _joined(above: list[str], below: list[str]) -> str:
    if not below:
        return "*".join(above)
    return f"{'*'.join(above)}/{below[0]}" if len(below) == 1 else f"{'*'.join(above)}/({'*'.join(below)})"

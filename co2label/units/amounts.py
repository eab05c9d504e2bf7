"""Reading amounts: `number unit` as people write it, several of it, a share of it; two of them multiplied.

Numbers are ASCII: up to 15 digits, up to 20 decimals (so every float that Python prints can be read back), an
optional exponent. Text is at most 100 characters, so that no input can take long. Nothing is evaluated; the rest is refused.
"""

from __future__ import annotations

import re

from co2label.errors import UnitError, clip
from co2label.units.beside import without_brackets
from co2label.units.grammar import SPACE, known_unit, over, parse_unit, times
from co2label.units.nouns import Amount, Dimension, Unit
from co2label.units.refusal import number_refused

__all__ = ["parse_amount", "parse_ratio"]

_LONGEST = 100
_LARGEST = 1e15
_MOST_TIMES = 4
_NUMBER = r"-?[0-9]{1,15}(?:\.[0-9]{1,20})?(?:[eE][+-]?[0-9]{1,2})?"
_AMOUNT = re.compile(rf"({_NUMBER})[{SPACE}]*([^{SPACE}].*)", re.DOTALL)
_BARE = re.compile(_NUMBER)
_TIMES_NUMBER = re.compile(rf"[{SPACE}]*([*×✕✖·]|(?<!pa)[xX])[{SPACE}]*(?=[-+.0-9])")
_PER_NUMBER = re.compile(rf"[{SPACE}]*[/÷][{SPACE}]*(?=[-+.0-9])")
_ENDING = re.compile(rf"(?<=[^\W0-9_])(?:[{SPACE}]+e|[{SPACE}]*℮|\.)[{SPACE}]*")
"""Behind the unit on packs: the e of Directive 76/211/EEC, or a full stop."""
_PIECE = Dimension.of({"piece": 1})
_MULTIPLIED = frozenset({Dimension.of({"mass": 1}), Dimension.of({"length": 3}), _PIECE})
"""Three packs × 100 g are 300 g; but a piece × 100 km is its transport."""


def parse_amount(text: str, *, allow_negative: bool = False) -> Amount:
    """Read an amount such as "48 g", "2 個", "1 t*km", or a product of two such as "0.110 kg * 120 km".

    As on packs and in recipes, there may be several of an amount ("2 x 125 g", "40g×3", "100 g × 3 個"), a share of one
    ("0.5 kg / 50"), and the same amount again in brackets ("500 g (17.6 oz)").

    Args:
        text: the number (0 to 1e15) and its unit, at most 100 characters.
        allow_negative: only removals may be below zero.

    Raises:
        UnitError: what was expected, what came, and what to write instead.

    >>> amount = parse_amount("1.5e-3 kWh")
    >>> amount.value, amount.unit.text, amount.si
    (0.0015, 'kWh', 5400.0)
    >>> [(each.value, each.unit.text) for each in map(parse_amount, ("6 x 33 cl", "100g×3個", "0.5 kg / 50"))]
    [(198.0, 'cL'), (300.0, 'g'), (0.01, 'kg')]
    """
    if not isinstance(text, str) or len(text) > _LONGEST:  # type: ignore[redundant-expr]
        raise UnitError(_not_an_amount(text))
    text = text.strip()
    found = _AMOUNT.fullmatch(text)
    unit = known_unit(found[2]) if found else None
    if not found or unit is None:
        return _read(text, allow_negative=allow_negative)
    return _checked(float(found[1]), unit, text, allow_negative=allow_negative)


def parse_ratio(text: str, *, allow_zero: bool = False) -> Amount:
    """Read a bridge: "0.5 kg/m", "0.91 kg/L", "110 g / 1 piece", or an amount above zero such as "110 g".

    Args:
        text: the ratio.
        allow_zero: a price may be zero, a mass per piece may not.

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
    if _BARE.fullmatch(parts[-1]):
        parts = [text]
    amounts = [parse_amount(part) for part in parts]
    if any(amount.value == 0 for amount in (amounts[1:] if allow_zero else amounts)):
        message = f"expected a number above zero, got {clip(text)}"
        raise UnitError(message)
    if len(amounts) == 1:
        return amounts[0]
    above, below = amounts
    return Amount(above.value / below.value, over(above.unit, below.unit), text)


def _not_an_amount(text: object) -> str:
    return f'expected an amount such as "48 g" in at most {_LONGEST} characters, got {clip(text, 40)}'


def _read(text: str, *, allow_negative: bool) -> Amount:
    """The slow way, taken once per distinct unit, for all that is more than a number and a unit, and for what is refused."""
    value, unit = without_brackets(text, _shared)
    return _checked(value, unit, text, allow_negative=allow_negative)


def _shared(text: str) -> tuple[float, Unit]:
    """An amount, or its share: 0.5 kg / 50."""
    above, *below = _PER_NUMBER.split(text)
    if len(below) != 1 or not _BARE.fullmatch(below[0]):
        return _multiplied(text)
    value, unit = _multiplied(above)
    if float(below[0]) <= 0:
        message = f"expected a number above zero to divide by, got {clip(text)}"
        raise UnitError(message)
    return value / float(below[0]), unit


def _multiplied(text: str) -> tuple[float, Unit]:
    """An amount, several of it, or the product of two."""
    first, *others = _TIMES_NUMBER.split(_ENDING.sub("", text) if text[-1:] in ".e℮" else text)
    factors = [("", first), *zip(others[::2], others[1::2], strict=True)]
    if len(factors) > _MOST_TIMES:
        raise UnitError(_too_many(len(factors), text))
    several, units = 1.0, list[tuple[str, Unit]]()
    for sign, part in factors:
        bare = len(factors) > 1 and _BARE.fullmatch(part)
        number, *unit = (float(part),) if bare else _number_and_unit(part)
        several *= number
        units += ((sign, each) for each in unit)
    if not units:
        raise UnitError(number_refused(first))
    (_, whole), *rest = units
    products = 0
    for sign, other in rest:
        counted = _several(whole, other) if sign not in "*·" else None
        whole, products = counted or times(whole, other), products + (counted is None)
    if products > 1:
        raise UnitError(_too_many(len(factors), text))
    return several, whole


def _several(unit: Unit, other: Unit) -> Unit | None:
    """The unit of what there are several of, where one of two only counts the other."""
    if other.dimension == _PIECE and unit.dimension in _MULTIPLIED:
        return unit
    return other if unit.dimension == _PIECE and other.dimension in _MULTIPLIED else None


def _too_many(count: int, text: str) -> str:
    return f"expected at most two amounts multiplied, got {count} in {clip(text)}"


def _number_and_unit(text: str) -> tuple[float, Unit]:
    found = _AMOUNT.fullmatch(text)
    if not found or found[2][0] in "0123456789.,_'’+-–—~〜～±":
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

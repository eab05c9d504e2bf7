"""Reading units and amounts: `number unit` as people write it, several of it, a share of it; two of them multiplied.

Numbers are ASCII: up to 15 digits, up to 20 decimals (so every float that Python prints can be read back), an
optional exponent. Text is at most 100 characters, so that no input can take long. Nothing is evaluated; the rest is refused.

An amount may have the same amount in other units beside it, in brackets: 500 g (17.6 oz). Packs say both, rounded apart, so they
may differ by 5 %. Where one of them alone could mean two things (an ounce of mass or of volume), the other one tells. Two amounts
that are not the same are refused with both: which one is meant is not ours to say.

>>> parse_amount("12 oz (340 g)").si
0.34
>>> parse_amount("1 box (12 pieces)")
Traceback (most recent call last):
...
co2label.errors.UnitError: '1 box' and '12 pieces' are two amounts in '1 box (12 pieces)'; write the one that is meant
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from co2label.errors import UnitError, clip
from co2label.units._registry import AMBIGUOUS, REFUSED, SPELLINGS, WORDS, resolve, spelled
from co2label.units._unit import DIMENSIONLESS, OWN_NAME, Amount, Dimension, Unit, is_own

if TYPE_CHECKING:
    from collections.abc import Iterable


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
        raise UnitError(
            f'expected a unit such as "kg" in at most {_LONGEST} characters, got {clip(text, 40)}'
        )
    unit = _seen.get(text)
    if unit is None:
        unit = _read_unit(text)
        if len(_seen) < _MOST_SEEN:
            _seen[text] = unit
    return unit


def times(unit: Unit, other: Unit) -> Unit:
    """Return the product of two units.

    >>> times(parse_unit("kg/m"), parse_unit("km")).text
    'kg*km/m'
    """
    return _combined(_halves(unit), _halves(other))


def over(unit: Unit, other: Unit) -> Unit:
    """Return the ratio of two units.

    >>> over(parse_unit("g"), parse_unit("t*km")).text
    'g/(t*km)'
    """
    return _combined(_halves(unit), _halves(other)[::-1])


def _halves(unit: Unit) -> tuple[str, str]:
    above, _, below = unit.text.partition("/")
    return above, below.strip("()")


def _combined(one: tuple[str, str], other: tuple[str, str]) -> Unit:
    above, below = ("*".join(filter(None, half)) for half in zip(one, other, strict=True))
    return parse_unit(f"{above}/({below})" if below else above)


def _read_unit(text: str) -> Unit:
    plain = _CONTAINED.sub("", unicodedata.normalize("NFKC", text)).replace("**", "^")
    above, stroke, below = (part.strip(" ") for part in plain.partition("/"))
    terms = _terms(above)
    if not stroke:
        return _unit(terms, [])
    bracketed = below.startswith("(") and below.endswith(")")
    if "/" in below or (_TIMES.search(below) and not bracketed):
        raise UnitError(
            f"unit {clip(text)} is ambiguous; write one stroke and brackets below it, such as kg/(t*km)"
        )
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
        raise UnitError(f"expected at most {_MOST_TERMS} units together, got {clip(text)}")
    years = {year for _, year in above + below if year}
    if len(years) > 1:
        raise UnitError(f"two price years in {clip(text)}; bring the prices to one year first")
    scale, dimension = _measured([name for name, _ in above], [name for name, _ in below])
    return Unit(text, scale, dimension, min(years, default=None))


def _measured(above: list[str], below: list[str]) -> tuple[float, Dimension]:
    """Return the ratio to the root unit and the dimension; one's own units are roots of their own."""
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


@dataclass(frozen=True, slots=True)
class OwnUnits:
    """Units that a document, or a column map, declares: `units = ["token"]`."""

    names: tuple[str, ...]
    _pattern: re.Pattern[str]

    @classmethod
    def of(cls, names: Iterable[str]) -> OwnUnits:
        """Return the units of these names.

        Raises:
            UnitError: a name that cannot be one.
        """
        given = tuple(names)
        for name in given:
            _check(name)
        longest_first = "|".join(re.escape(name) for name in sorted(given, key=len, reverse=True))
        return cls(given, re.compile(rf"(?:(?<![\w{{])|(?<=[0-9]))(?:{longest_first})(?![\w}}])"))

    def braced(self, text: str) -> str:
        """Return a text of an amount or a unit with these units in braces."""
        if not self.names:
            return text
        return self._pattern.sub(lambda found: f"{{{found[0]}}}", text)


def _check(name: str) -> None:
    if not re.fullmatch(OWN_NAME, name):
        raise UnitError(
            f"{clip(name)} cannot be the name of a unit; a letter first, then letters, digits, spaces and - _"
        )
    if name in SPELLINGS or name in AMBIGUOUS or name.lower() in WORDS:
        raise UnitError(f"{clip(name)} is a unit already, or is taken for several; give it another name")


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
    unit = _seen.get(found[2]) if found else None
    if found and unit is not None:
        value = float(found[1])
    else:  # the slow way, once a spelling of a unit, for more than a number and a unit, and for what is refused
        value, unit = _without_brackets(text)
    if "-" in text and not allow_negative and (value < 0 or text.startswith("-")):
        raise UnitError(f"negative amount {clip(text)}; only removals may be below zero")
    if not -_LARGEST <= value <= _LARGEST:
        raise UnitError(f"number in {clip(text)} is larger than 1e15; use a larger unit")
    return Amount(value, unit, text)


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
        raise UnitError(f"expected a number above zero, got {clip(text)}")
    if len(amounts) == 1:
        return amounts[0]
    above, below = amounts
    return Amount(above.value / below.value, over(above.unit, below.unit), text)


def _not_an_amount(text: object) -> str:
    return f'expected an amount such as "48 g" in at most {_LONGEST} characters, got {clip(text, 40)}'


def _shared(text: str) -> tuple[float, Unit]:
    """Read an amount, or its share: 0.5 kg / 50."""
    above, *below = _PER_NUMBER.split(text)
    if len(below) != 1 or not _BARE.fullmatch(below[0]):
        return _multiplied(text)
    value, unit = _multiplied(above)
    if float(below[0]) <= 0:
        raise UnitError(f"expected a number above zero to divide by, got {clip(text)}")
    return value / float(below[0]), unit


def _multiplied(text: str) -> tuple[float, Unit]:
    """Read an amount, several of it, or the product of two."""
    first, *others = _TIMES_NUMBER.split(_ENDING.sub("", text) if text[-1:] in ".e℮" else text)
    factors = [("", first), *zip(others[::2], others[1::2], strict=True)]
    too_many = f"expected at most two amounts multiplied, got {len(factors)} in {clip(text)}"
    if len(factors) > _MOST_TIMES:
        raise UnitError(too_many)
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
        raise UnitError(too_many)
    return several, whole


def _several(unit: Unit, other: Unit) -> Unit | None:
    """Return the unit of what there are several of, where one of two only counts the other."""
    if other.dimension == _PIECE and unit.dimension in _MULTIPLIED:
        return unit
    return other if unit.dimension == _PIECE and other.dimension in _MULTIPLIED else None


def _number_and_unit(text: str) -> tuple[float, Unit]:
    found = _AMOUNT.fullmatch(text)
    if not found or found[2][0] in "0123456789.,_'’+-–—~〜～±":
        raise UnitError(number_refused(text))
    return float(found[1]), parse_unit(found[2])


_BRACKETED = re.compile(
    r"(.*[^\s(（\[【/])\s*[(（\[【]\s*=?\s*([0-9][^()（）\[\]【】]*)[)）\]】]\s*(.*)", re.DOTALL
)

_OUNCES = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*(?:fl\.?\s*)?(?:oz|ounces?)\.?", re.IGNORECASE)

_OUNCE = {"mass": 0.028349523125, "volume": 0.0000295735295625}
"""In kg and m3: the avoirdupois and the US fluid ounce (NIST Handbook 44, appendix C)."""

_ROUNDED = 0.05


def _without_brackets(text: str) -> tuple[float, Unit]:
    """Return the value and unit of an amount, also where it stands there twice.

    Raises:
        UnitError: as `_shared`; or the two amounts are not the same.
    """
    found = _BRACKETED.fullmatch(text)
    if not found:
        return _shared(text)
    first, second = f"{found[1]}{found[3]}".strip(), found[2].strip()
    if _OUNCES.fullmatch(first):
        first, second = second, first
    value, unit = _shared(first)
    if ounces := _OUNCES.fullmatch(second):
        other = float(ounces[1]) * _OUNCE.get(str(unit.dimension), 0.0)
    else:
        number, its_unit = _shared(second)
        other = number * its_unit.scale if its_unit.dimension == unit.dimension else math.nan
    if not abs(other - value * unit.scale) <= _ROUNDED * max(other, value * unit.scale):
        what = f"{clip(found[1].strip())} and {clip(found[2].strip())} are two amounts in {clip(text)}"
        raise UnitError(f"{what}; write the one that is meant")
    return value, unit


def number_refused(text: str) -> str:
    """Return the message for an amount whose number is missing, ambiguous or badly formed.

    >>> number_refused("1,000 kg")
    "a comma in '1,000 kg' may group thousands or mark decimals; write plain digits with a decimal point \
only, such as 1000 or 1.5"
    """
    first = text[:1]
    numeral = not first.isascii() and unicodedata.numeric(first, None) is not None
    probe = f"<numeral>{text}" if numeral else text
    say = next(each["say"] for each in REFUSED if re.search(each["pattern"], probe, re.IGNORECASE))
    found = re.search(r"[0-9]*\.?[0-9]+", unicodedata.normalize("NFKC", text))
    number = "" if found is None else f"0{found[0]}" if found[0].startswith(".") else found[0]
    message: str = say.format(text=clip(text), number=number, bare=number.removeprefix("0"))
    return message

"""Dimension, Unit, Amount; units of one's own; money and what is counted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Mapping


KINDS = (
    "CO2e",
    "CO2",
    "energy",
    "mass",
    "piece",
    "use",
    "person",
    "night",
    "JPY",
    "USD",
    "EUR",
    "GBP",
    "length",
    "time",
)
"""The independent kinds, in the order in which a dimension is written; behind them stand units of one's own (`{token}`).
Energy is a kind of its own, so that a message says "energy"; area and volume are powers of length; power is energy per time."""

Currency = Literal["JPY", "USD", "EUR", "GBP"]

CURRENCIES: frozenset[str] = frozenset(get_args(Currency))

_RANK = {kind: rank for rank, kind in enumerate(KINDS)}

_POWERS = {("length", 2): "area", ("length", 3): "volume"}


@dataclass(frozen=True, slots=True)
class Dimension:
    """A kind of quantity: integer exponents of the independent `KINDS`, in their order.

    >>> freight = Dimension.of({"length": 1, "mass": 1})
    >>> str(freight), str(freight / Dimension.of({"length": 1})), str(Dimension.of({"length": 3}))
    ('mass·length', 'mass', 'volume')
    """

    exponents: tuple[tuple[str, int], ...] = ()

    @classmethod
    def of(cls, exponents: Mapping[str, int]) -> Dimension:
        """Return the dimension with these exponents; zeros are dropped.

        >>> Dimension.of({"mass": 1, "length": 0}) == Dimension.of({"mass": 1})
        True
        """
        ordered = sorted(exponents.items(), key=lambda item: (_RANK.get(item[0], len(KINDS)), item[0]))
        return cls(tuple((kind, power) for kind, power in ordered if power))

    @property
    def of_money(self) -> bool:
        """Tell whether a currency is a part of it.

        >>> Dimension.of({"JPY": 1}).of_money, Dimension.of({"mass": 1}).of_money
        (True, False)
        """
        return any(kind in CURRENCIES for kind, _ in self.exponents)

    def __mul__(self, other: Dimension) -> Dimension:
        return self._combine(other, 1)

    def __truediv__(self, other: Dimension) -> Dimension:
        return self._combine(other, -1)

    def __pow__(self, power: int) -> Dimension:
        return Dimension.of({kind: exponent * power for kind, exponent in self.exponents})

    def _combine(self, other: Dimension, sign: int) -> Dimension:
        summed = dict(self.exponents)
        for kind, power in other.exponents:
            summed[kind] = summed.get(kind, 0) + sign * power
        return Dimension.of(summed)

    def __str__(self) -> str:
        def joined(sign: int) -> list[str]:
            own = [(kind, sign * power) for kind, power in self.exponents if sign * power > 0]
            return [
                _POWERS.get(each) or (each[0] if each[1] == 1 else f"{each[0]}^{each[1]}") for each in own
            ]

        above, below = joined(1), joined(-1)
        if not below:
            return "·".join(above) or "dimensionless"
        under = below[0] if len(below) == 1 else f"({'·'.join(below)})"
        return f"{'·'.join(above) or '1'}/{under}"


DIMENSIONLESS = Dimension()
"""The kind of a bare number."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit in its canonical spelling, with its ratio to the root unit of its dimension.

    `price_year` is the year whose prices a currency is in (USD2022), where one was written; the kind of
    USD2022 is USD, and `convert` refuses two different years.

    >>> from co2label.units import parse_unit
    >>> parse_unit("tkm").text, parse_unit("tkm").scale, parse_unit("USD@2022").price_year
    ('t*km', 1000000.0, 2022)
    """

    text: str
    scale: float
    dimension: Dimension
    price_year: int | None = None

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit; `text` is how it was written.

    >>> from co2label.units import parse_amount
    >>> str(parse_amount(" 48 g ")), parse_amount("48 g").si
    ('48 g', 0.048)
    """

    value: float
    unit: Unit
    text: str

    @property
    def si(self) -> float:
        """The value in the root unit of its dimension (kg, m, s, J, piece…)."""
        return self.value * self.unit.scale

    def __reduce__(self) -> tuple[type[Amount], tuple[float, Unit, str]]:
        return Amount, (self.value, self.unit, self.text)

    def __repr__(self) -> str:
        return f"Amount({self.text!r})"

    def __str__(self) -> str:
        return self.text


OWN_NAME = r"[^\W\d_][\w -]{0,29}"
"""A letter, then letters, digits, spaces and - _; at most 30."""

_OWN = re.compile(rf"\{{{OWN_NAME}\}}")


def is_own(term: str) -> bool:
    """Tell whether one term of a unit is a unit of one's own: it stands in braces."""
    return _OWN.fullmatch(term) is not None


def bare(text: str) -> str:
    """Return a text without the braces around units of one's own, as people read it."""
    return _OWN.sub(lambda found: found[0][1:-1], text) if "{" in text else text

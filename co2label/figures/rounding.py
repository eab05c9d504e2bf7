"""Decimal rounding without binary noise: what the other files of this room round with."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Context, Decimal

from co2label.errors import ClaimError, Problem

__all__ = ["CONTEXT", "MOST_DIGITS", "exact", "plain", "significant", "width_place"]

CONTEXT = Context(prec=700, rounding=ROUND_HALF_UP)
"""Wide enough for the whole range of floats, from 5e-324 to 1.8e308, without an exponent."""
MOST_DIGITS = 12


def exact(number: float) -> Decimal:
    """12 significant decimal digits: what was meant, without binary noise."""
    if not math.isfinite(number):
        raise ClaimError([Problem("", f"expected a finite figure, got {number}")])
    return Decimal(f"{number:.{MOST_DIGITS - 1}e}")


def width_place(interval: tuple[float, float] | None) -> int | None:
    """The power of ten of the first digit of half an interval's width; None where that says nothing."""
    if interval is None:
        return None
    half = abs(exact(interval[1]) - exact(interval[0])) / 2
    return half.adjusted() if half else None


def significant(value: Decimal, digits: int, coarsest: int | None) -> Decimal:
    """Half up to `digits` significant digits, none finer than 10 ** `coarsest`, but always one."""
    if not value:
        return Decimal(0)
    first = value.adjusted()
    place = first - digits + 1
    if coarsest is not None:
        place = min(first, max(place, coarsest))
    rounded = value.quantize(Decimal(1).scaleb(place), context=CONTEXT)
    carried = rounded.adjusted() - first  # 9.96 became 10.0: one digit too many
    return rounded.quantize(Decimal(1).scaleb(place + carried), context=CONTEXT)


def plain(value: Decimal) -> str:
    """A number without an exponent and without a minus before zero."""
    return f"{value or abs(value):f}"  # no "-0"

"""Numbers from outside that a rule is about to judge: finite, and within what they can mean."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from co2label.errors import DocumentError, Problem, clip

if TYPE_CHECKING:
    from co2label.units import Amount

__all__ = ["above_zero", "between", "measure", "one_of"]

_LARGEST = sys.float_info.max


def above_zero(where: str, value: float, unit: str) -> Problem | None:
    """A problem where a value is no finite number above zero."""
    if _is_number(value) and value > 0:
        return None
    return Problem(where, f"expected a number above zero in {unit}, got {clip(value, 40)}", "correct it")


def between(where: str, value: float, low: float, high: float, unit: str) -> Problem | None:
    """A problem where a value is no number from `low` to `high`, both inclusive."""
    if _is_number(value) and low <= value <= high:
        return None
    what = f"expected {low:g} to {high:g} {unit}, got {clip(value, 40)}"
    return Problem(where, what, "correct it, or its unit")


def one_of(where: str, value: object, choices: tuple[object, ...]) -> Problem | None:
    """A problem where a value is none of the choices; 6.0 and True are not the whole numbers 6 and 1."""
    if any(type(value) is type(choice) and value == choice for choice in choices):
        return None
    what = f"expected one of {', '.join(map(str, choices))}, got {clip(value, 40)}"
    return Problem(where, what, "correct it")


def measure(where: str, amount: Amount | None, kind: str) -> float | None:
    """An amount in the root unit of its kind (m2, m3, kg/m3); None stays None.

    Raises:
        DocumentError: an amount of another kind, or none above zero.

    >>> from co2label.units import parse_amount
    >>> measure("floor_area", parse_amount("1.2 ha"), "area")
    12000.0
    """
    if amount is None:
        return None
    if str(amount.unit.dimension) != kind:
        what = f"expected {kind}, got {amount.text!r}, which is {amount.unit.dimension}"
        raise DocumentError([Problem(where, what, "correct the unit")])
    wrong = above_zero(where, amount.si, str(amount.unit))
    if wrong:
        raise DocumentError([wrong])
    return amount.si


def _is_number(value: object) -> bool:
    """Not NaN, not infinite, and not a whole number that no float can hold."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    return -_LARGEST <= value <= _LARGEST

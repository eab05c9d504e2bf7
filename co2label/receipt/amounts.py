"""Quantities and amounts of money of a receipt: decimal numbers as they were written, within bounds."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from co2label.errors import clip

__all__ = ["MOST_MONEY", "Money", "Quantity"]

MOST_MONEY = 999_999_999
_MOST_QUANTITY = 99_999
_QUANTITY_DECIMALS = 3
"""Scales of shops weigh to the gram."""
_MONEY_DECIMALS = 6
"""A price per gram has a few places more than money has."""


def _decimal(value: Any) -> Decimal:
    """The number as it was written; a float is read by its shortest digits."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        message = f"expected a number, got {clip(value)}"
        raise ValueError(message)  # noqa: TRY004 - pydantic collects ValueErrors
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        message = f"expected a finite number, got {value}"
        raise ValueError(message)
    return number


def _quantity(value: Any) -> Decimal:
    return _within(_decimal(value), _MOST_QUANTITY, _QUANTITY_DECIMALS)


def _money(value: Any) -> Decimal:
    return _within(_decimal(value), MOST_MONEY, _MONEY_DECIMALS)


def _within(number: Decimal, limit: int, decimals: int) -> Decimal:
    if abs(number) > limit:
        message = f"expected at most {limit}, got {number:.6g}"
        raise ValueError(message)
    if number != number.quantize(Decimal(1).scaleb(-decimals)):
        message = f"expected at most {decimals} decimals, got {clip(str(number))}; round it"
        raise ValueError(message)
    return number


def _plain_number(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)


_NUMBER = PlainSerializer(_plain_number, return_type=int | float, when_used="json")
Quantity = Annotated[Decimal, BeforeValidator(_quantity), _NUMBER, WithJsonSchema({"type": "number"})]
Money = Annotated[Decimal, BeforeValidator(_money), _NUMBER, WithJsonSchema({"type": "number"})]

"""Quantities and amounts of money of a receipt: decimal numbers as they were written, within bounds.

A quantity is a bare count, or an amount with its unit: 2, "300 g", "0.348 kg".
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, PlainValidator, WithJsonSchema

from co2label.errors import clip
from co2label.units import Amount, parse_amount

__all__ = ["MOST_MONEY", "Money", "Quantity"]

MOST_MONEY = 999_999_999
_MOST_QUANTITY = 99_999
_QUANTITY_DECIMALS = 3
"""Scales of shops weigh to the gram."""
_MOST_MEASURED = 999_999_999
_MEASURED_DECIMALS = 9
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


def _quantity(value: Any) -> Decimal | Amount:
    if isinstance(value, str):
        value = parse_amount(value, allow_negative=True)
    if isinstance(value, Amount):
        _within(_decimal(value.value), _MOST_MEASURED, _MEASURED_DECIMALS)
        return value
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
_AS_WRITTEN = PlainSerializer(
    lambda sold: str(sold) if isinstance(sold, Amount) else _plain_number(sold),
    return_type=int | float | str,
    when_used="json",
)
Quantity = Annotated[
    Decimal | Amount,
    PlainValidator(_quantity),
    _AS_WRITTEN,
    WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string", "examples": ["300 g"]}]}),
]
"""A bare count, or an amount with its unit."""
Money = Annotated[Decimal, BeforeValidator(_money), _NUMBER, WithJsonSchema({"type": "number"})]

"""Numbers that a shop gives itself, with a weight or a price inside: what stands where, and what it sells.

GS1 leaves the numbers of 02 and 20 to 29 to the shops of a country (General Specifications, restricted circulation numbers), so a
till declares its own scheme: a pattern with a letter for each digit.

>>> pork = InStoreCode(pattern="02IIIIIPPPPPC", step="1 JPY", items={"10000": "pork-belly"})
>>> sold = pork.says("0210000005985")
>>> sold.product, sold.amount.text
('pork-belly', '598 JPY')
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from pydantic import BeforeValidator, Field, model_validator

from co2label.errors import DocumentError, Problem, clip
from co2label.identifiers import check_digit
from co2label.model import AmountField, Identifier, Model, read_data
from co2label.units import Amount

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = ["InStoreCode", "Weighed", "read_in_store", "read_schemes"]

_LETTERS = "IPWNVCX"
_PATTERN = re.compile(rf"[0-9{_LETTERS}]{{13}}")
_SAID = "PWN"
_WEIGHTS = {4: ((2, -1), (2, -1), (3, 0), (5, -1)), 5: ((5, 1), (2, -1), (5, -1), (5, 1), (2, -1))}
"""Of the digits of a price or weight, by their number: a factor, and whether the tens of the product are added or taken off."""


class Weighed(NamedTuple):
    """What a number says: the id of the product, and how much of it."""

    product: str
    amount: Amount


def _upper(value: Any) -> Any:
    return value.upper().replace(" ", "") if isinstance(value, str) else value


class InStoreCode(Model):
    """One scheme of a shop for numbers with a weight, a price or a count inside.

    Raises:
        DocumentError: a pattern that is none, or a step of another kind than the pattern asks for.
    """

    pattern: Annotated[str, BeforeValidator(_upper)]
    """13 signs: digits as they stand; I of the item; P of the price, W of the weight or N of the count; V the check digit of that
    price or weight (General Specifications, 7.9); C the check digit of the whole number; X what means nothing here."""
    step: AmountField
    """What one of P, W or N is: "1 JPY", "1 g", "0.01 EUR", "1 piece"."""
    items: dict[Annotated[str, Field(pattern=r"^[0-9]+$")], Identifier] = Field(default_factory=dict)
    """Item → id of the product; an item that is not here is the id itself."""

    @model_validator(mode="after")
    def _consistent(self) -> InStoreCode:
        problems = list(self._findings())
        if problems:
            raise DocumentError(problems)
        return self

    def _findings(self) -> Iterator[Problem]:
        todo = 'such as "02IIIIIPPPPPC"'
        if not _PATTERN.fullmatch(self.pattern):
            what = f"expected 13 digits and letters of {', '.join(_LETTERS)}, got {clip(self.pattern)}"
            yield Problem("pattern", what, todo)
            return
        said = [letter for letter in _SAID if letter in self.pattern]
        if len(said) != 1 or "I" not in self.pattern:
            yield Problem("pattern", f"expected I and one of P, W, N, got {clip(self.pattern)}", todo)
            return
        for letter in ("I", *said):
            if letter * self.pattern.count(letter) not in self.pattern:
                yield Problem("pattern", f"the {letter} of {self.pattern} do not stand together", todo)
        if "V" in self.pattern and (
            self.pattern.count("V") > 1 or self.pattern.count(said[0]) not in _WEIGHTS
        ):
            yield Problem("pattern", "one V checks a price or weight of four or five digits", todo)
        if self.pattern.find("C") not in {-1, len(self.pattern) - 1}:
            yield Problem("pattern", "C, the check digit of the number, is its last", todo)
        if self.step.unit.dimension.of_money != (said[0] == "P") or self.step.value <= 0:
            kind = {"P": "a price above zero", "W": "a mass above zero", "N": "a count above zero"}[said[0]]
            yield Problem(
                "step", f"one of {said[0]} is {kind}, got {self.step.text!r}", 'such as "1 JPY" or "1 g"'
            )

    def says(self, number: str) -> Weighed | None:
        """What a number of this scheme says; None where it is of another scheme, or a check digit is wrong.

        Args:
            number: 13 digits; 12 of a UPC, or 14, are brought to 13.
        """
        digits = number[1:] if len(number) == len(self.pattern) + 1 and number[0] == "0" else number.zfill(13)
        if len(digits) != len(self.pattern) or not digits.isdecimal() or not self._fits(digits):
            return None
        item = self._at(digits, "I")
        letter = next(letter for letter in _SAID if letter in self.pattern)
        value = int(self._at(digits, letter)) * self.step.value
        amount = Amount(value, self.step.unit, f"{value:.12g} {self.step.unit}")
        return Weighed(self.items.get(item, item), amount)

    def _fits(self, digits: str) -> bool:
        if any(sign.isdigit() and sign != digit for sign, digit in zip(self.pattern, digits, strict=True)):
            return False
        if "C" in self.pattern and check_digit(digits[:-1]) != int(digits[-1]):
            return False
        if "V" not in self.pattern:
            return True
        value = next(self._at(digits, letter) for letter in _SAID if letter in self.pattern)
        return _verifier(value) == int(self._at(digits, "V"))

    def _at(self, digits: str, letter: str) -> str:
        return "".join(digit for sign, digit in zip(self.pattern, digits, strict=True) if sign == letter)


def read_in_store(number: str, schemes: Iterable[InStoreCode]) -> Weighed | None:
    """What a number says by the first scheme that it is of; None where it is of none."""
    return next((found for scheme in schemes if (found := scheme.says(number)) is not None), None)


def read_schemes(path: str | Path) -> tuple[InStoreCode, ...]:
    """The schemes of a file in TOML or JSON: a table with a list `in_store`.

    Raises:
        DocumentError: the file cannot be read, or does not fit.
    """
    return _Schemes.read(read_data(path)).in_store


class _Schemes(Model):
    """Strictly private: what such a file holds."""

    in_store: tuple[InStoreCode, ...] = Field(strict=False, min_length=1)


def _verifier(value: str) -> int:
    """The check digit of a price or weight of four or five digits (GS1 General Specifications, 7.9, as biip 5 has it).

    >>> _verifier("2875"), _verifier("14685")
    (9, 6)
    """
    weighed = [
        (factor * int(digit) + sign * (factor * int(digit) // 10)) % 10
        for digit, (factor, sign) in zip(value, _WEIGHTS[len(value)], strict=True)
    ]
    if len(value) == 4:  # noqa: PLR2004 - the two forms of the rule
        return sum(weighed) * 3 % 10
    wanted = -sum(weighed) % 10
    return next(digit for digit in range(10) if (5 * digit - 5 * digit // 10) % 10 == wanted)

"""Return gifts: the programme of municipalities for those who buy their renewable electricity. The terms are data.

Two ways to earn, by kilowatt-hours of the programme's days:

- `steps`: a household gets one gift, that of the highest step (`kwh` of a gift) that it reached;
- `per-kwh`: a household gets one piece for each full `kwh` of the only gift, up to `cap_per_household`.

>>> salt = Gift(id="salt", name={"ja": "塩", "en": "Salt"}, kwh=300, stock=50, yen=800, municipality="岩手県野田村", local=True)
>>> GiftProgramme(id="noda", name="Noda", issuer="野田村", municipalities=["岩手県野田村"], first_day="2026-07-01",
...               last_day="2026-09-30", basis="steps", gifts=[salt]).gift("salt").kwh
Decimal('300')
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from co2label.errors import DocumentError, Problem, clip
from co2label.incentive.gift_places import GiftPlace, of_name
from co2label.incentive.points import exact_number
from co2label.incentive.public_names import PublicName
from co2label.model import CleanText, Date, Identifier, Model, Name, read_data

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Gift", "GiftProgramme", "read_programme"]

Kwh = Annotated[
    Decimal,
    Field(gt=0, le=10**9, decimal_places=6, strict=False),
    BeforeValidator(exact_number, json_schema_input_type=Annotated[float, Field(gt=0, le=10**9)]),
]
"""A number of the terms above zero, kept in decimal digits."""
_Place = Annotated[GiftPlace, BeforeValidator(of_name, json_schema_input_type=str | GiftPlace)]


class Gift(Model):
    """What a household may get.

    Attributes:
        id: unique within its programme.
        name: what the public reads; it claims nothing (see `public_names`).
        kwh: the step from which a household gets it, or per how many kWh a piece is given; above zero.
        stock: how many pieces there are; none means as many as are needed.
        yen: what one piece is worth, whole yen with tax.
        municipality: where it comes from; one of the programme's.
        local: whether it is a product of that place (地場産品); counts in `check_furusato` only.
    """

    id: Identifier
    name: PublicName
    kwh: Kwh
    stock: int | None = Field(default=None, ge=0, le=10**9)
    yen: int = Field(ge=0, le=10**9)
    municipality: CleanText
    local: bool = False


class GiftProgramme(Model):
    """The terms of a programme.

    Attributes:
        id: its name in files.
        name: what the public reads; it claims nothing (see `public_names`).
        issuer: who gives the gifts and answers for them.
        municipalities: whose electricity is bought; at least one, by name, or as `{name, code}`.
        first_day: the first day whose kWh count.
        last_day: the last one.
        basis: `steps` or `per-kwh`; see the module.
        area: prefectures or municipalities in which households must live, written likewise; none means everywhere.
        cap_per_household: the most pieces of one household, for `per-kwh`.
        yen_per_kwh: what a household pays for a kWh; needed to hold the gifts against the limit of premiums.
        gifts: at least one.

    Raises:
        DocumentError: with everything that does not go together.
    """

    id: Identifier
    name: PublicName
    issuer: Name
    municipalities: Annotated[tuple[_Place, ...], Field(min_length=1, strict=False)]
    first_day: Date
    last_day: Date
    basis: Literal["steps", "per-kwh"]
    area: Annotated[tuple[_Place, ...], Field(strict=False)] = ()
    cap_per_household: int | None = Field(default=None, ge=1, le=10**6)
    yen_per_kwh: Kwh | None = None
    gifts: Annotated[tuple[Gift, ...], Field(min_length=1, strict=False)]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        problems = list(self._findings())
        if problems:
            raise DocumentError(problems)
        return self

    def _findings(self) -> Iterator[Problem]:
        if self.last_day < self.first_day:
            what = f"the last day, {self.last_day}, is before the first, {self.first_day}"
            yield Problem("last_day", what, "correct one of them")
        names = [place.written for place in self.municipalities]
        for place, gift in enumerate(self.gifts):
            if gift.municipality not in names:
                what = f"{clip(gift.municipality)} is none of the programme's municipalities"
                yield Problem(f"gifts[{place}].municipality", what, f"write one of {', '.join(names)}")
        if len({gift.id for gift in self.gifts}) < len(self.gifts):
            yield Problem("gifts", "two gifts have the same id", "give each its own")
        yield from self._of_basis()

    def _of_basis(self) -> Iterator[Problem]:
        if self.basis == "per-kwh" and len(self.gifts) > 1:
            yield Problem("gifts", f"{len(self.gifts)} gifts, and per-kwh gives one", "make steps of them")
        if self.basis == "steps" and self.cap_per_household is not None:
            what = "a step gives one gift a household, so a cap would do nothing"
            yield Problem("cap_per_household", what, "leave it out")
        if self.basis == "steps" and len({gift.kwh for gift in self.gifts}) < len(self.gifts):
            yield Problem("gifts", "two gifts have the same step", "give each its own kwh")

    def origin(self, gift: Gift) -> GiftPlace:
        """Where a gift comes from."""
        return next(place for place in self.municipalities if place.written == gift.municipality)

    def gift(self, key: str) -> Gift:
        """A gift by its id.

        Raises:
            DocumentError: there is none.
        """
        for gift in self.gifts:
            if gift.id == key:
                return gift
        known = ", ".join(gift.id for gift in self.gifts)
        raise DocumentError([Problem("gift", f"{clip(key)} is not in {self.id}", f"use one of {known}")])


def read_programme(path: str | Path) -> GiftProgramme:
    """The terms of a programme from a TOML or JSON file.

    Raises:
        DocumentError: the file cannot be read, or does not fit; lists every problem with its path.
    """
    return GiftProgramme.read(read_data(path))

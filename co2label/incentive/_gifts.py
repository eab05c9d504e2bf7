"""Return gifts for those who buy a municipality's renewable electricity: the terms as data, and the limits of Japanese law.

Two ways to earn, by kilowatt-hours of the programme's days:

- `steps`: a household gets one gift, that of the highest step (`kwh` of a gift) that it reached;
- `per-kwh`: a household gets one piece for each full `kwh` of the only gift, up to `cap_per_household`.

A place in Japan is written with its prefecture in front, so it means one place only, in any form that the register of declared
municipalities knows (⻑野県, a district before a town). Places elsewhere are compared as they are written.

Premiums without a draw (総付景品): the notification 「一般消費者に対する景品類の提供に関する事項の制限」 under the Act against
Unjustifiable Premiums and Misleading Representations (景品表示法): 200 yen below a price of 1,000 yen, and two tenths of the
price from there on, as Miyagi Prefecture states it on its page on premiums and advertising (2019-01-04). Points with which one
pays in the giver's own shop are a reduction of the price, and not a premium. A review of the limits was announced in 2026, so
they are data with a day. Other rules (draws, trades with rules of their own) are not checked.

Furusato tax, by law since 2019-06-01: what a gift costs to procure is three tenths of the donation at most, and it is a product
of the place (地場産品; Article 5 of the notification). Read on furusatonavi.com (category1/entry73) and fulusatonouzei.net
(archives/768). This is no legal advice.

>>> salt = Gift(id="salt", name={"ja": "塩", "en": "Salt"}, kwh=300, stock=50, yen=800, municipality="岩手県野田村", local=True)
>>> GiftProgramme(id="noda", name="Noda", issuer="野田村", municipalities=["岩手県野田村"], first_day="2026-07-01",
...               last_day="2026-09-30", basis="steps", gifts=[salt]).gift("salt").kwh
Decimal('300')
>>> lies_in("神奈川県横浜市西区", ("神奈川県横浜市",)), lies_in("東京都", ("京都府",))
(True, False)
>>> lies_in("岩手県九戸郡洋野町", ("岩手県洋野町",))
True
>>> GiftPlace(name={"ja": "岩手県久慈市", "en": "Kuji, Iwate"}).written
'岩手県久慈市'
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BeforeValidator, Field

from co2label.errors import DocumentError, IdentifierError, Problem, clip
from co2label.incentive._points import PublicName, entry_by_id, exact_number
from co2label.indicators import (
    Municipality,
    ZeroCarbonRegister,
    fold_place,
    municipality_code,
    split_prefecture,
    without_district,
)
from co2label.model import CleanText, Date, Identifier, Model, Name, read_data, text_as
from co2label.wording import in_language, translate_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path


_PLACE_ENDINGS = ("都", "道", "府", "県", "市", "区", "町", "村")


class GiftPlace(Model):
    """A municipality, checked against the register of declared ones and its own code, as far as they know it.

    Attributes:
        name: with the prefecture in front, if it is in Japan; other languages may be given beside it.
        code: its local government code of six digits, if wanted.

    Raises:
        DocumentError: no prefecture, a code that is not valid, or one of another place.

    >>> GiftPlace(name="岩手県久慈市", code="032093")
    Traceback (most recent call last):
    ...
    co2label.errors.DocumentError: code: '032093' is 岩手県一関市, not '岩手県久慈市'; correct one of them
    """

    name: PublicName
    code: str | None = None

    @property
    def written(self) -> str:
        """The name by which it is found: in Japanese, where it has one in Japanese."""
        return in_language(self.name, "ja")

    def _problems(self) -> Iterator[Problem]:
        yield from prefecture_problems("name", self.written)
        if self.code is not None:
            yield from self._code_problems(self.code)

    def _code_problems(self, written: str) -> Iterator[Problem]:
        """Check a code by its check digit and the register."""
        try:
            code = municipality_code(written)
        except IdentifierError as error:
            yield Problem("code", str(error))
            return
        of_code = _find_listed(ZeroCarbonRegister.bundled().by_code, code)
        if of_code is not None and _comparable(of_code.full_name) != _comparable(self.written):
            what = f"{code!r} is {of_code.full_name}, not {clip(self.written)}"
            yield Problem("code", what, "correct one of them")
        elif of_code is None and (named := declared_place(self.written)) is not None:
            what = f"{code!r} is not that of {named.full_name}, {named.code}"
            yield Problem("code", what, "correct one of them")


def prefecture_problems(where: str, name: str) -> Iterator[Problem]:
    """A finding where the name of a place in Japan lacks its prefecture."""
    plain = fold_place(name)
    if plain.endswith(_PLACE_ENDINGS) and split_prefecture(plain)[0] is None:
        yield Problem(where, f"{clip(name)} has no prefecture", "write it in front, such as 岩手県久慈市")


def declared_place(name: str) -> Municipality | None:
    """The place in the bundled register of declared municipalities, or none: it is no list of all that there are."""
    return _find_listed(ZeroCarbonRegister.bundled().find, name)


def _find_listed(find: Callable[[str], Municipality], sought: str) -> Municipality | None:
    try:
        return find(sought)
    except IdentifierError:
        return None


def lies_in(place: str, area: Sequence[str]) -> bool:
    """True where a place lies in one of the areas, each a prefecture or a municipality."""
    return not area or _comparable(place).startswith(tuple(_comparable(each) for each in area))


def _comparable(name: str) -> str:
    prefecture, rest = split_prefecture(fold_place(name))
    return (prefecture or "") + without_district(rest)


Kwh = Annotated[
    Decimal,
    Field(gt=0, le=10**9, decimal_places=6, strict=False),
    BeforeValidator(exact_number, json_schema_input_type=Annotated[float, Field(gt=0, le=10**9)]),
]
"""A number of the terms above zero, kept in decimal digits."""

_Place = Annotated[GiftPlace, text_as("name", GiftPlace)]


class Gift(Model):
    """A gift that a household may get.

    Attributes:
        id: unique within its programme.
        name: what the public reads; it claims nothing (see `PublicName`).
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
        name: what the public reads; it claims nothing (see `PublicName`).
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

    def _problems(self) -> Iterator[Problem]:
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
        if self.basis == "per-kwh" and len(self.gifts) > 1:
            yield Problem("gifts", f"{len(self.gifts)} gifts, and per-kwh gives one", "make steps of them")
        if self.basis == "steps" and self.cap_per_household is not None:
            what = "a step gives one gift a household, so a cap would do nothing"
            yield Problem("cap_per_household", what, "leave it out")
        if self.basis == "steps" and len({gift.kwh for gift in self.gifts}) < len(self.gifts):
            yield Problem("gifts", "two gifts have the same step", "give each its own kwh")

    def origin(self, gift: Gift) -> GiftPlace:
        """The place that a gift comes from."""
        return next(place for place in self.municipalities if place.written == gift.municipality)

    def gift(self, key: str) -> Gift:
        """A gift by its id.

        Raises:
            DocumentError: there is none.
        """
        return entry_by_id(self.gifts, key, "gift", self.id)


def read_programme(path: str | Path) -> GiftProgramme:
    """The terms of a programme from a TOML or JSON file.

    Raises:
        DocumentError: the file cannot be read, or does not fit; lists every problem with its path.
    """
    return GiftProgramme.read(read_data(path))


@dataclass(frozen=True, slots=True)
class PremiumLimits:
    """The limits as they stood on a day.

    Attributes:
        as_of: the day on which the source stated them.
        source: where they are stated.
        from_price: yen; from this price on, the share counts.
        below: yen; the limit below that price.
        tenths: tenths of the price; the limit from there on.
    """

    as_of: date
    source: str
    from_price: int
    below: int
    tenths: int


JAPAN_2019 = PremiumLimits(
    date(2019, 1, 4), "宮城県「景品や広告の表示」", from_price=1000, below=200, tenths=2
)
"""The limits of premiums without a draw."""


@dataclass(frozen=True, slots=True)
class PremiumCheck:
    """Result of the check.

    Attributes:
        within: whether the gift is within the limit.
        limit: whole yen; none where no limit applies.
        note: what to read with it, by language.
    """

    within: bool
    limit: int | None
    note: Mapping[str, str]


def check_premium(
    price: int,
    gift: int,
    *,
    use: Literal["own-shop-payment", "goods"],
    limits: PremiumLimits = JAPAN_2019,
) -> PremiumCheck:
    """Hold a gift against the limit.

    Args:
        price: what is paid for the purchase, whole yen, above 0.
        gift: what the gift or the points are worth, whole yen, 0 or more.
        use: `own-shop-payment` for points that reduce a price in the giver's own shop; `goods` for all else.
        limits: the limits of the day.

    Raises:
        DocumentError: an amount that is no whole number of yen, or an unknown use.

    >>> check_premium(1200, 240, use="goods").within
    True
    >>> check_premium(999, 201, use="goods").within
    False
    """
    problems = [*whole_yen("price", price, least=1), *whole_yen("gift", gift, least=0)]
    if use not in ("own-shop-payment", "goods"):
        problems.append(Problem("use", f"expected own-shop-payment or goods, got {clip(use)}", "choose one"))
    DocumentError.raise_any(problems)
    note = MappingProxyType(translate_all(f"premium.{use}"))
    if use == "own-shop-payment":
        return PremiumCheck(within=True, limit=None, note=note)
    limit = limits.below if price < limits.from_price else price * limits.tenths // 10
    return PremiumCheck(within=gift <= limit, limit=limit, note=note)


def whole_yen(where: str, yen: object, *, least: int) -> list[Problem]:
    """A problem where an amount is no whole number of yen, or too small."""
    if type(yen) is int and yen >= least:
        return []
    return [Problem(where, f"expected whole yen, {least} or more, got {clip(yen)}", "correct it")]


@dataclass(frozen=True, slots=True)
class FurusatoLimits:
    """The limits as they stood on a day.

    Attributes:
        as_of: the day from which they hold.
        source: where they are stated.
        percent: of the donation, that a gift may cost at most.
    """

    as_of: date
    source: str
    percent: int


FURUSATO_2019 = FurusatoLimits(
    date(2019, 6, 1), "ふるさと納税の指定基準、furusatonavi.com/category1/entry73", percent=30
)
"""The limits of gifts in return for furusato-tax donations."""


@dataclass(frozen=True, slots=True)
class FurusatoCheck:
    """Result of the check.

    Attributes:
        within: whether the gift costs no more than the limit, and is a product of the place.
        most: whole yen that it may cost.
        local: whether it is declared to be a product of the place.
        note: what to read with it, by language.
    """

    within: bool
    most: int
    local: bool
    note: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class GiftPremium:
    """A gift against the limit of premiums, at the purchase at which it is nearest to it.

    Attributes:
        pieces: how many pieces go with that purchase.
        price: what is paid for the electricity, whole yen, parts dropped.
        worth: what the pieces are worth, whole yen.
        check: what `check_premium` found.
    """

    pieces: int
    price: int
    worth: int
    check: PremiumCheck


def check_furusato(
    donation: int, cost: int, *, local: bool, limits: FurusatoLimits = FURUSATO_2019
) -> FurusatoCheck:
    """Hold a gift in return for a donation against the limits.

    Args:
        donation: whole yen, above 0.
        cost: what it costs to procure the gift, whole yen, 0 or more.
        local: whether it is a product of the place.
        limits: the limits of the day.

    Raises:
        DocumentError: an amount that is no whole number of yen.

    >>> [check_furusato(10_000, cost, local=True).within for cost in (3000, 3001)]
    [True, False]
    """
    DocumentError.raise_any([*whole_yen("donation", donation, least=1), *whole_yen("cost", cost, least=0)])
    most = donation * limits.percent // 100
    note = MappingProxyType(translate_all("gifts.furusato"))
    return FurusatoCheck(cost <= most and local, most, local, note)


def gift_premium(
    programme: GiftProgramme, gift: Gift, *, limits: PremiumLimits = JAPAN_2019
) -> GiftPremium | None:
    """A gift against the limit of premiums; none where what is paid for a kWh is not said.

    The purchase is the smallest that earns the gift. Of `per-kwh`, also the largest purchase below the price from which the
    limit is a share, and the first one above it: there several pieces may be worth more than the limit allows for one.

    Args:
        programme: its terms, with `yen_per_kwh`.
        gift: one of its gifts.
        limits: the limits of the day.

    Raises:
        DocumentError: electricity that costs less than a yen.
    """
    if programme.yen_per_kwh is None:
        return None
    of_a_piece = gift.kwh * programme.yen_per_kwh
    purchases = {1}
    if programme.basis == "per-kwh":
        below = int((limits.from_price / of_a_piece).to_integral_value(rounding=ROUND_CEILING)) - 1
        most = programme.cap_per_household or below + 1
        purchases |= {min(max(below, 1), most), min(below + 1, most)}
    found = []
    for pieces in sorted(purchases):
        price, worth = int(pieces * of_a_piece), pieces * gift.yen
        check = check_premium(price, worth, use="goods", limits=limits)
        found.append(GiftPremium(pieces, price, worth, check))
    return max(found, key=lambda one: (one.worth - (one.check.limit or 0), -one.pieces))

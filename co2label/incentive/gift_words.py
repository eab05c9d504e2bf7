"""What a household is told about its return gift: a line for a receipt or an e-mail, and a letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.indicators import by_language
from co2label.model import in_language
from co2label.wording import format_number, translate

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from co2label.incentive.gift_allotment import Allotment
    from co2label.incentive.gift_places import GiftPlace
    from co2label.incentive.gift_programme import GiftProgramme

__all__ = ["gift_notice", "letter"]


def gift_notice(programme: GiftProgramme, allotment: Allotment) -> dict[str, str]:
    """One line by language, for `Receipt(notices=…)` or an e-mail: the gift, or why there is none.

    Args:
        programme: the terms by which it was allotted.
        allotment: of the household.

    >>> from decimal import Decimal
    >>> from co2label.incentive.gift_allotment import Allotment
    >>> from co2label.incentive.gift_programme import Gift, GiftProgramme
    >>> salt = Gift(id="salt", name={"ja": "塩", "en": "Salt"}, kwh=300, yen=800, municipality="岩手県野田村")
    >>> noda = GiftProgramme(id="noda", name={"ja": "野田村のお礼", "en": "Noda gifts"}, issuer="Noda", first_day="2026-07-01",
    ...                      municipalities=["岩手県野田村"], last_day="2026-09-30", basis="steps", gifts=[salt])
    >>> gift_notice(noda, Allotment("m-1", Decimal(290), "below-threshold", short_kwh=Decimal(10)))["ja"]
    '野田村のお礼：お礼の品まで、あと10 kWhです'
    """
    return by_language(
        lambda language: translate(
            "gifts.notice",
            language,
            programme=in_language(programme.name, language),
            what=_short(programme, allotment, language),
        )
    )


def letter(programme: GiftProgramme, allotment: Allotment, *, language: str = "ja") -> str:
    """A letter to a household, as plain text in paragraphs.

    Args:
        programme: the terms by which it was allotted.
        allotment: of the household.
        language: of the words.

    Raises:
        TextError: a language without words.
    """
    used = translate(
        "gifts.used",
        language,
        first=programme.first_day,
        last=programme.last_day,
        places=_listed(programme.municipalities, language),
        kwh=_number(allotment.kwh, language),
    )
    issuer = in_language(programme.issuer, language)
    parts = [
        translate("gifts.dear", language, member=allotment.member),
        in_language(programme.name, language),
        *([used] if allotment.kwh else []),
        _what(programme, allotment, language),
        translate("gifts.order", language),
        issuer,
    ]
    return "\n\n".join(parts) + "\n"


def _short(programme: GiftProgramme, allotment: Allotment, language: str) -> str:
    """A receipt has three rows: where the gift comes from and why it is this one, the letter says."""
    if allotment.gift is None:
        return _what(programme, allotment, language)
    name = in_language(programme.gift(allotment.gift).name, language)
    return translate("gifts.short", language, gift=name, pieces=allotment.pieces)


def _what(programme: GiftProgramme, allotment: Allotment, language: str) -> str:
    values: dict[str, object] = {
        "first": programme.first_day,
        "last": programme.last_day,
        "area": _listed(programme.area, language),
        "pieces": allotment.pieces,
        "due": allotment.due,
    }
    if allotment.gift is not None:
        gift = programme.gift(allotment.gift)
        values |= {
            "gift": in_language(gift.name, language),
            "place": in_language(programme.origin(gift).name, language),
        }
    if allotment.short_kwh is not None:
        values["short"] = _number(allotment.short_kwh, language)
    return translate(f"gifts.{allotment.reason}", language, **values)


def _listed(places: Iterable[GiftPlace], language: str) -> str:
    return translate("gifts.places.joint", language).join(
        in_language(place.name, language) for place in places
    )


def _number(kwh: Decimal, language: str) -> str:
    return format_number(f"{kwh.normalize():f}", language)

"""Codes of products and places, checked: GTIN (GS1 General Specifications), country (ISO 3166-1).

>>> gtin("4569951110016")
'4569951110016'
>>> gtin14("4569951110016")
'04569951110016'
"""

from __future__ import annotations

import hashlib
import re

from co2label._data import data_table
from co2label.errors import IdentifierError, clip

_GTIN_LENGTHS = (8, 12, 13, 14)
_GTIN_8 = "000000"
"""Digits in front of a GTIN-8 in 14 digits."""
_RESTRICTED = ("0000000", "02", "04", *(str(prefix) for prefix in range(20, 30)))
_COUPON = ("980", "981", "982", "983", "984", "99")
_LONGEST_BODY = 17
"""Of the longest GS1 key with a check digit, the SSCC."""
_DIGITS = re.compile(r"[0-9]+")
_LOT = re.compile(r"[!\"%&'()*+,\-./0-9:;<=>?A-Z_a-z]{1,20}")
_PLAIN_PART = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,78}[a-z0-9])?")
_RESERVED_PART = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?")
"""Names that Windows keeps for devices."""
_PLACE = re.compile(r"([A-Z]{2})(?:-[A-Z0-9]{1,3})?")

_PLACES = data_table("places.toml", beside=__file__)

COUNTRIES: frozenset[str] = frozenset(_PLACES["countries"].split())
"""The 249 officially assigned alpha-2 codes of ISO 3166-1 (state of 2025)."""

REGIONS: dict[str, str] = _PLACES["regions"]
"""Codes of places that are no country, as life-cycle databases write them (ecoinvent shortnames)."""


def check_digit(body: str) -> int:
    """The GS1 check digit of the digits before it: weights 3 and 1 from the right, up to the next ten.

    Source: GS1 General Specifications, check digit calculation.

    Args:
        body: 1 to 17 ASCII digits, without the check digit.

    Raises:
        IdentifierError: something else than 1 to 17 ASCII digits.

    >>> check_digit("456995111001")
    6
    """
    if not _is_digits(body) or len(body) > _LONGEST_BODY:
        raise IdentifierError(f"expected 1 to 17 ASCII digits, got {clip(body)}")
    weighted = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body)))
    return -weighted % 10


def gtin(value: str) -> str:
    """A GTIN-8, -12, -13 (JAN, EAN) or -14, unchanged, once length and check digit are right.

    Raises:
        IdentifierError: not ASCII digits, another length, or a wrong check digit (says the expected one).

    >>> gtin("49123456")
    '49123456'
    >>> gtin("4569951110017")
    Traceback (most recent call last):
    ...
    co2label.errors.IdentifierError: GTIN '4569951110017': check digit 6 expected, got 7; correct the number
    """
    if not _is_digits(value):
        raise IdentifierError(
            f"expected a GTIN in ASCII digits only, got {clip(value)}; write it without spaces and hyphens"
        )
    if len(value) not in _GTIN_LENGTHS:
        raise IdentifierError(f"GTIN {clip(value)}: 8, 12, 13 or 14 digits expected, got {len(value)}")
    if int(value[-1]) != (expected := check_digit(value[:-1])):
        todo = "correct the number"
        if len(value) == min(_GTIN_LENGTHS):
            todo += "; a number of your own is an `id` and no GTIN"
        raise IdentifierError(f"GTIN {value!r}: check digit {expected} expected, got {value[-1]}; {todo}")
    if not value.strip("0"):
        raise IdentifierError(f"GTIN {value!r}: all digits are zero; leave it out if there is none")
    return value


def gtin14(value: str) -> str:
    """A GTIN in the 14 digits of GS1 element strings and links, with zeros in front.

    Source: GS1 General Specifications, application identifier (01).

    Raises:
        IdentifierError: as `gtin`.

    >>> gtin14("49123456")
    '00000049123456'
    """
    return gtin(value).zfill(14)


def lot(value: str) -> str:
    """A batch or lot, unchanged: 1 to 20 characters of GS1 set 82.

    Source: GS1 General Specifications, application identifier (10).

    Raises:
        IdentifierError: another length or character.

    >>> lot("L26-07/A")
    'L26-07/A'
    """
    if not _LOT.fullmatch(value):
        raise IdentifierError(
            f"expected a lot of 1 to 20 letters, digits and signs (GS1 set 82, no space), got {clip(value)}"
        )
    return value


def in_one_company(value: str) -> str | None:
    """Say what a number is that names no product outside one company or region; None for a GTIN that does.

    Source: GS1 General Specifications, table of GS1 Prefixes (as biip 5 has it): 0000000, 02, 04 and 20 to 29 of a GTIN-12, -13
    or -14, and 0 and 2 of a GTIN-8, are restricted circulation numbers, which shops give to what they weigh and price
    themselves; 980 to 984 and 99 are refund receipts and coupons.

    Raises:
        IdentifierError: as `gtin`.

    >>> in_one_company("2100000109869"), in_one_company("4569951110016")
    ('a restricted circulation number (prefix 21)', None)
    """
    number = gtin14(value)
    if number.startswith(_GTIN_8):
        prefix = number[6]
        return f"a restricted circulation number (GTIN-8 of {prefix})" if prefix in "02" else None
    body = number[1:]
    if body.startswith(_RESTRICTED):
        return f"a restricted circulation number (prefix {body[:2]})"
    return (
        f"the number of a refund receipt or coupon (prefix {body[:3]})" if body.startswith(_COUPON) else None
    )


def global_gtin(value: str) -> str:
    """A GTIN in 14 digits that means the same product to everybody: what may stand in a GS1 Digital Link or an SGTIN.

    Raises:
        IdentifierError: as `gtin`; a number that is valid within one company only.

    >>> global_gtin("2100000109869")
    Traceback (most recent call last):
    ...
    co2label.errors.IdentifierError: GTIN '2100000109869' is a restricted circulation number (prefix 21), which means something \
else in another shop; it stands in no GS1 Digital Link and no EPC: give the GTIN of the product, or info_url for the label
    """
    if restricted := in_one_company(value):
        raise IdentifierError(
            f"GTIN {value!r} is {restricted}, which means something else in another shop; it stands in no GS1 Digital Link "
            "and no EPC: give the GTIN of the product, or info_url for the label"
        )
    return gtin14(value)


def country(code: str) -> str:
    """An ISO 3166-1 alpha-2 country code, unchanged.

    Raises:
        IdentifierError: not one of the 249 assigned codes.

    >>> country("JP")
    'JP'
    """
    if not isinstance(code, str) or code not in COUNTRIES:  # type: ignore[redundant-expr]
        hint = _PLACES["often_meant"].get(str(code))
        todo = f"did you mean {hint!r}?" if hint else "such as JP"
        raise IdentifierError(
            f"expected an ISO 3166-1 alpha-2 country code in capitals, got {clip(code)}; {todo}"
        )
    return code


def geography(code: str) -> str:
    """A place that a figure stands for: a country, one of `REGIONS`, or a subdivision such as JP-13.

    The subdivision (ISO 3166-2) is checked by its shape and its country only.

    Raises:
        IdentifierError: none of the three.

    >>> geography("GLO"), geography("JP-13"), geography("FR")
    ('GLO', 'JP-13', 'FR')
    """
    if isinstance(code, str):  # type: ignore[redundant-expr, unused-ignore]
        place = _PLACE.fullmatch(code)
        if code in REGIONS or (place and place[1] in COUNTRIES):
            return code
    meant = [known for known in (*REGIONS, *sorted(COUNTRIES)) if known.lower() == str(code).lower()]
    hint = f"did you mean {meant[0]!r}?" if meant else f"regions: {', '.join(REGIONS)}"
    raise IdentifierError(f"expected a place such as JP, JP-13 or GLO, got {clip(code)}; {hint}")


def _is_digits(value: object) -> bool:
    return isinstance(value, str) and _DIGITS.fullmatch(value) is not None


def path_part(name: str) -> str:
    """A name that is safe as a file's or folder's everywhere: an id where it is plain, else its plain part and a digest.

    >>> path_part("onigiri-salmon"), path_part("Tea:2025"), path_part("../..")
    ('onigiri-salmon', 'tea-2025-7b0e388d', 'product-0cfd1c96')
    """
    if _PLAIN_PART.fullmatch(name) and not _RESERVED_PART.fullmatch(name):
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:8]
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower())[:60].strip("-") or "product"
    return f"{slug}-{digest}"

"""The primary keys of GS1 Digital Links, their qualifiers in order, and what their values look like.

Source: GS1 Application Identifier Syntax Dictionary (GS1 AISBL, Apache-2.0), entries with `dlpkey`, as its formats and
checks stand there; country lists, dates and other contents of data attributes are not checked.

>>> check_value("414", "4569951110016")
>>> KEYS["8010"].qualifiers
(('8011',),)
"""

from __future__ import annotations

import re
from typing import NamedTuple

from co2label.errors import IdentifierError, clip
from co2label.identifiers import check_digit

__all__ = ["ALIASES", "KEYS", "QUALIFIERS", "Key", "check_pair", "check_value"]

_82 = r"[!\"%&'()*+,\-./0-9:;<=>?A-Z_a-z]"
"""GS1 AI encodable character set 82 (GS1 General Specifications)."""
_82_ORDER = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
_39 = r"[#\-/0-9A-Z]"
_32_ORDER = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_MODULUS = 1021
_FEWEST_BITS = 5


class Key(NamedTuple):
    """A primary key.

    Attributes:
        name: as GS1 calls it.
        form: what a value matches; the group `checked` ends with the check digit.
        words: the same for people.
        qualifiers: sequences of which one may follow, each in this order, each part optional.
    """

    name: str
    form: re.Pattern[str]
    words: str
    qualifiers: tuple[tuple[str, ...], ...] = ()


def _key(name: str, form: str, words: str, *qualifiers: str) -> Key:
    return Key(name, re.compile(form), words, tuple(tuple(sequence.split()) for sequence in qualifiers))


def _digits(count: int) -> str:
    return f"(?P<checked>[0-9]{{{count}}})"


KEYS: dict[str, Key] = {
    "00": _key("SSCC", _digits(18), "18 digits"),
    "01": _key("GTIN", _digits(14), "14 digits (zeros in front)", "22 10 21", "235"),
    "253": _key("GDTI", f"{_digits(13)}{_82}{{0,17}}", "13 digits and up to 17 characters of GS1 set 82"),
    "255": _key("GCN", f"{_digits(13)}[0-9]{{0,12}}", "13 to 25 digits"),
    "401": _key("GINC", f"{_82}{{1,30}}", "1 to 30 characters of GS1 set 82"),
    "402": _key("GSIN", _digits(17), "17 digits"),
    "414": _key("GLN", _digits(13), "13 digits", "254", "7040"),
    "415": _key("GLN to pay to", _digits(13), "13 digits", "8020"),
    "417": _key("party GLN", _digits(13), "13 digits", "7040"),
    "8003": _key(
        "GRAI", f"0{_digits(13)}{_82}{{0,16}}", "0, 13 digits and up to 16 characters of GS1 set 82"
    ),
    "8004": _key("GIAI", f"{_82}{{1,30}}", "1 to 30 characters of GS1 set 82", "7040"),
    "8006": _key("ITIP", f"{_digits(14)}[0-9]{{4}}", "18 digits", "22 10 21"),
    "8010": _key("CPID", f"{_39}{{1,30}}", "1 to 30 digits, capitals and # - /", "8011"),
    "8013": _key("GMN", f"{_82}{{3,25}}", "3 to 25 characters of GS1 set 82"),
    "8017": _key("GSRN of a provider", _digits(18), "18 digits", "8019"),
    "8018": _key("GSRN of a recipient", _digits(18), "18 digits", "8019"),
}
"""Every primary key by its application identifier."""

QUALIFIERS: dict[str, Key] = {
    "22": _key("consumer product variant", f"{_82}{{1,20}}", "1 to 20 characters of GS1 set 82"),
    "10": _key("batch or lot", f"{_82}{{1,20}}", "1 to 20 characters of GS1 set 82"),
    "21": _key("serial number", f"{_82}{{1,20}}", "1 to 20 characters of GS1 set 82"),
    "235": _key("third-party extension", f"{_82}{{1,28}}", "1 to 28 characters of GS1 set 82"),
    "254": _key("GLN extension", f"{_82}{{1,20}}", "1 to 20 characters of GS1 set 82"),
    "7040": _key("UIC with extension", f"[0-9]{_82}{{3}}", "a digit and 3 characters of GS1 set 82"),
    "8011": _key("CPID serial number", "0|[1-9][0-9]{0,11}", "up to 12 digits without zeros in front"),
    "8019": _key("service relation instance", "[0-9]{1,10}", "1 to 10 digits"),
    "8020": _key("payment reference", f"{_82}{{1,25}}", "1 to 25 characters of GS1 set 82"),
}
"""Every qualifier of a primary key."""
ALIASES: dict[str, str] = {
    "sscc": "00",
    "gtin": "01",
    "gdti": "253",
    "gcn": "255",
    "ginc": "401",
    "gsin": "402",
    "gln": "414",
    "payTo": "415",
    "party": "417",
    "grai": "8003",
    "giai": "8004",
    "itip": "8006",
    "cpid": "8010",
    "gmn": "8013",
    "gsrnp": "8017",
    "gsrn": "8018",
    "cpv": "22",
    "lot": "10",
    "ser": "21",
    "glnx": "254",
    "cpsn": "8011",
    "srin": "8019",
    "refno": "8020",
}
"""Alphabetic names of keys and qualifiers, which the standard had until version 1.2 and readers still take; none is written."""
_DATA = _key("data attribute", f"{_82}{{1,90}}", "1 to 90 characters of GS1 set 82")
_GMN = "8013"


def check_value(identifier: str, value: str) -> None:
    """Refuse a value that its key, qualifier or data attribute cannot have.

    Raises:
        IdentifierError: another length or character, or a wrong check digit; says the expected one.
    """
    key = KEYS.get(identifier) or QUALIFIERS.get(identifier, _DATA)
    found = key.form.fullmatch(value)
    if not found:
        message = f"({identifier}) {key.name}: expected {key.words}, got {clip(value)}"
        raise IdentifierError(message)
    checked = found.groupdict().get("checked")
    if checked and check_digit(checked[:-1]) != int(checked[-1]):
        expected = check_digit(checked[:-1])
        message = f"({identifier}) {key.name} {value!r}: check digit {expected} expected, got {checked[-1]}; correct it"
        raise IdentifierError(message)
    if identifier == _GMN and check_pair(value[:-2]) != value[-2:]:
        expected_pair = check_pair(value[:-2])
        message = (
            f"({identifier}) {key.name} {value!r}: check characters {expected_pair} expected; correct it"
        )
        raise IdentifierError(message)


def check_pair(body: str) -> str:
    """The two check characters of a GMN: prime weights from the right, modulo 1021.

    Source: GS1 General Specifications, check character pair of alphanumeric keys.

    >>> check_pair("1987654Ad4X4bL5ttr2310c")
    '2K'
    """
    weights = (_82_ORDER.index(char) for char in reversed(body))
    total = sum(weight * prime for weight, prime in zip(weights, _PRIMES, strict=False)) % _MODULUS
    return _32_ORDER[total >> _FEWEST_BITS] + _32_ORDER[total & 31]


_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83)
"""One for each character that a GMN has before its check characters."""

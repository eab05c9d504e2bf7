"""GS1 Digital Links: build and read, after the GS1 Digital Link Standard: URI Syntax.

Such a link is `https://host/prefix/01/{GTIN in 14 digits}`, or another primary key in place of 01; then the key's
qualifiers in their order, then data attributes in the query. Everything but the unreserved characters of RFC 3986 is
percent-encoded. What others write is read too: names in letters (/gtin/, /lot/, /ser/) and a GTIN of 8, 12 or 13 digits.

>>> DigitalLink.parse("https://id.example.jp/01/04569951110016/10/A%2F1?17=271122").qualifiers
(('10', 'A/1'),)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus, unquote, unquote_plus

from co2label.errors import IdentifierError, clip
from co2label.identifiers import global_gtin
from co2label.identifiers import gtin as checked_gtin
from co2label.links.address import parts, resolver_address, web_link
from co2label.links.keys import ALIASES, KEYS, QUALIFIERS, check_value

if TYPE_CHECKING:
    from datetime import date

__all__ = ["GS1_RESOLVER", "DigitalLink", "digital_link", "item_link", "parse_link"]

GS1_RESOLVER = "https://id.gs1.org"
"""The resolver of GS1 itself: the canonical form of a GS1 Digital Link."""

_GTIN = "01"
_SHORT_GTIN = (8, 12, 13)
_ATTRIBUTE = re.compile(r"[0-9]{2,4}")
_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DigitalLink:
    """A GS1 Digital Link.

    Attributes:
        key: the application identifier of the primary key, such as 01 for a GTIN.
        value: of the key; a GTIN in 14 digits.
        qualifiers: (application identifier, value) in the order that GS1 gives for the key, such as 22, 10, 21.
        attributes: the same for the data in the query, in any order, such as 17 for the expiry date (YYMMDD).
        resolver: the https address before the key.

    Raises:
        IdentifierError: what is wrong with which part.

    >>> DigitalLink("01", "04569951110016", (("10", "LOT 1".replace(" ", "-")),), (("17", "271122"),)).uri()
    'https://id.gs1.org/01/04569951110016/10/LOT-1?17=271122'
    """

    key: str
    value: str
    qualifiers: Pairs = ()
    attributes: Pairs = ()
    resolver: str = GS1_RESOLVER

    def __post_init__(self) -> None:
        if self.key not in KEYS:
            message = f"expected a primary key of {', '.join(KEYS)}, got {clip(self.key)}"
            raise IdentifierError(message)
        _check_order(self.key, [qualifier for qualifier, _ in self.qualifiers])
        _check_attributes(self.key, [attribute for attribute, _ in self.attributes])
        for identifier, value in ((self.key, self.value), *self.qualifiers, *self.attributes):
            check_value(identifier, value)
            if identifier == _GTIN:
                global_gtin(value)
            if value in {".", ".."}:
                message = f"({identifier}) is {value!r}, which web addresses drop; give another value"
                raise IdentifierError(message)
        object.__setattr__(self, "resolver", resolver_address(self.resolver))

    def uri(self) -> str:
        """The link."""
        pairs = ((self.key, self.value), *self.qualifiers)
        path = "".join(f"/{identifier}/{quote(value, safe='')}" for identifier, value in pairs)
        query = "&".join(f"{identifier}={quote_plus(value)}" for identifier, value in self.attributes)
        return web_link(f"{self.resolver}{path}{'?' if query else ''}{query}")

    @classmethod
    def parse(cls, link: str) -> DigitalLink:
        """Read a link; query keys that are no numbers, and the fragment, are passed over.

        Raises:
            IdentifierError: no https address, no primary key, a qualifier out of order or in the query, a wrong value.

        >>> DigitalLink.parse("https://example.jp/shop/00/106141412345678908").key
        '00'
        """
        base, rest = parts(link)
        path, _, query = rest.partition("#")[0].partition("?")
        if ";" in path or _PERCENT.search(path + query):
            message = f"a ; or a % without two hexadecimal digits in {clip(link)}; percent-encode it"
            raise IdentifierError(message)
        segments = path.split("/")[1:]
        start = _start(named := [ALIASES.get(segment, segment) for segment in segments], link)
        found = [unquote(segment) for segment in segments[start + 1 :: 2]]
        pairs = tuple(zip(named[start::2], found, strict=True))
        if pairs[0][0] == _GTIN and len(pairs[0][1]) in _SHORT_GTIN:
            pairs = ((_GTIN, pairs[0][1].zfill(14)), *pairs[1:])
        resolver = "/".join([base, *segments[:start]])
        return cls(*pairs[0], pairs[1:], _attributes(query, link), resolver)


def digital_link(gtin: str, *, resolver: str = GS1_RESOLVER) -> str:
    """The GS1 Digital Link of a product.

    Args:
        gtin: GTIN-8, -12, -13 or -14.
        resolver: https address of the resolver, with an optional path before the key; no query, no fragment.

    Raises:
        IdentifierError: a wrong GTIN, one that means a product in one company only, or a resolver that is no such address.

    >>> digital_link("49123456", resolver="https://example.jp/品/")
    'https://example.jp/%E5%93%81/01/00000049123456'
    """
    return f"{resolver_address(resolver)}/01/{global_gtin(gtin)}"


def item_link(
    link: str, *, lot: str | None = None, serial: str | None = None, expiry: date | None = None
) -> str:
    """The GS1 Digital Link of a lot or of a single item of a product.

    Args:
        link: of the product.
        lot: its batch or lot (AI 10), 1 to 20 characters of GS1 set 82.
        serial: of the item (AI 21), the same.
        expiry: the last day of its use (AI 17).

    Raises:
        IdentifierError: `link` is no Digital Link of a GTIN, or has a lot or serial of its own that differs; a wrong value.

    >>> import datetime as dt
    >>> item_link("https://id.example.jp/01/04569951110016", lot="A/1", expiry=dt.date(2027, 11, 22))
    'https://id.example.jp/01/04569951110016/10/A%2F1?17=271122'
    """
    read = DigitalLink.parse(link)
    if read.key != _GTIN:
        message = (
            f"a lot, a serial number and an expiry date belong to a GTIN, and {clip(link)} is no link of one"
        )
        raise IdentifierError(message)
    qualifiers = dict(read.qualifiers)
    for identifier, value in (("10", lot), ("21", serial)):
        if value is not None and qualifiers.setdefault(identifier, value) != value:
            message = f"({identifier}) is {qualifiers[identifier]!r} in the link already, got {clip(value)}; leave one out"
            raise IdentifierError(message)
    attributes = dict(read.attributes) | ({} if expiry is None else {"17": f"{expiry:%y%m%d}"})
    ordered = tuple((one, qualifiers[one]) for one in ("22", "10", "21", "235") if one in qualifiers)
    return DigitalLink(read.key, read.value, ordered, tuple(attributes.items()), read.resolver).uri()


def parse_link(link: str) -> str:
    """The GTIN, in 14 digits, of a GS1 Digital Link.

    Raises:
        IdentifierError: as `DigitalLink.parse`, or another key than a GTIN.

    >>> parse_link("https://id.example.jp/01/04569951110016/10/LOT26A?17=271122")
    '04569951110016'
    """
    read = DigitalLink.parse(link)
    if read.key != _GTIN:
        message = (
            f"expected the link of a GTIN (01), got one of a {KEYS[read.key].name} ({read.key}): {clip(link)}"
        )
        raise IdentifierError(message)
    return checked_gtin(read.value)


def _start(segments: list[str], link: str) -> int:
    """Where the primary key stands: from there on, identifiers and values take turns to the end."""
    ends = [at for at, segment in enumerate(segments) if segment in KEYS and (len(segments) - at) % 2 == 0]
    for at in ends:
        if all(identifier in QUALIFIERS for identifier in segments[at + 2 :: 2]):
            return at
    for at in ends:
        _check_order(segments[at], [unquote(identifier) for identifier in segments[at + 2 :: 2]])
    message = f"expected a GS1 Digital Link such as {GS1_RESOLVER}/01/04569951110016, got {clip(link)}"
    raise IdentifierError(message)


def _check_order(key: str, given: list[str]) -> None:
    for sequence in KEYS[key].qualifiers:
        if given == [identifier for identifier in sequence if identifier in given]:
            return
    if given:
        orders = " or ".join(", ".join(sequence) for sequence in KEYS[key].qualifiers) or "none"
        message = f"qualifiers of ({key}): expected {orders}, each at most once and in this order, got {clip(', '.join(given))}"
        raise IdentifierError(message)


def _check_attributes(key: str, given: list[str]) -> None:
    in_path = {key, *(identifier for sequence in KEYS[key].qualifiers for identifier in sequence)}
    for place, identifier in enumerate(given):
        if identifier in in_path:
            message = f"({identifier}) in the query; with ({key}) it belongs in the path: /{identifier}/…"
        elif not _ATTRIBUTE.fullmatch(identifier):
            message = (
                f"expected an application identifier of 2 to 4 digits in the query, got {clip(identifier)}"
            )
        elif identifier in given[:place]:
            message = f"({identifier}) more than once in the query; give it once"
        else:
            continue
        raise IdentifierError(message)


def _attributes(query: str, link: str) -> Pairs:
    pairs = []
    for field in query.split("&"):
        name, equals, value = field.partition("=")
        if name[:1].isdigit():
            if not equals:
                message = f"({clip(name)}) has no value in the query of {clip(link)}; write {name[:8]}=…"
                raise IdentifierError(message)
            pairs.append((unquote_plus(name), unquote_plus(value)))
    return tuple(pairs)

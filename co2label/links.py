"""Web links of a product: GS1 Digital Links, and other https addresses.

A GS1 Digital Link (GS1 Digital Link Standard: URI Syntax) is `https://host/prefix/01/{GTIN in 14 digits}`, or another primary
key in place of 01; then the key's qualifiers in their order, then data attributes in the query. Everything but the unreserved
characters of RFC 3986 is percent-encoded. What others write is read too: names in letters (/gtin/, /lot/, /ser/) and a GTIN of 8,
12 or 13 digits. Any address must be safe to print in a QR symbol and to put in a page, on a host that everybody can reach: a link
is printed for strangers, and what only one's own network knows is none for them.

>>> DigitalLink.parse("https://id.example.jp/01/04569951110016/10/A%2F1?17=271122").qualifiers
(('10', 'A/1'),)
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, quote_plus, unquote, unquote_plus

from co2label._data import data_table
from co2label.errors import IdentifierError, clip
from co2label.identifiers import check_digit, global_gtin
from co2label.identifiers import gtin as checked_gtin

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


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
            raise IdentifierError(f"expected a primary key of {', '.join(KEYS)}, got {clip(self.key)}")
        _check_order(self.key, [qualifier for qualifier, _ in self.qualifiers])
        _check_attributes(self.key, [attribute for attribute, _ in self.attributes])
        for identifier, value in ((self.key, self.value), *self.qualifiers, *self.attributes):
            check_value(identifier, value)
            if identifier == _GTIN:
                global_gtin(value)
            if value in {".", ".."}:
                raise IdentifierError(
                    f"({identifier}) is {value!r}, which web addresses drop; give another value"
                )
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
            raise IdentifierError(
                f"a ; or a % without two hexadecimal digits in {clip(link)}; percent-encode it"
            )
        segments = path.split("/")[1:]
        start = _start(named := [_BY_LETTERS.get(segment, segment) for segment in segments], link)
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
        raise IdentifierError(
            f"a lot, a serial number and an expiry date belong to a GTIN, and {clip(link)} is no link of one"
        )
    qualifiers = dict(read.qualifiers)
    for identifier, value in (("10", lot), ("21", serial)):
        if value is not None and qualifiers.setdefault(identifier, value) != value:
            raise IdentifierError(
                f"({identifier}) is {qualifiers[identifier]!r} in the link already, got {clip(value)}; leave one out"
            )
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
        raise IdentifierError(
            f"expected the link of a GTIN (01), got one of a {KEYS[read.key].name} ({read.key}): {clip(link)}"
        )
    return checked_gtin(read.value)


def _start(segments: list[str], link: str) -> int:
    """Find the place of the primary key: from there on, identifiers and values take turns to the end."""
    ends = [at for at, segment in enumerate(segments) if segment in KEYS and (len(segments) - at) % 2 == 0]
    for at in ends:
        if all(identifier in QUALIFIERS for identifier in segments[at + 2 :: 2]):
            return at
    for at in ends:
        _check_order(segments[at], [unquote(identifier) for identifier in segments[at + 2 :: 2]])
    raise IdentifierError(
        f"expected a GS1 Digital Link such as {GS1_RESOLVER}/01/04569951110016, got {clip(link)}"
    )


def _check_order(key: str, given: list[str]) -> None:
    for sequence in KEYS[key].qualifiers:
        if given == [identifier for identifier in sequence if identifier in given]:
            return
    if given:
        orders = " or ".join(", ".join(sequence) for sequence in KEYS[key].qualifiers) or "none"
        raise IdentifierError(
            f"qualifiers of ({key}): expected {orders}, each at most once and in this order, got {clip(', '.join(given))}"
        )


def _check_attributes(key: str, given: list[str]) -> None:
    in_path = {key, *(identifier for sequence in KEYS[key].qualifiers for identifier in sequence)}
    for place, identifier in enumerate(given):
        if identifier in in_path:
            where = f"it belongs in the path: /{identifier}/…"
            raise IdentifierError(f"({identifier}) in the query; with ({key}) {where}")
        if not _ATTRIBUTE.fullmatch(identifier):
            expected = "expected an application identifier of 2 to 4 digits in the query"
            raise IdentifierError(f"{expected}, got {clip(identifier)}")
        if identifier in given[:place]:
            raise IdentifierError(f"({identifier}) more than once in the query; give it once")


def _attributes(query: str, link: str) -> Pairs:
    pairs = []
    for field in query.split("&"):
        name, equals, value = field.partition("=")
        if name[:1].isdigit():
            if not equals:
                raise IdentifierError(
                    f"({clip(name)}) has no value in the query of {clip(link)}; write {name[:8]}=…"
                )
            pairs.append((unquote_plus(name), unquote_plus(value)))
    return tuple(pairs)


_82 = r"[!\"%&'()*+,\-./0-9:;<=>?A-Z_a-z]"
"""GS1 AI encodable character set 82 (GS1 General Specifications)."""

_82_ORDER = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"

_39 = r"[#\-/0-9A-Z]"

_32_ORDER = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"

_MODULUS = 1021

_FEWEST_BITS = 5


class Key(NamedTuple):
    """A primary key, or a qualifier of one.

    Attributes:
        name: as GS1 calls it.
        form: what a value matches; the group `checked` ends with the check digit.
        words: the same for people.
        qualifiers: sequences of which one may follow, each in this order, each part optional.
        letters: its name in letters, which the standard had until version 1.2 and readers still take; none is written.
    """

    name: str
    form: re.Pattern[str]
    words: str
    qualifiers: tuple[tuple[str, ...], ...] = ()
    letters: str = ""


def _key(name: str, form: str, words: str, qualifiers: Sequence[str] = (), letters: str = "") -> Key:
    """A row of `gs1.toml`."""
    pattern = re.sub("N([0-9]+)", r"(?P<checked>[0-9]{\1})", form).replace("X", _82).replace("Y", _39)
    sequences = tuple(tuple(sequence.split()) for sequence in qualifiers)
    return Key(name, re.compile(pattern), words, sequences, letters)


_GS1 = data_table("gs1.toml", beside=__file__)

KEYS = {identifier: _key(**row) for identifier, row in _GS1["keys"].items()}
"""Every primary key by its application identifier."""

QUALIFIERS = {identifier: _key(**row) for identifier, row in _GS1["qualifiers"].items()}
"""Every qualifier of a primary key."""

_BY_LETTERS = {key.letters: identifier for identifier, key in (KEYS | QUALIFIERS).items() if key.letters}

_DATA = _key("data attribute", "X{1,90}", "1 to 90 characters of GS1 set 82")

_GMN = "8013"


def check_value(identifier: str, value: str) -> None:
    """Refuse a value that its key, qualifier or data attribute cannot have.

    Raises:
        IdentifierError: another length or character, or a wrong check digit; says the expected one.
    """
    key = KEYS.get(identifier) or QUALIFIERS.get(identifier, _DATA)
    found = key.form.fullmatch(value)
    if not found:
        raise IdentifierError(f"({identifier}) {key.name}: expected {key.words}, got {clip(value)}")
    checked = found.groupdict().get("checked")
    if checked and (expected := check_digit(checked[:-1])) != int(checked[-1]):
        raise IdentifierError(
            f"({identifier}) {key.name} {value!r}: check digit {expected} expected, got {checked[-1]}; correct it"
        )
    if identifier == _GMN and (pair := check_pair(value[:-2])) != value[-2:]:
        raise IdentifierError(
            f"({identifier}) {key.name} {value!r}: check characters {pair} expected; correct it"
        )


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

_LONGEST = 2000
"""Characters; longer addresses fail in browsers, and no QR symbol on a label could hold them."""

_LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"

_ADDRESS = re.compile(
    rf"https://({_LABEL}(?:\.{_LABEL})*)(?::([^/?#@]*))?((?:[/?#].*)?)", re.IGNORECASE | re.DOTALL
)

_URI_REST = re.compile(r"(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*")


def web_link(url: str) -> str:
    """An https address, unchanged, once it is safe to print in a QR symbol and to put in a page.

    Args:
        url: ASCII, at most 2000 characters, with a host name that everybody can reach (see `co2label.links`), a
            port from 1 to 65535 if any, without user name and password.

    Raises:
        IdentifierError: what is wrong with it, and what to write instead.

    >>> web_link("https://www.example.jp/cfp?id=1#stage")
    'https://www.example.jp/cfp?id=1#stage'
    """
    rest = parts(url)[1]
    if not _URI_REST.fullmatch(rest):
        raise IdentifierError(
            f"a character that no web address may hold in {clip(url)}; percent-encode it, such as %20"
        )
    return url


def upper_case_host(url: str) -> str:
    """A link with its scheme and host in capitals, which opens the same page (RFC 3986, 3.1 and 3.2.2).

    Where path and query have no small letters either, its QR symbol is alphanumeric and often a version smaller.

    Raises:
        IdentifierError: as `web_link`.

    >>> upper_case_host("https://id.gs1.org/01/04569951110016")
    'HTTPS://ID.GS1.ORG/01/04569951110016'
    """
    base, rest = parts(web_link(url))
    return base.upper() + rest


def resolver_address(address: str) -> str:
    """The https address of a resolver, its path percent-encoded and without a slash at the end."""
    base, path = parts(address)
    if "?" in path or "#" in path:
        raise IdentifierError(
            f"expected a resolver without query and fragment, got {clip(address)}; cut it at ? or #"
        )
    segments = path.strip("/").split("/") if path.strip("/") else []
    if any(segment in {"", ".", ".."} for segment in segments):
        raise IdentifierError(
            f"empty, . or .. part in the path of the resolver {clip(address)}; write the path in full"
        )
    encoded = "/".join(quote(segment, safe="%") for segment in segments)
    if not _URI_REST.fullmatch(encoded):
        raise IdentifierError(
            f"a % without two hexadecimal digits in the resolver {clip(address)}; write it as %25"
        )
    return f"{base}/{encoded}" if encoded else base


def parts(address: str) -> tuple[str, str]:
    """Scheme and host in lower case with the port, and everything after them."""
    if not isinstance(address, str) or len(address) > _LONGEST:  # type: ignore[redundant-expr]
        raise IdentifierError(
            f"expected a web address of at most {_LONGEST} characters, got {clip(address, 40)}"
        )
    if any(not char.isprintable() or char == " " for char in address):
        raise IdentifierError(f"a space or control character in the web address {clip(address)}; remove it")
    found = _ADDRESS.fullmatch(address)
    if not found:
        raise IdentifierError(_not_https(address))
    host, port, rest = found.groups()
    if problem := host_problem(host):
        raise IdentifierError(
            f"the host {clip(host)} {problem}: a printed link is for everybody, got {clip(address)}"
        )
    if port is not None and (problem := port_problem(port)):
        raise IdentifierError(f"{problem}, got {clip(port)} in {clip(address)}")
    return f"https://{host.lower()}{'' if port is None else f':{port}'}", rest


def _not_https(address: str) -> str:
    scheme, colon, rest = address.partition("://")
    if not colon or scheme.lower() != "https":
        return f"expected a web address that begins with https://, got {clip(address)}"
    host = re.split("[/?#]", rest, maxsplit=1)[0]
    if "@" in host:
        return f"user name or password in {clip(address)}; remove it"
    if not host.isascii():
        return f"host name {clip(host)} is not ASCII; write it in Punycode (xn--…)"
    return f"expected a host name after https://, got {clip(host)} in {clip(address)}"


_LONGEST_HOST, _LONGEST_LABEL = 253, 63

_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")

_TOP = re.compile(r"[a-z]{2,}|xn--.+")

_PUNYCODE = "xn--"

_PRIVATE = frozenset(
    (
        *("localhost", "test", "invalid", "local", "onion", "alt"),
        *("intranet", "internal", "private", "corp", "home", "lan", "localdomain"),
    )
)

_HOME = ".home.arpa"

_TOO_LONG = f"is longer than the {_LONGEST_LABEL} characters of a label or the {_LONGEST_HOST} of a name"

_HIGHEST_PORT = 65535


@lru_cache(maxsize=4096)
def host_problem(host: str) -> str:
    """Say what keeps a host from being one that everybody reaches, or an empty string.

    Args:
        host: labels of ASCII letters, digits and hyphens, with dots between them.

    >>> host_problem("192.168.0.10"), host_problem("shop")
    ('is an address in numbers; give a name', 'is one word; a public name has a domain, such as id.example.jp')
    >>> host_problem("xn--0.jp"), host_problem("xn--wgv71a.jp")
    ('has a label that is no Punycode', '')
    """
    name = host.lower()
    labels = name.split(".")
    top = labels[-1]
    tests = (
        (len(name) > _LONGEST_HOST or max(map(len, labels)) > _LONGEST_LABEL, _TOO_LONG),
        (_NUMBER.fullmatch(top), "is an address in numbers; give a name"),
        (top in _PRIVATE or name.endswith(_HOME), "is known in your own network only"),
        (len(labels) == 1, "is one word; a public name has a domain, such as id.example.jp"),
        (not _TOP.fullmatch(top), f"ends with {top!r}, which is no top-level domain"),
        (not all(map(_is_written_right, labels)), "has a label that is no Punycode"),
    )
    return next((reason for failed, reason in tests if failed), "")


def port_problem(port: str) -> str:
    """Say what is wrong with a port, or an empty string.

    >>> port_problem("8443"), port_problem("99999")
    ('', 'expected a port from 1 to 65535')
    """
    fits = port.isascii() and port.isdigit() and not port.startswith("0") and int(port[:6]) <= _HIGHEST_PORT
    return "" if fits else f"expected a port from 1 to {_HIGHEST_PORT}"


def _is_written_right(label: str) -> bool:
    """Tell whether a label that claims to be Punycode stands for letters beyond ASCII, in their one form (RFC 5890, 2.3.2.1)."""
    if not label.startswith(_PUNYCODE):
        return True
    written = label.removeprefix(_PUNYCODE)
    try:
        letters = written.encode("ascii").decode("punycode")
        again = letters.encode("punycode").decode("ascii")
    except UnicodeError:
        return False
    plain = letters.isprintable() and unicodedata.normalize("NFKC", letters.lower()) == letters
    return plain and not letters.isascii() and again == written

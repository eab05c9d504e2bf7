"""Web links of a product: GS1 Digital Link, and other https addresses.

A GS1 Digital Link is `https://host/prefix/01/{GTIN in 14 digits}`, after the GS1 Digital Link Standard: URI
Syntax (primary key AI 01, always 14 digits; no alphabetic aliases; key qualifiers in the order 22, 10, 21)
and RFC 3986 (everything but the unreserved characters percent-encoded).

>>> digital_link("4569951110016", resolver="https://id.example.jp")
'https://id.example.jp/01/04569951110016'
"""

from __future__ import annotations

import re
from urllib.parse import quote

from co2label.errors import IdentifierError, clip
from co2label.identifiers import gtin as checked_gtin
from co2label.identifiers import gtin14

__all__ = ["GS1_RESOLVER", "digital_link", "parse_link", "web_link"]

GS1_RESOLVER = "https://id.gs1.org"
"""The resolver of GS1 itself: the canonical form of a GS1 Digital Link."""

_LONGEST = 2000
"""Characters; longer addresses fail in browsers, and no QR symbol on a label could hold them."""
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_LONGEST_HOST = 253
_HOST = rf"{_LABEL}(?:\.{_LABEL})*"
_ADDRESS = re.compile(rf"(https)://({_HOST})(:[0-9]{{1,5}})?((?:[/?#].*)?)", re.IGNORECASE | re.DOTALL)
_URI_REST = re.compile(r"(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*")
_KEY = re.compile(r"(?:^|.*?/)01/([0-9]{14})(?:/(?:22|10|21|235)/[^/?#]+)*(?:[?#].*)?", re.DOTALL)


def digital_link(gtin: str, *, resolver: str = GS1_RESOLVER) -> str:
    """The GS1 Digital Link of a product.

    Args:
        gtin: GTIN-8, -12, -13 or -14.
        resolver: https address of the resolver, with an optional path before the key; no query, no fragment.

    Raises:
        IdentifierError: a wrong GTIN, or a resolver that is no such address.

    >>> digital_link("49123456", resolver="https://example.jp/品/")
    'https://example.jp/%E5%93%81/01/00000049123456'
    """
    return f"{_resolver(resolver)}/01/{gtin14(gtin)}"


def parse_link(link: str) -> str:
    """The GTIN, in 14 digits, of a GS1 Digital Link.

    Key qualifiers (consumer product variant, batch, serial number) and a query may follow; they are not read.

    Raises:
        IdentifierError: no https address, no `/01/` with 14 digits, or a wrong check digit.

    >>> parse_link("https://id.example.jp/01/04569951110016/10/LOT26A?17=271122")
    '04569951110016'
    """
    found = _KEY.fullmatch(_parts(link)[1])
    if not found:
        message = f"expected a GS1 Digital Link such as {GS1_RESOLVER}/01/04569951110016, got {clip(link)}"
        raise IdentifierError(message)
    return checked_gtin(found[1])


def web_link(url: str) -> str:
    """An https address, unchanged, once it is safe to print in a QR symbol and to put in a page.

    Args:
        url: ASCII, at most 2000 characters, with a host name, without user name and password.

    Raises:
        IdentifierError: what is wrong with it, and what to write instead.

    >>> web_link("https://www.example.jp/cfp?id=1#stage")
    'https://www.example.jp/cfp?id=1#stage'
    """
    rest = _parts(url)[1]
    if not _URI_REST.fullmatch(rest):
        message = f"a character that no web address may hold in {clip(url)}; percent-encode it, such as %20"
        raise IdentifierError(message)
    return url


def _resolver(address: str) -> str:
    base, path = _parts(address)
    if "?" in path or "#" in path:
        message = f"expected a resolver without query and fragment, got {clip(address)}; cut it at ? or #"
        raise IdentifierError(message)
    segments = path.strip("/").split("/") if path.strip("/") else []
    if any(segment in {"", ".", ".."} for segment in segments):
        message = f"empty, . or .. part in the path of the resolver {clip(address)}; write the path in full"
        raise IdentifierError(message)
    encoded = "/".join(quote(segment, safe="%") for segment in segments)
    if not _URI_REST.fullmatch(encoded):
        message = f"a % without two hexadecimal digits in the resolver {clip(address)}; write it as %25"
        raise IdentifierError(message)
    return f"{base}/{encoded}" if encoded else base


def _parts(address: str) -> tuple[str, str]:
    """Scheme and host in lower case with the port, and everything after them."""
    if not isinstance(address, str) or len(address) > _LONGEST:  # type: ignore[redundant-expr]
        message = f"expected a web address of at most {_LONGEST} characters, got {clip(address, 40)}"
        raise IdentifierError(message)
    if any(not char.isprintable() or char == " " for char in address):
        message = f"a space or control character in the web address {clip(address)}; remove it"
        raise IdentifierError(message)
    found = _ADDRESS.fullmatch(address)
    if not found or len(found[2]) > _LONGEST_HOST:
        raise IdentifierError(_not_https(address))
    return f"https://{found[2].lower()}{found[3] or ''}", found[4]


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

"""https addresses: safe to print in a QR symbol, to put in a page, and to build a link upon (RFC 3986).

>>> web_link("https://www.example.jp/cfp?id=1#stage")
'https://www.example.jp/cfp?id=1#stage'
"""

from __future__ import annotations

import re
from urllib.parse import quote

from co2label.errors import IdentifierError, clip
from co2label.links.hosts import host_problem, port_problem

__all__ = ["parts", "resolver_address", "upper_case_host", "web_link"]

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
        url: ASCII, at most 2000 characters, with a host name that everybody can reach (see `co2label.links.hosts`), a
            port from 1 to 65535 if any, without user name and password.

    Raises:
        IdentifierError: what is wrong with it, and what to write instead.

    >>> web_link("https://www.example.jp/cfp?id=1#stage")
    'https://www.example.jp/cfp?id=1#stage'
    """
    rest = parts(url)[1]
    if not _URI_REST.fullmatch(rest):
        message = f"a character that no web address may hold in {clip(url)}; percent-encode it, such as %20"
        raise IdentifierError(message)
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


def parts(address: str) -> tuple[str, str]:
    """Scheme and host in lower case with the port, and everything after them."""
    if not isinstance(address, str) or len(address) > _LONGEST:  # type: ignore[redundant-expr]
        message = f"expected a web address of at most {_LONGEST} characters, got {clip(address, 40)}"
        raise IdentifierError(message)
    if any(not char.isprintable() or char == " " for char in address):
        message = f"a space or control character in the web address {clip(address)}; remove it"
        raise IdentifierError(message)
    found = _ADDRESS.fullmatch(address)
    if not found:
        raise IdentifierError(_not_https(address))
    host, port, rest = found.groups()
    if problem := host_problem(host):
        message = f"the host {clip(host)} {problem}: a printed link is for everybody, got {clip(address)}"
        raise IdentifierError(message)
    if port is not None and (problem := port_problem(port)):
        message = f"{problem}, got {clip(port)} in {clip(address)}"
        raise IdentifierError(message)
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

"""Hosts that everybody can reach: a link is printed for strangers, and what only one's own network knows is none for them.

Refused are names that no public resolver answers (RFC 6761: localhost, test, invalid; RFC 6762, 3 and appendix G: local and
the private names of networks; RFC 8375: home.arpa; RFC 7686: onion; RFC 9476: alt), names of one label, and addresses in
numbers, however they are written (https://url.spec.whatwg.org/#concept-ipv4-parser reads 0x7f.1 and 2130706433 as ones).
The names for documentation (RFC 6761: example, example.com …) are let through, since documents of examples are made with them.

>>> host_problem("id.example.jp"), host_problem("localhost")
('', 'is known in your own network only')
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["host_problem", "port_problem"]

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
    """What keeps a host from being one that everybody reaches, or an empty string.

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
    """What is wrong with a port, or an empty string.

    >>> port_problem("8443"), port_problem("99999")
    ('', 'expected a port from 1 to 65535')
    """
    fits = port.isascii() and port.isdigit() and not port.startswith("0") and int(port[:6]) <= _HIGHEST_PORT
    return "" if fits else f"expected a port from 1 to {_HIGHEST_PORT}"


def _is_written_right(label: str) -> bool:
    """Whether a label that claims to be Punycode stands for letters beyond ASCII, in their one form (RFC 5890, 2.3.2.1)."""
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

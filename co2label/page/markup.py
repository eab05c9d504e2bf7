"""The one way for data into HTML: as text, as an attribute, as a link, as JSON inside a script element.

>>> text("CO2 < 3"), attribute('"'), link("javascript:alert(1)", "x")
('CO<sub>2</sub> &lt; 3', '&quot;', 'x')
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from html import escape
from typing import Any

from co2label.errors import IdentifierError
from co2label.links import web_link

__all__ = ["attribute", "data", "link", "text"]

_CO2 = re.compile("CO[2₂]")
_ADDRESS = re.compile(r"https?://(.+)")
_IN_SCRIPT = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


@lru_cache(maxsize=4096)
def text(words: str) -> str:
    """Words as the content of an element; CO₂ with a real subscript, whatever font the reader has.

    Most words of a page stand on every page, so they are kept.
    """
    return _CO2.sub("CO<sub>2</sub>", escape(words))


def attribute(words: str) -> str:
    """Words as the value of an attribute between double quotes."""
    return escape(words)


def link(address: str | None, words: str) -> str:
    """Words that lead to a web address of http or https; plain words where it is none, or not everybody can reach it."""
    if address is None or not _leads_somewhere(address):
        return text(words)
    return f'<a href="{attribute(address)}" rel="noreferrer">{text(words)}</a>'


def _leads_somewhere(address: str) -> bool:
    found = _ADDRESS.fullmatch(address)
    try:
        return found is not None and bool(web_link(f"https://{found[1]}"))
    except IdentifierError:
        return False


def data(value: Any) -> str:
    r"""Plain data as JSON that a script element can hold: nothing in it ends the element.

    >>> print(data({"name": "</script>"}))
    {"name":"\u003c/script\u003e"}
    """
    compact = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return compact.translate(_IN_SCRIPT)

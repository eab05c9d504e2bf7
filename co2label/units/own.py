"""Counted units of one's own: {GB}, {token}, {乗車}. Each is a kind of its own, which meets nothing but itself.

In the text of an amount such a unit stands in braces, as annotations do in UCUM.

>>> is_own("{token}"), bare("2 {token}/{GB}")
(True, '2 token/GB')
"""

from __future__ import annotations

import re

__all__ = ["NAME", "bare", "is_own"]

NAME = r"[^\W\d_][\w -]{0,29}"
"""A letter, then letters, digits, spaces and - _; at most 30."""
_OWN = re.compile(rf"\{{{NAME}\}}")


def is_own(term: str) -> bool:
    """Whether one term of a unit is a unit of one's own: it stands in braces."""
    return _OWN.fullmatch(term) is not None


def bare(text: str) -> str:
    """A text without the braces around units of one's own, as people read it."""
    return _OWN.sub(lambda found: found[0][1:-1], text) if "{" in text else text

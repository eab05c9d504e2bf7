"""The first claim of a text, by the rules of every language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from co2label.declaration.claims.folding import folded, in_katakana, lengthened, unspaced
from co2label.declaration.claims.kinds import KINDS
from co2label.declaration.claims.rules import rule_book

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable

    from co2label.declaration.claims.kinds import Kind
    from co2label.declaration.claims.rules import Rule

__all__ = ["Claim", "claim_in", "forbidden_claim"]

_REMEMBERED = 4096
"""Texts; most of those of a label are the same on the next one."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim that was found.

    Attributes:
        words: as they stand in the text, folded.
        rule: by which they were found.
    """

    words: str
    rule: Rule

    @property
    def kind(self) -> Kind:
        """What such a claim does, and what to do instead."""
        return KINDS[self.rule.kind]

    def __str__(self) -> str:
        return f"{self.words!r}, which {self.kind.does} ({self.rule.kind}: {self.rule.laws[0].cite()})"


def forbidden_claim(text: str) -> str | None:
    """The words of the first claim in a text, as they stand there (folded), or None.

    Bare words (エコ, グリーン) are found only where they stand alone: エコバッグ and グリーンカレー are things, not
    claims. A comparative claims nothing where the text names what it is held against.

    >>> forbidden_claim("CO2を30%削減"), forbidden_claim("CO2を30%削減（当社2022年品比）")
    ('co2を30%削減', None)
    """
    found = claim_in(text)
    return None if found is None else found.words


@lru_cache(maxsize=_REMEMBERED)
def claim_in(text: str, *, name: bool = False) -> Claim | None:
    """The first claim of a text, or None.

    Args:
        text: in any language.
        name: whether it is the name of a firm or a publication, which may hold a bare word of praise: Green & Sons.

    >>> str(claim_in("Carbon neutral tea"))[:70]
    "'carbon neutral', which says that nothing, or less than nothing, is em"
    >>> claim_in("Sustainability and Green Growth Institute", name=True) is None
    True
    """
    said = folded(text)
    found = _found(said, name=name)
    if found is None and (closed := unspaced(said)) != said:
        found = _found(closed, name=name)
    return found


def _found(said: str, *, name: bool) -> Claim | None:
    book = rule_book()
    whole = lengthened(in_katakana(said))
    asked = [rule for rule in book.about(whole) if not (name and rule.bare)]
    if not asked:
        return None
    own = _without(said, book.things.finditer(whole))
    plain = lengthened(in_katakana(own))
    has_basis = book.bases.search(plain) is not None
    for rule in asked:
        found = rule.pattern.search(own if rule.alone else plain)
        if found and not (has_basis and rule.excused_by_basis):
            return Claim(said[found.start() : found.end()], rule)
    return None


def _without(text: str, things: Iterable[re.Match[str]]) -> str:
    """The text with what holds a word of a claim and claims nothing blotted out; as long as it was."""
    for thing in things:
        start, end = thing.span()
        text = text[:start] + "□" * (end - start) + text[end:]
    return text

"""What plain words may not say, since a rule says it from data: shares of renewable electricity, classes, stars, stored carbon.

An SDG line of plain words is judged by no data. So it says nothing for which there is an entry with a `kind`: that one
holds certificates, thresholds and comparisons against the published rule, and puts beside the claim what belongs there. Names
and marks of programmes belong to the programmes, and stand on a label only with what they register; co2label draws none. The
words of each language stand with its rules of claims (`wording/*/claims.toml`, `ruled`).

>>> ruled_words("再エネ100%の電気で製造").kind, ruled_words("再エネへの切替で20ポイント"), ruled_words("秋限定")
('electricity', None, None)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from co2label.declaration.claims import folded
from co2label.declaration.claims.folding import in_katakana
from co2label.declaration.claims.rules import source_of
from co2label.errors import Problem
from co2label.wording import LANGUAGES, claim_table

__all__ = ["Ruled", "ruled_problem", "ruled_words"]

_PROGRAMME = "programme"


@dataclass(frozen=True, slots=True)
class Ruled:
    """Words that a rule says.

    Attributes:
        kind: of the entry that says it by rule; none for what belongs to a programme.
        words: as they stand in the text, folded.
    """

    kind: str | None
    words: str


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The kinds with their patterns, a language after the other."""
    tables = (claim_table(language) for language in LANGUAGES)
    return tuple(
        (entry["kind"], re.compile(source_of(entry["find"], table)))
        for table in tables
        for entry in table.get("ruled", ())
    )


def ruled_words(text: str) -> Ruled | None:
    """The first words of a text that a rule says, or None."""
    said = folded(text)
    plain = in_katakana(said)
    for kind, pattern in _patterns():
        if found := pattern.search(plain):
            return Ruled(None if kind == _PROGRAMME else kind, said[found.start() : found.end()])
    return None


def ruled_problem(where: str, text: str, *, name: bool = False) -> Problem | None:
    """A problem where a text says what only a rule, or a programme, may say.

    Args:
        where: path of the text.
        text: plain words.
        name: whether it is the name of a thing, in which a ZEH, a star or wood may be what the thing is.
    """
    found = ruled_words(text)
    if found is None or (name and found.kind not in {"electricity", None}):
        return None
    if found.kind is None:
        what = f"{found.words!r} is of a programme, which alone may say it"
        return Problem(where, what, "leave it out; the page behind the code may link to it")
    what, todo = (
        f"{found.words!r} in plain words rests on no data",
        f"let the rule say it: indicators = [{{ kind = {found.kind!r}, … }}]",
    )
    return Problem(where, what, todo)

"""Claims that a text beside a carbon figure must not make, judged by the rules of all languages.

The kinds: offsetting, neutrality, lowness and reductions without a basis, praise of the product, its material, its rank among
others, promises, borrowed authority. docs/reference/claims.md lists every rule with its law. A text in a language that has no
rules (`es`) cannot be judged, so it is refused; one without a language (`und`) is judged.

Reserved claims (shares of renewable electricity, classes, stars, stored carbon, marks of programmes) are those that only an
entry with a `kind` may make, from data. The rules find what people write, not what somebody sets out to hide.

A municipality's 2050年二酸化炭素排出実質ゼロ表明 names a pledge for its area (Ministry of the Environment) and is no claim of a
product; ゼロカーボンシティ, by which it is known too, is refused beside a product.

>>> forbidden_claim("エコバッグ") is None, forbidden_claim("カーボンニュートラル牛乳")
(True, 'カーボンニュートラル')
>>> forbidden_claim("Tea, carbon – neutral"), forbidden_claim("環境に ﾔｻｼｲお茶")
('carbon - neutral', '環境に ヤサシ')
>>> [str(each) for each in text_problems("name", {"en": "Tea", "es": "Té"})]
["name.es: there are no rules of what must not be claimed in 'es', so nothing in it is printed; give the text in ja, en, fr"]
>>> reserved_claim("再エネ100%の電気で製造").kind, reserved_claim("再エネへの切替で20ポイント"), reserved_claim("秋限定")
('electricity', None, None)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from co2label.declaration._claim_rules import (
    CLAIM_KINDS,
    ClaimKind,
    ClaimRule,
    claim_rules,
    close_japanese,
    fold,
    mend_long_vowels,
    pattern_source,
    to_katakana,
)
from co2label.errors import ClaimError, Problem, clip
from co2label.wording import LANGUAGES, claim_table, has_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


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
    rule: ClaimRule

    @property
    def kind(self) -> ClaimKind:
        """The kind of the claim: its effect, and what to do instead."""
        return CLAIM_KINDS[self.rule.kind]

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
    folded = fold(text)
    found = _first_claim(folded, name=name)
    if found is None and (closed := close_japanese(folded)) != folded:
        found = _first_claim(closed, name=name)
    return found


def _first_claim(folded: str, *, name: bool) -> Claim | None:
    book = claim_rules()
    whole = mend_long_vowels(to_katakana(folded))
    asked = [rule for rule in book.about(whole) if not (name and rule.bare)]
    if not asked:
        return None
    own = _blotted(folded, book.things.finditer(whole))
    plain = mend_long_vowels(to_katakana(own))
    has_basis = book.bases.search(plain) is not None
    for rule in asked:
        found = rule.pattern.search(own if rule.alone else plain)
        if found and not (has_basis and rule.excused_by_basis):
            return Claim(folded[found.start() : found.end()], rule)
    return None


def _blotted(text: str, things: Iterable[re.Match[str]]) -> str:
    """The text with what holds a word of a claim and claims nothing blotted out; as long as it was."""
    for thing in things:
        start, end = thing.span()
        text = text[:start] + "□" * (end - start) + text[end:]
    return text


def claim_problem(where: str, text: str | None, *, name: bool = False, todo: str = "") -> Problem | None:
    """A problem where a text makes a claim that must not stand beside a carbon figure.

    Args:
        where: path of the text.
        text: in any language; none claims nothing.
        name: whether it is the name of a firm, a person or a publication, which may hold a bare word of praise.
        todo: what to do instead; else that of the kind.

    >>> print(claim_problem("price_note", "CO2 neutral"))
    price_note: 'CO2 neutral' claims 'co2 neutral', which says that nothing, or less than nothing, is emitted (neutral: \
Directive 2005/29/EC as amended by (EU) 2024/825, Annex I point 4c); say the figure and its basis instead
    """
    found = claim_in(text, name=name) if text else None
    if text is None or found is None:
        return None
    return Problem(where, f"{clip(text)} claims {found}", todo or found.kind.todo)


def text_problems(
    where: str, texts: Mapping[str, str] | None, *, name: bool = False, todo: str = ""
) -> Iterator[Problem]:
    """The problems of a text by language; arguments as of `claim_problem`, the language behind `where`."""
    for language, text in (texts or {}).items():
        place = f"{where}.{language}" if where else language
        if not has_rules(language):
            what = (
                f"there are no rules of what must not be claimed in {language!r}, so nothing in it is printed"
            )
            yield Problem(place, what, f"give the text in {', '.join(LANGUAGES)}")
        problem = claim_problem(place, text, name=name, todo=todo)
        if problem is not None:
            yield problem


def refuse_claims(**texts: str | Mapping[str, str] | None) -> None:
    """Refuse texts that are drawn beside a figure without a declaration: each by the name of its argument.

    Raises:
        ClaimError: with every claim, and every language without rules.
    """
    problems = [
        problem
        for where, text in texts.items()
        for problem in text_problems(where, {"und": text} if isinstance(text, str) else text)
    ]
    if problems:
        raise ClaimError(
            Problem(problem.where.removesuffix(".und"), problem.what, problem.todo) for problem in problems
        )


_PROGRAMME = "programme"


@dataclass(frozen=True, slots=True)
class ReservedClaim:
    """Words that a rule says.

    Attributes:
        kind: of the entry that says it by rule; none for what belongs to a programme.
        words: as they stand in the text, folded.
    """

    kind: str | None
    words: str


@cache
def _reserved_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The kinds with their patterns, a language after the other."""
    tables = (claim_table(language) for language in LANGUAGES)
    return tuple(
        (entry["kind"], re.compile(pattern_source(entry["find"], table)))
        for table in tables
        for entry in table.get("ruled", ())
    )


def reserved_claim(text: str) -> ReservedClaim | None:
    """The first words of a text that a rule says, or None."""
    folded = fold(text)
    plain = to_katakana(folded)
    for kind, pattern in _reserved_patterns():
        if found := pattern.search(plain):
            return ReservedClaim(None if kind == _PROGRAMME else kind, folded[found.start() : found.end()])
    return None


def reserved_claim_problem(where: str, text: str, *, name: bool = False) -> Problem | None:
    """A problem where a text says what only a rule, or a programme, may say.

    Args:
        where: path of the text.
        text: plain words.
        name: whether it is the name of a thing, in which a ZEH, a star or wood may be what the thing is.
    """
    found = reserved_claim(text)
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

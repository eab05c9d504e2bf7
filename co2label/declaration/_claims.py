"""Claims that a text beside a carbon figure must not make, judged by the rules of all languages.

The kinds: offsetting, neutrality, lowness and reductions without a basis, praise of the product, its material, its rank among
others, promises, borrowed authority. docs/reference/claims.md lists every rule with its law. A text in a language that has no
rules (`es`) cannot be judged, so it is refused; one without a language (`und`) is judged.

Reserved claims (shares of renewable electricity, classes, stars, stored carbon, marks of programmes) are those that only an
entry with a `kind` may make, from data. The rules find what people write, not what somebody sets out to hide.

A municipality's 2050年二酸化炭素排出実質ゼロ表明 names a pledge for its area (Ministry of the Environment) and is no claim of a
product; ゼロカーボンシティ, by which it is known too, is refused beside a product.

Rules stand in `wording/claims/*.toml`, each with its kind, the law it rests on, and its own examples. Their patterns are written
in plain words and folded like texts. A space stands for what people put between two words (a space, a dash, ・), `~` for the same
or nothing, `{name}` for one of the file's parts. Where `whole_words` is set, a pattern begins and ends at the edges of a Latin
word.

>>> forbidden_claim("エコバッグ") is None, forbidden_claim("カーボンニュートラル牛乳")
(True, 'カーボンニュートラル')
>>> forbidden_claim("Tea, carbon – neutral"), forbidden_claim("環境に ﾔｻｼｲお茶")
('carbon - neutral', '環境に ヤサシ')
>>> [str(each) for each in text_problems("name", {"en": "Tea", "es": "Té"})]
["name.es: there are no rules of what must not be claimed in 'es', so nothing in it is printed; give the text in ja, en, fr"]
>>> reserved_claim("再エネ100%の電気で製造").kind, reserved_claim("再エネへの切替で20ポイント"), reserved_claim("秋限定")
('electricity', None, None)
>>> fold("Éco‑ＬＡＢＥＬ"), fold("ｶｰﾎﾞﾝ・ﾆｭｰﾄﾗﾙ"), fold("c a r b o n  neutral, C02")
('eco-label', 'カーボン・ニュートラル', 'carbon neutral, co2')
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from co2label._data import data_table
from co2label.errors import ClaimError, Problem, clip
from co2label.wording import LANGUAGES, claim_table, has_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


_ACCENTS = re.compile("[\u0300-\u036f]")
"""Of Latin letters; the marks of kana are others."""

_UNSEEN = dict.fromkeys((173, 847, *range(8203, 8208), *range(8288, 8293), 65279))

_SIGNS = str.maketrans("’‘´`‐‑‒–—―−", "''''-------")

_LOOKALIKES = str.maketrans("аеорсухіѕјкмнтвαειкοντυρχɡı", "aeopcyxisjkmhtbaeikovtupxgi")
"""Cyrillic and Greek small letters, and two others, that look like Latin ones."""

_LIGATURES = {ord("œ"): "oe", ord("æ"): "ae"}

_KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
"""Hiragana to the katakana of the same sound."""

_LARGE = {
    ord(small): large
    for small, large in zip("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ", strict=True)
}
"""Small katakana to the large ones that old type set for them: オフセツト."""

_LONG = re.compile("(?<=[ァ-ヺ])-(?=[ァ-ヺ])")
"""A dash typed for the mark of a long vowel: カ-ボン."""

_SPELT_OUT = re.compile(r"(?<![^\W_])(?:[a-z][ .]){2,}[a-z0-9](?![^\W_])")
"""Letters set apart: c a r b o n."""

_ZERO = re.compile(r"(?<=[a-z])0(?=[a-z])|(?<=\bc)0(?=2)")
"""A zero typed for an O: zer0-carbon has its own, c02 too."""

_CO2 = re.compile(r"(?<![a-z])co[ _-]2")

_BETWEEN_KANA = re.compile(r"(?<=[ぁ-ヺー一-龠々])\s+(?=[ぁ-ヺー一-龠々])")


def fold(text: str) -> str:
    """A text in form KC and lower case, without accents, hidden characters, lookalike letters and the many dashes."""
    plain = _SPELT_OUT.sub(lambda found: re.sub("[ .]", "", found.group()), fold_letters(text))
    plain = " ".join(plain.split())
    if "0" in plain:
        plain = _ZERO.sub("o", plain)
    return _CO2.sub("co2", plain) if "2" in plain else plain


def fold_letters(text: str) -> str:
    """The same letter by letter only, for patterns: nothing between the letters changes."""
    plain = unicodedata.normalize("NFKC", text.replace("₂", "2")).casefold().translate(_UNSEEN | _LIGATURES)
    bare = _ACCENTS.sub("", unicodedata.normalize("NFD", plain))
    return unicodedata.normalize("NFC", bare).translate(_SIGNS).translate(_LOOKALIKES)


def to_katakana(text: str) -> str:
    """Hiragana as katakana, small kana as large ones; as long as the text was."""
    return text.translate(_KATAKANA).translate(_LARGE)


def mend_long_vowels(text: str) -> str:
    """Dashes among katakana as marks of long vowels; as long as the text was."""
    return _LONG.sub("ー", text)


def close_japanese(text: str) -> str:
    """A folded text without the spaces among kana and kanji, which a layout may have put there: 環 境 に."""
    return _BETWEEN_KANA.sub("", text)


class ClaimKind(NamedTuple):
    """A kind of claim."""

    does: str
    """What it does: "says that nothing is emitted"."""
    todo: str
    """What to do instead."""


_KINDS = data_table("claim_kinds.toml", beside=__file__)

CLAIM_KINDS: Mapping[str, ClaimKind] = {name: ClaimKind(**kind) for name, kind in _KINDS.items()}
"""By name, in the order in which the reference lists them (`claim_kinds.toml`)."""

_JOINT, _MAYBE = r"(?:[\s・·_/*+-]+)", r"[\s・·ー_/*+-]*"

_BEGIN, _END = "(?:(?<![a-z0-9])|(?![a-z0-9]))", "(?:(?![a-z0-9])|(?<![a-z0-9]))"
"""A Latin word does not go on here; between kana there is nothing to hold."""

_ALONE = ("(?<![ァ-ヺー])", "(?![ァ-ヺー])")

_ASIDE = re.compile(r" \(|（|：| with | et considérant|, et |: ")

_PART = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class ClaimLaw:
    """Source of a rule: a law, standard, guideline or ruling.

    Attributes:
        title: of the law, standard, guideline or ruling.
        clause: article, annex or point, and what it speaks of.
        url: where it is published.
        seen: where it was read.
        second_hand: whether that was somebody else's account of it.
    """

    title: str
    clause: str
    url: str
    seen: str
    second_hand: bool

    def cite(self) -> str:
        """Title and clause, without what stands in brackets."""
        return f"{self.title}, {_ASIDE.split(self.clause, maxsplit=1)[0]}"


@dataclass(frozen=True, slots=True)
class ClaimRule:
    """Words of one kind of claim in one language.

    Attributes:
        language: of the words; `und` for those of languages that co2label does not speak.
        kind: one of `CLAIM_KINDS`.
        laws: what it rests on, the nearest first.
        about: stems of which a text holds one where the rule has anything to find; else the pattern is not asked.
        source: of the pattern, matched against folded text.
        bare: whether it is a word that firms are called by, which the name of one may hold.
        alone: whether it is found only where no katakana continues it; hiragana stays hiragana for it.
        excused_by_basis: whether it claims nothing where the text names what it is held against.
        refused: texts in which it must be found.
        passes: texts in which no rule may find anything.
    """

    language: str
    kind: str
    laws: tuple[ClaimLaw, ...]
    about: tuple[str, ...]
    source: str
    bare: bool
    alone: bool
    excused_by_basis: bool
    refused: tuple[str, ...]
    passes: tuple[str, ...]

    @property
    def pattern(self) -> re.Pattern[str]:
        """The compiled pattern, made on first use."""
        return _compiled(self.source)


@cache
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source)


@dataclass(frozen=True, slots=True)
class ClaimRules:
    """All rules of all languages: a text is judged by every one of them, whatever its language.

    Attributes:
        rules: in the order of the files.
        stems: of all rules, each with the places of the rules that are about it.
        things: pattern of what holds a word of a claim and claims nothing; left out of a text first.
        bases: pattern of the words that say what a comparative is held against.
    """

    rules: tuple[ClaimRule, ...]
    stems: Mapping[str, frozenset[int]]
    things: str
    bases: str

    def about(self, text: str) -> list[ClaimRule]:
        """The rules that a folded text speaks of, in order; most texts speak of none."""
        places = [self.stems[stem] for stem in self.stems if stem in text]
        return [self.rules[place] for place in sorted(frozenset().union(*places))]


@cache
def claim_rules() -> ClaimRules:
    """The rules of every language that there are words of, and the best-known claims of others."""
    tables = [claim_table(language) for language in (*LANGUAGES, "und")]
    rules = tuple(rule for table in tables for rule in _rules_of(table))
    stems = dict.fromkeys(stem for rule in rules for stem in rule.about)
    things, bases = (
        "|".join(pattern_source(table[key], table) for table in tables if table[key])
        for key in ("things", "bases")
    )
    places = {stem: frozenset(i for i, rule in enumerate(rules) if stem in rule.about) for stem in stems}
    return ClaimRules(rules, places, things, bases)


def _rules_of(table: Mapping[str, Any]) -> Iterator[ClaimRule]:
    laws = {key: ClaimLaw(**law) for key, law in table["laws"].items()}
    for rule in table["rules"]:
        alone = rule.get("alone", False)
        yield ClaimRule(
            language=table["language"],
            kind=rule["kind"],
            laws=tuple(laws[key] for key in rule["law"]),
            about=tuple(map(to_katakana, rule["about"])),
            source=pattern_source(rule["find"], table, alone=alone),
            bare=rule.get("bare", False),
            alone=alone,
            excused_by_basis=rule.get("excused_by_basis", False),
            refused=tuple(rule["refused"]),
            passes=tuple(rule["passes"]),
        )


def pattern_source(find: Iterable[str], table: Mapping[str, Any], *, alone: bool = False) -> str:
    """Patterns of a table as one, with its parts put in and the edges that its words have."""
    source = "|".join(find)
    if alone:
        source = f"{_ALONE[0]}(?:{source}){_ALONE[1]}"
    elif table["whole_words"]:
        source = f"{_BEGIN}(?:{source}){_END}"
    while _PART.search(source):
        source = _PART.sub(lambda part: table["parts"][part[1]], source)
    return to_katakana(fold_letters(source)).replace(" ", _JOINT).replace("~", _MAYBE)


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
    claim = claim_in(text)
    return None if claim is None else claim.words


@lru_cache(maxsize=4096)  # most texts of a label are the same on the next one
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
    claim = _first_claim(folded, name=name)
    if claim is None and (closed := close_japanese(folded)) != folded:
        claim = _first_claim(closed, name=name)
    return claim


def _first_claim(folded: str, *, name: bool) -> Claim | None:
    book = claim_rules()
    whole = mend_long_vowels(to_katakana(folded))
    asked = [rule for rule in book.about(whole) if not (name and rule.bare)]
    if not asked:
        return None
    own = _blotted(folded, _compiled(book.things).finditer(whole))
    plain = mend_long_vowels(to_katakana(own))
    has_basis = _compiled(book.bases).search(plain) is not None
    for rule in asked:
        match = rule.pattern.search(own if rule.alone else plain)
        if match and not (has_basis and rule.excused_by_basis):
            return Claim(folded[match.start() : match.end()], rule)
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
    if not text or (claim := claim_in(text, name=name)) is None:
        return None
    return Problem(where, f"{clip(text)} claims {claim}", todo or claim.kind.todo)


def text_problems(
    where: str, texts: str | Mapping[str, str] | None, *, name: bool = False, todo: str = ""
) -> Iterator[Problem]:
    """The problems of a text, or of one by language; arguments as of `claim_problem`, the language behind `where`."""
    if isinstance(texts, str):
        if problem := claim_problem(where, texts, name=name, todo=todo):
            yield problem
        return
    for language, text in (texts or {}).items():
        place = f"{where}.{language}" if where else language
        if not has_rules(language):
            none = f"there are no rules of what must not be claimed in {language!r}"
            todo = f"give the text in {', '.join(LANGUAGES)}"
            yield Problem(place, f"{none}, so nothing in it is printed", todo)
        if problem := claim_problem(place, text, name=name, todo=todo):
            yield problem


def refuse_claims(**texts: str | Mapping[str, str] | None) -> None:
    """Refuse texts that are drawn beside a figure without a declaration: each by the name of its argument.

    Raises:
        ClaimError: with every claim, and every language without rules.
    """
    problems = [problem for where, text in texts.items() for problem in text_problems(where, text)]
    if problems:
        raise ClaimError(replace(each, where=each.where.removesuffix(".und")) for each in problems)


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
    tables = [claim_table(language) for language in LANGUAGES]
    entries = [(entry, table) for table in tables for entry in table.get("ruled", ())]
    return tuple((each["kind"], re.compile(pattern_source(each["find"], table))) for each, table in entries)


def reserved_claim(text: str) -> ReservedClaim | None:
    """The first words of a text that a rule says, or None."""
    folded = fold(text)
    plain = to_katakana(folded)
    for kind, pattern in _reserved_patterns():
        if match := pattern.search(plain):
            return ReservedClaim(None if kind == "programme" else kind, folded[match.start() : match.end()])
    return None


def reserved_claim_problem(where: str, text: str, *, name: bool = False) -> Problem | None:
    """A problem where a text says what only a rule, or a programme, may say.

    Args:
        where: path of the text.
        text: plain words.
        name: whether it is the name of a thing, in which a ZEH, a star or wood may be what the thing is.
    """
    claim = reserved_claim(text)
    if claim is None or (name and claim.kind not in {"electricity", None}):
        return None
    if claim.kind is None:
        what = f"{claim.words!r} is of a programme, which alone may say it"
        return Problem(where, what, "leave it out; the page behind the code may link to it")
    todo = f"let the rule say it: indicators = [{{ kind = {claim.kind!r}, … }}]"
    return Problem(where, f"{claim.words!r} in plain words rests on no data", todo)

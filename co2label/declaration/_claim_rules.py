"""Claim rules of every language, read from `wording/claims/*.toml`, and the folding of texts before they are applied.

Each rule has a kind, the law it rests on, and its own examples. Patterns are written in plain words and folded like texts.
A space stands for what people put between two words (a space, a dash, ・), `~` for the same or nothing, `{name}` for one of
the file's parts. Where `whole_words` is set, a pattern begins and ends at the edges of a Latin word.

>>> fold("Éco‑ＬＡＢＥＬ"), fold("ｶｰﾎﾞﾝ・ﾆｭｰﾄﾗﾙ"), fold("c a r b o n  neutral, C02")
('eco-label', 'カーボン・ニュートラル', 'carbon neutral, co2')
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from co2label.wording import LANGUAGES, claim_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


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


_FIGURE = "say the figure and its basis instead"

_MEASURED = "say what was measured instead"

CLAIM_KINDS: Mapping[str, ClaimKind] = MappingProxyType(
    {
        "offset": ClaimKind(
            "sets something off against the emissions",
            "leave it out: nothing that was bought makes a figure smaller",
        ),
        "neutral": ClaimKind("says that nothing, or less than nothing, is emitted", _FIGURE),
        "low": ClaimKind("calls the emissions low without saying against what", _FIGURE),
        "reduction": ClaimKind(
            "names a reduction without what it is held against",
            "name your own product and its year, or use declaration.baseline",
        ),
        "praise": ClaimKind("praises what the product does to the environment", _MEASURED),
        "material": ClaimKind(
            "says of the material what the figure does not show",
            "say it where its standard and conditions stand",
        ),
        "superlative": ClaimKind(
            "ranks the product among those of others",
            "compare with your own product only: declaration.baseline",
        ),
        "future": ClaimKind("promises a figure of a later year", "say the figure of today"),
        "borrowed": ClaimKind(
            "borrows the word of an authority or a label",
            "name who checked the figure: declaration.verification",
        ),
    }
)
"""By name, in the order in which the reference lists them."""

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
        kind: one of `kinds.KINDS`.
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
        things_source: what holds a word of a claim and claims nothing; left out of a text first.
        bases_source: words that say what a comparative is held against.
    """

    rules: tuple[ClaimRule, ...]
    stems: Mapping[str, frozenset[int]]
    things_source: str
    bases_source: str

    @property
    def things(self) -> re.Pattern[str]:
        """See `things_source`."""
        return _compiled(self.things_source)

    def about(self, text: str) -> list[ClaimRule]:
        """The rules that a folded text speaks of, in order; most texts speak of none."""
        places = [self.stems[stem] for stem in self.stems if stem in text]
        return [self.rules[place] for place in sorted(frozenset().union(*places))]

    @property
    def bases(self) -> re.Pattern[str]:
        """See `bases_source`."""
        return _compiled(self.bases_source)


@cache
def claim_rules() -> ClaimRules:
    """The rules of every language that there are words of, and the best-known claims of others."""
    tables = [claim_table(language) for language in (*LANGUAGES, "und")]
    rules = tuple(rule for table in tables for rule in _rules_of(table))
    stems = dict.fromkeys(stem for rule in rules for stem in rule.about)
    return ClaimRules(
        rules,
        {stem: frozenset(place for place, rule in enumerate(rules) if stem in rule.about) for stem in stems},
        _pattern((thing for table in tables for thing in _edged(table, "things")), {}),
        _pattern((basis for table in tables for basis in _edged(table, "bases")), {}),
    )


def _edged(table: Mapping[str, Any], key: str) -> list[str]:
    """Patterns of a table with the edges that its words have."""
    words: list[str] = table[key]
    return [f"{_BEGIN}(?:{word}){_END}" for word in words] if table["whole_words"] else words


def _rules_of(table: Mapping[str, Any]) -> Iterable[ClaimRule]:
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
    """The patterns of a rule as one, with the parts of its table and the edges that its words have."""
    found = "|".join(find)
    if alone:
        found = f"{_ALONE[0]}(?:{found}){_ALONE[1]}"
    elif table["whole_words"]:
        found = f"{_BEGIN}(?:{found}){_END}"
    return _pattern([found], table["parts"])


def _pattern(words: Iterable[str], parts: Mapping[str, str]) -> str:
    found = "|".join(words)
    while _PART.search(found):
        found = _PART.sub(lambda part: parts[part[1]], found)
    return to_katakana(fold_letters(found)).replace(" ", _JOINT).replace("~", _MAYBE)

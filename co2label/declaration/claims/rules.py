"""The rules of claims as patterns, read from `wording/*/claims.toml`: each rule has a kind, its law, and its own examples.

A pattern stands in its file in plain words, folded here as texts are. A space is what people put between two words (a space, a
dash, ・), `~` the same or nothing, `{name}` one of the file's parts. Where `whole_words` is set, a pattern ends and begins where
a Latin word does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from co2label.declaration.claims.folding import alike, in_katakana
from co2label.wording import LANGUAGES, claim_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Law", "Rule", "RuleBook", "rule_book", "source_of"]

_JOINT, _MAYBE = r"(?:[\s・·_/*+-]+)", r"[\s・·ー_/*+-]*"
_BEGIN, _END = "(?:(?<![a-z0-9])|(?![a-z0-9]))", "(?:(?![a-z0-9])|(?<![a-z0-9]))"
"""A Latin word does not go on here; between kana there is nothing to hold."""
_ALONE = ("(?<![ァ-ヺー])", "(?![ァ-ヺー])")
_ASIDE = re.compile(r" \(|（|：| with | et considérant|, et |: ")
_PART = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Law:
    """What a rule rests on.

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
class Rule:
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
    laws: tuple[Law, ...]
    about: tuple[str, ...]
    source: str
    bare: bool
    alone: bool
    excused_by_basis: bool
    refused: tuple[str, ...]
    passes: tuple[str, ...]

    @property
    def pattern(self) -> re.Pattern[str]:
        """What it finds; compiled when a text speaks of it for the first time."""
        return _compiled(self.source)


@cache
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source)


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rules of all languages: a text is judged by every one of them, whatever its language.

    Attributes:
        rules: in the order of the files.
        stems: of all rules, each with the places of the rules that are about it.
        things_source: what holds a word of a claim and claims nothing; left out of a text first.
        bases_source: words that say what a comparative is held against.
    """

    rules: tuple[Rule, ...]
    stems: Mapping[str, frozenset[int]]
    things_source: str
    bases_source: str

    @property
    def things(self) -> re.Pattern[str]:
        """See `things_source`."""
        return _compiled(self.things_source)

    def about(self, text: str) -> list[Rule]:
        """The rules that a folded text speaks of, in order; most texts speak of none."""
        places = [self.stems[stem] for stem in self.stems if stem in text]
        return [self.rules[place] for place in sorted(frozenset().union(*places))]

    @property
    def bases(self) -> re.Pattern[str]:
        """See `bases_source`."""
        return _compiled(self.bases_source)


@cache
def rule_book() -> RuleBook:
    """The rules of every language that there are words of, and the best-known claims of others."""
    tables = [claim_table(language) for language in (*LANGUAGES, "und")]
    rules = tuple(rule for table in tables for rule in _rules(table))
    stems = dict.fromkeys(stem for rule in rules for stem in rule.about)
    return RuleBook(
        rules,
        {stem: frozenset(place for place, rule in enumerate(rules) if stem in rule.about) for stem in stems},
        _source((thing for table in tables for thing in _written(table, "things")), {}),
        _source((basis for table in tables for basis in _written(table, "bases")), {}),
    )


def _written(table: Mapping[str, Any], key: str) -> list[str]:
    """Patterns of a table with the edges that its words have."""
    words: list[str] = table[key]
    return [f"{_BEGIN}(?:{word}){_END}" for word in words] if table["whole_words"] else words


def _rules(table: Mapping[str, Any]) -> Iterable[Rule]:
    laws = {key: Law(**law) for key, law in table["laws"].items()}
    for rule in table["rules"]:
        alone = rule.get("alone", False)
        yield Rule(
            language=table["language"],
            kind=rule["kind"],
            laws=tuple(laws[key] for key in rule["law"]),
            about=tuple(map(in_katakana, rule["about"])),
            source=source_of(rule["find"], table, alone=alone),
            bare=rule.get("bare", False),
            alone=alone,
            excused_by_basis=rule.get("excused_by_basis", False),
            refused=tuple(rule["refused"]),
            passes=tuple(rule["passes"]),
        )


def source_of(find: Iterable[str], table: Mapping[str, Any], *, alone: bool = False) -> str:
    """The patterns of a rule as one, with the parts of its table and the edges that its words have."""
    found = "|".join(find)
    if alone:
        found = f"{_ALONE[0]}(?:{found}){_ALONE[1]}"
    elif table["whole_words"]:
        found = f"{_BEGIN}(?:{found}){_END}"
    return _source([found], table["parts"])


def _source(words: Iterable[str], parts: Mapping[str, str]) -> str:
    found = "|".join(words)
    while _PART.search(found):
        found = _PART.sub(lambda part: parts[part[1]], found)
    return in_katakana(alike(found)).replace(" ", _JOINT).replace("~", _MAYBE)

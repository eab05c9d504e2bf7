"""The rules of claims by their own data: what each refuses and lets through, its law, its stems, its place in the reference."""

from __future__ import annotations

import importlib.util
import re._constants as codes
import re._parser as parser
from pathlib import Path

import pytest

from co2label.declaration import CLAIM_KINDS, claim_in, claim_rules
from co2label.wording import LANGUAGES

RULES = claim_rules().rules
REFUSED = [(rule, text) for rule in RULES for text in rule.refused]
PASSES = [(rule, text) for rule in RULES for text in rule.passes]


def names(rules):
    return [f"{rule.language}-{rule.kind}" for rule in rules]


@pytest.mark.parametrize(("rule", "text"), REFUSED, ids=names(rule for rule, _ in REFUSED))
def test_a_rule_refuses_what_its_examples_say(rule, text):
    assert claim_in(text) is not None
    alone = [other for other in RULES if (other.language, other.kind) == (rule.language, rule.kind)]
    found = claim_in(text).rule
    assert found in alone or any(other.pattern.search(plain(text, other)) for other in alone)


def plain(text, rule):
    from co2label.declaration._claims import fold, mend_long_vowels, to_katakana

    return fold(text) if rule.alone else mend_long_vowels(to_katakana(fold(text)))


@pytest.mark.parametrize(("rule", "text"), PASSES, ids=names(rule for rule, _ in PASSES))
def test_no_rule_finds_anything_in_a_thing(rule, text):
    assert claim_in(text) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_rules_of_every_kind(language):
    assert {rule.kind for rule in RULES if rule.language == language} == set(CLAIM_KINDS)


def test_there_are_examples_of_every_rule_both_ways():
    assert min(len(rule.refused) for rule in RULES) >= 2
    assert min(len(rule.passes) for rule in RULES) >= 1
    assert len(REFUSED) > 700


def test_every_rule_rests_on_a_law_that_says_where_it_was_read():
    for law in {law for rule in RULES for law in rule.laws}:
        assert law.title
        assert law.clause
        assert law.url.startswith("https://")
        assert law.seen.startswith("http")


def certain(pattern, stems, before=""):
    """Whether every text that a pattern matches holds one of the stems for sure."""
    run = before
    for code, value in [*pattern, (None, None)]:
        if code is codes.LITERAL:
            run += chr(value)
            continue
        if any(stem in run for stem in stems):
            return True
        run, so_far = "", run
        if code is codes.SUBPATTERN and certain(value[3], stems, so_far):
            return True
        if code is codes.BRANCH and all(certain(branch, stems, so_far) for branch in value[1]):
            return True
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT) and value[0] and certain(value[2], stems, so_far):
            return True
    return False


@pytest.mark.parametrize("rule", RULES, ids=names(RULES))
def test_no_text_that_a_pattern_finds_is_without_a_stem_of_its_rule(rule):
    """Else the rule would not be asked."""
    assert certain(parser.parse(rule.source), rule.about)


def test_a_missing_stem_would_be_seen():
    assert not certain(parser.parse("carbon|climat"), ("carbon",))


def test_the_reference_is_what_the_rules_say():
    path = Path(__file__).parents[3] / "tools" / "claims_reference.py"
    spec = importlib.util.spec_from_file_location("claims_reference", path)
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert list(tool.main(["--check"])) == []

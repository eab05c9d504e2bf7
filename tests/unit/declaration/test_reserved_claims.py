"""What only a rule or a programme says, by the examples of each language's own data."""

from __future__ import annotations

import pytest

from co2label.declaration import reserved_claim, reserved_claim_problem
from co2label.wording import LANGUAGES, claim_table

ENTRIES = [(language, entry) for language in LANGUAGES for entry in claim_table(language)["ruled"]]
REFUSED = [(entry["kind"], text) for _, entry in ENTRIES for text in entry["refused"]]
PASSES = [text for _, entry in ENTRIES for text in entry["passes"]]
KINDS = {"electricity", "building", "stars", "wood", "programme"}


@pytest.mark.parametrize(("kind", "text"), REFUSED)
def test_plain_words_that_a_rule_says_are_found(kind, text):
    found = reserved_claim(text)
    assert (found.kind or "programme") == kind
    assert reserved_claim_problem("x", text) is not None


@pytest.mark.parametrize("text", PASSES)
def test_other_words_are_not(text):
    assert reserved_claim(text) is None


def test_every_language_has_its_words():
    assert {entry["kind"] for _, entry in ENTRIES} == KINDS
    for language in LANGUAGES:
        assert {"electricity", "wood", "programme"} <= {
            entry["kind"] for tag, entry in ENTRIES if tag == language
        }


def test_in_the_name_of_a_thing_a_star_or_wood_may_be_what_it_is():
    assert reserved_claim_problem("name", "★ biscuit", name=True) is None
    assert reserved_claim_problem("name", "みえるらべる米", name=True) is not None

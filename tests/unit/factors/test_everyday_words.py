"""Everyday words find the right factor first, in Japanese, English and French; the answers were written before the search."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from co2label.factors import FactorLibrary

LIBRARY = FactorLibrary.bundled()
WORDS = list(
    csv.DictReader((Path(__file__).parent / "everyday_words.csv").read_text(encoding="utf-8").splitlines())
)


def test_every_answer_is_in_the_library():
    assert {each for row in WORDS for each in row["right"].split() if each not in LIBRARY} == set()
    assert len(WORDS) >= 200


@pytest.mark.parametrize(("language", "least"), [("ja", 0.9), ("en", 0.9), ("fr", 0.9)])
def test_the_right_factor_comes_first(language, least):
    def first(word):
        return next((each.id for each in LIBRARY.search(word)), "")

    wrong = {
        row[language]: first(row[language])
        for row in WORDS
        if first(row[language]) not in row["right"].split()
    }
    assert 1 - len(wrong) / len(WORDS) >= least, wrong


def test_the_library_is_large_and_named_in_three_languages():
    foods = [each for each in LIBRARY if each.source.id and each.source.id.startswith("agribalyse")]
    assert len(LIBRARY) >= 700
    assert all({"ja", "en", "fr"} <= set(each.name) for each in foods)

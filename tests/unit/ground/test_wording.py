"""The tables of words: every language says the same things."""

from __future__ import annotations

import tomllib
from pathlib import Path
from string import Formatter

import pytest

from builders import plain_spaces
from co2label import TextError, wording
from co2label.columns import to_cp932
from co2label.declaration import amount_words
from co2label.draw import BOLD, REGULAR, missing
from co2label.units import UNITS, parse_amount
from co2label.units._registry import COUNTERS
from co2label.wording import LANGUAGES, format_number, read_languages, translate, translations

FOLDER = Path(wording.__path__[0])
OTHERS = [language for language in LANGUAGES if language != "ja"]


def subjects(language):
    """The file of a language: its subjects, each with its keys and texts."""
    return tomllib.loads(FOLDER.joinpath(f"{language}.toml").read_text(encoding="utf-8"))


def gaps(text):
    return {field for _, field, _, _ in Formatter().parse(text) if field is not None}


def test_every_file_is_a_language_and_japanese_and_english_come_first():
    found = {path.stem for path in FOLDER.glob("*.toml")}

    assert LANGUAGES[:2] == ("ja", "en")
    assert set(LANGUAGES) == found
    assert "fr" in LANGUAGES


@pytest.mark.parametrize("language", OTHERS)
def test_every_table_has_the_same_keys_and_gaps(language):
    japanese, other = translations("ja"), translations(language)

    assert set(other) == set(japanese)
    differing = {key for key in japanese if gaps(japanese[key]) != gaps(other[key])}
    assert differing == set()


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_the_same_subjects_in_the_same_order(language):
    japanese, other = subjects("ja"), subjects(language)
    assert list(other) == list(japanese)
    assert all(set(other[subject]) == set(japanese[subject]) for subject in japanese)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_empty_and_none_is_given_twice(language):
    keys = [key for subject in subjects(language).values() for key in subject]

    table = translations(language)
    assert all(text.strip() for key, text in table.items() if key != "number.group")
    assert len(keys) == len(set(keys)) == len(table)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("font", [REGULAR, BOLD])
def test_the_fonts_can_draw_every_word(language, font):
    assert {
        key: missing(text, font) for key, text in translations(language).items() if missing(text, font)
    } == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_receipt_printer_has_a_letter_for_every_word_of_a_receipt(language):
    for key, text in translations(language).items():
        if key.startswith("receipt."):
            assert "〓" not in to_cp932(text)[0], key


def test_french_writes_a_decimal_comma_and_a_space_that_does_not_break():
    assert format_number("0.21", "fr") == "0,21"
    assert translate("reference.percent", "fr", value=8) == "8\u202f%"


def test_french_has_no_ordinary_space_before_a_double_sign():
    wrong = [
        key
        for key, text in translations("fr").items()
        if any(f" {sign}" in text or f"\u00a0{sign}" in text for sign in ";!?%")
        or " :" in text
        or " »" in text
    ]

    assert wrong == []


def test_an_unknown_language_names_those_that_are_there():
    with pytest.raises(TextError, match="expected a language of ja, en, fr, got 'de'"):
        translate("title", "de")


@pytest.mark.parametrize(
    ("language", "most", "wanted"),
    [("ja", 1, ("ja",)), ("ja+en", 2, ("ja", "en")), (("fr", "ja"), None, ("fr", "ja"))],
)
def test_languages_are_read_in_their_order(language, most, wanted):
    assert read_languages(language, most) == wanted


@pytest.mark.parametrize(
    ("language", "most", "problem"),
    [
        ("ja+en", 1, "expected one language, such as ja, got"),
        ("ja+ja", 2, "expected one language or two different ones, such as ja"),
        ("ja+en+fr", 2, "expected one language or two different ones, such as ja"),
        ("ja+ja", None, "expected different languages, such as ja"),
        ((), None, "expected different languages"),
        ("", 2, "expected a language of ja, en, fr, got ''"),
        ("ja+de", 2, "expected a language of ja, en, fr, got 'de'"),
    ],
)
def test_languages_that_cannot_be_are_refused(language, most, problem):
    with pytest.raises(TextError, match=problem):
        read_languages(language, most)


def test_every_counter_has_its_word_in_every_language():
    for language in LANGUAGES:
        assert {f"unit.{name}" for name in COUNTERS} <= set(translations(language))


SYMBOLS = """kg g mg t lb m km cm mm m2 cm2 km2 ha m3 cm3 L mL cL dL hL kL J kJ MJ GJ TJ Wh kWh MWh GWh Btu mmBtu s min
W kW MW JPY USD EUR GBP kgCO2e gCO2e tCO2e kgCO2 gCO2 tCO2"""


def test_every_unit_is_a_symbol_or_has_its_word_in_every_language():
    """A label prints symbols as they are, and no name of our own with an underscore."""
    for language in LANGUAGES:
        assert {f"unit.{unit}" for unit in set(UNITS) - set(SYMBOLS.split())} <= set(translations(language))


@pytest.mark.parametrize(
    ("text", "ja", "en", "fr"),
    [
        ("1 箱", "1箱", "1 box", "1 boîte"),
        ("3 パック", "3パック", "3 packs", "3 paquets"),
        ("2 ﾊﾟｯｸ", "2ﾊﾟｯｸ", "2 packs", "2 paquets"),
        ("2 boîtes", "2箱", "2 boxes", "2 boîtes"),
        ("1 jar", "1瓶", "1 jar", "1 bocal"),
        ("1 部屋", "1部屋", "1 room", "1 chambre"),
        ("1 pair", "1組", "1 pair", "1 paire"),
        ("2 dozen", "2ダース", "2 dozen", "2 douzaines"),
        ("1 本", "1本", "1 piece", "1 pièce"),
        ("2 x 125 g", "250 g", "250 g", "250 g"),
        ("1 ㎏", "1 kg", "1 kg", "1 kg"),
    ],
)
def test_what_is_counted_keeps_the_word_with_which_it_was_counted(text, ja, en, fr):
    said = [plain_spaces(amount_words(parse_amount(text), language)) for language in ("ja", "en", "fr")]
    assert said == [ja, en, fr]

"""How a language writes numbers, days, spans, money, and what a figure is per: by hand, from the rules of each language."""

from __future__ import annotations

import datetime as dt

import pytest

from co2label.wording import (
    LANGUAGES,
    format_date,
    format_money,
    format_month,
    format_number,
    format_percent,
    format_period,
    format_quantity,
    format_range,
    format_unit,
    per_unit,
    per_words,
)

NARROW, FIXED = "\u202f", "\u00a0"
DAY = dt.date


@pytest.mark.parametrize(
    ("number", "ja", "en", "fr"),
    [
        ("999", "999", "999", "999"),
        ("1500", "1,500", "1,500", f"1{NARROW}500"),
        ("13000.5", "13,000.5", "13,000.5", f"13{NARROW}000,5"),
        ("1234567", "1,234,567", "1,234,567", f"1{NARROW}234{NARROW}567"),
        ("0.0012345", "0.0012345", "0.0012345", "0,0012345"),
        ("-371", "−371", "−371", "−371"),
        (">-10", ">−10", ">−10", ">−10"),
        ("<1000", "<1,000", "<1,000", f"<1{NARROW}000"),
    ],
)
def test_numbers(number, ja, en, fr):
    assert [format_number(number, language) for language in LANGUAGES] == [ja, en, fr]


def test_shares_and_quantities():
    assert [format_percent("-5.1", language) for language in LANGUAGES] == [
        "−5.1%",
        "−5.1%",
        f"−5,1{NARROW}%",
    ]
    assert format_quantity("1060", "g", "fr") == f"1{NARROW}060{NARROW}g"
    said = [format_unit("kg-CO2e", language) for language in LANGUAGES]
    assert said == ["kg-CO₂e", f"kg{FIXED}CO₂e", f"kg{NARROW}CO₂e"]


@pytest.mark.parametrize(
    ("low", "high", "ja", "en", "fr"),
    [
        ("190", "300", "190〜300", "190–300", "190 à 300"),
        ("1.2", "1.9", "1.2〜1.9", "1.2–1.9", "1,2 à 1,9"),
        ("-5", "3", "−5〜+3", "−5 to +3", "−5 à +3"),
        ("-24", "-18", "−24〜−18", "−24 to −18", "−24 à −18"),
        ("12", "12", "12", "12", "12"),
    ],
)
def test_ranges(low, high, ja, en, fr):
    assert [format_range(low, high, language) for language in LANGUAGES] == [ja, en, fr]


def test_days_and_months():
    day = DAY(2027, 11, 2)
    assert [format_date(day, language) for language in LANGUAGES] == [
        "2027年11月2日",
        f"2{FIXED}Nov 2027",
        "02/11/2027",
    ]
    assert [format_date(day, language, "long") for language in LANGUAGES] == [
        "2027年11月2日",
        f"2{FIXED}November 2027",
        f"2{FIXED}novembre 2027",
    ]
    assert format_date(DAY(2026, 8, 1), "fr", "long") == f"1er{FIXED}août 2026"
    assert [format_month(day, language) for language in LANGUAGES] == [
        "2027年11月",
        "November 2027",
        "novembre 2027",
    ]


@pytest.mark.parametrize(
    ("first", "last", "ja", "en", "fr"),
    [
        (
            DAY(2026, 7, 1),
            DAY(2026, 9, 30),
            "2026年7月1日から9月30日まで",
            "1 July to 30 September 2026",
            "1er juillet au 30 septembre 2026",
        ),
        (
            DAY(2026, 12, 24),
            DAY(2027, 1, 1),
            "2026年12月24日から2027年1月1日まで",
            "24 December 2026 to 1 January 2027",
            "24 décembre 2026 au 1er janvier 2027",
        ),
        (DAY(2026, 5, 3), DAY(2026, 5, 3), "2026年5月3日", "3 May 2026", "3 mai 2026"),
    ],
)
def test_periods(first, last, ja, en, fr):
    said = [format_period(first, last, language).replace(FIXED, " ") for language in LANGUAGES]
    assert said == [ja, en, fr]


@pytest.mark.parametrize(
    ("amount", "currency", "ja", "en", "fr"),
    [
        ("1290", "JPY", "1,290円", "¥1,290", f"1{NARROW}290{NARROW}¥"),
        ("1.29", "EUR", "€1.29", "€1.29", f"1,29{NARROW}€"),
        ("-3.50", "GBP", "−£3.50", "−£3.50", f"−3,50{NARROW}£"),
        ("2500.00", "USD", "$2,500.00", "$2,500.00", f"2{NARROW}500,00{NARROW}$"),
    ],
)
def test_money(amount, currency, ja, en, fr):
    assert [format_money(amount, currency, language) for language in LANGUAGES] == [ja, en, fr]
    assert format_money("1290", "JPY", "ja", till=True) == "¥1,290"


@pytest.mark.parametrize(
    ("words", "language", "said"),
    [
        ("1 piece", "en", "each"),
        ("1 piece (110 g)", "en", "each (110 g)"),
        ("1 bottle (1 L)", "en", "per bottle (1 L)"),
        ("1 night", "en", "per night"),
        ("2 pieces", "en", "per 2 pieces"),
        ("100 g", "en", "per 100 g"),
        ("1 pieces set", "en", "per pieces set"),
        ("1個（110 g）", "ja", "1個（110 g）あたり"),
        ("1 kg", "ja", "1 kgあたり"),
        (f"1{FIXED}pièce (110{NARROW}g)", "fr", f"à l’unité (110{NARROW}g)"),
        ("1 pièce", "fr", "à l’unité"),
        (f"1{FIXED}nuit", "fr", "par nuit"),
        (f"2{FIXED}pièces", "fr", f"pour 2{FIXED}pièces"),
        ("1 棟", "en", "per 1 棟"),
    ],
)
def test_what_a_figure_is_per(words, language, said):
    assert per_unit(words, language) == said


def test_words_of_another_language_are_said_in_it():
    assert per_words({"ja": "1個", "en": "1 bottle"}, "fr") == "per bottle"
    assert per_words({"ja": "1本"}, "fr") == "1本あたり"

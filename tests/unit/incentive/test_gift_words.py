"""What a household is told about its return gift, in every language."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest

import co2label as c2
from co2label.declaration import forbidden_claim
from co2label.incentive import gift_letter, gift_notice
from co2label.incentive._gift_allotment import _places_in_words
from co2label.wording import LANGUAGES

MADE = runpy.run_path(str(Path(__file__).parents[2] / "gift_terms.py"))
gift, programme, outcome = MADE["gift"], MADE["programme"], MADE["outcome"]


REASONS = {
    "allotted": ("a", "2026-07", 600),
    "lower-step": ("b", "2026-07", 600),
    "out-of-stock": ("c", "2026-07", 600),
    "below-threshold": ("d", "2026-07", "12.5"),
    "outside-period": ("e", "2026-10", 1),
    "outside-area": ("f", "2026-07", 600, "青森県横浜町"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_has_its_words_and_none_claims(language):
    terms = programme(gift(stock=1), gift("juice", 600, stock=1), area=["神奈川県"])
    rows = [row if len(row) > 3 else (*row, "神奈川県横浜市") for row in REASONS.values()]
    found = outcome(terms, *rows)
    assert [one.reason for one in found.values()] == list(REASONS)
    fewer = outcome(programme(gift(kwh=1, stock=1), basis="per-kwh"), ("m", "2026-07", 2))["m"]
    assert fewer.reason == "fewer"
    for one in (*found.values(), fewer):
        line, text = gift_notice(terms, one)[language], gift_letter(terms, one, language=language)
        assert line.startswith(("野田村のお礼：", "Noda gifts: ", "Noda gifts\u00a0: "))
        assert forbidden_claim(line) is None
        assert forbidden_claim(text) is None
        c2.Receipt(lines=[c2.ReceiptLine(name="茶", price=150)], notices=[gift_notice(terms, one)])


def test_a_letter_word_for_word():
    found = outcome(programme(), ("m-1", "2026-07", "310.50"))["m-1"]
    assert gift_letter(programme(), found) == (
        "m-1 様\n\n"
        "野田村のお礼\n\n"
        "2026年7月1日から9月30日までに、岩手県野田村の再生可能エネルギーの電気を310.5 kWhお使いいただきました。\n\n"
        "お礼の品：塩（岩手県野田村）1個\n\n"
        "先着順です。条件を満たした日、同じ日は番号の順になります。\n\n"
        "野田村\n"
    )
    assert "12,5\u202fkWh" in gift_letter(
        programme(), outcome(programme(), ("m", "2026-07", "12.5"))["m"], language="fr"
    )


@pytest.mark.parametrize(
    ("language", "place", "area"), [("ja", "岩手県野田村", "東京都"), ("en", "Noda, Iwate", "Tokyo")]
)
def test_places_in_the_language_of_the_reader(language, place, area):
    noda = {"ja": "岩手県野田村", "en": "Noda, Iwate"}
    terms = programme(
        municipalities=[{"name": noda, "code": "035033"}], area=[{"name": {"ja": "東京都", "en": "Tokyo"}}]
    )
    rows = [("m", "2026-07", 300, "東京都町田市"), ("n", "2026-07", 300, "神奈川県横浜市")]
    inside, outside = (gift_letter(terms, one, language=language) for one in outcome(terms, *rows).values())
    assert inside.count(place) == 2
    assert area in outside
    foreign = gift_letter(terms, outcome(terms, *rows)["m"], language="fr")
    assert "de Noda, Iwate" in foreign


def test_a_place_that_has_no_name_in_the_language_stands_in_japanese():
    assert "岩手県野田村" in gift_letter(
        programme(), outcome(programme(), ("m", "2026-07", 300))["m"], language="en"
    )


def test_names_that_hold_a_comma_stay_apart():
    places = [
        {"name": {"ja": "岩手県野田村", "en": "Noda, Iwate"}},
        {"name": {"ja": "岩手県久慈市", "en": "Kuji, Iwate"}},
    ]
    terms = programme(municipalities=places)
    text = gift_letter(terms, outcome(terms, ("m", "2026-07", 300))["m"], language="en")
    assert "electricity from Noda, Iwate; Kuji, Iwate." in text


def test_a_prefecture_is_said_once_for_its_towns_in_a_row():
    places = [
        SimpleNamespace(name={"ja": name})
        for name in ("岩手県久慈市", "岩手県二戸市", "青森県横浜町", "岩手県")
    ]
    assert _places_in_words(places, "ja") == "岩手県久慈市・二戸市・青森県横浜町・岩手県"

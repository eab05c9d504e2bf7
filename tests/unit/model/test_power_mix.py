"""The power mix: what is refused, its times in words, and the picture."""

from __future__ import annotations

import pytest

import co2label as c2
from co2label.draw import ACCENT, TRACK, Rect, Text
from co2label.errors import ClaimError, DocumentError
from co2label.indicators import period_words
from co2label.label import power_mix
from co2label.model import MIX_SOURCES, Certificate, PowerMix
from co2label.wording import LANGUAGES

PAIRS = [f"{first}+{second}" for first in LANGUAGES for second in LANGUAGES if first != second]
SHARES = {"gas": 38, "coal": 27, "fit": 14, "exchange": 11, "hydro": 5, "solar": 2, "other": 3}
KUJI = {
    "source": "wind",
    "prefecture": {"ja": "岩手県", "en": "Iwate"},
    "municipality": {"ja": "久慈市", "en": "Kuji"},
}


def made(amount="0.75 kWh", matched="other", mix=SHARES, name="Tea"):
    rule = {
        "method": "market",
        "grid": "elec.grid.jp.average",
        "residual": "elec.jp.tepco",
        "market": "JP",
        "period": "2025-04/2026-03",
        "certificates": [
            {
                "id": "c1",
                "kind": "再エネ指定非化石証書",
                "amount": amount,
                "market": "JP",
                "period": "2025-04/2026-03",
                "matched": matched,
                "plant": KUJI,
            }
        ],
    }
    rule |= {"mix": {"shares": mix, "period": "2024-04/2025-03"}} if mix else {}
    lines = [c2.Activity("power", "1 kWh", electricity=rule, stage="production")]
    return c2.compute(
        c2.Product(id="tea", name=name, declared_unit="1 piece", boundary="cradle-to-gate", activities=lines)
    )


def bars(picture, fill=ACCENT):
    return [op for op in picture.scene.ops if isinstance(op, Rect) and op.fill == fill]


# the noun


@pytest.mark.parametrize(
    ("rest", "rounding"), [(0.99, False), (1.0, True), (1.01, True), (2.0, True), (3.0, True), (3.01, False)]
)
def test_shares_add_up_to_all_but_for_rounding(rest, rounding):
    # 98 % and the rest: from 99 to 101 %
    shares = {"gas": 98, "other": rest}
    if rounding:
        assert PowerMix(shares=shares, period="2025").share("other") == rest
    else:
        with pytest.raises(DocumentError, match="a power mix add up to 100 %, these to"):
            PowerMix(shares=shares, period="2025")


@pytest.mark.parametrize(
    "fields",
    [
        {"shares": {}},
        {"shares": {"steam": 100}},
        {"shares": {"gas": -1, "coal": 101}},
        {"shares": {"gas": 100}, "period": "FY2025"},
        {"shares": {"gas": 100}, "basis": "guessed"},
    ],
    ids=str,
)
def test_what_is_no_mix_is_refused(fields):
    with pytest.raises(DocumentError):
        PowerMix(**({"period": "2025"} | fields))


def test_sources_stand_in_the_order_of_the_guideline_without_zeros():
    mix = PowerMix(shares={"other": 20, "solar": 30, "oil": 0, "fit": 50}, period="2025")

    assert mix.sources == (("solar", 30.0), ("fit", 50.0), ("other", 20.0))
    assert MIX_SOURCES[:6] == ("solar", "wind", "hydro", "geothermal", "biomass", "fit")


def test_a_certificate_is_tracked_where_it_names_its_plant():
    fields = {"id": "a", "kind": "GO", "amount": "1 kWh", "market": "JP", "period": "2025"}

    assert not Certificate(**fields).tracked
    assert Certificate(**fields, plant=KUJI).tracked
    with pytest.raises(DocumentError, match=r"plant\.source"):
        Certificate(**fields, plant=KUJI | {"source": "coal"})


@pytest.mark.parametrize(
    ("period", "ja", "en"),
    [
        ("2025", "2025年", "2025"),
        ("2025-01/2025-12", "2025年", "2025"),
        ("2024-04/2025-03", "2024年度", "fiscal year 2024 (from April)"),
        ("2024-12", "2024年12月", "December 2024"),
        ("2024-04/2025-02", "2024年4月〜2025年2月", "April 2024 to February 2025"),
        ("2024-04/2026-03", "2024年4月〜2026年3月", "April 2024 to March 2026"),
        ("2024-07/2025-06", "2024年7月〜2025年6月", "July 2024 to June 2025"),
    ],
)
def test_times_in_words(period, ja, en):
    assert (period_words(period, "ja"), period_words(period, "en")) == (ja, en)


# the picture


def test_bars_are_linear_from_zero_to_all_of_the_electricity():
    picture = power_mix(made())
    drawn, tracks = bars(picture), bars(picture, TRACK)

    # solar, hydro, FIT, coal, gas, exchange, other; then certified, and without certificate
    assert [bar.width / tracks[0].width for bar in drawn] == pytest.approx(
        [0.02, 0.05, 0.14, 0.27, 0.38, 0.11, 0.03, 0.75, 0.25]
    )
    assert len({bar.x for bar in [*drawn, *tracks]}) == 1
    assert len({track.width for track in tracks}) == 1


def test_a_share_below_all_never_reads_as_all():
    texts = [op.text for op in power_mix(made("0.9999 kWh")).scene.ops if isinstance(op, Text)]

    assert "99%" in texts
    assert "1%" in texts, "without certificate"
    assert "100%" not in texts
    assert not any("切り捨て" in text for text in texts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_has_no_certificate_is_never_bent_to_a_hundred(language):
    # 33.9 % and 33.9 % are claimed as 33 %, 32.2 % have no certificate: 34 % would be wrong by 1.8
    footprint = made("0.339 kWh", matched="other", mix={"fit": 40, "coal": 60})
    (line,) = footprint.product.activities
    (first,) = line.electricity.certificates
    second = first.model_copy(update={"id": "c2", "matched": "fit"})
    rule = line.electricity.model_copy(update={"certificates": (first, second)})
    again = line.model_copy(update={"electricity": rule})
    picture = power_mix(
        c2.compute(footprint.product.model_copy(update={"activities": (again,)})), language=language
    )
    texts = [op.text.replace("\u202f", "") for op in picture.scene.ops if isinstance(op, Text)]
    assert texts.count("33%") == 2
    assert "32%" in texts
    assert any(word in picture.scene.description for word in ("切り捨て", "Rounded down", "arrondies"))


@pytest.mark.parametrize("language", [*LANGUAGES, *PAIRS])
@pytest.mark.parametrize("matched", ["other", "renewable"])
def test_less_than_one_percent_has_room_beside_its_bar(language, matched):
    mix = {"gas": 99.996, "coal": 0.004}
    picture = power_mix(made("0.004 kWh", matched=matched, mix=mix), language=language)
    texts = [op.text for op in picture.scene.ops if isinstance(op, Text)]
    assert any(text.replace("\u202f", "") == "<1%" for text in texts)


def test_without_a_mix_the_plants_are_the_mix_and_the_rest_is_not_known():
    picture = power_mix(made("0.6 kWh", "renewable", None), language="en")

    assert "Power mix: wind 60%, unknown 40%" in picture.scene.description.splitlines()


def test_factors_with_certificates_and_of_the_grid():
    # 0.25 × 0.452 = 0.113; 0.423
    assert "証書を反映 0.113, 地域の電気の平均 0.423" in power_mix(made()).scene.description
    assert "avec certificats <0,001" in power_mix(made("0.999 kWh"), language="fr").scene.description
    assert "avec certificats 0,000" in power_mix(made("1 kWh"), language="fr").scene.description


@pytest.mark.parametrize("language", [*LANGUAGES, *PAIRS])
@pytest.mark.parametrize("matched", ["other", "renewable", "fit"])
def test_all_words_fit(language, matched):
    name = {"ja": "香り高い抹茶入り玄米茶 600 mL", "en": "Roasted rice tea with fragrant matcha, 600 mL"}
    everything = dict.fromkeys(MIX_SOURCES, 8) | {"other": 12}
    share = {"other": "0.99", "renewable": "0.4", "fit": "0.08"}[matched]
    picture = power_mix(made(f"{share} kWh", matched, everything, name), language=language)

    assert picture.svg()
    assert picture.scene.width == 62
    assert picture.scene.height == int(picture.scene.height)


def test_the_same_input_makes_the_same_bytes():
    assert power_mix(made()).png() == power_mix(made()).png()


def test_nothing_is_drawn_where_nothing_may_be_said():
    with pytest.raises(ClaimError, match="実質再エネ may be said with the power mix"):
        power_mix(made(mix=None))

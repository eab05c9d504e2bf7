"""Wood: the Forestry Agency's formula by hand, the published sample house, and storage that stays apart."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from co2label import Activity, Product, compute, declare
from co2label.declaration import forbidden_claim
from co2label.errors import DocumentError
from co2label.indicators import AIR_DRY_DENSITY, WoodLine, WoodPart, wood_storage, wood_text
from co2label.label import text_lines

SAMPLE = [
    # kokusanmokuzai.jp/kouka, timber-frame house of two storeys, about 120 m2: m3 of スギ, ヒノキ, others, foreign
    (5.4, 1.1, 0.2, 5.3),  # structure
    (4.5, 0.0, 0.5, 0.7),  # studs and joists
    (2.1, 0.0, 2.0, 0.0),  # underlay
    (1.2, 0.0, 0.6, 0.0),  # finish
]


def part(material, volume, density, carbon_share, *, domestic):
    amounts = {"volume": f"{volume} m3", "density": f"{density} t/m3"}
    return WoodPart(material=material, carbon_share=carbon_share, domestic=domestic, **amounts)


def sample_house():
    kinds = [("スギ", 0.331, True), ("ヒノキ", 0.383, True), ("others", 0.4, True), ("foreign", 0.4, False)]
    uses = [
        part(kind, volume, density, 0.5, domestic=domestic)
        for row in SAMPLE
        for volume, (kind, density, domestic) in zip(row, kinds, strict=True)
        if volume
    ]
    return WoodLine(uses=uses, floor_area="120 m2")


def test_published_sample_house():
    """23.6 m3, of it 17.6 domestic, which the page gives as 74.5 % (cut, not rounded)."""
    house = wood_storage(sample_house())
    assert house.volume_m3 == pytest.approx(23.6)
    assert house.domestic_m3 == pytest.approx(17.6)
    assert math.floor(1000 * house.domestic_share) == 745
    assert house.volume_per_m2 == pytest.approx(0.19667, abs=5e-6)


def test_formula_by_hand():
    """W × D × Cf × 44/12 (3林政産第85号): 12 m3 × 0.5 t/m3 × 0.5 × 44/12 = 11 t-CO2; 6 × 0.4 × 0.45 × 44/12 = 3.96."""
    oak = part("oak", 12, 0.5, 0.5, domestic=False)
    board = part("board", 6, 0.4, 0.45, domestic=True)
    assert oak.measured() == pytest.approx((12, 11))
    both = wood_storage(WoodLine(uses=[oak, board], floor_area="100 m2"))
    assert both.stored_t_co2 == pytest.approx(14.96)
    assert both.domestic_stored_t_co2 == pytest.approx(3.96)
    assert both.stored_per_m2 == pytest.approx(0.1496)


def test_a_cubic_metre_of_sugi_stores_about_0_6_t():
    """0.6 t-CO2 per m3 as builders print from the Forestry Agency (taisei-techsolu.jp/post_4); air-dry: 15 % more."""
    sugi = {"species": "スギ", "volume": "1 m3", "carbon_share": 0.5, "domestic": True}
    assert WoodPart(**sugi).measured() == pytest.approx((1, 0.6), abs=0.01)
    # Hokkaido's way: 0.38 × 0.5 × 44/12
    assert WoodPart(**sugi, density_basis="air-dry").measured() == pytest.approx((1, 0.69667), abs=5e-6)


def test_densities_are_those_of_the_handbook():
    """Page of Hokkaido (sr/sky/123465), 木材工業ハンドブック 4th revised edition; ヒノキ from the same handbook."""
    soft = {
        "スギ": 0.38,
        "ヒノキ": 0.44,
        "カラマツ": 0.50,
        "トドマツ": 0.40,
        "エゾマツ": 0.43,
        "イチイ": 0.51,
    }
    hard = {"ブナ": 0.65, "ミズナラ": 0.68, "イタヤカエデ": 0.65, "マカンバ": 0.67, "シラカンバ": 0.57}
    hard |= {"クリ": 0.60, "カツラ": 0.50, "セン": 0.52, "ホオノキ": 0.49}
    assert dict(AIR_DRY_DENSITY) == soft | hard


def test_words():
    # 13.2 × 0.331 + 1.1 × 0.383 + 3.3 × 0.4 = 6.1105 t; × 0.5 × 44/12 = 11.2; with 6.0 × 0.4 foreign: 15.6
    wood, stored = wood_text(sample_house()).lines
    assert wood["ja"] == "建物全体の木材23.6 m³（国産74%）、床1 m²あたり0.20 m³"
    assert wood["en"] == "Wood in the building: 23.6 m³ (74% domestic), 0.20 m³ per m² of floor"
    assert wood["fr"].endswith(
        "23,6\u202fm³ (74\u202f% d’origine nationale), 0,20\u202fm³ par m² de plancher"
    )
    assert stored["ja"] == "木材が貯蔵する炭素 16 t-CO₂分、うち国産材11（排出量とは別）"
    assert (
        stored["en"]
        == "Carbon stored in the wood: 16 t CO₂, of which 11 in domestic wood (not deducted from the footprint)"
    )


def test_a_label_and_a_declaration_take_the_lines():
    uses = [
        {"species": "スギ", "volume": "13.2 m3", "carbon_share": 0.5, "domestic": True},
        {
            "material": "others",
            "volume": "4 m3",
            "density": "0.55 t/m3",
            "carbon_share": 0.5,
            "domestic": False,
        },
    ]
    office = Product(
        id="office",
        name={"ja": "木造オフィス", "en": "Wooden office"},
        declared_unit="1 m2",
        boundary="cradle-to-grave",
        year=2025,
        activities=[Activity("boiler", "210 kg", gas="CO2", stage="production")],
    )
    footprint = compute(office)
    said = declare(
        footprint,
        issued="2026-11-23",
        valid_until="2027-11-22",
        company="Chaya",
        info_url="https://example.jp/report",
        indicators=[{"kind": "wood", "uses": uses}],
    )
    assert said.kg_co2e == footprint.kg_co2e == 210.0
    shown = "\n".join(text_lines(said, language="ja"))
    # 13.2 × 0.38 × 0.87 × 0.5 × 44/12 = 8.0 t; 4 × 0.55 × 0.5 × 44/12 = 4.03 t
    assert "木材が貯蔵する炭素 12 t-CO2分、うち国産材8.0（排出量とは別）" in shown


def test_nearly_all_domestic_never_reads_as_all():
    mixed = [part("a", 999, 0.4, 0.5, domestic=True), part("b", 1, 0.4, 0.5, domestic=False)]
    assert wood_text(WoodLine(uses=mixed)).lines[0]["ja"] == "木材1,000 m³（国産99%）"
    trace = [
        part("a", 10**9, 0.4, 0.5, domestic=True),
        part("b", 1e-6, 0.4, 0.5, domestic=False),
    ]
    assert wood_text(WoodLine(uses=trace)).lines[0]["en"] == "Wood 1,000,000,000 m³ (99% domestic)"


def test_without_an_area_nothing_is_said_per_area():
    line = WoodLine(uses=[part("a", 1, 0.4, 0.5, domestic=True)])
    house = wood_storage(line)
    assert (house.volume_per_m2, house.stored_per_m2) == (None, None)
    # 1 × 0.4 × 0.5 × 44/12 = 0.73; all of it domestic, so no part is named
    assert [each["en"] for each in wood_text(line).lines] == [
        "Wood 1.00 m³ (100% domestic)",
        "Carbon stored in the wood: 0.73 t CO₂ (not deducted from the footprint)",
    ]


def test_refused():
    with pytest.raises(DocumentError) as caught:
        part("a", 1e-7, 1.6, 1.01, domestic=True).measured()
    assert [p.where for p in caught.value.problems] == ["volume_m3", "density", "carbon_share"]
    with pytest.raises(DocumentError, match="volume: expected a number above zero in m3, got 0"):
        part("a", 0, 0.4, 0.5, domestic=True).measured()
    with pytest.raises(DocumentError, match="domestic: expected true or false"):
        part("a", 1, 0.4, 0.5, domestic="yes")
    sugi = {"volume": "1 m3", "carbon_share": 0.5, "domestic": True}
    with pytest.raises(DocumentError, match="no density of 'スギの木'; known are スギ"):
        WoodPart(species="スギの木", **sugi).measured()
    with pytest.raises(DocumentError, match="density_basis: expected one of oven-dry, air-dry"):
        WoodPart(species="スギ", density_basis="wet", **sugi)
    with pytest.raises(DocumentError, match="uses: expected at least one"):
        WoodLine(uses=[])
    with pytest.raises(DocumentError, match="floor_area: expected a number above zero in m2, got 0"):
        wood_storage(WoodLine(uses=[part("a", 1, 0.4, 0.5, domestic=True)], floor_area="0 m2"))


@pytest.mark.parametrize(("field", "low", "high"), [(1, 1e-6, 1e9), (2, 0.05, 1.5), (3, 0.1, 0.61)])
def test_bounds_of_a_material(field, low, high):
    good = ["a", 1, 0.4, 0.5]
    for value in (low, high):
        part(*good[:field], value, *good[field + 1 :], domestic=True).measured()
    for value in (low * 0.999, high * 1.001):
        with pytest.raises(DocumentError, match="expected"):
            part(*good[:field], value, *good[field + 1 :], domestic=True).measured()


uses = st.builds(
    part,
    st.just("wood"),
    st.floats(1e-6, 1e9),
    st.floats(0.05, 1.5),
    st.floats(0.1, 0.61),
    domestic=st.booleans(),
)


@given(st.lists(uses, min_size=1, max_size=5))
def test_the_domestic_part_is_a_part_and_the_words_claim_nothing(materials):
    line = WoodLine(uses=materials)
    house = wood_storage(line)
    assert 0 <= house.domestic_m3 <= house.volume_m3
    assert 0 <= house.domestic_stored_t_co2 <= house.stored_t_co2
    for texts in wood_text(line).lines:
        for text in texts.values():
            assert forbidden_claim(text) is None
            assert "吸収" not in text
            assert "相殺" not in text

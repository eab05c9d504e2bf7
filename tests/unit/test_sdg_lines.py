"""SDG lines as data in a document: what they say in each language, and every problem with its path."""

from __future__ import annotations

from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from co2label import Activity, ClaimError, DocumentError, Product, Statement, compute, declare
from co2label.declaration.claims import forbidden_claim
from co2label.model import Statement as ModelStatement
from co2label.wording import LANGUAGES, words

OFFICE = {"kind": "building", "family": "zeb", "use": "office"}
ZEB = OFFICE | {"cut_without_renewables": 52, "cut_with_renewables": 60}
SUGI = {"species": "スギ", "volume": "13.2 m3", "carbon_share": 0.5, "domestic": True}
WOOD = {"kind": "wood", "uses": [SUGI], "floor_area": "120 m2"}
KUJI = {"kind": "municipality", "place": "久慈市", "what": "location"}


def said(*indicators):
    office = Product(
        id="office",
        name={"ja": "木造オフィス", "en": "Wooden office"},
        declared_unit="1 m2",
        boundary="cradle-to-grave",
        year=2025,
        activities=[Activity("boiler", "210 kg", gas="CO2", stage="production")],
    )
    return declare(
        compute(office),
        issued="2026-11-23",
        valid_until="2027-11-22",
        company="Chaya",
        info_url="https://example.jp/report",
        indicators=indicators,
    )


def problems(*indicators):
    with pytest.raises((ClaimError, DocumentError)) as caught:
        said(*indicators)
    return [(each.where.removeprefix("office."), each.what) for each in caught.value.problems]


def test_entries_become_words_in_the_order_given():
    found = said(ZEB, "Words", WOOD, KUJI)

    assert [line.get("en", line.get("und")) for line in found.indicators] == [
        "Building energy: ZEB Ready level (self-rated)",
        "Words",
        "Wood in the building: 13.2 m³ (100% domestic), 0.11 m³ per m² of floor",
        "Carbon stored in the wood: 8.0 t-CO₂ (apart from the figure)",
        "Location: 岩手県久慈市, which has pledged no net CO₂ by 2050",
    ]
    assert all(set(line) == set(LANGUAGES) for line in found.indicators if "und" not in line)
    assert found.shown.value == "210", "nothing of it enters the figure"


def test_what_the_lines_mean_is_said_once():
    twice = said(ZEB, ZEB)

    assert len(twice.indicators) == 2
    assert len(twice.indicator_notes) == 2, "the class, and who judged it"
    assert "52% less than the standard building, 60% with" in twice.indicator_notes[0]["en"]
    assert "certified" in twice.indicator_notes[1]["en"]


def test_a_certificate_takes_the_place_of_self_rated():
    found = said(ZEB | {"certificate": "001-01-2024-00001"})

    assert found.indicators[0]["ja"] == "建物の省エネ：ZEB Ready（BELS 001-01-2024-00001）"
    assert all("自己評価" not in note["ja"] for note in found.indicator_notes)


def test_every_problem_of_every_entry_is_told_with_its_path():
    found = problems(
        "カーボンニュートラル",
        ZEB | {"cut_with_renewables": 40, "certificate": "エコ"},
        WOOD | {"uses": [SUGI | {"volume": "3 kg"}, SUGI | {"species": "杉"}], "floor_area": "3 m"},
        KUJI | {"place": "久慈"},
    )

    assert [where for where, _ in found] == [
        "declaration.indicators[0].und",
        "declaration.indicators[1].cut_with_renewables",
        "declaration.indicators[1].certificate",
        "declaration.indicators[2].uses[0].volume",
        "declaration.indicators[2].uses[1].species",
        "declaration.indicators[2].floor_area",
        "declaration.indicators[3].place",
    ]


def test_shapes_are_refused_with_their_path_and_what_there_is():
    found = problems(
        {"kind": "building", "family": "zeb", "cut_without_renewables": "52", "certficate": "1"},
        {"kind": "woood"},
        {"kind": 3},
        {"kind": "wood", "uses": []},
    )

    assert found[:2] == [
        ("indicators[0].cut_without_renewables", "expected a number without quotes, got '52'"),
        ("indicators[0].cut_with_renewables", "this field is required and is missing"),
    ]
    assert ("indicators[0].certficate", "unknown field") in found
    assert found[3][0] == "indicators[1].kind"
    assert found[3][1].startswith(
        "expected one of building, energy, insulation, wood, municipality, electricity, stars"
    )
    assert found[4][0] == "indicators[2].kind"
    assert found[5] == ("indicators[3].uses", "expected at least one, got none")


def test_an_unknown_field_names_those_of_its_own_kind():
    with pytest.raises(DocumentError, match=r"indicators\[0\]\.usess: unknown field; did you mean 'uses'\?"):
        Statement(indicators=[WOOD | {"usess": 1}])
    with pytest.raises(DocumentError, match=r"indicators\[0\]\.<x>: unknown field"):
        Statement(indicators=[KUJI | {"<x>": 1}])


def test_a_class_that_is_not_reached_is_no_line():
    found = problems(OFFICE | {"cut_without_renewables": 49, "cut_with_renewables": 49})

    assert found == [
        ("declaration.indicators[0].cut_without_renewables", "no class of the zeb family is reached")
    ]


def test_a_claim_in_a_word_of_the_declarer_is_found_where_it_comes_out():
    town = {"kind": "municipality", "place": "X", "declared": "2022-01-01", "source": "ゼロカーボン新聞"}

    assert [where for where, _ in problems(town)] == [
        f"declaration.indicators[0].{language}" for language in LANGUAGES
    ]


def test_more_lines_than_a_label_has_room_for():
    assert [where for where, _ in problems(WOOD, WOOD, WOOD, "one more")] == ["declaration.indicators"]


def test_a_statement_keeps_its_entries_through_plain_data():
    own = ModelStatement(indicators=["Words", ZEB, WOOD, KUJI])

    assert ModelStatement.read(own.model_dump(mode="json")) == own
    kinds = ModelStatement.model_json_schema()["$defs"]
    assert {"BuildingLine", "WoodLine", "WoodPart", "MunicipalityLine"} <= set(kinds)


TEMPLATES = [
    (each, key) for each in LANGUAGES for key in words(each) if key.startswith(("indicator.", "stars."))
]
HARMLESS = st.one_of(
    st.integers(0, 10**9).map(str),
    st.floats(0.001, 10**6).map("{:.3g}".format),
    st.sampled_from(
        ["岩手県久慈市", "★★", "『ZEB』", "Kuji, Iwate", "001-01-2024-00001", "2050年", "0", "CO2", "CO₂"]
    ),
)


@given(st.sampled_from(TEMPLATES), HARMLESS)
def test_no_template_becomes_a_claim_by_what_stands_in_its_gaps(template, value):
    language, key = template
    text = words(language)[key]
    gaps = {name for _, name, _, _ in Formatter().parse(text) if name}
    filled = text.format(**dict.fromkeys(gaps, value))

    assert forbidden_claim(filled) is None
    assert not any(word in filled for word in ("吸収", "相殺", "オフセット", "absor", "offset", "compens"))

"""SDG lines as data in a document: what they say in each language, and every problem with its path."""

from __future__ import annotations

from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from co2label import Activity, ClaimError, DeclarationData, DocumentError, Product, compute, declare
from co2label.declaration import forbidden_claim
from co2label.model import DeclarationData as ModelStatement
from co2label.wording import LANGUAGES, translations

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
        "Carbon stored in the wood: 8.0 t CO₂ (not deducted from the footprint)",
        "Location: 岩手県久慈市, which has pledged no net CO₂ by 2050",
    ]
    assert all(set(line) == set(LANGUAGES) for line in found.indicators if "und" not in line)
    assert found.shown.value == "210", "nothing of it enters the figure"


def test_what_the_lines_mean_is_said_once():
    twice = said(ZEB, ZEB | {"cut_with_renewables": 75})

    assert len(twice.indicators) == 2
    assert len(twice.indicator_notes) == 3, "each class, and once who judged it"
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
        DeclarationData(indicators=[WOOD | {"usess": 1}])
    with pytest.raises(DocumentError, match=r"indicators\[0\]\.<x>: unknown field"):
        DeclarationData(indicators=[KUJI | {"<x>": 1}])


def test_a_class_that_is_not_reached_is_no_line():
    found = problems(OFFICE | {"cut_without_renewables": 49, "cut_with_renewables": 49})

    assert found == [
        ("declaration.indicators[0].cut_without_renewables", "no class of the zeb family is reached")
    ]


def test_a_claim_in_a_word_of_the_declarer_is_found_where_it_comes_out():
    town = {
        "kind": "municipality",
        "place": "秋田県由利本荘市",
        "declared": "2022-01-01",
        "source": "ゼロカーボン新聞",
    }

    assert [where for where, _ in problems(town)] == ["declaration.indicators[0].ja"], (
        "once, not once a language"
    )


@pytest.mark.parametrize("entry", [ZEB, WOOD, KUJI, "Words"])
def test_an_entry_that_stands_there_twice_is_one_too_many(entry):
    assert problems(entry, "other words", entry) == [
        ("declaration.indicators[2]", "says the same as declaration.indicators[0]")
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("再エネ100%の電気で製造", "electricity"),
        ("再生可能エネルギー使用", "electricity"),
        ("実質再エネ", "electricity"),
        ("工場の電気：再エネ", "electricity"),
        ("Made with 100% renewable electricity", "electricity"),
        ("Brewed with wind power", "electricity"),
        ("Fabriqué avec de l’électricité renouvelable", "electricity"),
        ("ZEHでつくりました", "building"),
        ("『ＺＥＢ』の工場", "building"),
        ("BELS 5", "building"),
        ("★★★", "stars"),
        ("星３つ", "stars"),
        ("炭素を8 t固定", None),
        ("炭素を固定", "wood"),
        ("Stores carbon", "wood"),
        ("Stocke du CO₂", "wood"),
        ("carbone stocké", "wood"),
    ],
)
def test_plain_words_may_not_say_what_a_rule_says(text, kind):
    if kind is None:
        assert said(text).indicators == ({"und": text},)
    else:
        ((where, what),) = problems(text)
        assert where == "declaration.indicators[0].und"
        assert what.endswith("in plain words rests on no data")


@pytest.mark.parametrize(
    "text", ["みえるらべる取得", "エコリーフ JR-AA-0001", "CFPマーク", "デカボスコア 30"]
)
def test_plain_words_name_no_programme_of_others(text):
    ((_, what),) = problems(text)
    assert what.endswith("is of a programme, which alone may say it")


@pytest.mark.parametrize(
    "text",
    ["再エネ電気への切替で20ポイント", "容器：再生紙", "Zebra pattern", "Stored in a cool place", "秋限定"],
)
def test_other_plain_words_are_let_through(text):
    assert said(text).indicators == ({"und": text},)


def test_a_place_that_declared_later_is_a_whole_name_and_not_of_tomorrow():
    later = {
        "kind": "municipality",
        "place": "秋田県由利本荘市",
        "declared": "2022-03-01",
        "source": "市の発表",
    }
    assert said(later).indicators[0]["ja"] == "産地：秋田県由利本荘市（2050年二酸化炭素排出実質ゼロ表明）"
    assert said(later | {"declared": "2026-11-23"}), "on the day of issue"
    assert [where for where, _ in problems(later | {"declared": "2026-11-24"})] == [
        "declaration.indicators[0].declared"
    ]
    for place in ("由利本荘市", "秋田県由利本荘", "存在"):
        assert [where for where, _ in problems(later | {"place": place})] == [
            "declaration.indicators[0].place"
        ]
    assert said(later | {"place": "秋田県"}), "a prefecture is a place as well"


def test_a_listed_place_keeps_its_name_in_japanese():
    assert [where for where, _ in problems(KUJI | {"name": {"ja": "東京都"}})] == [
        "declaration.indicators[0].name.ja"
    ]
    assert [where for where, _ in problems(KUJI | {"name": "Tokyo"})] == [
        "declaration.indicators[0].name.und"
    ]


def test_more_lines_than_a_label_has_room_for():
    assert [
        where
        for where, _ in problems(
            WOOD, WOOD | {"floor_area": "130 m2"}, WOOD | {"floor_area": "140 m2"}, "one more"
        )
    ] == ["declaration.indicators"]


def test_a_statement_keeps_its_entries_through_plain_data():
    own = ModelStatement(indicators=["Words", ZEB, WOOD, KUJI])

    assert ModelStatement.read(own.model_dump(mode="json")) == own
    kinds = ModelStatement.model_json_schema()["$defs"]
    assert {"BuildingLine", "WoodLine", "WoodPart", "MunicipalityLine"} <= set(kinds)


TEMPLATES = [
    (each, key)
    for each in LANGUAGES
    for key in translations(each)
    if key.startswith(("indicator.", "stars."))
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
    text = translations(language)[key]
    gaps = {name for _, name, _, _ in Formatter().parse(text) if name}
    filled = text.format(**dict.fromkeys(gaps, value))

    assert forbidden_claim(filled) is None
    assert not any(word in filled for word in ("吸収", "相殺", "オフセット", "absor", "offset", "compens"))

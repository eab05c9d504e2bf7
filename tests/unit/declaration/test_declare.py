"""What may be said: everything that is missing or unsayable is refused, all of it at once."""

from __future__ import annotations

import json

import pytest

from co2label import ClaimError, Product, declare
from co2label.declaration import forbidden_claim
from co2label.footprint import Footprint, Note
from co2label.model import Activity

SAID = {
    "issued": "2026-11-23",
    "valid_until": "2027-11-22",
    "company": "株式会社サンプル",
    "resolver": "https://id.example.jp",
}


def product(**changes):
    fields = {
        "id": "onigiri",
        "name": {"ja": "鮭おにぎり", "en": "Salmon rice ball"},
        "gtin": "4569951110016",
        "declared_unit": "1 個",
        "mass": "110 g",
        "boundary": "cradle-to-grave",
        "year": 2025,
        "activities": [Activity("米", "48 g", factor="food.rice", stage="raw-materials")],
    }
    return Product(**(fields | changes))


def footprint(stages=None, notes=(), primary=0.0, **changes):
    stages = stages or {
        "raw-materials": 0.150,
        "production": 0.028,
        "distribution": 0.021,
        "end-of-life": 0.0114,
    }
    total = sum(stages.values())
    return Footprint(
        product=product(**changes),
        kg_co2e=total,
        gwp_set="AR6",
        gwp_horizon=100,
        factor_edition="test",
        matrix={(stage, "fossil"): kg for stage, kg in stages.items()},
        stages=stages,
        components={"fossil": total},
        contributions=(),
        notes=notes,
        primary_data_share=primary,
    )


def problems(result, **said):
    with pytest.raises(ClaimError) as refused:
        declare(result, **said)
    return [str(problem) for problem in refused.value.problems]


def test_the_figure_the_unit_and_the_link():
    said = declare(footprint(), **SAID)

    assert (said.shown.value, said.shown.unit) == ("210", "g-CO2e")
    assert said.declared_unit.words == {
        "ja": "1個（110 g）",
        "en": "1 piece (110 g)",
        "fr": "1\u00a0pièce (110\u202fg)",
    }
    assert said.link == "https://id.example.jp/01/04569951110016"


def test_rows_are_rounded_one_by_one_to_the_last_place_of_the_figure_and_percentages_add_up_to_100():
    # 210.4 g is shown as 210, so rows end in tens: 150, 28, 21, 11.4 -> 150, 30, 20, 10, which happen to add up
    said = declare(footprint(), **SAID)
    rows = said.stages

    assert [row.value for row in rows] == ["150", "30", "20", None, "10"]
    assert not said.rounded
    # 71.29, 13.31, 9.98, 5.42 %: floors 71 13 9 5 = 98, the two largest remainders are .98 and .42
    assert [row.percent for row in rows] == ["71", "13", "10", None, "6"]


def test_a_stage_without_activities_is_no_data_and_one_outside_the_boundary_is_excluded():
    grave = declare(footprint(), **SAID)
    gate = declare(footprint({"raw-materials": 0.1}, boundary="cradle-to-gate"), **SAID)

    assert [row.status for row in grave.stages] == ["included", "included", "included", "no-data", "included"]
    assert [row.status for row in gate.stages] == ["included", "no-data", "excluded", "excluded", "excluded"]


def test_a_part_above_zero_that_rounds_away_is_below_one_of_the_last_place_and_never_zero():
    rows = declare(footprint({"raw-materials": 0.2, "use": 0.0000001}), **SAID).stages

    assert (rows[3].value, rows[3].percent) == ("<10", "<1")


@pytest.mark.parametrize(
    ("stages", "shown", "values", "rounded"),
    [
        # 13.6 g beside 1.4 kg is no 0.02 kg; 267 g beside 670 g is no 261 g
        ({"raw-materials": 1.35, "use": 0.0136}, "1.4 kg-CO2e", ["1.4", "<0.1"], False),
        ({"raw-materials": 0.267, "production": 0.2, "use": 0.2}, "670 g-CO2e", ["270", "200", "200"], False),
        (
            {"raw-materials": 0.104, "production": 0.104, "use": 0.004},
            "210 g-CO2e",
            ["100", "100", "<10"],
            True,
        ),
        (
            {"raw-materials": 0.094, "production": 0.094, "use": 0.004},
            "190 g-CO2e",
            ["90", "90", "<10"],
            True,
        ),
        ({"raw-materials": 0.05, "production": 0.05, "use": 0.0}, "100 g-CO2e", ["50", "50", "0"], False),
        # a credit at the end of life: nothing is per cent of what nearly cancels out
        (
            {"raw-materials": 12.3, "use": 0.5, "end-of-life": -12.7},
            "100 g-CO2e",
            ["12300", "500", "-12700"],
            False,
        ),
        ({"raw-materials": 0.214, "end-of-life": -0.003}, "210 g-CO2e", ["210", ">-10"], False),
    ],
)
def test_no_row_is_bent_and_rows_that_do_not_add_up_are_remarked_on(stages, shown, values, rounded):
    said = declare(footprint(stages), **SAID)
    rows = [row for row in said.stages if row.status == "included"]

    assert str(said.shown) == shown
    assert [row.value for row in rows] == values
    assert said.rounded is rounded
    assert (None in [row.percent for row in rows]) == (min(stages.values()) < 0)


def test_bars_are_in_proportion_to_what_is_emitted_and_credits_lie_below_zero():
    rows = declare(footprint({"raw-materials": 6.0, "use": 4.0, "end-of-life": -9.9}), **SAID).stages

    assert [row.share for row in rows] == pytest.approx([0.6, 0.0, 0.0, 0.4, -0.99])


def test_zero_is_zero():
    said = declare(footprint({"use": 0.0}), **SAID)

    assert (said.shown.value, said.stages[3].value, said.reference.kind) == ("0", "0", "percent")


def test_data_of_five_years_before_the_day_of_issue_are_still_declared():
    assert declare(footprint(year=2021), **SAID).year == 2021
    assert "more than 5 years before" in problems(footprint(year=2020), **SAID)[0]


def test_three_digits_only_for_verified_or_primary_data():
    verified = {"verification": {"kind": "third-party", "by": "検証機関", "date": "2026-10-01"}}

    assert declare(footprint({"use": 0.21449}), **SAID).shown.value == "210"
    assert declare(footprint({"use": 0.21449}, primary=94.9), **SAID).shown.value == "210"
    assert declare(footprint({"use": 0.21449}, primary=95.0), **SAID).shown.value == "214"
    assert declare(footprint({"use": 0.21449}, declaration=verified), **SAID).shown.value == "214"


def test_percent_of_the_day():
    # 0.5502 of 6.8 kg is 8.09 %
    reference = declare(footprint({"use": 0.5502}), **SAID).reference

    assert (reference.kind, reference.value, reference.shown.value) == ("percent", 8, "6.8")
    assert reference.share == pytest.approx(0.5502 / 6.8)


def test_arguments_win_over_the_document_and_the_document_alone_is_enough():
    own = {
        "company": "甲",
        "issued": "2026-11-23",
        "valid_until": "2027-01-01",
        "info_url": "https://example.jp/r",
    }
    result = footprint(declaration=own)

    assert declare(result).company == "甲"
    assert declare(result, company="乙").company == "乙"
    assert declare(result).link == "https://example.jp/r"


def test_everything_missing_is_named_at_once():
    found = problems(footprint(year=None))

    assert [line.split(":")[0] for line in found] == [
        "onigiri.declaration.company",
        "onigiri.declaration.issued",
        "onigiri.declaration.valid_until",
        "onigiri.year",
        "onigiri.declaration.info_url",
    ]


@pytest.mark.parametrize(
    ("changes", "said", "expected"),
    [
        ({}, {"valid_until": "2026-11-23"}, "the validity ends on 2026-11-23, not after the day of issue"),
        ({"year": 2020}, {}, "more than 5 years before"),
        ({"year": 2027}, {}, "after the day of issue"),
        ({"name": "カーボンニュートラルおにぎり"}, {}, "claims '"),
        ({"name": "eco-friendly rice ball"}, {}, "claims '"),
        ({"name": "再エネ100%おにぎり"}, {}, "in plain words rests on no data"),
        ({"name": "エコリーフおにぎり"}, {}, "is of a programme, which alone may say it"),
        ({}, {"resolver": "http://id.example.jp"}, "https"),
        ({}, {"resolver": ""}, "https"),
        ({}, {"resolver": "https://localhost"}, "is known in your own network only"),
        ({}, {"info_url": "https://id.example.jp:99999/x"}, "expected a port from 1 to 65535"),
        ({"gtin": None}, {"info_url": "https://192.168.0.1/x"}, "is an address in numbers"),
        (
            {"gtin": None},
            {"resolver": "https://printer.local", "info_url": "https://a.jp"},
            "own network only",
        ),
    ],
)
def test_what_may_not_be_said(changes, said, expected):
    found = problems(footprint(**changes), **(SAID | said))

    assert len(found) == 1
    assert expected in found[0]


def test_a_figure_below_zero_is_not_shown():
    assert "below zero" in problems(footprint({"use": -0.2}), **SAID)[0]


def test_notes_become_qualifiers_once_each():
    notes = (
        Note("mixed-basis", "a"),
        Note("bridged", "b"),
        Note("mixed-basis", "c"),
        Note("stale-factor", "d"),
    )
    said = declare(footprint(notes=notes), **SAID)

    assert [qualifier.code for qualifier in said.qualifiers] == ["mixed-basis", "stale-factor"]


def test_a_declaration_is_plain_json():
    plain = declare(footprint(), **SAID).as_dict()

    assert json.loads(json.dumps(plain, allow_nan=False)) == plain
    assert plain["shown"] == {"value": "210", "unit": "g-CO2e"}
    assert plain["issued"] == "2026-11-23"


@pytest.mark.parametrize(
    "text", ["エコバッグ", "グリーンカレー", "エコー検査", "Green tea", "鮭おにぎり", "Ecover", "CO2 0.5 kg"]
)
def test_names_of_things_are_no_claims(text):
    assert forbidden_claim(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "エコ商品",
        "CO2ゼロ",
        "CO₂ 実質ゼロ",
        "ＣＯ２フリー電気",
        "地球にやさしい米",
        "Net-zero milk",
        "Climate positive",
        "carbon-neutral",
        "ゼロカーボンビール",
    ],
)
def test_vague_and_offset_based_claims_are_found(text):
    assert forbidden_claim(text) is not None

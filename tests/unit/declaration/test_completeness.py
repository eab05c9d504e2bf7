"""Stages without data, stages where nothing happens, and what is cut off: said near the figure, or refused."""

import pyarrow as pa
import pytest

import co2label as c2
from builders import STATEMENT
from co2label import catalogue
from co2label.catalogue import products_of
from co2label.model import document_of


def line(stage="raw-materials", **fields):
    return {"name": f"line in {stage}", "amount": "1 kg", "gas": "CO2", "stage": stage} | fields


def product(*lines, **fields):
    base = {"id": "x", "name": "X", "declared_unit": "1 piece", "boundary": "cradle-to-grave", "year": 2025}
    return c2.Product.read(base | {"activities": list(lines)} | fields)


def declared(made, **more):
    return c2.declare(c2.compute(made), **STATEMENT, **more)


def near(said, code):
    return next((each for each in said.near if each.code == code), None)


def test_a_label_that_is_nearly_empty_says_so():
    remark = near(declared(product(line())), "stages-with-data")
    assert remark.words == {
        "ja": "5段階のうち1段階のデータ",
        "en": "Data for 1 of 5 stages",
        "fr": "Données pour 1 des 5 étapes",
    }
    assert remark.short == {
        "ja": "データ1/5段階",
        "en": "data: 1/5 stages",
        "fr": "données\u00a0: 1/5 étapes",
    }


@pytest.mark.parametrize(
    ("boundary", "stages", "words"),
    [
        ("cradle-to-gate", ["production"], "Data for 1 of 2 stages"),
        ("cradle-to-gate", ["raw-materials", "production"], None),
        ("gate-to-gate", ["production"], None),
        (
            "cradle-to-grave",
            ["raw-materials", "production", "distribution", "end-of-life"],
            "Data for 4 of 5 stages",
        ),
        ("cradle-to-grave", ["raw-materials", "production", "distribution", "use", "end-of-life"], None),
    ],
)
def test_stages_are_those_inside_the_boundary(boundary, stages, words):
    remark = near(declared(product(*map(line, stages), boundary=boundary)), "stages-with-data")
    assert (remark and remark.words["en"]) == words


def test_a_stage_in_which_nothing_happens_is_a_state_of_its_own():
    made = product(
        line(),
        line("production"),
        line("distribution"),
        line("end-of-life"),
        nothing_in={"use": {"ja": "そのまま食べる", "en": "eaten as it is"}},
    )
    said = declared(made)
    assert near(said, "stages-with-data") is None
    use = said.stages[3]
    assert (use.status, use.value, use.reason) == (
        "nothing",
        None,
        {"ja": "そのまま食べる", "en": "eaten as it is"},
    )
    assert "eaten as it is" in " ".join(c2.label.text_lines(said, "en"))


def test_a_reason_may_be_plain_text_and_does_not_make_up_for_other_stages():
    said = declared(product(line(), nothing_in={"use": "eaten as it is"}))
    assert said.stages[3].reason == {"und": "eaten as it is"}
    assert near(said, "stages-with-data").words["en"] == "Data for 1 of 5 stages"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"nothing_in": {"raw-materials": "none"}},
            "nothing_in.raw-materials: 'line in raw-materials' happens in stage",
        ),
        (
            {"nothing_in": {"use": "none"}, "boundary": "cradle-to-gate"},
            "nothing_in.use: 'use' lies outside the boundary",
        ),
        ({"nothing_in": {"use": ""}}, "nothing_in.use"),
        ({"nothing_in": {"use": "  "}}, "nothing_in.use"),
        ({"nothing_in": {"use": {}}}, "nothing_in.use"),
        ({"nothing_in": {"usage": "none"}}, "nothing_in.usage"),
        ({"nothing_in": ["use"]}, "nothing_in"),
    ],
)
def test_what_makes_no_sense_is_refused(fields, message):
    with pytest.raises(c2.DocumentError) as refused:
        product(line(), **fields)
    assert message in str(refused.value)


@pytest.mark.parametrize(
    "reason",
    [
        "carbon neutral",
        "エコなので",
        {"fr": "neutre en carbone"},
        {"en": "runs on 100% renewable electricity"},
    ],
)
def test_a_reason_is_judged_like_every_text_on_a_label(reason):
    with pytest.raises(c2.ClaimError, match=r"nothing_in\.use"):
        declared(product(line(), nothing_in={"use": reason}))


def test_a_rule_may_book_something_where_nothing_is_said_to_be():
    recycling = {
        "rule": "cut-off",
        "virgin": "material.plastic.pet.primary",
        "disposal": "waste.plastic.landfill",
    }
    made = product(
        {"name": "bottle", "amount": "1 kg", "stage": "raw-materials", "recycling": recycling},
        nothing_in={"end-of-life": "returned"},
    )
    with pytest.raises(c2.ClaimError, match=r"nothing_in\.end-of-life: .* by a rule of an activity"):
        declared(made)
    meal = product(
        {"name": "rice", "amount": "1 kg", "factor": "food.rice", "stage": "raw-materials", "stages": "own"},
        nothing_in={"distribution": "sold at the farm"},
    )
    with pytest.raises(c2.ClaimError, match=r"nothing_in\.distribution"):
        declared(meal)


def test_what_a_factor_reaches_into_is_no_row_of_its_own():
    made = product({"name": "rice", "amount": "1 kg", "factor": "food.rice", "stage": "raw-materials"})
    assert near(declared(made), "stages-with-data").words["en"] == "Data for 1 of 5 stages"
    own = product(
        {"name": "rice", "amount": "1 kg", "factor": "food.rice", "stage": "raw-materials", "stages": "own"}
    )
    assert near(declared(own), "stages-with-data").words["en"] == "Data for 3 of 5 stages"


def test_in_a_product_that_a_process_makes():
    def document(output, *products):
        process = {
            "id": "p",
            "outputs": [{"product": "x", "amount": "1 kg"} | output],
            "activities": [line("production")],
        }
        return document_of({"processes": [process], "products": list(products)}).products[-1]

    made = document({"nothing_in": {"raw-materials": "the ore is our own slag"}, "year": 2025})
    assert declared(made).stages[0].status == "nothing"
    with pytest.raises(c2.DocumentError, match=r"nothing_in\.production"):
        document({"nothing_in": {"production": "nothing"}})
    own = {
        "id": "x",
        "name": "X",
        "declared_unit": "1 kg",
        "boundary": "cradle-to-gate",
        "activities": [line()],
    }
    with pytest.raises(c2.DocumentError, match=r"nothing_in\.production"):
        document({}, own | {"nothing_in": {"production": "nothing"}})


def cut(left, limit=50.0, **more):
    return {"left_out_percent": left, "limit_percent": limit} | more


@pytest.mark.parametrize(
    ("standard", "left", "words"),
    [
        (None, 5.0, None),
        (None, 6.0, "6% of the emissions left out; PACT allows 5%"),
        ("ISO 14067:2018", 8.0, "8% of the emissions left out; PACT allows 5%"),
        ("Catena-X PCF Rulebook v3", 3.0, None),
        ("Catena-X PCF Rulebook v3", 3.5, "3.5% of the emissions left out; Catena-X allows 3%"),
        ("PACT 3", 5.0, None),
        ("PACT 3", 12.0, "12% of the emissions left out; PACT allows 5%"),
        ("TfS PCF Guideline 3.1", 10.0, None),
        ("TfS PCF Guideline 3.1", 12.0, "12% of the emissions left out; TfS allows 10%"),
        ("PAS 2050:2011", 5.5, "5.5% of the emissions left out; PAS 2050 allows 5%"),
        ("GHG Protocol Product Standard", 1.0, "1% of the emissions left out; GHG Protocol allows 0%"),
        ("PACT and Catena-X", 4.0, "4% of the emissions left out; Catena-X allows 3%"),
    ],
)
def test_a_cut_off_above_what_the_standard_allows_is_said(standard, left, words):
    statement = {} if standard is None else {"declaration": {"standard": standard}}
    remark = near(declared(product(line(), cut_off=cut(left), **statement)), "cut-off")
    assert (remark and remark.words["en"]) == words


def test_scaled_up_or_not_it_was_not_counted():
    for scale_up in (False, True):
        said = declared(product(line(), cut_off=cut(12.0, scale_up=scale_up)))
        assert near(said, "cut-off").words["ja"] == "排出量の12%を計算に含まない（PACTの上限5%）"


def test_a_cut_off_of_a_used_product_is_one_of_its_user():
    part = product(line("production"), id="part", cut_off=cut(20.0), boundary="gate-to-gate")
    for scaled in (False, True):
        inner = product(
            line("production"), id="part", cut_off=cut(20.0, scale_up=scaled), boundary="gate-to-gate"
        )
        whole = product(
            line("use"), {"name": "part", "amount": "2 piece", "product": "part", "stage": "raw-materials"}
        )
        found = c2.compute(whole, products=[inner])
        # of the part 1 kg is known and 0.25 kg are not; twice that beside 1 kg
        assert found.left_out_percent == pytest.approx(100 * 0.5 / 3.5)
        assert near(c2.declare(found, **STATEMENT), "cut-off").short["en"] == "14.3% left out"
    assert c2.compute(part).left_out_percent == 20.0


def test_the_authors_own_limit_is_kept():
    with pytest.raises(c2.DocumentError, match="6 % are left out, the limit is 5 %"):
        product(line(), cut_off=cut(6.0, 5.0))


def test_in_tables(tmp_path):
    products, lines = tmp_path / "products.csv", tmp_path / "lines.csv"
    products.write_text(
        "id,name,declared_unit,boundary,nothing_in.use,nothing_in.end-of-life.ja,nothing_in.end-of-life.en\n"
        "a,A,1 piece,cradle-to-grave,eaten as it is,残らない,nothing is left\n"
        "b,B,1 piece,cradle-to-gate,eaten as it is,,\n"
        "c,C,1 piece,cradle-to-grave,worn,,\n",
        encoding="utf-8",
    )
    lines.write_text(
        "product_id,name,amount,unit,gas,stage\na,x,1,kg,CO2,production\nb,x,1,kg,CO2,production\nc,x,1,kg,CO2,use\n",
        encoding="utf-8",
    )
    first, *wrong = products_of(products, lines)
    assert first.nothing_in == {
        "use": {"und": "eaten as it is"},
        "end-of-life": {"ja": "残らない", "en": "nothing is left"},
    }
    assert [(each.row, each.column, each.value) for each in wrong] == [
        (3, "nothing_in.use", "eaten as it is"),
        (4, "nothing_in.use", "worn"),
    ]


def test_in_arrow_tables():
    fields = [
        (name, pa.float64() if name == "amount" else pa.string())
        for name in ("amount", "unit", "stage", "gas")
    ]
    lines = [{"amount": 1.0, "unit": "kg", "stage": "production", "gas": "CO2"}]
    table = pa.table(
        {
            "id": ["a", "b", "c", "d"],
            "boundary": ["cradle-to-grave", "cradle-to-gate", "cradle-to-grave", "cradle-to-grave"],
            "nothing_in.use": ["eaten as it is", "eaten as it is", None, ""],
            "nothing_in.production": [None, None, "none", None],
            "lines": pa.array([lines] * 4, pa.list_(pa.struct(fields))),
        }
    )
    results = pa.Table.from_batches(catalogue.footprint_batches(table, c2.FactorLibrary()))
    assert results.column("kg_co2e").to_pylist() == [1.0, None, None, None]
    assert [(each.row, each.column) for each in catalogue.bad_cells(results)] == [
        (3, "nothing_in.use"),
        (4, "nothing_in.production"),
        (5, "nothing_in.use"),
    ]

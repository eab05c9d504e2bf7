"""Rules of products that come in tables: in columns, in a file beside them, and what is wrong with either."""

import pyarrow as pa
import pytest

from builders import run
from co2label import FactorLibrary, Product, catalogue, compute, compute_all
from co2label.catalogue import (
    ColumnMap,
    batches_of,
    open_tables,
    products_of,
    read_map,
    suggest_map,
)
from co2label.errors import DocumentError
from co2label.model import Activity, EmissionFactor

OWN = FactorLibrary(
    EmissionFactor(id=name, value=value, unit="kgCO2e", per=per, source={"title": "EPD"})
    for name, value, per in (("pet", 2.0, "1 kg"), ("rpet", 0.5, "1 kg"), ("truck", 0.1, "1 t*km"))
)
PRODUCTS = (
    "id,name,declared_unit,boundary\nbottle,Bottle,1 piece,cradle-to-gate\ncap,Cap,1 piece,cradle-to-gate\n"
)
LINES = """product_id,name,amount,stage,factor
bottle,PET,30 g,raw-materials,
bottle,PET,10 g,raw-materials,pet
cap,PP,2 g,raw-materials,pet
"""
RECYCLING = {"rule": "cut-off", "virgin": "pet", "recycled": "rpet", "R1": 0.4}


def written(tmp_path, lines=LINES, products=PRODUCTS):
    files = tmp_path / "products.csv", tmp_path / "lines.csv"
    for file, text in zip(files, (products, lines), strict=True):
        file.write_text(text, encoding="utf-8")
    return files


def rules_of(*activities, **fields):
    return {"products": [{"id": "bottle", "activities": list(activities), **fields}]}


def found(tmp_path, rules, **changed):
    made = products_of(*written(tmp_path, **changed), rules=rules)
    return [(each.product, each.column, each.reason) for each in made if not isinstance(each, Product)]


def test_a_rule_is_of_the_activity_that_it_names(tmp_path):
    rules = rules_of({"place": 1, "recycling": RECYCLING}, {"place": 2, "loss": {"share_of_input": 0.5}})
    bottle, cap = products_of(*written(tmp_path), rules=rules)
    assert [each.source_text for each in bottle.activities] == ["recycling", "pet"]
    assert compute(bottle, OWN).kg_co2e == pytest.approx(0.03 * (0.6 * 2.0 + 0.4 * 0.5) + 0.02 * 2.0)
    assert not cap.has_rules


@pytest.mark.parametrize(
    ("activity", "column", "reason"),
    [
        (
            {"name": "PTE"},
            "products[0].activities[0].name",
            "no activity 'PTE' in the table; did you mean 'PET'",
        ),
        (
            {"name": "PET"},
            "products[0].activities[0].name",
            "2 activities are called 'PET'; add place = 1 or place = 2",
        ),
        ({"place": 3}, "products[0].activities[0].place", "the table has 2 activities of this product"),
        (
            {"place": 2, "amount": "9 g"},
            "products[0].activities[0].amount",
            "the table says '10 g'; keep one of the two",
        ),
        (
            {"place": 2, "loss": {"share_of_input": 2}},
            "products[0].activities[0].loss.share_of_input",
            "input should be less than 1",
        ),
        (
            {"place": 1, "recycling": RECYCLING | {"virgin": {"product": "flakes"}}},
            "products[0].activities[0].recycling.virgin.product",
            "there is no product with this id in",
        ),
    ],
)
def test_a_rule_that_does_not_fit_is_a_finding_in_the_rules_file(tmp_path, activity, column, reason):
    problems = found(tmp_path, rules_of(activity, cut_off={"left_out_percent": 9, "limit_percent": 5}))
    assert any(each[:2] == ("bottle", column) and reason in each[2] for each in problems), problems


def test_all_rules_that_do_not_fit_are_found_together(tmp_path):
    rules = rules_of({"place": 1, "recycling": RECYCLING}, {"place": 1, "yields": 0.5}, year=1)
    rules["products"].append({"id": "lid", "year": 2025})
    places = [each[:2] for each in found(tmp_path, rules)]
    assert places == [
        ("bottle", "products[0].activities[1]"),
        ("bottle", "products[0].year"),
        ("lid", "products[1].id"),
    ]


def test_a_rules_file_with_unknown_fields_is_refused_with_all_of_them(tmp_path):
    file = tmp_path / "rules.toml"
    file.write_text(
        'prodcuts = []\n[[products]]\nid = "a"\nyaer = 2025\n'
        '[[products]]\nid = "b"\n[[products.activities]]\nlos = 1\n'
    )
    with pytest.raises(DocumentError) as caught:
        open_tables(*written(tmp_path), rules=file)
    told = [str(each) for each in caught.value.problems]
    assert all(each.startswith(f"{file}: ") for each in told)
    assert len(told) == 4
    assert any("products[1].activities[0].los: unknown field; did you mean 'loss'" in each for each in told)


def test_a_process_of_the_rules_makes_products_of_the_table(tmp_path):
    flow = {"name": "melting", "amount": "1 kg", "factor": "pet", "stage": "production"}
    outputs = [{"product": "bottle", "amount": "3 piece"}, {"product": "flakes", "amount": "1 kg"}]
    process = {
        "id": "line",
        "outputs": outputs,
        "activities": [flow],
        "allocation": {"shares": {"bottle": 0.6, "flakes": 0.4}},
    }
    lines = LINES.replace("30 g,raw-materials,\n", "30 g,raw-materials,pet\n")
    made = list(products_of(*written(tmp_path, lines), rules={"processes": [process]}))
    figures = compute_all(made, OWN)
    assert figures.ids == ("bottle", "cap", "flakes")
    assert figures["bottle"].kg_co2e == pytest.approx(0.04 * 2.0 + 2.0 * 0.6 / 3)
    assert figures["flakes"].kg_co2e == pytest.approx(0.8)
    uses = flow | {"factor": None, "product": "lid"}
    wrong = found(tmp_path, {"processes": [process | {"activities": [uses]}]}, lines=lines)
    assert [each[:2] for each in wrong] == [
        (None, "processes[0].activities[0].product"),
        ("bottle", "processes"),
    ]
    shuffled = (
        lines.replace("bottle,PET,30 g,raw-materials,pet\n", "") + "bottle,PET,30 g,raw-materials,pet\n"
    )
    again = list(products_of(*written(tmp_path, shuffled), rules={"processes": [process]}))
    assert [len(each.activities) for each in again] == [3, 1, 1]


def test_rules_stand_in_columns_of_their_names(tmp_path):
    heads = "loss.share_of_input,recycling.R1,legs.1.mode,legs.1.distance,legs.1.distance.unit,legs.2.hub"
    lines = f"""product_id,name,amount,stage,factor,{heads}
bottle,PET,30 g,raw-materials,,,40 %,,,,
bottle,delivery,30 g,production,,,,truck,120,km,pet
cap,PP,2 g,raw-materials,pet,0.5,,,,,
"""
    constants = {"recycling.rule": "cut-off", "recycling.virgin": "pet", "recycling.recycled": "rpet"}
    mapping = ColumnMap.read({"activities": {"constants": constants}})
    bottle, cap = products_of(*written(tmp_path, lines), mapping=mapping)
    assert bottle.activities[0].recycling.R1 == 0.4
    assert bottle.activities[1].recycling is None
    assert [leg.title for leg in bottle.activities[1].legs] == ["truck", "pet"]
    assert str(bottle.activities[1].legs[0].distance) == "120 km"
    assert cap.activities == (
        Activity("PP", "2 g", factor="pet", stage="raw-materials", loss={"share_of_input": 0.5}),
    )


def test_percent_may_stand_in_the_map_and_a_finding_names_the_column(tmp_path):
    lines = "product_id,name,amount,stage,factor,ロス率\nbottle,PET,3 g,production,pet,7\ncap,PP,2 g,production,pet,120\n"
    columns = {"loss.share_of_input": {"column": "ロス率", "unit": "%"}}
    mapping = ColumnMap.read({"activities": {"columns": columns}})
    bottle, finding = products_of(*written(tmp_path, lines), mapping=mapping)
    assert bottle.activities[0].loss.share_of_input == 0.07
    assert (finding.column, finding.value) == ("ロス率", "120")
    assert "less than 1" in finding.reason
    with pytest.raises(DocumentError, match="a share may have %"):
        ColumnMap.read({"activities": {"columns": {"yields": {"column": "x", "unit": "g"}}}})


def test_the_map_may_name_the_rules_file_beside_it(tmp_path):
    (tmp_path / "rules.toml").write_text('[[products]]\nid = "cap"\nyear = 2024\n')
    (tmp_path / "map.toml").write_text('rules = "rules.toml"\n')
    stated = read_map(tmp_path / "map.toml")
    assert stated.rules == str(tmp_path / "rules.toml")
    assert f'rules = "{stated.rules}"' in suggest_map(*written(tmp_path), mapping=stated)
    lines = LINES.replace("30 g,raw-materials,\n", "30 g,raw-materials,pet\n")
    made = list(products_of(*written(tmp_path, lines), mapping=tmp_path / "map.toml"))
    assert [each.year for each in made] == [None, 2024]


def test_batch_computes_by_the_rules(tmp_path):
    products, lines = written(tmp_path, LINES.replace(",pet\n", ",food.rice\n"))
    rules = tmp_path / "rules.toml"
    rules.write_text(
        '[[products]]\nid = "bottle"\n[[products.activities]]\nplace = 1\n'
        'routes = [{ share = 1, factor = "food.rice" }]\n'
    )
    out = tmp_path / "out"
    run(
        "batch", products, "--activities", lines, "--rules", rules, "--no-labels", "-o", out, "--workers", "1"
    )
    figures = (out / "results.csv").read_text(encoding="utf-8")
    assert "bottle" in figures
    assert str(rules) in (out / "manifest.json").read_text(encoding="utf-8")


def test_rules_of_a_map_are_not_lost_on_the_way_to_record_batches(tmp_path):
    (tmp_path / "rules.toml").write_text('[[products]]\nid = "cap"\nyear = 2024\n')
    (tmp_path / "map.toml").write_text('rules = "rules.toml"\n')
    with pytest.raises(
        DocumentError, match="rules have no place in record batches; give them to `footprint_batches`"
    ):
        batches_of(*written(tmp_path), mapping=tmp_path / "map.toml", rejected=print)


def test_usual_headings_of_rules_are_proposed(tmp_path):
    lines = (
        LINES.replace("factor\n", "factor,ロス率(%),輸送距離(km)\n")
        .replace("pet\n", "pet,5,120\n")
        .replace(",\n", ",,,\n")
    )
    text = suggest_map(*written(tmp_path, lines))
    assert 'loss.share_of_input = { column = "ロス率(%)", unit = "%" }' in text
    assert 'legs.1.distance = { column = "輸送距離(km)", unit = "km" }' in text


def test_a_loop_of_rows_with_rules_spoils_no_other_row():
    """100 kg of each other: the loop is told to both of its products, and the third has its figure, 1 kg / (1 - 0.1)."""
    lines = {
        "alone": {"amount": 1.0, "unit": "kg", "stage": "production", "gas": "CO2"},
        "egg": {"amount": 100.0, "unit": "kg", "stage": "production", "product": "hen"},
        "hen": {"amount": 100.0, "unit": "kg", "stage": "production", "product": "egg"},
    }
    table = pa.table(
        {"id": list(lines), "declared_unit": ["1 kg"] * 3, "lines": [[one] for one in lines.values()]}
    )
    lost = {"place": 1, "loss": {"share_of_input": 0.1}}
    rules = {"products": [{"id": name, "activities": [lost]} for name in lines]}
    rows = catalogue.footprints(table, FactorLibrary(), rules=rules).to_pylist()
    assert rows[0]["kg_co2e"] == pytest.approx(1 / 0.9)
    assert rows[0]["errors"] is None
    for row in rows[1:]:
        (cell,) = row["errors"]
        assert cell["column"] == "lines"
        assert cell["reason"].startswith("the loop egg → hen → egg needs as much of itself")

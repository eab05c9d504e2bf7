"""Explanations: a person with a pocket calculator comes to the same figure."""

import json
import re

import pytest

from co2label.errors import TextError
from co2label.footprint import Explanation, compute
from co2label.model import Activity, EmissionFactor, Product

RICE = EmissionFactor(
    id="rice", value=2.75, unit="kgCO2e", per="1 kg", source={"title": "EPD 1", "locator": "p. 3"}, year=2024
)
TRUCK = EmissionFactor(
    id="truck", value=0.1, unit="kgCO2e", per="1 t*km", source={"title": "Guide", "edition": "2025"}
)
ROPE = EmissionFactor(
    id="rope", value=200.0, unit="kgCO2", per="100 kg", mass="0.5 kg/m", source={"title": "EPD 2"}
)


def product(*activities, name="ball", unit="1 piece", **fields):
    given = {"name": {"ja": "鮭おにぎり", "en": "Rice ball"}, "boundary": "cradle-to-grave"} | fields
    return Product(id=name, declared_unit=unit, activities=activities, **given)


def line(name, amount, stage="raw-materials", **fields):
    return Activity(name, amount, stage=stage, **fields)


COOKED = product(
    line("grain", "300 g", factor=RICE),
    line("pot", "0.1 kg", gas="CO2"),
    name="cooked",
    unit="500 g",
    boundary="cradle-to-gate",
)
BALL = product(
    line("rice", "100 g", product="cooked"),
    line("string", "2 m", factor=ROPE),
    line("delivery", "0.110 kg * 120 km", "distribution", factor=TRUCK),
)


@pytest.fixture
def explained():
    return compute(BALL, products=[COOKED]).explain()


def test_the_tree_as_text(explained):
    # rice: 100 g of 500 g = 0.2; × 300 g = 0.06 kg × 2.75 = 0.165; × 0.1 kg = 0.02. string: 2 m × 0.5 kg/m = 1 kg × 2
    assert explained.text().split("\n\nNotes")[0] == (
        "Rice ball: 2.18632 kg CO2e each\n"
        "GWP: AR6, 100 years\n"
        "As published, not converted to this GWP: 0.16632 kg (7.61%)\n"
        "\n"
        "Raw materials  2.185 kg (99.9%)\n"
        "  rice  0.185 kg (8.46%)\n"
        "    100 g = 0.2 × 500 g of cooked\n"
        "    grain  0.165 kg (7.55%)\n"
        "      0.2 × 300 g = 0.06 kg × 2.75 kgCO2e/kg = 0.165 kgCO2e\n"
        "      EPD 1, p. 3 (2024)\n"
        "    pot  0.02 kg (0.915%)\n"
        "      0.2 × 0.1 kg = 0.02 kg × 1 kgCO2e/kg CO2 (AR6 GWP100) = 0.02 kgCO2e\n"
        "  string  2 kg (91.5%)\n"
        "    2 m × 0.5 kg/m = 1 kg × 2 kgCO2/kg = 2 kgCO2\n"
        "    EPD 2\n"
        "\n"
        "Distribution  0.00132 kg (0.0604%)\n"
        "  delivery  0.00132 kg (0.0604%)\n"
        "    0.110 kg * 120 km = 0.0132 t*km × 0.1 kgCO2e/(t*km) = 0.00132 kgCO2e\n"
        "    Guide 2025"
    )
    assert str(explained) == explained.text()


def test_in_japanese(explained):
    lines = explained.text("ja").splitlines()
    assert lines[0] == "鮭おにぎり：1 pieceあたり 2.18632 kg CO2e"
    assert lines[1] == "GWP：AR6、100年"
    assert "注記" in lines


def test_in_no_language_that_there_is(explained):
    with pytest.raises(TextError):
        explained.text("xx")


def test_as_plain_data(explained):
    data = json.loads(json.dumps(explained.as_dict()))
    assert (data["id"], data["kg_co2e"], data["gwp_set"]) == ("ball", explained.footprint.kg_co2e, "AR6")
    assert [(row["depth"], row["name"]) for row in data["rows"]] == [
        (0, "rice"),
        (1, "grain"),
        (1, "pot"),
        (0, "string"),
        (0, "delivery"),
    ]
    assert data["rows"][1]["percent"] == pytest.approx(100 * 0.165 / 2.18632)
    assert {note["code"] for note in data["notes"]} >= {"bridged", "mixed-basis"}


def test_rows_without_children_add_up(explained):
    leaves = [row.kg_co2e for row in explained.rows if row.working and "of cooked" not in row.working]
    assert sum(leaves) == pytest.approx(explained.footprint.kg_co2e, rel=1e-12)


def test_every_sum_holds_on_a_pocket_calculator(explained):
    for row in explained.rows:
        found = re.search(r"= ([\d.e-]+) \S+ × ([\d.e-]+) .*= ([\d.e-]+) kgCO2e?$", row.working)
        if found:
            quantity, factor, kg = map(float, found.groups())
            assert quantity * factor == pytest.approx(kg, rel=1e-8)


def test_cuts_new_characterisation_and_closed_products_are_said():
    staged = RICE.model_copy(update={"stages": {"farm": 2.0, "mill": 0.75}})
    own = product(
        line("cut", "1 kg", factor=staged, through="farm"),
        line("self", "0.5 piece", product="ball"),
        line("nothing of self", "0 piece", product="ball"),
    )
    workings = [row.working for row in compute(own).explain().rows]
    assert workings == [
        "1 kg × 2 kgCO2e/kg (stages up to farm) = 2 kgCO2e",
        "0.5 piece = 0.5 × 1 piece of ball × 4 kgCO2e = 2 kgCO2e",
        "0 piece = 0 × 1 piece of ball × 0 kgCO2e = 0 kgCO2e",
    ]


def test_a_figure_of_zero_has_no_percents():
    nothing = compute(product(line("rice", "0 kg", factor=RICE))).explain()
    assert nothing.rows[0].percent is None
    assert "  rice  0 kg\n" in nothing.text()


def test_one_product_twice_in_different_stages_stands_twice():
    twice = product(line("rice", "500 g", product="cooked"), line("rice", "500 g", "use", product="cooked"))
    rows = compute(twice, products=[COOKED]).explain().rows
    assert [(row.depth, row.stage, row.name) for row in rows] == [
        (0, "raw-materials", "rice"),
        (1, "raw-materials", "grain"),
        (1, "raw-materials", "pot"),
        (0, "use", "rice"),
        (1, "use", "grain"),
        (1, "use", "pot"),
    ]


def test_a_notebook_shows_it_unbroken():
    tricky = product(line("<b>rice</b>", "1 kg", factor=RICE))
    shown = compute(tricky).explain()._repr_html_()
    assert "&lt;b&gt;rice&lt;/b&gt;" in shown
    assert isinstance(compute(tricky).explain(), Explanation)

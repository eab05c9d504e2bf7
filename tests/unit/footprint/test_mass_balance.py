"""What the raw materials weigh, against the product: noted above three times, no label above twenty, unless it is explained."""

import datetime as dt
from functools import partial

import pyarrow as pa
import pytest

import builders
import co2label as c2
from builders import STATEMENT
from co2label import catalogue
from co2label.model import document_of

TITLE = {"title": "EPD"}


def factor(name="flour", per="1 kg", **fields):
    return c2.EmissionFactor(id=name, value=1.0, unit="kgCO2e", per=per, source=TITLE, **fields)


def line(amount, drawn="flour", stage="raw-materials", **fields):
    key = "product" if isinstance(drawn, str) and drawn.startswith("p:") else "factor"
    value = drawn.removeprefix("p:") if isinstance(drawn, str) else drawn
    return c2.Activity("line", amount, stage=stage, **{key: value}, **fields)


FACTORS = c2.FactorLibrary(
    [
        factor(),
        factor("milk", density="1.03 kg/L"),
        factor("rope", mass="0.5 kg/m"),
        factor("lid", "1 piece", mass="4 g/piece"),
        factor("screw", "1 piece"),
        factor("tap.water", "1 m3"),
        factor("power", "1 kWh"),
        factor("coal", boundary="combustion"),
        factor("truck", "1 t*km"),
        factor("dyeing", boundary="processing"),
        factor("box", boundary="packaging"),
        factor("cotton", boundary="cradle-to-gate"),
        factor("books", "1 JPY"),
    ]
)
RECYCLED = {"rule": "cut-off", "virgin": "flour", "recycled": "milk", "R1": 0.5, "disposal": "flour"}


product = partial(builders.product, name="x", mass="180 g", year=2025)


def computed(made, *others):
    return c2.compute(made, FACTORS, products=others)


def noted(made, *others):
    return [note for note in computed(made, *others).notes if note.code == "mass-balance"]


def times(made, *others):
    """How often the materials of the noted products hold their mass."""
    return [balance.times for balance in computed(made, *others).imbalances]


def refused(made, *others):
    with pytest.raises(c2.ClaimError) as error:
        c2.declare(computed(made, *others), **STATEMENT)
    return str(error.value)


def test_the_slip_that_people_make():
    slip = product(line("180 kg"))
    assert times(slip) == pytest.approx([1000.0])
    assert noted(slip)[0].message == (
        "the raw materials of x weigh 180 kg, 1000 times the 0.18 kg of what they make; check the amounts and their units, "
        "or say with `yields` how much of a material stays in the product"
    )
    assert "x.activities: the raw materials of x weigh 180 kg" in refused(slip)


@pytest.mark.parametrize(
    ("amount", "is_noted", "is_refused"),
    [
        ("180 g", False, False),
        ("540 g", False, False),
        ("541 g", True, False),
        ("3.6 kg", True, False),
        ("3.601 kg", True, True),
        ("0.06 kg", False, False),
        ("0.0599 kg", True, False),
    ],
)
def test_the_bounds(amount, is_noted, is_refused):
    made = product(line(amount))
    assert bool(noted(made)) == is_noted
    if is_refused:
        refused(made)
    else:
        c2.declare(computed(made), **STATEMENT)


def test_lines_are_added_up():
    assert times(product(*[line("0.15 kg")] * 30)) == pytest.approx([25.0])


@pytest.mark.parametrize(
    "fields",
    [
        {"declared_unit": "1 kg", "mass": None},
        {"declared_unit": "2 L", "density": "0.5 kg/L", "mass": None},
        {"declared_unit": "2 m", "mass": "0.5 kg/m"},
        {"declared_unit": "4 piece", "mass": "1 kg"},
        {"declared_unit": "4 piece", "mass": "250 g/piece"},
    ],
)
def test_the_mass_of_a_product_in_every_way_of_saying_it(fields):
    given = {key: value for key, value in fields.items() if value is not None}
    base = {"boundary": "cradle-to-gate", "year": 2025, "activities": [line("50 kg")]}
    made = c2.Product(id="x", name="x", **base, **given)
    assert times(made) == pytest.approx([50.0])


@pytest.mark.parametrize(
    ("made", "kg"),
    [
        (line("2 L", "milk"), 2.06),
        (line("8 m", "rope"), 4.0),
        (line("900 piece", "lid"), 3.6),
        (line("4 kg", "lid"), 4.0),
        (line("4 kg", "cotton", "production"), 4.0),
        (line("4 kg", loss={"share_of_input": 0.5}), 4.0),  # the amount is what comes out
        (line("40 kg", yields=0.1), 4.0),
        (c2.Activity("pet", "4 kg", stage="raw-materials", recycling=RECYCLED), 4.0),
    ],
)
def test_the_mass_of_a_material(made, kg):
    assert times(product(made)) == pytest.approx([kg / 0.18])


@pytest.mark.parametrize(
    "aside",
    [
        line("500 kg", "tap.water"),
        line("2 m3", "tap.water"),
        line("900 kWh", "power"),
        line("900 kg", "coal"),
        line("9 t * 1000 km", "truck"),
        line("900 kg", "dyeing"),
        line("900 kg", "box"),
        line("900 kg", "flour", "distribution"),
        line("900 kg", "flour", "use"),
        line("900 kg", "flour", "end-of-life"),
        line(
            "900 kg", "flour", "production"
        ),  # its boundary is not stated: it may be what is done to a kilogram
        c2.Activity("gas", "900 kg", gas="CO2", stage="raw-materials"),
        c2.Activity("way", "900 kg", stage="raw-materials", legs=[{"mode": "truck", "distance": "10 km"}]),
        c2.Activity("waste", "900 kg", stage="raw-materials", routes=[{"share": 1.0, "factor": "flour"}]),
    ],
)
def test_what_stands_aside(aside):
    factors = (
        FACTORS.with_factors([factor("tap.water", "1 kg")]) if aside.amount.text == "500 kg" else FACTORS
    )
    found = c2.compute(product(line("180 g"), aside), factors)
    assert [note for note in found.notes if note.code == "mass-balance"] == []


def test_nothing_is_said_where_nothing_is_known():
    assert noted(product(line("180 kg"), declared_unit="1 km", mass="1 kg", boundary="cradle-to-gate")) != []
    unknown = c2.Product(
        id="x", name="x", declared_unit="1 piece", boundary="cradle-to-gate", activities=[line("180 kg")]
    )
    assert noted(unknown) == []
    assert noted(product(line("1 kWh", "power", "production"))) == []


def test_far_too_little_needs_every_mass():
    assert times(product(line("1 g"))) == pytest.approx([1 / 180])
    assert "is missing, or comes from air" in noted(product(line("1 g")))[0].message
    for other in (line("1 piece", "screw"), line("100 JPY", "books"), line("1 g", "flour", "production")):
        assert noted(product(line("1 g"), other)) == []
    c2.declare(computed(product(line("1 g"))), **STATEMENT)


def test_water_that_is_added_makes_up_for_what_is_missing():
    assert noted(product(line("10 g"), line("170 mL", "tap.water", "production"))) == []
    assert noted(product(line("10 g"), line("20 mL", "tap.water", "production"))) != []


def test_a_stated_yield_explains_and_is_held_to():
    cheese = {"declared_unit": "1 kg", "mass": "1 kg"}
    assert noted(product(line("25 kg", "milk"), **cheese)) != []
    refused(product(line("25 kg", "milk"), **cheese))
    said = product(line("25 kg", "milk", yields=0.04), **cheese)
    assert noted(said) == []
    c2.declare(computed(said), **STATEMENT)
    refused(product(line("25000 kg", "milk", yields=0.04), **cheese))  # the slip on top of it
    rice = product(line("60 g", yields=2.2), mass="900 g")
    assert noted(rice) != []
    assert noted(product(line("400 g", yields=2.2), mass="900 g")) == []
    assert (
        noted(product(line("0.5 g"), line("90 g", "cotton", yields=0.0), mass="0.5 g")) == []
    )  # saffron in a jar


@pytest.mark.parametrize("wrong", [-0.1, 101, "0.1", True])
def test_a_yield_that_is_none(wrong):
    with pytest.raises(c2.DocumentError, match="yields"):
        line("1 kg", yields=wrong)


def test_used_products_weigh_what_they_say():
    dough = product(line("1 kg"), name="dough", declared_unit="1 kg", mass="1 kg", boundary="cradle-to-gate")
    roll = product(line("1 kg"), name="roll", declared_unit="2 piece", mass="1 kg", boundary="cradle-to-gate")
    assert times(product(line("90 kg", "p:dough")), dough) == pytest.approx([500.0])
    assert times(product(line("18 piece", "p:roll")), roll) == pytest.approx([50.0])
    assert noted(product(line("180 g", "p:dough")), dough) == []


def test_a_used_product_that_is_a_step_of_making_stands_aside():
    step = c2.Product(
        id="step",
        name="step",
        declared_unit="1 kg",
        boundary="gate-to-gate",
        activities=[line("1 kWh", "power", "production")],
    )
    assert (
        noted(product(line("180 g"), line("900 kg", "p:step", "production"), line("900 kg", "p:step")), step)
        == []
    )
    steam = c2.Product(
        id="steam",
        name="steam",
        declared_unit="1 kWh",
        mass="1.5 kg",
        boundary="cradle-to-gate",
        activities=[line("1 kg", "coal")],
    )
    assert noted(product(line("180 g"), line("900 kWh", "p:steam")), steam) == []


def test_a_slip_below_reaches_every_label_above():
    dough = product(
        line("700 kg"), name="dough", declared_unit="1 kg", mass="1 kg", boundary="cradle-to-gate"
    )
    bread = product(line("0.5 kg", "p:dough"), name="bread", mass="0.5 kg")
    tray = product(line("2 piece", "p:bread"), name="tray", mass="1 kg")
    found = computed(tray, bread, dough)
    assert [(balance.product, balance.times) for balance in found.imbalances] == [("dough", 700.0)]
    (note,) = (note for note in found.notes if note.code == "mass-balance")
    assert note.where == ("line", "line")
    assert "tray.activities: the raw materials of dough weigh 700 kg" in refused(tray, bread, dough)


def process(milk, allocation="economic", **more):
    outputs = [
        {"product": "cream", "amount": "10 kg", "price": "1000 EUR/kg"},
        {"product": "skim", "amount": "90 kg", "price": "0.01 EUR/kg"},
    ]
    lines = [{"name": "milk", "amount": milk, "factor": "milk", "stage": "raw-materials", **more}]
    return {
        "id": "separator",
        "outputs": outputs,
        "activities": lines,
        "allocation": allocation,
        "year": 2025,
    }


@pytest.mark.parametrize("allocation", ["economic", "mass", "equal", {"shares": {"cream": 1.0, "skim": 0.0}}])
@pytest.mark.parametrize("more", [{}, {"loss": {"per_output": 0.2}}])
def test_of_a_process_the_whole_run_has_to_balance(allocation, more):
    """By value the cream carries nearly all of the milk, ten times its own mass, and rightly so."""
    right = document_of({"processes": [process("100 kg", allocation, **more)]}).products
    assert [found.imbalances[:] for found in c2.compute_all(right, FACTORS)] in ([(), ()], [(), ()])
    wrong = document_of({"processes": [process("100000 kg", allocation, **more)]}).products
    cream, _ = c2.compute_all(wrong, FACTORS)
    assert [balance.times for balance in cream.imbalances] == pytest.approx([1000.0])
    with pytest.raises(c2.ClaimError, match="the raw materials of cream weigh 100000 kg"):
        c2.declare(cream, **STATEMENT)


def test_what_a_product_takes_after_its_process_counts_too():
    own = {"id": "cream", "name": "c", "declared_unit": "1 kg", "boundary": "cradle-to-gate"}
    lines = [{"name": "sugar", "amount": "50 kg", "factor": "flour", "stage": "raw-materials"}]
    products = document_of(
        {"processes": [process("100 kg")], "products": [own | {"activities": lines}]}
    ).products
    found = c2.compute_all(products, FACTORS)["cream"]
    assert [balance.times for balance in found.imbalances] == pytest.approx([51.0])


def test_under_substitution():
    data = process("100 kg", "substitution")
    data["outputs"][1] |= {"avoids": "milk"}
    for output in data["outputs"]:
        output.pop("price")
    found = c2.compute_all(document_of({"processes": [data]}).products, FACTORS)
    assert [each.imbalances[:] for each in found] == [(), ()]
    data["activities"][0]["amount"] = "100 t"
    cream, skim = c2.compute_all(document_of({"processes": [data]}).products, FACTORS)
    assert cream.imbalances[0].times == pytest.approx(1000.0)
    assert skim.imbalances[:] == ()


@pytest.mark.parametrize("name", ["food.rice", "material.glass.primary", "food.milk_whole"])
def test_a_food_of_the_library_is_what_it_is(name):
    lines = [c2.Activity("all of it", "1 kg", factor=name, stage="raw-materials")]
    made = c2.Product(id="x", name="x", declared_unit="1 kg", boundary="cradle-to-gate", activities=lines)
    assert c2.compute(made).imbalances[:] == ()


KINDS = [("amount", pa.float64()), ("yields", pa.float64())]
KINDS += [(name, pa.string()) for name in ("unit", "stage", "factor", "product")]


def cell(amount, unit, factor=None, *, product=None, stage="raw-materials", yields=None):
    return {
        "amount": amount,
        "unit": unit,
        "stage": stage,
        "factor": factor,
        "product": product,
        "yields": yields,
    }


def table(**lines_of):
    masses = {"pie": "180 g", "dough": None}
    return pa.table(
        {
            "id": list(lines_of),
            "declared_unit": ["1 kg" if name == "dough" else "1 piece" for name in lines_of],
            "mass": pa.array([masses.get(name) for name in lines_of], pa.string()),
            "boundary": ["cradle-to-gate"] * len(lines_of),
            "lines": pa.array(list(lines_of.values()), pa.list_(pa.struct(KINDS))),
        }
    )


def noted_in(found):
    return {row["id"]: "mass-balance" in row["notes"] for row in found.to_pylist()}


@pytest.mark.parametrize(
    ("lines", "noted"),
    [
        ([cell(180.0, "kg", "flour")], True),
        ([cell(180.0, "g", "flour")], False),
        ([cell(180.0, "kg", "flour", yields=0.001)], False),
        ([cell(1.0, "piece", "screw"), cell(1.0, "g", "flour")], False),
        ([cell(1.0, "g", "flour")], True),
        ([cell(1.0, "g", "flour"), cell(170.0, "mL", "tap.water", stage="production")], False),
        ([cell(180.0, "g", "flour"), cell(900.0, "kg", "coal"), cell(900.0, "kWh", "power")], False),
        ([cell(900.0, "kg", "cotton", stage="production")], True),
    ],
)
def test_in_tables(lines, noted):
    results = pa.Table.from_batches(catalogue.footprint_batches(table(pie=lines), FACTORS))
    assert noted_in(results) == noted_in(catalogue.footprints(table(pie=lines), FACTORS)) == {"pie": noted}


def test_in_tables_through_used_products():
    right = table(
        dough=[cell(1.0, "kg", "flour")],
        pie=[cell(0.17, "kg", product="dough")],
        plate=[cell(1.0, "piece", product="pie")],
    )
    assert noted_in(catalogue.footprints(right, FACTORS)) == dict.fromkeys(("dough", "pie", "plate"), False)
    below = table(
        dough=[cell(700.0, "kg", "flour")],
        pie=[cell(0.17, "kg", product="dough")],
        plate=[cell(1.0, "piece", product="pie")],
    )
    assert noted_in(catalogue.footprints(below, FACTORS)) == dict.fromkeys(("dough", "pie", "plate"), True)
    above = table(
        dough=[cell(1.0, "kg", "flour")],
        pie=[cell(170.0, "kg", product="dough")],
        plate=[cell(1.0, "piece", product="pie")],
    )
    assert noted_in(catalogue.footprints(above, FACTORS)) == {"dough": False, "pie": True, "plate": True}
    said = table(dough=[cell(1.0, "kg", "flour")], pie=[cell(170.0, "kg", product="dough", yields=0.001)])
    assert noted_in(catalogue.footprints(said, FACTORS)) == {"dough": False, "pie": False}


@pytest.mark.parametrize("wrong", [-0.1, 101.0, float("inf")])
def test_a_yield_that_is_none_is_a_finding_at_its_cell(wrong):
    results = pa.Table.from_batches(
        catalogue.footprint_batches(table(pie=[cell(1.0, "kg", "flour", yields=wrong)]), FACTORS)
    )
    (found,) = catalogue.bad_cells(results)
    assert (found.column, found.reason) == (
        "lines[0].yields",
        "expected a share from 0 to 100, such as 0.1 of the milk of a cheese",
    )


def test_a_batch_makes_no_label_of_a_slip(tmp_path):
    products, lines = tmp_path / "products.csv", tmp_path / "lines.csv"
    products.write_text(
        "id,name,declared_unit,mass,boundary,year\na,A,1 piece,180 g,cradle-to-gate,2025\nb,B,1 kg,,cradle-to-gate,2025\n",
        encoding="utf-8",
    )
    lines.write_text(
        "product_id,name,amount,unit,factor,stage,yields\na,rice,180,kg,food.rice,raw-materials,\n"
        "b,milk,30,kg,food.milk_whole,raw-materials,0.1\n",
        encoding="utf-8",
    )
    tables = catalogue.open_tables(products, lines)
    source = catalogue.CatalogueSource("products.csv", tables.products, files=(products, lines))
    said = {"company": "Chaya", "valid_until": "2027-11-22", "info_url": "https://example.jp/x"}
    job = catalogue.Job(today=dt.date(2026, 11, 23), formats=("svg",), declaration=said)
    outcome = catalogue.run(source, tmp_path / "out", job, workers=1)
    assert (outcome.labelled, outcome.refused) == (1, 1)
    assert "the raw materials of a weigh 180 kg, 1000 times" in (tmp_path / "out" / "errors.csv").read_text(
        "utf-8"
    )

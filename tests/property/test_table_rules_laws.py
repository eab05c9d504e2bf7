"""Laws of rules beside tables: a document written as two tables and a rules file gives what the document gives."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from co2label import FactorLibrary, catalogue, compute_all
from co2label.model import document_of, read_data
from co2label.tabular import write_rows

EXAMPLES = [path for path in sorted(Path("examples").glob("*.*")) if path.suffix in {".toml", ".json"}]
ROW = ("id", "declared_unit", "boundary")
CELLS = ("name", "amount", "stage", "factor", "product", "gas")
FACTORS = FactorLibrary.bundled()


def document_data(path):
    """The plain data of an example that is a document of products, or None."""
    data = read_data(path)
    try:
        document_of(data)
    except ValueError:
        return None
    return data if "products" in data or "processes" in data else {"products": [data]}


def as_tables(data, folder):
    """Two tables with what they have columns for, and the rest as rules; a cell is a text."""
    rows, lines, rules = [], [], []
    for product in data.get("products", []):
        name = product["name"] if isinstance(product["name"], str) else next(iter(product["name"].values()))
        rows.append([*(product[field] for field in ROW), name if isinstance(product["name"], str) else None])
        more = {key: value for key, value in product.items() if key not in {*ROW, "activities"}}
        more = {key: value for key, value in more.items() if key != "name" or not isinstance(value, str)}
        more |= {"id": product["id"], "activities": []}
        for place, line in enumerate(product["activities"], start=1):
            in_cells = {key for key in CELLS if isinstance(line.get(key), str)}
            lines.append([product["id"], *(line.get(key) if key in in_cells else None for key in CELLS)])
            more["activities"].append(
                {"place": place, **{key: value for key, value in line.items() if key not in in_cells}}
            )
        rules.append(more)
    products, activities = folder / "products.csv", folder / "lines.csv"
    with products.open("w", encoding="utf-8", newline="") as file:
        write_rows(file, [*ROW, "name"], rows)
    with activities.open("w", encoding="utf-8", newline="") as file:
        write_rows(file, ["product_id", *CELLS], lines)
    beside = {key: value for key, value in data.items() if key != "products"}
    return products, activities, beside | {"products": rules}


def made_of(data, folder, factors=FACTORS):
    """The products of a document that is written as tables and rules; nothing in them is a finding."""
    products, lines, rules = as_tables(data, folder)
    tables = catalogue.open_tables(products, lines, rules=rules, factors=factors)
    made = tuple(tables.products())
    assert [each for each in made if isinstance(each, catalogue.RowProblem)] == []
    return made, factors.with_factors(tables.rules.factors)


def told(footprints):
    return [(each.kg_co2e, each.notes, each.interval, each.explain()) for each in footprints]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_as_tables_and_rules_is_the_example(path, tmp_path):
    data = document_data(path)
    if data is None or not data.get("products"):
        pytest.skip("no document with products")
    document = document_of(data)
    made, library = made_of(data, tmp_path)
    assert made == document.products
    assert told(compute_all(made, library)) == told(compute_all(document.products, library))


SHARES = st.sampled_from([0.0, 0.25, 0.5, 0.9])
RULES = {
    "routes": st.builds(
        lambda share: [
            {"share": share, "factor": "waste.a", "name": "burnt"},
            {"share": 1 - share, "factor": "waste.b"},
        ],
        SHARES,
    ),
    "legs": st.just([{"mode": "truck", "distance": "120 km", "packaging": "5 g"}, {"hub": "waste.a"}]),
    "electricity": st.builds(
        lambda loss: {"method": "location", "grid": "grid", "loss": loss}, st.sampled_from([0.0, 0.05])
    ),
    "recycling": st.builds(
        lambda r1: {
            "rule": "cut-off",
            "virgin": "waste.a",
            "recycled": "waste.b",
            "R1": r1,
            "disposal": "waste.a",
        },
        SHARES,
    ),
}
PER = {"waste.a": "1 kg", "waste.b": "1 kg", "truck": "1 t*km", "grid": "1 kWh"}
OWN = [
    {"id": name, "value": 0.5 + place, "unit": "kgCO2e", "per": per, "source": {"title": "EPD"}}
    for place, (name, per) in enumerate(PER.items())
]


@st.composite
def documents(draw):
    products = []
    for number in range(draw(st.integers(1, 3))):
        lines = []
        for rule in draw(st.lists(st.sampled_from(sorted(RULES)), min_size=1, max_size=4)):
            line = {"name": draw(st.sampled_from(["a", "b"])), "stage": "production", rule: draw(RULES[rule])}
            line["amount"] = "2 kWh" if rule == "electricity" else "3 kg"
            if draw(st.booleans()):
                line["loss"] = {"share_of_input": 0.1}
            if draw(st.booleans()):
                line["uncertainty"] = {"percent": 10}
            lines.append(line)
        product = {"id": f"p{number}", "name": "P", "declared_unit": "1 piece", "boundary": "cradle-to-grave"}
        if draw(st.booleans()):
            product["cut_off"] = {"left_out_percent": 2, "limit_percent": 5, "scale_up": draw(st.booleans())}
        if number and draw(st.booleans()):
            own = {"product": "p0", "through": "production"}
            lines.append({"name": "used", "amount": "1 piece", "stage": "raw-materials", **own})
        products.append(product | {"activities": lines})
    return {"products": products, "factors": OWN}


@settings(max_examples=40)
@given(documents())
def test_a_generated_document_as_tables_and_rules_is_the_document(tmp_path_factory, data):
    made, library = made_of(data, tmp_path_factory.mktemp("tables"))
    document = document_of(data)
    assert made == document.products
    assert told(compute_all(made, library)) == told(compute_all(document.products, library))

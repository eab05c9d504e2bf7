"""Laws of rules beside tables: a document written as two tables and a rules file gives what the document gives."""

import re
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from co2label import FactorLibrary, catalogue, compute_all
from co2label.model import COMPONENTS, STAGES, document_of, read_data
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


DOCUMENTS = {path.stem: data for path in EXAMPLES if (data := document_data(path)) and data.get("products")}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_an_example_as_tables_and_rules_is_the_example(name, tmp_path):
    data = DOCUMENTS[name]
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


LINE_TEXTS = ("name", "unit", "stage", "factor", "product", "through")
LINES = pa.list_(pa.struct([("amount", pa.float64()), *((name, pa.string()) for name in LINE_TEXTS)]))


def as_batches(data):
    """The rows of a document as record batches of one or two, and the rest as rules."""
    rows, rules = [], []
    for product in data["products"]:
        lines, more = [], []
        for place, line in enumerate(product["activities"], start=1):
            amount, unit = re.fullmatch(r"(\S+) (.*)", line["amount"]).groups()
            cells = {key: value for key, value in line.items() if key in LINES.value_type.names}
            lines.append(cells | {"amount": float(amount), "unit": unit})
            rest = {key: value for key, value in line.items() if key not in cells}
            more += [{"place": place, **rest}] if rest else []
        rows.append({key: product[key] for key in ROW} | {"lines": lines})
        cut_off = {"cut_off": product["cut_off"]} if "cut_off" in product else {}
        rules.append({"id": product["id"], "activities": more, **cut_off})
    texts = [(name, pa.string()) for name in ROW]
    table = pa.Table.from_pylist(rows, pa.schema([*texts, ("lines", LINES)]))
    return table.to_batches(max_chunksize=2), {"products": rules}


@settings(max_examples=40)
@given(documents())
def test_rows_with_rules_have_the_results_of_the_document(data):
    batches, rules = as_batches(data)
    document = document_of(data)
    library = FACTORS.with_factors(document.factors)
    expected = compute_all(document.products, library)
    found = catalogue.footprints(batches, library, rules=rules)
    assert found.schema == catalogue.result_schema()
    alone = pa.Table.from_batches(catalogue.footprint_batches(batches, library, rules=rules))
    for row, one, each in zip(found.to_pylist(), alone.to_pylist(), expected, strict=True):
        assert row["errors"] is None
        assert row["kg_co2e"] == pytest.approx(each.kg_co2e, rel=1e-12)
        assert {stage: row[stage] for stage in STAGES if row[stage] is not None} == pytest.approx(each.stages)
        assert {part: row[part] for part in COMPONENTS if row[part] is not None} == pytest.approx(
            each.components
        )
        assert row["notes"] == list(dict.fromkeys(note.code for note in each.notes))
        assert (row["standard_deviation"] is None) == (each.interval is None)
        assert one == row or "uses another product" in one["errors"][0]["reason"]


def test_a_rule_that_does_not_fit_is_an_error_of_its_row_and_of_its_users():
    data = {"products": []}
    for name, cells in (
        ("p0", {"factor": "food.rice"}),
        ("p1", {"product": "p0"}),
        ("p2", {"factor": "food.rice"}),
    ):
        line = {"name": "a", "amount": "1 kg", "stage": "production", **cells}
        row = {"id": name, "name": "P", "declared_unit": "1 kg", "boundary": "cradle-to-grave"}
        data["products"].append(row | {"activities": [line]})
    batches, _ = as_batches(data)
    wrong = {"products": [{"id": "p0", "activities": [{"name": "a", "loss": {"share_of_input": 2}}]}]}
    found = list(catalogue.bad_cells(catalogue.footprints(batches, FACTORS, rules=wrong)))
    assert [(each.row, each.product, each.column) for each in found] == [
        (2, "p0", "lines[0].loss.share_of_input"),
        (3, "p1", "lines"),
    ]
    half = {"products": [{"id": "p0", "activities": [{"name": "a", "loss": {"share_of_input": 0.5}}]}]}
    first, second, third = catalogue.footprints(batches, FACTORS, rules=half).column("kg_co2e").to_pylist()
    assert first == second == pytest.approx(2 * third)

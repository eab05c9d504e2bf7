"""Notes on what a figure lacks or counts twice: factors that hold less than their name promises, zeros, waste counted again."""

from __future__ import annotations

import re
import tomllib
from functools import partial
from pathlib import Path

import pyarrow as pa
import pytest

import builders
import co2label
from co2label import catalogue
from co2label.errors import ClaimError, DocumentError
from co2label.factors import FactorLibrary
from co2label.footprint import compute, compute_all
from co2label.model import Activity, EmissionFactor, document_of, parse_text, read_document


def factor(name, boundary="unstated", per="1 t*km", value=0.1):
    components = {"fossil": value}
    return EmissionFactor(
        id=name,
        value=value,
        unit="kgCO2e",
        per=per,
        source={"title": "EPD"},
        boundary=boundary,
        components=components,
        gwp_set="AR6",
    )


FACTORS = FactorLibrary(
    [
        factor("lorry", "transport-ttw"),
        factor("lorry.wtt", "upstream", value=0.02),
        factor("whole", "transport-wtw"),
        factor("car", "transport-ttw", "1 km"),
        factor("e-car", "transport-ttw", "1 km", 0.0),
        factor("van", "generation-and-losses"),
        factor("grid", "generation", "1 kWh"),
        factor("fuels", "upstream", "1 kWh", 0.05),
        factor("fuels-own", "unstated", "1 kWh", 0.05),
        factor("life", "generation-lifecycle", "1 kWh"),
        factor("bin", "collection", "1 kg"),
        factor("oven", "end-of-life", "1 kg"),
        factor("pet", "cradle-to-gate", "1 kg"),
        factor("none", "cradle-to-gate", "1 kg", 0.0),
    ]
)
RAW, MAKE, SHIP, USE, END = co2label.model.STAGES


def line(amount, name, stage=MAKE, **fields):
    return Activity(fields.pop("called", name), amount, factor=name, stage=stage, **fields)


product = partial(builders.product, name="thing")


def notes(*lines, products=(), **fields):
    made = compute(product(*lines, **fields), FACTORS, products=products)
    return [(note.code, note.message, note.where) for note in made.notes]


def codes(*lines, **fields):
    return [code for code, *_ in notes(*lines, **fields)]


# factors that hold less than their name promises


def test_tank_to_wheel_in_plain_lines():
    assert notes(line("5 t*km", "lorry", called="delivery"), line("3 km", "car")) == [
        (
            "tank-to-wheel",
            (
                "lorry, car cover the operation of vehicles alone; add the provision of their energy (`upstream`), or take "
                "well-to-wheel factors"
            ),
            ("delivery",),
        )
    ]
    assert codes(line("5 t*km", "whole")) == []


@pytest.mark.parametrize(
    ("amount", "unit", "whole"),
    [
        ("5", "t*km", True),
        ("5000", "kg*km", True),
        ("6", "t*km", True),
        ("4.9", "t*km", False),
        ("0", "t*km", False),
    ],
)
def test_as_much_of_the_upstream_beside_it_makes_it_whole(amount, unit, whole):
    found = codes(line("5 t*km", "lorry"), line(f"{amount} {unit}", "lorry.wtt"))
    assert ("tank-to-wheel" in found) == (not whole)


def test_upstream_of_another_kind_or_another_product_completes_nothing():
    assert codes(line("5 t*km", "lorry"), line("5 kWh", "fuels")) == ["tank-to-wheel"]
    other = product(line("5 t*km", "lorry.wtt"), name="other")
    assert codes(
        line("5 t*km", "lorry"), Activity("x", "1 piece", product="other", stage=MAKE), products=[other]
    ) == ["tank-to-wheel"]


def test_it_is_seen_through_used_products():
    inner = product(line("5 t*km", "lorry"), name="inner", boundary="cradle-to-gate")
    ((code, _, where),) = notes(Activity("parts", "2 piece", product="inner", stage=MAKE), products=[inner])
    assert (code, where) == ("tank-to-wheel", ("parts", "lorry"))


def test_legs_speak_for_themselves():
    legs = [{"mode": "lorry", "distance": "100 km", "upstream": "lorry.wtt"}]
    assert codes(Activity("delivery", "1 t", legs=legs, stage=SHIP)) == []
    alone = Activity("delivery", "1 t", legs=[{"mode": "lorry", "distance": "100 km"}], stage=SHIP)
    assert codes(alone) == ["tank-to-wheel"]


def test_a_battery_vehicle_of_nothing_at_the_tailpipe():
    found = dict(zip(("tank-to-wheel", "zero-factor"), notes(line("3 km", "e-car")), strict=True))
    assert found["tank-to-wheel"][1].startswith(
        "e-car (0 at the tailpipe) cover the operation of vehicles alone"
    )
    assert found["zero-factor"][0] == "zero-factor"


def test_generation_alone():
    ((code, message, _),) = notes(line("3 kWh", "grid"))
    assert (code, message.partition(" cover ")[0]) == ("generation-only", "grid")
    assert codes(line("3 kWh", "grid"), line("3 kWh", "fuels")) == []
    assert codes(line("3 kWh", "life")) == []
    assert codes(line("3 t*km", "van")) == ["generation-only"]
    assert codes(line("3 t*km", "van"), line("3 t*km", "lorry.wtt")) == []


def test_electricity_by_rule_is_whole_with_its_upstream_whatever_that_says_it_covers():
    def power(**rule):
        return Activity(
            "power", "3 kWh", electricity={"method": "location", "grid": "grid"} | rule, stage=MAKE
        )

    assert codes(power()) == ["generation-only"]
    assert codes(power(upstream="fuels-own")) == []
    assert codes(power(upstream="fuels", loss=0.1)) == []


def test_a_certificate_beside_a_life_cycle_factor_is_told_once():
    certificate = {"id": "c", "kind": "GO", "amount": "1 kWh", "market": "JP", "period": "2025"}
    rule = {"method": "market", "market": "JP", "period": "2025", "certificates": [certificate]}

    def told(grid):
        line = Activity("power", "3 kWh", electricity=rule | {"grid": grid, "residual": grid}, stage=MAKE)
        return codes(line)

    assert told("life") == ["certificate-life-cycle"]
    assert told("grid") == ["generation-only"]


def test_collection_alone():
    ((code, message, _),) = notes(line("3 kg", "bin", END))
    assert (code, message) == (
        "collection-only",
        "bin cover the collection and transport of waste alone; add what its treatment emits",
    )
    assert codes(line("3 kg", "bin", END), line("3 kg", "oven", END)) == []


def test_the_bundled_household_waste_says_that_it_is_collected_only():
    waste = Activity("waste", "1 kg", factor="waste.household.incineration_er", stage=END)
    assert "collection-only" in {note.code for note in compute(product(waste)).notes}
    assert FactorLibrary.bundled()["waste.household.incineration_er"].boundary == "collection"


# zeros


@pytest.mark.parametrize("amount", ["0 kg", "0.0 g", "0e5 kg"])
def test_an_amount_of_zero(amount):
    ((code, message, where),) = notes(line(amount, "pet", called="bottle"))
    assert (code, where) == ("zero-amount", ("bottle",))
    assert message.startswith(f"{amount}: a zero stands where an amount is expected")


def test_zeros_of_gases_products_and_rules():
    assert codes(Activity("x", "0 g", gas="CO2", stage=MAKE)) == ["zero-amount"]
    inner = product(line("1 kg", "pet"), name="inner", boundary="cradle-to-gate")
    assert codes(Activity("x", "0 piece", product="inner", stage=MAKE), products=[inner]) == ["zero-amount"]
    recycling = {"rule": "cut-off", "virgin": "pet", "recycled": "pet", "R1": 0.5, "disposal": "oven"}
    assert codes(Activity("x", "0 kg", recycling=recycling, stage=RAW)).count("zero-amount") == 1
    assert "zero-amount" not in codes(Activity("x", "1 kg", recycling=recycling, stage=RAW))


def test_a_factor_of_zero():
    ((code, message, _),) = notes(line("2 kg", "none"))
    assert (code, message) == (
        "zero-factor",
        "none: 0 kg, which counts as nothing; leave it out if its source does not say zero",
    )


def test_a_co_product_that_gets_nothing_has_no_zeros_of_its_own():
    process = {
        "id": "run",
        "allocation": {"shares": {"a": 1.0, "b": 0.0}},
        "outputs": [{"product": "a", "amount": "1 kg"}, {"product": "b", "amount": "1 kg"}],
        "activities": [{"name": "x", "amount": "3 kg", "factor": "pet", "stage": RAW}],
    }
    made = compute_all(document_of({"processes": [process]}).products, FACTORS)
    assert [note.code for note in made["b"].notes] == ["allocation"]


@pytest.mark.parametrize("form", ["json", "toml"])
@pytest.mark.parametrize("digits", ["1e-400", "-2.5e-999", "0.001E-330"])
def test_a_number_that_vanishes_is_refused(form, digits):
    text = f'{{"value": {digits}}}' if form == "json" else f"value = {digits}"
    with pytest.raises(DocumentError, match="is too small, and would be read as zero"):
        parse_text(text.encode(), name="x", form=form)
    for zero in ("0.0", "0e-400", "1e-300"):
        text = f'{{"value": {zero}}}' if form == "json" else f"value = {zero}"
        assert parse_text(text.encode(), name="x", form=form) == {"value": float(zero)}


def test_an_amount_that_vanishes_is_refused(tmp_path):
    path = tmp_path / "tea.json"
    path.write_text(
        '{"id": "tea", "name": "Tea", "declared_unit": "1 piece", "boundary": "cradle-to-gate", "activities": '
        '[{"name": "leaves", "amount": "1e-400 kg", "factor": "food.rice", "stage": "raw-materials"}]}',
        encoding="utf-8",
    )
    with pytest.raises(DocumentError, match=r"activities\[0\]\.amount: exponent out of range in '1e-400 kg'"):
        read_document(path)


# counted twice


CUT_OFF = {"rule": "cut-off", "virgin": "pet", "disposal": "oven"}


def waste(amount, **fields):
    routes = [{"share": 1.0, "factor": "oven"}]
    return Activity("thrown away", amount, stage=END, **({"routes": routes} | fields))


@pytest.mark.parametrize(
    ("amounts", "again", "twice"),
    [
        (["30 g"], "30 g", "PET 0"),
        (["30 g"], "0.03 kg", "PET 0"),
        (["30 g", "20 g"], "20 g", "PET 1"),
        (["30 g", "20 g"], "50 g", "PET 0 and PET 1"),
        (["30 g"], "31 g", ""),
    ],
)
def test_recycling_and_routes_for_the_same_mass(amounts, again, twice):
    bottles = [Activity(f"PET {n}", amount, recycling=CUT_OFF, stage=RAW) for n, amount in enumerate(amounts)]
    for last in (waste(again), waste(again, routes=None, factor="oven")):
        found = [message for code, message, where in notes(*bottles, last) if code == "end-of-life-twice"]
        assert [f"in the recycling of {twice} as well" in message for message in found] == [True] * bool(
            twice
        )


def test_recycling_without_an_end_of_life_counts_nothing_twice():
    bottle = Activity("PET", "30 g", recycling=CUT_OFF, stage=RAW)
    ship = line("30 g", "pet", SHIP)
    assert "end-of-life-twice" not in codes(bottle, ship)
    burnt = CUT_OFF | {"R3": 1.0}
    assert "end-of-life-twice" not in codes(
        Activity("PET", "30 g", recycling=burnt, stage=RAW), waste("30 g")
    )


def test_prices_with_and_without_a_year():
    def told(one, other):
        process = {
            "id": "run",
            "allocation": "economic",
            "outputs": [
                {"product": "a", "amount": "1 kg", "price": one},
                {"product": "b", "amount": "1 kg", "price": other},
            ],
            "activities": [{"name": "x", "amount": "3 kg", "factor": "pet", "stage": RAW}],
        }
        made = compute_all(document_of({"processes": [process]}).products, FACTORS)
        return [note.message for note in made["a"].notes if note.code == "price-year"]

    assert told("7 EUR/kg", "5 EUR2022/kg") == [
        "process 'run': the prices of a state no year, beside prices of 2022; write the year in each"
    ]
    assert told("7 EUR/kg", "5 EUR/kg") == told("7 EUR2022/kg", "5 EUR2022/kg") == []


# the same in a table


def table(*rows):
    names = ("unit", "stage", "factor", "product")
    kind = pa.list_(pa.struct([("amount", pa.float64()), *((name, pa.string()) for name in names)]))
    lines = [
        [
            dict(zip(("amount", "unit", "factor", "product"), one, strict=True)) | {"stage": MAKE}
            for one in row
        ]
        for row in rows
    ]
    ids = [f"p{place}" for place in range(len(rows))]
    units = ["1 piece"] * len(rows)
    return pa.table({"id": ids, "declared_unit": units, "lines": pa.array(lines, kind)})


def test_a_table_says_the_same():
    rows = [
        [(5.0, "t*km", "lorry", None)],
        [(5.0, "t*km", "lorry", None), (5.0, "t*km", "lorry.wtt", None)],
        [(5.0, "t*km", "lorry", None), (4.0, "t*km", "lorry.wtt", None)],
        [(3.0, "kWh", "grid", None), (3.0, "kWh", "fuels", None), (1.0, "kg", "bin", None)],
        [(3.0, "kWh", "grid", None)],
        [(0.0, "kg", "pet", None), (1.0, "kg", "none", None)],
        [(1.0, "piece", None, "p0"), (0.0, "piece", None, "p1")],
        [(1.0, "kg", "pet", None)],
    ]
    assert catalogue.footprints(table(*rows), FACTORS).column("notes").to_pylist() == [
        ["tank-to-wheel"],
        [],
        ["tank-to-wheel"],
        ["collection-only"],
        ["generation-only"],
        ["zero-amount", "zero-factor"],
        ["tank-to-wheel", "zero-amount"],
        [],
    ]
    alone = [row for row in rows if not any(one[3] for one in row)]
    found = [
        batch.column("notes").to_pylist() for batch in catalogue.footprint_batches(table(*alone), FACTORS)
    ]
    assert found[0][:5] == [
        ["tank-to-wheel"],
        [],
        ["tank-to-wheel"],
        ["collection-only"],
        ["generation-only"],
    ]


def test_every_code_of_a_note_is_listed_and_documented():
    room = Path(co2label.__file__).parent / "footprint"
    written = "".join(path.read_text(encoding="utf-8") for path in room.rglob("*.py"))
    sentences = tomllib.loads((room / "notes.toml").read_text(encoding="utf-8"))
    found = set(re.findall(r'Note\(\s*"([a-z-]+)"', written)) | set(sentences)
    assert len(found) > 25
    listed = (
        (room / "_note.py")
        .read_text(encoding="utf-8")
        .partition("class Note")[2]
        .partition("message: str")[0]
    )
    docs = (Path(co2label.__file__).parents[1] / "docs/reference/commands.md").read_text(encoding="utf-8")
    words = set(re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)*", listed))
    assert found <= words, found - words
    documented = set(re.findall(r"`([a-z0-9-]+)`", docs))
    assert found <= documented, found - documented


def declared(*lines, **fields):
    made = compute(product(*lines, year=2025, **fields), FACTORS)
    return co2label.declare(
        made, issued="2026-11-23", valid_until="2027-11-22", company="C", info_url="https://example.com/x"
    )


@pytest.mark.parametrize(
    "lines", [[line("0 g", "pet")], [line("1 kg", "none")], [line("0 g", "pet"), line("1 kg", "none")]]
)
def test_no_label_of_nothing_is_made_of_zeros(lines):
    with pytest.raises(ClaimError, match="the figure is 0, for zeros stand in the place of data"):
        declared(*lines)


def test_a_stage_of_zeros_has_no_data():
    said = declared(line("1 kg", "pet", RAW), line("0 g", "pet", USE), line("0 g", "pet", RAW, called="y"))
    status = {each.stage: each.status for each in said.stages}
    assert (status[RAW], status[USE], status[END]) == ("included", "no-data", "no-data")
    (remark,) = (each.words["en"] for each in said.near if each.code == "stages-with-data")
    assert remark == "Data for 1 of 5 stages"

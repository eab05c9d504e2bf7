"""The table of choices: every row worked out by hand against the base."""

from functools import partial

import pytest

import builders
import co2label as c2
from co2label.footprint import footprint_choices

SOURCE = {"title": "Test"}


factor = partial(builders.factor, source=SOURCE)


product = partial(builders.product, name="x")


def table(made, factors=None, **kwargs):
    return {row.name: row for row in footprint_choices(made, factors, **kwargs)}


def test_gwp_sets_and_horizons():
    # 1 kg of fossil methane and 1 kg of CO2: AR6 GWP100 29.8 + 1, AR4 GWP100 25 + 1, AR5 28..30 + 1, AR6 GWP20 82.5 + 1
    rows = table(
        product(
            c2.Activity("leak", "1 kg", gas="CH4", origin="fossil", stage="production"),
            c2.Activity("flame", "1 kg", gas="CO2", stage="production"),
        )
    )
    assert list(rows) == [
        "as written, AR6 GWP100",
        "AR4 GWP20",
        "AR4 GWP100",
        "AR5 GWP20",
        "AR5 GWP100",
        "AR6 GWP20",
    ]
    assert rows["as written, AR6 GWP100"].kg_co2e == pytest.approx(30.8)
    assert rows["AR4 GWP100"].kg_co2e == pytest.approx(26.0)
    assert rows["AR4 GWP100"].difference == pytest.approx(-4.8)
    assert rows["AR6 GWP20"].kg_co2e == pytest.approx(83.5)
    assert rows["AR6 GWP20"].unconverted_kg == 0.0


def test_what_cannot_be_converted_is_said():
    # 2 kg on AR6 as published, without gases: nothing to characterise anew
    rows = table(
        product(
            c2.Activity("rope", "1 kg", factor=factor("rope", 2.0, gwp_set="AR6"), stage="production"),
            c2.Activity("leak", "1 kg", gas="N2O", stage="production"),
        )
    )
    assert rows["as written, AR6 GWP100"].unconverted_kg == 0.0
    # AR5 GWP100 of N2O is 265: 2 + 265 = 267, of which 2 kg stay on AR6
    assert rows["AR5 GWP100"].kg_co2e == pytest.approx(267.0)
    assert rows["AR5 GWP100"].unconverted_kg == pytest.approx(2.0)


def test_unconverted_kilograms_hold_through_products_that_are_used():
    rope = c2.Product(
        id="rope",
        name="Rope",
        declared_unit="1 kg",
        boundary="cradle-to-gate",
        activities=[c2.Activity("fibre", "1.5 kg", factor=factor("fibre", 2.0), stage="raw-materials")],
    )
    used = c2.Activity("rope", "2 kg", product="rope", stage="raw-materials")
    direct = c2.Activity("flame", "4 kg", gas="CO2", stage="production")
    # 2 x 1.5 x 2 = 6 kg of 10 kg are of a factor that does not say its GWP set
    footprint = c2.compute(product(used, direct), products=[rope])
    assert footprint.kg_co2e == pytest.approx(10.0)
    assert footprint.unconverted_kg == pytest.approx(6.0)
    assert "As published, not converted to this GWP: 6 kg (60%)" in str(footprint.explain())


def test_electricity_through_a_used_product():
    power = c2.Product(
        id="power",
        name="Power",
        declared_unit="1 kWh",
        boundary="gate-to-gate",
        activities=[
            c2.Activity(
                "grid",
                "1 kWh",
                electricity={"method": "market", "grid": "elec.grid.jp.average", "residual": "elec.jp.tepco"},
                stage="production",
            )
        ],
    )
    unused = power.model_copy(update={"id": "other"})
    used = c2.Activity("power", "10 kWh", product="power", stage="production")
    # market 10 x 0.452 = 4.52; location 10 x 0.423 = 4.23, 0.29 less
    rows = table(product(used), products=[power, unused])
    assert "market" not in rows
    assert rows["location"].kg_co2e == pytest.approx(4.23)
    assert rows["location"].difference == pytest.approx(-0.29)
    plain = product(c2.Activity("flame", "4 kg", gas="CO2", stage="production"))
    assert "location" not in table(plain, products=[power])


def test_recycling_rules():
    # 1 kg, Ev 10, Erec 4, R1 0.5; disposal 1 at the end of life, R2 0: the rules differ in R1 only
    can = c2.Activity(
        "can",
        "1 kg",
        stage="raw-materials",
        recycling={
            "rule": "cut-off",
            "R1": 0.5,
            "virgin": factor("ev", 10.0),
            "recycled": factor("erec", 4.0),
            "disposal": factor("ed", 1.0),
        },
    )
    rows = table(product(can))
    # cut-off: 0.5 x 10 + 0.5 x 4 + 1 = 8
    assert rows["as written, AR6 GWP100"].kg_co2e == pytest.approx(8.0)
    # 50-50: 0.5 x 10 + 0.5 x (0.5 x 4 + 0.5 x 10) + 1 = 5 + 3.5 + 1 = 9.5
    assert rows["50-50"].kg_co2e == pytest.approx(9.5)
    assert rows["50-50"].difference == pytest.approx(1.5)
    # 0-100: 0.5 x 10 + 0.5 x 10 + 1 = 11
    assert rows["0-100"].kg_co2e == pytest.approx(11.0)
    # the CFF needs A and the qualities, which are not given: it is said, not guessed
    assert rows["cff"].kg_co2e is None
    assert "A" in rows["cff"].problem


def test_a_gas_that_a_report_does_not_print_is_a_row_with_its_reason():
    rows = table(product(c2.Activity("leak", "1 kg", gas="HFO-1234yf", stage="production")))
    missing = [row for row in rows.values() if row.kg_co2e is None]
    assert all("GWP" in row.problem for row in missing)
    assert rows["as written, AR6 GWP100"].kg_co2e is not None
    assert missing

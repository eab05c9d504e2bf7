"""Data quality ratings and the primary data share: weighted by emissions, worked by hand."""

from functools import partial

import pytest

import builders
import co2label as c2
from co2label.errors import DocumentError
from co2label.footprint._shares import quality_levels

SOURCE = {"title": "Test"}


def factor(name, value, **quality):
    return c2.EmissionFactor(
        id=name, value=value, unit="kgCO2e", per="1 kg", source=SOURCE, quality=quality or None
    )


product = partial(builders.product, name="x", boundary="cradle-to-gate")


def line(amount, made, **fields):
    return c2.Activity(made.id, amount, factor=made, stage="raw-materials", **fields)


STEEL = factor("steel", 2.0, ter=2, ger=1, tir=3)
WOOD = factor("wood", 0.5, ter=4, ger=5)
GLUE = factor("glue", 3.0)


def test_ratings_are_weighted_by_emissions():
    # steel 3 kg x 2 = 6, wood 4 kg x 0.5 = 2, glue 1 kg x 3 - not rated - = 3: 11 kg in all
    footprint = c2.compute(product(line("3 kg", STEEL), line("4 kg", WOOD), line("1 kg", GLUE)))
    # technology (6 x 2 + 2 x 4) / 8 = 2.5; geography (6 x 1 + 2 x 5) / 8 = 2; time 6 x 3 / 6 = 3
    scores = {axis: rating.score for axis, rating in footprint.data_quality.items()}
    assert scores == pytest.approx({"technology": 2.5, "geography": 2.0, "time": 3.0})
    # rated: 8 of 11 kg, and 6 of 11 kg
    coverage = {axis: rating.coverage for axis, rating in footprint.data_quality.items()}
    assert coverage == pytest.approx({"technology": 800 / 11, "geography": 800 / 11, "time": 600 / 11})
    working = footprint.data_quality["technology"].working
    assert working == "Σ |E| × score ÷ Σ |E| = 20 kg ÷ 8 kg = 2.5; rated 8 of 11 kg = 72.72727273 %"
    assert f"Data quality, technology: {working}" in str(footprint.explain())
    assert footprint.as_dict()["data_quality"]["time"]["score"] == pytest.approx(3.0)


def test_a_rating_of_the_activity_wins_over_the_factor():
    # steel 6 kg rated 5 here for technology, 1 for geography by its factor
    rated = line("3 kg", STEEL, quality={"ter": 5})
    ratings = c2.compute(product(rated)).data_quality
    assert (ratings["technology"].score, ratings["geography"].score) == (5.0, 1.0)


def test_ratings_hold_through_products_and_credits():
    beam = product(line("3 kg", STEEL), name="beam", declared_unit="1 m")
    store = c2.Activity("beam", "2 m", product="beam", stage="raw-materials")
    kept = {"store": "soil", "years": 30, "standard": "Rule 1", "verified_by": "Prüfer"}
    back = c2.Activity(
        "soil",
        "-4 kg",
        gas="CO2",
        component="removals",
        removal=kept,
        quality={"ter": 1},
        stage="production",
    )
    # |12| x 2 + |-4| x 1 = 28 over 16 kg = 1.75, although the figure is 12 - 4 = 8 kg
    counted = product(store, back).model_copy(
        update={"declaration": c2.DeclarationData(sum_rule="iso-14067")}
    )
    footprint = c2.compute(counted, products=[beam])
    assert footprint.kg_co2e == pytest.approx(8.0)
    assert footprint.data_quality["technology"].score == pytest.approx(1.75)
    assert footprint.data_quality["technology"].coverage == pytest.approx(100.0)


def test_a_rule_hands_the_rating_of_its_activity_on():
    made = product(
        c2.Activity(
            "power",
            "1 kWh",
            electricity={"method": "location", "grid": "elec.grid.jp.average"},
            quality={"ter": 3, "ger": 2, "tir": 1},
            stage="production",
        )
    )
    scores = [rating.score for rating in c2.compute(made).data_quality.values()]
    assert scores == [3.0, 2.0, 1.0]


def test_nothing_rated_is_nothing_said():
    assert c2.compute(product(line("1 kg", GLUE))).data_quality == {}


def test_a_score_outside_one_to_five_is_refused():
    with pytest.raises(DocumentError, match=r"quality\.ter: input should be less than or equal to 5, got 6"):
        line("1 kg", STEEL, quality={"ter": 6})


def test_the_levels_are_a_table_with_the_status_of_its_source():
    table = quality_levels()
    assert table["source"]["status"].startswith("second hand")
    assert all(list(table[axis]) == ["1", "2", "3", "4", "5"] for axis in ("technology", "geography", "time"))


def test_primary_data_share_is_weighted_by_emissions_without_uptake():
    # PACT v3 / Pathfinder 4.2: both the amount and the factor must be primary.
    # own CO2 measured 6 kg: primary; supplier's factor x measured amount 2 kg: primary;
    # measured amount x secondary factor 3 kg: 0; estimated amount x primary factor 1 kg: 0; uptake -9 kg: outside
    own = factor("own", 1.0, primary=True)
    footprint = c2.compute(
        product(
            c2.Activity("stack", "6 kg", gas="CO2", stage="production", evidence="measured"),
            line("2 kg", own, evidence="supplier"),
            line("1 kg", GLUE, evidence="measured"),
            line("1 kg", own, evidence="estimate"),
            c2.Activity(
                "tree",
                "-9 kg",
                gas="CO2",
                component="biogenic-uptake",
                stage="raw-materials",
                evidence="measured",
            ),
        )
    )
    # (6 + 2) / (6 + 2 + 3 + 1) = 66.67 %
    assert footprint.primary_data_share == pytest.approx(100 * 8 / 12)


def test_a_supplier_hands_its_own_share_on():
    # 4 kg of a supplier's footprint that is 40 % primary, 1 kg measured: (4 x 0.4 + 1) / 5 = 52 %
    supplied = factor("supplied", 2.0, primary_data_share=40)
    stack = c2.Activity("stack", "1 kg", gas="CO2", stage="production", evidence="measured")
    footprint = c2.compute(product(line("2 kg", supplied, evidence="supplier"), stack))
    assert footprint.primary_data_share == pytest.approx(52.0)

"""The named totals, uptake that is never netted silently, and the carbon balance."""

import pytest

import co2label as c2
from co2label.errors import ComputeError, DocumentError
from co2label.footprint._footprint import SUM_RULES, total_of

# One of everything, each a distinct power of two, so that a sum says what is in it.
COMPONENTS = {
    "fossil": 256.0,  # A
    "removals": -1.0,  # B
    "biogenic-non-co2": 2.0,  # C
    "biogenic-uptake": -4.0,  # D
    "land-use-change": 8.0,  # E
    "land-management": 16.0,  # F
    "land-management-removals": -32.0,  # G
    "aircraft": 64.0,  # H
    "aircraft-forcing": 128.0,
    "biogenic-co2": 3.0,
    "stored-carbon": -512.0,
    "avoided": -1024.0,
}
LEFT_OUT = {"aircraft-forcing", "stored-carbon", "avoided"}


@pytest.mark.parametrize(
    ("rule", "excluding", "left_out"),
    [
        # A+B+C+E+F+G+H = 256 - 1 + 2 + 8 + 16 - 32 + 64 = 313
        ("iso-14067", 313.0, LEFT_OUT),
        ("tfs-3.1", 313.0, LEFT_OUT),
        # flights are mobile combustion, inside A: 313
        ("pact-3", 313.0, LEFT_OUT),
        # without B: 313 + 1 = 314
        ("catena-x-9", 314.0, LEFT_OUT | {"removals"}),
    ],
)
def test_each_rule_adds_up_what_it_names(rule, excluding, left_out):
    total = total_of(COMPONENTS, rule)
    assert total.excluding_uptake == excluding
    assert total.including_uptake == excluding - 1.0  # + D, and what of it is released
    assert total.uptake == -1.0
    assert set(total.left_out) == left_out
    assert set(total.counted) | set(total.left_out) | {"biogenic-uptake", "biogenic-co2"} == set(COMPONENTS)


def test_a_total_of_no_rule_is_refused():
    with pytest.raises(
        ComputeError, match=r"expected one of iso-14067, pact-3, tfs-3\.1, catena-x-9, got 'pact-2'"
    ):
        total_of(COMPONENTS, "pact-2")


def wood(carbon=None, uptake="-1.5 kg"):
    """A block whose wood took up 1.5 kg CO2, felled with 0.2 kg of diesel CO2."""
    lines = [
        c2.Activity("saw", "0.2 kg", gas="CO2", stage="production"),
        c2.Activity("tree", uptake, gas="CO2", component="biogenic-uptake", stage="raw-materials"),
    ]
    return c2.Product(
        id="block",
        name="Block",
        declared_unit="1 piece",
        boundary="cradle-to-gate",
        activities=lines,
        biogenic_carbon=carbon,
    )


def test_uptake_is_beside_the_figure_and_both_totals_are_given():
    footprint = c2.compute(wood())
    assert footprint.kg_co2e == 0.2
    assert footprint.total("pact-3").excluding_uptake == 0.2
    assert footprint.total("pact-3").including_uptake == pytest.approx(-1.3)
    entries = footprint.as_dict()["totals"]
    assert [entry["rule"] for entry in entries] == list(SUM_RULES)
    assert entries[0]["excluding_uptake"] == 0.2


def test_the_carbon_balance_is_checked_where_the_carbon_is_stated():
    # 0.409 kg C x 44/12 = 1.49967 kg CO2: within the rounding of 1.5
    assert [note.code for note in c2.compute(wood("0.409 kg")).notes] == []
    # 0.3 kg C x 44/12 = 1.1 kg CO2: the activities take up 0.4 kg more
    (note,) = c2.compute(wood("300 g")).notes
    assert note.code == "carbon-balance"
    assert "-1.1 kg CO2" in note.message
    assert "give -1.5 kg, a gap of -0.4 kg" in note.message


def test_carbon_without_any_uptake_is_noted():
    product = wood("0.3 kg").model_copy(update={"activities": wood().activities[:1]})
    assert [note.code for note in c2.compute(product).notes] == ["carbon-balance"]


def test_carbon_that_is_no_mass_is_refused():
    with pytest.raises(DocumentError, match="biogenic_carbon: expected a mass of carbon, got '1 kWh'"):
        wood("1 kWh")


def test_removals_of_land_management_are_a_component():
    line = c2.Activity("soil", "-2 kg", gas="CO2", component="land-management-removals", stage="production")
    product = wood().model_copy(update={"activities": (*wood().activities, line)})
    footprint = c2.compute(product)
    assert footprint.components["land-management-removals"] == -2.0
    assert (footprint.kg_co2e, footprint.removed_kg) == (0.2, 2.0)
    assert footprint.total("iso-14067").excluding_uptake == pytest.approx(-1.8)

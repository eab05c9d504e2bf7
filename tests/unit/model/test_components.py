"""What each component may hold: the sign, the gases, and what a direct emission in it is refused for."""

from __future__ import annotations

import pytest

import co2label as c2
from co2label.errors import DocumentError
from co2label.model import (
    COMPONENT_RULES,
    COMPONENTS,
    EMISSIONS,
    SUM_RULES,
    EmissionFactor,
    components_counted_by,
    gas_and_origin,
)

EVIDENCE = {"store": "mineral", "years": 1000, "standard": "Rule 1", "verified_by": "Prüfer"}
SOURCE = {"title": "EPD"}


def document(**line):
    """One kilogram of CO2 from a fire, and a line beside it."""
    fields = {"name": "x", "amount": "1 kg", "gas": "CO2", "stage": "production"} | line
    fire = {"name": "fire", "amount": "1 kg", "gas": "CO2", "stage": "production"}
    return {
        "id": "x",
        "name": "X",
        "declared_unit": "1 piece",
        "boundary": "cradle-to-gate",
        "activities": [fire, {name: value for name, value in fields.items() if value is not None}],
    }


def problems(**line):
    with pytest.raises(DocumentError) as refused:
        c2.Product.read(document(**line))
    return {problem.where: problem.reason for problem in refused.value.problems}


def computed(**line):
    return c2.compute(c2.Product.read(document(**line)))


def test_the_table_knows_every_component():
    assert set(COMPONENT_RULES) == set(COMPONENTS)
    assert set(COMPONENTS) >= EMISSIONS
    assert all(COMPONENT_RULES[part].sign > 0 for part in EMISSIONS)


def test_what_is_emitted_and_what_the_rules_count():
    assert {
        "fossil",
        "biogenic-non-co2",
        "land-use-change",
        "land-management",
        "aircraft",
        "aircraft-forcing",
    } == EMISSIONS
    gases = EMISSIONS - {"aircraft-forcing"}
    counted = {rule: components_counted_by(rule) for rule in SUM_RULES}
    assert counted["iso-14067"] == counted["pact-3"] == counted["tfs-3.1"]
    assert counted["iso-14067"] == gases | {"removals", "land-management-removals"}
    assert counted["catena-x-9"] == gases | {"land-management-removals"}
    assert components_counted_by(None) == EMISSIONS


@pytest.mark.parametrize("component", [part for part in COMPONENTS if COMPONENT_RULES[part].direct])
def test_each_component_refuses_the_other_sign(component):
    gas = (COMPONENT_RULES[component].gases or ("CO2",))[0]
    origin = {"origin": "biogenic"} if gas == "CH4" else {}
    wrong = "-1 kg" if COMPONENT_RULES[component].sign > 0 else "1 kg"
    found = problems(gas=gas, component=component, amount=wrong, **origin)
    assert list(found) == ["activities[1].amount"]
    assert f"{component} holds" in found["activities[1].amount"]
    right = "1 kg" if COMPONENT_RULES[component].sign > 0 else "-1 kg"
    assert component in computed(gas=gas, component=component, amount=right, **origin).components


@pytest.mark.parametrize(
    ("component", "gas", "origin", "amount"),
    [
        ("stored-carbon", "SF6", None, "-1 kg"),
        ("stored-carbon", "SF6", None, "1 kg"),
        ("removals", "SF6", None, "-1 kg"),
        ("removals", "CH4", "fossil", "-1 kg"),
        ("removals", "N2O", None, "-1 kg"),
        ("land-management-removals", "HFC-134a", None, "-1 kg"),
        ("biogenic-uptake", "CH4", "biogenic", "-1 kg"),
        ("biogenic-uptake", "CH4-biogenic", None, "-1 kg"),
        ("biogenic-co2", "CH4", "biogenic", "1 kg"),
        ("biogenic-co2", "SF6", None, "1 kg"),
        ("biogenic-non-co2", "CO2", None, "1 kg"),
        ("biogenic-non-co2", "CH4", "fossil", "1 kg"),
        ("biogenic-non-co2", "SF6", None, "1 kg"),
        ("fossil", "CH4", "biogenic", "1 kg"),
        ("fossil", "CH4-biogenic", None, "1 kg"),
        ("land-use-change", "SF6", None, "1 kg"),
        ("land-management", "N2O", None, "1 kg"),
        ("aircraft", "R-410A", None, "1 kg"),
    ],
)
def test_a_component_refuses_the_gases_that_it_does_not_hold(component, gas, origin, amount):
    found = problems(gas=gas, component=component, origin=origin, amount=amount)
    assert "activities[1].component" in found
    assert f"{component} holds" in found["activities[1].component"]
    assert gas in found["activities[1].component"]


@pytest.mark.parametrize("gas", ["co2", "CO₂", "Co-2", "R-744"])
def test_a_gas_is_known_however_it_is_written(gas):
    assert gas_and_origin(gas) == ("CO2", None)
    assert computed(gas=gas, component="removals", amount="-0.2 kg").removed_kg == 0.2


@pytest.mark.parametrize("gas", ["CH4", "ch4", "CH₄", "R-50"])
def test_methane_needs_its_origin_however_it_is_written(gas):
    assert "sets its GWP" in problems(gas=gas)["activities[1].origin"]


@pytest.mark.parametrize("component", ["avoided", "aircraft-forcing"])
@pytest.mark.parametrize("amount", ["-1 kg", "1 kg", "0 kg"])
def test_what_is_avoided_or_bought_is_no_activity(component, amount):
    found = problems(component=component, amount=amount)
    assert "declaration.credits" in found["activities[1].component"]


def test_an_emission_below_zero_is_refused_with_where_a_removal_belongs():
    assert 'component = "removals"' in problems(amount="-1 kg")["activities[1].amount"]


def test_evidence_of_a_removal_belongs_to_a_removal():
    assert "nothing is removed" in problems(removal=EVIDENCE)["activities[1].removal"]
    assert list(problems(component="removals", amount="-1 kg", removal={"store": "mineral"})) == [
        "activities[1].removal.years",
        "activities[1].removal.standard",
        "activities[1].removal.verified_by",
    ]


def test_zero_fits_either_sign():
    assert computed(component="removals", amount="0 kg").kg_co2e == 1.0


# Factors


FACTORS = {
    "a value below zero": ({"value": -1.0}, ["value"]),
    "a value below zero by its removals": (
        {"value": -1.0, "components": {"fossil": 1.0, "removals": -2.0}},
        ["components", "value"],
    ),
    "an emission below zero": ({"value": 1.0, "components": {"fossil": 2.0, "land-use-change": -1.0}}, None),
    "an uptake above zero": ({"components": {"fossil": 1.0, "biogenic-uptake": 0.5}}, None),
    "a removal above zero": ({"components": {"fossil": 1.0, "removals": 0.5}}, None),
    "avoided above zero": ({"components": {"fossil": 1.0, "avoided": 0.5}}, None),
    "stored above zero": ({"components": {"fossil": 1.0, "stored-carbon": 0.5}}, None),
    "a release below zero": ({"components": {"fossil": 1.0, "biogenic-co2": -0.5}}, None),
    "removals taken off the value": (
        {"value": 0.0, "components": {"fossil": 1.0, "removals": -1.0}},
        ["components"],
    ),
    "a gas below zero": ({"gases": {"CO2": 2.0, "N2O": -0.001}}, ["gases.N2O"]),
    "a stage below zero": ({"stages": {"farm": 5.0, "sink": -4.0}}, ["stages.sink"]),
    "CO2 in what holds none": (
        {"components": {"biogenic-non-co2": 1.0}, "gases": {"CO2": 1.0}},
        ["gases.CO2"],
    ),
    "biogenic methane in fossil": (
        {"components": {"fossil": 1.0}, "gases": {"CH4-biogenic": 0.04}},
        ["gases.CH4-biogenic"],
    ),
    "evidence of nothing": ({"removal": EVIDENCE}, ["removal"]),
}


@pytest.mark.parametrize(("fields", "places"), FACTORS.values(), ids=FACTORS)
def test_a_factor_states_what_is_emitted_and_removals_beside_it(fields, places):
    given = {"id": "f", "value": 1.0, "unit": "kgCO2e", "per": "1 kg", "source": SOURCE} | fields
    with pytest.raises(DocumentError) as refused:
        EmissionFactor.read(given)
    found = [problem.where for problem in refused.value.problems]
    wrong = [
        f"components.{part}" for part, kg in fields.get("components", {}).items() if kg not in {1.0, 2.0}
    ]
    assert found == (places or wrong)


def test_what_a_factor_holds_beside_its_value_leaves_the_figure_alone():
    beside = {
        "fossil": 1.0,
        "removals": -3.0,
        "land-management-removals": -2.0,
        "biogenic-uptake": -4.0,
        "biogenic-co2": 4.0,
        "stored-carbon": -1.0,
        "avoided": -7.0,
    }
    factor = EmissionFactor(id="f", value=1.0, unit="kgCO2e", per="1 kg", source=SOURCE, components=beside)
    footprint = computed(gas=None, factor=factor)
    assert (footprint.kg_co2e, footprint.removed_kg) == (2.0, 5.0)
    assert {part: kg for part, kg in footprint.components.items() if part != "fossil"} == {
        part: kg for part, kg in beside.items() if part != "fossil"
    }


# Biogenic CO2 in and out


def test_uptake_and_release_balance_in_the_total_with_uptake():
    wood = document(name="tree", amount="-1.5 kg", component="biogenic-uptake")
    wood["activities"].append(
        {
            "name": "burnt",
            "amount": "1.5 kg",
            "gas": "CO2",
            "component": "biogenic-co2",
            "stage": "production",
        }
    )
    footprint = c2.compute(c2.Product.read(wood))
    assert footprint.kg_co2e == 1.0
    for rule in SUM_RULES:
        total = footprint.total(rule)
        assert (total.excluding_uptake, total.including_uptake, total.uptake) == (1.0, 1.0, 0.0)
    assert footprint.notes == ()


def test_carbon_in_the_product_is_what_was_taken_up_and_not_released():
    # 1.5 kg taken up and 0.4 kg released: 1.1 kg CO2 = 44/12 × 0.3 kg C
    beer = document(name="barley", amount="-1.5 kg", component="biogenic-uptake") | {
        "biogenic_carbon": "0.3 kg"
    }
    beer["activities"].append(
        {
            "name": "yeast",
            "amount": "0.4 kg",
            "gas": "CO2",
            "component": "biogenic-co2",
            "stage": "production",
        }
    )
    assert c2.compute(c2.Product.read(beer)).notes == ()
    beer["biogenic_carbon"] = "0.2 kg"
    (note,) = c2.compute(c2.Product.read(beer)).notes
    assert note.code == "carbon-balance"
    assert "-1.1 kg (taken up -1.5 kg, released 0.4 kg)" in note.message


def test_a_release_that_nothing_took_up_is_noted():
    (note,) = computed(component="biogenic-co2", amount="2 kg").notes
    assert note.code == "carbon-balance"
    assert "2 kg biogenic CO2 is released and 0 kg taken up" in note.message


# GWP sets: what a gas weighs more or less is booked in its own component


def factor(components, gases, gwp_set="AR5"):
    value = sum(kg for part, kg in components.items() if part in EMISSIONS)
    return EmissionFactor(
        id="f",
        value=value,
        unit="kgCO2e",
        per="1 kg",
        source=SOURCE,
        components=components,
        gases=gases,
        gwp_set=gwp_set,
    )


@pytest.mark.parametrize(
    ("components", "gases", "expected"),
    [
        # AR5 → AR6: biogenic CH4 28 → 27, N2O 265 → 273, fossil CH4 30 → 29.8
        (
            {"fossil": 1.0, "biogenic-non-co2": 2.8},
            {"CO2": 1.0, "CH4-biogenic": 0.1},
            {"fossil": 1.0, "biogenic-non-co2": 2.7},
        ),
        ({"aircraft": 1.265}, {"CO2": 1.0, "N2O": 0.001}, {"aircraft": 1.273}),
        (
            {"aircraft": 1.265, "aircraft-forcing": 0.7},
            {"CO2": 1.0, "N2O": 0.001},
            {"aircraft": 1.273, "aircraft-forcing": 0.7},
        ),
        ({"biogenic-non-co2": 2.65}, {"N2O": 0.01}, {"biogenic-non-co2": 2.73}),
        (
            {"fossil": 1.0, "land-use-change": 2.8},
            {"CO2": 1.0, "CH4-biogenic": 0.1},
            {"fossil": 1.0, "land-use-change": 2.7},
        ),
        # the nitrous oxide cannot lie in what is smaller than it
        (
            {"fossil": 0.1, "biogenic-non-co2": 2.65},
            {"CO2": 0.1, "N2O": 0.01},
            {"fossil": 0.1, "biogenic-non-co2": 2.73},
        ),
        (
            {"fossil": 3.0, "biogenic-uptake": -9.0},
            {"CH4-fossil": 0.1},
            {"fossil": 2.98, "biogenic-uptake": -9.0},
        ),
    ],
)
def test_a_new_gwp_moves_the_component_of_its_gas(components, gases, expected):
    footprint = computed(gas=None, factor=factor(components, gases))
    fire = {"fossil": 1.0}
    booked = {part: kg - fire.get(part, 0.0) for part, kg in footprint.components.items()}
    assert {part: kg for part, kg in booked.items() if abs(kg) > 1e-12} == pytest.approx(expected)


def test_forcing_is_in_the_figure_by_choice_and_in_no_named_total():
    line = {"name": "flight", "amount": "1 t*km", "gas": None, "factor": "freight.air.short.rf"}
    footprint = computed(**line)
    # 0.74709 CO2 + 2.857142857e-06 × 27 + 3.101886792e-05 × 273 of AR6, and 0.52296 of forcing as published
    gases = 0.74709 + 2.857142857e-06 * 27 + 3.101886792e-05 * 273
    assert footprint.kg_co2e == pytest.approx(1 + gases + 0.52296, rel=1e-4)
    for rule in SUM_RULES:
        total = footprint.total(rule)
        assert total.excluding_uptake == pytest.approx(1 + gases, rel=1e-4)
        assert total.left_out == {"aircraft-forcing": pytest.approx(0.52296)}
    assert "radiative-forcing" in {note.code for note in footprint.notes}
    assert footprint.unconverted_kg == 0.0
    plain = computed(**line | {"factor": "freight.air.short"})
    assert plain.kg_co2e == pytest.approx(1 + gases, rel=1e-4)
    assert "radiative-forcing" not in {note.code for note in plain.notes}

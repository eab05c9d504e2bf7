"""Recycling by the named rules: every figure worked by hand, and what is refused."""

import pytest

from co2label.errors import ComputeError, DocumentError
from co2label.footprint import compute, compute_all
from co2label.model import Activity, EmissionFactor, Product, document_of


def factor(name, value, per="1 kg"):
    return EmissionFactor(
        id=name,
        value=value,
        unit="kgCO2e",
        per=per,
        source={"title": "EPD 1"},
        components={"fossil": value},
        gwp_set="AR6",
    )


GIVEN = {
    "virgin": factor("pet", 2.5),
    "recycled": factor("rpet", 1.0),
    "recycling_eol": factor("sorting", 0.4),
    "energy_recovery": factor("burning", 2.0),
    "disposal": factor("landfill", 0.1),
    "heat": factor("heat", 0.07, "1 MJ"),
    "elec": factor("grid", 0.5, "1 kWh"),
    "LHV": "22 MJ/kg",
    "X_heat": 0.3,
    "X_elec": 0.1,
    "R1": 0.3,
    "R2": 0.5,
    "R3": 0.2,
    "A": 0.5,
    "B": 0.0,
    "Qs_in": 0.9,
    "Qs_out": 0.8,
}


def bottle(rule="cff", boundary="cradle-to-grave", amount="1 kg", name="bottle", without=(), **changed):
    given = {key: value for key, value in (GIVEN | changed).items() if key not in without}
    line = Activity("PET", amount, stage="raw-materials", recycling={"rule": rule} | given)
    return Product(
        id=name, name=name, declared_unit="1 piece", boundary=boundary, activities=[line], mass="1 kg"
    )


def parts(product, **options):
    return {leaf.path[-1]: (leaf.stage, leaf.kg_co2e) for leaf in compute(product, **options).contributions}


RAW, END = "raw-materials", "end-of-life"


def test_circular_footprint_formula():
    """Zampori and Pant 2019, Equation 3, for 1 kg.

    material  (1 - 0.3) × 2.5 = 1.75; 0.3 × 0.5 × 1.0 = 0.15; 0.3 × (1 - 0.5) × 2.5 × 0.9 = 0.3375
              (1 - 0.5) × 0.5 × 0.4 = 0.1; -(1 - 0.5) × 0.5 × 2.5 × 0.8 = -0.5
    energy    (1 - 0) × 0.2 × 2.0 = 0.4; -0.2 × 22 × 0.3 × 0.07 = -0.0924; -0.2 × 22 / 3.6 × 0.1 × 0.5 = -0.0611…
    disposal  (1 - 0.5 - 0.2) × 0.1 = 0.03
    """
    assert parts(bottle()) == {
        "virgin": (RAW, pytest.approx(1.75)),
        "recycled": (RAW, pytest.approx(0.15)),
        "virgin behind the recycled": (RAW, pytest.approx(0.3375)),
        "recycling at end of life": (END, pytest.approx(0.1)),
        "virgin avoided": (END, pytest.approx(-0.5)),
        "energy recovery": (END, pytest.approx(0.4)),
        "heat avoided": (END, pytest.approx(-0.0924)),
        "electricity avoided": (END, pytest.approx(-0.2 * 22 / 3.6 * 0.1 * 0.5)),
        "disposal": (END, pytest.approx(0.03)),
    }
    # 1.75 + 0.15 + 0.3375 = 2.2375; 0.1 - 0.5 + 0.4 - 0.0924 - 0.0611… + 0.03 = -0.1235…
    assert compute(bottle()).stages == {RAW: pytest.approx(2.2375), END: pytest.approx(-0.12351111)}


def test_cut_off():
    # (1 - 0.3) × 2.5 + 0.3 × 1.0 + (1 - 0.5 - 0.2) × 0.1 = 1.75 + 0.3 + 0.03
    assert parts(bottle("cut-off")) == {
        "virgin": (RAW, pytest.approx(1.75)),
        "recycled": (RAW, pytest.approx(0.3)),
        "disposal": (END, pytest.approx(0.03)),
    }


def noted(product, code="burning-left-out", **options):
    return [note.message for note in compute(product, **options).notes if note.code == code]


def test_cut_off_says_how_much_burning_it_leaves_to_others():
    # 0.2 kg × 2 kg/kg
    (said,) = noted(bottle("cut-off", amount="30 g"))
    assert said == (
        "cut-off leaves the burning of 6 g (R3 = 0.2) to whoever uses the energy: 0.012 kg by 'burning'; "
        '`incineration = "reverse-cut-off"` counts it here'
    )
    unknown = noted(bottle("cut-off", without=["energy_recovery"]))
    assert "name `energy_recovery` to see what that is" in unknown[0]
    assert noted(bottle("cut-off", R3=0.0)) == []
    assert noted(bottle("cut-off", boundary="cradle-to-gate")) == []
    for rule in ("cff", "0-100", "50-50"):
        assert noted(bottle(rule)) == []


def test_reverse_cut_off_counts_the_burning_and_no_credit():
    # 0.7 × 2.5 + 0.3 × 1 + 0.2 × 2 + 0.3 × 0.1
    made = bottle("cut-off", incineration="reverse-cut-off")
    assert compute(made).kg_co2e == pytest.approx(1.75 + 0.3 + 0.4 + 0.03)
    assert parts(made)["energy recovery"] == (END, pytest.approx(0.4))
    assert noted(made) == []
    assert "incineration by reverse cut-off" in noted(made, "recycling")[0]
    # nothing of the energy is asked for
    assert compute(
        bottle("cut-off", incineration="reverse-cut-off", without=["LHV", "heat", "elec", "X_heat", "X_elec"])
    )
    with pytest.raises(
        DocumentError, match=r"energy_recovery: rule 'cut-off' needs it: R3 = 0\.2 goes to energy"
    ):
        bottle("cut-off", incineration="reverse-cut-off", without=["energy_recovery"])
    # it is a choice of cut-off alone
    assert compute(bottle(incineration="reverse-cut-off")).kg_co2e == compute(bottle()).kg_co2e


def test_0_100():
    # 2.5 + 0.5 × (0.4 - 2.5 × 0.8) + 0.2 × 2.0 - 0.0924 - 0.0611… + 0.03; the recycled content does not count
    whole = 2.5 + 0.2 - 1.0 + 0.4 - 0.0924 - 0.2 * 22 / 3.6 * 0.1 * 0.5 + 0.03
    assert compute(bottle("0-100")).kg_co2e == pytest.approx(whole)
    assert "recycled" not in parts(bottle("0-100"))


def test_50_50():
    # CFF with A = 0.5, Q = 1: 1.75 + 0.15 + 0.3 × 0.5 × 2.5 + 0.25 × (0.4 - 2.5) + 0.4 - 0.0924 - 0.0611… + 0.03
    whole = 1.75 + 0.15 + 0.375 - 0.525 + 0.4 - 0.0924 - 0.2 * 22 / 3.6 * 0.1 * 0.5 + 0.03
    assert compute(bottle("50-50")).kg_co2e == pytest.approx(whole)


def test_b_shares_energy_recovery():
    # B = 1 leaves no energy term: 2.2375 + 0.1 - 0.5 + 0.03
    assert compute(bottle(B=1.0)).kg_co2e == pytest.approx(1.8675)


def test_another_material_is_avoided():
    # -(1 - 0.5) × 0.5 × 2.0 × 0.8 = -0.4 in place of -0.5
    other = parts(bottle(virgin_avoided=factor("other", 2.0)))
    assert other["virgin avoided"] == (END, pytest.approx(-0.4))


def test_the_working_can_be_checked_and_names_the_rule():
    footprint = compute(bottle(amount="30 g", Qp=2.0))
    leaf = footprint.contributions[2]
    assert leaf.path == ("PET", "virgin behind the recycled")
    assert leaf.working == (
        "30 g × 0.3 × (1 − 0.5) × (0.9 ÷ 2) = 0.002025 kg × 2.5 kgCO2e/kg = 0.0050625 kgCO2e"
    )
    assert footprint.contributions[6].working == (
        "−30 g × 0.2 × 22 MJ/kg × 0.3 = -0.0396 MJ × 0.07 kgCO2e/MJ = -0.002772 kgCO2e"
    )
    said = "R1 = 0.3, R2 = 0.5, R3 = 0.2, A = 0.5, B = 0, Qs_in/Qp = 0.45, Qs_out/Qp = 0.4"
    assert leaf.steps == (f"30 g by circular footprint formula (CFF), {said}",)
    assert [(note.code, note.message, note.where) for note in footprint.notes] == [
        ("mass-balance", footprint.notes[0].message, ()),  # 30 g of material in a bottle of 1 kg
        ("recycling", f"circular footprint formula (CFF) with {said}", ("PET",)),
    ]


def test_explain_puts_the_parts_below_their_activity():
    rows = [
        (row.depth, row.stage, row.name, row.kg_co2e)
        for row in compute(bottle("cut-off", amount="1 kg")).explain().rows
    ]
    assert rows == [
        (0, RAW, "PET", pytest.approx(2.05)),
        (1, RAW, "virgin", pytest.approx(1.75)),
        (1, RAW, "recycled", pytest.approx(0.3)),
        (0, END, "PET", pytest.approx(0.03)),
        (1, END, "disposal", pytest.approx(0.03)),
    ]


def test_the_end_of_life_is_left_out_where_it_lies_outside():
    footprint = compute(bottle(boundary="cradle-to-gate", without=("disposal", "recycling_eol")))
    assert footprint.stages == {RAW: pytest.approx(2.2375)}
    assert [note.code for note in footprint.notes] == ["recycling", "recycling-end-of-life"]
    assert footprint.notes[1].message == (
        "the end-of-life terms lie outside the boundary 'cradle-to-gate' and are left out"
    )


def test_notes_of_used_products_are_seen_from_the_top():
    box = Product(
        id="box",
        name="box",
        declared_unit="1 piece",
        boundary="cradle-to-grave",
        activities=[Activity("six", "6 piece", product="bottle", stage="raw-materials")],
    )
    footprint = compute(box, products=[bottle()])
    assert [(note.code, note.where) for note in footprint.notes] == [
        ("boundary-overlap", ("six",)),  # the end of life of the bottles is no raw material of the box
        ("recycling", ("six", "PET")),
    ]
    assert footprint.contributions[0].path == ("six", "PET", "virgin")
    assert footprint.contributions[0].steps[1].startswith("6 × (1 kg by circular footprint formula")
    assert footprint.kg_co2e == pytest.approx(6 * compute(bottle()).kg_co2e)


def scrap_loop(share, amount="1 kg"):
    """A sheet made of its own scrap: `recycled` draws on the product itself."""
    line = Activity(
        "metal",
        amount,
        stage="raw-materials",
        recycling={
            "rule": "cut-off",
            "virgin": factor("ore", 8.0),
            "recycled": {"product": "sheet"},
            "R1": share,
        },
    )
    return Product(
        id="sheet", name="sheet", declared_unit="1 kg", boundary="cradle-to-gate", activities=[line]
    )


def test_a_loop_through_a_recycled_share():
    # E = 0.75 × 8 + 0.25 E, so E = 6 / 0.75 = 8
    assert compute(scrap_loop(0.25)).kg_co2e == pytest.approx(8.0)


def test_a_loop_with_gain_one_through_a_recycled_share_is_refused():
    with pytest.raises(
        ComputeError, match=r"the loop sheet → sheet needs as much of itself as it makes, or more"
    ):
        compute(scrap_loop(1.0))
    with pytest.raises(ComputeError, match=r"one unit of sheet takes 1\.2 of itself"):
        compute(scrap_loop(0.8, "1.5 kg"))


def test_a_recycled_product_is_found_among_the_others():
    flakes = Product(
        id="flakes",
        name="flakes",
        declared_unit="1 kg",
        boundary="cradle-to-gate",
        activities=[Activity("gas", "1 kg", gas="CO2", stage="production")],
    )
    made = bottle("cut-off", recycled={"product": "flakes"})
    # 1.75 + 0.3 × 1 + 0.03
    assert compute(made, products=[flakes]).kg_co2e == pytest.approx(2.08)
    assert compute_all([made, flakes])["bottle"].kg_co2e == pytest.approx(2.08)
    with pytest.raises(ComputeError, match=r'bottle\.activities\[0\] "PET": no product \'flakes\''):
        compute(made)


REFUSED = {
    "a share above one": (
        {"R1": 1.2},
        "activities[0].recycling.R1: input should be less than or equal to 1, got 1.2",
    ),
    "a share below zero": (
        {"R3": -0.1},
        "activities[0].recycling.R3: input should be greater than or equal to 0, got -0.1",
    ),
    "R2 and R3 above one": (
        {"R2": 0.7, "R3": 0.5},
        (
            "activities[0].recycling.R2: R2 + R3 is 1.2; no more than all of it (1) can be recycled and burnt; "
            "what is recycled is not burnt: lower one of them"
        ),
    ),
    "quality above primary": (
        {"Qs_out": 1.5},
        (
            "activities[0].recycling.Qs_out: Qs_out / Qp is 1.5; expected above 0 and at most 1; secondary material is "
            "at most as good as primary"
        ),
    ),
    "quality of zero": (
        {"Qs_in": 0.0},
        "activities[0].recycling.Qs_in: input should be greater than 0, got 0.0",
    ),
    "an unknown rule": (
        {"rule": "cut off"},
        (
            "activities[0].recycling.rule: expected one of cut-off, 50-50, 0-100, cff, got 'cut off'; "
            "did you mean 'cut-off' or 'cff'?"
        ),
    ),
}


def plain(**changed):
    """The bottle as plain data, as a file gives it."""
    given = {"rule": "cff", "virgin": "pet", "recycled": "rpet", "recycling_eol": "sort", "disposal": "fill"}
    given |= {"R1": 0.3, "R2": 0.5, "A": 0.5, "Qs_in": 0.9, "Qs_out": 0.8} | changed
    given = {key: value for key, value in given.items() if value is not None}
    line = {"name": "PET", "amount": "30 g", "stage": "raw-materials", "recycling": given}
    fields = {"id": "b", "name": "b", "declared_unit": "1 piece", "boundary": "cradle-to-grave"}
    return fields | {"activities": [line]}


@pytest.mark.parametrize(("changed", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(changed, message):
    with pytest.raises(DocumentError) as caught:
        document_of(plain(**changed))
    assert str(caught.value) == message


def test_an_unknown_parameter_names_the_known_ones():
    with pytest.raises(
        DocumentError,
        match=r"activities\[0\]\.recycling\.R4: unknown field; known fields: rule, virgin, recycled, R1",
    ):
        document_of(plain(R4=0.1))


MISSING = {
    "A": "it shares recycling between supplier and user (0.2, 0.5 or 0.8 by material in the PEF method)",
    "Qs_in": "A is below 1, so the quality of the ingoing recycled material counts",
    "recycled": "R1 = 0.3 of the input is recycled",
    "recycling_eol": "R2 = 0.5 is recycled at end of life",
    "Qs_out": "R2 = 0.5 replaces virgin material by its quality",
    "disposal": "0.5 of the material is neither recycled nor burnt",
}


@pytest.mark.parametrize(("name", "why"), MISSING.items(), ids=MISSING)
def test_what_the_rule_needs_is_named(name, why):
    with pytest.raises(DocumentError) as caught:
        document_of(plain(**{name: None}))
    first = str(caught.value).splitlines()[0]
    assert first == f"activities[0].recycling.{name}: rule 'cff' needs it: {why}; add {name}"


def test_energy_recovery_needs_its_parameters():
    with pytest.raises(DocumentError) as caught:
        document_of(plain(R3=0.2, X_heat=0.3, X_elec=0.1))
    assert [problem.where.rpartition(".")[2] for problem in caught.value.problems] == [
        "B",
        "energy_recovery",
        "LHV",
        "heat",
        "elec",
    ]


def test_a_negative_mass_is_refused():
    data = plain()
    data["activities"][0]["amount"] = "-30 g"
    with pytest.raises(DocumentError, match=r"activities\[0\]\.amount: negative amount '-30 g'"):
        document_of(data)


def test_a_heating_value_of_another_kind_is_refused_at_its_place():
    with pytest.raises(ComputeError) as caught:
        compute(bottle(LHV="22 MJ/L"))
    assert str(caught.value) == (
        "bottle.activities[0] \"PET\": LHV '22 MJ/L' does not fit the amount '1 kg' (mass); give an energy per kg"
    )


def test_a_factor_that_is_not_there_is_said_once_at_the_activity():
    made = bottle("50-50", virgin="no.such.factor")
    with pytest.raises(ComputeError) as caught:
        compute_all([made])
    assert [problem.where for problem in caught.value.problems] == [
        'products[0] (bottle).activities[0] "PET"'
    ]


def test_a_recycled_product_that_is_not_in_the_document_has_its_path():
    with pytest.raises(
        DocumentError, match=r"recycling\.recycled\.product: no product 'flakes' in this document"
    ):
        document_of(plain(recycled={"product": "flakes"}))


def test_a_copy_with_another_rule_names_what_that_rule_needs():
    made = bottle("cut-off", without=("A", "recycling_eol"))
    line = made.activities[0]
    other = line.model_copy(update={"recycling": line.recycling.model_copy(update={"rule": "50-50"})})
    with pytest.raises(ComputeError) as caught:
        compute(made.model_copy(update={"activities": (other,)}))
    assert str(caught.value) == (
        "bottle.activities[0] \"PET\".recycling.recycling_eol: rule '50-50' needs it: R2 = 0.5 is recycled at end of "
        "life; add recycling_eol"
    )

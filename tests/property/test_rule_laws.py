"""Laws of the rules on activities, for any parameters that they can have."""

import math
from functools import partial

from hypothesis import assume, given, settings
from hypothesis import strategies as st

import builders
from builders import product
from co2label.footprint import compute
from co2label.model import STAGES, Activity, EmissionFactor

SAME = 1e-12

shares = st.floats(0, 1).map(lambda value: round(value, 6))
qualities = st.floats(0.01, 1).map(lambda value: round(value, 6))
values = st.floats(0.01, 100).map(lambda value: round(value, 6))
amounts = st.floats(0.001, 1000).map(lambda value: f"{value:.6f} kg")


factor = partial(builders.factor, gwp_set="AR6")


@st.composite
def materials(draw):
    """All parameters of the CFF, R2 + R3 at most one."""
    r2 = draw(shares)
    given_ = {
        name: factor(name, draw(values)) for name in ("virgin", "recycled", "recycling_eol", "disposal")
    }
    given_ |= {name: factor(name, draw(values)) for name in ("virgin_avoided", "energy_recovery")}
    given_ |= {name: factor(name, draw(values), "1 MJ") for name in ("heat", "elec")}
    given_ |= {"R1": draw(shares), "R2": r2, "R3": round(draw(shares) * (1 - r2), 6), "LHV": "20 MJ/kg"}
    assume(given_["R2"] + given_["R3"] <= 1)
    given_ |= {name: draw(shares) for name in ("A", "B", "X_heat", "X_elec")}
    return given_ | {"Qs_in": draw(qualities), "Qs_out": draw(qualities)}


def footprint(rule, given_, amount="1 kg", **changed):
    recycling = {"rule": rule} | given_ | changed
    return compute(product(Activity("m", amount, stage="raw-materials", recycling=recycling)))


def close(one, other, size):
    return abs(one - other) <= SAME * max(size, 1e-9)


def size(footprint_):
    return math.fsum(abs(leaf.kg_co2e) for leaf in footprint_.contributions)


def equation(g):
    """Equation 3 of Zampori and Pant (2019), written once more, for one kilogram."""
    e = {name: g[name].value for name in g if isinstance(g[name], EmissionFactor)}
    material = (
        (1 - g["R1"]) * e["virgin"]
        + g["R1"] * (g["A"] * e["recycled"] + (1 - g["A"]) * e["virgin"] * g["Qs_in"])
        + (1 - g["A"]) * g["R2"] * (e["recycling_eol"] - e["virgin_avoided"] * g["Qs_out"])
    )
    heat = 20 * (g["X_heat"] * e["heat"] + g["X_elec"] * e["elec"])
    energy = (1 - g["B"]) * g["R3"] * (e["energy_recovery"] - heat)
    return material + energy + (1 - g["R2"] - g["R3"]) * e["disposal"]


@settings(deadline=None)
@given(materials())
def test_the_cff_is_its_equation(material):
    """The lines add up to the formula."""
    made = footprint("cff", material)
    assert close(made.kg_co2e, equation(material), size(made))


@settings(deadline=None)
@given(materials())
def test_cut_off_is_a_corner_of_the_cff(material):
    """A = 1 and B = 1, whatever the qualities."""
    named = footprint("cut-off", material)
    assert close(named.kg_co2e, footprint("cff", material, A=1.0, B=1.0).kg_co2e, size(named))


@settings(deadline=None)
@given(materials())
def test_0_100_is_a_corner_of_the_cff(material):
    """A = 0, B = 0 and Qs_in / Qp = 1."""
    named = footprint("0-100", material)
    assert close(named.kg_co2e, footprint("cff", material, A=0.0, B=0.0, Qs_in=1.0).kg_co2e, size(named))


@settings(deadline=None)
@given(materials())
def test_50_50_is_a_corner_of_the_cff(material):
    """A = 0.5 and Q = 1."""
    named = footprint("50-50", material)
    corner = footprint("cff", material, A=0.5, Qs_in=1.0, Qs_out=1.0)
    assert close(named.kg_co2e, corner.kg_co2e, size(named))


@settings(deadline=None)
@given(materials())
def test_50_50_lies_between_the_two_extremes(material):
    """With one quality and no energy recovery it is their mean."""
    same = material | {"Qs_in": 1.0, "Qs_out": 1.0, "R3": 0.0}
    ends = [footprint(rule, same) for rule in ("cut-off", "0-100")]
    mean = math.fsum(end.kg_co2e for end in ends) / 2
    assert close(footprint("50-50", same).kg_co2e, mean, sum(map(size, ends)))


@settings(deadline=None)
@given(materials(), amounts, st.sampled_from(["cut-off", "0-100", "50-50", "cff"]))
def test_contributions_partition_the_total(material, amount, rule):
    """Leaves, rows of `explain`, stages and components each add up to the figure."""
    made = footprint(rule, material, amount)
    top = math.fsum(row.kg_co2e for row in made.explain().rows if row.depth == 0)
    for total in (
        math.fsum(leaf.kg_co2e for leaf in made.contributions),
        top,
        math.fsum(made.stages.values()),
        math.fsum(made.components.values()),
    ):
        assert close(total, made.kg_co2e, size(made))


@settings(deadline=None)
@given(st.lists(values, min_size=1, max_size=6), values, amounts)
def test_routes_of_one_treatment_are_that_treatment(weights, value, amount):
    """Shares that add up to one lose nothing."""
    total = math.fsum(weights)
    one = factor("one", value)
    routes = [{"share": weight / total, "factor": one} for weight in weights]
    split = compute(product(Activity("w", amount, stage="end-of-life", routes=routes)))
    whole = compute(product(Activity("w", amount, stage="end-of-life", factor=one)))
    assert close(split.kg_co2e, whole.kg_co2e, size(whole) * 10)


@settings(deadline=None)
@given(st.floats(0, 0.9), amounts, values)
def test_a_share_of_input_is_a_loss_per_output(share, amount, value):
    """1 ÷ (1 − w) = 1 + w ÷ (1 − w)."""
    totals = [
        compute(product(Activity("a", amount, stage="use", factor=factor("f", value), loss=loss))).kg_co2e
        for loss in ({"share_of_input": share}, {"per_output": share / (1 - share)})
    ]
    assert math.isclose(*totals, rel_tol=SAME)


@settings(deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["farm", "mill", "packaging", "transport", "retail", "consumption", "disposal"]),
        values,
        min_size=1,
    ),
    amounts,
    st.sampled_from(STAGES),
)
def test_own_stages_change_no_total(parts, amount, stage):
    """Spreading a factor moves kilograms between stages and loses none."""
    split = factor("f", math.fsum(parts.values()), stages=parts)
    own, every, whole = (
        compute(product(Activity("a", amount, stage=stage, factor=split, stages=stages)))
        for stages in ("own", "all", None)
    )
    for spread in (own, every):
        assert math.isclose(spread.kg_co2e, whole.kg_co2e, rel_tol=SAME)
        assert math.isclose(math.fsum(spread.stages.values()), whole.kg_co2e, rel_tol=SAME)


@settings(deadline=None)
@given(materials(), st.floats(0, 99))
def test_scale_up_divides_by_the_coverage(material, percent):
    """E_100 = E_known ÷ coverage, and the contributions still add up."""
    line = Activity("m", "1 kg", stage="raw-materials", recycling={"rule": "cff"} | material)
    cut_off = {"left_out_percent": percent, "limit_percent": 99, "scale_up": True}
    known, scaled = compute(product(line)), compute(product(line, cut_off=cut_off))
    assert close(scaled.kg_co2e, known.kg_co2e / (1 - percent / 100), size(scaled))
    assert close(math.fsum(leaf.kg_co2e for leaf in scaled.contributions), scaled.kg_co2e, size(scaled))

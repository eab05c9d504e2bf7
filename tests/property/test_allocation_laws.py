"""Laws of processes and of transport, for any that can be made."""

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from builders import factor
from co2label.factors import FactorLibrary
from co2label.footprint import compute, compute_all
from co2label.model import STAGES, Activity, Document, Leg, Output, Process, Product

SAME = 1e-12
"""Relative: what rounding of float64 may change."""
METHODS = ["mass", "economic", "energy", "equal", "shares"]
MASSES = {"kg": 1.0, "g": 1e-3, "t": 1e3, "lb": 0.45359237}

numbers = st.floats(1e-3, 1e4).map(lambda value: float(f"{value:.6g}"))


lines = st.builds(
    lambda amount, value, stage: Activity("x", f"{amount!r} kg", factor=factor("f", value), stage=stage),
    numbers,
    numbers,
    st.sampled_from(STAGES),
)
activities = st.lists(lines, min_size=1, max_size=5)


@st.composite
def outputs(draw):
    return [
        Output(
            f"o{number}",
            f"{draw(numbers)!r} {draw(st.sampled_from(['kg', 'g', 't', 'MJ', 'piece']))}",
            mass=f"{draw(numbers)!r} kg",
            energy=f"{draw(numbers)!r} MJ",
            price=f"{draw(numbers)!r} EUR",
            declared_unit=draw(st.none() | numbers.map(lambda value: f"{value!r} kg")),
        )
        for number in range(draw(st.integers(2, 4)))
    ]


@st.composite
def processes(draw):
    made = draw(outputs())
    method = draw(st.sampled_from(METHODS))
    weights = [draw(st.floats(0.01, 1)) for _ in made]
    shares = {one.product: weight / math.fsum(weights) for one, weight in zip(made, weights, strict=True)}
    return Process(
        id="p",
        outputs=made,
        activities=draw(activities),
        allocation={"shares": shares} if method == "shares" else method,
        boundary="cradle-to-grave",
    )


def made_of(process, *products):
    return compute_all(Document(products=products, processes=[process]).products, FactorLibrary())


def total(lines_):
    return compute(
        Product(id="p", name="p", declared_unit="1 piece", boundary="cradle-to-grave", activities=lines_)
    )


def units(process, pcf):
    """Declared units of a product that one run makes; its declared unit is a mass, or one unit of the amount."""
    output = next(one for one in process.outputs if one.product == pcf.product.id)
    declared = pcf.product.declared_unit
    here = output.amount if declared.unit.dimension == output.amount.unit.dimension else output.mass
    return here.si / declared.si


@settings(deadline=None)
@given(processes())
def test_outputs_together_carry_the_process_stage_by_stage(process):
    whole = total(process.activities)
    made = made_of(process)
    for stage, kg in whole.stages.items():
        parts = math.fsum(units(process, one) * one.stages[stage] for one in made)
        assert math.isclose(parts, kg, rel_tol=SAME)
    assert math.isclose(
        math.fsum(units(process, one) * one.kg_co2e for one in made), whole.kg_co2e, rel_tol=SAME
    )


@settings(deadline=None)
@given(processes())
def test_shares_add_up_to_one_and_stand_in_the_result(process):
    whole = total(process.activities).kg_co2e
    for one in made_of(process):
        shares = one.as_dict()["allocation"]["shares"]
        assert math.isclose(math.fsum(shares.values()), 1, rel_tol=SAME)
        assert math.isclose(
            units(process, one) * one.kg_co2e, shares[one.product.id] * whole, rel_tol=SAME, abs_tol=1e-300
        )


@settings(deadline=None)
@given(st.lists(numbers, min_size=2, max_size=4), numbers, activities)
def test_substitution_conserves_too_and_keeps_the_sign(amounts, value, lines_):
    made = [Output("o0", f"{amounts[0]!r} kg")]
    made += [Output(f"o{n}", f"{kg!r} kg", avoids=factor("v", value)) for n, kg in enumerate(amounts) if n]
    process = Process(
        id="p", outputs=made, activities=lines_, allocation="substitution", boundary="cradle-to-grave"
    )
    whole, avoided = total(lines_).kg_co2e, math.fsum(amounts[1:]) * value
    first, *others = made_of(process)
    assert all(math.isclose(one.kg_co2e, value, rel_tol=SAME) for one in others)
    assert math.isclose(
        first.kg_co2e * amounts[0], whole - avoided, rel_tol=SAME, abs_tol=1e-11 * (whole + avoided)
    )
    below = [note for note in first.notes if note.code == "below-zero"]
    assert bool(below) == (first.kg_co2e < 0)


@settings(deadline=None)
@given(processes(), st.floats(0.1, 10))
def test_a_run_twice_as_large_is_the_same_per_unit(process, by):
    def scaled(amount):
        return type(amount)(amount.value * by, amount.unit, amount.text)

    larger = process.model_copy(
        update={
            "activities": tuple(
                line.model_copy(update={"amount": scaled(line.amount)}) for line in process.activities
            ),
            "outputs": tuple(
                one.model_copy(
                    update={key: scaled(getattr(one, key)) for key in ("amount", "mass", "energy", "price")}
                )
                for one in process.outputs
            ),
        }
    )
    for one, other in zip(made_of(process), made_of(larger), strict=True):
        assert math.isclose(one.kg_co2e, other.kg_co2e, rel_tol=1e-11)


@settings(deadline=None)
@given(numbers, st.sampled_from(sorted(MASSES)), activities, numbers)
def test_units_of_an_output_change_nothing(kg, unit, lines_, other):
    def made(amount):
        process = Process(
            id="p",
            outputs=[Output("a", amount, declared_unit="1 kg"), Output("b", f"{other!r} kg")],
            activities=lines_,
            allocation="mass",
            boundary="cradle-to-grave",
        )
        return [one.kg_co2e for one in made_of(process)]

    for one, same in zip(made(f"{kg!r} kg"), made(f"{kg / MASSES[unit]!r} {unit}"), strict=True):
        assert math.isclose(one, same, rel_tol=1e-11)


legs_ = st.lists(
    st.builds(
        lambda km, value, hub: (
            Leg(hub=factor("h", value, per="1 t"))
            if hub
            else Leg(mode=factor("m", value, per="1 t*km"), distance=km)
        ),
        numbers.map(lambda km: f"{km!r} km"),
        numbers,
        st.booleans(),
    ),
    min_size=1,
    max_size=5,
)


@settings(deadline=None)
@given(numbers, legs_, st.sampled_from(sorted(MASSES)))
def test_legs_add_up_and_the_unit_of_the_goods_changes_nothing(tonnes, legs, unit):
    def kg(legs, amount=f"{tonnes!r} t"):
        return total([Activity("x", amount, stage="distribution", legs=legs)]).kg_co2e

    assert math.isclose(kg(legs), math.fsum(kg([leg]) for leg in legs), rel_tol=SAME)
    assert math.isclose(kg(legs), kg(legs, f"{tonnes * 1e3 / MASSES[unit]!r} {unit}"), rel_tol=1e-11)
    by_hand = (leg.mode.value * leg.distance.si / 1e3 if leg.mode else leg.hub.value for leg in legs)
    assert math.isclose(kg(legs), tonnes * math.fsum(by_hand), rel_tol=SAME)

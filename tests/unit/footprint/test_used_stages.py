"""Boundaries through nesting: what a used product brings of later stages, how it is cut, and how its stages are kept."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from co2label import catalogue
from co2label.catalogue import what_changed, what_changed_table
from co2label.errors import ComputeError, DocumentError
from co2label.factors import FactorLibrary
from co2label.footprint import compute, compute_all, monte_carlo, sensitivity
from co2label.model import STAGES, Activity, EmissionFactor, Product, document_of

RAW, MAKE, SHIP, USE, END = STAGES


def gas(kg, stage, name=None, **fields):
    return Activity(name or stage, f"{kg} kg", gas="CO2", stage=stage, **fields)


def uses(name, amount="1 piece", stage=RAW, **fields):
    return Activity(name, amount, product=name, stage=stage, **fields)


def product(name, *lines, boundary="cradle-to-grave", **fields):
    return Product(id=name, name=name, declared_unit="1 piece", boundary=boundary, activities=lines, **fields)


PHONE = product("phone", gas(10, RAW), gas(5, MAKE), gas(2, SHIP), gas(45, USE), gas(1, END))


def overlaps(pcf, code="boundary-overlap"):
    return [(note.message, note.where) for note in pcf.notes if note.code == code]


def test_a_phone_with_its_use_phase_in_a_car():
    car = product("car", uses("phone", "2 piece"), gas(1, MAKE))
    pcf = compute(car, products=[PHONE])
    assert pcf.stages == {RAW: 126.0, MAKE: 1.0}
    ((message, where),) = overlaps(pcf)
    assert message == (
        "used product 'phone' brings its own distribution and use and end-of-life into raw-materials: 96 kg do not "
        'belong there; cut it with `through`, or keep its stages with `stages = "own"`'
    )
    assert where == ("phone",)


def test_what_the_product_has_itself_in_those_stages_may_be_counted_twice():
    car = product("car", uses("phone"), gas(7, USE))
    ((message, _),) = overlaps(compute(car, products=[PHONE]))
    assert (
        "48 kg do not belong there; the product has activities in use too, so they may be counted twice"
        in message
    )


@pytest.mark.parametrize(("stage", "kg"), [(RAW, 48), (MAKE, 48), (SHIP, 46), (USE, 1), (END, None)])
def test_what_comes_after_the_stage_that_uses_it(stage, kg):
    found = overlaps(compute(product("car", uses("phone", stage=stage)), products=[PHONE]))
    assert [f"{kg} kg do not belong" in message for message, _ in found] == [True] * (kg is not None)


def test_a_product_that_ends_at_the_gate_is_fine():
    steel = product("steel", gas(3, RAW), gas(2, MAKE), boundary="cradle-to-gate")
    assert overlaps(compute(product("car", uses("steel")), products=[steel])) == []


def test_deep_nesting_says_how_many_kilograms_come_in_the_end():
    # 3 modules of 2 phones; the charger's use is inside the phone's use already, and is not told twice
    charger = product("charger", gas(4, MAKE), gas(6, USE))
    phone = product("phone", gas(10, RAW), uses("charger", "0.5 piece", USE))
    module = product("module", uses("phone", "2 piece"), boundary="cradle-to-gate")
    car = product("car", uses("module", "3 piece"))
    others = [charger, phone, module]
    ((message, where),) = overlaps(compute(car, products=others))
    assert message.startswith("used product 'phone' brings its own use into raw-materials: 30 kg do not")
    assert where == ("module", "phone")
    ((message, _),) = overlaps(compute(module, products=others))
    assert "10 kg do not belong there" in message
    assert overlaps(compute(phone, products=others)) == []


def test_in_a_loop_the_kilograms_are_those_of_all_turns():
    # a phone takes a tenth of a phone in its making: 1 ÷ 0.9 phones, each with 45 kg of use
    phone = product("phone", gas(10, RAW), gas(45, USE), uses("phone", "0.1 piece", MAKE))
    ((message, _),) = overlaps(compute(product("car", uses("phone")), products=[phone]))
    assert "50 kg do not belong there" in message


def test_two_ways_to_one_product_are_added_up():
    left, right = (product(name, uses("phone", n)) for name, n in (("left", "1 piece"), ("right", "2 piece")))
    car = product("car", uses("left"), uses("right"), uses("phone", stage=USE))
    found = [message for message, _ in overlaps(compute(car, products=[left, right, PHONE]))]
    assert ["144 kg do not" in found[0], "1 kg do not" in found[1], len(found)] == [True, True, 2]


CUT = {
    "through raw materials": ({"through": RAW}, {RAW: 20.0}),
    "through production": ({"through": MAKE}, {RAW: 30.0}),
    "through its end": ({"through": END}, {RAW: 126.0}),
    "own": ({"stages": "own"}, {RAW: 20.0, MAKE: 10.0, SHIP: 4.0, USE: 90.0, END: 2.0}),
    "own through production": ({"stages": "own", "through": MAKE}, {RAW: 20.0, MAKE: 10.0}),
}


@pytest.mark.parametrize(("fields", "stages"), CUT.values(), ids=CUT)
def test_cut_and_kept(fields, stages):
    car = product("car", uses("phone", "2 piece", **fields))
    pcf = compute(car, products=[PHONE])
    assert pcf.stages == pytest.approx(stages)
    assert pcf.kg_co2e == pytest.approx(sum(stages.values()))
    assert sum(leaf.kg_co2e for leaf in pcf.contributions) == pytest.approx(pcf.kg_co2e)
    assert sum(row.kg_co2e for row in pcf.explain().rows if row.depth == 0) == pytest.approx(pcf.kg_co2e)
    assert bool(overlaps(pcf)) == (fields == {"through": END})
    both = compute_all([PHONE, car])
    assert both["car"].stages == pcf.stages
    assert both["phone"].kg_co2e == 63
    assert both.ids == ("phone", "car")
    assert [used.id for used in pcf.used] == ["phone"]


def test_a_brewers_production_stands_under_production():
    brew = product("brew", gas(0.4, RAW, "malt"), gas(0.2, MAKE, "boiling"), boundary="cradle-to-gate")
    beer = product("beer", uses("brew", "0.5 piece", MAKE, stages="own"), gas(0.1, RAW, "bottle"))
    pcf = compute(beer, products=[brew])
    assert pcf.stages == pytest.approx({RAW: 0.3, MAKE: 0.1})
    assert [leaf.path for leaf in pcf.contributions] == [
        ("brew", RAW, "malt"),
        ("brew", MAKE, "boiling"),
        ("bottle",),
    ]


def test_what_lies_outside_the_boundary_is_left_out_and_said():
    car = product("car", uses("phone", "2 piece", stages="own"), boundary="cradle-to-gate")
    pcf = compute(car, products=[PHONE])
    assert pcf.stages == {RAW: 20.0, MAKE: 10.0}
    assert overlaps(pcf, "stages-outside") == [
        (
            (
                "used product 'phone': its distribution and use and end-of-life (96 kg) lie outside the boundary "
                "'cradle-to-gate' and are left out"
            ),
            ("phone",),
        )
    ]


def test_parts_of_parts_and_loops():
    # a car keeps the module's stages, which keeps the phone's; the phone's making takes a hundredth of a car
    phone = product("phone", gas(10, RAW), gas(45, USE), uses("car", "0.01 piece", MAKE, through=MAKE))
    module = product("module", uses("phone", "2 piece", stages="own"), gas(3, MAKE))
    car = product("car", uses("module", "1 piece", stages="own"), gas(100, MAKE))
    made = compute_all([phone, module, car])
    # car: raw = 2 × 10, make = 3 + 100 + 2 × 0.01 × (raw + make of a car)
    make = (103 + 0.02 * 20) / (1 - 0.02)
    assert made["car"].stages == pytest.approx({RAW: 20.0, MAKE: make, USE: 90.0})
    assert made["phone"].stages == pytest.approx({RAW: 10.0, MAKE: 0.01 * (20 + make), USE: 45.0})
    for pcf in made:
        assert sum(leaf.kg_co2e for leaf in pcf.contributions) == pytest.approx(pcf.kg_co2e)
        (said,) = (note.message for note in pcf.notes if note.code == "loop")
        assert sorted(said.partition(":")[0].split(", ")) == ["car", "module", "phone"]
        assert [note for note in pcf.notes if note.code == "boundary-overlap"] == []


def test_a_rule_may_draw_on_a_part():
    routes = [
        {"share": 0.25, "factor": {"product": "phone", "through": MAKE}},
        {"share": 0.75, "factor": {"product": "phone"}},
    ]
    spare = product("spare", Activity("phones", "4 piece", routes=routes, stage=END))
    assert compute(spare, products=[PHONE]).kg_co2e == pytest.approx(15 + 3 * 63)


def test_losses_a_cut_off_and_a_process_keep_their_meaning():
    car = product(
        "car",
        uses("phone", "1 piece", stages="own", loss={"share_of_input": 0.5}),
        cut_off={"left_out_percent": 20, "limit_percent": 20, "scale_up": True},
    )
    pcf = compute(car, products=[PHONE])
    assert pcf.stages == pytest.approx({RAW: 25.0, MAKE: 12.5, SHIP: 5.0, USE: 112.5, END: 2.5})
    process = {
        "id": "shop",
        "boundary": "cradle-to-grave",
        "allocation": "equal",
        "outputs": [{"product": "a", "amount": "2 piece"}, {"product": "b", "amount": "2 piece"}],
        "activities": [
            {"name": "phone", "amount": "8 piece", "product": "phone", "stage": RAW, "stages": "own"}
        ],
    }
    phone = PHONE.model_dump(exclude_unset=True)
    made = compute_all(document_of({"products": [phone], "processes": [process]}).products)
    assert made["a"].stages == pytest.approx({RAW: 20.0, MAKE: 10.0, SHIP: 4.0, USE: 90.0, END: 2.0})


METAL = EmissionFactor(
    id="metal", value=2.0, unit="kgCO2e", per="1 kg", source={"title": "EPD"}, uncertainty={"gsd2": 1.5}
)
UNSURE = product(
    "phone",
    Activity("metal", "5 kg", factor=METAL, stage=RAW, uncertainty={"gsd2": 1.3}),
    Activity("solder", "1 kg", factor=METAL, stage=MAKE),
    gas(20, USE, uncertainty={"gsd2": 2.0}),
)


def test_intervals_inputs_and_draws_are_those_of_the_whole_where_all_of_it_is_taken():
    whole, kept, twice = (
        product("whole", uses("phone", "3 piece")),
        product("kept", uses("phone", "3 piece", stages="own")),
        product("twice", uses("phone", "1 piece", stages="own"), uses("phone", "2 piece")),
    )
    made = compute_all([UNSURE, whole, kept, twice])
    drawn = monte_carlo(made, draws=200, seed=3)
    for name in ("kept", "twice"):
        assert made[name].interval.low == pytest.approx(made["whole"].interval.low)
        assert made[name].interval.high == pytest.approx(made["whole"].interval.high)
        np.testing.assert_allclose(drawn.kg_co2e[made.ids.index(name)], drawn.kg_co2e[1])
    rows = {(row.kind, row.name, row.product): row.kg_co2e for row in sensitivity(made["whole"]).rows}
    same = {(row.kind, row.name, row.product): row.kg_co2e for row in sensitivity(made["kept"]).rows}
    amount = rows.pop(("amount", "phone", "whole")), same.pop(("amount", "phone", "kept"))
    assert amount[0] == pytest.approx(amount[1])
    assert same == pytest.approx(rows)


def test_other_factors_move_parts_too():
    car = product("car", uses("phone", "2 piece", through=MAKE))
    phone = product(
        "phone",
        Activity("metal", "5 kg", factor="metal", stage=RAW),
        Activity("x", "1 kg", factor="metal", stage=USE),
    )
    cheaper = METAL.model_copy(update={"value": 1.5})
    changes = what_changed([phone, car], FactorLibrary([METAL]), FactorLibrary([cheaper]))
    assert (changes["car"].before, changes["car"].after) == pytest.approx((20.0, 15.0))
    assert changes["car"].because == (("metal", -5.0),)
    assert (changes["phone"].before, changes["phone"].after) == pytest.approx((12.0, 9.0))


WRONG = {
    "an unknown stage": (
        {"through": "produktion"},
        DocumentError,
        "through: a product has no stage 'produktion'; did you",
    ),
    "all": ({"stages": "all"}, DocumentError, 'stages: only a factor takes "all"; write stages = "own"'),
    "a stage that it does not have": (
        {"through": USE},
        ComputeError,
        "product 'steel' has no stage 'use'; its stages are",
    ),
    "nothing before": ({"through": RAW}, ComputeError, "product 'steel' has nothing up to raw-materials"),
}


@pytest.mark.parametrize(("fields", "error", "said"), WRONG.values(), ids=WRONG)
def test_what_is_refused(fields, error, said):
    steel = product("steel", gas(2, MAKE), boundary="cradle-to-gate")
    with pytest.raises(error) as caught:
        compute(product("car", uses("steel", **fields)), products=[steel])
    assert said in str(caught.value)


def test_stages_that_all_lie_outside_are_refused():
    lamp = product("lamp", gas(2, USE))
    car = product("car", uses("lamp", stages="own"), boundary="cradle-to-gate")
    with pytest.raises(ComputeError, match="product 'lamp' has nothing inside the boundary 'cradle-to-gate'"):
        compute(car, products=[lamp])


def test_an_unknown_product_and_a_broken_line_are_said_once():
    car = product("car", uses("phne", stages="own"))
    with pytest.raises(ComputeError, match="no product 'phne'") as caught:
        compute_all([car, PHONE])
    assert len(caught.value.problems) == 1
    broken = product("broken", Activity("x", "1 kg", factor="no.such", stage=RAW))
    with pytest.raises(ComputeError) as caught:
        compute_all([product("car", uses("broken", through=RAW)), broken])
    assert [problem.where for problem in caught.value.problems] == ['products[1] (broken).activities[0] "x"']


def line(kg=0.0, stage=RAW, product=None, amount=0.0, **fields):
    drawn = {"gas": None, "product": product} if product else {"gas": "CO2", "product": None}
    return (
        {"amount": amount if product else kg, "unit": "piece" if product else "kg", "stage": stage}
        | drawn
        | fields
    )


def table(through=False, **rows):
    names = ("unit", "stage", "gas", "product", *(["through"] if through else []))
    kind = pa.list_(pa.struct([("amount", pa.float64()), *((name, pa.string()) for name in names)]))
    lines = pa.array(list(rows.values()), kind)
    return pa.table({"id": list(rows), "declared_unit": ["1 piece"] * len(rows), "lines": lines})


def test_a_table_says_the_same():
    rows = {
        "phone": [line(10), line(45, USE)],
        "module": [line(product="phone", amount=2.0)],
        "car": [line(product="module", amount=3.0), line(1, MAKE)],
        "repair": [line(product="phone", amount=1.0, stage=USE)],
        "nothing": [line(product="phone", amount=0.0), line(1)],
        "steel": [line(2), line(1, MAKE)],
        "frame": [line(product="steel", amount=1.0)],
    }
    notes = catalogue.footprints(table(**rows), FactorLibrary()).column("notes").to_pylist()
    found = {name for name, codes in zip(rows, notes, strict=True) if "boundary-overlap" in codes}
    assert found == {"module", "car"}


def test_a_table_cuts_a_used_product():
    rows = {
        "phone": [line(10), line(5, MAKE), line(45, USE)],
        "car": [line(product="phone", amount=2.0, through=MAKE), line(1, MAKE)],
        "all": [line(product="phone", amount=1.0), line(product="phone", amount=1.0, through=RAW)],
        "fleet": [line(product="car", amount=3.0, through=RAW), line(product="car", amount=1.0, stage=USE)],
    }
    found = catalogue.footprints(table(through=True, **rows), FactorLibrary())
    assert found.column("kg_co2e").to_pylist() == pytest.approx([60.0, 31.0, 70.0, 121.0])
    assert found.column(RAW).to_pylist() == pytest.approx([10.0, 30.0, 70.0, 90.0])
    notes = dict(zip(rows, found.column("notes").to_pylist(), strict=True))
    assert {name for name, codes in notes.items() if "boundary-overlap" in codes} == {"all"}


TABLE_WRONG = {
    "an unknown stage": ({"through": "farm"}, "a product has no stage 'farm'; one of raw-materials"),
    "a stage outside": ({"through": USE}, "product 'steel' has no stage 'use'"),
    "nothing": ({"through": RAW}, "product 'steel' has nothing up to raw-materials"),
}


@pytest.mark.parametrize(("fields", "said"), TABLE_WRONG.values(), ids=TABLE_WRONG)
def test_what_a_table_cannot_cut(fields, said):
    rows = {
        "steel": [line(2, MAKE)],
        "car": [line(product="steel", amount=1.0, **fields)],
        "user": [line(product="car", amount=1.0)],
        "other": [line(product="steel", amount=1.0)],
    }
    given = table(through=True, **rows).append_column("boundary", [["cradle-to-gate"] * 4])
    found = catalogue.footprints(given, FactorLibrary())
    cells = {cell.product: cell for cell in catalogue.bad_cells(found)}
    assert set(cells) == {"car", "user"}
    assert cells["car"].column == "lines[0].through"
    assert cells["car"].reason.startswith(said)
    assert found.column("kg_co2e").to_pylist()[3] == 2.0


def test_what_changed_of_a_table_with_parts_is_refused():
    rows = {"phone": [line(10), line(45, USE)], "car": [line(product="phone", amount=2.0, through=RAW)]}
    with pytest.raises(ComputeError, match="use `what_changed` of products"):
        what_changed_table(table(through=True, **rows), FactorLibrary(), FactorLibrary())

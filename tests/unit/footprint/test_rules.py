"""Routes, losses, own stages, cut-off: worked by hand, visible in the working, and refused where they cannot be."""

import pickle
from functools import partial

import pytest

import builders
from co2label.errors import ComputeError, DocumentError
from co2label.footprint import compute, compute_all
from co2label.model import Activity, EmissionFactor


def factor(name="rice", value=2.0, per="1 kg", **fields):
    given = {"components": {"fossil": value}, "gwp_set": "AR6", "source": {"title": "EPD 1"}}
    return EmissionFactor(id=name, value=value, unit="kgCO2e", per=per, **(given | fields))


product = partial(builders.product, name="ball")


def line(amount="1 kg", name="line", stage="raw-materials", **fields):
    return Activity(name, amount, stage=stage, **fields)


def workings(footprint):
    return [(leaf.path, leaf.working) for leaf in footprint.contributions]


def codes(footprint):
    return [note.code for note in footprint.notes]


# --- End-of-life routes ---

BURN, FILL = factor("burn", 2.0), factor("fill", 0.5)


def test_routes():
    """A cup of 10 g: 0.6 × 0.010 × 2.0 = 0.012; 0.4 × 0.010 × 0.5 = 0.002; together 0.014 kg."""
    waste = line(
        "10 g",
        "cup",
        "end-of-life",
        routes=[{"share": 0.6, "factor": BURN, "name": "incineration"}, {"share": 0.4, "factor": FILL}],
    )
    footprint = compute(product(waste))
    assert footprint.kg_co2e == pytest.approx(0.014)
    assert workings(footprint) == [
        (("cup", "incineration"), "10 g × 0.6 = 0.006 kg × 2 kgCO2e/kg = 0.012 kgCO2e"),
        (("cup", "fill"), "10 g × 0.4 = 0.004 kg × 0.5 kgCO2e/kg = 0.002 kgCO2e"),
    ]
    assert [(note.code, note.message, note.where) for note in footprint.notes] == [
        (
            "end-of-life-routes",
            "10 g by routes whose shares add up to one: incineration 60 %, fill 40 %",
            ("cup",),
        )
    ]


def test_a_route_may_be_a_product_and_a_share_may_be_zero():
    compost = product(line(gas="CO2", stage="production"), name="compost", declared_unit="1 kg")
    routes = [{"share": 1.0, "factor": {"product": "compost"}}, {"share": 0.0, "factor": FILL}]
    footprint = compute(product(line("2 kg", stage="end-of-life", routes=routes)), products=[compost])
    assert footprint.kg_co2e == pytest.approx(2.0)
    assert [leaf.path for leaf in footprint.contributions] == [("line", "compost", "line")]


def test_three_thirds_are_one():
    third = [{"share": 1 / 3, "factor": FILL}] * 3
    assert compute(product(line(routes=third))).kg_co2e == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("shares", "total"), [((0.6, 0.3), "0.9"), ((0.6, 0.5), "1.1"), ((0.5, 0.499999), "0.999999")]
)
def test_shares_that_do_not_add_up_to_one_are_refused(shares, total):
    routes = [{"share": share, "factor": FILL} for share in shares]
    with pytest.raises(DocumentError) as caught:
        line(routes=routes)
    assert str(caught.value) == (
        f"routes: the shares add up to {total}, not to 1; every part of the waste goes somewhere: correct the shares"
    )


# --- Losses and yields ---


def test_a_share_of_the_input_is_lost():
    # 95 g come out; 95 / (1 - 0.05) = 100 g go in; 0.100 × 2 = 0.2 kg
    footprint = compute(product(line("95 g", "flour", factor=factor(), loss={"share_of_input": 0.05})))
    assert workings(footprint) == [(("flour",), "95 g ÷ (1 − 0.05) = 0.1 kg × 2 kgCO2e/kg = 0.2 kgCO2e")]
    assert codes(footprint) == []


def test_a_loss_per_output():
    # 100 × (1 + 0.05) = 105 g go in
    footprint = compute(product(line("100 g", factor=factor(), loss={"per_output": 0.05})))
    assert footprint.kg_co2e == pytest.approx(0.21)
    assert footprint.contributions[0].working.startswith("100 g × (1 + 0.05) = 0.105 kg")


def test_losses_along_a_chain_multiply():
    # yarn: 1 kg ÷ (1 - 0.2) = 1.25 kg fibre; shirt: 0.18 kg ÷ (1 - 0.1) = 0.2 kg yarn; 0.2 × 1.25 × 2 = 0.5 kg
    yarn = product(line(factor=factor(), loss={"share_of_input": 0.2}), name="yarn", declared_unit="1 kg")
    shirt = product(line("0.18 kg", product="yarn", loss={"share_of_input": 0.1}), name="shirt")
    footprint = compute(shirt, products=[yarn])
    assert footprint.kg_co2e == pytest.approx(0.5)
    assert footprint.contributions[0].steps == ("0.18 kg ÷ (1 − 0.1) = 0.2 × 1 kg of yarn",)
    assert footprint.contributions[0].working.startswith("0.2 × 1 kg ÷ (1 − 0.2) = 0.25 kg")


def test_a_loss_comes_before_the_other_rule():
    # 9 g ÷ (1 - 0.1) = 10 g, all of it burnt: 0.010 × 2
    waste = line("9 g", loss={"share_of_input": 0.1}, routes=[{"share": 1.0, "factor": BURN}])
    assert compute(product(waste)).kg_co2e == pytest.approx(0.02)


@pytest.mark.parametrize(
    ("loss", "message"),
    [
        ({"share_of_input": 1.0}, "loss.share_of_input: input should be less than 1, got 1.0"),
        (
            {"share_of_input": -0.1},
            "loss.share_of_input: input should be greater than or equal to 0, got -0.1",
        ),
        ({"per_output": -0.1}, "loss.per_output: input should be greater than or equal to 0, got -0.1"),
        ({}, "loss: expected exactly one of share_of_input, per_output"),
        (
            {"share_of_input": 0.1, "per_output": 0.1},
            "loss: expected exactly one of share_of_input, per_output",
        ),
    ],
)
def test_a_loss_out_of_range_is_refused(loss, message):
    with pytest.raises(DocumentError) as caught:
        line(factor="rice", loss=loss)
    assert str(caught.value) == message


# --- A factor's own stages ---

PLATE = factor(
    boundary="cradle-to-consumption",
    stages={"farm": 1.0, "mill": 0.5, "transport": 0.2, "retail": 0.1, "consumption": 0.2},
)


def test_own_stages():
    """2 kg at 2.0: farm and mill 1.5 → raw materials 3.0; transport and retail 0.3 → 0.6; consumption 0.2 → 0.4."""
    footprint = compute(product(line("2 kg", "米", factor=PLATE, stages="own")))
    assert footprint.stages == {
        "raw-materials": pytest.approx(3.0),
        "distribution": pytest.approx(0.6),
        "use": pytest.approx(0.4),
    }
    assert workings(footprint)[1] == (
        ("米", "distribution"),
        "2 kg × (0.2 + 0.1) ÷ 2 = 0.3 kg × 2 kgCO2e/kg = 0.6 kgCO2e",
    )
    assert codes(footprint) == []


def test_all_stages_where_the_product_is_what_the_factor_describes():
    """farm 1.0 → raw materials 2.0; mill 0.5 → production 1.0."""
    footprint = compute(product(line("2 kg", "米", factor=PLATE, stages="all")))
    assert footprint.stages == {
        "raw-materials": pytest.approx(2.0),
        "production": pytest.approx(1.0),
        "distribution": pytest.approx(0.6),
        "use": pytest.approx(0.4),
    }
    assert codes(footprint) == []
    late = compute(product(line("2 kg", "米", factor=PLATE, stages="all", stage="production")))
    assert late.stages["production"] == pytest.approx(3.0)  # never before the stage of the activity


def test_without_it_all_stands_in_the_stage_of_the_activity():
    footprint = compute(product(line("2 kg", factor=PLATE)))
    assert footprint.stages == {"raw-materials": pytest.approx(4.0)}


def test_own_stages_of_a_cut_factor():
    # through retail: 1.8 of 2.0 a kg; 1.5 + 0.3
    footprint = compute(product(line(factor=PLATE, stages="own", through="retail")))
    assert footprint.stages == {"raw-materials": pytest.approx(1.5), "distribution": pytest.approx(0.3)}


def test_what_lies_outside_the_boundary_is_left_out_and_said():
    footprint = compute(product(line(factor=PLATE, stages="own"), boundary="cradle-to-gate"))
    assert footprint.kg_co2e == pytest.approx(1.5)
    assert [(note.code, note.message, note.where) for note in footprint.notes] == [
        (
            "stages-outside",
            (
                "factor 'rice': its distribution and use (0.5 of 2 kgCO2e per 1 kg) lie outside the boundary "
                "'cradle-to-gate' and are left out"
            ),
            ("line",),
        )
    ]


def test_a_part_that_meets_other_activities_is_noted_with_its_kilograms():
    delivery = line("1 kg", "delivery", "distribution", gas="CO2")
    footprint = compute(product(line("2 kg", "米", factor=PLATE, stages="own"), delivery))
    assert [(note.code, note.message, note.where) for note in footprint.notes] == [
        (
            "boundary-overlap",
            (
                "factor 'rice' brings its own distribution; the product has other activities there too, so 0.6 kg may be "
                "counted twice; cut the factor with `through`"
            ),
            ("米", "distribution"),
        )
    ]


def test_stages_need_a_factor_with_a_split():
    with pytest.raises(
        DocumentError, match="stages: only an activity with a factor or a product takes `stages`"
    ):
        line(gas="CO2", stages="own")
    with pytest.raises(ComputeError) as caught:
        compute_all([product(line(factor=factor(), stages="own"))])
    assert str(caught.value) == (
        "products[0] (ball).activities[0] \"line\": factor 'rice' has no stage split to spread; remove `stages`"
    )
    nothing = factor(value=0.0, stages={"farm": 0.0, "mill": 0.0})
    with pytest.raises(ComputeError, match="add up to zero"):
        compute(product(line(factor=nothing, stages="own")))


# --- Cut-off ---


def test_cut_off_without_scale_up_is_a_note():
    footprint = compute(
        product(line(factor=factor()), cut_off={"left_out_percent": 2.5, "limit_percent": 5, "note": "ink"})
    )
    assert footprint.kg_co2e == pytest.approx(2.0)
    assert [(note.code, note.message) for note in footprint.notes] == [
        ("cut-off", "2.5 % of the figure are left out (limit 5 %): ink")
    ]


def test_scale_up():
    """2.0 + 0.5 = 2.5 kg known; E_100 = 2.5 / 0.95 = 2.63158 kg; the rows above the parts hold 0.13158 kg."""
    made = product(
        line(factor=factor(), evidence="measured"),
        line("1 kg", "waste", "end-of-life", routes=[{"share": 1.0, "factor": FILL}]),
        cut_off={"left_out_percent": 5, "limit_percent": 5, "scale_up": True},
    )
    footprint = compute(made)
    assert footprint.kg_co2e == pytest.approx(2.5 / 0.95, rel=1e-12)
    assert sum(leaf.kg_co2e for leaf in footprint.contributions) == pytest.approx(
        footprint.kg_co2e, rel=1e-12
    )
    rows = {(row.depth, row.stage, row.name): row.kg_co2e for row in footprint.explain().rows}
    assert rows[0, "raw-materials", "scale-up for the cut-off"] == pytest.approx(2.0 / 0.95 - 2.0)
    assert rows[1, "end-of-life", "waste · fill"] == pytest.approx(0.5 / 0.95 - 0.5)
    assert footprint.contributions[2].working == (
        "1 kg × (1 ÷ 0.95 − 1) = 0.05263157895 kg × 2 kgCO2e/kg = 0.1052631579 kgCO2e"
    )


def test_scale_up_of_nothing_adds_no_row():
    cut_off = {"left_out_percent": 0, "limit_percent": 3, "scale_up": True}
    assert len(compute(product(line(factor=factor()), cut_off=cut_off)).contributions) == 1


def test_more_left_out_than_the_limit_is_refused():
    with pytest.raises(DocumentError) as caught:
        product(line(factor="rice"), cut_off={"left_out_percent": 6, "limit_percent": 5})
    assert str(caught.value) == (
        "cut_off.left_out_percent: 6 % are left out, the limit is 5 %; include more, or follow a rule book with a "
        "wider limit"
    )


# --- The hook ---


def test_an_activity_draws_on_exactly_one():
    with pytest.raises(
        DocumentError,
        match=r"expected exactly one of factor, product, gas, recycling, .*; got factor and routes together",
    ):
        line(factor="rice", routes=[{"share": 1.0, "factor": FILL}])


def test_every_problem_of_every_rule_is_said_at_its_place():
    bad = line(factor=factor(), stages="own", name="bad")
    with pytest.raises(ComputeError) as caught:
        compute_all([product(line(gas="CO2"), name="a"), product(line(gas="CO2"), bad, bad, name="b")])
    assert [problem.where for problem in caught.value.problems] == [
        'products[1] (b).activities[1] "bad"',
        'products[1] (b).activities[2] "bad"',
    ]


def test_places_count_activities_as_written():
    waste = line(routes=[{"share": 0.5, "factor": BURN}, {"share": 0.5, "factor": FILL}], name="waste")
    with pytest.raises(ComputeError) as caught:
        compute(product(waste, line("2 piece", "wrong", factor=factor())))
    assert [problem.where for problem in caught.value.problems] == ['ball.activities[1] "wrong"']


def test_a_copy_finds_out_anew_whether_it_has_a_rule():
    plain = product(line(factor=factor()))
    lossy = plain.model_copy(update={"activities": (line(factor=factor(), loss={"per_output": 1.0}),)})
    assert (plain.has_rules, lossy.has_rules) == (False, True)
    assert compute(lossy).kg_co2e == pytest.approx(4.0)
    assert pickle.loads(pickle.dumps(lossy)) == lossy
    assert lossy.model_copy(update={"activities": plain.activities}) == plain


def test_products_without_rules_keep_their_lines():
    plain, lossy = (
        product(line(factor=factor()), name="a"),
        product(line(gas="CO2", loss={"per_output": 1.0})),
    )
    assert compute_all([plain, lossy]).kg_co2e.tolist() == [2.0, 2.0]


# --- Uncertainty of an amount with a rule ---


def sd(**fields):
    interval = compute(product(line("2 kg", uncertainty={"low": 1.6, "high": 2.5}, **fields))).interval
    return (interval.low, interval.high)


def test_the_parts_of_one_amount_are_uncertain_together():
    """Two halves of one amount are as uncertain as the whole; as two amounts they would be surer by √2."""
    halves = [{"share": 0.5, "factor": FILL}, {"share": 0.5, "factor": FILL}]
    assert sd(routes=halves) == pytest.approx(sd(factor=FILL))


def test_a_loss_keeps_the_share_of_a_range():
    # twice as much goes in, and 1.6 to 2.5 kg are of what comes out
    low, high = sd(factor=FILL)
    assert sd(factor=FILL, loss={"per_output": 1.0}) == pytest.approx((2 * low, 2 * high))


def test_parts_are_drawn_together():
    halves = [{"share": 0.5, "factor": FILL}, {"share": 0.5, "factor": FILL}]
    given = {"uncertainty": {"gsd2": 1.5}}
    drawn = [
        compute(product(line(**given, **fields)), method="monte-carlo", draws=200, seed=1).interval
        for fields in ({"routes": halves}, {"factor": FILL})
    ]
    assert (drawn[0].low, drawn[0].high) == pytest.approx((drawn[1].low, drawn[1].high))


def test_the_amount_of_an_activity_with_a_rule_is_one_input():
    # 2 kg × (0.6 × 2.0 + 0.4 × 0.5) = 2.8 kg per 100 % of the amount
    routes = [{"share": 0.6, "factor": BURN}, {"share": 0.4, "factor": FILL}]
    inputs = compute(product(line("2 kg", "cup", routes=routes))).inputs
    assert [(one.name, one.kg_co2e) for one in inputs if one.kind == "amount"] == [
        ("cup", pytest.approx(2.8))
    ]


# --- Credits on products ---


def test_a_credit_on_a_product_counts_by_its_size_in_the_share_of_primary_data():
    """3 kg measured, −0.5 × 2 kg of a plant with nothing measured: 100 × 3 / (3 + 1) = 75 %, not 100 × 3 / 2."""
    plant = product(
        line("2 kg", stage="production", factor=factor(value=1.0)), name="plant", declared_unit="1 kg"
    )
    made = product(
        line("3 kg", "own", gas="CO2", evidence="measured"),
        line(
            "1 kg",
            "metal",
            recycling={
                "rule": "0-100",
                "virgin": factor("nothing", 0.0),
                "virgin_avoided": {"product": "plant"},
                "recycling_eol": factor("none", 0.0),
                "disposal": factor("none", 0.0),
                "R2": 0.5,
                "Qs_out": 1.0,
            },
        ),
    )
    footprint = compute(made, products=[plant])
    assert footprint.kg_co2e == pytest.approx(2.0)
    assert footprint.primary_data_share == pytest.approx(75.0)


def test_overlaps_of_a_scaled_up_factor_are_said_once():
    delivery = line("1 kg", "delivery", "distribution", gas="CO2")
    cut_off = {"left_out_percent": 50, "limit_percent": 50, "scale_up": True}
    footprint = compute(product(line(factor=PLATE, stages="own"), delivery, cut_off=cut_off))
    assert codes(footprint) == ["boundary-overlap", "cut-off"]
    assert "0.6 kg may be counted twice" in footprint.notes[0].message

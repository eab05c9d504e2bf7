"""The printed intervals against an independent Monte Carlo: numpy draws of the formula that each case writes out itself.

The ends are the quantiles of a normal distribution at minus and plus two. A case draws half a million states of the
world; its own sampling error is estimated from 50 batches, and the interval must agree within four of them and 0.5 %, which is
what the tables of `scores` leave.
"""

import numpy as np
import pytest
from scipy.stats import norm

from co2label.footprint import compute, difference
from co2label.model import Activity, EmissionFactor, Product

DRAWS, BATCHES = 500_000, 50
ENDS = norm.cdf([-2.0, 2.0])


def drawn(rng, sure):
    """Draws of one number relative to its stated value: by GSD², or by a range around one."""
    z = rng.standard_normal(DRAWS)
    if isinstance(sure, tuple):
        low, high = sure
        return np.where(z < 0, low ** (-z / 2), high ** (z / 2))
    return sure ** (z / 2)


def agree(interval, kg):
    """Whether both ends lie within the sampling error of the draws."""
    ends = np.quantile(kg, ENDS)
    error = np.quantile(kg.reshape(BATCHES, -1), ENDS, axis=1).std(axis=1) / np.sqrt(BATCHES)
    room = 4 * error + 0.005 * np.maximum(np.abs(ends), 0.1 * (ends[1] - ends[0]))
    found = np.array([interval.low, interval.high])
    assert (np.abs(found - ends) <= room).all(), (found, ends, room)


def said(sure):
    return {"low": sure[0], "high": sure[1]} if isinstance(sure, tuple) else {"gsd2": sure}


def factor(name, sure=None, value=1.0):
    given = {} if sure is None else {"uncertainty": said(sure)}
    return EmissionFactor(id=name, value=value, unit="kgCO2e", per="1 kg", source={"title": "EPD"}, **given)


def kilograms(source, kg, **fields):
    return Activity("a", f"{kg!r} kg", factor=source, stage="production", **fields)


def credit(source, kg):
    """So many kilograms of a material that recycling at the end of life replaces, and nothing else."""
    nothing = factor("nothing", value=0.0)
    rule = {"rule": "0-100", "R2": 1.0, "Qs_out": 1.0, "virgin": nothing, "recycling_eol": nothing}
    return Activity("c", f"{kg!r} kg", stage="raw-materials", recycling=rule | {"virgin_avoided": source})


def use(name, amount, **fields):
    return Activity(f"use {name}", f"{amount!r} piece", product=name, stage="production", **fields)


def product(name, *lines):
    return Product(id=name, name=name, declared_unit="1 piece", boundary="cradle-to-grave", activities=lines)


MIXES = {
    "one": ([2.0], [9.0]),
    "two alike": ([1.0, 1.0], [9.0, 9.0]),
    "two unlike": ([1.0, 1.0], [1.2, 9.0]),
    "mild": ([1.0, 2.0, 0.5], [1.2, 1.3, 1.1]),
    "five": ([1.0, 0.5, 0.3, 0.2, 0.1], [9.0, 4.0, 2.0, 9.0, 1.5]),
    "twenty alike": ([1.0] * 20, [4.0] * 20),
    "twenty, very unsure": ([1.0] * 20, [9.0] * 20),
    "twenty, falling": ([1 / (i + 1) ** 1.5 for i in range(20)], [3.0] * 20),
    "ranges": ([1.0, 2.0, 0.5], [(0.9, 3.0), (0.3, 1.05), (1.0, 2.0)]),
    "a range and a factor": ([1.0, 1.0], [(1.0, 9.0), 2.0]),
}


@pytest.mark.parametrize("certain", [0.0, 5.0, -1.5])
@pytest.mark.parametrize("mix", MIXES)
def test_factors_alone_and_beside_a_certain_part(mix, certain):
    kg, sure = MIXES[mix]
    rng = np.random.default_rng(len(mix))
    world = certain + sum(amount * drawn(rng, one) for amount, one in zip(kg, sure, strict=True))
    lines = [kilograms(factor(f"f{i}", one), kg[i]) for i, one in enumerate(sure)]
    if certain:
        exact = factor("certain")
        lines.append(kilograms(exact, certain) if certain > 0 else credit(exact, -certain))
    agree(compute(product("p", *lines)).interval, world)


def test_factors_shared_by_lines_and_used_products():
    rng = np.random.default_rng(1)
    x, y, z = (drawn(rng, sure) for sure in (9.0, 4.0, 2.5))
    part = 1.0 * x + 0.5 * y + 0.2
    whole = 0.7 * x + 2.0 * part + 1.0 * z + 0.1 * x
    f, g, h = factor("f", 9.0), factor("g", 4.0), factor("h", 2.5)
    inner = product("part", kilograms(f, 1.0), kilograms(g, 0.5), kilograms(factor("sure"), 0.2))
    made = product("p", kilograms(f, 0.7), use("part", 2.0), kilograms(h, 1.0), kilograms(f, 0.1))
    agree(compute(made, products=[inner]).interval, whole)


def test_a_credit_that_is_unsure():
    """4 X - 1.5 Y - 0.5 X of X: the factor that is credited is the same one."""
    rng = np.random.default_rng(2)
    x, y = drawn(rng, 4.0), drawn(rng, 9.0)
    f, g = factor("f", 4.0), factor("g", 9.0)
    made = product("p", kilograms(f, 4.0), credit(g, 1.5), credit(f, 0.5))
    agree(compute(made).interval, 3.5 * x - 1.5 * y)


def test_a_loop():
    """E = 1 X + 0.5 P + 1, P = 0.4 Y + 0.6 E: E = (X + 0.2 Y + 1) / 0.7."""
    rng = np.random.default_rng(3)
    x, y = drawn(rng, 9.0), drawn(rng, 6.0)
    e = product("e", kilograms(factor("f", 9.0), 1.0), use("p", 0.5), kilograms(factor("sure"), 1.0))
    p = product("p", kilograms(factor("g", 6.0), 0.4), use("e", 0.6))
    agree(compute(e, products=[p]).interval, (x + 0.2 * y + 1) / 0.7)


def test_factors_and_amounts():
    """One amount meets an unsure factor, one a certain factor, and one factor meets two amounts."""
    rng = np.random.default_rng(4)
    x, y, a, b, c, d = (drawn(rng, sure) for sure in (9.0, 3.0, 1.5, 2.0, (0.8, 1.6), 1.3))
    f, g = factor("f", 9.0), factor("g", 3.0)
    made = product(
        "p",
        kilograms(f, 1.0, uncertainty={"gsd2": 1.5}),
        kilograms(g, 2.0, uncertainty={"gsd2": 2.0}),
        kilograms(g, 1.0, uncertainty=said((0.8, 1.6))),
        kilograms(factor("sure"), 0.5, uncertainty={"gsd2": 1.3}),
    )
    agree(compute(made).interval, x * a + y * (2 * b + c) + 0.5 * d)


def test_an_amount_that_a_rule_writes_out():
    """One amount in two factors that stand nowhere else: half of the input is recycled."""
    rng = np.random.default_rng(5)
    amount, virgin, recycled = drawn(rng, 2.0), drawn(rng, 4.0), drawn(rng, (0.9, 3.0))
    rule = {"rule": "cut-off", "R1": 0.5, "virgin": factor("f", 4.0), "recycled": factor("g", (0.9, 3.0))}
    rule["disposal"] = factor("nothing", value=0.0)
    line = Activity("a", "2 kg", stage="raw-materials", recycling=rule, uncertainty={"gsd2": 2.0})
    agree(compute(product("p", line)).interval, amount * (virgin + recycled))


def test_amounts_of_used_products():
    """Whole = 2 U of part, part = X + 0.5 V of inner, inner = Y A + 0.3: everything inside hangs on U."""
    rng = np.random.default_rng(7)
    x, y, a, u, v = (drawn(rng, sure) for sure in (9.0, 4.0, 1.5, 2.0, (0.9, 3.0)))
    inner = product(
        "inner", kilograms(factor("g", 4.0), 1.0, uncertainty=said(1.5)), kilograms(factor("sure"), 0.3)
    )
    part = product("part", kilograms(factor("f", 9.0), 1.0), use("inner", 0.5, uncertainty=said((0.45, 1.5))))
    whole = product("whole", use("part", 2.0, uncertainty=said(2.0)), kilograms(factor("h"), 1.0))
    pcf = compute(whole, products=[part, inner])
    agree(pcf.interval, 2 * u * (x + 0.5 * v * (y * a + 0.3)) + 1)
    assert "interval-first-order" not in [note.code for note in pcf.notes]


@pytest.mark.parametrize(
    ("of_a", "of_b", "certain"),
    [
        ({"f": (1.0, 9.0), "g": (1.0, 4.0)}, {"h": (1.0, 9.0), "i": (2.0, 2.0)}, 0.0),
        ({"f": (1.0, 9.0), "g": (1.0, 4.0)}, {"f": (0.5, 9.0), "i": (1.0, 2.0)}, 0.0),
        ({"f": (1.0, 2.0), "g": (1.0, 2.0)}, {"f": (0.8, 2.0), "h": (0.8, 2.0)}, 0.2),
        ({"f": (1.0, (0.9, 3.0))}, {"h": (1.0, 1.3)}, 1.0),
        ({"f": (1.0, 1.2), "g": (2.0, 1.1)}, {"f": (0.9, 1.2), "h": (2.0, 1.1)}, 0.5),
    ],
)
def test_the_ratio_of_two_figures(of_a, of_b, certain):
    rng = np.random.default_rng(6)
    world = {name: drawn(rng, sure) for name, (_, sure) in (of_a | of_b).items()}

    def figure(name, of):
        exact = [kilograms(factor("sure"), certain)] if certain else []
        lines = [kilograms(factor(one, sure), kg) for one, (kg, sure) in of.items()]
        return compute(product(name, *lines, *exact)), sum(
            kg * world[one] for one, (kg, _) in of.items()
        ) + certain

    (a, kg_a), (b, kg_b) = figure("a", of_a), figure("b", of_b)
    agree(difference(a, b).interval, 100 * (kg_b / kg_a - 1))


def test_what_is_known_to_first_order_only_says_so():
    """F (A + 2 B) + G A: the amount A meets a factor that stands elsewhere too. Small, it is no matter; large, it is said."""
    rng = np.random.default_rng(8)
    f, g, a, b = (drawn(rng, sure) for sure in (4.0, 4.0, 2.0, 2.0))
    rule = {"rule": "cut-off", "R1": 0.5, "disposal": factor("nothing", value=0.0)}
    rule |= {"virgin": factor("f", 4.0), "recycled": factor("g", 4.0)}
    shared = Activity("a", "2 kg", stage="raw-materials", recycling=rule, uncertainty=said(2.0))
    pcf = compute(product("p", shared, kilograms(factor("f", 4.0), 2.0, uncertainty=said(2.0))))
    ends = np.quantile(f * (a + 2 * b) + g * a, ENDS)
    assert [pcf.interval.low, pcf.interval.high] == pytest.approx(ends, rel=0.1)
    assert pcf.interval.low > 0
    assert "interval-first-order" in [note.code for note in pcf.notes]

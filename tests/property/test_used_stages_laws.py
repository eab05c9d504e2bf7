"""Used products whose stages are kept or cut: the sums of a dense system of all products and stages, written down apart."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from co2label.errors import ComputeError
from co2label.footprint import compute, compute_all
from co2label.model import STAGES, Activity, Product, stages_of

COUNT = len(STAGES)
HOW = st.fixed_dictionaries({}, optional={"through": st.sampled_from(STAGES[1:]), "stages": st.just("own")})


def kilograms(low, high):
    return st.floats(low, high).map(lambda value: float(f"{value:.6g}"))


@st.composite
def systems(draw):
    """Lines of each product: (stage, kilograms, used, how); every product emits something in each of its stages."""
    count, loops = draw(st.integers(1, 4)), draw(st.booleans())
    boundaries = [draw(st.sampled_from(["cradle-to-gate", "cradle-to-grave"])) for _ in range(count)]
    products = []
    for row in range(count):
        own = stages_of(boundaries[row])
        lines = [(stage, draw(kilograms(0.1, 9)), None, {}) for stage in own]
        others = range(count) if loops else range(row)
        for used in draw(st.lists(st.sampled_from(others), max_size=3)) if others else ():
            how = draw(HOW)
            if how.get("through") not in {None, *stages_of(boundaries[used])}:
                how.pop("through")
            amount = draw(kilograms(0.001, 0.15 if loops else 3))
            lines.append((draw(st.sampled_from(own)), amount, used, how))
        products.append(lines)
    return boundaries, products


def activity(place, stage, amount, used, how):
    if used is None:
        return Activity(f"a{place}", f"{amount!r} kg", gas="CO2", stage=stage)
    return Activity(f"a{place}", f"{amount!r} piece", product=f"p{used}", stage=stage, **how)


def made(boundaries, products):
    return [
        Product(
            id=f"p{row}",
            name="x",
            declared_unit="1 piece",
            boundary=boundary,
            activities=[activity(place, *line) for place, line in enumerate(lines)],
        )
        for row, (boundary, lines) in enumerate(zip(boundaries, products, strict=True))
    ]


def dense(boundaries, products):
    """(product, stage), from one equation for each of them."""
    size = len(products) * COUNT
    system, own = np.eye(size), np.zeros(size)
    for row, lines in enumerate(products):
        for stage, amount, used, how in lines:
            here = row * COUNT + STAGES.index(stage)
            if used is None:
                own[here] += amount
                continue
            last = STAGES.index(how.get("through", STAGES[-1]))
            for place in range(last + 1):
                there = row * COUNT + place if how.get("stages") else here
                if not how.get("stages") or STAGES[place] in stages_of(boundaries[row]):
                    system[there, used * COUNT + place] -= amount
    return np.linalg.solve(system, own).reshape(-1, COUNT)


@settings(deadline=None, max_examples=200)
@given(systems())
def test_stages_are_those_of_the_dense_system(system):
    boundaries, products = system
    try:
        found = compute_all(made(boundaries, products))
    except ComputeError as error:
        if "nothing" not in str(error):
            raise
        return
    expected = dense(boundaries, products)
    for row, pcf in enumerate(found):
        for place, stage in enumerate(STAGES):
            assert pcf.stages.get(stage, 0.0) == pytest.approx(expected[row, place], rel=1e-9, abs=1e-12)
        assert math.fsum(leaf.kg_co2e for leaf in pcf.contributions) == pytest.approx(pcf.kg_co2e, rel=1e-9)
        alone = compute(pcf.product, products=made(boundaries, products))
        assert alone.stages == pytest.approx(pcf.stages, rel=1e-12)


@settings(deadline=None, max_examples=100)
@given(systems())
def test_what_is_misplaced_is_what_keeping_every_stage_moves_away(system):
    """Of the first product's lines: where all products below end at the gate or keep nothing, cutting takes it away."""
    boundaries, products = system
    plain = [[(*line[:3], {}) for line in lines] for lines in products]
    found = compute_all(made(boundaries, plain))
    cut = [
        [(*line[:3], {"through": "production"} if line[2] is not None else {}) for line in lines]
        for lines in products
    ]
    if any(stage not in STAGES[:2] for lines in products for stage, _, used, _ in lines if used is not None):
        return
    less = compute_all(made(boundaries, cut))
    for pcf, short in zip(found, less, strict=True):
        said = [note.message for note in pcf.notes if note.code == "boundary-overlap"]
        kg = math.fsum(float(message.partition(": ")[2].partition(" kg")[0]) for message in said)
        assert kg == pytest.approx(pcf.kg_co2e - short.kg_co2e, rel=1e-6, abs=1e-9)

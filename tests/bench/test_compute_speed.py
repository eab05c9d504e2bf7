"""Speed as ratios against a named reference, measured in turns in the same run; no absolute time decides.

Run with `make bench`. The minimum of several turns is used, because neighbours on the machine only ever add time.
"""

import random
import time
from dataclasses import replace

import numpy as np
import pint
import pytest
from pydantic import BaseModel

from co2label import FactorLibrary
from co2label.footprint import Basis, compute_all
from co2label.footprint._bridging import LineUnits, in_source_units
from co2label.footprint._compile import _amounts, compile_products
from co2label.footprint._engine import add_up
from co2label.model import STAGES, Activity, EmissionFactor, Product

COUNT, LINES, FACTORS, SAMPLE = 10_000, 10, 500, 30
UNITS = {
    "1 kg": ("g", "kg", "t", "lb"),
    "1 kWh": ("kWh", "MJ", "Wh"),
    "1 t*km": ("t*km", "kg*km"),
    "1 L": ("mL", "L"),
}


@pytest.fixture(scope="module")
def library():
    rng = random.Random(1)
    return FactorLibrary(
        EmissionFactor(
            id=f"f{i}",
            value=rng.uniform(0.1, 9),
            unit="kgCO2e",
            per=rng.choice(sorted(UNITS)),
            source={"title": "EPD"},
        )
        for i in range(FACTORS)
    )


@pytest.fixture(scope="module")
def catalogue(library):
    rng = random.Random(2)

    def activity(place):
        name = f"f{rng.randrange(FACTORS)}"
        unit = rng.choice(UNITS[library[name].per.text])
        return Activity(
            f"a{place}", f"{rng.uniform(0.1, 99):.5f} {unit}", factor=name, stage=rng.choice(STAGES)
        )

    return [
        Product(
            id=f"p{row}",
            name=f"p{row}",
            declared_unit="1 piece",
            boundary="cradle-to-grave",
            activities=[activity(place) for place in range(LINES)],
        )
        for row in range(COUNT)
    ]


class PlainLine(BaseModel):
    amount: str
    factor: str
    stage: str


class PlainProduct(BaseModel):
    lines: list[PlainLine]


def plain_way(registry, products, library):
    """What one writes first: pydantic with the amounts as text, and pint for every line."""
    factors = {
        f"f{i}": (registry.Quantity(library[f"f{i}"].value, "kg"), library[f"f{i}"].per.text)
        for i in range(FACTORS)
    }
    totals = []
    for product in products:
        total = registry.Quantity(0.0, "kg")
        for line in product.lines:
            value, per = factors[line.factor]
            total += registry.Quantity(line.amount).to(per.removeprefix("1 ")).magnitude * value
        totals.append(total.to("kg").magnitude)
    return totals


def best(turns, *works):
    """The least seconds of each, taken in turns."""
    least = [float("inf")] * len(works)
    for _ in range(turns):
        for place, work in enumerate(works):
            begin = time.perf_counter()
            work()
            least[place] = min(least[place], time.perf_counter() - begin)
    return least


def report(title, rows):
    print(f"\n{title}")
    for name, seconds, ratio in rows:
        print(f"  {name:<58}{seconds:>12.3f} µs/product {ratio:>12.1f} ×")


def test_compute_all_against_pint_on_every_line(catalogue, library):
    registry = pint.UnitRegistry()
    sample = [
        PlainProduct(
            lines=[{"amount": a.amount.text, "factor": a.factor, "stage": a.stage} for a in p.activities]
        )
        for p in catalogue[:SAMPLE]
    ]
    np.testing.assert_allclose(
        compute_all(catalogue[:SAMPLE], library).kg_co2e, plain_way(registry, sample, library), rtol=1e-9
    )
    plain, ours = best(
        7, lambda: plain_way(registry, sample, library), lambda: compute_all(catalogue, library)
    )
    plain, ours = plain / SAMPLE * 1e6, ours / COUNT * 1e6
    report(
        f"{COUNT} products × {LINES} activities, from loaded objects",
        [("pydantic with pint, .to() on every line", plain, 1.0), ("compute_all", ours, plain / ours)],
    )
    assert plain / ours >= 100


def test_the_engine_against_a_bare_gather_and_sum(catalogue, library):
    columns = compile_products(catalogue, library, Basis("AR6", 100))
    units, unit, value_of_line = _amounts([line.amount for line in columns.lines])
    lines = LineUnits(unit, columns.source, np.repeat(np.arange(COUNT), LINES))

    def stated(name, row):
        return getattr(catalogue[row], name)

    def engine():
        quantity = value_of_line * units.scale.take(unit)
        bridged = in_source_units(quantity, lines, units, columns.sources, stated)
        assert not bridged
        return add_up(replace(columns, quantity=quantity))

    value = np.array([source.kg["fossil"] for source in columns.sources])
    cell = np.repeat(np.arange(COUNT) * len(STAGES), LINES) + columns.stage
    size = COUNT * len(STAGES)

    def bare():
        return np.bincount(cell, columns.quantity * value[columns.source], size)

    np.testing.assert_array_equal(engine().kg[:, :, 0].ravel(), bare())
    least, ours = best(25, bare, engine)
    least, ours = least / COUNT * 1e6, ours / COUNT * 1e6
    report(
        "engine alone: columns to (product, stage, component), with the check of kinds, shares of primary data",
        [("numpy gather and bincount", least, 1.0), ("quantities and add_up", ours, ours / least)],
    )
    assert ours / least <= 20


def test_growth(catalogue, library):
    some = catalogue[: COUNT // 4]
    small, large = best(7, lambda: compute_all(some, library), lambda: compute_all(catalogue, library))
    report(
        "four times the products",
        [("2,500", small / len(some) * 1e6, 1.0), ("10,000", large / COUNT * 1e6, large / small)],
    )
    assert large / small <= 6


def test_nested_catalogues(library):
    """One activity in ten is another product; 500 of 10,000 products stand in loops."""
    rng = random.Random(3)

    def used(row):
        return f"p{rng.randrange(max(row, 1))}" if rng.random() < 0.95 else f"p{rng.randrange(COUNT)}"

    def product(row):
        own = [
            Activity(f"a{i}", "5 g", factor=f"f{row % FACTORS}", stage="production") for i in range(LINES - 1)
        ]
        inner = Activity(
            "inner", f"{rng.uniform(0.01, 0.5):.4f} piece", product=used(row), stage="raw-materials"
        )
        mass = {"mass": "1 kg", "energy": "1 MJ", "length": "1 m", "density": "1 kg/L"}
        return Product(
            id=f"p{row}",
            name="p",
            declared_unit="1 piece",
            boundary="cradle-to-gate",
            activities=[*own, inner],
            **mass,
        )

    kilograms = FactorLibrary(
        EmissionFactor(id=f"f{i}", value=1.0 + i, unit="kgCO2e", per="1 kg", source={"title": "EPD"})
        for i in range(FACTORS)
    )
    nested = [product(row) for row in range(COUNT)]
    columns = compile_products(nested, kilograms, Basis("AR6", 100))
    whole, engine = best(5, lambda: compute_all(nested, kilograms), lambda: add_up(columns))
    report(
        "nested catalogue",
        [
            ("compute_all", whole / COUNT * 1e6, 1.0),
            ("of that the engine", engine / COUNT * 1e6, engine / whole),
        ],
    )
    assert engine < whole

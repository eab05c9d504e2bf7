"""What it costs to know how sure: as ratios to the deterministic pass of the same catalogue, in the same run."""

import random
import time

import pytest

from co2label import FactorLibrary
from co2label.footprint import compute_all, monte_carlo
from co2label.model import STAGES, Activity, EmissionFactor, Product

LINES, FACTORS = 10, 500
SURE = {"percent": 10.0}


@pytest.fixture(scope="module")
def library():
    rng = random.Random(1)
    return FactorLibrary(
        EmissionFactor(
            id=f"f{i}",
            value=rng.uniform(0.1, 9),
            unit="kgCO2e",
            per="1 kg",
            source={"title": "EPD"},
            uncertainty={"gsd2": 1.2},
        )
        for i in range(FACTORS)
    )


def catalogue(count, *, amounts=None, nested=False):
    rng = random.Random(2)

    def used(row):
        other = rng.randrange(max(row, 1)) if rng.random() < 0.95 else rng.randrange(count)
        return Activity(
            "inner", f"{rng.uniform(0.01, 0.5):.4f} piece", product=f"p{other}", stage="production"
        )

    def line(place):
        amount, name = f"{rng.uniform(0.1, 99):.5f} kg", f"f{rng.randrange(FACTORS)}"
        return Activity(f"a{place}", amount, factor=name, stage=rng.choice(STAGES), uncertainty=amounts)

    return [
        Product(
            id=f"p{row}",
            name="p",
            declared_unit="1 piece",
            boundary="cradle-to-grave",
            activities=[*map(line, range(LINES - nested)), *([used(row)] if nested else [])],
        )
        for row in range(count)
    ]


def ratio(title, products, library, work, turns):
    """Least seconds of the work on fresh footprints, over the least of the deterministic pass, in turns."""
    plain = more = float("inf")
    for _ in range(turns):
        begin = time.perf_counter()
        footprints = compute_all(products, library)
        plain = min(plain, time.perf_counter() - begin)
        begin = time.perf_counter()
        work(footprints)
        more = min(more, time.perf_counter() - begin)
    print(f"\n{title:<64}{plain:>9.3f} s {more:>9.3f} s {more / plain:>8.2f} ×")
    return more / plain


@pytest.mark.parametrize(
    ("title", "count", "given"),
    [
        ("factors", 100_000, {}),
        ("factors and amounts", 100_000, {"amounts": SURE}),
        ("factors, nested with loops", 10_000, {"nested": True}),
        ("factors and amounts, nested with loops", 10_000, {"nested": True, "amounts": SURE}),
    ],
)
def test_the_first_order_interval_costs_at_most_the_pass_again(library, title, count, given):
    products = catalogue(count, **given)
    name = f"intervals of {count:,} products × {LINES}: {title}"
    assert ratio(name, products, library, lambda pcfs: pcfs.interval_kg_co2e, 4) <= 1


@pytest.mark.parametrize(
    ("title", "given"),
    [
        ("factors", {}),
        ("factors and amounts", {"amounts": SURE}),
        ("factors and amounts, nested with loops", {"amounts": SURE, "nested": True}),
    ],
)
def test_a_thousand_draws_cost_at_most_a_hundred_passes(library, title, given):
    def work(pcfs):
        return monte_carlo(pcfs, draws=1000).percentiles

    name = f"1,000 draws of 1,000 products × {LINES}: {title}"
    assert ratio(name, catalogue(1000, **given), library, work, 5) <= 100

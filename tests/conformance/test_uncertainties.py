"""The first-order interval against the package `uncertainties`, which follows every derivative by itself.

Random products that use each other, also in loops, with factors shared by many and uncertain amounts everywhere.
"""

import math

import numpy as np
import pytest
from uncertainties import ufloat

from co2label.footprint import compute_all
from co2label.model import Activity, EmissionFactor, Product

NONE = 0.0


def graph(seed, count, *, loops, amounts=True):
    """Factors as (value, GSD²), lines of each product as (factor or None, used or None, amount, percent)."""
    rng = np.random.default_rng(seed)
    factors = [
        (round(float(rng.uniform(0.1, 9)), 6), round(float(rng.choice([1.05, 1.3, 2.0])), 3))
        for _ in range(6)
    ]

    def percent():
        return float(rng.choice([NONE, 10.0, 30.0])) if amounts else NONE

    rows = []
    for row in range(count):
        lines = [
            (int(rng.integers(6)), None, round(float(rng.uniform(0.1, 9)), 6), percent()) for _ in range(4)
        ]
        lines += [
            (None, int(rng.integers(row)), round(float(rng.uniform(0.01, 0.4)), 6), percent())
            for _ in range(2)
            if row
        ]
        lines += [
            (None, int(rng.integers(count)), round(float(rng.uniform(0.01, 0.1)), 6), percent())
            for _ in range(loops)
        ]
        rows.append(lines)
    return factors, rows


def products(factors, rows):
    made = [
        EmissionFactor(
            id=f"f{i}",
            value=value,
            unit="kgCO2e",
            per="1 kg",
            source={"title": "EPD"},
            uncertainty={"gsd2": gsd2},
        )
        for i, (value, gsd2) in enumerate(factors)
    ]

    def activity(factor, used, amount, percent):
        sure = {"percent": percent} if percent else None
        if factor is None:
            return Activity(
                "a", f"{amount!r} piece", product=f"p{used}", stage="production", uncertainty=sure
            )
        return Activity("a", f"{amount!r} kg", factor=made[factor], stage="production", uncertainty=sure)

    return [
        Product(
            id=f"p{row}",
            name="p",
            declared_unit="1 piece",
            boundary="cradle-to-gate",
            activities=[activity(*line) for line in lines],
        )
        for row, lines in enumerate(rows)
    ]


def solved(system, right):
    """Gauss-Jordan on numbers that carry their derivatives."""
    size = len(right)
    for pivot in range(size):
        head = system[pivot][pivot]
        system[pivot] = [cell / head for cell in system[pivot]]
        right[pivot] = right[pivot] / head
        for row in range(size):
            if row != pivot and system[row][pivot] != 0:
                by = system[row][pivot]
                system[row] = [
                    cell - by * other for cell, other in zip(system[row], system[pivot], strict=True)
                ]
                right[row] = right[row] - by * right[pivot]
    return right


def by_uncertainties(factors, rows):
    """Mean and standard deviation of every figure: each input at its stated value, with a lognormal's spread."""
    shifts = {}

    def uncertain(value, sigma):
        variable = ufloat(value, value * math.sqrt(math.expm1(sigma**2) * math.exp(sigma**2)))
        shifts[variable] = value * math.expm1(sigma**2 / 2)
        return variable

    values = [uncertain(value, math.log(gsd2) / 2) for value, gsd2 in factors]
    system = [[1.0 if row == column else 0.0 for column in range(len(rows))] for row in range(len(rows))]
    right = [0.0] * len(rows)
    for row, lines in enumerate(rows):
        for factor, used, amount, percent in lines:
            sigma = math.sqrt(math.log(1 + (percent / 200) ** 2))
            much = uncertain(amount, sigma) if percent else amount
            if factor is None:
                system[row][used] = system[row][used] - much
            else:
                right[row] = right[row] + much * values[factor]
    figures = solved(system, right)
    means = [
        figure.n + sum(slope * shifts[variable] for variable, slope in figure.derivatives.items())
        for figure in figures
    ]
    return np.array(means), np.array([figure.s for figure in figures])


@pytest.mark.parametrize(
    ("seed", "count", "loops", "amounts"),
    [
        (1, 1, 0, True),
        (2, 1, 0, False),
        (3, 12, 0, True),
        (4, 12, 0, False),
        (5, 12, 1, True),
        (6, 12, 2, True),
        (7, 15, 1, False),
    ],
)
def test_the_same_mean_and_standard_deviation(seed, count, loops, amounts):
    factors, rows = graph(seed, count, loops=loops, amounts=amounts)
    gum = compute_all(products(factors, rows))._emitted.intervals.gum
    mean, sd = by_uncertainties(factors, rows)
    np.testing.assert_allclose(gum.mean, mean, rtol=1e-9)
    np.testing.assert_allclose(gum.sd, sd, rtol=1e-9)


def test_the_graphs_have_loops():
    factors, rows = graph(5, 12, loops=1)
    assert any(note.code == "loop" for pcf in compute_all(products(factors, rows)) for note in pcf.notes)

"""Sparse matrices, components and loops against scipy, and what is said where scipy is missing."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components
from scipy.special import ndtr, ndtri

from co2label import ComputeError
from co2label.footprint import _sparse
from co2label.footprint._moments import exact_normal_cdf, normal_cdf, normal_quantile
from co2label.footprint._sparse import LoopSystem, Sparse, below, beside, components


def both(seed, rows, columns, cells):
    """The same random matrix, here and in scipy; some places come twice."""
    rng = np.random.default_rng(seed)
    row, column = rng.integers(0, rows, cells), rng.integers(0, columns, cells)
    values, shape = rng.normal(size=cells), (rows, columns)
    return Sparse.of(values, (row, column), shape), csr_matrix((values, (row, column)), shape=shape)


SIZES = st.tuples(st.integers(0, 2**32), st.integers(1, 12), st.integers(1, 12), st.integers(0, 60))


@given(SIZES)
def test_a_matrix_is_that_of_scipy(sizes):
    ours, theirs = both(*sizes)
    full = theirs.toarray()

    assert ours.toarray() == pytest.approx(full, abs=1e-14)
    assert ours.transposed().toarray() == pytest.approx(full.T, abs=1e-14)
    assert abs(ours).toarray() == pytest.approx(abs(full), abs=1e-14)
    assert (ours + ours).toarray() == pytest.approx(2 * full, abs=1e-14)
    assert ours.diagonal() == pytest.approx(full.diagonal(), abs=1e-14)
    assert beside([ours, ours]).toarray() == pytest.approx(np.hstack([full, full]), abs=1e-14)
    assert below([ours, ours]).toarray() == pytest.approx(np.vstack([full, full]), abs=1e-14)
    rows, columns = np.arange(ours.shape[0])[::-2], np.arange(ours.shape[1])[::-2]
    assert ours.rows(rows).columns(columns).toarray() == pytest.approx(full[rows][:, columns], abs=1e-14)
    assert ours.rows(slice(1, 5)).columns(slice(2, 7)).toarray() == pytest.approx(full[1:5, 2:7], abs=1e-14)


@given(SIZES)
def test_products_are_those_of_scipy(sizes):
    ours, theirs = both(*sizes)
    dense = np.random.default_rng(sizes[0]).normal(size=(ours.shape[1], 3))

    assert ours @ dense == pytest.approx(theirs @ dense, abs=1e-12)
    assert ours @ dense[:, 0] == pytest.approx(theirs @ dense[:, 0], abs=1e-12)
    assert (ours @ ours.transposed()).toarray() == pytest.approx((theirs @ theirs.T).toarray(), abs=1e-12)


def test_large_and_small_products_have_the_same_bits(monkeypatch):
    ours, _ = both(1, 300, 300, 3000)
    small = ours @ ours
    monkeypatch.setattr(_sparse, "_LARGE", 0)
    large = ours @ ours

    assert small.indices.tolist() == large.indices.tolist()
    assert small.data.tolist() == large.data.tolist()


def test_a_product_is_made_in_parts(monkeypatch):
    ours, theirs = both(2, 40, 30, 200)
    monkeypatch.setattr(_sparse, "_CELLS", 7)
    assert ours @ np.arange(30.0) == pytest.approx(theirs @ np.arange(30.0))


@given(SIZES)
def test_components_are_those_of_scipy(sizes):
    seed, rows, _, cells = sizes
    ours, theirs = both(seed, rows, rows, cells)
    count, group = components(ours)
    expected, labels = connected_components(theirs, directed=True, connection="strong")

    assert count == expected
    assert len(set(zip(group.tolist(), labels.tolist(), strict=True))) == count
    firsts = [int(np.flatnonzero(group == one)[0]) for one in range(count)]
    assert firsts == sorted(firsts)


def test_components_of_large_graphs_are_numbered_alike(monkeypatch):
    ours, _ = both(3, 200, 200, 320)
    small = components(ours)
    monkeypatch.setattr(_sparse, "_LARGE", 0)
    large = components(ours)
    assert small[0] == large[0]
    assert small[1].tolist() == large[1].tolist()


def test_groups_of_a_system_do_not_depend_on_each_other():
    amounts = ([0.1, 0.2, 0.4, 0.3], ([0, 1, 3, 2], [1, 0, 3, 2]))
    together = LoopSystem(Sparse.of(*amounts, (4, 4))).solve(np.ones(4))
    # 1 / (1 - 0.02) of both and their uses; 1 / 0.7 and 1 / 0.6
    assert together == pytest.approx([1.1 / 0.98, 1.2 / 0.98, 1 / 0.7, 1 / 0.6])
    alone = LoopSystem(Sparse.of(amounts[0][:2], ([0, 1], [1, 0]), (2, 2))).solve(np.ones(2))
    assert together[:2].tolist() == alone.tolist()
    with pytest.raises(np.linalg.LinAlgError):
        LoopSystem(Sparse.of([1.0], ([0], [0]), (1, 1))).solve(np.ones(1))


def ring(count):
    rows = np.arange(count)
    return Sparse.of(np.full(count, 0.5), (rows, (rows + 1) % count), (count, count))


def test_a_large_loop_is_that_of_a_full_matrix():
    inside, own = ring(301), np.arange(301.0)
    expected = np.linalg.solve(np.eye(301) - inside.toarray(), own)
    assert LoopSystem(inside).solve(own) == pytest.approx(expected, rel=1e-12)


def test_a_large_loop_without_scipy_names_the_extra(monkeypatch):
    monkeypatch.setattr(_sparse, "_scipy", lambda _: None)
    with pytest.raises(ComputeError, match=r"301 products use each other in a loop.*co2label\[catalogue\]"):
        LoopSystem(ring(301))


def test_the_normal_distribution():
    scores = np.linspace(-8.9, 8.9, 20_001)
    assert normal_cdf(scores) == pytest.approx(ndtr(scores), rel=1e-8, abs=1e-12)
    assert exact_normal_cdf(scores) == pytest.approx(ndtr(scores), rel=1e-13)
    shares = np.concatenate([np.geomspace(1e-300, 0.5, 200), 1 - np.geomspace(1e-15, 0.5, 200)])
    assert normal_quantile(shares) == pytest.approx(ndtri(shares), rel=1e-12, abs=1e-12)
    assert normal_quantile(np.array([0.0, 1.0])).tolist() == [-np.inf, np.inf]


WITHOUT_SCIPY = """
import sys
sys.modules["scipy"] = None
import co2label as c2
from co2label.model import Activity
factor = c2.EmissionFactor(
    id="f", name="f", unit="kgCO2e", per="1 kg", value=2.0, uncertainty={"gsd2": 1.5}, source=c2.Source(title="t", year=2025)
)
common = {"declared_unit": "1 kg", "boundary": "cradle-to-gate", "year": 2025}
activities = [Activity("f", "1 kg", factor="f", stage="production")]
steel = [*activities, Activity("coke", "0.1 kg", product="coke", stage="production")]
coke = [*activities, Activity("steel", "0.2 kg", product="steel", stage="production")]
products = [
    c2.Product(id="steel", name="steel", activities=steel, **common),
    c2.Product(id="coke", name="coke", activities=coke, **common),
]
for one in c2.compute_all(products, c2.FactorLibrary([factor], edition="own")):
    print(one.product.id, round(one.kg_co2e, 6), one.interval is not None)
"""


def test_a_small_loop_with_uncertain_factors_needs_no_scipy():
    done = subprocess.run([sys.executable, "-c", WITHOUT_SCIPY], capture_output=True, text=True, check=True)
    # x = 2 + 0.1 y, y = 2 + 0.2 x: x = 2.2 / 0.98, y = 2.4 / 0.98
    assert done.stdout.splitlines() == ["steel 2.244898 True", "coke 2.44898 True"]

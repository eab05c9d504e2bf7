"""The nested solve: levels, loops, and loops that have no footprint."""

import numpy as np
import pytest

from co2label.footprint._loops import LoopError, Uses, solve, solve_by_size


def uses(*edges):
    user, used, amount = zip(*edges, strict=True)
    return Uses(np.array(user, np.intp), np.array(used, np.intp), np.array(amount, np.float64))


def solved(own, *edges):
    total, loop = solve(np.array(own, np.float64)[:, None], uses(*edges))
    return total.ravel().tolist(), loop.tolist()


def test_a_chain():
    assert solved([1, 1, 1], (0, 1, 2.0), (1, 2, 3.0)) == ([9.0, 4.0, 1.0], [False, False, False])


def test_an_edge_given_twice_counts_twice():
    assert solved([1, 1], (0, 1, 2.0), (0, 1, 3.0))[0] == [6.0, 1.0]


def test_an_edge_of_nothing_is_no_edge():
    assert solved([1, 1, 5], (0, 1, 0.0), (1, 0, 0.0), (2, 2, 0.0), (0, 0, 0.0)) == (
        [1.0, 1.0, 5.0],
        [False] * 3,
    )


def test_a_loop_and_what_hangs_on_it():
    total, loop = solved([1, 1, 1, 1], (0, 1, 0.5), (1, 0, 0.5), (2, 0, 1.0), (1, 3, 1.0))
    # x0 = 1 + x1/2, x1 = 1 + x0/2 + 1: x0 = 8/3, x1 = 10/3; x2 = 1 + x0
    assert total == pytest.approx([8 / 3, 10 / 3, 11 / 3, 1.0], rel=1e-15)
    assert loop == [True, True, False, False]


def test_a_self_loop():
    assert solved([1], (0, 0, 0.5)) == ([2.0], [True])


def test_gain_of_almost_one_is_solved():
    total, _ = solved([1, 1], (0, 1, 0.99), (1, 0, 0.99))
    assert total == pytest.approx([100.0, 100.0], rel=1e-12)


@pytest.mark.parametrize("gain", [1.0, 1.0 - 1e-12, 2.0, 1e15])
def test_gain_of_one_or_more_is_refused(gain):
    with pytest.raises(LoopError) as caught:
        solved([1, 1, 1], (0, 1, gain), (1, 0, gain), (2, 0, 1.0))
    assert sorted(caught.value.loop) == [0, 1]


def test_of_two_loops_the_steep_one_is_named():
    with pytest.raises(LoopError) as caught:
        solved([1] * 5, (0, 1, 0.5), (1, 0, 0.5), (2, 3, 2.0), (3, 4, 1.0), (4, 2, 1.0))
    assert sorted(caught.value.loop) == [2, 3, 4]
    assert caught.value.gain == pytest.approx(2.0)


HARMLESS = {
    "itself": [(0, 0, 0.9)],
    "another ring with much in it": [(0, 2, 0.9), (2, 0, 0.9)],
    "a ring that hangs on it": [(1, 2, 1e3), (2, 3, 1e3), (3, 2, 9e-7)],
    "a credit": [(0, 2, -50.0), (2, 0, 1.0)],
}


@pytest.mark.parametrize("beside", HARMLESS.values(), ids=HARMLESS)
def test_a_harmless_loop_beside_the_steep_one_is_not_named(beside):
    # 0 and 1 gain 10 x 0.15 = 1.5
    with pytest.raises(LoopError) as caught:
        solved([1] * 4, (0, 1, 10.0), (1, 0, 0.15), *beside)
    assert caught.value.loop == [0, 1]
    assert caught.value.gain == pytest.approx(1.5)


def test_loops_that_are_too_steep_only_together():
    # each of the two loops through 0 gains 0.6; together 1.2
    with pytest.raises(LoopError) as caught:
        solved([1] * 4, (0, 1, 1.0), (1, 0, 0.6), (0, 2, 1.0), (2, 0, 0.6), (3, 0, 1.0))
    assert sorted(caught.value.group) == [0, 1, 2]
    assert caught.value.gain == pytest.approx(0.6)


@pytest.mark.parametrize("back", [-0.1, -1.0, -3.0, -1e6])
def test_a_loop_with_a_credit_is_solved(back):
    # x0 = 1 + 2 x1, x1 = 1 + back x0: x0 (1 - 2 back) = 3
    total, loop = solved([1, 1], (0, 1, 2.0), (1, 0, back))
    assert total[0] == pytest.approx(3 / (1 - 2 * back), rel=1e-12)
    assert total[1] == pytest.approx(1 + back * total[0], rel=1e-9, abs=1e-12)
    assert loop == [True, True]


def test_a_product_that_avoids_itself_is_solved():
    assert solved([3], (0, 0, -2.0))[0] == [1.0]


def test_credits_do_not_make_a_steep_loop_good():
    # what 0 needs of itself is 1.2, though a credit brings it to 0.7 in all
    with pytest.raises(LoopError) as caught:
        solved([1, 1], (0, 0, 1.2), (0, 1, -0.5), (1, 0, 1.0))
    assert caught.value.loop == [0]


def test_two_credits_that_leave_no_solution_are_refused():
    # x0 = 1 - 2 x1, x1 = 1 - x0 / 2: nothing is left to solve for
    with pytest.raises(LoopError) as caught:
        solved([1, 1], (0, 1, -2.0), (1, 0, -0.5))
    assert sorted(caught.value.loop) == [0, 1]


def test_sizes_in_loops_with_credits_are_those_of_what_is_made_in_all():
    rng = np.random.default_rng(13)
    for _ in range(200):
        count, edges = int(rng.integers(1, 9)), int(rng.integers(1, 25))
        user, used = rng.integers(0, count, edges), rng.integers(0, count, edges)
        amount = rng.uniform(-1.5, 0.2, edges)
        amount[0] = -abs(amount[0])
        dense = np.zeros((count, count))
        np.add.at(dense, (user, used), amount)
        own = rng.uniform(0, 1, (count, 2))
        try:
            total, loop = solve(own, Uses(user, used, amount))
        except LoopError:
            continue
        size = solve_by_size(own, Uses(user, used, amount))
        assert size is None or (size >= np.abs(total) - 1e-9).all()
        if loop.all() and size is not None and len(_groups(dense)) == 1:
            expected = np.abs(np.linalg.inv(np.eye(count) - dense)) @ own
            np.testing.assert_allclose(size, expected, rtol=1e-9)


def _groups(dense):
    reach = np.linalg.matrix_power(np.eye(len(dense)) + (dense != 0), len(dense)) > 0
    return {tuple(row) for row in (reach & reach.T).tolist()}


@pytest.mark.parametrize("low", [0.0, -2.0])
def test_random_loops_agree_with_a_dense_solve(low):
    rng = np.random.default_rng(11)
    for _ in range(300):
        count, edges = int(rng.integers(1, 30)), int(rng.integers(1, 60))
        user, used = rng.integers(0, count, edges), rng.integers(0, count, edges)
        amount = rng.uniform(low, 0.12, edges)
        own = rng.normal(size=(count, 3))
        dense = np.zeros((count, count))
        np.add.at(dense, (user, used), amount)
        if np.abs(np.linalg.eigvals(np.maximum(dense, 0))).max() >= 0.98:
            continue
        total, _ = solve(own, Uses(user, used, amount))
        np.testing.assert_allclose(total, np.linalg.solve(np.eye(count) - dense, own), rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("low", [0.0, -0.3])
def test_random_loops_are_refused_exactly_when_the_spectral_radius_of_what_is_no_credit_reaches_one(low):
    rng = np.random.default_rng(12)
    refused = 0
    for _ in range(300):
        count, edges = int(rng.integers(2, 12)), int(rng.integers(5, 30))
        user, used = rng.integers(0, count, edges), rng.integers(0, count, edges)
        amount = rng.uniform(low, 0.9, edges)
        dense = np.zeros((count, count))
        np.add.at(dense, (user, used), amount)
        radius = np.abs(np.linalg.eigvals(np.maximum(dense, 0))).max()
        try:
            solve(np.ones((count, 1)), Uses(user, used, amount))
        except LoopError as error:
            refused += 1
            assert radius >= 1
            loop, gain = error.loop, error.gain
            ring = zip(loop, loop[1:] + loop[:1], strict=True)
            assert gain == pytest.approx(np.prod([dense[step] for step in ring]))
        else:
            assert radius < 1
    assert refused > 50

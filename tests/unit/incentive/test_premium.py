"""The limit of premiums without a draw, as Miyagi Prefecture states it (2019-01-04): below 1,000 yen 200 yen, else 2/10."""

import pytest

from co2label.errors import DocumentError
from co2label.incentive import check_premium


@pytest.mark.parametrize(
    ("price", "limit"),
    [(1, 200), (999, 200), (1000, 200), (1001, 200), (1004, 200), (1005, 201), (1200, 240), (10_000, 2000)],
)
def test_at_just_below_and_just_above_the_limit(price, limit):
    got = [check_premium(price, gift, use="goods") for gift in (limit - 1, limit, limit + 1)]
    assert [check.within for check in got] == [True, True, False]
    assert {check.limit for check in got} == {limit}
    assert "法的助言ではありません" in got[0].note["ja"]
    assert "no legal advice" in got[0].note["en"]


def test_points_that_pay_in_the_own_shop_are_a_reduction():
    check = check_premium(500, 400, use="own-shop-payment")
    assert (check.within, check.limit) == (True, None)
    assert "値引" in check.note["ja"]
    assert "no legal advice" in check.note["en"]


@pytest.mark.parametrize("wrong", [(0, 1), (100, -1), (100.0, 1), (True, 1), ("100", 1)])
def test_yen_are_whole(wrong):
    with pytest.raises(DocumentError):
        check_premium(*wrong, use="goods")


def test_the_use_is_said():
    with pytest.raises(DocumentError, match="use"):
        check_premium(100, 1, use="lottery")

"""Return gifts against the limits of the law, at, just below and just above each."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

import co2label as c2
from co2label.incentive import FURUSATO_2019, check_furusato, gift_premium

MADE = runpy.run_path(str(Path(__file__).parents[2] / "gift_terms.py"))
gift, programme = MADE["gift"], MADE["programme"]


@pytest.mark.parametrize(("yen", "within"), [(199, True), (200, True), (201, False)])
def test_the_limit_of_premiums_below_a_thousand_yen(yen, within):
    """30 kWh at 31 yen are 930 yen: below 1,000 yen a premium is worth 200 yen at most."""
    found = gift_premium(programme(gift(kwh=30, yen=yen), yen_per_kwh=31), gift(kwh=30, yen=yen))
    assert (found.price, found.check.limit, found.check.within) == (930, 200, within)


@pytest.mark.parametrize(("yen", "within"), [(1859, True), (1860, True), (1861, False)])
def test_the_limit_of_premiums_from_a_thousand_yen_on(yen, within):
    """300 kWh at 31 yen are 9,300 yen, two tenths of which are 1,860."""
    found = gift_premium(programme(yen_per_kwh=31), gift(yen=yen))
    assert (found.price, found.check.limit, found.check.within) == (9300, 1860, within)


def test_several_pieces_may_pass_the_limit_that_one_piece_keeps():
    """10 kWh at 30 yen are 300 yen with a gift of 90; three of them are 900 yen with 270, and 200 is the limit."""
    one = gift(kwh=10, yen=90)
    found = gift_premium(programme(one, basis="per-kwh", yen_per_kwh=30), one)
    assert (found.pieces, found.price, found.worth, found.check.within) == (4, 1200, 360, False)
    capped = gift_premium(programme(one, basis="per-kwh", yen_per_kwh=30, cap_per_household=2), one)
    assert (capped.pieces, capped.worth, capped.check.within) == (2, 180, True)


def test_without_a_price_there_is_no_answer():
    assert gift_premium(programme(), gift()) is None


@pytest.mark.parametrize(
    ("cost", "local", "within"),
    [(2999, True, True), (3000, True, True), (3001, True, False), (100, False, False)],
)
def test_furusato_three_tenths_and_a_product_of_the_place(cost, local, within):
    """Article 5 of the notification, in force since 2019-06-01: a return of 30 % at most, local products."""
    found = check_furusato(10_000, cost, local=local)
    assert (found.within, found.most) == (within, 3000)
    assert "法的助言ではありません" in found.note["ja"]
    assert (FURUSATO_2019.percent, str(FURUSATO_2019.as_of)) == (30, "2019-06-01")
    with pytest.raises(c2.DocumentError):
        check_furusato(0, cost, local=local)

"""Return gifts: every step at, just below and just above; each kWh once; stock, area, days, terms."""

from __future__ import annotations

import runpy
from decimal import Decimal
from pathlib import Path

import pytest

import co2label as c2
from co2label.incentive import GiftPlace, MeterReading, allot, read_meters, read_programme

EXAMPLES = Path(__file__).parents[3] / "examples"
MADE = runpy.run_path(str(Path(__file__).parents[2] / "gift_terms.py"))
gift, programme, meters, outcome = (MADE[name] for name in ("gift", "programme", "meters", "outcome"))


@pytest.mark.parametrize(
    ("kwh", "got"),
    [("299.999999", None), (300, "salt"), ("599.9", "salt"), (600, "juice"), (10_000, "juice")],
)
def test_the_highest_step_that_was_reached(kwh, got):
    found = outcome(programme(gift(), gift("juice", 600)), ("m", "2026-07", kwh))["m"]
    assert (found.gift, found.kwh) == (got, Decimal(str(kwh)))
    assert found.short_kwh == (None if got else Decimal("0.000001"))


@pytest.mark.parametrize(
    ("kwh", "pieces"), [("99.9", 0), (100, 1), ("199.9", 1), (300, 3), (301, 3), (999, 3)]
)
def test_a_piece_for_each_full_amount_up_to_the_cap(kwh, pieces):
    terms = programme(gift(kwh=100), basis="per-kwh", cap_per_household=3)
    assert outcome(terms, ("m", "2026-07", kwh))["m"].pieces == pieces


def test_contracts_of_a_household_add_up_and_a_reading_given_twice_counts_once():
    rows = [
        ("m", "2026-07", 100, None, "a"),
        ("m", "2026-07", 199, None, "b"),
        ("m", "2026-07", 100, None, "a"),
    ]
    found = allot(programme(), meters(*rows))
    assert (found.allotments[0].kwh, found.allotments[0].short_kwh, found.repeated) == (299, 1, 1)


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (("m", "2026-07", 101), "row 3: contract c-m has another reading of 2026-07, at row 2"),
        (("n", "2026-07", 100, None, "c-m"), "row 3: contract c-m has another reading"),
        (("m", "2026-07-31", 1), "row 3: contract c-m has a reading of the whole month too, at row 2"),
    ],
)
def test_no_kwh_is_counted_twice(second, said):
    with pytest.raises(c2.DocumentError, match=said):
        allot(programme(), meters(("m", "2026-07", 100), second))


@pytest.mark.parametrize(
    ("period", "counts"),
    [
        ("2026-06-30", False),
        ("2026-07-01", True),
        ("2026-09", True),
        ("2026-09-30", True),
        ("2026-10", False),
    ],
)
def test_only_days_of_the_programme_count(period, counts):
    found = outcome(programme(), ("m", period, 300))["m"]
    assert found.reason == ("allotted" if counts else "outside-period")
    assert found.kwh == (300 if counts else 0)


def test_a_month_that_is_only_partly_in_the_programme_is_refused():
    with pytest.raises(
        c2.DocumentError, match="row 2: 2026-07 is only partly in the programme; give its days"
    ):
        allot(programme(first_day="2026-07-02"), meters(("m", "2026-07", 300)))


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("神奈川県横浜市西区", "allotted"),
        ("神奈川県 横浜市", "allotted"),
        ("神奈川県横須賀市", "outside-area"),
        ("群馬県川場村", "allotted"),
        ("群馬県利根郡川場村", "allotted"),
        ("京都府京都市", "outside-area"),
    ],
)
def test_the_area(place, reason):
    terms = programme(area=["神奈川県横浜市", "群馬県川場村", "東京都"])
    assert outcome(terms, ("m", "2026-07", 300, place))["m"].reason == reason


def test_a_place_is_needed_where_there_is_an_area_and_has_its_prefecture():
    with pytest.raises(c2.DocumentError) as caught:
        allot(programme(area=["東京都"]), meters(("m", "2026-07", 1), ("n", "2026-07", 1, "横浜市")))
    assert [one.where for one in caught.value.problems] == ["row 2", "row 3.place"]
    rows = [("m", "2026-07", 1, "東京都町田市"), ("m", "2026-08", 1, "東京都府中市")]
    with pytest.raises(c2.DocumentError, match="m lives in 東京都町田市 at row 2, and here in 東京都府中市"):
        allot(programme(), meters(*rows))


def test_first_come_first_served_and_the_lower_id_on_one_day():
    rows = [
        ("c", "2026-07-04", 300),
        ("b", "2026-07-03", 300),
        ("a", "2026-07-04", 300),
        ("d", "2026-07-02", 299),
    ]
    found = outcome(programme(gift(stock=2)), *rows)
    assert {key: one.reason for key, one in found.items()} == {
        "a": "allotted",
        "b": "allotted",
        "c": "out-of-stock",
        "d": "below-threshold",
    }
    assert str(found["c"].reached) == "2026-07-04"


def test_where_a_gift_is_gone_the_next_lower_one_is_given():
    terms = programme(gift(stock=1), gift("juice", 600, stock=1))
    found = outcome(terms, ("a", "2026-07", 600), ("b", "2026-07", 600), ("c", "2026-07", 600))
    assert [(one.gift, one.reason) for one in found.values()] == [
        ("juice", "allotted"),
        ("salt", "lower-step"),
        (None, "out-of-stock"),
    ]


def test_later_pieces_wait_behind_the_earlier_ones_of_others():
    terms = programme(gift(kwh=100, stock=3), basis="per-kwh")
    found = outcome(terms, ("a", "2026-07", 100), ("a", "2026-09", 300), ("b", "2026-08", 200))
    assert (found["a"].pieces, found["a"].due, found["a"].reason) == (1, 4, "fewer")
    assert (found["b"].pieces, found["b"].due, found["b"].reason) == (2, 2, "allotted")


def test_what_is_left():
    found = allot(
        programme(gift(stock=5), gift("juice", 600)), meters(("a", "2026-07", 300), ("b", "2026-07", 600))
    )
    assert dict(found.left) == {"salt": 4, "juice": None}


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"last_day": "2026-06-30"}, "last_day"),
        ({"area": ["横浜市"]}, "area[0].name"),
        ({"municipalities": ["野田村"]}, "municipalities[0].name"),
        ({"municipalities": ["岩手県久慈市"]}, "gifts[0].municipality"),
        ({"municipalities": [{"name": "岩手県野田村", "code": "035034"}]}, "municipalities[0].code"),
        ({"municipalities": [{"name": "岩手県野田村", "code": "032077"}]}, "municipalities[0].code"),
        ({"gifts": [gift(), gift()]}, "gifts"),
        ({"gifts": [gift(), gift("juice")]}, "gifts"),
        ({"gifts": [gift(), gift("juice", 1)], "basis": "per-kwh"}, "gifts"),
        ({"cap_per_household": 1}, "cap_per_household"),
        ({"yen_per_kwh": 0}, "yen_per_kwh"),
        ({"yen_per_kwh": "31"}, "yen_per_kwh"),
        ({"name": {"ja": "ゼロ・カーボンのお礼"}}, "name.ja"),
        ({"gifts": [{"id": "salt", "name": "エコの塩", "kwh": "300"}]}, "gifts[0].kwh"),
        ({"gifts": [{"id": "salt", "name": "地球にやさしい塩", "kwh": 300}]}, "gifts[0].name.und"),
        (
            {"municipalities": [{"name": {"ja": "岩手県野田村", "en": "Zero Carbon City Noda"}}]},
            "municipalities[0].name.en",
        ),
    ],
)
def test_terms_that_cannot_be_kept_are_refused(fields, where):
    with pytest.raises(c2.DocumentError) as caught:
        programme(**fields)
    assert where in [one.where for one in caught.value.problems]


def test_a_code_is_held_against_the_register():
    assert GiftPlace(name="岩手県久慈市", code="032077").code == "032077"
    assert (
        GiftPlace(name="岩手県遠野市", code="032085").code == "032085"
    )  # not on the list: the check digit alone
    with pytest.raises(c2.DocumentError, match="'032085' is not that of 岩手県久慈市, 032077"):
        GiftPlace(name="岩手県久慈市", code="032085")
    assert GiftPlace(name="Comté de Vernon").code is None


@pytest.mark.parametrize(
    "period", ["2026", "2026-13", "2026-7", "20260701", "2026-07-32", 202607, "2026-07-01T00", "2026-W27-5"]
)
def test_a_period_is_a_day_or_a_month(period):
    with pytest.raises(c2.DocumentError, match="period"):
        MeterReading(member="m", contract="c", period=period, kwh=1)


@pytest.mark.parametrize("kwh", [-1, "-0.1", "x", float("nan"), True, "1e10", "１２", "1,000", "1_000", ".5"])
def test_kwh_are_a_number_from_zero_on(kwh):
    with pytest.raises(c2.DocumentError, match="kwh"):
        MeterReading(member="m", contract="c", period="2026-07", kwh=kwh)


def test_binary_noise_moves_no_step():
    rows = [("m", f"2026-07-0{day}", 0.1) for day in (1, 2, 3)]
    assert (
        outcome(programme(gift(kwh=0.3)), *rows)["m"].gift == "salt"
    )  # 0.1 + 0.1 + 0.1 in floats is above 0.3
    assert outcome(programme(gift(kwh=0.300001)), *rows)["m"].gift is None


def test_the_example():
    terms = read_programme(EXAMPLES / "gifts-iwate.toml")
    found = allot(terms, read_meters(EXAMPLES / "meters.csv"))
    assert [(one.member, one.gift, one.reason) for one in found.allotments] == [
        ("m-1001", "juice", "allotted"),
        ("m-1002", "amber", "allotted"),
        ("m-1003", "juice", "allotted"),
        ("m-1004", None, "below-threshold"),
        ("m-1005", None, "outside-area"),
        ("m-1006", "salt", "lower-step"),
        ("m-1007", None, "outside-period"),
    ]
    assert found.repeated == 1

"""`co2label gifts`: check, allot, letter, from files; every problem at once, and nothing half-written."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest

import builders

EXAMPLES = Path(__file__).parents[3] / "examples"
PROGRAMME, METERS = EXAMPLES / "gifts-iwate.toml", EXAMPLES / "meters.csv"


run = partial(builders.run, "gifts")


def changed(tmp_path, old, new):
    place = tmp_path / "gifts.toml"
    text = PROGRAMME.read_text(encoding="utf-8")
    assert old in text
    place.write_text(text.replace(old, new), encoding="utf-8")
    return place


def test_check_says_limits_places_and_that_it_is_no_legal_advice():
    said = run("check", PROGRAMME, "--donation", 10000, code=1).stdout
    assert "岩手県久慈市: declared, 032077" in said
    assert "within" in said
    assert "ABOVE 3,000" in said
    assert said.count("法的助言ではありません") == 2
    assert "furusato" not in run("check", PROGRAMME).stdout


def test_check_as_json():
    data = json.loads(run("check", PROGRAMME, "--donation", 10000, "--json", "-l", "en", code=1).stdout)
    assert len(data["declared"]) == 9
    assert all(data["declared"].values())
    amber = data["gifts"][2]
    assert amber["premium"] == {"pieces": 1, "price": 37200, "worth": 5000, "limit": 7440, "within": True}
    assert amber["furusato"] == {"within": False, "most": 3000, "local": True}


@pytest.mark.parametrize(("yen", "code"), [(1859, 0), (1860, 0), (1861, 1)])
def test_the_exit_code_says_whether_a_gift_is_above_a_limit(tmp_path, yen, code):
    """300 kWh at 31 yen are 9,300 yen, two tenths of which are 1,860."""
    assert (
        "ABOVE" in run("check", changed(tmp_path, "yen = 600", f"yen = {yen}"), code=code).stdout
    ) == bool(code)


@pytest.mark.parametrize(("donation", "code"), [(16_666, 1), (16_667, 0), (16_668, 0)])
def test_the_exit_code_counts_the_limit_of_donations_too(donation, code):
    """The amber ticket is worth 5,000 yen: three tenths of 16,666.7 yen."""
    run("check", PROGRAMME, "--donation", donation, code=code)


def test_a_place_that_is_not_on_the_list_and_a_price_that_is_not_said(tmp_path):
    place = changed(tmp_path, "yen_per_kwh = 31\n", "")
    place.write_text(
        place.read_text(encoding="utf-8").replace(
            '{ name = { ja = "岩手県九戸村", en = "Kunohe, Iwate" }, code = "035068" }', '"青森県横浜町"'
        ),
        encoding="utf-8",
    )
    said = run("check", place).stdout
    assert "青森県横浜町: not on the bundled list of declared places" in said
    assert "no yen_per_kwh" in said


def test_all_problems_of_a_programme_at_once(tmp_path):
    place = changed(tmp_path, 'code = "032077"', 'code = "032131"')
    place.write_text(place.read_text(encoding="utf-8").replace("kwh = 600", "kwh = 0"), encoding="utf-8")
    said = run("check", place, code=1).stderr
    assert f"{place}: municipalities[0].code: '032131' is 岩手県二戸市, not '岩手県久慈市'" in said
    assert f"{place}: gifts[1].kwh" in said


def test_allot_twice_is_the_same():
    first, second = run("allot", PROGRAMME, METERS), run("allot", PROGRAMME, METERS)
    assert first.stdout == second.stdout
    assert "juice: 0 left" in first.stdout
    assert "below-threshold, 0.1 kWh short" in first.stdout
    assert "given twice and counted once: 1" in first.stderr


def test_allot_as_json_has_a_notice_for_each_household():
    data = json.loads(run("allot", PROGRAMME, METERS, "--json").stdout)
    assert data["left"] == {"salt": 199, "juice": 0, "amber": 0}
    assert data["repeated"] == 1
    by_member = {one["member"]: one for one in data["allotments"]}
    assert by_member["m-1004"]["short_kwh"] == "0.1"
    assert (
        by_member["m-1001"]["notice"]["ja"]
        == "北いわて再エネのお礼：山ぶどうジュース 720 mL 1個をお届けします"
    )


def test_all_problems_of_the_readings_at_once(tmp_path):
    meters = tmp_path / "meters.csv"
    rows = [
        "m-1,c-1,2026-07,300,横浜市",
        "m-2,c-1,2026-07,300,神奈川県横浜市",
        "m-3,c-3,2026-07,-1,神奈川県横浜市",
    ]
    meters.write_text("\n".join(["member,contract,period,kwh,place", *rows[:2]]), encoding="utf-8")
    assert (
        f"{meters}: row 3: contract c-1 has another reading" in run("allot", PROGRAMME, meters, code=1).stderr
    )
    meters.write_text("\n".join(["member,contract,period,kwh,place", rows[0], rows[2]]), encoding="utf-8")
    assert f"{meters}: row 3.kwh: " in run("allot", PROGRAMME, meters, code=1).stderr
    meters.write_text("\n".join(["member,contract,period,kwh,place", rows[0]]), encoding="utf-8")
    assert (
        f"{meters}: row 2.place: '横浜市' has no prefecture" in run("allot", PROGRAMME, meters, code=1).stderr
    )


def test_letters_to_all_who_get_a_gift_or_to_one_household(tmp_path):
    written = run("letter", PROGRAMME, METERS, "-o", tmp_path / "letters").stdout.splitlines()
    assert [Path(line).name for line in written] == [f"m-100{n}.txt" for n in (1, 2, 3, 6)]
    assert "上の段階の品は在庫切れ" in (tmp_path / "letters" / "m-1006.txt").read_text(encoding="utf-8")
    said = run("letter", PROGRAMME, METERS, "--member", "m-1004", "-l", "en").stdout
    assert "You missed the gift by 0.1 kWh" in said
    assert run("letter", PROGRAMME, METERS).stdout.count("----") == 3
    assert "no household 'm-9'" in run("letter", PROGRAMME, METERS, "--member", "m-9", code=1).stderr


@pytest.mark.parametrize("verb", ["check", "allot", "letter"])
def test_a_file_that_is_not_there(verb, tmp_path):
    files = [tmp_path / "none.toml"] if verb == "check" else [tmp_path / "none.toml", METERS]
    assert "no such file; check the path" in run(verb, *files, code=1).stderr

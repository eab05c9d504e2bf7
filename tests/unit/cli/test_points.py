"""`co2label points`: a campaign from its announcement to its audit, from files and by options."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest

import builders
from co2label.incentive import Ledger

EXAMPLES = Path(__file__).parents[3] / "examples"
HEADER = "booking,rule,member,day,product,pieces"


run = partial(builders.run, "points")


@pytest.fixture
def ledger(tmp_path):
    place = tmp_path / "points.db"
    assert run("announce", place, EXAMPLES / "point-campaign.toml").stdout == "mori-2026: announced\n"
    return place


@pytest.fixture
def granted(ledger):
    run("grant", ledger, EXAMPLES / "occasions.csv", "--campaign", "mori-2026")
    return ledger


def test_announcing_again_changes_nothing_and_says_so(ledger):
    again = run("announce", ledger, EXAMPLES / "point-campaign.toml").stdout
    assert again == "mori-2026: was announced before; nothing changed\n"
    assert json.loads(run("announce", ledger, EXAMPLES / "point-campaign.toml", "--json").stdout) == {
        "campaign": "mori-2026",
        "new": False,
    }


def test_other_terms_are_refused(ledger, tmp_path):
    other = tmp_path / "other.toml"
    terms = (EXAMPLES / "point-campaign.toml").read_text(encoding="utf-8")
    other.write_text(terms.replace("rate = 20", "rate = 10"), encoding="utf-8")
    assert "announced already, with other terms" in run("announce", ledger, other, code=1).stderr


def test_a_file_of_grants_twice(ledger):
    ask = ("grant", ledger, EXAMPLES / "occasions.csv", "--campaign", "mori-2026")
    first, second = run(*ask), run(*ask)
    assert "3 booked, 0 had been booked before\n" in first.stderr
    assert "0 booked, 3 had been booked before; nothing changed\n" in second.stderr
    assert first.stdout == second.stdout
    assert run("balance", ledger, "m-1001", "--day", "2026-11-25").stdout == "60\n"
    with Ledger.open(ledger) as book:
        assert book.report("mori-2026").grants == 3


def test_the_cap_is_named_also_when_asked_again(granted):
    ask = ("grant", granted, EXAMPLES / "occasions.csv", "--campaign", "mori-2026", "--json")
    rows = json.loads(run(*ask).stdout)
    assert [(row["points"], row["earned"], row["held_back_by"]) for row in rows] == [
        (40, 40, None),
        (60, 80, "cap-per-day"),
        (20, 20, None),
    ]
    assert rows[1]["notices"][0]["ja"] == "CO₂削減ポイント：80のうち60ポイントを付与(1日の上限、残高60)"


def test_all_problems_of_a_file_at_once_and_nothing_booked(granted, tmp_path):
    before = granted.read_bytes()
    rows = [
        "r-1,onigiri,m-1,2026-11-23,onigiri-salmon,1",
        "r-2,onigiri,m-1,2026-11-23,tea,1",
        "r-3,onigiri,m-1,2027-02-01,onigiri-salmon,1",
        "r-4,bag,m-1,2026-11-23,onigiri-salmon,1",
        "r-0042-1,onigiri,m-9,2026-11-23,onigiri-salmon,2",
    ]
    file = tmp_path / "more.csv"
    file.write_text("\n".join([HEADER, *rows]), encoding="utf-8")
    said = run("grant", granted, file, "--campaign", "mori-2026", code=1).stderr.splitlines()
    for line, part in zip(said, ["row 3.product", "row 4.occasion.day", "row 5.rule", "row 6"], strict=True):
        assert f"{file}: {part}: " in line
    assert granted.read_bytes() == before


def test_what_no_row_may_be(ledger, tmp_path):
    file = tmp_path / "more.csv"
    file.write_text(f"{HEADER}\nr-1,onigiri,m 1,23.11.2026,onigiri-salmon,two\n", encoding="utf-8")
    said = run("grant", ledger, file, "--campaign", "mori-2026", code=1).stderr
    for part in ("row 2.occasion.member", "row 2.occasion.day", "row 2.occasion.pieces"):
        assert f"{file}: {part}: " in said
    file.write_text("booking,rule,who\nr-1,onigiri,m-1\n", encoding="utf-8")
    assert f"{file}: row 1: unknown column 'who'" in run("grant", ledger, file, code=1).stderr
    file.write_text(f"{HEADER}\n", encoding="utf-8")
    assert f"{file}: no row below the header" in run("grant", ledger, file, code=1).stderr


def test_json_rows_and_cp932_tables_say_the_same(ledger, tmp_path):
    row = {"booking": "r-1", "rule": "onigiri", "member": "m-1", "day": "2026-11-23", "evidence": "レシート"}
    row["product"] = "onigiri-salmon"
    as_json, as_csv = tmp_path / "a.json", tmp_path / "a.csv"
    as_json.write_text(json.dumps([row]), encoding="utf-8")
    as_csv.write_text(f"{','.join(row)}\n{','.join(row.values())}\n", encoding="cp932")
    run("grant", ledger, as_json, "--campaign", "mori-2026")
    assert "nothing changed" in run("grant", ledger, as_csv, "--campaign", "mori-2026").stderr


def test_one_grant_by_options_and_its_return(ledger):
    one = ("--booking", "r-9", "--member", "m-1", "--product", "onigiri-salmon", "--pieces", "2")
    where = ("--campaign", "mori-2026", "--rule", "onigiri", "--day", "2026-11-24")
    run("grant", ledger, *one, *where)
    back = ("return", ledger, "--booking", "b-1", "--grant", "r-9", "--pieces", "1", "--day", "2026-11-25")
    assert json.loads(run(*back, "--json").stdout)[0]["points"] == -20
    assert "nothing changed" in run(*back).stderr
    assert run("balance", ledger, "m-1", "--day", "2026-11-26").stdout == "20\n"


def test_a_file_of_returns(granted, tmp_path):
    file = tmp_path / "back.csv"
    file.write_text(
        "booking,grant,day,pieces\nb-1,r-0042-1,2026-11-25,1\nb-2,r-9,2026-11-25,1\n", encoding="utf-8"
    )
    assert f"{file}: row 3: " in run("return", granted, file, code=1).stderr
    assert run("balance", granted, "m-1001", "--day", "2026-11-25").stdout == "60\n"
    file.write_text("booking,grant,day\nb-1,r-0042-1,2026-11-25\n", encoding="utf-8")
    run("return", granted, file)
    assert run("balance", granted, "m-1001", "--day", "2026-11-25").stdout == "40\n"


def test_expiry_on_the_day_after_the_last(granted):
    assert json.loads(run("expire", granted, "mori-2026", "--day", "2027-03-31", "--json").stdout) == []
    rows = json.loads(run("expire", granted, "mori-2026", "--day", "2027-04-01", "--json").stdout)
    assert [row["points"] for row in rows] == [-40, -60, -20]
    assert json.loads(run("balance", granted, "m-1001", "--day", "2027-04-01", "--json").stdout) == {
        "member": "m-1001",
        "day": "2027-04-01",
        "points": 0,
    }


def test_the_report_has_the_note_on_premiums(granted):
    said = run("report", granted, "mori-2026").stdout
    assert "120" in said
    assert "法的助言ではありません" in said
    data = json.loads(run("report", granted, "mori-2026", "--json", "--language", "en").stdout)
    assert (data["granted"], data["held_back"], data["outstanding"]) == (120, 20, 120)
    assert all("no legal advice" in note for note in data["premium"]["notes"])


def test_audit_and_head(granted):
    head = run("head", granted).stdout.strip()
    assert run("audit", granted, "--head", head).stdout == f"3 rows, all add up; head {head}\n"
    assert json.loads(run("head", granted, "--json").stdout)["seq"] == 3
    said = run("audit", granted, "--head", f"2:{head[2:]}", code=1)
    assert "entries[2]: is not the row that was kept as the head" in said.stderr
    assert json.loads(run("audit", granted, "--head", f"2:{head[2:]}", "--json", code=1).stdout)["problems"]
    run("audit", granted, "--head", "x", code=2)


def test_the_limit_of_premiums():
    assert run("premium", "--price", 999, "--gift", 200).stdout.startswith("within: 200 yen")
    assert run("premium", "--price", 999, "--gift", 201, code=1).stdout.startswith("ABOVE: 201 yen")
    assert not json.loads(run("premium", "--price", 999, "--gift", 201, "--json", code=1).stdout)["within"]
    own = json.loads(
        run(
            "premium", "--price", 500, "--gift", 400, "--use", "own-shop-payment", "--json", "-l", "fr"
        ).stdout
    )
    assert (own["within"], own["limit"], own["as_of"]) == (True, None, "2019-01-04")
    assert "conseil juridique" in own["note"]


def test_a_ledger_is_made_by_an_announcement_only(tmp_path):
    for ask in (("head",), ("audit",), ("balance", "m-1"), ("report", "c"), ("expire", "c")):
        verb, *rest = ask
        assert "no such ledger" in run(verb, tmp_path / "none.db", *rest, code=1).stderr
    assert list(tmp_path.iterdir()) == []


def test_options_that_would_do_nothing_are_refused(ledger):
    run("grant", ledger, EXAMPLES / "occasions.csv", "--member", "m-1", code=2)
    run("grant", ledger, EXAMPLES / "occasions.csv", "--day", "2026-11-23", code=2)
    assert "--booking and --member" in run("grant", ledger, code=2).stderr
    run("return", ledger, "--booking", "b", code=2)

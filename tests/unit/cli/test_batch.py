"""`co2label batch`: options that do not go together, what is printed, exit codes, interruptions."""

import datetime as dt
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from co2label.cli import _clock, app

EXAMPLES = Path(__file__).parents[3] / "examples"
TABLES = [
    str(EXAMPLES / "catalogue" / "products.csv"),
    "--activities",
    str(EXAMPLES / "catalogue" / "lines.csv"),
]
BOWLS = str(EXAMPLES / "bowls.toml")


def batch(*arguments, code=0):
    result = CliRunner().invoke(app, ["batch", *map(str, arguments)])
    assert result.exit_code == code, result.output
    return result


def test_a_document(tmp_path):
    out = tmp_path / "out"
    said = json.loads(batch(BOWLS, "-o", out, "--format", "svg,png", "--qr", "--json").stdout)
    assert {key: said[key] for key in ("folder", "labelled", "computed", "refused", "before")} == {
        "folder": str(out),
        "labelled": 2,
        "computed": 1,
        "refused": 0,
        "before": 0,
    }
    assert 0 < said["seconds"] < 60
    names = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    for name in ("gyudon", "oyakodon"):
        assert {f"{kind}/{name}.{end}" for kind in ("labels", "qr") for end in ("png", "svg")} <= names


def test_tables_with_the_words_of_the_end(tmp_path):
    result = batch(
        *TABLES, "-o", tmp_path / "out", "--format", "svg", "--workers", "1", "--book", "book.sqlite"
    )
    assert "with a label" in result.stdout
    assert " 28 " in result.stdout
    assert "products.csv: CSV in UTF-8" in result.stderr
    assert (tmp_path / "out" / "book.sqlite").is_file()


def test_a_label_in_bulk_is_the_label_alone(tmp_path):
    """To the byte the one that `co2label label` writes."""
    more = ["--language", "ja+en", "--issued", "2026-11-23"]
    batch(BOWLS, "-o", tmp_path / "out", *more)
    one = CliRunner().invoke(
        app, ["label", BOWLS, "--product", "gyudon", "-o", str(tmp_path / "one.png"), *more]
    )
    assert one.exit_code == 0
    assert (tmp_path / "out" / "labels" / "gyudon.png").read_bytes() == (tmp_path / "one.png").read_bytes()


def test_what_is_refused_is_counted_and_the_code_is_one(tmp_path):
    table = tmp_path / "products.csv"
    table.write_text(
        "id,name,declared_unit,boundary,year\n=cmd,Tea,1 piece,cradle-to-gate,2025\nbun,Bun,1 piece,cradle-to-gate,2025\n"
    )
    lines = tmp_path / "lines.csv"
    lines.write_text("product_id,name,amount,unit,factor,stage\nbun,flour,50,g,food.rice,raw-materials\n")
    said = [
        "--workers",
        "1",
        "--company",
        "Chaya",
        "--valid-until",
        "2027-11-22",
        "--info-url",
        "https://example.jp/x",
    ]
    result = batch(table, "--activities", lines, "-o", tmp_path / "out", *said, code=1)
    errors = (tmp_path / "out" / "errors.csv").read_text(encoding="utf-8-sig")
    assert f"1 refused; {tmp_path / 'out' / 'errors.csv'} says which, where and why" in result.stderr
    assert ",2,id," in errors
    assert (tmp_path / "out" / "labels" / "bun.png").is_file()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([BOWLS], "give a folder"),
        ([BOWLS, "-o", "x", "--activities", "lines.csv"], "a document holds the activities"),
        ([BOWLS, "-o", "x", "--format", "gif"], "expected one of html, pdf, png, svg, zpl, got 'gif'"),
        ([BOWLS, "-o", "x", "--format", "svg", "--dpi", "203"], "only png and zpl have dots per inch"),
        ([BOWLS, "-o", "x", "--format", "svg", "--ink", "black"], "only png has an ink"),
        (
            [BOWLS, "-o", "x", "--template", "menu"],
            "expected one of calorie, detail, mark, mini",
        ),
        ([BOWLS, "-o", "x", "--workers", "0"], "expected 1 to 256, got 0"),
        ([BOWLS, "-o", "x", "--valid-until", "soon"], "expected a day such as"),
    ],
)
def test_options_that_do_not_go_together(tmp_path, monkeypatch, arguments, message):
    monkeypatch.chdir(tmp_path)
    assert message in " ".join(batch(*arguments, code=2).stderr.replace("│", " ").split())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["none.toml", "-o", "x"], "none.toml: no such file"),
        ([TABLES[0], "-o", "x"], "lines"),
        ([BOWLS, "-o", "x", "--book", "a/b.sqlite"], "expected the name of a file in the folder"),
        ([BOWLS, "-o", "x", "--company", "C\u202eo"], "company"),
        ([BOWLS, "-o", "x", "--format", "zpl", "--dpi", "100"], "203"),
    ],
)
def test_what_is_refused_before_anything_is_written(tmp_path, monkeypatch, arguments, message):
    monkeypatch.chdir(tmp_path)
    assert message in batch(*arguments, code=1).stderr
    assert list(tmp_path.iterdir()) == []


def test_a_dry_run_writes_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = batch(*TABLES, "--dry-run", "--workers", "2")
    assert result.stdout.startswith("32 products, 0 rows that are none; about ")
    assert "nothing was written" in result.stdout
    said = json.loads(batch(*TABLES, "--dry-run", "--json").stdout)
    assert (said["products"], said["sampled"], said["refused"]) == (32, 32, 0)
    assert said["bytes"] > 100_000
    assert list(tmp_path.iterdir()) == []


def test_a_run_that_goes_on_the_next_day_issues_what_it_began_with(tmp_path, monkeypatch):
    monkeypatch.setattr(_clock, "today", lambda: dt.date(2026, 11, 23))
    batch(BOWLS, "-o", tmp_path / "out", "--format", "svg")
    before = (tmp_path / "out" / "labels" / "gyudon.svg").read_bytes()
    (tmp_path / "out" / "labels" / "gyudon.svg").unlink()
    monkeypatch.setattr(_clock, "today", lambda: dt.date(2026, 11, 24))
    batch(BOWLS, "-o", tmp_path / "out", "--format", "svg")
    assert (tmp_path / "out" / "labels" / "gyudon.svg").read_bytes() == before
    batch(BOWLS, "-o", tmp_path / "out", "--format", "svg", "--restart")
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["options"]["today"] == "2026-11-24"


PROGRAM = """
import datetime as dt
from co2label.cli import _clock, main
_clock.today = lambda: dt.date(2026, 11, 24)
main()
"""
"""On the day that `conftest.py` sets in this process: the manifest names it."""
COMMAND = [sys.executable, "-c", PROGRAM, "batch"]
OPTIONS = ["--issued", "2026-11-23", "--format", "svg", "--template", "mini"]


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A document of 400 products, and the folder of a run without interruption."""
    folder = tmp_path_factory.mktemp("whole")
    product = {
        "name": "Tea", "declared_unit": "1 piece", "boundary": "cradle-to-gate", "year": 2025,
        "activities": [{"name": "gas", "amount": "0.2 kg", "gas": "CO2", "stage": "production"}],
        "declaration": {"company": "C", "valid_until": "2027-11-22", "info_url": "https://example.jp/x"},
    }  # fmt: skip
    products = [{"id": f"tea-{number}", **product} for number in range(400)]
    (folder / "many.json").write_text(json.dumps({"products": products}))
    batch(folder / "many.json", *OPTIONS, "--workers", "1", "-o", folder / "out")
    return folder


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_the_command_interrupted_by_a_signal_goes_on(tmp_path, whole, number):
    """With two worker processes, which end as well and leave nothing behind."""
    out, journal = tmp_path / "out", tmp_path / "out" / ".co2label" / "journal.jsonl"
    command = [*COMMAND, str(whole / "many.json"), *OPTIONS, "--workers", "2", "-o", str(out)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while not (journal.exists() and journal.read_bytes().count(b"\n") > 20):
        time.sleep(0.005)
        assert running.poll() is None
    running.send_signal(number)
    _, said = running.communicate(timeout=60)
    assert running.returncode == (130 if number == signal.SIGINT else -9)
    if number == signal.SIGINT:
        assert said == f"stopped; the same command goes on where this run is now, in {out}\n"
    again = batch(whole / "many.json", *OPTIONS, "--workers", "1", "-o", out, "--json")
    assert 20 <= json.loads(again.stdout)["before"] < 400
    expected = {
        path.relative_to(whole / "out"): path for path in (whole / "out").rglob("*") if path.is_file()
    }
    found = {path.relative_to(out): path for path in out.rglob("*") if path.is_file()}
    assert found.keys() == expected.keys()
    assert all(found[name].read_bytes() == expected[name].read_bytes() for name in found)


@pytest.mark.parametrize("wait", [0.0, 0.05, 0.2])
def test_ctrl_c_while_workers_begin_is_said_in_one_line(tmp_path, whole, wait):
    """A terminal sends it to the workers too, which may still be importing."""
    out = tmp_path / "out"
    command = [*COMMAND, str(whole / "many.json"), *OPTIONS, "--workers", "4", "-o", str(out)]
    running = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    while not (out / ".co2label" / "journal.jsonl").exists():
        time.sleep(0.005)
        assert running.poll() is None
    time.sleep(wait)
    os.killpg(running.pid, signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert said == f"stopped; the same command goes on where this run is now, in {out}\n"
    assert running.returncode == 130

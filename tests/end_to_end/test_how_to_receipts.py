"""The page on receipts: its commands and its code run as they stand there."""

import datetime as dt
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from co2label.cli import app

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "how-to" / "receipts.md").read_text(encoding="utf-8")

VALID = (dt.datetime.now().astimezone().date() + dt.timedelta(days=120)).isoformat()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_commands_and_the_code(folder, capsys):
    blocks = re.findall(r"```(console|python)\n(.*?)```", PAGE, re.DOTALL)
    kinds = ["console", "python", "console", "python", "python", "console", "console", "python", "python"]
    assert [kind for kind, _ in blocks] == kinds
    for kind, block in blocks:
        if kind == "python":
            exec(compile(block, "receipts.md", "exec"), {})
            continue
        for line in block.splitlines():
            done = CliRunner().invoke(app, shlex.split(line.replace("2027-03-31", VALID))[1:])
            assert done.exit_code == 0, done.output
    out = capsys.readouterr().out
    kg, covered, items, unknown = re.match(r"(\S+) (\d) (\d) (.*)", out).groups()
    assert float(kg) == pytest.approx(2 * 0.2359 + 2.7333, abs=1e-3)
    assert (covered, items, unknown) == ("2", "3", "('4901234567894',)")
    assert {"book.sqlite", "slip.bin", "slip.receipt", "slip.co2.json"} <= {
        one.name for one in folder.iterdir()
    }
    assert "Unmatched(invoice_lines=('3',), receipt_lines=())" in out
    assert '"@type": "Order"' in out
    assert (folder / "with-co2.xml").read_bytes().count(b"CO2e [kg]") == 2

"""The page on points: its commands and its code run as they stand there, one after the other."""

import re
import shlex
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from co2label.cli import app

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "how-to" / "points.md").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_campaign_of_the_page_is_the_example():
    (block,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    assert tomllib.loads(block) == tomllib.loads(
        (ROOT / "examples" / "point-campaign.toml").read_text(encoding="utf-8")
    )


def test_the_commands_and_the_code(folder, capsys):
    said = []
    for kind, block in re.findall(r"```(console|python)\n(.*?)```", PAGE, re.DOTALL):
        if kind == "python":
            exec(compile(block, "points.md", "exec"), {})
            continue
        for line in block.splitlines():
            arguments = shlex.split(line)[1:]
            if arguments[0] in {"label", "page"}:
                arguments += ["--issued", "2026-11-24"]
            done = CliRunner().invoke(app, arguments)
            assert done.exit_code == 0, done.output
            said.append(done.stdout + done.stderr)
    assert "0 booked, 3 had been booked before; nothing changed" in said[4]
    assert said[6] == "40\n"
    assert "rows, all add up" in said[9]
    assert "CO2削減ポイント：40ポイント" in capsys.readouterr().out
    assert (folder / "onigiri-points.png").is_file()
    assert (folder / "receipt.png").is_file()

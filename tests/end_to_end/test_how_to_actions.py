"""The page on actions: its commands and its code run as they stand there."""

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from co2label.cli import app

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "how-to" / "actions.md").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_commands_and_the_code(folder, capsys):
    blocks = re.findall(r"```(console|python)\n(.*?)```", PAGE, re.DOTALL)
    assert [kind for kind, _ in blocks] == ["console"] * 4 + ["python"]
    for kind, block in blocks:
        if kind == "python":
            exec(compile(block, "actions.md", "exec"), {})
            continue
        for line in block.splitlines():
            done = CliRunner().invoke(app, shlex.split(line)[1:])
            assert done.exit_code == 0, done.output
    assert "Count(pledged=1, done=6, verified=0)" in capsys.readouterr().out
    assert {"card.png", "wide.png", "pledge.png"} <= {one.name for one in folder.iterdir()}

"""The page on uncertainty and comparison, followed word for word."""

from __future__ import annotations

import re
from pathlib import Path

from typer.testing import CliRunner

from co2label.cli import app

PAGE = (Path(__file__).parents[2] / "docs/how-to/uncertainty-and-comparison.md").read_text(encoding="utf-8")
BLOCKS = dict(re.findall(r"```(\w+)\n(.*?)```", PAGE, re.DOTALL))


def test_the_page(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("cups.toml").write_text(BLOCKS["toml"], encoding="utf-8")
    for command in BLOCKS["sh"].splitlines():
        result = CliRunner().invoke(app, command.split()[1:])
        assert result.exit_code == 0, result.output
    exec(BLOCKS["python"], {})
    out = capsys.readouterr().out
    assert "New cup: 22% lower CO₂ footprint than Old cup (each)" in out
    assert "Change(kind=" in out

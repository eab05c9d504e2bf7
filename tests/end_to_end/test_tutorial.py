"""The tutorial, followed word for word."""

from __future__ import annotations

import re
from pathlib import Path

from builders import invoke

TUTORIAL = (Path(__file__).parents[2] / "docs" / "tutorial.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", TUTORIAL, re.DOTALL)
TOML = [text for language, text in BLOCKS if language == "toml"]
PYTHON = next(text for language, text in BLOCKS if language == "python")


def test_every_command_of_the_tutorial(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    tea = Path("tea.toml")
    tea.write_text(TOML[0], encoding="utf-8")
    commands = [
        line.split()[1:] for _, text in BLOCKS for line in text.splitlines() if line.startswith("co2label ")
    ]

    label = next(place for place, command in enumerate(commands) if command[0] == "label")
    for command in commands[:label]:
        assert invoke(*command).exit_code == 0, command
    assert invoke(*commands[label]).exit_code == 1  # the declaration is still missing
    tea.write_text("\n".join(TOML), encoding="utf-8")
    for command in commands[label:]:
        result = invoke(*command)
        assert result.exit_code == 0, (command, result.output)
    made = ("tea.png", "shelf.png", "packs.svg", "qr.svg", "site/index.html")
    assert all(Path(name).stat().st_size > 1000 for name in made)


def test_the_python_of_the_tutorial(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    exec(PYTHON, {})

    assert Path("tea.png").exists()

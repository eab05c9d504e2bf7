"""The reference of the commands names all commands and options, and none that there is not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from co2label.cli import app

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
SECTIONS = dict(
    re.findall(r"^## `co2label ([a-z ]+?)(?: [A-Z ]+)?`\n(.*?)(?=^## )", PAGE, re.DOTALL | re.MULTILINE)
)


def commands(group, name=""):
    for key, command in group.commands.items():
        full = f"{name} {key}".strip()
        if hasattr(command, "commands"):
            yield from commands(command, full)
        else:
            yield full, command


COMMANDS = dict(commands(typer.main.get_command(app)))


def test_every_command_has_its_section():
    assert sorted(SECTIONS) == sorted(COMMANDS)


def test_the_page_has_the_groups_and_the_order_of_the_help():
    shown = CliRunner().invoke(app, ["--help"], env={"COLUMNS": "100"}).stdout
    titles = re.findall(r"^╭─ (.*?) ─+╮$", shown, re.MULTILINE)[1:]
    rows = re.findall(r"^│ ([a-z]+) ", shown, re.MULTILINE)
    start, end = PAGE.index("\n**"), PAGE.index("## What all of them")
    assert re.findall(r"^\*\*(.*)\*\*$", PAGE[start:end], re.MULTILINE) == titles
    assert re.findall(r"^\| \[`([a-z]+)`\]", PAGE[start:end], re.MULTILINE) == rows
    assert list(dict.fromkeys(name.split()[0] for name in SECTIONS)) == rows


@pytest.mark.parametrize("name", COMMANDS)
def test_a_section_names_the_options_of_its_command(name):
    named = set(re.findall(r"--[a-z][a-z-]*", SECTIONS[name])) - {"--help"}
    options = {
        each
        for one in COMMANDS[name].params
        for each in one.opts
        if each.startswith("--") and each != "--help"
    }
    assert named == options


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name):
    result = CliRunner().invoke(app, [*name.split(), "--help"])
    assert result.exit_code == 0
    assert f"co2label {name}" in result.stdout


def test_the_stock_that_is_named_is_there():
    help_text = CliRunner().invoke(app, ["label", "--help"]).stdout
    result = CliRunner().invoke(app, ["label", "examples/onigiri.toml", "--stock", "none", "-o", "x.pdf"])
    known = set(re.findall(r"\b[LJ]\d{4}\b", result.stderr))
    assert known == set(re.findall(r"\b[LJ]\d{4}\b", help_text)) == set(re.findall(r"`([LJ]\d{4})`", PAGE))


def test_links_within_the_page_lead_somewhere():
    headings = re.findall(r"^## (.*)$", PAGE, re.MULTILINE)
    anchors = {re.sub(r"[^a-z0-9 _-]", "", each.lower()).replace(" ", "-") for each in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", PAGE)) <= anchors

"""The page on the origin of electricity, followed word for word."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

import co2label as c2
from co2label.cli import app
from co2label.model import PowerMix

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "renewable-origin.md").read_text(encoding="utf-8")


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def tea(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("tea.toml").write_text(blocks("toml")[0], encoding="utf-8")
    return c2.compute(c2.read_document("tea.toml").products[0])


def test_the_line_and_the_figure_are_those_of_the_page(tea):
    said = c2.declare(tea, issued="2026-11-23")

    assert f"「{said.indicators[0]['ja']}」" in PAGE
    assert tea.kg_co2e == pytest.approx(0.12 * (1 - 300 / 400) * 0.421)


def test_the_mix_of_the_page_is_one():
    assert PowerMix.read(tomllib.loads(blocks("toml")[1])["mix"]).share("fit") == 14


@pytest.mark.usefixtures("tea")
def test_the_commands_say_and_draw_it():
    commands = re.findall(r"^co2label (.*)$", PAGE, re.MULTILINE)
    assert len(commands) == 3
    for command in commands:
        result = CliRunner().invoke(app, command.split())
        assert result.exit_code == 0, result.output
        assert "製造の電気の75%は再エネ（岩手県久慈市の風力）" in result.stdout
    assert Path("mix.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.usefixtures("tea")
def test_the_script_draws_the_picture(capsys):
    exec(blocks("python")[0], {})

    assert Path("mix.png").read_bytes().startswith(b"\x89PNG")
    assert capsys.readouterr().out.startswith(
        "renewable 0.75\n75% of the electricity for making it is renewable (wind"
    )

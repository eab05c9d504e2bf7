"""Every command that the README and the how-to pages show does its work in a folder with the examples."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from co2label.cli import app

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs" / "how-to").glob("*.md"))]
LINE = re.compile(r"^(?:\$ )?co2label (.*?)(?:\s+#.*)?$", re.MULTILINE)


def blocks(page, *languages):
    """The blocks of code of a page that are in one of the languages."""
    found = re.findall(r"^```(\w*)\n(.*?)^```$", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    return [text for language, text in found if language in languages]


def commands(page):
    return [shlex.split(line) for block in blocks(page, "sh", "console", "") for line in LINE.findall(block)]


def prepare(folder, page, lines):
    """The examples, and the files that a page shows as TOML and then names."""
    shutil.copytree(ROOT / "examples", folder / "examples")
    shutil.copy(ROOT / "examples" / "onigiri.toml", folder)
    named = {word for line in lines for word in line if re.fullmatch(r"[\w-]+\.toml", word)}
    for name in named - {"onigiri.toml"}:
        (folder / name).write_text(blocks(page, "toml")[0], encoding="utf-8")


@pytest.mark.parametrize("page", [each for each in PAGES if commands(each)], ids=lambda page: page.stem)
def test_the_commands_of_a_page(tmp_path, monkeypatch, page):
    lines = commands(page)
    prepare(tmp_path, page, lines)
    monkeypatch.chdir(tmp_path)
    for line in lines:
        arguments = [word for word in line if word not in {"--serve", "--review"}]  # which go on until Ctrl-C
        result = CliRunner().invoke(app, arguments)
        assert result.exit_code == 0, (line, result.output)
        outputs = [arguments[place + 1] for place, word in enumerate(arguments) if word == "-o"]
        assert all(Path(output).exists() for output in outputs)


def test_the_stock_that_a_page_shows(tmp_path):
    page = ROOT / "docs" / "how-to" / "shelf-menu-sheet.md"
    (tmp_path / "mine.toml").write_text(blocks(page, "toml")[0], encoding="utf-8")
    arguments = ["label", str(ROOT / "examples" / "onigiri.toml"), "--template", "mini", "--size", "60x38"]
    sheet = ["--stock", str(tmp_path / "mine.toml"), "--copies", "21", "-o", str(tmp_path / "sheet.svg")]
    result = CliRunner().invoke(app, [*arguments, *sheet])
    assert result.exit_code == 0, result.output
    assert "Our stock" in (tmp_path / "sheet.svg").read_text(encoding="utf-8")

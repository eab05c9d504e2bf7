"""How-to pages are followed word for word, in a folder that holds the examples."""

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from co2label.cli import app

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The folder of a reader: the examples, and nothing else."""
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def follow(folder):
    """Run what stands in a page, commands and code one after the other; gives what each command said."""

    def followed(page, edited=lambda line: line):
        text, said = (ROOT / "docs" / "how-to" / page).read_text(encoding="utf-8"), []
        for kind, block in re.findall(r"```(console|python)\n(.*?)```", text, re.DOTALL):
            if kind == "python":
                exec(compile(block, page, "exec"), {})
                continue
            for line in block.splitlines():
                done = CliRunner().invoke(app, shlex.split(edited(line))[1:])
                assert done.exit_code == 0, (line, done.output)
                said.append(done.output)
        return said

    return followed

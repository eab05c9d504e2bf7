"""What the README shows, run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from co2label.model.document import document_of

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(language):
    return re.search(rf"```{language}\n(.*?)```", README, re.DOTALL).group(1)


def test_the_python_example_runs_and_prints_what_it_says(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    exec(block("python"), {})

    first = capsys.readouterr().out.splitlines()[0]
    # 1 m × 0.5 kg/m × 2.57757 kg/kg
    assert float(first) == pytest.approx(0.5 * 2.57757, rel=1e-5)
    assert (tmp_path / "rope.svg").read_text(encoding="utf-8").startswith("<")


def test_the_document_example_reads():
    import tomllib

    document = document_of(tomllib.loads(block("toml")))

    assert document.products[0].id == "onigiri-salmon"


def test_every_linked_file_is_there():
    links = re.findall(r"\]\(([^)#]+)\)|src=\"([^\"]+)\"", README)
    paths = [first or second for first, second in links]

    assert [path for path in paths if "://" not in path and not (ROOT / path).exists()] == []

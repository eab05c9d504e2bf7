"""What the README shows, run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from co2label.model import document_of

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


PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_linked_file_is_there(page):
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)|src=\"([^\"]+)\"", text)
    paths = [first or second for first, second in links]

    assert [path for path in paths if "://" not in path and not (page.parent / path).exists()] == []


def test_every_page_is_in_the_index_of_the_documentation():
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    pages = [page.relative_to(ROOT / "docs").as_posix() for page in (ROOT / "docs").rglob("*.md")]

    assert [page for page in pages if page != "README.md" and f"({page})" not in index] == []

"""The pages read as they did when someone last looked at them. To accept a change: tests/golden/regenerate.py."""

import runpy
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PAGES = runpy.run_path(str(HERE / "pages.py"))["golden"]()


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_the_same_text(name):
    assert PAGES[name] == (HERE / f"{name}.html").read_text(encoding="utf-8")

"""The page on testing: its code runs as it stands there, and its table names what there is."""

import re
from pathlib import Path

from co2label import testing

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "testing.md"


def test_the_page(follow):
    follow(PAGE.name)


def test_the_page_names_every_function():
    named = set(re.findall(r"`(?:testing\.)?(\w+)[(`]", PAGE.read_text(encoding="utf-8")))
    assert set(testing.__all__) <= named

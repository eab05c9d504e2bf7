"""The page on letters: what it runs, and what it says can be drawn."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "letters.md"


def test_the_page_on_letters(capsys):
    [block] = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    exec(block, {})
    assert capsys.readouterr().out == "('麺 cafe', ('麵', 'é'))\n"

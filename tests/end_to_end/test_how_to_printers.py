"""The page on printers and displays does what it says."""

import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "printers-and-displays.md"


def test_the_page_runs():
    made = {}
    for block in re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL):
        exec(block, made)
    assert made["job"].startswith(b"^XA\n")
    assert made["job"].endswith(b"^XZ\n")
    assert (len(made["shown"].black), len(made["shown"].red)) == (37 * 128, 37 * 128)
    assert made["shown"].png()[:4] == b"\x89PNG"

"""Draw the pictures of the README and the docs from the examples: `python docs/images/draw.py`."""

from __future__ import annotations

from pathlib import Path

import co2label as c2

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples"


def draw(file: str, product: str, language: str) -> None:
    """One label of one example, as PNG for a page."""
    document = c2.read_document(EXAMPLES / file)
    footprint = c2.compute_all(document.products)[product]
    said = c2.declare(footprint, issued="2026-11-23")
    target = HERE / f"{product}-{language}.png"
    target.write_bytes(c2.label.calorie(said, language=language).png(dpi=254))


draw("onigiri.toml", "onigiri-salmon", "ja+en")
draw("bowls.toml", "gyudon", "ja")
draw("bowls.toml", "oyakodon", "ja")
draw("laptop.toml", "laptop-4-years", "en")

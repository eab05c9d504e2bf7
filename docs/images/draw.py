"""Draw the pictures of the README and the docs from the examples: `python docs/images/draw.py`."""

from __future__ import annotations

import subprocess
import sys
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
draw("renewable-tea.toml", "green-tea-500", "ja")


def run(*arguments: str, to: str) -> None:
    """A picture that a command makes."""
    command = [
        sys.executable,
        "-c",
        "from co2label.cli import main; main()",
        *arguments,
        "-o",
        str(HERE / to),
    ]
    subprocess.run(command, cwd=EXAMPLES, check=True)  # noqa: S603 - our own command


run("receipt", "nudging-basket.json", "--nudge-from", "menu.toml", "--preview", to="nudging-receipt-ja.png")
run("actions", "card", "plan.toml", "--shape", "wide", to="action-card-ja.png")

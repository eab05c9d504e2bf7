"""What printers and displays get, by the name of its file: how it is made, and how it becomes a picture."""

from __future__ import annotations

import io
import runpy
from pathlib import Path

from PIL import Image

from co2label.label import ESL_42, shelf

TESTS = Path(__file__).parents[1]
DPI = 203


def _seen(data):
    return Image.open(io.BytesIO(data)).convert("RGB")


def _printed(data):
    """All but the letters of the printer's own font."""
    return runpy.run_path(str(TESTS / "strict_zpl.py"))["read"](data).paper.convert("RGB")


def golden():
    """The files that are kept."""
    cards = runpy.run_path(str(TESTS / "golden" / "cards.py"))
    pictures = cards["golden"]()
    banded = shelf(cards["full"](3), price="228円", size=ESL_42)
    names = ("rice-ball-ja-en", "full-house-fr", "shelf-ja", "near-ja-en")
    return {
        **{f"{name}.zpl": (pictures[name].zpl, _printed) for name in names},
        **{
            f"{name}-black.png": (lambda name=name: pictures[name].png(DPI, "black"), _seen) for name in names
        },
        "near-shelf-esl-29-planes.png": (
            lambda: pictures["near-shelf-esl-29"].epaper(296, 128).png(),
            _seen,
        ),
        "shelf-esl-29-planes.png": (lambda: pictures["shelf-esl-29"].epaper(296, 128).png(), _seen),
        "shelf-esl-42-planes-red.png": (lambda: banded.epaper(400, 300, red=True).png(), _seen),
    }

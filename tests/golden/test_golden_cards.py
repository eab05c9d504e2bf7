"""The cards look as they did when someone last looked at them. To accept a change: tests/golden/regenerate.py."""

import io
import runpy
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

HERE = Path(__file__).parent
CARDS = runpy.run_path(str(HERE / "cards.py"))["golden"]()
DPI = 203


@pytest.mark.parametrize("name", CARDS)
def test_svg_is_the_same_text(name):
    assert CARDS[name].svg("live") == (HERE / f"{name}.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", CARDS)
def test_png_is_the_same_picture(name):
    """Within what another release of FreeType may change at the edges of letters."""
    drawn = Image.open(io.BytesIO(CARDS[name].png(DPI))).convert("RGB")
    golden = Image.open(HERE / f"{name}.png").convert("RGB")
    assert drawn.size == golden.size
    assert max(ImageStat.Stat(ImageChops.difference(drawn, golden)).mean) < 0.5

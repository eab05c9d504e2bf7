"""Two independent decoders read every code of the small labels, at the resolutions of printers and displays."""

import io
import os
import runpy
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from co2label.draw import Qr

try:
    from pyzbar import pyzbar
except ImportError:  # the shared library zbar is not on this machine
    if os.environ.get("CI"):
        raise
    pyzbar = None

SMALL = runpy.run_path(str(Path(__file__).parents[1] / "golden" / "cards.py"))["small"]()


@pytest.mark.parametrize("ink", ["colour", "black"])
@pytest.mark.parametrize("name", [name for name in SMALL if name != "sheet"])
def test_every_code(name, ink):
    codes = sorted(op.payload for op in SMALL[name].scene.ops if isinstance(op, Qr))
    image = Image.open(io.BytesIO(SMALL[name].png(203, ink))).convert("L")
    assert sorted(found.text for found in zxingcpp.read_barcodes(image)) == codes
    if pyzbar is not None:
        assert sorted(found.data.decode() for found in pyzbar.decode(image)) == codes


def test_a_sheet_has_all_its_codes():
    image = Image.open(io.BytesIO(SMALL["sheet"].png(300))).convert("L")
    assert len(zxingcpp.read_barcodes(image)) == 14


def test_a_display_of_296_by_128_pixels():
    """Black and white as its dots are, two pixels a module."""
    picture = SMALL["shelf-esl-29"]
    dpi = 296 / picture.scene.width * 25.4
    image = Image.open(io.BytesIO(picture.png(dpi, "black"))).convert("L")
    assert image.width == 296
    (code,) = [op.payload for op in picture.scene.ops if isinstance(op, Qr)]
    assert [found.text for found in zxingcpp.read_barcodes(image)] == [code]

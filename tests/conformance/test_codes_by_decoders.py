"""Two independent decoders read the symbols of templates, levels and masks, and the SVG that is written by table."""

import io
import os

import pytest
import resvg_py
import zxingcpp
from PIL import Image

from co2label.draw import QUIET, QrTemplate, svg_of, symbol

try:
    from pyzbar import pyzbar
except ImportError:  # the shared library zbar is not on this machine
    if os.environ.get("CI"):
        raise
    pyzbar = None

LINK = "https://id.example.jp/01/04569951110016"


def bitmap(code, dots=4):
    """The packed rows as they are, enlarged, on white."""
    dark = (
        Image.frombytes("1", (code.size, code.size), code.packed)
        .convert("L")
        .point(lambda value: 255 - value)
    )
    page = Image.new("L", (code.size + 2 * QUIET,) * 2, 255)
    page.paste(dark, (QUIET, QUIET))
    return page.resize((page.width * dots,) * 2, Image.Resampling.NEAREST)


def read(image):
    assert [found.text for found in zxingcpp.read_barcodes(image)] == read_by_zbar(image)
    return zxingcpp.read_barcodes(image)[0]


def read_by_zbar(image):
    if pyzbar is None:
        return [found.text for found in zxingcpp.read_barcodes(image)]
    return [found.data.decode() for found in pyzbar.decode(image)]


@pytest.mark.parametrize("level", ["L", "M", "Q", "H"])
@pytest.mark.parametrize("mask", [None, *range(8)])
def test_every_level_and_mask_is_read(level, mask):
    found = read(bitmap(symbol(LINK, level=level, mask=mask)))
    assert found.text == LINK
    assert found.ec_level == level


@pytest.mark.parametrize("prefix", ["https://id.example.jp/01/", "HTTPS://ID.EXAMPLE.JP/01/"])
@pytest.mark.parametrize("mask", [None, 0])
def test_codes_of_a_template_are_read(prefix, mask):
    template = QrTemplate(prefix, 14, mask=mask)
    for step in range(25):
        tail = f"{step * 3_912_345_678_901:014d}"[-14:]
        assert read(bitmap(template(tail))).text == prefix + tail


@pytest.mark.parametrize(
    "payload", ["https://a.jp", LINK, LINK + "/10/LOT26A/21/0001", "https://a.jp/" + "x" * 190]
)
def test_the_svg_is_read(payload):
    picture = Image.open(
        io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=svg_of(symbol(payload)), width=400)))
    )
    page = Image.new("RGB", picture.size, "white")
    page.paste(picture, mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
    assert read(page.convert("L")).text == payload

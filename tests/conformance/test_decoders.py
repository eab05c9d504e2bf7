"""Two independent decoders read the code from the PNG and from the rasterised SVG, at the resolutions of printers."""

import io
import os
import runpy
from pathlib import Path

import pytest
import resvg_py
import zxingcpp
from PIL import Image, ImageChops

from co2label.draw import BOLD, REGULAR
from co2label.label import ESL_29, ESL_42, calorie, shelf
from co2label.tag import qr

try:
    from pyzbar import pyzbar
except ImportError:  # the shared library zbar is not on this machine
    if os.environ.get("CI"):
        raise
    pyzbar = None

CARDS = runpy.run_path(str(Path(__file__).parents[1] / "golden" / "cards.py"))
rice_ball, hotel_night = CARDS["rice_ball"], CARDS["hotel_night"]
FONTS = [str(font.path) for font in (REGULAR, BOLD)]
LONG = "https://example.jp/cfp?" + "x" * 200
DECLARATIONS = [rice_ball(), hotel_night(), rice_ball(link=LONG)]


def payloads(image):
    grey = image.convert("L")
    by_zxing = [found.text for found in zxingcpp.read_barcodes(grey)]
    if pyzbar is None:
        return by_zxing, by_zxing
    return by_zxing, [found.data.decode() for found in pyzbar.decode(grey)]


def rasterised(svg, dpi):
    return Image.open(
        io.BytesIO(
            bytes(resvg_py.svg_to_bytes(svg_string=svg, dpi=dpi, skip_system_fonts=True, font_files=FONTS))
        )
    )


@pytest.mark.parametrize("dpi", [203, 300, 381, 600])
@pytest.mark.parametrize("declaration", DECLARATIONS)
@pytest.mark.parametrize("language", ["ja", "ja+en"])
def test_png_of_a_label(declaration, language, dpi):
    png = calorie(declaration, language=language).png(dpi)
    assert payloads(Image.open(io.BytesIO(png))) == ([declaration.link], [declaration.link])


@pytest.mark.parametrize("declaration", DECLARATIONS)
def test_svg_of_a_label(declaration):
    image = rasterised(calorie(declaration, language="en").svg(), 381)
    assert payloads(image) == ([declaration.link], [declaration.link])


@pytest.mark.parametrize("module", [0.25, 0.4, 0.99])
def test_the_code_alone(module):
    picture = qr(rice_ball(), module_mm=module)
    for image in (Image.open(io.BytesIO(picture.png())), rasterised(picture.svg(), 381)):
        assert payloads(image) == ([rice_ball().link], [rice_ball().link])


@pytest.mark.parametrize("declaration", DECLARATIONS)
@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize("ink", ["black", "grey"])
def test_png_of_a_label_without_colours(declaration, dpi, ink):
    """A thermal printer has no grey."""
    png = calorie(declaration).png(dpi, ink)
    assert payloads(Image.open(io.BytesIO(png))) == ([declaration.link], [declaration.link])


@pytest.mark.parametrize(
    ("declaration", "size", "display"),
    [
        (rice_ball(), ESL_29, (296, 128)),
        (CARDS["full"](4), ESL_29, (296, 128)),
        (CARDS["full"](4), ESL_42, (400, 300)),
        (hotel_night(), ESL_42, (400, 300)),
        (hotel_night(), ESL_42, (800, 600)),
    ],
)
@pytest.mark.parametrize("red", [False, True])
def test_displays(declaration, size, display, red):
    """Read from the black plane alone, for that is where all modules must be."""
    planes = shelf(declaration, price="228円", size=size).epaper(*display, red=red)
    black = ImageChops.invert(Image.frombytes("1", display, planes.black).convert("L"))
    assert payloads(black) == ([declaration.link], [declaration.link])
    assert payloads(Image.open(io.BytesIO(planes.png()))) == ([declaration.link], [declaration.link])


def test_the_second_decoder_is_there():
    if pyzbar is None:
        pytest.skip("the shared library zbar is not on this machine; all codes were read by one decoder only")
    assert pyzbar.decode(Image.open(io.BytesIO(qr(rice_ball()).png())))

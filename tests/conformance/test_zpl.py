"""ZPL as a renderer of others prints it: codes are read, text is there and keeps to its room, all else is dot for dot ours."""

import io
import os
import runpy
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, ImageChops

from co2label.draw import BOLD, Picture, Qr, Rect, Scene, Text, measure
from co2label.draw._format_zpl import text_field, zpl
from co2label.draw._text import line_start

try:
    from pyzbar import pyzbar
except ImportError:  # the shared library zbar is not on this machine
    if os.environ.get("CI"):
        raise
    pyzbar = None

TESTS = Path(__file__).parents[1]
CARDS = runpy.run_path(str(TESTS / "golden" / "cards.py"))["golden"]()
read = runpy.run_path(str(TESTS / "strict_zpl.py"))["read"]
PRINTED = [
    ("milk-en", 203),
    ("rice-ball-ja-en", 300),
    ("full-house-fr", 203),
    ("hotel-night-ja-en", 203),
    ("menu-en", 203),
    ("shelf-ja", 203),
    ("mini-en", 600),
]
BLEED = 2
"""Dots by which a letter may reach over its advance: the renderer's letters begin before their pen."""


@pytest.fixture(scope="module", params=PRINTED, ids=lambda printed: "-".join(map(str, printed)))
def printed(request, node):
    """A golden card, its resolution, and what comes out of the printer."""
    name, dpi = request.param
    return CARDS[name].scene, dpi, rendered(node, zpl(CARDS[name].scene, dpi))


def rendered(node, data):
    """1 where there is ink."""
    label = read(data)
    image = Image.open(io.BytesIO(node("zpl.mjs", data, str(label.width), str(label.height)))).convert("L")
    assert image.size == (label.width, label.height)
    return image.point(lambda value: 255 * (value < 128), "1")


def native(scene, scale):
    """The lines in the printer's font, each with the box that it may take: 1.2 times its em, as wide as measured."""
    for op in scene.ops:
        if isinstance(op, Text) and text_field(op, scale):
            left, width = line_start(op), measure(op.text, op.size, op.font)
            yield (
                op,
                (
                    int(left * scale) - BLEED,
                    int((op.y - 0.85 * op.size) * scale) - 1,
                    int((left + width) * scale) + 1 + BLEED,
                    int((op.y + 0.25 * op.size) * scale) + 2,
                ),
            )


def test_codes_are_read_by_both(printed):
    scene, _, image = printed
    codes = sorted(op.payload for op in scene.ops if isinstance(op, Qr))
    paper = ImageChops.invert(image.convert("L"))
    assert sorted(found.text for found in zxingcpp.read_barcodes(paper)) == codes
    if pyzbar is not None:
        assert sorted(found.data.decode() for found in pyzbar.decode(paper)) == codes


def test_the_printers_text_is_in_its_room(printed):
    scene, dpi, image = printed
    lines = list(native(scene, dpi / 25.4))
    assert lines
    for op, box in lines:
        room = image.crop(box)
        used = room.getbbox()
        assert used, op.text
        assert used[2] - used[0] >= 0.5 * (box[2] - box[0]), op.text


def test_all_else_is_dot_for_dot_ours(printed):
    """No letter leaves its room, and nothing but letters differs from what the strict reader sees."""
    scene, dpi, image = printed
    differs = ImageChops.logical_xor(image, read(zpl(scene, dpi)).paper)
    for _, box in native(scene, dpi / 25.4):
        differs.paste(0, box)
    assert differs.getbbox() is None


@pytest.mark.parametrize("name", ["^XZ^XA^FO0,0^GB400,200,200^FS", "~JA_5E\\&^FS^GB300,9,9", '"</text>& _41'])
def test_hostile_names_are_letters(node, name):
    """A rectangle drawn by a name would be seen outside its line; a label ended by it would lose the code."""
    scene = Scene(
        60,
        30,
        (Text(2, 5, name, 2.5, BOLD), Rect(2, 7, 50, 0.5), Qr(2, 8, 18.5, "https://example.jp")),
        "t",
        "d",
    )
    image = rendered(node, Picture(scene).zpl())
    differs = ImageChops.logical_xor(image, read(zpl(scene, 203)).paper)
    ((_, box),) = native(scene, 203 / 25.4)
    assert image.crop(box).getbbox()
    differs.paste(0, box)
    assert differs.getbbox() is None
    assert [found.text for found in zxingcpp.read_barcodes(ImageChops.invert(image.convert("L")))] == [
        "https://example.jp"
    ]


def test_an_escaped_letter_is_that_letter(node):
    """`_41` after ^FH_ is an A: the renderer understands the escapes, so the names above were not letters by chance."""
    escaped = b"^XA^CI28^PW400^LL80^FT20,60,0^A0N,40,40^FH_^FD(_41)^FS^XZ"
    same = b"^XA^CI28^PW400^LL80^FT20,60,0^A0N,40,40^FD(A)^FS^XZ"
    assert node("zpl.mjs", escaped, "400", "80") == node("zpl.mjs", same, "400", "80")

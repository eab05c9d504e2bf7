"""ZPL: every field, read back by a strict reader; the dots of the PNG in black; data stays data."""

import io
import runpy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Pixels
from PIL import ImageChops

from co2label.draw import (
    BOLD,
    REGULAR,
    Font,
    Image,
    Picture,
    Qr,
    Rect,
    Scene,
    Text,
    black_bitmap,
    measure,
    modules,
)
from co2label.draw._format_zpl import bitmap_field, text_field, zpl
from co2label.errors import DrawError

TESTS = Path(__file__).parents[2]
STRICT = runpy.run_path(str(TESTS / "strict_zpl.py"))
read, RefusedError = STRICT["read"], STRICT["RefusedError"]
CARDS = runpy.run_path(str(TESTS / "golden" / "cards.py"))["golden"]()
LINK = "https://id.example.jp/01/04569951110016"
NASTY = [
    "Evil^XA^FO0,0~JA_5E\\name",
    "^XZ^XA^FD",
    "~HS ~JR",
    "_5E _ __",
    "\"quotes\" 'and' <b>markup</b> &amp;",
    "^FS^FX",
    "\\& \\^ ^^ ~~",
]


def scene(*ops):
    return Scene(60, 30, ops, "t", "d")


def drawn(*ops, dpi=203):
    return read(zpl(scene(*ops), dpi))


def test_the_checksum_is_that_of_a_designer_of_zebra():
    """A bitmap as ZebraDesigner wrote it, and the checksum that it gave."""
    assert STRICT["crc"](b"eJxjYKAnOADEDxgYGD8AMZBmBvKZgULsQMxEV4fAAQBLYQRC") == 0x3CC2


@pytest.mark.parametrize(("dpi", "size"), [(203, (480, 240)), (300, (709, 354)), (600, (1417, 709))])
def test_the_label_is_as_large_as_the_picture(dpi, size):
    label = drawn(dpi=dpi)
    assert (label.width, label.height) == size
    assert not label.lines + label.boxes + label.bitmaps


def test_a_line_of_ascii_is_in_the_printers_font():
    """25.4 mm are 203 dots; 5 mm are 39.96."""
    (found,) = drawn(Text(25.4, 25.4, "210 g", 5, BOLD)).lines
    assert (found.x, found.y, found.right, found.text) == (203, 203, False, "210 g")
    assert found.height == 40


def test_a_line_held_by_its_right():
    (found,) = drawn(Text(50.8, 10, "3%", 5, BOLD, "right")).lines
    assert (found.x, found.right) == (406, True)


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("align", ["left", "right"])
def test_commands_in_a_text_are_printed_as_they_are(text, align):
    label = drawn(Text(30 if align == "left" else 58, 10, text, 2.5, BOLD, align))
    assert [each.text for each in label.lines] == [text]


@pytest.mark.parametrize("text", [*NASTY, "鮭^XA~JA"])
def test_commands_in_a_bitmap_are_dots(text):
    assert not drawn(Text(30, 10, text, 2.5, BOLD, "middle")).lines


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=60))
def test_any_ascii_is_read_back_and_has_room(text):
    """Digits of font 0 are 500 thousandths of its width, an M is 778: what is asked for is never wider than measured."""
    label = drawn(Text(1, 10, text, 4, BOLD))
    assert [each.text for each in label.lines] in ([text], [])
    for each in label.lines:
        widths = {"M": 0.778, "0": 0.5, "-": 0.8, "i": 0.278}
        known = sum(widths.get(char, 0.25) for char in text)
        assert known * each.width <= measure(text, 4, BOLD) * 203 / 25.4


@pytest.mark.parametrize("text", ["鮭", "CO₂", "é", "–", "1人1日", "a\nb", "a\x1bb"])
def test_what_is_not_printable_ascii_is_a_bitmap(text):
    assert text_field(Text(1, 10, text, 4, BOLD), 8.0) == ""


def test_lines_that_the_printers_font_would_spoil_are_bitmaps():
    own = Font("Own", bold=True, file=str(BOLD.path))
    for op in (
        Text(1, 10, "brand", 4, own),
        Text(1, 10, "regular", 4, REGULAR),
        Text(10, 10, "middle", 4, BOLD, "middle"),
        Text(1, 10, "----------", 4, BOLD),
        Text(1, 10, "tiny", 1.1, BOLD),
    ):
        label = drawn(op)
        assert not label.lines
        assert len(label.bitmaps) == 1


def test_blank_text_is_nothing():
    label = drawn(Text(1, 10, "  ", 4), Text(1, 15, "　", 4))
    assert not label.lines + label.bitmaps


def test_a_dark_rectangle_is_full_and_a_pale_one_an_edge():
    """At 203 dpi, 12.7 mm are 101.5 dots."""
    dark, pale = Rect(12.7, 5, 25.4, 1), Rect(12.7, 10, 25.4, 2.54, "#e4eaec")
    label = drawn(dark, pale)
    assert label.boxes == [
        (102, 40, 203, 8, 8, "B"),
        (102, 80, 203, 20, 20, "W"),
        (102, 80, 203, 20, 1, "B"),
    ]


def test_a_pale_hairline_is_black():
    assert drawn(Rect(1, 5, 50, 0.15, "#a3abaf")).boxes == [(8, 40, 400, 1, 1, "B")]


def test_nothing_is_nothing():
    assert not drawn(Rect(1, 5, 0, 3), Rect(1, 5, 3, 0)).boxes


def test_what_text_stands_on_is_paper():
    ground = (Rect(5, 5, 20, 8, "#000000"), Rect(5.5, 5.5, 19, 7, "#f0e442"))
    label = drawn(*ground, Text(10, 11, "B", 4, BOLD, on="#f0e442"))
    assert [colour for *_, colour in label.boxes] == ["B", "W"]
    assert label.lines[0].text == "B"


@pytest.mark.parametrize("dpi", [203, 300, 600])
def test_a_code_is_bit_by_bit_that_of_the_picture(dpi):
    op = Qr(10, 5, 18.6, LINK)
    ((x, y, image),) = drawn(op, dpi=dpi).bitmaps
    rows = modules(LINK)
    dot = int(18.6 * dpi / 25.4 / 37)
    assert dot >= 3
    for row, line_of in enumerate(rows):
        for column, dark in enumerate(line_of):
            place = (column * dot, row * dot, (column + 1) * dot, (row + 1) * dot)
            assert image.crop(place).getextrema() == (255 * dark, 255 * dark)
    middle = (10 + 9.3) * dpi / 25.4
    assert abs(x + dot * len(rows) / 2 - middle) <= 1
    assert abs(y + dot * len(rows) / 2 - (5 + 9.3) * dpi / 25.4) <= 1


def test_a_code_needs_two_dots_a_module():
    with pytest.raises(
        DrawError, match=r"1\.60 dots a module at 203 dpi, at least 2 is needed; enlarge it to 9\.3 mm"
    ):
        zpl(scene(Qr(10, 5, 7.4, LINK)), 203)
    assert drawn(Qr(10, 5, 7.4, LINK), dpi=300).bitmaps


@pytest.mark.parametrize("dpi", [0, 152, 204, 381, -203])
def test_resolutions_that_no_print_head_has(dpi):
    with pytest.raises(DrawError, match=f"expected a print head of 203, 300, 600 dpi, got {dpi}"):
        Picture(scene()).zpl(dpi)


@pytest.mark.parametrize("name", [name for name in CARDS if name != "sheet"])
@pytest.mark.parametrize("dpi", [203, 300, 600])
def test_all_but_the_printers_own_letters_has_the_dots_of_the_png(name, dpi):
    whole = CARDS[name].scene
    scale = dpi / 25.4
    label = read(zpl(whole, dpi))
    others = [op for op in whole.ops if not (isinstance(op, Text) and text_field(op, scale))]
    grounds = [Text(0, 0, "", 1, on=op.on) for op in whole.ops if isinstance(op, Text)]
    drawn_at_once = black_bitmap([*others, *grounds], (label.width, label.height), scale)
    assert ImageChops.logical_xor(label.paper, drawn_at_once).getbbox() is None


def test_a_logo_is_a_bitmap():
    stream = io.BytesIO()
    Pixels.new("RGB", (40, 20), "#123456").save(stream, "PNG")
    ((x, y, image),) = drawn(Image(25.4, 12.7, 5.08, 2.54, stream.getvalue())).bitmaps
    assert (x, y) == (203, 102)
    assert image.getbbox() == (0, 0, 41, 20)


def test_the_same_scene_is_the_same_bytes_and_what_is_kept_is_bounded():
    picture = CARDS["rice-ball-ja-en"]
    assert picture.zpl() == zpl(picture.scene, 203)
    assert bitmap_field.cache_info().maxsize == 1024
    assert text_field.cache_info().maxsize == 2048


def test_save(tmp_path):
    picture = Picture(scene(Text(2, 8, "210 g", 3)))
    assert picture.save(tmp_path / "label.zpl").read_bytes() == picture.zpl()


@pytest.mark.parametrize(
    "spoilt",
    [
        b"^XA^XZ",
        b"^XA\n^CI28\n^PW10\n^LL10\n^LH0,0\n~JA\n^XZ\n",
        b"^XA\n^CI28\n^PW10\n^LL10\n^LH0,0\n^FT1,1,0^A0N,20,20^FH_^FDa_b^FS\n^XZ\n",
        b"^XA\n^CI28\n^PW10\n^LL10\n^LH0,0\n^FO1,1^GB20,1,1,B,0^FS\n^XZ\n",
        b"^XA\n^CI28\n^PW9\n^LL9\n^LH0,0\n^FO0,0^GFA,4,4,2,:Z64:eNr7////fwAJ+gP9:342E^FS\n^XZ\n",
        b"^XA\n^CI28\n^PW10\n^LL10\n^LH0,0\n^XZ\n^XA",
    ],
)
def test_the_reader_refuses_what_is_not_ours(spoilt):
    with pytest.raises(RefusedError):
        read(spoilt)

"""Planes of displays: each pixel has one colour, nothing is lost, and a picture of another shape is refused."""

import io
import runpy
from pathlib import Path

import pytest
from PIL import Image as Pixels
from PIL import ImageChops

from co2label.draw import BOLD, Image, Picture, Qr, Rect, Scale, Scene, Text, black_bitmap, modules
from co2label.draw._epaper import Planes, bit_planes
from co2label.errors import DrawError
from co2label.label import ESL_29, ESL_42, Brand, shelf

CARDS = runpy.run_path(str(Path(__file__).parents[2] / "golden" / "cards.py"))
LINK = "https://id.example.jp/01/04569951110016"
VERMILION, ORANGE, CRIMSON, NAVY = "#d55e00", "#e69f00", "#7a1f3d", "#002060"
NOT_RED = ("#009e73", "#56b4e9", "#f0e442", "#0d5a6e")


def scene(*ops, size=(40, 20)):
    return Scene(*size, ops, "t", "d")


def shown(*ops, red=True):
    """Ten pixels a millimetre."""
    return bit_planes(scene(*ops), 400, 200, red=red)


def plane(packed, width=400, height=200):
    return Pixels.frombytes("1", (width, height), packed)


def test_rows_fill_whole_bytes_with_the_left_pixel_in_the_highest_bit():
    found = bit_planes(scene(Rect(0, 0, 1, 1), Rect(9, 1, 1, 1), size=(10, 2)), 10, 2)
    assert (found.width, found.height, found.black, found.red) == (
        10,
        2,
        bytes([0x80, 0x00, 0x00, 0x40]),
        None,
    )


def test_ink_and_greys_are_black_and_what_is_red_or_orange_is_red():
    found = shown(
        Rect(0, 0, 10, 10),
        Rect(10, 0, 10, 10, "#55595c"),
        Rect(20, 0, 10, 10, CRIMSON),
        Rect(30, 0, 10, 10, ORANGE),
    )
    assert plane(found.black).getbbox() == (0, 0, 200, 100)
    assert plane(found.red).getbbox() == (200, 0, 400, 100)
    assert plane(found.red).crop((200, 0, 400, 100)).getextrema() == (255, 255)


@pytest.mark.parametrize("fill", NOT_RED)
def test_no_other_colour_is_red(fill):
    ops = (Rect(5, 5, 30, 10, fill), Text(2, 19, "A", 3, fill="#0d5a6e"))
    assert shown(*ops).black == shown(*ops, red=False).black
    assert plane(shown(*ops).red).getbbox() is None


@pytest.mark.parametrize("own", [1, 2, 3, 4, 5, None])
def test_on_a_scale_the_last_two_steps_alone_are_red(own):
    scale = Scale(x=2.0, width=36.0, own=own)
    found = shown(*scale(5.0)[0])
    left, _, right, _ = plane(found.red).getbbox()
    # five steps of 7.2 mm from 2 mm on: the fourth begins at 23.6 mm; an own one and its margin take 0.8 mm
    assert 230 <= left <= 245
    assert right <= 380


def test_a_grey_track_is_an_outline_of_black():
    found = shown(Rect(5, 5, 30, 10, "#e4eaec"))
    assert plane(found.red).getbbox() is None
    assert plane(found.black).getbbox() == (50, 50, 350, 150)
    assert plane(found.black).crop((51, 51, 349, 149)).getbbox() is None


def test_a_house_that_writes_in_dark_blue_writes_in_black():
    found = shown(
        Text(2, 8, "鮭おにぎり", 4, fill=NAVY), Text(2, 16, "↑", 4, fill=VERMILION), Rect(20, 10, 10, 2, NAVY)
    )
    assert plane(found.black).crop((0, 0, 400, 100)).getbbox()
    assert plane(found.black).crop((200, 100, 300, 120)).getextrema() == (255, 255)
    assert plane(found.red).crop((0, 100, 100, 200)).getbbox()
    assert plane(found.red).crop((0, 0, 400, 100)).getbbox() is None


@pytest.mark.parametrize("fill", [VERMILION, ORANGE])
def test_a_letter_on_red_is_paper(fill):
    found = shown(Rect(5, 5, 10, 10, fill), Text(8, 13, "B", 8, BOLD, on=fill))
    assert plane(found.black).getbbox() is None
    inside = plane(found.red).crop((50, 50, 150, 150))
    assert inside.getextrema() == (0, 255)
    assert inside.getpixel((0, 0)) == inside.getpixel((99, 99)) == 255


def test_without_red_all_is_the_picture_in_black():
    ops = CARDS["small"]()["shelf-esl-29"].scene.ops
    found = bit_planes(Scene(66.89, 29.05, ops, "t", "d"), 296, 128)
    assert found.red is None
    alike = black_bitmap(ops, (296, 128), 128 / 29.05)
    assert ImageChops.logical_xor(plane(found.black, 296, 128), alike).getbbox() is None


@pytest.mark.parametrize(("size", "display"), [(ESL_29, (296, 128)), (ESL_42, (400, 300))])
def test_with_red_nothing_is_lost_and_no_pixel_is_both(size, display):
    label = CARDS["full"](3, per_amount=CARDS["per_100_g"]().per_amount)
    picture = shelf(label, price="228円", size=size, brand=Brand(ink=NAVY, accent="#7a1f3d"))
    found = picture.epaper(*display, red=True)
    black, red = plane(found.black, *display), plane(found.red, *display)
    assert ImageChops.logical_and(black, red).getbbox() is None
    plain = plane(picture.epaper(*display).black, *display)
    lost = ImageChops.subtract(plain.convert("L"), ImageChops.logical_or(black, red).convert("L"))
    letters = [op for op in picture.scene.ops if isinstance(op, Text) and op.on != "#ffffff"]
    assert sum(value > 0 for value in lost.tobytes()) <= 200 * len(letters)


def test_a_code_has_whole_pixels():
    found = bit_planes(scene(Qr(0, 0, 18.5, LINK), size=(18.5, 18.5)), 111, 111)
    image, rows = plane(found.black, 111, 111), modules(LINK)
    assert image.getbbox() == (12, 12, 99, 99)
    for row, dark in ((row, row_of[5]) for row, row_of in enumerate(rows)):
        assert image.crop((27, 12 + 3 * row, 30, 15 + 3 * row)).getextrema() == (255 * dark, 255 * dark)


def test_a_code_needs_two_pixels_a_module():
    with pytest.raises(DrawError, match=r"gets 1\.89 dots a module .*, at least 2 is needed; enlarge it to"):
        bit_planes(scene(Qr(0, 0, 18.5, LINK), size=(18.5, 18.5)), 70, 70)
    assert bit_planes(scene(Qr(0, 0, 18.5, LINK), size=(18.5, 18.5)), 74, 74)


def test_pixels_may_be_a_little_longer_than_wide():
    """A display of 66.89 × 29.05 mm has 296 × 128 pixels of 0.2260 × 0.2270 mm; all of the picture is on it."""
    whole = bit_planes(scene(Rect(0, 0, *ESL_29), size=ESL_29), 296, 128)
    left, top, right, bottom = plane(whole.black, 296, 128).getbbox()
    assert (left, top, bottom) == (0, 0, 128)
    assert 294 <= right <= 296


def test_another_shape_is_refused_with_the_sizes_that_would_fit():
    with pytest.raises(
        DrawError,
        match=r"40 × 20 mm has another shape than a display of 400 × 300 pixels; make it "
        r"40 × 30\.00 mm or 26\.67 × 20 mm",
    ):
        bit_planes(scene(), 400, 300)


@pytest.mark.parametrize("display", [(0, 0), (-400, -200), (8000, 4000), (400.5, 200)])
def test_displays_that_there_are_not(display):
    with pytest.raises(DrawError, match="expected a display of 1 to 4096 pixels a side, got"):
        bit_planes(scene(), *display)


def test_the_preview_has_three_colours():
    found = shown(Rect(0, 0, 10, 10), Rect(20, 0, 10, 10, VERMILION))
    with Pixels.open(io.BytesIO(found.png())) as image:
        assert image.size == (400, 200)
        seen = image.convert("RGB")
    assert seen.getpixel((50, 50)) == (0, 0, 0)
    assert seen.getpixel((250, 50)) == (176, 28, 28)
    assert seen.getpixel((150, 50)) == (255, 255, 255)
    assert found._repr_png_() == found.png()


def test_a_logo_is_black():
    stream = io.BytesIO()
    Pixels.new("RGB", (40, 20), "#7a1f3d").save(stream, "PNG")
    found = shown(Image(10, 5, 10, 5, stream.getvalue()))
    assert plane(found.black).getbbox() == (100, 50, 200, 100)
    assert plane(found.red).getbbox() is None


def test_the_same_picture_is_the_same_planes():
    picture = Picture(scene(Text(2, 8, "210 g", 4), Rect(2, 10, 20, 2, VERMILION)))
    assert picture.epaper(400, 200, red=True) == bit_planes(picture.scene, 400, 200, red=True)
    assert isinstance(picture.epaper(400, 200), Planes)

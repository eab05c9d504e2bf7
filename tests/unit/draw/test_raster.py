"""Rasters: what colour a dot has, by hand."""

import io
import itertools

import pytest
from PIL import Image as Pillow

from co2label.draw import BOLD, Image, Picture, Qr, Rect, Scene, Text, black_bitmap
from co2label.draw._format_png import png
from co2label.draw._raster import choose_inks
from co2label.errors import DrawError

SEA, PALE, INK, ORANGE = "#0d5a6e", "#e4eaec", "#111111", "#d55e00"
DPI = 254.0  # ten dots a millimetre


def scene(*ops, width=40, height=20):
    return Scene(width, height, ops, "t", "d")


def drawn(*ops, ink="colour", **size):
    image = Pillow.open(io.BytesIO(png(scene(*ops, **size), DPI, ink)))
    image.load()
    return image


def logo(colours=1):
    image = Pillow.new("RGBA", (60, 30), (0, 0, 0, 0))
    for index in range(colours):
        image.paste((200, 40 + index, 30, 255), (10, index * 30 // colours, 50, 30))
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def rgb(colour):
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def test_a_dot_has_the_colour_of_what_was_painted_last():
    image = drawn(Rect(1, 1, 10, 4, PALE), Rect(1, 1, 3, 4, SEA)).convert("RGB")
    assert image.size == (400, 200)
    corners = [image.getpixel(at) for at in ((9, 10), (10, 10), (39, 49), (40, 49), (109, 49), (110, 49))]
    white = (255, 255, 255)
    assert corners == [white, rgb(SEA), rgb(SEA), rgb(PALE), rgb(PALE), white]


@pytest.mark.parametrize(
    ("ops", "ink", "depth"),
    [
        ([Rect(1, 1, 2, 2, SEA), Text(5, 9, "CO₂", 4)], "colour", 4),
        ([Rect(index, 1, 0.5, 2, f"#0000{index:02x}") for index in range(30)], "colour", 8),
        ([Image(1, 1, 6, 3, logo())], "colour", 8),
        ([Image(1, 1, 6, 3, logo())], "grey", 4),
        ([Text(5, 9, "CO₂", 4)], "black", 1),
    ],
)
def test_bits_a_dot(ops, ink, depth):
    data = png(scene(*ops), DPI, ink)
    assert choose_inks(ops, ink).depth == depth == data[24]
    assert len(choose_inks(ops, ink).palette) <= 2**depth


@pytest.mark.parametrize("width", [1.0, 1.1, 1.2, 1.3, 1.7])
@pytest.mark.parametrize("ink", ["colour", "grey", "black"])
def test_any_width_in_dots_is_read_back_by_pillow(ink, width):
    """Rows that end within a byte; the first column is not the filter's byte."""
    image = drawn(Rect(0, 0, 0.1, 2), Rect(width - 0.1, 0, 0.1, 1), ink=ink, width=width, height=2).convert(
        "L"
    )
    across = round(width * 10)
    assert image.size == (across, 20)
    dark = [[x for x in range(across) if image.getpixel((x, y)) < 100] for y in (0, 19)]
    assert dark == [sorted({0, across - 1}), [0]]


def test_edges_of_letters_lie_between_the_colour_and_its_ground():
    """No halo of white around a letter on a fill."""
    ops = (Rect(2, 2, 12, 12, ORANGE), Text(4, 12, "B", 10, BOLD, fill="#000000", on=ORANGE))
    colours = drawn(*ops).convert("RGB").crop((20, 20, 140, 140)).getcolors()
    assert len(colours) > 5
    for _, (red, green, blue) in colours:
        part = red / rgb(ORANGE)[0]
        assert 0 <= part <= 1
        assert (green, blue) == pytest.approx((part * 94, 0), abs=1.5)


def test_black_only_keeps_bars_readable():
    """A bar is solid, its track an outline, a hairline a line, and what text stands on is paper."""
    ops = (
        Rect(1, 1, 10, 4, PALE),
        Rect(1, 1, 3, 4, SEA),
        Rect(1, 7, 30, 0.15, "#a3abaf"),
        Rect(20, 9, 10, 8, "#000000"),
        Rect(20.2, 9.2, 9.6, 7.6, ORANGE),
        Text(23, 15, "D", 5, BOLD, fill="#000000", on=ORANGE),
    )
    image = drawn(*ops, ink="black")
    assert image.mode in {"1", "P"}
    grey = image.convert("L")
    black = {at for at in itertools.product(range(400), range(200)) if grey.getpixel(at) == 0}
    assert {
        (20, 20),
        (109, 20),
        (60, 10),
        (60, 49),
    } <= black  # bar, and the right, upper and lower edge of its track
    assert (60, 30) not in black
    assert {(20, 70), (300, 71)} <= black
    assert {(200, 90), (299, 169)} <= black
    assert (210, 160) not in black


def test_grey_is_grey():
    image = drawn(
        Rect(1, 1, 3, 3, SEA), Text(5, 9, "鮭", 4, fill="#55595c"), Image(20, 1, 6, 3, logo(3)), ink="grey"
    )
    assert all(red == green == blue for _, (red, green, blue) in image.convert("RGB").getcolors())
    assert image.convert("L").getpixel((20, 20)) == pytest.approx(
        0.2 * 255 * 1.7, abs=17
    )  # luminance 0.088 → 0.33


def test_a_logo_keeps_its_colours():
    image = drawn(Image(1, 1, 6, 3, logo()), Rect(20, 1, 3, 3, SEA)).convert("RGB")
    assert image.getpixel((40, 25)) == pytest.approx((200, 40, 30), abs=2)
    assert image.getpixel((12, 12)) == (255, 255, 255)
    assert image.getpixel((210, 20)) == rgb(SEA)


def test_rounded_corners_are_round():
    image = drawn(Rect(1, 1, 6, 6, SEA, 3)).convert("RGB")
    assert image.getpixel((11, 11)) == (255, 255, 255)
    assert image.getpixel((40, 10)) == image.getpixel((10, 40)) == image.getpixel((40, 40)) == rgb(SEA)
    area = sum(count for count, colour in image.getcolors() if colour == rgb(SEA))
    assert area == pytest.approx(3.14159 * 30**2, rel=0.02)


def test_modules_have_whole_dots_and_their_place_has_the_quiet_zone():
    code = Qr(1, 1, 13, "https://id.example.jp/01/04569951110016")  # 37 modules: 3 dots each, 111 of 130
    box = black_bitmap([code], (200, 200), 10.0).getbbox()
    assert box == (10 + 22, 10 + 22, 10 + 22 + 87, 10 + 22 + 87)


def test_too_few_dots_a_module_say_what_would_do():
    code = Qr(1, 1, 13, "https://id.example.jp/01/04569951110016")
    with pytest.raises(DrawError, match=r"at least 4 is needed; enlarge it to 14\.8 mm, or take 289 dpi"):
        black_bitmap([code], (200, 200), 10.0, least=4)


def test_the_same_scene_gives_the_same_bytes():
    ops = (Text(2, 9, "鮭おにぎり", 3), Qr(20, 2, 14, "https://example.jp"), Image(2, 12, 6, 3, logo(5)))
    assert (
        len({Picture(scene(*ops)).png(203, ink) for ink in ("colour", "grey", "black") for _ in range(2)})
        == 3
    )


@pytest.mark.parametrize(
    ("dpi", "ink", "message"), [(50, "colour", "72 to 2400"), (203, "red", "colour, grey, black")]
)
def test_what_a_png_cannot_be(dpi, ink, message):
    with pytest.raises(DrawError, match=message):
        Picture(scene()).png(dpi, ink)

"""A house style: what may be set, what is refused, and that a card takes all of it."""

import io

import pytest
from PIL import Image as Pillow

from co2label.draw import BOLD, REGULAR
from co2label.errors import DrawError
from co2label.label import Brand


def logo(width=120, height=40, colour="#7a1f3d"):
    stream = io.BytesIO()
    Pillow.new("RGB", (width, height), colour).save(stream, "PNG")
    return stream.getvalue()


def test_all_problems_are_told_at_once():
    with pytest.raises(DrawError) as raised:
        Brand(ink="#777777", accent="#aabbcc", corner=2.0, logo=b"GIF89a")
    message = str(raised.value)
    for part in ("ink #777777 has a contrast of 4.5", "accent #aabbcc", "corner of 0 to 1 mm", "in PNG"):
        assert part in message


@pytest.mark.parametrize("colour", ["red", "#12345", "#1234567", "", "#gggggg"])
def test_colours_are_six_hex_digits(colour):
    with pytest.raises(DrawError, match="expected accent as a colour"):
        Brand(accent=colour)


def test_contrast_of_the_accent_is_on_the_track_not_only_on_white():
    """#8a8a8a is 3.45 : 1 on white, but 2.8 : 1 on the pale track (both by the formula of WCAG 2.2, by hand)."""
    with pytest.raises(DrawError, match=r"contrast of 2\.8 on the track"):
        Brand(accent="#8a8a8a")


@pytest.mark.parametrize(
    ("width", "height", "fits"), [(800, 100, True), (801, 100, False), (100, 151, False)]
)
def test_the_shape_of_a_logo(width, height, fits):
    if fits:
        Brand(logo=logo(width, height))
    else:
        with pytest.raises(DrawError, match=f"got {width} × {height} pixels; crop it"):
            Brand(logo=logo(width, height))


def test_half_a_logo_is_broken():
    with pytest.raises(DrawError, match="broken"):
        Brand(logo=logo()[:60])


def test_a_file_says_it_all(tmp_path):
    (tmp_path / "logo.png").write_bytes(logo())
    (tmp_path / "brand.toml").write_text(
        f'ink = "#1a1a2e"\naccent = "#7a1f3d"\ncorner = 0.5\nlogo = "logo.png"\n[font]\nfamily = "Our Sans"\n'
        f'regular = "{REGULAR.path.as_posix()}"\nbold = "{BOLD.path.as_posix()}"\n',
        encoding="utf-8",
    )
    brand = Brand.read(tmp_path / "brand.toml")
    assert (brand.ink, brand.accent, brand.corner, brand.logo) == ("#1a1a2e", "#7a1f3d", 0.5, logo())
    assert (brand.regular.family, brand.regular.bold, brand.bold.bold) == ("Our Sans", False, True)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('colour = "#111111"', "expected ink, accent, corner, logo, font, got 'colour'"),
        ('logo = "none.png"', r"cannot read .*none\.png"),
        (
            'ink = "#999999"\nlogo = "none.png"',
            r"ink #999999 has a contrast of 2\.8.*; cannot read .*none\.png",
        ),
        ("logo = 3", "path of a file as logo"),
        ('corner = "round"', "number of mm as corner"),
        ('[font]\nfamily = "A"', "family, regular, bold"),
        ('[font]\nfamily = "A"\nregular = "a.otf"\nbold = "b.otf"', "found none at"),
        ("ink =", "expected a house style in TOML"),
        ('ink = "#999999"', r"brand\.toml: house style: ink #999999"),
    ],
)
def test_a_file_that_is_wrong_says_what(tmp_path, text, problem):
    (tmp_path / "brand.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DrawError, match=problem):
        Brand.read(tmp_path / "brand.toml")


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(DrawError, match=r"house style none\.toml: cannot read .*none\.toml \(No such file"):
        Brand.read(tmp_path / "none.toml")


def test_a_font_that_is_none(tmp_path):
    (tmp_path / "a.otf").write_bytes(b"no font")
    with pytest.raises(DrawError, match="OpenType"):
        Brand(regular=type(REGULAR)("A", bold=False, file=str(tmp_path / "a.otf")))

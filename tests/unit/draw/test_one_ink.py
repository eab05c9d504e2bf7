"""Text in whole dots: words stay apart, lines keep their length; narrow spaces of French."""

from itertools import pairwise

import pytest
from PIL import Image

from co2label.draw import BOLD, REGULAR, Scene, Text, black_bitmap, glyphs, ink, measure, missing
from co2label.draw._format_svg import svg
from co2label.text import split

LINES = (
    "raw materials to end of life",
    "matières premières à la fin de vie",
    "Empreinte CO₂ 1 piece",
    "of a 6.8 kg day per person",
)


def gaps(line, size, dots_per_mm, font):
    """The blank columns between what is black, from left to right, and where the black ends, in dots."""
    across = round((measure(line, size, font) + 6) * dots_per_mm)
    bitmap = black_bitmap(
        (Text(2, 2 * size, line, size, font),), (across, round(3 * size * dots_per_mm)), dots_per_mm
    )
    columns = [bitmap.crop((x, 0, x + 1, bitmap.height)).getbbox() is not None for x in range(bitmap.width)]
    black = [x for x, inked in enumerate(columns) if inked]
    return [after - before - 1 for before, after in pairwise(black) if after - before > 1], black[-1]


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("font", [REGULAR, BOLD])
@pytest.mark.parametrize(
    ("size", "dots_per_mm"), [(1.9, 4.41), (2.5, 4.41), (3.4, 4.41), (2.1, 8), (2.5, 8), (2.5, 11.8)]
)
def test_words_stay_apart_in_whole_dots(line, font, size, dots_per_mm):
    found, end = gaps(line, size, dots_per_mm, font)
    words = line.count(" ")
    # a space is 0.224 em, and the letters on both sides bring a little
    assert sorted(found)[-words] >= max(2, 0.224 * size * dots_per_mm)
    assert abs(end - (2 + ink(line, font).right * size) * dots_per_mm) <= 4


def test_letters_of_a_line_of_one_word_keep_their_places():
    _, end = gaps("鮭おにぎり（包装を含む）", 2.5, 8, REGULAR)
    assert end == pytest.approx((2 + ink("鮭おにぎり（包装を含む）", REGULAR).right * 2.5) * 8, abs=1.5)


@pytest.mark.parametrize("space", ["\u202f", "\u2009"])
def test_a_narrow_space_is_a_blank_of_18_hundredths(space):
    line = f"6,8{space}kg"
    assert missing(line, REGULAR) is None
    assert measure(line, 1.0) - measure("6,8kg", 1.0) == pytest.approx(0.18)
    assert glyphs(line, REGULAR)[4].x == pytest.approx(measure("6,8", 1.0) + 0.18)
    assert "6,8" in svg(Scene(30, 10, (Text(2, 5, line, 3),), "t", "d"), "live")


def test_a_line_never_ends_at_the_narrow_space_of_a_figure():
    assert [piece for piece, _ in split("soit 13\u202f000\u202fg de plus")] == [
        "soit ",
        "13\u202f000\u202fg ",
        "de ",
        "plus",
    ]


def test_the_minus_sign_is_drawn():
    assert missing("−24", BOLD) is None
    assert ink("−", BOLD).right - ink("−", BOLD).left > ink("-", BOLD).right - ink("-", BOLD).left
    assert isinstance(black_bitmap((Text(1, 4, "−24", 3, BOLD),), (80, 40), 8), Image.Image)

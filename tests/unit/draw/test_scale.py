"""The scale: places and forms by hand, in colour, greys, one ink and on displays."""

import io
from itertools import pairwise

import pytest
from PIL import Image as Pixels

from co2label.draw import (
    SCALE_FILLS,
    Hatch,
    Picture,
    Rect,
    Scale,
    ScaleMark,
    Scene,
    Text,
    contrast,
    ink,
    step_fill,
)
from co2label.draw._format_zpl import zpl
from co2label.errors import DrawError

BOUNDS = ("200", "400", "600", "800")


def texts(ops):
    return {op.text: op for op in ops if isinstance(op, Text)}


def middle(text):
    bounds = ink(text.text, text.font)
    return text.x + (bounds.left + bounds.right) / 2 * text.size


def picture(*parts, width=62.0):
    ops, y = [], 3.0
    for part in parts:
        more, y = part(y)
        ops += more
        y += 2.0
    return Picture(Scene(width, y + 1.0, tuple(ops), "Scale", "A scale"))


@pytest.mark.parametrize("own", [None, 1, 2, 3, 4, 5])
def test_all_letters_stand_on_their_own_fill_and_each_bound_under_its_joint(own):
    scale = Scale(x=3.0, width=55.0, own=own, bounds=BOUNDS, unit="g", ends=("少ない", "多い"))
    shown = picture(scale)
    found = texts(shown.scene.ops)
    assert [found[letter].on for letter in "ABCDE"] == list(SCALE_FILLS)
    for index, bound in enumerate(("200", "400", "600"), 1):
        assert middle(found[bound]) == pytest.approx(3.0 + 11.0 * index, abs=0.1)
    # the unit hangs to the right of its figure: "800" alone is in the middle of the joint at 47 mm
    assert found["800 g"].x < 47.0 < middle(found["800 g"])
    assert len({found[text].y for text in ("少ない", *BOUNDS[:3], "800 g", "多い")}) == 1


def test_the_own_step_is_higher_wider_and_bold():
    ops, _ = Scale(x=0.0, width=55.0, own=2)(0.0)
    found = texts(ops)
    edge, own = [op for op in ops if isinstance(op, Rect) and op.height > 5][-2:]
    assert (edge.x, edge.y, edge.width, edge.height) == pytest.approx((10.5, 0.0, 12.0, 6.6))
    assert own.fill == SCALE_FILLS[1]
    assert (found["B"].font.bold, found["B"].size) == (True, pytest.approx(4.4))
    assert (found["A"].font.bold, found["A"].size) == (False, pytest.approx(2.6))


@pytest.mark.parametrize("own", [1, 5])
def test_an_own_step_at_an_end_stays_in_the_scale(own):
    ops, _ = Scale(x=2.0, width=55.0, own=own)(0.0)
    assert min(op.x for op in ops) == 2.0
    assert max(op.x + op.width for op in ops if isinstance(op, Rect)) == pytest.approx(57.0)


def test_the_last_two_steps_are_hatched_and_their_letters_are_clear_of_it():
    ops, _ = Scale(x=0.0, width=55.0, own=5)(0.0)
    hatched = [op for op in ops if isinstance(op, Rect) and op.hatch]
    assert [op.fill for op in hatched] == [SCALE_FILLS[3], SCALE_FILLS[4], SCALE_FILLS[4]]
    assert hatched[0].hatch.pitch > hatched[1].hatch.pitch
    assert all(contrast(op.hatch.fill) >= 3 for op in hatched)


def test_greys_tell_each_step_from_the_others():
    shown = picture(Scale(x=3.0, width=55.0))
    with Pixels.open(io.BytesIO(shown.png(600, "grey"))) as image:
        grey = image.convert("L")
    dots = 600 / 25.4
    top = 3.0 + (6.6 - 4.2) / 2
    places = [(3.0 + 11.0 * index + 0.5, top + 0.4) for index in range(5)]
    seen = [grey.crop([round(v * dots) for v in (x, y, x + 2.8, y + 3.4)]) for x, y in places]
    assert [len(image.getcolors()) for image in seen] == [1, 1, 1, 2, 2]
    lightness = [image.getpixel((5, 5)) for image in seen[:3]]
    assert all(lighter - darker >= 30 for darker, lighter in pairwise(lightness))
    inked = [min(image.getcolors())[0] / (image.width * image.height) for image in seen[3:]]
    # lines of 0.05 of the height every 0.28 and 0.15 of it
    assert inked == pytest.approx([0.05 / 0.28, 0.05 / 0.15], abs=0.05)


def test_in_one_ink_the_own_step_is_told_by_its_edge():
    for own in range(1, 6):
        shown = picture(Scale(x=3.0, width=55.0, own=own))
        with Pixels.open(io.BytesIO(shown.png(203, "black"))) as image:
            above = image.convert("L").crop((0, 0, image.width, round(3.9 * 8)))
        left, _, right, _ = above.point(lambda value: 255 - value).getbbox()
        # no other step is so high, and it lies over its own fifth
        assert left < (3.0 + 11.0 * (own - 0.5)) * 8 < right
        assert (right - left) / 8 == pytest.approx(12.0, abs=0.3)


@pytest.mark.parametrize("letters", ["AB", "ABC", "ABCDEFG", ("1", "2", "3"), "ABCDEFGHI"])
def test_other_numbers_of_steps(letters):
    count = len(letters)
    shown = picture(Scale(own=count, letters=letters, bounds=tuple(map(str, range(1, count)))))
    assert [step_fill(1, count), step_fill(count, count)] == [SCALE_FILLS[0], SCALE_FILLS[4]]
    assert set(letters) <= set(texts(shown.scene.ops))


def test_words_without_room_between_the_bounds_stand_below_them():
    ops, end = Scale(bounds=BOUNDS, unit="g", ends=("lower emissions", "higher emissions"), language="en")(
        0.0
    )
    found = texts(ops)
    assert found["lower emissions"].y - found["200"].y == pytest.approx((0.22 + 0.3 + 0.76) * 2.3)
    assert end > found["lower emissions"].y
    _, beside = Scale(bounds=BOUNDS, unit="g", ends=("less", "more"), language="en")(0.0)
    assert beside < end


def test_a_row_is_shrunk_before_it_is_parted():
    tight = {"width": 30.0, "bounds": ("50", "100", "200", "400"), "ends": ("less", "more"), "language": "en"}
    ops, _ = Scale(**tight, smallest=1.5)(0.0)
    assert len({op.y for op in ops if isinstance(op, Text) and op.fill != "#000000"}) == 1
    ops, _ = Scale(**tight)(0.0)
    assert len({op.y for op in ops if isinstance(op, Text) and op.fill != "#000000"}) == 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"letters": "A"}, "a scale of 2 to 9 steps, got 1"),
        ({"bounds": ("1", "2")}, "4 bounds between 5 steps, got 2"),
        ({"ends": ("less",)}, "two words for the ends of a scale, got 1"),
        ({"own": 6}, "a step of 1 to 5, got 6"),
        ({"own": 0}, "a step of 1 to 5, got 0"),
    ],
)
def test_what_does_not_go_together_is_refused(wrong, said):
    with pytest.raises(DrawError, match=said):
        Scale(**wrong)


def test_bounds_without_room_are_named():
    with pytest.raises(DrawError, match=r"fit 20\.0 mm at 2\.3 mm, got .*12,000"):
        Scale(width=20.0, bounds=("12,000", "24,000", "36,000", "48,000"))(0.0)


def test_a_mark_is_a_square_with_one_letter():
    for step, letter in enumerate("ABCDE", 1):
        mark = ScaleMark(x=4.0, side=8.0, letter=letter, step=step)
        ops, end = mark(2.0)
        assert (ops[0].x, ops[0].y, ops[0].width, ops[0].height, end) == (4.0, 2.0, 8.0, 8.0, 10.0)
        assert ops[-1].on == SCALE_FILLS[step - 1]
        assert mark.around(6.0) == ops
        picture(mark)


def test_every_format_draws_a_hatch():
    hatched = Rect(2.0, 2.0, 10.0, 5.0, "#ffffff", hatch=Hatch("#000000", 2.0, 0.5))
    shown = Picture(Scene(14.0, 9.0, (hatched,), "Hatch", "Lines"))
    # eight lines begin in the upper edge or the right one, the first in a corner: 0, 2, … 14 of 15 mm
    assert shown.svg().count("z") == 8
    with Pixels.open(io.BytesIO(shown.png())) as image:
        seen = image.convert("L").crop((31, 31, 179, 104))
    dark = sum(value < 128 for value in seen.tobytes()) / (seen.width * seen.height)
    assert dark == pytest.approx(0.25, abs=0.02)
    assert b"^GFA" in zpl(shown.scene, 203.0)


def test_a_hatch_that_is_none_is_refused():
    for hatch, radius in (
        (Hatch("#000000", 1.0, 1.0), 0.0),
        (Hatch("#000000", 1.0, 0.2), 0.5),
        (Hatch("black"), 0.0),
    ):
        with pytest.raises(DrawError, match="expected a"):
            Picture(Scene(14, 9, (Rect(2, 2, 9, 5, radius=radius, hatch=hatch),), "t", "d"))

"""A Scene that would be unreadable is refused, with the text that is to blame."""

import pytest

from co2label.draw import Image, Picture, Qr, Rect, Scene, Text, contrast
from co2label.draw._check import check
from co2label.errors import DrawError

DOT = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\10\0\0\0\0:~\x9bU"
    b"\0\0\0\nIDATx\x9cc`\0\0\0\2\0\1H\xaf\xa4q\0\0\0\0IEND\xaeB`\x82"
)
LINK = "https://id.example.jp/01/04569951110016"


def scene(*ops):
    return Scene(40, 30, ops, "title", "description")


@pytest.mark.parametrize(
    ("ops", "message"),
    [
        ([Text(2, 10, "鮭おにぎり", 4), Text(4, 11, "お茶", 4)], "'鮭おにぎり'.*'お茶'.*overlap"),
        ([Text(2, 10, "鮭", 4), Rect(2, 9, 30, 1)], "'鮭'.*rectangle.*overlap"),
        ([Qr(10, 10, 14.8, LINK), Text(8, 12, "鮭鮭", 2.5)], "QR code.*'鮭鮭'.*overlap"),
        ([Qr(10, 10, 14.8, LINK), Rect(0, 20, 12, 1)], "QR code.*rectangle.*overlap"),
        ([Text(30, 10, "鮭おにぎり", 4)], "'鮭おにぎり'.*outside the page of 40 × 30 mm"),
        ([Text(2, 2, "鮭", 4)], "outside the page"),
        ([Rect(39, 0, 2, 2)], "rectangle.*outside the page"),
        ([Qr(30, 10, 14.8, LINK)], "QR code.*outside the page"),
        ([Text(2, 10, "鮭おにぎり", 4, width=19.9)], "20.0 mm wide, its place has 19.9 mm"),
        ([Text(2, 10, "おにぎり🍙", 4)], r"no glyph for '🍙' \(U\+1F359 RICE BALL\)"),
        ([Text(2, 10, "a\x1bb", 4)], r"no glyph for '\\x1b' \(U\+001B character\)"),
        ([Text(2, 10, "鮭", 4, fill="#aaaaaa")], "contrast of 2.3"),
        ([Text(2, 10, "鮭", 4, fill="red")], "expected a colour such as #111111, got 'red'"),
        ([Rect(2, 10, 3, 4, fill='"/><script>')], "expected a colour"),
        ([Qr(10, 10, 14.8, "")], "needs a payload"),
        ([Qr(0, 0, 30, "x" * 3000)], "no QR symbol holds a payload of 3000 characters"),
    ],
)
def test_refused(ops, message):
    with pytest.raises(DrawError, match=message):
        Picture(scene(*ops))


def test_lines_that_are_close_but_do_not_touch_pass():
    check(scene(Text(2, 10, "鮭おにぎり", 4), Text(2, 14, "鮭おにぎり", 4), Rect(2, 14.6, 20, 0.2)))


def test_the_quiet_zone_is_part_of_the_code():
    quiet = 4 * 0.4
    touching = Text(10 + quiet / 2, 9.9, "鮭", 2.5)
    check(scene(Qr(10, 11, 14.8, LINK), touching))
    with pytest.raises(DrawError, match="overlap"):
        check(scene(Qr(10, 8, 14.8, LINK), touching))


def test_contrast_of_known_colours():
    assert contrast("#767676") == pytest.approx(4.54, abs=0.01)
    assert contrast("#000000") == pytest.approx(21)


SEA = "#0d5a6e"


def word(**changes):
    """A word whose ink lies within x 10 to 18 and y 9 to 15."""
    return Text(10, 13, "Ab", 4, **{"fill": "#ffffff", "on": SEA, **changes})


@pytest.mark.parametrize(
    "ops",
    [
        [Rect(9, 9, 12, 6, SEA), word()],
        [Rect(9, 9, 12, 6, SEA, radius=1), word()],
        [Rect(9, 9, 12, 6, SEA.upper()), word()],
        [Rect(8, 8, 14, 8, "#000000"), Rect(9, 9, 12, 6, "#ffffff"), word(fill=SEA, on="#ffffff")],
        [Rect(0, 0, 40, 30, "#eeeeee"), Rect(9, 9, 12, 6, SEA), word()],
        [Rect(2, 2, 20, 4, "#eeeeee"), Rect(2, 2, 9, 4, SEA, radius=2)],
        [Image(2, 2, 5, 5, DOT), word(fill=SEA, on="#ffffff")],
    ],
)
def test_what_stands_on_something_passes(ops):
    check(scene(*ops))


@pytest.mark.parametrize(
    ("ops", "message"),
    [
        ([word()], "'Ab'.*stands on no rectangle of #0d5a6e that holds all of it"),
        ([word(), Rect(9, 9, 12, 6, SEA)], "'Ab'.*stands on no rectangle"),
        ([Rect(9, 9, 3, 6, SEA), word()], "'Ab'.*stands on no rectangle"),
        ([Rect(9, 9, 12, 6, "#000000"), word()], "'Ab'.*stands on no rectangle"),
        ([Rect(9, 9, 12, 6, SEA), Rect(10, 9, 2, 6), word()], r"rectangle at \(10.0, 9.0\).*'Ab'.*overlap"),
        ([Rect(9, 9, 12, 6, "#ffffff"), Rect(10, 9, 1, 1), word(fill=SEA, on="#ffffff")], "overlap"),
        ([Rect(9, 9, 12, 6, SEA), word(fill="#888888")], "contrast of 2.2 on #0d5a6e, at least 4.5"),
        ([word(on="sea")], "expected a colour such as #111111, got 'sea'"),
        ([Rect(9.9, 9.9, 6, 4, SEA, radius=2), word()], "stands on no rectangle"),
        ([Rect(9, 9, 12, 6, radius=3.1)], "expected a radius of 0 to 3 mm, got 3.1"),
        ([Rect(9, 9, 12, 6, radius=-0.1)], "expected a radius of 0 to 3.*, got -0.1"),
        ([Image(9, 9, 12, 6, DOT), word(fill=SEA, on="#ffffff")], "picture.*'Ab'.*overlap"),
        ([Rect(9, 9, 12, 6), Image(9, 9, 12, 6, DOT)], "rectangle.*picture.*overlap"),
        ([Image(35, 9, 12, 6, DOT)], "picture.*outside the page"),
        ([Image(9, 9, 12, 6, b"GIF89a")], "expected a picture in PNG"),
    ],
)
def test_what_does_not_stand_is_refused(ops, message):
    with pytest.raises(DrawError, match=message):
        check(scene(*ops))


def test_the_first_pair_of_the_scene_is_named_wherever_it_lies():
    low = [Rect(2, 20, 9, 3), Text(3, 22, "low", 2)]
    high = [Rect(2, 2, 9, 3), Text(3, 4, "high", 2)]
    with pytest.raises(DrawError, match=r"'low'.*overlap"):
        check(scene(*low, *high))


def test_contrast_between_two_colours():
    assert contrast("#ffffff", "#000000") == contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == 1

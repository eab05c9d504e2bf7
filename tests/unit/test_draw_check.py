"""A Scene that would be unreadable is refused, with the text that is to blame."""

import pytest

from co2label.draw import Picture, Qr, Rect, Scene, Text
from co2label.draw.check import check, contrast
from co2label.errors import DrawError

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

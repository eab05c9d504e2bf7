"""What the pack label promises, read from its Scene."""

import runpy
from pathlib import Path

import pytest

from builders import text_of, texts
from co2label.draw import ACCENT, BOLD, GREY, Qr, Rect, Text, contrast, ink, measure
from co2label.errors import DrawError
from co2label.label import calorie

CARDS = runpy.run_path(str(Path(__file__).parents[2] / "golden" / "cards.py"))
rice_ball, full, judged, near = (CARDS[name] for name in ("rice_ball", "full", "judged", "near"))
CREDITED, gate_only, hotel_night = (CARDS[name] for name in ("CREDITED", "gate_only", "hotel_night"))
LANGUAGES = ["ja", "en", "fr", "ja+en", "fr+en", "en+ja"]
SAID = [rice_ball, full, judged, near, gate_only, hotel_night]
X_HEIGHT = 0.543


def accents(picture):
    return [op for op in picture.scene.ops if isinstance(op, Rect) and op.fill == ACCENT]


@pytest.mark.parametrize("least", [(None, 1.2, 2.811), (150.0, 1.2, 1.932), (60.0, 0.9, 1.932)])
@pytest.mark.parametrize("scale", [0.9, 1.0, 1.6])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("said", SAID)
def test_no_letter_is_smaller_than_the_pack_allows(said, language, scale, least):
    area, x_height, em = least
    for op in texts(calorie(said(), language=language, scale=scale, pack_area=area)):
        assert X_HEIGHT * op.size >= x_height - 1e-3
        if op.language == "ja":
            assert op.size >= em - 1e-3


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("said", SAID)
def test_texts_keep_clear_of_each_other(said, language):
    boxes = []
    for op in texts(calorie(said(), language=language)):
        bounds = ink(op.text, op.font)
        left = op.x - (measure(op.text, op.size, op.font) if op.align == "right" else 0.0)
        boxes.append(
            (
                left + bounds.left * op.size,
                op.y + bounds.top * op.size,
                left + bounds.right * op.size,
                op.y + bounds.bottom * op.size,
            )
        )
    for index, one in enumerate(boxes):
        for other in boxes[index + 1 :]:
            across = max(one[0], other[0]) - min(one[2], other[2])
            down = max(one[1], other[1]) - min(one[3], other[3])
            assert across >= 0.4 or down >= 0.1


@pytest.mark.parametrize("language", LANGUAGES)
def test_contrast_of_every_text(language):
    assert all(contrast(op.fill, op.on) >= 4.5 for op in texts(calorie(judged(), language=language)))


def test_the_number_is_the_largest_and_stands_at_the_left_edge_with_its_unit_on_its_baseline():
    picture = calorie(judged(), language="en")
    number = max(texts(picture), key=lambda op: op.size)
    assert number.text == "210"
    assert number.size == 14.5
    assert number.x + ink("210", BOLD).left * number.size == pytest.approx(3.4)
    unit = next(op for op in texts(picture) if "CO₂e" in op.text)
    assert (unit.y, unit.size) == (number.y, 4.0)


def test_the_code_stands_in_the_band_of_the_number():
    ops = calorie(judged(), language="en").scene.ops
    code = next(op for op in ops if isinstance(op, Qr))
    number = max((op for op in ops if isinstance(op, Text)), key=lambda op: op.size)
    assert code.y + code.size - 1.6 == pytest.approx(number.y)
    assert code.x + code.size - 1.6 == pytest.approx(62.0 - 3.4)
    assert code.y > 8.0


def test_it_is_as_high_as_a_pack_has_room():
    plain = judged(equivalents=(), stages=CARDS["ROUNDED_APART"])
    assert calorie(plain, language="ja").scene.height < 84
    assert calorie(plain, language="ja", pack_area=150.0).scene.height < 79
    assert calorie(full(), language="ja", scale=2.0).scene.width == 124.0


def test_bars_are_linear_from_zero():
    share, *parts = accents(calorie(judged(), language="en"))
    assert (share.x, share.width) == (3.4, pytest.approx(0.42 * 55.2))
    assert parts[0].width == pytest.approx(0.712 * 55.2)


def test_a_whisker_shows_the_range_on_the_bar_of_the_share():
    picture = calorie(judged(), language="en")
    share = accents(picture)[0]
    caps = sorted(
        op.x + op.width / 2
        for op in picture.scene.ops
        if isinstance(op, Rect) and op.width == 0.3 and share.y < op.y < share.y + 2
    )
    assert caps == pytest.approx([3.4 + 0.34 * 55.2, 3.4 + 0.54 * 55.2])


def test_a_credit_lies_left_of_zero_and_says_its_mass():
    picture = calorie(rice_ball(stages=CREDITED), language="en")
    credit = next(op for op in picture.scene.ops if isinstance(op, Rect) and op.hatch and op.width > 5)
    first = accents(picture)[1]
    assert credit.x + credit.width == pytest.approx(first.x)
    assert credit.width / first.width == pytest.approx(1620 / 1480, rel=0.02)
    assert "−1,620" in text_of(picture)
    assert "%" not in text_of(picture).replace("3%", "")


def test_the_scale_names_its_category_its_products_its_maker_and_its_day():
    said = text_of(calorie(judged(), language="ja"))
    for words in ("おにぎり・サンドイッチ412品の中で", "サンプルスーパーの自社商品", "2026", "800 g"):
        assert words in said


def test_a_range_of_a_part_of_the_figure_says_of_how_much():
    part = CARDS["ShownInterval"]("170", "270", 0.95, 0.62)
    assert "170〜270 gのあいだの見込み （値の62%についての幅）" in text_of(calorie(judged(interval=part)))
    assert "62%" in text_of(calorie(judged(interval=part), language="en"))


def test_equivalents_stand_there_only_if_asked_for():
    assert "乗用車" in text_of(calorie(judged()))
    (car,) = judged().equivalents
    assert "乗用車" not in text_of(calorie(judged(equivalents=(CARDS["replace"](car, asked=False),))))


def test_stages_without_data_are_named():
    assert "No data: Use" in text_of(calorie(rice_ball(), language="en"))


@pytest.mark.parametrize(("language", "first"), [("ja", "budget"), ("en", "share"), ("fr", "share")])
def test_the_share_is_read_in_the_order_of_the_language(language, first):
    ops = texts(calorie(judged(), language=language))
    share = next(op for op in ops if op.text.startswith("42"))
    budget = next(op for op in ops if op.y == share.y and op is not share)
    assert (share.x < budget.x) == (first == "share")


def test_a_scale_outside_its_range_is_refused():
    with pytest.raises(DrawError, match=r"scale of 0.7 to 2"):
        calorie(rice_ball(), scale=0.5)


def test_remarks_stand_between_number_and_share():
    picture = calorie(near(), language="en")
    number = max(texts(picture), key=lambda op: op.size)
    share = next(op for op in texts(picture) if op.text == "3%")
    remark = next(op for op in texts(picture) if "Includes estimates" in op.text)
    assert number.y < remark.y < share.y


def test_grey_is_for_lesser_words_alone():
    grey = {op.text for op in texts(calorie(judged(), language="en")) if op.fill == GREY}
    assert "Among 412 products: rice balls and sandwiches" not in grey

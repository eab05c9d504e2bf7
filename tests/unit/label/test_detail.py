"""What the full table card promises, read from its Scene."""

import runpy
from dataclasses import replace
from pathlib import Path

import pytest

from builders import text_of, texts
from co2label.declaration import DeclaredUnit, Qualifier, StageLine
from co2label.draw import (
    ACCENT,
    BOLD,
    CONTENT,
    GREY,
    LEFT,
    RIGHT,
    TRACK,
    Image,
    Qr,
    Rect,
    Text,
    contrast,
    ink,
    measure,
    modules_across,
)
from co2label.errors import DrawError, TextError
from co2label.figures import Shown
from co2label.label import detail, text_lines
from co2label.wording import format_date, format_number, format_unit, per_words

CARDS = runpy.run_path(str(Path(__file__).parents[2] / "golden" / "cards.py"))
rice_ball, gate_only, hotel_night, percent, full = (
    CARDS[name] for name in ("rice_ball", "gate_only", "hotel_night", "percent", "full")
)
CREDITED = CARDS["CREDITED"]
LANGUAGES = ["ja", "en", "ja+en", "en+ja", "fr", "ja+fr"]
VALUES = ["210", "1", "0.12", "0.00012", "123", "9990", "0.00000012", "12345678"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("unit", ["g-CO2e", "kg-CO2e", "t-CO2e"])
def test_the_number_is_three_times_any_other_text(value, unit, language):
    picture = detail(rice_ball(shown=Shown(value, unit)), language=language)
    sizes = sorted((op.size for op in texts(picture)), reverse=True)
    number = max(texts(picture), key=lambda op: op.size)
    assert number.text == format_number(value, language[:2])
    assert sizes[0] >= 3 * sizes[1] - 1e-9
    unit_op = next(op for op in texts(picture) if op.y == number.y and op is not number)
    assert unit_op.text == format_unit(unit, language[:2])
    assert unit_op.size == pytest.approx(number.size / 4)
    assert number.x - measure(number.text, number.size, BOLD) >= LEFT - 0.05 * number.size


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("card", [rice_ball, gate_only, hotel_night])
def test_contrast_of_every_text(card, language):
    fills = {op.fill for op in texts(detail(card(), language=language))}
    assert fills <= {"#111111", GREY, ACCENT}
    assert all(contrast(fill) >= 4.5 for fill in fills)


def test_japanese_is_never_smaller_than_two_and_a_half_millimetres():
    for language in LANGUAGES:
        for op in texts(detail(hotel_night(), language=language)):
            if op.language == "ja" and op.text != "▶":
                assert op.size >= 2.45  # a title is a third of the number at most


@pytest.mark.parametrize("language", LANGUAGES)
def test_stage_bars_are_linear_from_one_zero(language):
    picture = detail(rice_ball(), language=language)
    bars = [op for op in picture.scene.ops if isinstance(op, Rect) and op.fill == ACCENT][1:]
    tracks = [op for op in picture.scene.ops if isinstance(op, Rect) and op.fill == TRACK][1:]
    shares = [line.share for line in rice_ball().stages if line.status == "included"]
    assert {bar.x for bar in bars} == {track.x for track in tracks}
    assert len({(bar.x, bar.height) for bar in bars}) == 1
    assert len({track.width for track in tracks}) == 1
    for bar, track, share in zip(bars, tracks, shares, strict=True):
        assert bar.width == pytest.approx(share * track.width)


@pytest.mark.parametrize("value", [1, 3, 50, 100])
def test_the_bar_of_the_day_is_linear_from_zero(value):
    picture = detail(rice_ball(reference=percent(value)))
    bar = next(op for op in picture.scene.ops if isinstance(op, Rect) and op.fill == ACCENT)
    assert bar.x == LEFT
    assert bar.width == pytest.approx(CONTENT * value / 100)
    assert not any(op.fill == ACCENT for op in texts(picture))


@pytest.mark.parametrize("reference", [percent(101), percent(999), hotel_night().reference])
def test_more_than_a_day_is_drawn_as_such(reference):
    picture = detail(rice_ball(reference=reference))
    track = next(op for op in picture.scene.ops if isinstance(op, Rect) and op.fill == TRACK)
    bar = next(op for op in picture.scene.ops if isinstance(op, Rect) and op.fill == ACCENT)
    assert bar.x == track.x == LEFT
    assert bar.width == pytest.approx(CONTENT)
    assert bar.width / track.width == pytest.approx(reference.share)


def test_a_credit_lies_to_the_left_of_zero_in_proportion():
    picture = detail(rice_ball(stages=CREDITED), language="en")
    rects = [op for op in picture.scene.ops if isinstance(op, Rect)]
    bars = [op for op in rects if op.fill == ACCENT][1:]
    credit = next(op for op in rects if op.hatch)
    assert {bar.x for bar in bars} == {credit.x + credit.width}
    assert credit.width / bars[0].width == pytest.approx(1620 / 1480, rel=0.01)


def test_days_are_said_as_days():
    assert "約1,469日分" in text_of(detail(hotel_night()))
    assert "about 1,469 days" in text_of(detail(hotel_night(), language="en"))


@pytest.mark.parametrize(
    ("language", "excluded", "no_data"), [("ja", "対象外", "データなし"), ("en", "not included", "no data")]
)
def test_absent_is_never_zero(language, excluded, no_data):
    picture = detail(gate_only(), language=language)
    assert [op.text for op in texts(picture)].count(excluded) == 3
    assert len([op for op in picture.scene.ops if isinstance(op, Rect) and op.fill == TRACK]) == 1 + 2
    assert [op.text for op in texts(detail(rice_ball(), language=language))].count(no_data) == 1
    assert not any(op.text in {"0", "0%"} for op in texts(picture))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_never_a_number_without_its_companions(language):
    declaration = rice_ball(qualifiers=(Qualifier("mixed-basis", "x"),))
    picture = detail(declaration, language=language)
    words = text_of(picture)
    assert per_words(declaration.declared_unit.words, language) in words
    assert declaration.scope[language] in words.replace(" ", "") or declaration.scope[language] in words
    assert ("自社で算定" if language == "ja" else "own calculation, not verified") in words
    assert ("一部はCO₂のみの値" if language == "ja" else "some values count CO₂ only") in words
    until = format_date(declaration.valid_until, language).replace("\xa0", " ")
    for part in ("2025", "ISO 14067:2018", "100", until, "株式会社サンプル", "IGES 2019"):
        assert part in words
    code = next(op for op in picture.scene.ops if isinstance(op, Qr))
    assert code.payload == declaration.link


def test_qualifiers_stand_in_the_small_print_under_one_label():
    picture = detail(hotel_night())
    label = next(op for op in texts(picture) if op.text == "注記")
    first, second = (next(op for op in texts(picture) if part in op.text) for part in ("CO₂のみ", "後の段階"))
    assert label.y == first.y <= second.y


def test_other_gwp_sets_stand_in_the_line_of_the_method():
    words = text_of(detail(rice_ball(qualifiers=(Qualifier("mixed-gwp-set", "x"),))))
    assert "IPCC第6次評価報告書（100年）で換算。一部は別の版または不明" in words.replace(" ", "")
    assert "注記" not in words


def test_the_code_has_its_modules_and_its_corner():
    scene = detail(rice_ball()).scene
    code = next(op for op in scene.ops if isinstance(op, Qr))
    module = code.size / modules_across(code.payload)
    assert module == pytest.approx(0.4)
    assert code.x + code.size - 4 * module == pytest.approx(RIGHT)
    assert scene.height - 5.0 < code.y + code.size - 4 * module <= scene.height - 3.8 + 1e-9


def test_a_long_link_makes_a_larger_code_and_an_absurd_one_is_refused():
    for length in (20, 100, 300):
        detail(rice_ball(link="https://example.jp/" + "a" * length), language="ja+en")
    with pytest.raises(DrawError, match="link"):
        detail(rice_ball(link="https://example.jp/" + "a" * 1900))


def test_a_figure_of_too_many_digits_is_refused():
    with pytest.raises(DrawError, match=r"'0\.0000000123' has too many digits.*larger unit"):
        detail(rice_ball(shown=Shown("0.0000000123", "g-CO2e")))


def test_a_card_grows_downwards_in_whole_millimetres():
    heights = [detail(card()).scene.height for card in (gate_only, rice_ball, hotel_night)]
    assert all(height == int(height) for height in heights)
    assert heights[2] > heights[1]
    assert {detail(card()).scene.width for card in (gate_only, rice_ball, hotel_night)} == {62.0}


@pytest.mark.parametrize("language", ["", "xx", "ja+en+ja", "ja+ja", (), ("ja", "en", "de")])
def test_languages_that_there_are_not(language):
    with pytest.raises((DrawError, TextError), match="expected"):
        detail(rice_ball(), language=language)


def test_a_pair_of_languages_may_be_a_tuple():
    assert detail(rice_ball(), language=("ja", "en")) == detail(rice_ball(), language="ja+en")


def test_a_name_in_one_language_serves_both():
    picture = detail(rice_ball(name={"ja": "鮭おにぎり"}), language="en")
    assert "鮭おにぎり" in text_of(picture)
    assert text_of(detail(rice_ball(name={"ja": "鮭おにぎり"}), language="ja+en")).count("鮭おにぎり") == 1


def test_a_name_that_cannot_be_drawn_is_named():
    with pytest.raises(DrawError, match=r"'🍙' \(U\+1F359 RICE BALL\)"):
        detail(rice_ball(name={"ja": "おにぎり🍙"}))


def test_title_and_description_say_it_all():
    scene = detail(rice_ball(), language="en").scene
    assert scene.title == "CO2 footprint: Salmon rice ball"
    assert "210 grams of CO2 equivalent" in scene.description
    assert "Raw materials: 150 grams of CO2 equivalent (71%)" in scene.description
    assert "₂" not in scene.title + scene.description


def test_sentences_stand_apart_whatever_the_name():
    lines = text_lines(rice_ball(name={"ja": "鮭おにぎり"}), "en")
    assert "equivalent each (110 g). This is 3%" in lines[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_lines_carry_what_the_card_carries(language):
    lines = text_lines(hotel_night(), language)
    joined = "\n".join(lines)
    first = language[:2]
    figures = (format_number(each, first) for each in ("9990", "1469", "6.8"))
    until = format_date(hotel_night().valid_until, first)
    for part in (*figures, "2025", until, hotel_night().link, hotel_night().company):
        assert part in joined
    assert "₂" not in joined
    assert len(lines) == len(set(lines)) or "+" in language


@pytest.mark.parametrize("language", LANGUAGES)
def test_small_figures_in_the_table_fit_beside_their_bars(language):
    values = ("0.000085", "0.000012", "0.000013", "<0.000001", "0.00001")
    stages = tuple(
        StageLine(line.stage, "included", value, "<1", 0.2)
        for line, value in zip(rice_ball().stages, values, strict=True)
    )
    detail(rice_ball(shown=Shown("0.00012", "g-CO2e"), stages=stages), language=language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_of_absent_stages_only(language):
    stages = tuple(StageLine(line.stage, "no-data") for line in rice_ball().stages)
    detail(replace(rice_ball(), stages=stages), language=language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_long_declared_units(language):
    words = {
        "ja": "1人1泊（朝食つき・露天風呂つきツインルーム）",
        "en": "1 person-night (breakfast, open-air bath, twin room)",
    }
    detail(rice_ball(declared_unit=DeclaredUnit(words)), language=language)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_comparison_and_indicators_are_said_with_their_basis(language):
    words = text_of(detail(full(), language=language)).replace(" ", "")
    spoken = "".join(text_lines(full(), language)).replace(" ", "")
    parts = [full().comparison.sentence, full().comparison.basis, *full().indicators, full().band.scheme]
    for part in parts:
        assert part[language].replace(" ", "") in words
        assert part[language].replace(" ", "") in spoken


def test_a_house_colours_words_and_bars():
    scene = detail(full(), language="ja+en", brand=CARDS["own_brand"]()).scene
    assert not any(getattr(op, "fill", "") in {"#111111", ACCENT} for op in scene.ops)
    bars = [op for op in scene.ops if isinstance(op, Rect) and op.fill == "#7a1f3d"]
    assert bars
    logo = next(op for op in scene.ops if isinstance(op, Image))
    assert logo.x + logo.width == pytest.approx(RIGHT)
    assert logo.width / logo.height == pytest.approx(3)


PAIRS = [
    f"{first}+{second}" for first in ("ja", "en", "fr") for second in ("ja", "en", "fr") if first != second
]


@pytest.mark.parametrize("language", PAIRS)
def test_every_pair_of_languages_has_room_with_everything_there_is_to_say(language):
    picture = detail(full(2), language=language)
    found = [op for op in picture.scene.ops if isinstance(op, Text)]
    assert {op.language for op in found} >= set(language.split("+"))
    assert picture.scene.height < 205


def test_a_comma_keeps_clear_of_the_band_below_it():
    scene = detail(full(1, shown=Shown("1.1", "kg-CO2e")), language="fr").scene
    number = next(op for op in scene.ops if isinstance(op, Text) and op.text == "1,1")
    foot = number.y + ink("1,1", number.font).bottom * number.size
    below = min(op.y for op in scene.ops if isinstance(op, Rect) and op.y > number.y)
    assert below - foot >= 1.5


def test_the_steps_and_their_limits_are_said_once_the_scheme_in_both_languages():
    scene = detail(full(2), language="ja+en").scene
    words = " ".join(op.text for op in scene.ops if isinstance(op, Text))
    assert "1食 0.2・0.5・1・2 kg" in words
    assert "Sample City meal steps 2026" in words
    assert "per meal 0.2" not in words

"""What the fonts cover, how wide a line is, where its ink lies."""

import sys

import pytest
from PIL import ImageFont

from co2label.draw import BOLD, REGULAR, Font, font_with, glyphs, ink, measure, missing
from co2label.draw._scene import companion
from co2label.draw._text import Coverage
from co2label.errors import DrawError

FONTS = [REGULAR, BOLD]


@pytest.mark.parametrize("font", FONTS)
def test_widths_are_those_of_the_font(font):
    face = ImageFont.truetype(font.path, 1000, layout_engine=ImageFont.Layout.BASIC)
    text = "鮭おにぎりAV Wave 0.123%"
    assert measure(text, 1000, font) == pytest.approx(face.getlength(text))


@pytest.mark.parametrize("font", FONTS)
def test_figures_have_one_width(font):
    assert len({round(measure(figure, 1.0, font), 6) for figure in "0123456789"}) == 1


@pytest.mark.parametrize("font", FONTS)
def test_lowered_two_is_not_a_glyph_of_its_own(font):
    assert missing("CO₂", font) is None
    c, o, two = glyphs("CO₂", font)
    assert (c.scale, o.scale, c.drop) == (1.0, 1.0, 0.0)
    assert two.char == "2"
    assert 0.5 < two.scale < 0.75
    assert two.drop > 0.1
    assert measure("CO₂", 1.0, font) < measure("CO2", 1.0, font)


def test_a_mark_is_of_the_font_itself_where_that_has_it():
    own = Font("Own", bold=True, file=str(BOLD.path))
    latin = Font("Latin", bold=True, file=str(companion(BOLD).path))
    assert font_with("▶", own) == own
    assert font_with("a", latin) == latin
    assert font_with("鮭", latin) == BOLD


@pytest.mark.parametrize("char", ["🍙", "\ue000", "\u202e", "ع", "\U0010ffff"])
def test_what_the_fonts_do_not_have(char):
    assert missing(f"鮭{char}", REGULAR) == char


def test_kanji_outside_the_basic_plane_is_covered():
    assert missing("𠮷野家", BOLD) is None


def test_brackets_take_half_an_em_and_stay_apart_from_their_neighbours():
    assert measure("（鮭）", 1.0) == pytest.approx(2.0)
    assert ink("（", REGULAR).left >= 0
    assert ink("）", REGULAR).right <= measure("）", 1.0)


def test_ink_of_a_blank_line_has_no_area():
    bounds = ink("  ", REGULAR)
    assert (bounds.left, bounds.top, bounds.right, bounds.bottom) == (0, 0, 0, 0)


def test_ink_reaches_below_the_baseline_only_where_letters_do():
    assert ink("g", REGULAR).bottom > 0.2
    assert ink("H", REGULAR).bottom == 0


def test_a_file_that_is_no_font(tmp_path):
    path = tmp_path / "no.otf"
    path.write_bytes(b"OTTO\x00\x00" + b"\x00" * 6)
    with pytest.raises(DrawError, match=r"no\.otf: expected an OpenType font"):
        Coverage(path)


LETTERS = {
    "Polish": "ąćęłńóśźż ĄĆĘŁŃÓŚŹŻ",
    "Czech, Slovak": "áčďéěíĺľňóôŕřšťúůýž ÁČĎÉĚÍĹĽŇÓÔŔŘŠŤÚŮÝŽ",
    "Hungarian": "áéíóöőúüű ÁÉÍÓÖŐÚÜŰ",
    "Romanian": "ăâîșț ĂÂÎȘȚ",
    "Croatian, Slovene": "čćđšž ČĆĐŠŽ",
    "Baltic": "āčēģīķļņšūž ąčęėįšųūž õäöü",
    "Nordic": "æøåäöðþ ÆØÅÄÖÐÞ",
    "Turkish": "çğıiöşü ÇĞIİÖŞÜ",
    "Greek": "αβγδεζηθικλμνξοπρσςτυφχψω άέήίϊΐόύϋΰώ ΑΩΆΈΉΊΌΎΏ",
    "Cyrillic": "абвгдежзийклмнопрстуфхцчшщъыьэюя ёђєѕіїјљњћќўџґ",
    "Vietnamese": "ăâđêôơư ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
    "French spaces": "1\u202f000\u00a0€",
}


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("letters", LETTERS.values(), ids=LETTERS)
def test_letters_of_european_languages_and_of_vietnamese_are_drawn(letters, font):
    assert missing(letters, font) is None
    assert {glyph.font for glyph in glyphs(letters, font)} <= {font, companion(font)}


@pytest.mark.parametrize("font", FONTS)
def test_a_letter_of_the_companion_is_as_large_as_its_neighbours(font):
    """A dot below adds nothing to a width; the x-heights, 0.557 and 0.498 em in the regular weight, are brought together."""
    assert measure("ạ", 1.0, font) == pytest.approx(measure("a", 1.0, font), rel=0.01)
    assert ink("ł", font).bottom == pytest.approx(ink("l", font).bottom, abs=0.01)
    assert ink("ş", font).top == pytest.approx(ink("s", font).top, abs=0.015)


def test_what_the_font_has_is_never_drawn_in_the_companion():
    assert {glyph.font for glyph in glyphs("CO₂ café（鮭）αж", REGULAR)} == {REGULAR}


def test_a_variation_selector_draws_nothing():
    assert glyphs("葛\U000e0100城", BOLD) == glyphs("葛城", BOLD)
    assert missing("葛\U000e0100城", BOLD) is None


def test_a_missing_font_package_is_named_with_the_way_to_use_a_font_of_ones_own(monkeypatch):
    monkeypatch.setitem(sys.modules, "noto_cjk_sans_jp_regular", None)
    monkeypatch.setitem(sys.modules, "fontpkg_source_sans_3", None)
    with pytest.raises(
        DrawError, match=r"font package noto-cjk-sans-jp-regular is not installed.*house style"
    ):
        Font().path  # noqa: B018
    with pytest.raises(DrawError, match="font package fontpkg-source-sans-3 is not installed"):
        companion(Font()).path  # noqa: B018

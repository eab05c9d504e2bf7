"""What the mini and the shelf label promise, read from their Scenes."""

import runpy
from dataclasses import replace
from pathlib import Path

import pytest

from builders import plain_spaces, text_of, texts
from co2label.declaration import BandStep, DeclaredUnit, PerAmount, Qualifier
from co2label.draw import Image, Qr, measure, modules_across
from co2label.errors import DrawError, TextError
from co2label.figures import Shown
from co2label.label import ESL_29, ESL_42, Brand, mini, shelf
from co2label.wording import format_unit

CARDS = runpy.run_path(str(Path(__file__).parents[2] / "golden" / "cards.py"))
rice_ball, gate_only, hotel_night = (CARDS[name] for name in ("rice_ball", "gate_only", "hotel_night"))
PER_100 = PerAmount(dict.fromkeys(("ja", "en", "fr"), "100 g"), Shown("190", "g-CO2e"))
LANGUAGES = ["ja", "en", "fr", "ja+en", "en+ja"]
SIZES = [(70.0, 38.0), (60.0, 40.0), ESL_29, ESL_42]


def code(picture):
    (found,) = [op for op in picture.scene.ops if isinstance(op, Qr)]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("card", [rice_ball, gate_only])
def test_mini_has_number_unit_what_it_is_per_and_the_code(language, card):
    picture = mini(card(), language=language)
    number = max(texts(picture), key=lambda op: op.size)
    assert number.text == card().shown.value.replace(".", "," if language == "fr" else ".")
    assert number.size >= 3.9
    title, *others = texts(picture)
    assert title.size >= 1.6
    assert all(op.size >= (1.95 if op.language == "ja" else 1.8) for op in others)
    for part in (
        format_unit(card().shown.unit, language[:2]).replace("\xa0", " ").replace("\u202f", " "),
        "110 g",
    ):
        assert part in text_of(picture)
    assert code(picture).payload == card().link
    assert code(picture).size == pytest.approx(0.4 * modules_across(card().link))
    assert (picture.scene.width, picture.scene.height) == (34.0, 16.5)


def test_mini_says_the_second_language_only_where_there_is_room():
    assert "each (110 g)" not in text_of(mini(rice_ball(), language="ja+en", size=(26.0, 11.5)))
    assert "each (110 g)" in text_of(mini(rice_ball(), language="ja+en", size=(40.0, 18.0)))


@pytest.mark.parametrize("value", ["210", "1.1", "990"])
@pytest.mark.parametrize("language", [*LANGUAGES, "ja+fr", "fr+en"])
def test_the_unit_stands_alone_and_what_it_is_per_in_whole(value, language):
    picture = mini(rice_ball(shown=Shown(value, "kg-CO2e")), language=language)
    words = [op.text for op in texts(picture)]
    assert format_unit("kg-CO2e", language[:2]) in words
    for each in language.split("+"):
        assert {"ja": "1個（110 g）あたり", "en": "each (110 g)", "fr": "each (110 g)"}[each] in words


def test_mini_points_to_the_notes():
    noted = rice_ball(qualifiers=(Qualifier("mixed-basis", "x"),))
    assert "注記はQRコードから" in text_of(mini(noted, size=(36.0, 18.0)))
    assert "注記" not in text_of(mini(rice_ball(), size=(36.0, 18.0)))


@pytest.mark.parametrize("size", [(26.0, 9.0), (17.0, 15.0), (12.0, 12.0)])
def test_mini_that_is_too_small(size):
    with pytest.raises(DrawError, match=r"take a larger label"):
        mini(rice_ball(), size=size)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("size", "below"), [((20.0, 20.0), True), ((25.0, 30.0), True), ((63.5, 38.1), False)]
)
def test_the_code_stands_below_the_words_on_a_label_that_is_not_wide(size, below, language):
    picture = mini(rice_ball(), language=language, size=size)
    lowest = max(op.y for op in texts(picture))
    number = max(texts(picture), key=lambda op: op.size)
    assert (code(picture).y > lowest) == below
    assert number.size >= 1.75 * min(op.size for op in texts(picture))
    assert "110 g" in text_of(picture)


def test_letters_number_and_code_grow_with_the_label():
    small, large = (mini(rice_ball(), language="en", size=size) for size in ((34.0, 16.5), (63.5, 38.1)))
    number = [max(op.size for op in texts(each)) for each in (small, large)]
    assert number[1] > 2 * number[0]
    assert code(large).size > 1.5 * code(small).size
    assert min(op.size for op in texts(large)) == 2.8
    assert "Salmon rice ball" in text_of(large)


def test_a_smaller_module_makes_room():
    assert code(mini(rice_ball(), size=(26.0, 13.0), module=0.25)).size == pytest.approx(37 * 0.25)
    for module in (0.2, 1.1, float("nan")):
        with pytest.raises(DrawError, match=r"module of 0\.25 to 1 mm"):
            mini(rice_ball(), module=module)


def test_house_and_description():
    picture = mini(rice_ball(), brand=Brand(ink="#220044"), language="en")
    assert {op.fill for op in texts(picture)} == {"#220044"}
    assert "210 grams of CO2 equivalent" in picture.scene.description
    assert picture.scene.title == "CO2 footprint: Salmon rice ball"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_shelf_has_price_figure_per_amount_stages_and_code(language, size):
    picture = shelf(
        rice_ball(per_amount=PER_100), price="228円", price_note="税込246円", size=size, language=language
    )
    words = text_of(picture)
    unit = plain_spaces(format_unit("g-CO2e", language[:2]))
    for part in ("228円", "税込246円", "210", unit, f"190 {unit}", "110 g"):
        assert part in words
    price, number = (next(op for op in texts(picture) if op.text == word) for word in ("228円", "210"))
    assert price.size > number.size >= 3.6
    assert all(op.size >= 2.5 for op in texts(picture))
    assert code(picture).payload == rice_ball().link
    assert (picture.scene.width, picture.scene.height) == size


def test_shelf_names_its_stages_and_notes():
    picture = shelf(rice_ball(qualifiers=(Qualifier("mixed-basis", "x"),)))
    assert "原材料調達〜廃棄（包装を含む）" in text_of(picture)
    assert "一部はCO₂のみの値" in text_of(picture)


def test_a_figure_per_what_the_number_is_per_is_not_said_again():
    kilogram = dict.fromkeys(("ja", "en", "fr"), "1 kg")
    sold = rice_ball(
        declared_unit=DeclaredUnit(kilogram), per_amount=PerAmount(kilogram, Shown("210", "g-CO2e"))
    )
    assert text_of(shelf(sold, language="en")).count("per kg") == 1
    assert text_of(shelf(replace(sold, per_amount=PER_100), language="en")).count("100 g") == 1


@pytest.mark.parametrize(
    "name",
    [
        "Gracilaire ou ogonori (Gracilaria verrucosa), séchée ou déshydratée",
        "Eau minérale, embouteillée, gazeuse ou non gazeuse, très faiblement minéralisée, à l’Évian, Éguilles ou Étretat (gy)",
        "Purée pommes (gjpqy) ÉÈÊ ÂÔÛ purée gyp",
    ],
)
@pytest.mark.parametrize("size", SIZES[:2])
def test_long_names_with_accents_under_descenders_fit(name, size):
    assert shelf(rice_ball(name={"fr": name}), size=size, language="fr")


def test_without_a_price_or_a_figure_per_amount_they_are_not_there():
    words = text_of(shelf(rice_ball()))
    assert "円" not in words
    assert "100 g" not in words
    assert "3%" in words


def test_the_day_gives_way_on_a_small_display():
    small = shelf(rice_ball(per_amount=PER_100), price="228円", size=ESL_29)
    assert "3%" not in text_of(small)


def test_a_price_is_cleaned_and_must_fit():
    with pytest.raises(TextError, match="price"):
        shelf(rice_ball(), price="228\u202e円")
    with pytest.raises(TextError, match="price_note"):
        shelf(rice_ball(), price="228円", price_note="税" * 25)
    with pytest.raises(DrawError, match="price that fits"):
        shelf(rice_ball(), price="円" * 24)


@pytest.mark.parametrize("size", [(40.0, 18.0), (30.0, 60.0), (70.0, 20.0)])
def test_a_shelf_label_that_is_too_small(size):
    with pytest.raises(DrawError, match="expected"):
        shelf(rice_ball(), price="228円", size=size)


def test_long_names_and_units():
    picture = shelf(hotel_night(), price="48,000円", size=(90.0, 50.0))
    assert "9,990" in text_of(picture)
    words = {"ja": "1人1泊（朝食つき・露天風呂つきツインルーム）"}
    shelf(replace(hotel_night(), declared_unit=DeclaredUnit(words)), size=(90.0, 50.0))


def test_a_module_is_two_pixels_of_a_display():
    for (width, _), pixels in ((ESL_29, 296), (ESL_42, 400)):
        picture = shelf(rice_ball(), size=ESL_29 if pixels == 296 else ESL_42)
        module = code(picture).size / modules_across(rice_ball().link)
        assert module / (width / pixels) >= 2


def test_the_band_stands_with_its_scheme():
    step = BandStep("B", 2, 5, {"ja": "サンプルの区分 2026"}, {"ja": "1食"})
    words = [op.text for op in texts(shelf(rice_ball(band=step), size=ESL_42))]
    assert words.index("サンプルの区分 2026") == words.index("B") + 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_figures_and_units_stand_in_columns_and_the_price_is_clearly_larger(language):
    found = texts(shelf(rice_ball(per_amount=PER_100), price="228円", language=language))
    price, number, lesser = (next(op for op in found if op.text == word) for word in ("228円", "210", "190"))
    units = [op for op in found if op.text == format_unit("g-CO2e", language[:2])]
    assert number.x == pytest.approx(lesser.x, abs=0.5)
    assert {op.y for op in units} == {number.y, lesser.y}
    assert units[0].x == pytest.approx(units[1].x, abs=0.2)
    assert price.size >= 1.4 * number.size


@pytest.mark.parametrize("language", [*LANGUAGES, "fr+ja"])
@pytest.mark.parametrize("size", SIZES)
def test_notes_that_have_no_room_stand_behind_the_code(size, language):
    codes = ("mixed-basis", "stale-factor", "boundary-overlap")
    noted = rice_ball(per_amount=PER_100, qualifiers=tuple(Qualifier(code, code) for code in codes))
    words = text_of(shelf(noted, price="228円", size=size, language=language))
    assert any(
        word in words for word in ("QR", "一部の項目は後の段階の分も含む", "later stages", "suivantes")
    )


def test_the_logo_stands_beside_a_name_that_leaves_it_room():
    brand = CARDS["own_brand"]()
    (logo,) = [op for op in shelf(rice_ball(), brand=brand).scene.ops if isinstance(op, Image)]
    name = texts(shelf(rice_ball(), brand=brand))[0]
    assert logo.x > name.x + measure(name.text, name.size, name.font) + 2.9
    assert logo.x + logo.width == pytest.approx(70.0 - 1.8)
    assert logo.width / logo.height == pytest.approx(3.0)
    long = rice_ball(name={"ja": "国産大豆の絹ごし豆腐と季節野菜"})
    assert not any(isinstance(op, Image) for op in shelf(long, brand=brand).scene.ops)


def test_a_shelf_label_has_the_price_of_its_declaration_unless_another_is_given():
    priced = rice_ball(printed_price={"ja": "178円", "en": "¥178"}, price_note="税込192円")
    words = [op.text for op in texts(shelf(priced))]
    assert {"178円", "税込192円"} <= set(words)
    assert "¥178" in [op.text for op in texts(shelf(priced, language="en"))]
    assert "200円" in [op.text for op in texts(shelf(priced, price="200円"))]

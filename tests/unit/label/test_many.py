"""Labels in bulk: the same pictures as one by one, in order, lazily, and no product is lost silently."""

import runpy
from itertools import count, islice
from pathlib import Path

import pytest

from co2label.draw import Picture
from co2label.errors import DrawError, TextError
from co2label.label import Brand, calorie, many

CARDS = runpy.run_path(str(Path(__file__).parents[2] / "golden" / "cards.py"))
rice_ball, gate_only, hotel_night = (CARDS[name] for name in ("rice_ball", "gate_only", "hotel_night"))
UNDRAWABLE = rice_ball(product_id="broken", name={"ja": "おにぎり🍙"})


@pytest.fixture
def said():
    return [rice_ball(), gate_only(), hotel_night(), rice_ball(shown=CARDS["Shown"]("35", "g-CO2e"))]


def test_pictures_are_those_of_the_template(said):
    brand = Brand(accent="#7a1f3d", corner=0.5)
    assert list(many(said, language="ja+en", brand=brand)) == [
        calorie(one, language="ja+en", brand=brand) for one in said
    ]


def test_png_and_svg_are_the_same_to_the_byte(said):
    assert list(many(said, format="svg")) == [calorie(one).svg() for one in said]
    assert list(many(said, format="png")) == [calorie(one).png() for one in said]
    assert list(many(said, format="png", dpi=203)) == [calorie(one).png(203) for one in said]


def test_one_is_drawn_when_it_is_asked_for():
    taken = []

    def endless():
        for index in count():
            taken.append(index)
            yield rice_ball(product_id=f"p{index}")

    assert len(list(islice(many(endless()), 3))) == 3
    assert taken == [0, 1, 2]


def test_a_declaration_that_cannot_be_drawn_names_its_product():
    labels = many([rice_ball(), UNDRAWABLE, rice_ball()])
    assert isinstance(next(labels), Picture)
    with pytest.raises(DrawError, match=r"product 'broken': no glyph for '🍙'"):
        next(labels)


def test_with_on_error_labels_and_declarations_stay_in_step():
    seen = []

    def note(declaration, error):
        seen.append((declaration.product_id, str(error)))

    drawn = list(many([rice_ball(), UNDRAWABLE, gate_only()], format="svg", on_error=note))
    assert [one is None for one in drawn] == [False, True, False]
    assert drawn[2] == calorie(gate_only()).svg()
    assert [product for product, _ in seen] == ["broken"]
    assert "🍙" in seen[0][1]


def test_a_template_may_be_a_function():
    def english(declaration, *, language, brand):
        assert language == ("ja",)
        return calorie(declaration, language="en", brand=brand)

    assert next(many([rice_ball()], template=english)) == calorie(rice_ball(), language="en")


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"template": "poster"}, "expected a template of calorie"),
        ({"format": "gif"}, "expected a format of html, pdf, png, svg, zpl, got 'gif'"),
        ({"format": "png", "ink": "pink"}, "expected an ink of colour, grey, black, got 'pink'"),
        ({"format": "svg", "dpi": 203}, "dpi is of png, zpl; svg has none"),
        ({"dpi": 203}, "dpi is of png, zpl; a Picture has none"),
        ({"format": "zpl", "ink": "black"}, "ink is of png; zpl has none"),
    ],
)
def test_what_does_not_go_together_is_refused_before_anything_is_drawn(options, problem):
    with pytest.raises(DrawError, match=problem):
        many(iter([]), **options)


@pytest.mark.parametrize(
    ("language", "problem"),
    [("xx", "expected a language"), ("ja+ja", "expected one language or two different ones")],
)
def test_languages_that_cannot_be_drawn_are_refused_at_once(language, problem):
    with pytest.raises(TextError, match=problem):
        many(iter([]), language=language)


def test_a_resolution_of_zero_is_not_the_usual_one():
    with pytest.raises(DrawError, match="expected 72 to 2400 dots per inch, got 0"):
        next(many([rice_ball()], format="png", dpi=0))
    with pytest.raises(DrawError, match="203, 300, 600 dpi, got 0"):
        next(many([rice_ball()], format="zpl", dpi=0))

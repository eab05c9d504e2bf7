"""What a menu promises: one scale from zero, nothing unlike under one another, and what differs is said."""

import datetime as dt
import runpy
from dataclasses import replace
from pathlib import Path

import pytest

from builders import plain_spaces, text_of, texts
from co2label.declaration import BandStep, DeclaredUnit, Qualifier
from co2label.draw import ACCENT, TRACK, Image, Qr, Rect, measure
from co2label.errors import DrawError, IdentifierError
from co2label.figures import Shown
from co2label.label import menu

CARDS = runpy.run_path(str(Path(__file__).parents[2] / "golden" / "cards.py"))
dishes = CARDS["dishes"]
LANGUAGES = ["ja", "en", "fr", "ja+en", "en+ja"]


def rects(picture, fill):
    return [op for op in picture.scene.ops if isinstance(op, Rect) and op.fill == fill]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [105.0, 148.0])
def test_bars_are_linear_from_one_zero(language, width):
    picture = menu(dishes(), language=language, width=width)
    bars, tracks = rects(picture, ACCENT), rects(picture, TRACK)
    assert len({bar.x for bar in bars} | {track.x for track in tracks}) == 1
    assert len({track.width for track in tracks}) == 1
    parts = [bar.width / tracks[0].width for bar in bars]
    assert parts == pytest.approx([1.0, 850 / 2400, 420 / 2400])


def test_figures_stand_in_one_column_in_the_order_given():
    picture = menu(dishes())
    figures = [op for op in texts(picture) if op.text in {"2,400", "850", "420"}]
    assert [op.text for op in figures] == ["2,400", "850", "420"]
    assert len({op.x for op in figures}) == 1
    assert {op.align for op in figures} == {"right"}
    assert [op.text for op in texts(menu(dishes()[::-1])) if op.text in {"2,400", "850", "420"}] == [
        "420",
        "850",
        "2,400",
    ]


def test_scale_day_and_what_differs_are_said():
    words = text_of(menu(dishes(), width=148.0))
    for part in (
        "右端は2,400 g-CO₂e",
        "6.8 kg",
        "IGES 2019",
        "2024年のデータ・自社で算定（第三者の検証なし）（親子丼）",
        "（100年）で換算",
    ):
        assert part in words
    assert words.count("評価報告書") == 1
    assert "メタンなどを含まない）（国産大豆" in words.replace(" ", "")


def test_units_that_differ_stand_with_their_figures():
    beef, egg, tofu = dishes()
    picture = menu([replace(beef, shown=Shown("2.4", "kg-CO2e")), egg, tofu])
    assert "2.4 kg-CO₂e" in text_of(picture)
    assert "850 g-CO₂e" in text_of(picture)


def test_one_code_for_all_or_one_each():
    codes = [op.payload for op in menu(dishes()).scene.ops if isinstance(op, Qr)]
    assert codes == [dishes()[0].link]
    own = [
        replace(dish, link=f"https://id.example.jp/01/0456995111{n:04}") for n, dish in enumerate(dishes())
    ]
    assert [op.payload for op in menu(own).scene.ops if isinstance(op, Qr)] == [dish.link for dish in own]
    page = "https://example.jp/menu"
    assert [op.payload for op in menu(own, link=page).scene.ops if isinstance(op, Qr)] == [page]


@pytest.mark.parametrize(
    ("changes", "said_of"),
    [
        ({"declared_unit": DeclaredUnit({"ja": "1人前"})}, "declared units.*1人前"),
        ({"boundary": "cradle-to-gate"}, "boundaries.*cradle-to-gate"),
        ({"gwp_set": "AR5"}, "GWP.*AR5-100"),
        ({"gwp_horizon": 20}, "GWP.*AR6-20"),
        ({"company": "ほかの店"}, "companies.*ほかの店"),
    ],
)
def test_unlike_dishes_are_refused(changes, said_of):
    beef, egg, tofu = dishes()
    with pytest.raises(DrawError, match=f"different {said_of}.*親子丼"):
        menu([beef, replace(egg, **changes), tofu])


def test_the_mass_of_a_serving_may_differ():
    beef, egg, tofu = dishes()
    menu([beef, replace(egg, declared_unit=DeclaredUnit({"ja": "1食（350 g）"})), tofu])


@pytest.mark.parametrize("count", [0, 1, 13])
def test_how_many_dishes(count):
    with pytest.raises(DrawError, match=f"2 to 12 dishes, got {count}"):
        menu([dishes()[0]] * count)


@pytest.mark.parametrize("width", [89.0, 298.0, float("nan")])
def test_widths(width):
    with pytest.raises(DrawError, match="width of 90 to 297"):
        menu(dishes(), width=width)


def test_twelve_dishes_with_differing_notes_and_dates():
    many = [
        replace(
            dish,
            valid_until=dt.date(2027, 1, 1 + n),
            qualifiers=(Qualifier("stale-factor", "x"),) if n % 2 else (),
        )
        for n, dish in enumerate(dishes() * 4)
    ]
    assert "2027年1月12日" in text_of(menu(many, width=148.0))


def test_title_and_description():
    scene = menu(dishes(), title="Lunch", language="en").scene
    assert scene.title == "Lunch: Beef bowl, Chicken and egg bowl, Tofu set meal with brown rice"
    assert scene.description.count("grams of CO2 equivalent per serving.") == 3
    assert "₂" not in scene.title + scene.description


def steps(letters, scheme="Scheme 2026"):
    return [
        replace(dish, band=BandStep(letter, "ABCDE".index(letter) + 1, 5, {"ja": scheme}, {"ja": "1食"}))
        for dish, letter in zip(dishes(), letters, strict=True)
    ]


def test_bands_are_drawn_where_all_are_of_one_scheme():
    words = text_of(menu(steps("EBA")))
    letters = [op for op in texts(menu(steps("EBA"))) if op.text in set("ABCDE")]
    assert sorted(op.text for op in letters) == sorted(3 * "ABCDE")
    assert [op.text for op in letters if op.font.bold] == ["E", "B", "A"]
    assert words.count("Scheme 2026") == 1
    for unlike in ([*steps("EBA")[:2], dishes()[2]], [*steps("EBA")[:2], steps("EBA", "Other")[2]]):
        picture = menu(unlike)
        assert not [op for op in texts(picture) if op.text in set("ABCDE")]
        assert "Scheme" not in text_of(picture)


@pytest.mark.parametrize("link", ["", "javascript:alert(1)", "http://example.jp", "https://user@example.jp"])
def test_a_link_that_a_phone_should_not_open_is_refused(link):
    with pytest.raises(IdentifierError):
        menu(dishes(), link=link)


def test_what_all_figures_are_per_is_said_once_what_differs_in_each_row():
    alike = [op.text for op in texts(menu(dishes(), language="ja+en"))]
    assert alike.count("1食あたり") == alike.count("per serving") == 1
    first, *others = dishes()
    unlike = [replace(first, declared_unit=DeclaredUnit({"ja": "1食（350 g）"})), *others]
    words = [op.text for op in texts(menu(unlike))]
    assert (words.count("1食（350 g）あたり"), words.count("1食あたり")) == (1, 2)


@pytest.mark.parametrize("language", ["ja+en", "en+fr", "en+ja", "fr+en"])
def test_heading_and_small_print_are_there_in_the_second_language(language):
    second = language[-2:]
    drawn = texts(menu(dishes(), language=language))
    grey = plain_spaces(" ".join(op.text for op in drawn if op.language == second))
    titles = {
        "ja": "メニューのCO₂排出量",
        "en": "CO₂ footprint of our dishes",
        "fr": "Empreinte carbone de nos plats",
    }
    facts = {"ja": "2027年11月22日", "en": "Valid until: 22 Nov 2027", "fr": "Valable jusqu’au : 22/11/2027"}
    for part in (titles[second], facts[second]):
        assert part.replace(" ", "") in grey.replace(" ", "")


def test_the_logo_stands_in_the_corner_and_the_title_keeps_clear_of_it():
    picture = menu(dishes(), brand=CARDS["own_brand"](), title="国産大豆と季節野菜のお昼ごはん")
    (logo,) = [op for op in picture.scene.ops if isinstance(op, Image)]
    assert logo.x + logo.width == pytest.approx(105.0 - 6.0)
    title = max(texts(picture), key=lambda op: op.size)
    assert title.x + measure(title.text, title.size, title.font) <= logo.x - 3.5


def test_what_one_gets_behind_the_code_is_said_beside_it():
    words = [op.text for op in texts(menu(dishes(), link="https://example.jp/lunch"))]
    assert "計算方法と出典" in words

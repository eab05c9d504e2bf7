"""What a menu promises: one scale from zero, nothing unlike under one another, and what differs is said."""

import datetime as dt
import runpy
from dataclasses import replace
from pathlib import Path

import pytest

from builders import plain_spaces, text_of, texts
from co2label.declaration import BandStep, DeclaredUnit, Qualifier, ReferenceShare, ShownInterval
from co2label.draw import ACCENT, TRACK, Image, Qr, Rect, measure
from co2label.errors import DrawError, IdentifierError
from co2label.figures import Shown
from co2label.label import DEFAULT_BRAND, menu
from measures import box, code_faults, least_contrast, least_gap, smallest_x_height

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
        "2024年・自社で算定（第三者の検証なし）（親子丼）",
        "注記はQRコードから",
    ):
        assert part in words
    assert words.count("IGES 2019") == words.count("注記は") == 1


def test_one_code_for_all_or_one_each():
    codes = [op.payload for op in menu(dishes()).scene.ops if isinstance(op, Qr)]
    assert codes == [dishes()[0].link]

    def opened(dishes, **given):
        return [op.payload for op in menu(dishes, **given).scene.ops if isinstance(op, Qr)]

    gtins = ("04569951110016", "04569951110023", "04569951110030")
    own = [
        replace(dish, link=f"https://id.example.jp/a/01/{gtin}")
        for dish, gtin in zip(dishes(), gtins, strict=True)
    ]
    assert opened(own) == ["https://id.example.jp/a/"]
    assert opened(own, dish_codes=True) == [dish.link for dish in own]
    assert opened(own, link="https://example.jp/menu") == ["https://example.jp/menu"]
    reports = [
        replace(dish, link=f"https://example.jp/co2/{n}/report?x=1") for n, dish in enumerate(dishes())
    ]
    assert opened(reports) == ["https://example.jp/co2/"]
    with pytest.raises(
        DrawError, match=r"lie on https://example.jp, https://id.example.jp: expected a `link`"
    ):
        menu([*own[:2], reports[2]])


@pytest.mark.parametrize(
    ("changes", "said_of"),
    [
        ({"declared_unit": DeclaredUnit({"ja": "1人前"})}, "declared units.*1人前"),
        ({"boundary": "cradle-to-gate"}, "boundaries.*cradle-to-gate"),
        ({"gwp_set": "AR5"}, "GWP.*AR5-100"),
        ({"gwp_horizon": 20}, "GWP.*AR6-20"),
        ({"company": "ほかの店"}, "companies.*ほかの店"),
        ({"shown": Shown("0.85", "kg-CO2e")}, "units of CO2e.*kg-CO2e"),
        ({"reference": None}, "references: .*none"),
    ],
)
def test_unlike_dishes_are_refused(changes, said_of):
    beef, egg, tofu = dishes()
    with pytest.raises(DrawError, match=f"different {said_of}.*親子丼"):
        menu([beef, replace(egg, **changes), tofu])


def test_the_mass_of_a_serving_may_differ():
    beef, egg, tofu = dishes()
    menu([beef, replace(egg, declared_unit=DeclaredUnit({"ja": "1食（350 g）"})), tofu])


@pytest.mark.parametrize("count", [0, 1, 41])
def test_how_many_dishes(count):
    with pytest.raises(DrawError, match=f"2 to 40 dishes, got {count}"):
        menu([dishes()[0]] * count)


@pytest.mark.parametrize("width", [59.0, 601.0, float("nan")])
def test_widths(width):
    with pytest.raises(DrawError, match="width of 60 to 600"):
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


BOUNDS = ("500", "1000", "1500", "2000")


def steps(letters, scheme="Scheme 2026", bounds=BOUNDS):
    return [
        replace(
            dish,
            band=BandStep(
                letter, "ABCDE".index(letter) + 1, 5, {"ja": scheme}, {"ja": "1食"}, bounds, "g-CO2e"
            ),
        )
        for dish, letter in zip(dishes(), letters, strict=True)
    ]


def test_steps_stand_with_the_dishes_and_the_scale_once_at_the_foot():
    picture = menu(steps("EBA"))
    drawn = [op for op in texts(picture) if op.text in set("ABCDE")]
    assert [op.text for op in drawn if op.font.bold] == ["E", "B", "A"]
    assert [op.text for op in drawn if not op.font.bold] == list("ABCDE")
    words = text_of(picture)
    assert words.count("Scheme 2026") == 1
    assert all(bound in words for bound in ("500", "1,000", "1,500", "2,000 g"))
    squares = [op for op in picture.scene.ops if isinstance(op, Rect) and op.width == op.height == 8.0]
    assert len({op.x for op in squares}) == 1
    assert len(squares) == 3


def test_scales_that_differ_are_refused_and_a_dish_without_one_has_a_dash():
    for other in (steps("EBA", "Other"), steps("EBA", bounds=("1", "2", "3", "4"))):
        with pytest.raises(DrawError, match="different scales: "):
            menu([*steps("EBA")[:2], other[2]])
    picture = menu([*steps("EBA")[:2], dishes()[2]])
    assert [op.text for op in texts(picture)].count("–") == 1


VEGAN, SOY = {"ja": "ヴィーガン", "en": "vegan"}, {"ja": "大豆を含む", "en": "contains soya"}


def test_prices_and_marks_stand_with_the_dishes_and_what_marks_mean_once():
    beef, egg, tofu = dishes()
    priced = [
        replace(beef, printed_price="680円", price_note="税込748円"),
        replace(egg, printed_price={"ja": "590円", "en": "¥590"}, marks={"豆": SOY}),
        replace(tofu, printed_price="1,080円", marks={"VG": VEGAN, "豆": SOY}),
    ]
    picture = menu(priced)
    prices = [op for op in texts(picture) if op.text in {"680円", "590円", "1,080円"}]
    assert [op.text for op in prices] == ["680円", "590円", "1,080円"]
    assert {op.align for op in prices} == {"right"}
    assert max(op.x for op in prices) - min(op.x for op in prices) < 0.2
    words = [op.text for op in texts(picture)]
    assert {"税込748円", "豆", "VG  豆", "豆: 大豆を含む   VG: ヴィーガン"} <= set(words)
    spoken = picture.scene.description.splitlines()
    assert {"1,080円", "VG: ヴィーガン"} <= set(spoken)
    assert "¥590" in text_of(menu(priced, language="en"))
    with pytest.raises(DrawError, match=r"meanings of the mark '豆': 'ヴィーガン'.*大豆を含む"):
        menu([replace(beef, marks={"豆": VEGAN}), *priced[1:]])


def test_ranges_budgets_within_the_bars_and_credits():
    beef, egg, tofu = dishes()
    meal = ReferenceShare("percent", 0, 0.0, "meal", 0.5, Shown("500", "g-CO2e"), "wwf-500")
    shares = [replace(meal, value=percent, share=percent / 100) for percent in (480, 170, 84)]
    judged = [replace(dish, reference=share) for dish, share in zip((beef, egg, tofu), shares, strict=True)]
    judged[0] = replace(judged[0], interval=ShownInterval("2000", "3000", 0.95, 1.0))
    picture = menu(judged)
    words = text_of(picture)
    assert "480%" in words
    assert "右端は3,000 g-CO₂e" in words
    assert "2,000〜3,000 g" in words
    tracks, drawn = rects(picture, TRACK), rects(picture, ACCENT)
    assert len({(track.x, track.width) for track in tracks}) == 1
    for bar, value in zip(drawn, (2400, 850, 420), strict=True):
        assert bar.width / tracks[0].width == pytest.approx(value / 500)
    credit = menu([replace(beef, shown=Shown("-600", "g-CO2e")), egg])
    hatched = next(op for op in credit.scene.ops if isinstance(op, Rect) and op.hatch)
    bar = rects(credit, ACCENT)[0]
    assert hatched.x + hatched.width == pytest.approx(bar.x)
    assert hatched.width / bar.width == pytest.approx(600 / 850)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "size", [(105.0, 148.0), (148.0, 210.0), (210.0, 148.0), (210.0, 297.0), (297.0, 210.0), (270.0, 480.0)]
)
def test_a_page_is_filled_and_names_lead(language, size):
    picture = menu(steps("EBA"), language=language, size=size)
    scene = picture.scene
    assert (scene.width, scene.height) == size
    names = [op for op in texts(picture) if op.font.bold and op.text in {"牛丼", "Beef bowl"}]
    figures = [op for op in texts(picture) if op.text.replace(",", "").replace("\u202f", "") == "2400"]
    assert names[0].size >= figures[0].size
    lowest = max(box(op)[3] for op in scene.ops)
    assert lowest > 0.85 * size[1]
    assert smallest_x_height(scene) >= 1.2 - 1e-9
    assert least_gap(scene)[0] >= 0.05
    assert least_contrast(scene) >= 4.5
    assert code_faults(scene, 203) == []


def test_a_page_that_is_too_small_says_how_large_it_must_be():
    with pytest.raises(
        DrawError, match=r"a page of at least 105 × \d+ mm for these 3 dishes, got 105 × 60 mm"
    ):
        menu(steps("EBA"), size=(105.0, 60.0))


def test_names_are_broken_before_they_shrink():
    picture = menu(dishes())
    name = [op for op in texts(picture) if "豆腐" in op.text or "ヘルシー" in op.text][:2]
    assert len(name) == 2
    assert {op.size for op in name} == {4.0}


def test_figures_of_two_languages_are_those_of_the_first():
    figures = [op for op in texts(menu(dishes(), language="ja+en")) if op.text == "850"]
    assert [(op.size, op.fill) for op in figures] == [(3.6, DEFAULT_BRAND.ink)]


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
    facts = {"ja": "2027年11月22日", "en": "valid until 22 Nov 2027", "fr": "valable jusqu’au 22/11/2027"}
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

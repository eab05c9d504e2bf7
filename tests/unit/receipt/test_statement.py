"""The statement of a month, worked out by hand."""

from datetime import date

import pytest

import co2label as c2
from co2label.declaration import ReferenceBudget
from co2label.receipt import Receipt, ReceiptLine, statement
from co2label.wording import LANGUAGES, format_unit

TEA = "4569951110016"


def line(name="茶", **more):
    return ReceiptLine(**({"name": name, "price": 100} | more))


def bought(day, *lines, **more):
    return date.fromisoformat(day), Receipt(lines=lines, **more)


RICE = line("米", product="rice", price=3000, kg_co2e=11.0, low=8.0, high=15.0)
BEEF = line("牛肉", product="beef", price=1000, kg_co2e=20.0, low=15.0, high=30.0, method="average")
MAGAZINE = line("雑誌", price=700)
NOVEMBER = [
    bought("2026-11-03", RICE, MAGAZINE),
    bought("2026-11-20", BEEF, line("割引", price=-300), MAGAZINE, line("卵", price=200)),
]
EARLIER = [bought("2026-08-10", RICE), bought("2026-10-01", MAGAZINE)]


def test_sums_by_hand():
    found = statement(NOVEMBER, month="2026-11", categories={"rice": "米・パン"})
    assert (found.kg_co2e, str(found.shown)) == (31.0, "30 kg-CO2e")  # the interval bears one digit
    assert (found.interval.low, found.interval.high, found.interval.basis) == (23.0, 45.0, "bound")
    assert (found.receipts, found.items, found.covered) == (2, 5, 2)  # the discount is no item
    assert found.amount_share.value == 71  # 4,000 of 5,600 yen
    assert (found.days, found.through) == (30, date(2026, 11, 30))
    assert str(found.per_day) == "1.0 kg-CO2e"  # 31 / 30, give or take 0.37
    assert found.reference.value == 15  # 1.033 / 6.8
    assert [(one.name, one.items, one.kg_co2e, one.percent) for one in found.categories] == [
        ("米・パン", 1, 11.0, "35"),
        (None, 1, 20.0, "65"),
    ]
    assert [(one.name, one.items) for one in found.unknown] == [("雑誌", 2), ("卵", 1)]
    assert found.methods == {"unstated", "average"}


def test_a_return_takes_off_and_a_discount_changes_nothing():
    returned = line("米", product="rice", quantity=-1, price=3000, kg_co2e=11.0)
    cheaper = line("割引", price=-500)
    found = statement([*NOVEMBER, bought("2026-11-25", returned, cheaper)], month="2026-11")
    assert found.kg_co2e == 20.0
    assert (found.items, found.covered) == (4, 1)  # neither the rice nor its return is an item
    assert found.interval is None  # the returned line states none
    more = statement(
        [bought("2026-11-25", returned), bought("2026-11-26", line(kg_co2e=1.0))], month="2026-11"
    )
    assert (more.kg_co2e, more.reference, more.shown.value) == (-10.0, None, "-10")
    assert [one.percent for one in more.categories] == [None]


def test_the_trend_has_gaps_and_is_per_day():
    found = statement([*NOVEMBER, *EARLIER], month="2026-11")
    assert [
        (one.month, one.days, one.receipts, one.items, one.covered, one.kg_co2e) for one in found.months
    ] == [
        ("2026-08", 31, 1, 1, 1, 11.0),
        ("2026-09", 30, 0, 0, 0, None),
        ("2026-10", 31, 1, 1, 0, None),
        ("2026-11", 30, 2, 5, 2, 31.0),
    ]
    assert [one.per_day and str(one.per_day) for one in found.months] == [
        "0.4 kg-CO2e",
        None,
        None,
        "1.0 kg-CO2e",
    ]
    assert found.kg_co2e == statement(NOVEMBER, month="2026-11").kg_co2e


def test_the_trend_is_a_year_at_most_and_crosses_its_end():
    days = [bought(f"{2024 + at // 12}-{at % 12 + 1:02}-05", RICE) for at in range(26)]
    found = statement(days, month="2026-02")
    assert [one.month for one in found.months] == [
        *(f"2025-{number:02}" for number in range(3, 13)),
        "2026-01",
        "2026-02",
    ]
    assert found.months[-1].days == 28


def test_a_month_that_is_not_over_ends_where_it_is_said():
    found = statement(NOVEMBER, month="2026-11", through=date(2026, 11, 10))
    assert (found.receipts, found.kg_co2e, found.days, str(found.per_day)) == (1, 11.0, 10, "1.1 kg-CO2e")
    assert found.months[-1].days == 10
    assert "10日まで" in found.text("ja")


def test_later_months_are_left_out():
    later = [bought("2026-12-01", BEEF)]
    assert statement([*NOVEMBER, *later], month="2026-11") == statement(NOVEMBER, month="2026-11")


def test_categories_by_gtin_however_it_is_written():
    items = [line(gtin=TEA, kg_co2e=1.0), line("水", gtin="49123456", kg_co2e=1.0)]
    named = {f"0{TEA}": "飲みもの", "00000049123456": "水"}
    found = statement([bought("2026-11-01", *items)], month="2026-11", categories=named)
    assert [(one.name, one.percent) for one in found.categories] == [("水", "50"), ("飲みもの", "50")]


def test_a_small_category_is_not_nothing():
    items = [line("a", product="a", kg_co2e=1000.0), line("b", product="b", kg_co2e=0.1)]
    found = statement([bought("2026-11-01", *items)], month="2026-11", categories={"a": "A", "b": "B"})
    assert [(one.name, one.percent) for one in found.categories] == [("A", "100"), ("B", "<1")]


def test_nothing_known_is_not_zero():
    found = statement([bought("2026-11-01", MAGAZINE)], month="2026-11")
    assert (found.kg_co2e, found.shown, found.per_day, found.reference, found.interval) == (None,) * 5
    assert "―" in found.text("en")
    assert found.as_dict()["kg_co2e"] is None


def test_another_reference():
    found = statement(NOVEMBER, month="2026-11", reference=ReferenceBudget("iges-2030", 2.0))
    assert found.reference.value == 50  # 1.0 kg a day, as printed


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"month": "2026-13"}, "expected a month such as 2026-11, got '2026-13'"),
        ({"month": "november"}, "expected a month"),
        ({"month": "2026-09"}, "no receipt of 2026-09 up to 2026-09-30; months with receipts: none"),
        ({"through": date(2026, 12, 1)}, "through: expected a day of 2026-11, got 2026-12-01"),
    ],
)
def test_what_is_refused(change, message):
    with pytest.raises(c2.DocumentError, match=message):
        statement(NOVEMBER, **({"month": "2026-11"} | change))


def test_two_currencies_and_the_same_receipt_twice_are_refused_together():
    given = [
        bought("2026-11-01", RICE, receipt_id="1"),
        bought("2026-11-01", RICE, receipt_id="1"),
        bought("2026-11-02", RICE, receipt_id="1"),
        bought("2026-11-01", RICE, receipt_id="1", store="B"),
        bought("2026-11-02", RICE, currency="EUR"),
    ]
    with pytest.raises(c2.DocumentError) as caught:
        statement(given, month="2026-11")
    assert [str(problem) for problem in caught.value.problems] == [
        "receipts[1]: '1' of 2026-11-01 is receipts[0] already; leave one of the two out",
        "receipts[4].currency: EUR beside JPY; make a statement of each currency",
    ]


def test_receipts_without_money_leave_the_share_of_money_open():
    found = statement(
        [*NOVEMBER, bought("2026-11-21", line(price=0, kg_co2e=1.0), currency="EUR")], month="2026-11"
    )
    assert found.amount_share is None
    assert "6品目中3品目のデータによる" in found.text("ja")


@pytest.mark.parametrize("name", ["x" * 31, "米\u202e", ""])
def test_names_of_categories_are_text_that_has_a_place(name):
    with pytest.raises(c2.TextError, match=r"categories\.'rice'"):
        statement(NOVEMBER, month="2026-11", categories={"rice": name})


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_and_the_text_say_the_same_figures(language):
    found = statement([*NOVEMBER, *EARLIER], month="2026-11", categories={"rice": "米・パン"})
    picture = found.picture(language)
    drawn = " ".join(op.text for op in picture.scene.ops if hasattr(op, "text"))
    said = found.text(language)
    assert picture.scene.description == said
    assert picture.scene.width == 62
    for part in ("30", format_unit("kg-CO2e", language), "71", "15", "65", "35", "米・パン", "雑誌", "2026"):
        assert part in drawn
        assert part in said


def test_bars_are_linear_from_a_common_zero():
    found = statement([*NOVEMBER, *EARLIER], month="2026-11", categories={"rice": "米"})
    ops = found.picture().scene.ops
    day, first, second, august = [op for op in ops if getattr(op, "fill", "") == "#0d5a6e"]
    (november,) = [op for op in ops if getattr(op, "hatch", None)]  # 71 % of its money is known
    assert day.width / 55.2 == pytest.approx(1.0 / 6.8)
    assert len({bar.x for bar in (first, second, august, november)}) == 1
    assert second.width / first.width == pytest.approx(20 / 11)
    assert august.width / november.width == pytest.approx((11 / 31) / (31 / 30))


def test_a_name_without_a_glyph_is_drawn_as_on_paper():
    found = statement([bought("2026-11-01", line("茶🍙"), line(kg_co2e=1.0))], month="2026-11")
    assert any(getattr(op, "text", "") == "茶〓" for op in found.picture().scene.ops)
    assert "茶🍙" in found.text()


@pytest.mark.parametrize(("kg", "arrow"), [(203.9, False), (206.1, True), (9000.0, True)])
def test_more_than_a_day_a_day_ends_in_an_arrow(kg, arrow):
    """6.8 kg on each of 30 days are 204 kg."""
    scene = statement([bought("2026-11-01", line(kg_co2e=kg))], month="2026-11").picture().scene
    assert any(getattr(op, "text", "") == "▶" for op in scene.ops) == arrow
    bar = next(op for op in scene.ops if getattr(op, "fill", "") == "#0d5a6e")
    assert bar.x + bar.width <= 58.6


NAMED = {
    "rice": {"ja": "米・パン", "en": "Bread and rice"},
    "beef": {"ja": "肉", "en": "Meat"},
    "soap": "日用品",
}
SOAP = line("洗剤", product="soap", price=400, kg_co2e=2.0, low=1.0, high=3.0)


def with_food(**more):
    days = [*NOVEMBER, bought("2026-11-22", SOAP)]
    return statement(days, month="2026-11", categories=NAMED, food=["米・パン", "Meat"], **more)


def test_food_and_all_else_of_what_is_known():
    found = with_food()
    # 11 + 20 of 33 kg
    assert [share.value for share in found.food] == [94, 6]
    assert "  Food 94%" in found.text("en").splitlines()
    assert [one.is_food for one in found.categories] == [True, True, False]
    assert statement(NOVEMBER, month="2026-11", categories=NAMED).food is None
    with pytest.raises(c2.DocumentError, match="food: 'Met' is no category; did you mean 'Meat'"):
        statement(NOVEMBER, month="2026-11", categories=NAMED, food=["Met"])


def test_categories_are_named_in_the_language():
    assert "Meat: 61%" in with_food().text("en")
    assert "肉：61%" in with_food().text("ja")
    assert "日用品: 6%" in with_food().text("en")


@pytest.mark.parametrize(("people", "percent"), [(1, 16), (4, 4)])
def test_the_day_is_that_of_all_of_a_household(people, percent):
    """1.1 kg a day, as printed, of 6.8 kg for each."""
    found = with_food(people=people)
    assert (found.people, found.reference.value) == (people, percent)
    said = {1: "16% of one person’s budget (6.8 kg)", 4: "4% of the budget of 4 people (27.2 kg)"}[people]
    for text in (
        found.text("en"),
        "".join(op.text for op in found.picture("en").scene.ops if hasattr(op, "text")),
    ):
        assert "".join(said.split()) in "".join(text.split())
    with pytest.raises(c2.DocumentError, match="people: expected 1 to 99 persons, got 0"):
        with_food(people=0)


@pytest.mark.parametrize(("money", "known"), [(2000, True), (2200, False)])
def test_a_month_compares_from_eight_tenths_of_its_money_on(money, known):
    """8,000 yen with a figure of 10,000: 80 %; of 10,200: 78 %."""
    month = [bought("2026-10-05", line(price=8000, kg_co2e=9.0), line("雑誌", price=money))]
    found = statement([*NOVEMBER, *month], month="2026-11")
    assert [one.compares for one in found.months] == [known, False]
    bars = [op for op in found.picture().scene.ops if getattr(op, "hatch", None)]
    assert len(bars) == (1 if known else 2)
    assert found.as_dict()["months"][0]["compares"] is known
    assert ("Hatched months: less than 80% is known" in found.text("en")) is True


def test_a_hatched_bar_is_as_long_as_its_figure():
    month = [bought("2026-10-05", line(price=8000, kg_co2e=9.0), line("雑誌", price=9000))]
    found = statement([*NOVEMBER, *month], month="2026-11")
    october, november = [op for op in found.picture().scene.ops if getattr(op, "hatch", None)]
    assert october.width / november.width == pytest.approx((9 / 31) / (31 / 30))


def test_the_range_stands_below_the_number_which_is_flush_left():
    ops = [op for op in with_food().picture("en").scene.ops if hasattr(op, "text")]
    number = next(op for op in ops if op.size > 10)
    interval, coverage = (
        next(op for op in ops if op.text.startswith(start)) for start in ("24–48", "From 3")
    )
    assert number.y < interval.y < coverage.y
    assert number.x == pytest.approx(3.4, abs=0.01)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("shape", "pixels"), [("portrait", (1080, 1350)), ("wide", (1200, 630))])
def test_a_month_to_be_shared_has_the_pixels_of_its_place_and_the_figures_of_the_card(
    language, shape, pixels
):
    found = with_food()
    picture = found.picture(language, shape)
    data = picture.png()
    assert tuple(int.from_bytes(data[at : at + 4], "big") for at in (16, 20)) == pixels
    drawn = " ".join(op.text for op in picture.scene.ops if hasattr(op, "text"))
    for part in ("30", "24", "48", "94", "16"):
        assert part in drawn
    assert picture.scene.description == found.text(language)
    assert min(op.size for op in picture.scene.ops if hasattr(op, "text")) * 15 >= 17


def test_all_parts_stand_on_a_picture_that_is_shared():
    items = [line(str(n), product=f"p{n}", kg_co2e=1.0 + n) for n in range(8)]
    named = {f"p{n}": f"C{n}" for n in range(8)}
    found = statement([bought("2026-11-01", *items)], month="2026-11", categories=named)
    scene = found.picture("en", "portrait").scene
    words = [op.text for op in scene.ops if hasattr(op, "text")]
    # 8, 7, 6, 5 of 36 kg, and 1 + 2 + 3 + 4
    assert [each for each in words if each[-1] == "%" and len(each) < 12] == [
        "C7 22%",
        "C6 19%",
        "C5 17%",
        "C4 14%",
        "Other 28%",
    ]
    with pytest.raises(c2.DrawError, match="expected a shape of portrait, wide, got 'round'"):
        found.picture("en", "round")


def test_the_sum_is_as_much_as_some_way_by_car_with_its_source():
    found = statement(NOVEMBER, month="2026-11")
    like = found.as_much_as
    kg, source = c2.declaration.equivalents()["car-km-jp"]
    assert (like.id, like.value, like.source) == (
        "car-km-jp",
        f"{round(30 / kg, -1):g}",
        source,
    )  # of 30 kg, as printed
    said = f"About as much as {like.value} km by car ({source})"
    assert said in found.text("en").splitlines()
    for shape in ("card", "portrait"):
        drawn = "".join(op.text for op in found.picture("en", shape).scene.ops if hasattr(op, "text"))
        assert "".join(said.split()) in "".join(drawn.split())
    euros = statement([bought("2026-11-03", RICE, currency="EUR")], month="2026-11")
    assert euros.as_much_as.id == "car-km"
    assert statement([bought("2026-11-03", MAGAZINE)], month="2026-11").as_much_as is None

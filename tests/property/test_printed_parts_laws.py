"""Laws of printed parts: what a person reads on any carrier is the computed part, rounded, whatever the parts are.

Each figure is read from what is drawn or printed and held against exact fractions; how far it may lie is worked out here,
from the digits of the total alone.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

import co2label as c2
from co2label.draw import Text
from co2label.figures import common_unit
from co2label.label import contribution, detail, menu, shelf
from co2label.model import STAGES
from co2label.page import page
from co2label.receipt import html, plain, statement
from co2label.wording import translate

SAID = {
    "issued": "2026-11-23",
    "valid_until": "2027-11-22",
    "company": "Chaya",
    "info_url": "https://example.jp/report",
}
PER_KG = {"g-CO2e": 1000, "kg-CO2e": 1, "t-CO2e": Fraction(1, 1000)}
SHORT = {"mg": 10**6, "g": 1000, "kg": 1, "t": Fraction(1, 1000)}
VERIFIED = {"verification": {"kind": "third-party", "by": "X", "date": "2026-10-01"}}

masses = st.integers(0, 10**8).map(lambda milligrams: milligrams / 1e6)
credits_too = st.one_of(masses, masses.map(lambda kg: -kg))


def as_number(text):
    """Digits as English and Japanese write them, as a number is read: no thousands, an ASCII hyphen."""
    return text.replace("−", "-").replace(",", "").replace("\u00a0", " ")


def exact(kg):
    """The twelve digits that were meant."""
    return Fraction(f"{kg:.11e}")


def place_of(value, digits):
    """What one of the last digit that counts is worth, by trial, in the unit of `value`."""
    place = Fraction(1)
    while abs(value) / place >= 10**digits:
        place *= 10
    while abs(value) / place < 10 ** (digits - 1):
        place /= 10
    return place


def assert_true_part(printed, kg, unit, place):
    """At most half of one of the last place away; never a zero that is none."""
    part = exact(kg) * PER_KG[unit]
    if printed[0] in "<>":
        assert Fraction(printed[1:]) in (place, -place)
        assert 0 < abs(part) < place / 2
        assert (printed[0] == "<") == (part > 0)
    else:
        assert abs(Fraction(printed) - part) <= place / 2
        assert (Fraction(printed) == 0) == (part == 0)


def assert_true_percents(percents, kgs):
    """Each less than one from its share, together a hundred; none where a part is below zero."""
    if min(kgs) < 0 or not any(kgs):
        assert percents == [None] * len(kgs)
        return
    numbers = [0 if each == "<1" else int(each) for each in percents]
    assert sum(numbers) == 100
    for number, percent, kg in zip(numbers, percents, kgs, strict=True):
        assert abs(number - 100 * exact(kg) / sum(map(exact, kgs))) < 1
        assert (percent == "0") == (kg == 0)


@st.composite
def footprints(draw, kilograms=credits_too):
    """Any stages with any kilograms, the figure above zero."""
    stages = draw(st.lists(st.sampled_from(STAGES), unique=True, min_size=1))
    kgs = {stage: draw(kilograms) for stage in STAGES if stage in stages}
    total = sum(kgs.values())
    if total < max(map(abs, kgs.values())) / 1000:
        kgs = {stage: abs(kg) for stage, kg in kgs.items()}
        total = sum(kgs.values())
    product = c2.Product(
        id="x",
        name="X",
        declared_unit="1 piece",
        mass="250 g",
        boundary="cradle-to-grave",
        year=2025,
        declaration=draw(st.sampled_from([{}, VERIFIED])),
        activities=[c2.Activity("gas", "1 kg", gas="CO2", stage="production")],
    )
    return replace(c2.compute(product), stages=kgs, kg_co2e=total)


def drawn_rows(picture, names):
    """For each name at the left edge, the texts to the right of it on its line."""
    texts = [op for op in picture.scene.ops if isinstance(op, Text)]
    found = {}
    for name in names:
        label = next(op for op in texts if op.text == name)
        beside = [op for op in texts if abs(op.y - label.y) < 0.6 and op is not label]
        found[name] = [as_number(op.text).replace(" ", "") for op in sorted(beside, key=lambda op: op.x)]
    return found


def digits_of(footprint):
    return 3 if footprint.product.declaration.verification.kind == "third-party" else 2


def place_beside(shown, footprint):
    """The last place of a printed total; a total that carried (9.96 as 10) has its digits after rounding."""
    return place_of(Fraction(shown.value), digits_of(footprint)) if Fraction(shown.value) else Fraction(1)


@settings(deadline=None, max_examples=120)
@given(footprints())
def test_rows_of_a_card(footprint):
    said = c2.declare(footprint, **SAID)
    picture = detail(said, language="en")
    place = place_beside(said.shown, footprint)
    names = {stage: translate(f"stage.{stage}", "en") for stage in footprint.stages}
    rows = drawn_rows(picture, names.values())
    percents = []
    for stage, name in names.items():
        value, *share = rows[name]
        assert_true_part(value, footprint.stages[stage], said.shown.unit, place)
        percents.append(share[0].removesuffix("%") if share else None)
    assert_true_percents(percents, list(footprint.stages.values()))
    assert abs(Fraction(said.shown.value) - exact(footprint.kg_co2e) * PER_KG[said.shown.unit]) <= place / 2
    together = sum(Fraction(rows[name][0]) for name in names.values() if rows[name][0][0] not in "<>")
    letters = " ".join(op.text for op in picture.scene.ops if isinstance(op, Text))
    assert ("Rounded:" in letters) == (together != Fraction(said.shown.value))


@settings(deadline=None, max_examples=120)
@given(footprints())
def test_bars_of_a_card_are_in_proportion_to_the_computed_parts(footprint):
    shares = {row.stage: row.share for row in c2.declare(footprint, **SAID).stages}
    emitted = sum(exact(kg) for kg in footprint.stages.values() if kg > 0)
    for stage, kg in footprint.stages.items():
        part = exact(kg) / emitted if emitted else Fraction(0)
        assert abs(Fraction(shares[stage]) - part) < Fraction(1, 10**9)


@settings(deadline=None, max_examples=60)
@given(footprints())
def test_rows_of_a_page(footprint):
    said = c2.declare(footprint, **SAID)
    found = page(said, language="en")
    place = place_beside(said.shown, footprint)
    table = found[found.index('<table class="stages">') : found.index("<tfoot>")]
    percents = []
    for stage, kg in footprint.stages.items():
        row = table.split(f'<th scope="row">{translate(f"stage.{stage}", "en")}</th>')[1].split("</tr>")[0]
        (value,) = re.findall(r'<td class="number">([^<]*)</td>', row)
        assert_true_part(
            as_number(value.replace("&lt;", "<").replace("&gt;", ">")), kg, said.shown.unit, place
        )
        share = re.findall(r'<span class="percent">([^<]*)%</span>', row)
        percents.append(share[0].replace("&lt;", "<") if share else None)
    assert_true_percents(percents, list(footprint.stages.values()))
    assert ("Rounded:" in found) == said.rounded


@settings(deadline=None, max_examples=120)
@given(footprints())
def test_rows_of_the_picture_of_the_stages(footprint):
    picture = contribution(footprint)
    largest = max(map(abs, [*footprint.stages.values(), sum(footprint.stages.values())]))
    names = [translate(f"stage.{stage}", "en") for stage in footprint.stages]
    rows = drawn_rows(picture, [*names, "Total"])
    units = {f"{mass} CO₂e": f"{mass}-CO2e" for mass in ("g", "kg", "t")}
    texts = [as_number(op.text) for op in picture.scene.ops if isinstance(op, Text)]
    unit = next(units[text] for text in texts if text in units)
    place = place_of(exact(largest) * PER_KG[unit], 3) if largest else Fraction(1)
    kgs = [*footprint.stages.values(), sum(footprint.stages.values())]
    assert len({True} | {len(rows[name]) for name in names}) <= 2
    for name, kg in zip([*names, "Total"], kgs, strict=True):
        value = rows[name][0]
        # the largest may carry to a place more (999.6 to 1000)
        wide = place * 10 if value[0] in "<>" and Fraction(value[1:]).__abs__() == place * 10 else place
        if value[0] not in "<>" and (Fraction(value) / place).denominator == 1:
            assert abs(Fraction(value) - exact(kg) * PER_KG[unit]) <= 5 * place
        else:
            assert_true_part(value, kg, unit, wide)
    shares = [rows[name][1].removesuffix("%") if len(rows[name]) > 1 else None for name in names]
    assert_true_percents(shares, list(footprint.stages.values()))


@settings(deadline=None, max_examples=60)
@given(masses.filter(lambda kg: 0 < kg < 60), masses.filter(lambda kg: 0 < kg < 60))
def test_figures_per_unit_and_per_100_g_on_a_shelf_and_on_a_menu(one, other):
    def declared(kg, name, unit=None):
        product = c2.Product(
            id=name,
            name=name,
            declared_unit="1 piece",
            mass="250 g",
            boundary="cradle-to-gate",
            year=2025,
            activities=[c2.Activity("gas", f"{kg!r} kg", gas="CO2", stage="production")],
        )
        return c2.declare(c2.compute(product), reference="none", unit=unit, **SAID)

    said = declared(one, "A")
    picture = shelf(said, language="en")
    said_there = [as_number(op.text) for op in picture.scene.ops if isinstance(op, Text)]
    numbers = [text for text in said_there if re.fullmatch(r"[0-9.]+", text)]
    for printed, shown, kg in zip(
        numbers, (said.shown, said.per_amount.shown), (exact(one), exact(one) * 100 / 250), strict=True
    ):
        assert abs(Fraction(printed) - kg * PER_KG[shown.unit]) <= place_of(Fraction(printed), 2) / 2
    unit = common_unit([one, other]).removesuffix("-CO2e")
    dishes = [declared(one, "A", unit), declared(other, "B", unit)]
    texts = [as_number(op.text) for op in menu(dishes, language="en").scene.ops if isinstance(op, Text)]
    for dish, kg in zip(dishes, (one, other), strict=True):
        assert any(text.split(" ")[0] == dish.shown.value for text in texts)
        value = Fraction(dish.shown.value)
        assert abs(value - exact(kg) * PER_KG[dish.shown.unit]) <= place_of(value, 2) / 2


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(masses, st.integers(-3, 9).filter(bool)), min_size=1, max_size=6))
def test_items_and_sum_of_a_receipt(bought):
    lines = [
        c2.ReceiptLine(name="x", price=1, quantity=count, kg_co2e=kg, method="product")
        for kg, count in bought
    ]
    receipt = c2.Receipt(lines=lines)
    rows = plain(receipt, detail="full", language="en", columns=48, page="cp932").splitlines()
    unit = rows[0].split()[0]
    items = [as_number(row.split()[-1]) for row in rows[2 : 2 + len(bought)]]
    figures = [exact(kg) * count for kg, count in bought]
    largest = max(map(abs, figures)) * SHORT[unit]
    kg = max(map(abs, figures))
    digits = 3 if 10 <= kg < 1000 or kg >= 10_000 else 2
    place = max(place_of(largest, digits), Fraction(SHORT[unit], 10**6)) if largest else Fraction(1)
    for printed, kg in zip(items, figures, strict=True):
        if printed[0] in "<>":
            assert 0 < abs(kg) * SHORT[unit] < place
        else:
            assert abs(Fraction(printed) - kg * SHORT[unit]) <= place / 2
    total = re.search(
        r"^CO2e total[^\n]*?(?:\n *| )(?:about )?(-?[0-9.]+) (g|kg|t)$",
        as_number("\n".join(rows)),
        re.MULTILINE,
    )
    if total:
        assert total[2] == unit
        number = Fraction(total[1])
        last = place_of(number, 2) if number else Fraction(1)
        assert abs(number - sum(figures) * SHORT[unit]) <= (last / 2 if number else Fraction(1, 10**6))
        printed = sum(Fraction(value) for value in items if value[0] not in "<>")
        said = any("rounded" in row for row in rows)
        if abs(printed - number) > last:
            assert said
        if printed == number:
            assert not said
        assert ("rounded" in html(receipt, language="en")) == said


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), masses, st.integers(-2, 9).filter(bool)), min_size=1, max_size=8
    )
)
def test_categories_of_a_month(bought):
    lines = [
        c2.ReceiptLine(name=name, product=name, price=1, quantity=count, kg_co2e=kg, method="product")
        for name, kg, count in bought
    ]
    found = statement(
        [(dt.date(2026, 11, 3), c2.Receipt(lines=lines))],
        month="2026-11",
        categories={"a": "A", "b": "B", "c": "C"},
    )
    kgs = {name: sum(exact(kg) * count for of, kg, count in bought if of == name) for name, _, _ in bought}
    rows = dict(re.findall(r"^  ([ABC]): (\S+)", as_number(found.text("en")), re.MULTILINE))
    assert set(rows) == {name.upper() for name in kgs}
    whole = sum(kgs.values())
    if min(kgs.values()) >= 0 and whole > 0:
        numbers = {
            name: 0 if (said := rows[name.upper()]) == "<1%" else int(said.removesuffix("%")) for name in kgs
        }
        assert sum(numbers.values()) == 100
        assert all(abs(numbers[name] - 100 * kgs[name] / whole) < 1 for name in kgs)
    else:
        place = place_of(Fraction(found.shown.value), 2) if Fraction(found.shown.value) else Fraction(1)
        for name, kg in kgs.items():
            assert "%" not in rows[name.upper()]
            value = rows[name.upper()]
            part = kg * PER_KG[found.shown.unit]
            if value[0] in "<>":
                assert abs(part) < place / 2
            else:
                assert abs(Fraction(value) - part) <= place / 2 + abs(part) / 10**11

"""The contribution picture: bars linear from zero, rows that add up, credits that run back."""

from dataclasses import replace
from decimal import Decimal

import pytest

import co2label as c2
from co2label.draw import ACCENT, Rect, Text
from co2label.label import contribution
from co2label.label._contribution import CREDIT
from co2label.units import parse_amount


def footprint(name="Thing", **masses):
    """A footprint with these stages; below zero is what a credit leaves of one."""
    product = c2.Product(
        id="x",
        name=name,
        declared_unit="1 piece",
        boundary="cradle-to-grave",
        activities=[c2.Activity("gas", "1 kg", gas="CO2", stage="production")],
    )
    stages = {
        stage.replace("_", "-"): parse_amount(mass, allow_negative=True).si for stage, mass in masses.items()
    }
    return replace(c2.compute(product), stages=stages, kg_co2e=sum(stages.values()))


def bars(picture):
    return [op for op in picture.scene.ops if isinstance(op, Rect) and op.fill in {ACCENT, CREDIT}]


def values(picture):
    """The figures that are said, the total last."""
    lines = [line for line in picture.scene.description.splitlines() if "CO2e" in line]
    return [line.split(": ")[1].split(" ")[0].replace(",", "").replace("−", "-") for line in lines]


def unit(picture):
    """The unit of all of them."""
    return picture.scene.description.split(": ")[1].split(" ")[1].split("\n")[0].split("\xa0")[0]


def test_bars_are_linear_and_each_begins_where_the_last_one_ended():
    drawn = bars(contribution(footprint(raw_materials="100 g", production="50 g", end_of_life="-30 g")))
    first, second, credit, total = drawn
    # on one scale: 100 : 50 : 30 : 120
    assert second.width / first.width == pytest.approx(0.5)
    assert credit.width / first.width == pytest.approx(0.3)
    assert total.width / first.width == pytest.approx(1.2)
    assert second.x == pytest.approx(first.x + first.width)
    assert credit.x + credit.width == pytest.approx(second.x + second.width)
    assert total.x == first.x
    assert [bar.fill for bar in drawn] == [ACCENT, ACCENT, CREDIT, ACCENT]


def test_a_total_below_zero_runs_back_from_zero():
    first, _, total = bars(contribution(footprint(raw_materials="100 g", production="-150 g")))
    assert total.x + total.width == pytest.approx(first.x)  # zero lies where the first bar begins
    assert total.fill == CREDIT


@pytest.mark.parametrize(
    "masses",
    [
        {"raw_materials": "333.3 g", "production": "333.3 g", "use": "333.4 g"},
        {"raw_materials": "1500 kg", "production": "-2000 kg", "use": "12.3 kg"},
        {"raw_materials": "1 kg", "production": "-1 kg"},
        {"raw_materials": "1500 t", "production": "-1499.99999 t"},
        {"raw_materials": "0 kg"},
        {"raw_materials": "0.000004 g", "use": "0.000003 g"},
        {"raw_materials": "999999 t", "use": "1 g"},
        {"raw_materials": "104 g", "production": "104 g", "use": "4 g"},
    ],
    ids=str,
)
def test_rows_and_total_are_rounded_one_by_one_and_what_does_not_add_up_is_remarked_on(masses):
    made = footprint(**masses)
    picture = contribution(made)
    printed = values(picture)
    scale = {"g": 1000, "kg": 1, "t": Decimal("0.001")}[unit(picture)]
    largest = max(abs(Decimal(each)) for each in printed if each[0] not in "<>")
    place = Decimal(10) ** (largest.adjusted() - 2) if largest else Decimal(1)
    for value, kg in zip(printed, [*made.stages.values(), made.kg_co2e], strict=True):
        exact = Decimal(f"{kg:.11e}") * scale
        if value[0] in "<>":
            assert Decimal(value[1:]).copy_abs() == place
            assert 0 < abs(exact) < place / 2
        else:
            assert abs(Decimal(value) - exact) <= place / 2
    *parts, total = printed
    exact = all(each[0] not in "<>" for each in printed) and sum(map(Decimal, parts)) == Decimal(total)
    said = "Rounded: the parts do not add up to the total" in picture.scene.description.splitlines()
    assert said or exact or "<" in "".join(parts)
    assert not (said and exact)


def test_what_nearly_cancels_out_has_no_percentages():
    picture = contribution(footprint(raw_materials="1 kg", end_of_life="-999 g"))
    assert "%" not in picture.scene.description
    assert "100%" in contribution(footprint(raw_materials="1 kg")).scene.description


def test_words_of_both_languages_fit():
    made = footprint(
        name={"ja": "鮭おにぎり", "en": "Salmon rice ball"},
        raw_materials="150 g",
        production="28 g",
        distribution="21 g",
        use="3 g",
        end_of_life="8 g",
    )
    english, japanese = contribution(made), contribution(made, language="ja")
    assert english.scene.title == "CO2 footprint by stage: Salmon rice ball"
    assert any(isinstance(op, Text) and op.text == "廃棄・リサイクル" for op in japanese.scene.ops)
    assert japanese.svg().startswith("<")


def test_a_stage_that_is_not_there_has_no_row():
    assert len(values(contribution(footprint(production="1 kg")))) == 2


@pytest.mark.parametrize(("language", "percent"), [("en", "80%"), ("ja", "80%"), ("fr", "80\u202f%")])
def test_percentages_are_written_as_the_language_writes_them(language, percent):
    picture = contribution(footprint(production="80 g", distribution="20 g"), language=language)
    assert percent in [op.text for op in picture.scene.ops if isinstance(op, Text)]

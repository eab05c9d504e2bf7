"""What a reader must know: the notes on a figure, each with its code and its sentence."""

from functools import partial

import pytest

import builders
from builders import line
from co2label.footprint import compute
from co2label.model import EmissionFactor


def factor(name="rice", value=2.0, per="1 kg", unit="kgCO2e", **fields):
    fields = {"components": {"fossil": value}, "gwp_set": "AR6" if unit == "kgCO2e" else None} | fields
    return EmissionFactor(id=name, value=value, unit=unit, per=per, source={"title": "EPD 1"}, **fields)


product = partial(builders.product, name="ball", year=2025)


def notes(*activities, products=(), gwp_set="AR6", **fields):
    pcf = compute(product(*activities, **fields), products=products, gwp_set=gwp_set)
    return [(note.code, note.message, note.where) for note in pcf.notes]


def test_a_clean_figure_has_none():
    assert notes(line(factor=factor())) == []


def test_co2_alone_beside_co2e():
    grid = factor("grid", per="1 kWh", unit="kgCO2")
    assert notes(line(factor=factor()), line("1 kWh", "production", factor=grid)) == [
        (
            "mixed-basis",
            "adds factors of CO2 alone (grid) to CO2e (rice); the former leave out CH4, N2O and the other gases",
            (),
        )
    ]
    assert notes(line("1 kWh", "production", factor=grid)) == []
    assert notes(line("1 kWh", "production", factor=grid), line(gas="CO2")) == []
    assert [code for code, *_ in notes(line("1 kWh", factor=grid), line(gas="SF6"))] == ["mixed-basis"]


def test_the_basis_is_seen_through_used_products():
    inner = product(line("1 kWh", factor=factor("grid", per="1 kWh", unit="kgCO2")), name="inner")
    found = notes(line("1 piece", product="inner"), line(factor=factor()), products=[inner])
    assert [code for code, *_ in found] == ["mixed-basis"]


def test_other_and_unknown_gwp_sets():
    lines = [line(factor=factor(f"f{i}", gwp_set="AR5")) for i in range(7)]
    assert notes(*lines, line(factor=factor(gwp_set=None))) == [
        (
            "mixed-gwp-set",
            "f0, f1, f2, f3, f4 and 2 more: on AR5 GWP100, without the gases to bring them to AR6 GWP100; as published",
            (),
        ),
        ("gwp-set-unknown", "rice: the GWP set is not stated; taken as published, beside AR6 GWP100", ()),
    ]
    assert notes(*lines, gwp_set="AR5") == []


def test_factors_of_more_than_five_years_ago():
    old = factor(year=2019)
    assert notes(line(name="米", factor=old), line(factor=old)) == [
        ("stale-factor", "factor 'rice' is of 2019, 6 years before the data of 2025", ("米",))
    ]
    assert notes(line(factor=factor(year=2020))) == []
    assert notes(line(factor=old), year=None) == []


PLATE = {"farm": 1.0, "mill": 0.5, "transport": 0.2, "retail": 0.1, "consumption": 0.2}


def test_a_factor_that_reaches_past_its_stage():
    # of distribution 0.2 + 0.1 and use 0.2 a kg, the product has use as well: 0.2 kg/kg × 2 kg = 0.4 kg
    plate = factor(boundary="cradle-to-consumption", stages=PLATE)
    assert notes(line("2 kg", name="米", factor=plate), line("1 kg", "use", gas="CO2")) == [
        (
            "boundary-overlap",
            (
                "factor 'rice' is cradle-to-consumption and has distribution and use inside it; the product has "
                "activities in use too, so 0.4 kg may be counted twice; cut the factor with `through`"
            ),
            ("米",),
        )
    ]


def test_a_factor_that_reaches_past_where_the_product_has_nothing():
    plate = factor(boundary="cradle-to-consumption", stages=PLATE)
    assert [message for _, message, _ in notes(line(factor=plate))] == [
        (
            "factor 'rice' is cradle-to-consumption and has distribution and use inside it; the product has no "
            "activities there, so nothing is counted twice"
        )
    ]


def test_a_factor_without_a_split_overlaps_by_an_unknown_part():
    shelf = factor(boundary="cradle-to-shelf")
    found = notes(line(factor=shelf), line("1 kg", "distribution", gas="CO2"))
    assert found[0][1].endswith(
        "so an unknown part may be counted twice; take a factor that ends at the gate"
    )


@pytest.mark.parametrize("cut", ["farm", "mill"])
def test_a_factor_that_is_cut_does_not_overlap(cut):
    plate = factor(boundary="cradle-to-consumption", stages=PLATE)
    assert notes(line(factor=plate, through=cut), line("1 kg", "use", gas="CO2")) == []


def test_a_cut_that_keeps_transport_overlaps_with_distribution():
    plate = factor(boundary="cradle-to-consumption", stages=PLATE)
    found = notes(line(factor=plate, through="transport"), line("1 kg", "distribution", gas="CO2"))
    assert found[0][1].endswith(
        "in distribution too, so 0.2 kg may be counted twice; cut the factor with `through`"
    )


def test_a_factor_used_in_its_last_stage_does_not_overlap():
    plate = factor(boundary="cradle-to-consumption", stages=PLATE)
    assert notes(line("1 kg", "use", factor=plate)) == []


def test_an_overlap_inside_a_used_product_is_scaled():
    # 0.5 rice of 1 kg each: distribution 0.3 × 0.5 = 0.15 kg
    plate = factor(boundary="cradle-to-consumption", stages=PLATE)
    rice = product(
        line(name="grain", factor=plate), name="cooked", declared_unit="1 kg", boundary="cradle-to-gate"
    )
    found = notes(
        line("0.5 kg", product="cooked", name="rice"),
        line("1 kg", "distribution", gas="CO2"),
        products=[rice],
    )
    assert found[0][2] == ("rice", "grain")
    assert "0.15 kg may be counted twice" in found[0][1]


def test_kilograms_of_unknown_component():
    assert notes(line(factor=factor(components={})), line(gas="CO2")) == [
        (
            "unsplit-components",
            "2 kg of 3 kg come from factors that do not say which component they are; booked as fossil",
            (),
        )
    ]


def test_kilograms_of_unknown_component_through_used_products():
    inner = product(line(factor=factor(components={})), name="inner")
    found = notes(line("0.25 piece", product="inner"), line(gas="CO2"), products=[inner])
    assert found[0][1].startswith("0.5 kg of 1.5 kg come from")


def test_bridges_that_were_used():
    inner = product(line(gas="CO2"), name="inner", mass="200 g")
    oil = factor("oil", density="0.5 kg/L")
    found = notes(
        line("2 piece", name="rice", factor=factor()),
        line("3 L", name="oil", factor=oil),
        line("100 g", name="half", product="inner"),
        mass="2000 g",
        products=[inner],
    )
    assert found == [
        ("bridged", "2 piece × (2000 g / 1 piece) is taken as 4 kg of factor 'rice'", ("rice",)),
        ("bridged", "3 L × 0.5 kg/L is taken as 1.5 kg of factor 'oil'", ("oil",)),
        ("bridged", "100 g ÷ (200 g / 1 piece) is taken as 0.5 piece of the used product", ("half",)),
    ]


def test_prices_of_no_year():
    spent = factor("spent", per="1 USD2022")
    assert notes(line("1 USD", name="paper", factor=spent)) == [
        ("price-year", "1 USD has no price year; factor 'spent' is in prices of 2022", ("paper",))
    ]
    assert notes(line("1 USD2022", factor=spent)) == []
    assert notes(line("1 USD", factor=factor(per="1 USD"))) == []


def test_loops():
    inner = product(line("0.1 piece", product="ball"), name="inner")
    found = notes(line("0.1 piece", product="inner"), line(gas="CO2"), products=[inner])
    assert found == [
        ("loop", "ball, inner: use each other, or themselves, in a loop; solved together, exactly", ())
    ]


def test_many_notes_of_one_kind_are_counted():
    lines = [line("1 piece", "production", name=f"n{i}", factor=factor()) for i in range(30)]
    found = notes(*lines, mass="1 g")
    assert len(found) == 21
    assert found[-1] == ("bridged", "and 10 further lines", ())

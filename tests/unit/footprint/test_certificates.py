"""Certificates through products that use their holder: every kilowatt-hour counted by hand."""

from __future__ import annotations

import pytest

import co2label as c2
from co2label.errors import ComputeError
from co2label.indicators import electricity_origin
from co2label.model import document_of

FACTORS = c2.FactorLibrary(
    [
        c2.EmissionFactor(id=name, value=value, unit="kgCO2e", per="1 kWh", source={"title": "Test"})
        for name, value in (("grid", 0.4), ("residual", 0.5))
    ]
)


def electricity(kwh="1 kWh", **rule):
    certificate = {
        "id": "c1",
        "kind": "再エネ指定非化石証書",
        "amount": kwh,
        "market": "JP",
        "period": "2025",
    }
    certificate |= {"matched": "renewable"}
    fixed = {"method": "market", "grid": "grid", "residual": "residual", "market": "JP", "period": "2025"}
    return fixed | {"certificates": [certificate]} | rule


def product(name, *lines, unit="1 piece"):
    return c2.Product(
        id=name, name=name, declared_unit=unit, boundary="cradle-to-gate", activities=list(lines)
    )


def power(*more, amount="1 kWh", name="power", **rule):
    return product(
        name,
        c2.Activity("supply", amount, electricity=electricity(**rule), stage="production"),
        *more,
        unit="1 kWh",
    )


def uses(name, amount):
    return c2.Activity(f"uses {name}", amount, product=name, stage="production")


def kg(*products):
    """What `compute_all` says, which is what `compute` says of each beside the others."""
    made = c2.compute_all(products, FACTORS)
    for each in products:
        alone = c2.compute(each, FACTORS, products=products)
        assert alone.kg_co2e == pytest.approx(made[each.id].kg_co2e, rel=1e-12, abs=1e-12)
        assert sum(leaf.kg_co2e for leaf in alone.contributions) == pytest.approx(alone.kg_co2e, abs=1e-12)
        assert alone.electricity["market"] == pytest.approx(alone.kg_co2e)
    return pytest.approx({each.id: each_kg for each, each_kg in zip(products, made.kg_co2e, strict=True)})


def test_a_hundred_kilowatt_hours_through_a_certificate_of_one():
    # 99 x 0.5; of each kilowatt-hour of the holder 1 % is covered
    assert kg(power(), product("press", uses("power", "100 kWh"))) == {"power": 0.495, "press": 49.5}


@pytest.mark.parametrize("kwh", ["0.01", "0.5", "1"])
def test_no_more_than_the_certificate_is_drawn(kwh):
    assert kg(power(), product("press", uses("power", f"{kwh} kWh"))) == {"power": 0, "press": 0}


def test_a_fraction_takes_its_share_of_the_certificate():
    # 0.6 of 1 kWh is covered, so 0.004 of 0.01 kWh are not
    found = kg(power(kwh="0.6 kWh"), product("press", uses("power", "0.01 kWh")))
    assert found == {"power": 0.2, "press": 0.002}


def test_products_of_one_document_share_it():
    # 1 of 2 kWh
    one, two = (product(name, uses("power", "1 kWh")) for name in ("one", "two"))
    assert kg(power(), one, two) == {"power": 0.25, "one": 0.25, "two": 0.25}
    assert c2.compute(one, FACTORS, products=[power()]).kg_co2e == 0, "where no other draws on it"


def test_deep_nesting_counts_what_is_drawn_in_the_end():
    # 50 kWh for one crate, of which 1 is covered; the bottle draws 1 kWh itself
    chain = [power(), product("bottle", uses("power", "1 kWh")), product("crate", uses("bottle", "50 piece"))]
    assert kg(*chain) == {"power": 0.49, "bottle": 0.49, "crate": 24.5}


def test_one_unit_of_what_is_used_may_draw_more_than_its_users():
    # a spoonful takes a hundredth of a sack, but the sack alone draws 100 kWh, of which 1 is covered
    chain = [
        power(),
        product("sack", uses("power", "100 kWh")),
        product("spoonful", uses("sack", "0.01 piece")),
    ]
    assert kg(*chain) == {"power": 0.495, "sack": 49.5, "spoonful": 0.495}


def test_a_holder_that_uses_itself():
    # 1 ÷ (1 − 0.2) = 1.25 kWh for one, of which 1 is covered
    assert kg(power(uses("power", "0.2 kWh"))) == {"power": 0.125}


def test_a_loop_through_another_product():
    # one kWh takes 0.5 pumps of 0.4 kWh each: 1.25 kWh for one; a pump draws 0.5 kWh, 0.1 of them not covered
    pump = product("pump", uses("power", "0.4 kWh"))
    assert kg(power(uses("pump", "0.5 piece")), pump) == {"power": 0.125, "pump": 0.05}


def test_what_is_avoided_draws_nothing():
    # the main product draws 2 kWh; the credit for a press of 10 kWh takes nothing from that: 1 of 2 is covered
    process = {
        "id": "mill",
        "allocation": "substitution",
        "outputs": [
            {"product": "flour", "amount": "1 kg"},
            {"product": "bran", "amount": "1 kg", "avoids": "feed"},
        ],
        "activities": [{"name": "power", "amount": "2 kWh", "product": "power", "stage": "production"}],
    }
    feed = product("feed", uses("power", "0.2 kWh"), unit="1 kg").model_dump(exclude_unset=True)
    holder = power().model_dump(exclude_unset=True)
    made = c2.compute_all(document_of({"products": [holder, feed], "processes": [process]}).products, FACTORS)
    # bran takes the place of feed, which would draw 0.2 kWh
    assert made["flour"].kg_co2e == pytest.approx((2 - 0.2) * 0.25)


def test_the_co_products_of_a_process_share_the_certificate_of_its_run():
    # a run of 100 kWh with a certificate of 100 kWh makes 10 kg; a cake takes 40 kg, 400 kWh, of which 100 are covered
    process = {
        "id": "mill",
        "allocation": "mass",
        "outputs": [{"product": "flour", "amount": "4 kg"}, {"product": "bran", "amount": "6 kg"}],
        "activities": [
            {
                "name": "power",
                "amount": "100 kWh",
                "electricity": electricity("100 kWh"),
                "stage": "production",
            }
        ],
    }
    cake = product("cake", uses("flour", "10 kg"), uses("bran", "30 kg")).model_dump(exclude_unset=True)
    made = c2.compute_all(document_of({"products": [cake], "processes": [process]}).products, FACTORS)
    assert made["cake"].kg_co2e == pytest.approx(300 * 0.5)
    assert made["flour"].kg_co2e == pytest.approx(10 * 0.75 * 0.5)


def test_a_declared_unit_of_more_than_one_run_is_not_covered_by_the_certificate_of_one():
    process = {
        "id": "mill",
        "outputs": [{"product": "flour", "amount": "100 g", "declared_unit": "1 kg"}],
        "activities": [
            {"name": "power", "amount": "1 kWh", "electricity": electricity("1 kWh"), "stage": "production"}
        ],
    }
    made = c2.compute_all(document_of({"processes": [process]}).products, FACTORS)
    assert made["flour"].kg_co2e == pytest.approx(9 * 0.5)


def test_losses_and_grid_losses_are_drawn_as_well():
    # 2 kWh of use need 2.5 kWh fed in; the certificate is of 1.25 kWh, for 1 kWh used
    supply = power(kwh="1.25 kWh", loss=0.2)
    assert kg(supply, product("press", uses("power", "2 kWh"))) == {"power": 0.3125, "press": 0.625}


def test_a_stated_consumption_fixes_the_share():
    # 1 of 100 kWh, whoever takes it and how many do
    one, two = (
        product(name, uses("power", amount)) for name, amount in (("one", "60 kWh"), ("two", "10 kWh"))
    )
    assert kg(power(consumption="100 kWh"), one, two) == {"power": 0.495, "one": 29.7, "two": 4.95}
    assert c2.compute(one, FACTORS, products=[power(consumption="100 kWh")]).kg_co2e == pytest.approx(29.7)


OVER = {
    "one": (["60 kWh"], "60 kWh are drawn: p0 60 kWh"),
    "several together": (["30 kWh", "25 kWh"], "55 kWh are drawn: p0 30 kWh, p1 25 kWh"),
    "many": ([f"{kwh} kWh" for kwh in (20, 11, 12, 13, 14, 15)], "85 kWh are drawn: p0 20 kWh, p5 15 kWh,"),
}


@pytest.mark.parametrize(("amounts", "said"), OVER.values(), ids=OVER)
def test_more_than_the_consumption_is_refused_with_both_numbers(amounts, said):
    users = [product(f"p{place}", uses("power", amount)) for place, amount in enumerate(amounts)]
    with pytest.raises(ComputeError) as caught:
        c2.compute_all([power(consumption="50 kWh"), *users], FACTORS)
    (problem,) = caught.value.problems
    assert problem.where == 'products[0] (power).activities[0] "supply".electricity.consumption'
    assert f"the certificates are for 50 kWh, and {said}" in problem.what


def test_as_much_as_the_consumption_is_fine():
    users = [product(f"p{place}", uses("power", "0.1 kWh")) for place in range(10)]
    found = c2.compute_all([power(consumption="1 kWh"), *users], FACTORS)
    assert sum(pcf.kg_co2e for pcf in found) == 0


def test_the_note_says_what_is_covered():
    press = product("press", uses("power", "100 kWh"))
    notes = {note.code: note for note in c2.compute(press, FACTORS, products=[power()]).notes}
    assert notes["certificates-spread"].message.startswith("100 kWh drawn in all, ")
    assert "certificates of 1 kWh cover 1 % of it" in notes["certificates-spread"].message
    assert notes["certificates-spread"].where == ("uses power", "supply")
    text = str(c2.compute(press, FACTORS, products=[power()]).explain())
    assert "1 kWh × 1 kWh ÷ (100 kWh drawn in all)" in text


def test_a_further_product_that_cannot_be_computed_draws_nothing():
    broken = product(
        "broken", uses("power", "9 kWh"), c2.Activity("x", "1 kg", factor="no.such", stage="production")
    )
    press = product("press", uses("power", "1 kWh"))
    assert c2.compute(press, FACTORS, products=[power(), broken]).kg_co2e == 0


@pytest.mark.parametrize(("kwh", "share"), [("100 kWh", 0.01), ("0.5 kWh", 1.0)])
def test_what_is_said_of_the_origin_is_what_the_figure_counts(kwh, share):
    # also through a second product of electricity
    mains = product("mains", uses("power", "1 kWh"), unit="1 kWh")
    for supply, others in (("power", [power()]), ("mains", [power(), mains])):
        press = product("press", uses(supply, kwh))
        origin = electricity_origin(c2.compute(press, FACTORS, products=others))
        assert origin.certified == pytest.approx(share)
        assert origin.market_kg_per_kwh == pytest.approx((1 - share) * 0.5)


def test_half_of_what_a_second_product_of_electricity_takes_is_not_certified():
    mixed = product(
        "mixed",
        uses("power", "0.5 kWh"),
        c2.Activity("other", "0.5 kWh", electricity=electricity() | {"certificates": []}, stage="production"),
        unit="1 kWh",
    )
    press = product("press", uses("mixed", "1 kWh"))
    assert electricity_origin(
        c2.compute(press, FACTORS, products=[power(), mixed])
    ).certified == pytest.approx(0.5)


def test_a_further_document_of_the_product_says_nothing_of_what_was_drawn():
    press = product("press", uses("power", "100 kWh"))
    made = c2.compute_all([power(), press], FACTORS)["power"].product
    assert made.model_dump() == power().model_dump()


def test_certificates_are_not_drawn_on_twice_through_a_part_of_a_product():
    tea = product("tea", uses("power", "10 kWh"))
    part = c2.Activity("tea", "1 piece", product="tea", through="production", stage="raw-materials")
    cup, press = product("cup", part), product("press", uses("power", "100 kWh"))
    kg(power(), tea, cup, press)  # 1 of 110 kWh is covered, and `compute` says the same

"""Laws of electricity and of totals, over any amounts."""

from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import builders
import co2label as c2
from co2label.footprint._electricity import expand_electricity
from co2label.footprint._footprint import SUM_RULES, total_of
from co2label.model import BIOGENIC_CO2, COMPONENTS

SHARES = st.floats(0, 1)
KWH = st.floats(0.001, 1e6)
LOSSES = st.floats(0, 0.9)
SOURCE = {"title": "Test"}


factor = partial(builders.factor, per="1 kWh", source=SOURCE)


FACTORS = c2.FactorLibrary([factor("grid", 0.4), factor("supplier", 0.1), factor("residual", 0.5)])


def product(used, loss, shares, method="market", **rule):
    """Two certificates of these shares of what is fed in."""
    fed_in = used / (1 - loss)
    one, two = shares
    amounts = (one * fed_in, (1 - one) * two * fed_in)
    certificates = [
        {"id": f"c{place}", "kind": "GO", "amount": f"{kwh:.20f} kWh", "market": "JP", "period": "2025"}
        for place, kwh in enumerate(amounts)
    ]
    rule = {
        "certificates": certificates,
        "market": "JP",
        "period": "2025",
        "grid": "grid",
        "loss": loss,
    } | rule
    line = c2.Activity("power", f"{used:.20f} kWh", stage="production", electricity=rule | {"method": method})
    return c2.Product(id="x", name="X", declared_unit="1 h", boundary="gate-to-gate", activities=[line])


@settings(deadline=None)
@given(KWH, LOSSES, st.tuples(SHARES, SHARES), SHARES, st.booleans())
def test_the_parts_are_all_that_is_fed_in_and_none_is_below_zero(used, loss, shares, fit, bought):
    made = product(used, loss, shares, **({"supplier": "supplier", "fit": fit} if bought else {}))
    parts = [each.amount.value for each in expand_electricity(made.activities[0], made).lines]
    assert min(parts) >= 0
    assert sum(parts) == pytest.approx(used / (1 - loss), rel=1e-9)


@settings(deadline=None)
@given(KWH, LOSSES, SHARES, SHARES)
def test_a_certificate_more_never_raises_the_figure(used, loss, one, two):
    less = c2.compute(product(used, loss, (one, 0.0), residual="residual"), FACTORS)
    more = c2.compute(product(used, loss, (one, two), residual="residual"), FACTORS)
    assert more.kg_co2e <= less.kg_co2e * (1 + 1e-9)
    assert more.electricity["location"] == pytest.approx(less.electricity["location"])


@settings(deadline=None)
@given(KWH, LOSSES, st.tuples(SHARES, SHARES))
def test_the_reported_values_are_those_of_the_methods(used, loss, shares):
    figures = {
        method: c2.compute(product(used, loss, shares, method, residual="residual"), FACTORS)
        for method in ("location", "market")
    }
    for footprint in figures.values():
        assert footprint.electricity == {name: each.kg_co2e for name, each in figures.items()}


@given(st.dictionaries(st.sampled_from(COMPONENTS), st.floats(-1e6, 1e6)))
def test_totals_differ_by_what_they_leave_out(components):
    totals = {rule: total_of(components, rule) for rule in SUM_RULES}
    whole = totals["iso-14067"].excluding_uptake
    assert totals["tfs-3.1"].excluding_uptake == whole
    assert totals["pact-3"].excluding_uptake == whole
    assert totals["catena-x-9"].excluding_uptake == pytest.approx(
        whole - components.get("removals", 0), abs=1e-6
    )
    for total in totals.values():
        biogenic = sum(components.get(part, 0) for part in BIOGENIC_CO2)
        assert total.uptake == pytest.approx(biogenic, abs=1e-6)
        parts = [*total.counted, *total.left_out]
        assert sorted([*parts, *(set(BIOGENIC_CO2) & set(components))]) == sorted(components)

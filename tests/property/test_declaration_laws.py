"""Laws of a declaration: whatever the figure, letters rise with it, amounts scale, and rows add up."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from co2label import Activity, Product, compute, declare
from co2label.declaration import BAND_SCHEMES
from co2label.model import STAGES, BandScheme

SAID = {
    "issued": "2026-11-23",
    "valid_until": "2027-11-22",
    "company": "Chaya",
    "info_url": "https://example.jp/report",
}
GRAMS = {"g-CO2e": Decimal(1), "kg-CO2e": Decimal(1000), "t-CO2e": Decimal(1000000)}
kilograms = st.integers(1, 10**7).map(lambda milligrams: milligrams / 1e6)
limits = st.lists(st.integers(1, 3000), min_size=4, max_size=4, unique=True).map(
    lambda grams: [each / 1000 for each in sorted(grams)]
)


def said(kg, mass="100 g", **changes):
    product = Product(
        id="x",
        name="x",
        declared_unit="1 piece",
        mass=mass,
        boundary="cradle-to-gate",
        year=2025,
        activities=[Activity("boiler", f"{kg!r} kg", gas="CO2", stage="production")],
    )
    return declare(compute(product), **(SAID | changes))


def grams(shown):
    return Decimal(shown.value) * GRAMS[shown.unit]


@settings(deadline=None, max_examples=150)
@given(kilograms, kilograms, limits)
def test_the_letter_rises_with_the_figure(one, other, steps):
    low, high = sorted((one, other))
    town = BandScheme(name="Town", source="Town", per="meal", limits=steps)
    for scheme in (town, *BAND_SCHEMES):
        assert said(low, band=scheme).band.letter <= said(high, band=scheme).band.letter


@settings(deadline=None, max_examples=150)
@given(kilograms, limits)
def test_the_letter_never_contradicts_the_figure_beside_it(kg, steps):
    found = said(kg, band=BandScheme(name="Town", source="Town", per="meal", limits=steps))
    bounds = [Decimal(0), *(Decimal(str(limit)) * 1000 for limit in steps), Decimal("Infinity")]
    step = found.band.step

    assert bounds[step - 1] < grams(found.shown) <= bounds[step]


@settings(deadline=None, max_examples=150)
@given(kilograms)
def test_half_the_mass_bears_the_same_figure_per_twice_the_amount(kg):
    # kg in 50 g is 2 kg per 100 g, which is what 2 kg in 100 g is
    assert said(kg, "50 g", shelf_amount="50 g").per_amount.shown == said(kg).shown
    # though each is shown in the unit of the figure beside it
    halves, whole = said(kg, "50 g").per_amount.shown, said(2 * kg, "100 g").per_amount.shown
    assert grams(halves) == grams(whole)


@settings(deadline=None, max_examples=150)
@given(kilograms)
def test_per_kg_is_ten_times_per_100_g(kg):
    small, large = (said(kg, "70 g", shelf_amount=amount).per_amount.shown for amount in ("100 g", "1 kg"))

    assert 10 * grams(small) == grams(large)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(st.sampled_from(STAGES), st.integers(1, 10**6)), min_size=1, max_size=12))
def test_every_row_and_published_line_lies_at_most_half_of_the_last_place_away(lines):
    product = Product(
        id="x",
        name="x",
        declared_unit="1 piece",
        boundary="cradle-to-grave",
        year=2025,
        declaration={"publish_working": True},
        activities=[
            Activity(f"line {place}", f"{milligrams} mg", gas="CO2", stage=stage)
            for place, (stage, milligrams) in enumerate(lines)
        ],
    )
    found = declare(compute(product), **SAID)
    total = sum(milligrams for _, milligrams in lines)
    grams_of = {stage: Decimal(sum(mg for where, mg in lines if where == stage)) / 1000 for stage, _ in lines}
    step = Decimal(10) ** (Decimal(total).adjusted() - 3 - 1) if total else Decimal(1)
    parts = [(row.value, grams_of[row.stage]) for row in found.stages if row.value is not None]
    drawn = {line.name["und"]: line.value for line in found.working}
    parts += [(drawn[f"line {place}"], Decimal(mg) / 1000) for place, (_, mg) in enumerate(lines)]
    assert len(parts) == len(grams_of) + len(lines)
    for value, exact in parts:
        if value.startswith("<"):
            assert 0 < exact < step * 5
            assert Decimal(value[1:]) * GRAMS[found.shown.unit] in (step, 10 * step)
        else:
            # a total that carries (9.96 to 10) ends one place higher
            assert abs(Decimal(value) * GRAMS[found.shown.unit] - exact) <= step * 5
    shares = [row.percent for row in found.stages if row.percent is not None]
    assert sum(int(share) for share in shares if share != "<1") == (100 if total else 0)
    added = sum(Decimal(value) for value, _ in parts[: len(grams_of)] if not value.startswith("<"))
    assert found.rounded == (added != Decimal(found.shown.value))

"""Laws of what changed: the causes add up to the move, the move is that of computing anew, and swapping back undoes it."""

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from co2label.catalogue import what_changed, what_changed_batches, what_changed_table
from co2label.factors import FactorLibrary
from co2label.footprint import compute_all
from co2label.model import STAGES, Activity, EmissionFactor, Product

NAMES = ("a", "b", "c", "d")
VALUES = st.floats(0, 1e3).map(lambda value: round(value, 6))


@st.composite
def libraries(draw):
    return FactorLibrary(
        EmissionFactor(
            id=name,
            value=draw(VALUES),
            unit="kgCO2e",
            per=draw(st.sampled_from(["1 kg", "1 t", "1 g"])),
            source={"title": "EPD"},
        )
        for name in NAMES
    )


@st.composite
def catalogues(draw, uses=("product",)):
    """Products that use factors, gases and each other, in loops too; a loop uses less than a unit of itself."""
    count = draw(st.integers(1, 6))

    kinds = ["factor", "factor", "gas", *uses]

    def activity(place):
        amount = draw(st.floats(1e-3, 1e3).map(lambda value: round(value, 4)))
        stage = draw(st.sampled_from(STAGES))
        kind = draw(st.sampled_from(kinds))
        if kind == "factor":
            return Activity(f"x{place}", f"{amount} kg", factor=draw(st.sampled_from(NAMES)), stage=stage)
        if kind == "gas":
            return Activity(f"x{place}", f"{amount} kg", gas="CO2", stage=stage)
        used = draw(st.integers(0, count - 1))
        share = draw(st.floats(0.01, 0.2).map(lambda value: round(value, 3)))
        return Activity(f"x{place}", f"{share} piece", product=f"p{used}", stage=stage)

    return [
        Product(
            id=f"p{row}",
            name=f"p{row}",
            declared_unit="1 piece",
            boundary="cradle-to-grave",
            activities=[activity(place) for place in range(draw(st.integers(1, 4)))],
        )
        for row in range(count)
    ]


@given(catalogues(), libraries(), libraries())
def test_the_figures_are_those_of_computing_anew(products, old, new):
    moved = what_changed(products, old, new)
    before, after = (compute_all(products, each).kg_co2e for each in (old, new))
    size = np.fmax(before, after)
    assert (moved.before == before).all()
    assert (np.abs(moved.after - after) <= 1e-12 * size).all()
    assert (np.abs(moved.difference - (after - before)) <= 1e-12 * size).all()


@given(catalogues(), libraries(), libraries())
def test_the_causes_add_up_to_the_move(products, old, new):
    moved = what_changed(products, old, new)
    for one in moved.rows():
        total = sum(kg for _, kg in one.because)
        assert abs(total - one.difference) <= 1e-12 * sum(abs(kg) for _, kg in one.because)
    by_factor = sum(one.kg_co2e for one in moved.by_factor)
    assert abs(by_factor - moved.difference.sum()) <= 1e-9 * (1 + abs(moved.parts).sums().sum())


@given(catalogues(), libraries(), libraries())
def test_swapping_back_undoes_it(products, old, new):
    there, back = what_changed(products, old, new), what_changed(products, new, old)
    size = np.fmax(there.before, there.after)
    assert (np.abs(there.difference + back.difference) <= 1e-12 * size).all()
    assert not len(what_changed(products, new, new).moved)


@given(catalogues(), libraries(), libraries())
def test_reading_every_line_again_tells_the_same(products, old, new):
    """A product that cannot be computed before forces the long way; it must not change what is said of the others."""
    bad = Product(
        id="bad",
        name="bad",
        declared_unit="1 piece",
        boundary="cradle-to-gate",
        activities=[Activity("none", "1 kg", factor="none", stage="production")],
    )
    short, long = what_changed(products, old, new), what_changed([*products, bad], old, new)
    names = {one.factor: column for column, one in enumerate(long.factors)}
    size = np.fmax(short.before, short.after)
    for column, one in enumerate(short.factors):
        if one.products:
            apart = (
                short.parts.columns(np.array([column])).toarray().ravel()
                - long.parts.columns(np.array([names[one.factor]])).toarray().ravel()[:-1]
            )
            assert (np.abs(apart) <= 1e-12 * size).all()
    assert (np.abs(short.after - long.after[:-1]) <= 1e-12 * size).all()


def table(products):
    """The same products as a table with their lines in it."""
    rows = [
        [
            {
                "amount": line.amount.value,
                "unit": line.amount.unit.text,
                "stage": line.stage,
                "factor": line.factor,
                "gas": line.gas,
                "product": line.product,
            }
            for line in product.activities
        ]
        for product in products
    ]
    units = [str(product.declared_unit) for product in products]
    return pa.table({"id": [product.id for product in products], "declared_unit": units, "lines": rows})


@given(catalogues(uses=()), libraries(), libraries(), st.integers(1, 4))
def test_a_table_cut_anywhere_tells_what_its_products_tell(products, old, new, size):
    assert_same(
        what_changed(products, old, new), what_changed_batches(table(products).to_batches(size), old, new)
    )


@given(catalogues(), libraries(), libraries(), st.integers(1, 4))
def test_a_table_whose_products_use_each_other_tells_the_same(products, old, new, size):
    assert_same(
        what_changed(products, old, new), what_changed_table(table(products).to_batches(size), old, new)
    )


def assert_same(one, other):
    scale = np.fmax(one.before, one.after)
    for name in ("before", "after", "difference"):
        assert (np.abs(getattr(one, name) - getattr(other, name)) <= 1e-12 * scale).all()
    by_factor, by_other = ({each.factor: each for each in found.by_factor} for found in (one, other))
    assert set(by_factor) == set(by_other)
    for name, each in by_factor.items():
        assert each.products == by_other[name].products
        assert abs(each.kg_co2e - by_other[name].kg_co2e) <= 1e-9 * (1 + abs(each.kg_co2e))

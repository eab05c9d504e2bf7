"""Laws of the parts of a catalogue: wherever it is cut, and whatever uses what, the figures are those of one calculation."""

import datetime as dt
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from co2label import Activity, Product, compute_all
from co2label.catalogue import CatalogueSource, Job
from co2label.catalogue import _chunks as cutting
from co2label.catalogue._chunks import survey_catalogue
from co2label.catalogue._make import make_chunk

JOB = Job(today=dt.date(2026, 11, 23), labels=False)


@st.composite
def catalogues(draw):
    """Up to 14 products with direct emissions, each using up to three others or itself, seldom in a loop that grows."""
    count = draw(st.integers(1, 14))
    products = []
    for number in range(count):
        lines = [Activity("gas", f"{draw(st.integers(1, 999))} g", gas="CO2", stage="production")]
        used = draw(st.lists(st.integers(0, count - 1), max_size=3, unique=True))
        shares = draw(st.lists(st.integers(1, 300), min_size=len(used), max_size=len(used)))
        lines += [
            Activity("part", f"{share / 1000} piece", product=f"p{other}", stage="raw-materials")
            for other, share in zip(used, shares, strict=True)
        ]
        products.append(
            Product(
                id=f"p{number}",
                name=f"P {number}",
                declared_unit="1 piece",
                boundary="cradle-to-gate",
                activities=lines,
            )
        )
    return products


@given(catalogues(), st.integers(1, 6))
@settings(max_examples=60)
def test_any_cut_gives_the_figures_of_one_calculation(products, size):
    expected = {one.product.id: one for one in compute_all(products)}
    source = CatalogueSource("drawn", lambda: products)
    with pytest.MonkeyPatch.context() as patched, survey_catalogue(source, JOB) as found:
        patched.setattr(cutting, "_CHUNK_SIZE", size)
        parts = list(cutting.chunks_of(source, found, 0))
    assert len(parts) == -(-len(products) // size)
    made = list(itertools.chain.from_iterable(make_chunk(part, JOB) for part in parts))
    assert [one.record.row for one in made] == list(range(len(products)))
    for one in made:
        whole = expected[one.record.entry.product_id]
        assert one.record.entry.kg_co2e == pytest.approx(whole.kg_co2e, rel=1e-12)
        assert one.record.stages == pytest.approx(dict(whole.stages), rel=1e-12)
        assert list(one.record.notes) == list(dict.fromkeys(note.code for note in whole.notes))


@given(catalogues(), st.integers(0, 20))
@settings(max_examples=40)
def test_what_is_done_changes_nothing_of_what_follows(products, after):
    source = CatalogueSource("drawn", lambda: products)
    with pytest.MonkeyPatch.context() as patched, survey_catalogue(source, JOB) as found:
        patched.setattr(cutting, "_CHUNK_SIZE", 4)
        whole = [one for part in cutting.chunks_of(source, found, 0) for one in make_chunk(part, JOB)]
        rest = [one for part in cutting.chunks_of(source, found, after) for one in make_chunk(part, JOB)]
    assert [one.record.line() for one in rest] == [one.record.line() for one in whole[after:]]

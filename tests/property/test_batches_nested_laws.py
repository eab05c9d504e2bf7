"""Laws of catalogues whose products use each other: `compute_all` again, loops, and what bad rows pull with them."""

import importlib.util
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from co2label import catalogue, compute_all
from co2label.errors import ComputeError
from co2label.footprint._notes import notes_of
from co2label.model import COMPONENTS, STAGES

_spec = importlib.util.spec_from_file_location("flat_laws", Path(__file__).with_name("test_batches_laws.py"))
flat_laws = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(flat_laws)
LIBRARY, product_of, rows, table_of = (
    flat_laws.LIBRARY,
    flat_laws.product_of,
    flat_laws.rows,
    flat_laws.table_of,
)


@st.composite
def nested_rows(draw, *, loops=False):
    """Products of which each may use earlier ones, and with `loops` any."""
    made = draw(rows(max_size=8))
    for place, row in enumerate(made):
        others = range(len(made)) if loops else range(place)
        for used in draw(st.lists(st.sampled_from(others), max_size=2)) if others else ():
            line = {"name": "use", "factor": None, "through": None, "gas": None, "product": f"p{used}"}
            through = draw(st.sampled_from((None, None, "production", "use")))
            line["through"] = through if through and _has_up_to(made[used], through) else None
            unit = draw(st.sampled_from(("piece", "g", "L", "JPY2015")))
            amount = draw(st.floats(1e-30, 0.02 if loops else 3) | st.just(0.0))
            row["lines"].append(
                line
                | {"amount": amount, "unit": unit, "stage": draw(st.sampled_from(STAGES))}
                | {"yields": draw(st.sampled_from((None, None, 0.1)))}
            )
    return made


def _has_up_to(row, through):
    """Whether a line of its own stands there; those that use others may come to nothing."""
    own = [line["stage"] for line in row["lines"] if line.get("product") is None]
    return any(STAGES.index(stage) <= STAGES.index(through) for stage in own)


def results(table, cuts=()):
    ends = [*sorted(cuts), table.num_rows]
    parts = [table.slice(first, last - first) for first, last in zip([0, *ends], ends, strict=False)]
    return catalogue.footprints([batch for part in parts for batch in part.to_batches()], LIBRARY)


def compared(rows):
    """Ours beside `compute_all`; rows that it refuses are none of this law."""
    try:
        expected = compute_all(map(product_of, rows), LIBRARY)
    except ComputeError as error:
        assume("loop" not in str(error))
        raise
    return zip(results(table_of(rows)).to_pylist(), expected, strict=True), expected


@settings(max_examples=60)
@given(nested_rows() | nested_rows(loops=True))
def test_the_figures_of_compute_all(rows):
    pairs, expected = compared(rows)
    for place, (ours, pcf) in enumerate(pairs):
        assert ours["errors"] is None
        near = {"rel": 1e-12, "abs": 1e-12}
        assert ours["kg_co2e"] == pytest.approx(pcf.kg_co2e, **near)
        assert {s: ours[s] for s in STAGES if ours[s] is not None} == pytest.approx(pcf.stages, **near)
        booked = {part: ours[part] for part in COMPONENTS if ours[part] is not None}
        assert booked == pytest.approx(pcf.components, **near)
        for kind in ("average", "spend"):
            assert ours[f"share_{kind}"] == pytest.approx(pcf.kinds.get(kind, 0.0), rel=1e-9, abs=1e-9)
        codes = list(dict.fromkeys(note.code for note in pcf.notes))
        ours_too = [code for code in ours["notes"] if code in codes or code != "boundary-overlap"]
        assert ours_too == codes
        assert (ours["standard_deviation"] is None) == (pcf.interval is None)
        if pcf.interval is not None:
            assert ours["standard_deviation"] == pytest.approx(
                expected._emitted.intervals.gum.sd[place], rel=1e-9, abs=1e-12
            )
            assert ours["coverage"] == pytest.approx(
                expected._emitted.intervals.gum.factors_stated[place], rel=1e-9
            )


@settings(max_examples=30)
@given(nested_rows(loops=True), st.data())
def test_any_cut_gives_the_same_bits(rows, data):
    table = table_of(rows)
    cuts = data.draw(st.lists(st.integers(0, len(rows)), max_size=5))
    assert results(table, cuts).combine_chunks().equals(results(table).combine_chunks())


@settings(max_examples=40)
@given(nested_rows(), st.data())
def test_who_uses_a_bad_row_is_said_to_and_nobody_else(rows, data):
    bad = data.draw(st.integers(0, len(rows) - 1))
    rows[bad]["lines"][0]["amount"] = -1.0
    fallen = {f"p{bad}"}
    for row in rows:
        if any(line.get("product") in fallen for line in row["lines"]):
            fallen.add(row["id"])
    table = results(table_of(rows))
    assert {cell.product for cell in catalogue.bad_cells(table)} == fallen
    kept = [row for row in rows if row["id"] not in fallen]
    alone = results(table_of(kept)) if kept else None
    assert alone is None or catalogue.good_rows(alone).combine_chunks().equals(
        catalogue.good_rows(table).combine_chunks()
    )


def line(**fields):
    return {
        "name": "x",
        "amount": 1.0,
        "unit": "piece",
        "stage": "production",
        "factor": None,
        "through": None,
    } | {
        "gas": None,
        "product": None,
        **fields,
    }


def products(**lines_of):
    rows = [{"id": name, "declared_unit": "1 piece", "lines": lines} for name, lines in lines_of.items()]
    kind = pa.list_(
        pa.struct([("amount", pa.float64())] + [(n, pa.string()) for n in line() if n != "amount"])
    )
    lines = pa.array([row["lines"] for row in rows], kind)
    return pa.table({"id": list(lines_of), "declared_unit": ["1 piece"] * len(rows), "lines": lines})


@pytest.mark.parametrize(("share", "fine"), [(0.999, True), (1.0, False), (1.001, False)])
def test_a_loop_that_needs_all_of_itself_is_refused_by_its_path(share, fine):
    burnt = line(gas="CO2", unit="kg")
    table = products(
        a=[burnt, line(product="b", amount=share)],
        b=[line(product="a")],
        user=[line(product="a", amount=0.1)],
        other=[burnt],
    )
    found = catalogue.footprints(table, LIBRARY)
    kg = found.column("kg_co2e").to_pylist()
    assert kg[3] == 1.0
    if fine:
        assert kg[0] == pytest.approx(1 / (1 - share), rel=1e-9)
        return
    assert kg[:3] == [None] * 3
    reasons = {cell.product: cell.reason for cell in catalogue.bad_cells(found)}
    assert "the loop a → b → a" in reasons["a"] or "the loop b → a → b" in reasons["a"]
    assert reasons["user"] == "uses 'a', which cannot be computed itself"


def test_an_unknown_product_is_said_with_those_near():
    table = products(handle=[line(gas="CO2", unit="kg")], cup=[line(product="handel")])
    (cell,) = catalogue.bad_cells(catalogue.footprints(table, LIBRARY))
    assert (cell.row, cell.column, cell.value) == (3, "lines[0].product", "handel")
    assert cell.reason == "no product 'handel'; did you mean 'handle'?"


def test_a_batch_alone_refuses_products_that_use_others():
    table = products(handle=[line(gas="CO2", unit="kg")], cup=[line(product="handle")])
    (batch,) = catalogue.footprint_batches(table, LIBRARY)
    (cell,) = catalogue.bad_cells(batch)
    assert (cell.row, cell.product, cell.column) == (3, "cup", "lines[0].product")
    assert "catalogue.footprints" in cell.reason


@settings(max_examples=60)
@given(rows() | nested_rows() | nested_rows(loops=True))
def test_bits_rule_out_only_notes_that_are_not_there(rows):
    try:
        footprints = compute_all(map(product_of, rows), LIBRARY)
    except ComputeError as error:
        assume("loop" not in str(error))
        raise
    computed = footprints._emitted
    for row, footprint in enumerate(footprints):
        assert footprint.notes == notes_of(computed.totals, row, computed.intervals)

"""Laws of catalogues: the figures of `compute_all`, whatever way the table was cut; bad cells are said, and only they."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from co2label import FactorLibrary, catalogue, compute_all
from co2label.model import COMPONENTS, STAGES, Activity, EmissionFactor, Product
from co2label.units import parse_amount

TITLE = {"title": "EPD"}
PASSPORTS = {
    "plain": {"value": 1.7, "per": "1 kg", "represents": "average"},
    "power": {"value": 0.42, "per": "1 kWh", "gwp_set": "AR6", "year": 2015},
    "freight": {"value": 0.11, "per": "1 t*km", "boundary": "transport-wtw", "unit": "kgCO2"},
    "paint": {"value": 2.5, "per": "1 kg", "density": "1.3 kg/L", "gwp_set": "AR5"},
    "meal": {
        "value": 3.0,
        "per": "1 kg",
        "boundary": "cradle-to-consumption",
        "stages": {"agriculture": 2.0, "processing": 0.5, "transport": 0.3, "consumption": 0.2},
        "uncertainty": {"gsd2": 1.5},
    },
    "wood": {
        "value": 0.2,
        "per": "1 m3",
        "components": {"fossil": 0.15, "land-use-change": 0.05, "biogenic-uptake": -0.9},
        "uncertainty": {"percent": 40},
        "mass": "450 kg/m3",
        "year": 2022,
    },
    "forest": {
        "value": 0.1,
        "per": "1 kg",
        "components": {"fossil": 0.1, "removals": -0.2},
        "gwp_set": "AR6",
    },
    "biochar": {
        "value": 0.2,
        "per": "1 kg",
        "components": {
            "biogenic-non-co2": 0.2,
            "removals": -2.0,
            "biogenic-co2": 0.4,
            "biogenic-uptake": -0.4,
        },
        "removal": {"store": "biochar", "years": 100, "standard": "S 1", "verified_by": "V"},
    },
    "flight": {
        "value": 1.7,
        "per": "1 t*km",
        "components": {"aircraft": 1.0, "aircraft-forcing": 0.7},
        "gases": {"CO2": 0.9, "CH4-combustion": 0.1 / 28},
        "gwp_set": "AR5",
    },
    "spend": {"value": 0.003, "per": "1 JPY2015"},
    "range": {"value": 1.0, "per": "1 kg", "uncertainty": {"low": 0.9, "high": 3.0}, "gwp_set": "AR6"},
    "wild": {"value": 0.4, "per": "1 kg", "uncertainty": {"gsd2": 9.0}, "gwp_set": "AR6"},
    "nothing": {"value": 0.0, "per": "1 kg", "unit": "kgCO2"},
    "lorry": {"value": 0.1, "per": "1 t*km", "boundary": "transport-ttw"},
    "diesel": {"value": 0.02, "per": "1 t*km", "boundary": "upstream"},
    "grid": {"value": 0.4, "per": "1 kWh", "boundary": "generation"},
    "bin": {"value": 0.01, "per": "1 kg", "boundary": "collection"},
    "oven": {"value": 2.0, "per": "1 kg", "boundary": "end-of-life"},
}
LIBRARY = FactorLibrary(
    EmissionFactor(id=name, source=TITLE, **{"unit": "kgCO2e", **fields})
    for name, fields in PASSPORTS.items()
)
UNITS = {
    "plain": ("kg", "g", "piece", "L"),
    "power": ("kWh", "MJ"),
    "freight": ("t*km", "kg*km", "piece*km"),
    "paint": ("kg", "L", "piece"),
    "meal": ("g", "piece"),
    "wood": ("m3", "kg", "piece"),
    "forest": ("kg",),
    "biochar": ("kg", "g"),
    "flight": ("t*km", "kg*km"),
    "spend": ("JPY", "JPY2015", "piece"),
    "range": ("kg", "piece"),
    "wild": ("kg", "g"),
    "nothing": ("kg",),
    "lorry": ("t*km", "kg*km"),
    "diesel": ("t*km", "kg*km"),
    "grid": ("kWh", "MJ"),
    "bin": ("kg", "g"),
    "oven": ("kg", "g"),
}
GASES = ("CO2", "CH4-biogenic", "N2O", "R-410A")


@st.composite
def lines(draw):
    line = {
        "name": "line",
        "amount": draw(st.floats(1e-30, 1e6) | st.just(0.0)),
        "stage": draw(st.sampled_from(STAGES)),
        "factor": None,
        "through": None,
        "gas": None,
        "yields": draw(st.sampled_from((None, None, None, 0.0, 0.1, 2.5))),
    }
    if draw(st.integers(0, 5)) == 0:
        return line | {"gas": draw(st.sampled_from(GASES)), "unit": draw(st.sampled_from(("kg", "g")))}
    factor = draw(st.sampled_from(sorted(UNITS)))
    through = draw(st.sampled_from((None, "processing", "transport"))) if factor == "meal" else None
    return line | {"factor": factor, "through": through, "unit": draw(st.sampled_from(UNITS[factor]))}


@st.composite
def rows(draw, max_size=12):
    count = draw(st.integers(1, max_size))
    return [
        {
            "id": f"p{row}",
            "declared_unit": draw(st.sampled_from(("1 piece", "2 piece", "6 個"))),
            "boundary": "cradle-to-grave",
            "year": draw(st.sampled_from((None, 2019, 2025))),
            "mass": draw(st.sampled_from(("110 g", "0.25 kg", "330 g / 2 piece"))),
            "density": draw(st.sampled_from(("0.9 kg/L", "1 kg/L"))),
            "price": draw(st.sampled_from(("228 JPY", "1.2 kJPY", "100 JPY2015"))).replace(
                "1.2 kJPY", "1200 JPY"
            ),
            "lines": draw(st.lists(lines(), min_size=1, max_size=6)),
        }
        for row in range(count)
    ]


def product_of(row):
    def activity(line):
        amount = parse_amount(f"1 {line['unit']}")
        amount = type(amount)(line["amount"], amount.unit, "x")
        drawn = {name: line[name] for name in ("factor", "through", "gas", "product") if line.get(name)}
        return Activity(line["name"], amount, stage=line["stage"], yields=line.get("yields"), **drawn)

    fields = {key: value for key, value in row.items() if key != "lines" and value is not None}
    return Product(name=row["id"], activities=[activity(line) for line in row["lines"]], **fields)


LINES = pa.list_(
    pa.struct(
        [("amount", pa.float64()), ("yields", pa.float64())]
        + [(n, pa.string()) for n in ("name", "unit", "stage", "factor", "through", "gas", "product")]
    )
)


def table_of(rows):
    texts = ("id", "declared_unit", "boundary", "mass", "density", "price")
    columns = {name: pa.array([row[name] for row in rows], pa.string()) for name in texts if name in rows[0]}
    if "year" in rows[0]:
        columns["year"] = pa.array([row["year"] for row in rows], pa.int32())
    return pa.table({**columns, "lines": pa.array([row["lines"] for row in rows], LINES)})


def results(table, cuts=()):
    ends = [*sorted(cuts), table.num_rows]
    parts = [table.slice(first, last - first) for first, last in zip([0, *ends], ends, strict=False)]
    batches = [batch for part in parts for batch in part.to_batches()]
    return pa.Table.from_batches(catalogue.footprint_batches(batches, LIBRARY))


@settings(max_examples=60)
@given(rows())
def test_the_figures_of_compute_all(rows):
    expected = compute_all(map(product_of, rows), LIBRARY)
    for ours, pcf in zip(results(table_of(rows)).to_pylist(), expected, strict=True):
        assert ours["errors"] is None
        assert ours["kg_co2e"] == pytest.approx(pcf.kg_co2e, rel=1e-12, abs=1e-12)
        assert {s: ours[s] for s in STAGES if ours[s] is not None} == pytest.approx(
            pcf.stages, rel=1e-12, abs=1e-12
        )
        booked = {part: ours[part] for part in COMPONENTS if ours[part] is not None}
        assert booked == pytest.approx(pcf.components, rel=1e-12, abs=1e-12)
        for kind in ("average", "spend"):
            assert ours[f"share_{kind}"] == pytest.approx(pcf.kinds.get(kind, 0.0), rel=1e-9, abs=1e-12)
        assert ours["notes"] == list(dict.fromkeys(note.code for note in pcf.notes))
        assert (ours["standard_deviation"] is None) == (pcf.interval is None)
        deviation = (
            expected._emitted.intervals.gum.sd[expected.ids.index(ours["id"])]
            if ours["standard_deviation"]
            else 0.0
        )
        assert (ours["standard_deviation"] or 0.0) == pytest.approx(deviation, rel=1e-12)


@settings(max_examples=40)
@given(rows(max_size=20), st.data())
def test_any_cut_gives_the_same_bits(rows, data):
    table = table_of(rows)
    cuts = data.draw(st.lists(st.integers(0, len(rows)), max_size=6))
    encoded = table.set_column(
        table.column_names.index("id"), "id", table.column("id").combine_chunks().dictionary_encode()
    )
    whole = results(table)
    assert results(table, cuts).combine_chunks().equals(whole)
    assert results(encoded, cuts).combine_chunks().equals(whole)


def spoiled(line, field, value):
    return {**line, field: value}


BAD_CELLS = {
    "amount": (None, float("nan"), float("inf"), -1.0, 1e16),
    "unit": (None, "ton", "kgg", "", "W"),
    "stage": (None, "raw", "cradle"),
    "factor": (None, "plian", "", "水"),
}
BAD_IDS = (None, "", "a b", "p0", "x/y", "y" * 121)
BAD_STATEMENTS = {
    "declared_unit": (None, "0 piece", "one piece", "1 ton"),
    "boundary": (None, "cradle to grave"),
    "year": (1800, 20250),
    "mass": ("110", "110 gg", "-1 g", "0 g"),
}


@st.composite
def spoiled_rows(draw):
    """Rows of which some have one bad cell, and those cells."""
    made = draw(rows(max_size=10))
    bad = {}
    for place, row in enumerate(made):
        if place and draw(st.booleans()):
            kind = draw(st.sampled_from(("line", "id", "product")))
            if kind == "line":
                at = draw(st.integers(0, len(row["lines"]) - 1))
                field = draw(st.sampled_from(sorted(BAD_CELLS)))
                if row["lines"][at]["gas"]:
                    field = "amount"
                row["lines"][at] = spoiled(row["lines"][at], field, draw(st.sampled_from(BAD_CELLS[field])))
                where = f"lines[{at}].{field}"
                if field == "factor":
                    where = (
                        f"lines[{at}].factor" if row["lines"][at]["factor"] is not None else f"lines[{at}]"
                    )
                bad[place] = where
            elif kind == "id":
                row["id"] = draw(st.sampled_from(BAD_IDS))
                bad[place] = "id"
            else:
                field = draw(st.sampled_from(sorted(BAD_STATEMENTS)))
                row[field] = draw(st.sampled_from(BAD_STATEMENTS[field]))
                bad[place] = field
    return made, bad


@settings(max_examples=80)
@given(spoiled_rows(), st.data())
def test_bad_cells_are_all_said_and_nothing_else_is(made, data):
    rows, bad = made
    cuts = data.draw(st.lists(st.integers(0, len(rows)), max_size=4))
    table = results(table_of(rows), cuts)
    said = {(cell.row - 2, cell.column) for cell in catalogue.bad_cells(table)}
    assert said == set(bad.items())
    good = [row for place, row in enumerate(rows) if place not in bad]
    assert catalogue.good_rows(table).column("id").to_pylist() == [row["id"] for row in good]
    alone = results(table_of(good)) if good else None
    if alone is not None:
        assert catalogue.good_rows(alone).combine_chunks().equals(catalogue.good_rows(table).combine_chunks())
    assert all(cell.reason for cell in catalogue.bad_cells(table))

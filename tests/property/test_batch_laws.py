"""Laws of runs over tables: a line that is made of an earlier one, and a product that waited in a file, change no byte."""

import csv
import datetime as dt
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from co2label.catalogue import CatalogueSource, Job, open_tables, products_of, run
from co2label.catalogue._assembly import ProductAssembler
from co2label.catalogue._chunks import CatalogueFile

PRODUCT = ("id", "name.en", "declared_unit", "boundary", "mass", "year", "info_url", "company", "valid_until")
LINE = (
    "product_id",
    "name",
    "amount",
    "unit",
    "factor",
    "product",
    "gas",
    "stage",
    "evidence",
    "yields",
    "uncertainty.percent",
)
SOURCES = [
    *[("food.rice", "", "")] * 3,
    ("elec.grid.jp.average", "", ""),
    ("", "p0", ""),
    ("", "", "CO2"),
    ("no.such", "", ""),
    ("food.rice", "p1", ""),
    ("", "", ""),
]
"""Factor, product and gas; some that are refused."""
RULES = {"products": [{"id": "p1", "cut_off": {"left_out_percent": 1, "limit_percent": 5, "scale_up": True}}]}


@st.composite
def lines(draw, owner):
    """A row of an activity: mostly one of a few kinds with a name and an amount of its own, sometimes with a wrong cell."""
    source = draw(st.sampled_from(SOURCES))
    amount = draw(
        st.sampled_from(["1", "2.50", "1e3", "0", "-3", "", "NaN", "#N/A", "7 g"])
        | st.integers(1, 999).map(str)
    )
    units = {"elec.grid.jp.average": "kWh", "": "piece" if source[1] else "g"}
    unit = draw(st.sampled_from([units.get(source[0], "g")] * 8 + ["kg", "", "lightyears"]))
    name = draw(
        st.sampled_from(["rice", " rice ", "米", "<b>rice</b>", "合計", "a\u202eb", ""])
        | st.text("abc 米", min_size=1, max_size=6)
    )
    stage = draw(st.sampled_from(["raw-materials", "raw-materials", "production", "use", "nowhere"]))
    evidence = draw(st.sampled_from(["", "", "measured", "guessed"]))
    yields = draw(st.sampled_from(["", "", "0.5", "50 %", "many"]))
    percent = draw(st.sampled_from(["", "", "10", "10", "-1"]))
    return (owner, name, amount, unit, *source, stage, evidence, yields, percent)


@st.composite
def tables(draw):
    """The rows of two tables; a product or a line in three has something wrong with it."""
    products, activities = [], []
    for number in range(draw(st.integers(1, 6))):
        owner = f"p{number}"
        mass = draw(st.sampled_from(["", "100 g", "100 g", "heavy"]))
        boundary = draw(
            st.sampled_from(["cradle-to-grave", "cradle-to-grave", "cradle-to-gate", "everything"])
        )
        url = draw(st.sampled_from(["", "https://example.jp/co2"]))
        products.append((owner, f"P {number}", "1 piece", boundary, mass, "2025", url, "ACME", "2027-11-22"))
        activities += draw(st.lists(lines(owner), max_size=5))
    return products, activities


def write(folder, name, header, rows):
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def made(folder, products, activities, rules):
    """Every file of a run, by its name."""
    opened = open_tables(products, activities, rules=rules)
    source = CatalogueSource("tables", opened.products, (products, activities))
    declared = {"valid_until": "2027-11-22"}
    job = Job(
        declaration=declared,
        today=dt.date(2026, 12, 1),
        template="mini",
        formats=("svg",),
        book="book.sqlite",
        parquet=True,
    )
    run(source, folder, job)
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


PEN = ("p0", "Pen", "1 piece", "cradle-to-grave", "", "2025", "https://example.jp/co2", "ACME", "2027-11-22")
SAME = ("g", "food.rice", "", "", "raw-materials", "measured", "0.5")
ALIKE = [
    ("p0", name, amount, *SAME, percent)
    for percent in ("", "10")
    for name, amount in (("rice", "10"), ("other", "20"), ("rice", "-1"), ("", "3"), ("more", "4"))
]
"""Lines that are alike but for their names and amounts; some are refused."""


@given(tables(), st.booleans())
@example(([PEN], ALIKE[:2]), False)
@example(([PEN], ALIKE), False)
@settings(max_examples=25, deadline=None)
def test_a_run_over_tables_gives_the_bytes_of_one_in_which_every_row_is_read_alone(rows, with_rules):
    with tempfile.TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patched:
        folder, rules = Path(place), RULES if with_rules else None
        files = write(folder, "p.csv", PRODUCT, rows[0]), write(folder, "l.csv", LINE, rows[1])
        quick = made(folder / "quick", *files, rules)
        items = [*products_of(*files, rules=rules)]
        patched.setattr(ProductAssembler, "_like", lambda *_: None)
        patched.setattr(CatalogueFile, "keep", lambda _, given: given)
        patched.setattr(CatalogueFile, "items", lambda _: iter([*products_of(*files, rules=rules)]))
        assert items == [*products_of(*files, rules=rules)]
        assert quick == made(folder / "slow", *files, rules)

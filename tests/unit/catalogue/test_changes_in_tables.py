"""What changed in a table of record batches, by hand."""

import numpy as np
import pyarrow as pa
import pytest

from builders import factor, library
from co2label.catalogue import uses_products, what_changed_batches, what_changed_table
from co2label.errors import DocumentError


def line(amount, unit="kg", **drawn):
    return {"amount": amount, "unit": unit, "stage": "production"} | drawn


def table(**products):
    return pa.table({"id": list(products), "lines": list(products.values())})


FLOUR, SALT, MILK = ({"factor": name} for name in ("flour", "salt", "milk"))
OLD, NEW = library(flour=1.0, salt=0.1, milk=3.0), library(flour=1.5, salt=0.1)
CATALOGUE = table(
    bread=[line(2.0, **FLOUR), line(500.0, "g", **FLOUR), line(1.0, **SALT)],
    brine=[line(1.0, **SALT), line(1.0, gas="CO2")],
    cake=[line(1.0, **FLOUR), line(1.0, **MILK)],
)


def test_moves_and_what_is_lost():
    moved = what_changed_batches(CATALOGUE, OLD, NEW)
    assert moved["bread"].because == (("flour", pytest.approx(1.25)),)
    assert (moved.unchanged, len(moved.moved), list(moved.lost)) == (1, 1, ["cake"])
    assert moved.lost["cake"].startswith("lines[1].factor: no emission factor 'milk'")
    assert np.isnan(moved.after[2])
    assert moved.before[2] == 4.0
    (flour,) = moved.by_factor
    assert (flour.factor, flour.products, flour.percent) == ("flour", 1, pytest.approx(50))


def test_what_is_gained_and_what_never_was():
    moved = what_changed_batches(CATALOGUE, NEW, OLD)
    assert list(moved.gained) == ["cake"]
    never = what_changed_batches(table(bad=[line(None, **FLOUR)], good=[line(1.0, **FLOUR)]), OLD, NEW)
    assert list(never.never) == ["bad"]
    assert never["good"].difference == 0.5


def test_rows_without_an_id_or_with_one_twice_are_called_by_their_number():
    rows = pa.table({"id": ["a", "a", None], "lines": [[line(1.0, **FLOUR)]] * 3})
    moved = what_changed_batches(rows, OLD, NEW)
    assert list(moved.never) == ["a (row 3)", "(row 4)"]
    assert moved["a"].after == 1.5


def test_another_unit_bridge_and_cut():
    new = library(flour=factor("flour", 0.75, "1 L", density="0.5 kg/L"))
    assert what_changed_batches(table(bread=[line(2.0, **FLOUR)]), OLD, new)[
        "bread"
    ].difference == pytest.approx(1.0)
    stages = (("farm", 1.0), ("mill", 0.5)), (("farm", 1.2), ("mill", 0.9))
    old, cut = (
        library(flour=factor("flour", sum(dict(each).values()), stages=dict(each))) for each in stages
    )
    two = table(bread=[line(1.0, through="farm", **FLOUR), line(1.0, **FLOUR)])
    (cause,) = what_changed_batches(two, old, cut)["bread"].because
    assert cause == ("flour", pytest.approx(0.2 + 0.6))


def test_products_that_use_others_are_refused_and_said():
    moved = what_changed_batches(table(toast=[line(1.0, "piece", product="bread")]), OLD, NEW)
    assert "uses another product" in moved.never["toast"]


def test_whether_a_table_has_products_that_use_others():
    assert uses_products([table(toast=[line(1.0, "piece", product="bread")]).to_batches()[0]])
    assert not uses_products(CATALOGUE.to_batches())
    assert not uses_products([])


def test_a_whole_table_with_products_that_use_each_other():
    def piece(amount, name):
        return line(amount, "piece", product=name)

    rows = {
        "bread": [line(2.0, **FLOUR)],
        "toast": [piece(3.0, "bread"), line(1.0, **SALT)],
        "cake": [line(1.0, **MILK)],
        "feast": [piece(1.0, "cake"), piece(1.0, "toast")],
        "a": [line(1.0, **FLOUR), piece(0.5, "b")],
        "b": [piece(0.5, "a")],
        "lonely": [piece(1.0, "nobody")],
    }
    whole = table(**rows).append_column("declared_unit", pa.array(["1 piece"] * len(rows)))
    moved = what_changed_table(whole, OLD, NEW)
    assert moved["toast"].because == (("flour", pytest.approx(3.0)),)
    assert moved["a"].because == (("flour", pytest.approx(0.5 / 0.75)),)
    assert moved["b"].because == (("flour", pytest.approx(0.25 / 0.75)),)
    assert list(moved.lost) == ["cake", "feast"]
    assert "uses 'cake', which cannot be computed itself" in moved.lost["feast"]
    assert list(moved.never) == ["lonely"]
    assert moved.by_factor[0].products == 4
    assert what_changed_table(whole.slice(0, 0), OLD, NEW).as_dict()["products"] == 0


def test_no_rows_and_no_table():
    empty = CATALOGUE.slice(0, 0)
    assert what_changed_batches(empty, OLD, NEW).as_dict()["products"] == 0
    with pytest.raises(DocumentError, match="has no column 'lines'"):
        what_changed_batches(pa.table({"id": ["a"]}), OLD, NEW)

"""A yearly update of a million products with ten lines each: 20 of 2,000 factors change.

The columns are made directly, as compiling leaves them: a million products of pydantic would measure pydantic.
"""

import time
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from co2label.catalogue import CompiledCatalogue, footprint_batches, what_changed_batches
from co2label.catalogue._changes_in_products import ComputableProducts
from co2label.factors import FactorLibrary
from co2label.footprint import Basis
from co2label.footprint._engine import add_up
from co2label.footprint._lines import Columns, SourceTables
from co2label.footprint._source import source_from_factor, source_from_product
from co2label.model import Activity, EmissionFactor, Product

COUNT, LINES, FACTORS, CHANGED = 1_000_000, 10, 2_000, 20


class _Lines:
    """The activities of all lines, of which only the factor is asked: one for each source."""

    def __init__(self, source, activities):
        self.source, self.activities = source, activities

    def __getitem__(self, line):
        return self.activities[self.source[line]]


def library(values):
    return FactorLibrary(
        EmissionFactor(id=f"f{i}", value=value, unit="kgCO2e", per="1 kg", source={"title": "EPD"})
        for i, value in enumerate(values)
    )


def catalogue(factors, uses):
    """`uses` of a hundred lines draw on an earlier product."""
    rng = np.random.default_rng(1)
    basis = Basis.of("AR6", 100)
    count = COUNT * LINES
    source = rng.integers(0, FACTORS, count)
    quantity = rng.uniform(0.01, 5, count)
    example = Activity("x", "1 kg", factor="f0", stage="production")
    activities = [example.model_copy(update={"factor": f"f{i}"}) for i in range(FACTORS)]
    sources = [source_from_factor(factors[f"f{i}"], None, basis) for i in range(FACTORS)]
    product = Product(
        id="p", name="p", declared_unit="1 piece", boundary="cradle-to-grave", activities=[example], year=2025
    )
    products = tuple(product.model_copy(update={"id": f"p{row}"}) for row in range(COUNT))
    if uses:
        lines = np.flatnonzero(rng.uniform(size=count) < uses / 100)
        used = (rng.uniform(size=len(lines)) * (lines // LINES)).astype(int)
        rows, codes = np.unique(used, return_inverse=True)
        source[lines], quantity[lines] = FACTORS + codes, rng.uniform(0.01, 0.3, len(lines))
        sources += [source_from_product(product, int(row)) for row in rows]
        activities += [Activity("u", "1 piece", product="p", stage="production")] * len(rows)
    columns = Columns(
        products=products,
        given=COUNT,
        basis=basis,
        lines=_Lines(source, activities),
        tables=SourceTables.of(sources),
        start=np.arange(0, count + 1, LINES),
        quantity=quantity,
        source=source,
        stage=rng.integers(0, 5, count),
        kind=np.zeros(count, np.intp),
    )
    compiled = ComputableProducts(columns, np.arange(COUNT), {})
    ids = tuple(product.id for product in products)
    return CompiledCatalogue(products, factors, basis, compiled, ids, add_up(columns).kg_co2e)


@pytest.mark.parametrize("uses", [0, 10])
def test_a_yearly_update_of_a_million(uses):
    values = np.random.default_rng(2).uniform(0.1, 9, FACTORS)
    old = library(values)
    values[:CHANGED] *= 1.1
    new = library(values)
    compiled = catalogue(old, uses)
    columns = compiled.compiled.columns
    begin = time.perf_counter()
    basis = columns.basis
    sources = [
        one if one.factor is None else source_from_factor(new[one.factor.id], None, basis)
        for one in columns.sources
    ]
    anew = add_up(replace(columns, tables=SourceTables.of(sources))).kg_co2e
    recomputing = time.perf_counter() - begin
    seconds = float("inf")
    for _ in range(3):
        begin = time.perf_counter()
        moved = compiled.changed(new)
        count, worst = len(moved.moved), next(moved.rows())
        seconds = min(seconds, time.perf_counter() - begin)
    np.testing.assert_allclose(moved.after, anew, rtol=1e-12)
    np.testing.assert_allclose(sum(kg for _, kg in worst.because), worst.difference, rtol=1e-12)
    print(
        f"\n{COUNT:,} products, {LINES} lines, {uses} % of them used products; {CHANGED} of {FACTORS:,} factors changed: "
        f"{count:,} figures moved, {seconds:.2f} s with all causes; adding all up anew, without causes, {recomputing:.2f} s "
        f"({recomputing / seconds:.1f} ×)"
    )
    assert count > COUNT / 20
    assert seconds < recomputing * 1.5


def test_a_yearly_update_of_a_table_of_a_million():
    rng = np.random.default_rng(3)
    values = rng.uniform(0.1, 9, FACTORS)
    old = library(values)
    values[:CHANGED] *= 1.1
    new = library(values)
    count = COUNT * LINES

    def words(codes, texts):
        return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32()), pa.array(texts))

    lines = pa.StructArray.from_arrays(
        [
            pa.array(rng.uniform(0.01, 5, count)),
            words(rng.integers(0, 2, count), ["kg", "g"]),
            words(rng.integers(0, FACTORS, count), [f"f{i}" for i in range(FACTORS)]),
            words(rng.integers(0, 2, count), ["production", "use"]),
        ],
        ["amount", "unit", "factor", "stage"],
    )
    lists = pa.ListArray.from_arrays(pa.array(np.arange(0, count + 1, LINES), pa.int32()), lines)
    table = pa.table({"id": pa.array([f"p{row:07}" for row in range(COUNT)]), "lines": lists})
    begin = time.perf_counter()
    anew = pa.Table.from_batches(footprint_batches(table, new)).column("kg_co2e").to_numpy()
    once = time.perf_counter() - begin
    begin = time.perf_counter()
    moved = what_changed_batches(table, old, new)
    worst = next(moved.rows())
    seconds = time.perf_counter() - begin
    np.testing.assert_allclose(moved.after, anew, rtol=1e-12)
    np.testing.assert_allclose(sum(kg for _, kg in worst.because), worst.difference, rtol=1e-12)
    print(
        f"\n{COUNT:,} rows of a table, {LINES} lines; {CHANGED} of {FACTORS:,} factors changed: {len(moved.moved):,} figures "
        f"moved, {seconds:.2f} s with all causes; footprint_batches, once, {once:.2f} s ({once / seconds:.1f} ×)"
    )
    assert seconds < once * 4

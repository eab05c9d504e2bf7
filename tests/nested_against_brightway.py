"""A catalogue whose products use each other, in loops too, here and in Brightway: equal numbers, and what each takes.

`python tests/nested_against_brightway.py PRODUCTS TURNS` prints, as JSON, the seconds of both engines from coefficient
arrays (the least of the turns, taken in turns), those of the whole way from an Arrow table to a table of results, and the
largest relative difference of the figures.

Brightway is taken in its fastest mode for all products at once: `FastScoresOnlyMultiLCA` with `direction="adjoint"`, on
Pardiso. It solves general inventories (elementary flows, many methods, regions); this is the part of it that a catalogue
asks for, and most of its time is the assembly of matrices and a general factorisation. It gives a total where we give stages.
"""

import json
import sys
import time

import bw2calc.fast_scores
import bw_processing
import numpy as np
import pyarrow as pa

from co2label import FactorLibrary, catalogue
from co2label.catalogue._arrow_catalogue import Catalogue
from co2label.catalogue._arrow_lines import CodeBooks
from co2label.footprint import Basis
from co2label.footprint._engine import totals_of
from co2label.model import STAGES, EmissionFactor

LINES, FACTORS = 10, 2_000
NESTED, IN_LOOPS = 0.1, 0.05
"""Share of the lines that are another product; of the products that an earlier one uses in return."""
FLOW = 10**9


def made(products, seed=1):
    """Lines as arrays: user, stage, factor (or -1), used product (or -1), amount."""
    rng = np.random.default_rng(seed)
    count = products * LINES
    user = np.repeat(np.arange(products), LINES)
    used = np.full(count, -1)
    nested = (rng.random(count) < NESTED) & (user > 0)
    used[nested] = (rng.random(int(nested.sum())) * user[nested]).astype(np.intp)
    amount = rng.lognormal(-1, 1, count)
    amount[nested] *= 0.3
    ring = rng.choice(np.flatnonzero(nested), int(products * IN_LOOPS), replace=False)
    back = used[ring] * LINES + 3
    used[back], amount[back] = user[ring], 0.02
    factor = np.where(used < 0, rng.integers(0, FACTORS, count), -1)
    return user, rng.integers(0, len(STAGES), count), factor, used, amount, rng.lognormal(0, 1, FACTORS)


def table_of(made):
    user, stage, factor, used, amount, _ = made

    def texts(codes, words):
        codes = pa.array(codes, pa.int32(), mask=codes < 0)
        return pa.DictionaryArray.from_arrays(codes, pa.array(words, pa.string()))

    products = [f"p{row}" for row in range(user[-1] + 1)]
    fields = {
        "amount": pa.array(amount),
        "unit": texts((used >= 0).astype(np.int32), ["kg", "piece"]),
        "stage": texts(stage, STAGES),
        "factor": texts(factor, [f"f{i}" for i in range(FACTORS)]),
        "product": texts(used, products),
    }
    lines = pa.StructArray.from_arrays(list(fields.values()), list(fields))
    start = pa.array(np.arange(len(products) + 1) * LINES, pa.int32())
    units = texts(np.zeros(len(products), np.int32), ["1 piece"])
    return pa.table({"id": products, "declared_unit": units, "lines": pa.ListArray.from_arrays(start, lines)})


def library_of(values):
    return FactorLibrary(
        EmissionFactor(id=f"f{i}", value=float(value), unit="kgCO2e", per="1 kg", source={"title": "EPD"})
        for i, value in enumerate(values)
    )


def engine_of(table, library):
    """Ours, from coefficient arrays: lines, weights, and who uses whom."""
    gathered = Catalogue(CodeBooks(library, Basis.of("AR6", 100)))
    (batch,) = table.to_batches()
    gathered.add(batch, 2, np.zeros(len(table), np.bool_))
    columns = gathered.linked().columns
    return lambda: totals_of(columns).kg_co2e


def brightway_of(made):
    """Theirs, from the same coefficients: every factor and every product is a process that makes one unit."""
    user, _, factor, used, amount, values = made
    makers = np.arange(1, FACTORS + user[-1] + 2)
    products = makers[FACTORS:]
    source = np.where(used >= 0, products[used], makers[factor])

    def scores():
        package = bw_processing.create_datapackage(sum_intra_duplicates=True)
        rows, columns = np.concatenate([makers, source]), np.concatenate([makers, products[user]])
        flips = np.arange(len(rows)) >= len(makers)
        data = np.concatenate([np.ones(len(makers)), amount])
        _add(package, "technosphere_matrix", rows, columns, data, flips=flips)
        _add(package, "biosphere_matrix", np.full(FACTORS, FLOW), makers[:FACTORS], values)
        method = bw_processing.create_datapackage()
        _add(method, "characterization_matrix", np.array([FLOW]), np.array([FLOW]), np.ones(1), name="gwp")
        lca = bw2calc.fast_scores.FastScoresOnlyMultiLCA(
            demands={"first": {int(products[0]): 1}},
            method_config={"impact_categories": [("gwp",)]},
            data_objs=[package, method],
            direction="adjoint",
        )
        next(lca)
        place = lca.dicts.product
        return lca.product_scores.values[0][[place[int(product)] for product in products]]

    return scores


def _add(package, matrix, rows, columns, data, *, flips=None, name=None):
    indices = np.empty(len(rows), dtype=bw_processing.INDICES_DTYPE)
    indices["row"], indices["col"] = rows, columns
    named = {} if name is None else {"identifier": [name]}
    package.add_persistent_vector(
        matrix=matrix, indices_array=indices, data_array=data, flip_array=flips, name=matrix[:4], **named
    )


def main(products, turns):
    arrays = made(products)
    table, library = table_of(arrays), library_of(arrays[-1])
    ways = {
        "brightway": brightway_of(arrays),
        "engine": engine_of(table, library),
        "whole": lambda: catalogue.footprints(table, library).column("kg_co2e").to_numpy(),
    }
    seconds, found = {name: [] for name in ways}, {}
    for _ in range(turns):
        for name, way in ways.items():
            begin = time.perf_counter()
            found[name] = way()
            seconds[name].append(time.perf_counter() - begin)
    apart = max(float(np.max(np.abs(found[name] / found["brightway"] - 1))) for name in ("engine", "whole"))
    print(json.dumps({name: min(turned) for name, turned in seconds.items()} | {"apart": apart}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))

"""The same bills of materials in Brightway (bw2calc), the published peer, give the same totals."""

import logging

import numpy as np
import pyarrow as pa
import pytest

import co2label
from co2label.footprint import compute_all
from co2label.model import STAGES, Activity, EmissionFactor, Product

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # of bw2calc and what it imports
    pytest.mark.filterwarnings("ignore::PendingDeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning"),  # bw2calc asks for a faster solver
]

FLOW = 10**9
PER = {"1 kg": ("g", 0.001), "1 kWh": ("MJ", 1 / 3.6), "1 t*km": ("kg*km", 0.001)}
"""`per` of a factor, the unit that amounts are written in, and its ratio, stated here independently."""


@pytest.fixture(scope="module")
def brightway():
    logging.getLogger("bw2calc").setLevel(logging.ERROR)
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import bw2calc as calc
        import bw_processing as processing
    return calc, processing


def catalogue(count, *, loops, seed):
    """Products of ten activities; each uses some earlier ones, and with `loops` some later ones too."""
    rng = np.random.default_rng(seed)
    factors = [
        EmissionFactor(
            id=f"f{i}", value=float(rng.uniform(0.1, 9)), unit="kgCO2e", per=per, source={"title": "EPD"}
        )
        for i, per in enumerate(list(PER) * 20)
    ]
    rows = [
        [
            *((int(rng.integers(60)), None, round(float(rng.uniform(0.1, 900)), 6)) for _ in range(8)),
            *(
                (None, int(rng.integers(row)), round(float(rng.uniform(0.01, 0.4)), 6))
                for _ in range(2)
                if row
            ),
            *(
                (None, int(rng.integers(count)), round(float(rng.uniform(0.01, 0.1)), 6))
                for _ in range(loops)
            ),
        ]
        for row in range(count)
    ]
    return factors, rows


def products(factors, rows):
    def activity(place, factor, used, amount):
        stage = STAGES[place % len(STAGES)]
        if factor is None:
            return Activity(f"a{place}", f"{amount!r} piece", product=f"p{used}", stage=stage)
        unit = PER[factors[factor].per.text][0]
        return Activity(f"a{place}", f"{amount!r} {unit}", factor=factors[factor], stage=stage)

    return [
        Product(
            id=f"p{row}",
            name=f"p{row}",
            declared_unit="1 piece",
            boundary="cradle-to-grave",
            activities=[activity(place, *line) for place, line in enumerate(lines)],
        )
        for row, lines in enumerate(rows)
    ]


def in_brightway(brightway, factors, rows):
    """The inventory as matrices: every factor and product is an activity of its own that makes one unit."""
    calc, processing = brightway
    count = len(factors) + len(rows)
    made = [(node, node, 1.0) for node in range(count)]
    used_up = []
    for row, lines in enumerate(rows):
        for factor, used, amount in lines:
            ratio = 1.0 if factor is None else PER[factors[factor].per.text][1]
            source = len(factors) + used if factor is None else factor
            used_up.append((source, len(factors) + row, amount * ratio))
    package = processing.create_datapackage(sum_intra_duplicates=True)
    flips = np.arange(len(made) + len(used_up)) >= len(made)
    _vector(processing, package, "technosphere_matrix", made + used_up, flips)
    _vector(processing, package, "biosphere_matrix", [(FLOW, row, f.value) for row, f in enumerate(factors)])
    _vector(processing, package, "characterization_matrix", [(FLOW, FLOW, 1.0)])
    lca = calc.LCA({len(factors) + 1: 1}, data_objs=[package])
    lca.lci(factorize=True)
    lca.lcia()
    scores = []
    for row in range(len(rows)):
        lca.lcia({len(factors) + row + 1: 1})
        scores.append(lca.score)
    return scores


def _vector(processing, package, matrix, entries, flips=None):
    """One matrix from (row, column, value); nodes count from 1, the flow keeps its id."""
    indices = np.empty(len(entries), dtype=processing.INDICES_DTYPE)
    indices["row"] = [row if row == FLOW else row + 1 for row, _, _ in entries]
    indices["col"] = [column if column == FLOW else column + 1 for _, column, _ in entries]
    values = np.array([value for _, _, value in entries])
    package.add_persistent_vector(
        matrix=matrix, indices_array=indices, data_array=values, flip_array=flips, name=matrix[:4]
    )


@pytest.mark.parametrize(("count", "loops", "seed"), [(1, 0, 1), (60, 0, 2), (60, 1, 3), (200, 2, 4)])
def test_the_same_totals(brightway, count, loops, seed):
    factors, rows = catalogue(count, loops=loops, seed=seed)
    ours = compute_all(products(factors, rows)).kg_co2e
    np.testing.assert_allclose(ours, in_brightway(brightway, factors, rows), rtol=1e-9)


def table(factors, rows):
    """The same bills of materials as a table, one row a product."""

    def line(place, factor, used, amount):
        unit = "piece" if factor is None else PER[factors[factor].per.text][0]
        drawn = {
            "factor": None if factor is None else f"f{factor}",
            "product": None if used is None else f"p{used}",
        }
        return {"amount": amount, "unit": unit, "stage": STAGES[place % len(STAGES)], **drawn}

    lines = [[line(place, *one) for place, one in enumerate(row)] for row in rows]
    ids = [f"p{row}" for row in range(len(rows))]
    return pa.table({"id": ids, "declared_unit": ["1 piece"] * len(rows), "lines": lines})


@pytest.mark.parametrize(("count", "loops", "seed"), [(60, 0, 2), (60, 1, 3), (200, 2, 4)])
def test_the_same_totals_from_a_table(brightway, count, loops, seed):
    factors, rows = catalogue(count, loops=loops, seed=seed)
    found = co2label.catalogue.footprints(table(factors, rows), co2label.FactorLibrary(factors))
    ours = found.column("kg_co2e").to_numpy()
    np.testing.assert_allclose(ours, in_brightway(brightway, factors, rows), rtol=1e-9)
    np.testing.assert_allclose(ours, compute_all(products(factors, rows)).kg_co2e, rtol=1e-12)


def test_the_catalogues_have_loops():
    factors, rows = catalogue(60, loops=1, seed=3)
    codes = [{note.code for note in pcf.notes} for pcf in compute_all(products(factors, rows))]
    assert any("loop" in found for found in codes)

"""A process with several products in Brightway (bw2calc): shared by hand into its columns, and by substitution."""

import logging
import warnings

import numpy as np
import pytest

from co2label.factors import FactorLibrary
from co2label.footprint import compute_all
from co2label.model import EmissionFactor, document_of

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # of bw2calc and what it imports
    pytest.mark.filterwarnings("ignore::PendingDeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning"),  # bw2calc asks for a faster solver
]

FLOW = 10**9
BEANS, POWER, FEED, CRUSHING, MEAL, CAKE = range(1, 7)
"""Nodes: what is bought, the two products of the crushing of soy beans (oil is CRUSHING), and a cake that uses both."""
KG = {BEANS: 0.6, POWER: 0.5, FEED: 0.9}
FACTORS = [
    EmissionFactor(id=name, value=KG[node], unit="kgCO2e", per=per, source={"title": "EPD"})
    for name, node, per in (("beans", BEANS, "1 kg"), ("power", POWER, "1 kWh"), ("feed", FEED, "1 kg"))
]
CRUSH = {
    "id": "crushing",
    "activities": [
        {"name": "beans", "amount": "1 t", "factor": "beans", "stage": "raw-materials"},
        {"name": "power", "amount": "216 MJ", "factor": "power", "stage": "production"},
        {"name": "heat from oil", "amount": "10 kg", "product": "oil", "stage": "production"},
    ],
}
OIL = {"product": "oil", "amount": "190 kg", "price": "1.1 EUR/kg"}
MEAL_OUT = {"product": "meal", "amount": "0.78 t", "declared_unit": "1 kg", "price": "0.4 EUR/kg"}
CAKE_PRODUCT = {
    "id": "cake",
    "name": "Cake",
    "declared_unit": "1 piece",
    "boundary": "cradle-to-gate",
    "activities": [
        {"name": "oil", "amount": "200 g", "product": "oil", "stage": "raw-materials"},
        {"name": "meal", "amount": "0.5 kg", "product": "meal", "stage": "raw-materials"},
    ],
}


def ours(*outputs, allocation):
    process = CRUSH | {"outputs": outputs, "allocation": allocation}
    document = document_of({"products": [CAKE_PRODUCT], "processes": [process]})
    made = compute_all(document.products, FactorLibrary(FACTORS))
    return [made[name].kg_co2e for name in ("oil", "meal", "cake")]


def brightway(technosphere):
    """Scores of one unit of oil, meal and cake, from (row, column, value) with what a column uses below zero."""
    logging.getLogger("bw2calc").setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import bw2calc as calc
        import bw_processing as processing
    package = processing.create_datapackage(sum_intra_duplicates=True)
    bought = [(node, node, 1.0) for node in KG]
    emitted = [(FLOW, node, kg) for node, kg in KG.items()]
    matrices = {
        "technosphere_matrix": bought + technosphere,
        "biosphere_matrix": emitted,
        "characterization_matrix": [(FLOW, FLOW, 1.0)],
    }
    for matrix, entries in matrices.items():
        indices = np.array([entry[:2] for entry in entries], dtype=processing.INDICES_DTYPE)
        values = np.array([entry[2] for entry in entries])
        package.add_persistent_vector(
            matrix=matrix, indices_array=indices, data_array=values, name=matrix[:4]
        )
    lca = calc.LCA({CRUSHING: 1}, data_objs=[package])
    lca.lci(factorize=True)
    lca.lcia()
    scores = []
    for node in (CRUSHING, MEAL, CAKE):
        lca.lcia({node: 1})
        scores.append(lca.score)
    return scores


CAKE_COLUMN = [(CAKE, CAKE, 1.0), (CRUSHING, CAKE, -0.2), (MEAL, CAKE, -0.5)]


@pytest.mark.parametrize(
    ("allocation", "share"),
    [
        ("mass", 190 / (190 + 780)),
        ("economic", 190 * 1.1 / (190 * 1.1 + 780 * 0.4)),
        ("equal", 0.5),
        ({"shares": {"oil": 0.35, "meal": 0.65}}, 0.35),
    ],
)
def test_shared(allocation, share):
    columns = [
        entry
        for node, made, part in ((CRUSHING, 190.0, share), (MEAL, 780.0, 1 - share))
        for entry in (
            (node, node, made),
            (BEANS, node, -1000.0 * part),
            (POWER, node, -60.0 * part),
            (CRUSHING, node, -10.0 * part),
        )
    ]
    theirs = brightway(columns + CAKE_COLUMN)
    np.testing.assert_allclose(ours(OIL, MEAL_OUT, allocation=allocation), theirs, rtol=1e-9)


def test_substitution():
    # in Brightway the process makes 780 kg of meal in its own column, and the market for meal takes what feed gives
    columns = [
        (CRUSHING, CRUSHING, 190.0 - 10.0),
        (MEAL, CRUSHING, 780.0),
        (BEANS, CRUSHING, -1000.0),
        (POWER, CRUSHING, -60.0),
        (MEAL, MEAL, 1.0),
        (FEED, MEAL, -1.0),
    ]
    theirs = brightway(columns + CAKE_COLUMN)
    found = ours(OIL, MEAL_OUT | {"avoids": "feed"}, allocation="substitution")
    np.testing.assert_allclose(found, theirs, rtol=1e-9)
    assert found[0] < 0


MIX = 7
"""A feed that is mixed here, with oil in it."""


@pytest.mark.parametrize("oil", [0.05, 0.6, 3.0])
def test_a_credit_inside_a_loop(oil):
    # one kilogram of oil avoids 780/190 kg of mixed feed, which takes oil: a gain of -0.2 to -12.3, solved all the same
    columns = [
        (CRUSHING, CRUSHING, 190.0 - 10.0),
        (MEAL, CRUSHING, 780.0),
        (BEANS, CRUSHING, -1000.0),
        (POWER, CRUSHING, -60.0),
        (MEAL, MEAL, 1.0),
        (MIX, MEAL, -1.0),
        (MIX, MIX, 1.0),
        (FEED, MIX, -0.3),
        (CRUSHING, MIX, -oil),
    ]
    theirs = brightway(columns + CAKE_COLUMN)
    mixed = {
        "id": "mixed",
        "name": "Mixed feed",
        "declared_unit": "1 kg",
        "boundary": "cradle-to-gate",
        "activities": [
            {"name": "feed", "amount": "0.3 kg", "factor": "feed", "stage": "raw-materials"},
            {"name": "oil", "amount": f"{oil} kg", "product": "oil", "stage": "raw-materials"},
        ],
    }
    process = CRUSH | {"outputs": [OIL, MEAL_OUT | {"avoids": "mixed"}], "allocation": "substitution"}
    document = document_of({"products": [CAKE_PRODUCT, mixed], "processes": [process]})
    made = compute_all(document.products, FactorLibrary(FACTORS))
    np.testing.assert_allclose([made[name].kg_co2e for name in ("oil", "meal", "cake")], theirs, rtol=1e-9)
    assert "loop" in {note.code for note in made["oil"].notes}
    assert all(0 <= pcf.primary_data_share <= 100 for pcf in made)
    for pcf in made:
        assert sum(leaf.kg_co2e for leaf in pcf.contributions) == pytest.approx(pcf.kg_co2e, rel=1e-9)

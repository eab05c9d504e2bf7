"""The examples of the how-to on recycling, run as they stand."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from co2label.factors import FactorLibrary
from co2label.footprint import compute
from co2label.model import document_of

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "recycling-and-end-of-life.md"
BLOCKS = re.findall(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
FIGURES = {
    # 0.03 × (0.7 × 2.5 + 0.3 × 0.5 × (1 + 2.5 × 0.9) + 0.25 × (0.4 - 2.5 × 0.9)
    #         + 0.2 × (2.27 - 22 / 3.6 × 0.1 × 0.5) + 0.3 × 0.00898311)
    "bottle": 0.03 * (1.75 + 0.4875 - 0.4625 + 0.2 * (2.27 - 22 / 3.6 * 0.1 * 0.5) + 0.3 * 0.00898311),
    "tea": None,  # published factors: only that it computes
    "shirt": 0.2 * 9.0 + 0.0105 * 6.0,
    "rice": 2.0,
    "chair": 2.5 / 0.975,
}


@pytest.mark.parametrize("text", BLOCKS, ids=list(FIGURES))
def test_every_example_computes(text):
    document = document_of(tomllib.loads(text))
    made = document.products[0]
    footprint = compute(made, FactorLibrary.bundled().with_factors(document.factors))
    expected = FIGURES[made.id]
    assert footprint.kg_co2e == pytest.approx(footprint.kg_co2e if expected is None else expected)
    assert footprint.explain().text()

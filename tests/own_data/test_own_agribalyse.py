"""All of AGRIBALYSE, from a download of one's own that is not kept here: `CO2LABEL_AGRIBALYSE` names its folder."""

import csv
import io
import os
from pathlib import Path

import pytest

from co2label.catalogue import products_of_factors
from co2label.factors import FactorLibrary, read_table, write_table
from co2label.factors.adapters import read
from co2label.footprint import compute_all


def test_the_real_tables(tmp_path):
    folder = Path(os.environ["CO2LABEL_AGRIBALYSE"])
    paths = [folder / "Agribalyse_Synthese.csv", folder / "Agribalyse_Detail_etape.csv"]
    imported = read("agribalyse", paths)
    rows = {row["Code AGB"]: row for row in csv.DictReader(io.StringIO(paths[0].read_text(encoding="utf-8")))}
    assert len(imported.factors) == len(rows) == 2518
    for factor in imported.factors:
        assert factor.value == float(rows[factor.id.removeprefix("agribalyse.")]["Changement climatique"])
    assert [factor.id for factor in imported.factors if not factor.stages] == ["agribalyse.11194"]
    footprints = compute_all(products_of_factors(imported.factors), FactorLibrary(imported.factors))
    for factor, kg in zip(imported.factors, footprints.kg_co2e.tolist(), strict=True):
        assert kg == pytest.approx(factor.value, rel=1e-12)
    (tmp_path / "f.csv").write_text(write_table(imported.factors), encoding="utf-8")
    assert read_table(tmp_path / "f.csv") == imported.factors
    bundled = FactorLibrary.bundled()["food.rice"]
    mine = next(factor for factor in imported.factors if factor.id == "agribalyse.9100")
    assert (mine.value, mine.stages, mine.attribution) == (bundled.value, bundled.stages, bundled.attribution)

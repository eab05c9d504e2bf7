"""Adapters are found by name: a file of the folder, or an entry point of another package; a toy of each is read."""

from __future__ import annotations

import importlib.metadata
import sys
import textwrap

import pytest

from co2label import FactorLibrary
from co2label.errors import DocumentError, FactorError
from co2label.factors import adapters, read_columns
from co2label.factors.adapters import Imported, adapter_names, read

TOY = """
from co2label.factors import read_columns
from co2label.factors.adapters import Imported

COLUMNS = {"Code": "id", "Produit": "name_fr", "kg CO2e": "value", "Unité": "per"}
SAME = {"unit": "kgCO2e", "source_title": "Toy base", "geography": "FR", "year": "2024"}

def read(paths, edition=None):
    factors = tuple(factor for path in paths for factor in read_columns(path, COLUMNS, SAME))
    return Imported("Toy base", edition or "1", factors)
"""
TABLE = "Code,Produit,kg CO2e,Unité,Remarque\ntoy.tea,Thé,1.2,1 kg,\ntoy.rope,Corde,0.5,1 m,sisal\n"


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "toy.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


@pytest.fixture
def toy_file(tmp_path, monkeypatch):
    """A file more in the folder of adapters."""
    folder = tmp_path / "adapters"
    folder.mkdir()
    (folder / "toybase.py").write_text(textwrap.dedent(TOY), encoding="utf-8")
    monkeypatch.setattr(adapters, "__path__", [*adapters.__path__, str(folder)])
    yield "toybase"
    sys.modules.pop("co2label.factors.adapters.toybase", None)


def test_a_file_more_is_an_adapter_more(toy_file, table):
    assert {"agribalyse", "toybase"} < set(adapter_names())
    imported = read(toy_file, [table], edition="2024")

    assert (imported.source, imported.edition) == ("Toy base", "2024")
    assert [(factor.id, factor.name["fr"], factor.value) for factor in imported.factors] == [
        ("toy.tea", "Thé", 1.2),
        ("toy.rope", "Corde", 0.5),
    ]
    assert imported.factors[0].source.title == "Toy base"
    assert FactorLibrary.from_adapter(toy_file, table)["toy.rope"].per.text == "1 m"


def test_an_entry_point_of_another_package_is_an_adapter(monkeypatch, table):
    def toy(paths, edition):
        return Imported("Elsewhere", edition or "?", ())

    entry = importlib.metadata.EntryPoint("elsewhere", "toy:read", "co2label.adapters")
    monkeypatch.setattr(importlib.metadata.EntryPoint, "load", lambda self: toy)
    points = importlib.metadata.EntryPoints([entry])
    monkeypatch.setattr(adapters, "entry_points", points.select)

    assert {"agribalyse", "elsewhere"} < set(adapter_names())
    assert read("elsewhere", [table], edition="3").edition == "3"


def test_an_unknown_adapter_names_those_that_are_there():
    with pytest.raises(FactorError, match="no adapter 'ecoinvent'; there are agribalyse"):
        read("ecoinvent", [])


def test_a_missing_column_and_a_bad_figure_are_named(tmp_path):
    path = tmp_path / "toy.csv"
    path.write_text("Code,Produit\na,b\n", encoding="utf-8")
    with pytest.raises(DocumentError, match=r"toy\.csv row 1: column 'kg' is missing; needed are Code, kg"):
        read_columns(path, {"Code": "id", "kg": "value"})
    path.write_text("Code,kg\na,much\n", encoding="utf-8")
    with pytest.raises(DocumentError, match=r"toy\.csv row 2, column value: expected a plain number"):
        read_columns(
            path, {"Code": "id", "kg": "value"}, {"unit": "kgCO2e", "per": "1 kg", "source_title": "Toy"}
        )

"""Readers of the source files: one function a source, each key to what its row says.

A reader knows the layout of one published file and its invariants. It returns `Derived` values per key (row id,
food code, table row) and knows nothing of ids, names or the bundled table. Keys are what the recipes in
`factor_recipes/` name.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
from derive_epa import read_epa_hub, read_epa_spend
from derive_japan import read_jp_moe, read_jp_shk
from derived import Derived, Problems

__all__ = ["READERS"]

Reader = Callable[[Path, Problems], dict[str, Derived]]


def _rows(path: Path, delimiter: str = ",", encoding: str = "utf-8-sig") -> Iterator[dict[str, str]]:
    with path.open(encoding=encoding, newline="") as lines:
        yield from csv.DictReader(lines, delimiter=delimiter)


# ---------------------------------------------------------------- DESNZ 2025

_GAS_OF = {"2": "CO2", "3": "CH4", "4": "N2O"}
_AR5 = {"CO2": 1.0, "CH4": 28.0, "N2O": 265.0}
"""GWPs that the workbook was made with (front page: AR5 without feedbacks); its gas rows are in kg CO2e."""
_DESNZ_TOLERANCE = 0.003
_TONNE = 1000.0


def read_desnz(folder: Path, problems: Problems) -> dict[str, Derived]:
    """UK DESNZ 2025 flat file: `kg CO2e` rows by id; gas rows become kilograms of gas."""
    book = openpyxl.load_workbook(
        folder / "uk_desnz_2025/ghg-conversion-factors-2025-flat-format.xlsx", read_only=True
    )
    groups: dict[str, dict[str, tuple[Any, ...]]] = defaultdict(dict)
    for row in book["Factors by Category"].iter_rows(min_row=7, values_only=True):
        if row[0] and isinstance(row[9], int | float):
            stem, _, part = row[0].rpartition("_")
            groups[stem][part] = row
    found = {}
    for stem, parts in groups.items():
        if "1" in parts:
            found[f"{stem}_1"] = _desnz(stem, parts, problems)
    return found


def _desnz(stem: str, parts: dict[str, tuple[Any, ...]], problems: Problems) -> Derived:
    total = parts["1"]
    uom, value = str(total[7]), float(total[9])
    scale = _TONNE if uom == "tonnes" else 1.0
    co2e = {_GAS_OF[part]: float(row[9]) for part, row in parts.items() if part in _GAS_OF}
    complete = len(co2e) == len(_GAS_OF)
    if complete and abs(sum(co2e.values()) - value) > _DESNZ_TOLERANCE * abs(value) + 1e-5:
        problems.append(f"desnz {stem}: gases {sum(co2e.values()):.6g} do not add up to {value:.6g}")
    gases = {gas: kg / _AR5[gas] / scale for gas, kg in co2e.items()} if complete else {}
    words = " / ".join(str(word).strip() for word in total[2:7] if word)
    return Derived(value / scale, f"row {stem}_1: {words} [{uom}]", uom=uom, gwp_set="AR5", gases=gases)


# ---------------------------------------------------------------- foods

_AGRIBALYSE_STAGES = {
    "Agriculture": "agriculture",
    "Transformation": "processing",
    "Emballage": "packaging",
    "Transport": "transport",
    "Supermarché et distribution": "retail",
    "Consommation": "consumption",
}
_PREPARATION = {
    "Pas de préparation": "none",
    "Réfrigéré chez le consommateur": "kept in the refrigerator",
    "Micro-onde": "microwave",
    "Four": "oven",
    "Cuisson à l'eau": "boiled",
    "Friture": "deep fried",
    "Poêle": "pan fried",
}
_CLIMATE = "Changement climatique"
_AGRIBALYSE_TOLERANCE = 0.01


def read_agribalyse(folder: Path, problems: Problems) -> dict[str, Derived]:
    """AGRIBALYSE 3.1.1: climate change per kg as consumed, with its six stages and data quality rating."""
    base = folder / "agribalyse_3.1.1"
    stages = {
        row["Code AGB"]: {
            ours: float(row[f"{_CLIMATE} - {theirs}"]) for theirs, ours in _AGRIBALYSE_STAGES.items()
        }
        for row in _rows(base / "Agribalyse_Detail_etape.csv")
    }
    found = {}
    for row in _rows(base / "Agribalyse_Synthese.csv"):
        code, value = row["Code AGB"], float(row[_CLIMATE])
        split, note = stages.get(code, {}), f"preparation at home: {_PREPARATION[row['Préparation'].strip()]}"
        if abs(sum(split.values()) - value) > _AGRIBALYSE_TOLERANCE * abs(value):
            problems.append(
                f"agribalyse {code}: stages {sum(split.values()):.4g}, total {value:.4g}; split dropped"
            )
            split, note = {}, f"{note}; stages left out, since they do not add up to the total"
        locator = f"Code AGB {code}, {_CLIMATE}"
        found[code] = Derived(value, locator, stages=split, dqr=float(row["DQR"]), note=note)
    return found


_OWID_STAGES = {
    "Land use change": "land-use-change",
    "Animal Feed": "animal-feed",
    "Farm": "farm",
    "Processing": "processing",
    "Transport": "transport",
    "Packging": "packaging",
    "Retail": "retail",
}
_DECIMALS = 1e-6
"""The table has one decimal; anything more is the noise of binary numbers."""


def read_owid_food(folder: Path, problems: Problems) -> dict[str, Derived]:
    """Poore and Nemecek as seven stages by Our World in Data, per kg at the shop."""
    found = {}
    for row in _rows(folder / "owid_food/Food_Production.csv"):
        name, total = row["Food product"], round(float(row["Total_emissions"]), 6)
        stages = {ours: float(row[theirs]) for theirs, ours in _OWID_STAGES.items()}
        if abs(sum(stages.values()) - total) > _DECIMALS:
            problems.append(f"owid {name}: stages {sum(stages.values()):.4g}, total {total:.4g}")
        found[name] = Derived(total, f"row '{name}', Total_emissions", stages=stages)
    return found


_KOIDE_UNITS = {"kg", "000JPY", "km-passenger", "kWh", "m3", "vehicle"}


def read_koide(folder: Path, problems: Problems) -> dict[str, Derived]:
    """Koide et al. 2021: intensities of Japanese household consumption."""
    found = {}
    for row in _rows(folder / "koide_2021/footprint.csv"):
        item, _, kind = row["item_type"].rpartition("_")
        basis, _, uom = row["unit"].partition("/")
        if kind != "intensity" or uom not in _KOIDE_UNITS:
            continue
        if basis != "kgCO2e" or item in found:
            problems.append(f"koide {item}: unit {row['unit']} or a second row")
        locator = f"data/footprint.csv, {row['dir_domain']}, {row['item_type']}"
        found[item] = Derived(float(row["value"]), locator, uom=uom)
    return found


# ---------------------------------------------------------------- electricity of the world, things


def read_owid_grid(folder: Path, problems: Problems) -> dict[str, Derived]:
    """Life-cycle carbon intensity of electricity by country, g to kg per kWh."""
    del problems
    book = json.loads((folder / "ember_owid_grid/global_energy_mix.json").read_text(encoding="utf-8"))
    return {
        code: Derived(row["carbon_intensity"] / 1000, f"[{code}].carbon_intensity", year=str(row["year"]))
        for code, row in book.items()
        if row.get("carbon_intensity") is not None
    }


def read_nosgestes(folder: Path, problems: Problems) -> dict[str, Derived]:
    """Constants of the Nos Gestes Climat model in kg or g CO2e per kg or piece."""
    del problems
    scale = {"kgCO2e": 1.0, "kgCO2e/kg": 1.0, "gCO2e": 1000.0}
    return {
        row["rule"]: Derived(float(row["value"]) / scale[row["unit"]], f"[{row['rule']}]", uom=row["unit"])
        for row in _rows(folder / "ademe_nosgestesclimat/leaf_factors_fr.csv")
        if row["unit"] in scale
    }


def _epa_hub(folder: Path, problems: Problems) -> dict[str, Derived]:
    return {key: Derived(**fields) for key, fields in read_epa_hub(folder, problems).items()}


def _epa_spend(folder: Path, problems: Problems) -> dict[str, Derived]:
    return {key: Derived(**fields) for key, fields in read_epa_spend(folder, problems).items()}


READERS: dict[str, Reader] = {
    "jp-shk-2026": read_jp_shk,
    "jp-moe-db-3.6": read_jp_moe,
    "koide-2021": read_koide,
    "agribalyse-3.1.1": read_agribalyse,
    "owid-poore-nemecek": read_owid_food,
    "desnz-2025": read_desnz,
    "epa-hub-2025": _epa_hub,
    "epa-sc-v1.3": _epa_spend,
    "owid-ember": read_owid_grid,
    "nosgestesclimat-base-empreinte": read_nosgestes,
}
"""Source id → its reader, in the order in which the bundled table is searched."""

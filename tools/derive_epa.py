"""Readers of US EPA files: the Emission Factors Hub 2025 (by column header) and the supply chain factors v1.3.

The Hub is one layout sheet: tables follow each other, values per mmBtu and per physical unit stand side by side, and
there is no CO2e column. Every value is found by the table's title, its header row and the words in it, never by position.
"""

from __future__ import annotations

import csv
import re
import warnings
from functools import cache
from typing import TYPE_CHECKING, Any

import openpyxl

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["epa_ar5_gwps", "read_epa_hub", "read_epa_spend"]

Row = tuple[Any, ...]
Fields = dict[str, Any]
_AR5 = {"CO2": 1.0, "CH4": 28.0, "N2O": 265.0}
"""The Hub's own GWPs (top of the sheet and Table 11: AR5)."""
_POUND_KG = 0.45359237
_SHORT_TON_KG = 907.18474
_MILE_KM = 1.609344
_UNITS = {"short ton": "short_ton", "scf": "scf", "gallon": "gal"}
"""The sheet's physical units as `co2label.units` spells them."""
_BLEND_TOLERANCE = 1.0
_NOISE = 1e-9


def read_epa_hub(folder: Path, problems: list[str]) -> dict[str, Fields]:
    """Tables 1 (fuels), 6 (eGRID), 8 (freight), 9 (waste) and 12 (refrigerant blends) of the Hub."""
    tables = _tables(folder)
    found = {**_fuels(tables[1]), **_grid(tables[6]), **_freight(tables[8]), **_waste(tables[9])}
    return found | _blends(tables[12], _gwps(tables[11]), problems)


def epa_ar5_gwps(folder: Path) -> dict[str, float]:
    """Table 11 by common name: AR5, 100 years."""
    return _gwps(_tables(folder)[11])


@cache
def _tables(folder: Path) -> dict[int, list[tuple[int, Row]]]:
    """Rows with their sheet number, by the number of the table that they stand in."""
    path = folder / "epa_hub_2025/ghg-emission-factors-hub-2025.xlsx"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sheet = openpyxl.load_workbook(path, data_only=True)["Emission Factors Hub"]
    rows = [tuple(row) for row in sheet.iter_rows(values_only=True)]
    tables: dict[int, list[tuple[int, Row]]] = {}
    current = 0
    for number, row in enumerate(rows, start=1):
        title = re.fullmatch(r"Table (\d+)", str(row[1] or "").strip())
        current = int(title[1]) if title else current
        tables.setdefault(current, []).append((number, row))
    return tables


def _columns(row: Row, wanted: dict[str, str]) -> dict[str, int] | None:
    """Where each wanted header stands in a header row, or None if one is missing; a second match is an error."""
    places: dict[str, int] = {}
    for name, pattern in wanted.items():
        hits = [i for i, cell in enumerate(row) if cell and re.search(pattern, " ".join(str(cell).split()))]
        if not hits:
            return None
        places[name] = hits[0]
    return places


def _co2e(mass: dict[str, float]) -> float:
    return sum(kg * _AR5[gas] for gas, kg in mass.items())


def _gas_row(row: Row, at: dict[str, int], per_mass: dict[str, float]) -> dict[str, float] | None:
    cells = {gas: row[at[gas]] for gas in _AR5}
    if not all(isinstance(cell, int | float) for cell in cells.values()):
        return None
    return {gas: float(cell) * per_mass[gas] for gas, cell in cells.items()}


_KG_AND_G = {"CO2": 1.0, "CH4": 1e-3, "N2O": 1e-3}


def _fuels(table: list[tuple[int, Row]]) -> dict[str, Fields]:
    found: dict[str, Fields] = {}
    at: dict[str, int] | None = None
    unit = ""
    for number, row in table:
        header = re.fullmatch(r"mmBtu per (.+)", str(row[3] or ""))
        if header:
            unit = header[1]
            at = _columns(row, {gas: rf"g {gas} per {unit}$" for gas in _AR5})
            continue
        mass = _gas_row(row, at, _KG_AND_G) if at and row[2] else None
        if mass:
            locator = f"Table 1 Stationary Combustion, row '{row[2]}', per {unit} (sheet row {number})"
            energy = f"{row[3]:.6g} mmBtu/{_UNITS[unit]}"
            found.setdefault(f"T1:{row[2]}", _fields(mass, locator, unit) | {"energy": energy})
    return found


def _fields(mass: dict[str, float], locator: str, uom: str) -> Fields:
    return {"value": _co2e(mass), "locator": locator, "uom": uom, "gwp_set": "AR5", "gases": mass}


def _grid(table: list[tuple[int, Row]]) -> dict[str, Fields]:
    found: dict[str, Fields] = {}
    at: dict[str, int] | None = None
    per_kwh = dict.fromkeys(_AR5, _POUND_KG / 1000)
    for number, row in table:
        at = at or _columns(row, {gas: rf"^\(lb {gas} / MWh\)$" for gas in _AR5})
        mass = _gas_row(row, at, per_kwh) if at and row[2] else None
        if mass:
            locator = f"Table 6 Electricity (eGRID2023), {row[2]}, total output (sheet row {number})"
            found[f"T6:{row[2]}"] = _fields(mass, locator, "kWh")
    return found


def _freight(table: list[tuple[int, Row]]) -> dict[str, Fields]:
    found: dict[str, Fields] = {}
    at: dict[str, int] | None = None
    for number, row in table:
        at = at or _columns(row, {gas: rf"^{gas} Factor" for gas in _AR5} | {"Units": "^Units$"})
        if not at or row[at["Units"]] != "short ton-mile":
            continue
        mass = _gas_row(row, at, _KG_AND_G)
        if mass:
            name = re.sub(r"(?<=[a-z])[A-Z]$", "", str(row[2]))
            per_tkm = {gas: kg / (_SHORT_TON_KG / 1000 * _MILE_KM) for gas, kg in mass.items()}
            locator = f"Table 8, {name}, per short ton-mile (sheet row {number})"
            found[f"T8:{name}"] = _fields(per_tkm, locator, "t*km")
    return found


def _waste(table: list[tuple[int, Row]]) -> dict[str, Fields]:
    found: dict[str, Fields] = {}
    at: dict[str, int] | None = None
    for number, row in table:
        at = at or _columns(
            row, {"Landfilled": "^Landfilled", "Combusted": "^Combusted", "Recycled": "^Recycled"}
        )
        for way, place in (at or {}).items():
            if isinstance(row[place], int | float):
                value = float(row[place]) * 1000 / _SHORT_TON_KG
                locator = f"Table 9, {row[2]}, {way} (sheet row {number})"
                found[f"T9:{row[2]}:{way}"] = {
                    "value": value,
                    "locator": locator,
                    "uom": "kg",
                    "gwp_set": "AR4",
                }
    return found


def _gwps(table: list[tuple[int, Row]]) -> dict[str, float]:
    return {str(row[2]): float(row[4]) for _, row in table if isinstance(row[4], int | float)}


def _blends(table: list[tuple[int, Row]], gwps: dict[str, float], problems: list[str]) -> dict[str, Fields]:
    """Blends whose every part is in Table 11; their printed GWP must be what the parts give."""
    found: dict[str, Fields] = {}
    for number, row in table:
        if not str(row[2] or "").startswith("R-") or not isinstance(row[3], int | float):
            continue
        parts = {gas: float(share) / 100 for share, gas in re.findall(r"([\d.]+)% ([\w-]+)", str(row[4]))}
        if not set(parts) <= set(gwps):
            continue
        computed = sum(share * gwps[gas] for gas, share in parts.items())
        if abs(computed - row[3]) > _BLEND_TOLERANCE or abs(sum(parts.values()) - 1) > _NOISE:
            problems.append(f"epa blend {row[2]}: parts give {computed:.1f}, printed {row[3]}")
        locator = f"Table 12, {row[2]}: {row[4]} (sheet row {number})"
        fields = {"value": float(row[3]), "locator": locator, "uom": "kg", "gwp_set": "AR5", "gases": parts}
        found[f"T12:{row[2]}"] = fields
    return found


_WITH, _WITHOUT, _MARGINS = (
    "Supply Chain Emission Factors with Margins",
    "Supply Chain Emission Factors without Margins",
    "Margins of Supply Chain Emission Factors",
)


def read_epa_spend(folder: Path, problems: list[str]) -> dict[str, Fields]:
    """EPA supply chain factors v1.3 with margins, kg CO2e per 2022 USD at purchaser price, by NAICS code."""
    name = "SupplyChainGHGEmissionFactors_v1.3.0_NAICS_CO2e_USD2022.csv"
    found: dict[str, Fields] = {}
    with (folder / "epa_supplychain_v1.3" / name).open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            code, total = row["2017 NAICS Code"], float(row[_WITH])
            if abs(float(row[_WITHOUT]) + float(row[_MARGINS]) - total) > 0.0011:  # noqa: PLR2004 - printed digits
                problems.append(f"epa-sc {code}: parts do not add up to {total:g}")
            locator = f"NAICS {code} {row['2017 NAICS Title']}, with margins (USEEIO {row['Reference USEEIO Code']})"
            found[code] = {"value": total, "locator": locator, "uom": "USD2022"}
    return found

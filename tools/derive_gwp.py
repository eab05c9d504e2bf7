"""The GWP table: all gases for AR4, AR5 and AR6, 100 and 20 years, and refrigerant blends by composition.

100-year values come from the CC0 table of globalwarmingpotentials; 20-year values, fossil methane of AR5 and the HFOs
from the table of the EPA's LCIAformatter (IPCC AR4 Table 2.14, AR5 Table 8.A.1, AR6 Table 7.SM.7). Where both give a
100-year value they must agree, else the 20-year value is left out. The EPA Hub's Table 11 (AR5) is a third check.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from derive_epa import epa_ar5_gwps, read_epa_hub

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["derive_gwp"]

SETS = ("AR4", "AR5", "AR6")
COLUMNS = ("gas", "origin", "aliases", *(f"{name}-{years}" for name in SETS for years in (100, 20)), "note")
Row = dict[str, str]

_PFC = {
    "CF4": "PFC-14",
    "C2F6": "PFC-116",
    "C3F8": "PFC-218",
    "c-C4F8": "PFC-318",
    "C4F10": "PFC-31-10",
    "C5F12": "PFC-41-12",
    "C6F14": "PFC-51-14",
    "C10F18": "PFC-91-18",
}
"""Common names of the perfluorocarbons (EPA Emission Factors Hub 2025, Table 11)."""
_AR6_METHANE = {"fossil": ("29.8", "82.5"), "biogenic": ("27", "79.7")}
"""IPCC AR6 WG1 Table 7.15: 100 and 20 years. Table 7.SM.7 (27.9, 81.2) leaves the CO2 of oxidation out."""
_AR6_SF6 = "24300"
"""IPCC AR6 WG1 Table 7.SM.7 as the IPCC's file prints it now; 25200 in earlier prints and in packages."""
_SF6_NOTE = (
    "AR6: 24300 in the current print of Table 7.SM.7 (25200 earlier, of which the 20-year value is left out)"
)
_METHANE_NOTE = "AR5 Table 8.A.1 and AR6 Table 7.15 split methane by origin; AR4 does not"


def derive_gwp(folder: Path, problems: list[str]) -> dict[str, str]:
    """The texts of gwp.csv and gwp_blends.csv."""
    species = {_name(row["Species"]): row for row in _cc0(folder)}
    second = _second(folder)
    rows = [{"gas": "CO2", "aliases": "R-744", **{column: "1" for column in COLUMNS if column[:2] == "AR"}}]
    rows += _methane(second)
    rows += [_gas(name, row, second, problems) for name, row in species.items() if name != "CH4"]
    rows = [row for row in rows if any(row.get(column) for column in COLUMNS if column[:2] == "AR")]
    rows += [_hfo(name, second) for name in ("HFO-1234yf", "HFO-1234ze(E)")]
    _compare_with_epa(folder, rows, problems)
    blends = [
        {
            "blend": key.removeprefix("T12:"),
            "parts": " ".join(f"{g}={s:g}" for g, s in fields["gases"].items()),
        }
        for key, fields in read_epa_hub(folder, problems).items()
        if key.startswith("T12:")
    ]
    return {"gwp.csv": _text(rows, COLUMNS), "gwp_blends.csv": _text(blends, ("blend", "parts"))}


def _cc0(folder: Path) -> list[Row]:
    text = (folder / "gwp/globalwarmingpotentials.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


def _name(species: str) -> str:
    """HFC134a → HFC-134a, cC4F8 → c-C4F8, HFC4310mee → HFC-43-10mee."""
    name = re.sub(r"^(CFC|HCFC|HFC|HFE|HCFE|Halon)(?=\d)", r"\1-", species)
    return re.sub(r"^c(?=C\d)", "c-", re.sub(r"-4310", "-43-10", name))


def _second(folder: Path) -> dict[tuple[str, str], dict[str, str]]:
    """(set, name or formula) → horizon → value."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    with (folder / "lciaformatter/IPCC_GWP_values.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            for name in {row["Name"], row["Acronym"], row["Formula"]} - {"", "(no data)"}:
                if name not in _SHARED_FORMULAS or row["Name"] == "Methane":
                    found.setdefault((row["AR"], name), {})[row["Parameter"]] = row["Value"]
    return found


_SHARED_FORMULAS = {"CH4"}


def _methane(second: dict[tuple[str, str], dict[str, str]]) -> list[Row]:
    rows = []
    for origin, name in (("fossil", "Fossil methane"), ("biogenic", "Methane")):
        ar4, ar5 = second["AR4", "Methane"], second["AR5", name]
        values = [ar4["GWP100"], ar4["GWP20"], ar5["GWP100"], ar5["GWP20"], *_AR6_METHANE[origin]]
        columns = [column for column in COLUMNS if column[:2] == "AR"]
        rows.append(
            {"gas": "CH4", "origin": origin, "aliases": "R-50", **dict(zip(columns, values, strict=True))}
        )
        rows[-1]["note"] = _METHANE_NOTE
    return rows


def _gas(name: str, row: Row, second: dict[tuple[str, str], dict[str, str]], problems: list[str]) -> Row:
    made = {"gas": name, "aliases": _alias(name)}
    for which in SETS:
        hundred = row[f"{which}GWP100"]
        other = second.get((which, name)) or second.get((which, _PFC.get(name, "")), {})
        made[f"{which}-100"] = hundred
        if other and hundred and float(other["GWP100"]) != float(hundred):
            problems.append(f"gwp {name} {which}: {hundred} and {other['GWP100']}; no 20-year value taken")
        elif other and hundred:
            made[f"{which}-20"] = other["GWP20"]
    if name == "SF6":
        made |= {"AR6-100": _AR6_SF6, "AR6-20": "", "note": _SF6_NOTE}
    return made


def _alias(name: str) -> str:
    refrigerant = re.fullmatch(r"H?C?FC-(\d+\w*)", name)
    return f"R-{refrigerant[1]}" if refrigerant else _PFC.get(name, "")


def _hfo(name: str, second: dict[tuple[str, str], dict[str, str]]) -> Row:
    values = second["AR6", name]
    alias = name.replace("HFO-", "R-").replace("(E)", "")
    return {
        "gas": name,
        "aliases": alias,
        "AR6-100": values["GWP100"],
        "AR6-20": values["GWP20"],
        "note": "AR5 prints < 1",
    }


def _compare_with_epa(folder: Path, rows: list[Row], problems: list[str]) -> None:
    ours = {
        name: row["AR5-100"]
        for row in rows
        if row.get("AR5-100")
        for name in (row["gas"], row.get("aliases", ""))
    }
    for gas, value in epa_ar5_gwps(folder).items():
        if gas in ours and float(ours[gas]) != value:
            problems.append(f"gwp {gas} AR5: {ours[gas]} here, {value:g} at the EPA")


def _text(rows: list[Row], columns: tuple[str, ...]) -> str:
    lines = io.StringIO()
    writer = csv.DictWriter(lines, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return lines.getvalue()

"""DESNZ: the UK Government's conversion factors, from the flat file (.xlsx) of one's own download, of any year.

Sheet "Factors by Category": the row of headings and the column of values differ by year, so both are found by their words.
Rows come in groups whose ids differ in the last number alone: `…_1` is CO2e, `…_2` to `…_4` are CO2, CH4 and N2O of it, all in
kg CO2e by the GWPs of AR5 (front page: 28 and 265), so a gas in kilograms is the row divided by its GWP. An empty value was
not published, and is not zero. "Outside of scopes" is biogenic CO2, which stands beside a figure. Of a flight "with RF" the
gases are those of its row without: what it says more is radiative forcing, no mass of a gas. Open Government Licence v3.0.

The layout was read in the file of 2025; earlier years differ in the rows above the headings.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from co2label.errors import Problem, clip
from co2label.factors._intake import Intake, amount_of
from co2label.factors._published import fold, is_nothing, number, published_files

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from co2label.factors._imported import Imported
    from co2label.factors._published import HeadedRows, PublishedFile

_HEADINGS = ("ID", "UOM", "GHG/Unit", "Level 1")

_VALUE = "ghg conversion factor"

_AR5 = {"2": ("CO2", 1.0), "3": ("CH4", 28.0), "4": ("N2O", 265.0)}

_GAS_ROUNDING, _LAST_DIGIT = 0.003, 1e-5
"""Gases and CO2e of the file of 2025 differ by 0.30 % at most; the file has five decimals."""

_OUTSIDE = "outside of scopes"

_DIGITS = 9
"""Of a difference of two numbers with five: anything more is the noise of binary numbers."""

_ENERGY = re.compile(r"kwh", re.IGNORECASE)

_KINDS: Mapping[str, tuple[str, str]] = {
    "fuels": ("fuel", "combustion"),
    "bioenergy": ("fuel", "combustion"),
    "refrigerant & other": ("refrigerant", "gwp"),
    "passenger vehicles": ("travel", "transport-ttw"),
    "delivery vehicles": ("", "transport-ttw"),
    "uk electricity": ("elec", "generation"),
    "uk electricity for evs": ("", "generation"),
    "heat and steam": ("heat", "generation"),
    "transmission and distribution": ("", "td-loss"),
    "uk electricity t&d for evs": ("", "td-loss"),
    "water supply": ("water", "supply"),
    "water treatment": ("water", "end-of-life"),
    "material use": ("material", "cradle-to-gate"),
    "waste disposal": ("waste", "collection"),
    "business travel- air": ("travel", "transport-ttw"),
    "business travel- sea": ("travel", "transport-ttw"),
    "business travel- land": ("travel", "transport-ttw"),
    "freighting goods": ("freight", "transport-ttw"),
    "hotel stay": ("service", "use"),
    "managed assets- electricity": ("elec", "generation"),
    "managed assets- vehicles": ("travel", "transport-ttw"),
    "homeworking": ("", "use"),
}
"""Level 1 → the family that the gate compares with, and what the row covers."""

_BURNT = {"combustion", "generation", "generation-and-losses", "td-loss", "transport-ttw"}
"""Boundaries whose methane is what did not burn of a fuel."""


def recognise(file: PublishedFile) -> str | None:
    """Tell which edition a file is, or None where it is none of this source."""
    if not file.has(*_HEADINGS):
        return None
    return f"the flat file of the UK's DESNZ, {_year(_table(file)) or 'of an unknown year'}"


def read(paths: Sequence[str | Path], edition: str | None = None) -> Imported:
    """Read a flat file of the UK Government's conversion factors.

    Args:
        paths: the workbook.
        edition: the year, where no heading tells it.

    Raises:
        DocumentError: it is another file, its year is not known, or too many rows are wrong.
    """
    files = published_files(paths)
    found = next((file for file in files if file.has(*_HEADINGS)), None)
    if found is None:
        what = f"no sheet has the headings {', '.join(_HEADINGS)}"
        raise Problem(files[0].name if files else "", what, "give the flat file of DESNZ").as_error()
    table = _table(found)
    value = table.heading(_VALUE)
    year = _year(table) or (int(edition) if edition and edition.isdecimal() else None)
    if value is None or year is None:
        what = (
            f"no heading like 'GHG Conversion Factor 2025'; there are {', '.join(filter(None, table.header))}"
        )
        raise Problem(found.name, what, "say the year: --edition 2025").as_error()
    intake = Intake("desnz", str(year), year, gwp_set="AR5")
    groups: dict[str, dict[str, tuple[str, dict[str, str]]]] = {}
    for where, row, cells in table.records():
        if row.broken or not cells["id"]:
            if not row.broken and "end" not in map(fold, row.cells):
                intake.refuse(where, "the row has no ID")
            continue
        stem, _, part = cells["id"].rpartition("_")
        parts = groups.setdefault(stem, {})
        if part in parts:
            intake.refuse(where, f"ID {clip(cells['id'])} stands in {parts[part][0]} already")
        parts.setdefault(part, (where, cells))
    without = {_flight(parts["1"][1]): parts for parts in groups.values() if _says(parts, "without rf")}
    for stem, parts in groups.items():
        plain = without.get(_flight(parts["1"][1])) if _says(parts, "with rf") else None
        _take(intake, stem, parts, value, plain)
    return intake.imported([found])


_Parts = dict[str, tuple[str, dict[str, str]]]
"""The rows of a group by the last number of their ids: place and cells."""


def _says(parts: _Parts, column: str) -> bool:
    return "1" in parts and fold(parts["1"][1]["column text"]) == column


def _flight(cells: Mapping[str, str]) -> tuple[str, ...]:
    """What rows with and without radiative forcing have in common."""
    return tuple(fold(cells[name]) for name in ("level 1", "level 2", "level 3", "level 4", "uom"))


def _table(file: PublishedFile) -> HeadedRows:
    table = file.headed(*_HEADINGS)
    assert table is not None
    return table


def _year(table: HeadedRows) -> int | None:
    found = re.search(r"(20\d\d)", table.heading(_VALUE) or "")
    return int(found[1]) if found else None


def _take(intake: Intake, stem: str, parts: _Parts, value: str, plain: _Parts | None) -> None:
    for part, (where, cells) in parts.items():
        unit, cell = cells["ghg/unit"], cells[value]
        outside = fold(cells["level 1"]) == _OUTSIDE
        if not outside and part in _AR5 and "1" in parts:
            intake.part(where)
        elif _ENERGY.match(unit):
            intake.leave("energy per distance, no emission factor", where)
        elif is_nothing(cell):
            intake.leave("no value is published", where)
        elif not fold(unit).startswith("kg co2e"):
            intake.refuse(where, f"expected a unit such as 'kg CO2e', got {clip(unit)}")
        elif (kg := number(cell)) is None:
            intake.refuse(where, f"expected a number, got {clip(cell)}")
        else:
            gases = {} if outside else _gases(intake, parts, value, kg)
            components = {"biogenic-co2": kg} if outside else _components(cells, kg)
            if plain is not None and (alone := number(plain["1"][1][value])) is not None and alone <= kg:
                gases = _gases(intake, plain, value, alone)
                components = (
                    {"aircraft": alone, "aircraft-forcing": round(kg - alone, _DIGITS)} if components else {}
                )
            _add(intake, f"{stem}_{part}", (where, cells), (0.0 if outside else kg, gases, components))


def _components(cells: Mapping[str, str], kg: float) -> dict[str, float]:
    """The component that a whole row is; nothing where the source leaves it open."""
    level = fold(cells["level 1"])
    if level == "bioenergy":
        return {"biogenic-non-co2": kg}
    flown = not level.startswith("wtt") and fold(cells["column text"]) in {"with rf", "without rf"}
    return {"aircraft": kg} if flown else {}


def _gases(intake: Intake, parts: _Parts, value: str, total: float) -> dict[str, float]:
    """Kilograms of each gas, where all three are published and add up to the total."""
    known = {part: number(parts[part][1][value]) for part in _AR5 if part in parts}
    kilograms = {part: kg for part, kg in known.items() if kg is not None}
    if len(kilograms) < len(_AR5):
        return {}
    gap = abs(sum(kilograms.values()) - total)
    if gap > _GAS_ROUNDING * abs(total) + _LAST_DIGIT:
        said = (
            f"the gases add up to {sum(kilograms.values()):.6g}, the total is {total:.6g}; they are left out"
        )
        intake.remark(f"{parts['1'][0]}: {said}")
        return {}
    return {_AR5[part][0]: kg / _AR5[part][1] for part, kg in kilograms.items()}


def _add(
    intake: Intake,
    native: str,
    row: tuple[str, dict[str, str]],
    figures: tuple[float, dict[str, float], dict[str, float]],
) -> None:
    (where, cells), (kg, gases, components) = row, figures
    per = amount_of(cells["uom"], "desnz")
    if per is None:
        intake.refuse(where, f"the unit {clip(cells['uom'])} is not known")
        return
    level, column = fold(cells["level 1"]), fold(cells["column text"])
    family, boundary = ("", "combustion") if level == _OUTSIDE else _kind(level, column)
    methane = (
        "CH4-biogenic" if level == "bioenergy" else "CH4-combustion" if boundary in _BURNT else "CH4-fossil"
    )
    words = [cells[name] for name in ("level 1", "level 2", "level 3", "level 4", "column text")]
    name = ", ".join(dict.fromkeys(word.strip() for word in words if word.strip()))
    intake.add(
        native,
        where,
        family=family,
        category=cells["level 1"],
        locator=f"ID {native} [{cells['uom']}]",
        name={"en": f"{name} ({cells['uom']})"},
        value=kg,
        per=per,
        boundary=boundary,
        basis=_basis(fold(cells["uom"]), column),
        gases={methane if gas == "CH4" else gas: mass for gas, mass in gases.items() if mass},
        components=components,
        note="biogenic CO2, which stands beside a figure" if level == _OUTSIDE else None,
    )


def _kind(level: str, column: str) -> tuple[str, str]:
    if level.startswith("wtt"):
        return "", "upstream"
    family, boundary = _KINDS.get(level, ("", "unstated"))
    if boundary == "transport-ttw" and column == "battery electric vehicle":
        return family, "generation-and-losses"
    if boundary == "transport-ttw" and column == "plug-in hybrid electric vehicle":
        return family, "unstated"
    if level == "waste disposal" and column == "landfill":
        return family, "end-of-life"
    return family, boundary


def _basis(unit: str, column: str) -> tuple[str, ...]:
    found = {"net cv": "net-calorific-value", "gross cv": "gross-calorific-value"}
    said = [name for word, name in found.items() if word in unit]
    forcing = {"with rf": "with-radiative-forcing", "without rf": "without-radiative-forcing"}
    return (*said, *([forcing[column]] if column in forcing else []))

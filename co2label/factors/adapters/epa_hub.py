"""US EPA GHG Emission Factors Hub: the workbook (.xlsx) of one's own download, twelve tables below one another on one sheet.

A table begins at a cell "Table n" and ends at "Source:". What a column is stands in its own heading ("kg CO2 per mmBtu", "(lb CH4
/ MWh)"), and names alone say nothing: Table 1 has two columns "CO2 Factor", per mmBtu and per short ton. CO2 is in kilograms, CH4
and N2O in grams, electricity in pounds. There is no column of CO2e: it is the sum of the gases by the GWPs that the sheet
prints (AR5). CO2 of biomass is biogenic and stands beside the figure. Fuels per mmBtu are by gross (higher) calorific value.
Public domain.

Read in the file of January 2025. Sheets beside the hub's own, such as a copy of Table 9, are left out and counted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from co2label.errors import Problem, clip
from co2label.factors._intake import Intake, amount_of, native_id
from co2label.factors._published import fold, is_nothing, number, published_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from co2label.factors._imported import Imported
    from co2label.factors._published import PublishedFile
    from co2label.tabular import TableRow

_GAS = re.compile(r"\(?(kg|g|lb) (co2|ch4|n2o) ?(?:per|/) ?([a-z][a-z -]*)")

_TABLE = re.compile(r"table (\d+)")

_IN_KG = {"kg": 1.0, "g": 1e-3, "lb": 0.45359237}

_SETS = {(25.0, 298.0): "AR4", (28.0, 265.0): "AR5"}
"""GWPs of CH4 and N2O, as the sheet prints them → the report."""

_FOOTNOTE = re.compile(r"(?<=[a-z)])\s*[A-E]$")

_KINDS = {
    1: ("fuel", "combustion"),
    2: ("", "combustion"),
    3: ("", "transport-ttw"),
    4: ("", "transport-ttw"),
    5: ("", "combustion"),
    6: ("elec", "generation"),
    7: ("heat", "generation"),
    8: ("freight", "transport-ttw"),
    9: ("waste", "end-of-life"),
    10: ("travel", "transport-ttw"),
    11: ("", "gwp"),
    12: ("refrigerant", "gwp"),
}
"""Table → the family that the gate compares with, and what its rows cover."""

_WASTE_UNIT, _GWP_HEAD = "metric tons co2e / short ton", "100-year gwp"

_BIOGENIC = ("biodiesel", "ethanol")


@dataclass(slots=True)
class _Column:
    """A column of figures: the gas, its kilograms in the unit of the heading, what it is per, and the group above it."""

    gas: str
    kilograms: float
    per: str
    group: str


@dataclass(slots=True)
class _State:
    """Where in the sheet the reading is."""

    table: int = 0
    columns: dict[int, _Column] = field(default_factory=dict)
    groups: dict[int, str] = field(default_factory=dict)
    subhead: str = ""
    labels: dict[int, str] = field(default_factory=dict)
    is_over: bool = False
    read: set[int] = field(default_factory=set)


def recognise(file: PublishedFile) -> str | None:
    """Tell which edition a file is, or None where it is none of this source."""
    if file.kind != "workbook":
        return None
    for sheet in file.sheets:
        words = [fold(cell) for row in file.head(sheet) for cell in row.cells]
        if "table 1" in words and "kg co2 per mmbtu" in words:
            return f"the US EPA GHG Emission Factors Hub, {_year(words) or 'of an unknown year'}"
    return None


def read(paths: Sequence[str | Path], edition: str | None = None) -> Imported:
    """Read the hub.

    Args:
        paths: the workbook.
        edition: the year, where the sheet does not say when it was last modified.

    Raises:
        DocumentError: it is another file, a table has unknown headings, its year is not known, or too many rows are wrong.
    """
    files = published_files(paths)
    found = next((file for file in files if recognise(file)), None)
    if found is None:
        what = "no sheet has 'Table 1' with a column 'kg CO2 per mmBtu'"
        raise Problem(files[0].name if files else "", what, "give the workbook of the hub").as_error()
    own = next(
        sheet
        for sheet in found.sheets
        if "table 1" in {fold(cell) for row in found.head(sheet) for cell in row.cells}
    )
    words = [fold(cell) for row in found.head(own) for cell in row.cells]
    year = _year(words) or (int(edition) if edition and edition.isdecimal() else None)
    if year is None:
        raise Problem(
            found.name, "it does not say when it was last modified", "say the year: --edition 2025"
        ).as_error()
    gwps = _gwps(found.head(own))
    intake = Intake("epa", str(year), year, gwp_set=_SETS.get((gwps["CH4"], gwps["N2O"])))
    hub = _Hub(intake, found.where(own), gwps)
    for row in found.rows(own):
        hub.look(row)
    hub.check()
    for sheet in found.sheets:
        if sheet != own:
            places = [f"{found.where(sheet)} row {row.number}" for row in found.rows(sheet) if any(row.cells)]
            for place in places[1:]:
                intake.leave("on a sheet that is none of the hub's own", place)
    return intake.imported([found])


def _year(words: Sequence[str]) -> int | None:
    found = next((re.search(r"(20\d\d)", word) for word in words if word.startswith("last modified")), None)
    return int(found[1]) if found else None


def _gwps(rows: Sequence[TableRow]) -> dict[str, float]:
    """The GWPs of CH4 and N2O that the sheet prints above its tables."""
    found = {"CO2": 1.0}
    for row in rows:
        cells = [cell for cell in row.cells if cell]
        if len(cells) > 1 and cells[0] in {"CH4", "N2O"} and (gwp := number(cells[1])) is not None:
            found.setdefault(cells[0], gwp)
    if len(found) < 3:  # noqa: PLR2004 - three gases
        raise Problem(
            "", "the sheet does not print the GWPs of CH4 and N2O", "give the hub as published"
        ).as_error()
    return found


class _Hub:
    """Reads the rows of the sheet from top to bottom."""

    def __init__(self, intake: Intake, where: str, gwps: Mapping[str, float]) -> None:
        self.intake, self.where, self.gwps, self.state = intake, where, gwps, _State()

    def look(self, row: TableRow) -> None:
        """Look at one row."""
        cells = [" ".join(cell.split()) for cell in row.cells]
        filled = {place: cell for place, cell in enumerate(cells) if cell}
        if not filled:
            return
        begin = _TABLE.fullmatch(fold(next(iter(filled.values()))))
        if begin:
            self.state = _State(table=int(begin[1]), read=self.state.read)
            return
        state = self.state
        if not state.table or state.is_over:
            return
        first = fold(next(iter(filled.values())))
        if first.startswith(("source:", "notes:", "source")) and len(filled) == 1:
            state.is_over = True
        elif not self._headings(filled):
            self._row(row, cells, filled)

    def _headings(self, filled: Mapping[int, str]) -> bool:
        """Take a row as headings, if it holds the gas of a column or a GWP."""
        state = self.state
        heads = {
            place: found
            for place, cell in filled.items()
            if (found := _GAS.match(fold(cell)) or _in_heading(cell))
        }
        if heads:
            state.columns = {place: self._column(place, found) for place, found in heads.items()}
            state.labels = {
                place: cell for place, cell in filled.items() if place < min(heads)
            } or state.labels
            return True
        potentials = {place for place, cell in filled.items() if fold(cell) == _GWP_HEAD}
        state.columns = {place: _Column("", 1.0, "kg", "") for place in potentials} or state.columns
        return bool(potentials)

    def _row(self, row: TableRow, cells: Sequence[str], filled: Mapping[int, str]) -> None:
        state = self.state
        if state.table == 9:  # noqa: PLR2004 - its columns are ways of treatment
            self._waste(row, filled)
        elif any(number(cells[place]) is not None for place in state.columns if place < len(cells)):
            self._figures(row, cells)
        elif len(filled) == 1 and state.columns:
            state.subhead = next(iter(filled.values()))
        elif any("emission factors" in fold(cell) for cell in filled.values()):
            state.groups = dict(filled)

    def check(self) -> None:
        """Refuse a sheet of which a table gave nothing: its headings are not known.

        Raises:
            DocumentError: names the tables.
        """
        missing = sorted(set(_KINDS) - self.state.read)
        if missing:
            what = f"no figures were found in Table {', '.join(map(str, missing))}: its headings are not those that are known"
            raise Problem(self.where, what, "give the hub as published").as_error()

    def _column(self, place: int, found: re.Match[str]) -> _Column:
        group = next((word for left, word in reversed(self.state.groups.items()) if left <= place), "")
        return _Column(found[2].upper(), _IN_KG[found[1]], found[3].strip(), group)

    def _figures(self, row: TableRow, cells: Sequence[str]) -> None:
        state, where = self.state, f"{self.where} row {row.number}"
        gas = any(column.gas for column in state.columns.values())
        labels = self._labels(cells) if gas else [cells[1]]
        groups: dict[tuple[str, str], dict[str, float]] = {}
        for place, column in state.columns.items():
            figure = number(cells[place])
            if figure is not None:
                groups.setdefault((column.group, column.per), {})[column.gas] = figure * column.kilograms
            elif not is_nothing(cells[place]):
                self.intake.refuse(where, f"expected a number, got {clip(cells[place])}")
        state.read.add(state.table)
        for (group, per), kilograms in groups.items():
            unit = next((cell for cell in reversed(cells) if cell), "") if per == "unit" else per
            if gas:
                self._add(where, labels, (group, unit, kilograms), cells)
            else:
                self._add_gwp(where, labels[0], kilograms[""], cells)

    def _labels(self, cells: Sequence[str]) -> list[str]:
        """The words of a row before its figures; the first one is repeated downwards, and goes on in brackets."""
        first = min(self.state.columns)
        heat = [place for place, head in self.state.labels.items() if fold(head).startswith("mmbtu per")]
        places = [place for place in range(1, first) if place not in heat]
        found = [cells[place] for place in places]
        carried = self.state.labels.get(-1, "")
        if found and found[0].startswith("(") and carried:
            found[0] = f"{carried} {found[0]}"
        found = [carried, *found[1:]] if found and not found[0] else found
        if found:
            self.state.labels[-1] = found[0] if not found[0].startswith("(") else carried
        return [_FOOTNOTE.sub("", word).strip() for word in found if word]

    def _add(
        self,
        where: str,
        labels: Sequence[str],
        figures: tuple[str, str, dict[str, float]],
        cells: Sequence[str],
    ) -> None:
        (group, unit, kilograms), table = figures, self.state.table
        per = amount_of(unit, "epa")
        if per is None:
            self.intake.refuse(where, f"the unit {clip(unit)} is not known")
            return
        family, boundary = _KINDS.get(table, ("", "unstated"))
        bio = fold(self.state.subhead).startswith("biomass") or fold(labels[0]).startswith(_BIOGENIC)
        bio = bio and table in {1, 2}
        weights = {gas: kg * self.gwps[gas] for gas, kg in kilograms.items()}
        counted = sum(kg for gas, kg in weights.items() if not (bio and gas == "CO2"))
        non_baseload = fold(group).startswith("non-baseload")
        methane = "CH4-biogenic" if bio else "CH4-combustion"
        masses = {
            methane if gas == "CH4" else gas: kg
            for gas, kg in kilograms.items()
            if kg and not (bio and gas == "CO2")
        }
        words = ", ".join([*labels, *([group] if non_baseload else [])])
        self.intake.add(
            native_id(f"T{table}", *labels, "non-baseload" if non_baseload else "", unit),
            where,
            family=family,
            category=f"Table {table}",
            locator=f"Table {table}, per {unit}",
            name={"en": f"{words} (per {unit})"},
            value=counted,
            per=per,
            unit="kgCO2" if set(kilograms) == {"CO2"} else "kgCO2e",
            boundary=boundary,
            basis=[
                *(["gross-calorific-value"] if unit == "mmbtu" and table == 1 else []),
                *(["non-baseload"] if non_baseload else []),
            ],
            gases=masses,
            components={"biogenic-non-co2": counted, "biogenic-co2": kilograms.get("CO2", 0.0)}
            if bio
            else {},
            energy=self._heat(cells, unit),
            note="; ".join(self._notes(set(kilograms), bio=bio)),
        )

    def _heat(self, cells: Sequence[str], unit: str) -> str | None:
        """The heat content of a fuel per physical unit, as the row states it."""
        place = next(
            (place for place, head in self.state.labels.items() if fold(head) == f"mmbtu per {unit}"), None
        )
        if place is None or number(cells[place]) is None:
            return None
        return f"{cells[place]} mmBtu/{(amount_of(unit, 'epa') or '').removeprefix('1 ')}"

    def _notes(self, gases: set[str], *, bio: bool) -> Iterator[str]:
        if bio:
            yield "its CO2 is biogenic and stands beside the figure"
        if "CO2" not in gases:
            yield "CH4 and N2O alone"
        if gases == {"CO2"}:
            yield "CO2 alone"

    def _waste(self, row: TableRow, filled: Mapping[int, str]) -> None:
        """Table 9: a material a row, a way of treatment a column, all in t CO2e per short ton."""
        state, where = self.state, f"{self.where} row {row.number}"
        if any(fold(cell).startswith(_WASTE_UNIT) for cell in filled.values()):
            state.groups = {0: "in tonnes per short ton"}
        elif fold(next(iter(filled.values()))) == "material" and state.groups:
            state.labels = {place: _FOOTNOTE.sub("", cell) for place, cell in filled.items()}
        elif state.labels:
            first, *places = state.labels
            for place in places:
                cell, way = filled.get(place, ""), state.labels[place]
                figure = number(cell)
                if figure is None:
                    why = "no value is published" if is_nothing(cell) else ""
                    self.intake.leave(why, f"{where}, {way}") if why else self.intake.refuse(
                        where, f"no number: {clip(cell)}"
                    )
                    continue
                state.read.add(state.table)
                self.intake.add(
                    native_id("T9", filled[first], way),
                    where,
                    family="waste",
                    category="Table 9",
                    locator=f"Table 9, {way}",
                    name={"en": f"{filled[first]}, {way.lower()}"},
                    value=figure * 1000.0,
                    per="1 short_ton",
                    boundary=_KINDS[9][1],
                    gwp_set="AR4",
                )

    def _add_gwp(self, where: str, name: str, gwp: float, cells: Sequence[str]) -> None:
        table = self.state.table
        family, boundary = _KINDS.get(table, ("", "unstated"))
        self.intake.add(
            native_id(f"T{table}", name),
            where,
            family=family,
            category=f"Table {table}",
            locator=f"Table {table}",
            name={"en": name},
            value=gwp,
            per="1 kg",
            boundary=boundary,
            note=next((cell for cell in cells[2:] if cell and number(cell) is None), None),
        )


def _in_heading(cell: str) -> re.Match[str] | None:
    """The gas of a heading that says its name before its unit: "CH4 Factor (g CH4 / vehicle-mile)"."""
    begin = cell.find("(")
    return _GAS.match(fold(cell[begin:])) if begin > 0 else None

"""Ember: yearly electricity data, long format (CSV): the CO2 intensity of the electricity of each area.

Rows of the category "Power sector emissions", subcategory "CO2 intensity", unit gCO2/kWh are read; the others are left out and
counted. Ember's intensity counts the life cycle of power stations and other greenhouse gases, so it is taken as CO2e; of several
years the newest of each area. CC BY 4.0. The layout is known from its documentation and from programs that read it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.errors import Problem, clip
from co2label.factors._intake import Intake
from co2label.factors._published import fold, number, published_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from co2label.factors._imported import Imported
    from co2label.factors._published import PublishedFile
    from co2label.tabular import TableRow

_HEADINGS = ("Area", "Year", "Category", "Subcategory", "Variable", "Unit", "Value")

_WANTED, _UNITS = "co2 intensity", frozenset({"gco2/kwh", "gco2e/kwh", "gco2 per kwh", "gco2e per kwh"})


def recognise(file: PublishedFile) -> str | None:
    """Tell whether a file is of this source."""
    return "Ember's yearly electricity data" if file.has(*_HEADINGS) else None


def read(paths: Sequence[str | Path], edition: str | None = None) -> Imported:
    """Read the newest CO2 intensity of each area.

    Args:
        paths: the CSV.
        edition: such as "2026-04"; else the newest year of the data.

    Raises:
        DocumentError: it is another file, or too many rows are wrong.
    """
    files = published_files(paths)
    found = next((file for file in files if file.has(*_HEADINGS)), None)
    table = None if found is None else found.headed(*_HEADINGS)
    if found is None or table is None:
        what = f"no columns {', '.join(map(repr, _HEADINGS))}"
        raise Problem(files[0].name if files else "", what, "give the yearly data in long format").as_error()
    code = table.heading("ISO 3 code", "Country code", "Area")
    assert code is not None
    rows = list(table.records())
    years = [int(cells["year"]) for _, _, cells in rows if cells["year"].isdecimal()]
    intake = Intake("ember", edition or str(max(years, default=0)), None)
    newest = intake.newest(_intensities(rows, code, intake))
    for key, (year, where, cells) in newest.items():
        intake.add(
            key,
            where,
            family="elec",
            locator=f"{cells['area']}, {year}, CO2 intensity",
            name={"en": f"Electricity, {cells['area']}"},
            value=(number(cells["value"]) or 0.0) / 1000,
            per="1 kWh",
            geography=key[:120],
            year=year,
            boundary="generation-lifecycle",
            note="per kWh generated: grid losses are not in it",
        )
    return intake.imported([found])


def _intensities(
    rows: Sequence[tuple[str, TableRow, dict[str, str]]], code: str, intake: Intake
) -> Iterator[tuple[str, str, str, dict[str, str]]]:
    """Yield the rows of CO2 intensities; the others are counted."""
    for where, row, cells in rows:
        if row.broken:
            intake.refuse(where, row.broken)
        elif fold(cells["subcategory"]) != _WANTED:
            intake.leave("another subcategory than 'CO2 intensity'", where)
        elif fold(cells["unit"]) not in _UNITS:
            intake.refuse(where, f"expected the unit gCO2/kWh, got {clip(cells['unit'])}")
        else:
            yield cells[code] or cells["area"], "value", where, cells

"""Our World in Data: the CSV of one indicator, such as the carbon intensity of electricity, as its charts offer it.

Headings are `Entity, Code, Year` and the long name of the indicator. Read are indicators of emissions per kilowatt-hour and per
kilogram of food; of several years the newest of each entity. The first carry the life cycle of the power stations where the name
says so. CC BY 4.0, with the sources that the chart names.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from co2label.errors import Problem
from co2label.factors._intake import Intake
from co2label.factors._published import number, published_files

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from co2label.factors._imported import Imported
    from co2label.factors._published import HeadedRows, PublishedFile

_HEADINGS = ("Entity", "Code", "Year")

_INDICATORS = (
    (re.compile(r"carbon intensity|gco2.*kwh|emissions.*(?:per|/) ?kwh"), "elec", "1 kWh", 1e-3),
    (re.compile(r"emissions per kilogram|kgco2eq per kg|ghg.*per kg"), "food", "1 kg", 1.0),
)
"""The indicator → family, what it is per, and kilograms in its unit."""


def recognise(file: PublishedFile) -> str | None:
    """Tell whether a file is an indicator of emissions by Our World in Data."""
    table = file.headed(*_HEADINGS) if file.has(*_HEADINGS) else None
    return None if table is None or _indicator(table) is None else "an indicator of Our World in Data"


def read(paths: Sequence[str | Path], edition: str | None = None) -> Imported:
    """Read the newest year of each entity.

    Args:
        paths: the CSV.
        edition: such as "2025-04"; else the newest year of the data.

    Raises:
        DocumentError: it is another file or an indicator that is no emission factor, or too many rows are wrong.
    """
    files = published_files(paths)
    found = next((file for file in files if recognise(file)), None)
    if found is None:
        what = (
            "no columns 'Entity', 'Code', 'Year' with an indicator of emissions per kWh or per kg beside them"
        )
        raise Problem(files[0].name if files else "", what, "give the CSV of such a chart").as_error()
    table = found.headed(*_HEADINGS)
    assert table is not None
    chosen = _indicator(table)
    assert chosen is not None
    heading, family, per, kilograms = chosen
    rows = list(table.records())
    years = [int(cells["year"]) for _, _, cells in rows if cells["year"].isdecimal()]
    intake = Intake("owid", edition or str(max(years, default=0)), None)
    for where, row, _ in rows:
        if row.broken:
            intake.refuse(where, row.broken)
    newest = intake.newest(
        (cells["code"] or cells["entity"], heading, where, cells)
        for where, row, cells in rows
        if not row.broken
    )
    for key, (year, where, cells) in newest.items():
        intake.add(
            key,
            where,
            family=family,
            category=heading,
            locator=f"{cells['entity']}, {year}",
            name={"en": cells["entity"] if family == "food" else f"Electricity, {cells['entity']}"},
            value=(number(cells[heading]) or 0.0) * kilograms,
            per=per,
            geography=(cells["code"] or cells["entity"])[:120] if family == "elec" else "GLO",
            year=year,
            boundary="generation-lifecycle"
            if family == "elec" and "lifecycle" in heading.replace("-", "")
            else "unstated",
            represents="average" if family == "food" else "product",
            note=f"indicator: {heading}",
        )
    return intake.imported([found])


def _indicator(table: HeadedRows) -> tuple[str, str, str, float] | None:
    for heading in table.headings:
        for pattern, family, per, kilograms in _INDICATORS:
            if pattern.search(heading):
                return heading, family, per, kilograms
    return None

"""US EPA Supply Chain GHG Emission Factors: the CSV of one's own download, by NAICS code, all gases or gas by gas.

Each commodity has two factors: with the margins of trade and transport (`…:with-margins`: for what is bought at a shop's price)
and without (`…:without-margins`). Currency and price year stand in the text of the unit ("kg CO2e/2022 USD, purchaser price").
They are no factors of yen or euros: a purchase in another currency or of another year needs a rate and a price index, which are
the user's to state. Public domain.

Columns: the format specification of USEPA/supply-chain-factors; read in the files of v1.3 (2017 NAICS, 2022 USD).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from co2label.errors import Problem, clip
from co2label.factors._intake import Intake
from co2label.factors._published import fold, is_nothing, number, published_files

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from co2label.factors._imported import Imported
    from co2label.factors._published import PublishedFile

_WITHOUT, _MARGINS, _WITH = (
    "supply chain emission factors without margins",
    "margins of supply chain emission factors",
    "supply chain emission factors with margins",
)

_HEADINGS = ("GHG", "Unit", _WITHOUT, _MARGINS, _WITH)

_UNIT = re.compile(
    r"kg (?P<what>[^/]+)/(?P<year>\d{4}) (?P<money>[a-z]{3}), (?P<basis>purchaser|producer) price"
)

_ROUNDING = 0.0011
"""The three figures are printed with three decimals."""


def recognise(file: PublishedFile) -> str | None:
    """Tell which edition a file is, or None where it is none of this source."""
    if not file.has(*_HEADINGS):
        return None
    return f"the US EPA supply chain factors, {_price(file) or 'of an unknown price year'}"


def read(paths: Sequence[str | Path], edition: str | None = None) -> Imported:
    """Read the factors of all gases together; of a file gas by gas, those of CO2e cannot be told.

    Args:
        paths: the file "…_CO2e_USD…csv".
        edition: such as "v1.3", which the file does not tell.

    Raises:
        DocumentError: it is another file, one gas by gas, or too many rows are wrong.
    """
    files = published_files(paths)
    found = next((file for file in files if file.has(*_HEADINGS)), None)
    if found is None:
        what = "no columns 'Supply Chain Emission Factors with Margins' and 'without Margins'"
        raise Problem(files[0].name if files else "", what, "give the CSV of the EPA").as_error()
    table = found.headed(*_HEADINGS)
    assert table is not None
    code, title = (
        table.heading("2017 NAICS Code", "NAICS Code", "Code"),
        table.heading("2017 NAICS Title", "NAICS Title"),
    )
    code = code or next(each for each in table.headings if each.endswith("naics code"))
    title = title or next(each for each in table.headings if each.endswith("naics title"))
    price = _price(found)
    intake = Intake("epa-sc", edition or (price or "unknown").replace(" ", "-"), None, represents="spend")
    by_gas = 0
    for where, row, cells in table.records():
        if row.broken:
            intake.refuse(where, row.broken)
        elif fold(cells["ghg"]) != "all ghgs":
            by_gas += 1
            intake.leave("one gas alone; the file of CO2e has them together", where)
        else:
            _take(intake, where, cells, code, title)
    if by_gas and not intake.factors:
        what = "this is the file gas by gas, in kilograms of each gas"
        raise Problem(found.name, what, "give the file of CO2e (GHG = 'All GHGs')").as_error()
    return intake.imported([found])


def _price(file: PublishedFile) -> str | None:
    """Year and currency of the prices: "2022 USD"."""
    for row in file.head():
        for cell in row.cells:
            if found := _UNIT.fullmatch(fold(cell)):
                return f"{found['year']} {found['money'].upper()}"
    return None


def _take(intake: Intake, where: str, cells: Mapping[str, str], code: str, title: str) -> None:
    unit = _UNIT.fullmatch(fold(cells["unit"]))
    if unit is None or unit["what"] != "co2e":
        intake.refuse(
            where, f"expected a unit such as 'kg CO2e/2022 USD, purchaser price', got {clip(cells['unit'])}"
        )
        return
    figures = {head: number(cells[head]) for head in (_WITHOUT, _MARGINS, _WITH)}
    if any(is_nothing(cells[head]) for head in figures):
        intake.leave("no value is published", where)
        return
    without, margins, whole = figures.values()
    if without is None or margins is None or whole is None:
        intake.refuse(where, f"expected numbers, got {', '.join(clip(cells[head]) for head in figures)}")
        return
    if abs(without + margins - whole) > _ROUNDING:
        intake.remark(
            f"{where}: {without:g} without margins and {margins:g} of margins are not {whole:g} with them"
        )
    basis = f"{unit['basis']}-price"
    same: dict[str, Any] = {
        "category": cells[title],
        "per": f"1 {unit['money'].upper()}",
        "year": int(unit["year"]),
        "note": f"per {unit['money'].upper()} of {unit['year']} at {unit['basis']} price",
    }
    for native, value, kept in (("with", whole, "with-margins"), ("without", without, "without-margins")):
        intake.add(
            f"{cells[code]}:{kept}",
            where,
            family="spend" if native == "with" else "",
            locator=f"NAICS {cells[code]}, USEEIO {cells.get('reference useeio code', '')}, {native} margins",
            name={"en": f"{cells[title]}, {native} margins"},
            value=value,
            basis=[basis, kept],
            **same,
        )

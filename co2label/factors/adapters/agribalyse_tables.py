"""The tables of AGRIBALYSE as they are published: one food a row, the headings in French.

Two tables make a factor: `Synthese` has the total and the quality of each food, `Detail_etape` the six stages. Their
headings changed with the editions: 3.0 writes the unit behind each indicator, 3.1 heads the packaging as "Approche emballage"
and 3.1.1 as "Matériau d'emballage", 3.2 names its score "EF 3.1"; a file may be UTF-8 or Windows-1252, with commas or semicolons
between cells, and with a decimal comma.

>>> heading("Changement climatique (kg CO2 eq/kg de produit) - Agriculture")
'changement climatique - agriculture'
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from co2label.delimited import decoded
from co2label.errors import DocumentError, Problem, clip
from co2label.model import read_file

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CLIMATE", "Row", "Table", "heading", "number", "read_table"]

CLIMATE = "changement climatique"
"""The indicator, in kg CO2 eq per kg of product."""
_STAGE = f"{CLIMATE} - agriculture"
_NEEDED = ("code agb", "nom du produit en français", "lci name")
_UNIT = re.compile(r"\s*\(?kg co2 eq\.?/kg de produit\)?")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:e[+-]?\d+)?", re.IGNORECASE)
_WHERE_FROM = "https://data.ademe.fr offers both as CSV"

Row = dict[str, str]
"""The cells of a row by heading."""


@dataclass(frozen=True, slots=True)
class Table:
    """A published table: its rows by the code of the food."""

    path: Path
    kind: Literal["totals", "stages"]
    layouts: tuple[str, ...]
    """The editions since which headings are written like these: one, or those that they do not tell apart."""
    rows: Mapping[str, tuple[int, Row]]
    """Code AGB → row of the file, 1 is the header, and its cells."""
    digest: str
    """SHA-256 of the file."""
    bad: tuple[Problem, ...] = ()
    """Rows that are none, and why."""

    @property
    def name(self) -> str:
        """As messages call it."""
        return self.path.name


def heading(text: str) -> str:
    """A heading as it is compared: without its unit, spaces, apostrophes and case as one."""
    plain = unicodedata.normalize("NFC", text).replace("’", "'").casefold()
    return _UNIT.sub("", " ".join(plain.split()))


def number(cell: str) -> float | None:
    """The number of a cell, with a decimal point or comma; None where it is none.

    >>> number("0,75"), number("1.2e-7"), number("1 234")
    (0.75, 1.2e-07, None)
    """
    return float(cell.replace(",", ".")) if _NUMBER.fullmatch(cell) else None


def read_table(path: str | Path, problems: list[Problem]) -> Table | None:
    """A table of a file, or none with the reason among the problems.

    Raises:
        DocumentError: the file cannot be read.
    """
    file, content = Path(path), read_file(path)
    text = _decoded(content)
    if text is None:
        problems.append(Problem(file.name, "this is no CSV text", f"give the tables as CSV; {_WHERE_FROM}"))
        return None
    try:
        cells = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error as error:
        problems.append(Problem(file.name, f"cannot be read as CSV ({error})", "download the file again"))
        return None
    headings = [heading(cell) for cell in cells[0]] if cells else []
    if (problem := _unfit(file.name, headings)) is not None:
        problems.append(problem)
        return None
    kind: Literal["totals", "stages"] = "stages" if _STAGE in headings else "totals"
    bad: list[Problem] = []
    rows = _rows(file.name, headings, cells, bad)
    digest = hashlib.sha256(content).hexdigest()
    return Table(file, kind, _layouts(cells[0], headings), rows, digest, tuple(bad))


def _decoded(content: bytes) -> str | None:
    """The text of a file, or None where it is a workbook or no text: a French source, so Windows-1252 if not UTF-8."""
    try:
        text = decoded(content, "", western="cp1252")
    except DocumentError:
        return None
    return None if "\0" in text else text


def _delimiter(text: str) -> str:
    header = text.partition("\n")[0]
    return max(",;\t", key=header.count)


def _layouts(header: list[str], headings: list[str]) -> tuple[str, ...]:
    said = " ".join(header).casefold()
    tests = (
        ("score unique ef 3.1" in said, ("3.2",)),
        (f"{CLIMATE} (kg co2 eq" in said, ("3.0",)),
        ("approche emballage" in headings, ("3.1",)),
        ("matériau d'emballage" in headings, ("3.1.1",)),
    )
    return next((layouts for told, layouts in tests if told), ("3.1", "3.1.1"))


def _unfit(name: str, headings: list[str]) -> Problem | None:
    if "ingredients" in headings:
        return Problem(name, "this is the table by ingredient", "give Synthese and Detail_etape instead")
    missing = [repr(needed) for needed in _NEEDED if needed not in headings]
    if CLIMATE not in headings and _STAGE not in headings:
        missing.append(f"{CLIMATE!r} or {_STAGE!r}")
    if not missing:
        return None
    came = ", ".join(clip(each, 30) for each in headings[:6]) or "nothing"
    what = f"expected a table of AGRIBALYSE foods; without the column {', '.join(missing)}; its first ones are {came}"
    return Problem(name, what, f"give Synthese or Detail_etape; {_WHERE_FROM}")


def _rows(
    name: str, headings: list[str], cells: list[list[str]], bad: list[Problem]
) -> dict[str, tuple[int, Row]]:
    """The rows by their code; of a code that stands there twice with different cells, none is known to be the right one."""
    rows: dict[str, tuple[int, Row]] = {}
    doubtful: set[str] = set()
    for place, each in enumerate(cells[1:], start=2):
        if not any(each):
            continue
        where = f"{name} row {place}"
        row = {head: cell.strip() for head, cell in zip(headings, each, strict=False)}
        code = row.get("code agb", "")
        if len(each) != len(headings):
            bad.append(Problem(where, f"{len(each)} cells, the header has {len(headings)}"))
        elif not code:
            bad.append(Problem(where, "the food has no Code AGB"))
        elif code in rows:
            bad.append(Problem(where, f"Code AGB {clip(code)} stands in row {rows[code][0]} already"))
            doubtful |= {code} if rows[code][1] != row else set()
        else:
            rows[code] = place, row
    bad += [
        Problem(f"{name} row {rows[code][0]}", f"Code AGB {clip(code)} stands there with other cells too")
        for code in sorted(doubtful)
    ]
    return {code: row for code, row in rows.items() if code not in doubtful}

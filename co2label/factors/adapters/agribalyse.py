"""AGRIBALYSE: the foods that people in France eat, per kilogram on the plate, from one's own download.

Needed is the table `Synthese`; with `Detail_etape` beside it each factor has its six stages, so that `through` can cut
it. Climate change with the Environmental Footprint characterisation, by ADEME and INRAE; the licence (Licence Ouverte 2.0)
asks to name the producer and the date of the last update: both stand in `attribution`.

Read as published by the copy of koumoul-dev/ademe-agribalyse (3.1.1). A few bad rows are left out and named in the remarks, and
the good ones are read; of many, it is another file. The headings of 3.0, 3.1 and 3.2, and the three parts of
climate change (fossil, biogenic, land-use change) that some downloads have, are known from programs that read them.
"""

from __future__ import annotations

import hashlib
import math
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from co2label.errors import DocumentError, Problem, clip
from co2label.factors._imported import Imported
from co2label.factors._intake import LONGEST_NAME, TOLERANCE, few, short_name
from co2label.model import EmissionFactor, read_file
from co2label.tabular import CsvRows, read_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from co2label.factors._published import PublishedFile


_STAGES = {
    "agriculture": "agriculture",
    "transformation": "processing",
    "emballage": "packaging",
    "transport": "transport",
    "supermarché et distribution": "retail",
    "consommation": "consumption",
}
"""The six stages in the order of the life cycle, with the names that the bundled factors give them."""

CLIMATE = "changement climatique"
"""The indicator, in kg CO2 eq per kg of product."""

_COMPONENTS = {
    "biogenic-non-co2": (f"{CLIMATE} - émissions biogéniques",),
    "fossil": (f"{CLIMATE} - émissions fossiles",),
    "land-use-change": (
        f"{CLIMATE} - émissions liées au changement d'affectation des sols",
        f"{CLIMATE} - liées à l'affectation des sols",
    ),
}
"""Headings of each component, as editions write them."""

_MOST_NAMED = 8

_GROUP = "groupe d'aliment"


def recognise(file: PublishedFile) -> str | None:
    """Tell whether a file is of this source."""
    return "AGRIBALYSE (ADEME, INRAE)" if file.has("Code AGB") else None


def read(paths: Sequence[str | Path], edition: str | None = None) -> Imported:
    """Read the foods of AGRIBALYSE as factors `agribalyse.CODE`, per kilogram as consumed.

    Args:
        paths: `Synthese`, and `Detail_etape` where the stages are wanted, in any order; or the folder that holds them.
        edition: such as "3.1.1" or "3.2 (2025)", where the headings do not tell it.

    Raises:
        DocumentError: every problem of the files.
    """
    problems: list[Problem] = []
    remarks: list[str] = []
    tables = [table for path in paths for table in _tables(Path(path), problems, remarks)]
    totals, stages = _chosen(tables, problems)
    which = None
    with DocumentError.collecting(problems):
        which = edition_of(edition, tables) if tables else None
    if totals is None or which is None:
        raise DocumentError(problems)
    if stages is None:
        remarks.append(f"{totals.name}: no stages; give Detail_etape too")
    elif not problems:
        _report_unmatched(totals, stages, problems, remarks)
    bad = [problem for table in tables for problem in table.bad]
    factors = tuple(_factors(totals, stages, which, bad, remarks))
    _report_bad(bad, len(totals.rows), problems, remarks)
    if not factors and not problems:
        problems.append(Problem(totals.name, "no food in it can be read", "download the file again"))
    DocumentError.raise_any(problems)
    return Imported(
        source="AGRIBALYSE",
        edition=str(which),
        factors=factors,
        remarks=tuple(remarks),
        files=tuple(table.path for table in tables),
        digests={table.name: table.digest for table in tables},
        categories={f"agribalyse.{code}": row.get(_GROUP, "") for code, (_, row) in totals.rows.items()},
    )


def _tables(path: Path, problems: list[Problem], remarks: list[str]) -> Iterator[PublishedTable]:
    """Yield the table of a file, or those among the CSV files of a folder; what else is in the folder is named."""
    for file in sorted(path.glob("*.csv")) if path.is_dir() else [path]:
        table = read_table(file)
        if isinstance(table, PublishedTable):
            yield table
        elif path.is_dir():
            remarks.append(f"{table.where}: {table.what}; left out")
        else:
            problems.append(table)


def _chosen(
    tables: list[PublishedTable], problems: list[Problem]
) -> tuple[PublishedTable | None, PublishedTable | None]:
    kinds: dict[str, PublishedTable] = {}
    for table in tables:
        if table.kind in kinds:
            what = f"a table of {table.kind}, as {kinds[table.kind].name} is"
            problems.append(Problem(table.name, what, "give Synthese once and Detail_etape once"))
        kinds[table.kind] = table
    if not tables and not problems:
        todo = "give Synthese and Detail_etape as CSV"
        problems.append(Problem("", "no table of AGRIBALYSE foods", todo))
    elif "totals" not in kinds and not problems:
        todo = "give Synthese beside it; the stages alone do not say the total"
        problems.append(Problem(tables[0].name, "these are the stages only", todo))
    return kinds.get("totals"), kinds.get("stages")


def _report_bad(bad: list[Problem], foods: int, problems: list[Problem], remarks: list[str]) -> None:
    """Report bad rows as remarks where they are a few, else as problems."""
    if few(len({problem.where.partition(",")[0] for problem in bad}), foods):
        remarks += [f"{problem.where}: {problem.what}; left out" for problem in bad]
    else:
        problems += [Problem(problem.where, problem.what, "download the file again") for problem in bad]


def _report_unmatched(
    totals: PublishedTable, stages: PublishedTable, problems: list[Problem], remarks: list[str]
) -> None:
    """Report foods that only one of the tables has: a few lack stages or a total; of many, the tables are of two editions."""
    for here, there in ((totals, stages), (stages, totals)):
        alone = [code for code in here.rows if code not in there.rows]
        if not alone:
            continue
        shown = ", ".join(alone[:_MOST_NAMED]) + (" …" if len(alone) > _MOST_NAMED else "")
        what = f"{len(alone)} of {len(here.rows)} foods are not in {there.name}: {shown}"
        if few(len(alone), len(here.rows)):
            lack = "they have no stages" if here is totals else "left out"
            remarks.append(f"{here.name}: {what}; {lack}")
        else:
            problems.append(Problem(here.name, what, "give two tables of one edition"))


def _factors(
    totals: PublishedTable,
    stages: PublishedTable | None,
    edition: Edition,
    bad: list[Problem],
    remarks: list[str],
) -> Iterator[EmissionFactor]:
    for code, (place, row) in totals.rows.items():
        where = f"{totals.name} row {place}"
        value = _figure(row, CLIMATE, where)
        if isinstance(value, Problem):
            bad.append(value)
            continue
        parts = {"components": _components(row, where), "stages": _stages(stages, code)}
        notes: list[str] = []
        splits = {what: _split(what, cells, value, remarks, notes) for what, cells in parts.items()}
        fields = _fields(code, row, edition, where, notes) | {"value": value} | splits
        with DocumentError.collecting(bad):
            yield EmissionFactor.read(fields, where=where)
        remarks += [f"{code}: {each}" for each in notes]


def _figure(row: Row, head: str, where: str) -> float | Problem:
    """Return the number of a cell, or what is wrong with it."""
    cell = row.get(head, "")
    figure = number(cell)
    if figure is not None and math.isfinite(figure):
        return figure
    what = f"expected a number such as 0.75, got {clip(cell) if cell else 'an empty cell'}"
    return Problem(f"{where}, column {head!r}", what)


def _components(row: Row, where: str) -> dict[str, float | Problem]:
    """Return climate change by component, where the table has all three."""
    heads = {name: next((head for head in names if head in row), "") for name, names in _COMPONENTS.items()}
    return {name: _figure(row, head, where) for name, head in heads.items()} if all(heads.values()) else {}


def _stages(stages: PublishedTable | None, code: str) -> dict[str, float | Problem]:
    """Return climate change by stage, where there is a table of stages that has the food."""
    if stages is None or code not in stages.rows:
        return {}
    place, row = stages.rows[code]
    where = f"{stages.name} row {place}"
    return {ours: _figure(row, f"{CLIMATE} - {theirs}", where) for theirs, ours in _STAGES.items()}


def _split(
    what: str, cells: dict[str, float | Problem], value: float, remarks: list[str], notes: list[str]
) -> dict[str, float]:
    """Return the parts of a total; none, and why, where one cannot be read or is below zero, or they do not add up to it."""
    wrong = [part for part in cells.values() if isinstance(part, Problem)]
    remarks += [f"{problem.where}: {problem.what}; the split is left out" for problem in wrong]
    parts = {name: part for name, part in cells.items() if not isinstance(part, Problem)}
    if wrong or not parts:
        return {}
    total, below = math.fsum(parts.values()), [name for name, kg in parts.items() if kg < 0]
    if below:
        notes.append(f"of the published {what} {', '.join(below)} is below zero; the split is left out")
    elif abs(total - value) > TOLERANCE * max(abs(value), 1e-9):
        message = f"the published {what} add up to {total:.6g}, the total is {value:.6g}"
        notes.append(f"{message}; the split is left out")
    else:
        return parts
    return {}


def _fields(code: str, row: Row, edition: Edition, where: str, notes: list[str]) -> dict[str, Any]:
    rated = next((cell for head, cell in row.items() if head.startswith("dqr")), "")
    dqr = number(rated)
    if rated and dqr is None:
        notes.append(f"the data quality rating {clip(rated)} is no number; it is left out")
    groups = (row.get(head, "") for head in (_GROUP, "sous-groupe d'aliment"))
    words = dict.fromkeys(word for group in groups for word in re.findall(r"\w{3,}", group))
    names = {"fr": row["nom du produit en français"], "en": row["lci name"]}
    for language, name in names.items():
        if len(name) > LONGEST_NAME:
            notes.append(f"a name longer than {LONGEST_NAME} characters was cut: {name}")
            names[language] = short_name(name)
    return {
        "id": f"agribalyse.{code}",
        "name": names,
        "keywords": tuple(words),
        "unit": "kgCO2e",
        "per": "1 kg",
        "geography": "FR",
        "year": edition.year,
        "boundary": "cradle-to-consumption",
        "quality": {"dqr": dqr} if dqr is not None else None,
        "source": {
            "title": "AGRIBALYSE",
            "id": f"agribalyse-{edition.version}",
            "publisher": "ADEME, INRAE",
            "edition": str(edition),
            "year": edition.year,
            "url": "https://doc.agribalyse.fr/",
            "locator": f"{where}, Code AGB {code}, Changement climatique",
        },
        "licence": "etalab-2.0",
        "attribution": f"AGRIBALYSE v{edition.version} - ADEME, INRAE ({edition.year})",
        "note": "; ".join([*_described(row), *notes]) or None,
    }


def _described(row: Row) -> Iterator[str]:
    """Yield texts of the table on the food, beside its figures."""
    facts = {
        "CIQUAL": row.get("code ciqual"),
        "group": row.get(_GROUP),
        "delivery": row.get("livraison"),
        "packaging": row.get("matériau d'emballage") or row.get("approche emballage"),
        "preparation": row.get("préparation"),
    }
    return (f"{name}: {text}" for name, text in facts.items() if text)


_YEARS = {"3.0": 2020, "3.1": 2022, "3.1.1": 2023, "3.2": 2024}
"""Of the last update of an edition, which the licence asks to name."""

_WRITTEN = re.compile(r"(\d+(?:\.\d+)+)(?: \((\d{4})\))?")


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition, with the year of its last update."""

    version: str
    year: int

    def __str__(self) -> str:
        return f"{self.version} ({self.year})"


def edition_of(stated: str | None, tables: Sequence[PublishedTable]) -> Edition:
    """Return the edition that was stated, if the headings do not contradict it; else the one that they tell.

    Raises:
        DocumentError: tables of different editions, or an edition that cannot be told or is not theirs.
    """
    first = next((table for table in tables if table.kind == "totals"), tables[0])
    if len({"3.0" in table.layouts for table in tables}) > 1:
        what, todo = "the tables are of different editions", "give two of one edition"
        raise Problem(first.name, what, todo).as_error()
    headings = f"the headings are those of {' and of '.join(first.layouts)}"
    if stated is None and len(first.layouts) > 1:
        one = first.layouts[0]
        todo = f'say which it is: --edition {one} (in Python edition="{one}"), or the other'
        raise Problem(first.name, f"{headings}, and the figures differ", todo).as_error()
    found = _WRITTEN.fullmatch(first.layouts[0] if stated is None else stated)
    year = found and (found[2] or _YEARS.get(found[1]))
    if found is None or not year:
        example = 'such as "3.2 (2025)"'
        what = f"expected an edition with the year of its last update {example}, got {clip(stated)}"
        raise Problem("edition", what).as_error()
    if not any(_fits(found[1], layout) for layout in first.layouts):
        todo = "give the file of that edition, or another edition"
        raise Problem(first.name, f"{headings}, not of {found[1]}", todo).as_error()
    return Edition(found[1], int(year))


def _fits(version: str, layout: str) -> bool:
    """Tell whether an edition has the headings that came with a layout: from that one on, before the next one."""
    layouts = [_numbers(edition) for edition in _YEARS]
    newest = max(each for each in layouts if each <= max(_numbers(version), layouts[0]))
    return newest == _numbers(layout) and _numbers(version) >= newest


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


_STAGE = f"{CLIMATE} - agriculture"

_NEEDED = ("code agb", "nom du produit en français", "lci name")

_UNIT = re.compile(r"\s*\(?kg co2 eq\.?/kg de produit\)?")

_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:e[+-]?\d+)?", re.IGNORECASE)

_WHERE_FROM = "https://data.ademe.fr offers both as CSV"

Row = dict[str, str]
"""The cells of a row by heading."""


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """A published table: its rows by the code of the food."""

    path: Path
    kind: Literal["totals", "stages"]
    layouts: tuple[str, ...]
    """The editions since which headings are written like these: one, or those that they do not tell apart."""
    rows: Mapping[str, tuple[int, Row]]
    """Code AGB → row of the file, 1 is the header, and its cells."""
    digest: str
    """SHA-256 of the file."""
    bad: Sequence[Problem] = ()
    """Rows that are none, and why."""

    @property
    def name(self) -> str:
        """As messages call it."""
        return self.path.name


def heading(text: str) -> str:
    """Return a heading as it is compared: without its unit, spaces, apostrophes and case as one."""
    plain = unicodedata.normalize("NFC", text).replace("’", "'").casefold()
    return _UNIT.sub("", " ".join(plain.split()))


def number(cell: str) -> float | None:
    """Return the number of a cell, with a decimal point or comma; None where it is none.

    >>> number("0,75"), number("1.2e-7"), number("1 234")
    (0.75, 1.2e-07, None)
    """
    return float(cell.replace(",", ".")) if _NUMBER.fullmatch(cell) else None


def read_table(path: str | Path) -> PublishedTable | Problem:
    """Read a table of a file; or return why it is none.

    Raises:
        DocumentError: the file cannot be read.
    """
    file, content = Path(path), read_file(path)
    table, why = None, "this is no CSV text"
    try:
        table = read_rows(
            content, file.name, delimiter=",;\t", western="cp1252"
        )  # French, if it is not UTF-8
    except DocumentError as error:
        if error.problems[0].where.endswith("row 1"):
            why = f"cannot be read as CSV ({error.problems[0].what})"
    if table is None or any("\0" in cell for cell in table.header):  # of a workbook
        return Problem(file.name, why, f"give the tables as CSV; {_WHERE_FROM}")
    headings = [heading(cell) for cell in table.header]
    if (problem := _unfit(file.name, headings)) is not None:
        return problem
    rows, bad = _rows(table, headings)
    kind: Literal["totals", "stages"] = "stages" if _STAGE in headings else "totals"
    digest = hashlib.sha256(content).hexdigest()
    return PublishedTable(file, kind, _layouts(table.header, headings), rows, digest, bad)


def _layouts(header: Sequence[str], headings: list[str]) -> tuple[str, ...]:
    written = " ".join(header).casefold()
    tests = (
        ("score unique ef 3.1" in written, ("3.2",)),
        (f"{CLIMATE} (kg co2 eq" in written, ("3.0",)),
        ("approche emballage" in headings, ("3.1",)),
        ("matériau d'emballage" in headings, ("3.1.1",)),
    )
    return next((layouts for applies, layouts in tests if applies), ("3.1", "3.1.1"))


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


def _rows(table: CsvRows, headings: list[str]) -> tuple[dict[str, tuple[int, Row]], list[Problem]]:
    """Return the rows by their code, and those that are none.

    Of a code that stands there twice with different cells, none is known to be the right row.
    """
    rows: dict[str, tuple[int, Row]] = {}
    doubtful: set[str] = set()
    bad: list[Problem] = []
    for record in table.records:
        row = dict(zip(headings, record.cells, strict=False))
        code, what = row.get("code agb", ""), record.broken
        if not what and len(record.cells) != len(headings):
            what = f"{len(record.cells)} cells, the header has {len(headings)}"
        elif not what and not code:
            what = "the food has no Code AGB"
        elif not what and code in rows:
            what = f"Code AGB {clip(code)} stands in row {rows[code][0]} already"
            doubtful |= {code} if rows[code][1] != row else set()
        if what:
            bad.append(Problem(table.place(record.number), what))
        else:
            rows[code] = record.number, row
    for code in sorted(doubtful):
        number_of_row, _ = rows.pop(code)
        what = f"Code AGB {clip(code)} stands there with other cells too"
        bad.append(Problem(table.place(number_of_row), what))
    return rows, bad

"""Base Carbone / Base Empreinte (ADEME): the CSV of one's own download, in both spellings of its headings.

Rows are elements ("Elément") and their parts ("Poste") with the same id: parts add up to the element, and are read as its stages,
never as factors of their own. Gases are in kg CO2e already; `CO2b`, biogenic CO2, is outside the total and stands beside it.
Archived and refused elements are left out. "kWh PCI" is by net, "kWh PCS" by gross calorific value. Numbers have a decimal comma,
and exponents (1,5E-2); the text is Western Windows where it is not UTF-8. Totals below zero are credits, which are no emissions:
they are left out and counted. Licence Ouverte 2.0; some rows of third parties have terms of their own.

The layout is known from programs that read the file (the importers of the Bilan Carbone association and others), not from
the file.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from co2label.errors import Problem, clip
from co2label.factors._intake import TOLERANCE, Intake, amount_of
from co2label.factors._published import fold, is_nothing, number, published_files
from co2label.model import read_emission_unit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from co2label.factors._imported import Imported
    from co2label.factors._published import HeadedRows, PublishedFile

_LINE, _ID, _STATUS, _TOTAL, _UNIT = map(
    fold,
    (
        "Type_Ligne",
        "Identifiant_de_l'élément",
        "Statut_de_l'élément",
        "Total_poste_non_décomposé",
        "Unité_français",
    ),
)

_HEADINGS = ("Type Ligne", "Identifiant de l'élément", "Total poste non décomposé", "Unité français")

_FOSSIL, _BIOGENIC, _BESIDE = ("co2f", "ch4f", "n2o", "autres ges"), ("ch4b",), "co2b"

_EXTRA = re.compile(r"valeur gaz supplémentaire \d")

_BASES = {"pci": "net-calorific-value", "pcs": "gross-calorific-value"}

_FAMILIES = (
    ("electricité", "elec"),
    ("électricité", "elec"),
    ("combustible", "fuel"),
    ("fret", "freight"),
    ("déchet", "waste"),
)


def recognise(file: PublishedFile) -> str | None:
    """Tell whether a file is of this source; the edition is not told by it."""
    return "Base Carbone / Base Empreinte (ADEME)" if file.has(*_HEADINGS) else None


def read(paths: Sequence[str | Path], edition: str | None = None) -> Imported:
    """Read the elements of a download.

    Args:
        paths: the CSV.
        edition: such as "V23.9", which the file does not tell; it is needed.

    Raises:
        DocumentError: it is another file, the edition is not said, or too many rows are wrong.
    """
    files = published_files(paths)
    found = next((file for file in files if file.has(*_HEADINGS)), None)
    if found is None:
        what = f"no columns {', '.join(map(repr, _HEADINGS))}"
        raise Problem(files[0].name if files else "", what, "give the CSV of Base Carbone").as_error()
    if edition is None:
        raise Problem(found.name, "the file does not tell its edition", "say it: --edition V23.9").as_error()
    table = found.headed(*_HEADINGS, western="cp1252")
    assert table is not None
    year = re.search(r"20\d\d", edition)
    intake = Intake("base-carbone", edition, int(year[0]) if year else None)
    parts: dict[str, list[tuple[str, dict[str, str]]]] = {}
    elements: list[tuple[str, dict[str, str]]] = []
    for where, row, cells in table.records():
        if row.broken or len(row.cells) != len(table.header):
            intake.refuse(where, row.broken or f"{len(row.cells)} cells, the header has {len(table.header)}")
        elif fold(cells[_LINE]).startswith("poste"):
            intake.part(where)
            parts.setdefault(cells[_ID], []).append((where, cells))
        else:
            elements.append((where, cells))
    for where, cells in elements:
        _take(intake, where, cells, parts.get(cells[_ID], []), table)
    return intake.imported([found])


def _take(
    intake: Intake,
    where: str,
    cells: Mapping[str, str],
    parts: Sequence[tuple[str, Mapping[str, str]]],
    table: HeadedRows,
) -> None:
    status, value = fold(cells.get(_STATUS, "")), number(cells[_TOTAL], ",")
    if status.startswith(("archivé", "refusé", "supprimé")):
        intake.leave(f"its status is {cells[_STATUS]!r}", where)
    elif is_nothing(cells[_TOTAL]):
        intake.leave("no value is published", where)
    elif value is None:
        intake.refuse(where, f"expected a number with a decimal comma, got {clip(cells[_TOTAL])}")
    elif value < 0:
        intake.leave("a credit (below zero), which is no emission", where)
    else:
        _add(intake, (where, cells), value, parts, table)


def _add(
    intake: Intake,
    row: tuple[str, Mapping[str, str]],
    value: float,
    parts: Sequence[tuple[str, Mapping[str, str]]],
    table: HeadedRows,
) -> None:
    where, cells = row
    mass, _, below = cells[_UNIT].partition("/")
    per = amount_of(below, "base-carbone")
    try:
        unit = read_emission_unit(mass)
    except ValueError:
        unit = None
    if per is None or unit is None:
        intake.leave(f"the unit {cells[_UNIT]!r} is not known", where)
        return
    kilograms = float(unit.kilograms)
    notes: list[str] = []
    category = cells.get(fold("Code_de_la_catégorie"), "")
    fields: dict[str, Any] = {
        "components": _components(cells, value, kilograms, where, intake),
        "stages": _stages(parts, value, kilograms, where, intake),
    }
    for name, column in (("quality", "Qualité"), ("uncertainty", "Incertitude")):
        figure = number(cells.get(fold(column), ""), ",")
        if figure is not None and name == "uncertainty" and figure > 0:
            fields["uncertainty"] = {"percent": figure}
        elif figure is not None and name == "quality":
            notes.append(f"quality {cells[fold(column)]} of 5 by the source")
    status, comment = cells.get(_STATUS, ""), cells.get(fold("Période_de_validité"), "")
    notes += [part for part in (status, f"valid {comment}" if comment else "") if part]
    intake.add(
        cells[_ID],
        where,
        family=next((ours for word, ours in _FAMILIES if word in fold(category)), ""),
        category=category,
        locator=f"identifiant {cells[_ID]}",
        name={
            language: _name(cells, table, words)
            for language, words in (("fr", "français"), ("en", "anglais"))
        },
        value=value * kilograms,
        unit=unit.basis,
        per=per,
        basis=[name for word, name in _BASES.items() if word in fold(below).split()],
        geography=cells.get(fold("Localisation_géographique"), "")[:120] or "FR",
        note="; ".join(notes),
        **fields,
    )


def _name(cells: Mapping[str, str], table: HeadedRows, language: str) -> str:
    heads = (table.heading(f"Nom_{part}_{language}") for part in ("base", "attribut", "frontière"))
    return ", ".join(cells[head] for head in heads if head and cells[head])


def _components(
    cells: Mapping[str, str], value: float, kilograms: float, where: str, intake: Intake
) -> dict[str, float]:
    """The total by component; none where the gases are not stated or do not add up to it."""
    extra = [head for head in cells if _EXTRA.match(head)]
    known = {head: number(cells.get(head, ""), ",") for head in (*_FOSSIL, *_BIOGENIC, _BESIDE, *extra)}
    stated = {head: kg for head, kg in known.items() if kg is not None}
    biogenic = sum(stated.get(head, 0.0) for head in _BIOGENIC)
    counted = sum(kg for head, kg in stated.items() if head != _BESIDE)
    beside = stated.get(_BESIDE, 0.0)
    kept = {"biogenic-co2": beside * kilograms} if beside > 0 else {}
    if not any(kg for head, kg in stated.items() if head != _BESIDE):
        return {}
    if abs(counted - value) > TOLERANCE * max(abs(value), 1e-9):
        intake.remark(
            f"{where}: the gases add up to {counted:.6g}, the total is {value:.6g}; they are left out"
        )
        return {}
    return {"fossil": (counted - biogenic) * kilograms, "biogenic-non-co2": biogenic * kilograms, **kept}


def _stages(
    parts: Sequence[tuple[str, Mapping[str, str]]], value: float, kilograms: float, where: str, intake: Intake
) -> dict[str, float]:
    """The parts of an element by name; none where they do not add up to it."""
    found: dict[str, float] = {}
    for place, cells in parts:
        figure = number(cells[_TOTAL], ",")
        if figure is None:
            continue
        words = (cells.get(fold(head), "") for head in ("Nom_poste_français", "Type_poste"))
        name = re.sub(r"[\s=]+", "-", next(filter(None, words), place)).strip("-")
        found[name] = found.get(name, 0.0) + figure
    total = sum(found.values())
    if found and abs(total - value) > TOLERANCE * max(abs(value), 1e-9):
        intake.remark(
            f"{where}: its parts add up to {total:.6g}, the total is {value:.6g}; they are left out"
        )
        return {}
    return (
        {} if any(kg < 0 for kg in found.values()) else {name: kg * kilograms for name, kg in found.items()}
    )

"""Factors from a table of one's own: a CSV file with one factor a row.

Columns: `id, value, unit, per, source_title` are needed (`per` not where every unit says it itself, as gCO2e/kWh does);
further ones may stand in any order: `name` or `name_ja`,
`name_en`, any other scalar field of `EmissionFactor` (`geography`, `year`, `boundary`, `represents`, `gwp_set`, `licence`,
`attribution`, `embed`, `share_alike`, `may_publish_value`, `note`, `mass`, `density`, `energy`, `length`, `area`, `price`),
any field of `Source` as `source_…`,
`uncertainty_percent`, `_gsd2`, `_low` and `_high`, `quality_dqr`, `_ter`, `_ger`, `_tir` and `_primary_data_share`,
`removal_store`, `_years`, `_standard`, `_verified_by` and `_verified_on`, and `aliases`, `keywords`, `basis`, `gases`,
`components`, `stages` as in the bundled table (`CO2=2.5 N2O=1e-05`). UTF-8, UTF-16, or CP932 and EUC-JP as
spreadsheets write them. `write_table` writes such a table, which reads back to equal factors.
"""

from __future__ import annotations

import csv
import io
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, get_args

from co2label.errors import DocumentError, FactorError, Problem, clip
from co2label.model import BRIDGE_FIELDS, EmissionFactor, Quality, Removal, Source, Uncertainty, read_file
from co2label.tabular import CsvRows, escape_formula, read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


_OUTER: dict[str, Any] = {
    "source": Source,
    "uncertainty": Uncertainty,
    "quality": Quality,
    "removal": Removal,
}

NESTED = {
    f"{outer}_{name}": (outer, name)
    for outer, names in {
        "source": ("title", "id", "publisher", "edition", "url", "locator"),
        "uncertainty": ("percent", "gsd2", "low", "high", "note"),
        "quality": ("dqr", "note", "ter", "ger", "tir", "primary_data_share"),
        "removal": ("store", "years", "standard", "verified_by", "verified_on"),
    }.items()
    for name in names
} | {"source_year": ("source", "year")}

LISTS = ("aliases", "keywords", "basis")

TRUTHS = ("embed", "share_alike", "may_publish_value")

_TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}

PAIRS = ("gases", "components", "stages")

COLUMNS: tuple[str, ...] = (
    *("id", "unit", "per", "name", "boundary", "represents", "geography", "gwp_set", "licence"),
    *(
        "attribution",
        *TRUTHS,
        "note",
        *BRIDGE_FIELDS,
        "value",
        "year",
        "name_ja",
        "name_en",
        *NESTED,
        *LISTS,
        *PAIRS,
    ),
)
"""Every column that a table may have; `name_` takes any language tag."""

_WORKBOOK = b"PK\x03\x04"

_NEEDED = ("id", "value", "unit", "per", "source_title")


def read_table(path: str | Path) -> tuple[EmissionFactor, ...]:
    """Return the factors of a CSV file.

    Raises:
        DocumentError: the file cannot be read, or every problem of its header and rows, with row and column.
    """
    file = Path(path)
    content = read_file(file)
    if content.startswith(_WORKBOOK):
        todo = f"save its sheet of factors as CSV in UTF-8, with the columns {', '.join(_NEEDED)}"
        raise Problem(file.name, "this is a workbook, and factors are read from a CSV file", todo).as_error()
    return factors_of_rows(read_rows(content, file.name))


def factors_of_rows(rows: CsvRows) -> tuple[EmissionFactor, ...]:
    """Return the factors of rows with the columns of such a table, wherever they were read.

    Raises:
        DocumentError: every problem of the header and the rows, with row and column.
    """
    problems = list(rows.header_problems(COLUMNS, needed=_needed(rows), prefixes=("name_",)))
    DocumentError.raise_any(problems)
    return _factors(rows.cells(problems), problems)


def read_columns(
    path: str | Path, columns: Mapping[str, str], same: Mapping[str, str] = MappingProxyType({})
) -> tuple[EmissionFactor, ...]:
    """Return the factors of a table of others that has one factor a row: what an adapter of such a source needs.

    Args:
        path: a CSV file.
        columns: the heading of each column that is read, with the column of ours that it is (`COLUMNS`, `name_fr`).
        same: cells that every row has, by column of ours, such as the title of the source.

    Raises:
        DocumentError: the file cannot be read, or every problem of its header and rows, with row and column of ours.
    """
    file = Path(path)
    table = read_rows(read_file(file), file.name)
    problems = list(table.header_problems(table.header, needed=tuple(columns)))
    DocumentError.raise_any(problems)
    rows = (
        (where, {ours: cells[theirs] for theirs, ours in columns.items() if theirs in cells} | dict(same))
        for where, cells in table.cells(problems)
    )
    return _factors(rows, problems)


def _factors(
    rows: Iterable[tuple[str, dict[str, str]]], problems: list[Problem]
) -> tuple[EmissionFactor, ...]:
    factors = tuple(factor for where, cells in rows for factor in _factor(cells, where, problems))
    DocumentError.raise_any(problems)
    return factors


def _needed(table: CsvRows) -> tuple[str, ...]:
    """Return the columns that must be there; what every unit is per may stand in the unit itself."""
    units = [cells.get("unit", "") for _, cells in table.cells([])]
    per_unit = bool(units) and all("/" in unit for unit in units)
    return tuple(column for column in _NEEDED if column != "per" or not per_unit)


def _factor(cells: dict[str, str], where: str, problems: list[Problem]) -> Iterator[EmissionFactor]:
    own: list[Problem] = []
    fields = factor_fields(cells, own)
    try:
        factor = EmissionFactor.read(fields)
    except DocumentError as error:
        given = {problem.where for problem in own}
        own += [problem for problem in error.problems if problem.where not in given]
    if not own:
        yield factor
    for problem in own:
        outer, dot, inner = problem.where.partition(".")
        column = f"{outer}_{inner}" if dot and outer in _OUTER else problem.where
        place = f"{where}, column {column}" if column else where
        problems.append(Problem(place, problem.what, problem.todo))


def factor_fields(cells: Mapping[str, str], problems: list[Problem]) -> dict[str, Any]:
    """Return the fields of a factor from the cells of its row, by column of ours.

    >>> factor_fields({"value": "2.1", "name_en": "Rope", "source_title": "EPD", "stages": "farm=2 mill=0.1"}, [])
    {'value': 2.1, 'name': {'en': 'Rope'}, 'source': {'title': 'EPD'}, 'stages': {'farm': 2.0, 'mill': 0.1}}
    """
    fields: dict[str, Any] = {}
    for column, cell in cells.items():
        value = _value(column, cell, problems)
        if column in NESTED:
            outer, inner = NESTED[column]
            fields.setdefault(outer, {})[inner] = value
        elif column.startswith("name_"):
            fields.setdefault("name", {})[column.removeprefix("name_")] = value
        else:
            fields[column] = value
    return fields


def _value(column: str, cell: str, problems: list[Problem]) -> Any:
    if column in LISTS:
        return tuple(cell.split())
    if column in TRUTHS:
        if cell.casefold() not in _TRUTH:
            problems.append(Problem(column, f"expected true or false, got {clip(cell)}"))
        return _TRUTH.get(cell.casefold(), False)
    if column in PAIRS:
        parts = [part.partition("=") for part in cell.split()]
        names = [name for name, _, _ in parts]
        problems += [
            Problem(f"{column}.{name}", "stands there twice", "add the two up, or remove one of them")
            for name in dict.fromkeys(names)
            if names.count(name) > 1
        ]
        return {name: _number(f"{column}.{name}", number, float, problems) for name, _, number in parts}
    kind = _numeric_type(column)
    return cell if kind is None else _number(column, cell, kind, problems)


@cache
def _numeric_type(column: str) -> type[float] | None:
    """Return the type of the numbers of a column, as the model declares it; None for texts."""
    outer, inner = NESTED.get(column, ("", column))
    field = _OUTER.get(outer, EmissionFactor).model_fields.get(inner)
    types = () if field is None else (field.annotation, *get_args(field.annotation))
    return next((kind for kind in (int, float) if kind in types), None)


def _number(column: str, cell: str, kind: type[float], problems: list[Problem]) -> float:
    try:
        return kind(cell)
    except ValueError:
        example = "2025" if kind is int else "0.12"
        problems.append(Problem(column, f"expected a plain number such as {example}, got {clip(cell)}"))
        return 0


_COLUMN_OF = {path: column for column, path in NESTED.items()}

_FIRST = ("id", "name_ja", "name_en", "name_fr", "name", "value", "unit", "per")


def write_table(factors: Iterable[EmissionFactor]) -> str:
    """Return the text of a CSV file with one factor a row.

    Raises:
        FactorError: a factor holds what a table cannot: a pedigree, a keyword with a space.

    >>> from co2label.model import EmissionFactor
    >>> rope = EmissionFactor(id="rope", value=2.1, unit="kgCO2e", per="1 kg", source={"title": "EPD 12"}, stages={"farm": 2.1})
    >>> print(write_table([rope]), end="")
    id,value,unit,per,source_title,stages
    rope,2.1,kgCO2e,1 kg,EPD 12,farm=2.1
    """
    rows = [dict(_cells(factor)) for factor in factors]
    used = {column for row in rows for column in row}
    names = sorted(column for column in used if column.startswith("name_") and column not in _FIRST)
    order = [column for column in dict.fromkeys((*_FIRST, *names, *COLUMNS)) if column in used]
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, order, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _text(value: Any) -> str:
    """Numbers to their last digit; a text that a spreadsheet would read as a formula with an apostrophe before it."""
    if isinstance(value, bool):
        return str(value).lower()
    return escape_formula(value) if isinstance(value, str) else repr(value)


def _cells(factor: EmissionFactor) -> Iterator[tuple[str, str]]:
    plain = factor.model_dump(mode="json", exclude_defaults=True, exclude={"name", "id", *LISTS, *PAIRS})
    yield "id", factor.id
    for language, name in factor.name.items():
        yield ("name" if language == "und" else f"name_{language}"), _text(name)
    for key, value in plain.items():
        for inner, each in value.items() if isinstance(value, dict) else [("", value)]:
            column = _COLUMN_OF.get((key, inner)) if inner else key
            if column is None:
                raise FactorError(
                    f"factor {factor.id!r}: a table has no column for {key}.{inner}; keep it in a document"
                )
            yield column, _text(each)
    for column in LISTS:
        if words := getattr(factor, column):
            yield column, " ".join(_whole(factor, column, words))
    for column in PAIRS:
        if parts := getattr(factor, column):
            names = _whole(factor, column, tuple(parts))
            yield column, " ".join(f"{name}={parts[name]!r}" for name in names)


def _whole(factor: EmissionFactor, column: str, words: Sequence[str]) -> Sequence[str]:
    """Return the words, none of which a reader would cut in two."""
    for word in words:
        if len(word.split()) != 1 or "=" in word:
            raise FactorError(
                f"factor {factor.id!r}: {column} cannot hold {word!r} in a table; use one word without ="
            )
    return words

"""The bundled factors: a row of a CSV becomes an `EmissionFactor`; the sources with their licences and attributions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from co2label._data import data_rows, data_table
from co2label.factors._table import factor_fields
from co2label.model import EmissionFactor


def edition() -> str:
    """Return the version of the bundled table, for declarations.

    >>> edition()
    'bundled-2026.11'
    """
    return str(_sources()["edition"])


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """A source of a library: what it is, under which licence, and what must be printed beside its figures."""

    id: str
    title: str
    publisher: str
    edition: str
    url: str
    licence: str
    """SPDX identifier, or the name of the licence where SPDX has none."""
    attribution: Mapping[str, str]
    """The words to print, by language (ja, en)."""
    factors: int
    """The number of factors in the library that come from it."""
    note: str = ""


@cache
def _sources() -> dict[str, Any]:
    return data_table("bundled/sources.toml", beside=__file__)


@cache
def source_tables() -> Mapping[str, Mapping[str, Any]]:
    """Return the bundled sources by id, in the order in which their factors are searched.

    >>> source_tables()["desnz-2025"]["licence"]
    'OGL-UK-3.0'
    """
    return MappingProxyType({key: table for key, table in _sources().items() if isinstance(table, dict)})


def bundled_record(key: str, count: int) -> SourceRecord:
    """Return the record of a bundled source, of which a library has so many factors."""
    table = source_tables()[key]
    texts = {name: str(table[name]) for name in ("title", "publisher", "edition", "url", "licence", "note")}
    return SourceRecord(
        id=key, attribution=MappingProxyType(dict(table["attribution"])), factors=count, **texts
    )


def own_record(key: str, factor: EmissionFactor, count: int) -> SourceRecord:
    """Return the record of another source, as one of its factors tells it."""
    source = factor.source
    words = factor.attribution or source.title
    return SourceRecord(
        id=key,
        title=source.title,
        publisher=source.publisher or "",
        edition=source.edition or "",
        url=source.url or "",
        licence=factor.licence or "",
        attribution=MappingProxyType({"ja": words, "en": words}),
        factors=count,
    )


Row = Mapping[str, str]

_OURS = {"dqr": "quality_dqr", "locator": "source_locator"}
"""Columns of the bundled tables that a table of one's own calls otherwise."""


def bundled_rows() -> Iterator[tuple[str, Row]]:
    """Yield every bundled row with the id of its source, in the order of `sources.toml`."""
    for source in source_tables():
        for row in data_rows(f"bundled/{source}.csv", beside=__file__):
            yield source, row


def words_of(row: Row) -> tuple[str, ...]:
    """Return the words that a search looks at: both names, the id, the aliases, the keywords."""
    texts = (row.get("name_ja", ""), row.get("name_en", ""), row["id"])
    return (*texts, *row.get("aliases", "").split(), *row.get("keywords", "").split())


def factor_of(source: str, row: Row) -> EmissionFactor:
    """Return the factor of a bundled row, with the passport of its source."""
    table = source_tables()[source]
    cells = {_OURS.get(column, column): cell for column, cell in row.items() if cell}
    fields = factor_fields(cells, []) | {"licence": str(table["licence"])}
    fields["attribution"] = str(table["attribution"][table["official"]])
    fields["source"] |= {"id": source}
    fields["source"] |= {name: table[name] for name in ("title", "publisher", "edition", "year", "url")}
    return EmissionFactor(**fields)

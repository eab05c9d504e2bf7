"""Where the bundled factors come from: the sources with their licences, and the attribution to print."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from co2label.model import EmissionFactor

__all__ = ["SourceRecord", "bundled_record", "bundled_text", "edition", "own_record", "source_tables"]


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
    """How many factors of the library come from it."""
    note: str = ""


def bundled_text(name: str) -> str:
    """The text of a file in the bundled folder."""
    return files("co2label.factors").joinpath("bundled", name).read_text(encoding="utf-8")


@cache
def _sources() -> dict[str, Any]:
    return tomllib.loads(bundled_text("sources.toml"))


@cache
def source_tables() -> Mapping[str, Mapping[str, Any]]:
    """The bundled sources by id, in the order in which their factors are searched.

    >>> source_tables()["desnz-2025"]["licence"]
    'OGL-UK-3.0'
    """
    return MappingProxyType({key: table for key, table in _sources().items() if isinstance(table, dict)})


def edition() -> str:
    """Version of the bundled table, for declarations.

    >>> edition()
    'bundled-2026.11'
    """
    return str(_sources()["edition"])


def bundled_record(key: str, count: int) -> SourceRecord:
    """The record of a bundled source, of which a library has so many factors."""
    table = source_tables()[key]
    texts = {name: str(table[name]) for name in ("title", "publisher", "edition", "url", "licence", "note")}
    return SourceRecord(
        id=key, attribution=MappingProxyType(dict(table["attribution"])), factors=count, **texts
    )


def own_record(key: str, factor: EmissionFactor, count: int) -> SourceRecord:
    """The record of another source, as one of its factors tells it."""
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

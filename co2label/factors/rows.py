"""From a row of a bundled CSV to an `EmissionFactor`: text to fields, one column a field.

Gases, components and stages are written as `name=number` pairs with spaces between; several words of a column
(aliases, keywords) have spaces between them too.

>>> pairs("CO2=2.5 N2O=1e-05")
{'CO2': 2.5, 'N2O': 1e-05}
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from co2label.factors.passport import bundled_text, source_tables
from co2label.model import EmissionFactor, Quality, Source

__all__ = ["Row", "bundled_rows", "factor_of", "pairs", "words_of"]

Row = Mapping[str, str]
_SAME_NAME = ("id", "unit", "per", "boundary", "represents", "geography", "gwp_set", "energy", "note")
_PAIRS = ("gases", "components", "stages")


def bundled_rows() -> Iterator[tuple[str, Row]]:
    """Every bundled row with the id of its source, in the order of `sources.toml`."""
    for source in source_tables():
        for row in csv.DictReader(io.StringIO(bundled_text(f"{source}.csv"))):
            yield source, row


def pairs(text: str) -> dict[str, float]:
    """Named numbers of one cell, in their order."""
    return {name: float(number) for name, _, number in (part.partition("=") for part in text.split())}


def words_of(row: Row) -> tuple[str, ...]:
    """What a search looks at: both names, the id, the aliases, the keywords."""
    texts = (row.get("name_ja", ""), row.get("name_en", ""), row["id"])
    return (*texts, *row.get("aliases", "").split(), *row.get("keywords", "").split())


def factor_of(source: str, row: Row) -> EmissionFactor:
    """The factor of a bundled row, with the passport of its source."""
    table = source_tables()[source]
    fields: dict[str, Any] = {name: row[name] for name in _SAME_NAME if row.get(name)}
    fields |= {name: pairs(row[name]) for name in _PAIRS if row.get(name)}
    fields |= {name: tuple(row[name].split()) for name in ("aliases", "keywords") if row.get(name)}
    if row.get("dqr"):
        fields["quality"] = Quality(dqr=float(row["dqr"]))
    return EmissionFactor(
        **fields,
        value=float(row["value"]),
        name={"ja": row["name_ja"], "en": row["name_en"]},
        year=int(row["year"]),
        source=_source(source, table, row["locator"]),
        licence=str(table["licence"]),
        attribution=str(table["attribution"][table["official"]]),
    )


def _source(source: str, table: Mapping[str, Any], locator: str) -> Source:
    known = {name: table[name] for name in ("title", "publisher", "edition", "year", "url")}
    return Source(**known, id=source, locator=locator)

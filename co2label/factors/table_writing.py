"""Factors as a table that `read_table` reads back to equal factors: one row each, only the columns that are used."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any

from co2label.errors import FactorError
from co2label.factors.tables import COLUMNS, LISTS, NESTED, PAIRS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from co2label.model import EmissionFactor

__all__ = ["write_table"]

_OF_COLUMN = {inner: column for column, inner in NESTED.items()}
_FIRST = ("id", "name_ja", "name_en", "name_fr", "name", "value", "unit", "per")
_FORMULA = re.compile(r"'*[=+\-@＝＋－＠]")


def write_table(factors: Iterable[EmissionFactor]) -> str:
    """The text of a CSV file with one factor a row.

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


def _cells(factor: EmissionFactor) -> Iterator[tuple[str, str]]:
    plain = factor.model_dump(mode="json", exclude_defaults=True, exclude={"name", "id", *LISTS, *PAIRS})
    yield "id", factor.id
    for language, name in factor.name.items():
        yield ("name" if language == "und" else f"name_{language}"), _text(name)
    for key, value in plain.items():
        if isinstance(value, dict):
            for inner, each in value.items():
                yield _column(factor, key, inner), _text(each)
        else:
            yield key, _text(value)
    for column in LISTS:
        if words := getattr(factor, column):
            yield column, " ".join(_whole(factor, column, words))
    for column in PAIRS:
        if parts := getattr(factor, column):
            names = _whole(factor, column, tuple(parts))
            yield column, " ".join(f"{name}={parts[name]!r}" for name in names)


def _column(factor: EmissionFactor, outer: str, inner: str) -> str:
    column = _OF_COLUMN.get((outer, inner))
    if column is None:
        message = f"factor {factor.id!r}: a table has no column for {outer}.{inner}; keep it in a document"
        raise FactorError(message)
    return column


def _whole(factor: EmissionFactor, column: str, words: Sequence[str]) -> Sequence[str]:
    """The words, none of which a reader would cut in two."""
    for word in words:
        if len(word.split()) != 1 or "=" in word:
            message = (
                f"factor {factor.id!r}: {column} cannot hold {word!r} in a table; use one word without ="
            )
            raise FactorError(message)
    return words


def _text(value: Any) -> str:
    """Numbers to their last digit; a text that a spreadsheet would read as a formula with an apostrophe before it."""
    if not isinstance(value, str):
        return repr(value)
    return f"'{value}" if _FORMULA.match(value) else value

r"""Averages by category: a table that a shop edits, for products that have no match of their own (`categories.csv`).

A row names a category or a department, as the master writes it, and either one or several factors of the library, whose mean it
takes and whose range is its spread, or a value of its own. Its keys are the shop's: 部門, or codes of JICFS, GPC, Shopify,
COICOP; of a path such as "Food > Drinks > Juice" the most specific part that has a row counts.

>>> import tempfile, pathlib
>>> from co2label.factors import FactorLibrary
>>> path = pathlib.Path(tempfile.mkdtemp()) / "categories.csv"
>>> _ = path.write_text("category,factors,value,unit,per,low,high,source\n果物,food.apple food.banana,,,,,,\n"
...     "日用品,,0.004,kgCO2e,1 JPY,0.001,0.01,own estimate 2025\n", encoding="utf-8")
>>> own = Categories.read(path, FactorLibrary.bundled())
>>> [own.of(text).factor.per.text for text in ("果物", "青果 > 果物", "日用品")], own.of("文具") is None
(['1 kg', '1 kg', '1 JPY'], True)
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from co2label.errors import Co2LabelError, DocumentError, FactorError, Problem, clip
from co2label.factors import fold
from co2label.matching._products import rows_of
from co2label.model import EmissionFactor

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from co2label.factors import FactorLibrary


CATEGORY_HEADS = ("category", "factors", "value", "unit", "per", "low", "high", "source", "note")

_LEVELS = re.compile(r"\s*[>＞/／|]\s*")


@dataclass(frozen=True, slots=True)
class CategoryAverage:
    """What products of a category are taken to have.

    Attributes:
        category: as the table has it.
        factor: the average, with its spread as uncertainty.
        of: the ids of the factors that it is the mean of; empty for a value of one's own.
    """

    category: str
    factor: EmissionFactor
    of: tuple[str, ...] = ()


class Categories:
    """The averages of a shop, by category."""

    __slots__ = ("_by_name",)

    def __init__(self, averages: Iterable[CategoryAverage] = ()) -> None:
        self._by_name = {fold(each.category): each for each in averages}

    def __len__(self) -> int:
        return len(self._by_name)

    def of(self, *names: str) -> CategoryAverage | None:
        """Return the average of the first of these names that has one; of a path, its most specific part."""
        for name in names:
            for part in (name, *reversed(_LEVELS.split(name))):
                if part and (found := self._by_name.get(fold(part))):
                    return found
        return None

    @property
    def factors(self) -> tuple[EmissionFactor, ...]:
        """The averages as factors, which a library needs to know."""
        return tuple(each.factor for each in self._by_name.values())

    @classmethod
    def read(cls, path: Path, library: FactorLibrary) -> Categories:
        """Read a table of categories (CSV).

        Raises:
            DocumentError: the file cannot be read, or every problem of its rows: a category twice, a factor that is none,
                factors of unlike units, neither factors nor a value, a value without its source.
        """
        table = rows_of(path)
        problems = list(table.header_problems(CATEGORY_HEADS, needed=("category",)))
        DocumentError.raise_any(problems)
        found: dict[str, CategoryAverage] = {}
        for where, cells in table.cells(problems):
            try:
                average = _average(cells, library)
            except Co2LabelError as error:
                problems.append(Problem(where, str(error)))
                continue
            if fold(average.category) in found:
                what = f"category {clip(average.category)} stands there twice"
                problems.append(Problem(where, what, "keep one of them"))
            found.setdefault(fold(average.category), average)
        DocumentError.raise_any(problems)
        return cls(found.values())


def _average(cells: Mapping[str, str], library: FactorLibrary) -> CategoryAverage:
    category = cells.get("category", "")
    if not category:
        raise FactorError("column category is empty; name the category")
    ids = tuple(cells.get("factors", "").split())
    if bool(ids) == ("value" in cells):
        raise FactorError("expected either factors or a value; fill in one of the two columns")
    return _own(category, cells) if not ids else _mean(category, [library[each] for each in ids])


def _own(category: str, cells: Mapping[str, str]) -> CategoryAverage:
    fields = {name: cells[name] for name in ("unit", "per") if name in cells}
    numbers = {name: _number(name, cells[name]) for name in ("value", "low", "high") if name in cells}
    value = numbers.pop("value")
    spread = {"uncertainty": numbers} if numbers else {}
    if "source" not in cells:
        raise FactorError("column source is empty; say where the value is from, with its year")
    source = {"title": cells["source"]}
    return CategoryAverage(
        category,
        EmissionFactor.read(
            {"id": _id(category), "name": {"und": category}, "value": value, "source": source}
            | fields
            | spread
        ),
    )


def _mean(category: str, factors: list[EmissionFactor]) -> CategoryAverage:
    """The mean of factors, in the unit of the first one, with the least and the most as its spread.

    Raises:
        FactorError: they are of unlike units.
    """
    first = factors[0]
    for each in factors:
        if (each.unit, each.per.unit.dimension) != (first.unit, first.per.unit.dimension):
            raise FactorError(
                f"{each.id} is per {each.per.text}, and {first.id} per {first.per.text}; average like ones"
            )
    values = [each.value / each.per.si * first.per.si for each in factors]
    low, high = min(values), max(values)
    fields = {
        "id": _id(category),
        "name": {"und": category},
        "value": sum(values) / len(values),
        "unit": first.unit,
        "per": first.per.text,
        "source": {"title": f"mean of {', '.join(each.id for each in factors)}"},
        "may_publish_value": all(each.may_publish_value for each in factors),
    }
    if 0 < low < high:
        fields["uncertainty"] = {"low": low, "high": high}
    return CategoryAverage(category, EmissionFactor.read(fields), tuple(each.id for each in factors))


def _number(column: str, cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        raise FactorError(
            f"column {column}: expected a plain number such as 0.12, got {clip(cell)}"
        ) from None


def _id(category: str) -> str:
    """An id that is the same in every run."""
    return f"category.{hashlib.sha256(fold(category).encode()).hexdigest()[:12]}"

"""Layouts by name: tables of shops and ERP systems, told by their headings.

>>> found = layout_of(("Handle", "Title", "Variant SKU", "Variant Grams"))
>>> found.name, found.of, found.columns["mass"]
('Shopify, products', 'products', 'Variant Grams')
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Layout", "layout_of"]


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout, as one table has it.

    Attributes:
        name: what the system calls it.
        of: what its rows are.
        columns: field → heading; a name has no language yet.
        units: heading → the unit of its numbers.
        filled: fields that stand on the first row alone.
        within: the heading of what such rows have in common; None where it is the id.
    """

    name: str
    of: Literal["products", "activities"]
    columns: Mapping[str, str]
    units: Mapping[str, str]
    filled: tuple[str, ...]
    within: str | None


def layout_of(header: Sequence[str]) -> Layout | None:
    """The layout that a table has, or None; of several, the one of which the most headings are there."""
    known = set(header)
    fitting = [each for each in _layouts() if set(each["signature"]) <= known]
    best = max(fitting, key=lambda each: len(each["signature"]), default=None)
    if best is None:
        return None
    columns = {
        field: heading
        for field, headings in best["columns"].items()
        if (heading := next((each for each in headings if each in known), None)) is not None
    }
    return Layout(
        best["name"],
        best["of"],
        columns,
        best.get("units", {}),
        tuple(field for field in best.get("filled", ()) if field in columns),
        best.get("within"),
    )


@cache
def _layouts() -> tuple[dict[str, Any], ...]:
    text = files("co2label.catalogue.suggesting").joinpath("layouts.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["layouts"])

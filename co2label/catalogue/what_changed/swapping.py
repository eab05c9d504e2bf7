"""Another set of factors under the same columns: only what an emitter weighs per unit changes, no line is read again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from co2label.errors import Co2LabelError
from co2label.footprint.by_rule import rows_by_rule
from co2label.footprint.emitter import Emitter, of_factor
from co2label.footprint.quantities import BRIDGES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from co2label.factors import FactorLibrary
    from co2label.footprint.columns import Columns
    from co2label.model import EmissionFactor

__all__ = ["Swap", "names_of", "swap"]


@dataclass(frozen=True, slots=True, eq=False)
class Swap:
    """What the emitters of some columns weigh with other factors."""

    step: NDArray[np.float64]
    """(emitter): kilograms in the figure per root unit, more than before; 0 for products, gases and what is lost."""
    reasons: Mapping[int, str]
    """Emitter → why it cannot be used any more."""


def swap(columns: Columns, factors: FactorLibrary) -> Swap | None:
    """The emitters with other factors; None where a line would have to be read again.

    That is so where a factor is now per another kind of unit, or where its bridges changed, where a rule made lines, and
    where a product counts by a sum rule of its own.
    """
    if columns.first_of or rows_by_rule(columns):
        return None
    step, reasons = np.zeros(len(columns.emitters)), {}
    first = _first_lines(columns)
    for code, old in enumerate(columns.emitters):
        asked = None if old.factor is None else columns.lines[first[code]].factor
        if not isinstance(asked, str):
            continue
        try:
            new = of_factor(factors[asked], old.through, columns.basis)
        except Co2LabelError as error:
            reasons[code] = str(error)
            continue
        if not _same_units(old, new):
            return None
        step[code] = new.kg_of(columns.counted) - old.kg_of(columns.counted)
    return Swap(step, reasons)


def names_of(columns: Columns, before: FactorLibrary, after: FactorLibrary) -> list[str]:
    """What each emitter is called: the id of its factor (where it changed, of the old one), or its gas."""
    first = _first_lines(columns)
    names = [source.gas or "" for source in columns.emitters]
    for code, source in enumerate(columns.emitters):
        if source.factor is not None:
            asked = columns.lines[first[code]].factor
            named = (before.get(asked) or after.get(asked)) if isinstance(asked, str) else None
            names[code] = source.factor.id if named is None else named.id
    return names


def _first_lines(columns: Columns) -> list[int]:
    """The first line that draws on each emitter: of several assignments to one place the last one stands."""
    first = np.zeros(len(columns.emitters), np.intp)
    count = len(columns.emitter)
    first[columns.emitter[::-1]] = np.arange(count - 1, -1, -1)
    places: list[int] = first.tolist()
    return places


def _same_units(old: Emitter, new: Emitter) -> bool:
    """Whether an amount becomes the same number of root units."""
    unit, other = old.per.unit, new.per.unit
    if (unit.dimension, unit.price_year) != (other.dimension, other.price_year):
        return False
    bridges, others = _bridges(old.factor), _bridges(new.factor)
    return bridges == others and (not any(bridges) or old.per == new.per)


def _bridges(factor: EmissionFactor | None) -> tuple[object, ...]:
    return tuple(getattr(factor, name) for name in BRIDGES)

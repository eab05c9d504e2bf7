"""Changes of figures under another set of factors: which products moved by how much, and which factors moved them.

A figure is the sum of what its factors add to it, through the products that it uses: T A w, where `A[p, f]` is what
product p itself draws on factor f, w the kilograms per unit, and T = (I - P)^-1 leads through used products. So a change is
the sum over the factors of T (A' w' - A w), whatever changed: a value, a unit, a bridge, a stage split.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from co2label.errors import ComputeError, Problem, clip, suggestion
from co2label.figures import show_mass
from co2label.footprint._loops import propagate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from co2label.draw import Picture
    from co2label.factors import FactorLibrary
    from co2label.footprint._loops import Uses
    from co2label.footprint._sparse import Sparse
    from co2label.model import EmissionFactor


@dataclass(frozen=True, slots=True)
class FigureChange:
    """One product whose figure moved."""

    product: str
    before: float
    """Kilograms of CO2e per declared unit."""
    after: float
    difference: float
    """The sum of `because`."""
    percent: float | None
    """Of the figure before; None where that is zero."""
    because: tuple[tuple[str, float], ...]
    """Factors with the kilograms that each of them adds to the move, the largest first."""

    @property
    def shown(self) -> tuple[str, str]:
        """Both figures as a label shows an estimate, with two digits; where they are the same, it need not be printed anew."""
        before, after = (str(show_mass(kg)) for kg in (self.before, self.after))
        return before, after

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        fields = ("product", "before", "after", "difference", "percent")
        because = [{"factor": factor, "kg_co2e": kg} for factor, kg in self.because]
        return {name: getattr(self, name) for name in fields} | {
            "shown": list(self.shown),
            "because": because,
        }


@dataclass(frozen=True, slots=True)
class FactorChange:
    """One factor that moved figures."""

    factor: str
    """Its id."""
    before: EmissionFactor | None
    """As it was; None where the catalogue could not be computed for want of it."""
    after: EmissionFactor | None
    products: int
    """How many figures it moved."""
    kg_co2e: float
    """Sum of what it moved them by, one declared unit of each product."""

    @property
    def percent(self) -> float | None:
        """Percent by which the factor itself rose; None where that cannot be told."""
        if self.before is None or self.after is None or not self.before.value:
            return None
        if (self.before.unit, self.before.per) != (self.after.unit, self.after.per):
            return None
        return 100.0 * (self.after.value / self.before.value - 1.0)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        values = {
            name: None
            if factor is None
            else {"value": factor.shown_value, "unit": f"{factor.unit} per {factor.per}"}
            for name, factor in (("before", self.before), ("after", self.after))
        }
        fields = ("percent", "products", "kg_co2e")
        return {"factor": self.factor, **values} | {name: getattr(self, name) for name in fields}


def distinct_columns(names: Sequence[str]) -> tuple[tuple[str, ...], NDArray[np.intp]]:
    """The distinct names, and the place of each name among them."""
    place = {name: column for column, name in enumerate(dict.fromkeys(names))}
    return tuple(place), np.array([place[name] for name in names], np.intp)


def through_uses(own: Sparse, uses: Uses) -> Sparse:
    """Add what comes through used products."""
    return own if not len(uses.user) or not own.nnz else propagate(own, uses)


def only_rows(parts: Sparse, rows: NDArray[np.bool_]) -> Sparse:
    """Keep some rows; the others become empty."""
    if rows.all():
        return parts
    return parts.with_data(np.where(rows[parts.row], parts.data, 0.0)).without_zeros()


_PERCENT_ROUNDING = 1e-12
"""Relative: a figure that moved by less has not moved."""


@dataclass(frozen=True, eq=False, repr=False)
class Changes:
    """Changes of the figures of a catalogue under a new set of factors.

    Attributes:
        ids: all products, in the order of the catalogue.
        before: figures with the old factors, kg CO2e per declared unit; NaN where there was none.
        after: figures with the new ones; NaN where there is none.
        lost: products that cannot be computed any more, with the reason.
        gained: products that can be computed now, with the reason why they could not before.
        never: products that can be computed with neither, with the reason.
    """

    ids: Sequence[str]
    before: NDArray[np.float64]
    after: NDArray[np.float64]
    parts: Sparse
    """(product, factor): what each factor adds to the move of each product, in kilograms."""
    factors: Sequence[FactorChange]
    """By the columns of `parts`."""
    lost: Mapping[str, str]
    gained: Mapping[str, str]
    never: Mapping[str, str]

    def __repr__(self) -> str:
        return f"<{len(self.moved)} of {len(self.ids)} figures moved>"

    @cached_property
    def difference(self) -> NDArray[np.float64]:
        """(product): kilograms more (below zero: less) than before; 0 where a figure is missing."""
        return self.parts.sums()

    @cached_property
    def percent(self) -> NDArray[np.float64]:
        """(product): the move in percent of the figure before; NaN where that is zero or missing."""
        both = np.isfinite(self.before) & np.isfinite(self.after) & (self.before != 0)
        percent = np.full(len(self.ids), np.nan)
        percent[both] = 100.0 * self.difference[both] / np.abs(self.before[both])
        return percent

    @cached_property
    def moved(self) -> NDArray[np.intp]:
        """Rows of the products whose figure moved, those that moved most first."""
        size = np.fmax(np.abs(self.before), np.abs(self.after))
        rows = np.flatnonzero(np.abs(self.difference) > _PERCENT_ROUNDING * np.nan_to_num(size))
        return rows[np.argsort(-np.abs(self.difference[rows]), kind="stable")]

    @property
    def unchanged(self) -> int:
        """Number of figures that are there before and after and did not move."""
        both = int((np.isfinite(self.before) & np.isfinite(self.after)).sum())
        return both - len(self.moved)

    @property
    def by_factor(self) -> tuple[FactorChange, ...]:
        """The factors that moved figures, those that moved most first."""
        real = (one for one in self.factors if one.products)
        return tuple(sorted(real, key=lambda one: (-abs(one.kg_co2e), one.factor)))

    def rows(self, limit: int | None = None) -> Iterator[FigureChange]:
        """The products whose figure moved, those that moved most first."""
        return map(self._change, self.moved[:limit].tolist())

    def __getitem__(self, product: str) -> FigureChange:
        """The move of one product, zero where its figure did not move.

        Raises:
            ComputeError: there is no such product, or it has no figure before or after.
        """
        row = self._places.get(product)
        if row is None:
            todo = suggestion(product, self.ids) or "give the id of a product of the catalogue"
            raise ComputeError([Problem("", f"no product {clip(product)}", todo)])
        for reasons, when in ((self.lost, "now"), (self.gained, "before"), (self.never, "at all")):
            if product in reasons:
                raise ComputeError([Problem(product, f"has no figure {when}", reasons[product])])
        return self._change(row)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: row for row, name in reversed(list(enumerate(self.ids)))}

    def _change(self, row: int) -> FigureChange:
        low, high = int(self.parts.indptr[row]), int(self.parts.indptr[row + 1])
        columns, kilograms = self.parts.indices[low:high].tolist(), self.parts.data[low:high].tolist()
        pairs = (
            (self.factors[column].factor, kg) for column, kg in zip(columns, kilograms, strict=True) if kg
        )
        return FigureChange(
            product=self.ids[row],
            before=float(self.before[row]),
            after=float(self.after[row]),
            difference=float(self.difference[row]),
            percent=_known(float(self.percent[row])),
            because=tuple(sorted(pairs, key=lambda pair: (-abs(pair[1]), pair[0]))),
        )

    def picture(self, *, language: str = "en") -> Picture:
        """Draw how the changes are spread, as a histogram."""
        from co2label.catalogue import changes_picture  # noqa: PLC0415 - only who asks pays

        return changes_picture(self, language=language)

    def table(self) -> tuple[tuple[str, ...], Iterator[tuple[str | float | None, ...]]]:
        """Headings and rows of a table: what moved, then what was lost, gained, and was never there."""
        figures = ("before_kg", "after_kg", "difference_kg", "percent", "shown_before", "shown_after")
        return ("product", "status", *figures, "because", "reason"), self._table_rows()

    def _table_rows(self) -> Iterator[tuple[str | float | None, ...]]:
        for one in self.rows():
            because = "; ".join(f"{factor} {kg:+.6g}" for factor, kg in one.because)
            figures = (one.before, one.after, one.difference, one.percent, *one.shown)
            yield one.product, "moved", *figures, because, None
        for status in ("lost", "gained", "never"):
            for product, reason in getattr(self, status).items():
                row = self._places[product]
                before, after = (_known(float(kg[row])) for kg in (self.before, self.after))
                yield product, status, before, after, None, None, None, None, None, reason

    def as_dict(self, limit: int | None = None) -> dict[str, Any]:
        """Plain data for JSON; at most `limit` products that moved."""
        return {
            "products": len(self.ids),
            "moved": len(self.moved),
            "unchanged": self.unchanged,
            "lost": dict(self.lost),
            "gained": dict(self.gained),
            "never": dict(self.never),
            "factors": [one.as_dict() for one in self.by_factor],
            "changes": [one.as_dict() for one in self.rows(limit)],
        }


def _known(number: float) -> float | None:
    return number if math.isfinite(number) else None


def changes_of(  # noqa: PLR0913 - all that a comparison found
    ids: Sequence[str],
    figures: tuple[NDArray[np.float64], NDArray[np.float64]],
    parts: Sparse,
    *,
    factors: Sequence[str],
    libraries: tuple[FactorLibrary, FactorLibrary],
    reasons: tuple[Mapping[int, str], Mapping[int, str]],
) -> Changes:
    """Changes of a catalogue, from its figures before and after.

    Args:
        ids: of all products, by row.
        figures: kilograms before and after, by row; NaN where there is none.
        parts: (row, factor) kilograms that each factor moved.
        factors: ids of the factors, by column.
        libraries: the factors before and after.
        reasons: why a row has no figure, before and after.
    """
    was, now = reasons
    old, new = libraries
    used = parts.data != 0
    products = np.bincount(parts.indices[used], minlength=len(factors)).tolist()
    kg = np.bincount(parts.indices, parts.data, len(factors)).tolist()

    def by_id(rows: Iterable[int], why: Mapping[int, str]) -> dict[str, str]:
        return {ids[row]: why[row] for row in sorted(rows)}

    return Changes(
        ids=tuple(ids),
        before=figures[0],
        after=figures[1],
        parts=parts,
        factors=tuple(
            FactorChange(name, old.get(name), new.get(name), count, float(moved))
            for name, count, moved in zip(factors, products, kg, strict=True)
        ),
        lost=by_id(now.keys() - was.keys(), now),
        gained=by_id(was.keys() - now.keys(), was),
        never=by_id(now.keys() & was.keys(), now),
    )

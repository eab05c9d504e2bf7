"""What changed, and why: one frozen result, columns inside; rows are made when they are asked for."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from co2label.catalogue.what_changed.change import Change, FactorChange
from co2label.errors import ComputeError, Problem, clip
from co2label.model import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    from co2label.draw import Picture
    from co2label.factors import FactorLibrary

__all__ = ["Changes", "factor_changes"]

_ROUNDING = 1e-12
"""Relative: a figure that moved by less has not moved."""


@dataclass(frozen=True, eq=False, repr=False)
class Changes:
    """What a new set of factors does to a catalogue.

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
    parts: csr_matrix
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
        return np.asarray(self.parts.sum(axis=1), np.float64).ravel()

    @cached_property
    def percent(self) -> NDArray[np.float64]:
        """(product): the move in percent of the figure before; NaN where that is zero or missing."""
        there = np.isfinite(self.before) & np.isfinite(self.after) & (self.before != 0)
        percent = np.full(len(self.ids), np.nan)
        percent[there] = 100.0 * self.difference[there] / np.abs(self.before[there])
        return percent

    @cached_property
    def moved(self) -> NDArray[np.intp]:
        """Rows of the products whose figure moved, those that moved most first."""
        size = np.fmax(np.abs(self.before), np.abs(self.after))
        rows = np.flatnonzero(np.abs(self.difference) > _ROUNDING * np.nan_to_num(size))
        return rows[np.argsort(-np.abs(self.difference[rows]), kind="stable")]

    @property
    def unchanged(self) -> int:
        """How many figures are there before and after and did not move."""
        there = int((np.isfinite(self.before) & np.isfinite(self.after)).sum())
        return there - len(self.moved)

    @property
    def by_factor(self) -> tuple[FactorChange, ...]:
        """The factors that moved figures, those that moved most first."""
        real = (one for one in self.factors if one.products)
        return tuple(sorted(real, key=lambda one: (-abs(one.kg_co2e), one.factor)))

    def rows(self, limit: int | None = None) -> Iterator[Change]:
        """The products whose figure moved, those that moved most first."""
        return map(self._change, self.moved[:limit].tolist())

    def __getitem__(self, product: str) -> Change:
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

    def _change(self, row: int) -> Change:
        low, high = int(self.parts.indptr[row]), int(self.parts.indptr[row + 1])
        columns, kilograms = self.parts.indices[low:high].tolist(), self.parts.data[low:high].tolist()
        pairs = (
            (self.factors[column].factor, kg) for column, kg in zip(columns, kilograms, strict=True) if kg
        )
        return Change(
            product=self.ids[row],
            before=float(self.before[row]),
            after=float(self.after[row]),
            difference=float(self.difference[row]),
            percent=_known(float(self.percent[row])),
            because=tuple(sorted(pairs, key=lambda pair: (-abs(pair[1]), pair[0]))),
        )

    def picture(self, *, language: str = "en") -> Picture:
        """How the moves are spread, drawn; see `co2label.catalogue.what_changed.picture`."""
        from co2label.catalogue.what_changed.picture import picture  # noqa: PLC0415 - only who asks pays

        return picture(self, language=language)

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


def factor_changes(
    parts: csr_matrix, ids: Sequence[str], before: FactorLibrary, after: FactorLibrary
) -> tuple[FactorChange, ...]:
    """What each factor of the columns of `parts` did.

    Args:
        parts: (product, factor), kilograms.
        ids: of the factors, by column.
        before: the old factors.
        after: the new ones.
    """
    used = parts.data != 0
    products = np.bincount(parts.indices[used], minlength=len(ids)).tolist()
    kg = np.bincount(parts.indices, parts.data, len(ids)).tolist()
    return tuple(
        FactorChange(name, before.get(name), after.get(name), products[column], float(kg[column]))
        for column, name in enumerate(ids)
    )

"""A catalogue that was read once, and what another set of factors does to it.

Where a factor is per the same kind of amount as before, only its kilograms per unit change: no product is looked at again. A
catalogue with rules, or a factor that changed its unit or its bridges, is compiled anew, and the two are compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix

from co2label.catalogue.what_changed.computable import Computable, computable, with_users
from co2label.catalogue.what_changed.moves import (
    columns_of,
    difference,
    direct_parts,
    only_rows,
    placed,
    through_uses,
)
from co2label.catalogue.what_changed.result import Changes, factor_changes
from co2label.catalogue.what_changed.swapping import Swap, names_of, swap
from co2label.footprint.by_rule import by_rule, counting, rows_by_rule
from co2label.footprint.calculation import refuse_twice
from co2label.footprint.emitter import Basis
from co2label.footprint.totals import add_up, uses_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from co2label.factors import FactorLibrary
    from co2label.footprint.columns import Columns
    from co2label.model import GwpSet, Product

__all__ = ["CompiledCatalogue", "what_changed"]


def what_changed(
    products: Iterable[Product],
    before: FactorLibrary,
    after: FactorLibrary,
    *,
    gwp_set: GwpSet = "AR6",
    horizon: int = 100,
) -> Changes:
    """What a new set of factors does to the figures of a catalogue, and which factors do it.

    Args:
        products: the catalogue; its products may use each other.
        before: the old factors.
        after: the new ones.
        gwp_set: the IPCC report whose GWPs are used, before and after.
        horizon: of the GWP, in years.

    Raises:
        ComputeError: something is wrong with the catalogue as a whole: an id that is there twice, a loop that feeds itself.
        FactorError: an unknown GWP set or horizon.

    >>> from co2label.factors import FactorLibrary
    >>> from co2label.model import Activity, EmissionFactor, Product
    >>> def library(kg):
    ...     source = {"title": "EPD"}
    ...     return FactorLibrary([EmissionFactor(id="flour", value=kg, unit="kgCO2e", per="1 kg", source=source)])
    >>> bread = Product(id="bread", name="Bread", declared_unit="1 piece", boundary="cradle-to-gate",
    ...                 activities=[Activity("flour", "2 kg", factor="flour", stage="raw-materials")])
    >>> moved = what_changed([bread], library(0.5), library(0.25))["bread"]
    >>> moved.before, moved.after, moved.because
    (1.0, 0.5, (('flour', -0.5),))
    """
    return CompiledCatalogue.of(products, before, gwp_set=gwp_set, horizon=horizon).changed(after)


@dataclass(frozen=True, slots=True, eq=False)
class CompiledCatalogue:
    """A catalogue with the factors that it was compiled with; `changed` asks for others."""

    products: tuple[Product, ...]
    factors: FactorLibrary
    basis: Basis
    compiled: Computable
    ids: tuple[str, ...]
    kg: NDArray[np.float64]
    """(product): the figure; NaN where there is none."""

    @classmethod
    def of(
        cls,
        products: Iterable[Product],
        factors: FactorLibrary,
        *,
        gwp_set: GwpSet = "AR6",
        horizon: int = 100,
    ) -> CompiledCatalogue:
        """Compile a catalogue once.

        Raises:
            ComputeError: something is wrong with the catalogue as a whole.
            FactorError: an unknown GWP set or horizon.
        """
        made = tuple(products)
        refuse_twice(made)
        basis = Basis.of(gwp_set, horizon)
        compiled = computable(made, factors, basis)
        ids = tuple(product.id for product in made)
        return cls(made, factors, basis, compiled, ids, _figures(compiled, len(made)))

    def changed(self, factors: FactorLibrary) -> Changes:
        """What other factors do to the figures.

        Raises:
            ComputeError: something is wrong with the catalogue as a whole.
        """
        columns = self.compiled.columns
        swapped = swap(columns, factors) if columns is not None and not self.compiled.refused else None
        if columns is None or swapped is None:
            return self._compared(factors)
        return self._swapped(columns, swapped, factors)

    def _swapped(self, columns: Columns, swapped: Swap, factors: FactorLibrary) -> Changes:
        """The same lines with other kilograms per unit."""
        names = names_of(columns, self.factors, factors)
        ids, column = columns_of(names)
        own = _direct(columns, swapped.step, column, len(ids))
        refused = with_users(self.products, _reasons(columns, swapped)) if swapped.reasons else {}
        whole = through_uses(own, uses_of(columns)[0])[: columns.given]
        parts = only_rows(whole, _others(len(self.ids), refused))
        after = self.kg + np.asarray(parts.sum(axis=1)).ravel()
        after[list(refused)] = np.nan
        return self._changes(parts, ids, factors, after, refused)

    def _compared(self, factors: FactorLibrary) -> Changes:
        """Both sets of lines in full, factor by factor."""
        was, now = self.compiled, computable(self.products, factors, self.basis)
        of_was, of_now = (
            [] if side.columns is None else names_of(side.columns, self.factors, factors)
            for side in (was, now)
        )
        ids, column = columns_of(of_was + of_now)
        count = len(self.products)
        before = _in_full(was, column[: len(of_was)], len(ids), count)
        after = _in_full(now, column[len(of_was) :], len(ids), count)
        parts = only_rows(difference(before, after), _others(count, {**was.refused, **now.refused}))
        return self._changes(parts, ids, factors, _figures(now, count), now.refused)

    def _changes(
        self,
        parts: csr_matrix,
        ids: Sequence[str],
        factors: FactorLibrary,
        after: NDArray[np.float64],
        refused: Mapping[int, str],
    ) -> Changes:
        was = self.compiled.refused
        names = self.ids
        return Changes(
            ids=names,
            before=self.kg,
            after=after,
            parts=parts,
            factors=factor_changes(parts, ids, self.factors, factors),
            lost={names[row]: why for row, why in sorted(refused.items()) if row not in was},
            gained={names[row]: why for row, why in sorted(was.items()) if row not in refused},
            never={names[row]: why for row, why in sorted(refused.items()) if row in was},
        )


def _figures(side: Computable, count: int) -> NDArray[np.float64]:
    kg = np.full(count, np.nan)
    if side.columns is not None:
        kg[side.rows] = by_rule(side.columns, lambda way: add_up(way).kg_co2e)[: side.columns.given]
    return kg


def _direct(columns: Columns, kg: NDArray[np.float64], column: NDArray[np.intp], width: int) -> csr_matrix:
    return direct_parts(columns.start, columns.quantity, columns.emitter, kg, column, width=width)


def _in_full(side: Computable, column: NDArray[np.intp], width: int, count: int) -> csr_matrix:
    """All that the factors add to the figures, at the places of the whole catalogue."""
    if side.columns is None:
        return csr_matrix((count, width))
    parts = _of_factors(side.columns, column, width)
    for rule, rows in rows_by_rule(side.columns).items():
        others = np.ones(len(side.rows), np.bool_)
        others[rows] = False
        mine = _of_factors(counting(side.columns, rule), column, width)
        parts = only_rows(parts, others) + only_rows(mine, ~others)
    return placed(parts, side.rows, count)


def _of_factors(columns: Columns, column: NDArray[np.intp], width: int) -> csr_matrix:
    kg = np.array([emitter.kg_of(columns.counted) for emitter in columns.emitters])
    return through_uses(_direct(columns, kg, column, width), uses_of(columns)[0])[: columns.given]


def _reasons(columns: Columns, swapped: Swap) -> dict[int, str]:
    """The products that lost a factor, with the first line of each that draws on it."""
    lost = np.isin(columns.emitter, list(swapped.reasons))
    found: dict[int, str] = {}
    for line in np.flatnonzero(lost).tolist():
        row = columns.row_of(line)
        if row < columns.given and row not in found:
            place = f'activities[{line - int(columns.start[row])}] "{columns.lines[line].name}"'
            found[row] = f"{place}: {swapped.reasons[int(columns.emitter[line])]}"
    return found


def _others(count: int, rows: Mapping[int, str]) -> NDArray[np.bool_]:
    """All rows but some."""
    others = np.ones(count, np.bool_)
    others[list(rows)] = False
    return others

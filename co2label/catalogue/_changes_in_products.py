"""Changes of a compiled catalogue of products under another set of factors.

Where a factor is per the same kind of amount as before, only its kilograms per unit change: no product is looked at again. A
catalogue with rules, or a factor that changed its unit or its bridges, is compiled anew, and the two are compared.
A product that cannot be computed never keeps the others from being computed; only those that use it go with it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from co2label.catalogue._changes import (
    Changes,
    at_rows,
    changes_of,
    difference,
    direct_parts,
    distinct_columns,
    only_rows,
    through_uses,
)
from co2label.errors import Co2LabelError, ComputeError
from co2label.footprint import Basis
from co2label.footprint._certificates import compile_together
from co2label.footprint._compute import refuse_duplicates
from co2label.footprint._engine import add_up, uses_of
from co2label.footprint._shares import array_by_rule, counted_by_rule, rows_by_rule
from co2label.footprint._source import EmissionSource, source_from_factor
from co2label.footprint._sparse import Sparse
from co2label.model import BRIDGE_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from co2label.factors import FactorLibrary
    from co2label.footprint._compile import Columns
    from co2label.model import EmissionFactor, GwpSet, Product


_PLACE = re.compile(r"products\[(\d+)\] \([^)]*\)\.?")
"""How the compute room names the product of a finding (`place_of`)."""


@dataclass(frozen=True, slots=True, eq=False)
class ComputableProducts:
    """Products of a catalogue that can be computed, and why the others cannot."""

    columns: Columns | None
    """Columns of the products in `rows`; None where there are none."""
    rows: NDArray[np.intp]
    """Places of the computable products in the catalogue."""
    refused: Mapping[int, str]
    """Place of every other product → why it cannot be computed."""


def compile_computable(
    products: Sequence[Product], factors: FactorLibrary, basis: Basis
) -> ComputableProducts:
    """Compile a catalogue, leaving out what cannot be computed.

    Raises:
        ComputeError: something is wrong with the catalogue as a whole.
    """
    refused: dict[int, str] = {}
    while True:
        rows = np.array([row for row in range(len(products)) if row not in refused], np.intp)
        left = [products[row] for row in rows.tolist()]
        if not left:
            return ComputableProducts(None, rows, refused)
        try:
            return ComputableProducts(compile_together(left, factors, basis), rows, refused)
        except ComputeError as error:
            refused |= with_users(products, _by_product(error, rows))


def _by_product(error: ComputeError, rows: NDArray[np.intp]) -> dict[int, str]:
    """Group the problems by product, several of one product together.

    Raises:
        ComputeError: a finding that belongs to no product.
    """
    reasons: defaultdict[int, list[str]] = defaultdict(list)
    for problem in error.problems:
        place = _PLACE.match(problem.where)
        if place is None:
            raise error
        reasons[int(rows[int(place[1])])].append(str(problem).removeprefix(place[0]))
    return {row: "; ".join(dict.fromkeys(texts)) for row, texts in reasons.items()}


def with_users(products: Sequence[Product], refused: Mapping[int, str]) -> dict[int, str]:
    """Return the refused products, and all that use them, directly or not, with the reasons."""
    users: defaultdict[str, list[int]] = defaultdict(list)
    for row, product in enumerate(products):
        for used in product.uses():
            users[used].append(row)
    reasons, waiting = dict(refused), list(refused)
    while waiting:
        name = products[waiting.pop()].id
        for row in users[name]:
            if row not in reasons:
                reasons[row] = f"uses {name}, which cannot be computed"
                waiting.append(row)
    return reasons


@dataclass(frozen=True, slots=True, eq=False)
class FactorSwap:
    """Kilograms of the sources of some columns with other factors."""

    step: NDArray[np.float64]
    """(source): kilograms in the figure per root unit, more than before; 0 for products, gases and what is lost."""
    reasons: Mapping[int, str]
    """Source → why it cannot be used any more."""


def swap_factors(columns: Columns, factors: FactorLibrary) -> FactorSwap | None:
    """Swap the factors of the sources; None where a line would have to be read again.

    Lines are read again where a factor is per another kind of unit, where its bridges changed, where a rule made lines, and
    where a product counts by a sum rule of its own.
    """
    if columns.first_of or rows_by_rule(columns):
        return None
    step, reasons = np.zeros(len(columns.sources)), {}
    first = _first_lines(columns)
    for code, old in enumerate(columns.sources):
        asked = None if old.factor is None else columns.lines[first[code]].factor
        if not isinstance(asked, str):
            continue
        try:
            new = source_from_factor(factors[asked], old.through, columns.basis)
        except Co2LabelError as error:
            reasons[code] = str(error)
            continue
        if not _same_units(old, new):
            return None
        step[code] = new.kg_of(columns.counted) - old.kg_of(columns.counted)
    return FactorSwap(step, reasons)


def source_names(columns: Columns, before: FactorLibrary, after: FactorLibrary) -> list[str]:
    """Name each source: the id of its factor (where it changed, of the old one), or its gas."""
    first = _first_lines(columns)
    names = [source.gas or "" for source in columns.sources]
    for code, source in enumerate(columns.sources):
        if source.factor is not None:
            asked = columns.lines[first[code]].factor
            named = (before.get(asked) or after.get(asked)) if isinstance(asked, str) else None
            names[code] = source.factor.id if named is None else named.id
    return names


def _first_lines(columns: Columns) -> list[int]:
    """Return (source) the first line that uses it; of several assignments to one place, numpy keeps the last."""
    first = np.zeros(len(columns.sources), np.intp)
    count = len(columns.source)
    first[columns.source[::-1]] = np.arange(count - 1, -1, -1)
    places: list[int] = first.tolist()
    return places


def _same_units(old: EmissionSource, new: EmissionSource) -> bool:
    """True if an amount becomes the same number of root units."""
    unit, other = old.per.unit, new.per.unit
    if (unit.dimension, unit.price_year) != (other.dimension, other.price_year):
        return False
    bridges, others = _bridges(old.factor), _bridges(new.factor)
    return bridges == others and (not any(bridges) or old.per == new.per)


def _bridges(factor: EmissionFactor | None) -> tuple[object, ...]:
    return tuple(getattr(factor, name) for name in BRIDGE_FIELDS)


def what_changed(
    products: Iterable[Product],
    before: FactorLibrary,
    after: FactorLibrary,
    *,
    gwp_set: GwpSet = "AR6",
    horizon: int = 100,
) -> Changes:
    """Compare the figures of a catalogue under two sets of factors, factor by factor.

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
    compiled: ComputableProducts
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
        refuse_duplicates(made)
        basis = Basis.of(gwp_set, horizon)
        compiled = compile_computable(made, factors, basis)
        ids = tuple(product.id for product in made)
        return cls(made, factors, basis, compiled, ids, _figures(compiled, len(made)))

    def changed(self, factors: FactorLibrary) -> Changes:
        """Compare the figures with those under other factors.

        Raises:
            ComputeError: something is wrong with the catalogue as a whole.
        """
        columns = self.compiled.columns
        swapped = (
            swap_factors(columns, factors) if columns is not None and not self.compiled.refused else None
        )
        if columns is None or swapped is None:
            return self._compared(factors)
        return self._swapped(columns, swapped, factors)

    def _swapped(self, columns: Columns, swapped: FactorSwap, factors: FactorLibrary) -> Changes:
        """Compare the same lines with other kilograms per unit."""
        names = source_names(columns, self.factors, factors)
        ids, column = distinct_columns(names)
        own = _direct(columns, swapped.step, column, len(ids))
        refused = with_users(self.products, _reasons(columns, swapped)) if swapped.reasons else {}
        whole = through_uses(own, uses_of(columns)[0]).rows(slice(columns.given))
        parts = only_rows(whole, _others(len(self.ids), refused))
        after = self.kg + parts.sums()
        after[list(refused)] = np.nan
        return self._changes(parts, ids, factors, after, refused)

    def _compared(self, factors: FactorLibrary) -> Changes:
        """Compare both sets of lines in full, factor by factor."""
        was, now = self.compiled, compile_computable(self.products, factors, self.basis)
        of_was, of_now = (
            [] if side.columns is None else source_names(side.columns, self.factors, factors)
            for side in (was, now)
        )
        ids, column = distinct_columns(of_was + of_now)
        count = len(self.products)
        before = _in_full(was, column[: len(of_was)], len(ids), count)
        after = _in_full(now, column[len(of_was) :], len(ids), count)
        parts = only_rows(difference(before, after), _others(count, {**was.refused, **now.refused}))
        return self._changes(parts, ids, factors, _figures(now, count), now.refused)

    def _changes(
        self,
        parts: Sparse,
        ids: Sequence[str],
        factors: FactorLibrary,
        after: NDArray[np.float64],
        refused: Mapping[int, str],
    ) -> Changes:
        return changes_of(
            self.ids,
            (self.kg, after),
            parts,
            factors=ids,
            libraries=(self.factors, factors),
            reasons=(self.compiled.refused, refused),
        )


def _figures(side: ComputableProducts, count: int) -> NDArray[np.float64]:
    kg = np.full(count, np.nan)
    if side.columns is not None:
        kg[side.rows] = array_by_rule(side.columns, lambda way: add_up(way).kg_co2e)[: side.columns.given]
    return kg


def _direct(columns: Columns, kg: NDArray[np.float64], column: NDArray[np.intp], width: int) -> Sparse:
    return direct_parts(columns.start, columns.quantity, columns.source, kg, column, width=width)


def _in_full(side: ComputableProducts, column: NDArray[np.intp], width: int, count: int) -> Sparse:
    """Kilograms that each factor adds to each figure, at the places of the whole catalogue."""
    if side.columns is None:
        return Sparse.empty(count, width)
    parts = _of_factors(side.columns, column, width)
    for rule, rows in rows_by_rule(side.columns).items():
        others = np.ones(len(side.rows), np.bool_)
        others[rows] = False
        mine = _of_factors(counted_by_rule(side.columns, rule), column, width)
        parts = only_rows(parts, others) + only_rows(mine, ~others)
    return at_rows(parts, side.rows, count)


def _of_factors(columns: Columns, column: NDArray[np.intp], width: int) -> Sparse:
    kg = np.array([source.kg_of(columns.counted) for source in columns.sources])
    return through_uses(_direct(columns, kg, column, width), uses_of(columns)[0]).rows(slice(columns.given))


def _reasons(columns: Columns, swapped: FactorSwap) -> dict[int, str]:
    """Return the products that lost a factor, with the first line that uses it."""
    lost = np.isin(columns.source, list(swapped.reasons))
    reasons: dict[int, str] = {}
    for line in np.flatnonzero(lost).tolist():
        row = columns.row_of(line)
        if row < columns.given and row not in reasons:
            place = f'activities[{line - int(columns.start[row])}] "{columns.lines[line].name}"'
            reasons[row] = f"{place}: {swapped.reasons[int(columns.source[line])]}"
    return reasons


def _others(count: int, rows: Mapping[int, str]) -> NDArray[np.bool_]:
    """Return a mask of all rows but some."""
    others = np.ones(count, np.bool_)
    others[list(rows)] = False
    return others

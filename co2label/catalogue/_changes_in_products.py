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

from co2label.catalogue._changes import Changes, changes_of, distinct_columns, only_rows, through_uses
from co2label.errors import Co2LabelError, ComputeError
from co2label.footprint import Basis
from co2label.footprint._compute import compile_together, refuse_duplicates
from co2label.footprint._engine import add_up, uses_of
from co2label.footprint._shares import array_by_rule, counted_by_rule, rows_by_rule
from co2label.footprint._source import EmissionSource, source_from_factor
from co2label.footprint._sparse import Sparse
from co2label.model import BRIDGE_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from co2label.factors import FactorLibrary
    from co2label.footprint._lines import Columns
    from co2label.model import EmissionFactor, GwpSet, Product


_ROUNDING = 1e-14
"""Relative: a difference of two sums below this is the rounding of float64, not a move."""

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


def swap_factors(
    columns: Columns, factors: FactorLibrary
) -> tuple[NDArray[np.float64], dict[int, str]] | None:
    """Swap the factors of the sources; None where a line would have to be read again.

    Lines are read again where a factor is per another kind of unit, where its bridges changed, where a rule made lines, and
    where a product counts by a sum rule of its own.

    Returns:
        (source) kilograms in the figure per root unit, more than before, which are 0 for products, gases and what is lost; and by
        source, why it cannot be used any more.
    """
    if columns.first_of or rows_by_rule(columns):
        return None
    step, lost = np.zeros(len(columns.sources)), {}
    for code, (old, asked) in enumerate(zip(columns.sources, _names_asked_for(columns), strict=True)):
        if asked is None:
            continue
        try:
            new = source_from_factor(factors[asked], old.through, columns.basis)
        except Co2LabelError as error:
            lost[code] = str(error)
            continue
        if not _same_units(old, new):
            return None
        step[code] = new.kg_of(columns.counted) - old.kg_of(columns.counted)
    return step, lost


def source_names(columns: Columns, before: FactorLibrary, after: FactorLibrary) -> list[str]:
    """Name each source: the id of its factor (where it changed, of the old one), or its gas."""
    names = []
    for source, asked in zip(columns.sources, _names_asked_for(columns), strict=True):
        named = None if asked is None else before.get(asked) or after.get(asked)
        factor = source.factor if named is None else named
        names.append(source.gas or "" if factor is None else factor.id)
    return names


def _names_asked_for(columns: Columns) -> list[str | None]:
    """Return (source) the id by which the first line of a factor asks for it; None where there is none."""
    first = np.zeros(len(columns.sources), np.intp)
    first[columns.source[::-1]] = np.arange(len(columns.source))[
        ::-1
    ]  # of several values, numpy keeps the last
    asked = (
        None if source.factor is None else columns.lines[line].factor
        for source, line in zip(columns.sources, first.tolist(), strict=True)
    )
    return [name if isinstance(name, str) else None for name in asked]


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
        was, columns = self.compiled, self.compiled.columns
        swapped = None if columns is None or was.refused else swap_factors(columns, factors)
        if columns is None or swapped is None:
            now = compile_computable(self.products, factors, self.basis)
            parts, ids = self._compared(now, factors)
            after, refused = _figures(now, len(self.ids)), now.refused
        else:
            step, lost = swapped
            ids, column = distinct_columns(source_names(columns, self.factors, factors))
            parts = _parts_of(columns, column, len(ids), step)
            refused = with_users(self.products, _reasons(columns, lost)) if lost else {}
            after = self.kg + parts.sums()
            after[list(refused)] = np.nan
        both = np.ones(len(self.ids), np.bool_)
        both[[*was.refused, *refused]] = False
        return changes_of(
            self.ids,
            (self.kg, after),
            only_rows(parts, both),
            factors=ids,
            libraries=(self.factors, factors),
            reasons=(was.refused, refused),
        )

    def _compared(self, now: ComputableProducts, factors: FactorLibrary) -> tuple[Sparse, Sequence[str]]:
        """Subtract what each factor adds to each figure before from what it adds now, leaving out what is only rounding."""
        sides = (self.compiled, now)
        of_was, of_now = (
            [] if side.columns is None else source_names(side.columns, self.factors, factors)
            for side in sides
        )
        ids, column = distinct_columns(of_was + of_now)
        columns = np.split(column, [len(of_was)])
        before, after = (
            _in_full(side, column, (len(self.ids), len(ids)))
            for side, column in zip(sides, columns, strict=True)
        )
        moved, size = after + before.with_data(-before.data), abs(after) + abs(before)
        real = np.abs(moved.data) > _ROUNDING * size.data
        return moved.with_data(np.where(real, moved.data, 0.0)).without_zeros(), ids


def _figures(side: ComputableProducts, count: int) -> NDArray[np.float64]:
    kg = np.full(count, np.nan)
    if side.columns is not None:
        kg[side.rows] = array_by_rule(side.columns, lambda way: add_up(way).kg_co2e)[: side.columns.given]
    return kg


def _in_full(side: ComputableProducts, column: NDArray[np.intp], shape: tuple[int, int]) -> Sparse:
    """Kilograms that each factor adds to each figure, at the places of the whole catalogue."""
    if side.columns is None:
        return Sparse.empty(*shape)
    parts = _parts_of(side.columns, column, shape[1])
    for rule, rows in rows_by_rule(side.columns).items():
        others = np.ones(len(side.rows), np.bool_)
        others[rows] = False
        mine = _parts_of(counted_by_rule(side.columns, rule), column, shape[1])
        parts = only_rows(parts, others) + only_rows(mine, ~others)
    return Sparse.of(parts.data, (side.rows[parts.row], parts.indices), shape)


def _parts_of(
    columns: Columns, column: NDArray[np.intp], width: int, kg: NDArray[np.float64] | None = None
) -> Sparse:
    """(product, factor): kilograms that each factor adds to each figure, through used products too.

    Args:
        columns: of the products.
        column: of the factor of each source.
        width: how many factors there are.
        kg: kilograms per root unit, by source, else those in the figure; lines of sources with none are left out.
    """
    if kg is None:
        kg = np.array([source.kg_of(columns.counted) for source in columns.sources])
    lines = np.flatnonzero((kg != 0)[columns.source])
    source = columns.source[lines]
    start = np.searchsorted(lines, columns.start)
    shape = (len(columns.start) - 1, width)
    own = Sparse.by_row(columns.quantity[lines] * kg[source], column[source], start, shape)
    return through_uses(own, uses_of(columns)[0]).rows(slice(columns.given))


def _reasons(columns: Columns, lost: Mapping[int, str]) -> dict[int, str]:
    """Return the products that lost a factor, with the first line that uses it."""
    reasons: dict[int, str] = {}
    for line in np.flatnonzero(np.isin(columns.source, list(lost))).tolist():
        row = columns.row_of(line)
        if row < columns.given and row not in reasons:
            place = f'activities[{line - int(columns.start[row])}] "{columns.lines[line].name}"'
            reasons[row] = f"{place}: {lost[int(columns.source[line])]}"
    return reasons

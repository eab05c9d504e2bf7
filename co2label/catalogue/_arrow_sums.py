"""Sums of a batch's own lines: kilograms by stage and component, data kinds, mass balances, uncertainty."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from co2label.errors import UnitError
from co2label.footprint import CONTENT_FIELDS, MASS, VOLUME, amount_held, interval_of_sum
from co2label.footprint._boundary_notes import uncompleted
from co2label.footprint._engine import direct_sums
from co2label.footprint._lines import NARROW_BITS, UNKNOWN_YEAR, WATER_KG_PER_M3, Bit, MaterialRole, in_figure
from co2label.footprint._loops import CumulativeCells, Uses, solve
from co2label.footprint._mass_balance import too_heavy, too_light
from co2label.footprint._moments import Cumulants, Term, UncertainInput, lognormal_mean_shift, sigma_columns
from co2label.footprint._shares import direct_kg_by_kind
from co2label.footprint._sparse import Sparse
from co2label.footprint._uncertainty import Gum, gum_of, interval_sums
from co2label.model import REMOVALS, STAGES, Sigmas

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from co2label.catalogue._arrow_bridging import ProductHeaders
    from co2label.catalogue._arrow_lines import BatchLines, CodeBooks
    from co2label.catalogue._arrow_rows import BatchRows
    from co2label.footprint._lines import SourceTables
    from co2label.model import Component
    from co2label.units import Amount


def kg_up_to_each_kind(lines: BatchLines, weights: SourceTables) -> NDArray[np.float64]:
    """Return (row, kind) absolute kilograms that rest on a kind, or on a nearer one; see `co2label.footprint._shares`.

    They are summed line by line, so the result does not depend on how a table is split into batches.
    """
    kind = weights.kind.take(lines.source)
    if Bit.MONEY in lines.facts or Bit.AVERAGE in lines.facts:
        kind = np.maximum(kind, lines.rests_on)
    kg = np.abs(weights.in_figure.take(lines.source) * lines.quantity)
    return direct_kg_by_kind(lines, kg, kind)


@dataclass(frozen=True, slots=True, eq=False)
class MaterialMasses:
    """Masses of products and their raw materials, in kilograms per declared unit."""

    kg: NDArray[np.float64]
    """(row): mass of the product; NaN where none is stated."""
    inputs: NDArray[np.float64]
    """(row): known mass of its raw materials without water."""
    water: NDArray[np.float64]
    """(row): mass of the water that it takes."""
    complete: NDArray[np.bool_]
    """(row): whether the masses of all raw materials are known."""

    @classmethod
    def unknown(cls, count: int) -> MaterialMasses:
        """Return the masses of `count` products without any data."""
        return cls(np.full(count, np.nan), np.zeros(count), np.zeros(count), np.ones(count, np.bool_))

    @property
    def noted(self) -> NDArray[np.bool_]:
        """(row): whether the balance is out of bounds and needs a note."""
        with np.errstate(invalid="ignore"):  # a mass that is not known compares as False
            light = too_light(self.kg, self.inputs, self.water) & self.complete
            noted: NDArray[np.bool_] = too_heavy(self.kg, self.inputs) | light
        return noted

    def of(self, rows: NDArray[np.bool_] | NDArray[np.intp]) -> MaterialMasses:
        """Select rows."""
        return MaterialMasses(self.kg[rows], self.inputs[rows], self.water[rows], self.complete[rows])

    def put(self, rows: NDArray[np.intp], those: MaterialMasses) -> None:
        """Set the masses of some rows."""
        self.kg[rows], self.inputs[rows] = those.kg, those.inputs
        self.water[rows], self.complete[rows] = those.water, those.complete

    def plus(self, row: NDArray[np.intp], weighed: MassInUser) -> MaterialMasses:
        """Add raw materials, each to its row."""
        role, kg, count = weighed.role, weighed.kg, len(self.kg)
        unknown = np.isnan(kg)
        if (role == MaterialRole.MATERIAL).all() and not unknown.any():
            return replace(self, inputs=self.inputs + _sum(row, kg, count))
        known = np.where(unknown, 0.0, kg)
        inputs = _sum(row, known * (role == MaterialRole.MATERIAL), count)
        water = _sum(row, known * (role == MaterialRole.WATER), count)
        open_ones = (role == MaterialRole.UNSURE) | ((role == MaterialRole.MATERIAL) & unknown)
        complete = self.complete & (np.bincount(row, open_ones, count) == 0)
        return MaterialMasses(self.kg, self.inputs + inputs, self.water + water, complete)


@dataclass(frozen=True, slots=True, eq=False)
class MassInUser:
    """Masses that lines add to their products."""

    role: NDArray[np.int8]
    """(line): its `MaterialRole`."""
    kg: NDArray[np.float64]
    """(line): mass that stays in the product; NaN where it is not known."""

    def of(self, kept: NDArray[np.bool_]) -> MassInUser:
        """Select lines by a mask."""
        return MassInUser(self.role[kept], self.kg[kept])


def masses_of(
    rows: BatchRows, headers: ProductHeaders, lines: BatchLines, vocabulary: CodeBooks
) -> MaterialMasses | None:
    """Return the masses of the products of a batch, without used products; None where no product has a mass."""
    kg = product_kg(headers, len(rows))
    if np.isnan(kg).all():
        return None
    role = vocabulary.weights.role.take(lines.source * len(STAGES) + lines.stage)
    counting = np.flatnonzero(role)
    masses = replace(MaterialMasses.unknown(len(rows)), kg=kg)
    with np.errstate(over="ignore", invalid="ignore"):  # in rows with findings, which are left out
        weighed = MassInUser(role[counting], _kilograms(rows, lines, vocabulary, counting, role[counting]))
        return masses.plus(lines.row[counting], weighed)


def _kilograms(
    rows: BatchRows,
    lines: BatchLines,
    vocabulary: CodeBooks,
    counting: NDArray[np.intp],
    role: NDArray[np.int8],
) -> NDArray[np.float64]:
    """Return (line) masses of some lines of a batch that do not use products."""
    units, mass = vocabulary.units, vocabulary.kinds.number(MASS)
    source, unit = lines.source[counting], lines.unit[counting]
    kg = lines.quantity[counting] * vocabulary.weights.kg_per_unit.take(source)
    other = np.flatnonzero((vocabulary.sources.kind != mass).take(source) | (role == MaterialRole.WATER))
    if len(
        other
    ):  # per something else than a mass: what is written in kilograms stays that, and water has its own weight
        kind = units.kind.take(unit[other])
        written = rows.amount[counting[other]] * units.scale.take(unit[other])
        of_water = np.where(kind == vocabulary.kinds.number(VOLUME), written * WATER_KG_PER_M3, 0.0)
        drawn = np.where(role[other] == MaterialRole.WATER, of_water, kg[other])
        kg[other] = np.where(kind == mass, written, drawn)
    return kg if lines.yields is None else kg * lines.yields[counting]


def product_kg(headers: ProductHeaders, count: int) -> NDArray[np.float64]:
    """Return (row) masses of one declared unit, computed once for rows with the same texts."""
    columns = [
        headers.amounts[name] for name in ("declared_unit", *CONTENT_FIELDS) if name in headers.amounts
    ]
    if "declared_unit" not in headers.amounts:
        return np.full(count, np.nan)
    which = np.zeros(count, np.intp)
    for column in columns:
        which = which * (int(column.codes.max(initial=0)) + 2) + column.codes + 1
        _, first, which = np.unique(which, return_index=True, return_inverse=True)
    kg = [_held(*(column[row] for column in columns)) for row in first.tolist()]
    return np.array(kg, np.float64)[which]


def _held(unit: Amount | None, *stated: Amount | None) -> float:
    if unit is None:
        return np.nan
    try:
        kg = amount_held(unit, stated, MASS)
    except UnitError:
        return np.nan
    return np.nan if kg is None else kg


def _sum(row: NDArray[np.intp], kg: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    return np.bincount(row, kg, count).astype(np.float64, copy=False)


_TINY = 1e-200
"""Quantities below this may underflow to zero kilograms."""


@dataclass(frozen=True, slots=True, eq=False)
class DirectResults:
    """Sums of the lines of each product."""

    components: tuple[Component, ...]
    kg: NDArray[np.float64]
    """(stage, component, row)."""
    bits: NDArray[np.int32]
    """(row): facts about its lines, joined; see `Bit`."""
    oldest: NDArray[np.int32]
    """(row): year of its oldest factor, or `UNKNOWN_YEAR`."""
    up_to: NDArray[np.float64]
    """(row, kind): absolute kilograms that rest on a kind of data, or on a nearer one."""
    masses: MaterialMasses | None = None
    """Masses of the products and their raw materials; None where no product has a mass."""

    def balanced(self) -> DirectResults:
        """Add the bit of the note on mass balances, once all raw materials are in `masses`."""
        if self.masses is None:
            return self
        noted = np.where(self.masses.noted, Bit.MASS_BALANCE, 0).astype(np.int32)
        return replace(self, bits=self.bits | noted)

    @property
    def kg_co2e(self) -> NDArray[np.float64]:
        """(row): the figure, summed one component after the other."""
        return figures(self.components, self.kg)

    @property
    def counted(self) -> list[int]:
        """Places of the components that count in the figure."""
        counted: list[int] = np.flatnonzero(in_figure(self.components)).tolist()
        return counted

    def of_component(self, place: int) -> NDArray[np.float64]:
        """Return (row) kilograms of one component, summed one stage after the other."""
        return sum_of(self.kg[:, place])

    def of_stage(self, stage: int) -> NDArray[np.float64]:
        """Return (row) kilograms in the figure of one stage, summed one component after the other."""
        return sum_of(self.kg[stage, self.counted])

    def __len__(self) -> int:
        return len(self.bits)


def sum_of(parts: Sequence[NDArray[np.float64]] | NDArray[np.float64]) -> NDArray[np.float64]:
    """Sum arrays one after the other."""
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    return total


def direct_results(
    lines: BatchLines, weights: SourceTables, masses: MaterialMasses | None = None
) -> DirectResults:
    """Sum the lines of a batch."""
    with np.errstate(over="ignore", invalid="ignore"):  # what is too large is found in the sums
        kg = direct_sums(lines, weights.kg)
        by_component = np.ascontiguousarray(kg.transpose(1, 2, 0))
        return DirectResults(
            components=weights.components,
            kg=by_component,
            bits=_bits(lines, weights),
            oldest=_oldest(lines, weights),
            up_to=kg_up_to_each_kind(lines, weights),
            masses=masses,
        )


def figures(components: Sequence[Component], kg: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (row) figures of (stage, component, row) kilograms, summed one component after the other."""
    counted = np.flatnonzero(in_figure(components)).tolist()
    return sum_of([sum_of(kg[:, place]) for place in counted])


def _bits(lines: BatchLines, weights: SourceTables) -> NDArray[np.int32]:
    of_line = weights.bits.take(lines.source * len(STAGES) + lines.stage)
    for bit, some in lines.facts.items():
        of_line[some] |= bit
    if len(lines.quantity) and lines.quantity.min() < _TINY:
        kg = weights.in_figure.take(lines.source) * lines.quantity
        of_line[kg == 0] &= ~Bit.UNSPLIT  # nothing is booked anywhere
        nothing = lines.quantity == 0
        of_line[nothing] |= Bit.ZERO_AMOUNT
        removing = [place for place, name in enumerate(weights.components) if name in REMOVALS]
        removed = weights.kg[removing].sum(axis=0).take(lines.source) * lines.quantity
        of_line[removed == 0] &= ~Bit.UNPROVEN
    if weights.lacks.any():
        _complete(of_line, lines, weights)
    return _by_row(np.bitwise_or, of_line, lines)


def _complete(of_line: NDArray[np.int32], lines: BatchLines, weights: SourceTables) -> None:
    """Clear, in place, the bits of missing parts where the product lists as much of the missing part."""
    lacks = weights.lacks.take(lines.source)
    if lacks.any():
        missing = uncompleted(
            lines.row,
            lacks,
            weights.completes.take(lines.source),
            weights.per.take(lines.source),
            lines.quantity,
        )
        of_line[np.flatnonzero((lacks > 0) & ~missing)] &= ~sum(NARROW_BITS.values())


def _oldest(lines: BatchLines, weights: SourceTables) -> NDArray[np.int32]:
    if weights.year.min() == UNKNOWN_YEAR:
        return np.full(len(lines.start) - 1, UNKNOWN_YEAR, np.int32)
    return _by_row(np.minimum, weights.year.take(lines.source), lines)


def _by_row(join: np.ufunc, of_line: NDArray[np.int32], lines: BatchLines) -> NDArray[np.int32]:
    """Join (line) values into (row); every row has at least one line."""
    if len(lines.start) == 1:
        return np.zeros(0, np.int32)
    joined: NDArray[np.int32] = join.reduceat(of_line, lines.start[:-1])
    return joined


_NONE = np.zeros(0, np.intp)

_NO_USES = Uses(_NONE, _NONE, np.zeros(0))


@dataclass(frozen=True, slots=True, eq=False)
class UncertainSums:
    """Sums for the intervals of figures; see `co2label.footprint._uncertainty`.

    `row`, `variable` and `kg` are the cells of a sparse (row, variable) matrix, sorted by row, then by first line.
    """

    row: NDArray[np.intp]
    """(cell): row of the product."""
    variable: NDArray[np.intp]
    """(cell): number of the uncertain factor."""
    kg: NDArray[np.float64]
    """(cell): kilograms that depend on the factor, summed over its lines."""
    below: NDArray[np.float64]
    """(variable): sigma of the logarithm below the stated value."""
    above: NDArray[np.float64]
    """(variable): sigma of the logarithm above the stated value."""
    aside: NDArray[np.float64]
    """(row, 5): see `interval_sums`."""

    def gum(self, kg_co2e: NDArray[np.float64], uses: Uses = _NO_USES) -> Gum:
        """Compute the intervals of (row) figures of products that may use each other.

        Ends are those of the closed form, except where it is too rough to tell whether the figure lies between them.
        """
        shape = (len(kg_co2e), len(self.below))
        ends = np.searchsorted(
            self.row, np.arange(len(kg_co2e) + 1)
        )  # by first line: no cut of a table changes a sum
        cells = CumulativeCells(Sparse(self.kg, self.variable, ends, shape), uses)
        aside = solve(self.aside, uses)[0] if len(uses.user) else self.aside
        gum = gum_of(kg_co2e, Cumulants.of_lognormals(self.below, self.above).of_products(cells), aside)
        low, high = gum.low.copy(), gum.high.copy()
        for row in np.flatnonzero(gum.doubtful).tolist():
            span = interval_of_sum(self._terms(float(kg_co2e[row]), *cells.of(row)))
            low[row], high[row] = span.low, span.high
        return replace(gum, low=low, high=high)

    def _terms(self, whole: float, kg: NDArray[np.float64], variables: NDArray[np.intp]) -> Iterator[Term]:
        yield Term(whole - float(kg.sum()))
        for one, variable in zip(kg.tolist(), variables.tolist(), strict=True):
            sigmas = Sigmas(float(self.below[variable]), float(self.above[variable]))
            yield Term(one, UncertainInput((str(variable),), sigmas))


def any_uncertain(lines: BatchLines, weights: SourceTables) -> bool:
    """Return whether any line has a factor that states its uncertainty."""
    return bool((weights.variable >= 0).any() and (weights.variable.take(lines.source) >= 0).any())


def uncertain_sums(lines: BatchLines, weights: SourceTables) -> UncertainSums:
    """Return the sums for the intervals of the figures of a batch."""
    variable = weights.variable.take(lines.source)
    known = np.flatnonzero(variable >= 0)
    row, kg = lines.row, weights.in_figure.take(lines.source) * lines.quantity
    key = row[known] * (int(variable.max(initial=0)) + 1) + variable[known]
    order = np.argsort(key, kind="stable")
    cuts = np.flatnonzero(np.diff(key[order], prepend=-1))
    first = order[cuts]
    in_order = np.argsort(first)
    first = first[in_order]
    below, above = sigma_columns(weights.sigmas)
    return UncertainSums(
        row[known][first],
        variable[known][first],
        np.add.reduceat(kg[known][order], cuts)[in_order] if len(cuts) else kg[known],
        below,
        above,
        interval_sums(
            lines, kg, variable, weights.gas.take(lines.source), lognormal_mean_shift(below, above)
        ),
    )

"""Whole catalogues in memory: products that use each other, also in loops, read from record batches.

The lines of all batches become one table of columns, in which a line that uses a product has that product as its source, in
declared units. A part (a product up to one of its stages) is a further product after those of the catalogue, with the lines of
the product up to that stage. The engine solves the whole at once; what cannot be computed becomes a finding, and is left out.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from co2label.catalogue._arrow import ArrowSource, pa, pc, record_batches
from co2label.catalogue._arrow_batch import (
    FIRST_ROW,
    TOO_LARGE,
    BatchRead,
    Results,
    footprint_batches,
    read_batch,
    tasks_of,
    without_rows,
)
from co2label.catalogue._arrow_lines import CodeBooks, UseLines
from co2label.catalogue._arrow_rules import refuse_processes, with_results_of_rules
from co2label.catalogue._layout import result_schema
from co2label.catalogue._table_rules import TableRules, read_rules
from co2label.errors import ComputeError, Problem, clip, suggestion
from co2label.footprint import MASS, Basis
from co2label.footprint._bridging import LineUnits, in_source_units
from co2label.footprint._engine import loop_problem, totals_of
from co2label.footprint._lines import Bit, Columns, MaterialRole, role_of_product, with_parts
from co2label.footprint._loops import LoopError, Uses
from co2label.footprint._mass_balance import MaterialMasses
from co2label.footprint._source import NO_SOURCE, EmissionSource
from co2label.model import STAGES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from co2label.factors import FactorLibrary
    from co2label.footprint._engine import Totals
    from co2label.model import GwpSet, Stage
    from co2label.units import Amount


_LAST = len(STAGES) - 1

_MAX_COMPARED = 20_000
"""Largest catalogue in which an unknown id is compared with all others for a suggestion."""

_NO_UNIT = (
    "the used product has no declared unit, so an amount of it says nothing; add the column `declared_unit`"
)


class Catalogue:
    """A catalogue in memory: its batches, and after `solve` what they add up to."""

    def __init__(self, vocabulary: CodeBooks) -> None:
        self.vocabulary = vocabulary
        self.pieces: list[BatchRead] = []
        self._first = [0]
        self._amounts: dict[str, list[Amount | None]] = {}
        self._linked: LinkedLines | None = None

    def add(self, batch: pa.RecordBatch, first_row: int, repeated: NDArray[np.bool_]) -> None:
        """Read and add a batch."""
        self.take(read_batch(batch, self.vocabulary, first_row, repeated))

    def take(self, read: BatchRead) -> None:
        """Add a batch that was read with this vocabulary."""
        self.pieces.append(read)
        self._first.append(self._first[-1] + len(read.ids))

    @property
    def good(self) -> NDArray[np.bool_]:
        """(row): whether the product has no finding."""
        return ~np.concatenate([np.zeros(0, np.bool_), *(piece.findings.bad for piece in self.pieces)])

    @property
    def ids(self) -> pa.Array:
        """(row): ids."""
        return pa.concat_arrays([pa.array([], pa.string()), *(piece.ids for piece in self.pieces)])

    def piece_of(self, row: int) -> tuple[BatchRead, int]:
        """Return the batch of a row, and the place of the row in it."""
        number = bisect_right(self._first, row) - 1
        return self.pieces[number], row - self._first[number]

    def covers(self, row: int, stage: Stage) -> bool:
        """Return whether a stage lies inside the boundary of a product."""
        piece, place = self.piece_of(row)
        inside = piece.headers.inside
        return inside is None or bool(int(inside[place]) >> STAGES.index(stage) & 1)

    def find(self, row: int, column: str, value: object, reason: str, *, line: int = -1) -> None:
        """Add a finding to a row of the catalogue."""
        piece, place = self.piece_of(row)
        piece.findings.row(place, column, value, reason, line=line)

    def stated(self, name: str, row: int) -> Amount | None:
        """Return the declared unit or a bridge of a product."""
        if name not in self._amounts:
            empty = [None]
            amounts = (piece.headers.amounts.get(name) or empty * len(piece.ids) for piece in self.pieces)
            self._amounts[name] = list(chain.from_iterable(amounts))
        return self._amounts[name][row]

    def linked(self) -> LinkedLines:
        """Link uses to the used products; what cannot be linked becomes a finding."""
        if self._linked is None:
            self._linked = _link(self)
        return self._linked


class LinkedLines(NamedTuple):
    """All lines of a catalogue, and those that use products."""

    catalogue: Catalogue
    columns: Columns
    """A use has the product that it uses as its source, in declared units."""
    uses: UseLines
    user: NDArray[np.intp]
    """(use): row of the product that uses."""
    used: NDArray[np.intp]
    """(use): row of the used product."""
    masses: MaterialMasses
    """Masses of the products, with what they use."""

    def find(self, use: int, column: str, value: object, reason: str) -> None:
        """Add a finding to the line of a use."""
        user = int(self.user[use])
        place = int(self.uses.line[use] - self.columns.start[user])
        self.catalogue.find(user, f"lines[{place}].{column}", value, reason, line=place)


def solve(catalogue: Catalogue) -> Totals:
    """Add all products up, and after them the parts that are used.

    What cannot be computed becomes a finding; a product that uses one with a finding gets one too.
    """
    linked = catalogue.linked()
    while True:
        bad = _refuse_users(catalogue, linked)
        columns = _with_parts(linked, bad)
        if columns is None:
            continue
        try:
            totals = totals_of(columns)
        except LoopError as error:
            _refuse_loop(catalogue, columns, error)
            continue
        wrong = np.flatnonzero(~totals.finite[: len(bad)]).tolist()
        for row in wrong:
            catalogue.find(row, "lines", None, TOO_LARGE)
        if not wrong:
            return totals


def _refuse_loop(catalogue: Catalogue, columns: Columns, error: LoopError) -> None:
    ids = catalogue.ids
    problem = loop_problem(error, lambda row: str(ids[columns.whole(row)]))
    for row in dict.fromkeys(map(columns.whole, error.loop)):
        catalogue.find(row, "lines", None, problem.reason)


def solve_catalogue(catalogue: Catalogue) -> Iterator[pa.RecordBatch]:
    """Yield the results of every batch of a catalogue, in order."""
    if not catalogue.pieces:
        return
    totals, masses = solve(catalogue), catalogue.linked().masses
    whole = [totals.columns.whole(row) for row in range(len(masses.kg), totals.columns.count)]
    unbalanced = masses.unbalanced
    years = [piece.headers.year for piece in catalogue.pieces]
    year = None
    if any(one is not None for one in years):
        pairs = zip(years, catalogue.pieces, strict=True)
        year = np.concatenate([np.full(len(p.ids), np.nan) if y is None else y for y, p in pairs])
        year = np.append(year, year[whole])
    results = Results(totals, year, np.append(unbalanced, unbalanced[whole]))
    first = 0
    for piece in catalogue.pieces:
        yield results.batch(piece.ids, piece.findings, first)
        first += len(piece.ids)


def _refuse_users(catalogue: Catalogue, linked: LinkedLines) -> NDArray[np.bool_]:
    """Add a finding to every user of a product with one, repeatedly; return (row) whether it has any."""
    while True:
        good = catalogue.good
        wrong = np.flatnonzero(good[linked.user] & ~good[linked.used]).tolist()
        if not wrong:
            return ~good
        for use in wrong:
            name = linked.uses.name[use].as_py()
            linked.find(use, "product", name, f"uses {clip(name)}, which cannot be computed itself")


def _with_parts(linked: LinkedLines, bad: NDArray[np.bool_]) -> Columns | None:
    """Return the lines of all good products and, after them, of the parts that they use.

    A part of a stage that is absent, or an empty one, becomes a finding of its users: then None is returned.
    """
    columns, uses = without_rows(linked.columns, bad), linked.uses
    cut = np.flatnonzero((uses.last < _LAST) & ~bad[linked.user])
    if not len(cut):
        return columns
    earliest = np.full(columns.count, len(STAGES), np.intp)
    np.minimum.at(earliest, columns.row, columns.stage)
    absent = False
    for use, used, last in zip(cut.tolist(), linked.used[cut].tolist(), uses.last[cut].tolist(), strict=True):
        stage, name = STAGES[last], uses.name[use].as_py()
        if not linked.catalogue.covers(used, stage):
            linked.find(use, "through", stage, f"product {name!r} has no stage {stage!r}")
        elif earliest[used] > last:
            linked.find(use, "through", stage, f"product {name!r} has nothing up to {stage}")
        else:
            continue
        absent = True
    if absent:
        return None
    return with_parts(columns, uses.line[cut], linked.used[cut], (2 << uses.last[cut]) - 1)


def _link(catalogue: Catalogue) -> LinkedLines:
    columns, uses = _joined(catalogue)
    user = np.searchsorted(columns.start, uses.line, side="right") - 1
    good = catalogue.good[user]
    uses, user, ids = uses.of(good), user[good], catalogue.ids
    used = pc.index_in(uses.name, value_set=ids).fill_null(-1).to_numpy().astype(np.intp)
    masses = MaterialMasses.joined([piece.masses for piece in catalogue.pieces])
    linked = LinkedLines(catalogue, columns, uses, user, used, masses)
    for use in np.flatnonzero(used < 0).tolist():
        name = uses.name[use].as_py()
        near = suggestion(name, filter(None, ids.to_pylist())) if len(ids) <= _MAX_COMPARED else ""
        reason = f"no product {clip(name)}; {near or 'add it to the table'}"
        linked.find(use, "product", name, reason)
    known = used >= 0
    linked = linked._replace(uses=uses.of(known), user=user[known], used=used[known])
    return _in_declared_units(linked) if known.any() else linked


def _joined(catalogue: Catalogue) -> tuple[Columns, UseLines]:
    """Return the lines of all batches, one after the other, and those of them that use products."""
    pieces, books = catalogue.pieces, catalogue.vocabulary
    begin = np.cumsum([0, *(len(piece.columns.source) for piece in pieces)])
    facts: dict[int, list[NDArray[np.intp]]] = {}
    start = [np.zeros(1, np.intp)]
    for piece, first in zip(pieces, begin, strict=False):
        start.append(piece.columns.start[1:] + first)
        for bit, lines in piece.columns.facts.items():
            facts.setdefault(bit, []).append(lines + first)
    stage, source, quantity, kind = (
        np.concatenate([getattr(piece.columns, name) for piece in pieces])
        for name in ("stage", "source", "quantity", "kind")
    )
    columns = Columns(
        start=np.concatenate(start),
        stage=stage,
        source=source,
        quantity=quantity,
        kind=kind,
        tables=books.tables,
        basis=books.basis,
        facts={bit: np.concatenate(lines) for bit, lines in facts.items()},
    )
    catalogue.pieces = [replace(piece, columns=columns) for piece in pieces]  # their own lines can go
    none = np.zeros(0, np.intp)
    uses = [UseLines(none, none, np.zeros(0), none, pa.array([], pa.string()))]
    uses += [
        piece.uses._replace(line=piece.uses.line + first)
        for piece, first in zip(pieces, begin, strict=False)
        if piece.uses is not None
    ]
    line, unit, yields, last, name = zip(*uses, strict=True)
    numbers = np.concatenate(line), np.concatenate(unit), np.concatenate(yields), np.concatenate(last)
    return columns, UseLines(*numbers, pa.concat_arrays(name))


def _in_declared_units(linked: LinkedLines) -> LinkedLines:
    """Convert every use to declared units of the used product; those that cannot be converted become findings."""
    catalogue, columns, uses = linked.catalogue, linked.columns, linked.uses
    units = catalogue.vocabulary.units
    rows, code = np.unique(linked.used, return_inverse=True)
    declared = [catalogue.stated("declared_unit", row) for row in rows.tolist()]
    sources = [
        NO_SOURCE if amount is None else EmissionSource(amount, NO_SOURCE.kg, product=row)
        for amount, row in zip(declared, rows.tolist(), strict=True)
    ]
    for use in np.flatnonzero(np.array([amount is None for amount in declared])[code]).tolist():
        linked.find(use, "product", uses.name[use].as_py(), _NO_UNIT)
    tables, written = columns.tables.with_products(sources), columns.quantity[uses.line]
    amount = written.copy()
    lines = LineUnits(uses.unit, code, linked.user)
    measured = in_source_units(amount, lines, units, sources, catalogue.stated)
    for use, what, todo in measured.problems:
        text = units.unit(int(uses.unit[use])).text
        linked.find(use, "unit", text, f"{what}; {todo}" if todo else what)
    columns.source[uses.line], columns.quantity[uses.line] = len(columns.sources) + code, amount
    columns.kind[uses.line] = np.maximum(columns.kind[uses.line], tables.kind[columns.source[uses.line]])
    facts = dict(columns.facts)
    for bit, some in ((Bit.BRIDGED, measured.bridged), (Bit.PRICE_YEAR, measured.priced)):
        facts[bit] = np.concatenate([facts.get(bit, np.zeros(0, np.intp)), uses.line[some]])
    masses = linked.masses
    if not np.isnan(masses.kg).all():
        by_stage = np.array([_roles(catalogue, row) for row in rows.tolist()], np.int8)
        is_mass = units.kind.take(uses.unit) == units.kinds[MASS]
        kg = np.where(is_mass, written, amount * masses.kg[linked.used]) * uses.yields
        masses = masses.plus(linked.user, by_stage[code, columns.stage[uses.line]], kg)
    return linked._replace(columns=replace(columns, tables=tables, facts=facts), masses=masses)


def _roles(catalogue: Catalogue, row: int) -> list[MaterialRole]:
    """Return the role of a used product in each stage of the user."""
    piece, place = catalogue.piece_of(row)
    boundary = piece.headers.boundary[place] if piece.headers.boundary else None
    unit = catalogue.stated("declared_unit", row)
    name, dimension = piece.ids[place].as_py() or "", unit.unit.dimension if unit else None
    return [role_of_product(name, boundary, dimension, stage) for stage in STAGES]


def uses_between(catalogue: Catalogue) -> Uses:
    """Return the uses among the products without findings, of a solved catalogue.

    Raises:
        ComputeError: one takes a part of a product.
    """
    if not catalogue.pieces:
        return Uses(np.zeros(0, np.intp), np.zeros(0, np.intp), np.zeros(0))
    linked = catalogue.linked()
    good = catalogue.good[linked.user]
    if (linked.uses.last[good] < _LAST).any():
        what = "a line takes a part of a product (`through`), which is not told by factor in a table"
        raise ComputeError([Problem("lines.through", what, "use `what_changed` of products")])
    return Uses(linked.user[good], linked.used[good], linked.columns.quantity[linked.uses.line[good]])


def _has_products(schema: pa.Schema) -> bool:
    """Return whether lines may use products."""
    kind = schema.field("lines").type if "lines" in schema.names else pa.null()
    line = getattr(kind, "value_type", kind)
    return bool(pa.types.is_struct(line) and line.get_field_index("product") >= 0)


def footprints(  # noqa: PLR0913 - the basis, by keyword
    source: ArrowSource | Iterable[pa.RecordBatch],
    factors: FactorLibrary,
    *,
    gwp_set: GwpSet = "AR6",
    horizon: int = 100,
    ignore: Collection[str] = (),
    rules: TableRules | str | Path | Mapping[str, Any] | None = None,
) -> pa.Table:
    """Compute the footprints of a whole catalogue, whose products may use each other, also in loops.

    As `footprint_batches`, but where lines have a field `product` the whole table is kept in memory: half a kilobyte a product,
    and a tenth of one a line. A product that uses one that cannot be computed gets an error as well.

    Args:
        source: products in the layout of `co2label.catalogue._layout`; what a line uses is measured in the declared unit
            of the used product.
        factors: emission factors by id.
        gwp_set: the IPCC report whose GWPs are used.
        horizon: of the GWP, in years.
        ignore: columns and fields of lines that are passed over; "*" is all names that are none of the model's.
        rules: what rows have no columns for, by their ids, as `open_tables` takes it; those rows, and the rows that use them,
            are computed as products.

    Returns:
        A table of `result_schema`, a row for every row, in the same order.

    Raises:
        DocumentError: what came is no table, or lacks a column.
        FactorError: an unknown GWP set or horizon.

    >>> from co2label import FactorLibrary
    >>> burnt = {"amount": 2.0, "unit": "kg", "stage": "production", "gas": "CO2", "product": None}
    >>> cooked = {"amount": 30.0, "unit": "min", "stage": "use", "gas": None, "product": "flame"}
    >>> table = pa.table({"id": ["flame", "dinner"], "declared_unit": ["1 h", "1 piece"], "lines": [[burnt], [cooked]]})
    >>> footprints(table, FactorLibrary()).column("kg_co2e").to_pylist()
    [2.0, 1.0]
    """
    basis, beside, kept = Basis.of(gwp_set, horizon), read_rules(rules), []
    if hasattr(source, "__arrow_c_stream__"):
        source = pa.RecordBatchReader.from_stream(source)
        if not beside.products and not _has_products(source.schema):  # then nothing has to be kept
            alone = footprint_batches(
                source, factors, gwp_set=gwp_set, horizon=horizon, ignore=ignore, rules=beside
            )
            return pa.Table.from_batches(alone, result_schema())
    refuse_processes(beside)
    catalogue = Catalogue(CodeBooks(factors, basis, ignore))
    for batch, row, repeated in tasks_of(record_batches(source)):
        catalogue.add(batch, row, repeated)
        kept += [batch] if beside.products else []
    results = list(solve_catalogue(catalogue))
    if kept:
        results = with_results_of_rules(results, kept, FIRST_ROW, beside, factors, basis, ignore, nested=True)
    return pa.Table.from_batches(results, result_schema())

"""Whole catalogues in memory: direct results of every product, and the lines that use other products.

Amounts of used products are converted to declared units, by the bridges of the used product alone, then by those of the user
too. Facts and years are propagated from used products to their users, loops included.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from co2label.catalogue._arrow import pa
from co2label.catalogue._arrow_batch import BatchRead, add_up, read_batch
from co2label.catalogue._arrow_sums import MassInUser, UncertainSums, product_kg, uncertain_sums
from co2label.footprint import MASS
from co2label.footprint._bridging import NO_KIND, BridgeFinder, LineUnits
from co2label.footprint._engine import joined_with_used
from co2label.footprint._lines import REACHES, Bit, MaterialRole, role_of_product
from co2label.footprint._loops import Uses
from co2label.footprint._source import EmissionSource
from co2label.model import DOWNSTREAM_STAGES, STAGES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from co2label.catalogue._arrow_bridging import ProductHeaders
    from co2label.catalogue._arrow_lines import BatchLines, CodeBooks
    from co2label.catalogue._arrow_rows import BadCells
    from co2label.catalogue._arrow_sums import DirectResults
    from co2label.units import Amount


@dataclass(frozen=True, slots=True, eq=False)
class CatalogueBatch:
    """One batch of a catalogue."""

    first: int
    """Catalogue row of its first product."""
    ids: pa.Array
    headers: ProductHeaders
    findings: BadCells
    rows: NDArray[np.intp]
    """Catalogue rows that are summed in `part`."""
    part: DirectResults
    uncertain: UncertainSums | None
    lines: BatchLines | None
    """Lines of those rows; None where no line of the table can take a part of a used product."""


class UseLines(NamedTuple):
    """Lines that use other products, as columns by (use)."""

    user: NDArray[np.intp]
    """Catalogue row of the product that uses."""
    place: NDArray[np.intp]
    """Place of the line in that product."""
    stage: NDArray[np.intp]
    """Place of its stage in `STAGES`."""
    unit: NDArray[np.intp]
    """Code of its unit."""
    quantity: NDArray[np.float64]
    """Amount in root units of its own dimension."""
    rests_on: NDArray[np.intp]
    """Kind of data of the amount, a place in `DATA_KINDS`."""
    yields: NDArray[np.float64]
    """Share of its mass that stays in the product."""
    last: NDArray[np.intp]
    """Place of the last stage that is taken of the used product."""
    name: pa.Array
    """Id of the used product."""

    def of(self, kept: NDArray[np.bool_]) -> UseLines:
        """Select lines by a mask."""
        return self.take(np.flatnonzero(kept))

    def take(self, which: NDArray[np.intp]) -> UseLines:
        """Select lines by place, in this order."""
        columns = (self.user, self.place, self.stage, self.unit, self.rests_on, self.last)
        user, place, stage, unit, rests_on, last = (column[which] for column in columns)
        name = self.name.take(pa.array(which))
        return UseLines(
            user, place, stage, unit, self.quantity[which], rests_on, self.yields[which], last, name
        )


class Catalogue:
    """A catalogue in memory: its batches, and the lines that use products."""

    def __init__(self, vocabulary: CodeBooks) -> None:
        self.vocabulary = vocabulary
        self.pieces: list[CatalogueBatch] = []
        self._uses: list[UseLines] = []
        self._columns: dict[str, list[Amount | None]] = {}
        self.count = 0
        self._uncertain = vocabulary.sources.may_vary

    def add(self, batch: pa.RecordBatch, first_row: int, repeated: NDArray[np.bool_]) -> None:
        """Read and add a batch."""
        self.take(read_batch(batch, self.vocabulary, first_row, repeated))

    def take(self, read: BatchRead) -> None:
        """Add a batch that was read with this vocabulary."""
        part, lines, summed = add_up(read, self.vocabulary)
        uncertain = uncertain_sums(lines, self.vocabulary.weights) if self._uncertain else None
        if len(read.lines.used):
            self._uses.append(_use_lines(read, self.count))
        rows = self.count + np.flatnonzero(summed)
        kept = lines if read.rows.may_cut else None
        self.pieces.append(
            CatalogueBatch(self.count, read.ids, read.headers, read.findings, rows, part, uncertain, kept)
        )
        self.count += len(read.ids)

    @property
    def good(self) -> NDArray[np.bool_]:
        """(row): whether the product has no finding."""
        bad = [piece.findings.bad for piece in self.pieces]
        return ~np.concatenate(bad) if bad else np.zeros(0, np.bool_)

    def ids(self) -> pa.Array:
        """Return (row) ids."""
        return pa.concat_arrays([pa.array([], pa.string()), *(piece.ids for piece in self.pieces)])

    def find(self, row: int, column: str, value: object, reason: str, *, line: int = -1) -> None:
        """Add a finding to a row of the catalogue."""
        piece = self.piece_of(row)
        piece.findings.row(row - piece.first, column, value, reason, line=line)

    def piece_of(self, row: int) -> CatalogueBatch:
        """Return the batch of a row."""
        return self.pieces[bisect_right(self.pieces, row, key=lambda piece: piece.first) - 1]

    def stated(self, name: str, row: int) -> Amount | None:
        """Return the declared unit or a bridge of a product."""
        if name not in self._columns:
            empty = [None]
            of_pieces = (piece.headers.amounts.get(name) or empty * len(piece.ids) for piece in self.pieces)
            self._columns[name] = list(chain.from_iterable(of_pieces))
        return self._columns[name][row]

    def product_kg(self) -> NDArray[np.float64]:
        """Return (row) masses in kg of one declared unit; NaN where none is stated."""
        return np.concatenate([product_kg(piece.headers, len(piece.ids)) for piece in self.pieces])

    def use_lines(self) -> UseLines | None:
        """Return all lines that use other products; None if there are none."""
        if not self._uses:
            return None
        user, place, stage, unit, quantity, rests_on, yields, last, name = zip(*self._uses, strict=True)
        return UseLines(
            np.concatenate(user),
            np.concatenate(place),
            np.concatenate(stage),
            np.concatenate(unit),
            np.concatenate(quantity),
            np.concatenate(rests_on),
            np.concatenate(yields),
            np.concatenate(last),
            pa.concat_arrays(name),
        )


def _use_lines(read: BatchRead, first: int) -> UseLines:
    lines, used = read.lines, read.lines.used
    row = np.searchsorted(lines.start, used, side="right") - 1
    names = read.rows.lines["product"].take(pa.array(used)).cast(pa.string())
    place = used - lines.start[row]
    stage, unit, rests_on = (column[used] for column in (lines.stage, lines.unit, lines.rests_on))
    quantity, yields = (
        lines.quantity[used],
        np.ones(len(used)) if lines.yields is None else lines.yields[used],
    )
    return UseLines(first + row, place, stage, unit, quantity, rests_on, yields, lines.last, names)


_NO_UNIT = (
    "the used product has no declared unit, so an amount of it says nothing; add the column `declared_unit`"
)


class DeclaredAmounts(NamedTuple):
    """Amounts of uses in declared units."""

    amount: NDArray[np.float64]
    """(use): declared units of the used product."""
    bridged: NDArray[np.intp]
    """Uses that took a bridge."""
    priced: NDArray[np.intp]
    """Uses in money without a price year, where the other side has one."""
    money: NDArray[np.bool_]
    """(use): whether either side is money."""


def in_declared_units(catalogue: Catalogue, use_lines: UseLines, used: NDArray[np.intp]) -> DeclaredAmounts:
    """Convert every use to declared units of the used product; those that cannot be converted become findings.

    Args:
        catalogue: the catalogue.
        use_lines: its lines that use other products.
        used: (use), catalogue row of the used product.
    """
    rows, source = np.unique(used, return_inverse=True)
    declared = [catalogue.stated("declared_unit", row) for row in rows.tolist()]
    units, number = catalogue.vocabulary.units, catalogue.vocabulary.kinds.number

    def source_of(code: int) -> EmissionSource:
        amount = declared[code]
        assert amount is not None, "uses of what has no declared unit are no candidates"
        return EmissionSource(amount, product=int(rows[code]))

    def find(use: int, column: str, value: object, reason: str) -> None:
        user, place = int(use_lines.user[use]), int(use_lines.place[use])
        catalogue.find(user, f"lines[{place}].{column}", value, reason, line=place)

    declared_kind = np.array(
        [NO_KIND if a is None else number(a.unit.dimension) for a in declared], np.int32
    )[source]
    price_year = np.array([(a and a.unit.price_year) or 0 for a in declared], np.int32)
    declared_money = np.array([bool(a and a.unit.dimension.of_money) for a in declared], np.bool_)[source]
    size = np.array([np.nan if a is None else a.si for a in declared])[source]
    for use in np.flatnonzero(declared_kind == NO_KIND).tolist():
        find(use, "product", use_lines.name[use].as_py(), _NO_UNIT)
    amount, odd = (
        use_lines.quantity.copy(),
        (units.kind.take(use_lines.unit) != declared_kind) & (declared_kind != NO_KIND),
    )
    lines = LineUnits(use_lines.unit, source, use_lines.user)
    finder = BridgeFinder(units, source_of)
    measured = finder.measure(amount, lines, np.flatnonzero(odd), price_year, catalogue.stated)
    for use, what, todo in measured.problems:
        find(use, "unit", units.unit(int(use_lines.unit[use])).text, f"{what}; {todo}" if todo else what)
    money = units.money.take(use_lines.unit) | declared_money
    return DeclaredAmounts(amount / size, measured.bridged, measured.priced, money)


_OWN = (1 << len(STAGES)) - 1 | Bit.OVERLAP | Bit.UNSPLIT
"""Facts about a product's own stages and kilograms, which are not propagated to its users."""


def propagate_facts(
    bits: NDArray[np.int32], oldest: NDArray[np.int32], uses: Uses, stage: NDArray[np.intp]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Propagate facts and years of the oldest factors from used products to their users.

    A factor that covers stages after that of its line overlaps in the users too, in the stage that uses it.

    Args:
        bits: (product), facts about its own lines.
        oldest: (product), year of the oldest factor of its own lines.
        uses: which product uses which.
        stage: (use), stage of the user that books it.

    Returns:
        (product) facts and (product) years.
    """
    if not len(uses.user):
        return bits, oldest
    facts = joined_with_used(bits & ~_OWN, uses, np.bitwise_or)
    oldest = joined_with_used(oldest, uses, np.minimum)
    later = np.array([sum(REACHES[place + 1 :]) for place in range(len(STAGES))], np.int32)
    overlaps = (facts[uses.used] & later[stage] != 0).astype(np.int32) * Bit.OVERLAP
    bits = bits | facts
    np.bitwise_or.at(bits, uses.user, overlaps)
    return bits, oldest


def misplaced_facts(part: DirectResults, uses: Uses, stage: NDArray[np.intp]) -> NDArray[np.int32]:
    """Return (product) `Bit.OVERLAP` where a used product brings kilograms of stages after the one that uses it.

    Args:
        part: sums of all products, used products included.
        uses: which product uses which.
        stage: (use), stage of the user that books it.
    """
    own = np.zeros(len(part), np.int32)
    for later in DOWNSTREAM_STAGES:
        place = STAGES.index(later)
        own[part.of_stage(place) != 0] |= REACHES[place]
    taken = uses.amount != 0
    if not own.any() or not taken.any():
        return np.zeros(len(part), np.int32)
    uses = Uses(uses.user[taken], uses.used[taken], uses.amount[taken])
    facts, _ = propagate_facts(own, np.zeros(len(part), np.int32), uses, stage[taken])
    overlap: NDArray[np.int32] = facts & np.int32(Bit.OVERLAP)
    return overlap


def mass_in_users(
    catalogue: Catalogue, use_lines: UseLines, used: NDArray[np.intp], amount: NDArray[np.float64]
) -> MassInUser:
    """Return the masses of lines that use products, of which they take (use) `amount` declared units."""
    rows, of = np.unique(used, return_inverse=True)
    one = catalogue.product_kg()[rows][of]
    units, mass = catalogue.vocabulary.units, catalogue.vocabulary.kinds.number(MASS)
    kg = np.where(units.kind.take(use_lines.unit) == mass, use_lines.quantity, amount * one)
    by_stage = np.array([_roles(catalogue, row) for row in rows.tolist()], np.int8).reshape(-1, len(STAGES))
    return MassInUser(by_stage[of, use_lines.stage], kg * use_lines.yields)


def _roles(catalogue: Catalogue, row: int) -> list[MaterialRole]:
    """Return the role of a used product in each stage of the user."""
    piece = catalogue.piece_of(row)
    place = row - piece.first
    boundary = piece.headers.boundary[place] if piece.headers.boundary else None
    unit = catalogue.stated("declared_unit", row)
    name, dimension = piece.ids[place].as_py() or "", unit.unit.dimension if unit else None
    return [role_of_product(name, boundary, dimension, stage) for stage in STAGES]

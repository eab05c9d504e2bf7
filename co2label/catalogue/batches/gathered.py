"""A whole catalogue, read: the direct part of every product, and the lines that draw on other products."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from co2label.catalogue.arrow import pa
from co2label.catalogue.batches.batch import Read, add_up, read_batch
from co2label.catalogue.batches.masses import product_kg
from co2label.catalogue.batches.uncertain import Uncertain, uncertain_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from co2label.catalogue.batches.findings import Findings
    from co2label.catalogue.batches.lines import Lines
    from co2label.catalogue.batches.part import Part
    from co2label.catalogue.batches.stated import Stated
    from co2label.catalogue.batches.vocabulary import Vocabulary
    from co2label.units import Amount

__all__ = ["Drawn", "Gathered", "Piece"]


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """One batch of a catalogue."""

    first: int
    """Row of its first product in the catalogue."""
    ids: pa.Array
    stated: Stated
    findings: Findings
    rows: NDArray[np.intp]
    """Rows of the catalogue that are summed in `part`."""
    part: Part
    uncertain: Uncertain | None
    lines: Lines | None
    """Of those rows, where a line of the table may take a part of a used product."""


class Drawn(NamedTuple):
    """Lines that draw on other products."""

    user: NDArray[np.intp]
    """Rows in the catalogue."""
    place: NDArray[np.intp]
    """Of the line in its product."""
    stage: NDArray[np.intp]
    unit: NDArray[np.intp]
    quantity: NDArray[np.float64]
    """Root units of the amount's own kind."""
    rests_on: NDArray[np.intp]
    """What the amount rests on, a place in `DATA_KINDS`."""
    yields: NDArray[np.float64]
    """The share of its mass that stays in the product."""
    last: NDArray[np.intp]
    """Place of the last stage that is taken of the used product."""
    name: pa.Array
    """Ids of the used products."""

    def of(self, kept: NDArray[np.bool_]) -> Drawn:
        """Some of the lines."""
        return self.take(np.flatnonzero(kept))

    def take(self, which: NDArray[np.intp]) -> Drawn:
        """Some of the lines, in this order."""
        columns = (self.user, self.place, self.stage, self.unit, self.rests_on, self.last)
        user, place, stage, unit, rests_on, last = (column[which] for column in columns)
        name = self.name.take(pa.array(which))
        return Drawn(user, place, stage, unit, self.quantity[which], rests_on, self.yields[which], last, name)


class Gathered:
    """Pieces of a catalogue, and what their lines use."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.pieces: list[Piece] = []
        self._drawn: list[Drawn] = []
        self._columns: dict[str, list[Amount | None]] = {}
        self.count = 0
        self._uncertain = vocabulary.emitters.may_vary

    def add(self, batch: pa.RecordBatch, first_row: int, repeated: NDArray[np.bool_]) -> None:
        """Read one more batch."""
        self.take(read_batch(batch, self.vocabulary, first_row, repeated))

    def take(self, read: Read) -> None:
        """One more batch, that was read with this vocabulary."""
        part, lines, summed = add_up(read, self.vocabulary)
        uncertain = uncertain_of(lines, self.vocabulary.weights) if self._uncertain else None
        if len(read.lines.used):
            self._drawn.append(_drawn(read, self.count))
        rows = self.count + np.flatnonzero(summed)
        kept = lines if read.rows.may_cut else None
        self.pieces.append(
            Piece(self.count, read.ids, read.stated, read.findings, rows, part, uncertain, kept)
        )
        self.count += len(read.ids)

    @property
    def good(self) -> NDArray[np.bool_]:
        """(row): products without findings."""
        bad = [piece.findings.bad for piece in self.pieces]
        return ~np.concatenate(bad) if bad else np.zeros(0, np.bool_)

    def ids(self) -> pa.Array:
        """(row)."""
        return pa.concat_arrays([pa.array([], pa.string()), *(piece.ids for piece in self.pieces)])

    def find(self, row: int, column: str, value: object, reason: str, *, line: int = -1) -> None:
        """One more finding, in a row of the catalogue."""
        piece = self.piece_of(row)
        piece.findings.row(row - piece.first, column, value, reason, line=line)

    def piece_of(self, row: int) -> Piece:
        """The batch that a row came in."""
        return self.pieces[bisect_right(self.pieces, row, key=lambda piece: piece.first) - 1]

    def stated(self, name: str, row: int) -> Amount | None:
        """The declared unit or a bridge of a product."""
        if name not in self._columns:
            empty = [None]
            of_pieces = (piece.stated.amounts.get(name) or empty * len(piece.ids) for piece in self.pieces)
            self._columns[name] = list(chain.from_iterable(of_pieces))
        return self._columns[name][row]

    def product_kg(self) -> NDArray[np.float64]:
        """(row): what one declared unit of each product weighs; NaN where nobody says so."""
        return np.concatenate([product_kg(piece.stated, len(piece.ids)) for piece in self.pieces])

    def drawn(self) -> Drawn | None:
        """All lines that draw on other products."""
        if not self._drawn:
            return None
        user, place, stage, unit, quantity, rests_on, yields, last, name = zip(*self._drawn, strict=True)
        return Drawn(
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


def _drawn(read: Read, first: int) -> Drawn:
    lines, used = read.lines, read.lines.used
    row = np.searchsorted(lines.start, used, side="right") - 1
    names = read.rows.lines["product"].take(pa.array(used)).cast(pa.string())
    place = used - lines.start[row]
    stage, unit, rests_on = (column[used] for column in (lines.stage, lines.unit, lines.rests_on))
    quantity, yields = (
        lines.quantity[used],
        np.ones(len(used)) if lines.yields is None else lines.yields[used],
    )
    return Drawn(first + row, place, stage, unit, quantity, rests_on, yields, lines.last, names)

"""From a catalogue that is read to its results: who uses whom, the solve, and what is wrong with uses and loops."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from co2label.catalogue.arrow import pc
from co2label.catalogue.batches.batch import TOO_LARGE
from co2label.catalogue.batches.evidence import SPEND
from co2label.catalogue.batches.masses import Masses, Weighed, weighed
from co2label.catalogue.batches.measuring import measured
from co2label.catalogue.batches.part import Part
from co2label.catalogue.batches.parted import Parts, cuts_of, joined, parts_of, with_parts
from co2label.catalogue.batches.reaching import misplaced, reached
from co2label.catalogue.batches.results import result_batch
from co2label.catalogue.batches.uncertain import Uncertain
from co2label.catalogue.batches.weights import UNKNOWN_YEAR, Bit
from co2label.errors import ComputeError, Problem, clip
from co2label.footprint.gum import Gum
from co2label.footprint.kinds import kinds_used
from co2label.footprint.nesting import LoopError, Uses, solve
from co2label.footprint.stated import sides
from co2label.footprint.totals import loop_problem
from co2label.model import DATA_KINDS, STAGES, suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from co2label.catalogue.arrow import pa
    from co2label.catalogue.batches.gathered import Drawn, Gathered

__all__ = ["Linked", "linked_in", "solved", "uses_in", "with_uses"]

_MOST_COMPARED = 20_000
"""Products of a catalogue up to which an unknown id is compared with all others, to find near ones."""


class Linked(NamedTuple):
    """Who uses whom in a catalogue."""

    drawn: Drawn
    used: NDArray[np.intp]
    """(use): row in the catalogue."""
    amount: NDArray[np.float64]
    """(use): declared units of what is used."""
    said: NDArray[np.int32]
    """(use): facts about the line; see `Bit`."""
    kind: NDArray[np.intp]
    """(use): what the amount rests on, a place in `DATA_KINDS`."""
    weighed: Weighed
    """(use): what of it ends in the user."""

    @property
    def uses(self) -> Uses:
        """As the solve wants them."""
        return Uses(self.drawn.user, self.used, self.amount)

    def of(self, kept: NDArray[np.bool_]) -> Linked:
        """Some of the uses."""
        amount, said, kind = self.amount[kept], self.said[kept], self.kind[kept]
        return Linked(self.drawn.of(kept), self.used[kept], amount, said, kind, self.weighed.of(kept))


def solved(gathered: Gathered) -> Iterator[pa.RecordBatch]:
    """The results of every batch of a catalogue, in order."""
    part, gum = _whole(gathered)
    for piece in gathered.pieces:
        good = ~piece.findings.bad
        rows = piece.first + np.flatnonzero(good)
        year = None if piece.stated.year is None else piece.stated.year[good]
        own = None if gum is None else _gum_rows(gum, rows)
        yield result_batch(piece.ids, _part_rows(part, rows), own, year, piece.findings)


def uses_in(gathered: Gathered) -> Uses:
    """Who uses whom among the products without findings, of a catalogue that was solved."""
    drawn = gathered.drawn()
    if drawn is None:
        none = np.zeros(0, np.intp)
        return Uses(none, none, np.zeros(0))
    linked = linked_in(gathered, drawn)
    if cuts_of(linked).any():
        what = "a line takes a part of a product (`through`), which is not told by factor in a table"
        raise ComputeError([Problem("lines.through", what, "use `what_changed` of products")])
    return linked.uses


def _whole(gathered: Gathered) -> tuple[Part, Gum | None]:
    """Sums and intervals of all products; those of rows with findings hold no sense."""
    direct, uncertain, drawn = _direct(gathered), _uncertain(gathered), gathered.drawn()
    if drawn is None:
        direct = direct.balanced()
        return direct, None if uncertain is None else uncertain.gum(direct.kg_co2e)
    linked = linked_in(gathered, drawn)
    while True:
        linked = _without_the_bad(gathered, linked)
        parts = parts_of(gathered, linked) if cuts_of(linked).any() else None
        if not gathered.good[linked.drawn.user].all():
            continue
        try:
            part, gum = _with_parts(gathered, (direct, uncertain), linked, parts)
        except LoopError as error:
            _refuse_loop(gathered, error, parts)
            continue
        finite = np.isfinite(part.kg[:, :, : gathered.count]).all(axis=(0, 1))
        wrong = np.flatnonzero(gathered.good & ~finite).tolist()
        for row in wrong:
            gathered.find(row, "lines", None, TOO_LARGE)
        if not wrong:
            return part, gum


def _with_parts(
    gathered: Gathered, own: tuple[Part, Uncertain | None], linked: Linked, parts: Parts | None
) -> tuple[Part, Gum | None]:
    """The sums and intervals of all products, and behind them of the parts that are used. Raises LoopError."""
    if parts is None:
        return with_uses(*own, linked)
    balanced = _balanced(own[0], linked)
    every = joined([balanced, *parts.sums])
    every.bits[gathered.count :] |= balanced.bits[parts.whole] & Bit.MASS_BALANCE
    return with_uses(every, _uncertain(gathered, parts), with_parts(linked, parts, gathered.count))


def _balanced(direct: Part, linked: Linked) -> Part:
    """With the note on mass balances, once the raw materials that are products are in them."""
    if direct.masses is None:
        return direct
    return replace(direct, masses=direct.masses.plus(linked.drawn.user, linked.weighed)).balanced()


def _direct(gathered: Gathered) -> Part:
    """The direct parts of all batches as one, with nothing for rows that are not summed."""
    weights, count = gathered.vocabulary.weights, gathered.count
    kg = np.zeros((len(STAGES), len(weights.components), count))
    bits, oldest = np.zeros(count, np.int32), np.full(count, UNKNOWN_YEAR, np.int32)
    up_to, masses = np.zeros((count, len(DATA_KINDS))), Masses.unknown(count)
    for piece in gathered.pieces:
        for place, name in enumerate(piece.part.components):
            kg[:, weights.components.index(name), piece.rows] = piece.part.kg[:, place]
        bits[piece.rows], oldest[piece.rows] = piece.part.bits, piece.part.oldest
        up_to[piece.rows] = piece.part.up_to
        if piece.part.masses is not None:
            masses.put(piece.rows, piece.part.masses)
    return Part(weights.components, kg, bits, oldest, up_to, masses)


def _uncertain(gathered: Gathered, parts: Parts | None = None) -> Uncertain | None:
    """The same of uncertainties, with those of parts; a variable has the number of its first line, in whatever batch."""
    found = [(piece.rows, piece.uncertain) for piece in gathered.pieces if piece.uncertain is not None]
    if not any(len(uncertain.row) for _, uncertain in found):
        return None
    count = gathered.count
    for part, uncertain in zip(parts.sums, parts.uncertain, strict=True) if parts else ():
        found += [] if uncertain is None else [(count + np.arange(len(part)), uncertain)]
        count += len(part)
    aside = np.zeros((count, found[0][1].aside.shape[1]))
    for rows, uncertain in found:
        aside[rows] = uncertain.aside
    row = np.concatenate([rows[uncertain.row] for rows, uncertain in found])
    variable = np.concatenate([uncertain.variable for _, uncertain in found])
    known, first, which = np.unique(variable, return_index=True, return_inverse=True)
    order = np.argsort(first)
    number = np.argsort(order)[which]
    below, above = (side[known[order]] for side in sides(gathered.vocabulary.weights.sigmas))
    return Uncertain(row, number, np.concatenate([one.kg for _, one in found]), below, above, aside)


def linked_in(gathered: Gathered, drawn: Drawn) -> Linked:
    """Who uses whom, of the products without findings so far; a use that makes no sense becomes one."""
    ids = gathered.ids()
    drawn = drawn.of(gathered.good[drawn.user])
    used = pc.index_in(drawn.name, value_set=ids).fill_null(-1).to_numpy().astype(np.intp)
    for use in np.flatnonzero(used < 0).tolist():
        name = drawn.name[use].as_py()
        near = suggestion(name, filter(None, ids.to_pylist())) if gathered.count <= _MOST_COMPARED else ""
        _find(gathered, drawn, use, f"no product {clip(name)}; {near or 'add it to the table'}")
    drawn, used = drawn.of(used >= 0), used[used >= 0]
    amounts = measured(gathered, drawn, used)
    said = np.zeros(len(used), np.int32)
    said[amounts.bridged] |= Bit.BRIDGED
    said[amounts.priced] |= Bit.PRICE_YEAR
    kind = np.where(amounts.money, SPEND, drawn.rests_on)
    weights = weighed(gathered, drawn, used, amounts.amount)
    return Linked(drawn, used, amounts.amount, said, kind, weights)


def _without_the_bad(gathered: Gathered, linked: Linked) -> Linked:
    """The uses of good products; who uses one that has a finding gets one too, and so do their users."""
    while True:
        good = gathered.good
        linked = linked.of(good[linked.drawn.user])
        wrong = np.flatnonzero(~good[linked.used]).tolist()
        for use in wrong:
            name = linked.drawn.name[use].as_py()
            _find(gathered, linked.drawn, use, f"uses {clip(name)}, which cannot be computed itself")
        if not wrong:
            return linked


def _refuse_loop(gathered: Gathered, error: LoopError, parts: Parts | None) -> None:
    ids, count = gathered.ids(), gathered.count

    def whole(row: int) -> int:
        return row if row < count or parts is None else int(parts.whole[row - count])

    problem = loop_problem(error, lambda row: str(ids[whole(row)]))
    for row in dict.fromkeys(map(whole, error.loop)):
        gathered.find(row, "lines", None, problem.reason)


def _find(gathered: Gathered, drawn: Drawn, use: int, reason: str) -> None:
    place = int(drawn.place[use])
    gathered.find(
        int(drawn.user[use]), f"lines[{place}].product", drawn.name[use].as_py(), reason, line=place
    )


def with_uses(direct: Part, uncertain: Uncertain | None, linked: Linked) -> tuple[Part, Gum | None]:
    """The direct parts with all that is used. Raises LoopError."""
    uses, stage = linked.uses, linked.drawn.stage
    unsplit = (direct.bits & Bit.UNSPLIT != 0).astype(np.float64)
    own = np.stack(
        [*(direct.of_component(place) for place in range(len(direct.components))), unsplit], axis=1
    )
    total, loop = _tried(own, uses)
    kg, cells = direct.kg.copy(), uses.user * len(STAGES) + stage
    for place in range(len(direct.components)):
        used = uses.amount * total[uses.used, place]
        kg[:, place] += np.bincount(cells, used, len(direct) * len(STAGES)).reshape(-1, len(STAGES)).T
    bits = _balanced(direct, linked).bits | np.where(loop, Bit.LOOP, 0).astype(np.int32)
    np.bitwise_or.at(bits, uses.user, linked.said)
    bits, oldest = reached(bits, direct.oldest, uses, stage)
    bits |= np.where(total[:, -1] > 0, Bit.UNSPLIT, 0).astype(np.int32)
    part = Part(direct.components, kg, bits, oldest, _up_to(direct.up_to, linked))
    np.bitwise_or(bits, misplaced(part, uses, stage), out=bits)
    return part, None if uncertain is None else uncertain.gum(part.kg_co2e, uses)


def _up_to(own: NDArray[np.float64], linked: Linked) -> NDArray[np.float64]:
    """By kind of data with all that is used; where everything is the products' own, that is known without a solve."""
    nearest_alone = not linked.kind.any() and bool((own[:, 0] == own[:, -1]).all())
    return own if nearest_alone else kinds_used(own, linked.uses, linked.kind)


def _tried(own: NDArray[np.float64], uses: Uses) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    try:
        return solve(own, uses)
    except LoopError:
        raise
    except ArithmeticError as error:
        todo = "check the amounts for extreme values"
        raise ComputeError([Problem("products", str(error), todo)]) from None


def _part_rows(part: Part, rows: NDArray[np.intp]) -> Part:
    return Part(part.components, part.kg[:, :, rows], part.bits[rows], part.oldest[rows], part.up_to[rows])


def _gum_rows(gum: Gum, rows: NDArray[np.intp]) -> Gum:
    return Gum(**{field.name: getattr(gum, field.name)[rows] for field in fields(gum)})

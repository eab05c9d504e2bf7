"""Parts of used products: lines that take a product up to one of its stages; see `co2label.footprint.parts`.

A part is one row more behind those of the catalogue: the lines of the product up to that stage, added up as they are in
the product, and its uses up to that stage. Nothing after this module knows of parts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from co2label.catalogue.batches.masses import Weighed
from co2label.catalogue.batches.part import Part, part_of
from co2label.catalogue.batches.uncertain import uncertain_of
from co2label.model import STAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from co2label.catalogue.batches.gathered import Gathered, Piece
    from co2label.catalogue.batches.solved import Linked
    from co2label.catalogue.batches.uncertain import Uncertain

    _Found = tuple[Part, Uncertain | None, list[tuple[int, str]]]
    """Of one batch: its parts, their uncertainty, and the parts that cannot be."""

__all__ = ["Parts", "cuts_of", "joined", "parts_of", "with_parts"]

_LAST = len(STAGES) - 1


class Parts(NamedTuple):
    """The parts that a catalogue uses, each once."""

    whole: NDArray[np.intp]
    """(part): row of the product."""
    last: NDArray[np.intp]
    """(part): its last stage."""
    of_use: NDArray[np.intp]
    """(use): its part, or -1."""
    sums: tuple[Part, ...]
    """Batch by batch, in the order of the parts."""
    uncertain: tuple[Uncertain | None, ...]
    """Likewise."""


def cuts_of(linked: Linked) -> NDArray[np.bool_]:
    """(use): whether it takes a part."""
    cut: NDArray[np.bool_] = linked.drawn.last < _LAST
    return cut


def parts_of(gathered: Gathered, linked: Linked) -> Parts:
    """The parts that are used. A use that takes a stage which its product does not have, or nothing, becomes a finding."""
    cut = np.flatnonzero(cuts_of(linked))
    pairs = linked.used[cut] * len(STAGES) + linked.drawn.last[cut]
    distinct, which = np.unique(pairs, return_inverse=True)
    of_use = np.full(len(linked.used), -1, np.intp)
    of_use[cut] = which
    whole, last = np.divmod(distinct, len(STAGES))
    found = list(_by_piece(gathered, whole, last))
    for number, reason in (each for _, _, wrong in found for each in wrong):
        for use in cut[which == number].tolist():
            place, user = int(linked.drawn.place[use]), int(linked.drawn.user[use])
            name = linked.drawn.name[use].as_py()
            what = f"product {name!r} {reason}"
            gathered.find(user, f"lines[{place}].through", STAGES[int(last[number])], what, line=place)
    return Parts(whole, last, of_use, tuple(part for part, _, _ in found), tuple(one for _, one, _ in found))


def with_parts(linked: Linked, parts: Parts, count: int) -> Linked:
    """The uses of a catalogue of so many products with its parts: who takes a part uses that, and a part uses what it uses."""
    used = np.where(parts.of_use >= 0, count + parts.of_use, linked.used)
    drawn, again, by = linked.drawn, [], []
    order = np.argsort(drawn.user, kind="stable")
    begins = np.searchsorted(drawn.user[order], parts.whole)
    ends = np.searchsorted(drawn.user[order], parts.whole, side="right")
    for number, (first, stop, last) in enumerate(
        zip(begins.tolist(), ends.tolist(), parts.last.tolist(), strict=True)
    ):
        uses = order[first:stop]
        uses = uses[drawn.stage[uses] <= last]
        again.append(uses)
        by.append(np.full(len(uses), count + number, np.intp))
    which = np.concatenate([np.arange(len(used)), *again])
    user = np.concatenate([drawn.user, *by])
    taken = drawn.take(which)._replace(user=user)
    return linked._replace(
        drawn=taken,
        used=used[which],
        amount=linked.amount[which],
        said=linked.said[which],
        kind=linked.kind[which],
        weighed=Weighed(linked.weighed.role[which], linked.weighed.kg[which]),
    )


def joined(parts: Sequence[Part]) -> Part:
    """Parts one behind the other, all by the same components, mass balances aside."""
    return Part(
        parts[0].components,
        np.concatenate([part.kg for part in parts], axis=2),
        np.concatenate([part.bits for part in parts]),
        np.concatenate([part.oldest for part in parts]),
        np.concatenate([part.up_to for part in parts]),
    )


def _by_piece(gathered: Gathered, whole: NDArray[np.intp], last: NDArray[np.intp]) -> Iterator[_Found]:
    for piece in gathered.pieces:
        mine = np.flatnonzero((whole >= piece.first) & (whole < piece.first + len(piece.ids)))
        if len(mine):
            yield _of_piece(gathered, piece, mine, whole[mine], last[mine])


def _of_piece(
    gathered: Gathered, piece: Piece, mine: NDArray[np.intp], whole: NDArray[np.intp], last: NDArray[np.intp]
) -> _Found:
    lines, weights = piece.lines, gathered.vocabulary.weights
    assert lines is not None, "a table with both columns keeps its lines"
    places = np.searchsorted(piece.rows, whole)
    taken, wrong = [], []
    for number, row, place, stage in zip(
        mine.tolist(), whole.tolist(), places.tolist(), last.tolist(), strict=True
    ):
        of_row = np.arange(lines.start[place], lines.start[place + 1])
        of_part = of_row[lines.stage[of_row] <= stage]
        inside = piece.stated.inside
        if inside is not None and not int(inside[row - piece.first]) >> stage & 1:
            wrong.append((number, f"has no stage {STAGES[stage]!r}"))
        elif not len(of_part):
            wrong.append((number, f"has nothing up to {STAGES[stage]}"))
        taken.append(of_part if len(of_part) else of_row)
    start = np.concatenate([[0], np.cumsum([len(each) for each in taken])]).astype(np.intp)
    some = lines.take(np.concatenate(taken), start)
    uncertain = None if piece.uncertain is None else uncertain_of(some, weights)
    return part_of(some, weights), uncertain, wrong

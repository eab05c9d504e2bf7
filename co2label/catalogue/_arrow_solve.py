"""Products that use products: uses, parts of used products, and one exact solve for the whole catalogue.

A part (a product up to one of its stages) is a further row after those of the catalogue, with the lines and the uses of the
product up to that stage. The solve treats parts like products.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from co2label.catalogue._arrow import ArrowSource, pa, pc, record_batches
from co2label.catalogue._arrow_batch import TOO_LARGE, result_batch, tasks_of
from co2label.catalogue._arrow_catalogue import (
    Catalogue,
    in_declared_units,
    mass_in_users,
    misplaced_facts,
    propagate_facts,
)
from co2label.catalogue._arrow_codes import SPEND
from co2label.catalogue._arrow_lines import CodeBooks
from co2label.catalogue._arrow_sums import (
    DirectResults,
    MassInUser,
    MaterialMasses,
    UncertainSums,
    direct_results,
    uncertain_sums,
)
from co2label.catalogue._layout import result_schema
from co2label.errors import ComputeError, Problem, clip, suggestion
from co2label.footprint import Basis
from co2label.footprint._engine import loop_problem
from co2label.footprint._lines import UNKNOWN_YEAR, Bit
from co2label.footprint._loops import LoopError, Uses, solve
from co2label.footprint._moments import sigma_columns
from co2label.footprint._shares import kg_by_kind
from co2label.footprint._uncertainty import Gum
from co2label.model import DATA_KINDS, STAGES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from co2label.catalogue._arrow_catalogue import CatalogueBatch, UseLines
    from co2label.factors import FactorLibrary
    from co2label.model import GwpSet

    _PieceResult = tuple[DirectResults, UncertainSums | None, list[tuple[int, str]]]
    """Sums of the parts of one batch, their uncertainty, and the parts that cannot be taken, with the reason."""


_LAST = len(STAGES) - 1


class ProductParts(NamedTuple):
    """Parts that a catalogue uses, each once."""

    whole: NDArray[np.intp]
    """(part): row of the product."""
    last: NDArray[np.intp]
    """(part): its last stage."""
    of_use: NDArray[np.intp]
    """(use): its part, or -1."""
    sums: tuple[DirectResults, ...]
    """Sums of the parts, batch by batch, in the order of the parts."""
    uncertain: tuple[UncertainSums | None, ...]
    """Uncertainty of the parts, likewise."""


def takes_part(linked: LinkedUses) -> NDArray[np.bool_]:
    """Return (use) whether it takes a part."""
    cut: NDArray[np.bool_] = linked.lines.last < _LAST
    return cut


def parts_of(catalogue: Catalogue, linked: LinkedUses) -> ProductParts:
    """Return the parts that are used; a part of an absent stage, or an empty one, becomes a finding of its users."""
    cut = np.flatnonzero(takes_part(linked))
    pairs = linked.used[cut] * len(STAGES) + linked.lines.last[cut]
    distinct, which = np.unique(pairs, return_inverse=True)
    of_use = np.full(len(linked.used), -1, np.intp)
    of_use[cut] = which
    whole, last = np.divmod(distinct, len(STAGES))
    by_piece = list(_by_piece(catalogue, whole, last))
    for number, reason in (each for _, _, wrong in by_piece for each in wrong):
        for use in cut[which == number].tolist():
            place, user = int(linked.lines.place[use]), int(linked.lines.user[use])
            name = linked.lines.name[use].as_py()
            what = f"product {name!r} {reason}"
            catalogue.find(user, f"lines[{place}].through", STAGES[int(last[number])], what, line=place)
    return ProductParts(
        whole, last, of_use, tuple(part for part, _, _ in by_piece), tuple(one for _, one, _ in by_piece)
    )


def add_parts(linked: LinkedUses, parts: ProductParts, count: int) -> LinkedUses:
    """Return the uses of `count` products and, after them, of their parts.

    Who takes a part uses that row; a part has the uses of its product up to its last stage.
    """
    used = np.where(parts.of_use >= 0, count + parts.of_use, linked.used)
    use_lines, again, by = linked.lines, [], []
    order = np.argsort(use_lines.user, kind="stable")
    begins = np.searchsorted(use_lines.user[order], parts.whole)
    ends = np.searchsorted(use_lines.user[order], parts.whole, side="right")
    for number, (first, stop, last) in enumerate(
        zip(begins.tolist(), ends.tolist(), parts.last.tolist(), strict=True)
    ):
        uses = order[first:stop]
        uses = uses[use_lines.stage[uses] <= last]
        again.append(uses)
        by.append(np.full(len(uses), count + number, np.intp))
    which = np.concatenate([np.arange(len(used)), *again])
    user = np.concatenate([use_lines.user, *by])
    taken = use_lines.take(which)._replace(user=user)
    return linked._replace(
        lines=taken,
        used=used[which],
        amount=linked.amount[which],
        facts=linked.facts[which],
        kind=linked.kind[which],
        weighed=MassInUser(linked.weighed.role[which], linked.weighed.kg[which]),
    )


def concatenate(parts: Sequence[DirectResults]) -> DirectResults:
    """Concatenate results by the same components, without mass balances."""
    return DirectResults(
        parts[0].components,
        np.concatenate([part.kg for part in parts], axis=2),
        np.concatenate([part.bits for part in parts]),
        np.concatenate([part.oldest for part in parts]),
        np.concatenate([part.up_to for part in parts]),
    )


def _by_piece(
    catalogue: Catalogue, whole: NDArray[np.intp], last: NDArray[np.intp]
) -> Iterator[_PieceResult]:
    for piece in catalogue.pieces:
        mine = np.flatnonzero((whole >= piece.first) & (whole < piece.first + len(piece.ids)))
        if len(mine):
            yield _of_piece(catalogue, piece, mine, whole[mine], last[mine])


def _of_piece(
    catalogue: Catalogue,
    piece: CatalogueBatch,
    mine: NDArray[np.intp],
    whole: NDArray[np.intp],
    last: NDArray[np.intp],
) -> _PieceResult:
    lines, weights = piece.lines, catalogue.vocabulary.weights
    assert lines is not None, "a table with both columns keeps its lines"
    places = np.searchsorted(piece.rows, whole)
    taken, wrong = [], []
    for number, row, place, stage in zip(
        mine.tolist(), whole.tolist(), places.tolist(), last.tolist(), strict=True
    ):
        of_row = np.arange(lines.start[place], lines.start[place + 1])
        of_part = of_row[lines.stage[of_row] <= stage]
        inside = piece.headers.inside
        if inside is not None and not int(inside[row - piece.first]) >> stage & 1:
            wrong.append((number, f"has no stage {STAGES[stage]!r}"))
        elif not len(of_part):
            wrong.append((number, f"has nothing up to {STAGES[stage]}"))
        taken.append(of_part if len(of_part) else of_row)
    start = np.concatenate([[0], np.cumsum([len(each) for each in taken])]).astype(np.intp)
    some = lines.take(np.concatenate(taken), start)
    uncertain = None if piece.uncertain is None else uncertain_sums(some, weights)
    return direct_results(some, weights), uncertain, wrong


_MAX_COMPARED = 20_000
"""Largest catalogue in which an unknown id is compared with all others for a suggestion."""


class LinkedUses(NamedTuple):
    """Uses in a catalogue, with the rows of the used products."""

    lines: UseLines
    used: NDArray[np.intp]
    """(use): catalogue row of the used product."""
    amount: NDArray[np.float64]
    """(use): declared units of the used product."""
    facts: NDArray[np.int32]
    """(use): facts about the line; see `Bit`."""
    kind: NDArray[np.intp]
    """(use): kind of data of the amount, a place in `DATA_KINDS`."""
    weighed: MassInUser
    """(use): mass that stays in the user."""

    @property
    def uses(self) -> Uses:
        """The uses in the form of the solver."""
        return Uses(self.lines.user, self.used, self.amount)

    def of(self, kept: NDArray[np.bool_]) -> LinkedUses:
        """Select uses by a mask."""
        amount, facts, kind = self.amount[kept], self.facts[kept], self.kind[kept]
        return LinkedUses(self.lines.of(kept), self.used[kept], amount, facts, kind, self.weighed.of(kept))


def solve_catalogue(catalogue: Catalogue) -> Iterator[pa.RecordBatch]:
    """Yield the results of every batch of a catalogue, in order."""
    part, gum = _results_of_all(catalogue)
    for piece in catalogue.pieces:
        good = ~piece.findings.bad
        rows = piece.first + np.flatnonzero(good)
        year = None if piece.headers.year is None else piece.headers.year[good]
        own = None if gum is None else _gum_rows(gum, rows)
        yield result_batch(piece.ids, _part_rows(part, rows), own, year, piece.findings)


def uses_between(catalogue: Catalogue) -> Uses:
    """Return the uses among the products without findings, of a solved catalogue."""
    use_lines = catalogue.use_lines()
    if use_lines is None:
        none = np.zeros(0, np.intp)
        return Uses(none, none, np.zeros(0))
    linked = link_uses(catalogue, use_lines)
    if takes_part(linked).any():
        what = "a line takes a part of a product (`through`), which is not told by factor in a table"
        raise ComputeError([Problem("lines.through", what, "use `what_changed` of products")])
    return linked.uses


def _results_of_all(catalogue: Catalogue) -> tuple[DirectResults, Gum | None]:
    """Compute sums and intervals of all products; those of rows with findings are undefined."""
    direct, uncertain, use_lines = _all_direct(catalogue), _all_uncertain(catalogue), catalogue.use_lines()
    if use_lines is None:
        direct = direct.balanced()
        return direct, None if uncertain is None else uncertain.gum(direct.kg_co2e)
    linked = link_uses(catalogue, use_lines)
    while True:
        linked = _without_the_bad(catalogue, linked)
        parts = parts_of(catalogue, linked) if takes_part(linked).any() else None
        if not catalogue.good[linked.lines.user].all():
            continue
        try:
            part, gum = _solve_with_parts(catalogue, (direct, uncertain), linked, parts)
        except LoopError as error:
            _refuse_loop(catalogue, error, parts)
            continue
        finite = np.isfinite(part.kg[:, :, : catalogue.count]).all(axis=(0, 1))
        wrong = np.flatnonzero(catalogue.good & ~finite).tolist()
        for row in wrong:
            catalogue.find(row, "lines", None, TOO_LARGE)
        if not wrong:
            return part, gum


def _solve_with_parts(
    catalogue: Catalogue,
    own: tuple[DirectResults, UncertainSums | None],
    linked: LinkedUses,
    parts: ProductParts | None,
) -> tuple[DirectResults, Gum | None]:
    """Compute sums and intervals of all products and, after them, of the parts that are used; raises LoopError."""
    if parts is None:
        return solve_uses(*own, linked)
    balanced = _balanced(own[0], linked)
    every = concatenate([balanced, *parts.sums])
    every.bits[catalogue.count :] |= balanced.bits[parts.whole] & Bit.MASS_BALANCE
    return solve_uses(every, _all_uncertain(catalogue, parts), add_parts(linked, parts, catalogue.count))


def _balanced(direct: DirectResults, linked: LinkedUses) -> DirectResults:
    """Add used products to the mass balances, and the bit of their note."""
    if direct.masses is None:
        return direct
    return replace(direct, masses=direct.masses.plus(linked.lines.user, linked.weighed)).balanced()


def _all_direct(catalogue: Catalogue) -> DirectResults:
    """Join the direct results of all batches; rows that are not summed are zero."""
    weights, count = catalogue.vocabulary.weights, catalogue.count
    kg = np.zeros((len(STAGES), len(weights.components), count))
    bits, oldest = np.zeros(count, np.int32), np.full(count, UNKNOWN_YEAR, np.int32)
    up_to, masses = np.zeros((count, len(DATA_KINDS))), MaterialMasses.unknown(count)
    for piece in catalogue.pieces:
        for place, name in enumerate(piece.part.components):
            kg[:, weights.components.index(name), piece.rows] = piece.part.kg[:, place]
        bits[piece.rows], oldest[piece.rows] = piece.part.bits, piece.part.oldest
        up_to[piece.rows] = piece.part.up_to
        if piece.part.masses is not None:
            masses.put(piece.rows, piece.part.masses)
    return DirectResults(weights.components, kg, bits, oldest, up_to, masses)


def _all_uncertain(catalogue: Catalogue, parts: ProductParts | None = None) -> UncertainSums | None:
    """Join the uncertainties of all batches and parts; variables are numbered by their first line in the catalogue."""
    by_piece = [(piece.rows, piece.uncertain) for piece in catalogue.pieces if piece.uncertain is not None]
    if not any(len(uncertain.row) for _, uncertain in by_piece):
        return None
    count = catalogue.count
    for part, uncertain in zip(parts.sums, parts.uncertain, strict=True) if parts else ():
        by_piece += [] if uncertain is None else [(count + np.arange(len(part)), uncertain)]
        count += len(part)
    aside = np.zeros((count, by_piece[0][1].aside.shape[1]))
    for rows, uncertain in by_piece:
        aside[rows] = uncertain.aside
    row = np.concatenate([rows[uncertain.row] for rows, uncertain in by_piece])
    variable = np.concatenate([uncertain.variable for _, uncertain in by_piece])
    known, first, which = np.unique(variable, return_index=True, return_inverse=True)
    order = np.argsort(first)
    number = np.argsort(order)[which]
    below, above = (side[known[order]] for side in sigma_columns(catalogue.vocabulary.weights.sigmas))
    return UncertainSums(row, number, np.concatenate([one.kg for _, one in by_piece]), below, above, aside)


def link_uses(catalogue: Catalogue, use_lines: UseLines) -> LinkedUses:
    """Link the uses of products without findings to the used products; a use that cannot be linked becomes a finding."""
    ids = catalogue.ids()
    use_lines = use_lines.of(catalogue.good[use_lines.user])
    used = pc.index_in(use_lines.name, value_set=ids).fill_null(-1).to_numpy().astype(np.intp)
    for use in np.flatnonzero(used < 0).tolist():
        name = use_lines.name[use].as_py()
        near = suggestion(name, filter(None, ids.to_pylist())) if catalogue.count <= _MAX_COMPARED else ""
        _find(catalogue, use_lines, use, f"no product {clip(name)}; {near or 'add it to the table'}")
    use_lines, used = use_lines.of(used >= 0), used[used >= 0]
    amounts = in_declared_units(catalogue, use_lines, used)
    facts = np.zeros(len(used), np.int32)
    facts[amounts.bridged] |= Bit.BRIDGED
    facts[amounts.priced] |= Bit.PRICE_YEAR
    kind = np.where(amounts.money, SPEND, use_lines.rests_on)
    weights = mass_in_users(catalogue, use_lines, used, amounts.amount)
    return LinkedUses(use_lines, used, amounts.amount, facts, kind, weights)


def _without_the_bad(catalogue: Catalogue, linked: LinkedUses) -> LinkedUses:
    """Keep the uses of good products; a user of a product with a finding gets one too, repeatedly."""
    while True:
        good = catalogue.good
        linked = linked.of(good[linked.lines.user])
        wrong = np.flatnonzero(~good[linked.used]).tolist()
        for use in wrong:
            name = linked.lines.name[use].as_py()
            _find(catalogue, linked.lines, use, f"uses {clip(name)}, which cannot be computed itself")
        if not wrong:
            return linked


def _refuse_loop(catalogue: Catalogue, error: LoopError, parts: ProductParts | None) -> None:
    ids, count = catalogue.ids(), catalogue.count

    def whole(row: int) -> int:
        return row if row < count or parts is None else int(parts.whole[row - count])

    problem = loop_problem(error, lambda row: str(ids[whole(row)]))
    for row in dict.fromkeys(map(whole, error.loop)):
        catalogue.find(row, "lines", None, problem.reason)


def _find(catalogue: Catalogue, use_lines: UseLines, use: int, reason: str) -> None:
    place = int(use_lines.place[use])
    catalogue.find(
        int(use_lines.user[use]), f"lines[{place}].product", use_lines.name[use].as_py(), reason, line=place
    )


def solve_uses(
    direct: DirectResults, uncertain: UncertainSums | None, linked: LinkedUses
) -> tuple[DirectResults, Gum | None]:
    """Add used products to direct results; raises LoopError."""
    uses, stage = linked.uses, linked.lines.stage
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
    np.bitwise_or.at(bits, uses.user, linked.facts)
    bits, oldest = propagate_facts(bits, direct.oldest, uses, stage)
    bits |= np.where(total[:, -1] > 0, Bit.UNSPLIT, 0).astype(np.int32)
    part = DirectResults(direct.components, kg, bits, oldest, _up_to(direct.up_to, linked))
    np.bitwise_or(bits, misplaced_facts(part, uses, stage), out=bits)
    return part, None if uncertain is None else uncertain.gum(part.kg_co2e, uses)


def _up_to(own: NDArray[np.float64], linked: LinkedUses) -> NDArray[np.float64]:
    """Add used products to (product, kind) kilograms; without a solve where all data are the products' own."""
    nearest_alone = not linked.kind.any() and bool((own[:, 0] == own[:, -1]).all())
    return own if nearest_alone else kg_by_kind(own, linked.uses, linked.kind)


def _tried(own: NDArray[np.float64], uses: Uses) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    try:
        return solve(own, uses)
    except LoopError:
        raise
    except ArithmeticError as error:
        todo = "check the amounts for extreme values"
        raise ComputeError([Problem("products", str(error), todo)]) from None


def _part_rows(part: DirectResults, rows: NDArray[np.intp]) -> DirectResults:
    return DirectResults(
        part.components, part.kg[:, :, rows], part.bits[rows], part.oldest[rows], part.up_to[rows]
    )


def _gum_rows(gum: Gum, rows: NDArray[np.intp]) -> Gum:
    return Gum(**{field.name: getattr(gum, field.name)[rows] for field in fields(gum)})


def footprints(
    source: ArrowSource | Iterable[pa.RecordBatch],
    factors: FactorLibrary,
    *,
    gwp_set: GwpSet = "AR6",
    horizon: int = 100,
    ignore: Collection[str] = (),
) -> pa.Table:
    """Compute the footprints of a whole catalogue, whose products may use each other, also in loops.

    As `footprint_batches`, but the whole table is kept in memory: about half a kilobyte a product. A product that uses one
    that cannot be computed gets an error as well.

    Args:
        source: products in the layout of `co2label.catalogue._layout`; what a line uses is measured in the declared unit
            of the used product.
        factors: emission factors by id.
        gwp_set: the IPCC report whose GWPs are used.
        horizon: of the GWP, in years.
        ignore: columns and fields of lines that are passed over; "*" is all names that are none of the model's.

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
    catalogue = Catalogue(CodeBooks(factors, Basis.of(gwp_set, horizon), ignore))
    for batch, row, repeated in tasks_of(record_batches(source)):
        catalogue.add(batch, row, repeated)
    return pa.Table.from_batches(solve_catalogue(catalogue), result_schema())

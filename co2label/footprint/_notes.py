"""Notes on a figure, what a reader must know of it: the facts that they rest on, for all products, and the sentences of one.

A `Bit` is a fact about a line; the bits of a product are those of its lines, joined by OR, and of all that it uses, loops
included: one pass over the columns. `notes_of` writes one `Note` a finding, in a fixed order, when asked for.

The price-ratio test of the Catena-X rulebook (5.2.7: economic value from a ratio of 5 on) is known here only as an open
implementation reads it (Zota-NexTech-Limited/envguide-backend), so it is reported and decides nothing.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from co2label.footprint._boundary_notes import (
    chain_notes,
    left_out_notes,
    misplaced_notes,
    narrow_notes,
    overlap_notes,
    uncompleted,
    waste_notes,
    zero_notes,
)
from co2label.footprint._engine import joined_with_used
from co2label.footprint._footprint import carbon_balance_notes
from co2label.footprint._lines import NARROW_BITS, REACHES, UNKNOWN_YEAR, Bit, facts_of, in_figure
from co2label.footprint._loops import Uses
from co2label.footprint._mass_balance import MassBalances, mass_balance_notes
from co2label.footprint._note import Note, make_note, number, some_of
from co2label.footprint._supply_chain import SupplyChain, bridge_words, removal_notes
from co2label.model import ALLOCATION_KEYS, DOWNSTREAM_STAGES, REMOVALS, STAGES, CoProduct

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from co2label.footprint._engine import Totals
    from co2label.footprint._lines import Columns
    from co2label.footprint._source import Basis, EmissionSource
    from co2label.footprint._uncertainty import Intervals
    from co2label.model import Allocation, Component


STALE_YEARS = 5
"""Years. A factor that is older is named (a score of 4 or worse for time in PACT v3's data quality ratings)."""

_WHOLE = 1 - 1e-9


_MOST_OF_ONE_CODE = 20

ANYTHING = -1
"""Bits of a product of which nothing is ruled out."""

_ON_BASIS = Bit.CO2_ALONE | Bit.MIXED_SET | Bit.UNKNOWN_SET

_NARROW, _ZERO = sum(NARROW_BITS.values()), Bit.ZERO_AMOUNT | Bit.ZERO_FACTOR


def notes_of(
    totals: Totals,
    row: int,
    intervals: Intervals | None = None,
    balances: MassBalances | None = None,
    bits: int = ANYTHING,
) -> tuple[Note, ...]:
    """Return every note on the footprint of one product; what its `bits` rule out is not looked for."""
    columns = totals.columns
    supply_chain, year = SupplyChain(columns, row), columns.products[row].year
    components = dict(zip(totals.components, totals.kg[row].sum(axis=0).tolist(), strict=True))
    return tuple(
        _shortened(
            chain(
                _source_notes(columns, supply_chain, year, bits),
                overlap_notes(columns, totals, supply_chain) if bits & Bit.OVERLAP else (),
                misplaced_notes(columns, totals, supply_chain) if bits & Bit.OVERLAP else (),
                _share_note("unsplit-components", float(totals.unsplit[row]), totals, row),
                carbon_balance_notes(columns.products[row], components),
                removal_notes(columns, supply_chain) if bits & Bit.UNPROVEN else (),
                _share_note("radiative-forcing", components.get(_FORCING, 0.0), totals, row),
                _bridged(columns, supply_chain) if bits & Bit.BRIDGED else (),
                _price_years(columns, supply_chain) if bits & Bit.PRICE_YEAR else (),
                mass_balance_notes(balances or MassBalances(columns), supply_chain),
                _loops(columns, totals, supply_chain) if bits & Bit.LOOP else (),
                _uncertainty(totals, intervals, row),
                _rule_notes(columns, supply_chain) if columns.rule_notes else (),
                left_out_notes(columns, totals, supply_chain) if columns.omitted else (),
                allocation_notes(columns, totals, supply_chain),
                chain_notes(columns, supply_chain) if columns.rule_notes else (),
                waste_notes(columns, supply_chain) if columns.rule_notes else (),
                narrow_notes(columns, supply_chain) if bits & _NARROW else (),
                zero_notes(columns, supply_chain) if bits & _ZERO else (),
            )
        )
    )


def _source_notes(columns: Columns, supply_chain: SupplyChain, year: int | None, bits: int) -> Iterator[Note]:
    """Yield the notes on factors and gases: their basis, their GWP sets, their years."""
    first = supply_chain.sources()
    sources = [columns.sources[code] for code in first]
    if bits & _ON_BASIS:
        facts = list(map(facts_of, sources))
        yield from _basis(sources, facts)
        yield from _gwp_sets(columns.basis, sources, facts)
    yield from _stale(columns, supply_chain, first, year)


def _basis(sources: Sequence[EmissionSource], facts: Sequence[int]) -> Iterator[Note]:
    both = list(zip(sources, facts, strict=True))
    alone = sorted({one.factor.id for one, fact in both if one.factor and fact & Bit.CO2_ALONE})
    whole = sorted({one.factor.id for one, fact in both if one.factor and fact & Bit.CO2E})
    whole += sorted({f"gas {one.gas}" for one, fact in both if one.gas and fact & Bit.CO2E})
    if alone and whole:
        yield make_note("mixed-basis", alone=some_of(alone), whole=some_of(whole))


def _gwp_sets(basis: Basis, sources: Sequence[EmissionSource], facts: Sequence[int]) -> Iterator[Note]:
    asked = f"{basis.gwp_set} GWP{basis.horizon}"
    both = list(zip(sources, facts, strict=True))
    mixed = {(one.factor.id, one.factor.gwp_set) for one, fact in both if one.factor and fact & Bit.MIXED_SET}
    if mixed:
        sets = ", ".join(sorted({f"{gwp_set} GWP100" for _, gwp_set in mixed}))
        yield make_note(
            "mixed-gwp-set", ids=some_of(sorted({name for name, _ in mixed})), sets=sets, asked=asked
        )
    unknown = sorted({one.factor.id for one, fact in both if one.factor and fact & Bit.UNKNOWN_SET})
    if unknown:
        yield make_note("gwp-set-unknown", ids=some_of(unknown), asked=asked)


def _stale(
    columns: Columns, supply_chain: SupplyChain, first: dict[int, int], year: int | None
) -> Iterator[Note]:
    noted_ids = set()
    for code, line in first.items():
        factor = columns.sources[code].factor
        if factor and factor.year and year and year - factor.year > STALE_YEARS:
            if factor.id not in noted_ids:
                age = year - factor.year
                yield make_note("stale-factor", supply_chain.path(line), factor=factor, age=age, year=year)
            noted_ids.add(factor.id)


def _share_note(code: str, kg: float, totals: Totals, row: int) -> Iterator[Note]:
    """Yield a note on kilograms beside the figure, or in it, if there are any."""
    if kg:
        yield make_note(code, kg=kg, total=float(totals.kg_co2e[row]))


def _bridged(columns: Columns, supply_chain: SupplyChain) -> Iterator[Note]:
    for line in supply_chain.lines if columns.bridged else ():
        way = columns.bridges(line)
        if not way:
            continue
        source, amount = supply_chain.source(line), columns.lines[line].amount
        per = source.per.si if source.product >= 0 else 1.0
        yield make_note(
            "bridged",
            supply_chain.path(line),
            amount=f"{amount.text}{bridge_words(way)}",
            value=float(columns.quantity[line]) * per / source.per.unit.scale,
            unit=source.per.unit,
            source=source.name,
        )


def _price_years(columns: Columns, supply_chain: SupplyChain) -> Iterator[Note]:
    priced = set(map(int, columns.facts.get(Bit.PRICE_YEAR, ())))
    for line in supply_chain.lines if priced else ():
        if line in priced:
            source = supply_chain.source(line)
            others = [source.per.unit, *(amount.unit for amount, _ in columns.bridges(line))]
            values = {"amount": columns.lines[line].amount, "source": source.name}
            year = min(other.price_year for other in others if other.price_year)
            yield make_note("price-year.line", supply_chain.path(line), year=year, **values)


def _loops(columns: Columns, totals: Totals, supply_chain: SupplyChain) -> Iterator[Note]:
    looping = {columns.whole(row) for row in supply_chain.rows if totals.loop[row]}
    ids = [columns.products[row].id for row in supply_chain.given_rows if row in looping]
    if ids:
        yield make_note("loop", ids=some_of(ids))


def _uncertainty(totals: Totals, intervals: Intervals | None, row: int) -> Iterator[Note]:
    span = None if intervals is None else intervals.of(row)
    if intervals is None or span is None:
        return
    gum = intervals.gum
    by_factor, by_amount = float(gum.factors_stated[row]), float(gum.amounts_stated[row])
    if min(by_factor, by_amount) < _WHOLE:
        yield make_note("interval-partial", factors=100 * by_factor, amounts=100 * by_amount)
    if intervals.outside(row):
        yield make_note("interval-skewed", kg=float(totals.kg_co2e[row]), low=span.low, high=span.high)
    if span.first_order:
        yield make_note("interval-first-order")


def _rule_notes(columns: Columns, supply_chain: SupplyChain) -> Iterator[Note]:
    """Yield the notes of the rules of the product and of all that it uses."""
    for row in supply_chain.rows:
        for note in columns.notes_of_rules(row):
            yield replace(note, where=(*supply_chain.path_to(row), *note.where))


def _shortened(notes: Iterable[Note]) -> Iterator[Note]:
    """Yield at most `_MOST_OF_ONE_CODE` notes of each code, then one that counts the rest."""
    counts: dict[str, int] = {}
    for note in notes:
        counts[note.code] = counts.get(note.code, 0) + 1
        if counts[note.code] <= _MOST_OF_ONE_CODE:
            yield note
    for code, count in counts.items():
        if count > _MOST_OF_ONE_CODE:
            yield Note(code, f"and {count - _MOST_OF_ONE_CODE} further lines")


_ECONOMIC_FROM = 5.0
"""Highest price over lowest (Catena-X PCF rulebook 5.2.7, as told; not read)."""


def allocation_notes(columns: Columns, totals: Totals, supply_chain: SupplyChain) -> Iterator[Note]:
    """Yield a note for each process in the supply chain, and where avoided burdens outweigh the rest."""
    noted_processes = set()
    for row in supply_chain.given_rows:
        product = columns.products[row]
        if isinstance(product, CoProduct) and len(product.allocation.shares) > 1:
            allocation = product.allocation
            if allocation.process not in noted_processes:
                noted_processes.add(allocation.process)
                yield Note("allocation", _allocation_message(allocation))
                if allocation.undated:
                    undated = ", ".join(allocation.undated)
                    yield make_note("price-year.process", allocation=allocation, undated=undated)
            kg = float(totals.kg_co2e[row])
            if allocation.method == "substitution" and kg < 0:
                yield make_note("below-zero", product=product.id, kg=kg)


def _allocation_message(allocation: Allocation) -> str:
    if allocation.method == "substitution":
        main = next(product for product, share in allocation.shares.items() if share == 1)
        avoided = ", ".join(f"{product} avoids {what}" for product, what in allocation.keys.items())
        return (
            f"process {allocation.process!r} by substitution: {main} carries all of it, less what {avoided}"
        )
    parts = ", ".join(
        f"{product} {number(share)}{f' ({allocation.keys[product]})' if product in allocation.keys else ''}"
        for product, share in allocation.shares.items()
    )
    how = (
        ALLOCATION_KEYS[allocation.method].words
        if allocation.method in ALLOCATION_KEYS
        else "by shares that its writer decided"
    )
    return f"process {allocation.process!r} is allocated {how}: {parts}{_price_ratio(allocation)}"


def _price_ratio(allocation: Allocation) -> str:
    ratio = allocation.price_ratio
    if ratio is None or (allocation.method == "economic") == (ratio >= _ECONOMIC_FROM):
        return ""
    wanted = "economic value" if ratio >= _ECONOMIC_FROM else "a physical relationship"
    return (
        f"; prices differ {number(ratio)}-fold, where the Catena-X rulebook (5.2.7, as told) prefers {wanted}"
    )


CODES_BY_PRODUCT = (
    "mixed-basis",
    "mixed-gwp-set",
    "gwp-set-unknown",
    "stale-factor",
    "boundary-overlap",
    "unsplit-components",
    "removal-evidence",
    "radiative-forcing",
    "bridged",
    "price-year",
    "mass-balance",
    "loop",
    "interval-partial",
    "interval-skewed",
    "tank-to-wheel",
    "generation-only",
    "collection-only",
    "zero-amount",
    "zero-factor",
)
"""Notes that are told by the facts about the lines of a product, in their order; the others need its activities."""

_CODE_OF_BIT = {
    "mixed-gwp-set": Bit.MIXED_SET,
    "gwp-set-unknown": Bit.UNKNOWN_SET,
    "boundary-overlap": Bit.OVERLAP,
    "unsplit-components": Bit.UNSPLIT,
    "removal-evidence": Bit.UNPROVEN,
    "bridged": Bit.BRIDGED,
    "price-year": Bit.PRICE_YEAR,
    "mass-balance": Bit.MASS_BALANCE,
    "loop": Bit.LOOP,
    "zero-amount": Bit.ZERO_AMOUNT,
    "zero-factor": Bit.ZERO_FACTOR,
    **NARROW_BITS,
}

_FORCING: Component = "aircraft-forcing"


def noted(
    totals: Totals, bits: NDArray[np.int32], year: NDArray[np.float64] | None, intervals: Intervals | None
) -> dict[str, NDArray[np.bool_]]:
    """Return code of a note → (product) mask of those that have it; codes without products may be absent.

    Args:
        totals: sums of all products.
        bits: (product), as `fact_bits` returns them.
        year: (product): of its data, NaN where none is stated.
        intervals: None where no uncertainty is stated.
    """
    occurring = int(np.bitwise_or.reduce(bits)) if len(bits) else 0
    masks = {code: bits & bit != 0 for code, bit in _CODE_OF_BIT.items() if occurring & bit}
    if occurring & Bit.CO2_ALONE and occurring & Bit.CO2E:
        masks["mixed-basis"] = (bits & Bit.CO2_ALONE != 0) & (bits & Bit.CO2E != 0)
    if _FORCING in totals.components:
        masks["radiative-forcing"] = totals.kg[:, :, totals.components.index(_FORCING)].sum(axis=1) != 0
    if year is not None:
        oldest = _oldest(totals)
        masks["stale-factor"] = (oldest != UNKNOWN_YEAR) & (year - oldest > STALE_YEARS)
    if intervals is not None:
        masks["interval-partial"] = ~np.isnan(intervals.gum.sd)  # no amount of a table states an uncertainty
        masks["interval-skewed"] = intervals.skewed
    return masks


def fact_bits(totals: Totals, unbalanced: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Return (product) bits; `unbalanced` is (product), whether its raw materials weigh far too much or too little."""
    columns, uses = totals.columns, totals.uses
    bits = _by_product(np.bitwise_or, _line_bits(columns), columns, 0)
    bits |= np.where(unbalanced, Bit.MASS_BALANCE, 0).astype(np.int32)
    if not len(totals.nested):
        return bits
    bits |= np.where(totals.loop, Bit.LOOP, 0).astype(np.int32)
    stage, taken = columns.stage[totals.nested], uses.amount != 0
    bits = _propagated(bits, uses, stage)
    some = Uses(uses.user[taken], uses.used[taken], uses.amount[taken])
    bits |= joined_with_used(bits & Bit.UNSPLIT, some, np.bitwise_or)
    return bits | _misplaced(totals, some, stage[taken])


_TINY = 1e-200
"""Quantities below this may underflow to zero kilograms."""


def _line_bits(columns: Columns) -> NDArray[np.int32]:
    tables = columns.tables
    bits = tables.bits.take(columns.source * len(STAGES) + columns.stage)
    for bit, lines in columns.facts.items():
        bits[lines] |= bit
    if len(columns.quantity) and columns.quantity.min() < _TINY:
        bits[tables.in_figure.take(columns.source) * columns.quantity == 0] &= ~Bit.UNSPLIT  # booked nowhere
        bits[columns.quantity == 0] |= Bit.ZERO_AMOUNT
        removing = [place for place, name in enumerate(tables.components) if name in REMOVALS]
        removed = tables.kg[removing].sum(axis=0).take(columns.source) * columns.quantity
        bits[removed == 0] &= ~Bit.UNPROVEN
    lacks = tables.lacks.take(columns.source) if tables.lacks.any() else tables.lacks
    if lacks.any():  # a missing part is no fact where the product lists as much of it
        completes, per = tables.completes.take(columns.source), tables.per.take(columns.source)
        missing = uncompleted(columns.row, lacks, completes, per, columns.quantity)
        bits[(lacks > 0) & ~missing] &= ~sum(NARROW_BITS.values())
    return bits


def _oldest(totals: Totals) -> NDArray[np.int32]:
    """Return (product) the year of the oldest factor, of used products too, or `UNKNOWN_YEAR`."""
    columns = totals.columns
    year = columns.tables.year
    if year.min() == UNKNOWN_YEAR:
        return np.full(columns.count, UNKNOWN_YEAR, np.int32)
    own = _by_product(np.minimum, year.take(columns.source), columns, UNKNOWN_YEAR)
    return joined_with_used(own, totals.uses, np.minimum)


def _by_product(
    join: np.ufunc, of_line: NDArray[np.int32], columns: Columns, nothing: int
) -> NDArray[np.int32]:
    """Join (line) values into (product); `nothing` is the value of a product without lines."""
    begin = columns.start[:-1]
    if len(begin) and (begin < columns.start[1:]).all():
        joined: NDArray[np.int32] = join.reduceat(of_line, begin)
        return joined
    filled = np.flatnonzero(begin < columns.start[1:])
    joined = np.full(columns.count, nothing, np.int32)
    if len(filled):
        joined[filled] = join.reduceat(of_line, begin[filled])
    return joined


_OWN = (1 << len(STAGES)) - 1 | Bit.OVERLAP | Bit.UNSPLIT
"""Facts about a product's own stages and kilograms, which are not propagated to its users."""


def _propagated(bits: NDArray[np.int32], uses: Uses, stage: NDArray[np.intp]) -> NDArray[np.int32]:
    """Return (product) facts with those of all that it uses; `stage` is (use), the stage of the user that books it.

    A factor that covers stages after that of its line overlaps in the users too, in the stage that uses it.
    """
    facts = joined_with_used(bits & ~_OWN, uses, np.bitwise_or)
    later = np.array([sum(REACHES[place + 1 :]) for place in range(len(STAGES))], np.int32)
    overlaps = (facts[uses.used] & later[stage] != 0).astype(np.int32) * Bit.OVERLAP
    bits = bits | facts
    np.bitwise_or.at(bits, uses.user, overlaps)
    return bits


def _misplaced(totals: Totals, uses: Uses, stage: NDArray[np.intp]) -> NDArray[np.int32]:
    """Return (product) `Bit.OVERLAP` where a used product brings kilograms of stages after the one that uses it."""
    counted = in_figure(totals.components, totals.columns.counted) > 0
    own = np.zeros(totals.columns.count, np.int32)
    for place in map(STAGES.index, DOWNSTREAM_STAGES):
        own[totals.kg[:, place, counted].sum(axis=1) != 0] |= REACHES[place]
    if not own.any() or not len(uses.user):
        return np.zeros_like(own)
    return _propagated(own, uses, stage) & np.int32(Bit.OVERLAP)

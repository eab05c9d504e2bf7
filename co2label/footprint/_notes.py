"""Notes on a figure, what a reader must know of it: one `Note` a finding, in a fixed order, made when asked for.

The price-ratio test of the Catena-X rulebook (5.2.7: economic value from a ratio of 5 on) is known here only as an open
implementation reads it (Zota-NexTech-Limited/envguide-backend), so it is reported and decides nothing.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from co2label.footprint._boundary_notes import (
    chain_notes,
    left_out_notes,
    misplaced_notes,
    narrow_notes,
    overlap_notes,
    waste_notes,
    zero_notes,
)
from co2label.footprint._footprint import carbon_balance_notes
from co2label.footprint._lines import NARROW_BITS, Bit, facts_of
from co2label.footprint._mass_balance import MassBalances, mass_balance_notes
from co2label.footprint._note import Note, make_note, number, some_of
from co2label.footprint._supply_chain import SupplyChain, bridge_words, removal_notes
from co2label.model import ALLOCATION_KEYS, CoProduct

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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


def notes_of(  # noqa: PLR0913, PLR0917 - what a calculation knows of one product
    columns: Columns,
    totals: Totals,
    row: int,
    intervals: Intervals | None = None,
    balances: MassBalances | None = None,
    bits: int = ANYTHING,
) -> tuple[Note, ...]:
    """Return every note on the footprint of one product; what its `bits` rule out is not looked for."""
    supply_chain = SupplyChain(columns, row)
    components, year = _components(totals, row), columns.products[row].year
    return tuple(
        _shortened(
            chain(
                _source_notes(columns, supply_chain, year, bits),
                overlap_notes(columns, totals, supply_chain) if bits & Bit.OVERLAP else (),
                misplaced_notes(columns, totals, supply_chain) if bits & Bit.OVERLAP else (),
                _unsplit(totals, row),
                carbon_balance_notes(columns.products[row], components),
                removal_notes(columns, supply_chain) if bits & Bit.UNPROVEN else (),
                _forcing(totals, components, row),
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


def _unsplit(totals: Totals, row: int) -> Iterator[Note]:
    kg = float(totals.unsplit[row])
    if kg:
        yield make_note("unsplit-components", kg=kg, total=float(totals.kg_co2e[row]))


def _components(totals: Totals, row: int) -> dict[Component, float]:
    return dict(zip(totals.components, totals.kg[row].sum(axis=0).tolist(), strict=True))


def _forcing(totals: Totals, components: dict[Component, float], row: int) -> Iterator[Note]:
    kg = components.get("aircraft-forcing", 0.0)
    if kg:
        yield make_note("radiative-forcing", kg=kg, total=float(totals.kg_co2e[row]))


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

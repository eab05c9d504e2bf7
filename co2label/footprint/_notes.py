"""Notes on a figure, what a reader must know of it: one `Note` a finding, in a fixed order, made when asked for.

The price-ratio test of the Catena-X rulebook (5.2.7: economic value from a ratio of 5 on) is known here only as an open
implementation reads it (Zota-NexTech-Limited/envguide-backend), so it is reported and decides nothing.
"""

from __future__ import annotations

from dataclasses import replace
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
from co2label.footprint._lines import Bit, facts_of
from co2label.footprint._mass_balance import MassBalances, mass_balance_notes
from co2label.footprint._note import Note, number
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

_MOST_NAMED = 5

_MOST_OF_ONE_CODE = 20


def notes_of(
    columns: Columns,
    totals: Totals,
    row: int,
    intervals: Intervals | None = None,
    balances: MassBalances | None = None,
) -> tuple[Note, ...]:
    """Return every note on the footprint of one product."""
    supply_chain = SupplyChain(columns, row)
    first, components = supply_chain.sources(), _components(totals, row)
    sources = [columns.sources[code] for code in first]
    facts = list(map(facts_of, sources))
    notes = [
        *_basis(sources, facts),
        *_gwp_sets(columns.basis, sources, facts),
        *_stale(columns, supply_chain, first, columns.products[row].year),
        *overlap_notes(columns, totals, supply_chain),
        *misplaced_notes(columns, totals, supply_chain),
        *_unsplit(totals, row),
        *carbon_balance_notes(columns.products[row], components),
        *removal_notes(columns, supply_chain),
        *_forcing(totals, components, row),
        *_bridged(columns, supply_chain),
        *_price_years(columns, supply_chain),
        *mass_balance_notes(balances or MassBalances(columns), supply_chain),
        *_loops(columns, totals, supply_chain),
        *_uncertainty(totals, intervals, row),
        *_rule_notes(columns, supply_chain),
        *left_out_notes(columns, totals, supply_chain),
        *allocation_notes(columns, totals, supply_chain),
        *chain_notes(columns, supply_chain),
        *waste_notes(columns, supply_chain),
        *narrow_notes(columns, supply_chain),
        *zero_notes(columns, supply_chain),
    ]
    return tuple(_shortened(notes))


def _basis(sources: Sequence[EmissionSource], facts: Sequence[int]) -> Iterator[Note]:
    both = list(zip(sources, facts, strict=True))
    alone = sorted({one.factor.id for one, fact in both if one.factor and fact & Bit.CO2_ALONE})
    whole = sorted({one.factor.id for one, fact in both if one.factor and fact & Bit.CO2E})
    whole += sorted({f"gas {one.gas}" for one, fact in both if one.gas and fact & Bit.CO2E})
    if alone and whole:
        message = (
            f"adds factors of CO2 alone ({_some_ids(alone)}) to CO2e ({_some_ids(whole)}); the former leave out "
            "CH4, N2O and the other gases"
        )
        yield Note("mixed-basis", message)


def _gwp_sets(basis: Basis, sources: Sequence[EmissionSource], facts: Sequence[int]) -> Iterator[Note]:
    asked = f"{basis.gwp_set} GWP{basis.horizon}"
    both = list(zip(sources, facts, strict=True))
    mixed = [one.factor for one, fact in both if one.factor and fact & Bit.MIXED_SET]
    if mixed:
        sets = ", ".join(sorted({f"{factor.gwp_set} GWP100" for factor in mixed}))
        names = _some_ids(sorted({factor.id for factor in mixed}))
        yield Note(
            "mixed-gwp-set", f"{names}: on {sets}, without the gases to bring them to {asked}; as published"
        )
    unknown = sorted({one.factor.id for one, fact in both if one.factor and fact & Bit.UNKNOWN_SET})
    if unknown:
        yield Note(
            "gwp-set-unknown",
            f"{_some_ids(unknown)}: the GWP set is not stated; taken as published, beside {asked}",
        )


def _stale(
    columns: Columns, supply_chain: SupplyChain, first: dict[int, int], year: int | None
) -> Iterator[Note]:
    noted_ids = set()
    for code, line in first.items():
        factor = columns.sources[code].factor
        if (
            factor
            and factor.id not in noted_ids
            and factor.year
            and year
            and year - factor.year > STALE_YEARS
        ):
            noted_ids.add(factor.id)
            message = f"factor {factor.id!r} is of {factor.year}, {year - factor.year} years before the data of {year}"
            yield Note("stale-factor", message, supply_chain.path(line))


def _unsplit(totals: Totals, row: int) -> Iterator[Note]:
    kg, total = float(totals.unsplit[row]), float(totals.kg_co2e[row])
    if kg:
        message = (
            f"{number(kg)} kg of {number(total)} kg come from factors that do not say which component they are; "
            "booked as fossil"
        )
        yield Note("unsplit-components", message)


def _components(totals: Totals, row: int) -> dict[Component, float]:
    return dict(zip(totals.components, totals.kg[row].sum(axis=0).tolist(), strict=True))


def _forcing(totals: Totals, components: dict[Component, float], row: int) -> Iterator[Note]:
    kg = components.get("aircraft-forcing", 0.0)
    if kg:
        message = (
            f"{number(kg)} kg of {number(float(totals.kg_co2e[row]))} kg are radiative forcing of flights beyond their "
            "gases (factors with RF); the totals by ISO 14067, PACT, TfS and Catena-X leave it out"
        )
        yield Note("radiative-forcing", message)


def _bridged(columns: Columns, supply_chain: SupplyChain) -> Iterator[Note]:
    for line in supply_chain.lines if columns.bridged else ():
        way = columns.bridged.get(line)
        if way is None:
            continue
        amount, source = columns.lines[line].amount, supply_chain.source(line)
        per = source.per.si if source.product >= 0 else 1.0
        value = float(columns.quantity[line]) * per / source.per.unit.scale
        message = (
            f"{amount.text}{bridge_words(way)} is taken as {number(value)} {source.per.unit} of {source.name}"
        )
        yield Note("bridged", message, supply_chain.path(line))


def _price_years(columns: Columns, supply_chain: SupplyChain) -> Iterator[Note]:
    for line in supply_chain.lines if columns.priced else ():
        if line in columns.priced:
            source = supply_chain.source(line)
            others = [source.per.unit, *(amount.unit for amount, _ in columns.bridged.get(line, ()))]
            year = min(other.price_year for other in others if other.price_year)
            message = (
                f"{columns.lines[line].amount.text} has no price year; {source.name} is in prices of {year}"
            )
            yield Note("price-year", message, supply_chain.path(line))


def _in_loops(columns: Columns, totals: Totals, supply_chain: SupplyChain) -> list[int]:
    looping = {columns.whole(row) for row in supply_chain.rows if totals.loop[row]}
    return [row for row in supply_chain.wholes if row in looping]


def _loops(columns: Columns, totals: Totals, supply_chain: SupplyChain) -> Iterator[Note]:
    ids = [columns.products[row].id for row in _in_loops(columns, totals, supply_chain)]
    if ids:
        yield Note(
            "loop", f"{_some_ids(ids)}: use each other, or themselves, in a loop; solved together, exactly"
        )


def _uncertainty(totals: Totals, intervals: Intervals | None, row: int) -> Iterator[Note]:
    span = None if intervals is None else intervals.of(row)
    if intervals is None or span is None:
        return
    gum = intervals.gum
    by_factor, by_amount = float(gum.factors_stated[row]), float(gum.amounts_stated[row])
    if min(by_factor, by_amount) < _WHOLE:
        message = (
            f"the interval rests on the uncertainty of the factors of {100 * by_factor:.3g}% and of the amounts of "
            f"{100 * by_amount:.3g}% of the figure; for the rest none is stated, and it is taken as exact"
        )
        yield Note("interval-partial", message)
    kg, low, high = float(totals.kg_co2e[row]), span.low, span.high
    if intervals.outside(row):
        message = (
            f"the figure {number(kg)} kg lies outside its interval, {number(low)} to {number(high)} kg: every input is "
            "stated at its median, and the mean of many skewed inputs lies above the sum of their medians"
        )
        yield Note("interval-skewed", message)
    if span.first_order:
        message = (
            "the interval is known to first order only, where uncertain amounts stand in a loop or meet what others meet as "
            'well, and they are not small: have it drawn, method="monte-carlo"'
        )
        yield Note("interval-first-order", message)


def _rule_notes(columns: Columns, supply_chain: SupplyChain) -> Iterator[Note]:
    """Yield the notes of the rules of the product and of all that it uses."""
    for row in supply_chain.rows if columns.rule_notes else ():
        for note in columns.rule_notes.get(row, ()):
            yield replace(note, where=(*supply_chain.way(row), *note.where))


def _some_ids(ids: Sequence[str]) -> str:
    more = len(ids) - _MOST_NAMED
    return ", ".join(ids[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


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
    for row in supply_chain.wholes:
        product = columns.products[row]
        if isinstance(product, CoProduct) and len(product.allocation.shares) > 1:
            allocation = product.allocation
            if allocation.process not in noted_processes:
                noted_processes.add(allocation.process)
                yield Note("allocation", _allocation_message(allocation))
                if allocation.undated:
                    undated = ", ".join(allocation.undated)
                    what = f"the prices of {undated} state no year, beside prices of {allocation.price_year}"
                    yield Note(
                        "price-year", f"process {allocation.process!r}: {what}; write the year in each"
                    )
            if allocation.method == "substitution" and float(totals.kg_co2e[row]) < 0:
                what = f"{product.id}: what its co-products avoid is more than what the process causes"
                yield Note("below-zero", f"{what}, so its figure is {number(float(totals.kg_co2e[row]))} kg")


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

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
from co2label.footprint._mass_balance import MassBalances, mass_balance_notes
from co2label.footprint._note import Note, number
from co2label.footprint._supply_chain import SupplyChain, bridge_words, removal_notes
from co2label.model import ALLOCATION_KEYS, CoProduct

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from co2label.footprint._compile import Columns
    from co2label.footprint._engine import Totals
    from co2label.footprint._uncertainty import Intervals
    from co2label.model import Allocation, Component, EmissionFactor


STALE_YEARS = 5
"""Years. A factor that is older is named (a score of 4 or worse for time in PACT v3's data quality ratings)."""

_WHOLE = 1 - 1e-9

_SAME = 1e-9
"""Relative: what rounding of float64 may change."""

_MOST_NAMED = 5

_MOST_OF_ONE_CODE = 20


def notes_of(
    columns: Columns,
    totals: Totals,
    row: int,
    intervals: Intervals | None = None,
    balances: MassBalances | None = None,
) -> tuple[Note, ...]:
    """Every note on the footprint of one product."""
    reached = SupplyChain(columns, row)
    first, components = reached.emitters(), _components(totals, row)
    factors = [source.factor for code in first if (source := columns.emitters[code]).factor is not None]
    found = [
        *_basis(columns, first, factors),
        *_gwp_sets(columns, first),
        *_stale(columns, reached, first, columns.products[row].year),
        *overlap_notes(columns, totals, reached),
        *misplaced_notes(columns, totals, reached),
        *_unsplit(totals, row),
        *carbon_balance_notes(columns.products[row], components),
        *removal_notes(columns, reached),
        *_forcing(totals, components, row),
        *_bridged(columns, reached),
        *_price_years(columns, reached),
        *mass_balance_notes(balances or MassBalances(columns), reached),
        *_loops(columns, totals, reached),
        *_uncertainty(totals, intervals, row),
        *_rule_notes(columns, reached),
        *left_out_notes(columns, totals, reached),
        *allocation_notes(columns, totals, reached),
        *chain_notes(columns, reached),
        *waste_notes(columns, reached),
        *narrow_notes(columns, reached),
        *zero_notes(columns, reached),
    ]
    return tuple(_shortened(found))


def _basis(columns: Columns, first: Iterable[int], factors: Sequence[EmissionFactor]) -> Iterator[Note]:
    factors = [factor for factor in factors if factor.value]  # nothing is nothing on either basis
    alone = sorted({factor.id for factor in factors if factor.unit == "kgCO2"})
    whole = sorted({factor.id for factor in factors if factor.unit == "kgCO2e"})
    gases = {source.gas for code in first if (source := columns.emitters[code]).gas is not None}
    whole += sorted(f"gas {gas}" for gas in gases if gas and gas.upper() != "CO2")
    if alone and whole:
        message = (
            f"adds factors of CO2 alone ({_some_ids(alone)}) to CO2e ({_some_ids(whole)}); the former leave out "
            "CH4, N2O and the other gases"
        )
        yield Note("mixed-basis", message)


def _gwp_sets(columns: Columns, first: Iterable[int]) -> Iterator[Note]:
    basis = columns.basis
    asked = f"{basis.gwp_set} GWP{basis.horizon}"
    sources = [columns.emitters[code] for code in first]
    mixed = [source.factor for source in sources if source.factor and source.gap == "mixed-gwp-set"]
    if mixed:
        sets = ", ".join(sorted({f"{factor.gwp_set} GWP100" for factor in mixed}))
        names = _some_ids(sorted({factor.id for factor in mixed}))
        yield Note(
            "mixed-gwp-set", f"{names}: on {sets}, without the gases to bring them to {asked}; as published"
        )
    unknown = sorted({s.factor.id for s in sources if s.factor and s.gap == "gwp-set-unknown"})
    if unknown:
        yield Note(
            "gwp-set-unknown",
            f"{_some_ids(unknown)}: the GWP set is not stated; taken as published, beside {asked}",
        )


def _stale(columns: Columns, reached: SupplyChain, first: dict[int, int], year: int | None) -> Iterator[Note]:
    said = set()
    for code, line in first.items():
        factor = columns.emitters[code].factor
        if factor and factor.id not in said and factor.year and year and year - factor.year > STALE_YEARS:
            said.add(factor.id)
            message = f"factor {factor.id!r} is of {factor.year}, {year - factor.year} years before the data of {year}"
            yield Note("stale-factor", message, reached.path(line))


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


def _bridged(columns: Columns, reached: SupplyChain) -> Iterator[Note]:
    for line in reached.lines if columns.bridged else ():
        way = columns.bridged.get(line)
        if way is None:
            continue
        amount, source = columns.lines[line].amount, reached.emitter(line)
        per = source.per.si if source.product >= 0 else 1.0
        value = float(columns.quantity[line]) * per / source.per.unit.scale
        message = (
            f"{amount.text}{bridge_words(way)} is taken as {number(value)} {source.per.unit} of {source.name}"
        )
        yield Note("bridged", message, reached.path(line))


def _price_years(columns: Columns, reached: SupplyChain) -> Iterator[Note]:
    for line in reached.lines:
        unit, source = columns.lines[line].amount.unit, reached.emitter(line)
        if not unit.dimension.of_money:
            continue
        way = columns.bridged.get(line)
        others = [source.per.unit, *(amount.unit for amount, _ in way or ())]
        years = [other.price_year for other in others if other.price_year]
        if years and unit.price_year is None:
            message = f"{columns.lines[line].amount.text} has no price year; {source.name} is in prices of {min(years)}"
            yield Note("price-year", message, reached.path(line))


def _in_loops(columns: Columns, totals: Totals, reached: SupplyChain) -> list[int]:
    looping = {columns.whole(row) for row in reached.rows if totals.loop[row]}
    return [row for row in reached.wholes if row in looping]


def _loops(columns: Columns, totals: Totals, reached: SupplyChain) -> Iterator[Note]:
    ids = [columns.products[row].id for row in _in_loops(columns, totals, reached)]
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
    room = _SAME * max(abs(low), abs(high))
    if not low - room <= kg <= high + room:
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


def _rule_notes(columns: Columns, reached: SupplyChain) -> Iterator[Note]:
    """What the rules of every product that is reached say."""
    for row in reached.rows if columns.said else ():
        for note in columns.said.get(row, ()):
            yield replace(note, where=(*reached.way(row), *note.where))


def _some_ids(ids: Sequence[str]) -> str:
    more = len(ids) - _MOST_NAMED
    return ", ".join(ids[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _shortened(notes: Iterable[Note]) -> Iterator[Note]:
    """At most so many of one code, then one that counts the rest."""
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


def allocation_notes(columns: Columns, totals: Totals, reached: SupplyChain) -> Iterator[Note]:
    """One note for each process that a product reaches; and where avoided burdens outweigh the rest."""
    said = set()
    for row in reached.wholes:
        product = columns.products[row]
        if isinstance(product, CoProduct) and len(product.allocation.shares) > 1:
            told = product.allocation
            if told.process not in said:
                said.add(told.process)
                yield Note("allocation", _allocation_message(told))
                if told.undated:
                    what = f"the prices of {', '.join(told.undated)} state no year, beside prices of {told.price_year}"
                    yield Note("price-year", f"process {told.process!r}: {what}; write the year in each")
            if told.method == "substitution" and float(totals.kg_co2e[row]) < 0:
                what = f"{product.id}: what its co-products avoid is more than what the process causes"
                yield Note("below-zero", f"{what}, so its figure is {number(float(totals.kg_co2e[row]))} kg")


def _allocation_message(told: Allocation) -> str:
    if told.method == "substitution":
        main = next(product for product, share in told.shares.items() if share == 1)
        avoided = ", ".join(f"{product} avoids {what}" for product, what in told.keys.items())
        return f"process {told.process!r} by substitution: {main} carries all of it, less what {avoided}"
    parts = ", ".join(
        f"{product} {number(share)}{f' ({told.keys[product]})' if product in told.keys else ''}"
        for product, share in told.shares.items()
    )
    how = (
        ALLOCATION_KEYS[told.method].words
        if told.method in ALLOCATION_KEYS
        else "by shares that its writer decided"
    )
    return f"process {told.process!r} is allocated {how}: {parts}{_price_ratio(told)}"


def _price_ratio(told: Allocation) -> str:
    ratio = told.price_ratio
    if ratio is None or (told.method == "economic") == (ratio >= _ECONOMIC_FROM):
        return ""
    wanted = "economic value" if ratio >= _ECONOMIC_FROM else "a physical relationship"
    return (
        f"; prices differ {number(ratio)}-fold, where the Catena-X rulebook (5.2.7, as told) prefers {wanted}"
    )

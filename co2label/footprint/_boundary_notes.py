"""Notes on what factors and used products cover: too much for the stage they stand in, too little, or the same twice.

A food factor that ends on the plate holds transport, shop and kitchen; a product that lists its own delivery as well counts
that part twice, and so does a used product that brings its own use phase into a raw material. Cutting with `through` removes
it; the kilograms are exact, through products that use products and through loops.

A factor of operation alone (tank-to-wheel) leaves out how the fuel came into the tank, one of generation alone how the fuel
came to the power station, one of collection alone what is done with the waste. Each is whole where the product lists as much
of the missing part beside it. Legs of a transport chain say that by themselves. ISO 14083:2023 counts operation and energy
provision together (https://formist.ai/zh-CN/skills/iso14083/); ISO 14067:2018, 6.4.9.4 asks for the life cycle of the supply
of electricity.

The terms of the circular footprint formula after the use of a product are its end of life; routes, or a factor of waste, for
the same mass in the same product are another one.
"""

from __future__ import annotations

import math
from contextlib import suppress
from typing import TYPE_CHECKING

import numpy as np

from co2label.footprint._electricity import UpstreamActivity
from co2label.footprint._lines import (
    CERTIFICATE,
    NARROW,
    PROVISION,
    Columns,
    in_figure,
    is_zero,
    later_stages,
    stages_used,
)
from co2label.footprint._loops import LoopError
from co2label.footprint._note import Note, make_note, some_of
from co2label.footprint._rules import LegActivity
from co2label.footprint._source import SOURCE_STAGES, EmissionSource
from co2label.footprint._supply_chain import SupplyChain, lines_of
from co2label.model import DOWNSTREAM_STAGES, STAGES, STAGES_COVERED, CoProduct, stages_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from numpy.typing import NDArray

    from co2label.footprint._engine import Totals
    from co2label.model import Activity, Product, Stage


def overlap_notes(columns: Columns, totals: Totals, supply_chain: SupplyChain) -> Iterator[Note]:
    """Yield a note for each factor and stage of the product in which the factor covers too much."""
    row = supply_chain.rows[0]
    own = lines_of(columns, row)
    split = [line for line in own if line in columns.groups and columns.lines[line].stages is not None]
    groups: dict[tuple[int, Stage], list[int]] = {}
    for line in supply_chain.lines:
        factor = supply_chain.source(line).factor
        if line not in split and factor is not None and factor.boundary in STAGES_COVERED:
            groups.setdefault((int(columns.source[line]), supply_chain.top_stage(line)), []).append(line)
    active = _active_stages(totals, row)
    for (code, stage), lines in groups.items():
        source = columns.sources[code]
        later = later_stages(source, stage)
        if later:
            amount = sum(float(columns.quantity[line]) * supply_chain.scale(line) for line in lines)
            where = supply_chain.path(lines[0])
            yield _overlap_note(source, later, active, amount / source.per.si, where)

    others = {columns.lines[line].stage for line in own if line not in split}
    overlapping: dict[tuple[int, Stage], list[int]] = {}
    for line in split:
        stage = columns.lines[line].stage
        if stage in others and stage in SOURCE_STAGES.values():
            overlapping.setdefault((int(columns.source[line]), stage), []).append(line)
    for (code, stage), lines in overlapping.items():
        kg = sum(float(totals.line_kg[line]) for line in lines)
        where = supply_chain.path(lines[0])
        name = columns.sources[code].name
        yield make_note("boundary-overlap.own-stage", where, source=name, stage=stage, kg=kg)


def _overlap_note(
    source: EmissionSource, later: list[Stage], active: set[Stage], amount: float, where: tuple[str, ...]
) -> Note:
    both = [stage for stage in later if stage in active]
    parts = [kg for name, kg in stages_used(source).items() if SOURCE_STAGES.get(name.lower()) in both]
    case = "alone" if not both else "twice" if parts else "unknown"
    return make_note(
        f"boundary-overlap.factor-{case}",
        where,
        source=source.name,
        boundary=source.factor.boundary if source.factor else "unstated",
        later=" and ".join(later),
        both=" and ".join(both),
        kg=sum(parts) * amount,
    )


def _active_stages(totals: Totals, row: int) -> set[Stage]:
    return {stage for place, stage in enumerate(STAGES) if totals.present[row, place]}


def stages_behind(stage: Stage) -> tuple[Stage, ...]:
    """Return the stages after the gate that come after a stage.

    >>> stages_behind("production"), stages_behind("use")
    (('distribution', 'use', 'end-of-life'), ('end-of-life',))
    """
    return tuple(later for later in DOWNSTREAM_STAGES if STAGES.index(later) > STAGES.index(stage))


def misplaced_notes(columns: Columns, totals: Totals, supply_chain: SupplyChain) -> Iterator[Note]:
    """Yield a note for each stage of the product and each used product that has later stages.

    A phone with its use phase among the raw materials of a car puts the electricity of years of calls into the making of the
    car. `through` cuts it, `stages = "own"` keeps each stage where it is. The kilograms are exact, through products that use
    products and through loops: one backward pass a stage of the product, that ends where a line is misplaced itself.
    """
    rows, (lines, uses) = supply_chain.rows, supply_chain.uses
    downstream = [STAGES.index(stage) for stage in DOWNSTREAM_STAGES]
    if not lines or not totals.present[rows][:, downstream].any():
        return
    first_use: dict[int, int] = {}
    for line, used in zip(lines, uses.used.tolist(), strict=True):
        first_use.setdefault(columns.whole(rows[used]), line)
    active = _active_stages(totals, rows[0])
    for stage in STAGES:
        for row, (brought, kg) in _later_kg(columns, totals, supply_chain, stage).items():
            later = [each for each in stages_behind(stage) if each in brought]
            both = [each for each in later if each in active]
            if kg:
                yield make_note(
                    "boundary-overlap.product-twice" if both else "boundary-overlap.product",
                    supply_chain.path(first_use[row]),
                    product=columns.products[row].id,
                    later=" and ".join(later),
                    stage=stage,
                    kg=kg,
                    both=" and ".join(both),
                )


def _later_kg(
    columns: Columns, totals: Totals, supply_chain: SupplyChain, stage: Stage
) -> dict[int, tuple[set[Stage], float]]:
    """Return row of a used product → later stages that it brings into a stage, and their kilograms."""
    rows, (lines, uses) = supply_chain.rows, supply_chain.uses
    stages, later = columns.stage[lines], stages_behind(stage)
    places = [STAGES.index(each) for each in later]
    top = (uses.user == 0) & (stages == STAGES.index(stage))
    if not later or not top.any():
        return {}
    units = np.zeros(len(rows))
    np.add.at(units, uses.used[top], uses.amount[top])
    with suppress(LoopError):  # credits outside these lines may have kept a loop in hand
        units = supply_chain.needed(units, ~np.isin(stages, places))
    inside = in_figure(totals.components, columns.counted)
    brought: dict[int, tuple[set[Stage], float]] = {}
    for place in np.flatnonzero(units).tolist():
        kg = totals.kg[rows[place]][places] @ inside
        if kg.any():
            row = columns.whole(rows[place])
            known, before = brought.get(row, (set(), 0.0))
            known |= {each for each, one in zip(later, kg.tolist(), strict=True) if one}
            brought[row] = known, before + float(units[place] * kg.sum())
    return brought


def left_out_notes(columns: Columns, totals: Totals, supply_chain: SupplyChain) -> Iterator[Note]:
    """Yield a note for each line that keeps the stages of a used product, some of which lie outside the boundary."""
    for line in supply_chain.lines if columns.omitted else ():
        left = columns.omitted.get(line)
        if left is not None:
            places = [STAGES.index(stage) for stage in left.stages]
            inside = in_figure(totals.components, columns.counted)
            kg = float(totals.kg[left.used, places].sum(axis=0) @ inside) * float(columns.quantity[line])
            yield make_note(
                "stages-outside.product",
                supply_chain.path(line)[:-1],
                product=columns.products[left.used].id,
                stages=" and ".join(left.stages),
                kg=kg,
                boundary=columns.products[columns.row_of(line)].boundary,
            )


_SAME = 1e-9
"""Relative: what adding decimal fractions may leave over."""


def uncompleted(
    row: NDArray[np.intp],
    lacks: NDArray[np.intp],
    completes: NDArray[np.intp],
    kind: NDArray[np.intp],
    quantity: NDArray[np.float64],
) -> NDArray[np.bool_]:
    """Return (line) whether it lacks a part that its product does not list in the same amount.

    Args:
        row: (line), row of its product.
        lacks: (line), the missing part, or 0.
        completes: (line), the part that it completes, or 0.
        kind: (line), the kind of its amount: only parts per the same kind complete each other.
        quantity: (line), root units of that kind.

    >>> one = np.array([1, 0])
    >>> uncompleted(np.array([0, 0]), one, np.array([0, 1]), np.array([3, 3]), np.array([5.0, 4.0])).tolist()
    [True, False]
    """
    incomplete: NDArray[np.bool_] = (lacks > 0) & (quantity != 0)
    if not incomplete.any() or not completes.any():
        return incomplete
    relevant = np.flatnonzero((lacks > 0) | (completes > 0))
    row, lacks, completes, kind = (column[relevant] for column in (row, lacks, completes, kind))
    quantity = quantity[relevant]
    count = int(row.max()) + 1
    lacking = lacks > 0
    for part, one in set(zip(lacks[lacking].tolist(), kind[lacking].tolist(), strict=True)):
        mine = np.flatnonzero((lacks == part) & (kind == one))
        other = np.flatnonzero((completes == part) & (kind == one))
        required = np.bincount(row[mine], quantity[mine], count)
        supplied = np.bincount(row[other], quantity[other], count)
        incomplete[relevant[mine]] &= (supplied < required * (1 - _SAME))[row[mine]]
    return incomplete


def narrow_notes(columns: Columns, supply_chain: SupplyChain) -> Iterator[Note]:
    """Yield a note for each kind of missing part, with the factors and the first line that lack it."""
    tables, lines = columns.tables, np.array(supply_chain.lines, np.intp)
    source = columns.source[lines]
    lacks, completes = tables.lacks[source], tables.completes[source]
    for place, line in enumerate(supply_chain.lines):
        if isinstance(columns.lines[line], UpstreamActivity):
            lacks[place], completes[place] = 0, PROVISION
        elif _has_own_note(columns, line):
            lacks[place] = completes[place] = 0
    if not lacks.any():
        return
    row = np.searchsorted(columns.start, lines, side="right") - 1
    incomplete = uncompleted(row, lacks, completes, tables.per[source], columns.quantity[lines])
    ids: dict[str, dict[str, int]] = {code: {} for code in NARROW.values()}
    for place in np.flatnonzero(incomplete).tolist():
        factor = supply_chain.source(supply_chain.lines[place]).factor
        assert factor is not None, "only factors lack anything"
        no_tailpipe = factor.boundary == "transport-ttw" and not factor.value
        name = f"{factor.id} (0 at the tailpipe)" if no_tailpipe else factor.id
        ids[NARROW[factor.boundary]].setdefault(name, supply_chain.lines[place])
    for code, lines_by_id in ids.items():
        if lines_by_id:
            where = supply_chain.path(next(iter(lines_by_id.values())))
            yield make_note(f"{code}.factors", where, ids=some_of(lines_by_id))


def _has_own_note(columns: Columns, line: int) -> bool:
    """Return whether a rule has a note of its own on what the factor of a line covers."""
    factor = columns.source_of(line).factor
    if isinstance(columns.lines[line], LegActivity) or factor is None:
        return True
    notes = columns.notes_of_rules(columns.row_of(line)) if factor.id.startswith(CERTIFICATE) else ()
    return any(note.code == "certificate-life-cycle" for note in notes)


def zero_notes(columns: Columns, supply_chain: SupplyChain) -> Iterator[Note]:
    """Yield a note for each activity whose amount is zero, and one for factors of zero."""
    amounts: dict[tuple[int, int], list[int]] = {}
    for line in supply_chain.lines:
        row, original = columns.row_of(line), columns.original(line)
        product = columns.products[row]
        shares = product.allocation.shares if isinstance(product, CoProduct) else {}
        if shares.get(
            product.id.partition(" ")[0], 1.0
        ):  # a co-product of no value gets nothing of its process
            amounts.setdefault((row, columns.first_of.get(original, original)), []).append(line)
    for lines in amounts.values():
        if not columns.quantity[lines].any():
            where = supply_chain.path(lines[0])
            yield make_note("zero-amount", where, amount=columns.lines[lines[0]].amount)
    sources = [(line, supply_chain.source(line)) for line in supply_chain.sources().values()]
    empty = {
        source.factor.id: line for line, source in sources if source.factor is not None and is_zero(source)
    }
    if empty:
        where = supply_chain.path(next(iter(empty.values())))
        yield make_note("zero-factor", where, ids=some_of(empty))


_OPERATION = ("transport-ttw", "generation-and-losses")


def chain_notes(columns: Columns, supply_chain: SupplyChain) -> Iterator[Note]:
    """Yield at most one note of each kind for each transport chain that the product reaches."""
    chains: dict[tuple[int, str], list[tuple[LegActivity, str]]] = {}
    paths: dict[tuple[int, str], tuple[str, ...]] = {}
    for line in supply_chain.lines:
        leg, factor = columns.lines[line], supply_chain.source(line).factor
        if isinstance(leg, LegActivity) and factor is not None:
            key = (columns.row_of(line), leg.chain)
            chains.setdefault(key, []).append((leg, factor.boundary))
            paths.setdefault(key, supply_chain.path(line)[:1])
    for key, legs in chains.items():
        for case, names in _chain_cases(legs):
            yield make_note(case, paths[key], chain=key[1], **names)


def _chain_cases(legs: list[tuple[LegActivity, str]]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the key of each note on a chain, with the names of its legs."""

    def named(boundaries: Collection[str], *, whole: bool) -> dict[str, None]:
        return {leg.leg: None for leg, covers in legs if covers in boundaries and leg.whole == whole}

    operation, provision = named(_OPERATION, whole=False), named(("upstream",), whole=False)
    twice = named(("transport-wtw",), whole=True)
    total = {
        leg.leg: None
        for leg, covers in legs
        if covers == "transport-wtw" or (covers in _OPERATION and leg.whole)
    }
    if operation and total:
        yield "mixed-transport-boundary", {"operation": ", ".join(operation), "total": ", ".join(total)}
    elif operation:
        yield "tank-to-wheel.legs", {"operation": ", ".join(operation)}
    if twice:
        yield "transport-counted-twice", {"twice": ", ".join(twice)}
    if provision:
        yield "upstream-only", {"provision": ", ".join(provision)}


_SAME_MASS = 1e-6
"""Relative: masses that are written alike."""

_WASTE = ("end-of-life", "collection")


def waste_notes(columns: Columns, supply_chain: SupplyChain) -> Iterator[Note]:
    """Yield a note for each activity that counts a mass again whose end of life a `recycling` has counted."""
    for row in supply_chain.given_rows:
        product = columns.products[row]
        counted = [line for line in product.activities if _has_end_of_life(line, product)]
        if not counted:
            continue
        waste = {line.name for line in product.activities if line.routes}
        for line in lines_of(columns, row):
            factor = columns.source_of(line).factor
            if factor and factor.boundary in _WASTE and columns.lines[line].stage == "end-of-life":
                waste.add(columns.names(line)[0])
        for activity in product.activities:
            if activity.name in waste and activity.recycling is None:
                materials = _materials_of_mass(activity, counted)
                where = (*supply_chain.path_to(row), activity.name)
                if materials:
                    yield make_note("end-of-life-twice", where, amount=activity.amount, materials=materials)


def _has_end_of_life(line: Activity, product: Product) -> bool:
    """Return whether an activity has a recycling rule that counts the end of life of some of its material."""
    rule = line.recycling
    if rule is None or "end-of-life" not in stages_of(product.boundary):
        return False
    applied = rule.allotted()
    shares = (rule.R2 * (1 - applied.A), rule.R3 * (1 - applied.B), 1 - rule.R2 - rule.R3)
    return any(share > _SAME_MASS for share in shares)


def _materials_of_mass(line: Activity, counted: list[Activity]) -> str:
    """Return the names of the materials of a mass: one of them, or all together."""
    alike = [each for each in counted if each.amount.unit.dimension == line.amount.unit.dimension]
    for group in [[each] for each in alike] + [alike] if line.amount.si else []:
        mass = math.fsum(each.amount.si for each in group)
        if group and math.isclose(mass, line.amount.si, rel_tol=_SAME_MASS):
            return " and ".join(each.name for each in group)
    return ""

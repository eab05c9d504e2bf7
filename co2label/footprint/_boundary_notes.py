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
from typing import TYPE_CHECKING

import numpy as np

from co2label.footprint._electricity import UpstreamActivity
from co2label.footprint._lines import (
    _CERTIFICATE,
    _PROVISION,
    NARROW,
    Covers,
    _stages_used,
    covers,
    in_figure,
    is_zero,
    later_stages,
)
from co2label.footprint._loops import LoopError, Uses, solve
from co2label.footprint._note import Note, number
from co2label.footprint._rules import LegActivity
from co2label.footprint._source import SOURCE_STAGES
from co2label.model import DOWNSTREAM_STAGES, STAGES, STAGES_COVERED, CoProduct, stages_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from co2label.footprint._compile import Columns
    from co2label.footprint._engine import Totals
    from co2label.footprint._source import EmissionSource
    from co2label.footprint._supply_chain import SupplyChain
    from co2label.model import Activity, Product, Recycling, Stage


def overlap_notes(columns: Columns, totals: Totals, supply_chain: SupplyChain) -> Iterator[Note]:
    """One note for each factor and stage of the product in which it reaches too far."""
    groups: dict[tuple[int, Stage], list[int]] = {}
    split_lines = _lines_by_split(columns, supply_chain.rows[0])
    for line in supply_chain.lines:
        factor = supply_chain.source(line).factor
        if line in split_lines:
            continue
        if factor is not None and factor.boundary in STAGES_COVERED:
            groups.setdefault((int(columns.source[line]), supply_chain.top_stage(line)), []).append(line)
    row = supply_chain.rows[0]
    active = {stage for place, stage in enumerate(STAGES) if totals.present[row, place]}
    for (code, stage), lines in groups.items():
        source = columns.sources[code]
        later = later_stages(source, stage)
        if later:
            amount = sum(float(columns.quantity[line]) * supply_chain.scale(line) for line in lines)
            message = _overlap_message(source, later, active, amount / source.per.si)
            yield Note("boundary-overlap", message, supply_chain.path(lines[0]))
    yield from _split_overlap_notes(columns, totals, supply_chain, split_lines)


def _lines_by_split(columns: Columns, row: int) -> set[int]:
    """The product's own lines that a factor's stage split put where they are."""
    lines = range(int(columns.start[row]), int(columns.start[row + 1]))
    return {line for line in lines if line in columns.groups and columns.lines[line].stages is not None}


def _split_overlap_notes(
    columns: Columns, totals: Totals, supply_chain: SupplyChain, split_lines: set[int]
) -> Iterator[Note]:
    """One note for each stage after the gate where a factor's own part meets other activities of the product."""
    row = supply_chain.rows[0]
    others = {
        columns.lines[line].stage
        for line in range(int(columns.start[row]), int(columns.start[row + 1]))
        if line not in split_lines
    }
    overlapping: dict[tuple[int, Stage], list[int]] = {}
    for line in sorted(split_lines):
        stage = columns.lines[line].stage
        if stage in others and stage in SOURCE_STAGES.values():
            overlapping.setdefault((int(columns.source[line]), stage), []).append(line)
    for (code, stage), lines in overlapping.items():
        kg = sum(float(totals.line_kg[line]) for line in lines)
        message = (
            f"{columns.sources[code].name} brings its own {stage}; the product has other activities there too, so "
            f"{number(kg)} kg may be counted twice; cut the factor with `through`"
        )
        yield Note("boundary-overlap", message, supply_chain.path(lines[0]))


def _overlap_message(source: EmissionSource, later: list[Stage], active: set[Stage], amount: float) -> str:
    boundary = source.factor.boundary if source.factor else "unstated"
    covers = f"{source.name} is {boundary} and has {' and '.join(later)} inside it"
    both = [stage for stage in later if stage in active]
    if not both:
        return f"{covers}; the product has no activities there, so nothing is counted twice"
    parts = [kg for name, kg in _stages_used(source).items() if SOURCE_STAGES.get(name.lower()) in both]
    twice = f"{number(sum(parts) * amount)} kg" if parts else "an unknown part"
    todo = "cut the factor with `through`" if parts else "take a factor that ends at the gate"
    where = " and ".join(both)
    return f"{covers}; the product has activities in {where} too, so {twice} may be counted twice; {todo}"


def stages_behind(stage: Stage) -> tuple[Stage, ...]:
    """Stages after the gate that come after a stage.

    >>> stages_behind("production"), stages_behind("use")
    (('distribution', 'use', 'end-of-life'), ('end-of-life',))
    """
    return tuple(later for later in DOWNSTREAM_STAGES if STAGES.index(later) > STAGES.index(stage))


def misplaced_notes(columns: Columns, totals: Totals, supply_chain: SupplyChain) -> Iterator[Note]:
    """One note for each stage of the product and each used product that reaches past it there.

    A phone with its use phase among the raw materials of a car puts the electricity of years of calls into the making of the
    car. `through` cuts it, `stages = "own"` keeps each stage where it is. The kilograms are exact, through products that use
    products and through loops: one backward pass a stage of the product, that ends where a line is misplaced itself.
    """
    root = supply_chain.rows[0]
    lines = [line for line in supply_chain.lines if supply_chain.source(line).product >= 0]
    if not lines or not _reaches_past(totals, supply_chain.rows):
        return
    uses = _Uses(columns, totals, supply_chain, lines)
    active = {stage for place, stage in enumerate(STAGES) if totals.present[root, place]}
    for stage in STAGES:
        for used, stages, kg in uses.in_stage(stage):
            product = columns.products[used]
            brings = f"used product {product.id!r} brings its own {' and '.join(stages)} into {stage}"
            both = [later for later in stages if later in active]
            twice = (
                f"; the product has activities in {' and '.join(both)} too, so they may be counted twice"
                if both
                else ""
            )
            message = (
                f"{brings}: {number(kg)} kg do not belong there{twice}; cut it with `through`, or keep its stages with "
                '`stages = "own"`'
            )
            yield Note("boundary-overlap", message, uses.path(used))


def left_out_notes(columns: Columns, totals: Totals, supply_chain: SupplyChain) -> Iterator[Note]:
    """One note for each line that keeps the stages of a used product, some of which lie outside the boundary."""
    for line in supply_chain.lines if columns.omitted else ():
        left = columns.omitted.get(line)
        if left is None:
            continue
        user, used = columns.products[columns.row_of(line)], columns.products[left.used]
        places = [STAGES.index(stage) for stage in left.stages]
        kg = float(
            totals.kg[left.used, places].sum(axis=0) @ in_figure(totals.components, columns.counted)
        ) * float(columns.quantity[line])
        message = (
            f"used product {used.id!r}: its {' and '.join(left.stages)} ({number(kg)} kg) lie outside the boundary "
            f"{user.boundary!r} and are left out"
        )
        yield Note("stages-outside", message, supply_chain.path(line)[:-1])


def _reaches_past(totals: Totals, rows: Sequence[int]) -> bool:
    later = [STAGES.index(stage) for stage in DOWNSTREAM_STAGES]
    return bool(totals.present[rows][:, later].any())


class _Uses:
    """Lines that use products, of a product and of all that it uses."""

    def __init__(
        self, columns: Columns, totals: Totals, supply_chain: SupplyChain, lines: Sequence[int]
    ) -> None:
        self._columns, self._totals, self._supply_chain = columns, totals, supply_chain
        self._place = {row: place for place, row in enumerate(supply_chain.rows)}
        self._stage = np.array([int(columns.stage[line]) for line in lines])
        self._user = np.array([self._place[columns.row_of(line)] for line in lines], np.intp)
        self._used = np.array([self._place[supply_chain.source(line).product] for line in lines], np.intp)
        self._amount = columns.quantity[np.array(lines, np.intp)]
        self._way: dict[int, int] = {}
        for line, used in zip(lines, self._used.tolist(), strict=True):
            self._way.setdefault(columns.whole(supply_chain.rows[used]), line)

    def path(self, row: int) -> tuple[str, ...]:
        """The shortest way to a product."""
        return self._supply_chain.path(self._way[row])

    def in_stage(self, stage: Stage) -> Iterator[tuple[int, tuple[Stage, ...], float]]:
        """What each used product brings of later stages into one: its row, those stages, kilograms."""
        behind = stages_behind(stage)
        if not behind or not (self._user[self._stage == STAGES.index(stage)] == 0).any():
            return
        totals, rows = self._totals, self._supply_chain.rows
        places = [STAGES.index(later) for later in behind]
        needed = self._needed(STAGES.index(stage), places)
        inside = in_figure(totals.components, self._columns.counted)
        by_product: dict[int, tuple[set[Stage], float]] = {}
        for place in np.flatnonzero(needed).tolist():
            kg = totals.kg[rows[place]][places] @ inside
            if not kg.any():
                continue
            stages, before = by_product.get(whole := self._columns.whole(rows[place]), (set(), 0.0))
            stages |= {later for later, each in zip(behind, kg.tolist(), strict=True) if each}
            by_product[whole] = stages, before + float(needed[place] * kg.sum())
        for row, (stages, kg) in by_product.items():
            if kg:
                yield row, tuple(later for later in behind if later in stages), kg

    def _needed(self, stage: int, behind: Sequence[int]) -> NDArray[np.float64]:
        """Declared units of every product that come into a stage, not counting what comes through misplaced lines."""
        top = (self._user == 0) & (self._stage == stage)
        first = np.zeros((len(self._supply_chain.rows), 1))
        np.add.at(first[:, 0], self._used[top], self._amount[top])
        kept = ~np.isin(self._stage, behind)
        uses = Uses(self._used[kept], self._user[kept], self._amount[kept])
        try:
            needed: NDArray[np.float64] = solve(first, uses)[0][:, 0]
        except LoopError:  # credits outside these lines may have kept a loop in hand
            return first[:, 0]
        return needed


_WORDS = {
    "tank-to-wheel": (
        "cover the operation of vehicles alone; add the provision of their energy (`upstream`), or take well-to-wheel factors"
    ),
    "generation-only": (
        "cover electricity without the supply of its fuels; add that (`upstream`), or take a life-cycle factor"
    ),
    "collection-only": "cover the collection and transport of waste alone; add what its treatment emits",
}

_SAME = 1e-9
"""Relative: what adding decimal fractions may leave over."""

_MOST_NAMED = 5


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
    """One note for each kind of missing part, with the factors and the first line that lack it."""
    sources = [supply_chain.source(line) for line in supply_chain.lines]
    judged = [
        _coverage_of(columns, line, source) for line, source in zip(supply_chain.lines, sources, strict=True)
    ]
    lacks = np.array([each.lacks for each in judged], np.intp)
    if not lacks.any():
        return
    kinds: dict[object, int] = {}
    lines = np.array(supply_chain.lines, np.intp)
    open_lines = uncompleted(
        np.searchsorted(columns.start, lines, side="right") - 1,
        lacks,
        np.array([each.completes for each in judged], np.intp),
        np.array([kinds.setdefault(source.per.unit.dimension, len(kinds)) for source in sources], np.intp),
        columns.quantity[lines],
    )
    found: dict[str, tuple[dict[str, None], int]] = {}
    for place in np.flatnonzero(open_lines).tolist():
        factor = sources[place].factor
        assert factor is not None, "only factors lack anything"
        names, _ = found.setdefault(NARROW[factor.boundary], ({}, supply_chain.lines[place]))
        names[
            factor.id
            if factor.value or factor.boundary != "transport-ttw"
            else f"{factor.id} (0 at the tailpipe)"
        ] = None
    for code in dict.fromkeys(NARROW.values()):
        if code in found:
            names, line = found[code]
            yield Note(code, f"{_some_ids(names)} {_WORDS[code]}", supply_chain.path(line))


def _coverage_of(columns: Columns, number: int, source: EmissionSource) -> Covers:
    line = columns.lines[number]
    if isinstance(line, LegActivity):
        return Covers(0, 0)
    if isinstance(line, UpstreamActivity):
        return Covers(0, _PROVISION)
    if (
        source.factor is not None
        and source.factor.id.startswith(_CERTIFICATE)
        and _certificate_noted(columns, number)
    ):
        return Covers(0, 0)
    return covers(source)


def _certificate_noted(columns: Columns, line: int) -> bool:
    """Whether the rule has said already that a certificate of generation stands beside a life-cycle factor."""
    return any(
        note.code == "certificate-life-cycle" for note in columns.rule_notes.get(columns.row_of(line), ())
    )


def zero_notes(columns: Columns, supply_chain: SupplyChain) -> Iterator[Note]:
    """A note for each activity whose amount is zero, and one for factors of zero."""
    amounts: dict[int, list[int]] = {}
    for line in supply_chain.lines:
        if not _shared_out(columns, line):
            amounts.setdefault(columns.first_of.get(line, line), []).append(line)
    for first, lines in amounts.items():
        if not columns.quantity[lines].any():
            text = columns.lines[first].amount.text
            what = f"{text}: a zero stands where an amount is expected, and counts as nothing"
            yield Note(
                "zero-amount",
                f"{what}; say how much, or leave the line out if it is nothing",
                supply_chain.path(lines[0]),
            )
    sources = [(line, supply_chain.source(line)) for line in supply_chain.sources().values()]
    empty = {
        source.factor.id: line for line, source in sources if source.factor is not None and is_zero(source)
    }
    if empty:
        what = f"{_some_ids(empty)}: 0 kg, which counts as nothing"
        yield Note(
            "zero-factor",
            f"{what}; leave it out if its source does not say zero",
            supply_chain.path(next(iter(empty.values()))),
        )


def _shared_out(columns: Columns, line: int) -> bool:
    """Whether a line is that of a process of which the product gets nothing."""
    product = columns.products[columns.row_of(line)]
    return isinstance(product, CoProduct) and not product.allocation.shares.get(
        product.id.partition(" ")[0], 1.0
    )


def _some_ids(ids: Iterable[str]) -> str:
    names = list(ids)
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


_OPERATION = ("transport-ttw", "generation-and-losses")

_TOTAL, _UPSTREAM = "transport-wtw", "upstream"


def chain_notes(columns: Columns, supply_chain: SupplyChain) -> Iterator[Note]:
    """At most one note of each kind for each chain that the product reaches."""
    legs_of: dict[tuple[int, str], list[tuple[LegActivity, str]]] = {}
    paths: dict[tuple[int, str], tuple[str, ...]] = {}
    for row in supply_chain.lines:
        line = columns.lines[row]
        factor = supply_chain.source(row).factor
        if isinstance(line, LegActivity) and factor is not None:
            chain = (columns.row_of(row), line.chain)
            legs_of.setdefault(chain, []).append((line, factor.boundary))
            paths.setdefault(chain, supply_chain.path(row)[:1])
    for chain, legs in legs_of.items():
        for code, message in _chain_findings(chain[1], legs):
            yield Note(code, message, paths[chain])


def _chain_findings(chain: str, legs: list[tuple[LegActivity, str]]) -> Iterator[tuple[str, str]]:
    operation = [leg.leg for leg, covers in legs if covers in _OPERATION and not leg.whole]
    total = [leg.leg for leg, covers in legs if covers == _TOTAL or (covers in _OPERATION and leg.whole)]
    twice = [leg.leg for leg, covers in legs if covers == _TOTAL and leg.whole]
    provision = [leg.leg for leg, covers in legs if covers == _UPSTREAM and not leg.whole]
    todo = "add `upstream` to them (ISO 14083 counts operation and energy provision)"
    if operation and total:
        what = f"{_leg_names(operation)} operation alone, {_leg_names(total)} well-to-wheel"
        yield "mixed-transport-boundary", f"{chain}: mixes legs: {what}; {todo}"
    elif operation:
        yield (
            "tank-to-wheel",
            f"{chain}: {_leg_names(operation)} cover the operation of vehicles only; {todo}",
        )
    if twice:
        message = f"{chain}: {_leg_names(twice)} are well-to-wheel already, so `upstream` counts the energy provision twice"
        yield "transport-counted-twice", message
    if provision:
        yield (
            "upstream-only",
            f"{chain}: {_leg_names(provision)} cover the energy provision only; name them as `upstream`",
        )


def _leg_names(legs: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(legs))


_SAME_MASS = 1e-6
"""Relative: masses that are written alike."""

_WASTE = ("end-of-life", "collection")


def waste_notes(columns: Columns, supply_chain: SupplyChain) -> Iterator[Note]:
    """One note for each activity that counts a mass again whose end of life a `recycling` has counted."""
    for row in supply_chain.wholes:
        product = columns.products[row]
        counted = [line for line in product.activities if _has_end(line, product)]
        if not counted:
            continue
        waste = {line.name for line in product.activities if line.routes}
        waste |= _waste_by_factor(columns, row)
        for line in product.activities:
            twice = _materials_of_mass(line, counted) if line.name in waste and line.recycling is None else ""
            if twice:
                message = (
                    f"{line.amount.text} is counted as waste here, and its end of life is in the recycling of {twice} as well; "
                    "keep one of them"
                )
                yield Note("end-of-life-twice", message, (*supply_chain.way(row), line.name))


def _has_end(line: Activity, product: Product) -> bool:
    rule = line.recycling
    return rule is not None and "end-of-life" in stages_of(product.boundary) and bool(_ends(rule))


def _ends(rule: Recycling) -> float:
    """The share of the material whose end of life the rule counts."""
    applied = rule.allotted()
    shares = (rule.R2 * (1 - applied.A), rule.R3 * (1 - applied.B), 1 - rule.R2 - rule.R3)
    return math.fsum(share for share in shares if share > _SAME_MASS)


def _waste_by_factor(columns: Columns, row: int) -> set[str]:
    """Activities of the end of life that draw on a factor of waste."""
    names = set()
    for line in range(int(columns.start[row]), int(columns.start[row + 1])):
        factor = columns.sources[int(columns.source[line])].factor
        if factor is not None and factor.boundary in _WASTE and columns.lines[line].stage == "end-of-life":
            names.add(columns.names(line)[0])
    return names


def _materials_of_mass(line: Activity, counted: list[Activity]) -> str:
    """The names of the materials of that mass: one of them, or all together."""
    alike = [each for each in counted if each.amount.unit.dimension == line.amount.unit.dimension]
    for group in ([[each] for each in alike] + [alike]) if line.amount.si else []:
        if group and math.isclose(
            math.fsum(each.amount.si for each in group), line.amount.si, rel_tol=_SAME_MASS
        ):
            return " and ".join(each.name for each in group)
    return ""

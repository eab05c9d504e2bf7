"""Supply chain of a product: all that it uses, opened into leaves, with the calculation and the source of every figure.

`SupplyChain` holds each product once, with the shortest path to it. `leaves` opens the tree of activities down to the
factors, the largest products first, up to a number of leaves, since a bill of materials can have exponentially many paths. A
product that is not opened is a leaf with its id, and so is a product that stands on its own path (a loop). Nothing here is
recursive, so a chain may have any depth. `contributions` writes each leaf out: amount, conversion, factor, kilograms; numbers
carry up to ten significant digits, so a pocket calculator gives the same result.
"""

from __future__ import annotations

import heapq
import itertools
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from co2label.footprint._loops import Uses, solve
from co2label.footprint._note import Contribution, Note, make_note, number
from co2label.model import REMOVALS, EmissionFactor, Removal, Stage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from co2label.footprint._bridging import Steps
    from co2label.footprint._engine import Totals
    from co2label.footprint._lines import Columns
    from co2label.footprint._source import EmissionSource
    from co2label.units import Unit


def lines_of(columns: Columns, row: int) -> range:
    """Return the lines of a product."""
    return range(int(columns.start[row]), int(columns.start[row + 1]))


class SupplyChain:
    """Lines of a product and of everything that it uses.

    Attributes:
        rows: rows of the products, breadth first; the product itself first.
        lines: their lines, in the same order.
    """

    def __init__(self, columns: Columns, row: int) -> None:
        self._columns = columns
        self.rows = [row]
        self.lines: list[int] = []
        self._first_use: dict[int, int] = {}
        for product in self.rows:  # grows while it is walked: breadth first
            lines = lines_of(columns, product)
            self.lines += lines
            drawn_on = columns.tables.product[columns.source[lines.start : lines.stop]]
            for line, used in zip(lines, drawn_on.tolist(), strict=True):
                if used >= 0 and used != row and used not in self._first_use:
                    self._first_use[used] = line
                    self.rows.append(used)

    @property
    def given_rows(self) -> list[int]:
        """Rows of the given products, a part standing for its product, each once; the product itself first."""
        return list(dict.fromkeys(self._columns.whole(row) for row in self.rows))

    def source(self, line: int) -> EmissionSource:
        """Return the source of a line."""
        return self._columns.sources[int(self._columns.source[line])]

    def sources(self) -> dict[int, int]:
        """Return every source with the first line that uses it."""
        first: dict[int, int] = {}
        for line in self.lines:
            first.setdefault(int(self._columns.source[line]), line)
        return first

    @cached_property
    def uses(self) -> tuple[list[int], Uses]:
        """Lines that use products, and what uses what there, each by its place in `rows`."""
        columns, lines = self._columns, np.array(self.lines, np.intp)
        place = {row: place for place, row in enumerate(self.rows)}
        user = np.repeat(np.arange(len(place)), [len(lines_of(columns, row)) for row in self.rows])
        drawn_on = columns.tables.product[columns.source[lines]]
        nested = drawn_on >= 0
        used = np.array([place[row] for row in drawn_on[nested].tolist()], np.intp)
        return lines[nested].tolist(), Uses(user[nested], used, columns.quantity[lines[nested]])

    def needed(
        self, units: NDArray[np.float64], kept: slice | NDArray[np.bool_] = slice(None)
    ) -> NDArray[np.float64]:
        """Return (product) declared units that are needed in all, by place in `rows`, loops included.

        Args:
            units: (product), declared units that are needed first.
            kept: (use), which of `uses` count.

        Raises:
            LoopError: a loop that needs one or more units of itself.
        """
        uses = self.uses[1]
        turned = Uses(uses.used[kept], uses.user[kept], uses.amount[kept])
        total: NDArray[np.float64] = solve(units[:, None], turned)[0][:, 0]
        return total

    def needed_by_root(self, kept: slice | NDArray[np.bool_] = slice(None)) -> dict[int, float]:
        """Return row → declared units that one declared unit of the product needs in all; see `needed`."""
        one = np.zeros(len(self.rows))
        one[0] = 1.0
        return dict(zip(self.rows, self.needed(one, kept).tolist(), strict=True))

    def path(self, line: int) -> tuple[str, ...]:
        """Return the names of the activities from the product down to a line."""
        return tuple(name for step in self._steps(line) for name in self._columns.names(step))

    def path_to(self, row: int) -> tuple[str, ...]:
        """Return the names of the activities from the product down to a used product, or to a part of it."""
        if row == self.rows[0]:
            return ()
        first = next((each for each in self.rows[1:] if row in {each, self._columns.whole(each)}), None)
        return () if first is None else self.path(self._first_use[first])

    def top_stage(self, line: int) -> Stage:
        """Return the stage of the product that a line is booked in."""
        return self._columns.lines[self._steps(line)[0]].stage

    def scale(self, line: int) -> float:
        """Return declared units of the line's product per declared unit of the product, along the shortest path."""
        scale = 1.0
        for step in self._steps(line)[:-1]:
            scale *= float(self._columns.quantity[step])
        return scale

    def _steps(self, line: int) -> list[int]:
        steps = [line]
        while (row := self._columns.row_of(steps[-1])) in self._first_use:
            steps.append(self._first_use[row])
        return steps[::-1]


MOST_LEAVES = 1_000
"""Limit of the leaves of an opened tree; the activities of the product itself are always shown."""


@dataclass(slots=True, eq=False)
class Node:
    """One activity on one path, scaled to one declared unit of the product at the root."""

    line: int
    kg: float
    scale: float
    """Declared units of the product that the line stands in, per declared unit of the root."""
    parent: Node | None
    children: list[Node] = field(default_factory=list)

    def path(self) -> list[Node]:
        """The nodes from the root's activity down to this one."""
        nodes: list[Node] = []
        node: Node | None = self
        while node is not None:
            nodes.append(node)
            node = node.parent
        return nodes[::-1]


def leaves(columns: Columns, totals: Totals, row: int, limit: int = MOST_LEAVES) -> Iterator[Node]:
    """Yield the leaves of a product's tree, in the order of the activities.

    Args:
        columns: all lines.
        totals: their sums.
        row: row of the product.
        limit: about the most leaves; the product's own activities are always shown.
    """
    top = _nodes(columns, totals, row, 1.0, None)
    _open(columns, totals, row, top, limit)
    stack = top[::-1]
    while stack:
        node = stack.pop()
        if node.children:
            stack.extend(node.children[::-1])
        else:
            yield node


def _open(columns: Columns, totals: Totals, row: int, top: list[Node], limit: int) -> None:
    """Open used products, the largest first, as long as the leaves stay within the limit."""
    closed: list[tuple[float, int, Node]] = []
    turn = itertools.count()

    def used_by(node: Node) -> int:
        return columns.sources[int(columns.source[node.line])].product

    def put(nodes: list[Node]) -> None:
        for node in nodes:
            if used_by(node) >= 0:
                heapq.heappush(closed, (-abs(node.kg), next(turn), node))

    put(top)
    count = len(top)
    while closed:
        node = heapq.heappop(closed)[2]
        used, above = used_by(node), map(used_by, node.path()[:-1])
        more = len(lines_of(columns, used)) - 1
        if count + more <= limit and used != row and used not in above:
            scale = node.scale * float(columns.quantity[node.line])
            node.children = _nodes(columns, totals, used, scale, node)
            put(node.children)
            count += more


def _nodes(columns: Columns, totals: Totals, row: int, scale: float, parent: Node | None) -> list[Node]:
    return [Node(line, float(totals.line_kg[line]) * scale, scale, parent) for line in lines_of(columns, row)]


_SIGNS = frozenset("*×÷")
"""Signs of an amount that is an expression, so that its result is shown."""


def unit_below(unit: Unit) -> str:
    """Return a unit as the denominator of a fraction.

    >>> from co2label.units import parse_unit
    >>> unit_below(parse_unit("tkm"))
    '(t*km)'
    """
    return f"({unit.text})" if "*" in unit.text or "/" in unit.text else unit.text


def bridge_words(steps: Steps) -> str:
    """Return the bridges of a conversion as text: " × 0.5 kg/m"."""
    return "".join(f" {'×' if power > 0 else '÷'} {_bracketed(amount.text)}" for amount, power in steps)


def contributions(columns: Columns, leaves: Iterable[Node]) -> Iterator[Contribution]:
    """Yield the contribution of each leaf, with its path, its calculation and its source."""
    workings: dict[Node, tuple[str, ...]] = {}
    for node in leaves:
        path = node.path()
        for step in path[:-1]:
            if step not in workings:
                workings[step] = (*_group_step(columns, step), _amount(columns, step))
        above = tuple(text for step in path[:-1] for text in workings[step])
        yield _contribution(columns, path, (*above, *_group_step(columns, path[-1])))


def _group_step(columns: Columns, node: Node) -> tuple[str, ...]:
    """Return the working of the activity that a line is a part of, or nothing."""
    group = columns.group(node.line)
    if group is None:
        return ()
    return (group.working if node.scale == 1 else f"{number(node.scale)} × ({group.working})",)


def _contribution(columns: Columns, path: list[Node], steps: tuple[str, ...]) -> Contribution:
    node = path[-1]
    line, source = columns.lines[node.line], columns.source_of(node.line)
    return Contribution(
        path=tuple(name for step in path for name in columns.names(step.line)),
        stage=columns.lines[path[0].line].stage,
        kg_co2e=node.kg,
        factor=source.factor.id if source.factor else None,
        gas=line.gas,
        product=columns.products[columns.whole(source.product)].id if source.product >= 0 else None,
        working=_working(columns, node, source),
        source=_citation(source.factor) if source.factor else "",
        steps=steps,
    )


def _working(columns: Columns, node: Node, source: EmissionSource) -> str:
    beside = {part: kg for part, kg in source.kg.items() if part not in columns.counted}
    units = float(columns.quantity[node.line]) * node.scale
    unit = source.factor.unit if source.factor else "kgCO2e"
    written = f"{_amount(columns, node)} × {_kg_per_unit(columns, node, source)}"
    if source.gas is not None and beside:
        (part,) = beside
        return f"{written} = {number(units * beside[part])} {unit} of {part}, beside the figure"
    apart = ", ".join(f"{part} {number(units * kg)} {unit}" for part, kg in beside.items() if kg)
    return f"{written} = {number(node.kg)} {unit}{f'; beside the figure: {apart}' if apart else ''}"


def _amount(columns: Columns, node: Node) -> str:
    """Return the amount per declared unit of the root, and the same in the unit of its source."""
    source = columns.source_of(node.line)
    amount, unit = columns.lines[node.line].amount, source.per.unit
    bridges = bridge_words(columns.bridges(node.line))
    written = f"{'' if node.scale == 1 else number(node.scale) + ' × '}{_bracketed(amount.text)}{bridges}"
    quantity = float(columns.quantity[node.line]) * node.scale
    if source.product >= 0:
        used = columns.products[source.product]
        return f"{written} = {number(quantity)} × {used.declared_unit} of {used.id}"
    if (
        written == amount.text
        and amount.unit.text == unit.text
        and not _SIGNS.intersection(amount.text.replace(unit.text, ""))
    ):
        return written
    return f"{written} = {number(quantity / unit.scale)} {unit.text}"


def _kg_per_unit(columns: Columns, node: Node, source: EmissionSource) -> str:
    """Return kilograms per unit: of a factor per unit of its `per`, of a gas its GWP, of a product its figure."""
    basis = f"{columns.basis.gwp_set} GWP{columns.basis.horizon}"
    if source.product >= 0:
        quantity = float(columns.quantity[node.line]) * node.scale
        return f"{number(node.kg / quantity if quantity else 0.0)} kgCO2e"
    if source.factor is None:
        gwp = sum(source.kg.values()) * source.per.unit.scale
        return f"{number(gwp)} kgCO2e/kg {source.gas} ({basis})"
    kg = source.kg_of(columns.counted) * source.per.unit.scale
    cut = f" (stages up to {source.through})" if source.through else ""
    again = f" (from its gases, {basis})" if source.recharacterised else ""
    return f"{number(kg)} {source.factor.unit}/{unit_below(source.per.unit)}{cut}{again}"


def _bracketed(text: str) -> str:
    return f"({text})" if " / " in text else text


def _citation(factor: EmissionFactor) -> str:
    year = factor.year or factor.source.year
    return f"{factor.source.cite()} ({year})" if year else factor.source.cite()


@dataclass(frozen=True, slots=True)
class RemovalLine:
    """One line that removes CO2, its own or of a product that is used."""

    path: tuple[str, ...]
    """Names of the activities from the product down to it."""
    evidence: Removal | None
    """Evidence of the activity, else of its factor; None where none is stated."""


def removal_lines(columns: Columns, supply_chain: SupplyChain) -> tuple[RemovalLine, ...]:
    """Return the lines of a product, and of all that it uses, that book a removal."""
    removals = []
    for line in supply_chain.lines:
        source = supply_chain.source(line)
        removed_per_unit = sum(source.kg.get(part, 0.0) for part in REMOVALS)
        if removed_per_unit * columns.quantity[line] < 0:  # a credit of a removal is none
            evidence = columns.lines[line].removal or (source.factor.removal if source.factor else None)
            removals.append(RemovalLine(supply_chain.path(line), evidence))
    return tuple(removals)


def unproven_removals(columns: Columns, supply_chain: SupplyChain) -> tuple[RemovalLine, ...]:
    """Return the removals without evidence."""
    return tuple(each for each in removal_lines(columns, supply_chain) if each.evidence is None)


def removal_notes(columns: Columns, supply_chain: SupplyChain) -> Iterator[Note]:
    """Yield a note for every removal without evidence."""
    for removal in unproven_removals(columns, supply_chain):
        yield make_note("removal-evidence", removal.path)

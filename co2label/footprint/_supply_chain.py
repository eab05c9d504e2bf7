"""Supply chain of a product: all that it uses, opened into leaves, with the calculation and the source of every figure.

`SupplyChain` holds each product once, with the shortest path to it. `leaves` opens the tree of activities down to the
factors, the largest products first, up to a number of leaves, since a bill of materials can have exponentially many paths. A
product that is not opened is a leaf with its id, and so is a product that stands on its own path (a loop). Nothing here is
recursive, so a chain may have any depth. `contributions` writes each leaf out: amount, conversion, factor, kilograms; numbers
carry up to ten significant digits, so a pocket calculator gives the same result.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from co2label.footprint._note import Contribution, Note, number
from co2label.model import REMOVALS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from co2label.footprint._bridging import Steps
    from co2label.footprint._compile import Columns
    from co2label.footprint._engine import Totals
    from co2label.footprint._source import Basis, EmissionSource
    from co2label.model import Activity, EmissionFactor, Removal, Stage
    from co2label.units import Unit


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
        self._way: dict[int, int] = {}
        for product in self.rows:  # grows while it is walked: breadth first
            start, stop = int(columns.start[product]), int(columns.start[product + 1])
            self.lines += range(start, stop)
            for line in range(start, stop):
                used = columns.sources[columns.source[line]].product
                if used >= 0 and used != row and used not in self._way:
                    self._way[used] = line
                    self.rows.append(used)

    @property
    def wholes(self) -> list[int]:
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

    def path(self, line: int) -> tuple[str, ...]:
        """Return the names of the activities from the product down to a line."""
        return tuple(name for step in self._steps(line) for name in self._columns.names(step))

    def way(self, row: int) -> tuple[str, ...]:
        """Return the names of the activities from the product down to a used product, or to a part of it."""
        if row == self.rows[0]:
            return ()
        first = next((each for each in self.rows[1:] if row in {each, self._columns.whole(each)}), None)
        return () if first is None else self.path(self._way[first])

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
        while (row := self._columns.row_of(steps[-1])) in self._way:
            steps.append(self._way[row])
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
    count, turn = len(top), 0
    closed: list[tuple[float, int, Node]] = []
    fresh = top
    while True:
        for node in fresh:
            if columns.sources[columns.source[node.line]].product >= 0:
                heapq.heappush(closed, (-abs(node.kg), turn, node))
                turn += 1
        fresh = []
        if not closed:
            return
        node = heapq.heappop(closed)[2]
        used = columns.sources[columns.source[node.line]].product
        size = int(columns.start[used + 1] - columns.start[used])
        if count + size - 1 > limit or _on_path(columns, node, used, row):
            continue
        fresh = _nodes(columns, totals, used, node.scale * float(columns.quantity[node.line]), node)
        node.children = fresh
        count += size - 1


def _on_path(columns: Columns, node: Node, used: int, row: int) -> bool:
    """Return whether a product is the root or already opened above a node."""
    above = node.parent
    while above is not None:
        if columns.sources[columns.source[above.line]].product == used:
            return True
        above = above.parent
    return used == row


def _nodes(columns: Columns, totals: Totals, row: int, scale: float, parent: Node | None) -> list[Node]:
    lines = range(int(columns.start[row]), int(columns.start[row + 1]))
    return [Node(line, float(totals.line_kg[line]) * scale, scale, parent) for line in lines]


_SIGNS = frozenset("*×÷")
"""Signs of an amount that is an expression, so that its result is shown."""


def unit_below(unit: Unit) -> str:
    """Return a unit as the denominator of a fraction.

    >>> from co2label.units import parse_unit
    >>> unit_below(parse_unit("tkm"))
    '(t*km)'
    """
    return f"({unit.text})" if "*" in unit.text or "/" in unit.text else unit.text


def bridge_words(steps: Steps | None) -> str:
    """Return the bridges of a conversion as text: " × 0.5 kg/m"."""
    return "".join(f" {'×' if power > 0 else '÷'} {_bracketed(amount.text)}" for amount, power in steps or ())


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
    group = columns.groups.get(node.line)
    if group is None:
        return ()
    return (group.working if node.scale == 1 else f"{number(node.scale)} × ({group.working})",)


def _contribution(columns: Columns, path: list[Node], steps: tuple[str, ...]) -> Contribution:
    node = path[-1]
    line, source = columns.lines[node.line], columns.sources[columns.source[node.line]]
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
    source = columns.sources[columns.source[node.line]]
    amount, unit = columns.lines[node.line].amount, source.per.unit
    bridges = bridge_words(columns.bridged.get(node.line))
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
    if source.product >= 0:
        quantity = float(columns.quantity[node.line]) * node.scale
        return f"{number(node.kg / quantity if quantity else 0.0)} kgCO2e"
    if source.factor is None:
        gwp = sum(source.kg.values()) * source.per.unit.scale
        return f"{number(gwp)} kgCO2e/kg {source.gas} ({_basis(columns.basis)})"
    kg = source.kg_of(columns.counted) * source.per.unit.scale
    cut = f" (stages up to {source.through})" if source.through else ""
    again = f" (from its gases, {_basis(columns.basis)})" if source.recharacterised else ""
    return f"{number(kg)} {source.factor.unit}/{unit_below(source.per.unit)}{cut}{again}"


def _basis(basis: Basis) -> str:
    return f"{basis.gwp_set} GWP{basis.horizon}"


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
    return tuple(
        RemovalLine(supply_chain.path(line), _evidence(columns.lines[line], supply_chain.source(line)))
        for line in supply_chain.lines
        if _removed_per_unit(supply_chain.source(line)) * columns.quantity[line]
        < 0  # a credit of a removal is none
    )


def unproven_removals(columns: Columns, supply_chain: SupplyChain) -> tuple[RemovalLine, ...]:
    """Return the removals without evidence."""
    return tuple(each for each in removal_lines(columns, supply_chain) if each.evidence is None)


def removal_notes(columns: Columns, supply_chain: SupplyChain) -> Iterator[Note]:
    """Yield a note for every removal without evidence."""
    for removal in unproven_removals(columns, supply_chain):
        message = "a removal without evidence; it stands beside the figure and cannot be declared"
        yield Note("removal-evidence", message, removal.path)


def _removed_per_unit(source: EmissionSource) -> float:
    return sum(source.kg.get(part, 0.0) for part in REMOVALS)


def _evidence(line: Activity, source: EmissionSource) -> Removal | None:
    return line.removal or (source.factor.removal if source.factor else None)

"""Supply chain of a product: all that it uses, opened into leaves, with the calculation and the source of every figure.

`SupplyChain` holds each product once, with the shortest path to it. `leaves` opens the tree of activities down to the
factors, the largest products first, up to a number of leaves, since a bill of materials can have exponentially many paths. A
product that is not opened is a leaf with its id, and so is a product that stands on its own path (a loop). Nothing here is
recursive, so a chain may have any depth. `contributions` writes each leaf out: amount, conversion, factor, kilograms; numbers
carry up to ten significant digits, so a pocket calculator gives the same result.

`inputs_of` returns every factor and every amount of a figure, with its derivative and the key of its stream of random numbers.

The adjoint of the solve, `y = (I − P^T)^-1 e`, gives in `y[r]` the units of product r that the product needs in all, loops
included. So a line of r moves the figure by `y[r]` times its kilograms per 100 % of its amount, and a factor moves it by the
sum over its lines.

The stream of a factor is seeded by the seed and a digest of its id; that of an amount by the id of the product, the name of
the activity and its number among activities of that name. So a further line, factor or product changes no other draw, and
one factor has the same draws in every product and in every calculation with the same seed.

>>> bool((random_stream(1, "factor", "food.rice", draws=3) == random_stream(1, "factor", "food.rice", draws=5)[:3]).all())
True
"""

from __future__ import annotations

import hashlib
import heapq
import itertools
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np

from co2label.footprint._loops import Uses, solve
from co2label.footprint._note import Contribution, Note, make_note, number
from co2label.model import REMOVALS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from co2label.footprint._bridging import Steps
    from co2label.footprint._engine import Totals
    from co2label.footprint._lines import Columns
    from co2label.footprint._source import EmissionSource
    from co2label.model import EmissionFactor, Product, Removal, Stage
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

    def factors(self) -> Iterable[EmissionFactor]:
        """Return every factor that a line draws on, each once."""
        factors = (self._columns.sources[code].factor for code in self.sources())
        return {factor.id: factor for factor in factors if factor is not None}.values()

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
    """Yield the contribution of each leaf, with its path, its calculation and its source.

    Of a factor whose value may not be published (`may_publish_value`) neither the value nor the amount is written, by which the
    kilograms could be divided; nor the working of a rule that such a line is a part of, nor of its other parts.
    """
    nodes = list(leaves)
    kept = [columns.group(node.line) for node in nodes if _is_kept(columns.source_of(node.line))]
    hidden = {(group.name, group.working) for group in kept if group is not None}
    workings: dict[Node, tuple[str, ...]] = {}
    for node in nodes:
        path = node.path()
        for step in path[:-1]:
            if step not in workings:
                workings[step] = (*_group_step(columns, step, hidden), _amount(columns, step))
        above = tuple(text for step in path[:-1] for text in workings[step])
        group, source = columns.group(node.line), columns.source_of(node.line)
        is_hidden = _is_kept(source) or (group is not None and (group.name, group.working) in hidden)
        working = _kept_words(source.factor) if is_hidden else _working(columns, node, source)
        yield _contribution(columns, path, working, (*above, *_group_step(columns, path[-1], hidden)))


def _is_kept(source: EmissionSource) -> bool:
    return source.factor is not None and not source.factor.may_publish_value


def _kept_words(factor: EmissionFactor | None) -> str:
    if factor is None or factor.may_publish_value:
        return "the amount is not shown: by it the value of a factor could be told that may not be published"
    licence = f" ({factor.licence})" if factor.licence else ""
    return f"neither the amount nor the value is shown: the terms of the source do not let the value be published{licence}"


def _group_step(columns: Columns, node: Node, hidden: Collection[tuple[str, str]]) -> tuple[str, ...]:
    """Return the working of the activity that a line is a part of, or nothing."""
    group = columns.group(node.line)
    if group is None:
        return ()
    if (group.name, group.working) in hidden:
        return (_kept_words(None),)
    return (group.working if node.scale == 1 else f"{number(node.scale)} × ({group.working})",)


def _contribution(columns: Columns, path: list[Node], working: str, steps: tuple[str, ...]) -> Contribution:
    node = path[-1]
    line, source = columns.lines[node.line], columns.source_of(node.line)
    return Contribution(
        path=tuple(name for step in path for name in columns.names(step.line)),
        stage=columns.lines[path[0].line].stage,
        kg_co2e=node.kg,
        factor=source.factor.id if source.factor else None,
        gas=line.gas,
        product=columns.products[columns.whole(source.product)].id if source.product >= 0 else None,
        working=working,
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


def random_stream(seed: int, *name: str, draws: int) -> NDArray[np.float64]:
    """Return (draw) standard normal draws of one input; a longer stream begins with the shorter one."""
    digest = hashlib.sha256("\0".join(name).encode()).digest()
    key = tuple(np.frombuffer(digest[:16], "<u4").tolist())
    generator = np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=key)))
    return generator.standard_normal(draws)


def amount_names(columns: Columns, lines: Iterable[int]) -> Iterator[tuple[str, str, str, str]]:
    """Yield the name of the stream of each line's amount; the parts that a rule makes of an activity share one."""
    names: dict[int, tuple[str, int]] = {}
    for line in map(columns.original, lines):
        row = columns.row_of(line)
        if line not in names:
            names = _in_product(columns, row)
        name, count = names[line]
        yield "amount", columns.products[row].id, name, str(count)


def _in_product(columns: Columns, row: int) -> dict[int, tuple[str, int]]:
    """Return the name of each line's activity, and its number among activities of that name, from 1."""
    counts: Counter[str] = Counter()
    names: dict[int, tuple[str, int]] = {}
    for line in lines_of(columns, row):
        first = columns.first_of.get(line, line)
        if first == line:
            name = columns.names(line)[0]
            counts[name] += 1
            names[line] = (name, counts[name])
        else:
            names[line] = names[first]
    return names


_BLOCK = 64
"""Products whose content is solved for at once."""


@dataclass(frozen=True, slots=True)
class Input:
    """One factor or one amount that a figure depends on."""

    kind: Literal["factor", "amount"]
    name: str
    """Id of the factor, or name of the activity."""
    product: str | None
    """Id of the product that the activity stands in; None for a factor."""
    kg_co2e: float
    """Derivative of the figure, in kilograms per 100 % of the input: ∂E/∂x · x."""
    sigma_kg: float | None = None
    """The same for one standard deviation of the logarithm of the input, on the side where it is larger; None where no
    uncertainty is stated."""
    gain: float = 0.0
    """For an amount inside a loop: units of its own product that come back to it through this line."""
    key: tuple[str, ...] = ()
    """Key that names the input in every calculation."""
    noun: EmissionFactor | Product | None = field(default=None, repr=False)
    """The factor, or the product that the amount stands in."""


def inputs_of(columns: Columns, totals: Totals, row: int) -> tuple[Input, ...]:
    """Return every input of one product, sorted by how much it moves the figure."""
    supply_chain = SupplyChain(columns, row)
    needed = supply_chain.needed_by_root()
    kg = {
        line: needed[row] * float(totals.line_kg[line])
        for row in supply_chain.rows
        for line in lines_of(columns, row)
    }
    inputs = [*_factors(supply_chain, kg), *_amounts(columns, kg, _gains(totals, supply_chain))]
    return tuple(sorted(inputs, key=lambda one: -abs(one.kg_co2e)))


def _factors(supply_chain: SupplyChain, line_kg: Mapping[int, float]) -> Iterator[Input]:
    """Yield the factors, each with all its lines."""
    factors: dict[str, EmissionFactor] = {}
    kg: dict[str, float] = {}
    sigma_kg: dict[str, float] = {}
    for line, moved in line_kg.items():
        factor = supply_chain.source(line).factor
        if factor is None:
            continue
        name = factors.setdefault(factor.id, factor).id
        kg[name] = kg.get(name, 0.0) + moved
        sigma = factor.uncertainty.sigma(factor.value) if factor.uncertainty else None
        if sigma is not None:
            sigma_kg[name] = sigma_kg.get(name, 0.0) + moved * sigma
    for name, factor in factors.items():
        yield Input("factor", name, None, kg[name], sigma_kg.get(name), key=("factor", name), noun=factor)


def _amounts(columns: Columns, line_kg: Mapping[int, float], gains: Mapping[int, float]) -> Iterator[Input]:
    """Yield the amounts as written, each with all the lines that a rule makes of it."""
    lines_by_key: dict[tuple[str, str, str, str], list[int]] = {}
    for line, key in zip(sorted(line_kg), amount_names(columns, sorted(line_kg)), strict=True):
        lines_by_key.setdefault(key, []).append(line)
    for key, lines in lines_by_key.items():
        first = columns.lines[lines[0]]
        sigma = first.uncertainty.sigma(first.amount.value) if first.uncertainty else None
        kg = float(np.sum([line_kg[line] for line in lines]))
        product = columns.products[columns.whole(columns.row_of(lines[0]))]
        yield Input(
            "amount",
            columns.names(lines[0])[0],
            product.id,
            kg,
            None if sigma is None else kg * sigma,
            sum(gains.get(line, 0.0) for line in lines),
            key,
            product,
        )


def _gains(totals: Totals, supply_chain: SupplyChain) -> dict[int, float]:
    """Return line → amount × units of its own product in one unit of what it uses, for lines inside a loop."""
    lines, uses = supply_chain.uses
    loop = totals.loop[supply_chain.rows]
    inside = np.flatnonzero(loop[uses.user] & loop[uses.used])
    users = np.unique(uses.user[inside])
    gains: dict[int, float] = {}
    for first in range(0, len(users), _BLOCK):
        block = users[first : first + _BLOCK]
        one = np.zeros((len(loop), len(block)))
        one[block, np.arange(len(block))] = 1.0
        content = solve(one, uses)[0]
        use = inside[np.isin(uses.user[inside], block)]
        gain = uses.amount[use] * content[uses.used[use], np.searchsorted(block, uses.user[use])]
        gains |= zip([lines[each] for each in use.tolist()], gain.tolist(), strict=True)
    return gains

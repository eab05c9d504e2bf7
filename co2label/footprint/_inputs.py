"""Inputs of a figure: every factor and every amount, with its derivative and its stream of random numbers.

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
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np

from co2label.footprint._loops import Uses, solve
from co2label.footprint._supply_chain import SupplyChain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from co2label.footprint._compile import Columns
    from co2label.footprint._engine import Totals
    from co2label.model import EmissionFactor, Product


def random_stream(seed: int, *name: str, draws: int) -> NDArray[np.float64]:
    """Return (draw) standard normal draws of one input; a longer stream begins with the shorter one."""
    digest = hashlib.sha256("\0".join(name).encode()).digest()
    key = tuple(np.frombuffer(digest[:16], "<u4").tolist())
    generator = np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=key)))
    return generator.standard_normal(draws)


def amount_names(columns: Columns, lines: Iterable[int]) -> Iterator[tuple[str, str, str, str]]:
    """Yield the name of the stream of each line's amount; the parts that a rule makes of an activity share one."""
    names: dict[int, tuple[str, int]] = {}
    for line in (columns.twins.get(line, line) for line in lines):
        row = columns.row_of(line)
        if line not in names:
            names = _in_product(columns, int(columns.start[row]), int(columns.start[row + 1]))
        name, count = names[line]
        yield "amount", columns.products[row].id, name, str(count)


def _in_product(columns: Columns, start: int, stop: int) -> dict[int, tuple[str, int]]:
    """Return the name of each line's activity, and its number among activities of that name, from 1."""
    seen: dict[str, int] = {}
    names: dict[int, tuple[str, int]] = {}
    for line in range(start, stop):
        first = columns.first_of.get(line, line)
        if first == line:
            name = columns.names(line)[0]
            seen[name] = seen.get(name, 0) + 1
            names[line] = (name, seen[name])
        else:
            names[line] = names[first]
    return names


_BLOCK = 64


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
    lines = _Lines(columns, totals, row)
    inputs = [*lines.factors(), *lines.amounts()]
    return tuple(sorted(inputs, key=lambda one: -abs(one.kg_co2e)))


class _Lines:
    """Lines of a product and of all that it uses, each with the kilograms that it moves."""

    def __init__(self, columns: Columns, totals: Totals, row: int) -> None:
        supply_chain = SupplyChain(columns, row)
        self._columns, self._totals, self._rows = columns, totals, supply_chain.rows
        self._lines = np.array(supply_chain.lines, np.intp)
        self._place = {product: place for place, product in enumerate(supply_chain.rows)}
        of_line = np.searchsorted(columns.start, self._lines, side="right") - 1
        self._user = np.array([self._place[product] for product in of_line.tolist()], np.intp)
        sources = [columns.sources[code] for code in columns.source[self._lines].tolist()]
        self._sources = sources
        self._used = np.array([self._place[e.product] if e.product >= 0 else -1 for e in sources], np.intp)
        self._kg = self._needed()[self._user] * totals.line_kg[self._lines]

    def factors(self) -> Iterator[Input]:
        """Yield the factors, each with all its lines."""
        nouns: dict[str, EmissionFactor] = {}
        kg: dict[str, float] = {}
        sigma_kg: dict[str, float] = {}
        for source, moved in zip(self._sources, self._kg.tolist(), strict=True):
            factor = source.factor
            if factor is None:
                continue
            name = nouns.setdefault(factor.id, factor).id
            kg[name] = kg.get(name, 0.0) + moved
            sigma = factor.uncertainty.sigma(factor.value) if factor.uncertainty else None
            if sigma is not None:
                sigma_kg[name] = sigma_kg.get(name, 0.0) + moved * sigma
        for name, noun in nouns.items():
            key = ("factor", name)
            yield Input("factor", name, None, kg[name], sigma_kg.get(name), key=key, noun=noun)

    def amounts(self) -> Iterator[Input]:
        """Yield the amounts as written, each with all the lines that a rule makes of it."""
        order = np.argsort(self._lines)
        names = amount_names(self._columns, self._lines[order].tolist())
        gains = self._gains()
        places: dict[tuple[str, str, str, str], list[int]] = {}
        for place, key in zip(order.tolist(), names, strict=True):
            places.setdefault(key, []).append(place)
        for key, of_amount in places.items():
            first = self._columns.lines[int(self._lines[of_amount[0]])]
            sigma = first.uncertainty.sigma(first.amount.value) if first.uncertainty else None
            kg = float(self._kg[of_amount].sum())
            row = self._columns.whole(self._rows[int(self._user[of_amount[0]])])
            product = self._columns.products[row]
            yield Input(
                "amount",
                self._columns.names(int(self._lines[of_amount[0]]))[0],
                product.id,
                kg,
                None if sigma is None else kg * sigma,
                sum(gains.get(place, 0.0) for place in of_amount),
                key,
                product,
            )

    def _uses(self) -> tuple[NDArray[np.intp], Uses]:
        nested = np.flatnonzero(self._used >= 0)
        amount = self._columns.quantity[self._lines[nested]]
        return nested, Uses(self._user[nested], self._used[nested], amount)

    def _needed(self) -> NDArray[np.float64]:
        """Return (product) units that one unit of the first product needs."""
        _, uses = self._uses()
        one = np.zeros((len(self._rows), 1))
        one[0] = 1.0
        total: NDArray[np.float64] = solve(one, Uses(uses.used, uses.user, uses.amount))[0][:, 0]
        return total

    def _gains(self) -> dict[int, float]:
        """Return line → amount × units of its own product in one unit of what it uses, for lines inside a loop."""
        nested, uses = self._uses()
        loop = self._totals.loop[self._rows]
        inside = np.flatnonzero(loop[uses.user] & loop[uses.used])
        users = np.unique(uses.user[inside])
        gains: dict[int, float] = {}
        for first in range(0, len(users), _BLOCK):
            block = users[first : first + _BLOCK]
            one = np.zeros((len(self._rows), len(block)))
            one[block, np.arange(len(block))] = 1.0
            content = solve(one, uses)[0]
            column = {user: place for place, user in enumerate(block.tolist())}
            gains |= _of_block(inside, uses, nested, content, column)
        return gains


def _of_block(
    inside: NDArray[np.intp],
    uses: Uses,
    nested: NDArray[np.intp],
    content: NDArray[np.float64],
    column: dict[int, int],
) -> dict[int, float]:
    rows: Sequence[tuple[int, int]] = [(use, int(uses.user[use])) for use in inside.tolist()]
    return {
        int(nested[use]): float(uses.amount[use] * content[uses.used[use], column[user]])
        for use, user in rows
        if user in column
    }

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
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np

from co2label.footprint._loops import solve
from co2label.footprint._supply_chain import SupplyChain, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from co2label.footprint._engine import Totals
    from co2label.footprint._lines import Columns
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

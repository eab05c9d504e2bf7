"""One stream of random numbers for each uncertain input, named after the input and not after its place.

The stream of a factor is seeded by the seed and a digest of the factor's id, that of an amount by its product's id, its
activity's name and how many of that name stand before it. So a further line, factor or product changes no other draw,
and one factor has the same draws in every product and in every calculation with the same seed.

>>> bool((stream(1, "factor", "food.rice", draws=3) == stream(1, "factor", "food.rice", draws=5)[:3]).all())
True
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from co2label.footprint.columns import Columns

__all__ = ["amount_names", "stream"]


def stream(seed: int, *name: str, draws: int) -> NDArray[np.float64]:
    """Standard normal draws of one input; more draws begin with the same ones."""
    digest = hashlib.sha256("\0".join(name).encode()).digest()
    key = tuple(np.frombuffer(digest[:16], "<u4").tolist())
    generator = np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=key)))
    return generator.standard_normal(draws)


def amount_names(columns: Columns, lines: Iterable[int]) -> Iterator[tuple[str, str, str, str]]:
    """The name of the stream of each line's amount; the parts that a rule makes of an activity share one."""
    names: dict[int, tuple[str, int]] = {}
    for line in (columns.twins.get(line, line) for line in lines):
        row = columns.row_of(line)
        if line not in names:
            names = _in_product(columns, int(columns.start[row]), int(columns.start[row + 1]))
        name, count = names[line]
        yield "amount", columns.products[row].id, name, str(count)


def _in_product(columns: Columns, start: int, stop: int) -> dict[int, tuple[str, int]]:
    """The name of each line's activity, and how many of that name stand before it, itself counted."""
    seen: dict[str, int] = {}
    found: dict[int, tuple[str, int]] = {}
    for line in range(start, stop):
        first = columns.first_of.get(line, line)
        if first == line:
            name = columns.names(line)[0]
            seen[name] = seen.get(name, 0) + 1
            found[line] = (name, seen[name])
        else:
            found[line] = found[first]
    return found

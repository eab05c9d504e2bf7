"""Which uncertainties are stated: of the factors that lines draw on, and of the amounts of the lines.

One factor is one variable, wherever it is used, however it is cut, and in however many products: whatever is wrong
with it is wrong everywhere at once. An amount is a variable of its own, with all the parts that a rule makes of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TYPE_CHECKING

import numpy as np

from co2label.model import Sigmas

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from co2label.footprint.columns import Columns

__all__ = ["EXACT", "Stated", "sides", "stated_in"]

_BY_VALUE = (None, None)
"""Neither GSD² nor percent: a range, whose sigmas depend on the value; or scores."""
EXACT = Sigmas(0.0, 0.0)
"""Of what states no uncertainty."""


@dataclass(frozen=True, slots=True, eq=False)
class Stated:
    """Sigmas of ln x, below and above the stated value: of factors, and of the lines whose amount is uncertain."""

    factors: tuple[tuple[str, ...], ...]
    """The variables: ids of the factors whose uncertainty is stated; a second one of an id has a number as well."""
    variable: NDArray[np.intp]
    """(emitter): row of its factor in `factors`, or -1."""
    below: NDArray[np.float64]
    """(factor), and last, where -1 finds it, zero for what is exact; so too `above`."""
    above: NDArray[np.float64]
    lines: NDArray[np.intp]
    """Lines whose amount states its uncertainty, in order."""
    line_below: NDArray[np.float64]
    """(those lines); so too `line_above`."""
    line_above: NDArray[np.float64]
    amount: NDArray[np.intp]
    """(those lines): the line that stands for the amount as written; the parts that a rule makes of it share it."""

    def some(self, kept: NDArray[np.bool_]) -> Stated:
        """The same with some of the uncertain amounts."""
        return replace(
            self,
            lines=self.lines[kept],
            line_below=self.line_below[kept],
            line_above=self.line_above[kept],
            amount=self.amount[kept],
        )


def stated_in(columns: Columns) -> Stated | None:
    """What a calculation knows of its uncertainty; None where nothing is stated."""
    factors: dict[tuple[str, Sigmas], int] = {}
    variable = np.full(len(columns.emitters), -1, np.intp)
    for code, source in enumerate(columns.emitters):
        factor = source.factor
        own = (
            None if factor is None or factor.uncertainty is None else factor.uncertainty.sigmas(factor.value)
        )
        if factor is not None and own is not None:
            variable[code] = factors.setdefault((factor.id, own), len(factors))
    lines, line_sigmas = _amounts(columns)
    if not factors and not len(lines):
        return None
    first_of = columns.first_of
    amount = np.array([first_of.get(line, line) for line in lines.tolist()], np.intp) if first_of else lines
    below, above = sides([*(own for _, own in factors), EXACT])
    return Stated(_names([name for name, _ in factors]), variable, below, above, lines, *line_sigmas, amount)


def sides(sigmas: list[Sigmas]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Sigmas of many numbers, as one array for each side."""
    below, above = np.array(sigmas, np.float64).reshape(-1, 2).T
    return np.ascontiguousarray(below), np.ascontiguousarray(above)


def _names(ids: list[str]) -> tuple[tuple[str, ...], ...]:
    seen: dict[str, int] = {}
    names = []
    for name in ids:
        seen[name] = seen.get(name, 0) + 1
        names.append((name,) if seen[name] == 1 else (name, str(seen[name])))
    return tuple(names)


def _amounts(
    columns: Columns,
) -> tuple[NDArray[np.intp], tuple[NDArray[np.float64], NDArray[np.float64]]]:
    given = list(map(attrgetter("uncertainty"), columns.lines))
    if not any(given):
        return np.zeros(0, np.intp), (np.zeros(0), np.zeros(0))
    number: dict[tuple[float | None, float | None], int] = {}
    table: list[Sigmas | None] = []
    numbers: list[int] = []
    lines: list[int] = []
    for line, uncertainty in enumerate(given):
        if uncertainty is None:
            continue
        key = (uncertainty.gsd2, uncertainty.percent)
        if key not in number or key == _BY_VALUE:
            number[key] = len(table)
            table.append(uncertainty.sigmas(columns.lines[line].amount.value))
        if table[number[key]] is not None:
            lines.append(line)
            numbers.append(number[key])
    below, above = sides([sigmas or EXACT for sigmas in table])
    return np.array(lines, np.intp), (below[numbers], above[numbers])

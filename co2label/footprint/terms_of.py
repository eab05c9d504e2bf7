"""The terms of a figure: its lines, with those of all that it uses, each with the uncertain amounts on the way to it.

A used product of certain amount is taken into the one that uses it, by a backward pass over all that is reached that way;
one of uncertain amount begins a pass of its own, in which everything hangs on that amount as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from co2label.footprint.nesting import Uses, solve
from co2label.footprint.reached import Reached
from co2label.footprint.streams import amount_names
from co2label.footprint.terms import Term, Unknown, together
from co2label.model import Sigmas

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from co2label.footprint.columns import Columns
    from co2label.footprint.stated import Stated
    from co2label.footprint.totals import Totals

__all__ = ["TermsOf"]

_MOST_PASSES = 100
"""Uncertain uses of a figure that are followed; the amounts of further ones are first order."""


class _Pass(NamedTuple):
    """Strictly private: so many units of a product, which hang on these amounts."""

    row: int
    units: float
    amounts: tuple[Unknown, ...]


class TermsOf:
    """Finds the terms of products; `sd` is (product), the standard deviations of their figures."""

    def __init__(self, columns: Columns, totals: Totals, stated: Stated, sd: NDArray[np.float64]) -> None:
        self._columns, self._totals, self._stated, self._sd = columns, totals, stated, sd
        self._passes: list[_Pass] = []

    def product(self, row: int) -> tuple[Term, ...]:
        """What the figure of a product is a sum of."""
        self._passes = [_Pass(row, 1.0, ())]
        return together(term for one in self._each() for term in self._terms(one))

    def _each(self) -> Iterator[_Pass]:
        yield from self._passes  # grows while it is walked

    def _terms(self, one: _Pass) -> Iterator[Term]:
        reached = Reached(self._columns, one.row)
        lines = np.array(reached.lines, np.intp)
        amounts = self._amounts(lines)
        followed = self._followed(amounts)
        units = self._units(reached.rows, lines, followed)
        user = np.searchsorted(self._columns.start, lines, side="right") - 1
        for line, row in zip(lines.tolist(), user.tolist(), strict=True):
            needed = one.units * units[row]
            if not needed:
                continue
            amount = amounts.get(line)
            inner = one.amounts if amount is None else (*one.amounts, amount)
            kg, used = needed * float(self._totals.line_kg[line]), self._used(line)
            if used < 0:
                yield Term(kg, self._factor(line), inner)
            elif line in followed:
                self._passes.append(_Pass(used, needed * float(self._columns.quantity[line]), inner))
            elif amount is not None:
                sd = needed * float(self._columns.quantity[line] * np.nan_to_num(self._sd[used]))
                yield Term(kg, None, (amount,), sd)

    def _followed(self, amounts: dict[int, Unknown]) -> set[int]:
        """Lines that use a product by an uncertain amount, outside loops."""
        loop = self._totals.loop
        found = {
            line
            for line in amounts
            if (used := self._used(line)) >= 0 and not (loop[used] and loop[self._columns.row_of(line)])
        }
        return found if len(self._passes) + len(found) <= _MOST_PASSES else set()

    def _units(self, rows: list[int], lines: NDArray[np.intp], followed: set[int]) -> dict[int, float]:
        """Units of every product that one unit of the first needs, but through those lines."""
        place = {row: place for place, row in enumerate(rows)}
        nested = [line for line in lines.tolist() if self._used(line) >= 0 and line not in followed]
        user = np.array([place[self._columns.row_of(line)] for line in nested], np.intp)
        used = np.array([place[self._used(line)] for line in nested], np.intp)
        one = np.zeros((len(rows), 1))
        one[0] = 1.0
        total = solve(one, Uses(used, user, self._columns.quantity[nested]))[0][:, 0] if nested else one[:, 0]
        return dict(zip(rows, total.tolist(), strict=True))

    def _used(self, line: int) -> int:
        return self._columns.emitters[int(self._columns.emitter[line])].product

    def _factor(self, line: int) -> Unknown | None:
        stated = self._stated
        variable = int(stated.variable[self._columns.emitter[line]])
        if variable < 0:
            return None
        sigmas = Sigmas(float(stated.below[variable]), float(stated.above[variable]))
        return Unknown(("factor", *stated.factors[variable]), sigmas)

    def _amounts(self, lines: NDArray[np.intp]) -> dict[int, Unknown]:
        """Line → its amount, where the uncertainty of that is stated."""
        stated, ordered = self._stated, np.sort(lines)
        places = np.searchsorted(stated.lines, ordered)
        there = np.append(stated.lines, -1)[places] == ordered
        ordered, places = ordered[there], places[there]
        names = amount_names(self._columns, ordered.tolist())
        return {
            line: Unknown(name, Sigmas(float(stated.line_below[at]), float(stated.line_above[at])))
            for line, name, at in zip(ordered.tolist(), names, places.tolist(), strict=True)
        }

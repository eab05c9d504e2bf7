"""Everything that is wrong with the lines of a calculation, collected and said in the order of the lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from co2label.errors import ComputeError, Problem
from co2label.footprint.note import place_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from co2label.model import Activity, Product

__all__ = ["LineProblems"]


class LineProblems:
    """Findings by line; `stop` raises them together. Lines behind those of the products are parts of these, and said there."""

    def __init__(
        self,
        products: Sequence[Product],
        lines: Sequence[Activity],
        start: NDArray[np.intp],
        *,
        numbered: bool,
        places: Mapping[int, tuple[int, str]] | None = None,
    ) -> None:
        """`places`: of lines that a rule made, the place and the name of the activity as written."""
        self.start, self._places = start, places or {}
        self._products, self._lines, self._numbered = products, lines, numbered
        self._of_emitter: dict[int, str] = {}
        self._found: list[tuple[int, str, str]] = []

    def emitter_fails(self, emitter: int, what: str) -> None:
        """What a line draws on cannot be used; said once for every line that draws on it."""
        self._of_emitter[emitter] = what

    def of_emitters(self, emitter: NDArray[np.intp]) -> None:
        """Find the lines of the emitters that failed."""
        if self._of_emitter:
            for line in np.flatnonzero(np.isin(emitter, list(self._of_emitter))):
                self.add(int(line), self._of_emitter[int(emitter[line])])

    def add(self, line: int, what: str, todo: str = "") -> None:
        """One line that cannot be computed."""
        if line < self.start[len(self._products)]:
            self._found.append((line, what, todo))

    def stop(self) -> None:
        """Raise what was found, if anything was.

        Raises:
            ComputeError: every finding, in the order of the lines.
        """
        if self._found:
            said = (Problem(self._where(line), what, todo) for line, what, todo in sorted(self._found))
            raise ComputeError(dict.fromkeys(said))

    def _where(self, line: int) -> str:
        row = int(np.searchsorted(self.start, line, side="right")) - 1
        as_is = (line - int(self.start[row]), self._lines[line].name)
        place, name = self._places.get(line, as_is)
        return place_of(self._products[row], row, place, name, numbered=self._numbered)

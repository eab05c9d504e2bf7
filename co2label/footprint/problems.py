"""Everything that is wrong with the lines of a calculation, collected and said in the order of the lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from co2label.errors import ComputeError, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from co2label.model import Activity, Product

__all__ = ["LineProblems"]


class LineProblems:
    """Findings by line; `stop` raises them together."""

    def __init__(
        self,
        products: Sequence[Product],
        lines: Sequence[Activity],
        start: NDArray[np.intp],
        *,
        numbered: bool,
    ) -> None:
        self.start = start
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
        self._found.append((line, what, todo))

    def stop(self) -> None:
        """Raise what was found, if anything was.

        Raises:
            ComputeError: every finding, in the order of the lines.
        """
        if self._found:
            raise ComputeError(
                Problem(self._where(line), what, todo) for line, what, todo in sorted(self._found)
            )

    def _where(self, line: int) -> str:
        row = int(np.searchsorted(self.start, line, side="right")) - 1
        name = self._products[row].id
        product = f"products[{row}] ({name})" if self._numbered else name
        return f'{product}.activities[{line - int(self.start[row])}] "{self._lines[line].name}"'

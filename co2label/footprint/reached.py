"""What a product reaches through the products that it uses: each product once, with the shortest way to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from co2label.footprint.columns import Columns
    from co2label.footprint.emitter import Emitter
    from co2label.model import Stage

__all__ = ["Reached"]


class Reached:
    """The lines of a product and of everything that it uses."""

    def __init__(self, columns: Columns, row: int) -> None:
        self._columns = columns
        self.rows = [row]
        self.lines: list[int] = []
        self._way: dict[int, int] = {}
        for product in self.rows:  # grows while it is walked: breadth first
            start, stop = int(columns.start[product]), int(columns.start[product + 1])
            self.lines += range(start, stop)
            for line in range(start, stop):
                used = columns.emitters[columns.emitter[line]].product
                if used >= 0 and used != row and used not in self._way:
                    self._way[used] = line
                    self.rows.append(used)

    @property
    def wholes(self) -> list[int]:
        """The given products among the rows, or that a row is a part of, each once; the product itself first."""
        return list(dict.fromkeys(self._columns.whole(row) for row in self.rows))

    def emitter(self, line: int) -> Emitter:
        """What a line draws on."""
        return self._columns.emitters[int(self._columns.emitter[line])]

    def emitters(self) -> dict[int, int]:
        """Every emitter that is reached, with the first line that draws on it."""
        first: dict[int, int] = {}
        for line in self.lines:
            first.setdefault(int(self._columns.emitter[line]), line)
        return first

    def path(self, line: int) -> tuple[str, ...]:
        """Names of the activities from the product down to a line."""
        return tuple(name for step in self._steps(line) for name in self._columns.names(step))

    def way(self, row: int) -> tuple[str, ...]:
        """Names of the activities from the product down to a product that is reached, or to a part of it."""
        if row == self.rows[0]:
            return ()
        first = next((each for each in self.rows[1:] if row in {each, self._columns.whole(each)}), None)
        return () if first is None else self.path(self._way[first])

    def top_stage(self, line: int) -> Stage:
        """The stage of the product that a line is booked in."""
        return self._columns.lines[self._steps(line)[0]].stage

    def scale(self, line: int) -> float:
        """Declared units of the line's product per declared unit of the product, along the shortest way."""
        scale = 1.0
        for step in self._steps(line)[:-1]:
            scale *= float(self._columns.quantity[step])
        return scale

    def _steps(self, line: int) -> list[int]:
        steps = [line]
        while (row := self._columns.row_of(steps[-1])) in self._way:
            steps.append(self._way[row])
        return steps[::-1]

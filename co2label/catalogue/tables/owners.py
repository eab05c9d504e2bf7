"""Whether the id of a product stands on the first of its rows alone, as ERP systems export activities and as people type them.

Only where the whole table has that form: its first row has an id, no row repeats the id of the row before, rows without an id
are at least half as many as those with one, and (see `joining.each_stands_once`) every product has its row with an id. Else a row
without an id is one whose id is lost, and could be anybody's.

>>> owners = Owners()
>>> for row, owner in enumerate(["bento", "", "miso", ""], start=2):
...     owners.look(owner, row)
>>> owners.on_first_rows_alone, owners.without, owners.first_without
(True, 2, 3)
"""

from __future__ import annotations

__all__ = ["Owners"]


class Owners:
    """The ids of products in a column, in the order of its rows.

    Attributes:
        without: rows that have none.
        first_without: the first of them.
    """

    __slots__ = ("_headless", "_last", "_repeated", "_with", "first_without", "without")

    def __init__(self) -> None:
        self.without = self.first_without = self._with = 0
        self._last = ""
        self._headless = self._repeated = False

    def look(self, owner: str, row: int, *, another: bool = False) -> None:
        """Look at one more row; `another` where it says something else of a product, so that it is a product's own."""
        if owner:
            self._repeated = self._repeated or owner == self._last
            self._with += 1
            self._last = owner
            return
        self._headless = self._headless or another or not self._with
        self.first_without = self.first_without or row
        self.without += 1

    @property
    def on_first_rows_alone(self) -> bool:
        """Whether the rows without an id belong to the product above them."""
        return (
            bool(self.without) and not (self._headless or self._repeated) and self.without * 2 >= self._with
        )

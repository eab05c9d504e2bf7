"""A row that cannot be used. It never stops a run: it is kept, with its place and the reason, for the table of errors."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Rejected"]


@dataclass(frozen=True, slots=True)
class Rejected:
    """One finding in a table, with its place.

    Attributes:
        table: which table, as the user named it: "products.csv".
        row: as a spreadsheet counts: 1 is the header, 2 the first row below it; 0 for the table as a whole.
        product: the id of the product, where it could be read.
        column: the heading of the column as the user wrote it; "" for the row as a whole.
        value: what stood there, cut to 80 characters.
        reason: what was expected and what to do.
    """

    table: str
    row: int
    product: str | None
    column: str
    value: str
    reason: str

"""Where a figure comes from and who has looked at it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, model_validator

from co2label.model.noun import CleanText, LongText, Noun

__all__ = ["Date", "Evidence", "Source", "Verification", "of_kind"]


def _date(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            message = f'expected a date such as "2027-11-22", got {value[:40]!r}'
            raise ValueError(message) from None
    return value


Date = Annotated[dt.date, BeforeValidator(_date)]
"""A calendar day: a date, or its ISO 8601 text."""


class Source(Noun):
    """A publication that a figure was read from.

    >>> Source(title="AGRIBALYSE", edition="3.1.1", locator="Code AGB 9100").cite()
    'AGRIBALYSE 3.1.1, Code AGB 9100'
    """

    title: CleanText
    """What it is called."""
    id: str | None = None
    """Short key of the source in a library (`agribalyse-3.1.1`)."""
    publisher: CleanText | None = None
    edition: CleanText | None = None
    year: int | None = None
    url: LongText | None = None
    locator: LongText | None = None
    """Sheet, table, row, page: where in the source the figure stands."""

    def cite(self) -> str:
        """One line that names title, edition and the place in the source."""
        return ", ".join(
            part for part in (f"{self.title} {self.edition or ''}".strip(), self.locator) if part
        )


class Evidence(Noun):
    """How an activity's amount is known: measured on the spot, from a bill, a recipe, an estimate."""

    kind: Literal["measured", "supplier", "recipe", "estimate", "average", "spend"]
    """`measured` and `supplier` count as primary data (PACT v3, primaryDataShare). `average` is what such products take in
    general, `spend` was worked out from money; the figure then says how much of it rests on that."""
    source: Source | None = None
    note: CleanText | None = None

    @property
    def primary(self) -> bool:
        """Whether the amount is primary data."""
        return self.kind in {"measured", "supplier"}


class Verification(Noun):
    """Who has checked the figure. Without a third party it is self-declared, and says so.

    Rule: the CFP display guide (MOE/METI, 2025-02) does not ask for third-party verification but lets it be
    stated if it was done; then the verifier is named.

    Raises:
        DocumentError: `second-party` or `third-party` without `by` and `date`.
    """

    kind: Literal["self-declared", "second-party", "third-party"] = "self-declared"
    by: CleanText | None = None
    """The verifier's name."""
    date: Date | None = None
    """The day the verification was completed."""
    standard: CleanText | None = None
    """What it was checked against, such as ISO 14067:2018."""

    @model_validator(mode="after")
    def _named_verifier(self) -> Verification:
        if self.kind != "self-declared" and not (self.by and self.date):
            message = f"{self.kind} verification needs the verifier (`by`) and the day (`date`)"
            raise ValueError(message)
        return self


def of_kind(value: Any) -> Any:
    """Evidence or a verification of which only the kind was written.

    >>> of_kind("measured")
    {'kind': 'measured'}
    """
    return {"kind": value} if isinstance(value, str) else value

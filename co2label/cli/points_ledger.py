"""What the commands of `co2label points` have in common: the ledger, the day, and the campaign."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from co2label.cli.options import day_or_none
from co2label.errors import LedgerError

if TYPE_CHECKING:
    from co2label.incentive import Ledger

__all__ = ["CampaignArgument", "DayOption", "LedgerArgument", "opened"]

LedgerArgument = Annotated[
    Path, typer.Argument(metavar="LEDGER", help="The file of the ledger (SQLite).", show_default=False)
]
CampaignArgument = Annotated[
    str, typer.Argument(metavar="CAMPAIGN", help="The campaign's id.", show_default=False)
]
DayOption = Annotated[
    str | None,
    typer.Option(
        "--day", metavar="DAY", callback=day_or_none, help="Such as 2026-11-24.", show_default="today"
    ),
]


def opened(path: Path, *, make: bool = False) -> Ledger:
    """The ledger; a file that is not there is made only where that is meant.

    Raises:
        LedgerError: there is none, or it cannot be opened.
    """
    from co2label.incentive import Ledger as Book  # noqa: PLC0415 - a fast start

    if not make and not path.exists():
        message = f"{path}: no such ledger; announce a campaign first, which makes it"
        raise LedgerError(message)
    return Book.open(path)

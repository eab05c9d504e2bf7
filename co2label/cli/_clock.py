"""The clock of the command line; no room below reads one."""

from __future__ import annotations

from datetime import date, datetime


def today() -> date:
    """The day on which the command runs, where it runs."""
    return datetime.now().astimezone().date()

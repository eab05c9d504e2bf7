"""The clock of the command line; no room below reads one."""

from __future__ import annotations

from datetime import date, datetime


def today() -> date:
    """The day on which the command runs, where it runs."""
    return datetime.now().astimezone().date()


def today_or(day: str | None) -> date:
    """The day that was given, else today.

    >>> today_or("2026-11-23")
    datetime.date(2026, 11, 23)
    """
    return date.fromisoformat(day) if day else today()

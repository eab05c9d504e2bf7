"""Campaigns and bookings from files: a campaign in TOML or JSON, grants and returns as CSV or JSON, one a row.

Columns of grants: `booking, campaign, rule, member, day`, and as the rule needs them `product, pieces, kg_co2e, own_points,
evidence`; `campaign` and `rule` may be given for the whole file. Columns of returns: `booking, grant, day`, and `pieces`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from co2label.incentive.bookings import Grant, Return
from co2label.incentive.points import Campaign, Occasion
from co2label.incentive.row_file import nouns_of, rows_of
from co2label.model import read_data

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["grant_row", "read_campaign", "read_grants", "read_returns"]

_OF_GRANT = ("booking", "campaign", "rule")
_OF_OCCASION = tuple(Occasion.model_fields)
_NUMBERS = {"pieces": int, "own_points": int, "kg_co2e": float}


def read_campaign(path: str | Path) -> Campaign:
    """The terms of a campaign from a TOML or JSON file.

    Raises:
        DocumentError: the file cannot be read, or does not fit; lists every problem with its path.
    """
    return Campaign.read(read_data(path))


def read_grants(
    path: str | Path, *, campaign: str | None = None, rule: str | None = None
) -> dict[str, Grant]:
    """The grants of a file, each under its place in it.

    Args:
        path: CSV or JSON; see the module.
        campaign: of rows that name none.
        rule: of rows that name none.

    Raises:
        DocumentError: the file cannot be read, or every problem of every row.
    """
    rows = rows_of(path, columns=(*_OF_GRANT, *_OF_OCCASION), numbers=_NUMBERS)
    return nouns_of(Grant, {where: grant_row(row, campaign, rule) for where, row in rows.items()})


def read_returns(path: str | Path) -> dict[str, Return]:
    """The returns of a file, each under its place in it.

    Raises:
        DocumentError: the file cannot be read, or every problem of every row.
    """
    return nouns_of(Return, rows_of(path, columns=tuple(Return.model_fields), numbers=_NUMBERS))


def grant_row(row: Any, campaign: str | None, rule: str | None) -> Any:
    """A flat row as the fields of a `Grant`; what is unknown stays, and is refused there."""
    if not isinstance(row, dict):
        return row
    given = {"campaign": campaign, "rule": rule}
    filled = {name: value for name, value in given.items() if value is not None} | row
    flat = {name: value for name, value in filled.items() if name in _OF_OCCASION}
    return {name: value for name, value in filled.items() if name not in flat} | {"occasion": flat}

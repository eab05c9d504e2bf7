"""English: statement."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    # monthly statement
    "statement.title": "CO₂ footprint of purchases",
    "statement.months": "January|February|March|April|May|June|July|August|September|October|November|December",
    "statement.month": "{name} {year}",
    "statement.through": "{month} (up to day {day})",
    "statement.receipts": "{count} receipt|{count} receipts",
    "statement.covered": "From {covered} of {items} items",
    "statement.covered-share": "From {covered} of {items} items, {percent} of spend",
    "statement.of-items": "{covered} of {items} items",
    "statement.interval": "{low} to {high} {unit} (95% interval, widest case)",
    "statement.day": "On average {value} {unit} a day, of a {day} kg day per person",
    "statement.day-of": "The {day} kg are for everything in one person’s day, not for shopping alone. {basis}",
    "statement.categories": "By category",
    "statement.other": "Other",
    "statement.unknown": "No data",
    "statement.items": "{count} item|{count} items",
    "statement.and-more": "{count} more",
    "statement.list": ", ",
    "statement.trend": "Average per day",
    "statement.gap": "no receipts",
    "statement.covered-short": "items",
    "statement.line": "{name}: {said}",
    "statement.aside": "{said} ({more})",
}

"""English: changes."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    # what another set of factors does to a catalogue
    "changes.title": "What the new emission factors change",
    "changes.moved": "{moved} of {total} figures moved; {unchanged} did not",
    "changes.lower": "{count} lower",
    "changes.higher": "{count} higher",
    "changes.axis": "change, in % of the figure before",
    "changes.products": "products",
    "changes.median": "Median of those that moved: {percent}",
    "changes.beyond": "{count} beyond {percent}",
    "changes.below": "{count} below {percent}",
    "changes.causes": "Mostly because of {names}",
    "changes.cause": "{name} (in {count})",
    "changes.lost": "{count} cannot be computed with the new factors",
    "changes.gained": "{count} can be computed now and could not before",
    "changes.from-zero": "{count} moved from zero, which has no percentage",
    "changes.none": "No figure moved",
    "changes.list": ", ",
}

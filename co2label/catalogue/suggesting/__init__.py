"""Column maps for other people's headings, proposed from names and values; a person has the last word."""

from __future__ import annotations

from co2label.catalogue.suggesting.drafting import suggest_map

__all__ = ["suggest_map"]

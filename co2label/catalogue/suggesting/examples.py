"""What a map should say where no column does: an example of each field, to be completed or removed."""

from __future__ import annotations

from co2label.catalogue.tables.fields import OWNER

__all__ = ["ACTIVITY_CONSTANTS", "LINE_CONSTANTS", "PRODUCT_CONSTANTS", "Constants"]

Constants = dict[str, tuple[str | int, str]]
"""Field → an example, and what it is."""
PRODUCT_CONSTANTS: Constants = {
    "declared_unit": ("1 piece", "what the figure is per"),
    "boundary": ("cradle-to-gate", "cradle-to-gate, cradle-to-grave or gate-to-gate"),
    "year": (2025, "the year that the activity data stand for"),
    "company": ("…", "who says it; a label needs it"),
    "valid_until": ("2027-03-31", "a label needs it"),
    "resolver": ("https://id.example.com", "where the QR code leads; a label needs it, or info_url"),
}
LINE_CONSTANTS: Constants = {
    "name": ("…", "what is used or done"),
    "amount": ("…", "how much: this has to be a column"),
    "unit": ("kg", "of the amounts"),
    "stage": (
        "raw-materials",
        "the life-cycle stage: raw-materials, production, distribution, use or end-of-life",
    ),
    "factor": ("…", "the emission factor: co2label factors search WORD"),
}
ACTIVITY_CONSTANTS: Constants = {
    OWNER: ("…", "which product a row belongs to: this has to be a column"),
    **LINE_CONSTANTS,
}

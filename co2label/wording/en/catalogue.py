"""English: catalogue."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    # summary of a run over a catalogue
    "catalogue.title": "Labels of a catalogue",
    "catalogue.labelled": "With a label",
    "catalogue.computed": "Computed only (used by other products)",
    "catalogue.refused": "Refused",
    "catalogue.items": "In all",
    "catalogue.refusals": "Why products were refused",
    "catalogue.refusals.all": "All of them are listed in {file}.",
    "catalogue.reason": "Reason",
    "catalogue.place": "Field",
    "catalogue.count": "Products",
    "catalogue.refusals.none": "Nothing was refused.",
    "catalogue.near": "Stands near the figure",
    "catalogue.notes": "Notes on the figures",
    "catalogue.note": "Note",
    "catalogue.example": "Example",
    "catalogue.notes.none": "There are no notes.",
    "catalogue.labels": "Labels",
    "catalogue.labels.some": "{shown} of {count}",
    "catalogue.files": "Files",
    "catalogue.label.of": "Label of {name}",
    "catalogue.edition": "Edition of the factors",
    "catalogue.valid": "First day of expiry",
}

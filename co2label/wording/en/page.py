"""English: page."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    # the page behind the QR code
    "page.languages": "Language",
    "page.language": "English",
    "page.title": "CO₂ footprint of {name}",
    "page.label": "The label",
    "page.stage": "Stage",
    "page.share": "Share",
    "page.value": "Emissions ({unit})",
    "page.total": "Total",
    "page.absent": (
        "“Not included” lies outside what was calculated; “no data” lies inside it, but has no activity "
        "that was calculated. Neither means zero."
    ),
    "page.nothing": "“Not applicable” is a stage inside the boundary in which nothing happens, as the declaring company says.",
    "page.reason": "{status}: {reason}",
    "page.basis": "Where this day comes from: {basis}",
    "page.band": "Five steps",
    "page.comparison": "Compared with our own product",
    "page.indicators": "More about this product",
    "page.how": "How it was calculated",
    "page.how.covers": "What is covered",
    "page.how.unit": "The figure is per",
    "page.how.year": "Year of the data",
    "page.how.standard": "Standard followed",
    "page.how.gwp": "Conversion to CO₂",
    "page.how.factors": "Emission factors",
    "page.how.checked": "Checked",
    "page.how.issued": "Issued",
    "page.how.valid": "Valid until",
    "page.how.company": "Stated by",
    "page.gwp": "Global warming potentials of IPCC {gwp_set} over {horizon} years",
    "page.factors": "co2label ({edition})",
    "page.checked": "{verification}, {date}",
    "page.working": "The calculation, line by line",
    "page.working.name": "Item",
    "page.working.amount": "Amount",
    "page.working.factor": "Factor",
    "page.notes": "What to know about this figure",
    "page.note.mixed-basis": "Some of the emission factors count CO₂ only and leave out the other greenhouse gases.",
    "page.note.mixed-gwp-set": (
        "Some of the emission factors were converted with other, or unstated, global warming potentials."
    ),
    "page.note.stale-factor": "Some of the emission factors are over five years older than the data of this product.",
    "page.note.radiative-forcing": (
        "The figure includes what flights warm beyond their gases (radiative forcing). Sums by standards leave it out."
    ),
    "page.note.boundary-overlap": (
        "Some of the emission factors or used products also hold emissions of later stages, so the stages are not "
        "sharply divided."
    ),
    "page.not": (
        "This figure is information for orientation: the greenhouse gases emitted within what is "
        "covered, counted as CO₂. It is not a statutory value and not a certificate, and it cannot be "
        "compared with figures of another scope, unit or method."
    ),
    "page.sources": "Sources",
    "page.source.edition": "{title} ({edition})",
    "page.source.licence": "Licence: {licence}",
    "page.source.factors": "Factors used: {factors}",
    "page.source.joint": ", ",
    "page.tips": "What you can do",
    "page.data": "The data of this page (JSON)",
    "page.index": "CO₂ footprints",
    "page.index.product": "Product or service",
    "page.index.per": "Per",
    "page.index.note": "Each figure is per its own unit. Figures of different units or scopes cannot be compared.",
    # removals and bought credits, on the page and in data only
    "page.removed": "What is removed",
    "page.credits": "Bought credits",
    "page.credits.not": "They lie outside the product. No part of them is in the figure.",
    "removal.evidence": "Kept in {store} for at least {years} years; {standard}; verified by {by}",
    "removal.evidence.dated": "Kept in {store} for at least {years} years; {standard}; verified by {by} on {date}",
    "removal.store.geological": "a geological store",
    "removal.store.mineral": "minerals",
    "removal.store.biochar": "biochar",
    "removal.store.product": "products",
    "removal.store.soil": "soil",
    "removal.store.forest": "forest",
    "credit.bought": "{amount} of carbon credits of {vintage}; {registry}, no. {serial}",
    "credit.standard": "{credit}; {standard}",
    "credit.retired": "{credit}; retired on {date}",
}

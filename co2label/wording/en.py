"""English: every word that the public reads."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    "language.name": "English",
    # label
    "title": "CO₂ footprint",
    "unit.per": "per {unit}",
    "reference.of-day": "of a {day} kg day per person",
    "reference.basis.iges-2030": "2030, from the 1.5 °C target (IGES 2019)",
    "reference.percent": "{value}%",
    "reference.below-one": "under 1%",
    "reference.days": "about {value} days",
    "stage.raw-materials": "Raw materials",
    "stage.production": "Production",
    "stage.distribution": "Distribution",
    "stage.use": "Use",
    "stage.end-of-life": "End of life",
    "stage.excluded": "not included",
    "stage.no-data": "no data",
    "boundary.cradle-to-gate": "raw materials to production",
    "boundary.cradle-to-grave": "raw materials to end of life",
    "boundary.gate-to-gate": "production only",
    "line.boundary": "Covers {text}",
    "line.boundary-scope": "Covers {text} ({scope})",
    "line.calculated": "Data of {year}, {verification}",
    "line.method": "Method: {method}",
    "line.valid": "Valid until {date}",
    "line.qr": "How it was calculated",
    "verification.self-declared": "self-declared",
    "verification.second-party": "reviewed by {by}",
    "verification.third-party": "verified by {by}",
    # for people who do not see the picture
    "spoken": "{name}: the CO2 footprint per {unit} is {value} {unit_words}. "
    "This is {percent} of a {day} kilogram day per person.",
    "spoken.g-CO2e": "grams of CO2 equivalent",
    "spoken.kg-CO2e": "kilograms of CO2 equivalent",
    "spoken.t-CO2e": "tonnes of CO2 equivalent",
    "spoken.qr": "QR code to how it was calculated: {link}",
    # units of account
    "unit.piece": "{n} piece|{n} pieces",
    "unit.use": "{n} use|{n} uses",
    "unit.person": "{n} person|{n} people",
    "unit.night": "{n} night|{n} nights",
    "unit.person-night": "{n} person-night|{n} person-nights",
    "unit.day": "{n} day|{n} days",
    "unit.h": "{n} hour|{n} hours",
    "unit.year": "{n} year|{n} years",
    "unit.person-km": "{n} passenger km|{n} passenger km",
    "unit.t-km": "{n} tonne-km|{n} tonne-km",
    "unit.with-mass": "{unit} ({mass})",
    # receipt
    "receipt.total": "CO2e total ({covered}/{items} items)",
    "receipt.of-day": "of a {day}kg day",
    "receipt.legend": "CO2e = greenhouse gases as CO2",
    "receipt.line": "CO2e {value}",
    "receipt.unknown": "CO2e no data",
    "receipt.sum": "Total",
    # notes, as qualifiers near the figure
    "note.mixed-basis": "mixes CO2-only and CO2e factors",
    "note.mixed-gwp-set": "includes factors of other GWP sets",
    "note.gwp-set-unknown": "includes factors of unknown GWP set",
    "note.stale-factor": "includes factors older than five years",
    "note.boundary-overlap": "factor boundaries overlap: some emissions may be counted twice",
    "note.rounded": "rounded parts may not add up",
}

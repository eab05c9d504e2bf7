"""English: indicators."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    # who judged a level
    "indicator.self-rated": "{level} (self-rated)",
    "indicator.certified": "{level} (BELS {certificate})",
    "indicator.note.self-rated": "“Self-rated”: the company judged it by the published limits. No third party has certified it.",
    # buildings
    "indicator.building": "Building energy: {level}",
    "indicator.class": "{name}",
    "indicator.class.whole": "{name}",
    "indicator.class.level": "{level} level",
    "indicator.note.building": (
        "{name} is the name of a level of energy that a building uses. This one is designed to use {without}% less than "
        "the standard building, {with_them}% with the renewable energy made on its site. It is a level of energy: the "
        "figure of this product stays as it is."
    ),
    "indicator.energy-stars": "Energy {stars} star|Energy {stars} stars",
    "indicator.insulation": "Insulation grade {step}, UA",
    "indicator.note.energy": (
        "The stars of energy rest on the energy that the building is designed to use, divided by that of the standard "
        "building (BEI, {bei}): one star up to 1.0, and one more for each 0.1 less."
    ),
    "indicator.note.insulation": (
        "The insulation grade rests on how much heat passes the envelope (UA value {ua} W/(m²·K), climate zone {zone}). "
        "The grade by the sun in summer (ηAC) is not judged."
    ),
    # wood
    "indicator.wood": "Wood {volume} m³ ({percent}% domestic)",
    "indicator.wood.building": "Wood in the building: {volume} m³ ({percent}% domestic), {per_floor} m³ per m² of floor",
    "indicator.wood.stored": "Carbon stored in the wood: {stored} t-CO₂ (apart from the figure)",
    "indicator.wood.stored.mixed": (
        "Carbon stored in the wood: {stored} t-CO₂, of it {domestic} in domestic wood (apart from the figure)"
    ),
    "indicator.note.wood": (
        "The carbon stored in wood is what stays in the wood as long as it is used, counted as CO₂. It does not mean "
        "that less is emitted, and nothing is taken off the figure of this product. Formula: volume × density × carbon "
        "share × 44/12 (guideline of Japan’s Forestry Agency, 3林政産第85号)."
    ),
    # places
    "indicator.place.origin": "Origin: {place}, which has pledged no net CO₂ by 2050",
    "indicator.place.made": "Made in {place}, which has pledged no net CO₂ by 2050",
    "indicator.place.location": "Location: {place}, which has pledged no net CO₂ by 2050",
    "indicator.note.place": (
        "The pledge of no net CO₂ by 2050 is a goal that a prefecture or municipality has declared for its area. It says "
        "nothing about the emissions of this product. {basis}"
    ),
    "indicator.note.place.listed": "{place}: by the list as of {as_of} ({source}).",
    "indicator.note.place.declared": "{place}: declared on {declared} ({source}).",
    # stars against the conventional figure of a region
    "stars.self-rated": "Greenhouse gases cut {stars}, self-rated ({change} against conventional farming in the region)",
    "stars.registered": (
        "Greenhouse gases cut {stars}, registration {number} "
        "({change} against conventional farming in the region)"
    ),
    "stars.none": "Greenhouse gases cut: no star ({change} against conventional farming in the region)",
    "stars.not-distinguishable": "Greenhouse gases cut: no star (not distinguishable from conventional farming in the region)",
    "stars.change.lower": "−{percent}%",
    "stars.change.below-one": "less than 1% below",
    "stars.change.same": "±0%",
    "stars.change.higher": "+{percent}%",
    "stars.basis": "Conventional figure: {region}, {year} ({source})",
    "stars.note": (
        "The stars say how far the emissions of this product lie below the figure of conventional farming in its region: "
        "★ from 5%, ★★ from 10%, ★★★ from 20%. Both figures have one unit, boundary and method, and the percentage is "
        "rounded down. The 95% interval of the difference is {low}% to {high}%; where it includes zero there is no star."
    ),
    "stars.note.own": "Self-rated stars are given by the declarer. They are no grade of a public labelling scheme.",
}

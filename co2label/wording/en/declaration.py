"""English: declaration."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    # comparison
    "compare.lower": "{b}: the CO₂ footprint per {unit} is {percent}% lower than that of {a}",
    "compare.higher": "{b}: the CO₂ footprint per {unit} is {percent}% higher than that of {a}",
    "compare.equal": "{b}: the CO₂ footprint per {unit} is the same as that of {a}",
    "compare.interval": "95% interval of the difference: {low}% to {high}%",
    "compare.not-distinguishable": "{b} and {a} are not distinguishable by their CO₂ footprint per {unit}",
    "compare.uncertainty-not-stated": "No uncertainty is stated, so it is not known whether the two differ",
    "compare.partial": "The interval rests on stated uncertainties only",
    "compare.basis": "Basis: {boundary}; {method}; data of {year_a} and {year_b}",
    "compare.rule": "Product rule: {rule}",
    "compare.joint": ". ",
    # notes, as qualifiers near the figure
    "note.mixed-basis": "some factors are CO₂ only",
    "note.mixed-gwp-set": "some factors use other or unstated GWP sets",
    "note.stale-factor": "some factors are over five years old",
    "note.boundary-overlap": "some items reach into later stages",
    "note.radiative-forcing": "includes the radiative forcing of flights",
    "note.joint": "; ",
    # declaration: band, own comparison
    "band.of.meal": "kg-CO₂e per meal: A to {a}, B to {b}, C to {c}, D to {d}; {source}",
    "band.of.kg": "kg-CO₂e per kg: A to {a}, B to {b}, C to {c}, D to {d}; {source}",
    "band.of.day": "% of the day: A to {a}, B to {b}, C to {c}, D to {d}; {source}",
    "own.lower": "{percent}% lower than {baseline}",
    "own.higher": "{percent}% higher than {baseline}",
    "own.same": "The same as {baseline}",
    "own.not-distinguishable": "Not distinguishable from {baseline}",
    "own.baseline-year": "our product of {year}",
    "own.baseline-named": "our {name} ({year})",
    "own.basis": "Same unit, stages and method; data of {year_a} and {year_b}; {low}% to {high}% ({interval})",
    "own.interval": "95% interval",
    "own.interval-partial": "95% interval of stated uncertainties",
}

"""US and imperial units, in French: which of the two it is stands in the word."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    "unit.inch": "{n} pouce|{n} pouces",
    "unit.ft": "{n} pied|{n} pieds",
    "unit.yd": "{n} yard|{n} yards",
    "unit.mile": "{n} mile|{n} miles",
    "unit.ft2": "{n} pied carré|{n} pieds carrés",
    "unit.scf": "{n} pied cube|{n} pieds cubes",
    "unit.oz_av": "{n} once (masse)|{n} onces (masse)",
    "unit.oz_tr": "{n} once troy|{n} onces troy",
    "unit.short_ton": "{n} tonne courte|{n} tonnes courtes",
    "unit.long_ton": "{n} tonne longue|{n} tonnes longues",
    "unit.us_fl_oz": "{n} once liquide US|{n} onces liquides US",
    "unit.imp_fl_oz": "{n} once liquide impériale|{n} onces liquides impériales",
    "unit.us_pint": "{n} pinte US|{n} pintes US",
    "unit.imp_pint": "{n} pinte impériale|{n} pintes impériales",
    "unit.us_qt": "{n} quart US|{n} quarts US",
    "unit.imp_qt": "{n} quart impérial|{n} quarts impériaux",
    "unit.gal": "{n} gallon US|{n} gallons US",
    "unit.imp_gal": "{n} gallon impérial|{n} gallons impériaux",
    "unit.therm": "{n} therm|{n} therms",
    "unit.us_therm": "{n} therm US|{n} therms US",
}

"""US and imperial units, in English: which of the two it is stands in the word."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    "unit.inch": "{n} inch|{n} inches",
    "unit.ft": "{n} foot|{n} feet",
    "unit.yd": "{n} yard|{n} yards",
    "unit.mile": "{n} mile|{n} miles",
    "unit.ft2": "{n} square foot|{n} square feet",
    "unit.scf": "{n} cubic foot|{n} cubic feet",
    "unit.oz_av": "{n} ounce (mass)|{n} ounces (mass)",
    "unit.oz_tr": "{n} troy ounce|{n} troy ounces",
    "unit.short_ton": "{n} short ton|{n} short tons",
    "unit.long_ton": "{n} long ton|{n} long tons",
    "unit.us_fl_oz": "{n} US fluid ounce|{n} US fluid ounces",
    "unit.imp_fl_oz": "{n} imperial fluid ounce|{n} imperial fluid ounces",
    "unit.us_pint": "{n} US pint|{n} US pints",
    "unit.imp_pint": "{n} imperial pint|{n} imperial pints",
    "unit.us_qt": "{n} US quart|{n} US quarts",
    "unit.imp_qt": "{n} imperial quart|{n} imperial quarts",
    "unit.gal": "{n} US gallon|{n} US gallons",
    "unit.imp_gal": "{n} imperial gallon|{n} imperial gallons",
    "unit.therm": "{n} therm|{n} therms",
    "unit.us_therm": "{n} US therm|{n} US therms",
}

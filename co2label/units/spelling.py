"""How units are spelled, in Japanese and English: from what people write to one canonical name, or a refusal.

Lower and upper case carry meaning in units (mg, Mg; mJ, MJ), so only whole words ignore it.
"""

from __future__ import annotations

import difflib
import re

from co2label.errors import UnitError, clip
from co2label.units.counters import COUNTERS, PIECE
from co2label.units.customary import CHOICES, QUALIFIED, plain
from co2label.units.own import NAME
from co2label.units.registry import DEFINITIONS
from co2label.units.trade import TRADE

__all__ = ["AMBIGUOUS", "SPELLINGS", "UNITS", "spelled"]

UNITS: tuple[str, ...] = tuple(re.findall(r"^(\w+) =", DEFINITIONS, re.MULTILINE))
"""The canonical names of all units."""

_COUNTED = " ".join([PIECE, *COUNTERS.values()])
_SYMBOLS = {
    "g": "ｇ",
    "kg": "Kg KG kgs",
    "lb": "lbs LB LBS",
    "short_ton": "shortton",
    "inch": "in インチ",
    "ft": "フィート",
    "yd": "ヤード",
    "therm": "thm サーム",
    "oz_av": "常用オンス",
    "oz_tr": "トロイオンス",
    "us_fl_oz": "米液量オンス",
    "imp_fl_oz": "英液量オンス",
    "us_pint": "米パイント",
    "imp_pint": "英パイント",
    "us_qt": "米クォート",
    "imp_qt": "英クォート",
    "imp_gal": "英ガロン",
    "L": "l dm3 dm^3",
    "mL": "ml cc",
    "cL": "cl",
    "dL": "dl",
    "hL": "hl",
    "kL": "kl",
    "gal": "USgal 米ガロン",
    "scf": "ft3 ft^3 cf",
    "km": "Km KM",
    "mile": "mi マイル",
    "m2": "m^2 sqm",
    "m3": "m^3",
    "cm2": "cm^2",
    "cm3": "cm^3",
    "km2": "km^2",
    "ft2": "ft^2 sqft",
    "kWh": "kwh KWH Kwh KWh",
    "mmBtu": "MMBtu mmbtu MMBTU",
    "Btu": "BTU btu",
    "s": "sec secs",
    "min": "mins",
    "h": "hr hrs",
    "day": "d",
    "year": "yr yrs",
    "piece": _COUNTED,
    "dozen": "dz doz ダース",
    "gross": "グロス",
    "use": "回",
    "person": "人 名 pax",
    "night": "泊 room-night room-nights",
    "JPY": "円",
    "EUR": "€",
    "GBP": "£",
    "t*km": "tkm t-km tonne-km トンキロ",
    "person*km": "pkm person-km passenger-km 人キロ",
    "person*mile": "person-mile passenger-mile person-miles passenger-miles",
    "mg": "ミリグラム",
    "t": "トン",
    "cm": "センチ",
}
_JAPANESE = {
    "g": "グラム",
    "kg": "キログラム",
    "L": "リットル",
    "mL": "ミリリットル",
    "cL": "センチリットル",
    "dL": "デシリットル",
    "kL": "キロリットル",
    "m": "メートル",
    "cm": "センチメートル",
    "mm": "ミリメートル",
    "km": "キロメートル",
    "m2": "平方メートル 平米",
    "m3": "立方メートル 立米",
    "ha": "ヘクタール",
    "s": "秒",
    "min": "分",
    "h": "時間",
    "day": "日",
    "year": "年",
    "kWh": "キロワット時",
}
_WORDS = {
    "g": "gram grams gramme grammes",
    "kg": "kilogram kilograms kilo kilos kilogramme kilogrammes",
    "mg": "milligram milligrams",
    "t": "tonne tonnes",
    "L": "litre litres liter liters",
    "mL": "millilitre millilitres milliliter milliliters",
    "cL": "centilitre centilitres centiliter centiliters",
    "dL": "decilitre decilitres deciliter deciliters",
    "hL": "hectolitre hectolitres hectoliter hectoliters",
    "m": "metre metres meter meters",
    "km": "kilometre kilometres kilometer kilometers",
    "cm": "centimetre centimetres centimeter centimeters",
    "mm": "millimetre millimetres millimeter millimeters",
    "inch": "inches",
    "ft": "foot feet",
    "yd": "yard yards",
    "therm": "therms",
    "mile": "mile miles",
    "ha": "hectare hectares",
    "s": "second seconds",
    "min": "minute minutes",
    "h": "hour hours",
    "day": "days",
    "year": "years",
    "night": "nights",
    "piece": "pieces unit units each",
    "dozen": "dozens douzaine douzaines",
    "use": "uses time times",
    "person": "persons people passenger passengers",
    "JPY": "jpy yen",
    "USD": "usd",
    "EUR": "eur euro euros",
    "GBP": "gbp",
}
_CO2 = {
    f"{mass}{joint}{basis}": f"{mass}{basis.removesuffix('q')}"
    for mass in ("g", "kg", "t")
    for joint in ("", "-", " ")
    for basis in ("CO2e", "CO2eq", "CO2")
}
_PHRASES = {
    "metric ton": "t",
    "metric tons": "t",
}


def _table(spellings: dict[str, str]) -> dict[str, str]:
    return {word: unit for unit, words in spellings.items() for word in words.split()}


def _latin(spellings: dict[str, str]) -> dict[str, str]:
    """Words of Latin letters alone, in lower case: others have no upper case."""
    return {word: unit for word, unit in _table(spellings).items() if word[0] < "\u0250"}


SPELLINGS: dict[str, str] = (
    {unit: unit for unit in UNITS} | _table(_SYMBOLS) | _table(_JAPANESE) | _table(TRADE) | _CO2 | _PHRASES
)
"""Spelling → canonical unit, in exactly this case."""
WORDS: dict[str, str] = (
    _table(_WORDS)
    | _latin({"piece": _COUNTED})
    | {
        name: name
        for name in ("piece", "use", "person", "night", "day", "year", "dozen", "gross", "inch", "therm")
    }
    | QUALIFIED
)
"""Whole words → canonical unit, in any case."""

_MEGATONNE = "t (1000 kg; 1000000 t to the megatonne)"
_CUP = "mL (200 mL to the Japanese cup, 236.588 mL to the US cup)"
_CALORIE = "kJ (4.184 kJ to the kilocalorie of food)"
_STATE = "m3, in the state of the gas that the factor has (Sm3 is at 15 °C, Nm3 at 0 °C)"
_GUEST = "person*night (of each guest) or night (of a room)"
_BARE = {
    "ton": "ton tons",
    "gallon": "gallon gallons ガロン",
    "ounce": "oz ounce ounces オンス",
    "fluid ounce": "floz 液量オンス",
    "pint": "pint pints pt パイント",
    "quart": "quart quarts qt クォート",
}
AMBIGUOUS: dict[str, str] = {
    **{word: CHOICES[name] for name, words in _BARE.items() for word in words.split()},
    **dict.fromkeys(
        ("fl oz", "fluid oz", "fluid ounce", "fluid ounces", "liquid ounce", "liquid ounces"),
        CHOICES["fluid ounce"],
    ),
    "pound": "lb (mass) or GBP (money)",
    "pounds": "lb (mass) or GBP (money)",
    "cup": _CUP,
    "cups": _CUP,
    "cal": _CALORIE,
    "kcal": _CALORIE,
    "calorie": _CALORIE,
    "calories": _CALORIE,
    "Sm3": _STATE,
    "Nm3": _STATE,
    "guest night": _GUEST,
    "guest nights": _GUEST,
    "guest-night": _GUEST,
    "guest-nights": _GUEST,
    "month": "day (28 to 31 of them) or year",
    "months": "day (28 to 31 of them) or year",
    "dollar": "USD",
    "dollars": "USD",
    "$": "USD",
    "¥": "JPY",
    "￥": "JPY",
    "キロ": "kg or km",
    "M": "m (metre) or mile",
    "T": "t (tonne)",
    "MT": _MEGATONNE,
    "mt": _MEGATONNE,
    "Mt": _MEGATONNE,
    "Mg": "mg (milligram) or t (tonne)",
    "MG": "mg (milligram) or t (tonne)",
    "MON": "day (28 to 31 of them) or year",
    "カップ": _CUP,
    "ML": "mL (millilitre) or m3 (1000 m3 to the megalitre)",
}
"""Spelling → what to write instead; these are refused. Cup: NIST Handbook 44, appendix C."""

_CODE, _SHORT = re.compile(r"[A-Z0-9]{2,3}"), 3
_TOO_SHORT = {word for word in _COUNTED.split() if len(word) <= _SHORT} | set(
    " ".join(TRADE.values()).split()
)
"""Like too many others to be meant by them."""
_PREFIXES = {"n": -9, "µ": -6, "μ": -6, "u": -6, "m": -3, "c": -2, "d": -1}
_PREFIXES |= {"da": 1, "h": 2, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15}
"""Powers of ten of the SI."""
_PREFIXED = re.compile(
    rf"({'|'.join(sorted(_PREFIXES, key=len, reverse=True))})(gCO2e|gCO2|g|m|Wh|W|J|L|l|t)"
)
_MONEY = re.compile(r"(JPY|USD|EUR|GBP)@?((?:19|20)[0-9]{2})")


def spelled(term: str) -> tuple[str, int | None]:
    """The canonical unit of one term, and the price year if it is money with one.

    Raises:
        UnitError: the term is ambiguous (says the choices) or unknown (names the nearest).

    >>> spelled("個"), spelled("Kilograms"), spelled("JPY@2015")
    (('piece', None), ('kg', None), ('JPY', 2015))
    """
    if not term:
        message = (
            'a unit is missing; write one after the number and on each side of * and /, such as "1 t*km"'
        )
        raise UnitError(message)
    canonical = SPELLINGS.get(term)
    if canonical:
        return canonical, None
    money = _MONEY.fullmatch(term)
    if money:
        return money[1], int(money[2])
    choices = AMBIGUOUS.get(term) or AMBIGUOUS.get(term.lower()) or AMBIGUOUS.get(plain(term))
    if choices:
        message = f"unit {clip(term)} is ambiguous: write {choices}"
        raise UnitError(message)
    canonical = WORDS.get(term.lower()) or WORDS.get(plain(term))
    if canonical:
        return canonical, None
    raise UnitError(_unknown(term))


def _unknown(term: str) -> str:
    prefixed = _PREFIXED.fullmatch(term)
    if prefixed:
        return f"unknown unit {clip(term)}; {_in_base(term, _PREFIXES[prefixed[1]], prefixed[2])}"
    known = [*SPELLINGS, *WORDS]
    same = [word for word in known if word.lower() == term.lower()]
    close = same or _alike(term)
    if close:
        hint = f"did you mean {' or '.join(repr(word) for word in dict.fromkeys(close))}?"
    else:
        hint = f"known units: {' '.join(UNITS)}{_declared(term)}"
    return f"unknown unit {clip(term)}; {hint}"


def _in_base(term: str, power: int, base: str) -> str:
    """How to write a unit of the SI that is not read here: none that looks like it is meant by it.

    >>> _in_base("kt", 3, "t")
    'write t: kt is 1000 t'
    """
    size = f"{10**power}" if power > 0 else f"{1 / 10**-power:.9f}".rstrip("0")
    return f"write {base}: {term} is {size} {base}"


def _declared(term: str) -> str:
    """How a term could be made a unit, where it could be one."""
    return f'; or declare it as your own: units = ["{term}"]' if re.fullmatch(NAME, term) else ""


def _alike(term: str) -> list[str]:
    """Words that begin like this one. A code is like no other: HUR is an hour, and EUR is money."""
    bare = term.strip()
    if not bare or _CODE.fullmatch(bare):
        return []
    words = [word for word in (*SPELLINGS, *WORDS) if word[0] == bare[0] and word not in _TOO_SHORT]
    return difflib.get_close_matches(term, words, n=3, cutoff=0.6)

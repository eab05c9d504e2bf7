"""Every unit, how it is spelled, and its ratio to the root unit, which pint is asked for once.

Lower and upper case carry meaning in units (mg, Mg; mJ, MJ), so only whole words ignore it. Raw pint reads `ton` as a US
short ton and takes 100 µs a conversion; here it only ever sees canonical units that our own grammar has already allowed.
"""

from __future__ import annotations

import difflib
import functools
import re
import threading
import unicodedata
from decimal import Decimal
from itertools import product
from typing import TYPE_CHECKING, Any

from co2label.errors import UnitError, clip
from co2label.units._unit import OWN_NAME, Dimension

if TYPE_CHECKING:
    import pint


PIECE = "個 コ ヶ ケ つ 枚 本 着 玉 丁 脚 匹 尾 羽 頭 粒 片 面 張 口 ピース pc pcs ea nos stück stk pièce pièces unité unités"
"""What is said as piece itself: English and French have no other word for it, or a different one for each thing."""

COUNTERS: dict[str, str] = {
    "bag": "袋 バッグ bag bags sac sacs",
    "bale": "梱 梱包 bale bales balle balles",
    "bar": "バー bar bars barre barres",
    "basket": "籠 篭 カゴ かご basket baskets panier paniers",
    "block": "ブロック block blocks bloc blocs",
    "bottle": "ボトル bottle bottles btl bouteille bouteilles",
    "bowl": "椀 碗 丼 bowl bowls bol bols",
    "box": "箱 函 ハコ ボックス box boxes bx boîte boîtes boite boites",
    "bunch": "束 房 bunch bunches bundle bundles botte bottes",
    "can": "缶 カン can cans tin tins canette canettes",
    "capsule": "カプセル capsule capsules",
    "carton": "カートン carton cartons ctn",
    "case": "ケース case cases caisse caisses",
    "cask": "樽 cask casks keg kegs fût fûts",
    "copy": "冊 部 copy copies exemplaire exemplaires",
    "dish": "皿 plate plates dish dishes assiette assiettes",
    "glass": "グラス glass glasses verre verres",
    "heap": "山 heap heaps tas",
    "home": "戸 home homes logement logements",
    "item": "点 品 アイテム item items article articles",
    "jar": "瓶 壜 ビン びん jar jars bocal bocaux",
    "job": "件 job jobs",
    "kit": "キット kit kits",
    "letter": "通 letter letters lettre lettres",
    "loaf": "斤 loaf loaves",
    "meal": "meal meals repas",
    "net": "ネット net nets",
    "pack": "パック pack packs packet packets package packages pkg pkgs paquet paquets",
    "pair": "足 双 対 ペア pair pairs paire paires",
    "pallet": "パレット pallet pallets palette palettes",
    "plant": "株 plant plants",
    "pot": "鉢 ポット pot pots",
    "roll": "巻 巻き ロール roll rolls rouleau rouleaux",
    "room": "部屋 室 room rooms chambre chambres",
    "sachet": "包 sachet sachets pouch pouches",
    "seat": "席 座席 seat seats siège sièges",
    "serving": "食 人前 人分 杯 serving servings portion portions",
    "set": "セット 組 膳 揃 揃い 式 set sets",
    "sheet": "シート sheet sheets feuille feuilles",
    "skewer": "串 skewer skewers brochette brochettes",
    "slice": "切れ 切 slice slices tranche tranches",
    "stem": "輪 stem stems tige tiges",
    "stick": "スティック stick sticks bâtonnet bâtonnets",
    "tablet": "錠 tablet tablets comprimé comprimés",
    "tray": "トレー トレイ tray trays barquette barquettes",
    "tube": "チューブ tube tubes",
    "unit": "台 基 機 ユニット",
}
"""Name → how it is written, but for `piece`."""

_COUNT = re.compile(r"[-+0-9.eE\s]*")

_COUNTED_CODES: dict[str, str] = {
    "piece": "EA H87 C62 PC PCS PCE HEA NPT XPP",
    "bag": "XBG",
    "bottle": "XBO",
    "box": "XBX",
    "bunch": "XBE",
    "carton": "XCT",
    "case": "XCS",
    "item": "NAR",
    "jar": "XJR",
    "kit": "KT XKI",
    "meal": "Q3",
    "pack": "NMP XPK XPA",
    "pair": "PR",
    "roll": "XRO",
    "room": "ROM",
    "serving": "PTN",
    "set": "SET XSX",
    "sheet": "XST",
    "tray": "XPU",
    "tube": "XTU",
}
"""What is counted, by the names of `co2label.units._registry` → its codes, and what is written for a piece beside them."""

_COUNTER_WORDS = {
    spelled: name
    for name, words in COUNTERS.items()
    for word in (*words.split(), *_COUNTED_CODES.get(name, "").split())
    for spelled in (word, word.casefold())
}


def counter_of(text: str) -> str | None:
    """The name of the counter behind the number of an amount, as `COUNTERS` has it; None for a piece and for all else."""
    plain = unicodedata.normalize("NFKC", text)
    word = plain[_COUNT.match(plain).end() :].strip()  # type: ignore[union-attr]
    return _COUNTER_WORDS.get(word) or _COUNTER_WORDS.get(word.casefold())


_US, _IMPERIAL = ("us",), ("imp", "imperial", "uk", "british")

_AVOIRDUPOIS, _TROY = ("av", "avdp", "avoirdupois"), ("tr", "troy")

_OUNCES = ("oz", "ounce", "ounces")

_FLUID = ("fl oz", "floz", "fluid oz", "fluid ounce", "fluid ounces", "liquid ounce", "liquid ounces")

_PINTS, _QUARTS = ("pint", "pints", "pt"), ("quart", "quarts", "qt")

_GALLONS, _TONS = ("gal", "gallon", "gallons"), ("ton", "tons")

NAMES: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("oz_av", _AVOIRDUPOIS, _OUNCES),
    ("oz_tr", _TROY, _OUNCES),
    ("us_fl_oz", _US, _FLUID),
    ("imp_fl_oz", _IMPERIAL, _FLUID),
    ("us_pint", _US, (*_PINTS, "liquid pint", "liquid pints")),
    ("imp_pint", _IMPERIAL, _PINTS),
    ("us_qt", _US, (*_QUARTS, "liquid quart", "liquid quarts")),
    ("imp_qt", _IMPERIAL, _QUARTS),
    ("gal", _US, _GALLONS),
    ("imp_gal", _IMPERIAL, _GALLONS),
    ("short_ton", (*_US, "short"), _TONS),
    ("long_ton", (*_IMPERIAL, "long"), _TONS),
    ("us_therm", _US, ("therm", "therms")),
)
"""Unit, what qualifies it, and its bare names."""

QUALIFIED: dict[str, str] = {
    " ".join(pair): unit
    for unit, systems, names in NAMES
    for system, name in product(systems, names)
    for pair in ((system, name), (name, system))
}
"""In lower case, with spaces → canonical unit."""

CHOICES = {
    "ounce": "oz_av (28.349523125 g), oz_tr (31.1034768 g), us_fl_oz (29.5735295625 mL) or imp_fl_oz (28.4130625 mL)",
    "fluid ounce": "us_fl_oz (29.5735295625 mL) or imp_fl_oz (28.4130625 mL)",
    "pint": "us_pint (473.176473 mL) or imp_pint (568.26125 mL)",
    "quart": "us_qt (946.352946 mL) or imp_qt (1136.5225 mL)",
    "gallon": "gal (US, 3.785411784 L) or imp_gal (4.54609 L)",
    "ton": "t (1000 kg), short_ton (2000 lb = 907.18474 kg) or long_ton (2240 lb = 1016.0469088 kg)",
}
"""What to write for a name that could mean several units."""


def _in_lower_case(term: str) -> str:
    """A term in lower case, with spaces.

    >>> _in_lower_case("Imperial_fl-oz")
    'imperial fl oz'
    """
    return " ".join(term.lower().replace("_", " ").replace("-", " ").split())


TRADE: dict[str, str] = {
    "mg": "MGM",
    "g": "GRM",
    "kg": "KGM",
    "t": "TNE",
    "lb": "LBR",
    "oz_av": "ONZ",
    "oz_tr": "APZ",
    "short_ton": "STN",
    "long_ton": "LTN",
    "mm": "MMT",
    "cm": "CMT",
    "m": "MTR",
    "km": "KMT KTM",
    "inch": "INH",
    "ft": "FOT",
    "yd": "YRD",
    "mile": "SMI",
    "cm2": "CMK",
    "m2": "MTK",
    "km2": "KMK",
    "ha": "HAR",
    "ft2": "FTK",
    "mL": "MLT",
    "cL": "CLT",
    "dL": "DLT",
    "L": "LTR DMQ",
    "hL": "HLT",
    "kL": "K6",
    "cm3": "CMQ",
    "m3": "MTQ",
    "scf": "FTQ",
    "gal": "GLL",
    "us_qt": "QTL",
    "us_pint": "PTL",
    "us_fl_oz": "OZA",
    "imp_gal": "GLI",
    "imp_qt": "QTI",
    "imp_pint": "PTI",
    "imp_fl_oz": "OZI",
    "s": "SEC",
    "min": "MIN",
    "h": "HUR",
    "day": "DAY",
    "year": "ANN",
    "J": "JOU",
    "kJ": "KJO",
    "MJ": "3B",
    "GJ": "GV",
    "TJ": "D30",
    "Wh": "WHR",
    "kWh": "KWH",
    "MWh": "MWH",
    "GWh": "GWH",
    "Btu": "BTU",
    "therm": "N71",
    "us_therm": "N72",
    "W": "WTT",
    "kW": "KWT",
    "MW": "MAW",
    "t*km": "TKM",
    "person": "IE",
    "piece": " ".join(_COUNTED_CODES.values()),
    "dozen": "DZN DPC",
    "gross": "GRO",
}
"""Unit → its codes."""

DEFINITIONS = """
kg = [mass]
m = [length]
s = [time]
J = [energy]
piece = [piece]
use = [use]
person = [person]
night = [night]
JPY = [JPY]
USD = [USD]
EUR = [EUR]
GBP = [GBP]
kgCO2e = [CO2e]
kgCO2 = [CO2]
g = 0.001 * kg
mg = 0.000001 * kg
t = 1000 * kg
lb = 0.45359237 * kg
oz_av = 0.028349523125 * kg
oz_tr = 0.0311034768 * kg
short_ton = 2000 * lb
long_ton = 2240 * lb
km = 1000 * m
cm = 0.01 * m
mm = 0.001 * m
inch = 0.0254 * m
ft = 0.3048 * m
yd = 0.9144 * m
mile = 1609.344 * m
m2 = m ** 2
cm2 = cm ** 2
km2 = km ** 2
ft2 = ft ** 2
ha = 10000 * m2
m3 = m ** 3
cm3 = cm ** 3
L = 0.001 * m3
mL = 0.001 * L
cL = 0.01 * L
dL = 0.1 * L
hL = 100 * L
kL = 1000 * L
gal = 3.785411784 * L
us_qt = 0.946352946 * L
us_pint = 0.473176473 * L
us_fl_oz = 0.0295735295625 * L
imp_gal = 4.54609 * L
imp_qt = 1.1365225 * L
imp_pint = 0.56826125 * L
imp_fl_oz = 0.0284130625 * L
scf = 0.028316846592 * m3
kJ = 1000 * J
MJ = 1000000 * J
GJ = 1000000000 * J
TJ = 1000000000000 * J
Wh = 3600 * J
kWh = 1000 * Wh
MWh = 1000000 * Wh
GWh = 1000000000 * Wh
Btu = 1055.05585262 * J
therm = 100000 * Btu
us_therm = 105480400 * J
mmBtu = 1000000 * Btu
min = 60 * s
h = 3600 * s
day = 24 * h
year = 365 * day
W = J / s
kW = 1000 * W
MW = 1000000 * W
gCO2e = 0.001 * kgCO2e
tCO2e = 1000 * kgCO2e
gCO2 = 0.001 * kgCO2
tCO2 = 1000 * kgCO2
dozen = 12 * piece
gross = 144 * piece
"""
"""Every unit and its exact ratio.

Sources: NIST SP 811 (2008) appendix B.8 and NIST Handbook 44 appendix C, for the international avoirdupois
pound (0.45359237 kg) with its ounce (a sixteenth), the troy ounce (480 grains), short and long ton (2000 and 2240
lb), foot (0.3048 m) with inch and yard, mile (5280 ft), US gallon (231 cubic inches; 4 quarts, 8 pints, 128 fluid
ounces), imperial gallon (4.54609 L; 4 quarts, 8 pints, 160 fluid ounces), cubic foot (scf is taken by volume only, no
gas state) and Btu_IT (1055.05585262 J; a therm is 1e5 of them, as the EC defines it, a mmBtu 1e6; the therm of US
statutes is 105480400 J). A year is 365 days (8760 h), as in energy statistics."""

_LOCK = threading.Lock()


@functools.lru_cache(maxsize=4096)
def resolve(canonical: str) -> tuple[float, Dimension]:
    """The ratio to the root unit, and the dimension, of a canonical unit.

    Args:
        canonical: names of `DEFINITIONS` joined by `*` and at most one `/`.

    >>> scale, dimension = resolve("t*km")
    >>> scale, str(dimension)
    (1000000.0, 'mass·length')
    """
    return _ask_pint(canonical)


def _ask_pint(canonical: str) -> tuple[float, Dimension]:
    with _LOCK:
        registry = _registry()
        unit = registry.parse_units(canonical)
        factor, root = registry.get_root_units(unit)
        kinds = registry.get_dimensionality(root)
    exponents = {str(kind).strip("[]"): int(str(power)) for kind, power in kinds.items()}
    return float(str(factor)), Dimension.of(exponents)


@functools.cache
def _registry() -> pint.UnitRegistry[Any]:
    import pint  # noqa: PLC0415 - pint costs 0.1 s to import; who reads no unit does not pay

    registry: pint.UnitRegistry[Any] = pint.UnitRegistry(None, non_int_type=Decimal)
    for line in DEFINITIONS.strip().splitlines():
        registry.define(line)
    return registry


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

_PRICE_YEAR = re.compile(r"(JPY|USD|EUR|GBP)@?((?:19|20)[0-9]{2})")


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
    money = _PRICE_YEAR.fullmatch(term)
    if money:
        return money[1], int(money[2])
    choices = AMBIGUOUS.get(term) or AMBIGUOUS.get(term.lower()) or AMBIGUOUS.get(_in_lower_case(term))
    if choices:
        message = f"unit {clip(term)} is ambiguous: write {choices}"
        raise UnitError(message)
    canonical = WORDS.get(term.lower()) or WORDS.get(_in_lower_case(term))
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
    return f'; or declare it as your own: units = ["{term}"]' if re.fullmatch(OWN_NAME, term) else ""


def _alike(term: str) -> list[str]:
    """Words that begin like this one. A code is like no other: HUR is an hour, and EUR is money."""
    bare = term.strip()
    if not bare or _CODE.fullmatch(bare):
        return []
    words = [word for word in (*SPELLINGS, *WORDS) if word[0] == bare[0] and word not in _TOO_SHORT]
    return difflib.get_close_matches(term, words, n=3, cutoff=0.6)

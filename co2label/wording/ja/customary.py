"""US and imperial units, in Japanese: which of the two it is stands in the word."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    "unit.inch": "{n}インチ",
    "unit.ft": "{n}フィート",
    "unit.yd": "{n}ヤード",
    "unit.mile": "{n}マイル",
    "unit.ft2": "{n}平方フィート",
    "unit.scf": "{n}立方フィート",
    "unit.oz_av": "{n}オンス（質量）",
    "unit.oz_tr": "{n}トロイオンス",
    "unit.short_ton": "{n}米トン",
    "unit.long_ton": "{n}英トン",
    "unit.us_fl_oz": "{n}米液量オンス",
    "unit.imp_fl_oz": "{n}英液量オンス",
    "unit.us_pint": "{n}米パイント",
    "unit.imp_pint": "{n}英パイント",
    "unit.us_qt": "{n}米クォート",
    "unit.imp_qt": "{n}英クォート",
    "unit.gal": "{n}米ガロン",
    "unit.imp_gal": "{n}英ガロン",
    "unit.therm": "{n}サーム",
    "unit.us_therm": "{n}米サーム",
}

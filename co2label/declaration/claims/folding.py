"""How a text is folded before claims are looked for in it: one spelling for what people write in many.

>>> folded("Éco‑ＬＡＢＥＬ"), folded("ｶｰﾎﾞﾝ・ﾆｭｰﾄﾗﾙ"), folded("c a r b o n  neutral, C02")
('eco-label', 'カーボン・ニュートラル', 'carbon neutral, co2')
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["alike", "folded", "in_katakana", "lengthened", "unspaced"]

_ACCENTS = re.compile("[\u0300-\u036f]")
"""Of Latin letters; the marks of kana are others."""
_UNSEEN = dict.fromkeys((173, 847, *range(8203, 8208), *range(8288, 8293), 65279))
_SIGNS = str.maketrans("’‘´`‐‑‒–—―−", "''''-------")
_LOOKALIKES = str.maketrans("аеорсухіѕјкмнтвαειкοντυρχɡı", "aeopcyxisjkmhtbaeikovtupxgi")
"""Cyrillic and Greek small letters, and two others, that look like Latin ones."""
_LIGATURES = {ord("œ"): "oe", ord("æ"): "ae"}
_KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
"""Hiragana to the katakana of the same sound."""
_LARGE = {
    ord(small): large
    for small, large in zip("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ", strict=True)
}
"""Small katakana to the large ones that old type set for them: オフセツト."""
_LONG = re.compile("(?<=[ァ-ヺ])-(?=[ァ-ヺ])")
"""A dash typed for the mark of a long vowel: カ-ボン."""
_SPELT_OUT = re.compile(r"(?<![^\W_])(?:[a-z][ .]){2,}[a-z0-9](?![^\W_])")
"""Letters set apart: c a r b o n."""
_ZERO = re.compile(r"(?<=[a-z])0(?=[a-z])|(?<=\bc)0(?=2)")
"""A zero typed for an O: zer0-carbon has its own, c02 too."""
_CO2 = re.compile(r"(?<![a-z])co[ _-]2")
_BETWEEN_KANA = re.compile(r"(?<=[ぁ-ヺー一-龠々])\s+(?=[ぁ-ヺー一-龠々])")


def folded(text: str) -> str:
    """A text in form KC and lower case, without accents, hidden characters, lookalike letters and the many dashes."""
    plain = _SPELT_OUT.sub(lambda found: re.sub("[ .]", "", found.group()), alike(text))
    plain = " ".join(plain.split())
    if "0" in plain:
        plain = _ZERO.sub("o", plain)
    return _CO2.sub("co2", plain) if "2" in plain else plain


def alike(text: str) -> str:
    """The same letter by letter only, for patterns: nothing between the letters changes."""
    plain = unicodedata.normalize("NFKC", text.replace("₂", "2")).casefold().translate(_UNSEEN | _LIGATURES)
    bare = _ACCENTS.sub("", unicodedata.normalize("NFD", plain))
    return unicodedata.normalize("NFC", bare).translate(_SIGNS).translate(_LOOKALIKES)


def in_katakana(text: str) -> str:
    """Hiragana as katakana, small kana as large ones; as long as the text was."""
    return text.translate(_KATAKANA).translate(_LARGE)


def lengthened(text: str) -> str:
    """Dashes among katakana as marks of long vowels; as long as the text was."""
    return _LONG.sub("ー", text)


def unspaced(text: str) -> str:
    """A folded text without the spaces among kana and kanji, which a layout may have put there: 環 境 に."""
    return _BETWEEN_KANA.sub("", text)

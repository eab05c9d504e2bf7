"""CP932 or EUC-JP: both are pairs of bytes, and some bytes are text in both.

Read in the wrong one, Japanese turns into half-width kana that nobody could pronounce, or into kanji that nobody uses. So
a reading is looked at: half-width kana follow the rules of Japanese syllables, and kanji are those of the first level of
JIS X 0208 (rows 16 to 47), which are nearly all that everyday text has.

>>> reads_as_cp932("ﾐｿｼﾙ ﾃｨｰﾊﾞｯｸﾞ"), reads_as_cp932("ﾎﾐﾃ､ﾎ､ｳ､ﾈ")
(True, False)
>>> reads_as_euc("緑茶のこと"), reads_as_euc("漬礰 斛拾")
(True, False)
"""

from __future__ import annotations

import re

__all__ = ["EUC_JP", "has_kana", "reads_as_cp932", "reads_as_euc"]

EUC_JP = "euc_jis_2004"
"""The codec: EUC-JP, with the signs ① and ㈱ as Windows writes them too."""
_KANA = re.compile(r"[\uff61-\uff9f]+")
_SYLLABLES = re.compile(r"[ｱ-ﾝｦ･]|(?<=[ｳｶ-ﾄﾊ-ﾎ])ﾞ|(?<=[ﾊ-ﾎ])ﾟ|(?<=[ｷｼﾁﾆﾋﾐﾘﾃﾞﾟ])[ｬｭｮ]|(?<=[ｱ-ﾝﾞﾟ])[ｧｨｩｪｫｯｰ]")
"""Half-width kana that stand where they can."""
_WIDE = re.compile(r"[^\x00-\x7f\uff61-\uff9f]")
_FULL_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fc]")
_EVERYDAY = frozenset({0xA1, 0xA2, 0xA3, 0xA4, 0xA5, 0xAD, *range(0xB0, 0xD0)})
"""The first bytes of signs, letters, kana, ① and the kanji of the first level."""
_PRIVATE = re.compile(r"[\ue000-\uf8ff]")
_FEW = 10
"""One character in so many may be odd."""
_KANA_AT_LEAST = 20
"""One kana in so many characters: Chinese and Korean text, in the same pairs of bytes, has none."""


def reads_as_cp932(text: str) -> bool:
    """Whether a text that is EUC-JP too, read as CP932, is half-width kana that are syllables.

    The kanji that both encodings can have in common are rare ones, so they speak against it; so does the private area.
    """
    if _PRIVATE.search(text):
        return False
    runs = _KANA.findall(text)
    kana = sum(map(len, runs))
    odd = kana - sum(len(_SYLLABLES.findall(run)) for run in runs) + len(_WIDE.findall(text))
    points = sum(run.count("･") for run in runs)
    return odd * _FEW <= kana and points * 4 <= kana


def reads_as_euc(text: str) -> bool:
    """Whether the characters of a text, read as EUC-JP, are those of everyday Japanese."""
    wide = _WIDE.findall(text)
    odd = sum(char.encode(EUC_JP, "replace")[0] not in _EVERYDAY for char in wide)
    return odd * _FEW <= len(wide)


def has_kana(text: str) -> bool:
    """Whether a text has hiragana or katakana in full width, as Japanese has."""
    return len(_FULL_KANA.findall(text)) * _KANA_AT_LEAST >= max(1, len(_WIDE.findall(text)))

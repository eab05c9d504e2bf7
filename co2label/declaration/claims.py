"""What a text beside a carbon figure must not say.

Sources: CFP display guide (MOE/METI, 2025-02-04); ISO 14021 and the Ministry of the Environment's guideline on
environmental labelling (vague claims such as 環境にやさしい are not used); Directive (EU) 2024/825, Annex I of
2005/29/EC points 4a (generic claims) and 4c (claims of a neutral, reduced or positive impact based on offsetting).

>>> forbidden_claim("エコバッグ") is None, forbidden_claim("カーボンニュートラル牛乳")
(True, 'カーボンニュートラル')
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["forbidden_claim"]

_JAPANESE = (
    "カーボンニュートラル",
    "カーボンゼロ",
    "カーボンフリー",
    "カーボンネガティブ",
    "ゼロカーボン",
    "ゼロエミッション",
    "クライメートニュートラル",
    "ネットゼロ",
    "脱炭素商品",
    "排出ゼロ",
    "排出量ゼロ",
    r"co2\s*(?:排出量?)?\s*(?:実質)?\s*(?:ゼロ|0(?![0-9.,]))",
    r"co2\s*フリー",
    r"(?:環境|地球|自然|気候)に(?:やさしい|優しい|安全)",
    "無公害",
    "環境配慮型?",
)
_JAPANESE_BARE = ("エコ", "グリーン", "サステナブル", "サスティナブル")
_ENGLISH = (
    r"\beco\b",
    r"\beco[- ]?friendly\b",
    r"\b(?:environmentally|environment|climate|planet|earth|nature)[- ]friendly\b",
    r"\b(?:carbon|climate|co2)[- ]?(?:neutral|negative|positive|free|zero)\b",
    r"\b(?:zero|net[- ]?zero)[- ](?:carbon|co2|emissions?)\b",
    r"\bnet[- ]zero\b",
    r"\bclimate[- ]compensated\b",
    r"\bgreen (?:product|choice)\b",
    r"\bsustainable\b",
)
_KATAKANA = "ァ-ヺー"
_PATTERN = re.compile(
    "|".join(
        (
            *_JAPANESE,
            *(f"(?<![{_KATAKANA}]){word}(?![{_KATAKANA}])" for word in _JAPANESE_BARE),
            *_ENGLISH,
        )
    )
)


def forbidden_claim(text: str) -> str | None:
    """The first vague or offset-based claim in a text, as it stands there (folded), or None.

    Bare words (エコ, グリーン) are found only where they stand alone: エコバッグ and グリーンカレー are things, not
    claims.
    """
    folded = unicodedata.normalize("NFKC", text.replace("₂", "2")).casefold()
    found = _PATTERN.search(folded)
    return found.group() if found else None

"""Words that blame or press. No message of ours holds one, and no text of a shop is taken with one.

The list is short and of one kind: words that judge the reader or say what they must do. It is no judge of tone.

>>> blaming("牛丼は、親子丼よりCO2e約1.7kg多め") is None, blaming("買いすぎです")
(True, 'すぎです')
"""

from __future__ import annotations

import re

__all__ = ["blaming"]

_JAPANESE = (
    *("だめ", "ダメ", "駄目", "悪い", "わるい", "罪悪", "恥", "無駄", "ムダ", "むだ", "残念", "ひどい"),
    *("あなたのせい", "べき", "しなければ", "しなさい", "してください", "やめましょう", "やめて", "許され"),
    *("すぎです", "すぎました", "過ぎました"),
)
_LATIN = (
    r"\b(?:shame|ashamed|guilty?|guilt|bad|worse|worst|wrong|fault|blame|sorry|unfortunately|wast(?:ed|eful|ing)|selfish)\b",
    r"\b(?:must|should|ought|have to|need to|stop|too much|you failed|don't)\b",
    r"\b(?:honte|coupables?|culpa\w*|mauvaise?s?|pire|faute|dommage|malheureusement|gaspill\w*|égoïste)\b",
    r"\b(?:devez|devriez|il faut|arrêtez|cessez|trop)\b",
)
_PATTERN = re.compile("|".join((*map(re.escape, _JAPANESE), *_LATIN)))


def blaming(text: str) -> str | None:
    """The first word of a text that blames or presses, or None."""
    found = _PATTERN.search(text.casefold().replace("’", "'"))
    return found.group() if found else None

"""Names of the programmes that actions come from, and the one exception to the rules of claims that they need.

The roadmap outline of 2021-04-20 and the ministry's lists call what a person does ゼロカーボン・ドライブ or
サステナブルファッション. On a product such words are claims and are refused (`declaration.claims`). Here they are proper
names of a person's action, so exactly these names, whole and as they are written below, are left out before a text is
judged; nothing else is.

>>> claim_beside_names("ゼロカーボン・ドライブ") is None, claim_beside_names("ゼロカーボン・ドライブ飲料")
(True, 'ゼロカーボン')
"""

from __future__ import annotations

import re

from co2label.declaration import forbidden_claim

__all__ = ["PROGRAMME_NAMES", "beside_names", "claim_beside_names"]

PROGRAMME_NAMES = (
    "ゼロカーボンエネルギー",
    "ゼロカーボン・ドライブ",
    "ゼロカーボンアクション30",
    "サステナブルファッション",
    "環境に配慮した服を選ぶ",
    "脱炭素型の製品・サービスを選ぶ",
    "Zero-carbon energy",
    "Zero-carbon drive",
    "Zero Carbon Action 30",
    "Sustainable fashion",
    "Choose clothes made with care for the environment",
    "Choose low-carbon products and services",
    "Choisir des produits et services bas carbone",
    "net zero energy house",
)
"""The four lead actions of the outline, the ministry's list with its actions 23 and 28 in each language, what ZEH stands for."""
_WHOLE = re.compile(rf"(?<![\w・-])(?:{'|'.join(map(re.escape, PROGRAMME_NAMES))})(?![\w・-])")
"""A name that no letter, kanji, kana or dash continues."""


def claim_beside_names(text: str) -> str | None:
    """The first forbidden claim of a text in which the names of programmes do not count, or None."""
    return forbidden_claim(beside_names(text))


def beside_names(text: str) -> str:
    """A text without the names of programmes in it.

    >>> beside_names("ゼロカーボン・ドライブ、ゼロカーボンの車")
    ' 、ゼロカーボンの車'
    """
    return _WHOLE.sub(" ", text)

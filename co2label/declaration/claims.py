"""What a text beside a carbon figure must not say.

Sources: CFP display guide (MOE/METI, 2025-02-04); ISO 14021 and the Ministry of the Environment's guideline on
environmental labelling (vague claims such as 環境にやさしい are not used); Directive (EU) 2024/825, Annex I of
2005/29/EC points 4a (generic claims) and 4c (claims of a neutral, reduced or positive impact based on offsetting). France:
Code de l'environnement, art. L. 229-68 with D. 229-106 (décret 2022-539: neutre en carbone, zéro carbone, empreinte carbone
nulle, climatiquement neutre, 100 % compensé) and art. L. 541-9-1 (biodégradable, respectueux de l'environnement and the
like on a product or its packaging).

A municipality's 2050年二酸化炭素排出実質ゼロ表明 names a pledge for its area (Ministry of the Environment) and is no claim of a
product; ゼロカーボンシティ, by which it is known too, is refused beside a product.

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
    r"(?!(?:(?<=2050年二酸化炭素)|(?<=2050年 二酸化炭素))排出実質ゼロ表明)排出量?[がをの]?実質(?:ゼロ|0(?![0-9.,]))",
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
_FRENCH = (
    r"\bneutres? (?:en carbone|pour le climat|en co2)\b",
    r"\b(?:climatiquement|carbone) neutres?\b",
    r"\bneutralit[ée] (?:carbone|climatique)\b",
    r"\b(?:z[ée]ro|0) (?:carbone|co2|[ée]missions?)\b",
    r"\bempreinte (?:carbone|climatique) (?:nulle|z[ée]ro|neutre)\b",
    r"\b(?:carbone|co2|int[ée]gralement|enti[èe]rement|100 ?%) compens[ée]e?s?\b",
    r"\bcompens[ée]e?s? (?:en )?(?:carbone|co2)\b",
    r"\brespectueu(?:x|ses?) (?:de l'environnement|de la (?:plan[èe]te|nature)|du climat)",
    r"\b(?:bon|bonne|bons|bonnes) pour (?:l'environnement|la (?:plan[èe]te|nature)|le climat)",
    r"\bamie?s? (?:de l'environnement|de la nature|du climat)",
    r"\b[ée]cologiques?\b",
    r"\b[ée]co-?responsables?\b",
    r"\bbiod[ée]gradables?\b",
    r"\b(?:produits?|choix|alternatives?) (?:verte?s?|durables?)\b",
)
_KATAKANA = "ァ-ヺー"
_PATTERN = re.compile(
    "|".join(
        (
            *_JAPANESE,
            *(f"(?<![{_KATAKANA}]){word}(?![{_KATAKANA}])" for word in _JAPANESE_BARE),
            *_ENGLISH,
            *_FRENCH,
        )
    )
)


def forbidden_claim(text: str) -> str | None:
    """The first vague or offset-based claim in a text, as it stands there (folded), or None.

    Bare words (エコ, グリーン) are found only where they stand alone: エコバッグ and グリーンカレー are things, not
    claims.
    """
    folded = unicodedata.normalize("NFKC", text.replace("₂", "2").replace("’", "'")).casefold()
    found = _PATTERN.search(folded)
    return found.group() if found else None

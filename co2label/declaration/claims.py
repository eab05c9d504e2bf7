"""What a text beside a carbon figure must not say.

Sources: CFP display guide (MOE/METI, 2025-02-04: no comparison with other companies); ISO 14021 and the Ministry of the
Environment's guideline on environmental labelling (vague claims such as 環境にやさしい are not used); Directive (EU) 2024/825,
Annex I of 2005/29/EC points 4a (generic claims) and 4c (claims of a neutral, reduced or positive impact based on
offsetting). France: Code de l'environnement, art. L. 229-68 with D. 229-106 (décret 2022-539: neutre en carbone, zéro
carbone, empreinte carbone nulle, climatiquement neutre, 100 % compensé) and art. L. 541-9-1 (biodégradable, respectueux de
l'environnement and the like on a product or its packaging).

A municipality's 2050年二酸化炭素排出実質ゼロ表明 names a pledge for its area (Ministry of the Environment) and is no claim of a
product; ゼロカーボンシティ, by which it is known too, is refused beside a product.

A list of words finds what people write, not what somebody sets out to hide.

>>> forbidden_claim("エコバッグ") is None, forbidden_claim("カーボンニュートラル牛乳")
(True, 'カーボンニュートラル')
>>> forbidden_claim("Tea, carbon – neutral"), forbidden_claim("環境に ﾔｻｼｲお茶")
('carbon - neutral', '環境に ヤサシ')
"""

from __future__ import annotations

import re
import unicodedata

from co2label.declaration.claim_words import BARE, BASIS, JAPANESE, LATIN, PLEDGE, REDUCTION

__all__ = ["folded", "forbidden_claim"]

_ACCENTS = re.compile("[\u0300-\u036f]")
"""Of Latin letters; the marks of kana are others."""
_UNSEEN = dict.fromkeys((173, *range(8203, 8208), 8288, 65279))
_SIGNS = str.maketrans("’‐‑‒–—―−", "'-------")
_LOOKALIKES = str.maketrans("аеорсухіѕјκοντ", "aeopcyxisjkovt")
"""Cyrillic and Greek small letters that look like Latin ones."""
_KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
"""Hiragana to the katakana of the same sound."""
_LONG = re.compile("(?<=[ァ-ヺ])-(?=[ァ-ヺ])")
"""A dash typed for the mark of a long vowel: カ-ボン."""
_BETWEEN = r"[\s・ー_/-]*"


def _pattern(*words: str) -> re.Pattern[str]:
    return re.compile("|".join(words).translate(_KATAKANA).replace("~", _BETWEEN))


_ALONE = re.compile("|".join(f"(?<![ァ-ヺー]){word}(?![ァ-ヺー])" for word in BARE))
_CLAIM = _pattern(*JAPANESE, rf"(?<![a-z0-9])(?:{'|'.join(LATIN)})(?![a-z0-9])")
_REDUCTION, _BASIS = _pattern(*REDUCTION), _pattern(BASIS)
_PLEDGE = re.compile(PLEDGE)


def forbidden_claim(text: str) -> str | None:
    """The first vague, absolute, offset-based or borrowed claim in a text, as it stands there (folded), or None.

    Bare words (エコ, グリーン) are found only where they stand alone: エコバッグ and グリーンカレー are things, not
    claims. A percentage of a reduction is one where the text names nothing that it is held against.

    >>> forbidden_claim("CO2を30%削減"), forbidden_claim("CO2を30%削減（当社2022年品比）")
    ('co2を30%削減', None)
    """
    said = folded(text)
    pledged = _PLEDGE.sub(lambda found: "□" * len(found.group()), said)
    plain = _LONG.sub("ー", pledged.translate(_KATAKANA))
    found = _CLAIM.search(plain) or _ALONE.search(pledged)
    if found is None and not _BASIS.search(plain):
        found = _REDUCTION.search(plain)
    return said[found.start() : found.end()] if found else None


def folded(text: str) -> str:
    """A text as claims are looked for in it: form KC in lower case, without accents, hidden characters and the many dashes.

    >>> folded("Éco‑ＬＡＢＥＬ")
    'eco-label'
    """
    plain = unicodedata.normalize("NFKC", text.replace("₂", "2")).casefold().translate(_UNSEEN)
    bare = _ACCENTS.sub("", unicodedata.normalize("NFD", plain))
    return unicodedata.normalize("NFC", bare).translate(_SIGNS).translate(_LOOKALIKES)

"""Names of places in Japan as people write them, folded so that the forms of one name compare equal.

Folded are radicals in place of kanji (⻑野 → 長野), full and half width (ﾆｾｺ町), spaces, hiragana and katakana, and the
ways to write the small ke (茅ヶ崎, 茅ケ崎, 茅が崎, 茅ガ崎).
"""

from __future__ import annotations

import re
import unicodedata

from co2label.errors import IdentifierError, clip
from co2label.model import suggestion
from co2label.text import clean_text

__all__ = ["PREFECTURES", "folded", "prefecture_named", "split_prefecture", "without_district"]

PREFECTURES: tuple[str, ...] = (
    *("北海道", "青森県", "岩手県", "宮城県", "秋田県", "山形県", "福島県"),
    *("茨城県", "栃木県", "群馬県", "埼玉県", "千葉県", "東京都", "神奈川県"),
    *("新潟県", "富山県", "石川県", "福井県", "山梨県", "長野県", "岐阜県", "静岡県", "愛知県", "三重県"),
    *("滋賀県", "京都府", "大阪府", "兵庫県", "奈良県", "和歌山県"),
    *("鳥取県", "島根県", "岡山県", "広島県", "山口県", "徳島県", "香川県", "愛媛県", "高知県"),
    *("福岡県", "佐賀県", "長崎県", "熊本県", "大分県", "宮崎県", "鹿児島県", "沖縄県"),
)
"""The 47 prefectures in the order of their codes, 01 to 47 (JIS X 0401)."""

_KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
"""Hiragana to the katakana of the same sound (Unicode blocks 3040 and 30A0 run in parallel)."""
_SMALL_KE = str.maketrans("ヶガヵカ", "ケケケケ")
_IN_JAPANESE = str.maketrans("戶靑黃黑", "戸青黄黒")
"""What form KC (UAX #15), applied elsewhere, makes of radicals, and the kanji that Japan writes."""
_DISTRICT = re.compile(r".+?郡(?=.+[町村]$)")
"""Only towns and villages lie in a district: 郡山市 and 蒲郡市 keep their first character."""


def folded(text: str) -> str:
    """A name in the form in which names are compared; not for printing.

    Raises:
        TextError: a character that must not be printed, nothing but spaces, or over 120 characters.

    >>> folded("茅が崎市") == folded("茅 ｹ崎市") == folded("茅ヶ崎市")
    True
    >>> folded(" ⻑野県 "), folded("⼆⼾市")
    ('長野県', '二戸市')
    """
    plain = unicodedata.normalize("NFKC", clean_text(text, where="place")).replace(" ", "")
    return plain.translate(_IN_JAPANESE).translate(_KATAKANA).translate(_SMALL_KE)


def split_prefecture(name: str) -> tuple[str | None, str]:
    """The prefecture that a folded name begins with, if any, and the rest.

    >>> split_prefecture("岩手県久慈市"), split_prefecture("京都市"), split_prefecture("京都府")
    (('岩手県', '久慈市'), (None, '京都市'), ('京都府', ''))
    """
    for prefecture in PREFECTURES:
        if name.startswith(prefecture):
            return prefecture, name.removeprefix(prefecture)
    return None, name


def prefecture_named(text: str) -> str:
    """The prefecture that a name means, with or without its ending.

    Raises:
        IdentifierError: none of the 47.

    >>> prefecture_named("⻑野"), prefecture_named("京都府")
    ('長野県', '京都府')
    """
    wanted = folded(text)
    for prefecture in PREFECTURES:
        if wanted in {prefecture, prefecture[:-1]}:
            return prefecture
    todo = suggestion(wanted, PREFECTURES) or "write it with its ending, such as 岩手県"
    message = f"one of the 47 prefectures expected, got {clip(text)}; {todo}"
    raise IdentifierError(message)


def without_district(name: str) -> str:
    """A town's or village's name without the district (郡) before it; which district it is, is not looked at.

    >>> without_district("九戸郡軽米町"), without_district("赤穂郡上郡町"), without_district("蒲郡市")
    ('軽米町', '上郡町', '蒲郡市')
    """
    return _DISTRICT.sub("", name, count=1)

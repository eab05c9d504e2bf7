"""日本語: changes."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    # what another set of factors does to a catalogue
    "changes.title": "排出係数の更新による変化",
    "changes.moved": "{total}商品のうち{moved}商品の値が変わった（{unchanged}商品は変わらない）",
    "changes.lower": "{count}商品が下がった",
    "changes.higher": "{count}商品が上がった",
    "changes.axis": "変化率（更新前の値に対する%）",
    "changes.products": "商品の数",
    "changes.median": "変わった商品の中央値 {percent}",
    "changes.beyond": "{count}商品は{percent}をこえる",
    "changes.below": "{count}商品は{percent}より低い",
    "changes.causes": "おもな原因：{names}",
    "changes.cause": "{name}（{count}商品）",
    "changes.lost": "{count}商品は新しい係数では計算できない",
    "changes.gained": "{count}商品は新しい係数で計算できるようになった",
    "changes.from-zero": "{count}商品は0から変わった（変化率なし）",
    "changes.none": "値が変わった商品はない",
    "changes.list": "、",
}

"""日本語: actions."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    "actions.title": "わたしのアクション",
    "actions.lead.zero-carbon-energy": "ゼロカーボンエネルギー",
    "actions.lead.home-comfort": "おうち快適",
    "actions.lead.zero-carbon-drive": "ゼロカーボン・ドライブ",
    "actions.lead.sustainable-fashion": "サステナブルファッション",
    "actions.group.energy": "エネルギー",
    "actions.group.home": "住まい",
    "actions.group.mobility": "移動",
    "actions.group.food": "食",
    "actions.group.clothes": "衣類",
    "actions.group.waste": "ごみ",
    "actions.group.shopping": "買い物・投資",
    "actions.group.nature": "環境活動",
    "actions.no-figure": "数字なし",
    "actions.no-figure-why": "数字のないものは、出典のある数字がまだないアクションです。数えていません",
    "actions.person": "1人・1年",
    "actions.persons": "{persons}人・1年",
    "actions.expected": "年に減らせる見込み",
    "actions.of-average": "平均的なくらしの{kg}（{who}）の",
    "actions.of-own": "くらし全体の{kg}（{who}）の",
    "actions.of-known": "わかっている{kg}（{who}）の",
    "actions.added": "1つずつ足すと{kg}。同じ電気や移動は2度減らせないので、重なりを引いています",
    "actions.single": "1つだけの場合です。ほかと重なる分は足せません",
    "actions.partly": "{name}（{percent}%）",
    "actions.unknown": "数えていない分（排出量がわからないため）：{parts}",
    "actions.list": "、",
    "actions.sum": "{sum}（{whole}{share}）",
    "actions.co2-only": "CO₂だけの数字（kg-CO₂）も、そのまま合わせています",
    "actions.note": "平均をもとにした見込みで、測った結果ではありません",
    "actions.full": "前提：{basis}",
    "actions.source": "出典：{source}",
    "actions.made-by": "{who}さん",
    "actions.since": "{year}年{month}月{day}日から",
    "actions.joint": "・",
}

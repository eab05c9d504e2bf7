"""日本語: points."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    "points.one": "{n}ポイント",
    "points.many": "{n}ポイント",
    # a rule on a label or a page
    "points.promise": "{campaign}：{what}（{terms}）",
    "points.promise-of-rule": "{campaign}「{rule}」：{what}（{terms}）",
    "points.terms.joint": "、",
    "points.from": "{year}年{month}月{day}日から",
    "points.until": "{year}年{month}月{day}日まで",
    "points.capped": "上限あり",
    "points.evidence": "証明が必要",
    "points.fixed": "1個につき{rate}",
    "points.per-gram-avoided": "基準（{baseline}）より少ないCO₂e 1gにつき{rate}",
    "points.percent-uplift": "通常のポイントに{rate}%上乗せ",
    "points.multiplier": "通常のポイントの{rate}倍",
    # a booking on a receipt
    "points.granted": "{campaign}：{points}を付与(残高{balance})",
    "points.held-back": "{campaign}：{earned}のうち{points}を付与({cap}、残高{balance})",
    "points.cap.budget": "全体の上限",
    "points.cap.cap-per-member": "お一人の上限",
    "points.cap.cap-per-day": "1日の上限",
    "points.returned": "{campaign}：返品で{points}減(残高{balance})",
    "points.expired": "{campaign}：期限切れで{points}減(残高{balance})",
    "points.expire-on": "ポイント期限：{day}",
    "points.day": "{year}年{month}月{day}日",
    # the limit of premiums
    "premium.goods": "総付景品の限度額（景品表示法）の目安です。法的助言ではありません。",
    "premium.own-shop-payment": "自店の支払いに使えるポイントは値引きにあたり、景品の限度額の外です。法的助言ではありません。",
}

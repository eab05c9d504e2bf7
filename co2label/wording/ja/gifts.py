"""日本語: gifts."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    # why a household gets what it gets, on a letter and on a receipt
    "gifts.allotted": "お礼の品：{gift}（{place}）{pieces}個",
    "gifts.lower-step": "お礼の品：{gift}（{place}）{pieces}個（上の段階の品は在庫切れ）",
    "gifts.fewer": "お礼の品：{gift}（{place}）{pieces}個（在庫の都合により{due}個のうち）",
    "gifts.out-of-stock": "お礼の品は先着順のため、在庫がなくなりました",
    "gifts.below-threshold": "お礼の品まで、あと{short} kWhです",
    "gifts.outside-area": "お礼の品は{area}にお住まいの方が対象です",
    "gifts.outside-period": "お礼の品の対象期間は{first}から{last}までです",
    "gifts.notice": "{programme}：{what}",
    "gifts.short": "{gift} {pieces}個をお届けします",
    "gifts.places.joint": "・",
    # a letter
    "gifts.dear": "{member} 様",
    "gifts.used": "{first}から{last}までに、{places}の再生可能エネルギーの電気を{kwh} kWhお使いいただきました。",
    "gifts.order": "先着順：条件を満たした日、同じ日は番号の順。",
    # the limits of furusato tax
    "gifts.furusato": "ふるさと納税の返礼品の基準（返礼割合3割以下・地場産品）の目安です。法的助言ではありません。",
}

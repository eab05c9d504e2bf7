"""日本語: page."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    # the page behind the QR code
    "page.languages": "表示言語",
    "page.language": "日本語",
    "page.title": "{name}のCO₂排出量",
    "page.label": "商品のラベル",
    "page.stage": "段階",
    "page.share": "割合",
    "page.value": "排出量（{unit}）",
    "page.total": "合計",
    "page.absent": (
        "「対象外」は算定の範囲の外にある段階、"
        "「データなし」は範囲の中にあっても算定した活動のない段階です。"
        "どちらもゼロという意味ではありません。"
    ),
    "page.nothing": "「該当なし」は、範囲の中にあるものの、そこでは何も起こらないと表示する者が述べている段階です。",
    "page.reason": "{status}：{reason}",
    "page.basis": "めやすの根拠：{basis}",
    "page.band": "5段階の区分",
    "page.comparison": "当社の商品との比較",
    "page.indicators": "この商品のとりくみ",
    "page.how": "どのように算定したか",
    "page.how.covers": "算定の範囲",
    "page.how.unit": "算定の単位",
    "page.how.year": "データの年",
    "page.how.standard": "算定の規格",
    "page.how.gwp": "CO₂への換算",
    "page.how.factors": "排出係数",
    "page.how.checked": "検証",
    "page.how.issued": "発行日",
    "page.how.valid": "有効期限",
    "page.how.company": "表示する者",
    "page.gwp": "IPCC {gwp_set}の地球温暖化係数（{horizon}年）で換算",
    "page.factors": "co2label（{edition}）",
    "page.checked": "{verification}、{date}",
    "page.working": "計算の内訳",
    "page.working.name": "項目",
    "page.working.amount": "量",
    "page.working.factor": "係数",
    "page.notes": "あわせて知っておきたいこと",
    "page.note.mixed-basis": "排出係数の一部はCO₂だけの値で、ほかの温室効果ガスを含みません。",
    "page.note.mixed-gwp-set": "排出係数の一部は、ほかの版または版のわからない地球温暖化係数で換算されています。",
    "page.note.stale-factor": "排出係数の一部は、この商品のデータより5年より古いものです。",
    "page.note.radiative-forcing": "航空機が排出ガス以外で温暖化させる分（放射強制力）を含みます。各規格の合計には含まれません。",
    "page.note.boundary-overlap": "排出係数や部材の一部は後の段階の排出も含むため、段階の境目は厳密ではありません。",
    "page.not": (
        "この数値は、上に示した範囲で出る温室効果ガスをCO₂に換算した参考情報です。"
        "法令で定められた値や認証の値ではありません。範囲や単位、"
        "算定方法の異なる数値とは比べられません。"
    ),
    "page.sources": "出典",
    "page.source.edition": "{title}（{edition}）",
    "page.source.licence": "ライセンス：{licence}",
    "page.source.factors": "使用した係数：{factors}",
    "page.source.joint": "、",
    "page.tips": "できること",
    "page.data": "このページのデータ（JSON）",
    "page.index": "CO₂排出量の一覧",
    "page.index.product": "商品・サービス",
    "page.index.per": "単位",
    "page.index.note": "数値はそれぞれの単位あたりです。単位や算定の範囲が異なるものどうしは比べられません。",
    # removals and bought credits, on the page and in data only
    "page.removed": "除去の根拠",
    "page.credits": "購入したクレジット",
    "page.credits.not": "製品の外での購入であり、表示の数字には一切含まれていません。",
    "removal.evidence": "{store}に{years}年以上貯留。{standard}、検証：{by}",
    "removal.evidence.dated": "{store}に{years}年以上貯留。{standard}、検証：{by}（{date}）",
    "removal.store.geological": "地層",
    "removal.store.mineral": "鉱物",
    "removal.store.biochar": "バイオ炭",
    "removal.store.product": "製品",
    "removal.store.soil": "土壌",
    "removal.store.forest": "森林",
    "credit.bought": "カーボン・クレジット {amount}（{vintage}年分）、{registry} 番号 {serial}",
    "credit.standard": "{credit}、{standard}",
    "credit.retired": "{credit}、{date}無効化",
}

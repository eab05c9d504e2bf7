"""日本語: origin."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    # origin of electricity: the claim, in the forms of 電力の小売営業に関する指針
    "origin.claim.renewable": "{electricity}の{share}は再エネ{places}。再エネ指定の非化石証書を使用",
    "origin.claim.renewable-fit": "{electricity}の{share}は再エネ{places}。再エネ指定の非化石証書を使用",
    "origin.claim.effectively-renewable": "{electricity}の{share}は実質再エネ。再エネ指定の非化石証書{places}を使用",
    "origin.beside.renewable-fit": "{electricity}の{fit}はFIT電気（費用の一部は、電気を使うみんなが払う賦課金）",
    "origin.beside.effectively-renewable": "{electricity}の電源構成（{period}）：{mix}",
    "origin.electricity": "{stages}の電気",
    "origin.electricity.raw-materials": "原材料",
    "origin.electricity.production": "製造",
    "origin.electricity.distribution": "流通・販売",
    "origin.electricity.use": "使用時",
    "origin.electricity.end-of-life": "廃棄時",
    "origin.join": "・",
    "origin.places": "（{places}）",
    "origin.from": "{place}の{source}",
    "origin.place": "{prefecture}{municipality}",
    "origin.list": "、",
    "origin.and-others": "{list}ほか",
    "origin.mix-entry": "{source}{percent}",
    # sources of electricity
    "origin.source.solar": "太陽光",
    "origin.source.wind": "風力",
    "origin.source.hydro": "水力",
    "origin.source.geothermal": "地熱",
    "origin.source.biomass": "バイオマス",
    "origin.source.fit": "FIT電気",
    "origin.source.nuclear": "原子力",
    "origin.source.coal": "石炭火力",
    "origin.source.gas": "LNG火力",
    "origin.source.oil": "石油火力",
    "origin.source.exchange": "卸電力取引所",
    "origin.source.other": "その他",
    "origin.source.unknown": "情報なし",
    # times
    "origin.fiscal-year": "{year}年度",
    "origin.year": "{year}年",
    "origin.month": "{year}年{month}月",
    "origin.from-to": "{first}〜{last}",
    "origin.actual": "{period}実績",
    "origin.planned": "{period}計画",
    # the picture of the power mix
    "origin.title": "電源構成",
    "origin.mix-of": "電源構成（{period}）",
    "origin.certificates": "証書の使用（{periods}発電）",
    "origin.by.renewable": "再エネ",
    "origin.by.renewable-fit": "再エネ（FIT電気）",
    "origin.by.effectively-renewable": "実質再エネ",
    "origin.by.none": "証書なし",
    "origin.rounded-down": "端数切り捨てのため、合計は100%になりません",
    "origin.factor": "1 kWhのCO₂（kg-CO₂e）",
    "origin.factor.generation": "1 kWhの発電時CO₂（kg-CO₂e）",
    "origin.factor.market": "証書を反映",
    "origin.factor.location": "地域の電気の平均",
    # what it means
    "origin.explain.renewable": "再エネ（再生可能エネルギー）は、太陽光・風力・水力・地熱・バイオマスの電気です。",
    "origin.explain.effectively-renewable": (
        "実質再エネは、この電源構成の電気に、再エネ指定の非化石証書を組み合わせたものです。"
    ),
    "origin.explain.fit": (
        "FIT電気は、国の固定価格買取制度（FIT）で買い取られた電気です。費用の一部は、ほかのお客さまも含め、"
        "電気を使うすべての人が払う賦課金でまかなわれています。"
    ),
    "origin.explain.uncertified": (
        "非化石証書を使用していない部分は、再エネとしての価値やCO₂を出さない電源としての価値をもたず、"
        "小売電気事業者の表示では、火力なども含めた全国平均の電気のCO₂排出量をもつ電気として扱われます。"
    ),
    "origin.explain.rest": "この商品のCO₂の値では、その部分を{factors}で計算しています。",
    "origin.rest.join": "と",
    "origin.rest.supplier": "小売電気事業者の排出係数",
    "origin.rest.residual": "残差ミックス（証書などで取引された分を除いた残りの電気）の排出係数",
    "origin.rest.grid": "系統の平均の排出係数",
    "origin.rest.stated": "その電気について示した排出係数",
    "origin.explain.exchange": "卸電力取引所の電気には、水力、火力、原子力、FIT電気、再エネなどが含まれます。",
}

"""日本語: 読み手が目にするすべてのことば。"""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    "language.name": "日本語",
    # label
    "title": "CO₂排出量",
    "unit.per": "{unit}あたり",
    "reference.of-day": "1人1日のめやす {day} kg の",
    "reference.basis.iges-2030": "2030年・1.5℃目標から（IGES 2019）",
    "reference.percent": "{value}%",
    "reference.below-one": "1%未満",
    "reference.days": "約{value}日分",
    "stage.raw-materials": "原材料調達",
    "stage.production": "生産",
    "stage.distribution": "流通・販売",
    "stage.use": "使用・維持管理",
    "stage.end-of-life": "廃棄・リサイクル",
    "stage.excluded": "対象外",
    "stage.no-data": "データなし",
    "boundary.cradle-to-gate": "原材料調達〜生産",
    "boundary.cradle-to-grave": "原材料調達〜廃棄・リサイクル",
    "boundary.gate-to-gate": "生産のみ",
    "line.boundary": "対象: {text}",
    "line.boundary-scope": "対象: {text}（{scope}）",
    "line.calculated": "算定: {year}年・{verification}",
    "line.method": "方法: {method}",
    "line.valid": "有効: {date}まで",
    "line.qr": "くわしい算定と出典",
    "verification.self-declared": "自己宣言",
    "verification.second-party": "第二者検証（{by}）",
    "verification.third-party": "第三者検証（{by}）",
    # for people who do not see the picture
    "spoken": "{name}、{unit}あたりのCO2排出量は{value}{unit_words}です。"
    "1人1日のめやす{day}キログラムの{percent}です。",
    "spoken.g-CO2e": "グラムCO2換算",
    "spoken.kg-CO2e": "キログラムCO2換算",
    "spoken.t-CO2e": "トンCO2換算",
    "spoken.qr": "くわしい算定と出典のQRコード: {link}",
    # units of account, where a person wrote them in ASCII
    "unit.piece": "{n}個",
    "unit.use": "{n}回",
    "unit.person": "{n}人",
    "unit.night": "{n}泊",
    "unit.person-night": "{n}人泊",
    "unit.day": "{n}日",
    "unit.h": "{n}時間",
    "unit.year": "{n}年",
    "unit.person-km": "{n}人km",
    "unit.t-km": "{n}トンkm",
    "unit.with-mass": "{unit}（{mass}）",
    # receipt
    "receipt.total": "CO2e合計({covered}/{items}品目)",
    "receipt.of-day": "1日のめやす{day}kgの",
    "receipt.legend": "CO2e=温室効果ガスのCO2換算",
    "receipt.line": "CO2e {value}",
    "receipt.unknown": "CO2e データなし",
    "receipt.sum": "合計",
    # notes, as qualifiers near the figure
    "note.mixed-basis": "CO2のみの係数とCO2e係数が混在しています",
    "note.mixed-gwp-set": "GWPの版が異なる係数を含みます",
    "note.gwp-set-unknown": "GWPの版が不明な係数を含みます",
    "note.stale-factor": "5年より古い係数を含みます",
    "note.boundary-overlap": "係数の範囲が重なり、二重計上の可能性があります",
    "note.rounded": "四捨五入のため合計は一致しないことがあります",
}

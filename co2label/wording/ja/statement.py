"""日本語: statement."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    # monthly statement
    "statement.title": "買いもののCO₂排出量",
    "statement.months": "1月|2月|3月|4月|5月|6月|7月|8月|9月|10月|11月|12月",
    "statement.month": "{year}年{name}",
    "statement.through": "{month}（{day}日まで）",
    "statement.receipts": "レシート{count}枚|レシート{count}枚",
    "statement.covered": "{covered}/{items}品目のデータから",
    "statement.covered-share": "{covered}/{items}品目（金額の{percent}）のデータから",
    "statement.of-items": "{covered}/{items}品目",
    "statement.interval": "{low}〜{high} {unit}（95%区間、最大にとった幅）",
    "statement.day": "1日平均 {value} {unit}は、1人1日のめやす {day} kg の",
    "statement.day-of": "めやすの{day} kgは、くらし全体の1人分。{basis}",
    "statement.categories": "分類別の内訳",
    "statement.other": "その他",
    "statement.unknown": "データなし",
    "statement.items": "{count}品目|{count}品目",
    "statement.and-more": "ほか{count}",
    "statement.list": "、",
    "statement.trend": "月ごとの1日平均",
    "statement.gap": "レシートなし",
    "statement.covered-short": "品目",
    "statement.line": "{name}：{said}",
    "statement.aside": "{said}（{more}）",
}

"""日本語: receipt."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    # receipt
    "receipt.total": "CO2e合計({covered}/{items}品目)",
    "receipt.of-day": "1日のめやす{day}kgの",
    "receipt.legend": "CO2e=温室効果ガスのCO2換算",
    "receipt.line": "CO2e {value}",
    "receipt.unknown": "CO2e データなし",
    "receipt.sum": "合計",
    "receipt.total-share": "CO2e合計({covered}/{items}品目,金額{percent})",
    "receipt.share": "対象品目の金額割合",
    "receipt.trace": "1mg未満",
    "receipt.near": "({said})",
    "receipt.near-per": "{per}：{said}",
    "receipt.near-items": "{said}({count}/{items}品目)",
    "receipt.rounded": "端数は四捨五入",
    "receipt.has-unstated": "根拠の記載がない値を含む",
    "receipt.boundaries": "算定範囲は商品により異なる",
    "receipt.information": "金額ではなく情報です",
    "receipt.joint": "。",
    "receipt.than-last": "前回({last})より",
    "receipt.code-page": "cp932",
    "receipt.mark": "・",
    # receipt data: in an invoice, as linked data
    "receipt-data.joint": "、",
    "receipt-data.unit": "販売単位",
    "receipt-data.receipt": "レシート",
    "receipt-data.sum": "{receipt}の{total} {value}。{information}",
}

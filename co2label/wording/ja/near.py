"""日本語: near the figure."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    "near.joint": "、",
    # sum rules, credits, removals
    "sum-rule.iso-14067": "ISO 14067",
    "sum-rule.pact-3": "PACT 3",
    "sum-rule.tfs-3.1": "TfS 3.1",
    "sum-rule.catena-x-9": "Catena-X 9",
    "near.sum-rule": "{rule}による合計",
    "near.sum-rule.counted": "{rule}による合計（除去を算入）",
    "near.sum-rule.short": "{rule}の合計",
    "near.sum-rule.counted.short": "{rule}・除去算入",
    "near.credits": "排出 {gross}、代替・リサイクルの控除 {credit}",
    "near.credits.short": "排出{gross}・控除{credit}",
    "near.removed": "排出 {emitted}・別に除去 {removed}（差し引いていません）",
    "near.removed.short": "別に除去 {removed}",
    "near.removed.counted": "排出 {emitted}・除去 {removed}",
    "near.removed.counted.short": "排出{emitted}・除去{removed}",
    # estimates: averages of product groups, money
    "near.estimate.some": "推計を含む（{parts}）",
    "near.estimate.all": "推計（{parts}）",
    "near.estimate.average": "平均値 {percent}",
    "near.estimate.spend": "金額 {percent}",
    "near.estimate.average-alone": "品目群の平均値からの推計",
    "near.estimate.spend-alone": "金額からの推計",
    "near.estimate.short": "推計{percent}",
    "near.estimate.average-alone.short": "平均値推計",
    "near.estimate.spend-alone.short": "金額推計",
    # stages without data, cut-off
    "near.stages": "{stages}段階のうち{count}段階のデータ",
    "near.stages.short": "データ{count}/{stages}段階",
    "near.cut-off": "排出量の{percent}を算定に含まない（{standard}の上限{limit}）",
    "near.cut-off.short": "{percent}を含まない",
    # a company whose name holds a claim
    "near.company-name": "会社の名前は、この商品の環境についての説明ではありません",
    "near.company-name.short": "社名は商品の説明ではない",
}

"""日本語: explain."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    # a figure taken apart
    "explain.per": "{name}：{unit}あたり {kg} kg CO2e",
    "explain.notes": "注記",
    "explain.basis": "GWP：{set}、{years}年",
    "explain.sum-rule": "{rule}による合計。排出：{kg} kg",
    "explain.removed": "除去：{kg} kg",
    "explain.credited": "差し引いた控除（代替・リサイクル）：{kg} kg",
    "explain.unconverted": "このGWPに換算できず公表値のままの分：{kg} kg{share}",
    "explain.electricity": "電力：ロケーション基準では {location} kg、マーケット基準では {market} kg",
    "explain.quality": "データ品質（{axis}）：{working}",
}

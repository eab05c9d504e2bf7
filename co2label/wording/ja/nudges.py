"""日本語: nudges."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    "nudges.swap-gain.row": "次は{b}なら、{a}よりCO2e {kg}少なめ{per}",
    "nudges.swap-loss.row": "{a}は{b}よりCO2e {kg}多め{per}",
    "nudges.swap-gain.sentence": "次は{b}にすると、{a}よりCO₂eが約{kg}（{percent}%）少なくなります（{unit}あたり）。",
    "nudges.swap-loss.sentence": "{a}は、{b}よりCO₂eが約{kg}（{percent}%）多くなります（{unit}あたり）。",
    "nudges.social-norm.row": "{now}のCO2eは、{group}の平均({people}人)より{percent}%少なめ",
    "nudges.social-norm.sentence": "{now}のCO₂eは、{group}の平均（{people}人）より{percent}%少なめでした。",
    "nudges.feedback.row": "{now}のCO2eは、{last}より{percent}%少なめ",
    "nudges.feedback.sentence": "{now}のCO₂eは、{last}より{percent}%少なめでした。",
    "nudges.budget.row": "{name}のめやす{budget}のうち、CO2e {left}が残り",
    "nudges.budget.sentence": "{name}のめやす{budget}のうち、CO₂eで{left}が残っています。",
    "nudges.default.row": "{what}が標準です。変更は{change}",
    "nudges.default.sentence": "{what}が標準です。変更は{change}。",
    "nudges.per": "({unit})",
    "nudges.source": "もとのデータ：{source}",
}

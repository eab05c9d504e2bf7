"""日本語: catalogue."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    # summary of a run over a catalogue
    "catalogue.title": "カタログのラベル",
    "catalogue.labelled": "ラベルを作成",
    "catalogue.computed": "計算のみ（ほかの製品の材料など）",
    "catalogue.refused": "作成できず",
    "catalogue.items": "合計",
    "catalogue.refusals": "作成できなかった理由",
    "catalogue.refusals.all": "すべては{file}に記載。",
    "catalogue.reason": "理由",
    "catalogue.place": "項目",
    "catalogue.count": "件数",
    "catalogue.refusals.none": "作成できなかったものはありません。",
    "catalogue.near": "数値のすぐそばに表示",
    "catalogue.notes": "数値についての注意",
    "catalogue.note": "注意",
    "catalogue.example": "例",
    "catalogue.notes.none": "注意はありません。",
    "catalogue.labels": "ラベル",
    "catalogue.labels.some": "{count}件のうち{shown}件",
    "catalogue.files": "ファイル",
    "catalogue.label.of": "{name}のラベル",
    "catalogue.edition": "排出係数の版",
    "catalogue.valid": "最も早い有効期限",
}

"""日本語: declaration."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    # comparison
    "compare.lower": "{b}の{unit}あたりのCO₂排出量は、{a}より{percent}%少ない",
    "compare.higher": "{b}の{unit}あたりのCO₂排出量は、{a}より{percent}%多い",
    "compare.equal": "{b}の{unit}あたりのCO₂排出量は、{a}と同じ",
    "compare.interval": "差の95%区間は{low}%〜{high}%",
    "compare.not-distinguishable": "{b}と{a}の{unit}あたりのCO₂排出量は、不確かさの範囲内で区別できない",
    "compare.uncertainty-not-stated": "不確かさが示されていないため、差があるかどうかはわからない",
    "compare.partial": "区間は、示された不確かさだけによる",
    "compare.basis": "前提：{boundary}、{method}、{year_a}年と{year_b}年のデータ",
    "compare.rule": "製品別算定ルール：{rule}",
    "compare.joint": "。",
    # notes, as qualifiers near the figure
    "note.mixed-basis": "一部の係数はCO₂のみ",
    "note.mixed-gwp-set": "一部の係数は他の版か版不明のGWP",
    "note.stale-factor": "5年より古い係数を含む",
    "note.boundary-overlap": "一部の項目は後の段階の分も含む",
    "note.radiative-forcing": "航空の放射強制力を含む",
    "note.joint": "。",
    # declaration: band, own comparison
    "band.of.meal": "1食あたりkg-CO₂e：A {a}以下、B {b}、C {c}、D {d}以下。{source}",
    "band.of.kg": "1 kgあたりkg-CO₂e：A {a}以下、B {b}、C {c}、D {d}以下。{source}",
    "band.of.day": "1日のめやすに対する%：A {a}以下、B {b}、C {c}、D {d}以下。{source}",
    "own.lower": "{baseline}より{percent}%少ない",
    "own.higher": "{baseline}より{percent}%多い",
    "own.same": "{baseline}と同じ",
    "own.not-distinguishable": "{baseline}との差は、不確かさの範囲内",
    "own.baseline-year": "当社{year}年品",
    "own.baseline-named": "当社「{name}」（{year}年）",
    "own.basis": "同じ単位・段階・方法。{year_a}年と{year_b}年のデータ。差は{low}%〜{high}%（{interval}）",
    "own.interval": "95%区間",
    "own.interval-partial": "示された不確かさの95%区間",
}

"""A claim is found however it is written, in every language; names of things are let through."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from co2label.declaration import forbidden_claim

WRITTEN_OTHERWISE = """
ゼロ・カーボン | ゼロ カーボン | ゼロ-カーボン | ぜろかーぼん | ｾﾞﾛｶｰﾎﾞﾝ | ゼロ＿ｶｰﾎﾞﾝ
カ－ボンニュ－トラル | カーボン・ニュートラル | カーボンニュウトラル | ＣＯ２ニュートラル | CO₂e neutral
Ｃａｒｂｏｎ　Ｎｅｕｔｒａｌ | carbon–neutral | carbon - neutral | carbonneutral | \u0441arbon neutral
carbon\u00adneutral | carbon\u200bneutral | net\u2011zero | netzero | climate\u2011neutral
neutre en CO₂ | 環境に ﾔｻｼｲ | 環境に良い | 地球にいい | 地球に優しく | eco商品 | ECOな水 | éco
エコフレンドリー | サステイナブル
"""
NONE_AT_ALL = """
CO2eゼロ | CO2e 0 | CO2排出量がゼロ | 排出量はゼロ | 排出量 ゼロ | 排出が０ | 二酸化炭素ゼロ
温室効果ガスゼロ | 実質ゼロ | 環境負荷ゼロ | CO2排出なし | CO₂を排出しない | 炭素中立 | 気候中立
ゼロエミ商品 | カーボンマイナス | カーボン・ネガティブ | emissions-free | zero-CO2e | no CO2 emissions
CO2 emissions: zero | 0% CO2 | zéro net | sans carbone | sans émission | carboneutre | décarboné
"""
OFFSET_OR_STORED = """
カーボンオフセット | CO2オフセット | オフセット済み | CO2を相殺 | 木がCO2を吸収 | 排出量を帳消し
carbon offset | offsets our emissions | absorbs CO2 | removes carbon | absorbe le CO2 | carbone compensé
"""
BORROWED = """
環境省認定 | 国の認定 | 消費者庁推奨 | 業界最小 | 業界No.1 | 他社比20%減 | 他社製品より少ない
lowest carbon | than any competitor | que la concurrence
"""
NO_BASIS = """
CO2 50%削減 | CO₂を30％カット | CO2排出量を30%削減 | 30%のCO2削減 | 排出量が30%少ない | CO2削減率30%
50% less CO2 | 30% lower carbon footprint | 30 % de CO2 en moins
"""
THINGS = """
Points CO₂ : 0 points | CO₂：0ポイント
エコバッグ | エコノミー | エコー | グリーンカレー | グリーンピース | green tea | Thé vert
Coca-Cola Zero | ゼロカロリー | 炭素鋼 | Carbon fibre | カーボンフットプリント 0.5 kg | CO2e 0.5 kg
CO2e 0 g | 排出量 0.5 | 10 CO2 | 炭酸水（CO2 0.7%） | 塩分30%カット | offset printing | 実質0円
実質再エネ | net zero energy house | えこひいき | CO2を30%削減（当社2022年品比）
30% less CO2 than our product of 2022 | 持続可能な開発目標 | CO₂を出さない電源としての価値をもたず
"""


def texts(block: str) -> list[str]:
    return [text.strip() for line in block.strip().splitlines() for text in line.split(" | ") if text.strip()]


@pytest.mark.parametrize(
    "text", texts(WRITTEN_OTHERWISE + NONE_AT_ALL + OFFSET_OR_STORED + BORROWED + NO_BASIS)
)
def test_refused(text):
    assert forbidden_claim(text) is not None
    assert forbidden_claim(f"おにぎり（{text}）の{text}") is not None


@pytest.mark.parametrize("text", texts(THINGS))
def test_let_through(text):
    assert forbidden_claim(text) is None


def test_what_is_found_is_named_as_it_stands_there():
    assert forbidden_claim("北の町の 環境に ﾔｻｼｲ 米") == "環境に ヤサシ"
    assert forbidden_claim("お茶、ぜろ・かーぼん") == "ぜろ・かーぼん"


@given(
    st.sampled_from(
        [
            "カーボンニュートラル",
            "ゼロカーボン",
            "ネットゼロ",
            "carbon neutral",
            "neutre en carbone",
            "CO2ゼロ",
        ]
    ),
    st.sampled_from(["", "お茶", "Tea ", "10", "・"]),
    st.sampled_from(["", "の米", " tea", "！"]),
)
def test_no_neighbour_hides_a_claim(claim, before, after):
    """A digit before Latin letters makes another word of them (2050 zero), kana or a dot does not."""
    gap = " " if claim.isascii() else ""
    assert forbidden_claim(before + gap + claim + gap + after) is not None

"""Where lines may end: phrases of Japanese, the rules that win over them, and what stays as it is."""

import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from co2label import text
from co2label.text import COMPOUND, INSIDE, MARK, NO_START, PHRASE, SPACE, split


def shown(text, most):
    """The text with a bar at each break that costs at most so much."""
    pieces = split(text)
    return "".join(piece + ("|" if cost <= most else "") for piece, cost in pieces[:-1]) + pieces[-1][0]


@pytest.mark.parametrize(
    "phrases",
    [
        "テレワークなど|働き方を|くふうする|（40%）",
        "再エネ電気に|切り替える",
        "今持っている|服を|長く|大切に|着る",
        "製造の|電気の|12%は|再エネ|（福島県の|水力）。|再エネ指定の|非化石証書を|使用",
        "再エネとしての|価値や|CO₂を|出さない|電源としての|価値を|もたず、|火力なども|含めた",
        "費用の|一部は、|ほかの|お客さまも含め、|電気を|使う|すべての|人が|払う|賦課金で",
        "固定価格|買取制度|（FIT）で|買い取られた|電気です。",
        "国産大豆の|絹ごし豆腐と|季節野菜の|ヘルシー定食 |玄米ごはん付き",
        "平均を|もとにした|見込みで、|測った|結果ではありません",
        "1人1日の|めやす|6.8 kgに|対する|割合",
        "うち国産材140|（排出量とは|別）",
        "所在地：|岩手県|久慈市|（2050年二酸化炭素排出実質ゼロ表明）",
        "2025年・|第三者検証|（一般社団法人サンプル検証機構）",
    ],
)
def test_phrases_as_a_typesetter_parts_them(phrases):
    assert shown(phrases.replace("|", ""), PHRASE) == phrases


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ("一般社団法人|サンプル|検証機構", "一般社団法人サンプル検証機構"),
        ("絹ごし|豆腐", "絹ごし豆腐"),
        ("再エネ|指定", "再エネ指定"),
        ("FIT|電気", "FIT電気"),
        ("働き方", "働き方"),
        ("お客さま", "お客さま"),
        ("買い取られた", "買い取られた"),
    ],
)
def test_a_compound_is_parted_where_the_script_changes_but_no_word(parts, text):
    assert shown(text, COMPOUND) == parts


@given(st.text(alphabet="鮭米豆おにぎりっー、。（）「」・ABCabc 123%カタナ", min_size=1, max_size=60))
def test_the_rules_win_over_phrases(text):
    pieces = split(text)
    assert "".join(piece for piece, _ in pieces) == text
    for (before, cost), (after, _) in pairwise(pieces):
        assert after[0] not in NO_START
        assert after[0] != " "
        assert before[-1] not in "（「"
        assert MARK <= cost <= INSIDE


def test_the_rules_win_where_the_model_says_otherwise(monkeypatch):
    class EveryCharacter:
        def parse(self, text):
            return list(text)

    split.cache_clear()
    monkeypatch.setattr(text, "_budoux", EveryCharacter)
    try:
        assert shown("あれっ、コーヒー（2個）", PHRASE) == "あ|れっ、|コーヒー|（2個）"
        assert shown("一般社団法人", PHRASE) == "一般|社|団|法人"
    finally:
        split.cache_clear()


@pytest.mark.parametrize(
    "words",
    [
        "Lakeside |inn |with |breakfast",
        "d’une |journée |à |6,8 kg |par |personne",
        "1 piece |per |person",
        "Donaudampfschifffahrt",
    ],
)
def test_latin_text_is_broken_at_its_spaces_only(words):
    text = words.replace("|", "")
    assert shown(text, INSIDE) == words
    assert {cost for _, cost in split(text)[:-1]} <= {SPACE}


def test_a_mark_costs_nothing_and_a_heading_keeps_what_it_heads():
    assert split("raw materials, packaging")[1] == ("materials, ", MARK)
    assert dict(split("有効: 2027年まで"))["効: "] == COMPOUND


def test_the_model_is_read_only_for_japanese_text():
    code = (
        "import sys; from co2label.text import split; split('raw materials to end of life'); "
        "assert 'budoux' not in sys.modules; split('原材料の調達'); assert 'budoux' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)

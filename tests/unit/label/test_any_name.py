"""Whatever a product is called, its label is either readable or refused with a reason."""

import runpy
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from co2label.declaration import DeclaredUnit, Qualifier
from co2label.draw import BOLD, missing
from co2label.errors import DrawError
from co2label.figures import Shown
from co2label.label import calorie

CARDS = runpy.run_path(str(Path(__file__).parents[2] / "golden" / "cards.py"))
rice_ball = CARDS["rice_ball"]
LANGUAGES = st.sampled_from(["ja", "en", "ja+en", "en+ja"])

KANA = st.characters(min_codepoint=0x3041, max_codepoint=0x30FF, categories=("Lo", "Lm", "Po"))
KANJI = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA0)
LATIN = st.characters(min_codepoint=0x20, max_codepoint=0x7E)
MARKS = st.sampled_from("、。（）「」・ー〜％℃％＆！？　 '\"<>&")


def names(*alphabets):
    text = st.text(st.one_of(*alphabets), min_size=1, max_size=60)
    return text.map(lambda name: " ".join(name.split())).filter(lambda name: name and not missing(name, BOLD))


NAMES = st.one_of(names(KANJI, KANA, MARKS), names(LATIN), names(KANJI, KANA, LATIN, MARKS))
CODES = ("mixed-basis", "mixed-gwp-set", "stale-factor", "boundary-overlap")


@settings(max_examples=150, deadline=None)
@given(NAMES, NAMES, LANGUAGES)
def test_any_name_is_drawn(japanese, english, language):
    calorie(rice_ball(name={"ja": japanese, "en": english}), language=language)


@settings(max_examples=100, deadline=None)
@given(NAMES, NAMES, st.lists(st.sampled_from(CODES), unique=True), LANGUAGES)
def test_any_company_and_scope_are_drawn(company, scope, codes, language):
    declaration = rice_ball(
        company=company,
        scope={"ja": scope, "en": scope},
        qualifiers=tuple(Qualifier(code, code) for code in codes),
        declared_unit=DeclaredUnit({"ja": f"1{scope[:30]}", "en": f"1 {scope[:30]}"}),
    )
    calorie(declaration, language=language)


@settings(max_examples=100, deadline=None)
@given(
    st.one_of(st.decimals(0, 999, places=3), st.integers(0, 10**8), st.decimals(0, 1, places=8)),
    st.sampled_from(["g-CO2e", "kg-CO2e", "t-CO2e"]),
    LANGUAGES,
)
def test_any_figure_is_drawn(value, unit, language):
    calorie(rice_ball(shown=Shown(f"{Decimal(value):f}", unit)), language=language)


@given(st.text(min_size=1, max_size=30).filter(lambda name: missing(name, BOLD)))
@settings(max_examples=50, deadline=None)
def test_a_name_that_cannot_be_drawn_is_refused_with_a_reason(name):
    with pytest.raises(DrawError, match=r"no glyph for|expected a text"):
        calorie(rice_ball(name={"ja": name}))

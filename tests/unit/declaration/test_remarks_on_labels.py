"""What must stand near a figure stands on every label, however small, in its languages, and is never left out."""

from __future__ import annotations

import json
import re
import runpy
from dataclasses import replace
from pathlib import Path

import pytest

from co2label.declaration import PerAmount, Qualifier, Remark
from co2label.draw import Text
from co2label.errors import DrawError
from co2label.figures import Shown
from co2label.label import ESL_29, detail, menu, mini, shelf
from co2label.page import page
from co2label.page._site import index
from co2label.wording import translate

CARDS = runpy.run_path(str(Path(__file__).parents[2] / "golden" / "cards.py"))
rice_ball, dishes, near = CARDS["rice_ball"], CARDS["dishes"], CARDS["near"]
LANGUAGES = ("ja", "en", "fr", "ja+en", "en+fr", "fr+ja")
SHELF = {"price": "228円", "price_note": "税込246円"}


def bare(text):
    """Without blanks and bullets: a text may be broken anywhere."""
    return re.sub(r"[\s•]", "", text)


def drawn(picture):
    """Every letter of a picture, from top to bottom."""
    texts = [op for op in picture.scene.ops if isinstance(op, Text)]
    return bare("".join(op.text for op in sorted(texts, key=lambda op: (round(op.y, 3), op.x))))


def said(remarks, language, length="words"):
    return [bare(getattr(remark, length)[language]) for remark in remarks]


REMARKS = (
    *CARDS["REMARKS"],
    Remark(
        "nobody-knows-it",
        {"ja": "別の注意", "en": "Some other remark", "fr": "Autre remarque"},
        {"und": "?!"},
    ),
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_has_every_sentence_in_each_language_between_the_number_and_the_stages(language):
    picture = detail(rice_ball(near=REMARKS), language=language)
    texts = [op for op in picture.scene.ops if isinstance(op, Text)]
    number = next(op for op in texts if op.text == "210")
    head = next(
        op for op in texts if op.text in {"段階別の内訳", "By life-cycle stage", "Par étape du cycle de vie"}
    )
    between = bare("".join(op.text for op in texts if number.y < op.y < head.y))
    for each in language.split("+"):
        assert all(sentence in between for sentence in said(REMARKS, each))
    first = language.split("+")[0]
    assert all(
        remark.words[first].replace("₂", "2") in picture.scene.description.splitlines() for remark in REMARKS
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "draw",
    [
        lambda said, language: mini(said, language=language, size=(60.0, 30.0)),
        lambda said, language: shelf(said, language=language, size=(84.8, 63.6), **SHELF),
        lambda said, language: shelf(said, language=language, size=(84.8, 63.6)),
        lambda said, language: menu([said, replace(said, name={"und": "B"})], language=language),
    ],
    ids=["mini", "shelf", "shelf without a price", "menu"],
)
def test_small_labels_have_the_few_words_of_every_remark(draw, language):
    changes = {"near": (*CARDS["REMARKS"], replace(REMARKS[-1], short=REMARKS[-1].words))}
    picture = draw(rice_ball(**changes), language)
    first = language.split("+")[0]
    assert all(words in drawn(picture) for words in said(changes["near"], first, "short"))
    spoken = picture.scene.description.splitlines()
    assert all(remark.words[first].replace("₂", "2") in spoken for remark in changes["near"])


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize("language", ["ja", "en", "fr"])
@pytest.mark.parametrize(
    "draw",
    [
        lambda said, language: mini(said, language=language, size=(34.0, 16.5)),
        lambda said, language: shelf(said, language=language, **SHELF),
        lambda said, language: shelf(said, language=language, size=(60.0, 40.0), **SHELF),
        lambda said, language: shelf(said, language=language, size=ESL_29, **SHELF),
    ],
    ids=["mini", "shelf", "60 × 40", "e-paper"],
)
def test_a_label_that_has_no_room_for_them_is_refused_and_never_drawn_without(draw, language, count):
    remarks = CARDS["REMARKS"][-count:]
    made = rice_ball(near=remarks, per_amount=PerAmount({"und": "100 g"}, Shown("190", "g-CO2e")))
    try:
        picture = draw(made, language=language)
    except DrawError as refusal:
        assert "take a larger label" in str(refusal)  # noqa: PT017 - one of the two
        return
    assert all(words in drawn(picture) for words in said(remarks, language, "short"))


@pytest.mark.parametrize("language", ["ja", "en", "fr", "ja+en"])
def test_on_a_small_display_what_must_be_there_shares_lines_before_it_is_refused(language):
    noted = rice_ball(near=REMARKS[1:2], qualifiers=(Qualifier("mixed-basis", "x"),))
    picture = shelf(noted, language=language, size=ESL_29, **SHELF)
    first = language.split("+")[0]
    assert bare(REMARKS[1].short[first]) in drawn(picture)
    assert "QR" in drawn(picture)
    assert bare(translate("boundary.cradle-to-grave", first)) in drawn(picture)


def test_the_refusal_of_a_mini_label_names_what_has_no_room():
    with pytest.raises(DrawError, match="what it is per with '別に除去40 g', '推計72%', 'データは2/5段階'"):
        mini(rice_ball(near=CARDS["REMARKS"]), size=(26.0, 14.0))


@pytest.mark.parametrize("language", ["ja", "en", "fr", "ja+en"])
def test_a_mini_label_of_no_stated_size_has_room_for_them_and_grows_for_nothing_else(language):
    picture = mini(rice_ball(near=CARDS["REMARKS"]), language=language)
    assert picture.scene.width == 34.0
    assert 16.5 <= picture.scene.height <= 22.5
    assert all(words in drawn(picture) for words in said(CARDS["REMARKS"], language.split("+")[0], "short"))
    assert mini(rice_ball(), language=language).scene.height == 16.5
    with pytest.raises(DrawError):
        mini(rice_ball(shown=Shown("123456789012", "t-CO2e")), language=language)


def test_a_menu_says_the_sentences_once_with_the_dishes_that_they_hold_for():
    beef, chicken, tofu = dishes()
    estimate, stages = REMARKS[1:3]
    picture = menu(
        [replace(beef, near=(estimate,)), chicken, replace(tofu, near=(estimate, stages))], language="en"
    )
    letters = drawn(picture)
    assert letters.count(bare(estimate.short["en"])) == 2
    assert bare("Includes estimates (from spend 72%) (Beef bowl, Tofu set meal with brown rice)") in letters
    assert bare("Data for 2 of the 5 stages that are covered (Tofu set meal with brown rice)") in letters


def test_thermal_printers_and_displays_get_them_too():
    picture = shelf(rice_ball(near=REMARKS[1:2]), size=ESL_29, **SHELF)
    plain = shelf(rice_ball(), size=ESL_29, **SHELF)
    assert "推計72%" in drawn(picture)
    assert picture.zpl() != plain.zpl()
    assert picture.epaper(296, 128).png() != plain.epaper(296, 128).png()


@pytest.mark.parametrize("language", ["ja", "en", "fr"])
def test_the_page_has_them_right_below_the_figure(language):
    html = page(rice_ball(near=REMARKS), language=language)
    hero = html[html.index('class="figure"') : html.index('class="bar"')]
    text = bare(re.sub("<[^>]*>", "", hero).replace("CO2", "CO₂"))
    assert all(sentence in text for sentence in said(REMARKS, language))
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    description = json.loads(data)["additionalProperty"][0]["description"]
    assert all(remark.words[language].replace("₂", "2") in description for remark in REMARKS)


def test_the_index_of_pages_has_the_few_words_beside_each_figure():
    html = index([(rice_ball(near=CARDS["REMARKS"]), "a"), (rice_ball(), "b")], ("en",))
    first, second = re.findall(r"<tr><th scope=\"row\">.*?</tr>", html, re.DOTALL)
    assert all(remark.short["en"] in first for remark in CARDS["REMARKS"])
    assert "72%" not in second


def test_a_stage_in_which_nothing_happens_is_told_from_one_without_data_with_its_reason():
    picture = detail(near(), language="ja+en")
    letters = drawn(picture)
    assert "該当なし" in letters
    assert "notapplicable" in letters
    assert bare("使用・維持管理は該当なし（そのまま食べる）") in letters
    assert "使用・維持管理は該当なし（そのまま食べる）" in picture.scene.description.splitlines()
    html = page(near(), language="en")
    assert "not applicable: eaten as it is" in html
    assert "where nothing happens" in html
    assert "No data" not in html


@pytest.mark.parametrize(("language", "words"), [("ja", "四捨五入"), ("en", "Rounded"), ("fr", "arrondies")])
def test_rows_that_do_not_add_up_say_that_they_are_rounded(language, words):
    apart, together = near(), rice_ball()
    assert words in drawn(detail(apart, language=language))
    assert words not in drawn(detail(together, language=language))
    assert words in detail(apart, language=language).scene.description
    assert words in page(apart, language=language)
    assert words not in page(together, language=language)


def test_without_shares_there_is_no_percent_sign_in_the_table_and_the_credit_lies_left_of_zero():
    credited = rice_ball(stages=CARDS["CREDITED"])
    picture = detail(credited, language="en")
    assert [op.text for op in picture.scene.ops if isinstance(op, Text) and "%" in op.text] == ["3%"]
    assert "−1,620" in drawn(picture)
    assert "End of life: −1,620 grams of CO2 equivalent" in picture.scene.description.splitlines()
    assert page(credited, language="en").count('<span class="percent">') == 0

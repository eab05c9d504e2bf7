"""Text from outside: what passes, what is refused in which words, and columns of a CP932 printer."""

import sys
import tomllib
import unicodedata
from importlib.resources import files

import pytest

from co2label.columns import columns, fit_columns, pad_left, pad_right, to_cp932
from co2label.errors import TextError
from co2label.text import clean_text


@pytest.mark.parametrize(
    ("came", "clean"),
    [
        ("鮭おにぎり", "鮭おにぎり"),
        ("  鮭　おにぎり　", "鮭 おにぎり"),
        ("tea\u00a0\u2009 bag", "tea bag"),
        ("cafe\u0301", "café"),
        ("\u304b\u3099", "が"),
        ("⻑崎⻄海⺠⻲", "長崎西海民亀"),
        ("⽶⼾⿊⻨", "米戸黒麦"),
        ("戶", "戶"),
        ("ｶﾞ①㎏", "ｶﾞ①㎏"),
        ("\ufa19", "神"),
        ("🍙", "🍙"),
        ("=SUM(A1)", "=SUM(A1)"),
    ],
)
def test_text_is_cleaned(came, clean):
    assert clean_text(came) == clean


TOO_MANY = (
    "is U+0335 COMBINING SHORT STROKE OVERLAY, a combining mark too many; at most 4 may follow a letter"
)
BAD = [
    ("a\nb", "character 2 is U+000A LINE FEED, which must not be printed; remove it"),
    ("a\tb", "character 2 is U+0009 TAB, which must not be printed; remove it"),
    ("a\x1b@", "character 2 is U+001B ESCAPE, which must not be printed; remove it"),
    ("a\x07", "character 2 is U+0007 control character, which must not be printed; remove it"),
    ("a\x85", "character 2 is U+0085 control character, which must not be printed; remove it"),
    ("\u202eabc", "character 1 is U+202E RIGHT-TO-LEFT OVERRIDE, which must not be printed; remove it"),
    ("a\u2066b", "character 2 is U+2066 LEFT-TO-RIGHT ISOLATE, which must not be printed; remove it"),
    ("a\u200bb", "character 2 is U+200B ZERO WIDTH SPACE, which must not be printed; remove it"),
    ("a\u200db", "character 2 is U+200D ZERO WIDTH JOINER, which must not be printed; remove it"),
    ("\ufeffa", "character 1 is U+FEFF ZERO WIDTH NO-BREAK SPACE, which must not be printed; remove it"),
    ("a\u00adb", "character 2 is U+00AD SOFT HYPHEN, which must not be printed; remove it"),
    ("a\u2028b", "character 2 is U+2028 LINE SEPARATOR, which must not be printed; remove it"),
    ("a\ud800", "character 2 is U+D800 lone surrogate, which must not be printed; remove it"),
    ("a\ue000", "character 2 is U+E000 private-use character, which must not be printed; remove it"),
    ("a\u0378", "character 2 is U+0378 unassigned character, which must not be printed; remove it"),
    ("\u3164", "character 1 is U+3164 HANGUL FILLER, which must not be printed; remove it"),
    ("e\ufe0f", "character 2 is U+FE0F VARIATION SELECTOR-16, which must not be printed; remove it"),
    ("葛\ufe00\ufe01", "character 3 is U+FE01 VARIATION SELECTOR-2, which must not be printed; remove it"),
    ("\U000e0100葛", "character 1 is U+E0100 VARIATION SELECTOR-17, which must not be printed; remove it"),
    ("", "expected text, got nothing but spaces; write it or leave the field out"),
    (" \u3000 ", "expected text, got nothing but spaces; write it or leave the field out"),
    (
        "x\u0335\u0335\u0335\u0335\u0335",
        f"character 6 {TOO_MANY}",
    ),
    (
        "\u0335x",
        f"character 1 {TOO_MANY}",
    ),
    ("x" * 121, "expected at most 120 characters, got 121, beginning 'xxxxxxxxxxxxxxxxxxxxxx…; shorten it"),
    (7, "expected text, got 7"),
    (None, "expected text, got None"),
]


@pytest.mark.parametrize("name", ["葛\U000e0100城市", "辻\ufe00", "❤\ufe0f", "𠮷\U000e0101野家"])
def test_a_kanji_or_a_sign_may_have_a_variation_selector(name):
    assert clean_text(name) == name


@pytest.mark.parametrize(("came", "message"), BAD, ids=[ascii(row[0])[:30] for row in BAD])
def test_text_is_refused_in_words(came, message):
    with pytest.raises(TextError) as refusal:
        clean_text(came)
    assert str(refusal.value) == message


def test_message_says_where_and_stays_short():
    with pytest.raises(TextError) as refusal:
        clean_text("鮭" * 100_000, where="products[3].name.ja")
    message = str(refusal.value)
    assert message.startswith(
        "products[3].name.ja: expected at most 120 characters, got 100000, beginning '鮭鮭"
    )
    assert len(message) < 130


def test_long_run_of_marks_is_refused_at_once():
    with pytest.raises(TextError, match="at most 120 characters"):
        clean_text("a" + "\u0335\u0327" * 500_000)


def test_limit_counts_code_points_after_cleaning():
    assert len(clean_text("が" * 120)) == 120
    assert len(clean_text("\u304b\u3099" * 120)) == 120
    assert clean_text("abc", limit=3) == "abc"
    with pytest.raises(TextError):
        clean_text("abcd", limit=3)


def test_no_code_point_survives_that_must_not_be_printed():
    """Threat T1: the full sweep of 1,114,112 code points."""
    for point in range(sys.maxunicode + 1):
        char = chr(point)
        try:
            clean = clean_text(char)
        except TextError:
            continue
        assert clean.isprintable()
        assert all(unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} for c in clean)


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("CO2e", 4),
        ("合計", 4),
        ("ｺﾒ", 2),
        ("α①㎏℃", 8),
        ("★─…", 6),
        ("鮭　", 4),
        ("\\~", 2),
        ("〜−", 4),
    ],
)
def test_columns(text, width):
    assert columns(text) == width


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("CO₂", "U+2082 SUBSCRIPT TWO has no cell on a CP932 printer; replace it with to_cp932"),
        ("🍙", "U+1F359 RICE BALL has no cell on a CP932 printer; replace it with to_cp932"),
        ("a\x1b", "U+001B ESCAPE has no cell on a CP932 printer; replace it with to_cp932"),
        ("a\u00a0", "U+00A0 NO-BREAK SPACE has no cell on a CP932 printer; replace it with to_cp932"),
        ("\uf8f1", "U+F8F1 private-use character has no cell on a CP932 printer; replace it with to_cp932"),
    ],
)
def test_columns_refuses_what_has_no_cell(text, message):
    with pytest.raises(TextError) as refusal:
        columns(text)
    assert str(refusal.value) == message


@pytest.mark.parametrize(
    ("text", "printed", "replaced"),
    [
        ("plain", "plain", ()),
        ("合計 ①㈱髙﨑", "合計 ①㈱髙﨑", ()),
        ("CO₂ m²", "CO2 m2", ("₂", "²")),
        ("¥100", "￥100", ("¥",)),
        ("5㎏", "5kg", ("㎏",)),
        ("1〜2−3", "1～2－3", ("〜", "−")),
        ("crème brûlée", "creme brulee", ("è", "û", "é")),
        ("½ ℓ", "1/2 L", ("½", "ℓ")),
        ("€5 Søren™", "EUR5 SorenTM", ("€", "ø", "™")),
        ("𠮷🍙", "吉〓", ("𠮷", "🍙")),
        ("ちゃーしゅー麵", "ちゃーしゅー麺", ("麵",)),
        ("鷗と頰と噓の醬", "鴎と頬と嘘の醤", ("鷗", "頰", "噓", "醬")),
        ("葛\U000e0100城", "葛城", ("葛\U000e0100",)),
        ("麵\ufe00だし", "麺だし", ("麵\ufe00", "麵")),
        ("\ufe0f", "", ("\ufe0f",)),
        ("a\u00a0b", "a b", ("\u00a0",)),
        ("a\x1bb", "a〓b", ("\x1b",)),
        ("ガ", "ガ", ()),
    ],
)
def test_text_for_a_cp932_printer(text, printed, replaced):
    assert to_cp932(text) == (printed, replaced)


@pytest.mark.parametrize(
    ("text", "width", "cut"),
    [
        ("鮭おにぎり", 10, "鮭おにぎり"),
        ("鮭おにぎり", 9, "鮭おにぎ"),
        ("a鮭", 2, "a"),
        ("鮭", 1, ""),
        ("鮭", 0, ""),
    ],
)
def test_cut_never_splits_a_wide_character(text, width, cut):
    assert fit_columns(text, width) == cut


def test_padding():
    assert pad_right("米", 4) == "米  "
    assert pad_left("¥1".replace("¥", "￥"), 6) == "   ￥1"
    with pytest.raises(TextError) as refusal:
        pad_left("鮭おにぎり", 9)
    assert str(refusal.value) == "'鮭おにぎり' takes 10 columns, its place has 9; cut it with fit_columns"


def test_every_usual_form_of_a_kanji_has_a_cell_and_its_kanji_has_none():
    tables = tomllib.loads(files("co2label").joinpath("kanji.toml").read_text("utf-8"))["forms"]
    pairs = [pair for table in tables for pair in table["pairs"].split()]
    assert len(pairs) > 250
    assert len({char for char, _ in pairs}) == len(pairs)
    for char, usual in pairs:
        assert columns(usual) == 2
        with pytest.raises(UnicodeEncodeError):
            char.encode("cp932")

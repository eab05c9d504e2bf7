"""Laws of text: cleaning is idempotent, columns are bytes, cutting fits, and only TextError leaves."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from co2label.columns import columns, fit_columns, pad_left, pad_right, to_cp932
from co2label.errors import TextError
from co2label.text import clean_text

ODD = st.sampled_from(
    [*"\u0301\u3099\u0335 \u3000\u00a0\n\u202e\u200b⻑⽶é①㎏ｶﾞ𠮷₂¥〜", "\ud800", "e\u0301", "🍙"]
)
TEXT = st.text(max_size=150) | st.lists(ODD | st.characters(), max_size=30).map("".join)


def cleaned(text):
    try:
        return clean_text(text)
    except TextError as refusal:
        return None if len(str(refusal)) < 200 else "a message too long"


@given(TEXT)
def test_cleaning_is_idempotent_and_safe(text):
    clean = cleaned(text)
    if clean is None:
        return
    assert clean_text(clean) == clean
    assert unicodedata.is_normalized("NFC", clean)
    assert 0 < len(clean) <= 120
    assert clean == clean.strip()
    assert "  " not in clean
    assert clean.isprintable()


@given(TEXT)
def test_what_is_replaced_always_has_cells(text):
    printed, replaced = to_cp932(text)
    assert columns(printed) == len(printed.encode("cp932"))
    assert to_cp932(printed)[0] == printed
    assert bool(replaced) == (printed != unicodedata.normalize("NFC", text))


@given(TEXT, st.integers(0, 60))
def test_cut_text_fits_and_is_the_longest(text, width):
    printed, _ = to_cp932(text)
    cut = fit_columns(printed, width)
    assert printed.startswith(cut)
    assert columns(cut) <= width
    rest = printed[len(cut) :]
    assert not rest or columns(cut + rest[0]) > width
    assert columns(pad_left(cut, width)) == columns(pad_right(cut, width)) == width

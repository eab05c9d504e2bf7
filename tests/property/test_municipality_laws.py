"""Laws of places: however a declared place is written, it is found again, and what is found is always on the list."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from co2label.errors import IdentifierError, TextError
from co2label.indicators import ZeroCarbonRegister

REGISTER = ZeroCarbonRegister.bundled()
RADICALS = {unicodedata.normalize("NFKC", chr(point)): chr(point) for point in range(0x2F00, 0x2FD6)}
RADICALS |= {"長": "⻑", "西": "⻄", "亀": "⻲", "民": "⺠", "戸": "⼾"}
FORMS = [
    {"ヶ": "ケ"},
    {"ヶ": "が"},
    {"か": "カ", "が": "ガ", "わ": "ワ"},
    {"ニ": "ﾆ", "セ": "ｾ", "コ": "ｺ", "ヶ": "ｹ"},
    RADICALS,
]
SPACES = st.sampled_from(["", " ", "　"])


@given(st.sampled_from(REGISTER.places), st.sets(st.sampled_from(range(len(FORMS)))), SPACES, SPACES)
def test_every_written_form_of_a_declared_place_leads_to_it(place, forms, before, between):
    name = "" if place.kind == "都道府県" else place.name
    written = before + place.prefecture + between + name
    for form in forms:
        written = written.translate(str.maketrans(FORMS[form]))
    assert REGISTER.find(written) == place


def found(text):
    """The place, or the words of the refusal."""
    try:
        return REGISTER.find(text)
    except (IdentifierError, TextError) as refusal:
        return str(refusal)


@given(st.sampled_from(REGISTER.places))
def test_a_bare_name_leads_to_its_place_or_to_choices_that_name_it(place):
    answer = found(place.name)
    assert answer == place or place.full_name in answer.partition("several places: ")[2]


PARTS = st.sampled_from(
    [*"市区町村郡県府都⻑ヶｶﾞ 　", "岩手県", "久慈市", "美里町", "北海道", "九戸郡", "\u202e"]
)


@given(st.text(max_size=30) | st.lists(PARTS, max_size=6).map("".join))
def test_nothing_but_a_declared_place_or_a_short_refusal_comes_out(text):
    answer = found(text)
    assert answer in REGISTER.places or 0 < len(answer) < 400

"""biip reads what we write, and writes what we read.

Where they differ, biip takes more: see `tests/known_faults.py`.
"""

import runpy
from pathlib import Path

import pytest
from biip import ParseError
from biip.gs1_digital_link_uris import GS1DigitalLinkURI
from hypothesis import given
from hypothesis import strategies as st

from co2label.errors import IdentifierError
from co2label.identifiers import check_digit, in_one_company
from co2label.links import DigitalLink

KNOWN_FAULTS = runpy.run_path(str(Path(__file__).parents[1] / "known_faults.py"))
SET_82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
DIGITS = "0123456789"
VALUES = st.text(SET_82, min_size=1, max_size=20).filter(lambda value: value not in {".", ".."})
GTINS = (
    st.text(DIGITS, min_size=13, max_size=13)
    .filter(lambda body: body.strip("0"))
    .map(lambda body: f"{body}{check_digit(body)}")
    .filter(lambda number: not in_one_company(number))
)
SSCCS = st.text(DIGITS, min_size=17, max_size=17).map(lambda body: f"{body}{check_digit(body)}")
ATTRIBUTES = st.dictionaries(st.sampled_from(["99", "91", "240"]), VALUES).map(
    lambda found: tuple(sorted(found.items()))
)


@st.composite
def links(draw):
    attributes = draw(ATTRIBUTES)
    if draw(st.booleans()):
        return DigitalLink("00", draw(SSCCS), (), attributes)
    chosen = draw(st.lists(st.sampled_from(["22", "10", "21"]), unique=True).map(set))
    qualifiers = tuple((one, draw(VALUES)) for one in ("22", "10", "21") if one in chosen)
    return DigitalLink("01", draw(GTINS), qualifiers, attributes)


@given(links())
def test_both_ways(link):
    assert DigitalLink.parse(link.uri()) == link
    read = GS1DigitalLinkURI.parse(link.uri())
    pairs = [(element.ai.ai, element.value) for element in read.element_strings]
    assert pairs == [(link.key, link.value), *link.qualifiers, *link.attributes]
    assert read.as_canonical_uri() == link.uri()
    assert DigitalLink.parse(read.as_canonical_uri()) == link


@pytest.mark.parametrize("rest", ["/21/1/10/L", "/10/L/22/A", "/99/x"])
def test_both_refuse_a_wrong_order(rest):
    link = f"https://id.gs1.org/01/04569951110016{rest}"
    with pytest.raises(IdentifierError):
        DigitalLink.parse(link)
    with pytest.raises(ParseError):
        GS1DigitalLinkURI.parse(link)


@pytest.mark.parametrize("link", KNOWN_FAULTS["examples"]("biip", "takes"))
def test_where_biip_takes_more(link):
    GS1DigitalLinkURI.parse(link)
    with pytest.raises(IdentifierError):
        DigitalLink.parse(link)


def test_a_gtin_without_its_zeros_is_the_same_for_both():
    short = "https://id.gs1.org/01/4569951110016"
    ours = DigitalLink.parse(short)
    assert ours.value == "04569951110016"
    assert GS1DigitalLinkURI.parse(short).as_canonical_uri() == ours.uri()

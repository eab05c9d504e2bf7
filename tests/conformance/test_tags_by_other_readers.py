"""NFC messages by ndeflib, byte for byte; RFID tags by epcpy, both ways, but for the serials that it is known not to read."""

import runpy
from pathlib import Path

import ndef
import pytest
from epcpy.epc_schemes.sgtin import SGTIN, SGTINFilterValue
from epcpy.utils.common import ConvertException
from hypothesis import given
from hypothesis import strategies as st

from co2label.identifiers import check_digit, in_one_company
from co2label.tag import Sgtin
from co2label.tag._nfc import message, text_record, uri_record

SET_82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
KNOWN_FAULTS = runpy.run_path(str(Path(__file__).parents[1] / "known_faults.py"))
SERIALS = st.text(SET_82, min_size=1, max_size=20).filter(KNOWN_FAULTS["readable"]("epcpy"))
LINKS = st.builds(
    str.__add__,
    st.sampled_from(["https://", "https://www.", "http://", "HTTPS://", "urn:epc:id:", "tel:", ""]),
    st.text("abcXYZ0189/.-~%?=&", min_size=1, max_size=300),
)
GTINS = st.text("0123456789", min_size=13, max_size=13).filter(
    lambda body: body.strip("0") and not in_one_company(f"{body}{check_digit(body)}")
)


@given(LINKS, st.none() | st.text(max_size=300), st.sampled_from(["ja", "en", "zh-Hant"]))
def test_messages_are_those_of_ndeflib(link, text, language):
    ours, theirs = [uri_record(link)], [ndef.UriRecord(link)]
    if text is not None:
        ours.append(text_record(text, language))
        theirs.append(ndef.TextRecord(text, language))
    made = message(ours)
    assert made == b"".join(ndef.message_encoder(theirs))
    read = list(ndef.message_decoder(made))
    assert read[0].iri == link
    assert [(one.text, one.language) for one in read[1:]] == ([] if text is None else [(text, language)])


@given(
    GTINS,
    st.integers(6, 12),
    st.integers(0, 2**38 - 1).map(str) | SERIALS,
    st.integers(0, 7),
)
def test_tags_are_those_of_epcpy(body, digits, serial, tag_filter):
    made = Sgtin(f"{body}{check_digit(body)}", digits, serial, tag_filter)
    theirs = SGTIN.from_tag_uri(made.tag_uri)
    assert theirs.epc_uri == made.uri
    assert theirs.gtin() == made.gtin
    written = theirs.hex(
        binary_coding_scheme=SGTIN.BinaryCodingScheme(f"sgtin-{made.bits}"),
        filter_value=SGTINFilterValue(str(tag_filter)),
    )
    assert written.ljust(len(made.hex), "0") == made.hex
    assert SGTIN.from_hex(made.hex).epc_uri == made.uri
    assert Sgtin.from_hex(made.hex) == made


@pytest.mark.parametrize("serial", KNOWN_FAULTS["examples"]("epcpy", "refuses"))
def test_what_epcpy_is_known_not_to_read_is_still_so(serial):
    """And our own reader does; a release of epcpy that reads it takes the entry off the list."""
    assert not KNOWN_FAULTS["readable"]("epcpy")(serial)
    made = Sgtin("4569951110016", 7, serial)
    assert Sgtin.from_hex(made.hex) == made
    with pytest.raises((ValueError, ConvertException)):
        SGTIN.from_tag_uri(made.tag_uri)

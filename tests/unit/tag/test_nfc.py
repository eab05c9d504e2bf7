"""NDEF messages against bytes worked out by hand, and what fits a chip."""

import runpy
from pathlib import Path

import pytest

from co2label.errors import DrawError
from co2label.tag import CHIPS, messages, nfc, records
from co2label.tag._nfc import PREFIXES, message, text_record, tlv, uri_record

CARDS = runpy.run_path(str(Path(__file__).parents[2] / "golden" / "cards.py"))
rice_ball, LINK = CARDS["rice_ball"], CARDS["LINK"]


def test_a_link_byte_by_byte():
    """D1: first, last, short, well-known; 01 type length; 05 payload length; 'U'; 04 https://; a.jp."""
    assert message((uri_record("https://a.jp"),)) == b"\xd1\x01\x05U\x04a.jp"


def test_a_link_and_a_text_byte_by_byte():
    made = message((uri_record("https://a.jp"), text_record("茶", "ja")))
    assert made == b"\x91\x01\x05U\x04a.jp" + b"\x51\x01\x06T\x02ja\xe8\x8c\xb6"
    assert tlv(made) == b"\x03" + bytes([len(made)]) + made + b"\xfe"


@pytest.mark.parametrize(
    ("uri", "payload"),
    [
        ("https://www.a.jp", b"\x02a.jp"),
        ("https://a.jp", b"\x04a.jp"),
        ("urn:epc:id:sgtin:1", b"\x1esgtin:1"),
        ("urn:epc:x", b"\x22x"),
        ("urn:x", b"\x13x"),
        ("ftp://ftp.a.jp", b"\x08a.jp"),
        ("HTTPS://A.JP", b"\x00HTTPS://A.JP"),
        ("geo:35,139", b"\x00geo:35,139"),
    ],
)
def test_the_longest_abbreviation_is_taken(uri, payload):
    assert uri_record(uri).payload == payload
    assert uri_record(uri).text == uri


def test_the_table_ends_where_the_standard_does():
    assert len(PREFIXES) == 0x24
    assert PREFIXES[0x23] == "urn:nfc:"


@pytest.mark.parametrize("size", [254, 255, 256])
def test_short_and_long_records(size):
    made = message((uri_record("https://" + "x" * (size - 1)),))
    head = b"\xd1\x01" + bytes([size]) if size < 256 else b"\xc1\x01\x00\x00\x01\x00"
    assert made == head + b"U\x04" + b"x" * (size - 1)
    assert records(made)[0].text == "https://" + "x" * (size - 1)
    assert tlv(made)[:4] == b"\x03\xff" + len(made).to_bytes(2, "big")


def test_reading_gives_back_what_was_written():
    made = (uri_record("https://a.jp/茶"), text_record("Tea", "en-GB"))
    assert records(message(made)) == made
    assert [(one.text, one.language) for one in made] == [("https://a.jp/茶", ""), ("Tea", "en-GB")]


@pytest.mark.parametrize("size", range(1, 9))
def test_a_message_that_is_cut_off(size):
    with pytest.raises(DrawError, match="cut off after"):
        records(b"\xd1\x01\x05U\x04a.jp"[:size])


def test_records_of_another_kind():
    with pytest.raises(DrawError, match="expected NDEF records of a URI or a text"):
        records(b"\xd2\x01\x01Xx")


def test_the_tag_of_a_product():
    made = nfc(rice_ball())
    assert [one.text for one in records(made.message)] == [LINK]
    assert made.tlv == tlv(made.message)
    assert bytes.fromhex(made.hex) == made.tlv
    named = nfc(rice_ball(), text="ja", chip="NTAG215")
    assert [(one.text, one.language) for one in records(named.message)] == [
        (LINK, ""),
        (rice_ball().name["ja"], "ja"),
    ]


def test_a_tag_as_a_file(tmp_path):
    made = nfc(rice_ball())
    assert made.save(tmp_path / "tag.bin").read_bytes() == made.tlv


def test_too_much_for_the_chip():
    """8 bytes go around a link in the short form: 03, length, D1 01 length U 04, FE."""
    from dataclasses import replace

    fits = replace(rice_ball(), link="https://" + "x" * (CHIPS["NTAG213"] - 8))
    assert len(nfc(fits).tlv) == 144
    with pytest.raises(DrawError, match="145 bytes for the 144 bytes of NTAG213; take a larger chip"):
        nfc(replace(fits, link=fits.link + "x"))
    assert len(nfc(replace(fits, link=fits.link + "x"), chip="NTAG216").tlv) == 145


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: nfc(rice_ball(), chip="NTAG21"), "expected a chip of NTAG213, .*, got 'NTAG21'"),
        (lambda: nfc(rice_ball(), text="xx"), "no name in 'xx'; the product has one in ja"),
        (lambda: text_record("x", ""), "expected a language tag such as ja, got ''"),
        (lambda: message(()), "at least one record"),
        (lambda: tlv(bytes(70_000)), "at most 65534 bytes fits a tag, got 70000"),
    ],
)
def test_refusals(make, words):
    with pytest.raises(DrawError, match=words):
        make()


@pytest.mark.parametrize("tail", ["1", "x" * 14, "y" * 300])
def test_many_links_that_begin_alike(tail):
    make = messages("https://www.a.jp/", len(tail))
    assert make(tail) == message((uri_record(f"https://www.a.jp/{tail}"),))


def test_links_that_do_not_begin_alike():
    for prefix in ("https://", "https://www", "", "https://品.jp/"):
        with pytest.raises(DrawError, match="expected an ASCII beginning that goes past the host"):
            messages(prefix, 3)
    for tail in ("12", "1234", "品12"):
        with pytest.raises(DrawError, match="expected a tail of 3 ASCII characters"):
            messages("https://a.jp/", 3)(tail)

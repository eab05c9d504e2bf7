"""SGTIN-96 and SGTIN-198: published tags, bits worked out by hand, and every refusal."""

import runpy
from dataclasses import replace
from pathlib import Path

import pytest

from co2label.errors import IdentifierError
from co2label.tag import Sgtin, rfid, sgtin_96

CARDS = runpy.run_path(str(Path(__file__).parents[2] / "golden" / "cards.py"))
rice_ball = CARDS["rice_ball"]


@pytest.mark.parametrize(
    ("tag", "uri"),
    [
        ("3074257BF7194E4000001A85", "urn:epc:tag:sgtin-96:3.0614141.812345.6789"),
        ("30340242201D8840009EFDF7", "urn:epc:tag:sgtin-96:1.0037000.030241.10419703"),
    ],
)
def test_published_tags(tag, uri):
    assert Sgtin.from_uri(uri).hex == tag
    assert Sgtin.from_hex(tag).tag_uri == uri
    assert Sgtin.from_hex(tag.lower()) == Sgtin.from_hex(tag)


def test_the_bits_of_a_long_tag_by_hand():
    made = Sgtin("80614141123458", 7, "A1", filter=3)
    bits = f"{0x36:08b}" + "011" + "101" + f"{614141:024b}" + f"{812345:020b}" + "1000001" + "0110001"
    assert made.bits == 198
    assert made.hex == f"{int(bits.ljust(208, '0'), 2):052X}"
    assert Sgtin.from_hex(made.hex) == made
    assert Sgtin.from_hex(made.hex[:50]) == made
    assert made.tag_uri == "urn:epc:tag:sgtin-198:3.0614141.812345.A1"


@pytest.mark.parametrize("digits", range(6, 13))
@pytest.mark.parametrize("serial", ["0", "274877906943", "274877906944", "007", "a/%?", "~!"[1:]])
def test_every_company_prefix(digits, serial):
    made = Sgtin("4569951110016", digits, serial)
    assert made.bits == (96 if serial in {"0", "274877906943"} else 198)
    assert Sgtin.from_hex(made.hex) == made
    assert Sgtin.from_uri(made.tag_uri) == made
    assert Sgtin.from_uri(made.uri) == made
    prefix, item = made.uri.split(":")[4].split(".")[:2]
    assert (len(prefix), len(item)) == (digits, 13 - digits)


def test_the_serial_in_a_uri_is_escaped():
    assert Sgtin("4569951110016", 7, "a/b%").uri == "urn:epc:id:sgtin:4569951.011001.a%2Fb%25"


def test_the_tag_of_an_item():
    made = rfid(rice_ball(), company_prefix_length=7, serial="12")
    assert made.gtin == "04569951110016"
    assert made.filter == 1
    assert rfid(rice_ball(), company_prefix_length=7, serial="12", bits=198).bits == 198
    with pytest.raises(IdentifierError, match="has no GTIN, and an RFID tag needs one"):
        rfid(replace(rice_ball(), gtin=None), company_prefix_length=7, serial="12")


TAG = "3074257BF7194E4000001A85"


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Sgtin("4569951110017", 7, "1"), "check digit 6 expected"),
        (lambda: Sgtin("4569951110016", 5, "1"), "expected a company prefix of 6 to 12 digits, got 5"),
        (lambda: Sgtin("4569951110016", 7, "1", filter=8), "expected a filter value of 0 to 7"),
        (lambda: Sgtin("4569951110016", 7, ""), "expected a serial number of 1 to 20 characters"),
        (lambda: Sgtin("4569951110016", 7, "x" * 21), "expected a serial number of 1 to 20 characters"),
        (lambda: Sgtin("4569951110016", 7, "品"), "expected a serial number of 1 to 20 characters"),
        (
            lambda: Sgtin("4569951110016", 7, "007", bits=96),
            "without zeros in front, got '007'; take 198 bits",
        ),
        (lambda: Sgtin("4569951110016", 7, "274877906944", bits=96), "up to 274877906943"),
        (lambda: Sgtin("4569951110016", 7, "1", bits=64), "expected 96 or 198 bits, got 64"),
        (lambda: Sgtin.from_hex("31" + TAG[2:]), "expected an SGTIN-96"),
        (lambda: Sgtin.from_hex(TAG[:-1]), "expected an SGTIN-96"),
        (lambda: Sgtin.from_hex("36" + TAG[2:]), "expected an SGTIN-96"),
        (lambda: Sgtin.from_hex("307C" + TAG[4:]), "a partition of 7 that does not fit"),
        (lambda: Sgtin.from_hex("3077FFFFFF194E4000001A85"), "a partition of 5 that does not fit"),
        (lambda: Sgtin.from_uri("urn:epc:id:sgtin:4569951.01100.12"), "expected an EPC such as"),
        (lambda: Sgtin.from_uri("urn:epc:id:sgln:4569951.01100.12"), "expected an EPC such as"),
    ],
)
def test_refusals(make, words):
    with pytest.raises(IdentifierError, match=words):
        make()


def test_a_serial_with_a_gap():
    made = Sgtin("4569951110016", 7, "AB")
    value = int(made.hex, 16) & ~(127 << 10 + 133)
    with pytest.raises(IdentifierError, match="a serial number with a gap"):
        Sgtin.from_hex(f"{value:052X}")


@pytest.mark.parametrize("serial", [0, 1, 274877906943])
def test_the_quick_way_gives_the_same_bits(serial):
    for digits in range(6, 13):
        assert (
            sgtin_96("4569951110016", digits, serial, 2) == Sgtin("4569951110016", digits, str(serial), 2).hex
        )


@pytest.mark.parametrize("serial", [-1, 274877906944])
def test_the_quick_way_refuses_other_serials(serial):
    with pytest.raises(IdentifierError, match="serial numbers of 0 to 274877906943, got"):
        sgtin_96("4569951110016", 7, serial)

"""Codes and tags against the libraries that make them too, measured in turns in the same run.

Run with `make bench`. The minimum of several turns is used, because neighbours on the machine only ever add time. The links are
those of a package: a resolver, and the 14 digits of a GTIN; and a longer one with batch and serial number.
"""

import random
import time

import ndef
import pytest
from epcpy.epc_schemes.sgtin import SGTIN, SGTINFilterValue
from qrcode import constants
from qrcode.image.svg import SvgPathImage
from qrcode.main import QRCode

from co2label.draw import QrTemplate, svg_of, symbol
from co2label.identifiers import check_digit
from co2label.tag import messages, sgtin_96

PREFIX = "https://id.example.jp/01/"
RNG = random.Random(4)
GTINS = ["45" + "".join(RNG.choices("0123456789", k=11)) for _ in range(400)]
TAILS = [f"0{body}" for body in GTINS]


def least(make, cases, turns=5):
    """Seconds a case, the best of several turns."""
    best = float("inf")
    for _ in range(turns):
        begin = time.perf_counter()
        for case in cases:
            make(case)
        best = min(best, (time.perf_counter() - begin) / len(cases))
    return best


def drawn(payload):
    code = QRCode(error_correction=constants.ERROR_CORRECT_M, border=4)
    code.add_data(payload)
    code.make()
    return code


@pytest.fixture(scope="module")
def matrix():
    return least(drawn, [PREFIX + tail for tail in TAILS[:20]])


def report(name, ratio, seconds):
    print(f"\n{name}: {ratio:.0f} times, {seconds * 1e6:.1f} µs")


def test_a_matrix_from_a_template(matrix):
    template = QrTemplate(PREFIX, 14, mask=0)
    ours = least(template, TAILS)
    report("QR matrix, template, mask 0", matrix / ours, ours)
    assert matrix / ours >= 500


def test_a_matrix_of_any_link(matrix):
    def fresh(payload):
        return symbol.__wrapped__(payload)

    links = [f"{PREFIX}{tail}/21/{place:05d}" for place, tail in enumerate(TAILS)]
    least(fresh, links[:10], 1)
    turns = [(least(fresh, links[:100], 1), least(drawn, links[:10], 1)) for _ in range(20)]
    ours, reference = (min(times) for times in zip(*turns, strict=True))
    report("QR matrix, any link, best mask", reference / ours, ours)
    assert reference / ours >= 50


def test_a_qr_code_as_svg():
    template = QrTemplate(PREFIX, 14, mask=0)
    ours = least(lambda tail: svg_of(template(tail)), TAILS)
    reference = least(
        lambda tail: drawn(PREFIX + tail).make_image(image_factory=SvgPathImage).to_string(), TAILS[:20]
    )
    report("QR SVG, template, mask 0", reference / ours, ours)
    assert reference / ours >= 200


def test_rfid_tags():
    """Twenty products, twenty items each: what a product's items have in common is worked out once."""
    products = [f"{body}{check_digit(body)}" for body in GTINS[:20]]
    cases = [(gtin, serial) for gtin in products for serial in range(1, 21)]
    scheme, item = SGTIN.BinaryCodingScheme.SGTIN_96, SGTINFilterValue.POS_ITEM

    def theirs(case):
        made = SGTIN.from_gtin_plus_serial(case[0], str(case[1]), 7)
        return made.hex(binary_coding_scheme=scheme, filter_value=item)

    def ours(case):
        return sgtin_96(case[0], 7, case[1])

    assert [ours(case) for case in cases] == [theirs(case) for case in cases]
    quick, reference = least(ours, cases), least(theirs, cases)
    report("SGTIN-96", reference / quick, quick)
    assert reference / quick >= 8


def test_nfc_tags():
    """Links that begin alike, as those of a catalogue do."""

    def theirs(tail):
        return b"".join(ndef.message_encoder([ndef.UriRecord(PREFIX + tail)]))

    ours = messages(PREFIX, 14)
    assert [ours(tail) for tail in TAILS[:20]] == [theirs(tail) for tail in TAILS[:20]]
    quick, reference = least(ours, TAILS), least(theirs, TAILS)
    report("NDEF", reference / quick, quick)
    assert reference / quick >= 30

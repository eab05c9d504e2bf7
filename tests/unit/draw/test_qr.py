"""QR symbols put together from layouts are, bit for bit, those that `qrcode` draws."""

import re

import pytest
from qrcode import base, util
from qrcode.main import QRCode

from co2label.draw import QrTemplate, modules, qr_svg, symbol
from co2label.draw._qr import (
    LEVELS,
    Symbol,
    _times_asked,
    best_mask,
    layout,
    path,
    penalty,
    segments,
    smallest_version,
)
from co2label.errors import DrawError

SENTENCE = "https://example.jp/01/04569951110016?a=b&c=d~"
MODES = {"byte": SENTENCE, "alphanumeric": "HTTPS://EXAMPLE.JP/01/04569951110016 $%*+-."}


def by_qrcode(payload, level="M", mask=None):
    code = QRCode(error_correction=LEVELS[level], border=0, mask_pattern=mask)
    code.add_data(payload.encode())
    code.make()
    return tuple(tuple(row) for row in code.get_matrix())


def put_together(payload, level="M", mask=None):
    """The symbol by the layout, whatever was drawn before."""
    _times_asked[smallest_version(segments(payload), level), level] += 3
    symbol.cache_clear()
    return symbol(payload, level=level, mask=mask)


def filling(number, level, mode):
    """A payload that needs exactly this version."""
    letters = MODES[mode] * 10
    text = letters[0]
    while smallest_version(segments(text), level) != number:
        text = letters[: len(text) + 1]
    return text


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("number", range(1, 11))
def test_every_version_level_and_mask(number, level, mode):
    payload = filling(number, level, mode)
    for mask in range(8):
        made = put_together(payload, level, mask)
        assert made.size == 17 + 4 * number
        assert made.modules == by_qrcode(payload, level, mask)


@pytest.mark.parametrize("level", LEVELS)
def test_the_mask_is_the_one_that_qrcode_chooses(level):
    for place in range(12):
        payload = f"{SENTENCE}{place**5}"
        assert put_together(payload, level).modules == by_qrcode(payload, level)


def test_the_penalty_of_every_mask_is_that_of_qrcode():
    shape, code = layout(5, "Q"), QRCode(version=5, error_correction=LEVELS["Q"], border=0)
    code.add_data(SENTENCE)
    code.data_cache = util.create_data(5, LEVELS["Q"], code.data_list)
    expected = []
    for mask in range(8):
        code.makeImpl(True, mask)
        expected.append(util.lost_point(code.modules))
        assert penalty(shape.size, Symbol.of_rows(code.modules).bits) == expected[-1]
    changed = Symbol.of_rows(code.modules).bits ^ shape.trials[7]
    assert best_mask(shape.size, shape.trials, changed) == expected.index(min(expected))


@pytest.mark.parametrize(
    "payload",
    [
        "a",
        "7",
        "A:",
        "0" * 19,
        "0" * 20,
        "1234567890" * 3,
        "Ab" * 20,
        "x" + "1" * 20,
        "x" * 9 + "AB-12" * 5 + "品" * 3,
    ],
)
def test_segments_as_qrcode_cuts_them(payload):
    assert put_together(payload).modules == by_qrcode(payload)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("spare", range(3))
def test_a_symbol_that_is_full_to_the_brim(level, spare):
    """Less than a terminator of four bits fits behind the last character."""
    room = sum(block.data_count for block in base.rs_blocks(3, LEVELS[level]))
    letters = (8 * room - 13) * 2 // 11 - spare
    payload = ("ABCDEF-" * 30)[:letters]
    assert smallest_version(segments(payload), level) == 3
    assert put_together(payload, level).modules == by_qrcode(payload, level)


def test_the_way_does_not_show():
    payload = "https://www.example.jp/way"
    _times_asked.clear()
    symbol.cache_clear()
    first = symbol(payload)
    assert put_together(payload) == first


def test_larger_symbols_are_drawn_by_qrcode():
    payload = "https://example.jp/" + "y" * 400
    assert modules(payload) == by_qrcode(payload)
    assert len(modules(payload)) > 57


@pytest.mark.parametrize(
    ("prefix", "alphabet", "tail"),
    [
        ("https://id.example.jp/01/", "0123456789", "04569951110016"),
        ("HTTPS://ID.GS1.ORG/01/", "0123456789", "04569951110016"),
        ("HTTPS://ID.EXAMPLE.JP/01/", "0123456789", "04569951110016"),
        ("", "0123456789", "0456995"),
        ("1234", "0123456789", "0456995"),
        ("https://a.jp/", "abc-", "a-cb"),
    ],
)
@pytest.mark.parametrize("mask", [None, 3])
def test_a_template_draws_what_qrcode_draws(prefix, alphabet, tail, mask):
    template = QrTemplate(prefix, len(tail), alphabet=alphabet, mask=mask, level="Q")
    for one in (tail, tail[::-1], alphabet[0] * len(tail)):
        assert template(one).modules == by_qrcode(prefix + one, "Q", mask)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: symbol(""), "a QR symbol needs a payload, got an empty one; give the link that it opens"),
        (lambda: symbol("a", level="X"), "expected a level of error correction of L, M, Q, H, got 'X'"),
        (lambda: symbol("a", mask=8), "expected a mask of 0 to 7, or None for the best one, got 8"),
        (lambda: symbol("a", mask=True), "expected a mask of 0 to 7, or None for the best one, got True"),
        (lambda: QrTemplate("a", 2)("1"), "expected a tail of 2 characters, got 1: '1'"),
        (lambda: QrTemplate("a", 1)("é"), "expected characters of '0123456789', got 'é'"),
        (lambda: QrTemplate("A", 1)("x"), "expected characters of '0123456789A', got 'Ax'"),
        (
            lambda: QrTemplate("a", 0),
            "expected an ASCII beginning, a tail of at least 1 character and an ASCII alphabet, got 'a', 0 and '0123456789'",
        ),
        (
            lambda: QrTemplate("a" * 400, 2),
            "payloads of 402 characters need more than version 10; use symbol() for them",
        ),
    ],
)
def test_refusals(make, message):
    with pytest.raises(DrawError) as refusal:
        make()
    assert str(refusal.value) == message


def test_too_long_for_any_symbol():
    with pytest.raises(
        DrawError, match=r"no QR symbol holds a payload of 3000 characters, 'x.*shorten the link"
    ):
        symbol("x" * 3000)


def painted(data, size):
    """The modules that a path fills, by a strict reader of its few commands."""
    dark = [[False] * size for _ in range(size)]
    assert re.sub(r"M0 0|m-?\d+ \d|h\d+v1h-\d+z", "", data) == ""
    x = y = 0
    for right, down, length, back in re.findall(r"m(-?\d+) (\d)|h(\d+)v1h-(\d+)z", data):
        if right:
            x, y = x + int(right), y + int(down)
        else:
            assert length == back
            for place in range(int(length)):
                assert not dark[y][x + place]
                dark[y][x + place] = True
    return tuple(map(tuple, dark))


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5, 10])
def test_the_path_paints_the_symbol(number):
    payload = filling(number, "M", "byte")
    code = symbol(payload)
    assert painted(path(code), code.size) == code.modules
    assert path(code) in qr_svg(payload)


def test_rows_and_packed_bytes():
    code = symbol(SENTENCE)
    texts = ["".join("01"[dark] for dark in row) for row in code.modules]
    assert [format(row, f"0{code.size}b") for row in code.rows] == texts
    step = len(code.packed) // code.size
    bits = [
        format(int.from_bytes(code.packed[at : at + step], "big"), f"0{8 * step}b")
        for at in range(0, len(code.packed), step)
    ]
    assert [one[: code.size] for one in bits] == texts
    assert Symbol.of_rows(code.modules) == code

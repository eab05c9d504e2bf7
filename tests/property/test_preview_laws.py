"""Whatever a printer can print, the picture of its paper passes all checks, and its code is read."""

from __future__ import annotations

import io

import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from co2label.columns import columns as columns_of
from co2label.columns import fit_columns
from co2label.draw import REGULAR, Picture, Scene, ink
from co2label.receipt import Receipt, ReceiptLine, preview
from co2label.receipt._preview import _FEED, _rows_ops


def printable():
    """Every character that CP932 has a cell for."""
    found = [chr(code) for code in range(0x20, 0x7F)] + [
        bytes([code]).decode("cp932") for code in range(0xA1, 0xE0)
    ]
    for high in (*range(0x81, 0xA0), *range(0xE0, 0xFD)):
        for low in range(0x40, 0xFD):
            try:
                found.append(bytes([high, low]).decode("cp932"))
            except UnicodeDecodeError:
                continue
    return [char for char in found if char.isprintable()]


CHARACTERS = printable()


def drawn(rows):
    ops = _rows_ops(rows, 5.0, "cp932")
    return Picture(Scene(58.0, 12.0 + len(rows) * _FEED, tuple(ops), "", ""))


def check_characters(characters):
    """A paper of these characters passes the checks that every picture passes."""
    rows, row = [], ""
    for char in characters:
        if columns_of(row + char) > 32:
            rows.append(row)
            row = ""
        row += char
    drawn([*rows, row])


def test_every_tenth_character_of_the_printer():
    """`tests/heavy/test_printed_characters.py` draws them all."""
    assert len(CHARACTERS) > 7000
    check_characters(CHARACTERS[::10])


@settings(max_examples=150)
@given(
    st.lists(
        st.one_of(
            st.text(st.sampled_from(CHARACTERS), max_size=32), st.text("Wfj%@/ \\_|i1米、「", max_size=32)
        )
    )
)
def test_any_rows_pass_the_checks_and_stay_within_the_paper(texts):
    picture = drawn([fit_columns(text, 32) for text in texts])
    for op in picture.scene.ops:
        assert op.x + ink(op.text, REGULAR).left * op.size >= 4.9
        assert op.x <= 53.0


@settings(max_examples=20)
@given(st.text("0123456789", min_size=1, max_size=90), st.sampled_from([32, 48]))
def test_the_code_is_read_from_the_dots_of_the_printer(digits, columns):
    link = f"https://id.example.jp/01/04569951110016?n={digits}"
    picture = preview(Receipt(lines=[ReceiptLine(name="茶", price=1)]), columns=columns, qr=link)
    dots = Image.open(io.BytesIO(picture.png(203.2, "black"))).convert("L")
    assert [found.text for found in zxingcpp.read_barcodes(dots)] == [link]

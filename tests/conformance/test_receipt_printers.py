"""Receipts as printers read them: our own strict reader of their bytes, and ReceiptLine's real renderer."""

from __future__ import annotations

import io
import random
import re
from typing import ClassVar

import numpy as np
import pytest
import resvg_py
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

import co2label as c2
from co2label.draw import BOLD, modules
from co2label.receipt import Dots, Receipt, ReceiptLine, escpos, plain, receiptline, replaced_characters

LINK = "https://id.example.jp/01/04569951110016"
HOSTILE = (
    "\x00\x07\x08\x09\x0a\x0c\x0d\x10\x14\x18\x1b\x1c\x1d\x1e\x1f\x7f\x80\x9b\xa0\xad"  # controls of printers
    "@!apVvk(*-=\\|{}~_\"`^;:,.#$%&'<>[]0123"  # what follows them, and what ReceiptLine reads as markup
    "表ソ能十貼暴申ミ欺圭構蚕噂予~ﾐｿ｡ﾟ"  # whose second byte in Shift_JIS is 0x5C, 0x7C, 0x7E …
    "鮭①㎏℃ー〜−‖¢£¬―…★₂é½¥€𠮷😀\u200b\u202e\ufeff\ud800\u0301ａＡ　 "
)


class Reader:
    """A printer that knows the few commands that a receipt needs, and refuses every other byte.

    `said` holds what was printed: ("row", text), ("code", dots a module, link), ("image", width, height, bytes), ("cut",).
    """

    ROW = re.compile(rb"(?:[\x20-\x7e\xa1-\xdf]|[\x81-\x9f\xe0-\xfc][\x40-\x7e\x80-\xfc])*\n")
    BEGIN: ClassVar = {"epson": b"\x1b@\x1bt\x01\x1cC\x01\x1bR\x08", "star": b"\x1b@\x1b$1\x1bR8"}

    def __init__(self, data, dialect):
        self.data, self.place, self.said, self.centred = data, 0, [], False
        self.take(self.BEGIN[dialect])
        step = getattr(self, dialect)
        while self.place < len(data):
            assert self.said[-1:] != [("cut",)], "something after the cut"
            if data[self.place] in b"\x1b\x1c\x1d":
                step()
            else:
                found = self.ROW.match(data, self.place)
                assert found, f"byte {data[self.place]:#x} at {self.place} is no text and no command"
                self.place = found.end()
                self.said.append(("row", found[0][:-1].decode("cp932")))
        assert not self.centred

    def take(self, expected):
        found = self.data[self.place : self.place + len(expected)]
        assert found == expected, f"{found!r} at {self.place}, expected {expected!r}"
        self.place += len(expected)

    def bytes(self, count):
        found = self.data[self.place : self.place + count]
        assert len(found) == count
        self.place += count
        return found

    def number(self):
        return int.from_bytes(self.bytes(2), "little")

    def align(self):
        (centred,) = self.bytes(1)
        assert centred in (0, 1)
        assert self.centred != centred
        self.centred = centred

    def image(self):
        width, height = self.number(), self.number()
        return ("image", width, height)

    def epson(self):
        match self.bytes(2):
            case b"\x1ba":
                self.align()
            case b"\x1dv":
                self.take(b"0\x00")
                _, width, height = self.image()
                self.said.append(("image", width, height, self.bytes(width * height)))
            case b"\x1d(":
                self.epson_code()
            case b"\x1dV":
                self.take(b"B\x00")
                self.said.append(("cut",))
            case other:
                pytest.fail(f"unknown command {other!r}")

    def epson_code(self):
        self.place -= 2
        self.take(b"\x1d(k\x04\x00\x31\x41\x32\x00\x1d(k\x03\x00\x31\x43")
        (size,) = self.bytes(1)
        self.take(b"\x1d(k\x03\x00\x31\x45\x31\x1d(k")
        count = self.number()
        self.take(b"\x31\x50\x30")
        link = self.bytes(count - 3)
        self.take(b"\x1d(k\x03\x00\x31\x51\x30")
        assert 3 <= size <= 16
        self.said.append(("code", size, link.decode("ascii")))

    def star(self):
        match self.bytes(3):
            case b"\x1b\x1da":
                self.align()
            case b"\x1b\x1dS":
                self.take(b"\x01")
                _, width, height = self.image()
                self.take(b"\x00")
                self.said.append(("image", width, height, self.bytes(width * height)))
            case b"\x1b\x1dy":
                self.place -= 3
                self.take(b"\x1b\x1dyS0\x02\x1b\x1dyS1\x01\x1b\x1dyS2")
                (size,) = self.bytes(1)
                self.take(b"\x1b\x1dyD1\x00")
                link = self.bytes(self.number())
                self.take(b"\x1b\x1dyP")
                assert 1 <= size <= 8
                self.said.append(("code", size, link.decode("ascii")))
            case b"\x1bd3":
                self.said.append(("cut",))
            case other:
                pytest.fail(f"unknown command {other!r}")


def bought():
    return Receipt(
        store="サンプルストア 駅前店",
        receipt_id="0042",
        lines=[
            ReceiptLine(name="鮭おにぎり", quantity=2, price=178, kg_co2e=0.2359),
            ReceiptLine(
                name="北海道産 特選よつ葉牛乳 1リットル 成分無調整", price=298, kg_co2e=1.3, method="average"
            ),
            ReceiptLine(name="ﾊﾞﾅﾅ ①㎏℃ー〜−", price=100, kg_co2e=0.1),
            ReceiptLine(name='表ソ能 {c:x}|~_"`^\\n', price=690),
            ReceiptLine(name="麦茶", quantity=-1, price=128, kg_co2e=0.3),
            ReceiptLine(name="値引", price=-50),
        ],
        last_kg=2.0,
    )


BARE = {"last_amount": None, "people": 1, "unit": None, "swap": None, "notices": ()}


def unchecked(names):
    """Names that came past every door of the model."""
    known = {"quantity": 1, "price": 100, "kg_co2e": 0.1}
    proper = ReceiptLine(name="x", **known)
    fields = {key: getattr(proper, key) for key in ReceiptLine.model_fields}
    lines = tuple(ReceiptLine.model_construct(**fields | {"name": name}) for name in names)
    return Receipt.model_construct(
        lines=lines, receipt_id=None, store=None, currency="JPY", last_kg=None, **BARE
    )


def hostile_names(count, seed=1):
    rng = random.Random(seed)
    return ["".join(rng.choices(HOSTILE, k=rng.randrange(1, 20))) for _ in range(count)]


@pytest.mark.parametrize("dialect", ["epson", "star"])
@pytest.mark.parametrize("columns", [32, 48])
@pytest.mark.parametrize("detail", ["total-only", "full"])
def test_the_printer_prints_the_plain_rows(dialect, columns, detail):
    sent = escpos(bought(), columns=columns, dialect=dialect, detail=detail, qr=LINK)
    rows = [("row", row) for row in plain(bought(), columns=columns, detail=detail, page="cp932").split("\n")]
    assert Reader(sent, dialect).said == [*rows, ("row", ""), ("code", 4, LINK), ("row", ""), ("cut",)]


@pytest.mark.parametrize("dialect", ["epson", "star"])
def test_a_picture_and_no_cut(dialect):
    image = Dots(20, 3, bytes(range(0x1B, 0x1B + 9)))
    sent = escpos(bought(), dialect=dialect, image=image, cut=False)
    assert Reader(sent, dialect).said[-3:] == [("row", ""), ("image", 3, 3, image.rows), ("row", "")]


@pytest.mark.parametrize("dialect", ["epson", "star"])
def test_a_small_label_below_the_slip_can_be_scanned(dialect):
    """Printed from the bytes that the printer gets."""
    product = c2.Product(
        id="tea",
        name="茶",
        declared_unit="1 piece",
        boundary="cradle-to-gate",
        year=2025,
        activities=[c2.Activity("gas", "0.21 kg", gas="CO2", stage="production")],
    )
    days = {"issued": "2026-11-23", "valid_until": "2027-11-22"}
    said = c2.declare(c2.compute(product), company="茶屋", info_url="https://example.jp/tea", **days)
    sent = escpos(bought(), dialect=dialect, image=Dots.of(c2.label.mini(said)))
    (_, across, height, rows), *_ = (said for said in Reader(sent, dialect).said if said[0] == "image")
    printed = Image.frombytes("1", (8 * across, height), bytes(255 - byte for byte in rows)).convert("L")
    assert [found.text for found in zxingcpp.read_barcodes(printed)] == ["https://example.jp/tea"]


def check_hostile_names(dialect, seed):
    """Ten thousand names, drawn by this seed: every row is text, as wide as the paper, and that of the plain receipt."""
    receipt = unchecked(hostile_names(10_000, seed))
    said = Reader(escpos(receipt, dialect=dialect), dialect).said
    assert {kind for kind, *_ in said[:-1]} == {"row"}
    assert [row for _, row in said[:-1]] == plain(receipt, page="cp932").split("\n")
    assert max(len(row.encode("cp932")) for _, row in said[:-1]) == 32


@pytest.mark.parametrize("dialect", ["epson", "star"])
def test_no_name_of_ten_thousand_becomes_a_command(dialect):
    """`tests/heavy/test_hostile_names.py` does so with a hundred thousand."""
    check_hostile_names(dialect, seed=0)


@given(
    st.lists(st.text(st.sampled_from(HOSTILE) | st.characters(), max_size=40), min_size=1, max_size=5),
    st.data(),
)
def test_no_name_at_all_becomes_a_command(names, data):
    dialect = data.draw(st.sampled_from(["epson", "star"]))
    columns = data.draw(st.integers(24, 64))
    said = Reader(escpos(unchecked(names), dialect=dialect, columns=columns, detail="full"), dialect).said
    assert all(kind == "row" and len(row.encode("cp932")) <= columns for kind, row in said[:-1])


def test_the_reader_itself_refuses_a_foreign_byte():
    sent = escpos(bought(), qr=LINK)
    for foreign in (b"\x1bp\x00\x19\xfa", b"\x10\x14\x01", b"\x00", b"\x80", b"\x07", b"\x1d(A", b"\x1c."):
        with pytest.raises((AssertionError, pytest.fail.Exception)):
            Reader(sent[:40].rpartition(b"\n")[0] + b"\n" + foreign + sent[40:], "epson")


def test_what_is_replaced_is_reported():
    receipt = Receipt(
        lines=[ReceiptLine(name="𠮷野 é₂", price=1), ReceiptLine(name="茶〜é", price=1)], store="店¥"
    )
    assert replaced_characters(receipt) == ("¥", "𠮷", "é", "₂", "〜")


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"dialect": "sii"}, "expected a dialect of epson, star, got 'sii'"),
        ({"qr": "https://example.jp/" + "x" * 1500}, "columns, the paper has 32; shorten the link"),
        ({"image": Dots(385, 1, bytes(49))}, "expected a picture of at most 384 × 2303 dots, got 385 × 1"),
        ({"image": Dots(9, 2, bytes(3))}, "expected 4 bytes for 9 × 2 dots, got 3"),
        ({"columns": 23}, "expected 24 to 1000 columns"),
    ],
)
def test_what_has_no_place_on_the_paper(more, message):
    with pytest.raises(c2.TextError, match=message):
        escpos(bought(), **more)


def test_a_link_that_is_none():
    for make in (escpos, receiptline):
        with pytest.raises(c2.IdentifierError):
            make(bought(), qr="javascript:alert(1)")


def print_out(said, columns):
    """What comes out of the printer, at a dot a pixel: cells of 12 × 24 dots on rows of 30."""
    font = ImageFont.truetype(BOLD.path, 22)
    paper = Image.new("1", (columns * 12, 4000), 1)
    pen, y = ImageDraw.Draw(paper), 10
    for what in said:
        match what:
            case ("row", text):
                x = 0
                for char in text:
                    wide = 12 * len(char.encode("cp932"))
                    pen.text((x + wide / 2, y + 20), char, 0, font, anchor="ms")
                    x += wide
                y += 30
            case ("code", size, link):
                code = Image.fromarray(~np.array(modules(link), bool)).resize(
                    [len(modules(link)) * size] * 2, 0
                )
                paper.paste(code, ((paper.width - code.width) // 2, y))
                y += code.height
    return paper.crop((0, 0, paper.width, y + 10))


@pytest.mark.parametrize("columns", [32, 48])
def test_the_printed_code_opens_the_link(columns):
    paper = print_out(Reader(escpos(bought(), columns=columns, qr=LINK), "epson").said, columns)
    (found,) = zxingcpp.read_barcodes(paper.convert("L"))
    assert found.text == LINK


def as_receiptline_prints(rows):
    """Its code page has a yen sign in the place of the backslash."""
    return [row.replace("\\", "¥") for row in rows]


@pytest.mark.parametrize("columns", [32, 48])
@pytest.mark.parametrize("detail", ["total-only", "full"])
def test_receiptline_prints_the_plain_rows(node, columns, detail):
    markup = receiptline(bought(), columns=columns, detail=detail, qr=LINK)
    printed = node("receiptline.mjs", markup.encode(), "text", str(columns)).decode()
    rows = plain(bought(), columns=columns, detail=detail, page="cp932").split("\n")
    assert printed.rstrip().split("\n") == as_receiptline_prints(rows)


def test_receiptline_prints_hostile_names_as_they_stand(node):
    names = [
        *hostile_names(3000),
        "-",
        "---",
        "=",
        "===",
        "{code:1;option:qrcode}",
        "a|b|c",
        "\\x1b@",
        "~",
        "^^^x",
        "-" * 30,
    ]
    receipt = unchecked(names)
    printed = node("receiptline.mjs", receiptline(receipt, detail="full").encode(), "text", "32").decode()
    rows = [
        row.rstrip() for row in as_receiptline_prints(plain(receipt, detail="full", page="cp932").split("\n"))
    ]
    assert [row.rstrip() for row in printed.rstrip().split("\n")] == rows


def test_a_store_named_like_a_rule_is_no_rule(node):
    for name in ("---", "===", "="):
        receipt = Receipt(lines=[ReceiptLine(name="茶", price=1)], store=name)
        printed = node("receiptline.mjs", receiptline(receipt).encode(), "text", "32").decode()
        assert printed.split("\n")[0] == name


@pytest.mark.parametrize("columns", [32, 48])
def test_receiptline_draws_amounts_flush_right_and_a_code_that_opens_the_link(node, columns):
    markup = receiptline(bought(), columns=columns, qr=LINK)
    drawn = node("receiptline.mjs", markup.encode(), "svg", str(columns)).decode()
    ends = [
        re.findall(r'<tspan x="(\d+)">([^<]*)</tspan></text>', part) for part in drawn.split("<g transform")
    ]
    amounts = [int(x) for found in ends for x, last in found if last in "0123456789%g"]
    edge = columns * 12 - 6
    if columns == 32:
        assert amounts.count(edge) >= 9
    else:  # the mark of an estimate stands at the edge, and figures end below each other before it
        assert amounts.count(edge - 12) >= 3
        assert amounts.count(edge) >= 2
    picture = Image.open(
        io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=drawn, background="white", zoom=2)))
    )
    (found,) = zxingcpp.read_barcodes(picture.convert("L"))
    assert found.text == LINK

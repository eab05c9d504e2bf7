"""A receipt for printers: bytes of ESC/POS (Epson) or Star Line Mode, and ReceiptLine markup.

The bytes are our own: a row of text can hold only what the code page has a cell for, so no name becomes a command. In Japan the
printer is set to Shift_JIS, where two bytes are one kanji without switching to and fro; elsewhere to a page of single bytes, with
kanji and national signs off (ESC t n, ESC GS t n). The rows are those of the plain receipt.

Sources: Epson TM-T81 specification (GS ( k, functions 165 to 181); Epson ESC/POS (ESC @, ESC a, ESC t, ESC R, FS C, GS V 66,
GS v 0); STAR Line Mode Command Specifications (ESC @, ESC $, ESC R, ESC d, ESC GS a, ESC GS y); ReceiptLine, the receipt
description language of the OFSC, which sends the same to set Shift_JIS.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from co2label._data import data_table
from co2label.errors import DrawError, TextError, clip
from co2label.links import web_link
from co2label.receipt._paper import Detail, page_for, plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from co2label.columns import CodePage
    from co2label.draw import Picture
    from co2label.receipt._receipt import Receipt


QR_LEVEL: Final = "M"
_DOTS_PER_COLUMN = 12
"""Font A on a printer of 203 dots per inch."""
_LARGEST_MODULE, _SMALLEST_MODULE = 4, 3
"""Dots a module: 0.5 and 0.375 mm. Star advises three at least (STAR Line Mode Command Specifications, ESC GS y S 2)."""


def qr_module_dots(link: str, columns: int) -> int:
    """Dots a module, so that the symbol and its quiet zone fit on the paper.

    Args:
        link: an https link in ASCII.
        columns: half-width columns of the paper.

    Raises:
        TextError: the link is too long for the paper.
        IdentifierError: it is no https link.

    >>> qr_module_dots("https://id.example.jp/01/04569951110016", 32)
    4
    """
    from co2label.draw import modules_across  # noqa: PLC0415 - a slip without a code needs no Pillow

    try:
        across = modules_across(web_link(link), level=QR_LEVEL)
    except DrawError as error:
        raise TextError(str(error)) from None
    size = min(_LARGEST_MODULE, columns * _DOTS_PER_COLUMN // across)
    if size < _SMALLEST_MODULE:
        wanted = -(-across * _SMALLEST_MODULE // _DOTS_PER_COLUMN)
        raise TextError(
            f"the QR code of {clip(link)} needs {wanted} columns, the paper has {columns}; shorten the link"
        )
    return size


Dialect = Literal["epson", "star"]

_DOTS_PER_MM = 8.0
_MAX_IMAGE_ROWS = 2303
"""Limit of one raster image (GS v 0)."""


class Dots(NamedTuple):
    """A picture of black dots.

    Attributes:
        width: in dots.
        height: in dots.
        rows: top to bottom; each takes ceil(width / 8) bytes, the highest bit is on the left, 1 is black.
    """

    width: int
    height: int
    rows: bytes

    @classmethod
    def of(cls, picture: Picture) -> Dots:
        r"""A picture, such as a small label, in the dots of a receipt printer: 8 a millimetre, black only.

        Raises:
            DrawError: a QR code that gets less than two dots a module.

        >>> from co2label.draw import Picture, Rect, Scene
        >>> Dots.of(Picture(Scene(2, 1, (Rect(0, 0, 1, 1),), "", "")))
        Dots(width=16, height=8, rows=b'\xff\x00\xff\x00\xff\x00\xff\x00\xff\x00\xff\x00\xff\x00\xff\x00')
        """
        from co2label.draw import black_bitmap  # noqa: PLC0415 - a slip without a picture needs no Pillow

        scene = picture.scene
        size = (round(scene.width * _DOTS_PER_MM), round(scene.height * _DOTS_PER_MM))
        return cls(*size, black_bitmap(scene.ops, size, _DOTS_PER_MM, least=2).tobytes())


@cache
def _commands(dialect: str) -> dict[str, Any]:
    """Commands of a dialect in hexadecimal digits: `begin` by code page, `centre`, `left` and `cut`."""
    commands: dict[str, Any] = data_table("printers.toml", beside=__file__)[dialect]
    return commands


def escpos(  # noqa: PLR0913
    receipt: Receipt,
    *,
    columns: int = 32,
    dialect: Dialect = "epson",
    language: str = "ja",
    detail: Detail | None = None,
    qr: str | None = None,
    image: Dots | None = None,
    cut: bool = True,
    page: CodePage | None = None,
) -> bytes:
    r"""The receipt as bytes for a receipt printer.

    Args:
        receipt: what was bought.
        columns: half-width columns of the paper, 24 or more: 32 for 58 mm, 48 for 80 mm.
        dialect: `epson` (ESC/POS) or `star` (Star Line Mode).
        language: of the words.
        detail: as `plain`.
        qr: a link that is printed below as a QR code.
        image: a picture of black dots that is printed below, such as `Dots.of(mini(…))`.
        cut: whether the paper is fed to the knife and cut.
        page: the code page of the printer; None for the one of `page_for`: CP932, or that of the language where it has the
            letters and CP932 has not.

    Raises:
        TextError: as `plain`; another dialect; a link or a picture that has no place on the paper.

    >>> from co2label.receipt import Receipt, ReceiptLine
    >>> escpos(Receipt(lines=[ReceiptLine(name="茶", price=150, kg_co2e=0.2)]))[:13]
    b'\x1b@\x1bt\x01\x1cC\x01\x1bR\x08\x92\x83'
    """
    if dialect not in _CODE_AND_IMAGE:
        raise TextError(f"expected a dialect of {', '.join(_CODE_AND_IMAGE)}, got {clip(dialect)}")
    commands, (code, raster) = _commands(dialect), _CODE_AND_IMAGE[dialect]
    page = page or page_for(receipt, language)
    if page not in commands["begin"]:
        raise TextError(f"expected a code page of {', '.join(commands['begin'])}, got {clip(page)}")
    text = plain(receipt, columns=columns, language=language, detail=detail, page=page).encode(page) + b"\n"
    parts = [bytes.fromhex(commands["begin"][page]), text]
    if image is not None:
        parts += _centre(commands, raster(_check_image(image, columns)))
    if qr is not None:
        parts += _centre(commands, code(qr.encode("ascii"), qr_module_dots(qr, columns)))
    return b"".join([*parts, bytes.fromhex(commands["cut"]) if cut else b""])


def _centre(commands: dict[str, Any], what: bytes) -> list[bytes]:
    """Centre something between white rows, which are more than the quiet zone of a QR code (4 modules of 4 dots) needs."""
    return [b"\n", bytes.fromhex(commands["centre"]), what, bytes.fromhex(commands["left"]), b"\n"]


def _check_image(image: Dots, columns: int) -> Dots:
    across = columns * _DOTS_PER_COLUMN
    if not (0 < image.width <= across and 0 < image.height <= _MAX_IMAGE_ROWS):
        size = f"{image.width} × {image.height}"
        raise TextError(
            f"expected a picture of at most {across} × {_MAX_IMAGE_ROWS} dots, got {size}; draw it smaller"
        )
    if len(image.rows) != _bytes_across(image) * image.height:
        expected = _bytes_across(image) * image.height
        raise TextError(
            f"expected {expected} bytes for {image.width} × {image.height} dots, got {len(image.rows)}"
        )
    return image


def _bytes_across(image: Dots) -> int:
    return -(-image.width // 8)


def _low_high(number: int) -> bytes:
    return number.to_bytes(2, "little")


def _epson_qr(link: bytes, size: int) -> bytes:
    """Model 2, dots a module, level M, the data, print: GS ( k, functions 165, 167, 169, 180 and 181."""
    model, dots, level = b"\x31\x41\x32\x00", b"\x31\x43" + bytes([size]), b"\x31\x45\x31"
    steps = (model, dots, level, b"\x31\x50\x30" + link, b"\x31\x51\x30")
    return b"".join(b"\x1d(k" + _low_high(len(step)) + step for step in steps)


def _epson_image(image: Dots) -> bytes:
    return b"\x1dv0\x00" + _low_high(_bytes_across(image)) + _low_high(image.height) + image.rows


def _star_qr(link: bytes, size: int) -> bytes:
    """Model 2, level M, dots a module, the data, print."""
    steps = (b"S0\x02", b"S1\x01", b"S2" + bytes([size]), b"D1\x00" + _low_high(len(link)) + link, b"P")
    return b"".join(b"\x1b\x1dy" + step for step in steps)


def _star_image(image: Dots) -> bytes:
    return b"\x1b\x1dS\x01" + _low_high(_bytes_across(image)) + _low_high(image.height) + b"\x00" + image.rows


_CODE_AND_IMAGE: dict[str, tuple[Callable[[bytes, int], bytes], Callable[[Dots], bytes]]] = {
    "epson": (_epson_qr, _epson_image),
    "star": (_star_qr, _star_image),
}
"""Functions that print a QR code and a picture, by dialect."""

_SPECIAL = re.compile(r'([\\|{}~_"`^])')
_EXCLUSIVE = re.compile(r"^([-=])(?=[-=]*$)")
"""A row of nothing else is a rule or a cut."""


def receiptline(  # noqa: PLR0913
    receipt: Receipt,
    *,
    columns: int = 32,
    language: str = "ja",
    detail: Detail | None = None,
    qr: str | None = None,
    cut: bool = True,
) -> str:
    r"""The receipt as ReceiptLine markup, for a printer with `cpl` = `columns`.

    Each row is one column of its own, aligned to the left: the paper looks alike whoever prints it.

    Args:
        receipt: what was bought.
        columns: half-width columns of the paper, 24 or more.
        language: of the words.
        detail: as `plain`.
        qr: a link that is printed below as a QR code.
        cut: whether the paper is cut.

    Returns:
        Lines joined by line feeds.

    Raises:
        TextError: as `plain`; a link that has no place on the paper.

    >>> from co2label.receipt import Receipt, ReceiptLine
    >>> tea = Receipt(lines=[ReceiptLine(name="{c:Tea|x}", price=150, kg_co2e=0.2)])
    >>> print(receiptline(tea).splitlines()[0])
    |\{c:Tea\|x\}                  ￥150
    """
    page = page_for(receipt, language)
    rows = plain(receipt, columns=columns, language=language, detail=detail, page=page).split("\n")
    marked = ["-" if row == "-" * columns else _markup_row(row) for row in rows]
    if qr is not None:
        size, value = qr_module_dots(qr, columns), re.sub(r"([\\|{};])", r"\\\1", qr)
        marked.append(f"{{code:{value};option:qrcode,{size},m}}")
    return "\n".join([*marked, *(["="] if cut else [])]) + "\n"


def _markup_row(row: str) -> str:
    """A row with its text escaped, so that ReceiptLine prints it unchanged."""
    text = row.lstrip(" ")
    return "|" + "~" * (len(row) - len(text)) + _EXCLUSIVE.sub(r"\\\1", _SPECIAL.sub(r"\\\1", text))

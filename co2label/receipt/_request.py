"""Requests of a receipt, a statement and a book: their options, with a sentence for each, and the registry of formats.

`ReceiptRequest` is what `co2label receipt` makes of its options, `StatementRequest` and `BookRequest` likewise.
A new format is one function that `receipt_format` registers.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date  # noqa: TC003 - the options of a request are read from its annotations
from pathlib import Path  # noqa: TC003 - the options of a request are read from its annotations
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args

from co2label._options import Option, check_values, refuse, refuse_given
from co2label.columns import CodePage
from co2label.errors import BookError, TextError
from co2label.receipt._data import sidecar
from co2label.receipt._escpos import Dialect, escpos, receiptline
from co2label.receipt._paper import Detail, html, plain
from co2label.receipt._receipt import MAX_PEOPLE
from co2label.receipt._ubl import ubl
from co2label.wording import LANGUAGES, read_languages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from co2label.declaration import Declaration
    from co2label.draw import Picture
    from co2label.receipt._basket import Purchases
    from co2label.receipt._receipt import Receipt
    from co2label.receipt._statement import MonthlyStatement

    Renderer = Callable[[Receipt, "ReceiptRequest"], bytes]


@dataclass(frozen=True, slots=True)
class ReceiptFormat:
    """A form of a receipt.

    Attributes:
        name: "escpos".
        render: makes the file.
        has_link: whether a link can be put on it.
        on_paper: whether it is printed in the cells of a receipt printer.
    """

    name: str
    render: Renderer
    has_link: bool = False
    on_paper: bool = False


StatementShape = Literal["card", "portrait", "wide"]
"""62 mm wide, or to be shared: 1080 × 1350 and 1200 × 630 pixels."""
RECEIPT_FORMATS: dict[str, ReceiptFormat] = {}
"""All forms of a receipt by name."""


def receipt_format(
    name: str, *, has_link: bool = False, on_paper: bool = False
) -> Callable[[Renderer], Renderer]:
    """Register a function as the renderer of a form of receipts; arguments as in `ReceiptFormat`."""

    def register(render: Renderer) -> Renderer:
        RECEIPT_FORMATS[name] = ReceiptFormat(name, render, has_link, on_paper)
        return render

    return register


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptRequest:
    """Options of a receipt as a file: its format, paper, language and link.

    Raises:
        OptionError: options that do not go together, or a value that one cannot have.

    >>> ReceiptRequest(qr="https://example.jp")
    Traceback (most recent call last):
    ...
    co2label.errors.OptionError: qr: only escpos, receiptline, html, ubl and previews have a link; plain has none
    """

    format: Annotated[str, Option("Form of the receipt.", choices=RECEIPT_FORMATS)] = "plain"
    columns: Annotated[
        int, Option("Columns of the paper: 32 for 58 mm, 48 for 80 mm.", metavar="N", least=24, most=1000)
    ] = 32
    language: Annotated[
        str, Option("Language of the words.", metavar=f"[{'|'.join(LANGUAGES)}]", short="-l")
    ] = "ja"
    detail: Annotated[
        Detail | None,
        Option(
            "CO2e of the sum and its largest parts only, or of each item as well.",
            choices=get_args(Detail),
            otherwise="full from 40 columns on",
        ),
    ] = None
    people: Annotated[
        int | None,
        Option(
            "Persons that the purchase is for, whose day it is a part of.",
            metavar="N",
            least=1,
            most=MAX_PEOPLE,
        ),
    ] = None
    dialect: Annotated[Dialect, Option("Dialect of the printer (escpos).", choices=get_args(Dialect))] = (
        "epson"
    )
    code_page: Annotated[
        CodePage | None,
        Option(
            "Code page of the printer (plain, escpos); else UTF-8 (plain), or the one that prints most letters.",
            choices=get_args(CodePage),
        ),
    ] = None
    qr: Annotated[
        str | None,
        Option(
            "Link: as a QR code (escpos, receiptline, --preview), below (html), or as a reference (ubl).",
            metavar="LINK",
        ),
    ] = None
    preview: Annotated[bool, Option("Draw the paper as a picture, into -o: .png, .svg, .pdf.")] = False
    invoice: Annotated[Path | None, Option("UBL invoice that the CO2e is put in (ubl).", metavar="FILE")] = (
        None
    )

    def __post_init__(self) -> None:
        """Refuse options that do not go together.

        Raises:
            OptionError: names one of them.
        """
        check_values(self)
        _check_language(self.language)
        if self.preview and self.format != "plain":
            refuse("preview", f"a picture of the paper is no {self.format}; give one of the two")
        if not RECEIPT_FORMATS[self.format].has_link and not self.preview:
            takers = ", ".join(each.name for each in RECEIPT_FORMATS.values() if each.has_link)
            refuse_given(self, ("qr",), f"only {takers} and previews have a link; {self.format} has none")
        if (self.invoice is None) == (self.format == "ubl"):
            refuse("invoice", "the format ubl and an invoice go together; give both or neither")

    @property
    def paper(self) -> dict[str, Any]:
        """Options of all forms of paper."""
        return {"columns": self.columns, "language": self.language, "detail": self.detail}

    def encode(self, receipt: Receipt) -> bytes:
        """The receipt as a file.

        Raises:
            DocumentError: an invoice that may not be changed.
            OSError: the invoice cannot be read.
        """
        return RECEIPT_FORMATS[self.format].render(self._for_people(receipt), self)

    def draw(self, receipt: Receipt) -> Picture:
        """The picture of the paper."""
        from co2label.receipt._preview import preview  # noqa: PLC0415 - Pillow, where something is drawn

        return preview(self._for_people(receipt), **self.paper, qr=self.qr)

    def _for_people(self, receipt: Receipt) -> Receipt:
        return receipt if self.people is None else receipt.model_copy(update={"people": self.people})


def _check_language(language: str) -> None:
    """Refuse what is not one language of the words.

    Raises:
        OptionError: names the option.
    """
    try:
        read_languages(language, 1)
    except TextError as error:
        refuse("language", str(error))


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRequest:
    """Options of a month of receipts, summed up.

    Raises:
        OptionError: a language that there is not.
    """

    month: Annotated[
        str | None, Option("Which month.", metavar="YYYY-MM", otherwise="that of the last receipt")
    ] = None
    language: Annotated[
        str, Option("Language of the words.", metavar=f"[{'|'.join(LANGUAGES)}]", short="-l")
    ] = "ja"
    shape: Annotated[
        StatementShape,
        Option(
            "Shape of the picture: card of 62 mm, or to share, 1080 × 1350 or 1200 × 630.",
            choices=get_args(StatementShape),
        ),
    ] = "card"
    people: Annotated[
        int | None,
        Option(
            "Persons that the purchases are for.",
            metavar="N",
            least=1,
            most=MAX_PEOPLE,
            otherwise="as the file says, or 1",
        ),
    ] = None

    def __post_init__(self) -> None:
        """Refuse a language that there is not.

        Raises:
            OptionError: names the option.
        """
        _check_language(self.language)

    def statement(self, purchases: Sequence[Purchases], *, today: date) -> MonthlyStatement:
        """Add up the receipts of the month; one that is not over is counted up to today.

        Raises:
            DocumentError: there is no receipt of that month.
        """
        from co2label.receipt._statement import statement  # noqa: PLC0415 - a till sums up no month

        receipts = [one for each in purchases for one in each.receipts]
        categories = {key: name for each in purchases for key, name in each.categories.items()}
        food = tuple(dict.fromkeys(name for each in purchases for name in each.food))
        people = self.people or max((each.people for each in purchases), default=1)
        month = self.month or f"{max(day for day, _ in receipts):%Y-%m}"
        running = today if f"{today:%Y-%m}" == month else None
        return statement(
            receipts, month=month, categories=categories, food=food, people=people, through=running
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class BookRequest:
    """Days of a book of figures."""

    issued: Annotated[
        date | None, Option("Day of issue, such as 2026-11-23.", metavar="DAY", otherwise="today")
    ] = None
    valid_until: Annotated[
        date | None,
        Option(
            "Last day on which tills may show the figures.",
            metavar="DAY",
            otherwise="the earliest of the declarations",
        ),
    ] = None

    def last_day(self, declarations: Iterable[Declaration]) -> date:
        """The day that was given, else the earliest to which a declaration is valid.

        Raises:
            BookError: neither says a day.
        """
        day = self.valid_until or min((each.valid_until for each in declarations), default=None)
        if day is None:
            raise BookError(
                "no product has a declaration that says how long its figure is valid; give --valid-until DAY"
            )
        return day


@receipt_format("plain", on_paper=True)
def _plain(receipt: Receipt, request: ReceiptRequest) -> bytes:
    return f"{plain(receipt, **request.paper, page=request.code_page or 'utf-8')}\n".encode()


@receipt_format("escpos", has_link=True, on_paper=True)
def _escpos(receipt: Receipt, request: ReceiptRequest) -> bytes:
    return escpos(receipt, **request.paper, dialect=request.dialect, page=request.code_page, qr=request.qr)


@receipt_format("receiptline", has_link=True, on_paper=True)
def _receiptline(receipt: Receipt, request: ReceiptRequest) -> bytes:
    return receiptline(receipt, **request.paper, qr=request.qr).encode()


@receipt_format("html", has_link=True)
def _html(receipt: Receipt, request: ReceiptRequest) -> bytes:
    return html(receipt, language=request.language, link=request.qr).encode()


@receipt_format("ubl", has_link=True)
def _ubl(receipt: Receipt, request: ReceiptRequest) -> bytes:
    assert request.invoice is not None, "a request of UBL has an invoice"
    return ubl(receipt, request.invoice.read_bytes(), language=request.language, link=request.qr)


@receipt_format("sidecar")
def _sidecar(receipt: Receipt, _: ReceiptRequest) -> bytes:
    return _json(sidecar(receipt))


@receipt_format("json")
def _receipt_json(receipt: Receipt, _: ReceiptRequest) -> bytes:
    return _json(receipt.as_dict())


def _json(data: Any) -> bytes:
    return (json.dumps(data, ensure_ascii=False, allow_nan=False, indent=2) + "\n").encode()

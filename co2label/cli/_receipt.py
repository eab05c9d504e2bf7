"""`co2label receipt`: a basket as a receipt, for people, printers and programs."""

from __future__ import annotations

import json as json_format
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple, TypedDict

import typer

import co2label as c2
from co2label.cli import _clock
from co2label.cli._options import FactorsOption, JsonOption, LanguageOption
from co2label.cli._output import remark
from co2label.cli._reading import library, nudge_context, problems_in, receipt_of, shop_footprints

if TYPE_CHECKING:
    from co2label.columns import CodePage
    from co2label.receipt import Book, InStoreCode, Receipt, UnmatchedLines


_MOST_NAMED = 20


def _invoice_with(bought: Receipt, path: Path, *, language: str, link: str | None) -> bytes:
    """The invoice of a file with the CO2e of a receipt.

    Raises:
        DocumentError: no invoice that may be changed; names the file.
        OSError: the file cannot be read.
    """
    invoice = path.read_bytes()
    with problems_in(path):
        written = c2.receipt.ubl(bought, invoice, language=language, link=link)
        left = c2.receipt.ubl_unmatched(bought, invoice)
        other = c2.receipt.ubl_differing(bought, invoice)
    _remark_unmatched(left)
    if other:
        remark(
            f"the invoice's lines {_numbers(other)} sell another amount than the receipt; the sum is that of the receipt"
        )
    return written


def _remark_unmatched(left: UnmatchedLines) -> None:
    if left.invoice_lines:
        remark(
            f"without CO2e in the invoice, lines {_numbers(left.invoice_lines)}: no figure for their items"
        )
    if left.receipt_lines:
        numbers = _numbers(tuple(map(str, left.receipt_lines)))
        remark(f"not in the invoice, lines {numbers} of the receipt: no line of it has their items")


def _numbers(names: tuple[str, ...]) -> str:
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


BasketArgument = Annotated[
    Path,
    typer.Argument(metavar="BASKET", help="JSON or TOML: the lines, and their products.", show_default=False),
]

ReceiptBook = Annotated[
    Path | None,
    typer.Option("--book", metavar="FILE", help="Figures of products that the basket does not hold."),
]

NudgeOption = Annotated[
    Path | None,
    typer.Option(
        "--nudge-from", metavar="FILE", help="The shop's own products: one short, true message from them."
    ),
]

ReceiptOutput = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Where to write it; else to standard output."),
]

QrOption = Annotated[
    str | None,
    typer.Option(
        "--qr",
        metavar="LINK",
        help="A link: as a QR code (escpos, receiptline, --preview), below (html), or as a reference (ubl).",
    ),
]

InStoreOption = Annotated[
    Path | None,
    typer.Option(
        "--in-store",
        metavar="FILE",
        help="What stands in the shop's own numbers: a weight, a price, a count.",
    ),
]

InvoiceOption = Annotated[
    Path | None,
    typer.Option("--invoice", metavar="FILE", help="The UBL invoice that the CO2e is put in (ubl)."),
]


class Detail(StrEnum):
    """How much a receipt says of each item."""

    TOTAL_ONLY = "total-only"
    FULL = "full"


class ReceiptFormat(StrEnum):
    """What reads the receipt."""

    PLAIN = "plain"
    ESCPOS = "escpos"
    RECEIPTLINE = "receiptline"
    HTML = "html"
    UBL = "ubl"
    SIDECAR = "sidecar"
    JSON = "json"


_ON_PAPER = (ReceiptFormat.PLAIN, ReceiptFormat.ESCPOS, ReceiptFormat.RECEIPTLINE)

_WITH_LINK = (ReceiptFormat.ESCPOS, ReceiptFormat.RECEIPTLINE, ReceiptFormat.HTML, ReceiptFormat.UBL)


class Dialect(StrEnum):
    """What the printer speaks."""

    EPSON = "epson"
    STAR = "star"


class CodePageName(StrEnum):
    """The code page of the printer."""

    CP932 = "cp932"
    CP858 = "cp858"
    CP1252 = "cp1252"
    CP852 = "cp852"
    CP866 = "cp866"


class _PaperOptions(TypedDict):
    """Strictly private: what all forms of paper are told."""

    columns: int
    language: str
    detail: Literal["total-only", "full"]


def receipt(
    basket: BasketArgument,
    *,
    output: ReceiptOutput = None,
    form: Annotated[ReceiptFormat, typer.Option("--format", help="What to write.")] = ReceiptFormat.PLAIN,
    columns: Annotated[int, typer.Option(min=24, max=1000, help="32 for 58 mm paper, 48 for 80 mm.")] = 32,
    language: LanguageOption = "ja",
    detail: Annotated[
        Detail, typer.Option(help="CO2e of the sum only, or of each item too.")
    ] = Detail.TOTAL_ONLY,
    book: ReceiptBook = None,
    nudge_from: NudgeOption = None,
    dialect: Annotated[Dialect, typer.Option(help="Of the printer (escpos).")] = Dialect.EPSON,
    code_page: Annotated[
        CodePageName | None,
        typer.Option(help="Of the printer (plain, escpos); else the one that prints most letters."),
    ] = None,
    qr: QrOption = None,
    preview: Annotated[
        bool, typer.Option("--preview", help="A picture of the paper, into -o: .png, .svg, .pdf.")
    ] = False,
    invoice: InvoiceOption = None,
    in_store: InStoreOption = None,
    factors: FactorsOption = None,
    json: JsonOption = False,
) -> None:
    """Print a receipt with its CO2e; items without data are counted, never taken as zero.

    Example: co2label receipt examples/basket.json --columns 48 --detail full
    """
    form = ReceiptFormat.JSON if json else form
    if preview and form is not ReceiptFormat.PLAIN:
        message = f"a picture of the paper is no {form.value}; give one of the two"
        raise typer.BadParameter(message, param_hint="--preview")
    if qr is not None and form not in _WITH_LINK and not preview:
        message = f"a link is put on with --format {', '.join(_WITH_LINK)}, not {form.value}"
        raise typer.BadParameter(message, param_hint="--qr")
    if (invoice is None) == (form is ReceiptFormat.UBL):
        message = "--format ubl and --invoice FILE go together; give both or neither"
        raise typer.BadParameter(message, param_hint="--invoice")
    bought = _receipt(basket, _Sources(book, factors, nudge_from, in_store))
    how = _PaperOptions(columns=columns, language=language, detail=detail.value)
    if invoice is not None:
        _write(_invoice_with(bought, invoice, language=language, link=qr), output)
    elif preview:
        _write(_paper_picture(bought, how, qr, output), output)
    else:
        _write(
            _encoded_receipt(
                bought, form, how, _Printer(dialect.value, code_page.value if code_page else None), qr
            ),
            output,
        )
    _remarks(bought)
    if form in _ON_PAPER and (
        changed := c2.receipt.replaced_characters(
            bought, language=language, page=code_page.value if code_page else None
        )
    ):
        remark(f"printed in another way, since printers have no cell for them: {' '.join(changed)}")


def _remarks(bought: Receipt) -> None:
    """What is not said on the slip: lines that were known as no goods by their names, and why an item has no figure."""
    from co2label.identifiers import in_one_company

    for place, line in enumerate(bought.lines, start=1):
        here = f"line {place} ({line.name})"
        if not line.is_item and line.price >= 0 and "kind" not in line.model_fields_set:
            remark(f'{here} is taken as {line.kind}, no goods; if it is goods, write kind = "item"')
        elif line.is_item and line.product is None and line.gtin and in_one_company(line.gtin):
            remark(f"{here} has a number of the shop's own; say with --in-store what stands in it")
        if line.unknown:
            remark(f"{here} has no figure: {line.unknown}")


class _Printer(NamedTuple):
    """Strictly private: what is known of a printer."""

    dialect: Literal["epson", "star"]
    page: CodePage | None


class _Sources(NamedTuple):
    """Strictly private: the files in which the figures of a basket, and a message, are looked for."""

    book: Path | None
    factors: Path | None
    catalogue: Path | None
    in_store: Path | None


def _receipt(basket: Path, known: _Sources) -> Receipt:
    from contextlib import ExitStack

    schemes: tuple[InStoreCode, ...] = ()
    if known.in_store is not None:
        with problems_in(known.in_store):
            schemes = c2.receipt.read_schemes(known.in_store)
    with ExitStack() as stack:
        figures = None if known.book is None else stack.enter_context(_open_book(known.book))
        if known.catalogue is not None:
            return _with_nudge(basket, known.catalogue, known.factors, figures)
        with problems_in(basket):
            return c2.receipt.read_basket(basket, figures, schemes).receipt(library(known.factors), figures)


def _with_nudge(basket: Path, catalogue: Path, factors: Path | None, figures: Book | None) -> Receipt:
    """The receipt with at most one message of the catalogue as its last notice."""
    shop = shop_footprints(catalogue, factors)
    bought = receipt_of(basket, catalogue, factors, figures)
    found = c2.incentive.nudge(nudge_context(bought, None), shop).nudge
    if found is None or len(bought.notices) >= c2.receipt.MAX_NOTICES:
        remark("no message: `co2label nudge BASKET --catalogue FILE` says why")
        return bought
    return bought.model_copy(update={"notices": (*bought.notices, dict(found.words))})


def _open_book(path: Path) -> c2.receipt.Book:

    return c2.receipt.Book.open(path, today=_clock.today())


def _encoded_receipt(
    bought: Receipt, form: ReceiptFormat, how: _PaperOptions, printer: _Printer, qr: str | None
) -> bytes:

    if form is ReceiptFormat.ESCPOS:
        return c2.receipt.escpos(bought, **how, dialect=printer.dialect, page=printer.page, qr=qr)
    if form is ReceiptFormat.RECEIPTLINE:
        return c2.receipt.receiptline(bought, **how, qr=qr).encode()
    if form is ReceiptFormat.HTML:
        return c2.receipt.html(bought, language=how["language"], link=qr).encode()
    if form is ReceiptFormat.PLAIN:
        return f"{c2.receipt.plain(bought, **how, page=printer.page)}\n".encode()
    data = c2.receipt.sidecar(bought) if form is ReceiptFormat.SIDECAR else bought.as_dict()
    return (json_format.dumps(data, ensure_ascii=False, allow_nan=False, indent=2) + "\n").encode()


def _paper_picture(bought: Receipt, how: _PaperOptions, qr: str | None, output: Path | None) -> bytes:

    if output is None:
        message = "say where to write the picture, such as -o receipt.png"
        raise typer.BadParameter(message, param_hint="--preview")
    return c2.receipt.preview(bought, **how, qr=qr).encode(output)


def _write(data: bytes, output: Path | None) -> None:
    if output is None:
        typer.echo(data, nl=False)
        return
    from co2label._storage import write

    write(output, data)
    typer.echo(str(output))

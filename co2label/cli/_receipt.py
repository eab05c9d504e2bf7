"""`co2label receipt`, `statement` and `book`: a basket as a receipt, a month of receipts, and figures for tills."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import co2label as c2
from co2label import declaration
from co2label._options import Option
from co2label.cli import _clock
from co2label.cli._options import AsJson, FactorsOption, refuse, takes
from co2label.cli._output import emit, present, remark
from co2label.cli._reading import (
    FigureBasis,
    ProductFile,
    library,
    nudge_context,
    problems_in,
    read_with,
    receipt_of,
)
from co2label.identifiers import in_one_company

_MOST_NAMED = 20


@takes(request=lambda: c2.receipt.ReceiptRequest)
def receipt(
    basket: Annotated[Path, Option("JSON or TOML: the lines, and their products.", flag="BASKET")],
    *,
    request: c2.receipt.ReceiptRequest,
    output: Annotated[Path | None, Option("Where to write it; else to standard output.")] = None,
    book: Annotated[Path | None, Option("Figures of products that the basket does not hold.")] = None,
    nudge_from: Annotated[
        Path | None, Option("The shop's own products: one short, true message from them.")
    ] = None,
    in_store: Annotated[
        Path | None, Option("What stands in the shop's own numbers: a weight, a price, a count.")
    ] = None,
    factors: FactorsOption = None,
    json: AsJson = False,
) -> None:
    """Print a receipt with its CO2e; items without data are counted, never taken as zero.

    Example: co2label receipt examples/basket.json --columns 48 --detail full
    """
    if json:
        request = replace(request, format="json")
    if request.preview and output is None:
        refuse("say where to write the picture, such as -o receipt.png", "--preview")
    schemes = () if in_store is None else read_with(c2.receipt.read_schemes, in_store)
    with _open_book(book) as figures:
        shop = None if nudge_from is None else ProductFile(nudge_from, FigureBasis(factors=factors)).goods()
        bought = receipt_of(basket, factors, figures, catalogue=nudge_from, in_store=schemes)
        if shop is not None:
            bought = _with_nudge(bought, shop)
    with problems_in(request.invoice):
        data = request.draw(bought).encode(output) if request.preview and output else request.encode(bought)
        if request.invoice is not None:
            _remark_invoice(bought, request.invoice)
    emit(output, data)
    _remark_lines(bought)
    if c2.receipt.RECEIPT_FORMATS[request.format].on_paper:
        page = request.code_page or ("utf-8" if request.format == "plain" and not request.preview else None)
        changed = c2.receipt.replaced_characters(bought, language=request.language, page=page)
        if changed:
            remark(f"printed in another way, since printers have no cell for them: {' '.join(changed)}")


def _open_book(path: Path | None) -> AbstractContextManager[c2.receipt.Book | None]:
    return nullcontext() if path is None else c2.receipt.Book.open(path, today=_clock.today())


def _with_nudge(bought: c2.receipt.Receipt, shop: Sequence[c2.Footprint]) -> c2.receipt.Receipt:
    """The receipt with at most one message of the shop's products as its last notice."""
    found = c2.incentive.nudge(nudge_context(bought, None), shop).nudge
    if found is None or bought.swap or len(bought.notices) >= c2.receipt.MAX_NOTICES:
        remark("no message: `co2label nudge BASKET --catalogue FILE` says why")
        return bought
    if found.pattern == "swap":
        return bought.model_copy(update={"swap": dict(found.words)})
    return bought.model_copy(update={"notices": (*bought.notices, dict(found.words))})


def _remark_lines(bought: c2.receipt.Receipt) -> None:
    """Remark on lines that were taken as no goods by their names, and on items without a figure."""
    for place, line in enumerate(bought.lines, start=1):
        here = f"line {place} ({line.name})"
        if not line.is_item and line.price >= 0 and "kind" not in line.model_fields_set:
            remark(f'{here} is taken as {line.kind}, no goods; if it is goods, write kind = "item"')
        elif line.is_item and line.product is None and line.gtin and in_one_company(line.gtin):
            remark(f"{here} has a number of the shop's own; say with --in-store what stands in it")
        if line.unknown:
            remark(f"{here} has no figure: {line.unknown}")


def _remark_invoice(bought: c2.receipt.Receipt, path: Path) -> None:
    """Remark on lines of the receipt and the invoice that do not match."""
    invoice = path.read_bytes()
    left = c2.receipt.ubl_unmatched(bought, invoice)
    if left.invoice_lines:
        lines = _numbers(left.invoice_lines)
        remark(f"without CO2e in the invoice, lines {lines}: no figure for their items")
    if left.receipt_lines:
        lines = _numbers(tuple(map(str, left.receipt_lines)))
        remark(f"not in the invoice, lines {lines} of the receipt: no line of it has their items")
    other = c2.receipt.ubl_differing(bought, invoice)
    if other:
        remark(
            f"the invoice's lines {_numbers(other)} sell another amount than the receipt; the sum is that of the receipt"
        )


def _numbers(names: tuple[str, ...]) -> str:
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


@takes(request=lambda: c2.receipt.StatementRequest)
def statement(
    files: Annotated[
        list[Path], Option("JSON or TOML: receipts or sidecars with their days.", flag="RECEIPTS...")
    ],
    *,
    request: c2.receipt.StatementRequest,
    output: Annotated[Path | None, Option("A picture: .png, .svg, .pdf, .html or .zpl; else text.")] = None,
    book: Annotated[Path | None, Option("Figures of products that the files do not hold.")] = None,
    factors: FactorsOption = None,
    json: AsJson = False,
) -> None:
    """Sum up a month of receipts: how much, of what, how much of it is known, and the months before.

    A month that is not over is counted up to today.

    Example: co2label statement examples/receipts-november.json --month 2026-11 -o statement.png
    """
    purchases = []
    with _open_book(book) as figures:
        for file in files:
            with problems_in(file):
                purchases.append(c2.receipt.read_purchases(file, library(factors), figures))
    found = request.statement(purchases, today=_clock.today())
    if output is not None:
        found.picture(request.language, request.shape).save(output)
    present(json, found, found.text(request.language) if output is None else str(output))


@takes(request=lambda: c2.receipt.BookRequest, basis=lambda: FigureBasis)
def book(
    files: Annotated[list[Path], Option("TOML or JSON: documents with products.", flag="PRODUCTS...")],
    *,
    request: c2.receipt.BookRequest,
    basis: FigureBasis,
    output: Annotated[Path, Option("The book; one that is there is replaced.")] = Path("book.sqlite"),
    json: AsJson = False,
) -> None:
    """Write the figures of products into a book, from which a till answers a basket in well under a millisecond.

    Example: co2label book examples/bowls.toml -o book.sqlite --valid-until 2027-03-31
    """
    computed: list[c2.Footprint] = []
    declarations: dict[str, c2.Declaration] = {}
    for file in ProductFile.read_all(files, basis):
        goods = file.goods()
        computed += goods
        # a till may meet ingredients, but nothing is declared of them
        others = declaration.left_out(file.document.products)
        wanted = [
            one
            for one in goods
            if "declaration" in one.product.model_fields_set and one.product.id not in others
        ]
        declarations |= {one.product_id: one for one in file.declare(wanted, request.issued)}
    end = request.last_day(declarations.values())
    written = c2.receipt.Book.write(
        output,
        c2.receipt.book_entries(computed, declarations),
        issued=request.issued or _clock.today(),
        valid_until=end,
        **c2.receipt.book_basis(computed),
    )
    data = {"file": written, "goods": len(computed), "valid_until": end}
    present(json, data, f"{written}: {len(computed)} products, valid until {end}")

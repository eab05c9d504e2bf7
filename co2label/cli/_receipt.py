"""`co2label receipt`: a basket as a receipt, for people, printers and programs."""

from __future__ import annotations

from contextlib import ExitStack, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import co2label as c2
from co2label._storage import write
from co2label.cli import _clock
from co2label.cli._options import FactorsOption, JsonOption, argument, refuse
from co2label.cli._output import remark
from co2label.cli._reading import nudge_context, problems_in, receipt_of, shop_footprints
from co2label.cli._requests import takes
from co2label.identifiers import in_one_company

if TYPE_CHECKING:
    from co2label.footprint import Footprint
    from co2label.receipt import InStoreCode, Receipt, ReceiptRequest


_MOST_NAMED = 20


@takes(request=lambda: c2.receipt.ReceiptRequest)
def receipt(
    basket: Annotated[Path, argument("BASKET", "JSON or TOML: the lines, and their products.")],
    *,
    request: ReceiptRequest,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Where to write it; else to standard output."),
    ] = None,
    book: Annotated[
        Path | None,
        typer.Option("--book", metavar="FILE", help="Figures of products that the basket does not hold."),
    ] = None,
    nudge_from: Annotated[
        Path | None,
        typer.Option(
            "--nudge-from", metavar="FILE", help="The shop's own products: one short, true message from them."
        ),
    ] = None,
    in_store: Annotated[
        Path | None,
        typer.Option(
            "--in-store",
            metavar="FILE",
            help="What stands in the shop's own numbers: a weight, a price, a count.",
        ),
    ] = None,
    factors: FactorsOption = None,
    json: JsonOption = False,
) -> None:
    """Print a receipt with its CO2e; items without data are counted, never taken as zero.

    Example: co2label receipt examples/basket.json --columns 48 --detail full
    """
    if json:
        request = replace(request, format="json")
    if request.preview and output is None:
        refuse("say where to write the picture, such as -o receipt.png", "--preview")
    schemes: tuple[InStoreCode, ...] = ()
    if in_store is not None:
        with problems_in(in_store):
            schemes = c2.receipt.read_schemes(in_store)
    with ExitStack() as stack:
        figures = (
            None if book is None else stack.enter_context(c2.receipt.Book.open(book, today=_clock.today()))
        )
        shop = None if nudge_from is None else shop_footprints(nudge_from, factors)
        bought = receipt_of(basket, factors, figures, catalogue=nudge_from, in_store=schemes)
        if shop is not None:
            bought = _with_nudge(bought, shop)
    with nullcontext() if request.invoice is None else problems_in(request.invoice):
        data = request.draw(bought).encode(output) if request.preview and output else request.encode(bought)
        if request.invoice is not None:
            _remark_invoice(bought, request.invoice)
    if output is None:
        typer.echo(data, nl=False)
    else:
        write(output, data)
        typer.echo(str(output))
    _remark_lines(bought)
    if c2.receipt.RECEIPT_FORMATS[request.format].on_paper:
        changed = c2.receipt.replaced_characters(bought, language=request.language, page=request.code_page)
        if changed:
            remark(f"printed in another way, since printers have no cell for them: {' '.join(changed)}")


def _with_nudge(bought: Receipt, shop: tuple[Footprint, ...]) -> Receipt:
    """The receipt with at most one message of the shop's products as its last notice."""
    found = c2.incentive.nudge(nudge_context(bought, None), shop).nudge
    if found is None or len(bought.notices) >= c2.receipt.MAX_NOTICES:
        remark("no message: `co2label nudge BASKET --catalogue FILE` says why")
        return bought
    return bought.model_copy(update={"notices": (*bought.notices, dict(found.words))})


def _remark_lines(bought: Receipt) -> None:
    """Remark on lines that were taken as no goods by their names, and on items without a figure."""
    for place, line in enumerate(bought.lines, start=1):
        here = f"line {place} ({line.name})"
        if not line.is_item and line.price >= 0 and "kind" not in line.model_fields_set:
            remark(f'{here} is taken as {line.kind}, no goods; if it is goods, write kind = "item"')
        elif line.is_item and line.product is None and line.gtin and in_one_company(line.gtin):
            remark(f"{here} has a number of the shop's own; say with --in-store what stands in it")
        if line.unknown:
            remark(f"{here} has no figure: {line.unknown}")


def _remark_invoice(bought: Receipt, path: Path) -> None:
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

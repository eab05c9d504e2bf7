"""A basket, the shop's own catalogue, and what else is known, put together for a nudge: the rooms do not know each other."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from co2label.cli.options import Gwp, Horizon
from co2label.cli.reading import about, footprints_of, library, read
from co2label.errors import DocumentError, Problem

if TYPE_CHECKING:
    from pathlib import Path

    from co2label.footprint import Footprint
    from co2label.incentive import NudgeContext
    from co2label.receipt import Book, Receipt

__all__ = ["bought_from", "catalogue_of", "context_of"]


def catalogue_of(path: Path, factors: Path | None) -> tuple[Footprint, ...]:
    """The footprints of the shop's own products, but of those that stand there for comparison alone: nobody sells them."""
    from co2label.declaration import Roles  # noqa: PLC0415 - a fast start

    document = read(path)
    roles = Roles.of(document.products)
    found = footprints_of(path, document, Gwp.AR6, Horizon.YEARS_100, factors)
    return tuple(one for one in found if not roles.only_compared(one.product))


def bought_from(basket: Path, catalogue: Path, factors: Path | None, book: Book | None = None) -> Receipt:
    """The receipt of a basket, whose products may stand in the catalogue; its own win by id.

    The catalogue is one that `catalogue_of` has taken: what is no document is refused there.

    Raises:
        DocumentError: everything that is wrong with the basket.
    """
    from co2label.receipt.basket import basket_of, with_document  # noqa: PLC0415 - a fast start

    with about(catalogue):
        shop = _document(catalogue)
    with about(basket):
        data = _plain(basket)
        together = with_document(data, shop) if isinstance(data, dict) else data
        return basket_of(together, book).receipt(library(factors), book)


def _plain(path: Path) -> Any:
    from co2label.model import read_data  # noqa: PLC0415 - a fast start

    return read_data(path)


def _document(path: Path) -> dict[str, Any]:
    """A document as plain data; one that is one product as a list of one."""
    from co2label.receipt.basket import OF_A_DOCUMENT  # noqa: PLC0415 - a fast start

    data = _plain(path)
    if not isinstance(data, dict):
        return {}
    if data.keys() & {"products", "processes"}:
        return data
    beside = {key: data[key] for key in OF_A_DOCUMENT if key in data}
    return {"products": [{key: data[key] for key in data if key not in beside}], **beside}


def context_of(receipt: Receipt, known: Path | None) -> NudgeContext:
    """What was bought, and what a file says of the weeks before, of others, and of settings.

    Raises:
        DocumentError: everything that is wrong with the file.
    """
    from co2label.incentive import BoughtLine, NudgeContext  # noqa: PLC0415 - a fast start

    lines = tuple(
        BoughtLine(
            product=line.product,
            kg_co2e=None if line.units is None else line.unit_kg_co2e,
            quantity=line.count if line.units is None else Decimal(repr(line.units)),
        )
        for line in receipt.lines
        if line.is_item
    )
    if known is None:
        return NudgeContext(lines=lines)
    with about(known):
        data = _plain(known)
        if isinstance(data, dict) and "lines" in data:
            raise DocumentError([Problem("lines", "what was bought stands in the basket", "leave it out")])
        return NudgeContext.read(data).model_copy(update={"lines": lines})

"""Where a reader finds how the figure was calculated: a GS1 Digital Link, or the address of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.errors import IdentifierError, Problem
from co2label.identifiers import global_gtin, in_one_company
from co2label.links import digital_link, item_link, resolver_address, web_link

if TYPE_CHECKING:
    from collections.abc import Iterator

    from co2label.model import DeclarationData, Product

__all__ = ["address_problems", "link_of"]

_CHECKS = {"resolver": resolver_address, "info_url": web_link}


def link_of(product: Product, statement: DeclarationData, problems: list[Problem]) -> str:
    """The Digital Link of a product with a GTIN, else the address of the report; both are checked where both are given.

    A number that means the product in one company only makes no Digital Link. What keeps the link from being made is
    added to the problems; then the link is empty.
    """
    wrong = list(address_problems(statement))
    problems += wrong
    if wrong:
        return ""
    gtin = product.gtin
    if gtin and statement.resolver is not None and in_one_company(gtin) is None:
        link = digital_link(gtin, resolver=statement.resolver)
        return item_link(link, lot=product.lot) if product.lot else link
    if statement.info_url is None:
        problems.append(_no_link(gtin))
    return statement.info_url or ""


def _no_link(gtin: str | None) -> Problem:
    try:
        if gtin:
            global_gtin(gtin)
    except IdentifierError as error:
        return Problem("gtin", str(error))
    todo = 'add gtin and resolver = "https://id.example.jp", or info_url = "https://…"'
    return Problem("declaration.info_url", "a label needs a link to how the figure was calculated", todo)


def address_problems(statement: DeclarationData) -> Iterator[Problem]:
    """What is wrong with the addresses of a statement, whether one of them is used or not."""
    for name, check in _CHECKS.items():
        address = getattr(statement, name)
        if address is None:
            continue
        try:
            check(address)
        except IdentifierError as error:
            yield Problem(f"declaration.{name}", str(error))

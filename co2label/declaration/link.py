"""Where a reader finds how the figure was calculated: a GS1 Digital Link, or the address of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.errors import IdentifierError, Problem
from co2label.identifiers import global_gtin, in_one_company
from co2label.links import digital_link, resolver_address, web_link

if TYPE_CHECKING:
    from collections.abc import Callable

    from co2label.model import Product, Statement

__all__ = ["link_of"]

_REPORT = "declaration.info_url"


def link_of(product: Product, statement: Statement, problems: list[Problem]) -> str:
    """The Digital Link of a product with a GTIN, else the address of the report; both are checked where both are given.

    A number that means the product in one company only makes no Digital Link.

    What keeps a link from being made is added to the problems; then the link is empty.
    """
    at_resolver = _made(lambda: _digital_link(product, statement), "declaration.resolver", problems)
    if at_resolver is None and statement.info_url is None and product.gtin and in_one_company(product.gtin):
        _made(lambda: global_gtin(product.gtin or ""), "gtin", problems)
        return ""
    at_report = _made(lambda: _report(statement), _REPORT, problems)
    if at_resolver is None and at_report is None:
        todo = 'add gtin and resolver = "https://id.example.jp", or info_url = "https://…"'
        problems.append(Problem(_REPORT, "a label needs a link to how the figure was calculated", todo))
    return at_resolver or at_report or ""


def _digital_link(product: Product, statement: Statement) -> str | None:
    """The link at the resolver; without a GTIN for everybody the resolver alone is looked at, and there is no link."""
    if statement.resolver is None:
        return None
    address = resolver_address(statement.resolver)
    return digital_link(product.gtin or "", resolver=address) if _linkable(product) else None


def _linkable(product: Product) -> bool:
    return product.gtin is not None and in_one_company(product.gtin) is None


def _report(statement: Statement) -> str | None:
    return None if statement.info_url is None else web_link(statement.info_url)


def _made(link: Callable[[], str | None], where: str, problems: list[Problem]) -> str | None:
    """A link, None where there is none to make, or "" and the problem."""
    try:
        return link()
    except IdentifierError as error:
        problems.append(Problem(where, str(error)))
        return ""

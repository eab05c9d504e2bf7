"""Where a reader finds how the figure was calculated: a GS1 Digital Link, or the address of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.errors import IdentifierError, Problem
from co2label.links import digital_link, web_link

if TYPE_CHECKING:
    from co2label.model import Product, Statement

__all__ = ["link_of"]


def link_of(product: Product, statement: Statement, problems: list[Problem]) -> str:
    """The Digital Link of a product with a GTIN, else the address of the report.

    What keeps the link from being made is added to the problems; then the link is empty.
    """
    try:
        if product.gtin and statement.resolver:
            return digital_link(product.gtin, resolver=statement.resolver)
        if statement.info_url:
            return web_link(statement.info_url)
    except IdentifierError as error:
        problems.append(
            Problem(
                "declaration.resolver" if product.gtin and statement.resolver else "declaration.info_url",
                str(error),
            )
        )
        return ""
    todo = 'add gtin and resolver = "https://id.example.jp", or info_url = "https://…"'
    problems.append(
        Problem("declaration.info_url", "a label needs a link to how the figure was calculated", todo)
    )
    return ""

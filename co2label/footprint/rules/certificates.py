"""Certificates of electricity: each one counts once over everything that is computed together.

GHG Protocol Scope 2 Guidance (2015), Table 7.1, criterion 2 (unique claim); ISO 14067:2018, 5.12 (no double counting).
Two products that share certificates use a third one, of 1 kWh, that holds them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.errors import ComputeError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from co2label.model import Product

__all__ = ["refuse_reuse"]

_TODO = (
    "a certificate counts once: put the electricity into a product of its own, per 1 kWh, and use that one"
)


def refuse_reuse(products: Sequence[Product]) -> None:
    """Refuse certificates that stand in more than one place.

    Raises:
        ComputeError: every such certificate with all its places.
    """
    places: dict[str, list[str]] = {}
    for name, where in _named(products):
        places.setdefault(name, []).append(where)
    problems = [
        Problem(found[1], f"certificate {name!r} is used {len(found)} times, in {' and '.join(found)}", _TODO)
        for name, found in places.items()
        if len(found) > 1
    ]
    if problems:
        raise ComputeError(problems)


def _named(products: Iterable[Product]) -> Iterator[tuple[str, str]]:
    """Every certificate with its place."""
    for product in products:
        for number, line in enumerate(product.activities):
            for place, certificate in enumerate(line.electricity.certificates if line.electricity else ()):
                where = f"{product.id}.activities[{number}].electricity.certificates[{place}]"
                yield certificate.id, where

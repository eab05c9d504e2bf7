"""The columns of those products of a catalogue that can be computed, and why the others cannot.

A product that cannot be computed never keeps the others from being computed; only those that use it go with it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from co2label.errors import ComputeError
from co2label.footprint.certified import compile_together

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from co2label.factors import FactorLibrary
    from co2label.footprint.columns import Columns
    from co2label.footprint.emitter import Basis
    from co2label.model import Product

__all__ = ["Computable", "computable", "with_users"]

_PLACE = re.compile(r"products\[(\d+)\] \([^)]*\)\.?")
"""How the compute room names the product of a finding (`place_of`)."""


@dataclass(frozen=True, slots=True, eq=False)
class Computable:
    """What can be computed of a catalogue."""

    columns: Columns | None
    """Of the products in `rows`; None where there are none."""
    rows: NDArray[np.intp]
    """Their places in the catalogue."""
    refused: Mapping[int, str]
    """Place of every other product, with the reason."""


def computable(products: Sequence[Product], factors: FactorLibrary, basis: Basis) -> Computable:
    """Compile a catalogue, leaving out what cannot be computed.

    Raises:
        ComputeError: something is wrong with the catalogue as a whole.
    """
    refused: dict[int, str] = {}
    while True:
        rows = np.array([row for row in range(len(products)) if row not in refused], np.intp)
        left = [products[row] for row in rows.tolist()]
        if not left:
            return Computable(None, rows, refused)
        try:
            return Computable(compile_together(left, factors, basis), rows, refused)
        except ComputeError as error:
            refused |= with_users(products, _placed(error, rows))


def _placed(error: ComputeError, rows: NDArray[np.intp]) -> dict[int, str]:
    """The findings by product, several of one product together.

    Raises:
        ComputeError: a finding that belongs to no product.
    """
    found: defaultdict[int, list[str]] = defaultdict(list)
    for problem in error.problems:
        place = _PLACE.match(problem.where)
        if place is None:
            raise error
        found[int(rows[int(place[1])])].append(str(problem).removeprefix(place[0]))
    return {row: "; ".join(dict.fromkeys(said)) for row, said in found.items()}


def with_users(products: Sequence[Product], refused: Mapping[int, str]) -> dict[int, str]:
    """The refused products, and all that use them, directly or not."""
    users: defaultdict[str, list[int]] = defaultdict(list)
    for row, product in enumerate(products):
        for used in product.uses():
            users[used].append(row)
    reasons, waiting = dict(refused), list(refused)
    while waiting:
        name = products[waiting.pop()].id
        for row in users[name]:
            if row not in reasons:
                reasons[row] = f"uses {name}, which cannot be computed"
                waiting.append(row)
    return reasons

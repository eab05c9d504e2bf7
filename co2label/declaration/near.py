"""What must stand near the figure on every carrier, however small: one rule a kind, the gravest first.

A label asks for a whole Declaration; a receipt, a book for tills and the picture of a calculation have a footprint alone. Both
take the remarks from here, so that they say the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.declaration.completeness import cut_off, stages_with_data
from co2label.declaration.estimate import estimate
from co2label.declaration.firm_name import firm_name
from co2label.declaration.removed import removed_apart
from co2label.declaration.summed import large_credits, sum_rule

if TYPE_CHECKING:
    from collections.abc import Callable

    from co2label.declaration.declaration import Remark
    from co2label.footprint import Footprint
    from co2label.model import DeclarationData

    Rule = Callable[[Footprint, DeclarationData], Remark | None]

__all__ = ["RULES", "near"]

RULES: tuple[Rule, ...] = (
    sum_rule,
    large_credits,
    removed_apart,
    estimate,
    stages_with_data,
    cut_off,
    firm_name,
)
"""Each gives its remark or None; they stand in this order."""


def near(footprint: Footprint, statement: DeclarationData | None = None) -> tuple[Remark, ...]:
    """The remarks of a figure.

    Args:
        footprint: what is said of.
        statement: what is declared; that of the product where nothing else is.
    """
    stated = statement or footprint.product.declaration
    said = (rule(footprint, stated) for rule in RULES)
    return tuple(remark for remark in said if remark is not None)

"""Rules on activities: each expands one activity into plain ones before anything is computed.

One file a rule, one function `expand(line, product) -> Expansion`; `RULES` says which field of an activity asks for
which. The columns, the solve and the sums know nothing of rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.footprint.rules import electricity

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from co2label.footprint.rules.expansion import Expansion
    from co2label.model import Activity, Product

__all__ = ["RULES"]

RULES: Mapping[str, Callable[[Activity, Product], Expansion]] = {"electricity": electricity.expand}
"""Field of an activity → the rule that expands it."""

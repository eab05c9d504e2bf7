"""Rules inside a process with several products: a rule expands the whole activity, then each part is shared.

So amounts that a rule states for the whole run (the MWh of a certificate, the mass of a packaging) keep their meaning.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from co2label.model import scaled_by_share

if TYPE_CHECKING:
    from co2label.footprint.rules.expansion import Expansion
    from co2label.model import SharedActivity

__all__ = ["shared"]


def shared(line: SharedActivity, expansion: Expansion) -> Expansion:
    """What a rule made of one activity of a process, as far as it falls to one output."""
    parts = tuple(scaled_by_share(part, line.share, line.share_text) for part in expansion.lines)
    working = f"{expansion.working or line.amount.text}{line.share_text}"
    return replace(expansion, lines=parts, working=working)

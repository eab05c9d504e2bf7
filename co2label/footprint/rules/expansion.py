"""What a rule makes of one activity: plain activities, and notes that say which rule did it with which parameters.

A rule is one pure function `expand(line, product, factors) -> Expansion` in a file of its own; the engine adds up what
comes out and knows nothing of rules. Parts are made with `part`, amounts with `worked`: their text is the working.

>>> from co2label.model import Activity
>>> line = Activity("bottle", "30 g", factor="material.jp.pet", stage="raw-materials")
>>> virgin = part(line, "virgin", worked(line.amount, 1 - 0.4, "30 g × (1 − 0.4)"), factor="material.jp.pet")
>>> virgin.name, virgin.amount.value, virgin.amount.text, virgin.stage
('bottle · virgin', 18.0, '30 g × (1 − 0.4)', 'raw-materials')
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from co2label.footprint.note import Note
from co2label.model import Activity, ProductRef
from co2label.units import Amount

if TYPE_CHECKING:
    from co2label.model import SourceRef
    from co2label.units import Unit

__all__ = ["SEPARATOR", "Expansion", "Note", "drawing_on", "part", "worked"]

SEPARATOR = " · "
"""Stands between the name of an activity and the name of one of its parts."""


@dataclass(frozen=True, slots=True)
class Expansion:
    """The plain activities that stand for one activity, and what a reader must know of the rule that made them."""

    lines: tuple[Activity, ...]
    """Each draws on one factor, product or gas; an amount may be negative (a credit). None: the rule leaves nothing."""
    notes: tuple[Note, ...] = ()
    """Code and message; where it belongs (the name of the activity) is filled in by the hook."""
    working: str = ""
    """How the parts come about, for the row above them in `explain`; the amount as written if empty."""


def part(line: Activity, name: str, amount: Amount, **fields: Any) -> Activity:
    """A plain activity that stands for a part of `line`: its stage and its evidence, unless `fields` say otherwise.

    Nothing is checked again, so the amount may be negative; pass what it draws on (factor=, product= or gas=).
    """
    given = {
        "stage": line.stage,
        "evidence": line.evidence,
        "quality": line.quality,
        "removal": line.removal,
    } | fields
    return Activity.model_construct(name=f"{line.name}{SEPARATOR}{name}", amount=amount, **given)


def worked(amount: Amount, by: float, text: str, unit: Unit | None = None) -> Amount:
    """An amount times a number, with its working as text; in another unit where the number carries one."""
    return Amount(amount.value * by, unit or amount.unit, text)


def drawing_on(drawn: SourceRef) -> dict[str, Any]:
    """The field of a plain activity that draws on this: a factor (by id or inline), or a product of the document.

    >>> from co2label.model import ProductRef
    >>> drawing_on("material.jp.pet"), drawing_on(ProductRef(product="flakes", through="production"))
    ({'factor': 'material.jp.pet'}, {'product': 'flakes', 'through': 'production'})
    """
    if not isinstance(drawn, ProductRef):
        return {"factor": drawn}
    return {"product": drawn.product} | ({} if drawn.through is None else {"through": drawn.through})

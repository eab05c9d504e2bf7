"""What is taken out of the air and kept: told apart from what is emitted, and only with what shows it.

ISO 14067:2018 reports removals apart; PACT 3 asks for their origin and traceability. So a declaration needs, for every
removal that is reached, the kind of store, how long it keeps, the standard and who has verified it. A credit that was
bought is none: it lies outside the product.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from co2label.declaration.claims import folded
from co2label.declaration.declaration import Remark, Removed
from co2label.declaration.precision import mass_words, masses_shown
from co2label.declaration.summed import counts_removals
from co2label.errors import Problem
from co2label.wording import LANGUAGES, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from co2label.footprint import Footprint
    from co2label.footprint.removing import RemovedBy
    from co2label.model import DeclarationData, Product, Removal

__all__ = ["removal_problems", "removed", "removed_apart"]

_EVIDENCE = 'add removal = { store = "geological", years = 1000, standard = "…", verified_by = "…" } to it or to its factor'
_BOUGHT = re.compile(
    r"クレジット|オフセット|(?<![a-z])(?:credits?|offsets?|offsetting|compensations?)(?![a-z])"
)
"""What people call a credit that they bought."""


def removed(footprint: Footprint, statement: DeclarationData) -> Removed | None:
    """The mass removed, with its evidence in words; None where nothing is."""
    if not footprint.removed_kg:
        return None
    evidence = dict.fromkeys(each.evidence for each in footprint.removals if each.evidence)
    _, shown = masses_shown(footprint, statement, footprint.emitted_kg, footprint.removed_kg)
    return Removed(
        shown,
        footprint.removed_kg,
        tuple({language: _words(each, language) for language in LANGUAGES} for each in evidence),
    )


def removed_apart(footprint: Footprint, statement: DeclarationData) -> Remark | None:
    """What is emitted and what is removed; nothing of a removal that nobody has shown."""
    if not footprint.removed_kg or not all(each.evidence for each in footprint.removals):
        return None
    key = "near.removed.counted" if counts_removals(footprint) else "near.removed"
    shown = masses_shown(footprint, statement, footprint.emitted_kg, footprint.removed_kg)
    said = {
        each: dict(zip(("emitted", "removed"), (mass_words(mass, each) for mass in shown), strict=True))
        for each in LANGUAGES
    }
    return Remark(
        "removed",
        {each: say(key, each, **said[each]) for each in LANGUAGES},
        {each: say(f"{key}.short", each, **said[each]) for each in LANGUAGES},
        per_unit=True,
    )


def removal_problems(footprint: Footprint) -> Iterator[Problem]:
    """Removals without evidence, and bought credits under the name of a removal."""
    for removal in footprint.removals:
        where = _where(footprint.product, removal)
        if removal.evidence is None:
            yield Problem(where, "removes CO2, and nothing shows that it does", _EVIDENCE)
        if any(_BOUGHT.search(folded(name)) for name in removal.path):
            what = "a credit that is bought is no removal of the product"
            yield Problem(
                where, what, "remove it; it may stand in declaration.credits, which touches no figure"
            )


def _where(product: Product, removal: RemovedBy) -> str:
    """The activity of the product, and below it the names down to the line."""
    first, *further = removal.path
    place = next(place for place, line in enumerate(product.activities) if line.name == first)
    return f"activities[{place}]" + (f" ({' > '.join(further)})" if further else "")


def _words(evidence: Removal, language: str) -> str:
    key = "removal.evidence" if evidence.verified_on is None else "removal.evidence.dated"
    return say(
        key,
        language,
        store=say(f"removal.store.{evidence.store}", language),
        years=evidence.years,
        standard=evidence.standard,
        by=evidence.verified_by,
        date=evidence.verified_on,
    )

"""By which rule a figure is summed, where a rule is named, and what credits take off it.

A rule is named by the product's declaration (`sum_rule`) and then stands beside the figure on every carrier. Credits of
substitution and of the recycling formula belong to the figure; where they take off more than half of what is emitted,
both are told apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.declaration.declaration import Remark
from co2label.declaration.precision import mass_words, masses_shown
from co2label.model import REMOVALS, components_counted_by
from co2label.wording import LANGUAGES, say

if TYPE_CHECKING:
    from co2label.footprint import Footprint
    from co2label.model import DeclarationData

__all__ = ["counts_removals", "large_credits", "sum_rule"]

_MUCH = 0.5
"""Share of what is emitted, from which credits are told apart."""


def counts_removals(footprint: Footprint) -> bool:
    """Whether the figure is a total in which something removed is counted."""
    if footprint.sum_rule is None:
        return False
    counted = components_counted_by(footprint.sum_rule)
    return any(footprint.components.get(part, 0.0) < 0 for part in REMOVALS if part in counted)


def sum_rule(footprint: Footprint, _: DeclarationData) -> Remark | None:
    """The rule whose total the figure is."""
    if footprint.sum_rule is None:
        return None
    key = "near.sum-rule.counted" if counts_removals(footprint) else "near.sum-rule"
    rules = {each: say(f"sum-rule.{footprint.sum_rule}", each) for each in LANGUAGES}
    return Remark(
        "sum-rule",
        {each: say(key, each, rule=rules[each]) for each in LANGUAGES},
        {each: say(f"{key}.short", each, rule=rules[each]) for each in LANGUAGES},
    )


def large_credits(footprint: Footprint, statement: DeclarationData) -> Remark | None:
    """What is emitted and what is credited, where credits take off more than half.

    >>> from dataclasses import replace
    >>> from co2label.footprint import compute
    >>> from co2label.model import Activity, Product
    >>> smelter = Product(id="x", name="X", declared_unit="1 kg", boundary="cradle-to-gate",
    ...                   activities=[Activity("coke", "1 kg", gas="CO2", stage="production")])
    >>> large_credits(replace(compute(smelter), credited_kg=3.0), smelter.declaration).words["en"]
    '4.0 kg emitted, 3.0 kg credited for substitution or recycling'
    """
    credited, gross = footprint.credited_kg, footprint.emitted_kg + footprint.credited_kg
    if credited <= _MUCH * gross:
        return None
    shown = masses_shown(footprint, statement, gross, credited)
    said = {
        each: dict(zip(("gross", "credit"), (mass_words(mass, each) for mass in shown), strict=True))
        for each in LANGUAGES
    }
    return Remark(
        "credits",
        {each: say("near.credits", each, **said[each]) for each in LANGUAGES},
        {each: say("near.credits.short", each, **said[each]) for each in LANGUAGES},
        per_unit=True,
    )

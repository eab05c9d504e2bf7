"""Remarks that must stand near the figure on every carrier, one rule a kind, the gravest first; removals and credits in words.

A label asks with a whole statement; a receipt, a book for tills and the picture of a calculation have a footprint alone. All
take their remarks from `remarks_for`, so they say the same.

Sources: ISO 14067:2018 reports removals apart; PACT 3 asks for their origin and traceability. Directive (EU) 2024/825 forbids
claims of an effect by offsetting (2005/29/EC, Annex I, 4c) and lets a company say what it invested in (recital 12); the CFP
display guide shows such credits apart, so they touch no figure and stand near none.
"""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from co2label.declaration._claims import claim_in
from co2label.declaration._declaration import Remark, Removed
from co2label.declaration._figure import amount_words, mass_words, show_masses, stages_of_zeros
from co2label.figures import percent_shares
from co2label.model import REMOVALS, components_counted_by, stages_of
from co2label.wording import by_language, format_date, translate, translate_all

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from co2label.figures import Shown
    from co2label.footprint import Footprint
    from co2label.model import DataKind, DeclarationData, Removal

    RemarkRule = Callable[[Footprint, DeclarationData], Remark | None]


def _remark(
    code: str, key: str, *, short: str | None = None, per_unit: bool = False, **values: object
) -> Remark:
    """A remark from the sentence `key` and its short form, in every language."""
    words, few = (translate_all(each, None, **values) for each in (key, short or f"{key}.short"))
    return Remark(code, words, few, per_unit)


def _in_words(shown: Shown) -> dict[str, str]:
    return by_language(partial(mass_words, shown))


_MUCH = 0.5
"""Share of what is emitted, from which credits are told apart."""


def counts_removals(footprint: Footprint) -> bool:
    """True where the figure is a total that counts removals."""
    if footprint.sum_rule is None:
        return False
    counted = components_counted_by(footprint.sum_rule)
    return any(footprint.components.get(part, 0.0) < 0 for part in REMOVALS if part in counted)


def sum_rule_remark(footprint: Footprint, _: DeclarationData) -> Remark | None:
    """The rule whose total the figure is."""
    if footprint.sum_rule is None:
        return None
    key = "near.sum-rule.counted" if counts_removals(footprint) else "near.sum-rule"
    return _remark("sum-rule", key, rule=translate_all(f"sum-rule.{footprint.sum_rule}"))


def credits_remark(footprint: Footprint, statement: DeclarationData) -> Remark | None:
    """Emissions and credits apart, where credits exceed half of the emissions.

    >>> from dataclasses import replace
    >>> from co2label.footprint import compute
    >>> from co2label.model import Activity, Product
    >>> smelter = Product(id="x", name="X", declared_unit="1 kg", boundary="cradle-to-gate",
    ...                   activities=[Activity("coke", "1 kg", gas="CO2", stage="production")])
    >>> credits_remark(replace(compute(smelter), credited_kg=3.0), smelter.declaration).words["en"]
    '4.0 kg emitted, 3.0 kg credited for substitution or recycling'
    """
    credited, gross = footprint.credited_kg, footprint.emitted_kg + footprint.credited_kg
    if credited <= _MUCH * gross:
        return None
    emitted, taken_off = map(_in_words, show_masses(footprint, statement, gross, credited))
    return _remark("credits", "near.credits", gross=emitted, credit=taken_off, per_unit=True)


def removed(footprint: Footprint, statement: DeclarationData) -> Removed | None:
    """The mass removed, with its evidence in words; None where nothing is."""
    if not footprint.removed_kg:
        return None
    evidence = dict.fromkeys(each.evidence for each in footprint.removals if each.evidence)
    _, shown = show_masses(footprint, statement, footprint.emitted_kg, footprint.removed_kg)
    return Removed(shown, footprint.removed_kg, tuple(map(_evidence_in_words, evidence)))


def removals_remark(footprint: Footprint, statement: DeclarationData) -> Remark | None:
    """Emissions and removals apart; None for a removal without evidence."""
    if not footprint.removed_kg or not all(each.evidence for each in footprint.removals):
        return None
    key = "near.removed.counted" if counts_removals(footprint) else "near.removed"
    masses = show_masses(footprint, statement, footprint.emitted_kg, footprint.removed_kg)
    emitted, taken = map(_in_words, masses)
    return _remark("removed", key, emitted=emitted, removed=taken, per_unit=True)


def _evidence_in_words(evidence: Removal) -> dict[str, str]:
    verified = evidence.verified_on
    return translate_all(
        "removal.evidence" if evidence.verified_on is None else "removal.evidence.dated",
        store=translate_all(f"removal.store.{evidence.store}"),
        years=evidence.years,
        standard=evidence.standard,
        by=evidence.verified_by,
        date=verified and by_language(partial(format_date, verified)),
    )


def stages_remark(footprint: Footprint, _: DeclarationData | None = None) -> Remark | None:
    """The number of stages inside the boundary that have data; None where each has, or is stated to hold nothing.

    A stage has data where an activity is booked in it, with an amount and a factor that are not 0. What a factor reaches
    into stays in the stage of its activity, so it gives no other stage a figure (`stages = "own"` books it there).

    >>> from co2label.footprint import compute
    >>> from co2label.model import Activity, Product
    >>> line = Activity("gas", "0.2 kg", gas="CO2", stage="production")
    >>> tea = Product(id="tea", name="Tea", declared_unit="1 piece", boundary="cradle-to-grave", activities=[line])
    >>> stages_remark(compute(tea)).words["en"]
    'Data for 1 of 5 stages'
    """
    product = footprint.product
    inside = stages_of(product.boundary)
    empty = stages_of_zeros(footprint)
    known = [stage for stage in inside if stage in footprint.stages and stage not in empty]
    if all(stage in known or stage in product.nothing_in for stage in inside):
        return None
    return _remark("stages-with-data", "near.stages", count=len(known), stages=len(inside))


_CUT_OFF_LIMITS = {
    "GHG Protocol": (0.0, r"\bghg[ -]?protocol\b"),
    "Catena-X": (3.0, r"\bcatena[ -]?x\b"),
    "PACT": (5.0, r"\b(pact|pathfinder)\b"),
    "PAS 2050": (5.0, r"\bpas[ -]?2050\b"),
    "TfS": (10.0, r"\btfs\b|\btogether for sustainability\b"),
}
"""Percent of the figure that a rule book allows to be left out, and how a standard names the book; the strictest first.

GHG Protocol Product Standard (2011): no cut-off, 100 % completeness
(https://pmc.ncbi.nlm.nih.gov/articles/PMC6211079/table/ijerph-15-02060-t001); Catena-X PCF Rulebook: shall not exceed 3 %;
PACT, method version 2: should be 5 % or less (wbcsd/data-exchange-protocol, decision 0030); PAS 2050: 95 % covered; TfS: 10 %.
"""

_ROUNDING = 1e-9


def cut_off_remark(footprint: Footprint, statement: DeclarationData) -> Remark | None:
    """The share that is cut off, where it exceeds what the named standard allows.

    Where no standard is named, or one without a number of its own (ISO 14067:2018), the limit is that of PACT.
    """
    left, standard = footprint.left_out_percent, statement.standard or ""
    named = (
        book for book, (_, words) in _CUT_OFF_LIMITS.items() if re.search(words, standard, re.IGNORECASE)
    )
    book = next(named, "PACT")
    allowed, _ = _CUT_OFF_LIMITS[book]
    if left <= allowed + _ROUNDING:
        return None
    percent, limit = (
        translate_all("reference.percent", {"value": f"{each:.3g}"}) for each in (left, allowed)
    )
    return _remark("cut-off", "near.cut-off", standard=book, percent=percent, limit=limit)


_ESTIMATED: tuple[DataKind, ...] = ("average", "spend")

_NEARLY_ALL = 95
"""Percent, as with primary data."""


def estimate_remark(footprint: Footprint, _: DeclarationData | None = None) -> Remark | None:
    """The share of the figure that rests on averages and on spend; None where it rounds to zero.

    >>> from co2label.footprint import compute
    >>> from co2label.model import Activity, Product
    >>> bowl = Product(id="bowl", name="Bowl", declared_unit="1 piece", boundary="cradle-to-gate", activities=[
    ...     Activity("vegetables", "0.2 kg", factor="food.jp.vegetables", stage="raw-materials"),
    ...     Activity("gas", "0.5 kg", gas="CO2", stage="production")])
    >>> estimate_remark(compute(bowl)).words["en"]
    'Includes estimates (averages 34%)'
    """
    return estimate_remark_of_kinds(footprint.kinds)


def estimate_remark_of_kinds(kinds: Mapping[DataKind, float]) -> Remark | None:
    """The same of shares by kind, 0 to 1, as a till knows them."""
    if not any(kinds.get(kind) for kind in _ESTIMATED):
        return None
    return _estimate_of_shares(tuple(kinds.items()))


@lru_cache(maxsize=4096)
def _estimate_of_shares(shares: tuple[tuple[DataKind, float], ...]) -> Remark | None:
    kinds = dict(shares)
    parts = [kind for kind in _ESTIMATED if kinds.get(kind)]
    every_kind = [*(kinds.get(kind, 0.0) for kind in _ESTIMATED), kinds.get("product", 0.0)]
    percent = dict(zip(_ESTIMATED, percent_shares(every_kind), strict=False))
    total = sum(percent.values())
    if total < 1:
        return None
    if total >= _NEARLY_ALL and len([kind for kind in parts if percent[kind] >= 1]) == 1:
        kind = max(parts, key=percent.__getitem__)
        return _remark("estimate", f"near.estimate.{kind}-alone")

    def parts_in(language: str) -> str:
        words = (
            translate(f"near.estimate.{kind}", language, percent=_percent_in_words(percent[kind])[language])
            for kind in parts
        )
        return translate("near.joint", language).join(words)

    return _remark(
        "estimate",
        "near.estimate.all" if total >= _NEARLY_ALL else "near.estimate.some",
        short="near.estimate.short",
        parts=by_language(parts_in),
        percent=_percent_in_words(total),
    )


def _percent_in_words(percent: int) -> dict[str, str]:
    """A percentage as each language writes it; 0 reads as less than one percent."""
    return translate_all("reference.percent" if percent else "reference.below-one", value=percent)


def company_name_remark(_: Footprint, statement: DeclarationData) -> Remark | None:
    """A remark where the name of the declaring company holds a claim, else None."""
    names = [statement.company] if isinstance(statement.company, str) else (statement.company or {}).values()
    if not any(map(claim_in, names)):
        return None
    return _remark("company-name", "near.company-name")


def credits_in_words(statement: DeclarationData) -> tuple[dict[str, str], ...]:
    r"""Every credit in words.

    >>> from co2label.model import DeclarationData
    >>> credit = {"amount": "1 t", "registry": "J-Credit", "serial": "JCL-100", "vintage": 2024, "retired": "2026-03-31"}
    >>> credits_in_words(DeclarationData(credits=[credit]))[0]["en"]
    '1 t of carbon credits of 2024; J-Credit, no. JCL-100; retired on 31\xa0Mar 2026'
    """
    every = []
    for credit in statement.credits:
        words = translate_all(
            "credit.bought",
            amount=by_language(partial(amount_words, credit.amount)),
            registry=credit.registry,
            serial=credit.serial,
            vintage=credit.vintage,
        )
        if credit.standard is not None:
            words = translate_all("credit.standard", credit=words, standard=credit.standard)
        if credit.retired is not None:
            words = translate_all(
                "credit.retired", credit=words, date=by_language(partial(format_date, credit.retired))
            )
        every.append(words)
    return tuple(every)


REMARK_RULES: tuple[RemarkRule, ...] = (
    sum_rule_remark,
    credits_remark,
    removals_remark,
    estimate_remark,
    stages_remark,
    cut_off_remark,
    company_name_remark,
)
"""Each gives its remark or None; they stand in this order."""


def remarks_for(footprint: Footprint, statement: DeclarationData | None = None) -> tuple[Remark, ...]:
    """The remarks of a figure.

    Args:
        footprint: the figure that they stand near.
        statement: what is declared; that of the product where nothing else is.
    """
    stated = statement or footprint.product.declaration
    return tuple(remark for rule in REMARK_RULES if (remark := rule(footprint, stated)))

"""From a footprint to a declaration: everything that must be said is there, or nothing is said.

Rules: CFP display guide (MOE/METI, 2025-02-04, rule set `jp-2025`): unit g/kg/t-CO2e; beside the figure the
declared unit, the life-cycle stages and access to the study report; what is covered; premises; bars linear from
zero. ISO 14067:2018: no offsets in the figure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from co2label.declaration.band import band_problems, band_step
from co2label.declaration.bought import bought
from co2label.declaration.declaration import Declaration, DeclaredUnit, OwnComparison, Qualifier
from co2label.declaration.link import link_of
from co2label.declaration.near import near
from co2label.declaration.own_comparison import own_comparison
from co2label.declaration.per_amount import per_amount, shelf_problems
from co2label.declaration.precision import digits_of
from co2label.declaration.reference import IGES_2030, ReferenceBudget
from co2label.declaration.removed import removed
from co2label.declaration.sayable import missing, unsayable
from co2label.declaration.sdg_lines import sdg_lines
from co2label.declaration.sources import source_lines
from co2label.declaration.stages import stage_lines
from co2label.declaration.unit_words import declared_unit_words
from co2label.declaration.working import working_lines
from co2label.errors import ClaimError, Problem
from co2label.figures import adds_up, place_of, show_mass
from co2label.footprint.quantities import selling_of
from co2label.model import DeclarationData

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from co2label.footprint import Footprint
    from co2label.indicators.said import Said
    from co2label.model import BandScheme, StructuredLine
    from co2label.units import Amount

__all__ = ["declare"]

_QUALIFYING = {
    "mixed-basis": "mixed-basis",
    "mixed-gwp-set": "mixed-gwp-set",
    "gwp-set-unknown": "mixed-gwp-set",
    "stale-factor": "stale-factor",
    "boundary-overlap": "boundary-overlap",
    "radiative-forcing": "radiative-forcing",
}
"""Notes of a footprint that must stand near the figure, and the sentence for each (`note.…` in `wording`)."""


def declare(  # noqa: PLR0913 - everything that a label must say, by keyword
    footprint: Footprint,
    *,
    issued: dt.date | str | None = None,
    valid_until: dt.date | str | None = None,
    company: str | None = None,
    resolver: str | None = None,
    info_url: str | None = None,
    reference: ReferenceBudget = IGES_2030,
    shelf_amount: str | Amount | None = None,
    band: str | BandScheme | None = None,
    indicators: Sequence[str | Mapping[str, Any] | StructuredLine] | None = None,
    baseline: Footprint | None = None,
    conventional: Footprint | None = None,
) -> Declaration:
    """Say a footprint. Arguments win over the product's own `declaration` table.

    Args:
        footprint: what `compute` returned, in kg CO2e per declared unit.
        issued: the day of issue, a date or "2026-11-23".
        valid_until: the last day on which the figure may be shown.
        company: who says it.
        resolver: https address of a GS1 Digital Link resolver; with the product's GTIN it makes the link.
        info_url: https address of the study report, where there is no GTIN or no resolver.
        reference: the budget per person and day that the percentage is of.
        shelf_amount: the mass or volume that a whole shelf is compared by, such as "100 g"; see `per_amount`.
        band: a scheme of five steps, or the id of one that co2label brings (`BAND_SCHEMES`); none by default.
        indicators: SDG lines, at most four: a text, texts by language, or an entry with a `kind`.
        baseline: the footprint of one's own product, or of an earlier year of this one, to compare with.
        conventional: the footprint that an entry of stars names: conventional farming in the region.

    Returns:
        A frozen Declaration.

    Raises:
        ClaimError: with every problem: something missing, a claim that the data does not allow, a removal without
            evidence, stale data, an amount or a band that the declared unit does not reach, a baseline that is not
            comparable.
        DocumentError: an argument that does not fit its field.

    >>> import co2label as c2
    >>> tea = c2.Product(id="tea", name="Tea", declared_unit="1 piece", boundary="cradle-to-gate", year=2025,
    ...     activities=[c2.Activity("gas", "0.21 kg", gas="CO2", stage="production")])
    >>> said = declare(c2.compute(tea), issued="2026-11-23", valid_until="2027-11-22", company="Chaya",
    ...     info_url="https://example.jp/tea")
    >>> said.shown.value, said.shown.unit, said.reference.value
    ('210', 'g-CO2e', 3)
    """
    given = {
        "issued": issued,
        "valid_until": valid_until,
        "company": company,
        "resolver": resolver,
        "info_url": info_url,
        "shelf_amount": shelf_amount,
        "band": band,
        "indicators": indicators,
    }
    statement = _merged(footprint.product.declaration, given)
    problems = _problems(footprint, statement)
    link = link_of(footprint.product, statement, problems)
    comparison = own_comparison(footprint, statement, baseline, problems)
    lines = sdg_lines(footprint, statement, conventional, problems)
    if problems:
        raise ClaimError(problem.under(footprint.product.id) for problem in problems)
    return _declaration(footprint, statement, _Found(link, reference, comparison, lines))


def _merged(own: DeclarationData, given: Mapping[str, object]) -> DeclarationData:
    fields = {name: getattr(own, name) for name in own.model_fields_set}
    merged: DeclarationData = DeclarationData.read(
        fields | {name: value for name, value in given.items() if value is not None}
    )
    return merged


def _problems(footprint: Footprint, statement: DeclarationData) -> list[Problem]:
    product = footprint.product
    return [
        *missing(product, statement),
        *unsayable(footprint, statement),
        *shelf_problems(product, statement.shelf_amount),
        *band_problems(product, statement.band),
    ]


class _Found(NamedTuple):
    """Strictly private: what stands beside the figure."""

    link: str
    reference: ReferenceBudget
    comparison: OwnComparison | None
    lines: Said


def _declaration(footprint: Footprint, statement: DeclarationData, found: _Found) -> Declaration:
    product = footprint.product
    if (
        product.year is None
        or statement.company is None
        or statement.issued is None
        or statement.valid_until is None
    ):
        raise AssertionError  # `missing` has refused these
    interval = footprint.interval
    digits = digits_of(footprint, statement)
    bounds = (interval.low, interval.high) if interval else None
    shown = show_mass(footprint.kg_co2e, digits=digits, interval=bounds)
    place = place_of(footprint.kg_co2e, digits=digits, interval=bounds)
    stages = stage_lines(footprint, place)
    share = found.reference.share(footprint.kg_co2e)
    return Declaration(
        product_id=product.id,
        gtin=product.gtin,
        lot=product.lot,
        name=dict(product.name),
        declared_unit=DeclaredUnit(declared_unit_words(product), selling_of(product)),
        shown=shown,
        kg_co2e=footprint.kg_co2e,
        boundary=product.boundary,
        scope=dict(statement.scope) if statement.scope else None,
        stages=stages,
        reference=share,
        year=product.year,
        gwp_set=footprint.gwp_set,
        gwp_horizon=footprint.gwp_horizon,
        standard=statement.standard,
        verification=statement.verification,
        company=statement.company,
        issued=statement.issued,
        valid_until=statement.valid_until,
        link=found.link,
        factor_edition=footprint.factor_edition,
        qualifiers=_qualifiers(footprint),
        near=near(footprint, statement),
        removed=removed(footprint, statement),
        sum_rule=footprint.sum_rule,
        credits=bought(statement),
        kinds={str(kind): share for kind, share in footprint.kinds.items()},
        rounded=not adds_up([line.value for line in stages if line.value is not None], shown.value),
        per_amount=per_amount(footprint, statement.shelf_amount, digits),
        band=band_step(footprint, statement.band, shown, share, digits) if statement.band else None,
        indicators=found.lines.lines,
        indicator_notes=found.lines.notes,
        comparison=found.comparison,
        sources=source_lines(footprint.factors),
        working=working_lines(footprint, place) if statement.publish_working else (),
    )


def _qualifiers(footprint: Footprint) -> tuple[Qualifier, ...]:
    messages: dict[str, list[str]] = {}
    for note in footprint.notes:
        if note.code in _QUALIFYING:
            messages.setdefault(_QUALIFYING[note.code], []).append(note.message)
    order = dict.fromkeys(_QUALIFYING.values())
    return tuple(Qualifier(code, "; ".join(messages[code])) for code in order if code in messages)

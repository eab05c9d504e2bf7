"""Recycling: cut-off (100/0), 0/100, 50/50 and the circular footprint formula, all by one equation.

Zampori and Pant, JRC Technical Report EUR 29682 EN (2019), Equation 3, taken into the PEF method (Commission
Recommendation (EU) 2021/2279, Annex I); per unit of material:

    material  (1 − R1) Ev + R1 (A Erecycled + (1 − A) Ev Qs_in/Qp) + (1 − A) R2 (ErecyclingEoL − Ev* Qs_out/Qp)
    energy    (1 − B) R3 (Eer − LHV X_heat Eheat − LHV X_elec Eelec)
    disposal  (1 − R2 − R3) Ed

The simple rules are corners of it: cut-off A = 1, B = 1; 0/100 A = 0, B = 0, Qs_in/Qp = 1; 50/50 A = 0.5, Q = 1. Cut-off
leaves burning with energy recovery to the user of the energy, and a note says how much that is; the reverse cut-off, which
Catena-X (io.catenax.pcf 9.0.0) calls the polluter pays principle, counts R3 Eer here and no credit.

The first three terms are booked in the activity's stage, the others in the end of life. Where that stage lies outside the
boundary they are left out and a note says so: in a cradle-to-gate footprint the end of life is absent, not zero.

>>> from co2label.model import Activity, Product
>>> line = Activity("PET", "30 g", stage="raw-materials", recycling={
...     "rule": "cut-off", "virgin": "pet", "recycled": "rpet", "R1": 0.4})
>>> bottle = Product(id="b", name="b", declared_unit="1 piece", boundary="cradle-to-gate", activities=[line])
>>> [(part.name, part.amount.text) for part in expand_recycling(line, bottle).lines]
[('PET · virgin', '30 g × (1 − 0.4)'), ('PET · recycled', '30 g × 0.4')]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from co2label.errors import DocumentError, UnitError
from co2label.footprint._note import Note, number
from co2label.footprint._rules import Expansion, part, source_fields
from co2label.model import EmissionFactor, stages_of
from co2label.units import Amount, parse_unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from co2label.factors import FactorLibrary
    from co2label.model import Activity, CffParameters, Product, Recycling, SourceRef, Stage


_RULES = {
    "cut-off": "cut-off (100/0)",
    "0-100": "0/100 (end-of-life approach)",
    "50-50": "50/50",
    "cff": "circular footprint formula (CFF)",
}

_ENERGY = parse_unit("MJ")

_LEAST = 1e-12


class _Term(NamedTuple):
    """Strictly private: one term of the equation; `by` is its coefficient, `text` the same as written."""

    name: str
    drawn: SourceRef | None
    by: float
    text: str
    energy: bool = False
    """Whether the term is in energy: the amount times LHV."""


def expand_recycling(line: Activity, product: Product, factors: FactorLibrary | None = None) -> Expansion:
    """One line for each term that is not zero.

    Raises:
        DocumentError: a parameter is missing (in a product whose rule was changed in a copy; others are checked).
    """
    rule = line.recycling
    assert rule is not None, "only activities with this field come here"
    inside = "end-of-life" in stages_of(product.boundary)
    if missing := rule.missing(end_of_life=inside):
        raise DocumentError(problem.under("recycling") for problem in missing)
    applied = rule.allotted()
    parts = [_line(line, rule, term, line.stage) for term in _input(rule, applied) if term.by]
    if inside:
        later = (*_recycled_later(rule, applied), *_energy(rule, applied), *_disposal(rule))
        parts += [_line(line, rule, term, "end-of-life") for term in later if abs(term.by) > _LEAST]
    said = _parameters(rule, applied)
    free = inside and rule.rule == "cut-off" and not rule.reversed and rule.R3 > _LEAST
    notes = [Note("recycling", f"{_RULES[rule.rule]} with {said}")]
    if not inside:
        message = f"the end-of-life terms lie outside the boundary {product.boundary!r} and are left out"
        notes.append(Note("recycling-end-of-life", message))
    if free:
        notes.append(Note("burning-left-out", _burning(line, rule, factors)))
    return Expansion(tuple(parts), tuple(notes), f"{line.amount.text} by {_RULES[rule.rule]}, {said}")


def _input(rule: Recycling, applied: CffParameters) -> Iterator[_Term]:
    r1, a, quality = rule.R1, applied.A, applied.quality_in
    yield _Term("virgin", rule.virgin, 1 - r1, f"(1 − {number(r1)})" if r1 else "")
    yield _Term("recycled", rule.recycled, r1 * a, _product(number(r1), number(a) if a != 1 else ""))
    text = _product(number(r1), f"(1 − {number(a)})" if a else "", _ratio(rule.Qs_in, rule.Qp, quality))
    yield _Term("virgin behind the recycled", rule.virgin, r1 * (1 - a) * quality, text)


def _recycled_later(rule: Recycling, applied: CffParameters) -> Iterator[_Term]:
    by = (1 - applied.A) * rule.R2
    text = _product(f"(1 − {number(applied.A)})" if applied.A else "", number(rule.R2))
    quality = _ratio(rule.Qs_out, rule.Qp, applied.quality_out)
    yield _Term("recycling at end of life", rule.recycling_eol, by, text)
    avoided = rule.virgin if rule.virgin_avoided is None else rule.virgin_avoided
    yield _Term("virgin avoided", avoided, -by * applied.quality_out, _product(text, quality))


def _energy(rule: Recycling, applied: CffParameters) -> Iterator[_Term]:
    by = (1 - applied.B) * rule.R3
    text = _product(f"(1 − {number(applied.B)})" if applied.B else "", number(rule.R3))
    yield _Term("energy recovery", rule.energy_recovery, by, text)
    if rule.reversed:
        return
    heating = _product(text, rule.LHV.text if rule.LHV else "")
    for name, drawn, share in (("heat", rule.heat, rule.X_heat), ("electricity", rule.elec, rule.X_elec)):
        yield _Term(f"{name} avoided", drawn, -by * share, _product(heating, number(share)), energy=True)


def _disposal(rule: Recycling) -> Iterator[_Term]:
    taken = [number(share) for share in (rule.R2, rule.R3) if share]
    text = f"(1 − {' − '.join(taken)})" if taken else ""
    yield _Term("disposal", rule.disposal, 1 - rule.R2 - rule.R3, text)


def _line(line: Activity, rule: Recycling, term: _Term, stage: Stage) -> Activity:
    assert term.drawn is not None, "nothing is missing, or it was refused"
    text = _product(line.amount.text, term.text)
    value, unit = line.amount.value * term.by, line.amount.unit
    if term.energy:
        value, unit = _in_energy(line.amount, rule) * term.by, _ENERGY
    amount = Amount(value, unit, f"−{text}" if term.by < 0 else text)
    return part(line, term.name, amount, stage=stage, **source_fields(term.drawn))


def _in_energy(amount: Amount, rule: Recycling) -> float:
    """Megajoules that the whole amount holds.

    Raises:
        UnitError: the heating value is not an energy per kind of the amount.
    """
    heating = rule.LHV
    assert heating is not None, "nothing is missing, or it was refused"
    if amount.unit.dimension * heating.unit.dimension != _ENERGY.dimension:
        message = (
            f"LHV {heating.text!r} does not fit the amount {amount.text!r} ({amount.unit.dimension}); "
            f"give an energy per {amount.unit.text}"
        )
        raise UnitError(message)
    return amount.si * heating.si / _ENERGY.scale


def _burning(line: Activity, rule: Recycling, factors: FactorLibrary | None) -> str:
    """What the burning that cut-off leaves to others would add."""
    share, amount = number(rule.R3), f"{number(rule.R3 * line.amount.value)} {line.amount.unit}"
    factor = rule.energy_recovery
    if isinstance(factor, str):
        factor = None if factors is None else factors.get(factor)
    adds = "; name `energy_recovery` to see what that is"
    if isinstance(factor, EmissionFactor) and factor.per.unit.dimension == line.amount.unit.dimension:
        adds = f": {number(factor.value * rule.R3 * line.amount.si / factor.per.si)} kg by {factor.id!r}"
    return (
        f"cut-off leaves the burning of {amount} (R3 = {share}) to whoever uses the energy{adds}; "
        '`incineration = "reverse-cut-off"` counts it here'
    )


def _parameters(rule: Recycling, applied: CffParameters) -> str:
    shares = {"R1": rule.R1, "R2": rule.R2, "R3": rule.R3, "A": applied.A, "B": applied.B}
    shares |= {"Qs_in/Qp": applied.quality_in, "Qs_out/Qp": applied.quality_out}
    said = ", ".join(f"{name} = {number(value)}" for name, value in shares.items())
    return f"{said}, incineration by reverse cut-off" if rule.reversed else said


def _ratio(quality: float | None, primary: float, applied: float) -> str:
    """A quality ratio as it is written: nothing where it is 1."""
    if applied == 1:
        return ""
    return number(quality or 1.0) if primary == 1 else f"({number(quality or 1.0)} ÷ {number(primary)})"


def _product(*terms: str) -> str:
    return " × ".join(term for term in terms if term)

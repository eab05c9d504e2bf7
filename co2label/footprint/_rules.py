"""Rules that turn one activity into plain activities: losses, own stages, routes, legs, cut-off, recycling.

A rule is one pure function `expand_…(line, product, factors) -> Expansion`; the engine adds up what comes out and knows
nothing of rules. Parts are made with `part`, amounts with `with_working`: their text is the working. The rule of electricity
has a file of its own (`_electricity`); `_expand` applies all. `with_choice` makes a choice that a rule leaves open otherwise.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from co2label.errors import DocumentError, FactorError, UnitError
from co2label.footprint._note import Note, make_note, number
from co2label.footprint._source import MAKING, SOURCE_STAGES, kept_stages
from co2label.model import (
    AIR_DETOUR_M,
    EMISSIONS,
    STAGES,
    Activity,
    CffParameters,
    CutOff,
    EmissionFactor,
    Leg,
    Product,
    ProductRef,
    Recycling,
    Route,
    SharedActivity,
    SourceRef,
    Stage,
    scaled_by_share,
    stages_of,
)
from co2label.units import Amount, Unit, convert, parse_unit, times

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from co2label.factors import FactorLibrary


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


def part(
    line: Activity, name: str, amount: Amount, kind: type[Activity] = Activity, /, **fields: Any
) -> Activity:
    """Return a plain activity that stands for a part of `line`: its stage and its evidence, unless `fields` say otherwise.

    Nothing is checked again, so the amount may be negative; pass what it draws on (factor=, product= or gas=).

    >>> from co2label.model import Activity
    >>> line = Activity("bottle", "30 g", factor="material.jp.pet", stage="raw-materials")
    >>> virgin = part(line, "virgin", with_working(line.amount, 1 - 0.4, "30 g × (1 − 0.4)"), factor="material.jp.pet")
    >>> virgin.name, virgin.amount.value, virgin.amount.text, virgin.stage
    ('bottle · virgin', 18.0, '30 g × (1 − 0.4)', 'raw-materials')
    """
    same = {field: getattr(line, field) for field in ("stage", "evidence", "quality", "removal")}
    return kind.model_construct(name=f"{line.name}{SEPARATOR}{name}", amount=amount, **(same | fields))


def with_working(amount: Amount, by: float, text: str, unit: Unit | None = None) -> Amount:
    """Return an amount times a number, with its working as text; in another unit where the number carries one."""
    return Amount(amount.value * by, unit or amount.unit, text)


def source_fields(ref: SourceRef) -> dict[str, Any]:
    """Return the field of a plain activity that draws on this: a factor (by id or inline), or a product of the document.

    >>> from co2label.model import ProductRef
    >>> source_fields("material.jp.pet"), source_fields(ProductRef(product="flakes", through="production"))
    ({'factor': 'material.jp.pet'}, {'product': 'flakes', 'through': 'production'})
    """
    if not isinstance(ref, ProductRef):
        return {"factor": ref}
    return {"product": ref.product} | ({} if ref.through is None else {"through": ref.through})


def factor_of(ref: SourceRef | None, factors: FactorLibrary | None) -> EmissionFactor | None:
    """Return the factor that a field names or holds; None where it is none, or not in the library."""
    if isinstance(ref, str):
        return None if factors is None else factors.get(ref)
    return ref if isinstance(ref, EmissionFactor) else None


def with_loss(line: Activity) -> Activity:
    """Return the activity with the amount that it takes in; the same one if nothing is lost.

    Where the loss is a share w of the input, m_in = m_out ÷ (1 − w); where it is stated per output, m_in = m_out × (1 + w).
    Both are in use in one and the same public tool: Ecobalyse (French state, textile method) takes making and spinning
    losses by share of input, others per kilogram of output. Along a chain the losses of the products that are used
    multiply by themselves, because each one's amount is what it takes in.

    >>> from co2label.model import Activity
    >>> line = Activity("flour", "95 g", factor="food.flour", stage="raw-materials", loss={"share_of_input": 0.05})
    >>> with_loss(line).amount.value, with_loss(line).amount.text
    (100.0, '95 g ÷ (1 − 0.05)')
    """
    loss = line.loss
    if loss is None:
        return line
    made, text = line.amount.value, line.amount.text
    if loss.share_of_input is not None:
        taken, working = made / (1.0 - loss.share_of_input), f"{text} ÷ (1 − {number(loss.share_of_input)})"
    else:
        per_output = loss.per_output or 0.0
        taken, working = made * (1.0 + per_output), f"{text} × (1 + {number(per_output)})"
    return line.model_copy(update={"amount": Amount(taken, line.amount.unit, working), "loss": None})


def share_of_process(line: SharedActivity, expansion: Expansion) -> Expansion:
    """Return what a rule made of one activity of a process, as far as it falls to one output.

    So amounts that a rule states for the whole run (the MWh of a certificate, the mass of a packaging) keep their meaning.
    """
    parts = tuple(scaled_by_share(part, line.share, line.share_text) for part in expansion.lines)
    working = f"{expansion.working or line.amount.text}{line.share_text}"
    return replace(expansion, lines=parts, working=working)


def cut_off_note(cut_off: CutOff) -> Note:
    """Return the note on what a product leaves out."""
    left, limit = number(cut_off.left_out_percent), number(cut_off.limit_percent)
    message = f"{left} % of the figure are left out (limit {limit} %)"
    if cut_off.note:
        message += f": {cut_off.note}"
    if cut_off.scale_up:
        message += f"; scaled up: the known part ÷ {number(1 - cut_off.left_out_percent / 100)}"
    return Note("cut-off", message)


def scale_up(line: Activity, product: Product) -> tuple[Activity, str, str] | None:
    """Return what one line adds for what was left out, with the name and the working of the row above; None for nothing.

    The scale-up is one row per stage in `explain`, with a part for each activity, so that contributions still add up and
    no activity shows another amount than was written. It is an estimate: none of it counts as primary data.

    What was left out is emitted: a removal, or an uptake, that is known makes no unknown one.

    >>> from co2label.model import CutOff
    >>> cut_off_note(CutOff(left_out_percent=2.5, limit_percent=5, scale_up=True, note="screws")).message
    '2.5 % of the figure are left out (limit 5 %): screws; scaled up: the known part ÷ 0.975'
    """
    cut_off = product.cut_off
    if line.component is not None and line.component not in EMISSIONS:
        return None
    if cut_off is None or not (cut_off.scale_up and cut_off.left_out_percent):
        return None
    coverage = 1.0 - cut_off.left_out_percent / 100.0
    share = f"(1 ÷ {number(coverage)} − 1)"
    amount = with_working(line.amount, 1.0 / coverage - 1.0, f"{line.amount.text} × {share}")
    update = {"amount": amount, "evidence": None}
    return line.model_copy(update=update), "scale-up for the cut-off", f"each amount × {share}"


def expand_own_stages(line: Activity, product: Product, factors: FactorLibrary) -> Expansion:
    """Return one line for each stage that the factor reaches inside the boundary.

    A food factor that runs to the plate holds farm, transport, shop and kitchen. By default all of it stands in the stage
    of the activity, because that is where the figure was taken from; with "own" each part goes to the stage of its name.
    Names that `SOURCE_STAGES` does not know lie before the gate and stay in the activity's stage; no part goes to a stage
    before it. For an ingredient that is right: its mill is part of getting it. Where the product is the very thing that the
    factor describes, "all" books its making (`MAKING`) in production. Parts outside the system boundary are left out and a
    note says so: outside is absent, not zero.

    Raises:
        FactorError: the factor has no stage split, or none of it lies inside the boundary.

    >>> from co2label.factors import FactorLibrary
    >>> from co2label.model import Activity, EmissionFactor, Product
    >>> rice = EmissionFactor(id="rice", value=2.0, unit="kgCO2e", per="1 kg", source={"title": "EPD 12"},
    ...                       stages={"farm": 1.5, "mill": 0.2, "retail": 0.3})
    >>> line = Activity("rice", "48 g", factor=rice, stage="raw-materials", stages="own")
    >>> ball = Product(id="b", name="b", declared_unit="1 piece", boundary="cradle-to-grave", activities=[line])
    >>> [(part.stage, part.amount.text) for part in expand_own_stages(line, ball, FactorLibrary()).lines]
    [('raw-materials', '48 g × (1.5 + 0.2) ÷ 2'), ('distribution', '48 g × 0.3 ÷ 2')]
    """
    factor = factors[line.factor] if isinstance(line.factor, str) else line.factor
    assert factor is not None, "only an activity with a factor has this field"
    if not factor.stages:
        raise FactorError(f"factor {factor.id!r} has no stage split to spread; remove `stages`")
    kept = kept_stages(factor, line.through)
    total = math.fsum(kept.values())
    if not total:
        raise FactorError(
            f"the stages of factor {factor.id!r} add up to zero and cannot be shares; remove `stages`"
        )
    stage_names = SOURCE_STAGES | MAKING if line.stages == "all" else SOURCE_STAGES
    kg_by_stage: dict[Stage, list[float]] = {}
    for name, kg in kept.items():
        stage = max(stage_names.get(name.lower(), line.stage), line.stage, key=STAGES.index)
        kg_by_stage.setdefault(stage, []).append(kg)
    within = stages_of(product.boundary)
    inside = [stage for stage in STAGES if stage in kg_by_stage and stage in within]
    outside = [stage for stage in STAGES if stage in kg_by_stage and stage not in within]
    if not inside:
        raise FactorError(f"factor {factor.id!r} has nothing inside the boundary {product.boundary!r}")
    lines = []
    for stage in inside:
        parts = " + ".join(map(number, kg_by_stage[stage]))
        parts = f"({parts})" if " + " in parts else parts
        text = f"{line.amount.text} × {parts} ÷ {number(total)}"
        amount = with_working(line.amount, math.fsum(kg_by_stage[stage]) / total, text)
        fields = {"factor": line.factor, "through": line.through, "stages": line.stages}
        lines.append(part(line, stage, amount, stage=stage, **fields))
    notes: list[Note] = []
    if outside:
        kg, stages = math.fsum(math.fsum(kg_by_stage[stage]) for stage in outside), " and ".join(outside)
        values = {"factor": factor, "stages": stages, "kg": kg, "boundary": product.boundary}
        notes.append(make_note("stages-outside.factor", **values))
    return Expansion(tuple(lines), tuple(notes), f"{line.amount.text} by stage")


def expand_routes(line: Activity, _product: Product, _factors: FactorLibrary | None = None) -> Expansion:
    """Return one line a route; a route with share 0 is left out.

    The shares are the waste treatment scenario of the study. Source of the sum: Ecobalyse (French state), end of life: impact
    = sum over materials and routes of mass × share × impact of the route. Landfill methane is booked as its factor says.

    >>> from co2label.model import Activity, Product
    >>> line = Activity("cup", "10 g", stage="end-of-life", routes=[
    ...     {"share": 0.6, "factor": "waste.plastic.burn", "name": "incineration"},
    ...     {"share": 0.4, "factor": "waste.plastic.landfill"}])
    >>> cup = Product(id="cup", name="Cup", declared_unit="1 piece", boundary="cradle-to-grave", activities=[line])
    >>> [(part.name, part.amount.text) for part in expand_routes(line, cup).lines]
    [('cup · incineration', '10 g × 0.6'), ('cup · waste.plastic.landfill', '10 g × 0.4')]
    """
    text, lines, shares = line.amount.text, [], []
    for route in line.routes or ():
        if route.share:
            name = _route_name(route)
            amount = with_working(line.amount, route.share, f"{text} × {number(route.share)}")
            lines.append(part(line, name, amount, **source_fields(route.factor)))
            shares.append(f"{name} {number(100 * route.share)} %")
    note = make_note("end-of-life-routes", amount=text, shares=", ".join(shares))
    return Expansion(tuple(lines), (note,), f"{text} by {len(lines)} routes")


def _route_name(route: Route) -> str:
    ref = route.factor
    if route.name is not None:
        return route.name
    if isinstance(ref, str):
        return ref
    return ref.product if isinstance(ref, ProductRef) else ref.id


_DRIVEN_PER_SFD = {"road": 1.05, "sea": 1.15, "rail": 1.0, "inland-waterway": 1.0}
"""Actual distance over the shortest feasible one (ISO 14083:2023 as told in the CLECAT guide, table 3)."""


class LegActivity(Activity):
    """A part of a transport chain; the notes ask whether its legs cover the same."""

    chain: str
    leg: str
    whole: bool
    """Whether the provision of energy stands beside it, as `upstream`."""


def expand_legs(
    line: Activity, _product: Product | None = None, _factors: FactorLibrary | None = None
) -> Expansion:
    """Return one plain activity for each leg, and one more where it names its upstream.

    A leg adjusts its distance only where its kind differs from the kind that the factor is per. The distance adjustment
    factors are those of the CLECAT guide to ISO 14083, table 3, which GLEC v3.2 shares: the distance really driven is 1.05 ×
    the shortest feasible one by road, 1.15 × by sea, the great circle plus 95 km by air, and the same by rail and inland
    waterway, where the network leaves no choice.

    >>> from co2label.model import Activity
    >>> from co2label.model import Leg
    >>> line = Activity("delivery", "110 g", stage="distribution",
    ...                 legs=[Leg(mode="freight.truck.reefer", distance="120 km", packaging="5 g"), Leg(hub="hub.dock")])
    >>> [(part.name, part.amount.text, part.amount.unit.text) for part in expand_legs(line).lines]
    [('delivery · freight.truck.reefer', '(110 g + 5 g) × 120 km', 'g*km'), ('delivery · hub.dock', '110 g', 'g')]
    """
    lines = []
    for leg in line.legs or ():
        amount, whole = _leg_amount(line.amount, leg), leg.upstream is not None
        factors = {leg.title: leg.hub if leg.mode is None else leg.mode}
        if whole:
            factors[f"{leg.title}, upstream"] = leg.upstream
        for title, factor in factors.items():
            fields = {"factor": factor, "chain": line.name, "leg": title, "whole": whole}
            lines.append(part(line, title, amount, LegActivity, **fields))
    return Expansion(tuple(lines))


def _leg_amount(amount: Amount, leg: Leg) -> Amount:
    """Return the goods with the shipper's packaging, times the distance."""
    value, unit, text = amount.value, amount.unit, amount.text
    if leg.packaging is not None:
        value, text = value + convert(leg.packaging, unit), f"{text} + {leg.packaging.text}"
    if leg.distance is not None:
        distance, working = _adjusted_distance(leg, leg.distance)
        text = f"{f'({text})' if ' + ' in text else text} × {working}"
        value, unit = value * distance, times(unit, leg.distance.unit)
    return Amount(value, unit, text)


def _adjusted_distance(leg: Leg, distance: Amount) -> tuple[float, str]:
    """Return the distance in the kind that the factor is per."""
    if not leg.adjusted:
        return distance.value, distance.text
    to_driven = leg.factor_distance_type == "actual"
    kinds = f"({leg.distance_type} → {leg.factor_distance_type}, {leg.by})"
    if leg.by == "air":
        more = AIR_DETOUR_M / distance.unit.scale * (1 if to_driven else -1)
        sign = "+" if to_driven else "−"
        return distance.value + more, f"({distance.text} {sign} {AIR_DETOUR_M / 1000:g} km) {kinds}"
    by = _DRIVEN_PER_SFD[str(leg.by)]
    value = distance.value * by if to_driven else distance.value / by
    return value, f"{distance.text} {'×' if to_driven else '÷'} {by:g} {kinds}"


ChoiceField = Literal["electricity", "recycling"]

ELECTRICITY_METHODS: tuple[str, ...] = ("location", "market")


_FIELD_OF_CHOICE: dict[ChoiceField, str] = {"electricity": "method", "recycling": "rule"}


def choices_made(products: Iterable[Product], what: ChoiceField) -> tuple[str, ...]:
    """Return what the activities of products have chosen, each once; empty where none has such a choice."""
    nouns = (getattr(line, what, None) for product in products for line in product.activities)
    return tuple(dict.fromkeys(getattr(noun, _FIELD_OF_CHOICE[what]) for noun in nouns if noun is not None))


def with_choice(products: Sequence[Product], what: ChoiceField, to: str) -> tuple[Product, ...]:
    """Return the products with this choice in every activity that has one; the others are the same objects.

    >>> from co2label.model import Activity, Product
    >>> line = Activity("power", "1 kWh", electricity={"method": "market", "grid": "elec.grid.jp.average"}, stage="production")
    >>> made = Product(id="x", name="X", declared_unit="1 piece", boundary="gate-to-gate", activities=[line])
    >>> with_choice([made], "electricity", "location")[0].activities[0].electricity.method
    'location'
    """
    field = _FIELD_OF_CHOICE[what]

    def chosen(line: Activity) -> Activity:
        rule = getattr(line, what, None)
        if rule is None:
            return line
        return line.model_copy(update={what: rule.model_copy(update={field: to})})

    return tuple(
        product.model_copy(update={"activities": tuple(map(chosen, product.activities))})
        if any(getattr(line, what, None) is not None for line in product.activities)
        else product
        for product in products
    )


_RECYCLING_RULES = {
    "cut-off": "cut-off (100/0)",
    "0-100": "0/100 (end-of-life approach)",
    "50-50": "50/50",
    "cff": "circular footprint formula (CFF)",
}


_LEAST = 1e-12


class _Term(NamedTuple):
    """A term of the equation; `by` is its coefficient, `text` the same as written."""

    name: str
    source: SourceRef | None
    by: float
    text: str
    energy: bool = False
    """Whether the term is in energy: the amount times LHV."""


def expand_recycling(line: Activity, product: Product, factors: FactorLibrary | None = None) -> Expansion:
    """Return one line for each term that is not zero, of cut-off (100/0), 0/100, 50/50 and the circular footprint formula.

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

    Raises:
        DocumentError: a parameter is missing (in a product whose rule was changed in a copy; others are checked).

    >>> from co2label.model import Activity, Product
    >>> line = Activity("PET", "30 g", stage="raw-materials", recycling={
    ...     "rule": "cut-off", "virgin": "pet", "recycled": "rpet", "R1": 0.4})
    >>> bottle = Product(id="b", name="b", declared_unit="1 piece", boundary="cradle-to-gate", activities=[line])
    >>> [(part.name, part.amount.text) for part in expand_recycling(line, bottle).lines]
    [('PET · virgin', '30 g × (1 − 0.4)'), ('PET · recycled', '30 g × 0.4')]
    """
    rule = line.recycling
    assert rule is not None, "only activities with this field come here"
    inside = "end-of-life" in stages_of(product.boundary)
    DocumentError.raise_any(problem.under("recycling") for problem in rule.missing(end_of_life=inside))
    applied, name = rule.allotted(), _RECYCLING_RULES[rule.rule]
    parts = [_term_line(line, rule, term, line.stage) for term in _input_terms(rule, applied) if term.by]
    parameters = _parameters(rule, applied)
    notes = [make_note("recycling", rule=name, parameters=parameters)]
    if inside:
        terms = (term for term in _end_of_life_terms(rule, applied) if abs(term.by) > _LEAST)
        parts += [_term_line(line, rule, term, "end-of-life") for term in terms]
        if rule.rule == "cut-off" and not rule.reversed and rule.R3 > _LEAST:
            notes.append(_burning_note(line, rule, factors))
    else:
        notes.append(make_note("recycling-end-of-life", boundary=product.boundary))
    return Expansion(tuple(parts), tuple(notes), f"{line.amount.text} by {name}, {parameters}")


def _input_terms(rule: Recycling, applied: CffParameters) -> Iterator[_Term]:
    r1, a, quality = rule.R1, applied.A, applied.quality_in
    yield _Term("virgin", rule.virgin, 1 - r1, _rest(r1))
    yield _Term("recycled", rule.recycled, r1 * a, _product(number(r1), number(a) if a != 1 else ""))
    text = _product(number(r1), _rest(a), _ratio(rule.Qs_in, rule.Qp, quality))
    yield _Term("virgin behind the recycled", rule.virgin, r1 * (1 - a) * quality, text)


def _end_of_life_terms(rule: Recycling, applied: CffParameters) -> Iterator[_Term]:
    by, text = (1 - applied.A) * rule.R2, _product(_rest(applied.A), number(rule.R2))
    yield _Term("recycling at end of life", rule.recycling_eol, by, text)
    avoided = rule.virgin if rule.virgin_avoided is None else rule.virgin_avoided
    quality = _ratio(rule.Qs_out, rule.Qp, applied.quality_out)
    yield _Term("virgin avoided", avoided, -by * applied.quality_out, _product(text, quality))
    by, text = (1 - applied.B) * rule.R3, _product(_rest(applied.B), number(rule.R3))
    yield _Term("energy recovery", rule.energy_recovery, by, text)
    if not rule.reversed:
        heating = _product(text, rule.LHV.text if rule.LHV else "")
        for name, source, share in (
            ("heat", rule.heat, rule.X_heat),
            ("electricity", rule.elec, rule.X_elec),
        ):
            working = _product(heating, number(share))
            yield _Term(f"{name} avoided", source, -by * share, working, energy=True)
    yield _Term("disposal", rule.disposal, 1 - rule.R2 - rule.R3, _rest(rule.R2, rule.R3))


def _term_line(line: Activity, rule: Recycling, term: _Term, stage: Stage) -> Activity:
    """Return the line of a term.

    Raises:
        UnitError: the heating value is not an energy per kind of the amount.
    """
    assert term.source is not None, "nothing is missing, or it was refused"
    amount, text = line.amount, _product(line.amount.text, term.text)
    value, unit = amount.value * term.by, amount.unit
    if term.energy:
        heating, unit = rule.LHV, parse_unit("MJ")
        assert heating is not None, "nothing is missing, or it was refused"
        if amount.unit.dimension * heating.unit.dimension != unit.dimension:
            raise UnitError(
                f"LHV {heating.text!r} does not fit the amount {amount.text!r} ({amount.unit.dimension}); "
                f"give an energy per {amount.unit.text}"
            )
        value = amount.si * heating.si / unit.scale * term.by
    signed = Amount(value, unit, f"−{text}" if term.by < 0 else text)
    return part(line, term.name, signed, stage=stage, **source_fields(term.source))


def _burning_note(line: Activity, rule: Recycling, factors: FactorLibrary | None) -> Note:
    """Return the note on what the burning that cut-off leaves to others would add."""
    amount, factor = line.amount, factor_of(rule.energy_recovery, factors)
    values = {"amount": rule.R3 * amount.value, "unit": amount.unit, "share": rule.R3}
    if factor is None or factor.per.unit.dimension != amount.unit.dimension:
        return make_note("burning-left-out.unknown", **values)
    kg = factor.value * rule.R3 * amount.si / factor.per.si
    return make_note("burning-left-out.known", **values, kg=kg, factor=factor.id)


def _parameters(rule: Recycling, applied: CffParameters) -> str:
    shares = {"R1": rule.R1, "R2": rule.R2, "R3": rule.R3, "A": applied.A, "B": applied.B}
    shares |= {"Qs_in/Qp": applied.quality_in, "Qs_out/Qp": applied.quality_out}
    parameters = ", ".join(f"{name} = {number(value)}" for name, value in shares.items())
    return f"{parameters}, incineration by reverse cut-off" if rule.reversed else parameters


def _ratio(quality: float | None, primary: float, applied: float) -> str:
    """Write a quality ratio: nothing where it is 1."""
    if applied == 1:
        return ""
    return number(quality or 1.0) if primary == 1 else f"({number(quality or 1.0)} ÷ {number(primary)})"


def _rest(*shares: float) -> str:
    """Write one less some shares: nothing where they are zero."""
    taken = [number(share) for share in shares if share]
    return f"(1 − {' − '.join(taken)})" if taken else ""


def _product(*terms: str) -> str:
    return " × ".join(term for term in terms if term)

"""The result of a calculation: one frozen `Footprint` a product, its totals by sum rules, and its explanation.

All masses are in kilograms of CO2e per declared unit. A sum rule says which components a total counts; the figures of one
product by several rules stand side by side, without and with biogenic uptake. An explanation is a tree of activities, each
with its sum, its source, its kilograms and its percent; it is made from the contributions alone, so it also explains a
footprint that was stored and read again.
"""

from __future__ import annotations

import html
import math
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from co2label.errors import ComputeError, Problem, clip, suggestion
from co2label.footprint._note import Contribution, Interval, Note, make_note, number
from co2label.model import BIOGENIC_CO2, EMISSIONS, REMOVALS, SUM_RULES, CoProduct, components_counted_by
from co2label.units import convert, parse_unit
from co2label.wording import in_language, per_unit, translate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from co2label.footprint._mass_balance import MassBalance
    from co2label.footprint._moments import Term
    from co2label.footprint._shares import Rating
    from co2label.footprint._supply_chain import Input, RemovalLine
    from co2label.model import Component, DataKind, EmissionFactor, Product, Stage, SumRule


_CO2_PER_CARBON = 44 / 12
"""Molar masses of CO2 and C, rounded as PACT v3 and TfS do."""

_ROUNDING = 0.01
"""Relative. The worked examples of PACT v3 keep the carbon balance within their rounding, which is below 1 %."""


@dataclass(frozen=True, slots=True)
class Total:
    """The total by one rule, in kg CO2e per declared unit, without and with biogenic uptake; neither hides the other."""

    rule: SumRule
    excluding_uptake: float
    including_uptake: float
    counted: Mapping[Component, float]
    """What is added up in the total without uptake."""
    left_out: Mapping[Component, float]
    """Components that the rule counts in neither total; they are shown beside it."""

    @property
    def uptake(self) -> float:
        """Biogenic CO2 that is taken up, and what of it is released again: together zero or below, where it balances."""
        return self.including_uptake - self.excluding_uptake

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        plain = asdict(self)
        del plain["counted"]
        return plain


def total_of(components: Mapping[Component, float], rule: SumRule) -> Total:
    """Add components up by a rule.

    `co2label.model.components` holds the table: which component each rule counts. Biogenic CO2 (`biogenic-uptake`, and
    `biogenic-co2` that is released of it) is counted in no total without uptake and in every total with it, so that what
    is taken up and released again balances. `aircraft-forcing` is in none: ISO 14067 and PACT count gases.

    Sources. PACT v3 (openapi 3.0.4): `pcfExcludingBiogenicUptake` holds "all fossil emissions from stationary/mobile
    combustion", land-related emissions, biogenic emissions, "land management removals and technological removals". Flights
    are mobile combustion of a fossil fuel, so they stand inside `fossilGhgEmissions`, and `aircraftGhgEmissions`
    ("excluding radiative forcing") tells the same kilograms apart. Its formula has no term for biogenic CO2 that a plant
    releases, and `biogenicCO2Uptake` is what is left in the product at the gate: uptake and release, netted, as here.
    Catena-X io.catenax.pcf 9.0.0: T2 = A+C+E+F+G+H, T1 = T2+D. TfS PCF guideline 3.1: T2 = A+B+C+E+F+G+H, T1 = T2+D
    (second hand). ISO 14067 counts emissions and removals of fossil and of biogenic carbon alike and documents them apart
    (draft of 2011, 6.3.9.2, at 1library.co/article/otros-pasivos-cuenta-materias-primas.qmjmgjkw; the text of 2018 was not
    read); both of its sides of biogenic CO2 are in the total with uptake.

    Raises:
        ComputeError: there is no rule of this name.

    >>> total_of({"fossil": 1.5, "avoided": -0.5}, "pact-3").left_out
    {'avoided': -0.5}

    >>> components = {"fossil": 10.0, "aircraft": 2.0, "removals": -1.0, "biogenic-uptake": -4.0, "biogenic-co2": 3.0}
    >>> for rule in SUM_RULES:
    ...     print(rule, total_of(components, rule).excluding_uptake, total_of(components, rule).including_uptake)
    iso-14067 11.0 10.0
    pact-3 11.0 10.0
    tfs-3.1 11.0 10.0
    catena-x-9 12.0 11.0
    """
    if rule not in SUM_RULES:
        hint = suggestion(str(rule), SUM_RULES)
        raise ComputeError(
            [Problem("rule", f"expected one of {', '.join(SUM_RULES)}, got {clip(rule)}", hint)]
        )
    counts = components_counted_by(rule)
    counted = {part: kg for part, kg in components.items() if part in counts}
    left_out = {
        part: kg for part, kg in components.items() if part not in counts and part not in BIOGENIC_CO2
    }
    excluding = math.fsum(counted.values())
    biogenic = math.fsum(components.get(part, 0.0) for part in BIOGENIC_CO2)
    return Total(rule, excluding, excluding + biogenic, counted, left_out)


def unbalanced_release(components: Mapping[Component, float]) -> float:
    """Return biogenic CO2 that is released though nothing took it up, kg; zero where it balances within rounding.

    >>> unbalanced_release({"biogenic-uptake": -1.5, "biogenic-co2": 1.5}), unbalanced_release({"biogenic-co2": 1.5})
    (0.0, 1.5)
    """
    taken, released = (components.get(part, 0.0) for part in BIOGENIC_CO2)
    gap = released + taken
    return gap if gap > _ROUNDING * released else 0.0


def carbon_balance_notes(product: Product, components: Mapping[Component, float]) -> Iterator[Note]:
    """Yield a note where biogenic carbon does not add up.

    What is taken up and not released is in the product: uptake + release = −44/12 × carbon (PACT v3, TfS v3.1). Where the
    product does not state its carbon, no more is released than was taken up.

    Args:
        product: with or without `biogenic_carbon`.
        components: kg CO2e per declared unit.
    """
    taken, released = (components.get(part, 0.0) for part in BIOGENIC_CO2)
    net = taken + released
    if product.biogenic_carbon is None:
        if unbalanced_release(components):
            yield make_note("carbon-balance.released", released=released, taken=abs(taken))
        return
    carbon = convert(product.biogenic_carbon, parse_unit("kg"))
    expected = -_CO2_PER_CARBON * carbon
    if not math.isclose(expected, net, rel_tol=_ROUNDING, abs_tol=1e-12):
        parts = f" (taken up {number(taken)} kg, released {number(released)} kg)" if released else ""
        values = {"carbon": carbon, "expected": expected, "gap": net - expected}
        yield make_note("carbon-balance.gap", net=f"{number(net)} kg{parts}", **values)


@dataclass(frozen=True, slots=True, repr=False)
class Footprint:
    """The footprint of one product. All masses are unrounded float64 kilograms of CO2e per declared unit.

    Attributes:
        kg_co2e: the figure: what is emitted, less credits of substitution and of recycling (`credited_kg`); removals,
            uptake, stored carbon and avoided emissions stand beside it. Where the product's declaration names a sum rule,
            its total without uptake, and everything else here is of that total (`sum_rule`).
        stages: that figure by life-cycle stage; a stage outside the boundary, or without any activity, is absent.
        components: kg by component; those outside the figure stand here too, and only here.
        matrix: (stage, component) -> kg.
    """

    product: Product
    kg_co2e: float
    gwp_set: str
    gwp_horizon: int
    factor_edition: str
    matrix: Mapping[tuple[Stage, Component], float]
    stages: Mapping[Stage, float]
    components: Mapping[Component, float]
    contributions: Sequence[Contribution]
    sum_rule: SumRule | None = None
    """The rule that the figure is the total of; None where it is what is emitted. The product's declaration names it, and
    every removal that is reached has its evidence."""
    credited_kg: float = 0.0
    """Kilograms, zero or above, that credits of substitution and of the recycling formula take off what is emitted."""
    removals: Sequence[RemovalLine] = ()
    """Every line that removes CO2, also in products that are used, with its evidence."""
    notes: Sequence[Note] = ()
    imbalances: Sequence[MassBalance] = ()
    """Mass balances, its own and those of used products, whose raw materials weigh far more or less than what they make."""
    interval: Interval | None = None
    inputs: Sequence[Input] = ()
    """Every factor and amount with what it moves, the largest first."""
    terms: Sequence[Term] = ()
    """What the figure is a sum of, by the factors and amounts whose uncertainty is stated; empty where none is."""
    primary_data_share: float = 0.0
    """Percent, 0 to 100 (PACT v3: share of primary data in the absolute figure without biogenic uptake)."""
    kinds: Mapping[DataKind, float] = field(default_factory=dict)
    """Share of the absolute figure by what it rests on, 0 to 1: `product`, the `average` of a group of products, money that was
    spent (`spend`). They add up to one; empty where the figure is nothing."""
    left_out_percent: float = 0.0
    """Percent of the whole figure that cut-offs leave out, those of used products too (PACT: exemptedEmissionsPercent)."""
    electricity: Mapping[str, float] = field(default_factory=dict)
    """The figure with all electricity "location"-based and "market"-based; empty without such electricity."""
    unconverted_kg: float = 0.0
    """Kilograms of the figure that stand on another GWP set or horizon, since their gases are not known."""
    factors: Sequence[EmissionFactor] = ()
    """Every emission factor that the figure rests on, through used products too; each once."""
    used: Sequence[Product] = ()
    """Every product that it uses, directly or through another; each once."""
    data_quality: Mapping[str, Rating] = field(default_factory=dict)
    """Ratings for "technology", "geography" and "time" (PACT v3); an axis that nothing is rated on is absent."""

    def __repr__(self) -> str:
        return f"<{self.product.id}: {self.kg_co2e:.6g} kg CO2e per {self.product.declared_unit}>"

    @property
    def emitted_kg(self) -> float:
        """What is emitted, less credits, whichever rule the figure is summed by."""
        if self.sum_rule is None:
            return self.kg_co2e
        return math.fsum(kg for part, kg in self.components.items() if part in EMISSIONS)

    @property
    def removed_kg(self) -> float:
        """What is taken out of the air and kept: zero or above."""
        return math.fsum(max(0.0, -self.components.get(part, 0.0)) for part in REMOVALS)

    def total(self, rule: SumRule = "iso-14067") -> Total:
        """The total by the rule of a standard or data model: without and with biogenic uptake, and what it leaves out.

        Raises:
            ComputeError: there is no rule of this name.
        """
        return total_of(self.components, rule)

    def explain(self) -> Explanation:
        """The figure taken apart: every activity with its sum, checkable with a pocket calculator."""
        return explain(self)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON; numbers are unrounded, stages and components that are absent are absent."""
        interval, allocation = self.interval, allocation_of(self.product)
        return {
            "id": self.product.id,
            "declared_unit": str(self.product.declared_unit),
            "boundary": self.product.boundary,
            **({} if allocation is None else {"allocation": allocation}),
            "gwp_set": self.gwp_set,
            "gwp_horizon": self.gwp_horizon,
            "kg_co2e": self.kg_co2e,
            **({} if self.sum_rule is None else {"sum_rule": self.sum_rule, "emitted_kg": self.emitted_kg}),
            **({"removed_kg": self.removed_kg} if self.removed_kg else {}),
            **({"credited_kg": self.credited_kg} if self.credited_kg else {}),
            "interval": interval and interval.as_dict(),
            "stages": dict(self.stages),
            "components": dict(self.components),
            "totals": [self.total(rule).as_dict() for rule in SUM_RULES],
            "contributions": [leaf.as_dict() for leaf in self.contributions],
            "primary_data_share": self.primary_data_share,
            "kinds": dict(self.kinds),
            "left_out_percent": self.left_out_percent,
            "electricity": dict(self.electricity),
            "unconverted_kg": self.unconverted_kg,
            "data_quality": {axis: rating.as_dict() for axis, rating in self.data_quality.items()},
            "notes": [{"code": note.code, "message": note.message} for note in self.notes],
        }

    def _repr_html_(self) -> str:
        """A small table for notebooks: the stages and the figure, in kilograms."""
        rows = [(stage, kg) for stage, kg in self.stages.items()] + [("kg CO2e", self.kg_co2e)]
        cells = "".join(f"<tr><th>{html.escape(name)}</th><td>{kg:.6g}</td></tr>" for name, kg in rows)
        per = html.escape(f"{self.product.id}, per {self.product.declared_unit}")
        return f"<table><caption>{per}</caption>{cells}</table>"


def allocation_of(product: Product) -> dict[str, Any] | None:
    """Return how a product came by its part of a process, as plain data; None where no process makes it."""
    if not isinstance(product, CoProduct):
        return None
    keys = ("process", "method", "shares", "keys", "price_ratio")
    plain = {key: getattr(product.allocation, key) for key in keys}
    plain |= {key: dict(plain[key]) for key in ("shares", "keys")}
    return {key: value for key, value in plain.items() if value is not None}


@dataclass(frozen=True, slots=True)
class ExplanationRow:
    """One line of the tree: an activity, or a product that is opened below it."""

    depth: int
    stage: str
    name: str
    kg_co2e: float
    percent: float | None
    """Of the figure; None where the figure is zero, or a credit takes something from it: then shares say nothing."""
    working: str
    source: str = ""


_BASIS = ("id", "declared_unit", "kg_co2e", "gwp_set", "gwp_horizon")

_BESIDE = ("electricity", "unconverted_kg", "data_quality")
"""Plain data of a footprint that its explanation repeats; so too `_BASIS`."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """The tree behind one figure, as text, as plain data, or as a table in a notebook."""

    footprint: Footprint
    rows: tuple[ExplanationRow, ...]

    def text(self, language: str = "en") -> str:
        """The tree in lines of text.

        Raises:
            TextError: there is no table of words for the language.
        """
        return "\n".join(self._lines(language))

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON; the tree is flat, each row with its depth."""
        plain = self.footprint.as_dict()
        same = {key: plain[key] for key in (*_BASIS, *_BESIDE)}
        return same | {"rows": [asdict(row) for row in self.rows], "notes": plain["notes"]}

    def __str__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(self.text())}</pre>"

    def _lines(self, language: str) -> Iterator[str]:
        footprint = self.footprint
        name = in_language(footprint.product.name, language)
        per = per_unit(str(footprint.product.declared_unit), language)
        yield translate("explain.per", language, name=name, kg=f"{footprint.kg_co2e:.10g}", per=per)
        yield translate("explain.basis", language, set=footprint.gwp_set, years=footprint.gwp_horizon)
        yield from _beside(footprint, language)
        whole = _positive_figure(footprint)
        for stage, kg in footprint.stages.items():
            yield ""
            yield f"{translate(f'stage.{stage}', language)}  {kg:.10g} kg{_share(_percent(kg, whole))}"
            for row in self.rows:
                if row.stage == stage:
                    indent = "  " * (row.depth + 1)
                    yield f"{indent}{row.name}  {row.kg_co2e:.10g} kg{_share(row.percent)}"
                    yield from (f"{indent}  {text}" for text in (row.working, row.source) if text)
        if footprint.notes:
            yield ""
            yield translate("explain.notes", language)
            yield from (f"  [{note.code}] {note.message}" for note in footprint.notes)


def _beside(footprint: Footprint, language: str) -> Iterator[str]:
    """Yield what belongs beside the figure: how it is summed, removals and credits, GWP sets, electricity, data quality."""
    emitted, removed, credited = (
        f"{kg:.10g}" for kg in (footprint.emitted_kg, footprint.removed_kg, footprint.credited_kg)
    )
    if footprint.sum_rule:
        rule = translate(f"sum-rule.{footprint.sum_rule}", language)
        yield translate("explain.sum-rule", language, rule=rule, kg=emitted)
    if footprint.removed_kg:
        yield translate("explain.removed", language, kg=removed)
    if footprint.credited_kg:
        yield translate("explain.credited", language, kg=credited)
    if footprint.unconverted_kg:
        kg = footprint.unconverted_kg
        share = _share(_percent(kg, _positive_figure(footprint)))
        yield translate("explain.unconverted", language, kg=f"{kg:.10g}", share=share)
    if footprint.electricity:
        both = {name: f"{kg:.10g}" for name, kg in footprint.electricity.items()}
        yield translate("explain.electricity", language, **both)
    for axis, rating in footprint.data_quality.items():
        yield translate("explain.quality", language, axis=axis, working=rating.working)


def explain(footprint: Footprint) -> Explanation:
    """Take a footprint apart.

    >>> from co2label.footprint import compute
    >>> from co2label.model import Activity, Product
    >>> flame = Product(id="flame", name="Flame", declared_unit="1 h", boundary="gate-to-gate",
    ...                 activities=[Activity("gas", "900 g", gas="CO2", stage="production")])
    >>> print(explain(compute(flame)))
    Flame: 0.9 kg CO2e per h
    GWP: AR6, 100 years
    <BLANKLINE>
    Production  0.9 kg (100%)
      gas  0.9 kg (100%)
        900 g = 0.9 kg × 1 kgCO2e/kg CO2 (AR6 GWP100) = 0.9 kgCO2e
    """
    return Explanation(footprint, tuple(_rows(footprint.contributions, _positive_figure(footprint))))


def _positive_figure(footprint: Footprint) -> float | None:
    """Return what shares are of: the figure; None where it is zero or a leaf lies below zero."""
    below = any(leaf.kg_co2e < 0 for leaf in footprint.contributions)
    return None if below else footprint.kg_co2e or None


def _rows(leaves: Sequence[Contribution], whole: float | None) -> list[ExplanationRow]:
    """Return a row for each leaf; leaves that share the beginning of their path stand below one row for it, which sums them."""
    rows: list[ExplanationRow] = []
    kg: list[float] = []
    above: list[int] = []
    """Places in `rows` of the rows that the last leaf stands below."""
    for leaf in leaves:
        del above[_shared([rows[place] for place in above], leaf) :]
        for depth in range(len(above), len(leaf.steps)):
            above.append(len(rows))
            rows.append(ExplanationRow(depth, leaf.stage, leaf.path[depth], 0.0, None, leaf.steps[depth]))
            kg.append(0.0)
        for place in above:
            kg[place] += leaf.kg_co2e
        depth, name = len(leaf.steps), leaf.path[-1]
        rows.append(ExplanationRow(depth, leaf.stage, name, 0.0, None, leaf.working, leaf.source))
        kg.append(leaf.kg_co2e)
    return [
        replace(row, kg_co2e=one, percent=_percent(one, whole)) for row, one in zip(rows, kg, strict=True)
    ]


def _shared(above: Sequence[ExplanationRow], leaf: Contribution) -> int:
    """Return how many of the open rows the path of a leaf goes through."""
    if above and above[0].stage != leaf.stage:
        return 0
    for depth, (row, name, step) in enumerate(zip(above, leaf.path, leaf.steps, strict=False)):
        if (row.name, row.working) != (name, step):
            return depth
    return min(len(above), len(leaf.steps))


def _percent(kg: float, whole: float | None) -> float | None:
    return None if whole is None else 100.0 * kg / whole


def _share(percent: float | None) -> str:
    return "" if percent is None else f" ({percent:.3g}%)"

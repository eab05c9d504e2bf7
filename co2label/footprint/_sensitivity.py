"""What moves a figure: its inputs, one changed activity, and every choice that the product leaves open.

Sensitivity is exact: the figure is linear in every factor and, outside loops, in every amount, so its derivative says all;
for an amount inside a loop the one term that is not linear is known too (Sherman and Morrison, 1950).

The table of choices has the product as it is written first. Every further row changes one thing: the GWP set and horizon
(AR4, AR5, AR6 × 20, 100 years; ISO 14067:2018 asks for the latest GWP100), the method of electricity where an activity has
one (GHG Protocol Scope 2 Guidance, 7.1: both are shown), the rule of recycling where a material has one. A choice is made for
the product and for everything that it uses.

>>> from co2label.model import Activity, Product
>>> vent = Product(id="vent", name="Vent", declared_unit="1 h", boundary="gate-to-gate",
...                activities=[Activity("methane", "1 kg", gas="CH4", origin="fossil", stage="production")])
>>> [(row.name, row.kg_co2e, row.difference) for row in footprint_choices(vent)[:2]]
[('as written, AR6 GWP100', 29.8, 0.0), ('AR4 GWP20', 72.0, 42.2)]
"""

from __future__ import annotations

import itertools
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from co2label.errors import Co2LabelError, ComputeError, DocumentError, Problem, clip, suggestion
from co2label.factors import GWP_SETS, HORIZONS, FactorLibrary
from co2label.footprint._compute import compute, reachable
from co2label.footprint._rules import ELECTRICITY_METHODS, ChoiceField, choices_made, with_choice
from co2label.model import RECYCLING_RULES, Activity, EmissionFactor, GwpSet, Product, stages_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from co2label.footprint._footprint import Footprint
    from co2label.footprint._supply_chain import Input


_TINY = 1e-12
"""Relative: what rounding of float64 may change."""


@dataclass(frozen=True, slots=True)
class SensitivityRow:
    """One input and what it moves."""

    kind: str
    """`factor` or `amount`."""
    name: str
    """Id of the factor, or name of the activity."""
    product: str | None
    """Id of the product that the activity stands in; None for a factor."""
    kg_co2e: float
    """∂E/∂x · x: kilograms per 100 % of the input."""
    percent: float | None
    """Percent of the figure per percent of the input, × 100; None where the figure is zero."""


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """The inputs that move a figure most."""

    product: str
    kg_co2e: float
    rows: tuple[SensitivityRow, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {"id": self.product, "kg_co2e": self.kg_co2e, "rows": [asdict(row) for row in self.rows]}


@dataclass(frozen=True, slots=True)
class InputChange:
    """A relative change of one input that brings a figure to a target."""

    kind: str
    name: str
    product: str | None
    percent: float
    """-25 is a quarter less of the input."""


def sensitivity(
    footprint: Footprint | Product, factors: FactorLibrary | None = None, *, most: int = 10
) -> Sensitivity:
    """Find the inputs that move a figure most, loops and shared parts included.

    Args:
        footprint: what `compute` returned, or a product to compute.
        factors: for a product: emission factors by id; the bundled ones if none are given.
        most: how many.

    >>> from co2label.footprint import compute
    >>> from co2label.model import Activity, Product
    >>> flame = Product(id="flame", name="Flame", declared_unit="1 h", boundary="gate-to-gate", activities=[
    ...     Activity("pilot", "0.1 kg", gas="CO2", stage="production"),
    ...     Activity("burner", "0.9 kg", gas="CO2", stage="production")])
    >>> [(row.name, row.kg_co2e) for row in sensitivity(compute(flame)).rows]
    [('burner', 0.9), ('pilot', 0.1)]
    """
    footprint = compute(footprint, factors) if isinstance(footprint, Product) else footprint
    kg = footprint.kg_co2e
    rows = tuple(
        SensitivityRow(one.kind, one.name, one.product, one.kg_co2e, 100.0 * one.kg_co2e / kg if kg else None)
        for one in footprint.inputs[:most]
    )
    return Sensitivity(footprint.product.id, kg, rows)


def reach_target(
    footprint: Footprint | Product, kg_co2e: float, factors: FactorLibrary | None = None
) -> InputChange | None:
    """Find the smallest relative change of one input alone that brings a figure to a target; None if none does.

    No input is brought below zero.

    Args:
        footprint: what `compute` returned, or a product to compute.
        kg_co2e: the target, in kilograms per declared unit.
        factors: for a product: emission factors by id; the bundled ones if none are given.

    Raises:
        ComputeError: the target is not a finite number.

    >>> from co2label.footprint import compute
    >>> from co2label.model import Activity, Product
    >>> flame = Product(id="flame", name="Flame", declared_unit="1 h", boundary="gate-to-gate", activities=[
    ...     Activity("pilot", "0.1 kg", gas="CO2", stage="production"),
    ...     Activity("burner", "0.9 kg", gas="CO2", stage="production")])
    >>> change = reach_target(compute(flame), 0.55)
    >>> change.name, round(change.percent, 6)
    ('burner', -50.0)
    """
    if not abs(kg_co2e) < float("inf"):
        raise ComputeError([Problem("target", f"expected a finite number of kilograms, got {kg_co2e}")])
    footprint = compute(footprint, factors) if isinstance(footprint, Product) else footprint
    missing = kg_co2e - footprint.kg_co2e
    changes = [
        (change, one) for one in footprint.inputs if (change := _input_change(one, missing)) is not None
    ]
    if not changes:
        return None
    change, one = min(changes, key=lambda pair: abs(pair[0]))
    return InputChange(one.kind, one.name, one.product, 100.0 * change)


def _input_change(one: Input, missing: float) -> float | None:
    """The c of `c S / (1 - c g) = missing`; None where it needs less than nothing, or a loop that feeds itself."""
    if missing == 0:
        return 0.0
    slope = one.kg_co2e + missing * one.gain
    if slope == 0 or abs(one.kg_co2e) < _TINY * abs(missing):
        return None
    change = missing / slope
    if change < -1 - _TINY or change * one.gain >= 1:
        return None
    return max(change, -1.0)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Two footprints of one product."""

    before: Footprint
    after: Footprint

    @property
    def kg_co2e(self) -> float:
        """The new figure."""
        return self.after.kg_co2e

    @property
    def difference(self) -> float:
        """Kilograms more (or less, below zero) than before."""
        return self.after.kg_co2e - self.before.kg_co2e

    @property
    def percent(self) -> float | None:
        """The same in percent of the figure before; None where that is zero."""
        return 100.0 * self.difference / self.before.kg_co2e if self.before.kg_co2e else None


def what_if(  # noqa: PLR0913 - what is changed, and the basis, by keyword
    product: Product,
    factors: FactorLibrary | None = None,
    *,
    activity: str,
    amount: str | None = None,
    factor: str | EmissionFactor | None = None,
    products: Iterable[Product] = (),
    gwp_set: GwpSet = "AR6",
    horizon: int = 100,
) -> WhatIf:
    """Compute a product as it is, and with one activity changed. A stated uncertainty of the old amount is dropped.

    Args:
        product: as it is.
        factors: emission factors by id; the bundled ones if none are given.
        activity: its name, which no other activity of the product has.
        amount: the new amount, such as "40 g".
        factor: the new factor, for an activity that has one.
        products: further products, which the first may use.
        gwp_set: the IPCC report whose GWPs are used.
        horizon: of the GWP, in years.

    Raises:
        ComputeError: no such activity, several of the name, nothing to change, or what keeps a product from being
            computed.
        DocumentError: an amount or a factor that does not fit.

    >>> from co2label.model import Activity, Product
    >>> flame = Product(id="flame", name="Flame", declared_unit="1 h", boundary="gate-to-gate",
    ...                 activities=[Activity("gas", "900 g", gas="CO2", stage="production")])
    >>> changed = what_if(flame, activity="gas", amount="600 g")
    >>> changed.kg_co2e, round(changed.difference, 9), round(changed.percent, 3)
    (0.6, -0.3, -33.333)
    """
    changes: dict[str, object] = {} if amount is None else {"amount": amount, "uncertainty": None}
    changes |= {} if factor is None else {"factor": factor}
    if not changes:
        raise ComputeError([Problem("what_if", "expected an amount or a factor, got neither", "give one")])
    places = [place for place, line in enumerate(product.activities) if line.name == activity]
    if len(places) > 1:
        what = f"{len(places)} activities are called {clip(activity)}"
        raise ComputeError([Problem(product.id, what, "give each a name of its own")])
    if not places:
        hint = suggestion(activity, [line.name for line in product.activities])
        raise ComputeError([Problem(product.id, f"no activity {clip(activity)}", hint)])
    place = places[0]
    old = product.activities[place]
    fields = {name: getattr(old, name) for name in old.model_fields_set}
    lines = list(product.activities)
    lines[place] = Activity.read(fields | changes, where=f"activities[{place}]")
    varied = product.model_copy(update={"activities": tuple(lines)})
    others = tuple(products)
    before, after = (
        compute(one, factors, gwp_set=gwp_set, horizon=horizon, products=others) for one in (product, varied)
    )
    return WhatIf(before, after)


_What = Literal["base", "gwp", "electricity", "recycling"]

_CHOICES: dict[ChoiceField, tuple[str, ...]] = {
    "electricity": ELECTRICITY_METHODS,
    "recycling": RECYCLING_RULES,
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One row: what is chosen otherwise, and what comes out of it, in kg CO2e per declared unit."""

    what: _What
    name: str
    """"AR5 GWP20", "market", "cff"."""
    kg_co2e: float | None
    """None where the choice cannot be computed; `problem` says why."""
    difference: float | None
    """Kilograms above or below the base."""
    unconverted_kg: float | None = None
    """Of a GWP choice: kilograms that stay as published, for their gases or their set are not known."""
    problem: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return asdict(self)


def footprint_choices(
    product: Product,
    factors: FactorLibrary | None = None,
    *,
    gwp_set: GwpSet = "AR6",
    horizon: int = 100,
    products: Iterable[Product] = (),
) -> tuple[Choice, ...]:
    """Compute the figure of a product under every choice that it leaves open, the base first.

    Args:
        product: whose figure.
        factors: emission factors by id; the bundled ones if none are given.
        gwp_set: of the base, and of every choice that is not one of GWP.
        horizon: of the GWP, in years.
        products: further products, which the first may use.

    Raises:
        ComputeError: the product as it is written cannot be computed.
    """
    every, base_basis = reachable(product, products), (gwp_set, horizon)

    def figure(chosen: Sequence[Product], basis: tuple[GwpSet, int]) -> Footprint:
        DocumentError.raise_any(_missing_parameters(chosen))
        first, *used = chosen
        return compute(first, factors, gwp_set=basis[0], horizon=basis[1], products=used)

    def row(what: _What, name: str, chosen: Sequence[Product], basis: tuple[GwpSet, int]) -> Choice:
        try:
            made = figure(chosen, basis)
        except Co2LabelError as error:
            return Choice(what, name, None, None, problem=str(error))
        unconverted = made.unconverted_kg if what == "gwp" else None
        return Choice(what, name, made.kg_co2e, made.kg_co2e - base.kg_co2e, unconverted)

    base = figure(every, base_basis)
    name = f"as written, {gwp_set} GWP{horizon}"
    rows = [Choice("base", name, base.kg_co2e, 0.0, base.unconverted_kg)]
    rows += [
        row("gwp", f"{basis[0]} GWP{basis[1]}", every, basis)
        for basis in itertools.product(GWP_SETS, sorted(HORIZONS))
        if basis != base_basis
    ]
    for what, names in _CHOICES.items():
        now = choices_made(every, what)
        others = [other for other in names if now and now != (other,)]
        rows += [row(what, other, with_choice(every, what, other), base_basis) for other in others]
    return tuple(rows)


def _missing_parameters(products: Iterable[Product]) -> list[Problem]:
    """Find parameters that a rule of recycling needs, and that were not needed by the rule as written."""
    return [
        problem.under(f"{product.id}.activities[{place}].recycling")
        for product in products
        for place, line in enumerate(product.activities)
        if line.recycling is not None
        for problem in line.recycling.missing(end_of_life="end-of-life" in stages_of(product.boundary))
    ]

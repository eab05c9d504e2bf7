"""Which choice moves the result: one table of the same product under other, equally permitted choices.

The base is the product as it is written, on the asked GWP set and horizon. Every row changes one thing: the GWP set
and horizon (AR4, AR5, AR6 × 20, 100 years; ISO 14067:2018 asks for the latest GWP100), the method of
electricity where an activity has one (GHG Protocol Scope 2 Guidance, 7.1: both are shown), the rule of recycling
where a material has one. A choice is made for the product and for everything that it uses.

>>> from co2label.model import Activity, Product
>>> vent = Product(id="vent", name="Vent", declared_unit="1 h", boundary="gate-to-gate",
...                activities=[Activity("methane", "1 kg", gas="CH4", origin="fossil", stage="production")])
>>> [(row.name, row.kg_co2e, row.difference) for row in footprint_choices(vent)[:2]]
[('as written, AR6 GWP100', 29.8, 0.0), ('AR4 GWP20', 72.0, 42.2)]
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from co2label.errors import Co2LabelError, DocumentError
from co2label.factors.gwp import GWP_SETS, HORIZONS
from co2label.footprint.calculation import compute, reachable
from co2label.footprint.varying import METHODS, RECYCLING_RULES, Varied, chosen_in, with_choice
from co2label.model import stages_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from co2label.errors import Problem
    from co2label.factors import FactorLibrary
    from co2label.footprint.result import Footprint
    from co2label.model import GwpSet, Product

__all__ = ["Choice", "footprint_choices"]

_What = Literal["base", "gwp", "electricity", "recycling"]
_Basis: TypeAlias = "tuple[GwpSet, int]"
_CHOICES: dict[Varied, tuple[str, ...]] = {"electricity": METHODS, "recycling": RECYCLING_RULES}


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
        keys = ("what", "name", "kg_co2e", "difference", "unconverted_kg", "problem")
        return {key: getattr(self, key) for key in keys}


def footprint_choices(
    product: Product,
    factors: FactorLibrary | None = None,
    *,
    gwp_set: GwpSet = "AR6",
    horizon: int = 100,
    products: Iterable[Product] = (),
) -> tuple[Choice, ...]:
    """The figure of a product under every choice that it leaves open, the base first.

    Args:
        product: whose figure.
        factors: emission factors by id; the bundled ones if none are given.
        gwp_set: of the base, and of every choice that is not one of GWP.
        horizon: of the GWP, in years.
        products: further products, which the first may use.

    Raises:
        ComputeError: the product as it is written cannot be computed.
    """
    table = _Table(reachable(product, products), factors, (gwp_set, horizon))
    return (table.first, *table.gwp_rows(), *table.rule_rows())


class _Table:
    """Strictly private: what every row is computed from, and the base that it is compared with."""

    def __init__(self, every: Sequence[Product], factors: FactorLibrary | None, basis: _Basis) -> None:
        """`every`: the product, and after it those that it uses."""
        self._every, self._factors, self._basis = every, factors, basis
        made = self._compute(every, basis)
        self._base = made.kg_co2e
        self.first = Choice("base", f"as written, {_named(basis)}", self._base, 0.0, made.unconverted_kg)

    def gwp_rows(self) -> Iterator[Choice]:
        for basis in itertools.product(GWP_SETS, sorted(HORIZONS)):
            if basis != self._basis:
                yield self._row("gwp", _named(basis), self._every, basis)

    def rule_rows(self) -> Iterator[Choice]:
        for what, names in _CHOICES.items():
            now = chosen_in(self._every, what)
            for name in names if now else ():
                if now != (name,):
                    yield self._row(what, name, with_choice(self._every, what, name), self._basis)

    def _row(self, what: _What, name: str, every: Sequence[Product], basis: _Basis) -> Choice:
        try:
            made = self._compute(every, basis)
        except Co2LabelError as error:
            return Choice(what, name, None, None, problem=str(error))
        unconverted = made.unconverted_kg if what == "gwp" else None
        return Choice(what, name, made.kg_co2e, made.kg_co2e - self._base, unconverted)

    def _compute(self, every: Sequence[Product], basis: _Basis) -> Footprint:
        missing = _missing(every)
        if missing:
            raise DocumentError(missing)
        first, *used = every
        gwp_set, horizon = basis
        return compute(first, self._factors, gwp_set=gwp_set, horizon=horizon, products=used)


def _named(basis: _Basis) -> str:
    return f"{basis[0]} GWP{basis[1]}"


def _missing(products: Iterable[Product]) -> list[Problem]:
    """Parameters that a rule of recycling needs, and that were not needed by the rule as written."""
    return [
        problem.under(f"{product.id}.activities[{place}].recycling")
        for product in products
        for place, line in enumerate(product.activities)
        if line.recycling is not None
        for problem in line.recycling.missing(end_of_life="end-of-life" in stages_of(product.boundary))
    ]

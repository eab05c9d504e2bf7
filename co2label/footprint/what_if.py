"""The same product with one activity changed: another amount, or another factor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from co2label.errors import ComputeError, Problem, clip
from co2label.footprint.calculation import compute
from co2label.model import Activity, suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable

    from co2label.factors import FactorLibrary
    from co2label.footprint.result import Footprint
    from co2label.model import EmissionFactor, GwpSet, Product

__all__ = ["WhatIf", "what_if"]


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
    place = _place(product, activity)
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


def _place(product: Product, name: str) -> int:
    places = [place for place, line in enumerate(product.activities) if line.name == name]
    if len(places) == 1:
        return places[0]
    if places:
        what = f"{len(places)} activities are called {clip(name)}"
        raise ComputeError([Problem(product.id, what, "give each a name of its own")])
    hint = suggestion(name, [line.name for line in product.activities])
    raise ComputeError([Problem(product.id, f"no activity {clip(name)}", hint)])

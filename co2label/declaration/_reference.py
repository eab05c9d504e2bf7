"""References: budgets of CO2e per person, by name, and the share of one that a figure takes.

A share of a budget is educational, not statutory; what the budget is for and where it comes from is printed beside it. A
figure per year is no share of a day, and a house is not "1809 days": such figures take the budget of a year, by themselves
where no reference is named, and a named one that does not fit is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from co2label._data import data_table
from co2label.declaration._declaration import ReferenceShare, Span
from co2label.errors import ClaimError, Problem, clip, suggestion
from co2label.figures import Shown, in_kg, percent_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from co2label.footprint import Footprint
    from co2label.model import Product


NO_REFERENCE = "none"
"""What a document says where its figure stands beside no reference."""

SERVINGS = ("piece", "person", "use")
"""Units of which one may be a meal."""

_MANY: Mapping[str, Literal["days", "meals", "years"]] = {"day": "days", "meal": "meals", "year": "years"}

_MOST_DAYS = 9.99
"""Days of a day's budget beyond which a year says more, and percent have too many digits."""


@dataclass(frozen=True, slots=True)
class ReferenceBudget:
    """A budget of CO2e per person.

    Attributes:
        basis: key of the sentence in `wording` that names the source (`reference.basis.…`).
        kg: kg CO2e per person and `span`, as printed: the percentage can be checked against the print.
        span: a day of all of life, a year of it, or a meal.
        unit: in which it is printed; kilograms where it is left out.
    """

    basis: str
    kg: float
    span: Span = "day"
    unit: str = "kg-CO2e"

    @property
    def shown(self) -> Shown:
        """The reference as printed: "6.8" "kg-CO2e"."""
        factor = {"g-CO2e": 1000.0, "kg-CO2e": 1.0, "t-CO2e": 0.001}[self.unit]
        return Shown(f"{self.kg * factor:.12g}", self.unit)

    def share(self, kg_co2e: float, interval: tuple[float, float] | None = None) -> ReferenceShare:
        """The share of the budget that `kg_co2e` takes.

        Args:
            kg_co2e: kg CO2e, not below zero.
            interval: its ends, kg CO2e.

        >>> day = REFERENCES["day-iges-2030"]
        >>> day.share(0.55).value, day.share(0.01).kind, day.share(170).kind
        (8, 'below-one', 'days')
        >>> REFERENCES["meal-wwf-500"].share(0.24).value, str(REFERENCES["meal-wwf-500"].shown)
        (48, '500 g-CO2e')
        """
        part = percent_of(kg_co2e, self.kg)
        return ReferenceShare(
            kind=_MANY[self.span] if part.kind == "days" else part.kind,
            value=part.value,
            share=max(0.0, kg_co2e / self.kg),
            span=self.span,
            kg=self.kg,
            shown=self.shown,
            basis=self.basis,
            interval=None if interval is None else (interval[0] / self.kg, interval[1] / self.kg),
        )


def _read(name: str) -> Mapping[str, ReferenceBudget]:
    tables = data_table(name, beside=__file__)
    return {
        key: ReferenceBudget(
            each["basis"], float(in_kg(Shown(each["shown"], each["unit"]))), each["span"], each["unit"]
        )
        for key, each in tables.items()
    }


REFERENCES: Mapping[str, ReferenceBudget] = _read("references.toml")
"""The references that co2label brings, by the name that a document gives: a day or a year of all of life, a meal."""

IGES_2030 = REFERENCES["day-iges-2030"]
"""2,500 kg CO2e a person and year (the target for 2030 that the whole world shares), divided by 365 days: 6.8 kg."""


def reference_for(footprint: Footprint, reference: ReferenceBudget | str | None) -> ReferenceBudget | None:
    """The budget that a figure is held against; None where the document wants none.

    Without a reference it is a day of all of life, or a year of it where a day does not fit: the unit is per year, or the
    figure is that of ten days and more.

    Args:
        footprint: kg CO2e per declared unit.
        reference: a budget, the name of one of `REFERENCES`, or "none".

    Raises:
        ClaimError: there is no such reference, or it does not fit the declared unit or the figure.

    >>> from co2label.footprint import compute
    >>> from co2label.model import Activity, Product
    >>> def product(unit, kg):
    ...     return compute(Product(id="x", name="x", declared_unit=unit, boundary="cradle-to-gate",
    ...                            activities=[Activity("boiler", f"{kg} kg", gas="CO2", stage="production")]))
    >>> [reference_for(product(*each), None).span for each in (("1 piece", 0.2), ("1 m2*year", 5), ("1 piece", 12000))]
    ['day', 'year', 'year']
    """
    if reference == NO_REFERENCE:
        return None
    product = footprint.product
    yearly = "year" in product.declared_unit.unit.text
    long = footprint.kg_co2e > _MOST_DAYS * IGES_2030.kg
    if reference is None:
        return REFERENCES["year-iges-2030"] if yearly or long else IGES_2030
    if isinstance(reference, ReferenceBudget):
        return reference
    if reference not in REFERENCES:
        known = (*REFERENCES, NO_REFERENCE)
        todo = suggestion(reference, known) or f"expected one of {', '.join(known)}"
        raise ClaimError([Problem("declaration.reference", f"no reference {clip(reference)}", todo)])
    budget = REFERENCES[reference]
    if what := _why_unfit(product, budget, yearly=yearly, long=long):
        todo = 'say reference = "year-iges-2030" or "none"'
        raise ClaimError([Problem("declaration.reference", what, todo)])
    return budget


def _why_unfit(product: Product, budget: ReferenceBudget, *, yearly: bool, long: bool) -> str:
    unit = product.declared_unit
    if yearly and budget.span != "year":
        return f"the figure is per {unit.text!r}, which is no share of a {budget.span}"
    if budget.span == "meal" and not is_serving(product):
        return f"the figure is per {unit.text!r}, which is no meal"
    return f"the figure is that of more than {_MOST_DAYS:.0f} days" if long and budget.span != "year" else ""


def is_serving(product: Product) -> bool:
    """True where one declared unit may be a meal: "1 piece" (個, 杯, 食 and so on), "1 person" or "1 use"."""
    unit = product.declared_unit
    return unit.unit.text in SERVINGS and unit.value == 1

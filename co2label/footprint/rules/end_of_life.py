"""End-of-life routes: each route takes its share of the waste, sum over routes of share × m × EF, shares summing to one.

The shares are the waste treatment scenario of the study. Source of the sum: Ecobalyse (French state), end of life: impact
= sum over materials and routes of mass × share × impact of the route. Landfill methane is booked as its factor says.

>>> from co2label.model import Activity, Product
>>> line = Activity("cup", "10 g", stage="end-of-life", routes=[
...     {"share": 0.6, "factor": "waste.plastic.burn", "name": "incineration"},
...     {"share": 0.4, "factor": "waste.plastic.landfill"}])
>>> cup = Product(id="cup", name="Cup", declared_unit="1 piece", boundary="cradle-to-grave", activities=[line])
>>> [(part.name, part.amount.text) for part in expand(line, cup).lines]
[('cup · incineration', '10 g × 0.6'), ('cup · waste.plastic.landfill', '10 g × 0.4')]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.footprint.note import number
from co2label.footprint.rules.expansion import Expansion, Note, drawing_on, part, worked
from co2label.model import ProductRef

if TYPE_CHECKING:
    from co2label.factors import FactorLibrary
    from co2label.model import Activity, Product, Route

__all__ = ["expand"]


def expand(line: Activity, _product: Product, _factors: FactorLibrary | None = None) -> Expansion:
    """One line a route; a route with share 0 is left out."""
    routes = [route for route in line.routes or () if route.share]
    said = ", ".join(f"{_name(route)} {number(100 * route.share)} %" for route in routes)
    text = line.amount.text
    return Expansion(
        tuple(
            part(
                line,
                _name(route),
                worked(line.amount, route.share, f"{text} × {number(route.share)}"),
                **drawing_on(route.factor),
            )
            for route in routes
        ),
        (Note("end-of-life-routes", f"{text} by routes whose shares add up to one: {said}"),),
        f"{text} by {len(routes)} routes",
    )


def _name(route: Route) -> str:
    if route.name is not None:
        return route.name
    drawn = route.factor
    if isinstance(drawn, str):
        return drawn
    return drawn.product if isinstance(drawn, ProductRef) else drawn.id

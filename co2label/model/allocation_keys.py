"""What an allocation weighs outputs by: their mass, energy or revenue, read from the outputs and from `products`.

>>> from co2label.model.process import Output
>>> from co2label.units import parse_amount
>>> outputs = [Keyed(Output("a", "4 kg", price="7 EUR/kg"), None, parse_amount("1 kg")),
...            Keyed(Output("b", "6 MJ", price="12 EUR/MJ"), None, parse_amount("1 MJ"))]
>>> problems = []
>>> keys_of("economic", outputs, problems), keys_of("mass", outputs, problems)["a"], problems[0].where
({'a': (28.0, '28 EUR'), 'b': (72.0, '72 EUR')}, (4.0, '4 kg'), 'outputs[1].mass')
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from co2label.errors import Problem, UnitError, clip
from co2label.units import Dimension, bridge, parse_unit, per

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from co2label.model.process import Output
    from co2label.model.product import Product
    from co2label.units import Amount

__all__ = ["Keyed", "declared_units", "keys_of", "undated"]

_MONEY = ("JPY", "USD", "EUR", "GBP")
_PHYSICAL = {"mass": "kg", "energy": "MJ"}
_PHYSICAL_BRIDGES = ("mass", "density", "energy")
_ALL_BRIDGES = (*_PHYSICAL_BRIDGES, "length", "area")


@dataclass(frozen=True, slots=True)
class Keyed:
    """An output, its entry in `products` if there is one, and the unit that its product is declared in."""

    output: Output
    own: Product | None
    declared: Amount

    def stated(self, *names: str) -> list[Amount]:
        """Bridges as ratios: those of the output (of the whole of it), then those of the product (per declared unit)."""
        given = [(getattr(self.output, name, None), self.output.amount) for name in names]
        if self.own is not None:
            given += [(getattr(self.own, name), self.own.declared_unit) for name in names]
        return [ratio for amount, base in given if amount is not None for ratio in _ratio(amount, base)]


def _ratio(amount: Amount, base: Amount) -> list[Amount]:
    if "/" in amount.unit.text:
        return [amount]
    return [] if amount.unit.dimension == base.unit.dimension else [per(amount, base)]


def declared_units(outputs: Sequence[Keyed], problems: list[Problem]) -> dict[str, float]:
    """How many declared units of its product one run makes, for each output."""
    found = {}
    for place, each in enumerate(outputs):
        here, there = each.output.amount, each.declared
        try:
            way = bridge(here.unit.dimension, there.unit.dimension, each.stated(*_ALL_BRIDGES))
        except UnitError as error:
            problems.append(Problem(f"outputs[{place}]", str(error)))
            continue
        if way is None:
            what = (
                f"{here.text!r} does not fit the declared unit {there.text!r} of {clip(each.output.product)}"
            )
            problems.append(
                Problem(f"outputs[{place}].amount", what, "say how the two relate with mass or energy")
            )
            continue
        found[each.output.product] = here.si * way.multiplier / there.si
    return found


def keys_of(method: str, outputs: Sequence[Keyed], problems: list[Problem]) -> dict[str, tuple[float, str]]:
    """What each output weighs under a method, with words for it; an output that lacks the key is a problem."""
    if method in _PHYSICAL:
        return dict(_read(method, _PHYSICAL[method], outputs, problems))
    if method == "economic":
        return dict(_revenues(outputs, problems))
    return {each.output.product: (1.0, f"1 of {len(outputs)}") for each in outputs}


def _read(
    field: str, unit: str, outputs: Sequence[Keyed], problems: list[Problem]
) -> Iterator[tuple[str, tuple[float, str]]]:
    wanted = parse_unit(unit)
    bridges = ("price", *_PHYSICAL_BRIDGES) if field == "price" else _PHYSICAL_BRIDGES
    for place, each in enumerate(outputs):
        value = _value(each, wanted.dimension, bridges)
        if value is None:
            what = f"output {clip(each.output.product)} ({each.output.amount}) has no {field} to allocate by"
            problems.append(Problem(f"outputs[{place}].{field}", what, f'add {field} = "… {unit}"'))
        else:
            number = value / wanted.scale
            yield each.output.product, (number, f"{number:.10g} {unit}")


def _value(each: Keyed, wanted: Dimension, bridges: Sequence[str]) -> float | None:
    whole = getattr(
        each.output, "mass" if str(wanted) == "mass" else "energy" if str(wanted) == "energy" else "price"
    )
    if whole is not None and whole.value == 0:
        return 0.0
    if whole is not None and whole.unit.dimension == wanted:
        return float(whole.si)
    try:
        way = bridge(each.output.amount.unit.dimension, wanted, each.stated(*bridges))
    except UnitError:
        return None
    return None if way is None else each.output.amount.si * way.multiplier


def _revenues(outputs: Sequence[Keyed], problems: list[Problem]) -> Iterator[tuple[str, tuple[float, str]]]:
    """Price times amount; prices of one currency and one year, since rates and inflation are not known here."""
    currencies: dict[str, int] = {}
    years: dict[str, int] = {}
    for place, each in enumerate(outputs):
        for price in _prices(each):
            if price.value == 0:  # nothing is nothing in every currency
                continue
            kinds = [kind for kind, _ in price.unit.dimension.exponents if kind in _MONEY]
            currencies |= {kind: place for kind in kinds if kind not in currencies}
            if price.unit.price_year:
                years.setdefault(str(price.unit.price_year), place)
    for what, found in (("currency", currencies), ("price year", years)):
        if len(found) > 1:
            first, *_, last = found
            message = f"prices in {first} and in {last}; economic allocation needs one {what}"
            problems.append(
                Problem(f"outputs[{found[last]}].price", message, f"bring all prices to one {what}")
            )
            return
    values = dict(_read("price", next(iter(currencies), "EUR"), outputs, problems))
    if len(values) == len(outputs) and not any(value for value, _ in values.values()):
        todo = "state the price of what is sold, or allocate by mass, energy or shares"
        problems.append(Problem("outputs", "every output has a price of zero, which shares nothing", todo))
    yield from values.items()


def _prices(each: Keyed) -> list[Amount]:
    own = each.output.price
    return each.stated("price") if own is None else [own]


def undated(outputs: Sequence[Keyed]) -> tuple[tuple[str, ...], int | None]:
    """The products whose prices state no year, though others are weighed by prices of one; and that year.

    >>> from co2label.model.process import Output
    >>> from co2label.units import parse_amount
    >>> given = (("a", "7 EUR/kg"), ("b", "5 EUR2022/kg"))
    >>> undated([Keyed(Output(name, "1 kg", price=price), None, parse_amount("1 kg")) for name, price in given])
    (('a',), 2022)
    """
    years = {
        each.output.product: {price.unit.price_year for price in _prices(each) if price.value}
        for each in outputs
    }
    known = next((year for found in years.values() for year in found if year), None)
    without = tuple(product for product, found in years.items() if None in found)
    return (without, known) if known and without else ((), None)

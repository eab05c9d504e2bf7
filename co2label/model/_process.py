"""Processes that make several products, the keys that their burdens are shared by, and the checks of both.

ISO 14044:2006, 4.3.4.2 sets the order of choices: first avoid allocation, by dividing the process into smaller ones
(write them as separate products) or by expanding the system (`substitution`); else share by a physical relationship
(`mass`, `energy`); else by another one, such as economic value (`economic`). The order is told by
https://2-0-lca.com/glossary/co-product-allocation; PACT v3 puts the division before the expansion
(https://support.manufacture2030.com/hc/en-gb/articles/31102768340753-Allocation).

>>> dairy = Process(id="dairy", allocation="mass", outputs=[Output("cream", "1 kg"), Output("skim", "9 kg")],
...                 activities=[Activity("raw milk", "10 kg", factor="food.milk", stage="raw-materials")])
>>> dairy.made, dairy.main_output
(('cream', 'skim'), 'cream')
>>> from co2label.units import parse_amount
>>> outputs = [WeighedOutput(Output("a", "4 kg", price="7 EUR/kg"), None, parse_amount("1 kg")),
...            WeighedOutput(Output("b", "6 MJ", price="12 EUR/MJ"), None, parse_amount("1 MJ"))]
>>> problems = []
>>> economic, mass = (ALLOCATION_KEYS[method].weigh(outputs, problems) for method in ("economic", "mass"))
>>> economic, mass["a"], problems[0].where
({'a': (28.0, '28 EUR'), 'b': (72.0, '72 EUR')}, (4.0, '4 kg'), 'outputs[1].mass')
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import AfterValidator, Field

from co2label.errors import Problem, UnitError, clip, suggestion
from co2label.model._base import (
    AmountField,
    CleanText,
    Gtin,
    Identifier,
    Model,
    Name,
    PriceField,
    RatioField,
    TextOr,
)
from co2label.model._factor import FactorRef
from co2label.model._product import Activity, DeclarationData, stage_problems
from co2label.model._vocabulary import Boundary, Stage
from co2label.units import CURRENCIES, bridge, parse_amount, parse_unit, per

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from co2label.model._factor import EmissionFactor
    from co2label.model._product import Product
    from co2label.units import Amount, Dimension


_MAX_LINES = 1_000_000
"""Activities times outputs: what a process is written out to."""

_CHOOSE_METHOD = (
    "choose one, in the order of ISO 14044 4.3.4: divide the process into smaller ones, substitution, mass or energy, "
    "economic; or equal, or { shares = { … } }"
)


class Shares(Model):
    """Shares of the burdens by product id, decided by the writer; they add up to one."""

    shares: dict[Identifier, Annotated[float, Field(ge=0, le=1)]]
    """Share of each output, 0 to 1: {cream = 0.4, skim = 0.6}."""


class Output(Model):
    """One product of a process: how much one run makes, and what the allocation needs to know of it.

    The product may stand in `products`, with activities of its own after the process. Else it is made by the
    process alone, and what it says of itself stands here (a name, a GTIN, a declaration); nothing of it is required.
    """

    positional: ClassVar[tuple[str, ...]] = ("product", "amount")

    product: Identifier
    """The id of the product that comes out: "cream"."""
    amount: AmountField
    """Amount that one run of the process makes: "4 kg"."""
    mass: RatioField | None = None
    """Mass of the whole output ("4 kg"), or a ratio ("1.03 kg/L"); not needed where the amount is a mass."""
    energy: RatioField | None = None
    """Lower heating value, in the same way: "36.8 MJ/kg"."""
    price: PriceField | None = None
    """Price, in the same way: "7 EUR/kg", "28 EUR", "12 EUR2024/MJ"; "0 EUR" for what nobody pays for, which gets nothing by
    value."""
    avoids: FactorRef | None = None
    """Under substitution: the product of the document, or the factor, that a co-product displaces."""
    name: Name | None = None
    """Name of the product: "Cream"; its id, if not given."""
    declared_unit: AmountField | None = None
    """The amount that the figure is per: "1 kg"; one unit of the amount, if not given."""
    boundary: Boundary | None = None
    """The part of the life cycle that the figure covers; that of the process, if not given."""
    nothing_in: dict[Stage, Name] | None = None
    """Stages in which nothing happens, each with its reason."""
    year: int | None = Field(default=None, ge=1990, le=2100)
    """The year that the activity data stand for: 2025."""
    gtin: Gtin | None = None
    """Its Global Trade Item Number: "4901234567894"."""
    category: CleanText | None = None
    """Category within which it is compared: "cream"."""
    declaration: DeclarationData | None = None
    """Data that a label states beside the figure."""

    if TYPE_CHECKING:

        def __init__(  # noqa: PLR0913
            self,
            product: str,
            amount: str | Amount,
            *,
            mass: str | Amount | None = None,
            energy: str | Amount | None = None,
            price: str | Amount | None = None,
            avoids: str | EmissionFactor | None = None,
            name: str | dict[str, str] | None = None,
            declared_unit: str | Amount | None = None,
            boundary: Boundary | None = None,
            nothing_in: dict[Stage, str | dict[str, str]] | None = None,
            year: int | None = None,
            gtin: str | None = None,
            category: str | None = None,
            declaration: DeclarationData | dict[str, Any] | None = None,
        ) -> None: ...

    @property
    def own_unit(self) -> Amount:
        """The amount that the figure is per."""
        return self.declared_unit or parse_amount(f"1 {self.amount.unit.text}")

    def _problems(self) -> Iterator[Problem]:
        for key in ("amount", "declared_unit"):
            amount = getattr(self, key)
            if amount is not None and amount.value <= 0:
                yield Problem(key, f"must be above zero, got {amount.text!r}")


_PHYSICAL_BRIDGES = ("mass", "density", "energy")


@dataclass(frozen=True, slots=True)
class WeighedOutput:
    """An output, its entry in `products` if there is one, and the unit that its product is declared in."""

    output: Output
    own: Product | None
    declared: Amount

    def stated(self, *names: str) -> list[Amount]:
        """Bridges as ratios: those of the output (of the whole of it), then those of the product (per declared unit)."""
        given = [(getattr(self.output, name, None), self.output.amount) for name in names]
        if self.own is not None:
            given += [(getattr(self.own, name), self.own.declared_unit) for name in names]
        ratios = (bridge_ratio(amount, base) for amount, base in given if amount is not None)
        return [ratio for ratio in ratios if ratio is not None]

    def prices(self) -> list[Amount]:
        """The price of the output, else that of the product."""
        own = self.output.price
        return self.stated("price") if own is None else [own]


def bridge_ratio(stated: Amount, base: Amount) -> Amount | None:
    """A bridge as a ratio: as written, or over what it is of; None for an amount of the same kind as its base."""
    if "/" in stated.unit.text:
        return stated
    return None if stated.unit.dimension == base.unit.dimension else per(stated, base)


def declared_units(outputs: Sequence[WeighedOutput], problems: list[Problem]) -> dict[str, float]:
    """Declared units of its product that one run makes, for each output."""
    units = {}
    for place, each in enumerate(outputs):
        made, declared = each.output.amount, each.declared
        bridges = each.stated(*_PHYSICAL_BRIDGES, "length", "area")
        try:
            bridged = bridge(made.unit.dimension, declared.unit.dimension, bridges)
        except UnitError as error:
            problems.append(Problem(f"outputs[{place}]", str(error)))
            continue
        if bridged is None:
            unit = f"the declared unit {declared.text!r} of {clip(each.output.product)}"
            what, todo = f"{made.text!r} does not fit {unit}", "say how the two relate with mass or energy"
            problems.append(Problem(f"outputs[{place}].amount", what, todo))
        else:
            units[each.output.product] = made.si * bridged.multiplier / declared.si
    return units


Weights = dict[str, tuple[float, str]]
"""Weight of each output by product id: a number, and words for it ("4 kg")."""


@dataclass(frozen=True, slots=True)
class AllocationKey:
    """A quantity that outputs of a process are weighed by."""

    words: str
    """The key in the words of a note: "by mass"."""
    weigh: Callable[[Sequence[WeighedOutput], list[Problem]], Weights]
    """The weight of each output; an output that lacks the quantity is added to the problems."""

    @classmethod
    def of_quantity(cls, name: str, unit: str) -> AllocationKey:
        """A physical quantity: of the amount itself, or over mass, density and energy.

        Args:
            name: as the method is called, and the field of `Output` that states it, if there is one.
            unit: the unit in which it is written in the result.
        """
        return cls(f"by {name}", lambda outputs, problems: _weigh_by(name, unit, outputs, problems))


def _weigh_by(field: str, unit: str, outputs: Sequence[WeighedOutput], problems: list[Problem]) -> Weights:
    wanted, weights = parse_unit(unit), {}
    bridges = ("price", *_PHYSICAL_BRIDGES) if field == "price" else _PHYSICAL_BRIDGES
    for place, each in enumerate(outputs):
        value = _key_value(each, field, wanted.dimension, bridges)
        if value is None:
            what = f"output {clip(each.output.product)} ({each.output.amount}) has no {field} to allocate by"
            problems.append(Problem(f"outputs[{place}].{field}", what, f'add {field} = "… {unit}"'))
        else:
            number = value / wanted.scale
            weights[each.output.product] = (number, f"{number:.10g} {unit}")
    return weights


def _key_value(each: WeighedOutput, field: str, wanted: Dimension, bridges: Sequence[str]) -> float | None:
    whole: Amount | None = getattr(each.output, field, None)
    if whole is not None and (whole.value == 0 or whole.unit.dimension == wanted):
        return float(whole.si)
    try:
        way = bridge(each.output.amount.unit.dimension, wanted, each.stated(*bridges))
    except UnitError:
        return None
    return None if way is None else each.output.amount.si * way.multiplier


def _weigh_by_revenue(outputs: Sequence[WeighedOutput], problems: list[Problem]) -> Weights:
    """Price times amount; prices of one currency and one year, since rates and inflation are not known here."""
    currencies: dict[str, int] = {}
    years: dict[str, int] = {}
    for place, each in enumerate(outputs):
        for price in each.prices():
            if price.value == 0:  # nothing is nothing in every currency
                continue
            for kind, _ in price.unit.dimension.exponents:
                if kind in CURRENCIES:
                    currencies.setdefault(kind, place)
            if price.unit.price_year:
                years.setdefault(str(price.unit.price_year), place)
    for kind, places in (("currency", currencies), ("price year", years)):
        if len(places) > 1:
            first, *_, last = places
            what = f"prices in {first} and in {last}; economic allocation needs one {kind}"
            where, todo = f"outputs[{places[last]}].price", f"bring all prices to one {kind}"
            problems.append(Problem(where, what, todo))
            return {}
    values = _weigh_by("price", next(iter(currencies), "EUR"), outputs, problems)
    if len(values) == len(outputs) and not any(value for value, _ in values.values()):
        todo = "state the price of what is sold, or allocate by mass, energy or shares"
        problems.append(Problem("outputs", "every output has a price of zero, which shares nothing", todo))
    return values


def _weigh_equally(outputs: Sequence[WeighedOutput], _: list[Problem]) -> Weights:
    return {each.output.product: (1.0, f"1 of {len(outputs)}") for each in outputs}


ALLOCATION_KEYS: dict[str, AllocationKey] = {
    "mass": AllocationKey.of_quantity("mass", "kg"),
    "economic": AllocationKey("by economic value", _weigh_by_revenue),
    "energy": AllocationKey.of_quantity("energy", "MJ"),
    "equal": AllocationKey("equally", _weigh_equally),
}
"""Keys that burdens may be shared by. A further one is one entry: `"volume": AllocationKey.of_quantity("volume", "L")`."""


def prices_without_year(outputs: Sequence[WeighedOutput]) -> tuple[tuple[str, ...], int | None]:
    """The products whose prices state no year, though others are weighed by prices of one; and that year.

    >>> from co2label.units import parse_amount
    >>> given = (("a", "7 EUR/kg"), ("b", "5 EUR2022/kg"))
    >>> kilogram = parse_amount("1 kg")
    >>> prices_without_year([WeighedOutput(Output(name, "1 kg", price=price), None, kilogram) for name, price in given])
    (('a',), 2022)
    """
    years = {
        each.output.product: {price.unit.price_year for price in each.prices() if price.value}
        for each in outputs
    }
    known = next((year for each in years.values() for year in each if year), None)
    without = tuple(product for product, each in years.items() if None in each)
    return (without, known) if known and without else ((), None)


def _known_method(method: str) -> str:
    methods = (*ALLOCATION_KEYS, "substitution")
    if method not in methods:
        what = f"expected one of {', '.join(methods)}, got {clip(method)}"
        raise Problem("", what, suggestion(method, methods)).as_error()
    return method


def _list_methods(schema: dict[str, Any]) -> None:
    schema["enum"] = [*ALLOCATION_KEYS, "substitution"]


AllocationMethod = Annotated[str, AfterValidator(_known_method), Field(json_schema_extra=_list_methods)]
"""The name of an allocation key, or "substitution"."""


class Process(Model):
    """A process: what one run does, what comes out of it, and how the burdens are shared among its outputs.

    Raises:
        DocumentError: a product that comes out twice; several outputs without an allocation; shares that do not add
            up to one or name other products; a co-product that avoids nothing under substitution.
    """

    id: Identifier
    """Its id in the document: "dairy"."""
    outputs: tuple[Output, ...] = Field(strict=False, min_length=1)
    """The products that come out of one run."""
    activities: tuple[Activity, ...] = Field(strict=False, min_length=1)
    """Activities of one run."""
    allocation: TextOr[AllocationMethod, Shares] | None = None
    """Allocation of the burdens: mass, economic, energy, equal, substitution, or { shares = { … } }. Needed with several
    outputs; the result names it."""
    main: Identifier | None = None
    """Under substitution: the output that carries the process; the first, if none is named."""
    name: Name | None = None
    """Name of the process: "Separating milk"."""
    boundary: Boundary = "cradle-to-gate"
    """The boundary of outputs that do not stand in `products`."""
    year: int | None = Field(default=None, ge=1990, le=2100)
    """The year that the activity data of those outputs stand for: 2025."""

    if TYPE_CHECKING:

        def __init__(  # noqa: PLR0913
            self,
            *,
            id: str,  # noqa: A002
            outputs: list[Output] | tuple[Output, ...],
            activities: list[Activity] | tuple[Activity, ...],
            allocation: str | Shares | dict[str, dict[str, float]] | None = None,
            main: str | None = None,
            name: str | dict[str, str] | None = None,
            boundary: Boundary = "cradle-to-gate",
            year: int | None = None,
        ) -> None: ...

    @property
    def made(self) -> tuple[str, ...]:
        """Ids of the products that come out."""
        return tuple(output.product for output in self.outputs)

    @property
    def main_output(self) -> str:
        """The product that carries the process under substitution."""
        return self.main or self.outputs[0].product

    @property
    def method(self) -> str:
        """The name of the method by which burdens are shared."""
        if self.allocation is None:
            return "single output"
        return "shares" if isinstance(self.allocation, Shares) else self.allocation

    def _problems(self) -> Iterator[Problem]:
        lines = len(self.outputs) * len(self.activities)
        if lines > _MAX_LINES:
            what = f"{len(self.outputs)} outputs of {len(self.activities)} activities are {lines:,} lines"
            yield Problem("outputs", what, f"at most {_MAX_LINES:,}; divide the process")
        for place, product in enumerate(self.made):
            first = self.made.index(product)
            if first != place:
                what = f"{clip(product)} comes out already as outputs[{first}]"
                yield Problem(f"outputs[{place}].product", what, "give each product one output")
        if self.allocation is None and len(self.outputs) > 1:
            what = f"{len(self.outputs)} products come out and nothing says how"
            yield Problem("allocation", what, _CHOOSE_METHOD)
        if self.allocation == "substitution":
            yield from self._substitution_problems()
        elif self.main is not None:
            yield Problem("main", "only substitution has a main output", "remove it")
        for place, output in enumerate(self.outputs):
            if output.avoids is not None and self.allocation != "substitution":
                what = "only under substitution does an output avoid anything"
                todo = 'remove it, or set allocation = "substitution"'
                yield Problem(f"outputs[{place}].avoids", what, todo)
        if isinstance(self.allocation, Shares):
            yield from _share_problems(self.allocation.shares, self.made)

    def _substitution_problems(self) -> Iterator[Problem]:
        """A main output that does not come out, and co-products that avoid nothing or each other."""
        if self.main_output not in self.made:
            yield Problem("main", f"no output {clip(self.main)}", suggestion(str(self.main), self.made))
            return
        for place, output in enumerate(self.outputs):
            where, is_main = f"outputs[{place}]", output.product == self.main_output
            if is_main and output.avoids is not None:
                what = "the main output carries the process and avoids nothing"
                yield Problem(f"{where}.avoids", what, "remove it")
            elif not is_main and output.avoids is None:
                what = f"co-product {clip(output.product)} does not say what it avoids"
                yield Problem(where, what, 'add avoids = "…", the factor or product that it displaces')
            elif not is_main and output.avoids in self.made:
                what = f"{clip(output.avoids)} comes out of the same process"
                yield Problem(f"{where}.avoids", what, "name what is displaced on the market")


PRODUCT_FIELDS = (
    "name",
    "declared_unit",
    "boundary",
    "nothing_in",
    "year",
    "gtin",
    "category",
    "declaration",
)
"""Fields in which an output says of its product what `products` would say; only where it does not stand there."""

_SHARE_TOLERANCE = 1e-9
"""Written shares add up to one within this; they are then brought to exactly one."""


def _share_problems(shares: dict[str, float], made: tuple[str, ...]) -> Iterator[Problem]:
    """Shares of other products, of too few of them, or that do not add up to one."""
    strange = [product for product in shares if product not in made]
    for product in strange:
        todo = suggestion(product, made)
        yield Problem(f"allocation.shares.{product}", f"no output {clip(product)}", todo)
    missing = [product for product in made if product not in shares]
    if missing:
        what = f"no share for {', '.join(missing)}"
        yield Problem("allocation.shares", what, "give every output its share")
    total = math.fsum(shares.values())
    if not missing and not strange and abs(total - 1) > _SHARE_TOLERANCE:
        yield Problem("allocation.shares", f"add up to {total:.10g}, not to 1", "correct them")


def output_problems(
    process: Process, products: Mapping[str, Product], maker: dict[str, str]
) -> Iterator[Problem]:
    """Problems of outputs with the rest of the document.

    That is: outputs that another process makes already (`maker` remembers who makes what), and, where their product stands in
    `products`, fields that belong there, and co-products under substitution.
    """
    for place, product in enumerate(process.made):
        if maker.setdefault(product, process.id) != process.id:
            what = f"{clip(product)} is made by process {clip(maker[product])} already"
            todo = "give each its own product, and mix them in a third one that uses both"
            yield Problem(f"outputs[{place}].product", what, todo)
    for place, output in enumerate(process.outputs):
        if output.product not in products:
            continue
        stated = [key for key in PRODUCT_FIELDS if getattr(output, key) is not None]
        if stated:
            what = f"{clip(output.product)} stands in `products`"
            yield Problem(f"outputs[{place}].{stated[0]}", what, "say it there")
        if process.allocation == "substitution" and output.product != process.main_output:
            product = clip(output.product)
            what = f"co-product {product} is worth what it avoids and has no activities of its own"
            until = "what brings it to the point where it avoids something"
            yield Problem(f"outputs[{place}].product", what, f"{until} belongs to the process; move it there")


def boundary_problems(process: Process, products: Mapping[str, Product]) -> Iterator[Problem]:
    """Activities in a stage that lies outside the boundary of an output."""
    for output in process.outputs:
        own = products.get(output.product)
        boundary = own.boundary if own else output.boundary or process.boundary
        outside = f"outside the boundary {boundary!r} of its output {clip(output.product)}"
        yield from stage_problems(process.activities, boundary, outside)

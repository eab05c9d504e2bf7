"""Allocation: the activities of a process repeated in each of its outputs, times its share.

`share_j = q_j p_j / Σ q p` with p the mass, the energy or the price of a unit; each activity of the process then stands
in output j with `amount × share_j ÷ q_j` per declared unit, so stages, components and sources are kept, and what the
outputs carry together is what the process causes (ISO 14044:2006, 4.3.4.1: the sum of the allocated inputs and
outputs equals those of the process before). Under substitution the main output carries all and takes the co-products'
avoided burdens off; a co-product itself is worth what it avoids. Signs are kept.

>>> from co2label.model import Activity, Output, Process
>>> dairy = Process(id="dairy", allocation="mass", outputs=[Output("cream", "1 kg"), Output("skim", "9 kg")],
...                 activities=[Activity("raw milk", "10 kg", factor="food.milk", stage="raw-materials")])
>>> made, problems = allocate((), (dairy,))
>>> [(product.id, product.activities[0].amount.text, product.activities[0].amount.value) for product in made]
[('cream', '10 kg × 0.1 (mass)', 1.0), ('skim', '10 kg × 0.9 (mass) ÷ 9', 1.0)]
"""

from __future__ import annotations

import math
from collections.abc import Mapping  # noqa: TC003 - pydantic reads it
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from co2label.errors import DocumentError
from co2label.model._process import (
    ALLOCATION_KEYS,
    PRODUCT_FIELDS,
    Process,
    Shares,
    WeighedOutput,
    boundary_problems,
    bridge_ratio,
    declared_units,
    output_problems,
    prices_without_year,
)
from co2label.model._product import Activity, Product
from co2label.units import Amount

if TYPE_CHECKING:
    from collections.abc import Sequence

    from co2label.errors import Problem
    from co2label.model._process import Weights


@dataclass(frozen=True, slots=True)
class Allocation:
    """Shares of a process and what they rest on; stands in the result and in its notes."""

    process: str
    method: str
    """mass, economic, energy, equal, shares, substitution, or "single output"."""
    shares: Mapping[str, float]
    """Of the process's burdens by product id; they add up to one. Under substitution the main output has 1."""
    keys: Mapping[str, str]
    """Basis of the shares by product id: "4 kg", "28 EUR"; under substitution the product that a co-product avoids."""
    price_ratio: float | None = None
    """Highest price of a unit over the lowest, where all outputs state prices of one kind."""
    undated: tuple[str, ...] = ()
    """Products weighed by prices without a year, beside prices of `price_year`."""
    price_year: int | None = None
    carried: Mapping[str, float] = field(default_factory=dict)
    """Part of a run that one declared unit of a product carries, by product id; absent if it carries none."""
    output_kg: float | None = None
    """Mass of all outputs of a run in kg, if each states its own."""


class CoProduct(Product):
    """A product that a process makes: its share of the process's activities stands among its own."""

    allocation: Allocation
    """The allocation that it is part of."""
    own_activities: int = 0
    """Number of its own activities, which come first."""


class SharedActivity(Activity):
    """An activity that asks for a rule, in a process: the rule expands all of it, then each part is shared."""

    share: float
    """The share of the amount that counts, 0 to 1."""
    share_text: str
    """The share as the working writes it: " × 0.1 (mass)"."""


def shared_amount(amount: Amount, share: float, share_text: str) -> Amount:
    """An amount times a share, with its working.

    >>> from co2label.units import parse_amount
    >>> str(shared_amount(parse_amount("100 kg"), 0.4 / 4, " × 0.4 (mass) ÷ 4"))
    '100 kg × 0.4 (mass) ÷ 4'
    """
    text = f"({amount.text})" if " + " in amount.text or " / " in amount.text else amount.text
    return Amount(amount.value * share, amount.unit, f"{text}{share_text}")


def scaled_by_share(line: Activity, share: float, share_text: str) -> Activity:
    """A plain activity times a share; a range of its amount goes with it."""
    changed: dict[str, Any] = {"amount": shared_amount(line.amount, share, share_text)}
    if line.uncertainty is not None and line.uncertainty.low is not None:
        value = line.amount.value
        changed["uncertainty"] = line.uncertainty.as_of(value, value * share)
    return line.model_copy(update=changed)


def allocate(
    products: Sequence[Product], processes: Sequence[Process]
) -> tuple[tuple[Product, ...], list[Problem]]:
    """The products with what processes bring them, those made by processes alone after the others; and problems."""
    known = {product.id: product for product in products}
    problems: list[Problem] = []
    maker: dict[str, str] = {}
    for place, process in enumerate(processes):
        theirs = list(output_problems(process, known, maker))
        known |= {} if theirs else _products_of(process, known, theirs)
        problems += [problem.under(f"processes[{place}]") for problem in theirs]
    return tuple(known.values()), problems


def _products_of(
    process: Process, products: Mapping[str, Product], problems: list[Problem]
) -> dict[str, Product]:
    outputs = []
    for output in process.outputs:
        own = products.get(output.product)
        outputs.append(WeighedOutput(output, own, own.declared_unit if own else output.own_unit))
    units = declared_units(outputs, problems)
    key = ALLOCATION_KEYS.get(process.method, ALLOCATION_KEYS["equal"])
    weights = {} if isinstance(process.allocation, Shares) else key.weigh(outputs, problems)
    problems += boundary_problems(process, products)
    if problems:
        return {}
    allocation = _allocation(process, outputs, weights, units)
    if process.allocation == "substitution":
        lines = _substitution(process, allocation, units, {*products, *process.made})
    else:
        lines = _partition(process, allocation, units)
    made: dict[str, Product] = {}
    for place, each in enumerate(outputs):
        with DocumentError.collecting(problems, f"outputs[{place}]"):
            made[each.output.product] = _co_product(each, process, allocation, lines[each.output.product])
    return made


def _allocation(
    process: Process, outputs: Sequence[WeighedOutput], weights: Weights, units: Mapping[str, float]
) -> Allocation:
    undated: tuple[str, ...] = ()
    price_ratio = price_year = None
    if process.allocation == "substitution":
        shares = {product: float(product == process.main_output) for product in process.made}
        avoided = {output.product: output.avoids for output in process.outputs if output.avoids}
        words = {made: each if isinstance(each, str) else each.id for made, each in avoided.items()}
    else:
        given = process.allocation.shares if isinstance(process.allocation, Shares) else {}
        parts = given or {product: weight for product, (weight, _) in weights.items()}
        total = math.fsum(parts[product] for product in process.made)
        shares = {product: parts[product] / total for product in process.made}
        words = {product: text for product, (_, text) in weights.items()}
        price_ratio = _price_ratio(outputs)
        if process.allocation == "economic":
            undated, price_year = prices_without_year(outputs)
    carried = {product: share / units[product] for product, share in shares.items() if share}
    unknown: list[Problem] = []
    masses = [kg for kg, _ in ALLOCATION_KEYS["mass"].weigh(outputs, unknown).values()]
    stated = (price_ratio, undated, price_year, carried, None if unknown else math.fsum(masses))
    return Allocation(process.id, process.method, shares, words, *stated)


def _price_ratio(outputs: Sequence[WeighedOutput]) -> float | None:
    prices = [each.output.price for each in outputs if each.output.price is not None]
    kinds = {(price.unit.dimension, price.unit.price_year) for price in prices}
    if len(prices) < max(len(outputs), 2) or len(kinds) > 1 or any("/" not in p.unit.text for p in prices):
        return None
    values = [price.si for price in prices]
    return max(values) / min(values) if min(values) else None


def _partition(
    process: Process, allocation: Allocation, units: Mapping[str, float]
) -> dict[str, tuple[Activity, ...]]:
    lines = {}
    for product, share in allocation.shares.items():
        word = f" × {share:.10g} ({process.method})" if len(process.outputs) > 1 else ""
        lines[product] = tuple(_shared(line, share, units[product], word) for line in process.activities)
    return lines


def _substitution(
    process: Process, allocation: Allocation, units: Mapping[str, float], known: set[str]
) -> dict[str, tuple[Activity, ...]]:
    """All activities to the main output, less the co-products; each co-product draws on what it avoids."""
    main, lines = process.main_output, {}
    carried = [_shared(line, allocation.shares[main], units[main], "") for line in process.activities]
    for output in process.outputs:
        if output.product == main:
            continue
        avoids = output.avoids
        source = {"product": avoids} if isinstance(avoids, str) and avoids in known else {"factor": avoids}
        lines[output.product] = (_plain("avoided", output.own_unit, **source),)
        credit = Amount(-output.amount.value, output.amount.unit, f"−{output.amount.text}")
        less = shared_amount(credit, 1 / units[main], _divided(units[main]))
        carried.append(_plain(f"{output.product} (avoided)", less, product=output.product))
    return {main: tuple(carried), **lines}


def _plain(name: str, amount: Amount, **source: Any) -> Activity:
    return Activity.model_construct(name=name, amount=amount, stage="production", **source)


def _divided(units: float) -> str:
    return "" if units == 1 else f" ÷ {units:.10g}"


def _shared(line: Activity, share: float, units: float, word: str) -> Activity:
    by, text = share / units, f"{word}{_divided(units)}"
    if line.has_rules:
        return SharedActivity.model_construct(**dict(line), share=by, share_text=text)
    return scaled_by_share(line, by, text)


def _co_product(
    each: WeighedOutput, process: Process, allocation: Allocation, lines: tuple[Activity, ...]
) -> CoProduct:
    """Checked as every product is, but for the credits of substitution, which are below zero."""
    own = each.own.activities if each.own is not None else ()
    credited = tuple(line for line in lines if _is_credit(line))
    checked = (*own, *(line for line in lines if not _is_credit(line)))
    more = {"activities": checked, "allocation": allocation, "own_activities": len(own)}
    made = CoProduct(**{**_product_fields(each, process), **more})
    return made.model_copy(update={"activities": (*checked, *credited)}) if credited else made  # type: ignore[return-value]


def _is_credit(line: Activity) -> bool:
    return line.product is not None and line.amount.value < 0


def _product_fields(each: WeighedOutput, process: Process) -> dict[str, Any]:
    """Fields of the product: as in `products`, or else as in the output."""
    if each.own is not None:
        return {key: getattr(each.own, key) for key in each.own.model_fields_set}
    output = each.output
    stated = {key: value for key in PRODUCT_FIELDS if (value := getattr(output, key)) is not None}
    stated |= {
        key: ratio
        for key in ("mass", "energy")
        if (amount := getattr(output, key)) is not None and (ratio := bridge_ratio(amount, output.amount))
    }
    defaults = {"name": {"und": output.product}, "boundary": process.boundary, "year": process.year}
    return {"id": output.product, **defaults, **stated, "declared_unit": each.declared}

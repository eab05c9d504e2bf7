"""What can be wrong between a process, the other processes of its document, and the products there."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from co2label.errors import Problem, clip
from co2label.model.findings import nearest
from co2label.model.vocabulary import stages_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from co2label.model.process import Output, Process
    from co2label.model.product import Product

__all__ = ["HEADER", "avoidance", "made_twice", "misplaced", "outside", "share_misfits"]

HEADER = ("name", "declared_unit", "boundary", "nothing_in", "year", "gtin", "category", "declaration")
"""Fields in which an output says of its product what `products` would say; only where it does not stand there."""
_ONE = 1e-9
"""Written shares add up to one within this; they are then brought to exactly one."""


def made_twice(process: Process, maker: dict[str, str]) -> Iterator[Problem]:
    """Outputs that another process makes already; `maker` remembers who makes what."""
    for place, product in enumerate(process.made):
        if maker.setdefault(product, process.id) != process.id:
            what = f"{clip(product)} is made by process {clip(maker[product])} already"
            todo = "give each its own product, and mix them in a third one that uses both"
            yield Problem(f"outputs[{place}].product", what, todo)


def misplaced(process: Process, products: Mapping[str, Product]) -> Iterator[Problem]:
    """What an output says of a product that stands in `products`; and a co-product there under substitution."""
    for place, output in enumerate(process.outputs):
        if output.product not in products:
            continue
        said = [key for key in HEADER if getattr(output, key) is not None]
        if said:
            what = f"{clip(output.product)} stands in `products`"
            yield Problem(f"outputs[{place}].{said[0]}", what, "say it there")
        if process.allocation == "substitution" and output.product != process.main_output:
            what = (
                f"co-product {clip(output.product)} is worth what it avoids and has no activities of its own"
            )
            todo = (
                "what brings it to the point where it avoids something belongs to the process; move it there"
            )
            yield Problem(f"outputs[{place}].product", what, todo)


def outside(process: Process, products: Mapping[str, Product]) -> Iterator[Problem]:
    """Activities in a stage that lies outside the boundary of an output."""
    for output in process.outputs:
        own = products.get(output.product)
        boundary = own.boundary if own else output.boundary or process.boundary
        for place, line in enumerate(process.activities):
            if line.stage not in stages_of(boundary):
                what = (
                    f"{line.name!r} is in stage {line.stage!r}, outside the boundary {boundary!r} of its output "
                    f"{clip(output.product)}"
                )
                todo = (
                    f"inside are {', '.join(stages_of(boundary))}; move the activity, or widen the boundary"
                )
                yield Problem(f"activities[{place}].stage", what, todo)


def avoidance(where: str, output: Output, process: Process) -> Iterator[Problem]:
    """What an output says, or does not say, of what it avoids."""
    if output.product == process.main_output:
        if output.avoids is not None:
            yield Problem(
                f"{where}.avoids", "the main output carries the process and avoids nothing", "remove it"
            )
    elif output.avoids is None:
        what = f"co-product {clip(output.product)} does not say what it avoids"
        yield Problem(where, what, 'add avoids = "…", the factor or product that it displaces')
    elif output.avoids in process.made:
        what = f"{clip(output.avoids)} comes out of the same process"
        yield Problem(f"{where}.avoids", what, "name what is displaced on the market")


def share_misfits(shares: dict[str, float], made: tuple[str, ...]) -> Iterator[Problem]:
    """Shares of other products, of too few of them, or that do not add up to one."""
    for product in shares:
        if product not in made:
            yield Problem(
                f"allocation.shares.{product}", f"no output {clip(product)}", nearest(product, made)
            )
    missing = [product for product in made if product not in shares]
    if missing:
        yield Problem(
            "allocation.shares", f"no share for {', '.join(missing)}", "give every output its share"
        )
    total = math.fsum(shares.values())
    if not missing and set(shares) == set(made) and abs(total - 1) > _ONE:
        yield Problem("allocation.shares", f"add up to {total:.10g}, not to 1", "correct them")

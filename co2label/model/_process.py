"""Processes that make several products, and the checks between a process, the other processes and the products.

ISO 14044:2006, 4.3.4.2 sets the order of choices: first avoid allocation, by dividing the process into smaller ones
(write them as separate products) or by expanding the system (`substitution`); else share by a physical relationship
(`mass`, `energy`); else by another one, such as economic value (`economic`). The order is told by
https://2-0-lca.com/glossary/co-product-allocation; PACT v3 puts the division before the expansion
(https://support.manufacture2030.com/hc/en-gb/articles/31102768340753-Allocation).

>>> dairy = Process(id="dairy", allocation="mass", outputs=[Output("cream", "1 kg"), Output("skim", "9 kg")],
...                 activities=[Activity("raw milk", "10 kg", factor="food.milk", stage="raw-materials")])
>>> dairy.made, dairy.main_output
(('cream', 'skim'), 'cream')
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from co2label.errors import DocumentError, Problem, clip, suggestion
from co2label.identifiers import gtin as check_gtin
from co2label.model._base import (
    ID_TAG,
    INLINE_TAG,
    AmountField,
    CleanText,
    Identifier,
    Model,
    Name,
    PriceField,
    RatioField,
)
from co2label.model._factor import FactorRef
from co2label.model._product import Activity, DeclarationData
from co2label.model._vocabulary import Boundary, Stage, stages_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from co2label.model._factor import EmissionFactor
    from co2label.model._product import Product
    from co2label.units import Amount


AllocationMethod = Literal["mass", "economic", "energy", "equal", "substitution"]

_MAX_LINES = 1_000_000
"""Activities times outputs: what a process is written out to."""

_CHOOSE_METHOD = (
    "choose one, in the order of ISO 14044 4.3.4: divide the process into smaller ones, substitution, mass or energy, "
    "economic; or equal, or { shares = { … } }"
)


class Shares(Model):
    """Shares of the burdens by product id, decided by the writer; they add up to one."""

    shares: dict[Identifier, Annotated[float, Field(ge=0, le=1)]]


def _gtin(value: Any) -> Any:
    return check_gtin(value) if isinstance(value, str) else value


def _allocation_tag(value: Any) -> str:
    return ID_TAG if isinstance(value, str) else INLINE_TAG


_Allocation = Annotated[
    Annotated[AllocationMethod, Tag(ID_TAG)] | Annotated[Shares, Tag(INLINE_TAG)],
    Discriminator(_allocation_tag),
]


class Output(Model):
    """One product of a process: how much one run makes, and what the allocation needs to know of it.

    The product may stand in `products`, with activities of its own after the process. Else it is made by the
    process alone, and what it says of itself stands here (a name, a GTIN, a declaration); nothing of it is required.
    """

    positional: ClassVar[tuple[str, ...]] = ("product", "amount")

    product: Identifier
    amount: AmountField
    """What one run of the process makes: "4 kg"."""
    mass: RatioField | None = None
    """Of the whole output ("4 kg"), or as a ratio ("1.03 kg/L"); not needed where the amount is a mass."""
    energy: RatioField | None = None
    """Lower heating value, in the same way: "36.8 MJ/kg"."""
    price: PriceField | None = None
    """Likewise: "7 EUR/kg", "28 EUR", "12 EUR2024/MJ"; "0 EUR" for what nobody pays for, which gets nothing by value."""
    avoids: FactorRef | None = None
    """Under substitution: the product of the document, or the factor, that a co-product displaces."""
    name: Name | None = None
    """The id, if there is none."""
    declared_unit: AmountField | None = None
    """One unit of the amount, if there is none."""
    boundary: Boundary | None = None
    """That of the process, if there is none."""
    nothing_in: dict[Stage, Name] | None = None
    """As of a product."""
    year: int | None = Field(default=None, ge=1990, le=2100)
    gtin: Annotated[str, BeforeValidator(_gtin)] | None = None
    category: CleanText | None = None
    declaration: DeclarationData | None = None

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

    @model_validator(mode="after")
    def _above_zero(self) -> Output:
        given = {"amount": self.amount, "declared_unit": self.declared_unit}
        problems = [
            Problem(key, f"must be above zero, got {amount.text!r}")
            for key, amount in given.items()
            if amount is not None and amount.value <= 0
        ]
        if problems:
            raise DocumentError(problems)
        return self


class Process(Model):
    """What is done in one run, what comes out of it, and how the burdens are shared among what comes out.

    Raises:
        DocumentError: a product that comes out twice; several outputs without an allocation; shares that do not add
            up to one or name other products; a co-product that avoids nothing under substitution.
    """

    id: Identifier
    outputs: tuple[Output, ...] = Field(strict=False, min_length=1)
    activities: tuple[Activity, ...] = Field(strict=False, min_length=1)
    """For one run of the process."""
    allocation: _Allocation | None = None
    """Needed where there are several outputs; which it is stays visible in the result."""
    main: Identifier | None = None
    """Under substitution: the output that carries the process; the first, if none is named."""
    name: Name | None = None
    boundary: Boundary = "cradle-to-gate"
    """Of outputs that do not stand in `products`."""
    year: int | None = Field(default=None, ge=1990, le=2100)
    """Likewise: the year that the activity data stand for."""

    if TYPE_CHECKING:

        def __init__(  # noqa: PLR0913
            self,
            *,
            id: str,  # noqa: A002
            outputs: list[Output] | tuple[Output, ...],
            activities: list[Activity] | tuple[Activity, ...],
            allocation: AllocationMethod | Shares | dict[str, dict[str, float]] | None = None,
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
        """How the burdens are shared, in one word."""
        if self.allocation is None:
            return "single output"
        return "shares" if isinstance(self.allocation, Shares) else self.allocation

    @model_validator(mode="after")
    def _consistent(self) -> Process:
        problems = [*self._size(), *self._twice(), *self._choice(), *self._substitution()]
        if isinstance(self.allocation, Shares):
            problems += _share_problems(self.allocation.shares, self.made)
        if problems:
            raise DocumentError(problems)
        return self

    def _size(self) -> Iterator[Problem]:
        lines = len(self.outputs) * len(self.activities)
        if lines > _MAX_LINES:
            what = f"{len(self.outputs)} outputs of {len(self.activities)} activities are {lines:,} lines"
            yield Problem("outputs", what, f"at most {_MAX_LINES:,}; divide the process")

    def _twice(self) -> Iterator[Problem]:
        for place, product in enumerate(self.made):
            first = self.made.index(product)
            if first != place:
                what = f"{clip(product)} comes out already as outputs[{first}]"
                yield Problem(f"outputs[{place}].product", what, "give each product one output")

    def _choice(self) -> Iterator[Problem]:
        if self.allocation is None and len(self.outputs) > 1:
            yield Problem(
                "allocation", f"{len(self.outputs)} products come out and nothing says how", _CHOOSE_METHOD
            )

    def _substitution(self) -> Iterator[Problem]:
        if self.allocation != "substitution":
            if self.main is not None:
                yield Problem("main", "only substitution has a main output", "remove it")
            for place, output in enumerate(self.outputs):
                if output.avoids is not None:
                    what = "only under substitution does an output avoid anything"
                    yield Problem(
                        f"outputs[{place}].avoids", what, 'remove it, or set allocation = "substitution"'
                    )
            return
        if self.main_output not in self.made:
            yield Problem("main", f"no output {clip(self.main)}", suggestion(str(self.main), self.made))
            return
        for place, output in enumerate(self.outputs):
            yield from _avoidance_problems(f"outputs[{place}]", output, self)


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


def duplicate_outputs(process: Process, maker: dict[str, str]) -> Iterator[Problem]:
    """Outputs that another process makes already; `maker` remembers who makes what."""
    for place, product in enumerate(process.made):
        if maker.setdefault(product, process.id) != process.id:
            what = f"{clip(product)} is made by process {clip(maker[product])} already"
            todo = "give each its own product, and mix them in a third one that uses both"
            yield Problem(f"outputs[{place}].product", what, todo)


def misplaced_outputs(process: Process, products: Mapping[str, Product]) -> Iterator[Problem]:
    """What an output says of a product that stands in `products`; and a co-product there under substitution."""
    for place, output in enumerate(process.outputs):
        if output.product not in products:
            continue
        said = [key for key in PRODUCT_FIELDS if getattr(output, key) is not None]
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


def activities_outside_boundary(process: Process, products: Mapping[str, Product]) -> Iterator[Problem]:
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


def _avoidance_problems(where: str, output: Output, process: Process) -> Iterator[Problem]:
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


def _share_problems(shares: dict[str, float], made: tuple[str, ...]) -> Iterator[Problem]:
    """Shares of other products, of too few of them, or that do not add up to one."""
    for product in shares:
        if product not in made:
            yield Problem(
                f"allocation.shares.{product}", f"no output {clip(product)}", suggestion(product, made)
            )
    missing = [product for product in made if product not in shares]
    if missing:
        yield Problem(
            "allocation.shares", f"no share for {', '.join(missing)}", "give every output its share"
        )
    total = math.fsum(shares.values())
    if not missing and set(shares) == set(made) and abs(total - 1) > _SHARE_TOLERANCE:
        yield Problem("allocation.shares", f"add up to {total:.10g}, not to 1", "correct them")

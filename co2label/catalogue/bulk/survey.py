"""The look ahead: one reading of all products before the first file is written.

It finds which products others use (those are kept), which clash with others, how many there are, and a sample of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from co2label.catalogue.bulk.closure import Placed
from co2label.catalogue.bulk.register import Register
from co2label.declaration import Roles
from co2label.errors import ComputeError
from co2label.footprint import check_electricity, first_without_consumption
from co2label.model import Product

if TYPE_CHECKING:
    from collections.abc import Callable

    from co2label.catalogue.bulk.job import Job
    from co2label.catalogue.bulk.source import Source
    from co2label.factors import FactorLibrary

__all__ = ["Survey", "survey"]

_SAMPLE = 32


@dataclass(slots=True)
class Survey:
    """What one reading tells; to be closed when all is made.

    Attributes:
        items: products and rows that are none.
        products: those that are.
        roles: which of them others use, or are compared with.
        kept: the products of both kinds, by id.
        offered: whether any product does not stand there for others only.
        sample: products at equal distances, at most 32.
    """

    register: Register = field(default_factory=Register)
    items: int = 0
    products: int = 0
    roles: Roles = field(default_factory=Roles)
    kept: dict[str, Placed] = field(default_factory=dict)
    offered: bool = True
    sample: list[Placed] = field(default_factory=list)

    def for_others(self, product: Product) -> bool:
        """Whether a product is there for others only: it gets a figure and no label."""
        return self.offered and bool(self.roles.why_left_out(product))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.register.close()


def survey(source: Source, job: Job, progress: Callable[[int], None] = lambda _: None) -> Survey:
    """Read all products once; a second time where products use others, to keep those that are used.

    Args:
        source: the products.
        job: whose factors certificates of electricity are checked against, which count once in the whole catalogue, and
            which may declare something of all products.
        progress: told how many items were read.
    """
    found = Survey(
        register=Register(asked_by_digits=bool(job.book)), roles=Roles(said_for_all=bool(job.declaration))
    )
    certified: dict[str, Placed] = {}
    stride = 1
    for row, item in enumerate(source.read()):
        found.items = row + 1
        progress(found.items)
        if not isinstance(item, Product):
            continue
        if found.register.enter(row, item):
            found.roles.see(item)
            if item.ruled and any(line.electricity is not None for line in item.activities):
                certified[item.id] = Placed(row, item)
        if found.products % stride == 0:
            found.sample.append(Placed(row, item))
            if len(found.sample) > _SAMPLE:
                del found.sample[1::2]
                stride *= 2
        found.products += 1
    _refuse_shared_certificates(found, certified, job.factors)
    _refuse_unstated_consumption(found, certified)
    if found.roles.any:
        _keep(found, source)
    return found


def _refuse_shared_certificates(found: Survey, certified: dict[str, Placed], factors: FactorLibrary) -> None:
    try:
        check_electricity([each.product for each in certified.values()], factors, numbered=False)
    except ComputeError as error:
        for problem in error.problems:
            name, _, place = problem.where.partition(".activities[")
            found.register.refuse(certified[name].row, f"activities[{place}", problem.reason)


def _refuse_unstated_consumption(found: Survey, certified: dict[str, Placed]) -> None:
    """What all of a catalogue draws through a product is not known in its parts, so its certificates say what they are for."""
    for row, product in certified.values():
        place = first_without_consumption(product) if product.id in found.roles.used else None
        if place is not None:
            why = (
                "other products use it, and its certificates do not say for how much electricity they were redeemed; "
                "give `consumption`"
            )
            found.register.refuse(row, f"activities[{place}].electricity.consumption", why)


def _keep(found: Survey, source: Source) -> None:
    wanted = found.roles.used | found.roles.compared
    found.offered = False
    for row, item in enumerate(source.read()):
        if not isinstance(item, Product) or found.register.refusal(row) is not None:
            continue
        if item.id in wanted:
            found.kept[item.id] = Placed(row, item)
        found.offered = found.offered or not found.roles.why_left_out(item)

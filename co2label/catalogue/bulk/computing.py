"""The footprints of a part of a catalogue, each as exact as in one calculation of all; a product that has none is found alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.catalogue.bulk.closure import closure
from co2label.errors import ComputeError, Problem, clip
from co2label.footprint import Footprints, compute, compute_part, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from co2label.catalogue.bulk.closure import Placed
    from co2label.catalogue.bulk.job import Job

__all__ = ["computed"]

_WHY = "which is refused itself, or is not in the catalogue"


def computed(
    products: Sequence[Placed], known: Mapping[str, Placed], job: Job
) -> Iterator[tuple[Placed, Footprints | ComputeError]]:
    """Each product with the calculation that it is in, or with what keeps it from being computed.

    All are computed at once; where something is wrong, in halves, until what is wrong stands alone.

    Args:
        products: what is wanted.
        known: these and all products that they need, by id.
        job: the factors and the basis.
    """
    needed = [each.product for each in closure(products, known)]
    try:
        found = compute_part(needed, job.factors, gwp_set=job.gwp_set, horizon=job.horizon)
    except ComputeError as error:
        if len(products) == 1:
            yield products[0], _alone(products[0], known, job, error)
            return
        half = len(products) // 2
        yield from computed(products[:half], known, job)
        yield from computed(products[half:], known, job)
    else:
        for each in products:
            yield each, found


def _alone(placed: Placed, known: Mapping[str, Placed], job: Job, error: ComputeError) -> ComputeError:
    """The same findings as of one product: their places do not count the products of this part."""
    needed = closure([placed], known)
    unmet = _unmet(needed, known)
    others = [each.product for each in needed]
    try:
        compute(placed.product, job.factors, gwp_set=job.gwp_set, horizon=job.horizon, products=others)
    except ComputeError as own:
        error = own
    told = {problem.where for problem in unmet}
    return ComputeError([*unmet, *(problem for problem in error.problems if problem.where not in told)])


def _unmet(needed: Sequence[Placed], known: Mapping[str, Placed]) -> list[Problem]:
    """Products that are used and not there. Tables were asked for their ids before, so these were refused themselves."""
    todo = "correct what is said of that product, or add it"
    return [
        Problem(
            place_of(product, row, place, line.name, numbered=False), f"it uses {clip(name)}, {_WHY}", todo
        )
        for row, product in needed
        for place, line in enumerate(product.activities)
        for _, name in line.uses()
        if name not in known
    ]

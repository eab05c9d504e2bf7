"""A dry run: a sample is drawn, and what it takes tells how long the whole takes, and how big it becomes."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from co2label.catalogue.bulk.chunks import sample
from co2label.catalogue.bulk.making import make
from co2label.catalogue.bulk.record import Refused
from co2label.catalogue.bulk.survey import survey

if TYPE_CHECKING:
    from collections.abc import Callable

    from co2label.catalogue.bulk.job import Job
    from co2label.catalogue.bulk.source import Source

__all__ = ["Estimate", "estimate"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a run would come to.

    Attributes:
        products: that were read.
        rejected: rows that are no product, and products that clash with others.
        sampled: products that were drawn to find out.
        refused: how many of these were refused.
        seconds: that the run takes, on this machine as busy as it is now.
        bytes: of all files.
    """

    products: int
    rejected: int
    sampled: int
    refused: int
    seconds: float
    bytes: int


def estimate(
    source: Source, job: Job, *, workers: int = 1, progress: Callable[[int], None] = lambda _: None
) -> Estimate:
    """Read everything, draw a sample of up to 32 products, write nothing.

    Args:
        source: the products.
        job: what would be made.
        workers: how many processes would draw.
        progress: told how many items were read.
    """
    begun = time.perf_counter()
    with survey(source, job, progress) as found:
        reading = time.perf_counter() - begun
        part = sample(source, found)
        rejected = found.items - found.products + found.register.refusals
    make(part, job)  # what is drawn for the first time fills the caches that all others use
    begun = time.perf_counter()
    made = make(part, job)
    each = (time.perf_counter() - begun) / max(1, len(made))
    size = sum(len(one.record.line()) + sum(map(len, one.files.values())) for one in made)
    return Estimate(
        products=found.products,
        rejected=rejected,
        sampled=len(made),
        refused=sum(isinstance(one.record, Refused) for one in made),
        seconds=2 * reading + found.products * each / workers,
        bytes=round(size * found.products / max(1, len(made))),
    )

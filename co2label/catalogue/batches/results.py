"""A batch of results: columns of figures, with a row for every row that came in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from co2label.catalogue.arrow import pa
from co2label.catalogue.batches.remarks import notes_column
from co2label.catalogue.layout import result_schema
from co2label.footprint.kinds import shares_of
from co2label.model import COMPONENTS, STAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from co2label.catalogue.batches.findings import Findings
    from co2label.catalogue.batches.part import Part
    from co2label.footprint.gum import Gum
    from co2label.model import Component

__all__ = ["result_batch"]

_REST: Component = "fossil"


def result_batch(
    ids: pa.Array, part: Part, gum: Gum | None, year: NDArray[np.float64] | None, findings: Findings
) -> pa.RecordBatch:
    """The table of results; `part`, `gum` and `year` are of the rows without findings."""
    columns = [*_figures(part, gum), notes_column(part, year, gum)]
    if findings.bad.any():
        place = np.cumsum(~findings.bad) - 1
        at = pa.array(place, mask=findings.bad)
        columns = [column.take(at) for column in columns]
    return pa.record_batch([ids, *columns, findings.column()], schema=result_schema())


def _figures(part: Part, gum: Gum | None) -> Iterator[pa.Array]:
    count = len(part)
    none = pa.nulls(count, pa.float64())
    yield pa.array(part.kg_co2e)
    for stage in range(len(STAGES)):
        yield pa.array(part.of_stage(stage), mask=part.bits & 1 << stage == 0)
    booked = part.kg != 0
    for component in COMPONENTS:
        kg, there = np.zeros(count), np.zeros(count, np.bool_)
        if component in part.components:
            place = part.components.index(component)
            kg, there = part.of_component(place), booked[:, place].any(axis=0)
        if component == _REST:
            there |= _has_empty_stage(part, booked)
        yield pa.array(kg, mask=~there) if there.any() else none
    yield none if gum is None else pa.array(gum.sd, from_pandas=True)
    yield none if gum is None else pa.array(gum.factors_stated, mask=np.isnan(gum.sd))
    yield from map(pa.array, shares_of(part.up_to).T[1:])


def _has_empty_stage(part: Part, booked: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Products with a stage whose activities come to nothing; that nothing is booked as fossil."""
    found = np.zeros(len(part), np.bool_)
    for stage, anything in enumerate(np.asarray(booked.any(axis=1))):
        found |= ~anything & (part.bits & 1 << stage != 0)
    return found

"""What each emitter brings to a sum, as tables: kilograms by component, sigmas, and bits for the notes.

A bit is a fact about a line that a note rests on. The bits of a product are those of its lines together (OR), which is one
pass over the lines for all notes; which stages a product has activities in is known by five of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from co2label.footprint import totals
from co2label.footprint.materials import Role, kg_per_unit, role_of_factor
from co2label.footprint.narrow import NARROW, covers, is_zero
from co2label.footprint.overlap import later_stages
from co2label.footprint.stated import EXACT
from co2label.model import DATA_KINDS, REMOVALS, STAGES, STAGES_COVERED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from co2label.footprint.emitter import Emitter
    from co2label.footprint.narrow import Covers
    from co2label.model import Component, Sigmas
    from co2label.units import Dimension

__all__ = ["NARROW_BITS", "REACHES", "UNKNOWN_YEAR", "Bit", "EmitterRow", "Weights", "row_of", "weights_of"]

UNKNOWN_YEAR = 9999
"""Of a factor without a year: never too old."""


class Bit:
    """Facts about lines; the first five bits say that a line is in a stage, in the order of `STAGES`."""

    REACHES_PRODUCTION = 1 << 5
    REACHES_DISTRIBUTION = 1 << 6
    REACHES_USE = 1 << 7
    REACHES_END = 1 << 8
    """A factor has this stage inside it, wherever the line that draws on it is booked."""
    OVERLAP = 1 << 9
    CO2_ALONE = 1 << 10
    CO2E = 1 << 11
    MIXED_SET = 1 << 12
    UNKNOWN_SET = 1 << 13
    UNSPLIT = 1 << 14
    BRIDGED = 1 << 15
    PRICE_YEAR = 1 << 16
    LOOP = 1 << 17
    MONEY = 1 << 18
    """The amount of a line is money, or was worked out from it."""
    UNPROVEN = 1 << 19
    """A removal without evidence."""
    AVERAGE = 1 << 20
    """The amount of a line is what such products take in general."""
    TANK_TO_WHEEL = 1 << 21
    GENERATION_ONLY = 1 << 22
    COLLECTION_ONLY = 1 << 23
    """A factor holds less than its name promises; see `co2label.footprint.narrow`."""
    ZERO_AMOUNT = 1 << 24
    ZERO_FACTOR = 1 << 25
    MASS_BALANCE = 1 << 26
    """Raw materials that weigh far more or less than the product."""


REACHES = (0, Bit.REACHES_PRODUCTION, Bit.REACHES_DISTRIBUTION, Bit.REACHES_USE, Bit.REACHES_END)
"""By stage: that a factor has it inside."""
NARROW_BITS = {
    "tank-to-wheel": Bit.TANK_TO_WHEEL,
    "generation-only": Bit.GENERATION_ONLY,
    "collection-only": Bit.COLLECTION_ONLY,
}
"""By the code of their note."""
_GAPS = {"mixed-gwp-set": Bit.MIXED_SET, "gwp-set-unknown": Bit.UNKNOWN_SET}


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """Tables by emitter, the first entry for nothing."""

    components: tuple[Component, ...]
    kg: NDArray[np.float64]
    """(component, emitter): kilograms per root unit."""
    in_figure: NDArray[np.float64]
    """(emitter): kilograms per root unit that count in the figure."""
    bits: NDArray[np.int32]
    """(emitter × stage): see `Bit`."""
    year: NDArray[np.int32]
    """(emitter): of the factor's data, or `UNKNOWN_YEAR`."""
    variable: NDArray[np.intp]
    """(emitter): one number a factor with a stated uncertainty, however it is cut; else -1."""
    sigmas: list[Sigmas]
    """(variable): of the logarithm; and last, where -1 finds it, zero for what is exact."""
    gas: NDArray[np.bool_]
    """(emitter): whether it is a direct emission, whose GWP is a convention."""
    price_year: NDArray[np.int32]
    """(emitter): of what it is per, or 0."""
    kind: NDArray[np.intp]
    """(emitter): what its kilograms rest on, a place in `DATA_KINDS`."""
    lacks: NDArray[np.intp]
    """(emitter): the part that it lacks, or 0; see `co2label.footprint.narrow`."""
    completes: NDArray[np.intp]
    """(emitter): the part that it completes in others, or 0."""
    per: NDArray[np.intp]
    """(emitter): a number of the kind of amount that it is per."""
    role: NDArray[np.int8]
    """(emitter × stage): what a line is to the mass of its product, a `Role`."""
    kg_per_unit: NDArray[np.float64]
    """(emitter): what a root unit of what it is per weighs; NaN where nobody says so."""


class EmitterRow(NamedTuple):
    """What one emitter brings to the tables; found out once, however often they grow."""

    kg: Mapping[Component, float]
    bits: list[int]
    year: int
    factor: str | None
    """Id of a factor that states its uncertainty."""
    sigmas: Sigmas
    gas: bool
    price_year: int
    kind: int
    covers: Covers
    per: Dimension | None
    roles: Sequence[int]
    kg_per_unit: float | None


_ASIDE = [int(Role.ASIDE)] * len(STAGES)


def row_of(source: Emitter | None) -> EmitterRow:
    """What an emitter brings; None is nothing, or what cannot be used."""
    if source is None:
        bits = _bits(None)
        return EmitterRow(
            {},
            bits,
            UNKNOWN_YEAR,
            None,
            EXACT,
            gas=False,
            price_year=0,
            kind=0,
            covers=covers(None),
            per=None,
            roles=_ASIDE,
            kg_per_unit=None,
        )
    factor = source.factor
    sigmas = factor.uncertainty.sigmas(factor.value) if factor and factor.uncertainty else None
    return EmitterRow(
        source.kg,
        _bits(source),
        (factor and factor.year) or UNKNOWN_YEAR,
        factor.id if factor and sigmas is not None else None,
        sigmas or EXACT,
        gas=source.gas is not None,
        price_year=source.per.unit.price_year or 0,
        kind=DATA_KINDS.index(source.kind),
        covers=covers(source),
        per=source.per.unit.dimension,
        roles=[role_of_factor(factor, stage) for stage in STAGES] if factor else _ASIDE,
        kg_per_unit=kg_per_unit(factor) if factor else None,
    )


def weights_of(rows: Sequence[EmitterRow]) -> Weights:
    """Tabulate emitters."""
    components, kg, inside = totals.weights_of([row.kg for row in rows])
    numbers: dict[str, int] = {}
    kinds: dict[Dimension | None, int] = {}
    variable = [-1 if row.factor is None else numbers.setdefault(row.factor, len(numbers)) for row in rows]
    return Weights(
        components=components,
        kg=kg,
        in_figure=inside,
        bits=np.array([row.bits for row in rows], np.int32).ravel(),
        year=np.array([row.year for row in rows], np.int32),
        variable=np.array(variable, np.intp),
        sigmas=[*{row.factor: row.sigmas for row in rows if row.factor is not None}.values(), EXACT],
        gas=np.array([row.gas for row in rows]),
        price_year=np.array([row.price_year for row in rows], np.int32),
        kind=np.array([row.kind for row in rows], np.intp),
        lacks=np.array([row.covers.lacks for row in rows], np.intp),
        completes=np.array([row.covers.completes for row in rows], np.intp),
        per=np.array([kinds.setdefault(row.per, len(kinds)) for row in rows], np.intp),
        role=np.array([row.roles for row in rows], np.int8).ravel(),
        kg_per_unit=np.array([row.kg_per_unit for row in rows], np.float64),
    )


def _bits(source: Emitter | None) -> list[int]:
    """What a line that draws on an emitter says of its product, by the stage that it is in."""
    held = _held(source)
    facts = 0 if source is None else _facts(source) | sum(REACHES[place] for place in held)
    furthest = max(held, default=0)
    return [facts | 1 << place | (Bit.OVERLAP if furthest > place else 0) for place in range(len(STAGES))]


def _held(source: Emitter | None) -> list[int]:
    """Places of the stages after the first that a factor has inside it, as it is cut."""
    factor = source and source.factor
    if source is None or not factor or factor.boundary not in STAGES_COVERED:
        return []
    return [STAGES.index(stage) for stage in later_stages(source, STAGES[0])]


def _facts(source: Emitter) -> int:
    """What the notes ask about an emitter, wherever it is used."""
    if source.gas is not None:
        return Bit.CO2E if source.gas.upper() != "CO2" else 0
    factor = source.factor
    assert factor is not None, "an emitter of a catalogue is a factor or a gas"
    facts = _GAPS.get(source.gap, 0) | NARROW_BITS.get(NARROW.get(factor.boundary, ""), 0)
    facts |= Bit.ZERO_FACTOR if is_zero(source) else 0
    if factor.value:  # nothing is nothing on either basis
        facts |= Bit.CO2_ALONE if factor.unit == "kgCO2" else Bit.CO2E
    if source.unsplit and source.kg_of():
        facts |= Bit.UNSPLIT
    if factor.removal is None and any(source.kg.get(part, 0.0) for part in REMOVALS):
        facts |= Bit.UNPROVEN
    return facts

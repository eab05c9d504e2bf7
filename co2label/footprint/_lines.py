"""Lines of products and what they draw on as columns: the one table that is added up.

`Lines` is filled by two fronts: `_compile` from products as objects, `co2label.catalogue` from record batches. Each distinct
emission source is looked at once, and a line says its number; `SourceTables` has kilograms by component, sigmas, what a line
is to the mass of its product, and facts for the notes. A `Bit` is a fact about a line that a note rests on; the bits of a
product are those of its lines together (OR), which is one pass over the lines for all notes.

Only goods in the stages before the gate are raw materials. What a line is, is read from the boundary of its factor and from
what that is per; water, of which more is used than stays, also from the id and the names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from co2label.errors import UnitError
from co2label.footprint._bridging import CONTENT_FIELDS, MASS, VOLUME, amount_held
from co2label.footprint._source import SOURCE_STAGES, kept_stages
from co2label.model import COMPONENTS, DATA_KINDS, EMISSIONS, REMOVALS, STAGES, STAGES_COVERED, Sigmas

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from numpy.typing import NDArray

    from co2label.footprint._source import EmissionSource
    from co2label.model import Boundary, Component, EmissionFactor, FactorBoundary, Stage
    from co2label.units import Amount, Dimension


def sum_counted(kg: NDArray[np.float64], counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sum the rows that count, one component after the other: how many columns there are changes no bit."""
    total = np.zeros(kg.shape[1])
    for place in np.flatnonzero(counts).tolist():
        total += kg[place]
    return total


def in_figure(
    components: Sequence[Component], counted: Collection[Component] = EMISSIONS
) -> NDArray[np.float64]:
    """1 for components that count in the figure, 0 for those that stand beside it."""
    return np.array([float(part in counted) for part in components])


def _stages_used(source: EmissionSource) -> dict[str, float]:
    """The factor's own stages, as far as it is used."""
    return kept_stages(source.factor, source.through) if source.factor else {}


def later_stages(source: EmissionSource, stage: Stage) -> list[Stage]:
    """Stages after `stage` that a factor, as it is used, has inside it."""
    after = STAGES[STAGES.index(stage) + 1 :]
    if source.through is not None:
        kept = {SOURCE_STAGES.get(name.lower()) for name in _stages_used(source)}
        return [later for later in after if later in kept]
    boundary = source.factor.boundary if source.factor else "unstated"
    return [later for later in STAGES_COVERED.get(boundary, ()) if later in after]


NARROW: dict[FactorBoundary, str] = {
    "transport-ttw": "tank-to-wheel",
    "generation": "generation-only",
    "generation-and-losses": "generation-only",
    "collection": "collection-only",
}
"""The code of the note, by boundary."""

_COMPLETED_BY: dict[FactorBoundary, tuple[FactorBoundary, ...]] = {
    "upstream": ("transport-ttw", "generation", "generation-and-losses"),
    "end-of-life": ("collection",),
}

_PROVISION, _TREATMENT = 1, 2

_CERTIFICATE = "certificate:"


class Covers(NamedTuple):
    """What a source lacks, and what it would complete in others: 0 for nothing, else a number of that missing part."""

    lacks: int
    completes: int


def covers(source: EmissionSource | None) -> Covers:
    """What a source lacks and completes, by the boundary of its factor.

    >>> covers(None)
    Covers(lacks=0, completes=0)
    """
    boundary = source.factor.boundary if source is not None and source.factor is not None else "unstated"
    part = {"upstream": _PROVISION, "end-of-life": _TREATMENT}
    lacks = next((part[whole] for whole, some in _COMPLETED_BY.items() if boundary in some), 0)
    return Covers(lacks, part.get(boundary, 0))


def is_zero(source: EmissionSource) -> bool:
    """Whether this is a factor of nothing; the zero of a certificate is what it certifies."""
    return (
        source.factor is not None
        and not source.factor.value
        and not source.factor.id.startswith(_CERTIFICATE)
    )


_GOODS = frozenset(
    {
        "raw-material",
        "cradle-to-gate",
        "cradle-to-shelf",
        "cradle-to-retail",
        "cradle-to-consumption",
        "cradle-to-grave",
        "cradle-to-grave-excl-use",
    }
)
"""Boundaries of factors of things."""

_BEFORE_THE_GATE = frozenset({"raw-materials", "production"})

_NO_THINGS = frozenset({"energy", "time", "person", "night", "use", "CO2e", "CO2"})

WATER_KG_PER_M3 = 1000.0
"""kg."""

_WATER = re.compile(
    r"""(?:^|.*[._-])water(?:[.:].*)?                      # an id: water.supply, mine.tap_water
    |(?:.*\s)?water(?:\s+supply.*|\s*[,(].*)?              # Tap water; Water supply and sewerage; Water, bottled
    |eau(?:\s+(?:du\s+robinet|potable|de\s+(?:ville|pluie|process|réseau)|(?:dé|dis|osm|adou|indus|brute)\w*).*|\s*[,(].*)?
    |(?:上水道?|水道水?|工業用水|用水|超?純水|蒸留水|脱イオン水|イオン交換水|井戸?水|地下水|軟水|冷却水|洗浄水|雨水|海水|水)(?:[（(、・].*)?""",
    re.IGNORECASE | re.VERBOSE,
)


class MaterialRole(IntEnum):
    """What a line is to the mass of its product."""

    ASIDE = 0
    """Nothing that ends in it."""
    MATERIAL = 1
    WATER = 2
    """It may end in the product, or not."""
    UNSURE = 3
    """It may be a material."""


def role_of_factor(factor: EmissionFactor, stage: Stage) -> MaterialRole:
    """What a line is that draws on a factor.

    >>> from co2label.factors import FactorLibrary
    >>> bundled = FactorLibrary.bundled()
    >>> names = ("food.rice", "water.supply", "elec.grid.jp", "fuel.coal_industrial.kg", "freight.rail")
    >>> [role_of_factor(bundled[name], "raw-materials").name for name in names]
    ['MATERIAL', 'WATER', 'ASIDE', 'ASIDE', 'ASIDE']
    """
    if stage not in _BEFORE_THE_GATE or not _is_thing(factor.per.unit.dimension):
        return MaterialRole.ASIDE
    if factor.boundary == "supply":
        return MaterialRole.WATER
    if factor.boundary not in _GOODS and factor.boundary != "unstated":
        return MaterialRole.ASIDE
    if _is_water(factor.id, *factor.name.values()):
        return MaterialRole.WATER
    if factor.boundary == "unstated" and stage == "production":
        return MaterialRole.UNSURE
    return MaterialRole.MATERIAL


def role_of_product(
    name: str, boundary: Boundary | str | None, unit: Dimension | None, stage: Stage
) -> MaterialRole:
    """What a line is that draws on another product, by its id, its boundary and what its declared unit is of."""
    if stage not in _BEFORE_THE_GATE or boundary == "gate-to-gate" or (unit and not _is_thing(unit)):
        return MaterialRole.ASIDE
    return MaterialRole.WATER if _is_water(name) else MaterialRole.MATERIAL


def kg_per_unit(factor: EmissionFactor) -> float | None:
    """What one root unit of a factor's `per` weighs in kg; None where nobody says so."""
    per = factor.per
    try:
        kg = amount_held(per, (getattr(factor, name) for name in CONTENT_FIELDS), MASS)
    except UnitError:
        return None
    return None if kg is None else kg / per.si


def water_kg(amount: Amount) -> float | None:
    """What an amount of water weighs."""
    if amount.unit.dimension == VOLUME:
        return amount.si * WATER_KG_PER_M3
    return amount.si if amount.unit.dimension == MASS else None


def _is_thing(unit: Dimension) -> bool:
    """Whether it is an amount of things: no energy, no way that goods or people go, no time."""
    kinds = dict(unit.exponents)
    return bool(kinds) and not _NO_THINGS & kinds.keys() and not ("length" in kinds and len(kinds) > 1)


def _is_water(*names: str) -> bool:
    return any(_WATER.fullmatch(name) for name in names)


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
    """A factor holds less than its name promises; see `co2label.footprint._boundary_notes`."""
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

EXACT = Sigmas(0.0, 0.0)
"""Of what states no uncertainty."""

_GAPS = {"mixed-gwp-set": Bit.MIXED_SET, "gwp-set-unknown": Bit.UNKNOWN_SET}

_NO_ROLES = [int(MaterialRole.ASIDE)] * len(STAGES)


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """The one table that is added up: lines of products as numbers; `start[i]:start[i + 1]` are those of product `i`.

    `_compile` fills it from products as objects, `co2label.catalogue` from record batches.
    """

    start: NDArray[np.intp]
    stage: NDArray[np.intp]
    """(line): place in `STAGES`."""
    source: NDArray[np.intp]
    """(line): number of what it draws on; see `SourceTables`."""
    quantity: NDArray[np.float64]
    """(line): root units of the source; of a used product: its declared units, once it is known."""

    @property
    def count(self) -> int:
        """How many products there are."""
        return len(self.start) - 1

    @property
    def row(self) -> NDArray[np.intp]:
        """(line): its product."""
        return np.repeat(np.arange(self.count), np.diff(self.start))

    def sums(self, weights: Iterable[NDArray[Any] | None]) -> NDArray[np.float64]:
        """(product, weight): weights of lines, added up line by line, so that no cut of a table changes a bit; None is zero."""
        row, count = self.row, self.count
        sums = [np.zeros(count) if one is None else np.bincount(row, one, count) for one in weights]
        # without any line, bincount counts in integers
        return np.stack(sums, axis=1).astype(np.float64, copy=False)


class SourceFacts:
    """What one source brings to the tables, found out when it is first asked for; None is nothing, or what cannot be used."""

    def __init__(self, source: EmissionSource | None) -> None:
        self.source = source
        self.factor = source.factor if source else None

    @cached_property
    def bits(self) -> list[int]:
        """What a line that draws on it says of its product, by the stage that it is in."""
        return _bits_by_stage(self.source)

    @cached_property
    def sigmas(self) -> Sigmas | None:
        """The sigmas of the logarithm of its factor; None where no uncertainty is stated."""
        factor = self.factor
        return factor.uncertainty.sigmas(factor.value) if factor and factor.uncertainty else None

    @cached_property
    def covers(self) -> Covers:
        """What it lacks, and completes in others."""
        return covers(self.source)

    @cached_property
    def roles(self) -> Sequence[int]:
        """What a line is to the mass of its product, by stage."""
        return [role_of_factor(self.factor, stage) for stage in STAGES] if self.factor else _NO_ROLES

    @cached_property
    def kg_per_unit(self) -> float | None:
        """What a root unit of what it is per weighs."""
        return kg_per_unit(self.factor) if self.factor else None


class SourceTables:
    """Columns by source; each is made when it is first asked for."""

    def __init__(self, facts: Sequence[SourceFacts]) -> None:
        self._facts = facts
        self._sources = [one.source for one in facts]

    @cached_property
    def components(self) -> tuple[Component, ...]:
        """Those that occur, in the order of the vocabulary."""
        occurring = {part for source in self._sources if source for part in source.kg}
        return tuple(part for part in COMPONENTS if part in occurring) or COMPONENTS[:1]

    @cached_property
    def kg(self) -> NDArray[np.float64]:
        """(component, source): kilograms per root unit."""
        kg = [source.kg if source else {} for source in self._sources]
        return np.array([[each.get(part, 0.0) for each in kg] for part in self.components])

    def counted(self, components: Collection[Component]) -> NDArray[np.float64]:
        """(source): kilograms per root unit of some components."""
        return sum_counted(self.kg, in_figure(self.components, components))

    @cached_property
    def in_figure(self) -> NDArray[np.float64]:
        """(source): kilograms per root unit that count in the figure."""
        return self.counted(EMISSIONS)

    @cached_property
    def unsplit(self) -> NDArray[np.bool_]:
        """(source): whether it is a factor that does not say which component its kilograms are."""
        return np.array([source is not None and source.unsplit for source in self._sources], np.bool_)

    @cached_property
    def product(self) -> NDArray[np.intp]:
        """(source): row of a used product, or -1."""
        return np.array([source.product if source else -1 for source in self._sources], np.intp)

    @cached_property
    def bits(self) -> NDArray[np.int32]:
        """(source × stage): see `Bit`."""
        return np.array([one.bits for one in self._facts], np.int32).ravel()

    @cached_property
    def year(self) -> NDArray[np.int32]:
        """(source): of the factor's data, or `UNKNOWN_YEAR`."""
        return np.array([(one.factor and one.factor.year) or UNKNOWN_YEAR for one in self._facts], np.int32)

    @cached_property
    def variables(self) -> tuple[tuple[str, Sigmas], ...]:
        """Factors that state their uncertainty, each one variable however it is cut: id and sigmas of the logarithm."""
        stated = ((one.factor.id, one.sigmas) for one in self._facts if one.factor and one.sigmas is not None)
        return tuple(dict.fromkeys(stated))

    @cached_property
    def variable(self) -> NDArray[np.intp]:
        """(source): the place of its factor among the variables, or -1."""
        place = {key: number for number, key in enumerate(self.variables)}
        keys = ((one.factor.id, one.sigmas) if one.factor and one.sigmas else None for one in self._facts)
        return np.array([-1 if key is None else place[key] for key in keys], np.intp)

    @property
    def sigmas(self) -> list[Sigmas]:
        """(variable): of the logarithm; and last, where -1 finds it, zero for what is exact."""
        return [*(sigmas for _, sigmas in self.variables), EXACT]

    @cached_property
    def gas(self) -> NDArray[np.bool_]:
        """(source): whether it is a direct emission, whose GWP is a convention."""
        return np.array([source is not None and source.gas is not None for source in self._sources], np.bool_)

    @cached_property
    def price_year(self) -> NDArray[np.int32]:
        """(source): of what it is per, or 0."""
        years = [(source and source.per.unit.price_year) or 0 for source in self._sources]
        return np.array(years, np.int32)

    @cached_property
    def primary(self) -> NDArray[np.float64]:
        """(source): the share of it that is primary data, 0 to 1."""
        return np.array([source.primary if source else 0.0 for source in self._sources], np.float64)

    @cached_property
    def kind(self) -> NDArray[np.intp]:
        """(source): what its kilograms rest on, a place in `DATA_KINDS`."""
        return np.array([DATA_KINDS.index(source.kind) if source else 0 for source in self._sources], np.intp)

    @cached_property
    def lacks(self) -> NDArray[np.intp]:
        """(source): the part that it lacks, or 0; see `covers`."""
        return np.array([one.covers.lacks for one in self._facts], np.intp)

    @cached_property
    def completes(self) -> NDArray[np.intp]:
        """(source): the part that it completes in others, or 0."""
        return np.array([one.covers.completes for one in self._facts], np.intp)

    @cached_property
    def per(self) -> NDArray[np.intp]:
        """(source): a number of the kind of amount that it is per."""
        kinds: dict[Dimension | None, int] = {}
        per = (source.per.unit.dimension if source else None for source in self._sources)
        return np.array([kinds.setdefault(kind, len(kinds)) for kind in per], np.intp)

    @cached_property
    def role(self) -> NDArray[np.int8]:
        """(source × stage): what a line is to the mass of its product, a `MaterialRole`."""
        return np.array([one.roles for one in self._facts], np.int8).ravel()

    @cached_property
    def kg_per_unit(self) -> NDArray[np.float64]:
        """(source): what a root unit of what it is per weighs; NaN where nobody says so."""
        return np.array([one.kg_per_unit for one in self._facts], np.float64)


def _bits_by_stage(source: EmissionSource | None) -> list[int]:
    """What a line that draws on a source says of its product, by the stage that it is in."""
    later = _later_stages(source)
    facts = 0 if source is None else facts_of(source) | sum(REACHES[place] for place in later)
    furthest = max(later, default=0)
    return [facts | 1 << place | (Bit.OVERLAP if furthest > place else 0) for place in range(len(STAGES))]


def _later_stages(source: EmissionSource | None) -> list[int]:
    """Places of the stages after the first that a factor has inside it, as it is cut."""
    factor = source and source.factor
    if source is None or not factor or factor.boundary not in STAGES_COVERED:
        return []
    return [STAGES.index(stage) for stage in later_stages(source, STAGES[0])]


def facts_of(source: EmissionSource) -> int:
    """What the notes ask about a source, wherever it is used."""
    if source.gas is not None:
        return Bit.CO2E if source.gas.upper() != "CO2" else 0
    factor = source.factor
    if factor is None:
        return 0  # of a used product its own lines say it
    facts = _GAPS.get(source.gap, 0) | NARROW_BITS.get(NARROW.get(factor.boundary, ""), 0)
    facts |= Bit.ZERO_FACTOR if is_zero(source) else 0
    if factor.value:  # nothing is nothing on either basis
        facts |= Bit.CO2_ALONE if factor.unit == "kgCO2" else Bit.CO2E
    if source.unsplit and source.kg_of():
        facts |= Bit.UNSPLIT
    if factor.removal is None and any(source.kg.get(part, 0.0) for part in REMOVALS):
        facts |= Bit.UNPROVEN
    return facts

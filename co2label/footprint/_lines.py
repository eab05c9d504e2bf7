"""Lines of products and their emission sources as columns: the table that the engine sums.

`Columns` is filled by two fronts: `_compile` from products as objects, `co2label.catalogue` from record batches. A line holds
the number of its source; `SourceTables` holds, once for each source, kilograms by component, sigmas, the role of a line in
the mass balance, and facts for the notes. A `Bit` is a fact about a line that a note rests on; the bits of a product are
those of its lines, joined by OR in one pass for all notes.

Only goods in the stages before the gate are raw materials. The role of a line is read from the boundary of its factor and
from the unit that the factor is per; that of water, of which more is used than stays, also from the id and the names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import IntEnum
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from co2label.footprint._bridging import CONTENT_FIELDS, MASS, VOLUME, DimensionCodes, kg_held
from co2label.footprint._note import ProductPart
from co2label.footprint._source import NO_SOURCE, SOURCE_STAGES, kept_stages
from co2label.footprint._sparse import ranges
from co2label.model import COMPONENTS, DATA_KINDS, EMISSIONS, REMOVALS, STAGES, STAGES_COVERED, Sigmas

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

    from co2label.footprint._bridging import Steps
    from co2label.footprint._note import Group, Note, OmittedStages
    from co2label.footprint._source import Basis, EmissionSource
    from co2label.model import Activity, Boundary, Component, EmissionFactor, FactorBoundary, Product, Stage
    from co2label.units import Amount, Dimension


def sum_counted(kg: NDArray[np.float64], counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sum (component, column) over the components that count, one after the other: the number of columns changes no bit."""
    total = np.zeros(kg.shape[1])
    for place in np.flatnonzero(counts).tolist():
        total += kg[place]
    return total


def in_figure(
    components: Sequence[Component], counted: Collection[Component] = EMISSIONS
) -> NDArray[np.float64]:
    """Return (component): 1 for components that count in the figure, 0 for the others."""
    return np.array([float(part in counted) for part in components])


def stages_used(source: EmissionSource) -> dict[str, float]:
    """Return the stages of the source's factor with their kilograms, as far as it is used."""
    return kept_stages(source.factor, source.through) if source.factor else {}


def later_stages(source: EmissionSource, stage: Stage) -> list[Stage]:
    """Return the stages after `stage` that a factor covers, as far as it is used."""
    after = STAGES[STAGES.index(stage) + 1 :]
    if source.through is not None:
        kept = {SOURCE_STAGES.get(name.lower()) for name in stages_used(source)}
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

PROVISION, _TREATMENT = 1, 2
"""Missing parts of sources."""

CERTIFICATE = "certificate:"
"""Beginning of the id of a factor that stands for a certificate."""


class Covers(NamedTuple):
    """The missing part of a source, and the part that it completes in others: a number, or 0 for nothing."""

    lacks: int
    completes: int


_WHOLE = Covers(0, 0)


def covers(source: EmissionSource) -> Covers:
    """Return what a source lacks and completes, by the boundary of its factor.

    >>> from co2label.footprint._source import NO_SOURCE
    >>> covers(NO_SOURCE)
    Covers(lacks=0, completes=0)
    """
    if source.factor is None:
        return _WHOLE
    boundary = source.factor.boundary
    part = {"upstream": PROVISION, "end-of-life": _TREATMENT}
    lacks = next((part[whole] for whole, some in _COMPLETED_BY.items() if boundary in some), 0)
    return Covers(lacks, part.get(boundary, 0))


def is_zero(source: EmissionSource) -> bool:
    """Return whether this is a factor of zero; the zero of a certificate does not count as one."""
    return (
        source.factor is not None and not source.factor.value and not source.factor.id.startswith(CERTIFICATE)
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
    """Role of a line in the mass balance of its product."""

    ASIDE = 0
    """Not a material."""
    MATERIAL = 1
    WATER = 2
    """It may end in the product, or not."""
    UNSURE = 3
    """It may be a material."""


def role_of_factor(factor: EmissionFactor, stage: Stage) -> MaterialRole:
    """Return the role of a line whose source is a factor.

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
    """Return the role of a line that uses a product, by id, boundary and dimension of the declared unit of that product."""
    if stage not in _BEFORE_THE_GATE or boundary == "gate-to-gate" or (unit and not _is_thing(unit)):
        return MaterialRole.ASIDE
    return MaterialRole.WATER if _is_water(name) else MaterialRole.MATERIAL


def kg_per_unit(factor: EmissionFactor) -> float | None:
    """Return the mass in kg of one root unit of a factor's `per`; None where it is not stated."""
    kg = kg_held(factor.per, (getattr(factor, name) for name in CONTENT_FIELDS))
    return None if kg is None else kg / factor.per.si


def water_kg(amount: Amount) -> float | None:
    """Return the mass of an amount of water in kg; None for other units than those of mass and volume."""
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
"""Year of a factor without one: never too old."""


class Bit:
    """Facts about lines as bits; the first five stand for the stages, in the order of `STAGES`."""

    REACHES_PRODUCTION = 1 << 5
    REACHES_DISTRIBUTION = 1 << 6
    REACHES_USE = 1 << 7
    REACHES_END = 1 << 8
    """The factor covers this stage, wherever the line is booked."""
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
    """The amount of a line is money, or was derived from money."""
    UNPROVEN = 1 << 19
    """A removal without evidence."""
    AVERAGE = 1 << 20
    """The amount of a line is an average of such products."""
    TANK_TO_WHEEL = 1 << 21
    GENERATION_ONLY = 1 << 22
    COLLECTION_ONLY = 1 << 23
    """The factor covers less than its name suggests; see `co2label.footprint._boundary_notes`."""
    ZERO_AMOUNT = 1 << 24
    ZERO_FACTOR = 1 << 25
    MASS_BALANCE = 1 << 26
    """The raw materials weigh far more or less than the product."""


REACHES = (0, Bit.REACHES_PRODUCTION, Bit.REACHES_DISTRIBUTION, Bit.REACHES_USE, Bit.REACHES_END)
"""Bit by stage: the factor covers it."""

NARROW_BITS = {
    "tank-to-wheel": Bit.TANK_TO_WHEEL,
    "generation-only": Bit.GENERATION_ONLY,
    "collection-only": Bit.COLLECTION_ONLY,
}
"""Bit by code of the note."""

EXACT = Sigmas(0.0, 0.0)
"""Sigmas of an input without a stated uncertainty."""

_GAPS = {"mixed-gwp-set": Bit.MIXED_SET, "gwp-set-unknown": Bit.UNKNOWN_SET}

_STAGE_BITS = [1 << place for place in range(len(STAGES))]

_NO_ROLES = [int(MaterialRole.ASIDE)] * len(STAGES)


class SourceFacts:
    """Facts about one source, computed at first access."""

    def __init__(self, source: EmissionSource) -> None:
        self.source, self.factor = source, source.factor

    @cached_property
    def bits(self) -> list[int]:
        """Bits of a line with this source, by stage of the line."""
        return _bits_by_stage(self.source)

    @cached_property
    def sigmas(self) -> Sigmas | None:
        """Sigmas of the logarithm of its factor; None where no uncertainty is stated."""
        factor = self.factor
        return factor.uncertainty.sigmas(factor.value) if factor and factor.uncertainty else None

    @cached_property
    def covers(self) -> Covers:
        """Missing part, and part completed in others."""
        return covers(self.source)

    @cached_property
    def roles(self) -> Sequence[int]:
        """Role of a line with this source in the mass balance, by stage of the line."""
        return [role_of_factor(self.factor, stage) for stage in STAGES] if self.factor else _NO_ROLES

    @cached_property
    def kg_per_unit(self) -> float | None:
        """Mass in kg of one root unit of the factor; None where it is not stated."""
        return kg_per_unit(self.factor) if self.factor else None


class SourceTables:
    """Columns by source, each made at first access."""

    def __init__(self, facts: Sequence[SourceFacts]) -> None:
        self._facts = facts
        self.sources = [one.source for one in facts]

    @classmethod
    def of(cls, sources: Iterable[EmissionSource]) -> SourceTables:
        """Make the tables of sources of which nothing is known yet."""
        return cls([SourceFacts(source) for source in sources])

    def with_products(self, sources: Sequence[EmissionSource]) -> SourceTables:
        """Return the tables with used products behind these sources; of a used product its own lines say the facts."""
        made = SourceTables([*self._facts, *[SourceFacts(NO_SOURCE)] * len(sources)])
        made.sources = [*self.sources, *sources]
        return made

    @cached_property
    def components(self) -> tuple[Component, ...]:
        """Components that occur, in the order of the vocabulary."""
        occurring = {part for source in self.sources for part in source.kg}
        return tuple(part for part in COMPONENTS if part in occurring) or COMPONENTS[:1]

    @cached_property
    def kg(self) -> NDArray[np.float64]:
        """(component, source): kilograms per root unit."""
        return np.array([[one.kg.get(part, 0.0) for one in self.sources] for part in self.components])

    def counted(self, components: Collection[Component]) -> NDArray[np.float64]:
        """(source): kilograms per root unit of some components."""
        return sum_counted(self.kg, in_figure(self.components, components))

    @cached_property
    def in_figure(self) -> NDArray[np.float64]:
        """(source): kilograms per root unit that count in the figure."""
        return self.counted(EMISSIONS)

    @cached_property
    def unsplit(self) -> NDArray[np.bool_]:
        """(source): whether it is a factor without a split by component."""
        return np.array([source.unsplit for source in self.sources], np.bool_)

    @cached_property
    def product(self) -> NDArray[np.intp]:
        """(source): row of a used product, or -1."""
        return np.array([source.product for source in self.sources], np.intp)

    @cached_property
    def bits(self) -> NDArray[np.int32]:
        """(source × stage): see `Bit`."""
        return np.array([one.bits for one in self._facts], np.int32).ravel()

    @cached_property
    def year(self) -> NDArray[np.int32]:
        """(source): year of the factor's data, or `UNKNOWN_YEAR`."""
        return np.array([(one.factor and one.factor.year) or UNKNOWN_YEAR for one in self._facts], np.int32)

    @cached_property
    def variables(self) -> tuple[tuple[str, Sigmas], ...]:
        """Factors that state their uncertainty, each one variable however it is cut: id and sigmas of the logarithm.

        They are sorted by id, so that sums over them have the same bits whichever other factors are there.
        """
        stated = ((one.factor.id, one.sigmas) for one in self._facts if one.factor and one.sigmas is not None)
        return tuple(sorted(dict.fromkeys(stated), key=itemgetter(0)))

    @cached_property
    def variable(self) -> NDArray[np.intp]:
        """(source): the place of its factor among the variables, or -1."""
        place = {key: number for number, key in enumerate(self.variables)}
        keys = ((one.factor.id, one.sigmas) if one.factor and one.sigmas else None for one in self._facts)
        return np.array([-1 if key is None else place[key] for key in keys], np.intp)

    @property
    def sigmas(self) -> list[Sigmas]:
        """(variable + 1): sigmas of the logarithm; the last entry, which index -1 finds, is zero for exact inputs."""
        return [*(sigmas for _, sigmas in self.variables), EXACT]

    @cached_property
    def gas(self) -> NDArray[np.bool_]:
        """(source): whether it is a direct emission, whose GWP is a convention."""
        return np.array([source.gas is not None for source in self.sources], np.bool_)

    @cached_property
    def price_year(self) -> NDArray[np.int32]:
        """(source): price year of its reference amount, or 0."""
        return np.array([source.per.unit.price_year or 0 for source in self.sources], np.int32)

    @cached_property
    def primary(self) -> NDArray[np.float64]:
        """(source): share of primary data, 0 to 1."""
        return np.array([source.primary for source in self.sources], np.float64)

    @cached_property
    def kind(self) -> NDArray[np.intp]:
        """(source): kind of its data, a place in `DATA_KINDS`."""
        return np.array([DATA_KINDS.index(source.kind) for source in self.sources], np.intp)

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
        """(source): code of the dimension that it is per."""
        kinds = DimensionCodes()
        return np.array([kinds[source.per.unit.dimension] for source in self.sources], np.intp)

    @cached_property
    def role(self) -> NDArray[np.int8]:
        """(source × stage): role of a line in the mass balance, a `MaterialRole`."""
        return np.array([one.roles for one in self._facts], np.int8).ravel()

    @cached_property
    def kg_per_unit(self) -> NDArray[np.float64]:
        """(source): mass in kg of one root unit; NaN where it is not stated."""
        return np.array([one.kg_per_unit for one in self._facts], np.float64)


def _bits_by_stage(source: EmissionSource) -> list[int]:
    """Return the bits of a line with this source, by stage of the line."""
    if source.product >= 0:
        return _STAGE_BITS
    covered = source.factor is not None and source.factor.boundary in STAGES_COVERED
    later = [STAGES.index(stage) for stage in later_stages(source, STAGES[0])] if covered else []
    facts = facts_of(source) | sum(REACHES[place] for place in later)
    furthest = max(later, default=0)
    return [facts | 1 << place | (Bit.OVERLAP if furthest > place else 0) for place in range(len(STAGES))]


def facts_of(source: EmissionSource) -> int:
    """Return the bits of a source that do not depend on the stage."""
    factor, removes = source.factor, any(source.kg.get(part, 0.0) for part in REMOVALS)
    if factor is None:  # a gas; of a used product its own lines say it
        facts = Bit.CO2E if source.gas is not None and source.gas.upper() != "CO2" else 0
        return facts | (Bit.UNPROVEN if removes else 0)
    facts = _GAPS.get(source.gap, 0) | NARROW_BITS.get(NARROW.get(factor.boundary, ""), 0)
    facts |= Bit.ZERO_FACTOR if is_zero(source) else 0
    if factor.value:  # nothing is nothing on either basis
        facts |= Bit.CO2_ALONE if factor.unit == "kgCO2" else Bit.CO2E
    if source.unsplit and source.kg_of():
        facts |= Bit.UNSPLIT
    if factor.removal is None and removes:
        facts |= Bit.UNPROVEN
    return facts


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Columns:
    """Lines of products as numbers; `start[i]:start[i + 1]` are those of product `i`.

    What follows `facts` is what only products as objects have; record batches leave it empty.
    """

    start: NDArray[np.intp]
    """(product + 1): first line of each product, and the number of lines."""
    stage: NDArray[np.intp]
    """(line): place in `STAGES`."""
    source: NDArray[np.intp]
    """(line): number of its source in `tables`."""
    quantity: NDArray[np.float64]
    """(line): root units of the source; of a used product: its declared units."""
    kind: NDArray[np.intp]
    """(line): place in `DATA_KINDS`; of the kinds of its amount and of its source, the later one."""
    tables: SourceTables
    """Columns by source."""
    basis: Basis
    counted: frozenset[Component] = EMISSIONS
    """Components that figures count: those emitted, or those of a sum rule."""
    facts: Mapping[int, NDArray[np.intp]] = field(default_factory=dict)
    """`Bit` → lines that have it, beside the bits of their source and stage."""

    products: Sequence[Product] = ()
    """(product): the given products, then the parts of them that others take (see `parts`)."""
    given: int = 0
    """Number of given products."""
    lines: Sequence[Activity] = ()
    """(line): the activity that it stands for."""
    primary: NDArray[np.float64] | None = None
    """(line): share of primary data, 0 to 1: that of the factor where the amount is primary too, else 0."""
    bridged: Mapping[int, Steps] = field(default_factory=dict)
    """Line → bridges that convert its amount to the dimension of its source, where the two differ."""
    groups: Mapping[int, Group] = field(default_factory=dict)
    """Line → the activity that a rule made it a part of."""
    first_of: Mapping[int, int] = field(default_factory=dict)
    """Line → the first line of the activity that it is a part of, in products with a rule."""
    places: Mapping[int, int] = field(default_factory=dict)
    """Line → index of its activity in `Product.activities`, in products with a rule."""
    rule_notes: Mapping[int, tuple[Note, ...]] = field(default_factory=dict)
    """Row of a product → notes of its rules."""
    parts: Mapping[int, ProductPart] = field(default_factory=dict)
    """Row after the given products → the part of a product that it holds."""
    repeated: NDArray[np.intp] | None = None
    """(line): the line of the product that a line of a part repeats, and of other lines themselves; None without parts."""
    omitted: Mapping[int, OmittedStages] = field(default_factory=dict)
    """Line → stages of the used product that its activity leaves out."""

    @property
    def count(self) -> int:
        """Number of products, with their parts."""
        return len(self.start) - 1

    @property
    def row(self) -> NDArray[np.intp]:
        """(line): row of its product."""
        return np.repeat(np.arange(self.count), np.diff(self.start))

    @property
    def sources(self) -> Sequence[EmissionSource]:
        """(source): what lines draw on."""
        return self.tables.sources

    def source_of(self, line: int) -> EmissionSource:
        """Return the source of a line."""
        return self.tables.sources[int(self.source[line])]

    def whole(self, row: int) -> int:
        """Return the row of the given product that a row is, or is a part of."""
        return self.parts[row].whole if row in self.parts else row

    def part_product(self, part: ProductPart) -> Product:
        """Return the product of a part; its id has a space, so no product of a document has it."""
        product, (first, *_, last) = self.products[part.whole], (part.stages[0], *part.stages)
        name = first if len(part.stages) == 1 else f"{first} to {last}"
        return product.model_copy(update={"id": f"{product.id} ({name})"})

    def row_of(self, line: int) -> int:
        """Return the row of the product of a line."""
        return int(np.searchsorted(self.start, line, side="right")) - 1

    def original(self, line: int) -> int:
        """Return the line of the given product that a line is, or repeats in a part."""
        return line if self.repeated is None else int(self.repeated[line])

    def group(self, line: int) -> Group | None:
        """Return the activity that a rule made a line a part of."""
        return self.groups.get(self.original(line))

    def bridges(self, line: int) -> Steps:
        """Return the bridges that convert the amount of a line to the dimension of its source."""
        return self.bridged.get(self.original(line), ())

    def names(self, line: int) -> tuple[str, ...]:
        """Return the name of a line, after the name of the activity that it is a part of."""
        group = self.group(line)
        return (self.lines[line].name,) if group is None else (group.name, group.part)

    def notes_of_rules(self, row: int) -> Sequence[Note]:
        """Return what the rules of a product say; of a part, what they say of the activities in it."""
        notes = self.rule_notes.get(self.whole(row), ())
        if not notes or row not in self.parts:
            return notes
        names = {self.names(line)[0] for line in range(int(self.start[row]), int(self.start[row + 1]))}
        return [note for note in notes if not note.where or note.where[0] in names]

    def sums(self, weights: Iterable[NDArray[Any] | None]) -> NDArray[np.float64]:
        """Sum (line) weights into (product, weight), line by line, so that splitting a table changes no bit; None is zero."""
        row, count = self.row, self.count
        sums = [np.zeros(count) if one is None else np.bincount(row, one, count) for one in weights]
        # without any line, bincount counts in integers
        return np.stack(sums, axis=1).astype(np.float64, copy=False)


def with_parts(columns: Columns, lines: ArrayLike, whole: ArrayLike, stages: ArrayLike) -> Columns:
    """Return lines in which some take a part of the product that they use.

    A part is one product more behind the given ones, under a name that no document can give: the lines of the used product that
    stand in some stages. So parts of parts, loops and sums need no rule of their own.

    Args:
        columns: lines of the given products.
        lines: (use), lines that take a part.
        whole: (use), rows of the products that they use.
        stages: (use), stages that they take, as bits.
    """
    lines, whole, stages = (np.asarray(each, np.intp) for each in (lines, whole, stages))
    if not len(lines):
        return columns
    parts, first, which = np.unique(whole << len(STAGES) | stages, return_index=True, return_inverse=True)
    whole, stages = whole[first], stages[first]
    begin, end = columns.start[whole], columns.start[whole + 1]
    inner, part = ranges(begin, end), np.repeat(np.arange(len(parts)), end - begin)
    kept = stages[part] >> columns.stage[inner] & 1 > 0
    repeated = np.concatenate([np.arange(len(columns.source)), inner[kept]])
    rows = range(columns.count, columns.count + len(parts))
    taken = {
        row: ProductPart(of, tuple(stage for place, stage in enumerate(STAGES) if bits >> place & 1))
        for row, of, bits in zip(rows, whole.tolist(), stages.tolist(), strict=True)
    }
    used = [columns.source_of(line) for line in lines[first].tolist()]
    source = columns.source.copy()
    source[lines] = len(columns.sources) + which
    ends = columns.start[-1] + np.cumsum(np.bincount(part[kept], minlength=len(parts)))
    return replace(
        columns,
        start=np.concatenate([columns.start, ends]),
        stage=columns.stage[repeated],
        source=source[repeated],
        quantity=columns.quantity[repeated],
        kind=columns.kind[repeated],
        primary=None if columns.primary is None else columns.primary[repeated],
        tables=columns.tables.with_products(
            [replace(source, product=row) for source, row in zip(used, rows, strict=True)]
        ),
        facts={bit: _places_in(repeated, some) for bit, some in columns.facts.items()},
        lines=columns.lines and [columns.lines[line] for line in repeated.tolist()],
        products=columns.products and (*columns.products, *map(columns.part_product, taken.values())),
        parts=taken,
        repeated=repeated,
    )


def _places_in(repeated: NDArray[np.intp], lines: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the places that hold one of some lines."""
    marked = np.zeros(int(repeated.max(initial=-1)) + 1, np.bool_)
    marked[lines] = True
    return np.flatnonzero(marked[repeated])

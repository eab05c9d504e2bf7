"""Emission sources of a stream as numbers, and tables by source: kilograms, sigmas, and bits for the notes.

Each distinct factor (as it is cut) and gas is looked up once. A bit is a fact about a line that a note rests on; the bits of
a product are those of its lines together (OR), which is one pass over the lines for all notes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from co2label.catalogue._arrow_codes import NO_TEXT, CodedColumn, TextCodes
from co2label.errors import FactorError
from co2label.footprint import _engine
from co2label.footprint._boundary_notes import NARROW, covers, is_zero, later_stages
from co2label.footprint._mass_balance import MaterialRole, kg_per_unit, role_of_factor
from co2label.footprint._moments import EXACT
from co2label.footprint._source import source_from_factor, source_from_gas
from co2label.model import DATA_KINDS, REMOVALS, STAGES, STAGES_COVERED, Activity, gas_and_origin
from co2label.units import parse_amount

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from co2label.catalogue._arrow import pa
    from co2label.factors import FactorLibrary
    from co2label.footprint import Basis
    from co2label.footprint._boundary_notes import Covers
    from co2label.footprint._bridging import DimensionCodes
    from co2label.footprint._source import EmissionSource
    from co2label.model import Component, Sigmas
    from co2label.units import Dimension


NO_SOURCE = 0
"""The number of what a line draws on that names neither a factor nor a gas."""

UNUSABLE = -2
"""The kind of nothing, and of what cannot be used; no unit has it."""

_Names = tuple[str | None, str | None, str | None]
"""Factor, through, gas."""

_NO_NAMES: _Names = (None, None, None)

_OPEN = -1

_MAX_SUGGESTIONS = 20
"""Distinct names of a batch."""

_CH4 = "CH4 needs its origin, which sets its GWP; write CH4-fossil (a leak), CH4-biogenic or CH4-combustion"

_KILOGRAM = parse_amount("1 kg")


class SourceCodes:
    """The distinct emitters of a stream, numbered; tables by emitter begin with one for nothing.

    Attributes:
        sources: the emitters; None for nothing and for what cannot be used.
        kind: number of the dimension that it is per, or `UNUSABLE`.
    """

    def __init__(self, factors: FactorLibrary, basis: Basis, kinds: DimensionCodes) -> None:
        self._factors, self._basis, self._kinds = factors, basis, kinds
        self._factor, self._through, self._gas = TextCodes(), TextCodes(), TextCodes()
        self.sources: list[EmissionSource | None] = [None]
        self.kind = np.array([UNUSABLE], np.int32)
        self._names = [_NO_NAMES]
        self._number: dict[_Names, int] = {}
        self._table, self._shape = np.full(1, NO_SOURCE), (0, 0, 0)

    def __len__(self) -> int:
        return len(self.sources)

    def codes(self, lines: Mapping[str, pa.Array], count: int) -> NDArray[np.intp]:
        """The number of what each line draws on, of `count`, from its fields `factor`, `through` and `gas`."""
        factor, through, gas = (
            texts.cells(lines[name]) if name in lines else None
            for name, texts in (("factor", self._factor), ("through", self._through), ("gas", self._gas))
        )
        if factor is None and gas is None:
            return np.full(count, NO_SOURCE)
        key = self._keys(count, factor, through, gas)
        numbers = key.values(self._table)
        if len(numbers) and numbers.min() == _OPEN:
            for one in np.unique(key.codes()[numbers == _OPEN]).tolist():
                self._table[one] = self._numbered(self._texts_of(one))
            new = [self._kind_of(source) for source in self.sources[len(self.kind) :]]
            self.kind = np.append(self.kind, np.array(new, np.int32))
            numbers = key.values(self._table)
        return numbers

    @property
    def may_vary(self) -> bool:
        """Whether any factor of the library states its uncertainty."""
        return any(factor.uncertainty is not None for factor in self._factors)

    def source(self, code: int) -> EmissionSource:
        """The emitter of a number that has a kind."""
        source = self.sources[code]
        assert source is not None, "what cannot be used has no kind"
        return source

    def problems(self, codes: NDArray[np.intp]) -> list[tuple[str, str]]:
        """For each of some emitters that cannot be used: the field that keeps it from that, and why.

        To look for near names takes milliseconds, so of a column that holds something else only the first get them.
        """
        said: dict[int, tuple[str, str]] = {}
        for code in codes.tolist():
            if code not in said:
                said[code] = self._problem(code) if len(said) < _MAX_SUGGESTIONS else self._one_more(code)
        return [said[code] for code in codes.tolist()]

    def _problem(self, code: int) -> tuple[str, str]:
        factor, _, gas = names = self._names[code]
        if names == _NO_NAMES:
            return "", "names nothing that it draws on; give exactly one of factor, product, gas"
        try:
            self._made(*names)
        except FactorError as error:
            known = factor is not None and factor in self._factors
            return "through" if known else "factor" if gas is None else "gas", str(error)
        raise AssertionError(names)

    def _one_more(self, code: int) -> tuple[str, str]:
        name = "factor" if self._names[code][0] is not None else "gas"
        return name, f"cannot be used, like {_MAX_SUGGESTIONS} others near it, of which the reason is said"

    def _keys(
        self, count: int, factor: CodedColumn | None, through: CodedColumn | None, gas: CodedColumn | None
    ) -> CodedColumn:
        """One number for the texts of a line: factors by how they are cut, then gases; counted from the end: none."""
        shape = (len(self._factor), len(self._through), len(self._gas))
        cuts = shape[1] + 1
        if shape != self._shape:
            self._shape = shape
            self._table = np.full((shape[0] + 1) * cuts + shape[2], _OPEN)
            self._table[-cuts:] = NO_SOURCE
        if factor is not None and gas is None and cuts == 1:
            return factor
        none = np.full(count, NO_TEXT)
        key = (
            (none if factor is None else factor.codes()) * cuts
            + (none if through is None else through.codes())
            + 1
        )
        if gas is not None:
            direct = (gas.codes() != NO_TEXT) & (key < 0)
            key[direct] = shape[0] * cuts + gas.codes()[direct]
        return CodedColumn(np.arange(len(self._table)), key)

    def _texts_of(self, key: int) -> _Names:
        """The texts that a key stands for, by the layout of `_keys`."""
        factors, throughs, _ = self._shape
        cuts = throughs + 1
        if key >= factors * cuts:
            return None, None, self._gas.words[key - factors * cuts]
        factor, through = divmod(key, cuts)
        return self._factor.words[factor], self._through.words[through - 1] if through else None, None

    def _numbered(self, names: _Names) -> int:
        number = self._number.get(names)
        if number is None:
            number = self._number[names] = len(self.sources)
            self._names.append(names)
            self.sources.append(self._usable(names))
        return number

    def _usable(self, names: _Names) -> EmissionSource | None:
        if names[0] is not None and names[0] not in self._factors:
            return None  # why, and which are near, is said where a line is reported
        try:
            return self._made(*names)
        except FactorError:
            return None

    def _made(self, factor: str | None, through: str | None, gas: str | None) -> EmissionSource:
        if factor is not None:
            return source_from_factor(self._factors[factor], through, self._basis)
        if gas is not None and gas_and_origin(gas) == ("CH4", None):
            raise FactorError(_CH4)
        return source_from_gas(Activity("emission", _KILOGRAM, gas=gas, stage="production"), self._basis)

    def _kind_of(self, source: EmissionSource | None) -> int:
        return UNUSABLE if source is None else self._kinds.number(source.per.unit.dimension)


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

_GAPS = {"mixed-gwp-set": Bit.MIXED_SET, "gwp-set-unknown": Bit.UNKNOWN_SET}


@dataclass(frozen=True, slots=True, eq=False)
class SourceTables:
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
    """(emitter): the part that it lacks, or 0; see `co2label.footprint._boundary_notes`."""
    completes: NDArray[np.intp]
    """(emitter): the part that it completes in others, or 0."""
    per: NDArray[np.intp]
    """(emitter): a number of the kind of amount that it is per."""
    role: NDArray[np.int8]
    """(emitter × stage): what a line is to the mass of its product, a `Role`."""
    kg_per_unit: NDArray[np.float64]
    """(emitter): what a root unit of what it is per weighs; NaN where nobody says so."""


class SourceRow(NamedTuple):
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


_NO_ROLES = [int(MaterialRole.ASIDE)] * len(STAGES)


def source_row(source: EmissionSource | None) -> SourceRow:
    """What an emitter brings; None is nothing, or what cannot be used."""
    if source is None:
        bits = _bits_by_stage(None)
        return SourceRow(
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
            roles=_NO_ROLES,
            kg_per_unit=None,
        )
    factor = source.factor
    sigmas = factor.uncertainty.sigmas(factor.value) if factor and factor.uncertainty else None
    return SourceRow(
        source.kg,
        _bits_by_stage(source),
        (factor and factor.year) or UNKNOWN_YEAR,
        factor.id if factor and sigmas is not None else None,
        sigmas or EXACT,
        gas=source.gas is not None,
        price_year=source.per.unit.price_year or 0,
        kind=DATA_KINDS.index(source.kind),
        covers=covers(source),
        per=source.per.unit.dimension,
        roles=[role_of_factor(factor, stage) for stage in STAGES] if factor else _NO_ROLES,
        kg_per_unit=kg_per_unit(factor) if factor else None,
    )


def source_tables(rows: Sequence[SourceRow]) -> SourceTables:
    """Tabulate emitters."""
    components, kg, inside = _engine.source_weights([row.kg for row in rows])
    numbers: dict[str, int] = {}
    kinds: dict[Dimension | None, int] = {}
    variable = [-1 if row.factor is None else numbers.setdefault(row.factor, len(numbers)) for row in rows]
    return SourceTables(
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


def _bits_by_stage(source: EmissionSource | None) -> list[int]:
    """What a line that draws on an emitter says of its product, by the stage that it is in."""
    held = _later_stages(source)
    facts = 0 if source is None else _facts(source) | sum(REACHES[place] for place in held)
    furthest = max(held, default=0)
    return [facts | 1 << place | (Bit.OVERLAP if furthest > place else 0) for place in range(len(STAGES))]


def _later_stages(source: EmissionSource | None) -> list[int]:
    """Places of the stages after the first that a factor has inside it, as it is cut."""
    factor = source and source.factor
    if source is None or not factor or factor.boundary not in STAGES_COVERED:
        return []
    return [STAGES.index(stage) for stage in later_stages(source, STAGES[0])]


def _facts(source: EmissionSource) -> int:
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

"""Compile products into columns of numbers; each distinct unit and each distinct emission source is resolved once.

A line is one activity, or a part of one that a rule made (see `_rules`). After this module no unit is read again: the amount
of a line is a float in the root unit of its source, and the engine only multiplies and adds.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from co2label.errors import Co2LabelError, FactorError, clip, suggestion
from co2label.footprint._bridging import (
    BridgeFinder,
    DimensionCodes,
    LineProblems,
    LineUnits,
    Measured,
    UnitTable,
)
from co2label.footprint._expand import cut_products, expand_rules
from co2label.footprint._lines import Bit, Columns, SourceTables
from co2label.footprint._source import (
    Basis,
    EmissionSource,
    source_from_factor,
    source_from_gas,
    source_from_product,
)
from co2label.model import DATA_KINDS, STAGES

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from co2label.factors import FactorLibrary
    from co2label.model import Activity, EmissionFactor, Evidence, Product, Stage
    from co2label.units import Amount, Unit


_FIELDS_READ = itemgetter("amount", "factor", "through", "stage", "evidence")

_STAGE_ROW = {stage: row for row, stage in enumerate(STAGES)}

_FAILED = -2
"""Sentinel kind of a source that cannot be used; matches no unit."""

_KIND_ROW: dict[str, int] = {kind: row for row, kind in enumerate(DATA_KINDS)}


def compile_products(
    products: Sequence[Product], factors: FactorLibrary, basis: Basis, *, numbered: bool = True
) -> Columns:
    """Compile products, with the parts of products that they take.

    Args:
        products: what is computed, and what that uses.
        factors: emission factors by id.
        basis: GWP set and horizon.
        numbered: whether messages number the products.

    Raises:
        ComputeError: every line that cannot be computed.
    """
    written = expand_rules(products, factors, numbered=numbered)
    cut = cut_products(written, products, numbered=numbered)
    given, products, lines = len(products), cut.products, written.lines
    start = np.zeros(len(products) + 1, np.intp)
    np.cumsum(written.counts, out=start[1:])
    problems = LineProblems(products[:given], lines, start, numbered=numbered, places=written.places)
    read = _line_fields(lines)
    keys = [
        factor if type(factor) is str and through is None else _key(line)
        for line, factor, through in zip(lines, read.factors, read.throughs, strict=True)
    ]
    examples = dict(zip(keys, lines, strict=True))
    distinct_sources = _distinct_sources(examples, products, factors, basis, problems)
    source = _codes(keys, examples)
    problems.of_sources(source)
    amounts = _amounts(read.amounts)
    row = np.repeat(np.arange(len(products)), written.counts)
    quantity, bridged = in_source_units(
        amounts, distinct_sources, LineUnits(amounts.unit, source, row), products, problems
    )
    problems.stop()
    tables = SourceTables.of(source for source in distinct_sources if source is not None)
    return Columns(
        products=tuple(products),
        given=given,
        basis=basis,
        lines=lines,
        tables=tables,
        start=start,
        quantity=quantity,
        source=source,
        stage=np.fromiter(map(_STAGE_ROW.__getitem__, read.stages), np.intp, len(lines)),
        primary=_primary(read.evidences, tables, source),
        kind=_kinds(amounts, read.evidences, tables, source),
        bridged=bridged,
        priced=frozenset(bridged.priced.tolist()),
        facts={Bit.BRIDGED: bridged.bridged, Bit.PRICE_YEAR: bridged.priced},
        groups=written.groups,
        first_of=written.first_of,
        places={line: place for line, (place, _) in written.places.items()},
        rule_notes=written.notes,
        parts=cut.parts,
        twins=cut.twins,
        omitted=cut.left,
    )


class _LineFields(NamedTuple):
    """Fields of all lines, each (line)."""

    amounts: list[Amount]
    factors: list[str | EmissionFactor | None]
    throughs: list[str | None]
    stages: list[Stage]
    evidences: list[Evidence | None]


def _line_fields(lines: Sequence[Activity]) -> _LineFields:
    """Read the fields of all lines in one pass: memory access dominates, so each object is read once."""
    read = _LineFields([], [], [], [], [])
    amounts, factors, throughs, stages, evidences = (fields.append for fields in read)
    for amount, factor, through, stage, evidence in map(_FIELDS_READ, map(attrgetter("__dict__"), lines)):
        amounts(amount)
        factors(factor)
        throughs(through)
        stages(stage)
        evidences(evidence)
    return read


def _key(line: Activity) -> Hashable:
    """Return the key of the source of a line; only a factor id is a plain string."""
    if line.factor is not None:
        return (line.factor if isinstance(line.factor, str) else id(line.factor), line.through)
    if line.product is not None:
        return ("", "product", line.product)
    return ("", line.gas, line.origin, line.component)


def _codes(keys: Sequence[Hashable], distinct: Iterable[Hashable]) -> NDArray[np.intp]:
    code = {key: row for row, key in enumerate(distinct)}
    return np.fromiter(map(code.__getitem__, keys), np.intp, len(keys))


def _distinct_sources(
    examples: Mapping[Hashable, Activity],
    products: Sequence[Product],
    factors: FactorLibrary,
    basis: Basis,
    problems: LineProblems,
) -> list[EmissionSource | None]:
    rows = {product.id: row for row, product in enumerate(products)}
    made: list[EmissionSource | None] = []
    for line in examples.values():
        try:
            made.append(_source_of(line, products, rows, factors, basis))
        except Co2LabelError as error:
            problems.source_fails(len(made), str(error))
            made.append(None)
    return made


def _source_of(
    line: Activity, products: Sequence[Product], rows: Mapping[str, int], factors: FactorLibrary, basis: Basis
) -> EmissionSource:
    if line.factor is not None:
        factor = factors[line.factor] if isinstance(line.factor, str) else line.factor
        return source_from_factor(factor, line.through, basis)
    if line.product is None:
        return source_from_gas(line, basis)
    if line.product not in rows:
        hint = suggestion(line.product, list(rows)) or "add it to the products that are computed"
        raise FactorError(f"no product {clip(line.product)}; {hint}")
    return source_from_product(products[rows[line.product]], rows[line.product])


@dataclass(frozen=True, slots=True, eq=False)
class AmountColumns:
    """Amounts of all lines as columns."""

    kinds: DimensionCodes
    units: UnitTable
    """Distinct units."""
    unit: NDArray[np.intp]
    """(line): place in `units`."""
    value: NDArray[np.float64]
    """(line): number before the unit."""


def in_source_units(
    amounts: AmountColumns,
    sources: Sequence[EmissionSource | None],
    lines: LineUnits,
    products: Sequence[Product],
    problems: LineProblems,
) -> tuple[NDArray[np.float64], Measured]:
    """Convert amounts to root units of their sources (of a used product: declared units).

    Returns:
        (line) quantities, and the bridges that were used.
    """
    units = amounts.units
    quantity = amounts.value * units.scale.take(lines.unit)
    kind = np.array([_FAILED if e is None else amounts.kinds.number(e.per.unit.dimension) for e in sources])
    wanted = kind.take(lines.source)
    odd = np.flatnonzero((units.kind.take(lines.unit) != wanted) & (wanted != _FAILED))
    price_year = np.array([(e and e.per.unit.price_year) or 0 for e in sources], np.int32)

    def source_of(code: int) -> EmissionSource:
        source = sources[code]
        assert source is not None, "lines of a source that failed are no candidates"
        return source

    def stated(name: str, row: int) -> Amount | None:
        amount: Amount | None = getattr(products[row], name)
        return amount

    measured = BridgeFinder(units, source_of).measure(quantity, lines, odd, price_year, stated)
    for problem in measured.problems:
        problems.add(*problem)
    declared = np.array([1.0 if e is None or e.product < 0 else e.per.si for e in sources])
    quantity /= declared.take(lines.source)
    return quantity, measured


def _amounts(amounts: Sequence[Amount]) -> AmountColumns:
    units = list(map(attrgetter("unit"), amounts))
    rows: dict[str, int] = {}
    distinct: list[Unit] = []
    code = {}
    for key, unit in dict(zip(map(id, units), units, strict=True)).items():
        if rows.setdefault(unit.text, len(rows)) == len(distinct):
            distinct.append(unit)
        code[key] = rows[unit.text]
    of_line = np.fromiter(map(code.__getitem__, map(id, units)), np.intp, len(units))
    kinds = DimensionCodes()
    value = np.fromiter(map(attrgetter("value"), amounts), np.float64, len(units))
    return AmountColumns(kinds, UnitTable(kinds, distinct), of_line, value)


def _primary(
    stated: Sequence[Evidence | None], sources: SourceTables, source: NDArray[np.intp]
) -> NDArray[np.float64] | None:
    if not any(stated):
        return None
    amounts = np.array([evidence is not None and evidence.primary for evidence in stated])
    result: NDArray[np.float64] = amounts * sources.primary[source]
    return result


def _kinds(
    amounts: AmountColumns,
    stated: Sequence[Evidence | None],
    sources: SourceTables,
    source: NDArray[np.intp],
) -> NDArray[np.intp]:
    source_kinds = sources.kind[source]
    money = amounts.units.money.take(amounts.unit)
    kinds: NDArray[np.intp] = np.where(money, _KIND_ROW["spend"], source_kinds)
    if any(stated):
        known = [_KIND_ROW.get(evidence.kind, 0) if evidence else 0 for evidence in stated]
        kinds = np.maximum(kinds, np.array(known, np.intp))
    return kinds

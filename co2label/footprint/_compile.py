"""Compile products into columns of numbers; each distinct unit and each distinct emission source is resolved once.

A line is one activity, or a part of one that a rule made (see `_rules`). After this module no unit is read again: the amount
of a line is a float in the root unit of its source, and the engine only multiplies and adds.
"""

from __future__ import annotations

from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from co2label.errors import Co2LabelError, FactorError, clip, suggestion
from co2label.footprint._bridging import DimensionCodes, LineProblems, LineUnits, UnitTable, in_source_units
from co2label.footprint._expand import expand_rules
from co2label.footprint._lines import Bit, Columns, SourceTables, with_parts
from co2label.footprint._source import NO_SOURCE, source_from_factor, source_from_gas, source_from_product
from co2label.model import DATA_KINDS, STAGES

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from co2label.factors import FactorLibrary
    from co2label.footprint._source import Basis, EmissionSource
    from co2label.model import Activity, EmissionFactor, Evidence, Product, Stage
    from co2label.units import Amount, Unit


_FIELDS_READ = itemgetter("amount", "factor", "through", "stage", "evidence")

_STAGE_ROW = {stage: row for row, stage in enumerate(STAGES)}

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
    expanded = expand_rules(products, factors, numbered=numbered)
    lines, counts = expanded.lines, expanded.counts
    start = np.zeros(len(products) + 1, np.intp)
    np.cumsum(counts, out=start[1:])
    problems = LineProblems(products, lines, start, numbered=numbered, places=expanded.places)
    read = _line_fields(lines)
    keys = [
        factor if type(factor) is str and through is None else _key(line)
        for line, factor, through in zip(lines, read.factors, read.throughs, strict=True)
    ]
    examples = dict(zip(keys, lines, strict=True))
    sources = _distinct_sources(examples, products, factors, basis, problems)
    source = _codes(keys, examples)
    problems.of_sources(source)
    units, unit, quantity = _amounts(read.amounts)
    quantity *= units.scale.take(unit)
    row = np.repeat(np.arange(len(products)), counts)

    def stated(name: str, row: int) -> Amount | None:
        amount: Amount | None = getattr(products[row], name)
        return amount

    bridged = in_source_units(quantity, LineUnits(unit, source, row), units, sources, stated)
    for problem in bridged.problems:
        problems.add(*problem)
    problems.stop()
    tables = SourceTables.of(sources)
    columns = Columns(
        products=tuple(products),
        given=len(products),
        basis=basis,
        lines=lines,
        tables=tables,
        start=start,
        quantity=quantity,
        source=source,
        stage=np.fromiter(map(_STAGE_ROW.__getitem__, read.stages), np.intp, len(lines)),
        primary=_primary(read.evidences, tables, source),
        kind=_kinds(units.money.take(unit), read.evidences, tables.kind[source]),
        bridged=bridged,
        facts={Bit.BRIDGED: bridged.bridged, Bit.PRICE_YEAR: bridged.priced},
        groups=expanded.groups,
        first_of=expanded.first_of,
        places=expanded.places,
        rule_notes=expanded.notes,
        omitted=expanded.omitted,
    )
    parts = expanded.parts.values()
    stages = [sum(1 << _STAGE_ROW[stage] for stage in part.stages) for part in parts]
    return with_parts(columns, list(expanded.parts), [part.whole for part in parts], stages)


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
) -> list[EmissionSource]:
    rows = {product.id: row for row, product in enumerate(products)}
    made: list[EmissionSource] = []
    for line in examples.values():
        try:
            made.append(_source_of(line, products, rows, factors, basis))
        except Co2LabelError as error:
            problems.source_fails(len(made), str(error))
            made.append(NO_SOURCE)
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


def _amounts(
    amounts: Sequence[Amount],
) -> tuple[UnitTable, NDArray[np.intp], NDArray[np.float64]]:
    """Return the distinct units, and (line) places in them and numbers before them."""
    units = list(map(attrgetter("unit"), amounts))
    rows: dict[str, int] = {}
    distinct: list[Unit] = []
    code = {}
    for key, unit in dict(zip(map(id, units), units, strict=True)).items():
        if rows.setdefault(unit.text, len(rows)) == len(distinct):
            distinct.append(unit)
        code[key] = rows[unit.text]
    of_line = np.fromiter(map(code.__getitem__, map(id, units)), np.intp, len(units))
    value = np.fromiter(map(attrgetter("value"), amounts), np.float64, len(units))
    return UnitTable(DimensionCodes(), distinct), of_line, value


def _primary(
    stated: Sequence[Evidence | None], sources: SourceTables, source: NDArray[np.intp]
) -> NDArray[np.float64] | None:
    if not any(stated):
        return None
    amounts = np.array([evidence is not None and evidence.primary for evidence in stated])
    result: NDArray[np.float64] = amounts * sources.primary[source]
    return result


def _kinds(
    money: NDArray[np.bool_], stated: Sequence[Evidence | None], of_source: NDArray[np.intp]
) -> NDArray[np.intp]:
    """Return (line) kinds of data; `money`: whether the amount is money, `of_source`: the kind of its source."""
    kinds: NDArray[np.intp] = np.where(money, _KIND_ROW["spend"], of_source)
    if any(stated):
        known = [_KIND_ROW.get(evidence.kind, 0) if evidence else 0 for evidence in stated]
        kinds = np.maximum(kinds, np.array(known, np.intp))
    return kinds

"""Lines of a batch as columns of numbers, read with the code books of its stream; all bad cells are collected.

The engine sums what `read_lines` returns. A stream keeps one `CodeBooks`: stages, units, sources, evidence, bridges and the
tables by source.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

import numpy as np

from co2label.catalogue._arrow import pa
from co2label.catalogue._arrow_bridging import ALL_STAGES, HeaderReader, product_kg
from co2label.catalogue._arrow_codes import (
    SPEND,
    UNKNOWN_WORD,
    SourceCodes,
    UnitCodes,
    WordCodes,
)
from co2label.catalogue._layout import LINE_SOURCES
from co2label.errors import TextError, clip
from co2label.footprint import MASS, VOLUME
from co2label.footprint._bridging import NO_KIND, UNUSABLE, BridgeFinder, DimensionCodes, LineUnits
from co2label.footprint._lines import WATER_KG_PER_M3, Bit, Columns, MaterialRole, SourceFacts, SourceTables
from co2label.footprint._mass_balance import MaterialMasses
from co2label.model import MAX_YIELD, STAGES, stage_cut_problems, stages_of
from co2label.text import clean_text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from numpy.typing import NDArray

    from co2label.catalogue._arrow_bridging import ProductHeaders
    from co2label.catalogue._arrow_rows import BadCells, BatchRows
    from co2label.factors import FactorLibrary
    from co2label.footprint import Basis
    from co2label.model import Boundary


class CodeBooks:
    """Code books of a stream, for one factor library and one basis."""

    def __init__(self, factors: FactorLibrary, basis: Basis, ignore: Collection[str] = ()) -> None:
        self.ignore = frozenset(ignore)
        """Names of ignored columns (see `co2label.catalogue._layout`)."""
        self.basis = basis
        self.units = UnitCodes(DimensionCodes())
        self.sources = SourceCodes(factors, basis, self.units.kinds)
        self.stages = WordCodes.of_stages()
        self.evidence = WordCodes.of_evidence()
        self.products = HeaderReader()
        self.bridges = BridgeFinder(self.units, self.sources.found)
        self._facts: list[SourceFacts] = []
        self._tables: SourceTables | None = None

    @property
    def tables(self) -> SourceTables:
        """Tables by source, of all sources so far."""
        new = self.sources.found[len(self._facts) :]
        if self._tables is None or new:
            self._facts += map(SourceFacts, new)
            self._tables = SourceTables([*self._facts])
        return self._tables


_MAX_AMOUNT = 1e15
"""Largest amount, as in the grammar of `co2label.units`."""


class UseLines(NamedTuple):
    """Lines that use other products, as columns by (use); their quantities are in root units of their own dimension."""

    line: NDArray[np.intp]
    """Number of the line."""
    unit: NDArray[np.intp]
    """Code of its unit."""
    yields: NDArray[np.float64]
    """Share of its mass that stays in the product."""
    last: NDArray[np.intp]
    """Place of the last stage that is taken of the used product."""
    name: pa.Array
    """Id of the used product."""

    def of(self, kept: NDArray[np.bool_]) -> UseLines:
        """Select uses by a mask."""
        numbers = self.line[kept], self.unit[kept], self.yields[kept], self.last[kept]
        return UseLines(*numbers, self.name.filter(pa.array(kept)))


class BatchLines(NamedTuple):
    """Lines of a batch; those of rows with findings are undefined."""

    columns: Columns
    """A line that uses a product has no source here."""
    unit: NDArray[np.intp]
    """(line): code of its unit."""
    yields: NDArray[np.float64] | None
    """(line): share of its mass that stays in the product; None where everything stays."""
    uses: UseLines | None
    """None where no line uses a product."""


def read_lines(
    rows: BatchRows, headers: ProductHeaders, vocabulary: CodeBooks, findings: BadCells
) -> BatchLines:
    """Read the lines of all rows."""
    return _LineReader(rows, headers, vocabulary, findings).lines()


def masses_of(
    rows: BatchRows, headers: ProductHeaders, lines: BatchLines, vocabulary: CodeBooks
) -> MaterialMasses:
    """Return the masses of the products of a batch, without used products."""
    columns, tables, units = lines.columns, lines.columns.tables, vocabulary.units
    masses = MaterialMasses.of(product_kg(headers, len(rows)))
    if np.isnan(masses.kg).all():
        return masses
    every_role = tables.role.take(columns.source * len(STAGES) + columns.stage)
    counting = np.flatnonzero(every_role)
    role, source, unit = every_role[counting], columns.source[counting], lines.unit[counting]
    mass = units.kinds[MASS]
    with np.errstate(over="ignore", invalid="ignore"):  # in rows with findings, which are left out
        kg = columns.quantity[counting] * tables.kg_per_unit.take(source)
        other = np.flatnonzero((vocabulary.sources.kind != mass).take(source) | (role == MaterialRole.WATER))
        if len(other):  # what is written in kilograms stays that, and water has its own weight
            kind = units.kind.take(unit[other])
            written = rows.amount[counting[other]] * units.scale.take(unit[other])
            of_water = np.where(kind == units.kinds[VOLUME], written * WATER_KG_PER_M3, 0.0)
            per_other = np.where(role[other] == MaterialRole.WATER, of_water, kg[other])
            kg[other] = np.where(kind == mass, written, per_other)
        kg = kg if lines.yields is None else kg * lines.yields[counting]
        return masses.plus(columns.row[counting], role, kg)


class _LineReader:
    """Reader of the lines of one batch."""

    def __init__(
        self, rows: BatchRows, headers: ProductHeaders, vocabulary: CodeBooks, findings: BadCells
    ) -> None:
        self._rows, self._headers, self._known, self._findings = rows, headers, vocabulary, findings
        self._fields = rows.lines
        count = len(rows.amount)
        self._unit = vocabulary.units.codes(self._fields["unit"])
        self._stage = vocabulary.stages.numbers(self._fields["stage"])
        self._source = vocabulary.sources.codes(self._fields, count)
        self._doubtful = findings.bad.copy()
        """(row): rows with findings already, whose bridges may be missing because they cannot be read."""

    def lines(self) -> BatchLines:
        self._check_count()
        self._check_amounts()
        self._check_stages()
        used = self._used()
        units = self._known.units
        with np.errstate(over="ignore"):  # an amount that large is refused
            quantity = self._rows.amount * units.scale.take(self._unit)
        unit_kind, source_kind = units.kind.take(self._unit), self._known.sources.kind.take(self._source)
        odd = np.flatnonzero(unit_kind != source_kind)
        if len(odd):
            odd = self._judge(odd, unit_kind[odd], source_kind[odd], used)
        facts = self._measure(quantity, odd)
        tables = self._known.tables
        kind, yields = self._kinds(tables), self._yields()
        columns = Columns(
            start=self._rows.start,
            stage=self._stage,
            source=self._source,
            quantity=quantity,
            kind=kind,
            tables=tables,
            basis=self._known.basis,
            facts=facts,
        )
        return BatchLines(columns, self._unit, yields, self._uses(used, yields))

    def _uses(self, used: NDArray[np.intp], yields: NDArray[np.float64] | None) -> UseLines | None:
        if not len(used):
            return None
        names = self._fields["product"].take(pa.array(used)).cast(pa.string())
        stays = np.ones(len(used)) if yields is None else yields[used]
        return UseLines(used, self._unit[used], stays, self._last(used), names)

    def _check_count(self) -> None:
        for row in np.flatnonzero(np.diff(self._rows.start) == 0).tolist():
            self._findings.row(row, "lines", None, "expected at least one, got none; add one")

    def _check_amounts(self) -> None:
        amount = self._rows.amount
        if not len(amount) or (amount.min() >= 0 and amount.max() <= _MAX_AMOUNT):  # False where one is NaN
            return
        wrong = np.flatnonzero(~((amount >= 0) & (amount <= _MAX_AMOUNT)))
        column = self._fields["amount"]
        self._findings.lines(wrong.tolist(), "amount", column, self._amount_problem)

    def _amount_problem(self, line: int) -> str:
        column = self._fields["amount"]
        if not column[line].is_valid:
            return "an amount is required and is missing; add it"
        amount = self._rows.amount[line]
        if amount < 0 and np.isfinite(amount):
            return "an amount below zero; only removals may be"
        if np.isfinite(amount):
            return "a number larger than 1e15; use a larger unit"
        return "expected a finite number, with a point and without a unit or grouping"

    def _check_stages(self) -> None:
        stage, inside = self._stage, self._headers.inside
        if len(stage) and stage.min() == UNKNOWN_WORD:
            wrong = np.flatnonzero(stage == UNKNOWN_WORD).tolist()
            column = self._fields["stage"]
            self._findings.lines(wrong, "stage", column, self._stage_problem)
        if inside is None or not len(stage) or (inside == ALL_STAGES).all():
            return
        allowed = np.repeat(inside, np.diff(self._rows.start))
        outside = np.flatnonzero((stage != UNKNOWN_WORD) & ((allowed >> stage) & 1 == 0)).tolist()
        self._findings.lines(outside, "stage", self._fields["stage"], self._outside)

    def _stage_problem(self, line: int) -> str:
        word = self._fields["stage"][line].as_py()
        if word is None:
            return "a stage is required and is missing; add it"
        return self._known.stages.expected(word)

    def _outside(self, line: int) -> str:
        row = int(np.searchsorted(self._rows.start, line, side="right")) - 1
        boundary = cast("Boundary", self._headers.boundary[row])
        return (
            f"lies outside the boundary {boundary!r}; inside are {', '.join(stages_of(boundary))}; move the line, or "
            "widen the boundary"
        )

    def _used(self) -> NDArray[np.intp]:
        """Return the lines that use a product; refuse lines with several sources, and `through` on a gas."""
        fields = self._fields
        if "product" not in fields and "gas" not in fields:
            return np.zeros(0, np.intp)
        given = {name: _valid(fields[name]) for name in LINE_SOURCES if name in fields}
        no = np.False_
        twice = np.flatnonzero(np.sum(list(given.values()), axis=0) > 1)
        self._findings.lines(twice.tolist(), "", None, lambda line: _several_sources(given, line))
        if "through" in fields:
            cut = _valid(fields["through"]) & given.get("gas", no)
            self._findings.lines(
                np.flatnonzero(cut).tolist(),
                "through",
                fields["through"],
                lambda _: "only a line with a factor or a product takes `through`; remove it",
            )
        return np.flatnonzero(given["product"]) if "product" in given else np.zeros(0, np.intp)

    def _last(self, used: NDArray[np.intp]) -> NDArray[np.intp]:
        """Return (use) places of the last stage taken of the used product; the last stage of all where none is named."""
        column = self._fields.get("through")
        last = np.full(len(used), len(STAGES) - 1, np.intp)
        if column is None or not len(used):
            return last
        for place, word in enumerate(column.take(pa.array(used)).cast(pa.string()).to_pylist()):
            if word in STAGES:
                last[place] = STAGES.index(word)
            elif word is not None:
                (problem,) = stage_cut_problems(word, None)
                self._findings.line(int(used[place]), "through", column, f"{problem.what}; {problem.todo}")
        return last

    def _judge(
        self,
        odd: NDArray[np.intp],
        unit_kind: NDArray[np.int32],
        source_kind: NDArray[np.int32],
        used: NDArray[np.intp],
    ) -> NDArray[np.intp]:
        """Refuse unreadable units and unusable sources; return the lines whose unit has to be bridged."""
        known, fields = self._known, self._fields
        self._findings.lines(
            odd[unit_kind == NO_KIND].tolist(),
            "unit",
            fields["unit"],
            lambda line: known.units.problem(int(self._unit[line])),
        )
        unusable = np.setdiff1d(odd[source_kind == UNUSABLE], used, assume_unique=True)
        problems = known.sources.problems(self._source[unusable])
        for line, (name, reason) in zip(unusable.tolist(), problems, strict=True):
            self._findings.line(line, name, fields.get(name), reason)
        odd = odd[(unit_kind != NO_KIND) & (source_kind != UNUSABLE)]
        return odd[~self._doubtful[self._row(odd)]]

    def _measure(self, quantity: NDArray[np.float64], odd: NDArray[np.intp]) -> dict[int, NDArray[np.intp]]:
        """Convert quantities to the units of their sources, in place; refuse prices of two years.

        Returns:
            `Bit` → lines that took a bridge, or whose price has no year.
        """
        known, price_year = self._known, self._known.tables.price_year
        if not len(odd) and not price_year.any():
            return {}
        row = np.repeat(np.arange(len(self._rows)), np.diff(self._rows.start))
        lines = LineUnits(self._unit, self._source, row)
        measured = known.bridges.measure(quantity, lines, odd, price_year, self._headers.of)
        for line, what, todo in measured.problems:
            reason = f"{what}; {todo}" if todo else what
            self._findings.line(line, "unit", self._fields["unit"], reason)
        return {Bit.BRIDGED: measured.bridged, Bit.PRICE_YEAR: measured.priced}

    def _kinds(self, tables: SourceTables) -> NDArray[np.intp]:
        """Return (line) kinds of data: of the source and of the amount, by its unit or evidence, the later one."""
        kind = tables.kind.take(self._source)
        if self._known.units.money.any():
            kind[self._known.units.money.take(self._unit)] = SPEND
        if "evidence" in self._fields:
            column, kinds = self._fields["evidence"], self._known.evidence
            of_amount = kinds.numbers(column)
            wrong = np.flatnonzero(of_amount == UNKNOWN_WORD).tolist()
            for line in wrong:
                word = column[line].as_py()
                self._findings.line(line, "evidence", column, kinds.expected(word, f", got {clip(word)}"))
            np.maximum(kind, of_amount, out=kind)
        return kind

    def _yields(self) -> NDArray[np.float64] | None:
        if "yields" not in self._fields:
            return None
        column = self._fields["yields"]
        stays: NDArray[np.float64] = column.cast(pa.float64()).to_numpy(zero_copy_only=False).copy()
        stays[np.isnan(stays)] = 1.0  # an empty cell
        wrong = np.flatnonzero(~((stays >= 0) & (stays <= MAX_YIELD))).tolist()
        reason = f"expected a share from 0 to {MAX_YIELD:g}, such as 0.1 of the milk of a cheese"
        self._findings.lines(wrong, "yields", column, lambda _: reason)
        return stays

    def _row(self, lines: NDArray[np.intp]) -> NDArray[np.intp]:
        """Return the rows of lines."""
        return np.searchsorted(self._rows.start, lines, side="right") - 1


def _valid(column: pa.Array) -> NDArray[np.bool_]:
    valid: NDArray[np.bool_] = column.is_valid().to_numpy(zero_copy_only=False)
    return valid


def _several_sources(given: Mapping[str, NDArray[np.bool_]], line: int) -> str:
    names = " and ".join(name for name, valid in given.items() if valid[line])
    return f"names {names} together; give exactly one of {', '.join(LINE_SOURCES)}"


def check_empty_stages(
    rows: BatchRows, headers: ProductHeaders, columns: Columns, findings: BadCells
) -> None:
    """Check the reasons of empty stages: printable text, and a stage inside the boundary without a line."""
    for place, stage in enumerate(STAGES):
        name = f"nothing_in.{stage}"
        column = rows.products.get(name)
        if column is None or column.null_count == len(column):
            continue
        happens = set(columns.row[columns.stage == place].tolist())
        for row in np.flatnonzero(column.is_valid().to_numpy(zero_copy_only=False)).tolist():
            reason = column[row].as_py()
            problem = _unprintable(reason)
            if headers.inside is not None and not headers.inside[row] >> place & 1:
                problem = f"{stage!r} lies outside the boundary, where nothing is counted anyway; remove it"
            elif row in happens:
                problem = f"a line stands in stage {stage!r}; remove one of the two"
            if problem:
                findings.row(row, name, reason, problem)


def _unprintable(reason: str) -> str:
    try:
        clean_text(reason)
    except TextError as error:
        return str(error)
    return ""

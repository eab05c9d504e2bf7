"""Many footprints at once: columns inside, a `Footprint` made when one is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

from co2label.errors import ComputeError, Problem, clip
from co2label.footprint.computed import Computed
from co2label.footprint.later import Later
from co2label.footprint.note import Contribution, Interval, Note
from co2label.footprint.result import Footprint
from co2label.model import COMPONENTS, STAGES, suggestion

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from co2label.footprint.by_method import ByMethod
    from co2label.footprint.columns import Columns
    from co2label.footprint.inputs import Input
    from co2label.footprint.intervals import Intervals
    from co2label.footprint.mass_balance import MassBalance, MassBalances
    from co2label.footprint.removing import RemovedBy
    from co2label.footprint.terms import Term
    from co2label.footprint.totals import Totals
    from co2label.model import Component, EmissionFactor, Product, Stage, SumRule

__all__ = ["Footprints"]


class Footprints(Sequence[Footprint]):
    """The footprints of a catalogue, in the order of its products; `footprints["tea"]` finds one by its id.

    Iterating, or asking for one, makes the `Footprint`; the columns are there without: `ids` and the array `kg_co2e`.
    """

    def __init__(
        self,
        columns: Columns,
        totals: Totals,
        factor_edition: str,
        count: int | None = None,
        again: Callable[[Sequence[Product]], NDArray[Any]] | None = None,
    ) -> None:
        """`again` computes figures anew, for products that have chosen otherwise."""
        self._again = again
        self._emitted = Computed(columns, totals)
        self._products, self._edition = columns.products, factor_edition
        self._count = len(columns.products) if count is None else count

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Product ids, in order."""
        return tuple(product.id for product in self._products[: self._count])

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {name: row for row, name in enumerate(self.ids)}

    @property
    def kg_co2e(self) -> NDArray[Any]:
        """The figures as an array (read-only), kilograms of CO2e per declared unit."""
        return self._array(lambda each: each.totals.kg_co2e)

    @property
    def stages_kg_co2e(self) -> NDArray[Any]:
        """The figures as an array of (product, stage), stages in the order of `STAGES`; NaN where there is none."""
        return self._array(lambda each: each.stages)

    @property
    def primary_data_share(self) -> NDArray[Any]:
        """Percent of each figure that rests on primary data, as an array."""
        return self._array(lambda each: each.totals.primary)

    @property
    def interval_kg_co2e(self) -> NDArray[Any]:
        """95 % intervals as an array of (product, low and high); NaN where no uncertainty is stated."""
        return self._array(lambda each: each.interval)

    @cached_property
    def _by_rule(self) -> Mapping[SumRule, tuple[Computed, NDArray[Any]]]:
        """The same lines counted by the sum rules that declarations name, each with the rows of its products."""
        from co2label.footprint.by_rule import counting, rows_by_rule  # noqa: PLC0415 - numpy and scipy, when needed
        from co2label.footprint.totals import add_up  # noqa: PLC0415

        columns = self._emitted.columns
        ways = [(rule, counting(columns, rule), rows) for rule, rows in rows_by_rule(columns).items()]
        return {rule: (Computed(way, add_up(way)), rows) for rule, way, rows in ways}

    def _each(self, of: Callable[[Computed], NDArray[Any]]) -> NDArray[Any]:
        """An array by product, each row as its product's own declaration counts."""
        array = of(self._emitted)
        if self._by_rule:
            array = array.copy()
            for computed, rows in self._by_rule.values():
                array[rows] = of(computed)[rows]
        return array

    def _array(self, of: Callable[[Computed], NDArray[Any]]) -> NDArray[Any]:
        view = self._each(of)[: self._count].view()
        view.flags.writeable = False
        return view

    def _rule(self, row: int) -> SumRule | None:
        """The sum rule that a figure is the total of."""
        named = self._products[row].declaration.sum_rule
        if named is None or named not in self._by_rule:
            return None
        return named if row in self._by_rule[named][1] else None

    def _computed(self, row: int) -> Computed:
        rule = self._rule(row)
        return self._emitted if rule is None else self._by_rule[rule][0]

    @property
    def _intervals(self) -> Intervals | None:
        """The uncertainty of what is emitted."""
        return self._emitted.intervals

    @cached_property
    def _balances(self) -> MassBalances:
        from co2label.footprint.mass_balance import MassBalances  # noqa: PLC0415 - only who asks pays

        return MassBalances(self._emitted.columns)

    @cached_property
    def _by_method(self) -> ByMethod | None:
        """Both figures where there is electricity, when the first is asked for."""
        if self._again is None or not any(product.ruled for product in self._products):
            return None
        from co2label.footprint.by_method import ByMethod  # noqa: PLC0415 - only who asks pays

        return ByMethod(self._emitted.columns, self._again)

    def __len__(self) -> int:
        return self._count

    def __contains__(self, item: object) -> bool:
        return item in self._rows if isinstance(item, str) else super().__contains__(item)

    @overload
    def __getitem__(self, index: int | str) -> Footprint: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Footprint, ...]: ...
    def __getitem__(self, index: int | str | slice) -> Footprint | tuple[Footprint, ...]:
        if isinstance(index, slice):
            return tuple(self._footprint(row) for row in range(*index.indices(self._count)))
        if isinstance(index, str):
            return self._footprint(self._row_of(index))
        return self._footprint(range(self._count)[index])

    def __iter__(self) -> Iterator[Footprint]:
        return map(self._footprint, range(self._count))

    def __repr__(self) -> str:
        return f"<{self._count} footprints>"

    def _row_of(self, name: str) -> int:
        if name not in self._rows:
            hint = suggestion(name, self.ids)
            raise ComputeError([Problem("", f"no footprint of a product {clip(name)}", hint)])
        return self._rows[name]

    def _footprint(self, row: int) -> Footprint:
        from co2label.footprint.kinds import named  # noqa: PLC0415 - only who asks pays

        computed = self._computed(row)
        columns, totals = computed.columns, computed.totals
        matrix = _matrix(totals, row)
        stages: dict[Stage, float] = {}
        components: dict[Component, float] = {}
        for (stage, part), kg in matrix.items():
            stages[stage] = stages.get(stage, 0.0) + (kg if part in columns.counted else 0.0)
            components[part] = components.get(part, 0.0) + kg
        ordered = {part: components[part] for part in COMPONENTS if part in components}
        return Footprint(
            product=columns.products[row],
            kg_co2e=float(totals.kg_co2e[row]),
            gwp_set=columns.basis.gwp_set,
            gwp_horizon=columns.basis.horizon,
            factor_edition=self._edition,
            matrix=matrix,
            stages=stages,
            components=ordered,
            sum_rule=self._rule(row),
            credited_kg=float(self._emitted.credited[row]),
            removals=Later(lambda: self._removals(row)),
            contributions=Later(lambda: self._contributions(row)),
            notes=Later(lambda: self._notes(row)),
            imbalances=Later(lambda: self._imbalances(row)),
            interval=_interval(computed, row),
            inputs=Later(lambda: self._inputs(row)),
            terms=Later(lambda: self._terms(row)),
            factors=Later(lambda: self._factors(row)),
            used=Later(lambda: self._used(row)),
            primary_data_share=float(totals.primary[row]),
            kinds=named(computed.kinds[row]),
            left_out_percent=float(computed.left_out[row]),
            electricity=self._by_method.of(row) if self._by_method else {},
            unconverted_kg=float(computed.unconverted[row]),
            data_quality=computed.ratings.of(row) if computed.ratings else {},
        )

    def _removals(self, row: int) -> tuple[RemovedBy, ...]:
        from co2label.footprint.reached import Reached  # noqa: PLC0415 - only who asks pays
        from co2label.footprint.removing import removed_by  # noqa: PLC0415

        columns = self._emitted.columns
        return removed_by(columns, Reached(columns, row))

    def _contributions(self, row: int) -> tuple[Contribution, ...]:
        from co2label.footprint.tree import leaves  # noqa: PLC0415 - only who asks pays
        from co2label.footprint.working import contributions  # noqa: PLC0415

        computed = self._computed(row)
        return tuple(contributions(computed.columns, leaves(computed.columns, computed.totals, row)))

    def _factors(self, row: int) -> tuple[EmissionFactor, ...]:
        from co2label.footprint.reached import Reached  # noqa: PLC0415 - only who asks pays

        columns = self._emitted.columns
        drawn_on = (columns.emitters[code].factor for code in Reached(columns, row).emitters())
        return tuple({factor.id: factor for factor in drawn_on if factor is not None}.values())

    def _used(self, row: int) -> tuple[Product, ...]:
        from co2label.footprint.reached import Reached  # noqa: PLC0415 - only who asks pays

        return tuple(self._products[used] for used in Reached(self._emitted.columns, row).wholes[1:])

    def _notes(self, row: int) -> tuple[Note, ...]:
        from co2label.footprint.notes import notes_on  # noqa: PLC0415 - only who asks pays

        computed = self._computed(row)
        return notes_on(computed.columns, computed.totals, row, computed.intervals, self._balances)

    def _imbalances(self, row: int) -> tuple[MassBalance, ...]:
        from co2label.footprint.mass_balance import imbalances  # noqa: PLC0415 - only who asks pays
        from co2label.footprint.reached import Reached  # noqa: PLC0415

        reached = Reached(self._emitted.columns, row)
        return tuple(found for found, _ in imbalances(self._balances, reached))

    def _inputs(self, row: int) -> tuple[Input, ...]:
        from co2label.footprint.inputs import inputs_of  # noqa: PLC0415 - only who asks pays

        computed = self._computed(row)
        return inputs_of(computed.columns, computed.totals, row)

    def _terms(self, row: int) -> tuple[Term, ...]:
        intervals = self._computed(row).intervals
        return () if intervals is None else intervals.terms(row)


def _interval(computed: Computed, row: int) -> Interval | None:
    span = None if computed.intervals is None else computed.intervals.of(row)
    return None if span is None else Interval(span.low, span.high)


def _matrix(totals: Totals, row: int) -> dict[tuple[Stage, Component], float]:
    """The cells that hold anything; a stage whose activities come to nothing keeps one zero."""
    matrix: dict[tuple[Stage, Component], float] = {}
    for place, stage in enumerate(STAGES):
        if totals.present[row, place]:
            cells = zip(totals.components, totals.kg[row, place].tolist(), strict=True)
            matrix |= {(stage, part): kg for part, kg in cells if kg} or {(stage, "fossil"): 0.0}
    return matrix

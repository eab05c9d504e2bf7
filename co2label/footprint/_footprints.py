"""Many footprints at once: columns inside, a `Footprint` made when one is asked for.

`Calculation` is one calculation over all products which counts one set of components; what few ask for is made when they ask.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar, overload

import numpy as np

from co2label.errors import ComputeError, Problem, clip, suggestion
from co2label.footprint._engine import add_up
from co2label.footprint._footprint import Footprint
from co2label.footprint._lines import in_figure
from co2label.footprint._mass_balance import MassBalance, MassBalances, imbalances
from co2label.footprint._note import Interval, Note
from co2label.footprint._notes import ANYTHING, fact_bits, notes_of
from co2label.footprint._shares import (
    ByMethod,
    Ratings,
    counted_by_rule,
    credited_kg,
    data_kind_shares,
    data_quality,
    left_out_percent,
    rows_by_rule,
    shares_by_name,
)
from co2label.footprint._supply_chain import (
    SupplyChain,
    contributions,
    inputs_of,
    leaves,
    removal_lines,
)
from co2label.footprint._uncertainty import Intervals
from co2label.model import COMPONENTS, STAGES
from co2label.text import table_html

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from co2label.footprint._engine import Totals
    from co2label.model import Component, Product, Stage, SumRule


T = TypeVar("T")


class LazyTuple(Sequence[T]):
    """A tuple that is made when it is first read; pickles and compares as that tuple.

    >>> later = LazyTuple(lambda: (1, 2))
    >>> later == (1, 2), later[0], len(later)
    (True, 1, 2)
    """

    def __init__(self, make: Callable[[], Iterable[T]]) -> None:
        """`make` is called once, by whoever reads first."""
        self._make: Callable[[], Iterable[T]] | None = make
        self._made: tuple[T, ...] = ()

    def _all(self) -> tuple[T, ...]:
        if self._make is not None:
            self._made, self._make = tuple(self._make()), None
        return self._made

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...
    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        return self._all()[index]

    def __len__(self) -> int:
        return len(self._all())

    def __eq__(self, other: object) -> bool:
        return self._all() == (tuple(other) if isinstance(other, LazyTuple) else other)

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        return repr(self._all())

    def __reduce__(self) -> tuple[type[tuple[Any, ...]], tuple[tuple[T, ...]]]:
        return tuple, (self._all(),)


class Calculation:
    """What the columns of a catalogue add up to, and what follows from that; each is computed when it is first asked for."""

    def __init__(self, totals: Totals) -> None:
        self.columns, self.totals = totals.columns, totals

    @cached_property
    def stages(self) -> NDArray[Any]:
        """(product, stage): kilograms in the figure; NaN where there is no activity."""
        inside = in_figure(self.totals.components, self.columns.counted) > 0
        kg: NDArray[Any] = self.totals.kg[:, :, inside].sum(axis=2)
        kg[~self.totals.present] = float("nan")
        return kg

    @cached_property
    def intervals(self) -> Intervals | None:
        """The uncertainty of all figures; None where none is stated."""
        return Intervals.of_totals(self.totals)

    @property
    def interval(self) -> NDArray[Any]:
        """(product, low and high); NaN where no uncertainty is stated."""
        if self.intervals is None:
            return np.full((self.columns.count, 2), np.nan)
        return self.intervals.all()

    @cached_property
    def kinds(self) -> NDArray[Any]:
        """(product, kind): the share of each figure by kind of data."""
        return data_kind_shares(self.totals)

    @cached_property
    def bits(self) -> NDArray[Any] | None:
        """(product): facts about its lines, see `Bit`; None where rules made lines, of which they do not tell all."""
        if self.columns.rule_notes:
            return None
        return fact_bits(self.totals, np.zeros(self.columns.count, np.bool_))

    @cached_property
    def left_out(self) -> NDArray[Any]:
        """(product): percent of the whole figure that cut-offs leave out."""
        return left_out_percent(self.totals)

    @cached_property
    def ratings(self) -> Ratings | None:
        """Data quality; None where nothing is rated."""
        return data_quality(self.totals)

    @cached_property
    def credited(self) -> NDArray[Any]:
        """(product): kilograms that credits take off."""
        return credited_kg(self.totals)


_SHOWN_IN_NOTEBOOK = 20


class Footprints(Sequence[Footprint]):
    """The footprints of a catalogue, in the order of its products; `footprints["tea"]` finds one by its id.

    Iterating, or asking for one, makes the `Footprint`; the columns are there without: `ids` and the array `kg_co2e`.
    """

    def __init__(
        self,
        totals: Totals,
        factor_edition: str,
        count: int | None = None,
        again: Callable[[Sequence[Product]], NDArray[Any]] | None = None,
    ) -> None:
        """`again` computes figures anew, for products that have chosen otherwise."""
        self._again = again
        self._emitted, columns = Calculation(totals), totals.columns
        self._products, self._edition = columns.products, factor_edition
        self._count = columns.count if count is None else count

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
    def _by_rule(self) -> Mapping[SumRule, tuple[Calculation, NDArray[Any]]]:
        """The same lines counted by the sum rules that declarations name, each with the rows of its products."""
        columns = self._emitted.columns
        ways = [(rule, counted_by_rule(columns, rule), rows) for rule, rows in rows_by_rule(columns).items()]
        return {rule: (Calculation(add_up(way)), rows) for rule, way, rows in ways}

    def _each(self, of: Callable[[Calculation], NDArray[Any]]) -> NDArray[Any]:
        """An array by product, each row as its product's own declaration counts."""
        array = of(self._emitted)
        if self._by_rule:
            array = array.copy()
            for computed, rows in self._by_rule.values():
                array[rows] = of(computed)[rows]
        return array

    def _array(self, of: Callable[[Calculation], NDArray[Any]]) -> NDArray[Any]:
        view = self._each(of)[: self._count].view()
        view.flags.writeable = False
        return view

    def _rule(self, row: int) -> SumRule | None:
        """The sum rule that a figure is the total of."""
        named = self._products[row].declaration.sum_rule
        if named is None or named not in self._by_rule:
            return None
        return named if row in self._by_rule[named][1] else None

    def _computed(self, row: int) -> Calculation:
        rule = self._rule(row)
        return self._emitted if rule is None else self._by_rule[rule][0]

    @cached_property
    def _balances(self) -> MassBalances:
        return MassBalances(self._emitted.columns)

    @cached_property
    def _by_method(self) -> ByMethod | None:
        """Both figures where there is electricity, when the first is asked for."""
        if self._again is None or not any(product.has_rules for product in self._products):
            return None
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

    def _repr_html_(self) -> str:
        """A table of the first figures for notebooks, in kilograms per declared unit."""
        shown = min(self._count, _SHOWN_IN_NOTEBOOK)
        rows = [
            (product.id, f"{kg:.6g}", product.declared_unit)
            for product, kg in zip(self._products[:shown], self.kg_co2e[:shown].tolist(), strict=True)
        ]
        caption = f"{self._count} footprints; the first {shown}"
        return table_html(caption, ("product", "kg CO2e", "per"), rows)

    def _row_of(self, name: str) -> int:
        if name not in self._rows:
            hint = suggestion(name, self.ids)
            raise ComputeError([Problem("", f"no footprint of a product {clip(name)}", hint)])
        return self._rows[name]

    def _footprint(self, row: int) -> Footprint:
        computed, every = self._computed(row), self._emitted.columns
        columns, totals, intervals = computed.columns, computed.totals, computed.intervals
        matrix = _matrix(totals, row)
        stages: dict[Stage, float] = {}
        components: dict[Component, float] = {}
        for (stage, part), kg in matrix.items():
            stages[stage] = stages.get(stage, 0.0) + (kg if part in columns.counted else 0.0)
            components[part] = components.get(part, 0.0) + kg
        return Footprint(
            product=columns.products[row],
            kg_co2e=float(totals.kg_co2e[row]),
            gwp_set=columns.basis.gwp_set,
            gwp_horizon=columns.basis.horizon,
            factor_edition=self._edition,
            matrix=matrix,
            stages=stages,
            components={part: components[part] for part in COMPONENTS if part in components},
            sum_rule=self._rule(row),
            credited_kg=float(self._emitted.credited[row]),
            removals=LazyTuple(lambda: removal_lines(every, SupplyChain(every, row))),
            contributions=LazyTuple(lambda: contributions(columns, leaves(columns, totals, row))),
            notes=LazyTuple(lambda: self._notes(row)),
            imbalances=LazyTuple(lambda: self._imbalances(row)),
            interval=_interval(computed, row),
            inputs=LazyTuple(lambda: inputs_of(columns, totals, row)),
            terms=LazyTuple(lambda: () if intervals is None else intervals.terms(row)),
            factors=LazyTuple(lambda: SupplyChain(every, row).factors()),
            used=LazyTuple(lambda: [every.products[used] for used in SupplyChain(every, row).given_rows[1:]]),
            primary_data_share=float(totals.primary[row]),
            kinds=shares_by_name(computed.kinds[row]),
            left_out_percent=float(computed.left_out[row]),
            electricity=self._by_method.of(row) if self._by_method else {},
            unconverted_kg=float(totals.unconverted_kg[row]),
            data_quality=computed.ratings.of(row) if computed.ratings else {},
        )

    def _notes(self, row: int) -> tuple[Note, ...]:
        computed = self._computed(row)
        known = ANYTHING if computed.bits is None else int(computed.bits[row])
        return notes_of(computed.totals, row, computed.intervals, self._balances, known)

    def _imbalances(self, row: int) -> Iterator[MassBalance]:
        supply_chain = SupplyChain(self._emitted.columns, row)
        return (balance for balance, _ in imbalances(self._balances, supply_chain))


def _interval(computed: Calculation, row: int) -> Interval | None:
    span = None if computed.intervals is None else computed.intervals.of(row)
    if computed.intervals is None or span is None:
        return None
    return Interval(span.low, span.high, share=computed.intervals.share(row))


def _matrix(totals: Totals, row: int) -> dict[tuple[Stage, Component], float]:
    """The cells that hold anything; a stage whose activities come to nothing keeps one zero."""
    matrix: dict[tuple[Stage, Component], float] = {}
    for place, stage in enumerate(STAGES):
        if totals.present[row, place]:
            cells = zip(totals.components, totals.kg[row, place].tolist(), strict=True)
            matrix |= {(stage, part): kg for part, kg in cells if kg} or {(stage, "fossil"): 0.0}
    return matrix

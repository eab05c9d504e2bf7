"""Many footprints at once: columns inside, a `Footprint` made when one is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

from co2label.errors import ComputeError, Problem, clip
from co2label.footprint.later import Later
from co2label.footprint.result import Contribution, Footprint, Interval, Note
from co2label.model.findings import nearest
from co2label.model.vocabulary import COMPONENTS, OUTSIDE_THE_FIGURE, STAGES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from co2label.footprint.by_method import ByMethod
    from co2label.footprint.columns import Columns
    from co2label.footprint.gum import Gum
    from co2label.footprint.inputs import Input
    from co2label.footprint.quality import Ratings
    from co2label.footprint.totals import Totals
    from co2label.model import Component, EmissionFactor, Product, Stage

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
        self._columns, self._totals, self._edition = columns, totals, factor_edition
        self._count = len(columns.products) if count is None else count

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Product ids, in order."""
        return tuple(product.id for product in self._columns.products[: self._count])

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {name: row for row, name in enumerate(self.ids)}

    @property
    def kg_co2e(self) -> NDArray[Any]:
        """The figures as an array (read-only), kilograms of CO2e per declared unit."""
        return _read_only(self._totals.kg_co2e[: self._count])

    @property
    def stages_kg_co2e(self) -> NDArray[Any]:
        """The figures as an array of (product, stage), stages in the order of `STAGES`; NaN where there is none."""
        inside = [part not in OUTSIDE_THE_FIGURE for part in self._totals.components]
        kg = self._totals.kg[: self._count][:, :, inside].sum(axis=2)
        kg[~self._totals.present[: self._count]] = float("nan")
        return _read_only(kg)

    @property
    def primary_data_share(self) -> NDArray[Any]:
        """Percent of each figure that rests on primary data, as an array."""
        return _read_only(self._totals.primary[: self._count])

    @property
    def interval_kg_co2e(self) -> NDArray[Any]:
        """95 % intervals as an array of (product, low and high); NaN where no uncertainty is stated."""
        import numpy as np  # noqa: PLC0415 - only who asks pays

        if self._gum is None:
            return _read_only(np.full((self._count, 2), np.nan))
        return _read_only(np.stack([self._gum.low, self._gum.high], axis=1)[: self._count])

    @cached_property
    def _gum(self) -> Gum | None:
        """The uncertainty of all figures, in one pass, when the first is asked for."""
        from co2label.footprint.stated import stated_in  # noqa: PLC0415 - only who asks pays

        stated = stated_in(self._columns)
        if stated is None:
            return None
        from co2label.footprint.gum import gum  # noqa: PLC0415

        return gum(self._columns, self._totals, stated)

    @cached_property
    def _by_method(self) -> ByMethod | None:
        """Both figures where there is electricity, when the first is asked for."""
        if self._again is None or not any(product.ruled for product in self._columns.products):
            return None
        from co2label.footprint.by_method import ByMethod  # noqa: PLC0415 - only who asks pays

        return ByMethod(self._columns, self._again)

    @cached_property
    def _unconverted(self) -> NDArray[Any]:
        from co2label.footprint.weighing import unconverted  # noqa: PLC0415 - only who asks pays

        return unconverted(self._columns, self._totals)

    @cached_property
    def _kinds(self) -> NDArray[Any]:
        from co2label.footprint.kinds import shares_in  # noqa: PLC0415 - only who asks pays

        return shares_in(self._columns, self._totals)

    @cached_property
    def _ratings(self) -> Ratings | None:
        from co2label.footprint.quality import ratings_in  # noqa: PLC0415 - only who asks pays

        return ratings_in(self._columns, self._totals)

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
            hint = nearest(name, self.ids)
            raise ComputeError([Problem("", f"no footprint of a product {clip(name)}", hint)])
        return self._rows[name]

    def _footprint(self, row: int) -> Footprint:
        from co2label.footprint.kinds import named  # noqa: PLC0415 - only who asks pays

        columns, totals = self._columns, self._totals
        product = columns.products[row]
        matrix = _matrix(totals, row)
        stages: dict[Stage, float] = {}
        components: dict[Component, float] = {}
        for (stage, part), kg in matrix.items():
            stages[stage] = stages.get(stage, 0.0) + (0.0 if part in OUTSIDE_THE_FIGURE else kg)
            components[part] = components.get(part, 0.0) + kg
        ordered = {part: components[part] for part in COMPONENTS if part in components}
        return Footprint(
            product=product,
            kg_co2e=float(totals.kg_co2e[row]),
            gwp_set=columns.basis.gwp_set,
            gwp_horizon=columns.basis.horizon,
            factor_edition=self._edition,
            matrix=matrix,
            stages=stages,
            components=ordered,
            contributions=Later(lambda: self._contributions(row)),
            notes=Later(lambda: self._notes(row)),
            interval=self._interval(row),
            inputs=Later(lambda: self._inputs(row)),
            factors=Later(lambda: self._factors(row)),
            used=Later(lambda: self._used(row)),
            primary_data_share=float(totals.primary[row]),
            kinds=named(self._kinds[row]),
            electricity=self._by_method.of(row) if self._by_method else {},
            unconverted_kg=float(self._unconverted[row]),
            data_quality=self._ratings.of(row) if self._ratings else {},
        )

    def _contributions(self, row: int) -> tuple[Contribution, ...]:
        from co2label.footprint.tree import leaves  # noqa: PLC0415 - only who asks pays
        from co2label.footprint.working import contributions  # noqa: PLC0415

        return tuple(contributions(self._columns, leaves(self._columns, self._totals, row)))

    def _factors(self, row: int) -> tuple[EmissionFactor, ...]:
        from co2label.footprint.reached import Reached  # noqa: PLC0415 - only who asks pays

        reached = Reached(self._columns, row).emitters()
        drawn_on = (self._columns.emitters[code].factor for code in reached)
        return tuple({factor.id: factor for factor in drawn_on if factor is not None}.values())

    def _used(self, row: int) -> tuple[Product, ...]:
        from co2label.footprint.reached import Reached  # noqa: PLC0415 - only who asks pays

        return tuple(self._columns.products[used] for used in Reached(self._columns, row).rows[1:])

    def _notes(self, row: int) -> tuple[Note, ...]:
        from co2label.footprint.notes import notes_on  # noqa: PLC0415 - only who asks pays

        return notes_on(self._columns, self._totals, row, self._gum)

    def _inputs(self, row: int) -> tuple[Input, ...]:
        from co2label.footprint.inputs import inputs_of  # noqa: PLC0415 - only who asks pays

        return inputs_of(self._columns, self._totals, row)

    def _interval(self, row: int) -> Interval | None:
        gum = self._gum
        if gum is None or gum.mean[row] != gum.mean[row]:  # NaN: nothing is stated
            return None
        return Interval(float(gum.low[row]), float(gum.high[row]))


def _matrix(totals: Totals, row: int) -> dict[tuple[Stage, Component], float]:
    """The cells that hold anything; a stage whose activities come to nothing keeps one zero."""
    matrix: dict[tuple[Stage, Component], float] = {}
    for place, stage in enumerate(STAGES):
        if totals.present[row, place]:
            cells = zip(totals.components, totals.kg[row, place].tolist(), strict=True)
            matrix |= {(stage, part): kg for part, kg in cells if kg} or {(stage, "fossil"): 0.0}
    return matrix


def _read_only(array: NDArray[Any]) -> NDArray[Any]:
    view = array.view()
    view.flags.writeable = False
    return view

"""One calculation over all products, which counts one set of components, with what few ask for made when they ask."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from co2label.footprint.columns import Columns
    from co2label.footprint.intervals import Intervals
    from co2label.footprint.quality import Ratings
    from co2label.footprint.totals import Totals

__all__ = ["Computed"]


class Computed:
    """The columns of a catalogue and what they add up to."""

    def __init__(self, columns: Columns, totals: Totals) -> None:
        self.columns, self.totals = columns, totals

    @cached_property
    def stages(self) -> NDArray[Any]:
        """(product, stage): kilograms in the figure; NaN where there is no activity."""
        from co2label.footprint.totals import in_figure  # noqa: PLC0415 - numpy, when needed

        inside = in_figure(self.totals.components, self.columns.counted) > 0
        kg: NDArray[Any] = self.totals.kg[:, :, inside].sum(axis=2)
        kg[~self.totals.present] = float("nan")
        return kg

    @cached_property
    def intervals(self) -> Intervals | None:
        """The uncertainty of all figures; None where none is stated."""
        from co2label.footprint.stated import stated_in  # noqa: PLC0415 - only who asks pays

        stated = stated_in(self.columns)
        if stated is None:
            return None
        from co2label.footprint.intervals import Intervals  # noqa: PLC0415

        return Intervals(self.columns, self.totals, stated)

    @property
    def interval(self) -> NDArray[Any]:
        """(product, low and high); NaN where no uncertainty is stated."""
        import numpy as np  # noqa: PLC0415 - only who asks pays

        if self.intervals is None:
            return np.full((len(self.columns.products), 2), np.nan)
        return self.intervals.all()

    @cached_property
    def unconverted(self) -> NDArray[Any]:
        """(product): kilograms on another GWP set or horizon."""
        from co2label.footprint.weighing import unconverted  # noqa: PLC0415 - only who asks pays

        return unconverted(self.columns, self.totals)

    @cached_property
    def kinds(self) -> NDArray[Any]:
        """(product, kind): the share of each figure by kind of data."""
        from co2label.footprint.kinds import shares_in  # noqa: PLC0415 - only who asks pays

        return shares_in(self.columns, self.totals)

    @cached_property
    def left_out(self) -> NDArray[Any]:
        """(product): percent of the whole figure that cut-offs leave out."""
        from co2label.footprint.left_out import left_out  # noqa: PLC0415 - only who asks pays

        return left_out(self.columns, self.totals)

    @cached_property
    def ratings(self) -> Ratings | None:
        """Data quality; None where nothing is rated."""
        from co2label.footprint.quality import ratings_in  # noqa: PLC0415 - only who asks pays

        return ratings_in(self.columns, self.totals)

    @cached_property
    def credited(self) -> NDArray[Any]:
        """(product): kilograms that credits take off."""
        from co2label.footprint.crediting import credited  # noqa: PLC0415 - only who asks pays

        return credited(self.columns, self.totals)

"""The 95 % interval of every figure: all at once by the closed form, and from their terms where that is too rough."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from co2label.footprint.gum import Gum, gum
from co2label.footprint.span import Span, span_of
from co2label.footprint.terms_of import TermsOf

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from co2label.footprint.columns import Columns
    from co2label.footprint.stated import Stated
    from co2label.footprint.terms import Term
    from co2label.footprint.totals import Totals

__all__ = ["Intervals"]


class Intervals:
    """Of all products of a calculation in which something is stated."""

    def __init__(self, columns: Columns, totals: Totals, stated: Stated) -> None:
        self._columns, self._totals, self._stated = columns, totals, stated
        self._known: dict[int, Span] = {}

    @cached_property
    def gum(self) -> Gum:
        """Means, standard deviations, and ends by the closed form."""
        return gum(self._columns, self._totals, self._stated)

    def of(self, row: int) -> Span | None:
        """The interval of one product; None where nothing is stated."""
        if row not in self._known and not np.isnan(self.gum.mean[row]):
            self._known[row] = (
                span_of(self.terms(row))
                if self.gum.rough[row]
                else Span(float(self.gum.low[row]), float(self.gum.high[row]))
            )
        return self._known.get(row)

    def all(self) -> NDArray[np.float64]:
        """(product, low and high); NaN where nothing is stated."""
        ends = np.stack([self.gum.low, self.gum.high], axis=1)
        for row in np.flatnonzero(self.gum.rough).tolist():
            span = self.of(row)
            assert span is not None, "a rough figure has stated inputs"
            ends[row] = span.low, span.high
        return ends

    def terms(self, row: int) -> tuple[Term, ...]:
        """What the figure of a product is a sum of."""
        return TermsOf(self._columns, self._totals, self._stated, self.gum.sd).product(row)

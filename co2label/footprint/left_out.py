"""How much of a figure its cut-off leaves out, through the products that are used.

A product that leaves out p % of its figure K misses K × p ÷ (100 − p) kg, or, scaled up, holds K × p ÷ 100 kg that nobody
counted. What a used product misses is missed by its user too, times the amount.

>>> from co2label.footprint import compute
>>> from co2label.model import Activity, Product
>>> part = Product(id="part", name="Part", declared_unit="1 piece", boundary="cradle-to-gate",
...     cut_off={"left_out_percent": 20, "limit_percent": 20},
...     activities=[Activity("gas", "4 kg", gas="CO2", stage="production")])
>>> whole = Product(id="whole", name="Whole", declared_unit="1 piece", boundary="cradle-to-gate", activities=[
...     Activity("part", "1 piece", product="part", stage="raw-materials"),
...     Activity("gas", "5 kg", gas="CO2", stage="production")])
>>> compute(part).left_out_percent, compute(whole, products=[part]).left_out_percent
(20.0, 10.0)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from co2label.footprint.nesting import solve
from co2label.footprint.totals import uses_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from co2label.footprint.columns import Columns
    from co2label.footprint.totals import Totals

__all__ = ["left_out"]


def left_out(columns: Columns, totals: Totals) -> NDArray[np.float64]:
    """(product): percent of the whole figure that is left out, 0 to 100; zero where nobody cuts anything off."""
    cut = [product.cut_off for product in columns.products]
    if not any(cut):
        return np.zeros(len(cut))
    share = np.array([each.left_out_percent / 100 if each else 0.0 for each in cut])
    scaled = np.array([bool(each and each.scale_up) for each in cut])
    kg = np.abs(totals.kg_co2e)
    missed = np.where(scaled, 0.0, kg * share / (1.0 - share))
    guessed = np.where(scaled, kg * share, 0.0)
    uses, nested = uses_of(columns)
    if len(nested):
        sums = np.abs(solve(np.stack([missed, guessed], axis=1), uses)[0])
        missed, guessed = sums[:, 0], sums[:, 1]
    whole = kg + missed
    percent: NDArray[np.float64] = 100.0 * np.divide(
        missed + guessed, whole, out=share.copy(), where=whole > 0
    )
    return np.minimum(percent, 100.0)

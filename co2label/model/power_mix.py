"""The power mix (電源構成) that a supplier discloses: percent by source, and the time that it is of.

電力の小売営業に関する指針 (METI): the sources by name, FIT電気 and the wholesale exchange apart, of a past or a planned
fiscal year; in the fields that utilities publish (九州電力, customer.kyuden.co.jp/ja/electricity/system/composition/
2020.html; 四国電力, www.yonden.co.jp/customer/composition_and_co2/index.html).

>>> mix = PowerMix(shares={"gas": 38, "coal": 31, "fit": 14, "exchange": 17}, period="2024-04/2025-03")
>>> mix.share("fit"), mix.share("solar"), mix.basis
(14.0, 0.0, 'actual')
"""

from __future__ import annotations

from math import fsum
from typing import Annotated, Literal, get_args

from pydantic import Field, field_validator

from co2label.model.noun import Noun
from co2label.model.period import Period

__all__ = ["MIX_SOURCES", "MixSource", "PowerMix"]

MixSource = Literal[
    "solar",
    "wind",
    "hydro",
    "geothermal",
    "biomass",
    "fit",
    "nuclear",
    "coal",
    "gas",
    "oil",
    "exchange",
    "other",
]
"""Renewable sources are those outside the feed-in tariff; `fit` is FIT電気 of any source."""
MIX_SOURCES: tuple[MixSource, ...] = get_args(MixSource)

_ROUNDING = 1.0
"""Percent points. Published shares are rounded one by one, so their sum may miss 100 (四国電力, as above)."""
_NOISE = 1e-9
"""Of sums of decimal fractions."""


class PowerMix(Noun):
    """What the electricity of a supplier, or of one of its menus, is generated from.

    Raises:
        DocumentError: shares that do not add up to 99 to 101 %.
    """

    shares: dict[MixSource, Annotated[float, Field(ge=0, le=100)]] = Field(min_length=1)
    """Percent by source."""
    period: Period
    basis: Literal["actual", "planned"] = "actual"

    def share(self, source: MixSource) -> float:
        """Percent of a source; what a mix does not name is not in it, for its shares add up."""
        return float(self.shares.get(source, 0.0))

    @property
    def sources(self) -> tuple[tuple[MixSource, float], ...]:
        """Every source above zero with its percent, in the order of the guideline."""
        return tuple((source, self.share(source)) for source in MIX_SOURCES if self.share(source))

    @field_validator("shares")
    @classmethod
    def _whole(cls, shares: dict[MixSource, float]) -> dict[MixSource, float]:
        total = fsum(shares.values())
        if abs(total - 100) > _ROUNDING + _NOISE:
            message = f"the shares of a power mix add up to 100 %, these to {total:.6g} %; name what is missing, or `other`"
            raise ValueError(message)
        return shares

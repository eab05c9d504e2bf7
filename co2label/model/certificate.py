"""Energy attribute certificates, and where the electricity that they certify was generated.

One certificate feeds both: the market-based figure, and what may be said of the origin. What must stand in it for a
claim (its kind, what it is matched to) is the rule of the retail guideline, in `co2label.indicators.origin_claim`.

>>> wind = Certificate(id="nfc-1", kind="再エネ指定非化石証書", amount="60 kWh", market="JP", period="2025-04/2026-03",
...     matched="renewable", plant={"source": "wind", "prefecture": "岩手県", "municipality": "久慈市"})
>>> wind.tracked, wind.plant.source
(True, 'wind')
"""

from __future__ import annotations

from typing import Literal

from co2label.model.noun import AmountField, CleanText, Identifier, Name, Noun
from co2label.model.period import Period
from co2label.model.references import FactorRef

__all__ = ["Certificate", "Matched", "Plant", "RenewableSource"]

RenewableSource = Literal["solar", "wind", "hydro", "geothermal", "biomass"]
"""What plants of renewable electricity run on, in the order of the retail guideline."""
Matched = Literal["renewable", "fit", "other"]
"""Electricity bought from the plant itself, a renewable one outside the feed-in tariff; FIT電気; any other: from the
exchange, mixed, fossil."""


class Plant(Noun):
    """The plant that a tracked certificate names: what it runs on, and where it stands."""

    source: RenewableSource
    prefecture: Name
    municipality: Name | None = None
    name: Name | None = None


class Certificate(Noun):
    """An energy attribute certificate, redeemed for this use: 非化石証書, green power, REC, GO, I-REC."""

    id: Identifier
    """Its number in the registry; it stands once in a document (unique claim)."""
    kind: CleanText
    """Its name: 再エネ指定非化石証書, 非化石証書, GO."""
    amount: AmountField
    """What it certifies: "2 MWh". It covers so much and no more."""
    market: Identifier
    """Where it is issued: a country ("JP"), or a market of several ("AIB")."""
    period: Period
    """When the electricity was generated (vintage)."""
    factor: FactorRef | None = None
    """Emission factor of what it certifies, upstream included; 0 kgCO2e/kWh for generation if none is given."""
    matched: Matched | None = None
    """The electricity that it is used together with; what may be said depends on it."""
    plant: Plant | None = None
    """As its tracking data name it; an untracked certificate names none."""

    @property
    def tracked(self) -> bool:
        """Whether it says where the electricity was generated."""
        return self.plant is not None

"""Electricity of an activity: market- or location-based, with certificates, losses, upstream and the power mix.

ISO 14067:2018, 6.4.9.4 asks for the life cycle of the supply: generation, losses of transmission and distribution,
and upstream emissions (these three as read in the draft of 2011, 6.3.9.3, at 1library.co/article/otros-pasivos-cuenta-
materias-primas.qmjmgjkw). Contracts count where nobody else claims the same electricity (5.12) and where it is produced
within the market in which it is used (as told by RECS International, recs.org/?p=1623).
GHG Protocol Scope 2 Guidance (2015), as told by shelkariuki.netlify.app (07-scope2-quality-criteria) and a public
review of its chapters: both values are reported (7.1); market-based data are taken in the order of Table 6.3:
certificates, contracts, the supplier's rate, residual mix, grid average; Table 7.1 lists the quality criteria, of which
unique claim (2), vintage (4) and market (5) can be checked here.

One certificate feeds both the market-based figure and the claim about the origin. What a certificate must state for a
claim (its kind, what it is matched to) is the rule of the retail guideline, in the room `indicators`.

The power mix (電源構成) of a supplier follows 電力の小売営業に関する指針 (METI): sources by name, FIT電気 and the wholesale
exchange apart, of a past or a planned fiscal year; in the fields that utilities publish (九州電力,
customer.kyuden.co.jp/ja/electricity/system/composition/2020.html; 四国電力,
www.yonden.co.jp/customer/composition_and_co2/index.html).

>>> bought = Electricity.read({"method": "market", "grid": "elec.grid.jp.average", "market": "JP", "period": "2025",
...     "certificates": [{"id": "nfc-1", "kind": "non-fossil", "amount": "60 kWh", "market": "JP", "period": "2025-04"}]})
>>> bought.certificates[0].amount.value
60.0
>>> wind = Certificate(id="nfc-1", kind="再エネ指定非化石証書", amount="60 kWh", market="JP", period="2025-04/2026-03",
...     matched="renewable", plant={"source": "wind", "prefecture": "岩手県", "municipality": "久慈市"})
>>> wind.tracked, wind.plant.source
(True, 'wind')
>>> mix = PowerMix(shares={"gas": 38, "coal": 31, "fit": 14, "exchange": 17}, period="2024-04/2025-03")
>>> mix.share("fit"), mix.share("solar"), mix.basis
(14.0, 0.0, 'actual')
"""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING, Annotated, Literal, get_args

from pydantic import Field, field_validator

from co2label.errors import Problem
from co2label.model._base import AmountField, CleanText, Identifier, Model, Name
from co2label.model._evidence import Period, one_contains_other
from co2label.model._factor import FactorRef

if TYPE_CHECKING:
    from collections.abc import Iterator

    from co2label.units import Amount


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

_MIX_TOLERANCE = 1.0
"""Percent points. Published shares are rounded one by one, so their sum may miss 100 (四国電力, as above)."""

_NOISE = 1e-9
"""Of sums of decimal fractions."""


class PowerMix(Model):
    """Sources that the electricity of a supplier, or of one of its menus, is generated from.

    Raises:
        DocumentError: shares that do not add up to 99 to 101 %.
    """

    shares: dict[MixSource, Annotated[float, Field(ge=0, le=100)]] = Field(min_length=1)
    """Percent by source, which add up to 100: {gas = 38, coal = 31, fit = 14, exchange = 17}."""
    period: Period
    """The time that the shares are of: "2024-04/2025-03"."""
    basis: Literal["actual", "planned"] = "actual"
    """Whether the shares are measured ("actual") or planned."""

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
        if abs(total - 100) > _MIX_TOLERANCE + _NOISE:
            raise ValueError(
                f"the shares of a power mix add up to 100 %, these to {total:.6g} %; name what is missing, or `other`"
            )
        return shares


RenewableSource = Literal["solar", "wind", "hydro", "geothermal", "biomass"]
"""Energy sources of renewable plants, in the order of the retail guideline."""

MatchedElectricity = Literal["renewable", "fit", "other"]
"""Electricity bought from the plant itself, a renewable one outside the feed-in tariff; FIT電気; any other: from the
exchange, mixed, fossil."""


class Plant(Model):
    """The plant that a tracked certificate names: what it runs on, and where it stands."""

    source: RenewableSource
    """Energy source of the plant."""
    prefecture: Name
    """Prefecture of the plant: "岩手県"."""
    municipality: Name | None = None
    """The city, town or village: "久慈市"."""
    name: Name | None = None
    """Name of the plant: "久慈風力発電所"."""


class Certificate(Model):
    """An energy attribute certificate, redeemed for this use: 非化石証書, green power, REC, GO, I-REC."""

    id: Identifier
    """Its number in the registry; it stands once in a document (unique claim)."""
    kind: CleanText
    """Its name: "再エネ指定非化石証書", "GO"."""
    amount: AmountField
    """Amount certified: "2 MWh". It covers no more than that."""
    market: Identifier
    """Market of issue: a country ("JP"), or a market of several ("AIB")."""
    period: Period
    """Period of generation (vintage): "2025-04/2026-03"."""
    factor: FactorRef | None = None
    """Emission factor of what it certifies, upstream included; 0 kgCO2e/kWh for generation if none is given."""
    matched: MatchedElectricity | None = None
    """The electricity that it is used together with; the claims that are allowed depend on it."""
    plant: Plant | None = None
    """As its tracking data name it; an untracked certificate names none."""

    @property
    def tracked(self) -> bool:
        """True if it names the plant."""
        return self.plant is not None


_JOULES_PER_KWH = 3.6e6
"""By definition; the root unit of energy is the joule."""

_TOLERANCE = 1e-9
"""Relative. Certificates may exceed the use by the rounding of decimal fractions, and by no more."""


class Electricity(Model):
    """The rule for an activity whose amount is electric energy.

    Raises:
        DocumentError: a certificate of another market or period, or without a stated market and period of use; FIT
            electricity without the supplier's factor; a loss of 1 or more.
    """

    method: Literal["market", "location"]
    """Which of the two values counts in the figure; both are reported."""
    grid: FactorRef
    """Average of the grid where the electricity is used: the location-based factor, "elec.grid.jp.average"."""
    supplier: FactorRef | None = None
    """Factor of what the supplier sells; takes what no certificate covers."""
    residual: FactorRef | None = None
    """Factor of what is left of the grid after all claims; takes what neither covers."""
    certificates: tuple[Certificate, ...] = Field(default=(), strict=False)
    """Energy attribute certificates that were redeemed for the use."""
    consumption: AmountField | None = None
    """All electricity for which the certificates were redeemed, in their period. If not given: the activity's amount, or all
    that is drawn through the activity in what is computed together, where that is more."""
    loss: float = Field(default=0.0, ge=0, lt=1)
    """Share of what is fed in that is lost in transmission and distribution, 0 to below 1: 0.05. Fed in = used ÷ (1 − loss)."""
    upstream: FactorRef | None = None
    """Factor of the fuels' supply, for factors of generation alone; not for a certificate with its own factor."""
    market: Identifier | None = None
    """Market in which the electricity is used: "JP". Certificates come from the same market."""
    period: Period | None = None
    """Period of the use: "2025". The period of a certificate lies in it, or holds it."""
    fit: float = Field(default=0.0, ge=0, le=1)
    """Japan: share of the supplier's electricity that is FIT電気, 0 to 1. Without a certificate it has no renewable value."""
    mix: PowerMix | None = None
    """Sources that the supplier generates it from, for claims about the origin; the figure does not rest on it."""

    def covered(self, certificate: Certificate, used: Amount) -> float:
        """Amount of this activity that a certificate covers, in the unit of `used`: spread evenly over the consumption."""
        covered = certificate.amount.si / used.unit.scale
        return covered if self.spread_over is None else covered * (used.si / self.spread_over.si)

    def fed_in(self, used: Amount) -> float:
        """Electricity fed in for what is used, in the unit of `used`: used ÷ (1 − loss)."""
        return used.value / (1 - self.loss)

    @property
    def spread_over(self) -> Amount | None:
        """The electricity that the certificates are spread over; None where that is the activity's own amount."""
        return self.consumption

    @property
    def proportional(self) -> bool:
        """True if every part grows with the amount; certificates of a fixed amount for this activity alone do not."""
        return self.method == "location" or not self.certificates or self.consumption is not None

    def _problems(self) -> Iterator[Problem]:
        for field in ("market", "period") if self.certificates else ():
            if getattr(self, field) is None:
                theirs = getattr(self.certificates[0], field)
                what = f"certificates need the {field} in which the electricity is used"
                yield Problem(field, what, f'write {field} = "{theirs}" if it was used there and then')
        if self.fit and self.supplier is None:
            todo = "add `supplier`, or remove `fit`"
            yield Problem("fit", "FIT is a share of what a supplier sells, and there is no supplier", todo)
        if self.consumption is not None and not self.certificates:
            yield Problem("consumption", "only certificates are spread over a consumption", "remove it")
        for place, each in enumerate(self.certificates):
            where, what = f"certificates[{place}]", f"certificate {each.id!r} is of"
            if self.market is not None and each.market != self.market:
                what += f" market {each.market!r}, the electricity is used in {self.market!r}"
                todo = "only certificates of the same market count; remove it"
                yield Problem(f"{where}.market", what, todo)
            elif self.period is not None and not one_contains_other(each.period, self.period):
                what += f" {each.period}, the electricity is used in {self.period}"
                todo = "only certificates of the same period count; remove it"
                yield Problem(f"{where}.period", what, todo)


class PooledElectricity(Electricity):
    """Rule for an activity through which more is drawn than its own amount: certificates are spread over all of it.

    Made where products are computed together; no document holds one.
    """

    drawn: AmountField
    """All electricity that is drawn through the activity: "100 kWh"."""

    @property
    def spread_over(self) -> Amount:
        """All that is drawn."""
        return self.drawn


def electricity_problems(electricity: Electricity, amount: Amount) -> list[Problem]:
    """Problems between the rule and the amount of its activity.

    >>> from co2label.units import parse_amount
    >>> used = Electricity(method="location", grid="elec.grid.jp")
    >>> [str(problem) for problem in electricity_problems(used, parse_amount("1 kg"))]
    ["amount: expected an amount of energy, such as '2 kWh', for electricity; got '1 kg'"]
    """
    amounts = {"amount": amount}
    if electricity.consumption is not None:
        amounts["electricity.consumption"] = electricity.consumption
    for place, certificate in enumerate(electricity.certificates):
        amounts[f"electricity.certificates[{place}].amount"] = certificate.amount
    if problems := [
        Problem(where, f"expected an amount of energy, such as '2 kWh', for electricity; got {given.text!r}")
        for where, given in amounts.items()
        if str(given.unit.dimension) != "energy"
    ]:
        return problems
    used = electricity.consumption or amount
    if amount.si > used.si:
        what = f"{used.text!r} is less than the activity's own {amount.text!r}"
        todo = "give all that the certificates were redeemed for"
        problems.append(Problem("electricity.consumption", what, todo))
    fed_in = used.si / (1 - electricity.loss)
    certified = sum(certificate.amount.si for certificate in electricity.certificates)
    if certified > fed_in * (1 + _TOLERANCE):
        kwh, limit = certified / _JOULES_PER_KWH, fed_in / _JOULES_PER_KWH
        losses = " with the losses" if electricity.loss else ""
        what = f"certificates of {kwh:.10g} kWh for {limit:.10g} kWh used{losses}"
        problems.append(Problem("electricity.certificates", what, _COUNT_UP_TO))
    return problems


_COUNT_UP_TO = (
    "certificates count up to what is used, in the unit that the amount is per; "
    "give `consumption` where they stand for more than this activity"
)

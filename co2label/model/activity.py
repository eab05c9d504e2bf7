"""One activity: an amount of something done or used, and what it draws on.

>>> leaves = Activity("leaves", "2 g", factor="food.green_tea", stage="raw-materials", loss={"share_of_input": 0.1})
>>> leaves.amount.text, leaves.ruled
('2 g', True)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, model_validator

from co2label.errors import DocumentError, Problem
from co2label.model.components import REMOVING, component_rule, gas_and_origin
from co2label.model.electricity import Electricity
from co2label.model.electricity import misfits as electricity_misfits
from co2label.model.end_of_life import Route, shares_problem
from co2label.model.evidence import Evidence, of_kind
from co2label.model.factor import Quality
from co2label.model.loss import Loss
from co2label.model.noun import CleanText, Identifier, Noun, SignedAmountField
from co2label.model.recycling import Recycling
from co2label.model.references import FactorRef, cut_misfits, products_named
from co2label.model.removal import Removal
from co2label.model.transport import Leg, chain_misfits
from co2label.model.uncertainty import Uncertainty
from co2label.model.vocabulary import Component, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from co2label.model.factor import EmissionFactor
    from co2label.units import Amount

__all__ = ["DRAWS", "MOST_YIELD", "RULE_FIELDS", "Activity"]

DRAWS: tuple[str, ...] = ("factor", "product", "gas", "recycling", "routes", "legs", "electricity")
"""An activity draws on exactly one of these fields. A rule adds its field here, and to `RULE_FIELDS`."""
RULE_FIELDS: tuple[str, ...] = (
    "recycling",
    "routes",
    "legs",
    "loss",
    "stages",
    "electricity",
)
"""Fields that ask for a rule, which expands the activity into plain ones (see `co2label.footprint.rules`)."""
_BOOK = "leave `component` out for an emission; it is then booked by its gas"
_NO_ACTIVITY = (
    "remove it: bought credits may stand in declaration.credits, which touches no figure; substitution and recycling "
    "are rules"
)
MOST_YIELD = 100.0
_Evidence = Annotated[Evidence, BeforeValidator(of_kind, json_schema_input_type=str | Evidence)]


class Activity(Noun):
    """An amount of something done or used, drawing on exactly one of the fields in `DRAWS`.

    Raises:
        DocumentError: none or several of them; CH4 without its origin; a gas or a sign that its component does not
            hold (see `co2label.model.components`).
    """

    positional: ClassVar[tuple[str, ...]] = ("name", "amount")

    name: CleanText
    amount: SignedAmountField
    """With its unit: "48 g", "0.110 kg * 120 km"."""
    factor: FactorRef | None = None
    """An id in the factor library, or an `EmissionFactor`."""
    product: Identifier | None = None
    """The id of another product of the same document; its whole footprint goes to this activity's stage."""
    gas: str | None = None
    """A direct emission in mass of gas: CO2, CH4, N2O, HFC-134a…"""
    electricity: Electricity | None = None
    """For an amount of electric energy: location- or market-based, with certificates, losses and upstream."""
    origin: Literal["fossil", "biogenic", "combustion"] | None = None
    """Of CH4 only: its GWP depends on it since AR5."""
    component: Component | None = None
    """Of a direct emission only: where it is booked; `fossil` unless the gas says otherwise."""
    removal: Removal | None = None
    """Evidence of what is removed: of a direct emission in `removals` or `land-management-removals`, or of a factor that
    holds some."""
    recycling: Recycling | None = None
    """Of a material: recycled content and recycling at end of life, by a named rule."""
    routes: Annotated[tuple[Route, ...], Field(strict=False, min_length=1)] | None = None
    """Of waste: the routes that it goes, each with its share."""
    legs: Annotated[tuple[Leg, ...], Field(strict=False, min_length=1)] | None = None
    """Of goods that are moved (the amount is their mass): vehicles with their distances, and hubs."""
    stage: Stage
    through: str | None = None
    """Of a used product, or of a factor with a stage split: take its stages up to and including this one."""
    stages: Literal["own", "all"] | None = None
    """Of a used product: "own" books each of its stages in the same one of the user, not all in `stage`. Of a factor with a stage
    split: "own" books each part in the stage of its name; what lies before the gate stays in `stage`. "all" tells that apart
    too, for a product that is the very thing that the factor describes."""
    loss: Loss | None = None
    """What is lost on the way; the amount is then what comes out, and more is taken in."""
    yields: float | None = Field(default=None, ge=0, le=MOST_YIELD)
    """Of a raw material: the share of its mass that stays in the product, such as 0.1 of the milk of a cheese, 0 of packaging, or
    2.2 of rice that takes up water. It explains a mass balance and moves no figure."""
    quality: Quality | None = None
    """How well the data of this activity stand for it; a rating here wins over the factor's."""
    evidence: _Evidence | None = None
    """How the amount is known; the kind alone ("measured") is enough."""
    uncertainty: Uncertainty | None = None
    """How sure the amount is; a range is in the unit that the amount is written in."""

    if TYPE_CHECKING:

        def __init__(  # noqa: PLR0913
            self,
            name: str,
            amount: str | Amount,
            *,
            stage: Stage,
            factor: str | EmissionFactor | None = None,
            product: str | None = None,
            gas: str | None = None,
            electricity: Electricity | dict[str, Any] | None = None,
            origin: Literal["fossil", "biogenic", "combustion"] | None = None,
            component: Component | None = None,
            removal: Removal | dict[str, Any] | None = None,
            recycling: Recycling | dict[str, Any] | None = None,
            routes: Sequence[Route | dict[str, Any]] | None = None,
            legs: Sequence[Leg | dict[str, Any]] | None = None,
            through: str | None = None,
            stages: Literal["own", "all"] | None = None,
            loss: Loss | dict[str, Any] | None = None,
            yields: float | None = None,
            quality: Quality | dict[str, Any] | None = None,
            evidence: Evidence | str | None = None,
            uncertainty: Uncertainty | dict[str, Any] | None = None,
        ) -> None: ...

    @property
    def ruled(self) -> bool:
        """Whether a rule expands the activity into plain ones."""
        fields = self.__dict__
        cut = fields.get("through") is not None and fields.get("product") is not None
        return cut or any(fields.get(name) is not None for name in RULE_FIELDS)

    def uses(self) -> Iterator[tuple[str, str]]:
        """The fields that name another product of the document, with its id."""
        if self.product is not None:
            yield "product", self.product
        for name in RULE_FIELDS:
            yield from products_named(getattr(self, name), name)

    @model_validator(mode="after")
    def _consistent(self) -> Activity:
        problems = list(self._findings())
        if problems:
            raise DocumentError(problems)
        return self

    def _findings(self) -> list[Problem]:
        found = []
        given = [key for key in DRAWS if getattr(self, key) is not None]
        if len(given) != 1:
            came = f"{' and '.join(given)} together" if given else "none of them"
            found.append(Problem("", f"expected exactly one of {', '.join(DRAWS)}; got {came}"))
        if self.gas is not None and gas_and_origin(self.gas) == ("CH4", None) and self.origin is None:
            found.append(
                Problem(
                    "origin",
                    "CH4 needs its origin, which sets its GWP",
                    'write "fossil" (a leak), "biogenic" or "combustion" (what did not burn of a fuel)',
                )
            )
        found += [
            Problem(name, f"only an activity with a factor or a product takes `{name}`", "remove it")
            for name in ("through", "stages")
            if getattr(self, name) is not None and self.factor is None and self.product is None
        ]
        found += cut_misfits(self.through, self.stages) if self.product is not None else ()
        if self.origin is not None and self.gas is None:
            found.append(Problem("origin", "only a direct emission (gas) takes an origin", "remove it"))
        if self.component is not None and self.gas is None:
            found.append(Problem("component", "only a direct emission (gas) takes a component", "remove it"))
        found += self._booked()
        if self.routes and (wrong := shares_problem(self.routes)):
            found.append(
                Problem("routes", wrong, "every part of the waste goes somewhere: correct the shares")
            )
        if self.legs:
            found += chain_misfits(self.legs, self.amount)
        if self.electricity is not None:
            found += electricity_misfits(self.electricity, self.amount)
        if self.uncertainty is not None and (misfit := self.uncertainty.misfit(self.amount.value)):
            found.append(Problem("uncertainty", misfit, "correct the amount or the range"))
        return found

    def _booked(self) -> Iterator[Problem]:
        """What its component does not hold."""
        if self.removal is not None and self.factor is None and self.component not in REMOVING:
            todo = f'it belongs to component = "{REMOVING[0]}" or "{REMOVING[1]}", or to a factor that holds some'
            yield Problem("removal", "evidence of a removal, and nothing is removed", todo)
        if self.gas is None or self.component is None:
            if self.amount.value < 0:
                todo = f'only removals may be negative: a gas with component = "{REMOVING[0]}"'
                yield Problem("amount", f"negative amount {self.amount.text!r}", todo)
            return
        rule = component_rule(self.component)
        if not rule.direct:
            yield Problem(
                "component", f"{self.component} ({rule.holds}) is no activity of a product", _NO_ACTIVITY
            )
            return
        if not rule.takes(self.gas, self.origin):
            came = self.gas if self.origin is None else f"{self.gas} of origin {self.origin}"
            yield Problem(
                "component", f"{self.component} holds {rule.limits}: {rule.holds}; got {came}", _BOOK
            )
        if not rule.fits(self.amount.value):
            what = f"{self.component} holds {rule.limits}: {rule.holds}; got {self.amount.text!r}"
            yield Problem("amount", what, "correct the sign, or the component")

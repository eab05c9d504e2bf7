"""A product or service and the activities that make it.

>>> tea = Product(id="tea", name="Tea", declared_unit="1 杯", boundary="cradle-to-gate", year=2025,
...               activities=[Activity("leaves", "2 g", factor="food.green_tea", stage="raw-materials")])
>>> tea.activities[0].amount.value, tea.activities[0].amount.unit.text
(2.0, 'g')
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, model_validator

from co2label.errors import DocumentError, Problem
from co2label.identifiers import gtin as check_gtin
from co2label.model.cut_off import CutOff
from co2label.model.electricity import Electricity
from co2label.model.electricity import misfits as electricity_misfits
from co2label.model.end_of_life import Route, shares_problem
from co2label.model.evidence import Date, Evidence, Verification
from co2label.model.factor import Quality
from co2label.model.loss import Loss
from co2label.model.noun import (
    AmountField,
    CleanText,
    Identifier,
    Name,
    Noun,
    RatioField,
    SignedAmountField,
)
from co2label.model.recycling import Recycling
from co2label.model.references import FactorRef, products_named
from co2label.model.transport import Leg, chain_misfits
from co2label.model.uncertainty import Uncertainty
from co2label.model.vocabulary import Boundary, Component, Stage, stages_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from co2label.model.factor import EmissionFactor
    from co2label.units import Amount

__all__ = ["DRAWS", "RULE_FIELDS", "Activity", "Product", "Statement"]

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
_MAY_BE_NEGATIVE: frozenset[str] = frozenset({"removals", "biogenic-uptake", "land-management-removals"})


def _gtin(value: Any) -> Any:
    return check_gtin(value) if isinstance(value, str) else value


def _of_kind(value: Any) -> Any:
    return {"kind": value} if isinstance(value, str) else value


_Evidence = Annotated[Evidence, BeforeValidator(_of_kind, json_schema_input_type=str | Evidence)]


class Activity(Noun):
    """An amount of something done or used, drawing on exactly one of the fields in `DRAWS`.

    Raises:
        DocumentError: none or several of them; CH4 without its origin; a negative amount that is no removal.
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
    origin: Literal["fossil", "biogenic"] | None = None
    """Of CH4 only: its GWP depends on it since AR5."""
    component: Component | None = None
    """Of a direct emission only: where it is booked; `fossil` unless the gas says otherwise."""
    recycling: Recycling | None = None
    """Of a material: recycled content and recycling at end of life, by a named rule."""
    routes: Annotated[tuple[Route, ...], Field(strict=False, min_length=1)] | None = None
    """Of waste: the routes that it goes, each with its share."""
    legs: Annotated[tuple[Leg, ...], Field(strict=False, min_length=1)] | None = None
    """Of goods that are moved (the amount is their mass): vehicles with their distances, and hubs."""
    stage: Stage
    through: str | None = None
    """Of a factor with a stage split only: take its stages up to and including this one."""
    stages: Literal["own"] | None = None
    """Of a factor with a stage split only: "own" books each part in the stage of its name, not all in `stage`."""
    loss: Loss | None = None
    """What is lost on the way; the amount is then what comes out, and more is taken in."""
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
            origin: Literal["fossil", "biogenic"] | None = None,
            component: Component | None = None,
            recycling: Recycling | dict[str, Any] | None = None,
            routes: Sequence[Route | dict[str, Any]] | None = None,
            legs: Sequence[Leg | dict[str, Any]] | None = None,
            through: str | None = None,
            stages: Literal["own"] | None = None,
            loss: Loss | dict[str, Any] | None = None,
            quality: Quality | dict[str, Any] | None = None,
            evidence: Evidence | str | None = None,
            uncertainty: Uncertainty | dict[str, Any] | None = None,
        ) -> None: ...

    @property
    def ruled(self) -> bool:
        """Whether a rule expands the activity into plain ones."""
        fields = self.__dict__
        return any(fields.get(name) is not None for name in RULE_FIELDS)

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
        if self.gas == "CH4" and self.origin is None:
            found.append(
                Problem("origin", "CH4 needs its origin, which sets its GWP", 'write "fossil" or "biogenic"')
            )
        found += [
            Problem(name, f"only an activity with a factor takes `{name}`", "remove it")
            for name in ("through", "stages")
            if getattr(self, name) is not None and self.factor is None
        ]
        if self.origin is not None and self.gas is None:
            found.append(Problem("origin", "only a direct emission (gas) takes an origin", "remove it"))
        if self.component is not None and self.gas is None:
            found.append(Problem("component", "only a direct emission (gas) takes a component", "remove it"))
        if self.routes and (wrong := shares_problem(self.routes)):
            found.append(
                Problem("routes", wrong, "every part of the waste goes somewhere: correct the shares")
            )
        if self.legs:
            found += chain_misfits(self.legs, self.amount)
        if self.electricity is not None:
            found += electricity_misfits(self.electricity, self.amount)
        if self.amount.value < 0 and self.component not in _MAY_BE_NEGATIVE:
            todo = 'only removals may be negative: a gas with component = "removals"'
            found.append(Problem("amount", f"negative amount {self.amount.text!r}", todo))
        if self.uncertainty is not None and (misfit := self.uncertainty.misfit(self.amount.value)):
            found.append(Problem("uncertainty", misfit, "correct the amount or the range"))
        return found


class Statement(Noun):
    """What a label must say beside the figure: who, until when, how checked, and where to read more."""

    company: CleanText | None = None
    issued: Date | None = None
    valid_until: Date | None = None
    resolver: str | None = None
    """Web address of a GS1 Digital Link resolver, such as https://id.example.jp."""
    info_url: str | None = None
    """Web address of the study report, where there is no GTIN or no resolver."""
    verification: Annotated[
        Verification, BeforeValidator(_of_kind, json_schema_input_type=str | Verification)
    ] = Verification()
    scope: Name | None = None
    """What the figure covers: "包装を含む" / "packaging included" (CFP display guide 2025-02)."""
    standard: CleanText | None = None
    """The standard that the calculation follows, such as ISO 14067:2018; only what is really followed."""


class Product(Noun):
    """A product or service per declared unit.

    Raises:
        DocumentError: every problem of the product, each with its path.
    """

    id: Identifier
    name: Name
    declared_unit: AmountField
    """What the figure is per: "1 piece", "1 kg", "1 night", "1 km"."""
    boundary: Boundary
    activities: tuple[Activity, ...] = Field(strict=False, min_length=1)
    year: int | None = Field(default=None, ge=1990, le=2100)
    """The year that the activity data stand for; a declaration needs it."""
    gtin: Annotated[str, BeforeValidator(_gtin)] | None = None
    category: CleanText | None = None
    biogenic_carbon: AmountField | None = None
    """Biogenic carbon in the product, mass of C per declared unit; uptake is checked against it (PACT v3)."""
    declaration: Statement = Statement()
    cut_off: CutOff | None = None
    """What is left out of the figure, against a limit."""
    mass: RatioField | None = None
    density: RatioField | None = None
    length: RatioField | None = None
    area: RatioField | None = None
    energy: RatioField | None = None
    price: RatioField | None = None

    if TYPE_CHECKING:

        def __init__(  # noqa: PLR0913
            self,
            *,
            id: str,  # noqa: A002
            name: str | dict[str, str],
            declared_unit: str | Amount,
            boundary: Boundary,
            activities: list[Activity] | tuple[Activity, ...],
            year: int | None = None,
            gtin: str | None = None,
            category: str | None = None,
            biogenic_carbon: str | Amount | None = None,
            declaration: Statement | dict[str, Any] = ...,
            cut_off: CutOff | dict[str, Any] | None = None,
            mass: str | Amount | None = None,
            density: str | Amount | None = None,
            length: str | Amount | None = None,
            area: str | Amount | None = None,
            energy: str | Amount | None = None,
            price: str | Amount | None = None,
        ) -> None: ...

    @cached_property
    def ruled(self) -> bool:
        """Whether a rule changes what the activities come to."""
        return self.cut_off is not None or any(line.ruled for line in self.activities)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Product:
        """A copy; what was found out about the original is found out anew."""
        copied = super().model_copy(update=update, deep=deep)
        copied.__dict__.pop("ruled", None)
        return copied

    @model_validator(mode="after")
    def _consistent(self) -> Product:
        inside = stages_of(self.boundary)
        problems = [
            Problem(
                f"activities[{i}].stage",
                f"{line.name!r} is in stage {line.stage!r}, which lies outside the boundary {self.boundary!r}",
                f"inside are {', '.join(inside)}; move the activity, or widen the boundary",
            )
            for i, line in enumerate(self.activities)
            if line.stage not in inside
        ]
        problems += self._missing("end-of-life" in inside)
        if self.declared_unit.value <= 0:
            problems.append(Problem("declared_unit", f"must be above zero, got {self.declared_unit.text!r}"))
        carbon = self.biogenic_carbon
        if carbon is not None and str(carbon.unit.dimension) != "mass":
            problems.append(Problem("biogenic_carbon", f"expected a mass of carbon, got {carbon.text!r}"))
        if problems:
            raise DocumentError(problems)
        _ = self.ruled  # known from here on, so that computing does not ask each line
        return self

    def _missing(self, end_of_life: bool) -> list[Problem]:  # noqa: FBT001 - strictly private
        """What rules need and do not have inside this boundary."""
        return [
            problem.under(f"activities[{i}].recycling")
            for i, line in enumerate(self.activities)
            if line.recycling is not None
            for problem in line.recycling.missing(end_of_life=end_of_life)
        ]

"""A product or service and the activities that make it.

>>> tea = Product(id="tea", name="Tea", declared_unit="1 杯", boundary="cradle-to-gate", year=2025,
...               activities=[Activity("leaves", "2 g", factor="food.green_tea", stage="raw-materials")])
>>> tea.activities[0].amount.value, tea.activities[0].amount.unit.text
(2.0, 'g')
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from co2label.errors import DocumentError, Problem
from co2label.identifiers import gtin as check_gtin
from co2label.identifiers import lot as check_lot
from co2label.model.activity import Activity
from co2label.model.cut_off import CutOff
from co2label.model.noun import (
    AmountField,
    CleanText,
    Identifier,
    Name,
    Noun,
    RatioField,
)
from co2label.model.statement import Statement
from co2label.model.vocabulary import Boundary, Stage, stages_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from co2label.units import Amount

__all__ = ["Activity", "Product", "Statement"]


def _gtin(value: Any) -> Any:
    return check_gtin(value) if isinstance(value, str) else value


def _lot(value: Any) -> Any:
    return check_lot(value) if isinstance(value, str) else value


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
    nothing_in: dict[Stage, Name] = Field(default_factory=dict)
    """Stages inside the boundary in which nothing happens, each with its reason, which a label shows."""
    year: int | None = Field(default=None, ge=1990, le=2100)
    """The year that the activity data stand for; a declaration needs it."""
    gtin: Annotated[str, BeforeValidator(_gtin)] | None = None
    lot: Annotated[str, BeforeValidator(_lot)] | None = None
    """The batch or lot that the figure is of, in GS1 set 82 (AI 10); it stands in the link, and needs the `gtin`."""
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
            nothing_in: dict[Stage, str | dict[str, str]] = ...,
            year: int | None = None,
            gtin: str | None = None,
            lot: str | None = None,
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

    def uses(self) -> Iterator[str]:
        """The ids of the products that it uses, once for each use."""
        if not self.ruled:  # only rules name products elsewhere than in `product`
            return (line.product for line in self.activities if line.product is not None)
        return (name for line in self.activities for _, name in line.uses())

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
        if self.lot is not None and self.gtin is None:
            problems.append(Problem("lot", "a lot is one of a GTIN, and there is none", "add the gtin"))
        problems += self._not_nothing(inside)
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

    def _not_nothing(self, inside: tuple[Stage, ...]) -> list[Problem]:
        """Stages of which it makes no sense to say that nothing happens there."""
        found = []
        for stage in self.nothing_in:
            lines = [line.name for line in self.activities if line.stage == stage]
            if stage not in inside:
                what = (
                    f"{stage!r} lies outside the boundary {self.boundary!r}, where nothing is counted anyway"
                )
                found.append(Problem(f"nothing_in.{stage}", what, "remove it, or widen the boundary"))
            elif lines:
                what = f"{lines[0]!r} happens in stage {stage!r}"
                found.append(Problem(f"nothing_in.{stage}", what, "remove it, or the activity"))
        return found

    def _missing(self, end_of_life: bool) -> list[Problem]:  # noqa: FBT001 - strictly private
        """What rules need and do not have inside this boundary."""
        return [
            problem.under(f"activities[{i}].recycling")
            for i, line in enumerate(self.activities)
            if line.recycling is not None
            for problem in line.recycling.missing(end_of_life=end_of_life)
        ]

"""What a label must say beside the figure, and what it may say more: the `declaration` table of a product.

>>> Statement(company="Chaya", shelf_amount="100 g").shelf_amount.text
'100 g'
"""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, field_validator

from co2label.model.credit import Credit
from co2label.model.evidence import Date, Verification, of_kind
from co2label.model.findings import ID_TAG, INLINE_TAG
from co2label.model.noun import AmountField, CleanText, Identifier, Name, Noun
from co2label.model.sdg_lines import SdgLine, StarsLine
from co2label.model.vocabulary import SumRule

__all__ = ["BandScheme", "Statement"]

MOST_INDICATORS = 4
_MOST_CREDITS = 8


class BandScheme(Noun):
    """Five steps, A to E, by somebody who is named: what the steps are of, and the four upper limits between them.

    Raises:
        DocumentError: no four limits, or limits that do not ascend.

    >>> town = BandScheme(name="Town canteen 2026", source="Town council, 2026-03-01", per="meal",
    ...                   limits=[0.4, 0.8, 1.2, 1.6])
    >>> town.limits[0], town.name["und"]
    (0.4, 'Town canteen 2026')
    """

    name: Name
    """Who sets the steps, with the edition: "Town canteen 2026"."""
    source: Name
    """Where the limits stand, or what each of them rests on."""
    per: Literal["meal", "kg", "day"]
    """kg-CO2e per declared unit of one serving; kg-CO2e per kg of product; percent of the reference per day."""
    limits: tuple[
        Annotated[float, Field(gt=0)],
        Annotated[float, Field(gt=0)],
        Annotated[float, Field(gt=0)],
        Annotated[float, Field(gt=0)],
    ] = Field(strict=False)
    """Upper limits of A, B, C and D, each inclusive; what lies above the last one is E."""

    @field_validator("limits")
    @classmethod
    def _ascend(cls, limits: tuple[float, ...]) -> tuple[float, ...]:
        if any(low >= high for low, high in pairwise(limits)):
            message = f"expected four limits that ascend, got {', '.join(f'{each:g}' for each in limits)}"
            raise ValueError(message)
        return limits


def _scheme_tag(value: Any) -> str:
    return ID_TAG if isinstance(value, str) else INLINE_TAG


class Statement(Noun):
    """What a label must say beside the figure: who, until when, how checked, where to read more; and what it may."""

    company: CleanText | None = None
    issued: Date | None = None
    valid_until: Date | None = None
    resolver: str | None = None
    """Web address of a GS1 Digital Link resolver, such as https://id.example.jp."""
    info_url: str | None = None
    """Web address of the study report, where there is no GTIN or no resolver."""
    verification: Annotated[
        Verification, BeforeValidator(of_kind, json_schema_input_type=str | Verification)
    ] = Verification()
    scope: Name | None = None
    """What the figure covers: "包装を含む" / "packaging included" (CFP display guide 2025-02)."""
    standard: CleanText | None = None
    """The standard that the calculation follows, such as ISO 14067:2018; only what is really followed."""
    shelf_amount: AmountField | None = None
    """A mass or volume that a whole shelf is compared by: "100 g", "1 L"."""
    band: (
        Annotated[
            Annotated[Identifier, Tag(ID_TAG)] | Annotated[BandScheme, Tag(INLINE_TAG)],
            Discriminator(_scheme_tag),
        ]
        | None
    ) = None
    """The scheme of a five-step band: the id of one that co2label brings, or a scheme of one's own."""
    indicators: Annotated[tuple[SdgLine, ...], Field(strict=False, max_length=MOST_INDICATORS)] = ()
    """SDG lines: words by language, or entries with a `kind` that become words by rule (`co2label.model.sdg_lines`)."""
    sum_rule: SumRule | None = None
    """The standard or data model whose total is the figure: removals then count where it counts them, and every carrier
    says so. Without it the figure is what is emitted."""
    credits: Annotated[tuple[Credit, ...], Field(strict=False, max_length=_MOST_CREDITS)] = ()
    """Carbon credits that were bought, as a statement of its own on the page; they touch no figure."""
    baseline: Identifier | None = None
    """The id of one's own product, or of an earlier year of this one, that the figure is compared with."""
    publish_working: bool = False
    """Whether the lines of the calculation may be shown to the public."""

    @property
    def compared_with(self) -> dict[str, str]:
        """The ids of the products whose figures are needed, by the argument of `declare` that takes the figure."""
        named = {"baseline": self.baseline} if self.baseline else {}
        for entry in self.indicators:
            if isinstance(entry, StarsLine):
                named["conventional"] = entry.conventional
        return named

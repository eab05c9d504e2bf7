"""The data of a receipt's CO2e as a file of its own beside the receipt: nothing that a tax office reads is touched.

It is keyed by the receipt and the number of the line, holds no amount of money, and writes numbers as decimal text. What GS1
has a name for has that name: the attributes `cfp…` and their codes are those of GDSN ("GDSN Implementation Guideline for
exchanging Carbon Footprint Data", v1.0). `Sidecar.model_json_schema()` is its JSON Schema.

>>> from co2label.receipt.lines import ReceiptLine
>>> from co2label.receipt.receipt import Receipt
>>> tea = ReceiptLine(name="茶", price=150, quantity=2, kg_co2e=0.2, boundary="cradle-to-gate")
>>> found = sidecar(Receipt(lines=[tea], receipt_id="0042"))
>>> found["format"], found["lines"][0]["kgCo2e"], found["lines"][0]["carbonFootprint"]["cfpBoundariesCode"]
('co2label:receipt/1', '0.4', 'CRADLE_TO_GATE')
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from co2label.declaration import declared_unit_words
from co2label.identifiers import gtin14
from co2label.model import Boundary, DataKind
from co2label.receipt.known import Method
from co2label.receipt.no_goods import LineKind
from co2label.receipt.notices import MOST_NOTICES
from co2label.receipt.summary import line_shown, summarise
from co2label.units import Amount

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from co2label.declaration import Remark
    from co2label.figures import Shown
    from co2label.receipt.lines import ReceiptLine
    from co2label.receipt.receipt import Receipt
    from co2label.receipt.summary import Summary

__all__ = ["BOUNDARIES", "FORMAT", "Sidecar", "sidecar"]

T = TypeVar("T", bound=str)

FORMAT = "co2label:receipt/1"

Number = Annotated[str, Field(pattern=r"^-?[0-9]+(\.[0-9]+)?$")]
"""A decimal number without an exponent."""
Boundaries = Literal["CRADLE_TO_GATE", "CRADLE_TO_GRAVE", "MANUFACTURING"]
Verified = Literal["EXTERNAL_VERIFICATION", "PEER_REVIEWED", "NOT_VERIFIED"]

BOUNDARIES: dict[Boundary, Boundaries] = {
    "cradle-to-gate": "CRADLE_TO_GATE",
    "cradle-to-grave": "CRADLE_TO_GRAVE",
    "gate-to-gate": "MANUFACTURING",
}
_VERIFIED: dict[str, Verified] = {
    "third-party": "EXTERNAL_VERIFICATION",
    "second-party": "PEER_REVIEWED",
    "self-declared": "NOT_VERIFIED",
}


def _camel(name: str) -> str:
    """As GDSN writes names; CO2e is one word."""
    return to_camel(name).replace("Co2E", "Co2e")


class _Part(BaseModel):
    """Strictly private: names are written in camel case, as GDSN writes them; what is not known is left out."""

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=_camel, validate_by_name=True)


class Figure(_Part):
    """A figure as people see it."""

    value: str
    unit: Literal["g-CO2e", "kg-CO2e", "t-CO2e"]


class CfpValue(_Part):
    """GDSN cfpValue with its unit code (BMS ids 8704, 8705): per functional unit, which is the declared unit here."""

    value: Number
    measurement_unit_code: Literal["KG_CO2_EQ_PER_FU"] = "KG_CO2_EQ_PER_FU"


class CarbonFootprint(_Part):
    """What one declared unit emits, in the attributes of GDSN."""

    cfp_value: CfpValue
    cfp_functional_unit: str | None = None
    cfp_boundaries_code: Boundaries | None = None
    cfp_value_verification_code: Verified | None = None
    low: Number | None = None
    """Lower end of the 95 % interval of `cfpValue`, in the same unit."""
    high: Number | None = None


class Near(_Part):
    """What must stand near a figure: its kind, a sentence and a few words, each by language."""

    code: str
    words: dict[str, str]
    short: dict[str, str]
    per_unit: bool | None = None
    """Whether it tells masses of one declared unit, as `carbonFootprint` does."""


class Line(_Part):
    """A line of the receipt; one without `carbonFootprint` is unknown, which is not zero."""

    line_number: Annotated[int, Field(ge=1)]
    kind: LineKind
    name: str
    quantity: Number
    quantity_unit: str | None = None
    """Of what is measured: "g"; absent where `quantity` is a bare count."""
    declared_units: Number | None = None
    """How many declared units these are, of what is measured."""
    gtin: Annotated[str, Field(pattern=r"^[0-9]{14}$")] | None = None
    product_id: str | None = None
    method: Method | None = None
    """`product`, `average` or `spend`: what the figure mostly rests on; `unstated` where nobody says."""
    kinds: dict[DataKind, Number] | None = None
    """Shares of the figure by what it rests on, 0 to 1; absent where that is not known."""
    near: tuple[Near, ...] | None = None
    """What must stand near the figure wherever it is shown."""
    kg_co2e: Number | None = None
    """Of the whole line, unrounded; below zero for what was taken back."""
    shown: Figure | None = None
    carbon_footprint: CarbonFootprint | None = None


class Interval(_Part):
    """The 95 % interval of the sum, and whether shared factors were known or a bound was taken."""

    low: Number
    high: Number
    level: Literal["0.95"] = "0.95"
    basis: Literal["shared-factors", "bound"]


class Coverage(_Part):
    """How much of the receipt the sum covers."""

    covered: int
    items: int
    amount_percent: int | None = None
    """Of the money of the items, whole percent; 0 where it is below one."""


class Total(_Part):
    """The sum of what is known."""

    coverage: Coverage
    kg_co2e: Number | None = None
    shown: Figure | None = None
    interval: Interval | None = None
    kinds: dict[Method, Number] | None = None
    """Shares of the absolute sum by what it rests on, 0 to 1."""
    near: tuple[Near, ...] | None = None
    """What must stand near the sum wherever it is shown."""


class Sidecar(_Part):
    """The file beside a receipt."""

    format: Literal["co2label:receipt/1"] = "co2label:receipt/1"
    receipt_id: str | None = None
    store: str | None = None
    lines: tuple[Line, ...]
    total: Total
    notices: Annotated[tuple[dict[str, str], ...], Field(max_length=MOST_NOTICES)] | None = None
    """Remarks printed below the figures, each by language ("und" where it has none)."""


def sidecar(receipt: Receipt) -> dict[str, Any]:
    """The data of a receipt's CO2e, ready for JSON.

    Args:
        receipt: what was bought.
    """
    found = Sidecar(
        receipt_id=receipt.receipt_id,
        store=receipt.store,
        lines=tuple(_line(place, line) for place, line in enumerate(receipt.lines, start=1)),
        total=_total(summarise(receipt)),
        notices=receipt.notices or None,
    )
    return found.model_dump(mode="json", by_alias=True, exclude_none=True)


def _line(place: int, line: ReceiptLine) -> Line:
    kg = line.total_kg_co2e
    return Line(
        line_number=place,
        kind="discount" if line.is_discount else line.kind,
        name=line.name,
        **_quantity(line),
        gtin=gtin14(line.gtin) if line.gtin else None,
        product_id=line.product,
        method=line.method,
        kinds=_shares(line.kinds),
        near=_near(line.near),
        kg_co2e=_number(kg),
        shown=_figure(line_shown(line)),
        carbon_footprint=_footprint(line),
    )


def _quantity(line: ReceiptLine) -> dict[str, str | None]:
    if not isinstance(line.quantity, Amount):
        return {"quantity": f"{line.quantity:f}"}
    value = _text(line.quantity.value)
    return {
        "quantity": value,
        "quantity_unit": line.quantity.unit.text,
        "declared_units": _number(line.units),
    }


def _shares(kinds: Mapping[T, float]) -> dict[T, str] | None:
    return {kind: _text(share) for kind, share in kinds.items()} or None


def _near(remarks: Iterable[Remark]) -> tuple[Near, ...] | None:
    return (
        tuple(
            Near(code=each.code, words=each.words, short=each.short, per_unit=each.per_unit or None)
            for each in remarks
        )
        or None
    )


def _footprint(line: ReceiptLine) -> CarbonFootprint | None:
    kg, said = _number(line.unit_kg_co2e), line.declaration
    if kg is None or line.total_kg_co2e is None:
        return None
    low, high = line.unit_interval or (None, None)
    return CarbonFootprint(
        cfp_value=CfpValue(value=kg),
        cfp_functional_unit=_unit(line),
        cfp_boundaries_code=BOUNDARIES[line.covers] if line.covers else None,
        cfp_value_verification_code=_VERIFIED[said.verification.kind] if said else None,
        low=_number(low),
        high=_number(high),
    )


def _unit(line: ReceiptLine) -> str | None:
    if line.declaration is not None:
        return line.declaration.declared_unit.words["en"]
    return None if line.footprint is None else declared_unit_words(line.footprint.product)["en"]


def _total(found: Summary) -> Total:
    share, sure = found.amount_share, found.interval
    percent = None if share is None else 0 if share.kind == "below-one" else share.value
    return Total(
        coverage=Coverage(covered=found.covered, items=found.items, amount_percent=percent),
        kg_co2e=_number(found.kg_co2e),
        shown=_figure(found.shown),
        interval=None
        if sure is None
        else Interval(low=_text(sure.low), high=_text(sure.high), basis=sure.basis),
        kinds=_shares(found.kinds),
        near=_near(found.near),
    )


def _number(value: float | None) -> str | None:
    return None if value is None else _text(value)


def _text(value: float) -> str:
    """The shortest decimal text that reads back as the same float."""
    return f"{Decimal(repr(value)):f}"


def _figure(shown: Shown | None) -> Figure | None:
    return None if shown is None else Figure.model_validate({"value": shown.value, "unit": shown.unit})

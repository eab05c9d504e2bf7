"""A receipt's CO2e as data: a sidecar file beside the receipt, and schema.org JSON-LD.

The sidecar is keyed by the receipt and the number of the line, holds no money, and writes numbers as decimal text. What GS1 has a
name for has that name: the attributes `cfp…` and their codes are those of GDSN ("GDSN Implementation Guideline for exchanging
Carbon Footprint Data", v1.0). `Sidecar.model_json_schema()` is its JSON Schema.

The JSON-LD is a schema.org Order and uses only words of that vocabulary, where it allows them: an Order has no property for a
figure, so the sum is a Dataset about it (`subjectOf`, `variableMeasured`), and the figure of an item is an `additionalProperty`
of its Product, per declared unit. It holds no money.

>>> from co2label.receipt import Receipt, ReceiptLine
>>> tea = ReceiptLine(name="茶", price=150, quantity=2, kg_co2e=0.2, boundary="cradle-to-gate")
>>> found = sidecar(Receipt(lines=[tea], receipt_id="0042"))
>>> found["format"], found["lines"][0]["kgCo2e"], found["lines"][0]["carbonFootprint"]["cfpBoundariesCode"]
('co2label:receipt/1', '0.4', 'CRADLE_TO_GATE')
>>> found = linked_data(Receipt(lines=[tea], receipt_id="0042"), language="en")
>>> found["orderedItem"][0]["orderedItem"]["additionalProperty"][0]["value"]
'200'
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from co2label.declaration import Remark, declared_unit_words
from co2label.errors import DocumentError, Problem
from co2label.identifiers import gtin14, in_one_company
from co2label.links import web_link
from co2label.model import Boundary, DataKind
from co2label.receipt._lines import LineKind, Method, ReceiptLine, line_figure
from co2label.receipt._receipt import MAX_NOTICES, Receipt, all_notices, notice_texts, remark_problems
from co2label.receipt._summary import Summary, summarise
from co2label.receipt._words import receipt_name, sum_name, sum_sentence, unit_basis, unit_figure
from co2label.units import Amount, Selling, parse_amount
from co2label.wording import Translator, translations

if TYPE_CHECKING:
    from collections.abc import Mapping

    from co2label.figures import Shown


T = TypeVar("T", bound=str)
SIDECAR_FORMAT = "co2label:receipt/1"

DecimalText = Annotated[str, Field(pattern=r"^-?[0-9]+(\.[0-9]+)?$")]
"""A decimal number without an exponent."""

BoundaryCode = Literal["CRADLE_TO_GATE", "CRADLE_TO_GRAVE", "MANUFACTURING"]

VerificationCode = Literal["EXTERNAL_VERIFICATION", "PEER_REVIEWED", "NOT_VERIFIED"]

BOUNDARY_CODES: dict[Boundary, BoundaryCode] = {
    "cradle-to-gate": "CRADLE_TO_GATE",
    "cradle-to-grave": "CRADLE_TO_GRAVE",
    "gate-to-gate": "MANUFACTURING",
}

_VERIFICATION_CODES: dict[str, VerificationCode] = {
    "third-party": "EXTERNAL_VERIFICATION",
    "second-party": "PEER_REVIEWED",
    "self-declared": "NOT_VERIFIED",
}


class _SidecarModel(BaseModel):
    """Base of the models: names in camel case, as GDSN writes them; unknown values are left out."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=lambda name: to_camel(name).replace("Co2E", "Co2e"),  # CO2e is one word
        validate_by_name=True,
        from_attributes=True,
    )


class SidecarFigure(_SidecarModel):
    """A figure as people see it."""

    value: str
    unit: Literal["g-CO2e", "kg-CO2e", "t-CO2e"]


class CfpValue(_SidecarModel):
    """GDSN cfpValue with its unit code (BMS ids 8704, 8705): per functional unit, which is the declared unit here."""

    value: DecimalText
    measurement_unit_code: Literal["KG_CO2_EQ_PER_FU"] = "KG_CO2_EQ_PER_FU"


class CarbonFootprint(_SidecarModel):
    """Emissions of one declared unit, in the attributes of GDSN."""

    cfp_value: CfpValue
    cfp_functional_unit: str | None = None
    cfp_boundaries_code: BoundaryCode | None = None
    cfp_value_verification_code: VerificationCode | None = None
    low: DecimalText | None = None
    """Lower end of the 95 % interval of `cfpValue`, in the same unit."""
    high: DecimalText | None = None


class SidecarRemark(_SidecarModel):
    """A remark that must stand near a figure: its kind, a sentence and a few words, each by language."""

    code: str
    words: dict[str, str]
    short: dict[str, str]
    per_unit: Annotated[bool | None, AfterValidator(lambda told: told or None)] = None
    """True if it states masses of one declared unit, as `carbonFootprint` does."""


class SidecarLine(_SidecarModel):
    """A line of the receipt; one without `carbonFootprint` is unknown, which is not zero."""

    line_number: Annotated[int, Field(ge=1)]
    kind: LineKind
    name: str
    quantity: DecimalText
    quantity_unit: str | None = None
    """Unit of a measured quantity: "g"; absent if `quantity` is a bare count."""
    declared_units: DecimalText | None = None
    """Number of declared units in a measured quantity."""
    gtin: Annotated[str, Field(pattern=r"^[0-9]{14}$")] | None = None
    product_id: str | None = None
    method: Method | None = None
    """`product`, `average` or `spend`: what the figure mostly rests on; `unstated` if that is not stated."""
    kinds: dict[DataKind, DecimalText] | None = None
    """Shares of the figure by what it rests on, 0 to 1; absent where that is not known."""
    near: tuple[SidecarRemark, ...] | None = None
    """Remarks that must stand near the figure wherever it is shown."""
    kg_co2e: DecimalText | None = None
    """Kilograms of the whole line, unrounded; below zero for returns."""
    shown: SidecarFigure | None = None
    carbon_footprint: CarbonFootprint | None = None


class SidecarInterval(_SidecarModel):
    """The 95 % interval of the sum, and whether shared factors were known or a bound was taken."""

    low: DecimalText
    high: DecimalText
    level: Literal["0.95"] = "0.95"
    basis: Literal["shared-factors", "bound"]


class SidecarCoverage(_SidecarModel):
    """Coverage of the sum."""

    covered: int
    items: int
    amount_percent: int | None = None
    """Share of the money of the items in whole percent; 0 if it is below one."""


class SidecarTotal(_SidecarModel):
    """The sum of what is known."""

    coverage: SidecarCoverage
    kg_co2e: DecimalText | None = None
    shown: SidecarFigure | None = None
    interval: SidecarInterval | None = None
    kinds: dict[Method, DecimalText] | None = None
    """Shares of the absolute sum by what it rests on, 0 to 1."""
    near: tuple[SidecarRemark, ...] | None = None
    """Remarks that must stand near the sum wherever it is shown."""


class Sidecar(_SidecarModel):
    """The file beside a receipt."""

    format: Literal["co2label:receipt/1"] = "co2label:receipt/1"
    receipt_id: str | None = None
    store: str | None = None
    lines: tuple[SidecarLine, ...]
    total: SidecarTotal
    notices: Annotated[tuple[dict[str, str], ...], Field(max_length=MAX_NOTICES)] | None = None
    """Remarks printed below the figures, each by language ("und" where it has none)."""


def sidecar(receipt: Receipt) -> dict[str, Any]:
    """Data of a receipt's CO2e, ready for JSON.

    Args:
        receipt: what was bought.
    """
    data = Sidecar(
        receipt_id=receipt.receipt_id,
        store=receipt.store,
        lines=tuple(_sidecar_line(place, line) for place, line in enumerate(receipt.lines, start=1)),
        total=_total(summarise(receipt)),
        notices=all_notices(receipt) or None,
    )
    return data.model_dump(mode="json", by_alias=True, exclude_none=True)


def _sidecar_line(place: int, line: ReceiptLine) -> SidecarLine:
    kg = line.total_kg_co2e
    return SidecarLine(
        line_number=place,
        kind="discount" if line.is_discount else line.kind,
        name=line.name,
        **_quantity(line),
        gtin=gtin14(line.gtin) if line.gtin else None,
        product_id=line.product,
        method=line.method,
        kinds=_shares(line.kinds),
        near=line.near or None,
        kg_co2e=_optional_decimal(kg),
        shown=line_figure(line),
        carbon_footprint=_footprint(line),
    )


def _quantity(line: ReceiptLine) -> dict[str, str | None]:
    if not isinstance(line.quantity, Amount):
        return {"quantity": f"{line.quantity:f}"}
    return {
        "quantity": _decimal(line.quantity.value),
        "quantity_unit": line.quantity.unit.text,
        "declared_units": _optional_decimal(line.units),
    }


def _shares(kinds: Mapping[T, float]) -> dict[T, str] | None:
    return {kind: _decimal(share) for kind, share in kinds.items()} or None


def _footprint(line: ReceiptLine) -> CarbonFootprint | None:
    kg, declaration = _optional_decimal(line.unit_kg_co2e), line.declaration
    if kg is None or line.total_kg_co2e is None:
        return None
    low, high = line.unit_interval or (None, None)
    unit = None
    if declaration is not None:
        unit = declaration.declared_unit.words["en"]
    elif line.footprint is not None:
        unit = declared_unit_words(line.footprint.product)["en"]
    return CarbonFootprint(
        cfp_value=CfpValue(value=kg),
        cfp_functional_unit=unit,
        cfp_boundaries_code=BOUNDARY_CODES[line.covers] if line.covers else None,
        cfp_value_verification_code=declaration and _VERIFICATION_CODES[declaration.verification.kind],
        low=_optional_decimal(low),
        high=_optional_decimal(high),
    )


def _total(summary: Summary) -> SidecarTotal:
    share, sure = summary.amount_share, summary.interval
    percent = None if share is None else 0 if share.kind == "below-one" else share.value
    return SidecarTotal(
        coverage=SidecarCoverage(covered=summary.covered, items=summary.items, amount_percent=percent),
        kg_co2e=_optional_decimal(summary.kg_co2e),
        shown=summary.shown,
        interval=None
        if sure is None
        else SidecarInterval(low=_decimal(sure.low), high=_decimal(sure.high), basis=sure.basis),
        kinds=_shares(summary.kinds),
        near=summary.near or None,
    )


def _optional_decimal(value: float | None) -> str | None:
    return None if value is None else _decimal(value)


def _decimal(value: float) -> str:
    """The shortest decimal text that reads back as the same float."""
    return f"{Decimal(repr(value)):f}"


def receipt_from_sidecar(data: Mapping[str, Any]) -> Receipt:
    """Read the items of a sidecar as a receipt; it holds no money, so the prices are zero.

    Raises:
        DocumentError: it does not fit; lists every problem with its path.
    """
    try:
        sidecar = Sidecar.model_validate(data)
    except ValidationError as error:
        raise DocumentError(
            Problem(".".join(map(str, one["loc"])), one["msg"], f"see the schema of {SIDECAR_FORMAT}")
            for one in error.errors(include_url=False)
        ) from None
    problems = [
        problem
        for place, line in enumerate(sidecar.lines)
        for problem in remark_problems(
            f"lines[{place}].near", [each.model_dump() for each in line.near or ()]
        )
    ]
    DocumentError.raise_any(problems)
    items = [_line_from_sidecar(line) for line in sidecar.lines if line.kind == "item"]
    return Receipt(lines=items, receipt_id=sidecar.receipt_id, store=sidecar.store)


def _line_from_sidecar(line: SidecarLine) -> ReceiptLine:
    carbon, quantity, selling = line.carbon_footprint, Decimal(line.quantity), None
    sold: Decimal | Amount = quantity
    if line.quantity_unit is not None:
        sold = parse_amount(f"{line.quantity} {line.quantity_unit}", allow_negative=True)
        if line.declared_units is not None:
            rate = float(line.declared_units) / sold.si if sold.si else 0.0
            selling = Selling("?", None, {str(sold.unit.dimension): rate})
    figure: dict[str, Any] = {}
    if carbon is not None:
        ends = {"low": carbon.low, "high": carbon.high}
        figure = {name: float(end) for name, end in ends.items() if end is not None}
        figure |= {
            "kg_co2e": float(carbon.cfp_value.value),
            "boundary": next(
                (each for each, code in BOUNDARY_CODES.items() if code == carbon.cfp_boundaries_code), None
            ),
        }
    remarks = [Remark(each.code, each.words, each.short, bool(each.per_unit)) for each in line.near or ()]
    return ReceiptLine(
        name=line.name,
        quantity=sold,
        selling=selling,
        price=0,
        gtin=line.gtin,
        product=line.product_id,
        method=line.method,
        kinds={kind: float(share) for kind, share in (line.kinds or {}).items()},
        remarks=tuple(remarks) or None,
        **figure,
    )


_ORDER_RETURNED = "https://schema.org/OrderReturned"


def linked_data(receipt: Receipt, *, language: str = "ja", link: str | None = None) -> dict[str, Any]:
    """The receipt as JSON-LD; an item whose CO2e is unknown has no property, which is not zero.

    Args:
        receipt: what was bought; discounts are no items and are left out.
        language: of the words.
        link: an https link to the sidecar, or to how the figures were calculated.

    Raises:
        TextError: a language without words.
        IdentifierError: `link` is no https link.
    """
    translations(language)
    w = Translator(language)
    order: dict[str, Any] = {"@context": "https://schema.org", "@type": "Order"}
    if receipt.receipt_id:
        order["orderNumber"] = receipt.receipt_id
    if receipt.store:
        order["seller"] = {"@type": "Organization", "name": receipt.store}
    order["orderedItem"] = [
        _order_item(number, line, w) for number, line in enumerate(receipt.lines, start=1) if line.is_item
    ]
    if all_notices(receipt):
        order["description"] = list(notice_texts(receipt, language))
    return order | {"subjectOf": _sum_dataset(receipt, w, link)}


def _order_item(number: int, line: ReceiptLine, w: Translator) -> dict[str, Any]:
    quantity = abs(line.count)
    whole = quantity == quantity.to_integral_value()
    item: dict[str, Any] = {
        "@type": "OrderItem",
        "orderItemNumber": str(number),
        "orderQuantity": int(quantity) if whole else float(quantity),
        "orderedItem": _order_product(line, w),
    }
    return item if line.count >= 0 else item | {"orderItemStatus": _ORDER_RETURNED}


def _order_product(line: ReceiptLine, w: Translator) -> dict[str, Any]:
    product: dict[str, Any] = {"@type": "Product", "name": line.name}
    if line.gtin is not None and not in_one_company(line.gtin):
        product["gtin"] = gtin14(line.gtin)
    if line.product is not None:
        product["productID"] = line.product
    shown = unit_figure(line)
    if shown is not None:
        figure = _property_value("CO2e", shown) | {"description": unit_basis(line, w)}
        product["additionalProperty"] = [figure]
    return product


def _sum_dataset(receipt: Receipt, w: Translator, link: str | None) -> dict[str, Any]:
    summary = summarise(receipt)
    about: dict[str, Any] = {
        "@type": "Dataset",
        "name": f"{receipt_name(receipt, w)} CO2e",
        "description": sum_sentence(receipt, summary, w),
    }
    if summary.shown is not None:
        about["variableMeasured"] = [_property_value(sum_name(summary, w), summary.shown)]
    return about if link is None else about | {"url": web_link(link)}


def _property_value(name: str, shown: Shown) -> dict[str, str]:
    """A figure with the digits that people see."""
    return {"@type": "PropertyValue", "name": name, "value": shown.value, "unitText": shown.unit}

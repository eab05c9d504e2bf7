"""A line of a receipt: what was bought, how much of it, its price, and the CO2e of one unit where it is known.

Quantities and money are decimal numbers as they were written. A figure that is not known is not zero. What is no item (a bottle
deposit, postage, money off) has no figure and lowers no coverage; `no_goods.toml` lists the names that tell it.

>>> milk = ReceiptLine(name="牛乳 1L", quantity=2, price=248, kg_co2e=1.3)
>>> milk.amount, milk.total_kg_co2e
(Decimal('496'), 2.6)
>>> ReceiptLine(name="雑誌", price=690).total_kg_co2e is None
True
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import asdict, dataclass, is_dataclass
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, cast, get_args

from pydantic import BeforeValidator, Field, PlainSerializer, PlainValidator, WithJsonSchema, model_validator
from pydantic.json_schema import SkipJsonSchema
from pydantic_core import core_schema

from co2label._data import data_table
from co2label.declaration import Declaration, Remark, estimate_remark_of_kinds, remarks_for
from co2label.errors import Problem, clip
from co2label.figures import Shown, show_mass
from co2label.footprint import Footprint, selling_of
from co2label.model import DATA_KINDS, AmountField, Boundary, CleanText, DataKind, Gtin, Identifier, Model
from co2label.units import Amount, Selling, parse_amount, selling_by

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


MAX_MONEY = 999_999_999
_MAX_QUANTITY = 99_999
_QUANTITY_DECIMALS = 3
"""Scales of shops weigh to the gram."""
_MAX_MEASURED = 999_999_999
_MEASURED_DECIMALS = 9
_MONEY_DECIMALS = 6
"""A price per gram has a few places more than money has."""


def _decimal(value: Any) -> Decimal:
    """The number as it was written; a float is read by its shortest digits."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise ValueError(f"expected a number, got {clip(value)}")  # noqa: TRY004 - pydantic collects ValueErrors
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        raise ValueError(f"expected a finite number, got {value}")
    return number


def _quantity(value: Any) -> Decimal | Amount:
    if isinstance(value, str):
        value = parse_amount(value, allow_negative=True)
    if isinstance(value, Amount):
        _check_range(_decimal(value.value), _MAX_MEASURED, _MEASURED_DECIMALS)
        return value
    return _check_range(_decimal(value), _MAX_QUANTITY, _QUANTITY_DECIMALS)


def _check_range(number: Decimal, limit: int, decimals: int) -> Decimal:
    if abs(number) > limit:
        raise ValueError(f"expected at most {limit}, got {number:.6g}")
    if number != number.quantize(Decimal(1).scaleb(-decimals)):
        raise ValueError(f"expected at most {decimals} decimals, got {clip(str(number))}; round it")
    return number


def _json_number(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)


_NUMBER = PlainSerializer(_json_number, return_type=int | float, when_used="json")

_AS_WRITTEN = PlainSerializer(
    lambda sold: str(sold) if isinstance(sold, Amount) else _json_number(sold),
    return_type=int | float | str,
    when_used="json",
)

Quantity = Annotated[
    Decimal | Amount,
    PlainValidator(_quantity),
    _AS_WRITTEN,
    WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string", "examples": ["300 g"]}]}),
]
"""A bare count, or an amount with its unit."""

_in_range = BeforeValidator(lambda value: _check_range(_decimal(value), MAX_MONEY, _MONEY_DECIMALS))
Money = Annotated[Decimal, _in_range, _NUMBER, WithJsonSchema({"type": "number"})]

Method = Literal["product", "average", "spend", "unstated"]
"""Basis of a line's figure: mostly data of this product, averages of its kind, the money spent, or unstated."""

METHODS: tuple[Method, ...] = get_args(Method)
_HALF = 0.5
_LEAST_SHARE = 0.005
"""A share below this rounds to no percent."""


def main_method(kinds: Mapping[DataKind, float]) -> Method:
    """The main basis of a figure: data of the product if that is half of it or more, else the larger estimate.

    What a computed figure rests on is known from its factors (`Footprint.kinds`). A figure that was typed says so itself, in
    one word or in shares; without a word it is `unstated`, which is no `product`.

    >>> main_method({"product": 0.45, "average": 0.35, "spend": 0.2}), main_method({"product": 0.5, "spend": 0.5})
    ('average', 'product')
    >>> main_method({})
    'unstated'
    """
    if not kinds:
        return "unstated"
    if kinds.get("product", 0.0) >= _HALF:
        return "product"
    average, spend = kinds.get("average", 0.0), kinds.get("spend", 0.0)
    return "average" if average > spend else "spend"


LineKind = Literal["item", "deposit", "gift-card", "postage", "bag", "fee", "rounding", "discount"]
"""Kind of a line: goods and services are items; a bottle deposit, a gift card, postage, the charge for a bag, another fee, the
rounding of the sum, and money off are not."""

_SUFFIX = re.compile(
    r"[\s:：]*[(\[]?\s*(?:(?:s|m|l|ll|xl|大|中|小|特大|small|medium|large|grand|petit|moyen)|(?:¥|€|\$|£)?\s*[\d.,]+\s*(?:円|%|％|€|eur|枚|個|点|x)?)\s*[)\]]?$"
)
"""A size, a price, a share or a number behind a name."""


RETURN_WORDS = re.compile(
    r"^[\s【\[(（]*(?:返品|返金|取消|returned|return|refund|void|retour|remboursement)[\s】\])）:：]*",
    re.IGNORECASE,
)
"""Words before the name of something that is taken back."""


@lru_cache(maxsize=4096)
def kind_by_name(name: str) -> LineKind:
    """The kind of line that a whole name stands for; `item` where it is none of the known names.

    >>> [kind_by_name(name) for name in ("瓶保証金", "レジ袋 L", "Frais de port", "レジ袋風バッグ", "Retour consigne")]
    ['deposit', 'bag', 'postage', 'item', 'deposit']
    """
    folded = _folded(RETURN_WORDS.sub("", name))
    known = _kinds_by_name()
    return known.get(folded) or known.get(_SUFFIX.sub("", folded)) or "item"


@cache
def _kinds_by_name() -> dict[str, LineKind]:
    table = cast("dict[LineKind, dict[str, list[str]]]", data_table("no_goods.toml", beside=__file__))
    every = ((kind, names) for kind, languages in table.items() for names in languages.values())
    return {_folded(name): kind for kind, names in every for name in names}


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


MAX_KG = 1e9
SHARE_TOLERANCE = 1e-6
"""Shares that were written with some decimals."""


@dataclass(frozen=True, slots=True)
class _InstanceField:
    """A field that takes objects of a class as they are; plain data cannot make one."""

    kind: type
    maker: str = ""
    """The function that makes such objects, for the error."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        def check(value: Any) -> Any:
            if isinstance(value, self.kind):
                return value
            made = self.maker and f" made by `{self.maker}`"
            raise ValueError(f"expected a {self.kind.__name__}{made}, got {clip(value)}")

        return core_schema.no_info_plain_validator_function(check)


class ReceiptLine(Model):
    """One line of a receipt: an item, an item returned (quantity below zero), or a discount (price below zero).

    The figure is `kg_co2e`, or that of `declaration` or `footprint`; without any the line is unknown, which is not zero.

    Raises:
        DocumentError: every field that does not fit; a discount with a figure; two figures that differ.
    """

    name: CleanText
    quantity: Quantity = Decimal(1)
    """Count with up to three decimals, or amount with its unit ("300 g"); below zero for returns."""
    price: Money
    """Price of one, in the currency of the receipt; of the whole amount if the quantity is measured ("300 g")."""
    kind: LineKind = "item"
    """Kind of line. A deposit, postage or a discount is no item: it has no figure and lowers no coverage. Without a stated
    kind, it is known by its name (`no_goods.toml`)."""
    gtin: Gtin | None = None
    product: Identifier | None = None
    """Id of the product whose figure this is; null where there is none."""
    kg_co2e: float | None = Field(default=None, ge=0, le=MAX_KG)
    """Kilograms of CO2e of one declared unit, unrounded."""
    low: float | None = Field(default=None, ge=-MAX_KG, le=MAX_KG)
    """Lower end of the 95 % interval of `kg_co2e`; with `high`, or neither."""
    high: float | None = Field(default=None, ge=0, le=MAX_KG)
    """Upper end."""
    method: Method | None = None
    """Basis of the figure. Computed figures know it; a typed `kg_co2e` states it here, or is `unstated`."""
    kinds: dict[DataKind, Annotated[float, Field(ge=0, le=1)]] = Field(default_factory=dict)
    """Shares of the figure by what it rests on, which add up to one; of what is computed they are known."""
    boundary: Boundary | None = None
    """System boundary of the figure; that of the declaration, if there is one."""
    declared_unit: AmountField | None = None
    """Declared unit of a typed `kg_co2e`, needed if the quantity is measured: "1 kg"."""
    selling: SkipJsonSchema[Annotated[Selling, _InstanceField(Selling)] | None] = Field(
        default=None, exclude=True, repr=False
    )
    """Quantities that a till may state for the product, from a book; computed and declared figures know them."""
    declaration: SkipJsonSchema[Annotated[Declaration, _InstanceField(Declaration, "declare")] | None] = None
    footprint: SkipJsonSchema[Annotated[Footprint, _InstanceField(Footprint, "compute")] | None] = Field(
        default=None, exclude=True, repr=False
    )
    """Footprint of one declared unit, if available: the interval of the sum then knows which factors are shared."""
    remarks: SkipJsonSchema[tuple[Annotated[Remark, _InstanceField(Remark)], ...] | None] = Field(
        default=None, exclude=True, repr=False
    )
    """Remarks that must stand near the figure, from a book."""

    if TYPE_CHECKING:

        def __init__(  # noqa: PLR0913
            self,
            *,
            name: str,
            price: float | Decimal,
            quantity: float | Decimal | str | Amount = 1,
            gtin: str | None = None,
            product: str | None = None,
            kg_co2e: float | None = None,
            low: float | None = None,
            high: float | None = None,
            method: Method | None = None,
            kinds: Mapping[DataKind, float] | None = None,
            boundary: Boundary | None = None,
            kind: LineKind = "item",
            declared_unit: str | Amount | None = None,
            selling: Selling | None = None,
            declaration: Declaration | None = None,
            footprint: Footprint | None = None,
            remarks: tuple[Remark, ...] | None = None,
        ) -> None: ...

    @model_validator(mode="after")
    def _complete(self) -> Self:
        self.__dict__.update(self._known(), kind=self._kind())  # what was not written is found out once
        return self

    def _kind(self) -> LineKind:
        """The stated kind, or the one that the name of a line without a product, a code or a figure stands for."""
        known = self.gtin or self.product or self.unit_kg_co2e is not None
        return self.kind if known or "kind" in self.model_fields_set else kind_by_name(self.name)

    def _known(self) -> dict[str, Any]:
        """Shares of the figure by what it rests on, and its main method."""
        if self.total_kg_co2e is None:
            return {"method": None, "kinds": {}}
        kinds = self._computed_kinds()
        if kinds is None:
            alone = {self.method: 1.0} if self.method in DATA_KINDS else {}
            return {"kinds": self.kinds or alone, "method": self.method or main_method(self.kinds)}
        return {"kinds": kinds, "method": self.method or (main_method(kinds) if kinds else "product")}

    def _computed_kinds(self) -> dict[DataKind, float] | None:
        """Shares of the declaration or the footprint by what it rests on; None if there is neither."""
        if self.declaration is not None:
            stated = self.declaration.kinds
            return {kind: stated[kind] for kind in DATA_KINDS if kind in stated}
        return None if self.footprint is None else dict(self.footprint.kinds)

    def _problems(self) -> Iterator[Problem]:
        if abs(self.amount) > MAX_MONEY:
            yield Problem("price", f"quantity × price is above {MAX_MONEY}", "correct one of them")
        if self.is_discount and self.unit_kg_co2e is not None:
            todo = "give what is taken back a quantity below zero, and its price as it was"
            yield Problem("price", "a price below zero is a discount, which has no CO2e", todo)
        elif not self.is_item and self.unit_kg_co2e is not None:
            what = f"a line of kind {self.kind!r} has no CO2e"
            yield Problem("kind", what, "leave the figure out, or the kind")
        if isinstance(self.quantity, Amount) and self.kg_co2e is not None and self._selling is None:
            what = f"kg_co2e is per declared unit, and nobody says how many of these {self.quantity.text} are"
            yield Problem("declared_unit", what, 'say what the figure is per: declared_unit = "1 kg"')
        yield from self._differing()
        yield from self._misfits_of_kinds()
        figures = [figure for figure in (self.low, self.kg_co2e, self.high) if figure is not None]
        if (self.low is None) != (self.high is None) or figures != sorted(figures):
            what = f"expected low ≤ kg_co2e ≤ high, got {figures}"
            yield Problem("low", what, "give both ends, or neither")

    def _differing(self) -> Iterator[Problem]:
        """Find figures of one line that differ."""
        declaration = self.declaration
        if declaration is not None and self.kg_co2e is not None and self.kg_co2e != declaration.kg_co2e:
            what = f"{self.kg_co2e:g} is not the figure of the declaration, {declaration.kg_co2e:g}"
            yield Problem("kg_co2e", what, "give one of them")
        footprint, unit = self.footprint, self.unit_kg_co2e
        if footprint is not None and unit is not None and unit != footprint.kg_co2e:
            what = f"{unit:g} is not the figure of the footprint, {footprint.kg_co2e:g}"
            yield Problem("footprint", what, "give one of them")

    def _misfits_of_kinds(self) -> Iterator[Problem]:
        """Find shares that do not add up, and a method that claims more specific data than is known."""
        if self.kinds and abs(sum(self.kinds.values()) - 1) > SHARE_TOLERANCE:
            what = f"the shares add up to {sum(self.kinds.values()):.6g}, not to one"
            yield Problem("kinds", what, "correct them")
        computed = self._computed_kinds()
        if computed and self.kinds:
            apart = (abs(self.kinds.get(kind, 0.0) - computed.get(kind, 0.0)) for kind in DATA_KINDS)
            if max(apart) > SHARE_TOLERANCE:
                what = "the shares are not those of the figure that was computed"
                yield Problem("kinds", what, "leave them out")
        known = main_method(computed or self.kinds)
        order: list[str] = list(DATA_KINDS)  # the most specific first
        if self.method in order and known in order and order.index(self.method) < order.index(known):
            what = f"{self.method!r} is stated for a figure that rests mostly on {known!r}"
            yield Problem("method", what, "leave it out: what the figure rests on is known")

    @cached_property
    def near(self) -> tuple[Remark, ...]:
        """Remarks that must stand near the figure: those of its declaration or footprint, or those of a book."""
        if self.declaration is not None:
            return self.declaration.near
        if self.footprint is not None:
            return remarks_for(self.footprint)
        if self.remarks is not None:
            return self.remarks
        remark = estimate_remark_of_kinds(self.kinds)
        return () if remark is None else (remark,)

    @property
    def methods(self) -> frozenset[Method]:
        """All kinds that the figure rests on to a percent or more, and its main method; none if it is unknown."""
        if self.method is None:
            return frozenset()
        shown = (kind for kind, share in self.kinds.items() if share >= _LEAST_SHARE)
        return frozenset((self.method, *shown))

    @property
    def is_discount(self) -> bool:
        """True for money off, which is no item and counts neither as known nor as unknown."""
        return self.price < 0 or self.kind == "discount"

    @property
    def is_item(self) -> bool:
        """True for goods or a service, whose figure may be known or not."""
        return self.kind == "item" and not self.is_discount

    @property
    def count(self) -> Decimal:
        """Number of times that the price is paid: the bare count; 1 (−1 for returns) for a measured quantity."""
        if not isinstance(self.quantity, Amount):
            return self.quantity
        if str(self.quantity.unit.dimension) == "piece":
            return Decimal(repr(self.quantity.value))
        return Decimal(1) if self.quantity.value >= 0 else Decimal(-1)

    @property
    def amount(self) -> Decimal:
        """Money paid for the line, not rounded."""
        return self.count * self.price

    @property
    def _selling(self) -> Selling | None:
        if self.footprint is not None:
            return selling_of(self.footprint.product)
        if self.declaration is not None:
            return self.declaration.declared_unit.selling
        if self.declared_unit is not None:
            return selling_by(self.declared_unit)
        return self.selling

    @cached_property
    def units(self) -> float | None:
        """Number of declared units sold; None if it cannot be told (see `unknown`)."""
        return self.units_of(self.quantity)

    def units_of(self, sold: Decimal | Amount) -> float | None:
        """Convert an amount to declared units of the line's product; None if it cannot be told."""
        selling = self._selling
        if selling is not None:
            return selling.units(sold)
        if isinstance(sold, Amount):
            return sold.si if str(sold.unit.dimension) == "piece" else None
        return float(sold)

    @property
    def unknown(self) -> str | None:
        """Reason why an item with a figure per declared unit has none for the line, and what to do; None if it has one."""
        selling = self._selling
        if self.unit_kg_co2e is None or self.units is not None or selling is None:
            return None
        return selling.unknown(self.quantity)

    @property
    def unit_kg_co2e(self) -> float | None:
        """Kilograms of CO2e of one declared unit, or None where unknown."""
        if self.declaration is not None:
            return self.declaration.kg_co2e
        return self.kg_co2e if self.footprint is None else self.footprint.kg_co2e

    @property
    def unit_interval(self) -> tuple[float, float] | None:
        """The ends of the 95 % interval of one declared unit in kg CO2e, or None where no uncertainty is stated."""
        if self.footprint is not None:
            interval = self.footprint.interval
            return None if interval is None else (interval.low, interval.high)
        return None if self.low is None or self.high is None else (self.low, self.high)

    @property
    def total_kg_co2e(self) -> float | None:
        """Kilograms of CO2e of the line, unrounded, or None where unknown."""
        unit, units = self.unit_kg_co2e, self.units
        return None if unit is None or units is None else units * unit

    @property
    def covers(self) -> Boundary | None:
        """The system boundary of the figure, where it is known."""
        if self.declaration is not None:
            return self.declaration.boundary
        return self.boundary if self.footprint is None else self.footprint.product.boundary


def line_figure(line: ReceiptLine) -> Shown | None:
    """The figure of a line as printed; of a single declared unit, what its declaration says."""
    if line.declaration is not None and line.units == 1:
        return line.declaration.shown
    return None if line.total_kg_co2e is None else show_mass(line.total_kg_co2e)


def plain_fields(result: object, *names: str) -> dict[str, Any]:
    """Fields of a result for JSON, by name."""
    return {name: plain(getattr(result, name)) for name in names}


def plain(value: Any) -> Any:
    """A value for JSON: a result as its fields, several of them in a list."""
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return dict(value)
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value

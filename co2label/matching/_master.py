"""Products of a master without recipes: each with the best figure that there is, and of which kind it is.

In this order: an own recipe; a supplier's figure; a match that a person confirmed; an unconfirmed match; the average of its
category; its price; nothing. What rests on none of the first three is an estimate: it makes no label, and counts on receipts with
its span.

>>> from co2label.factors import FactorLibrary
>>> from co2label.matching import match
>>> rows = {"name": ["完熟バナナ 500g", "謎の品"], "gtin": ["4569951110016", ""]}
>>> master = read_master(match(rows, FactorLibrary.bundled()))
>>> [(each.product.id, each.kind) for each in master if each.product], master.counts
([('4569951110016', 'suggested')], Counter({'suggested': 1, 'nothing': 1}))
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from co2label.errors import Co2LabelError, clip
from co2label.matching._categories import Categories
from co2label.matching._content import Content, content_of
from co2label.model import IDENTIFIER_PATTERN, Activity, EmissionFactor, Product
from co2label.units import parse_amount

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from co2label.matching._match import Suggestions
    from co2label.matching._products import Item
    from co2label.matching._suggestion import Suggestion
    from co2label.units import Amount


MasterKind = Literal["recipe", "supplier", "confirmed", "suggested", "category", "price", "nothing"]
"""What the figure of a product rests on, the best first."""

KINDS: tuple[MasterKind, ...] = (
    "recipe",
    "supplier",
    "confirmed",
    "suggested",
    "category",
    "price",
    "nothing",
)


@dataclass(frozen=True, slots=True)
class MasterRow:
    """A row of a master with what was made of it.

    Attributes:
        row: as a spreadsheet counts.
        key: of the product.
        kind: what its figure rests on; `nothing` where there is none.
        product: None where there is no figure.
        said: what was taken for granted, or what is missing.
        sold: how many were sold, where the master says it.
    """

    row: int
    key: str
    kind: MasterKind
    product: Product | None
    said: tuple[str, ...] = ()
    sold: float | None = None


@dataclass
class Master:
    """The products of a master; made each time that they are gone through, row by row.

    Attributes:
        suggestions: of all its products.
        categories: averages of categories.
        language: of the names in it.
        year: of the data, which labels need.
        recipes: products with a recipe of their own, by id and GTIN.
        counts: how many rows are of which kind, after the last time through.
        sold: how many things were sold of each kind, where the master says it.
    """

    suggestions: Suggestions
    categories: Categories = field(default_factory=Categories)
    language: str = "und"
    year: int | None = None
    recipes: Mapping[str, Product] = field(default_factory=dict)
    counts: Counter[MasterKind] = field(default_factory=Counter)
    sold: dict[MasterKind, float] = field(default_factory=dict)

    def __iter__(self) -> Iterator[MasterRow]:
        """Yield what was made of each row, in the order of the table."""
        self.counts.clear()
        self.sold.clear()
        for item, suggestion in self.suggestions.pairs():
            row = self._row(item, suggestion)
            self.counts[row.kind] += 1
            if row.sold:
                self.sold[row.kind] = self.sold.get(row.kind, 0.0) + row.sold
            yield row

    @property
    def factors(self) -> tuple[EmissionFactor, ...]:
        """The averages of categories, which a library needs to compute the products."""
        return self.categories.factors

    def _row(self, item: Item, suggestion: Suggestion) -> MasterRow:
        own = next(
            (self.recipes[key] for key in (item.key, item.fields.get("gtin", "")) if key in self.recipes),
            None,
        )
        if own is not None:
            return MasterRow(item.row, item.key, "recipe", own, (), item.sold)
        ways = [self._of_supplier, self._of_match, self._of_category]
        if suggestion.how == "category":  # the shop's own average of a category says more than its words
            ways[1:] = reversed(ways[1:])
        rest: MasterRow | None = None
        missing: list[str] = []
        for way in ways:
            said: list[str] = []
            try:
                made = way(item, suggestion, said)
                if made is not None:
                    product = self._product(item, *made)
                    row = MasterRow(item.row, item.key, made[0], product, tuple(missing + said), item.sold)
                    if product.declared_unit.unit.dimension == _PIECE:
                        return row
                    rest = rest or row  # of a kilogram: a figure of one, by another way, says more
                    continue
            except Co2LabelError as error:
                said.append(str(error))
            missing += said
        if rest is not None:
            return rest
        why = [*dict.fromkeys(missing)] or ["nothing is known of what it is; give it a match or a category"]
        return MasterRow(item.row, item.key, "nothing", None, tuple(why), item.sold)

    def _of_supplier(self, item: Item, _: Suggestion, __: list[str]) -> tuple[MasterKind, Activity] | None:
        written, by = item.fields.get("kg_co2e", ""), item.fields.get("supplier", "")
        if not written:
            return None
        if not by:
            raise Co2LabelError(f"{written[:40]} kg CO2e without a supplier; say who gave it")
        value = float(parse_amount(f"{written} kg").value)
        factor = EmissionFactor(
            id=f"supplier.{identifier_of(item)}",
            name={self.language: item.name},
            value=value,
            unit="kgCO2e",
            per="1 piece",
            source={"title": by},  # type: ignore[arg-type]
            boundary="cradle-to-gate",
        )
        return "supplier", _activity(item, "1 piece", factor, "supplier")

    def _of_match(
        self, item: Item, suggestion: Suggestion, said: list[str]
    ) -> tuple[MasterKind, Activity] | None:
        choice = suggestion.choice
        if choice.kind == "nothing":
            return None
        factor = self.suggestions.library[choice.factor]
        content = self._content(item, factor, said)
        if content is None:
            return None
        if factor.per.unit.dimension.of_money:
            return "price", _activity(item, content.amount.text, factor.id, "spend")
        low, high = (choice.low, choice.high) if choice.kind == "estimate" else (None, None)
        uncertainty = None
        if low is not None and high is not None and factor.value > 0 and 0 < low < high:
            per_value = content.amount.value / factor.value
            note = "span of the candidates"
            uncertainty = {"low": low * per_value, "high": high * per_value, "note": note}
        made = _activity(item, content.amount.text, factor.id, "average", uncertainty)
        return ("confirmed" if choice.kind == "confirmed" else "suggested"), made

    def _of_category(self, item: Item, _: Suggestion, said: list[str]) -> tuple[MasterKind, Activity] | None:
        average = self.categories.of(item.fields.get("category", ""), item.fields.get("department", ""))
        if average is None:
            return None
        content = self._content(item, average.factor, said)
        if content is None:
            return None
        kind: MasterKind = "price" if average.factor.per.unit.dimension.of_money else "category"
        evidence = "spend" if kind == "price" else "average"
        return kind, _activity(item, content.amount.text, average.factor.id, evidence)

    def _content(self, item: Item, factor: EmissionFactor, said: list[str]) -> Content | None:
        """How much one is, in the unit of a factor; what that rests on, or what is missing, is said.

        Where nobody knows how much one is, the figure is that of a kilogram or a litre.
        """
        per = factor.per.unit.dimension
        size = _price(item) if per.of_money else item.size()
        found = Content(parse_amount("1 piece")) if per == _PIECE else None
        if found is None and size is not None:
            found = content_of(size, factor)
        if found is not None and per.of_money:
            found = Content(
                found.amount, f"by its {item.priced or 'price'}, {found.amount.text}, and {factor.id}"
            )
        if found is None:
            known = (
                "no size is known"
                if size is None
                else f"the size {clip(size.text)} does not say how much one is"
            )
            if per not in _BY_AMOUNT:
                said.append(
                    f"{factor.id} is per {factor.per.text}, and {known if not per.of_money else 'no price is known'}"
                )
                return None
            found = Content(factor.per, f"{known}: the figure is per {factor.per.text}")
        said += [found.said] if found.said else []
        return found

    def _product(self, item: Item, kind: MasterKind, activity: Activity) -> Product:
        size, amount = item.size(), activity.amount
        unknown = size is None or amount.unit.dimension != size.unit.dimension
        per_amount = unknown and amount.unit.dimension in _BY_AMOUNT and amount.value == 1
        gtin = item.fields.get("gtin", "")
        return Product.read(
            {
                "id": identifier_of(item),
                "name": {self.language: _short(item.fields.get("name") or item.key)},
                "declared_unit": amount.text if per_amount else "1 piece",
                "boundary": "cradle-to-gate",
                "activities": [activity],
            }
            | ({"gtin": gtin} if gtin else {})
            | ({"year": self.year} if self.year else {})
            | ({"category": item.fields["category"]} if item.fields.get("category") else {})
            | ({"mass": size.text} if size is not None and size.unit.dimension == _MASS else {})
            | ({} if kind in {"supplier", "confirmed"} else {"estimated": kind})
        )


def _activity(
    item: Item,
    amount: str,
    factor: str | EmissionFactor,
    evidence: str,
    uncertainty: dict[str, object] | None = None,
) -> Activity:
    fields = {
        "name": _short(item.name or item.key),
        "amount": amount,
        "factor": factor,
        "stage": "raw-materials",
    }
    return Activity.read(
        fields | {"evidence": evidence} | ({"uncertainty": uncertainty} if uncertainty else {})
    )


_MASS, _VOLUME, _PIECE = (parse_amount(text).unit.dimension for text in ("1 kg", "1 L", "1 piece"))
_BY_AMOUNT = (_MASS, _VOLUME)

_IDENTIFIER = re.compile(IDENTIFIER_PATTERN)


def read_master(
    suggestions: Suggestions,
    *,
    categories: Categories | None = None,
    language: str = "und",
    year: int | None = None,
    recipes: Iterable[Product] = (),
) -> Master:
    """Return the products of a master without recipes, each with the best figure that there is.

    Args:
        suggestions: of `match`, with what was confirmed before.
        categories: averages for what has no match.
        language: of the names in the master, such as "ja".
        year: of the data, which labels need.
        recipes: products with a recipe of their own, which count before all else by their GTIN or id.
    """
    own = {key: each for each in recipes for key in (each.id, each.gtin) if key}
    return Master(suggestions, categories or Categories(), language, year, own)


def identifier_of(item: Item) -> str:
    """Return the id of a product: its key where that can be one, else one that is the same in every run."""
    if _IDENTIFIER.fullmatch(item.key):
        return item.key
    return f"m-{hashlib.sha256(item.key.encode()).hexdigest()[:16]}"


_LONGEST_NAME = 120


def _short(name: str) -> str:
    """A name as long as the model takes."""
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def _price(item: Item) -> Amount | None:
    written = item.fields.get("price", "")
    return parse_amount(written) if written else None

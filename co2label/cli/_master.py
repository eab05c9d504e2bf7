"""A master without recipes as the products of a run: matches, averages of categories, and what is said of their kinds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import co2label as c2
from co2label._options import Option, check_values
from co2label.cli._options import refuse
from co2label.cli._output import remark
from co2label.cli._reading import read_products

if TYPE_CHECKING:
    from co2label.matching import Master

_MASTER = "A product master without recipes"

_SAID = {
    "recipe": "an own recipe",
    "supplier": "a supplier's figure",
    "confirmed": "a confirmed match",
    "suggested": "an unconfirmed match (estimate)",
    "category": "the average of the category (estimate)",
    "price": "the price (estimate)",
    "nothing": "no figure",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchFiles:
    """Files by which products of a master are matched."""

    match: Annotated[
        Path | None,
        Option("Matches that a person confirmed (key, factor, by, on, note).", _MASTER, "CSV"),
    ] = None
    food_facts: Annotated[
        Path | None, Option("Your own download of Open Food Facts (JSON lines), by GTIN.", _MASTER, "JSONL")
    ] = None
    columns: Annotated[
        tuple[str, ...],
        Option("Headings of the master by field, where they are not known ones.", _MASTER, "FIELD=HEADING,…"),
    ] = ()

    @property
    def headings(self) -> dict[str, str]:
        """The heading of each field that is named."""
        pairs = [each.partition("=") for each in self.columns if each]
        wrong = [field for field, sign, heading in pairs if not (field and sign and heading)]
        if wrong:
            refuse(f"expected FIELD=HEADING such as name=商品名, got {wrong[0]}", "--columns")
        return {field: heading for field, _, heading in pairs}


@dataclass(frozen=True, slots=True, kw_only=True)
class MasterOptions(MatchFiles):
    """Files by which a master without recipes gets its figures."""

    categories: Annotated[
        Path | None, Option("Averages by category, for products without a match.", _MASTER, "CSV")
    ] = None
    recipes: Annotated[
        Path | None, Option("A document or workbook with products that have a recipe.", _MASTER, "FILE")
    ] = None
    names: Annotated[str, Option("Language of the names in the master.", _MASTER, "LANGUAGE")] = "ja"
    year: Annotated[
        int | None, Option("Year of the data, which labels need.", _MASTER, "YEAR", least=1990, most=2100)
    ] = None

    def __post_init__(self) -> None:
        """Refuse a year that there cannot be.

        Raises:
            OptionError: names the option.
        """
        check_values(self)

    @property
    def given(self) -> bool:
        """Whether the products are a master without recipes."""
        return any((self.match, self.categories, self.recipes))


def open_master(
    products: Path, options: MasterOptions, factors: c2.FactorLibrary
) -> tuple[c2.catalogue.CatalogueSource, c2.FactorLibrary, Master]:
    """The products of a master, the factors that they are computed with, and the master, which counts its kinds.

    Raises:
        DocumentError: a file that cannot be read, or columns that are not there.
    """
    confirmed = (
        c2.matching.Confirmed()
        if options.match is None
        else c2.matching.Confirmed.read(options.match, factors)
    )
    categories = (
        c2.matching.Categories()
        if options.categories is None
        else c2.matching.Categories.read(options.categories, factors)
    )
    found = c2.matching.match(
        products, factors, columns=options.headings, confirmed=confirmed, food_facts=options.food_facts
    )
    document = None if options.recipes is None else read_products(options.recipes)
    recipes = () if document is None else document.products
    master = c2.matching.read_master(
        found, categories=categories, language=options.names, year=options.year, recipes=recipes
    )

    def rows() -> Iterator[c2.Product | c2.catalogue.RowProblem]:
        known = {each.id for each in recipes}
        yield from recipes
        for row in master:
            if row.product is not None and row.product.id in known:
                continue
            if row.product is not None:
                yield row.product
            else:
                yield c2.catalogue.RowProblem(str(products), row.row, row.key, "", "", "; ".join(row.said))

    files = tuple(
        each for each in (products, options.match, options.categories, options.recipes) if each is not None
    )
    source = c2.catalogue.CatalogueSource(str(products), rows, files)
    return source, factors.with_factors((*master.factors, *(document.factors if document else ()))), master


def say_kinds(master: Master) -> None:
    """Tell on standard error how many products have a figure of which kind, and of what was sold."""
    total, sold = sum(master.counts.values()), sum(master.sold.values())
    for kind in c2.matching.KINDS:
        if count := master.counts[kind]:
            share = f"{count:,} of {total:,} products ({count / total:.0%})"
            by_sales = f", {master.sold.get(kind, 0.0) / sold:.0%} of what was sold" if sold else ""
            remark(f"{_SAID[kind]}: {share}{by_sales}")

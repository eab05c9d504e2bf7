"""`co2label scale`: five steps from the fifths of one's own range, category by category."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import co2label as c2
from co2label import declaration
from co2label._options import Option
from co2label.cli import _clock
from co2label.cli._catalogue import CatalogueFiles, open_catalogue
from co2label.cli._options import AsJson, IssuedOption, takes
from co2label.cli._output import PrintedTable, emit, present, remark
from co2label.cli._reading import FigureBasis, problems_in
from co2label.errors import ClaimError, Problem
from co2label.wording import in_language


@takes(tables=lambda: CatalogueFiles, basis=lambda: FigureBasis)
def scale(
    products: Annotated[
        Path, Option("A table with one row a product (CSV), or a document (TOML, JSON).", flag="PRODUCTS")
    ],
    *,
    tables: CatalogueFiles,
    basis: FigureBasis,
    name: Annotated[str, Option("Who sets the steps, as it stands beside them.", metavar="TEXT")],
    per: Annotated[Literal["unit", "kg"], Option("Figures per declared unit, or per kg.")] = "unit",
    least: Annotated[int, Option("So many products a category must have, 20 or more.")] = 20,
    issued: IssuedOption = None,
    output: Annotated[
        Path | None, Option("A .toml for `batch --scales`; without it, it is printed.", metavar="TOML")
    ] = None,
    json: AsJson = False,
) -> None:
    """Compute a scale for each category of your own range: a fifth of its products lies in each step.

    Products are judged within their `category`; a comparison with products of others needs a reviewed rule. In the European
    Union a scale needs a certification scheme behind it, so none of these is drawn there.

    Example: co2label scale products.csv --name "Sample Super" --per kg -o scales.toml
    """
    tables.check(products)
    source, factors = open_catalogue(products, tables, basis.factors)
    with problems_in(products):
        read = [each for each in source.read() if isinstance(each, c2.Product)]
        footprints = c2.compute_all(read, factors, **basis.arguments)
        scales, without = c2.declaration.scales_of(
            footprints, name=name, date=issued or _clock.today(), per=per, least=least
        )
        if not scales.scales:
            todo = "give products a category, at least twenty to each"
            raise ClaimError(
                without or [Problem("category", "no product has a category to be judged in", todo)]
            )
    remark(*map(str, without))
    if json:
        present(json, scales)
        return
    emit(output, _as_toml(scales))
    if output is not None:
        present(json, scales, _table(scales))


def _table(scales: declaration.Scales) -> PrintedTable:
    heads = ("products", "A to", "B to", "C to", "D to")
    rows = (
        (in_language(each.category or {}, "ja"), str(each.products), *(f"{limit:g}" for limit in each.limits))
        for each in scales.scales
    )
    return PrintedTable(("category, kg CO2e", *heads), rows, heads)


def _as_toml(scales: declaration.Scales) -> str:
    """The scales as tables of a TOML file; its texts are quoted as in JSON, which TOML reads alike."""
    from json import dumps

    def value(item: Any) -> str:
        if isinstance(item, dict):
            return "{ " + ", ".join(f"{dumps(key)} = {value(each)}" for key, each in item.items()) + " }"
        return dumps(item, ensure_ascii=False)

    blocks = []
    for each in scales.scales:
        plain = each.model_dump(mode="json", exclude_none=True)
        blocks.append("\n".join(["[[scales]]", *(f"{key} = {value(item)}" for key, item in plain.items())]))
    return "\n\n".join(blocks) + "\n"

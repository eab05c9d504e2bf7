"""`co2label factors` and `schema`: emission factors with their passports, and the JSON Schemas of files that can be given."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from co2label.cli._options import FactorsOption, JsonOption, is_directory
from co2label.cli._output import new_table, print_json, print_table, remark, write_text
from co2label.cli._output import write_table as write_rows
from co2label.cli._reading import library

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pydantic import BaseModel

    from co2label.factors import SourceRecord
    from co2label.factors.adapters import Imported
    from co2label.model import EmissionFactor


def import_source(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="agribalyse", show_default=False)],
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILES...", help="The tables as they were published, or their folder.", show_default=False
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="PLACE",
            help="A table of factors (.csv), or a folder, which gets every factor as a product, too.",
        ),
    ] = None,
    edition: Annotated[
        str | None,
        typer.Option(metavar="EDITION", help='Such as "3.2 (2025)", where the file does not tell it.'),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Read the factors of your own download of a source, each with its passport; without -o, only check it.

    Example: co2label factors import agribalyse Agribalyse_Synthese.csv Agribalyse_Detail_etape.csv -o agribalyse.csv
    """
    from co2label.factors.adapters import read

    imported = read(source, files, edition=edition)
    if output is not None:
        _write_import(output, imported)
    if json:
        print_json(_import_data(imported))
        return
    for each in imported.remarks:
        remark(each)
    place = "" if output is None else f" → {output}"
    typer.echo(f"{imported.source} {imported.edition}: {len(imported.factors)} factors{place}")


def _write_import(output: Path, imported: Imported) -> None:
    """The factors; into a folder, also a catalogue of them, as `co2label batch` reads it."""
    from co2label.catalogue import (
        ACTIVITY_HEADS,
        activity_rows,
        product_rows,
        products_of_factors,
    )
    from co2label.factors import write_table

    factors = write_table(imported.factors)
    if not is_directory(output):
        write_text(output, factors)
        return
    products = products_of_factors(imported.factors, imported.categories)
    output.mkdir(parents=True, exist_ok=True)
    write_text(output / "factors.csv", factors)
    write_rows(output / "products.csv", *product_rows(products))
    write_rows(output / "activities.csv", ACTIVITY_HEADS, activity_rows(products))


def _import_data(imported: Imported) -> dict[str, object]:
    return {
        "source": imported.source,
        "edition": imported.edition,
        "factors": len(imported.factors),
        "remarks": list(imported.remarks),
        "files": dict(imported.digests),
    }


factors = typer.Typer(no_args_is_help=True, help="Look up emission factors and where they come from.")

factors.command(name="import")(import_source)


@factors.command()
def show(
    factor_id: Annotated[str, typer.Argument(metavar="ID", help="Id or alias.", show_default=False)],
    factors: FactorsOption = None,
    json: JsonOption = False,
) -> None:
    """Print a factor's passport: value, unit, gases, stages, source, edition, place, licence.

    Example: co2label factors show food.rice
    """
    factor = library(factors)[factor_id]
    if json:
        print_json(_factor_data(factor))
        return
    table = new_table("", factor.id)
    for key, value in _passport(factor):
        table.add_row(key, value)
    print_table(table)


@factors.command()
def search(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="WORDS...", help="Words in any language; all must be there.", show_default=False
        ),
    ],
    limit: Annotated[int, typer.Option(min=1, help="The most that are printed.")] = 20,
    factors: FactorsOption = None,
    json: JsonOption = False,
) -> None:
    """Find factors by words in Japanese or English, best first.

    Example: co2label factors search 牛乳
    """
    found = library(factors).search(" ".join(words), limit)
    _print_factors(found, json=json)
    if not found:
        remark("no factor holds all of these words; try fewer, or another language")


@factors.command(name="list")
def list_all(factors: FactorsOption = None, json: JsonOption = False) -> None:
    """List every factor.

    Example: co2label factors list --json
    """
    _print_factors(list(library(factors)), json=json)


@factors.command()
def sources(factors: FactorsOption = None, json: JsonOption = False) -> None:
    """List the sources with their licences and the attribution to print.

    Example: co2label factors sources
    """
    records = library(factors).sources()
    if json:
        print_json([_source_data(record) for record in records])
        return
    table = new_table("source", "title", "edition", "factors", "licence", "attribution", numbers=["factors"])
    for record in records:
        words = record.attribution.get("en") or next(iter(record.attribution.values()), "")
        table.add_row(record.id, record.title, record.edition, str(record.factors), record.licence, words)
    print_table(table)


def _print_factors(found: Iterable[EmissionFactor], *, json: bool) -> None:

    if json:
        print_json([_factor_data(factor) for factor in found])
        return
    table = new_table("id", "name", "value", "unit", "source", numbers=["value"])
    for factor in found:
        unit = f"{factor.unit} per {factor.per}"
        table.add_row(factor.id, _names(factor), f"{factor.value:.4g}", unit, _source_words(factor))
    print_table(table)


def _factor_data(factor: EmissionFactor) -> dict[str, Any]:
    plain: dict[str, Any] = factor.model_dump(mode="json")
    return plain


def _source_data(record: SourceRecord) -> dict[str, Any]:
    fields = {name: getattr(record, name) for name in record.__slots__}
    return fields | {"attribution": dict(record.attribution)}


def _passport(factor: EmissionFactor) -> Iterator[tuple[str, str]]:
    """What is known of a factor, in the order of a passport; what is unknown is left out."""
    source, spread = factor.source, factor.uncertainty
    lines = {
        "name": _names(factor),
        "value": f"{factor.value:.6g} {factor.unit} per {factor.per}",
        "gases": _parts(factor.gases, "kg"),
        "components": _parts(factor.components, factor.unit),
        "removal": factor.removal
        and ", ".join(f"{k} {v}" for k, v in factor.removal.model_dump(exclude_none=True).items()),
        "stages": _parts(factor.stages, factor.unit),
        "boundary": factor.boundary,
        "GWP set": factor.gwp_set,
        "geography": factor.geography,
        "year": factor.year,
        "uncertainty": spread
        and ", ".join(f"{k} {v}" for k, v in spread.model_dump(exclude_none=True).items()),
        "source": source.title,
        "publisher": source.publisher,
        "edition": source.edition,
        "locator": source.locator,
        "url": source.url,
        "licence": factor.licence,
        "attribution": factor.attribution,
        "note": factor.note,
        "aliases": ", ".join(factor.aliases),
    }
    for key, value in lines.items():
        if value not in (None, ""):
            yield key, str(value)


def _parts(parts: Any, unit: str) -> str:
    return "\n".join(f"{name}: {value:.6g} {unit}" for name, value in parts.items())


def _names(factor: EmissionFactor) -> str:
    return " / ".join(factor.name.values())


def _source_words(factor: EmissionFactor) -> str:
    return f"{factor.source.title} {factor.source.edition or ''}".strip()


class SchemaKind(StrEnum):
    """What there are schemas of."""

    PRODUCT = "product"
    DOCUMENT = "document"
    FACTOR = "factor"
    RECEIPT = "receipt"
    SIDECAR = "sidecar"
    MAP = "map"
    CAMPAIGN = "campaign"
    GIFTS = "gifts"


def schema(
    kind: Annotated[SchemaKind, typer.Argument(help="Of what.", show_default=False)],
) -> None:
    """Print the JSON Schema of a file that can be given, such as a product, a receipt's basket or a campaign of points.

    Example: co2label schema product > product.schema.json
    """
    print_json(_schema_model(kind).model_json_schema())


def _schema_model(kind: SchemaKind) -> type[BaseModel]:
    from co2label.catalogue import ColumnMap
    from co2label.incentive import Campaign, GiftProgramme
    from co2label.model import (
        Document,
        EmissionFactor,
        Product,
    )
    from co2label.receipt import Basket, Sidecar

    models: dict[SchemaKind, type[BaseModel]] = {
        SchemaKind.PRODUCT: Product,
        SchemaKind.DOCUMENT: Document,
        SchemaKind.FACTOR: EmissionFactor,
        SchemaKind.RECEIPT: Basket,
        SchemaKind.SIDECAR: Sidecar,
        SchemaKind.MAP: ColumnMap,
        SchemaKind.CAMPAIGN: Campaign,
        SchemaKind.GIFTS: GiftProgramme,
    }
    return models[kind]

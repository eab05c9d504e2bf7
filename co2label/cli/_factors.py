"""`co2label factors` and `schema`: emission factors with their passports, and the JSON Schemas of files that can be given."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import co2label as c2
from co2label._options import Option
from co2label.cli._options import FactorsOption, JsonOption, argument, is_directory
from co2label.cli._output import PrintedTable, present, print_json, remark, write_text
from co2label.cli._output import write_table as write_rows
from co2label.cli._reading import known_sources, library
from co2label.cli._requests import RequestCommand, takes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pydantic import BaseModel

    from co2label.factors.adapters import Imported
    from co2label.model import EmissionFactor


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRequest:
    """The source of a download, and its edition."""

    source: Annotated[str, Option(f"Source of the tables: {known_sources()}.", flag="SOURCE")]
    edition: Annotated[
        str | None, Option('Such as "3.2 (2025)", where the file does not tell it.', metavar="EDITION")
    ] = None


@takes(request=lambda: ImportRequest)
def import_source(
    files: Annotated[list[Path], argument("FILES...", "The tables as they were published, or their folder.")],
    *,
    request: ImportRequest,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="PLACE",
            help="A table of factors (.csv), or a folder, which gets every factor as a product, too.",
        ),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Read the factors of your own download of a source, each with its passport; without -o, only check it.

    Example: co2label factors import agribalyse Agribalyse_Synthese.csv Agribalyse_Detail_etape.csv -o agribalyse.csv
    """
    from co2label.factors.adapters import read

    imported = read(request.source, files, edition=request.edition)
    if output is not None:
        _write_import(output, imported)
    for each in () if json else imported.remarks:
        remark(each)
    place = "" if output is None else f" → {output}"
    data = {
        "source": imported.source,
        "edition": imported.edition,
        "factors": len(imported.factors),
        "remarks": list(imported.remarks),
        "files": dict(imported.digests),
    }
    present(json, data, f"{imported.source} {imported.edition}: {len(imported.factors)} factors{place}")


def _write_import(output: Path, imported: Imported) -> None:
    """The factors; into a folder, also a catalogue of them, as `co2label batch` reads it."""
    from co2label.factors import write_table

    factors = write_table(imported.factors)
    if not is_directory(output):
        write_text(output, factors)
        return
    products = c2.catalogue.products_of_factors(imported.factors, imported.categories)
    output.mkdir(parents=True, exist_ok=True)
    write_text(output / "factors.csv", factors)
    write_rows(output / "products.csv", *c2.catalogue.product_rows(products))
    write_rows(output / "activities.csv", c2.catalogue.ACTIVITY_HEADS, c2.catalogue.activity_rows(products))


factors = typer.Typer(no_args_is_help=True, help="Look up emission factors and where they come from.")

factors.command("import", cls=RequestCommand)(import_source)


@factors.command()
def show(
    factor_id: Annotated[str, argument("ID", "Id or alias.")],
    factors: FactorsOption = None,
    json: JsonOption = False,
) -> None:
    """Print a factor's passport: value, unit, gases, stages, source, edition, place, licence.

    Example: co2label factors show food.rice
    """
    factor = library(factors)[factor_id]
    present(json, factor.model_dump(mode="json"), PrintedTable(("", factor.id), _passport(factor)))


@factors.command()
def search(
    words: Annotated[list[str], argument("WORDS...", "Words in any language; all must be there.")],
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
    data = [
        {name: getattr(one, name) for name in one.__slots__} | {"attribution": dict(one.attribution)}
        for one in records
    ]
    rows = (
        (
            one.id,
            one.title,
            one.edition,
            str(one.factors),
            one.licence,
            one.attribution.get("en") or next(iter(one.attribution.values()), ""),
        )
        for one in records
    )
    headings = ("source", "title", "edition", "factors", "licence", "attribution")
    present(json, data, PrintedTable(headings, rows, ("factors",)))


def _print_factors(found: Sequence[EmissionFactor], *, json: bool) -> None:
    rows = (
        (
            factor.id,
            _names(factor),
            f"{factor.value:.4g}",
            f"{factor.unit} per {factor.per}",
            f"{factor.source.title} {factor.source.edition or ''}".strip(),
        )
        for factor in found
    )
    table = PrintedTable(("id", "name", "value", "unit", "source"), rows, ("value",))
    present(json, [factor.model_dump(mode="json") for factor in found] if json else None, table)


def _passport(factor: EmissionFactor) -> Iterator[tuple[str, str]]:
    """Passport of a factor, line by line; what is unknown is left out."""
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


class SchemaKind(StrEnum):
    """Files that have a schema."""

    PRODUCT = "product"
    DOCUMENT = "document"
    FACTOR = "factor"
    RECEIPT = "receipt"
    SIDECAR = "sidecar"
    MAP = "map"
    CAMPAIGN = "campaign"
    GIFTS = "gifts"


def schema(kind: Annotated[SchemaKind, argument(None, "Of what.")]) -> None:
    """Print the JSON Schema of a file that can be given, such as a product, a receipt's basket or a campaign of points.

    Example: co2label schema product > product.schema.json
    """
    print_json(_SCHEMAS[kind]().model_json_schema())


_SCHEMAS: dict[SchemaKind, Callable[[], type[BaseModel]]] = {
    SchemaKind.PRODUCT: lambda: c2.Product,
    SchemaKind.DOCUMENT: lambda: c2.Document,
    SchemaKind.FACTOR: lambda: c2.EmissionFactor,
    SchemaKind.RECEIPT: lambda: c2.receipt.Basket,
    SchemaKind.SIDECAR: lambda: c2.receipt.Sidecar,
    SchemaKind.MAP: lambda: c2.catalogue.ColumnMap,
    SchemaKind.CAMPAIGN: lambda: c2.incentive.Campaign,
    SchemaKind.GIFTS: lambda: c2.incentive.GiftProgramme,
}

"""`co2label factors`: the emission factors and their passports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from co2label.cli import factors_import
from co2label.cli.options import FactorsOption, JsonOption  # noqa: TC001 - typer reads them

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from co2label.factors import SourceRecord
    from co2label.model import EmissionFactor

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, help="Look up emission factors and where they come from.")
app.command(name="import")(factors_import.import_source)


@app.command()
def show(
    factor_id: Annotated[str, typer.Argument(metavar="ID", help="Id or alias.", show_default=False)],
    factors: FactorsOption = None,
    json: JsonOption = False,
) -> None:
    """Print a factor's passport: value, unit, gases, stages, source, edition, place, licence.

    Example: co2label factors show food.rice
    """
    from co2label.cli.output import new_table, print_json, print_table  # noqa: PLC0415 - a fast start
    from co2label.cli.reading import library  # noqa: PLC0415

    factor = library(factors)[factor_id]
    if json:
        print_json(_plain(factor))
        return
    table = new_table("", factor.id)
    for key, value in _passport(factor):
        table.add_row(key, value)
    print_table(table)


@app.command()
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
    from co2label.cli.messages import remark  # noqa: PLC0415 - a fast start
    from co2label.cli.reading import library  # noqa: PLC0415

    found = library(factors).search(" ".join(words), limit)
    _print_factors(found, json=json)
    if not found:
        remark("no factor holds all of these words; try fewer, or another language")


@app.command(name="list")
def list_all(factors: FactorsOption = None, json: JsonOption = False) -> None:
    """List every factor.

    Example: co2label factors list --json
    """
    from co2label.cli.reading import library  # noqa: PLC0415 - a fast start

    _print_factors(list(library(factors)), json=json)


@app.command()
def sources(factors: FactorsOption = None, json: JsonOption = False) -> None:
    """List the sources with their licences and the attribution to print.

    Example: co2label factors sources
    """
    from co2label.cli.output import new_table, print_json, print_table  # noqa: PLC0415 - a fast start
    from co2label.cli.reading import library  # noqa: PLC0415

    records = library(factors).sources()
    if json:
        print_json([_source_dict(record) for record in records])
        return
    table = new_table("source", "title", "edition", "factors", "licence", "attribution", numbers=["factors"])
    for record in records:
        words = record.attribution.get("en") or next(iter(record.attribution.values()), "")
        table.add_row(record.id, record.title, record.edition, str(record.factors), record.licence, words)
    print_table(table)


def _print_factors(found: Iterable[EmissionFactor], *, json: bool) -> None:
    from co2label.cli.output import new_table, print_json, print_table  # noqa: PLC0415 - a fast start

    if json:
        print_json([_plain(factor) for factor in found])
        return
    table = new_table("id", "name", "value", "unit", "source", numbers=["value"])
    for factor in found:
        unit = f"{factor.unit} per {factor.per}"
        table.add_row(factor.id, _names(factor), f"{factor.value:.4g}", unit, _source_words(factor))
    print_table(table)


def _plain(factor: EmissionFactor) -> dict[str, Any]:
    plain: dict[str, Any] = factor.model_dump(mode="json")
    return plain


def _source_dict(record: SourceRecord) -> dict[str, Any]:
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

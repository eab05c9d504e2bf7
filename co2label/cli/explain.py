"""`co2label explain`: a figure taken apart."""

from __future__ import annotations

import typer

from co2label.cli.options import (
    FactorsOption,
    FileArgument,
    Gwp,
    GwpOption,
    Horizon,
    HorizonOption,
    JsonOption,
    Language,
    LanguageOption,
    ProductOption,
)

__all__ = ["explain"]


def explain(
    file: FileArgument,
    *,
    product: ProductOption = None,
    language: LanguageOption = Language.EN,
    gwp: GwpOption = Gwp.AR6,
    horizon: HorizonOption = Horizon.YEARS_100,
    factors: FactorsOption = None,
    json: JsonOption = False,
) -> None:
    """Take a figure apart: every activity with its sum and its source, checkable with a pocket calculator.

    Example: co2label explain examples/onigiri.toml --language ja
    """
    from co2label.cli.output import print_json  # noqa: PLC0415 - a fast start
    from co2label.cli.reading import chosen, footprints_of, read  # noqa: PLC0415

    document = read(file)
    footprints = chosen(footprints_of(file, document, gwp, horizon, factors), product)
    explanations = [footprint.explain() for footprint in footprints]
    if json:
        entries = [explanation.as_dict() for explanation in explanations]
        print_json(entries[0] if document.single or product else entries)
    else:
        typer.echo("\n\n".join(explanation.text(language.value) for explanation in explanations))

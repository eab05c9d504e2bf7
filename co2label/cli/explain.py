"""`co2label explain`: a figure taken apart."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Annotated

import typer

from co2label.cli.options import (
    FactorsOption,
    FileArgument,
    Gwp,
    GwpOption,
    Horizon,
    HorizonOption,
    JsonOption,
    LanguageOption,
    PictureOption,
    ProductOption,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from co2label.footprint import Choice, Footprint

__all__ = ["explain"]


def explain(
    file: FileArgument,
    *,
    output: PictureOption = None,
    product: ProductOption = None,
    language: LanguageOption = "en",
    gwp: GwpOption = Gwp.AR6,
    horizon: HorizonOption = Horizon.YEARS_100,
    factors: FactorsOption = None,
    choices: Annotated[
        bool, typer.Option("--choices", help="The figure under other GWPs, methods and rules, in one table.")
    ] = False,
    inputs: Annotated[
        bool, typer.Option("--inputs", help="The ten inputs that move the figure most.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Take a figure apart: every activity with its sum and its source, checkable with a pocket calculator.

    With -o, also draw what each life-cycle stage adds, as a waterfall.

    Example: co2label explain examples/onigiri.toml --language ja
    """
    from co2label.cli.choices import tables_of  # noqa: PLC0415 - a fast start
    from co2label.cli.output import print_json  # noqa: PLC0415 - a fast start
    from co2label.cli.pictures import check_output, save_all  # noqa: PLC0415
    from co2label.cli.reading import chosen, footprints_of, library, read  # noqa: PLC0415
    from co2label.label import contribution  # noqa: PLC0415

    check_output(output)
    document = read(file)
    footprints = chosen(footprints_of(file, document, gwp, horizon, factors), product)
    save_all(footprints, output, lambda one: contribution(one, language=language), attrgetter("product.id"))
    alone = document.single or product is not None
    if choices:
        known = library(factors).with_factors(document.factors)
        _choices(tables_of(footprints, document.products, known, gwp), json=json, alone=alone)
        return
    if inputs:
        _inputs(footprints, json=json, alone=alone)
        return
    explanations = [footprint.explain() for footprint in footprints]
    if json:
        entries = [explanation.as_dict() for explanation in explanations]
        print_json(entries[0] if alone else entries)
    else:
        typer.echo("\n\n".join(explanation.text(language) for explanation in explanations))


def _choices(tables: Sequence[tuple[Footprint, tuple[Choice, ...]]], *, json: bool, alone: bool) -> None:
    from co2label.cli.choices import as_data, print_choices  # noqa: PLC0415 - a fast start
    from co2label.cli.output import print_json  # noqa: PLC0415

    if json:
        entries = [as_data(table) for table in tables]
        print_json(entries[0] if alone else entries)
        return
    for table in tables:
        print_choices(*table)


def _inputs(footprints: Sequence[Footprint], *, json: bool, alone: bool) -> None:
    from co2label.cli.inputs import print_inputs  # noqa: PLC0415 - a fast start
    from co2label.cli.output import print_json  # noqa: PLC0415
    from co2label.footprint import sensitivity  # noqa: PLC0415

    found = [sensitivity(footprint) for footprint in footprints]
    if json:
        print_json(found[0].as_dict() if alone else [each.as_dict() for each in found])
        return
    for each in found:
        print_inputs(each)

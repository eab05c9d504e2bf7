"""`co2label indicator electricity`: where the electricity of a product comes from, as far as certificates say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from co2label.cli.label_options import LabelLanguage  # noqa: TC001 - typer reads it
from co2label.cli.options import (
    FactorsOption,
    FileArgument,
    Gwp,
    GwpOption,
    Horizon,
    HorizonOption,
    JsonOption,
    PictureOption,
    ProductOption,
)
from co2label.wording import read_languages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from co2label.footprint import Footprint

__all__ = ["electricity"]


def electricity(
    file: FileArgument,
    *,
    output: PictureOption = None,
    product: ProductOption = None,
    language: LabelLanguage = "ja",
    gwp: GwpOption = Gwp.AR6,
    horizon: HorizonOption = Horizon.YEARS_100,
    factors: FactorsOption = None,
    json: JsonOption = False,
) -> None:
    """Say where the electricity comes from, in the words that its certificates allow; with -o, draw the power mix.

    Example: co2label indicator electricity examples/renewable-tea.toml -o mix.png
    """
    from operator import attrgetter  # noqa: PLC0415 - a fast start

    from co2label.cli.output import print_json  # noqa: PLC0415
    from co2label.cli.pictures import check_output, save_all  # noqa: PLC0415
    from co2label.cli.reading import about, chosen, footprints_of, read  # noqa: PLC0415
    from co2label.indicators import electricity_origin  # noqa: PLC0415
    from co2label.label import mix_lines, power_mix  # noqa: PLC0415

    check_output(output)
    found = _certified(chosen(footprints_of(file, read(file), gwp, horizon, factors), product))
    with about(file):
        origins = [electricity_origin(one) for one in found]
    save_all(found, output, lambda one: power_mix(one, language=language), attrgetter("product.id"))
    if json:
        entries = [{"id": one.product.id} | each.as_dict() for one, each in zip(found, origins, strict=True)]
        print_json(entries[0] if len(entries) == 1 else entries)
        return
    for each in origins:
        for spoken in read_languages(language):
            typer.echo("\n".join(mix_lines(each, spoken)))


def _certified(found: Sequence[Footprint]) -> Sequence[Footprint]:
    """The products whose electricity has certificates; all, with the reason to come, where none has."""
    from co2label.indicators.electricity_use import electricity_uses  # noqa: PLC0415 - a fast start

    return [one for one in found if any(use.certificates for use in electricity_uses(one))] or found

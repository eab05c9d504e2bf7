"""`co2label compute`: the footprints of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from co2label.cli.options import (
    FactorsOption,
    FileArgument,
    Gwp,
    GwpOption,
    Horizon,
    HorizonOption,
    JsonOption,
    ProductOption,
)

if TYPE_CHECKING:
    from rich.table import Table

    from co2label.footprint import Footprint

__all__ = ["compute"]


def compute(
    file: FileArgument,
    *,
    product: ProductOption = None,
    gwp: GwpOption = Gwp.AR6,
    horizon: HorizonOption = Horizon.YEARS_100,
    factors: FactorsOption = None,
    json: JsonOption = False,
) -> None:
    """Compute footprints: kilograms of CO2e per declared unit, by life-cycle stage.

    Example: co2label compute examples/onigiri.toml
    """
    from co2label.cli.output import print_json, print_table  # noqa: PLC0415 - a fast start
    from co2label.cli.reading import chosen, footprints_of, read  # noqa: PLC0415

    document = read(file)
    footprints = chosen(footprints_of(file, document, gwp, horizon, factors), product)
    if json:
        entries = [footprint.as_dict() for footprint in footprints]
        print_json(entries[0] if document.single or product else entries)
        return
    print_table(_table(footprints))
    for footprint in footprints:
        for note in footprint.notes:
            typer.echo(f"{footprint.product.id}: {note.message} [{note.code}]")


def _table(footprints: list[Footprint]) -> Table:
    from co2label.cli.output import new_table  # noqa: PLC0415 - a fast start
    from co2label.model import STAGES  # noqa: PLC0415
    from co2label.model.noun import in_language  # noqa: PLC0415

    stages = [stage for stage in STAGES if any(stage in footprint.stages for footprint in footprints)]
    table = new_table("product", "name", "per", "kg CO2e", *stages, numbers=["kg CO2e", *stages])
    for footprint in footprints:
        made = footprint.product
        parts = [f"{footprint.stages[stage]:.4g}" if stage in footprint.stages else "—" for stage in stages]
        name = in_language(made.name, "ja")
        table.add_row(made.id, name, str(made.declared_unit), f"{footprint.kg_co2e:.4g}", *parts)
    return table

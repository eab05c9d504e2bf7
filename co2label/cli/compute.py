"""`co2label compute`: the footprints of a file."""

from __future__ import annotations

from enum import StrEnum
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
    ProductOption,
)

if TYPE_CHECKING:
    from pathlib import Path

    from rich.table import Table

    from co2label.footprint import Footprint, Footprints, Interval

__all__ = ["compute"]


class Method(StrEnum):
    """How the interval of a figure is found: first order, or drawn."""

    GUM = "gum"
    MONTE_CARLO = "monte-carlo"


def compute(
    file: FileArgument,
    *,
    product: ProductOption = None,
    gwp: GwpOption = Gwp.AR6,
    horizon: HorizonOption = Horizon.YEARS_100,
    factors: FactorsOption = None,
    method: Annotated[Method, typer.Option(help="Of the 95% interval, where uncertainties are stated.")] = (
        Method.GUM
    ),
    draws: Annotated[int, typer.Option(help="How many, with --method monte-carlo.")] = 1000,
    seed: Annotated[int, typer.Option(help="Of the draws; the same seed gives the same interval.")] = 0,
    json: JsonOption = False,
) -> None:
    """Compute footprints: kilograms of CO2e per declared unit, by life-cycle stage.

    Example: co2label compute examples/onigiri.toml
    """
    from co2label.cli.output import print_json, print_table  # noqa: PLC0415 - a fast start
    from co2label.cli.reading import chosen, footprints_of, read  # noqa: PLC0415

    document = read(file)
    computed = footprints_of(file, document, gwp, horizon, factors)
    footprints = chosen(computed, product)
    if method is Method.MONTE_CARLO:
        footprints = _drawn(file, computed, footprints, draws, seed)
    if json:
        entries = [footprint.as_dict() for footprint in footprints]
        print_json(entries[0] if document.single or product else entries)
        return
    print_table(_table(footprints))
    for footprint in footprints:
        for note in footprint.notes:
            typer.echo(f"{footprint.product.id}: {note.message} [{note.code}]")


def _drawn(
    file: Path, computed: Footprints, footprints: list[Footprint], draws: int, seed: int
) -> list[Footprint]:
    from co2label.cli.reading import about  # noqa: PLC0415 - a fast start
    from co2label.footprint.draws import with_draws  # noqa: PLC0415

    with about(file):
        drawn = {one.product.id: one for one in with_draws(computed, draws=draws, seed=seed)}
    return [drawn[one.product.id] for one in footprints]


def _table(footprints: list[Footprint]) -> Table:
    from co2label.cli.output import new_table  # noqa: PLC0415 - a fast start
    from co2label.model import STAGES, in_language  # noqa: PLC0415 - a fast start

    stages = [stage for stage in STAGES if any(stage in footprint.stages for footprint in footprints)]
    interval = ["95%"] if any(footprint.interval for footprint in footprints) else []
    numbers = ["kg CO2e", *interval, *stages]
    table = new_table("product", "name", "per", *numbers, numbers=numbers)
    for footprint in footprints:
        made = footprint.product
        parts = [f"{footprint.stages[stage]:.4g}" if stage in footprint.stages else "—" for stage in stages]
        name = in_language(made.name, "ja")
        ends = [_ends(footprint.interval)] if interval else []
        table.add_row(made.id, name, str(made.declared_unit), f"{footprint.kg_co2e:.4g}", *ends, *parts)
    return table


def _ends(interval: Interval | None) -> str:
    return "—" if interval is None else f"{interval.low:.4g} – {interval.high:.4g}"

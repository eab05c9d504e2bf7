"""`co2label indicator`: what may be said beside the figure, judged by rule. One small file a kind of line."""

from __future__ import annotations

import typer

from co2label.cli import (
    indicator_building,
    indicator_electricity,
    indicator_energy,
    indicator_stars,
    indicator_wood,
)

__all__ = ["app"]

app = typer.Typer(
    no_args_is_help=True, help="Judge SDG lines: buildings, wood, electricity, stars of a farm product."
)
app.command()(indicator_building.building)
app.command()(indicator_energy.energy)
app.command()(indicator_energy.insulation)
app.command()(indicator_wood.wood)
app.command()(indicator_stars.stars)
app.command()(indicator_electricity.electricity)

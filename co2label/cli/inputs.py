"""The table of `co2label explain --inputs`: the ten inputs that move the figure most."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from co2label.footprint import Sensitivity

__all__ = ["print_inputs"]


def print_inputs(found: Sensitivity) -> None:
    """Print one table: what the figure gains when an input grows by ten percent."""
    from co2label.cli.output import new_table, print_table  # noqa: PLC0415 - a fast start

    numbers = ("+10 % adds, kg CO2e", "that is")
    table = new_table("input", "name", "in", *numbers, numbers=numbers)
    for row in found.rows:
        percent = "—" if row.percent is None else f"{row.percent / 10:+.3g}%"
        table.add_row(row.kind, row.name, row.product or "", f"{row.kg_co2e / 10:+.4g}", percent)
    typer.echo(f"{found.product}: {found.kg_co2e:.4g} kg CO2e")
    print_table(table)

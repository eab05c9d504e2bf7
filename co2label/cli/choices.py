"""The table of `co2label explain --choices`: which choice moves the figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from co2label.cli.options import Gwp
    from co2label.factors import FactorLibrary
    from co2label.footprint import Choice, Footprint
    from co2label.model import Product

__all__ = ["as_data", "print_choices", "tables_of"]


def tables_of(
    footprints: Sequence[Footprint], products: Sequence[Product], factors: FactorLibrary, gwp: Gwp
) -> list[tuple[Footprint, tuple[Choice, ...]]]:
    """Every footprint with its choices, on the GWP set and horizon that it was computed on."""
    from co2label.footprint import footprint_choices  # noqa: PLC0415 - a fast start

    return [
        (
            one,
            footprint_choices(
                one.product, factors, gwp_set=gwp.value, horizon=one.gwp_horizon, products=products
            ),
        )
        for one in footprints
    ]


def as_data(table: tuple[Footprint, tuple[Choice, ...]]) -> dict[str, Any]:
    """Plain data for JSON."""
    footprint, rows = table
    return {
        "id": footprint.product.id,
        "declared_unit": str(footprint.product.declared_unit),
        "choices": [row.as_dict() for row in rows],
    }


def print_choices(footprint: Footprint, rows: Sequence[Choice]) -> None:
    """Print one table: kilograms, the difference to the figure as written, and what could not be converted."""
    from co2label.cli.output import new_table, print_table  # noqa: PLC0415 - a fast start

    numbers = ("kg CO2e", "difference", "not converted")
    table = new_table("what", "choice", *numbers, numbers=numbers)
    for row in rows:
        table.add_row(row.what, row.name, *_cells(row))
    typer.echo(f"{footprint.product.id}, per {footprint.product.declared_unit}")
    print_table(table)
    for row in rows:
        if row.problem:
            typer.echo(f"{row.name}: {row.problem}")


def _cells(row: Choice) -> tuple[str, str, str]:
    if row.kg_co2e is None or row.difference is None:
        return "—", "—", "—"
    left = (
        ""
        if row.unconverted_kg is None
        else f"{row.unconverted_kg:.4g}{_percent(row.unconverted_kg, row.kg_co2e)}"
    )
    more = f"{row.difference:+.4g}{_percent(row.difference, row.kg_co2e - row.difference, '+')}"
    return f"{row.kg_co2e:.4g}", more if row.difference else "0", left


def _percent(part: float, whole: float, sign: str = "") -> str:
    return f" ({100 * part / whole:{sign}.3g}%)" if whole else ""

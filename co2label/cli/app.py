"""The command line: one small file a command, put together here."""

from __future__ import annotations

from typing import Annotated

import typer

from co2label.cli import (
    actions,
    batch,
    book,
    changed,
    compare,
    compute,
    demo,
    explain,
    factors,
    gifts,
    indicator,
    label,
    municipality,
    nudge,
    page,
    points,
    points_lookup,  # noqa: F401 - adds its commands to points
    receipt,
    schema,
    statement,
    tag,
)
from co2label.cli.messages import Shell

__all__ = ["app"]

app = typer.Typer(
    name="co2label",
    cls=Shell,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="The CO2 of products and services as visible as the calories of food.",
    epilog="Begin with: co2label demo",
)


def _version(*, asked: bool) -> None:
    if asked:
        from co2label import __version__  # noqa: PLC0415 - only who asks pays

        typer.echo(f"co2label {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=lambda value: _version(asked=value),
            is_eager=True,
            help="Print the version.",
        ),
    ] = False,
) -> None:
    pass


app.command()(compute.compute)
app.command()(compare.compare)
app.command()(changed.changed)
app.command()(explain.explain)
app.command()(label.label)
app.command()(batch.batch)
app.command()(receipt.receipt)
app.command()(book.book)
app.command()(nudge.nudge)
app.command()(statement.statement)
app.command()(tag.tag)
app.command()(page.page)
app.add_typer(factors.app, name="factors")
app.add_typer(actions.app, name="actions")
app.add_typer(points.app, name="points")
app.add_typer(indicator.app, name="indicator")
app.command()(municipality.municipality)
app.add_typer(gifts.app, name="gifts")
app.command()(schema.schema)
app.command()(demo.demo)

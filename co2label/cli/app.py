"""The command line: one small file a command, put together here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

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

if TYPE_CHECKING:
    from collections.abc import Callable

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


_GROUPS: dict[str, tuple[Callable[..., None] | tuple[str, typer.Typer], ...]] = {
    "Begin here": (demo.demo,),
    "The figure": (compute.compute, explain.explain, compare.compare),
    "What people see": (label.label, tag.tag, page.page, receipt.receipt, statement.statement),
    "Beside the figure, and what moves people": (
        municipality.municipality,
        nudge.nudge,
        ("indicator", indicator.app),
        ("actions", actions.app),
        ("points", points.app),
        ("gifts", gifts.app),
    ),
    "Whole catalogues": (batch.batch, book.book, changed.changed),
    "Look things up": (schema.schema, ("factors", factors.app)),
}
"""In the order of the help; `docs/reference/commands.md` has the same."""

for title, commands in _GROUPS.items():
    for each in commands:
        if isinstance(each, tuple):
            app.add_typer(each[1], name=each[0], rich_help_panel=title)
        else:
            app.command(rich_help_panel=title)(each)

"""The command line: every command in its group, in the order of the help."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from co2label.cli import (
    _catalogue,
    _demo,
    _figure,
    _incentive,
    _label,
    _match,
    _points,
    _receipt,
    _scale,
    _sdg,
    _workbook,
)
from co2label.cli._options import add_commands
from co2label.cli._output import Shell

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


def _print_version(asked: bool) -> None:
    if asked:
        from co2label import __version__

        typer.echo(f"co2label {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


_GROUPS: dict[str, tuple[Callable[..., None] | tuple[str, typer.Typer], ...]] = {
    "Begin here": (_demo.demo, _workbook.workbook),
    "The figure": (_figure.compute, _figure.explain, _figure.compare),
    "What people see": (_label.label, _label.tag, _label.page, _receipt.receipt, _receipt.statement),
    "Beside the figure, and what moves people": (
        _sdg.municipality,
        _incentive.nudge,
        ("indicator", _sdg.indicator),
        ("actions", _incentive.actions),
        ("points", _points.points),
        ("gifts", _incentive.gifts),
    ),
    "Whole catalogues": (_match.match_, _catalogue.batch, _scale.scale, _receipt.book, _figure.changed),
    "Look things up": (_catalogue.schema, ("factors", _catalogue.factors)),
}
"""In the order of the help; `docs/reference/commands.md` has the same."""

for title, commands in _GROUPS.items():
    for each in commands:
        if isinstance(each, tuple):
            app.add_typer(each[1], name=each[0], rich_help_panel=title)
        else:
            add_commands(app, each, panel=title)

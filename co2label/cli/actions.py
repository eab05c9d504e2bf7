"""`co2label actions`: what a person can do, what a plan of it is expected to bring, and a card to show."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from co2label.cli.options import JsonOption, LanguageOption  # noqa: TC001 - typer reads them

if TYPE_CHECKING:
    from co2label.incentive import Action, ActionTable, Expected, Plan

__all__ = ["app"]

app = typer.Typer(
    no_args_is_help=True, help="What a person can do, and what a plan of it is expected to bring."
)


class Shape(StrEnum):
    """Of a card."""

    CARD = "card"
    WIDE = "wide"


TableOption = Annotated[
    Path | None,
    typer.Option(
        "--table",
        metavar="FOLDER",
        help="Your own actions.csv, living.csv and action_sources.csv.",
        show_default=False,
    ),
]
PlanArgument = Annotated[
    Path, typer.Argument(metavar="FILE", help="TOML or JSON: a plan, or pledges.", show_default=False)
]
PledgeOption = Annotated[
    str | None, typer.Option("--pledge", metavar="ID", help="The pledge of a file that holds several.")
]


@app.command("list")
def list_(*, table: TableOption = None, language: LanguageOption = "ja", json: JsonOption = False) -> None:
    """List the actions, with kilograms of CO2e a year where a source gives a figure.

    Example: co2label actions list --language en
    """
    from co2label.cli.output import new_table, print_json, print_table  # noqa: PLC0415 - a fast start
    from co2label.incentive.action_words import figure_words  # noqa: PLC0415

    found = _table(table)
    if json:
        print_json([action.as_dict() for action in found])
        return
    rows = new_table("id", "action", "group", "a year", numbers=["a year"])
    for action in found:
        rows.add_row(
            action.id,
            _name(action, language),
            _group(action, language),
            figure_words(action.kg_co2e, language, action.gases),
        )
    print_table(rows)


@app.command()
def show(
    action: Annotated[str, typer.Argument(metavar="ID", help="Of an action.", show_default=False)],
    *,
    table: TableOption = None,
    language: LanguageOption = "ja",
    json: JsonOption = False,
) -> None:
    """Show one action: its figure, what that assumes, its source, and what it replaces.

    Example: co2label actions show telework --language en
    """
    from co2label.cli.output import print_json  # noqa: PLC0415 - a fast start
    from co2label.incentive.action_words import action_words, figure_words, person_words  # noqa: PLC0415
    from co2label.wording import translate  # noqa: PLC0415

    found = _table(table)[action]
    if json:
        print_json(found.as_dict())
        return
    typer.echo(_name(found, language))
    typer.echo(
        f"{figure_words(found.kg_co2e, language, found.gases)} ({person_words(found.persons, language)})"
    )
    if found.source is None:
        typer.echo(translate("actions.no-figure-why", language))
    else:
        typer.echo(action_words(found, language))
        typer.echo(translate("actions.source", language, source=found.source.cite()))
    if found.not_with:
        typer.echo(f"not with: {', '.join(found.not_with)}")


@app.command()
def plan(
    file: PlanArgument,
    *,
    pledge: PledgeOption = None,
    table: TableOption = None,
    language: LanguageOption = "ja",
    json: JsonOption = False,
) -> None:
    """Say what a plan is expected to bring, with what overlaps taken off: never more than the footprint.

    Example: co2label actions plan examples/plan.toml --language en
    """
    from co2label.cli.output import print_json  # noqa: PLC0415 - a fast start
    from co2label.incentive.action_words import plan_text  # noqa: PLC0415

    found = _expected(file, pledge, table)
    if json:
        print_json(found.as_dict())
    else:
        typer.echo(plan_text(found, language))


@app.command()
def card(
    file: PlanArgument,
    *,
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", metavar="FILE", help="A .png, .svg, .pdf, .html or .zpl.", show_default=False
        ),
    ],
    shape: Annotated[
        Shape, typer.Option("--shape", help="62 mm wide, or 1200 × 630 for social media.")
    ] = Shape.CARD,
    pledge: PledgeOption = None,
    table: TableOption = None,
    language: LanguageOption = "ja",
) -> None:
    """Draw a card of a plan or a pledge: what is done, what it is expected to bring, and the source.

    Example: co2label actions card examples/plan.toml --shape wide -o card.png
    """
    from co2label.draw.file import write  # noqa: PLC0415 - a fast start
    from co2label.incentive.action_card import WIDE_DPI  # noqa: PLC0415
    from co2label.incentive.action_card import card as draw  # noqa: PLC0415

    picture = draw(_expected(file, pledge, table), language, shape=shape.value)
    exact = shape is Shape.WIDE and output.suffix.lower() == ".png"
    write(output, picture.png(WIDE_DPI) if exact else picture.drawn(output))
    typer.echo(str(output))


@app.command()
def count(
    file: Annotated[
        Path, typer.Argument(metavar="PLEDGES", help="TOML or JSON: pledges and records.", show_default=False)
    ],
    *,
    json: JsonOption = False,
) -> None:
    """Count what was pledged and done, over all pledges; nobody is ranked.

    Example: co2label actions count examples/pledges.json
    """
    from dataclasses import asdict  # noqa: PLC0415 - a fast start

    from co2label.cli.output import new_table, print_json, print_table  # noqa: PLC0415
    from co2label.cli.reading import about  # noqa: PLC0415
    from co2label.incentive import Pledges  # noqa: PLC0415

    with about(file):
        counts = Pledges.read_file(file).counts()
    if json:
        print_json({key: asdict(one) for key, one in counts.items()})
        return
    rows = new_table("action", "pledged", "done", "verified", numbers=["pledged", "done", "verified"])
    for key, one in counts.items():
        rows.add_row(key, str(one.pledged), str(one.done), str(one.verified))
    print_table(rows)


def _table(folder: Path | None) -> ActionTable:
    from co2label.cli.reading import about  # noqa: PLC0415 - a fast start
    from co2label.incentive import ActionTable  # noqa: PLC0415

    if folder is None:
        return ActionTable.bundled()
    with about(folder):
        return ActionTable.read(folder)


def _expected(file: Path, pledge: str | None, table: Path | None) -> Expected:
    from co2label.cli.reading import about  # noqa: PLC0415 - a fast start
    from co2label.incentive import expected  # noqa: PLC0415

    found = _table(table)
    with about(file):
        return expected(_plan(file, pledge), found)


def _plan(file: Path, pledge: str | None) -> Plan:
    """The plan of a file, or one of its pledges."""
    from co2label.incentive import Plan, Pledges  # noqa: PLC0415 - a fast start
    from co2label.model import read_data  # noqa: PLC0415

    data: Any = read_data(file)
    if not (isinstance(data, dict) and "pledges" in data):
        if pledge is not None:
            message = f"{file} is a plan and holds no pledges"
            raise typer.BadParameter(message, param_hint="--pledge")
        return Plan.read(data)
    pledges = Pledges.read(data).pledges
    chosen = [one for one in pledges if pledge in (one.id, None)]
    if len(chosen) != 1:
        known = ", ".join(one.id for one in pledges[:8])
        message = f"name one of the pledges of {file}: {known}"
        raise typer.BadParameter(message, param_hint="--pledge")
    return chosen[0]


def _name(action: Action, language: str) -> str:
    from co2label.model import in_language  # noqa: PLC0415 - a fast start

    return in_language(action.name, language)


def _group(action: Action, language: str) -> str:
    from co2label.wording import translate  # noqa: PLC0415 - a fast start

    return translate(f"actions.group.{action.group}", language)

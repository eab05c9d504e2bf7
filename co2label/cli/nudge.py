"""`co2label nudge`: at most one short message that is true, or the reasons why there is none."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads it
from typing import TYPE_CHECKING, Annotated

import typer

from co2label.cli.options import FactorsOption, JsonOption, LanguageOption  # noqa: TC001 - typer reads them

if TYPE_CHECKING:
    from co2label.incentive import Trial

__all__ = ["nudge"]


def nudge(
    basket: Annotated[
        Path, typer.Argument(metavar="BASKET", help="JSON or TOML: what was bought.", show_default=False)
    ],
    *,
    catalogue: Annotated[
        Path,
        typer.Option("--catalogue", metavar="FILE", help="The shop's own products.", show_default=False),
    ],
    context: Annotated[
        Path | None,
        typer.Option(
            "--context", metavar="FILE", help="What else is known: periods, a norm, a budget, a setting."
        ),
    ] = None,
    opt_out: Annotated[bool, typer.Option("--opt-out", help="The customer wants no such messages.")] = False,
    trial: Annotated[
        Path | None, typer.Option("--trial", metavar="FILE", help="Groups: campaign, salt, arms.")
    ] = None,
    customer: Annotated[
        str | None,
        typer.Option("--customer", metavar="ID", help="By which the group is dealt; kept nowhere."),
    ] = None,
    language: LanguageOption = "ja",
    factors: FactorsOption = None,
    json: JsonOption = False,
) -> None:
    """Say one short, true thing about a basket, or nothing; --json gives the reasons.

    Example: co2label nudge examples/nudging-basket.json --catalogue examples/menu.toml
    """
    from co2label.cli.messages import remark  # noqa: PLC0415 - a fast start
    from co2label.cli.nudge_reading import bought_from, catalogue_of, context_of  # noqa: PLC0415
    from co2label.cli.output import print_json  # noqa: PLC0415
    from co2label.incentive import nudge as choose  # noqa: PLC0415

    if (trial is None) != (customer is None):
        message = "--trial and --customer go together; give both or neither"
        raise typer.BadParameter(message, param_hint="--customer")
    shop = catalogue_of(catalogue, factors)
    known = context_of(bought_from(basket, catalogue, factors), context)
    known = known.model_copy(update={"opted_out": known.opted_out or opt_out})
    found = choose(known, shop, trial=_trial(trial), customer=customer)
    if json:
        print_json(found.as_dict())
    elif found.nudge is not None:
        typer.echo(found.nudge.sentences[language])
    else:
        for step in found.trail:
            remark(f"{step.pattern}: {step.reason}")


def _trial(path: Path | None) -> Trial | None:
    from co2label.cli.reading import about  # noqa: PLC0415 - a fast start
    from co2label.incentive import Trial  # noqa: PLC0415
    from co2label.model import read_data  # noqa: PLC0415

    if path is None:
        return None
    with about(path):
        return Trial.read(read_data(path))

"""`co2label compute`, `explain` and `compare`: figures, what they are made of, and two of them side by side."""

from __future__ import annotations

from enum import StrEnum
from operator import attrgetter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from co2label.cli._options import (
    FactorsOption,
    FileArgument,
    Gwp,
    GwpOption,
    Horizon,
    HorizonOption,
    JsonOption,
    LanguageOption,
    OtherArgument,
    PictureOption,
    ProductOption,
)
from co2label.cli._output import check_output, new_table, print_json, print_table, save_pictures
from co2label.cli._reading import footprints_for, footprints_of, library, problems_in, read_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from rich.table import Table

    from co2label.declaration import Comparison
    from co2label.factors import FactorLibrary
    from co2label.footprint import Choice, Footprint, Footprints, Interval, Sensitivity
    from co2label.model import Product


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
    document = read_file(file)
    computed = footprints_of(file, document, gwp, horizon, factors)
    footprints = footprints_for(computed, product)
    if method is Method.MONTE_CARLO:
        footprints = _with_monte_carlo(file, computed, footprints, draws, seed)
    if json:
        entries = [footprint.as_dict() for footprint in footprints]
        print_json(entries[0] if document.single or product else entries)
        return
    print_table(_figures_table(footprints))
    for footprint in footprints:
        for note in footprint.notes:
            typer.echo(f"{footprint.product.id}: {note.message} [{note.code}]")


def _with_monte_carlo(
    file: Path, computed: Footprints, footprints: list[Footprint], draws: int, seed: int
) -> list[Footprint]:
    from co2label.footprint import with_draws

    with problems_in(file):
        drawn = {one.product.id: one for one in with_draws(computed, draws=draws, seed=seed)}
    return [drawn[one.product.id] for one in footprints]


def _figures_table(footprints: list[Footprint]) -> Table:
    from co2label.model import STAGES, in_language

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


def _print_inputs(found: Sensitivity) -> None:
    """Print one table: what the figure gains when an input grows by ten percent."""
    numbers = ("+10 % adds, kg CO2e", "that is")
    table = new_table("input", "name", "in", *numbers, numbers=numbers)
    for row in found.rows:
        percent = "—" if row.percent is None else f"{row.percent / 10:+.3g}%"
        table.add_row(row.kind, row.name, row.product or "", f"{row.kg_co2e / 10:+.4g}", percent)
    typer.echo(f"{found.product}: {found.kg_co2e:.4g} kg CO2e")
    print_table(table)


def _choices_of(
    footprints: Sequence[Footprint], products: Sequence[Product], factors: FactorLibrary, gwp: Gwp
) -> list[tuple[Footprint, tuple[Choice, ...]]]:
    """Every footprint with its choices, on the GWP set and horizon that it was computed on."""
    from co2label.footprint import footprint_choices

    return [
        (
            one,
            footprint_choices(
                one.product, factors, gwp_set=gwp.value, horizon=one.gwp_horizon, products=products
            ),
        )
        for one in footprints
    ]


def _choices_data(table: tuple[Footprint, tuple[Choice, ...]]) -> dict[str, Any]:
    """Plain data for JSON."""
    footprint, rows = table
    return {
        "id": footprint.product.id,
        "declared_unit": str(footprint.product.declared_unit),
        "choices": [row.as_dict() for row in rows],
    }


def _print_choices(footprint: Footprint, rows: Sequence[Choice]) -> None:
    """Print one table: kilograms, the difference to the figure as written, and what could not be converted."""
    numbers = ("kg CO2e", "difference", "not converted")
    table = new_table("what", "choice", *numbers, numbers=numbers)
    for row in rows:
        table.add_row(row.what, row.name, *_choice_cells(row))
    typer.echo(f"{footprint.product.id}, per {footprint.product.declared_unit}")
    print_table(table)
    for row in rows:
        if row.problem:
            typer.echo(f"{row.name}: {row.problem}")


def _choice_cells(row: Choice) -> tuple[str, str, str]:
    if row.kg_co2e is None or row.difference is None:
        return "—", "—", "—"
    left = (
        ""
        if row.unconverted_kg is None
        else f"{row.unconverted_kg:.4g}{_choice_percent(row.unconverted_kg, row.kg_co2e)}"
    )
    more = f"{row.difference:+.4g}{_choice_percent(row.difference, row.kg_co2e - row.difference, '+')}"
    return f"{row.kg_co2e:.4g}", more if row.difference else "0", left


def _choice_percent(part: float, whole: float, sign: str = "") -> str:
    return f" ({100 * part / whole:{sign}.3g}%)" if whole else ""


def explain(
    file: FileArgument,
    *,
    output: PictureOption = None,
    product: ProductOption = None,
    language: LanguageOption = "en",
    gwp: GwpOption = Gwp.AR6,
    horizon: HorizonOption = Horizon.YEARS_100,
    factors: FactorsOption = None,
    choices: Annotated[
        bool, typer.Option("--choices", help="The figure under other GWPs, methods and rules, in one table.")
    ] = False,
    inputs: Annotated[
        bool, typer.Option("--inputs", help="The ten inputs that move the figure most.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Take a figure apart: every activity with its sum and its source, checkable with a pocket calculator.

    With -o, also draw what each life-cycle stage adds, as a waterfall.

    Example: co2label explain examples/onigiri.toml --language ja
    """
    from co2label.label import contribution

    check_output(output)
    document = read_file(file)
    footprints = footprints_for(footprints_of(file, document, gwp, horizon, factors), product)
    save_pictures(
        footprints, output, lambda one: contribution(one, language=language), attrgetter("product.id")
    )
    alone = document.single or product is not None
    if choices:
        known = library(factors).with_factors(document.factors)
        _explain_choices(_choices_of(footprints, document.products, known, gwp), json=json, alone=alone)
        return
    if inputs:
        _explain_inputs(footprints, json=json, alone=alone)
        return
    explanations = [footprint.explain() for footprint in footprints]
    if json:
        entries = [explanation.as_dict() for explanation in explanations]
        print_json(entries[0] if alone else entries)
    else:
        typer.echo("\n\n".join(explanation.text(language) for explanation in explanations))


def _explain_choices(
    tables: Sequence[tuple[Footprint, tuple[Choice, ...]]], *, json: bool, alone: bool
) -> None:

    if json:
        entries = [_choices_data(table) for table in tables]
        print_json(entries[0] if alone else entries)
        return
    for table in tables:
        _print_choices(*table)


def _explain_inputs(footprints: Sequence[Footprint], *, json: bool, alone: bool) -> None:
    from co2label.footprint import sensitivity

    found = [sensitivity(footprint) for footprint in footprints]
    if json:
        print_json(found[0].as_dict() if alone else [each.as_dict() for each in found])
        return
    for each in found:
        _print_inputs(each)


def compare(
    file: FileArgument,
    other: OtherArgument = None,
    *,
    product: Annotated[
        list[str] | None,
        typer.Option("--product", metavar="ID", help="Of the baseline, and again of what is compared."),
    ] = None,
    reviewed_rule: Annotated[
        str | None,
        typer.Option(
            "--reviewed-rule", metavar="NAME", help="Product rule for a comparison between companies."
        ),
    ] = None,
    language: LanguageOption = "en",
    gwp: GwpOption = Gwp.AR6,
    horizon: HorizonOption = Horizon.YEARS_100,
    factors: FactorsOption = None,
    json: JsonOption = False,
) -> None:
    """Compare two products: how much lower or higher the second is, and whether that can be told.

    Example: co2label compare examples/bowls.toml --product gyudon --product oyakodon
    """
    from co2label.declaration import compare as compare_them

    names = _two_products(file, other, product or [])
    files = (file, other or file)
    a, b = (
        _one_footprint(path, name, gwp, horizon, factors) for path, name in zip(files, names, strict=True)
    )
    found = compare_them(a, b, reviewed_rule=reviewed_rule)
    if json:
        print_json(found.as_dict())
        return
    print_table(_comparison_table(found, language))
    typer.echo(found.sentence(language))


def _two_products(file: Path, other: Path | None, given: list[str]) -> tuple[str | None, str | None]:
    """One id for each side; a file that is one product needs none.

    Raises:
        BadParameter: one file and not two ids, or more than two.
    """
    if len(given) == 2:  # noqa: PLR2004 - a comparison has two sides
        return given[0], given[1]
    if other is None or given:
        where = f"{file} alone" if other is None else "two files"
        message = f"expected --product twice with {where}, got it {len(given)} times"
        raise typer.BadParameter(message, param_hint="--product")
    return None, None


def _one_footprint(
    path: Path, name: str | None, gwp: Gwp, horizon: Horizon, factors: Path | None
) -> Footprint:
    """The footprint of the product of a file.

    Raises:
        BadParameter: the file holds several products, and none is named.
    """
    document = read_file(path)
    found = footprints_for(footprints_of(path, document, gwp, horizon, factors), name)
    if len(found) > 1:
        known = ", ".join(one.product.id for one in found[:8])
        message = f"{path} holds several products ({known}); name one of each file with --product"
        raise typer.BadParameter(message, param_hint="--product")
    return found[0]


def _comparison_table(found: Comparison, language: str) -> Table:

    table = new_table("product", "name", "per", "kg CO2e", "95%", numbers=["kg CO2e", "95%"])
    for row in _comparison_rows(found, language):
        table.add_row(*row)
    return table


def _comparison_rows(found: Comparison, language: str) -> Iterator[tuple[str, ...]]:
    from co2label.model import in_language

    for one in (found.a, found.b):
        name, interval = in_language(one.product.name, language), one.interval
        ends = f"{interval.low:.4g} – {interval.high:.4g}" if interval else "—"
        yield one.product.id, name, str(one.product.declared_unit), f"{one.kg_co2e:.4g}", ends

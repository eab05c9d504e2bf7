"""`co2label municipality`: places that declared net zero CO2 by 2050, found by any written form of their names."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - typer reads them
from pathlib import Path  # noqa: TC003
from typing import TYPE_CHECKING, Annotated, Any

import typer

from co2label.cli.options import JsonOption  # noqa: TC001 - typer reads them

if TYPE_CHECKING:
    from collections.abc import Sequence

    from co2label.indicators import Municipality, ZeroCarbonRegister

__all__ = ["municipality"]


def municipality(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="NAMES...", help="Such as 久慈市, 岩手県久慈市, ⻑野県.", show_default=False),
    ] = None,
    *,
    all_of_them: Annotated[bool, typer.Option("--list", help="List all places.")] = False,
    counts: Annotated[bool, typer.Option("--counts", help="Count the places of each kind.")] = False,
    prefecture: Annotated[
        str | None, typer.Option("--prefecture", metavar="NAME", help="List the places of one prefecture.")
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option("--file", metavar="CSV", help="Another list: prefecture, municipality, type, lgcode."),
    ] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option("--as-of", metavar="DAY", formats=["%Y-%m-%d"], help="Whose state that list shows."),
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", metavar="TEXT", help="Who published that list.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Look up places that declared net zero CO2 by 2050: by name, all of them, or how many there are.

    Example: co2label municipality 久慈市 ⻑野県
    """
    asked = [bool(names), all_of_them, counts, prefecture is not None]
    if sum(asked) != 1:
        message = "give names, or one of --list, --counts and --prefecture"
        raise typer.BadParameter(message, param_hint="NAMES")
    register = _register(file, as_of, source)
    if counts:
        _print_counts(register, json=json)
        return
    _print_places(_places(register, names or [], prefecture), register, json=json)


def _register(file: Path | None, as_of: datetime | None, source: str | None) -> ZeroCarbonRegister:
    """The bundled list, or another one with its day and source.

    Raises:
        BadParameter: a file without its day or its source, or these without a file.
    """
    from co2label.indicators import ZeroCarbonRegister  # noqa: PLC0415 - a fast start

    if file is None and as_of is None and source is None:
        return ZeroCarbonRegister.bundled()
    if file is None or as_of is None or source is None:
        message = "a list of your own needs all three: --file, --as-of and --source"
        raise typer.BadParameter(message, param_hint="--file")
    return ZeroCarbonRegister.read(file, as_of=as_of.date(), source=source)


def _places(register: ZeroCarbonRegister, names: Sequence[str], prefecture: str | None) -> list[Municipality]:
    """The places that are asked for, in the order of the names or of the list.

    Raises:
        IdentifierError: no such prefecture.
        DocumentError: every name that is not found.
    """
    from co2label.errors import DocumentError, IdentifierError, Problem, TextError  # noqa: PLC0415 - a fast start
    from co2label.indicators.place_names import prefecture_named  # noqa: PLC0415

    if not names:
        home = None if prefecture is None else prefecture_named(prefecture)
        return [place for place in register if home in {None, place.prefecture}]
    found, problems = [], []
    for name in names:
        try:
            found.append(register.find(name))
        except (IdentifierError, TextError) as error:
            problems.append(Problem("", str(error)))
    if problems:
        raise DocumentError(problems)
    return found


def _print_places(places: Sequence[Municipality], register: ZeroCarbonRegister, *, json: bool) -> None:
    from co2label.cli.messages import remark  # noqa: PLC0415 - a fast start
    from co2label.cli.output import new_table, print_json, print_table  # noqa: PLC0415

    if json:
        print_json({"places": [_plain(place) for place in places], **_about(register)})
        return
    table = new_table("code", "place", "kind", "basis")
    for place in places:
        table.add_row(place.code, place.full_name, place.kind, place.basis)
    print_table(table)
    remark(f"as of {register.as_of}: {register.source}")
    if any(place.basis == "inferred" for place in places):
        remark(
            "inferred: the source counts prefectures without naming them; this one follows from other lists"
        )


def _print_counts(register: ZeroCarbonRegister, *, json: bool) -> None:
    from co2label.cli.messages import remark  # noqa: PLC0415 - a fast start
    from co2label.cli.output import new_table, print_json, print_table  # noqa: PLC0415

    counted = register.counts()
    if json:
        print_json({"counts": counted, "total": len(register), **_about(register)})
        return
    table = new_table("kind", "places", numbers=["places"])
    for kind, number in counted.items():
        table.add_row(kind, str(number))
    table.add_row("計", str(len(register)))
    print_table(table)
    for text in (register.population or {}).values():
        typer.echo(text)
    remark(f"as of {register.as_of}: {register.source}")


def _plain(place: Municipality) -> dict[str, str]:
    return {
        name: getattr(place, name) for name in ("code", "prefecture", "name", "full_name", "kind", "basis")
    }


def _about(register: ZeroCarbonRegister) -> dict[str, Any]:
    population = dict(register.population) if register.population else None
    return {"as_of": register.as_of.isoformat(), "source": register.source, "population": population}

"""Options that several commands share, and the checks that they have in common."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from co2label.errors import TextError
from co2label.wording import LANGUAGES, read_languages

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def is_directory(output: Path) -> bool:
    """Tell whether an output is a directory, or a name without an ending, which becomes one."""
    return output.is_dir() or output.suffix == ""


def refuse(message: str, option: str) -> NoReturn:
    """End with wrong usage.

    Raises:
        BadParameter: always.
    """
    raise typer.BadParameter(message, param_hint=f"'{option}'")


def refuse_given(options: Mapping[str, Any], message: str) -> None:
    """Refuse the first of these options that was given, for it would do nothing.

    Raises:
        BadParameter: one of them is neither None nor False.
    """
    for option, value in options.items():
        if value is not None and value is not False:
            refuse(message, option)


def languages_up_to(most: int | None) -> Callable[[str], str]:
    """Make the check of an option for languages: one of them, or up to `most`, such as "ja+en"."""

    def check(value: str) -> str:
        try:
            read_languages(value, most)
        except TextError as error:
            raise typer.BadParameter(str(error)) from None
        return value

    return check


def day_or_none(value: str | None) -> str | None:
    """A day as ISO text.

    Raises:
        BadParameter: no day.
    """
    if value is None:
        return None
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        message = f"expected a day such as 2026-11-23, got {value!r}"
        raise typer.BadParameter(message) from None


def argument(metavar: str | None, help: str) -> Any:  # noqa: A002 - the word of typer
    """An argument of a command; it has no default that could be shown."""
    return typer.Argument(metavar=metavar, help=help, show_default=False)


FileArgument = Annotated[
    Path, argument("FILE", "TOML or JSON: one product, or a table with `products` or `processes`.")
]

OtherArgument = Annotated[Path | None, argument("OTHER", "A second file; without it, both are in the first.")]

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, and nothing else, on stdout.")]

ProductOption = Annotated[
    str | None, typer.Option("--product", metavar="ID", help="The product of a file that holds several.")
]

FactorsOption = Annotated[
    Path | None,
    typer.Option("--factors", metavar="CSV", help="A table of your own emission factors; by id, they win."),
]

LanguageOption = Annotated[
    str,
    typer.Option(
        "--language",
        "-l",
        metavar=f"[{'|'.join(LANGUAGES)}]",
        callback=languages_up_to(1),
        help="Of the words.",
    ),
]

TwoLanguagesOption = Annotated[
    str,
    typer.Option(
        "--language",
        "-l",
        metavar="LANGUAGE",
        callback=languages_up_to(2),
        help=f"{', '.join(LANGUAGES)}, or two such as ja+en.",
    ),
]
PictureOption = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="A .png, .svg, .pdf, .html or .zpl, or a directory for all products.",
    ),
]

IssuedOption = Annotated[
    str | None,
    typer.Option(
        "--issued",
        metavar="DAY",
        callback=day_or_none,
        help="Day of issue, such as 2026-11-23.",
        show_default="today",
    ),
]

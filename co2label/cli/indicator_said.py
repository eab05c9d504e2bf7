"""What the commands of `indicator` put out: the lines of an entry, what they mean, and the entry itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from co2label.indicators.said import Said
    from co2label.model import StructuredLine

__all__ = ["CertificateOption", "print_said"]

CertificateOption = Annotated[
    str | None,
    typer.Option(
        "--certificate", metavar="NUMBER", help="Of the BELS certificate; else the line says self-rated."
    ),
]


def print_said(
    line: StructuredLine, said: Said, language: str, more: Mapping[str, Any], *, json: bool
) -> None:
    """Print the words of an entry in one language, or as JSON in all, with the entry as a document takes it.

    Args:
        line: the entry.
        said: its words.
        language: of the words, where they are printed for a person.
        more: numbers that a person sees in a table, and a machine beside the words.
        json: whether a machine reads it.
    """
    from co2label.cli.output import new_table, print_json, print_table  # noqa: PLC0415 - a fast start

    if json:
        entry = line.model_dump(mode="json", exclude_defaults=True) | {"kind": line.kind}
        print_json({"entry": entry, "lines": list(said.lines), "notes": list(said.notes), **more})
        return
    if more:
        table = new_table("", line.kind)
        for name, value in more.items():
            table.add_row(name.replace("_", " "), _shown(value))
        print_table(table)
    for texts in (*said.lines, *said.notes):
        typer.echo(texts[language])


def _shown(value: Any) -> str:
    return "—" if value is None else f"{value:.6g}" if isinstance(value, float) else str(value)

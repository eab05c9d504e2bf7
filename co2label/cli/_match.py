"""`co2label match`: which factor each product of a master may have, for a person to accept."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import co2label as c2
from co2label._options import Option
from co2label._storage import write
from co2label.cli import _clock
from co2label.cli._master import MatchFiles
from co2label.cli._options import FactorsOption, refuse, takes
from co2label.cli._output import emit, remark
from co2label.cli._reading import library

if TYPE_CHECKING:
    from co2label.matching import Suggestions

_REVIEW = "Deciding"
_PORT, _HIGHEST_PORT = 8010, 65535
_MOST_REVIEWED = 5000
"""Products on the page at a time, those that matter most; the others come when these are decided."""


@takes(files=lambda: MatchFiles)
def match_(
    products: Annotated[
        Path, Option("The master: a table of names, codes, departments, sizes.", flag="PRODUCTS")
    ],
    *,
    files: MatchFiles,
    factors: FactorsOption = None,
    output: Annotated[Path | None, Option("The suggestions, CSV or XLSX.", metavar="FILE")] = None,
    accept: Annotated[
        Path | None,
        Option(
            "Suggestions whose column `accepted` is filled in; they go into --match.",
            _REVIEW,
            "FILE",
        ),
    ] = None,
    review: Annotated[
        bool,
        Option(
            "Decide on a page of this machine's browser; each decision goes into --match.",
            _REVIEW,
        ),
    ] = False,
    by: Annotated[str | None, Option("Who decides.", _REVIEW, "NAME")] = None,
    lang: Annotated[str, Option("Language of the page.", _REVIEW, choices=("ja", "en"))] = "ja",
    port: Annotated[
        int, Option("Of the page; 0 takes a free one.", _REVIEW, least=0, most=_HIGHEST_PORT)
    ] = _PORT,
) -> None:
    """Suggest factors for the products of a master; what a person accepts is kept in a file, by which figures may be shown.

    Example: co2label match master.csv -o suggestions.csv
    """
    known = library(factors)
    before = c2.matching.Confirmed()
    if files.match is not None and files.match.exists():
        before = c2.matching.Confirmed.read(files.match, known)
    if accept is not None or review:
        if files.match is None:
            refuse("name the file of the decisions, such as --match match.csv", "--match")
        if review and not by:
            refuse("name who decides, such as --by 'A. Sato'", "--by")
    if accept is not None and files.match is not None:
        new = c2.matching.accepted(accept, known, by=by, on=_clock.today())
        write(files.match, c2.matching.confirmed_csv(before.with_matches(new)))
        remark(f"{files.match}: {len(new):,} accepted, {len(before.with_matches(new)):,} in all")
        return
    found = c2.matching.match(
        products, known, columns=files.headings, confirmed=before, food_facts=files.food_facts
    )
    if review and files.match is not None and by:
        weighed = c2.matching.by_weight(found)
        if len(weighed) > _MOST_REVIEWED:
            remark(f"the page shows the {_MOST_REVIEWED:,} of {len(weighed):,} products that matter most")
        shown = weighed[:_MOST_REVIEWED]
        _review(c2.matching.Review(shown, known, files.match, by, _clock.today(), before), lang, port)
        return
    _write(found, output)


def _write(found: Suggestions, output: Path | None) -> None:
    """Write suggestions as a table, and say how many there are of each kind."""
    counts = dict.fromkeys(("confirmed", "sure", "suggested", "none"), 0)

    def rows() -> Iterator[tuple[str | float | int | None, ...]]:
        for each in found:
            counts[each.status] += 1
            yield tuple(c2.matching.suggestion_row(each))

    if output is not None and output.suffix.lower() == ".xlsx":
        from co2label.tabular import Sheet, SheetColumn, write_workbook

        made = BytesIO()
        columns = tuple(
            SheetColumn(head, width=_WIDTHS.get(head, 14)) for head in c2.matching.SUGGESTION_HEADS
        )
        write_workbook(made, [Sheet("suggestions", columns, rows())])
        emit(output, made.getvalue())
    else:
        from co2label.tabular import write_rows

        text = StringIO(newline="")
        write_rows(text, c2.matching.SUGGESTION_HEADS, rows())
        emit(output, ("\ufeff" if output is not None else "") + text.getvalue())
    total = sum(counts.values())
    remark(*(f"{kind}: {count:,} of {total:,}" for kind, count in counts.items() if count))


_WIDTHS = {"name": 32, "factor": 28, "factor_name": 36, "why": 30, "accepted": 11, "row": 7}


def _review(review: c2.matching.Review, language: str, port: int) -> None:
    """Serve the page until Ctrl-C.

    Raises:
        BadParameter: the port is taken or not allowed.
    """
    from co2label.cli._review import ReviewServer

    try:
        server = ReviewServer(review, language=language, port=port)
    except OSError as error:
        refuse(f"port {port} cannot be used ({error.strerror}); choose another one, or 0", "--port")
    with server:
        typer.echo(f"{server.address} shows the suggestions; Ctrl-C stops")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            typer.echo(f"stopped; the decisions are in {review.path}")

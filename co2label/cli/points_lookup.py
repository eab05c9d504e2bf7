"""`co2label points`: what is looked up in a ledger, and the limit of premiums."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from co2label.cli.clock import today_or
from co2label.cli.messages import complain
from co2label.cli.options import JsonOption, LanguageOption  # noqa: TC001 - typer reads them
from co2label.cli.points import app
from co2label.cli.points_ledger import CampaignArgument, DayOption, LedgerArgument, opened
from co2label.cli.usage import refuse

if TYPE_CHECKING:
    from co2label.incentive import Head

__all__ = ["Use"]

_REFUSED = 1


class Use(StrEnum):
    """What points or gifts are good for."""

    GOODS = "goods"
    OWN_SHOP_PAYMENT = "own-shop-payment"


@app.command()
def balance(
    ledger: LedgerArgument,
    member: Annotated[str, typer.Argument(metavar="MEMBER", help="Whose points.", show_default=False)],
    *,
    day: DayOption = None,
    json: JsonOption = False,
) -> None:
    """Print the points of a member that have not expired.

    Example: co2label points balance points.db m-1
    """
    from co2label.cli.output import print_json  # noqa: PLC0415 - a fast start

    with opened(ledger) as book:
        points = book.balance(member, today=today_or(day))
    if json:
        print_json({"member": member, "day": str(today_or(day)), "points": points})
    else:
        typer.echo(f"{points}")


@app.command()
def report(
    ledger: LedgerArgument,
    campaign: CampaignArgument,
    *,
    language: LanguageOption = "ja",
    json: JsonOption = False,
) -> None:
    """Print what a campaign gave, took back and let expire, with notes on the limit of premiums.

    Example: co2label points report points.db mori-2026
    """
    from co2label.cli.output import new_table, print_json, print_table  # noqa: PLC0415 - a fast start
    from co2label.incentive import JAPAN_2019  # noqa: PLC0415
    from co2label.wording import translate  # noqa: PLC0415

    with opened(ledger) as book:
        found = book.report(campaign)
    figures = asdict(found) | {"outstanding": found.outstanding}
    notes = [translate(f"premium.{use.value}", language) for use in Use]
    basis = f"{JAPAN_2019.source}, {JAPAN_2019.as_of}"
    if json:
        print_json(figures | {"premium": {"notes": notes, "source": basis}})
        return
    table = new_table("", campaign, numbers=[campaign])
    for name, value in figures.items():
        if name != "campaign":
            table.add_row(name.replace("_", " "), "no budget" if value is None else f"{value:,}")
    print_table(table)
    typer.echo("\n".join([*notes, f"({basis})"]))


@app.command()
def audit(
    ledger: LedgerArgument,
    *,
    head: Annotated[
        str | None, typer.Option("--head", metavar="N:DIGEST", help="A head that was kept before.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Read the whole ledger again; what does not add up is an error.

    Example: co2label points audit points.db
    """
    from co2label.cli.output import print_json  # noqa: PLC0415 - a fast start

    kept = None if head is None else _head(head)
    with opened(ledger) as book:
        problems, last = book.audit(head=kept), book.head()
    if json:
        print_json({"rows": last.seq, "head": _text(last), "problems": [str(one) for one in problems]})
    elif not problems:
        typer.echo(f"{last.seq} rows, all add up; head {_text(last)}")
    if problems:
        complain(f"{ledger}: {one}" for one in problems)
        raise typer.Exit(_REFUSED)


@app.command()
def head(ledger: LedgerArgument, json: JsonOption = False) -> None:
    """Print the number and the digest of the last row: kept elsewhere, they show later whether rows were taken out.

    Example: co2label points head points.db
    """
    from co2label.cli.output import print_json  # noqa: PLC0415 - a fast start

    with opened(ledger) as book:
        last = book.head()
    if json:
        print_json(asdict(last))
    else:
        typer.echo(_text(last))


@app.command()
def premium(
    *,
    price: Annotated[int, typer.Option("--price", help="What is paid, whole yen.")],
    gift: Annotated[int, typer.Option("--gift", help="What the gift or the points are worth, whole yen.")],
    use: Annotated[
        Use, typer.Option("--use", help="Points that reduce a price in the giver's own shop, or all else.")
    ] = Use.GOODS,
    language: LanguageOption = "ja",
    json: JsonOption = False,
) -> None:
    """Hold a gift or points against Japan's limit of premiums without a draw; above it, exit code 1. No legal advice.

    Example: co2label points premium --price 1200 --gift 240
    """
    from co2label.cli.output import print_json  # noqa: PLC0415 - a fast start
    from co2label.incentive import JAPAN_2019, check_premium  # noqa: PLC0415

    found = check_premium(price, gift, use=use.value)
    basis = {"source": JAPAN_2019.source, "as_of": str(JAPAN_2019.as_of)}
    if json:
        said: dict[str, Any] = {"within": found.within, "limit": found.limit, "note": found.note[language]}
        print_json(said | basis)
    else:
        limit = "no limit" if found.limit is None else f"limit {found.limit:,} yen"
        typer.echo(f"{'within' if found.within else 'ABOVE'}: {gift:,} yen with {price:,} yen, {limit}")
        typer.echo(f"{found.note[language]} ({basis['source']}, {basis['as_of']})")
    if not found.within:
        raise typer.Exit(_REFUSED)


def _text(last: Head) -> str:
    return f"{last.seq}:{last.digest}"


def _head(text: str) -> Head:
    from co2label.incentive import Head as Kept  # noqa: PLC0415 - a fast start

    number, colon, digest = text.partition(":")
    if not (number.isascii() and number.isdigit() and colon):
        refuse(f"expected what `points head` printed, such as 12:9f86d0…, got {text!r}", "--head")
    return Kept(int(number), digest)

"""`co2label points`: what is booked in a ledger of points: a campaign, grants, returns, expiry."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from co2label.cli.clock import today_or
from co2label.cli.options import JsonOption  # noqa: TC001 - typer reads it
from co2label.cli.points_ledger import CampaignArgument, DayOption, LedgerArgument, opened
from co2label.cli.usage import refuse, refuse_given

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from co2label.incentive import Booking, Ledger

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, help="Points: announce a campaign, grant, take back, look up.")

OccasionsArgument = Annotated[
    Path | None,
    typer.Argument(metavar="FILE", help="CSV or JSON: one grant a row.", show_default=False),
]
ReturnsArgument = Annotated[
    Path | None,
    typer.Argument(metavar="FILE", help="CSV or JSON: one return a row.", show_default=False),
]
BookingOption = Annotated[str | None, typer.Option("--booking", metavar="ID", help="Without FILE: its id.")]


@app.command()
def announce(
    ledger: LedgerArgument,
    campaign: Annotated[
        Path, typer.Argument(metavar="FILE", help="The campaign: TOML or JSON.", show_default=False)
    ],
    json: JsonOption = False,
) -> None:
    """Take a campaign into a ledger, which is made where it is not there. Terms that were announced stay.

    Example: co2label points announce points.db examples/point-campaign.toml
    """
    from co2label.cli.output import print_json  # noqa: PLC0415 - a fast start
    from co2label.cli.reading import about  # noqa: PLC0415
    from co2label.incentive import read_campaign  # noqa: PLC0415

    with about(campaign):
        terms = read_campaign(campaign)
    with opened(ledger, make=True) as book:
        new = book.announce(terms)
    if json:
        print_json({"campaign": terms.id, "new": new})
    else:
        typer.echo(f"{terms.id}: {'announced' if new else 'was announced before; nothing changed'}")


@app.command()
def grant(
    ledger: LedgerArgument,
    file: OccasionsArgument = None,
    *,
    campaign: Annotated[
        str | None, typer.Option("--campaign", metavar="ID", help="Of rows that name none.")
    ] = None,
    rule: Annotated[str | None, typer.Option("--rule", metavar="ID", help="Of rows that name none.")] = None,
    booking: BookingOption = None,
    member: Annotated[str | None, typer.Option("--member", metavar="ID", help="Who earns.")] = None,
    day: DayOption = None,
    product: Annotated[str | None, typer.Option("--product", metavar="ID", help="What was bought.")] = None,
    pieces: Annotated[int | None, typer.Option("--pieces", help="How many.")] = None,
    kg: Annotated[
        float | None, typer.Option("--kg", help="kg CO2e a piece, for rules per gram avoided.")
    ] = None,
    own_points: Annotated[
        int | None, typer.Option("--own-points", help="The company's own points, for uplift and multiplier.")
    ] = None,
    evidence: Annotated[str | None, typer.Option("--evidence", help="What shows that it happened.")] = None,
    json: JsonOption = False,
) -> None:
    """Give points: of one occasion by options, or of a file, all of it or nothing. Asking again changes nothing.

    Example: co2label points grant points.db examples/occasions.csv --campaign mori-2026
    · co2label points grant points.db --campaign mori-2026 --rule onigiri --booking r-9 --member m-1 --product onigiri-salmon
    """
    from co2label.incentive import read_grants  # noqa: PLC0415 - a fast start
    from co2label.incentive.bookings import Grant  # noqa: PLC0415
    from co2label.incentive.bookings_file import grant_row  # noqa: PLC0415

    given = {
        "--booking": booking,
        "--member": member,
        "--product": product,
        "--pieces": pieces,
        "--kg": kg,
        "--own-points": own_points,
        "--evidence": evidence,
    }
    if file is not None:
        grants = _rows(
            file, given | {"--day": day}, lambda path: read_grants(path, campaign=campaign, rule=rule)
        )
    else:
        fields = _fields(given, "--booking", "--member") | {"day": str(today_or(day))}
        grants = {"": Grant.read(grant_row(fields, campaign, rule))}
    with opened(ledger) as book:
        booked = _booked(file, lambda: book.grant_all(grants))
        _print(book, booked, json=json)


@app.command(name="return")
def return_(
    ledger: LedgerArgument,
    file: ReturnsArgument = None,
    *,
    booking: BookingOption = None,
    grant: Annotated[
        str | None, typer.Option("--grant", metavar="ID", help="The booking of the grant.")
    ] = None,
    day: DayOption = None,
    pieces: Annotated[int | None, typer.Option("--pieces", help="How many come back.")] = None,
    json: JsonOption = False,
) -> None:
    """Take points back with returned goods: one return by options, or a file, all of it or nothing.

    Example: co2label points return points.db --booking b-1 --grant r-1 --pieces 1 --day 2026-11-24
    """
    from co2label.incentive import Return, read_returns  # noqa: PLC0415 - a fast start

    given = {"--booking": booking, "--grant": grant, "--pieces": pieces}
    if file is not None:
        returns = _rows(file, given | {"--day": day}, read_returns)
    else:
        returns = {"": Return.read(_fields(given, "--booking", "--grant") | {"day": str(today_or(day))})}
    with opened(ledger) as book:
        booked = _booked(file, lambda: book.take_back_all(returns))
        _print(book, booked, json=json)


@app.command()
def expire(
    ledger: LedgerArgument, campaign: CampaignArgument, *, day: DayOption = None, json: JsonOption = False
) -> None:
    """Take the points of a campaign whose last day has passed; before that, none.

    Example: co2label points expire points.db mori-2026
    """
    with opened(ledger) as book:
        _print(book, book.expire(campaign, today=today_or(day)), json=json)


def _rows(file: Path, given: Mapping[str, object], read: Any) -> Any:
    from co2label.cli.reading import about  # noqa: PLC0415 - a fast start

    refuse_given(given, "the file says it for each row; give a file or options")
    with about(file):
        return read(file)


def _fields(given: Mapping[str, object], *needed: str) -> dict[str, object]:
    """Options as fields; without a file, some of them must be there."""
    missing = [name for name in needed if given[name] is None]
    if missing:
        refuse(f"without FILE, {' and '.join(missing)} must be given", missing[0])
    names = {option: option[2:].replace("-", "_") for option in given} | {"--kg": "kg_co2e"}
    return {names[option]: value for option, value in given.items() if value is not None}


def _booked(file: Path | None, book: Any) -> tuple[Booking, ...]:
    from contextlib import nullcontext  # noqa: PLC0415 - a fast start

    from co2label.cli.reading import about  # noqa: PLC0415

    with nullcontext() if file is None else about(file):
        booked: tuple[Booking, ...] = book()
        return booked


def _print(book: Ledger, booked: Sequence[Booking], *, json: bool) -> None:
    """The bookings, with what a receipt may say of each; how many there were before goes to standard error."""
    from co2label.cli.messages import remark  # noqa: PLC0415 - a fast start
    from co2label.cli.output import new_table, print_json, print_table  # noqa: PLC0415

    if json:
        print_json([_plain(book, one, today_or(None)) for one in booked])
    else:
        table = new_table(
            "booking", "member", "points", "earned", "held back by", numbers=["points", "earned"]
        )
        for one in booked:
            table.add_row(one.id, one.member, f"{one.points:,}", f"{one.earned:,}", one.held_back_by or "")
        print_table(table)
    before = sum(one.repeated for one in booked)
    changed = "; nothing changed" if before == len(booked) else ""
    remark(f"{len(booked) - before} booked, {before} had been booked before{changed}")


def _plain(book: Ledger, one: Booking, today: date) -> dict[str, Any]:
    from dataclasses import asdict  # noqa: PLC0415 - a fast start

    from co2label.incentive import booking_notices  # noqa: PLC0415

    balance = book.balance(one.member, today=today)
    notices = booking_notices(book.campaign(one.campaign), one, balance)
    return asdict(one) | {"balance": balance, "notices": list(notices)}

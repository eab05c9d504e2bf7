"""`co2label points`: campaigns of points, their ledger, and the limit of premiums."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import typer

import co2label as c2
from co2label._options import Option, options_of, refuse, refuse_given
from co2label.cli import _clock
from co2label.cli._incentive import WITHIN
from co2label.cli._options import AsJson, Language, flag_of, given_fields, group_of, takes
from co2label.cli._output import PrintedTable, complain, present, remark
from co2label.cli._reading import problems_in, read_with
from co2label.errors import LedgerError
from co2label.wording import translate

LedgerArgument = Annotated[Path, Option("The file of the ledger (SQLite).", flag="LEDGER")]

CampaignArgument = Annotated[str, Option("The campaign's id.", flag="CAMPAIGN")]

DayOption = Annotated[date | None, Option("Such as 2026-11-24.", metavar="DAY", otherwise="today")]


def _open_ledger(path: Path, *, make: bool = False) -> c2.Ledger:
    """The ledger; a file that is not there is made only where that is meant.

    Raises:
        LedgerError: there is none, or it cannot be opened.
    """
    if not make and not path.exists():
        raise LedgerError(f"{path}: no such ledger; announce a campaign first, which makes it")
    return c2.incentive.Ledger.open(path)


_WITHOUT_FILE = "Without FILE"


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantOptions:
    """One grant, where no file has it."""

    booking: Annotated[str | None, Option("Id of the booking.", _WITHOUT_FILE, "ID")] = None
    member: Annotated[str | None, Option("Who earns.", _WITHOUT_FILE, "ID")] = None
    day: Annotated[date | None, Option("Day of the grant.", _WITHOUT_FILE, "DAY", otherwise="today")] = None
    product: Annotated[str | None, Option("What was bought.", _WITHOUT_FILE, "ID")] = None
    pieces: Annotated[int | None, Option("How many pieces.", _WITHOUT_FILE, "N")] = None
    kg_co2e: Annotated[
        float | None, Option("kg CO2e a piece, for rules per gram avoided.", _WITHOUT_FILE, "KG", flag="--kg")
    ] = None
    own_points: Annotated[
        int | None, Option("The company's own points, for uplift and multiplier.", _WITHOUT_FILE, "N")
    ] = None
    evidence: Annotated[str | None, Option("What shows that it happened.", _WITHOUT_FILE, "TEXT")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnOptions:
    """One return, where no file has it."""

    booking: Annotated[str | None, Option("Id of the booking.", _WITHOUT_FILE, "ID")] = None
    grant: Annotated[str | None, Option("Booking of the grant.", _WITHOUT_FILE, "ID")] = None
    day: Annotated[date | None, Option("Day of the return.", _WITHOUT_FILE, "DAY", otherwise="today")] = None
    pieces: Annotated[int | None, Option("How many pieces come back.", _WITHOUT_FILE, "N")] = None


def announce(
    ledger: LedgerArgument,
    campaign: Annotated[Path, Option("The campaign: TOML or JSON.", flag="FILE")],
    json: AsJson = False,
) -> None:
    """Take a campaign into a ledger, which is made where it is not there. Terms that were announced stay.

    Example: co2label points announce points.db examples/point-campaign.toml
    """
    terms = read_with(c2.incentive.read_campaign, campaign)
    with _open_ledger(ledger, make=True) as book:
        new = book.announce(terms)
    words = "announced" if new else "was announced before; nothing changed"
    present(json, {"campaign": terms.id, "new": new}, f"{terms.id}: {words}")


@takes(options=lambda: GrantOptions)
def grant(
    ledger: LedgerArgument,
    file: Annotated[Path | None, Option("CSV or JSON: one grant a row.", flag="FILE")] = None,
    *,
    options: GrantOptions,
    campaign: Annotated[str | None, Option("Of rows that name none.", metavar="ID")] = None,
    rule: Annotated[str | None, Option("Of rows that name none.", metavar="ID")] = None,
    json: AsJson = False,
) -> None:
    """Give points: of one occasion by options, or of a file, all of it or nothing. Asking again changes nothing.

    Example: co2label points grant points.db examples/occasions.csv --campaign mori-2026
    · co2label points grant points.db --campaign mori-2026 --rule onigiri --booking r-9 --member m-1 --product onigiri-salmon
    """
    grants = _rows(
        file,
        options,
        ("booking", "member"),
        partial(c2.incentive.read_grants, campaign=campaign, rule=rule),
        lambda row: c2.incentive.Grant.read(c2.incentive.grant_row(row, campaign, rule)),
    )
    _book(ledger, file, lambda book: book.grant_all(grants), json=json)


@takes(options=lambda: ReturnOptions)
def return_(
    ledger: LedgerArgument,
    file: Annotated[Path | None, Option("CSV or JSON: one return a row.", flag="FILE")] = None,
    *,
    options: ReturnOptions,
    json: AsJson = False,
) -> None:
    """Take points back with returned goods: one return by options, or a file, all of it or nothing.

    Example: co2label points return points.db --booking b-1 --grant r-1 --pieces 1 --day 2026-11-24
    """
    reader = c2.incentive.Return.read
    returns = _rows(file, options, ("booking", "grant"), c2.incentive.read_returns, reader)
    _book(ledger, file, lambda book: book.take_back_all(returns), json=json)


def expire(
    ledger: LedgerArgument, campaign: CampaignArgument, *, day: DayOption = None, json: AsJson = False
) -> None:
    """Take the points of a campaign whose last day has passed; before that, none.

    Example: co2label points expire points.db mori-2026
    """
    _book(ledger, None, lambda book: book.expire(campaign, today=day or _clock.today()), json=json)


def _rows(
    file: Path | None,
    options: Any,
    needed: tuple[str, ...],
    read_file: Callable[[Path], Any],
    read_row: Callable[[dict[str, object]], Any],
) -> Any:
    """The rows of a file, or the one row that the options are, some of which must then be there."""
    if file is not None:
        why = "the file says it for each row; give a file or options"
        refuse_given(options, options_of(type(options)), why)
        return read_with(read_file, file)
    missing = [name for name in needed if getattr(options, name) is None]
    if missing:
        flags = " and ".join(flag_of(type(options), name) for name in missing)
        refuse(missing[0], f"without FILE, {flags} must be given")
    return {"": read_row(given_fields(options) | {"day": str(options.day or _clock.today())})}


def _book(
    ledger: Path,
    file: Path | None,
    book_all: Callable[[c2.Ledger], Sequence[c2.incentive.Booking]],
    *,
    json: bool,
) -> None:
    """Book and print the bookings, with what a receipt may say of each; how many there were before goes to stderr."""
    data = []
    with _open_ledger(ledger) as book:
        with problems_in(file):
            booked = book_all(book)
        for one in booked if json else ():
            balance = book.balance(one.member, today=_clock.today())
            notices = c2.incentive.booking_notices(book.campaign(one.campaign), one, balance)
            data.append(asdict(one) | {"balance": balance, "notices": list(notices)})
    rows = (
        (one.id, one.member, f"{one.points:,}", f"{one.earned:,}", one.held_back_by or "") for one in booked
    )
    numbers = ("points", "earned")
    present(json, data, PrintedTable(("booking", "member", *numbers, "held back by"), rows, numbers))
    before = sum(one.repeated for one in booked)
    changed = "; nothing changed" if before == len(booked) else ""
    remark(f"{len(booked) - before} booked, {before} had been booked before{changed}")


PremiumUse = Literal["goods", "own-shop-payment"]
"""Uses of points or gifts."""


def balance(
    ledger: LedgerArgument,
    member: Annotated[str, Option("Whose points.", flag="MEMBER")],
    *,
    day: DayOption = None,
    json: AsJson = False,
) -> None:
    """Print the points of a member that have not expired.

    Example: co2label points balance points.db m-1
    """
    with _open_ledger(ledger) as book:
        points = book.balance(member, today=day or _clock.today())
    present(json, {"member": member, "day": str(day or _clock.today()), "points": points}, f"{points}")


def report(
    ledger: LedgerArgument,
    campaign: CampaignArgument,
    *,
    language: Language = "ja",
    json: AsJson = False,
) -> None:
    """Print what a campaign gave, took back and let expire, with notes on the limit of premiums.

    Example: co2label points report points.db mori-2026
    """
    with _open_ledger(ledger) as book:
        found = book.report(campaign)
    figures = asdict(found) | {"outstanding": found.outstanding}
    notes = [translate(f"premium.{use}", language) for use in get_args(PremiumUse)]
    basis = f"{c2.incentive.JAPAN_2019.source}, {c2.incentive.JAPAN_2019.as_of}"
    rows = (
        (name.replace("_", " "), "no budget" if value is None else f"{value:,}")
        for name, value in figures.items()
        if name != "campaign"
    )
    data = figures | {"premium": {"notes": notes, "source": basis}}
    present(json, data, PrintedTable(("", campaign), rows, (campaign,)), *notes, f"({basis})")


def audit(
    ledger: LedgerArgument,
    *,
    head: Annotated[str | None, Option("A head that was kept before.", metavar="N:DIGEST")] = None,
    json: AsJson = False,
) -> None:
    """Read the whole ledger again; what does not add up is an error.

    Example: co2label points audit points.db
    """
    kept = None if head is None else _head_of(head)
    with _open_ledger(ledger) as book:
        problems, last = book.audit(head=kept), book.head()
    data = {"rows": last.seq, "head": _head_text(last), "problems": [str(one) for one in problems]}
    shown = () if problems else (f"{last.seq} rows, all add up; head {_head_text(last)}",)
    present(json, data, *shown)
    if problems:
        complain(f"{ledger}: {one}" for one in problems)
        raise typer.Exit(1)


def head(ledger: LedgerArgument, json: AsJson = False) -> None:
    """Print the number and the digest of the last row: kept elsewhere, they show later whether rows were taken out.

    Example: co2label points head points.db
    """
    with _open_ledger(ledger) as book:
        last = book.head()
    present(json, asdict(last), _head_text(last))


def premium(
    *,
    price: Annotated[int, Option("What is paid, whole yen.")],
    gift: Annotated[int, Option("What the gift or the points are worth, whole yen.")],
    use: Annotated[
        PremiumUse, Option("Points that reduce a price in the giver's own shop, or all else.")
    ] = "goods",
    language: Language = "ja",
    json: AsJson = False,
) -> None:
    """Hold a gift or points against Japan's limit of premiums without a draw; above it, exit code 1. No legal advice.

    Example: co2label points premium --price 1200 --gift 240
    """
    found, law = c2.incentive.check_premium(price, gift, use=use), c2.incentive.JAPAN_2019
    note = found.note[language]
    limit = "no limit" if found.limit is None else f"limit {found.limit:,} yen"
    words = f"{WITHIN[found.within]}: {gift:,} yen with {price:,} yen, {limit}"
    data = {"within": found.within, "limit": found.limit, "note": note}
    basis = {"source": law.source, "as_of": law.as_of}
    present(json, data | basis, words, f"{note} ({law.source}, {law.as_of})")
    if not found.within:
        raise typer.Exit(1)


def _head_text(last: c2.incentive.LedgerHead) -> str:
    return f"{last.seq}:{last.digest}"


def _head_of(text: str) -> c2.incentive.LedgerHead:
    number, colon, digest = text.partition(":")
    if not (number.isascii() and number.isdigit() and colon):
        raise typer.BadParameter(
            f"expected what `points head` printed, such as 12:9f86d0…, got {text!r}", param_hint="'--head'"
        )
    return c2.incentive.LedgerHead(int(number), digest)


points = group_of(
    "Points: announce a campaign, grant, take back, look up.",
    *(announce, grant, return_, expire, balance, report, audit, head, premium),
)

"""`co2label nudge`, `actions`, `gifts` and `points`: messages, what people can do, return gifts, campaigns and their ledger."""

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
from co2label._storage import write
from co2label.cli import _clock
from co2label.cli._options import AsJson, FactorsOption, Language, flag_of, given_fields, group_of, takes
from co2label.cli._output import PrintedTable, complain, emit, present, remark
from co2label.cli._reading import FigureBasis, ProductFile, nudge_context, problems_in, read_with, receipt_of
from co2label.errors import LedgerError, Problem, clip
from co2label.identifiers import path_part
from co2label.wording import in_language, translate


def nudge(
    basket: Annotated[Path, Option("JSON or TOML: what was bought.", flag="BASKET")],
    *,
    catalogue: Annotated[Path, Option("The shop's own products.")],
    context: Annotated[
        Path | None, Option("What else is known: periods, a norm, a budget, a setting.")
    ] = None,
    opt_out: Annotated[bool, Option("The customer wants no such messages.")] = False,
    trial: Annotated[Path | None, Option("Groups: campaign, salt, arms.")] = None,
    customer: Annotated[
        str | None, Option("By which the group is dealt; kept nowhere.", metavar="ID")
    ] = None,
    language: Language = "ja",
    factors: FactorsOption = None,
    json: AsJson = False,
) -> None:
    """Say one short, true thing about a basket, or nothing; --json gives the reasons.

    Example: co2label nudge examples/nudging-basket.json --catalogue examples/menu.toml
    """
    from co2label.model import read_data

    if (trial is None) != (customer is None):
        raise typer.BadParameter(
            "--trial and --customer go together; give both or neither", param_hint="--customer"
        )
    shop = ProductFile(catalogue, FigureBasis(factors=factors)).goods()
    known = nudge_context(receipt_of(basket, factors, catalogue=catalogue), context)
    known = known.model_copy(update={"opted_out": known.opted_out or opt_out})
    groups = None
    if trial is not None:
        groups = read_with(lambda path: c2.incentive.Trial.read(read_data(path)), trial)
    found = c2.incentive.nudge(known, shop, trial=groups, customer=customer)
    present(json, found, *([found.nudge.sentences[language]] if found.nudge else []))
    if not json and found.nudge is None:
        remark(*(f"{step.pattern}: {step.reason}" for step in found.trail))


TableOption = Annotated[
    Path | None, Option("Your own actions.csv, living.csv and action_sources.csv.", metavar="FOLDER")
]

PlanArgument = Annotated[Path, Option("TOML or JSON: a plan, or pledges.", flag="FILE")]

PledgeOption = Annotated[str | None, Option("The pledge of a file that holds several.", metavar="ID")]


def list_(*, table: TableOption = None, language: Language = "ja", json: AsJson = False) -> None:
    """List the actions, with kilograms of CO2e a year where a source gives a figure.

    Example: co2label actions list --language en
    """
    found = _action_table(table)
    rows = (
        (
            action.id,
            in_language(action.name, language),
            translate(f"actions.group.{action.group}", language),
            c2.incentive.figure_words(action.kg_co2e, language, action.gases),
        )
        for action in found
    )
    present(json, list(found), PrintedTable(("id", "action", "group", "a year"), rows, ("a year",)))


def show(
    action: Annotated[str, Option("Of an action.", flag="ID")],
    *,
    table: TableOption = None,
    language: Language = "ja",
    json: AsJson = False,
) -> None:
    """Show one action: its figure, what that assumes, its source, and what it replaces.

    Example: co2label actions show telework --language en
    """
    found = _action_table(table)[action]
    figure = c2.incentive.figure_words(found.kg_co2e, language, found.gases)
    lines = [
        in_language(found.name, language),
        f"{figure} ({c2.incentive.person_words(found.persons, language)})",
    ]
    if found.source is None:
        lines.append(translate("actions.no-figure-why", language))
    else:
        source = translate("actions.source", language, source=found.source.cite())
        lines += [c2.incentive.action_words(found, language), source]
    if found.not_with:
        lines.append(f"not with: {', '.join(found.not_with)}")
    present(json, found, *lines)


def plan(
    file: PlanArgument,
    *,
    pledge: PledgeOption = None,
    table: TableOption = None,
    language: Language = "ja",
    json: AsJson = False,
) -> None:
    """Say what a plan is expected to bring, with what overlaps taken off: never more than the footprint.

    Example: co2label actions plan examples/plan.toml --language en
    """
    found = _expected(file, pledge, table)
    present(json, found, c2.incentive.plan_text(found, language))


def card(
    file: PlanArgument,
    *,
    output: Annotated[Path, Option("A .png, .svg, .pdf, .html or .zpl.")],
    shape: Annotated[Literal["card", "wide"], Option("62 mm wide, or 1200 × 630 for social media.")] = "card",
    pledge: PledgeOption = None,
    table: TableOption = None,
    language: Language = "ja",
) -> None:
    """Draw a card of a plan or a pledge: what is done, what it is expected to bring, and the source.

    Example: co2label actions card examples/plan.toml --shape wide -o card.png
    """
    picture = c2.incentive.action_card(_expected(file, pledge, table), language, shape=shape)
    exact = shape == "wide" and output.suffix.lower() == ".png"
    write(output, picture.png(c2.incentive.WIDE_DPI) if exact else picture.encode(output))
    typer.echo(str(output))


def count(
    file: Annotated[Path, Option("TOML or JSON: pledges and records.", flag="PLEDGES")],
    *,
    json: AsJson = False,
) -> None:
    """Count what was pledged and done, over all pledges; nobody is ranked.

    Example: co2label actions count examples/pledges.json
    """
    counts = read_with(c2.incentive.Pledges.read_file, file).counts()
    rows = ((key, str(one.pledged), str(one.done), str(one.verified)) for key, one in counts.items())
    numbers = ("pledged", "done", "verified")
    present(json, counts, PrintedTable(("action", *numbers), rows, numbers))


def _action_table(folder: Path | None) -> c2.incentive.ActionTable:
    table = c2.incentive.ActionTable
    return table.bundled() if folder is None else read_with(table.read, folder)


def _expected(file: Path, pledge: str | None, table: Path | None) -> c2.incentive.ExpectedReduction:
    """What the plan of a file, or one of its pledges, is expected to bring."""
    known = _action_table(table)
    with problems_in(file):
        return c2.incentive.expected_reduction(_plan(file, pledge), known)


def _plan(file: Path, pledge: str | None) -> c2.incentive.Plan:
    from co2label.model import read_data

    data: Any = read_data(file)
    if not (isinstance(data, dict) and "pledges" in data):
        if pledge is not None:
            raise typer.BadParameter(f"{file} is a plan and holds no pledges", param_hint="--pledge")
        return c2.incentive.Plan.read(data)
    pledges = c2.incentive.Pledges.read(data).pledges
    chosen = [one for one in pledges if pledge in (one.id, None)]
    if len(chosen) != 1:
        known = ", ".join(one.id for one in pledges[:8])
        raise typer.BadParameter(f"name one of the pledges of {file}: {known}", param_hint="--pledge")
    return chosen[0]


actions = group_of(
    "What a person can do, and what a plan of it is expected to bring.", list_, show, plan, card, count
)

ProgrammeArgument = Annotated[Path, Option("TOML or JSON: the terms.", flag="PROGRAMME")]

MetersArgument = Annotated[Path, Option("CSV or JSON: one reading a row.", flag="METERS")]


def check(
    programme: ProgrammeArgument,
    *,
    donation: Annotated[
        int | None, Option("Yen: hold the gifts against the limits of furusato tax as well.")
    ] = None,
    language: Language = "ja",
    json: AsJson = False,
) -> None:
    """Check the terms of a programme, its municipalities, and its gifts against the limits of the law; above one, exit code 1.

    Example: co2label gifts check examples/gifts-iwate.toml --donation 20000
    """
    terms = read_with(c2.incentive.read_programme, programme)
    rows = [_gift_check(terms, gift, donation) for gift in terms.gifts]
    found = {place.written: c2.incentive.declared_place(place.written) for place in terms.municipalities}
    places = {name: None if place is None else place.code for name, place in found.items()}
    numbers = ("from kWh", "worth", "price", "limit")
    headings = ["gift", *numbers, "premium"]
    laws: dict[str, Any] = {"premium.goods": c2.incentive.JAPAN_2019}
    if donation is not None:
        headings.append("furusato")
        laws["gifts.furusato"] = c2.incentive.FURUSATO_2019
    notes = [f"{translate(key, language)} ({law.source}, {law.as_of})" for key, law in laws.items()]
    declared_words = (
        f"{name}: {f'declared, {code}' if code else 'not on the bundled list of declared places'}"
        for name, code in places.items()
    )
    data = {"programme": terms.id, "declared": places, "gifts": rows, "notes": notes}
    present(json, data, PrintedTable(headings, map(_gift_cells, rows), numbers), *declared_words, *notes)
    if not all(each["within"] for row in rows for each in (row["premium"], row.get("furusato")) if each):
        raise typer.Exit(1)


def allot(programme: ProgrammeArgument, meters: MetersArgument, *, json: AsJson = False) -> None:
    """Allot the gifts: once for each kWh, first come first served; the same again for the same readings.

    Example: co2label gifts allot examples/gifts-iwate.toml examples/meters.csv
    """
    terms, found = _allotment(programme, meters)
    allotted = [asdict(one) | {"notice": c2.incentive.gift_notice(terms, one)} for one in found.allotments]
    data = {"programme": terms.id, "left": found.left, "repeated": found.repeated, "allotments": allotted}
    headings = ("member", "kWh", "gift", "pieces", "reached", "why")
    table = PrintedTable(headings, map(_allotment_cells, found.allotments), ("kWh", "pieces"))
    left = (
        f"{gift}: {'as many as needed' if pieces is None else f'{pieces} left'}"
        for gift, pieces in found.left.items()
    )
    present(json, data, table, *left)
    if found.repeated and not json:
        remark(f"readings that were given twice and counted once: {found.repeated}")


def letter(
    programme: ProgrammeArgument,
    meters: MetersArgument,
    *,
    member: Annotated[str | None, Option("One household; else all that get a gift.", metavar="ID")] = None,
    output: Annotated[
        Path | None, Option("A folder with one .txt a household; else printed.", metavar="DIR")
    ] = None,
    language: Language = "ja",
) -> None:
    """Write the letters that go with the gifts; to one household also why it gets none.

    Example: co2label gifts letter examples/gifts-iwate.toml examples/meters.csv --member m-1001
    """
    terms, allotted = _allotment(programme, meters)
    chosen = [one for one in allotted.allotments if (one.pieces if member is None else one.member == member)]
    if member is not None and not chosen:
        todo = f"there are {len(allotted.allotments)}; look them up with allot"
        raise Problem("--member", f"no household {clip(member)} in the readings", todo).as_error()
    letters = {one.member: c2.incentive.gift_letter(terms, one, language=language) for one in chosen}
    if output is None:
        typer.echo("\n----\n\n".join(letters.values()), nl=False)
        return
    output.mkdir(parents=True, exist_ok=True)
    for household, text in letters.items():
        emit(output / f"{path_part(household)}.txt", text)


def _allotment(programme: Path, meters: Path) -> tuple[c2.incentive.GiftProgramme, c2.incentive.Allotments]:
    terms = read_with(c2.incentive.read_programme, programme)
    with problems_in(meters):
        return terms, c2.incentive.allot(terms, c2.incentive.read_meters(meters))


def _gift_check(
    terms: c2.incentive.GiftProgramme, gift: c2.incentive.Gift, donation: int | None
) -> dict[str, Any]:
    row: dict[str, Any] = {"gift": gift.id, "kwh": float(gift.kwh), "yen": gift.yen, "premium": None}
    premium = c2.incentive.gift_premium(terms, gift)
    if premium is not None:
        row["premium"] = {name: getattr(premium, name) for name in ("pieces", "price", "worth")}
        row["premium"] |= {"limit": premium.check.limit, "within": premium.check.within}
    if donation is not None:
        furusato = c2.incentive.check_furusato(donation, gift.yen, local=gift.local)
        row["furusato"] = {name: getattr(furusato, name) for name in ("within", "most", "local")}
    return row


def _gift_cells(row: dict[str, Any]) -> list[str]:
    premium, furusato = row["premium"], row.get("furusato")
    if premium is None:
        cells = [f"{row['yen']:,}", "", "", "no yen_per_kwh"]
    else:
        pieces = f" ({premium['pieces']} pieces)" if premium["pieces"] > 1 else ""
        numbers = (f"{premium['worth']:,}{pieces}", f"{premium['price']:,}", f"{premium['limit']:,}")
        cells = [*numbers, _WITHIN[premium["within"]]]
    if furusato is not None:
        local = "" if furusato["local"] else ", not local"
        cells.append(f"{_WITHIN[furusato['within']]} {furusato['most']:,}{local}")
    return [row["gift"], f"{row['kwh']:g}", *cells]


_WITHIN = {True: "within", False: "ABOVE"}


def _allotment_cells(one: c2.incentive.Allotment) -> tuple[str, ...]:
    short = "" if one.short_kwh is None else f", {one.short_kwh.normalize():f} kWh short"
    cells = (one.gift or "", str(one.pieces or ""), str(one.reached or ""), one.reason + short)
    return one.member, f"{one.kwh.normalize():f}", *cells


gifts = group_of("Return gifts: check a programme, allot its gifts, write letters.", check, allot, letter)

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
    words = f"{_WITHIN[found.within]}: {gift:,} yen with {price:,} yen, {limit}"
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

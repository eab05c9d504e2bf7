"""`co2label gifts`: return gifts of municipalities for those who buy their renewable electricity."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from co2label.cli.options import JsonOption, LanguageOption  # noqa: TC001 - typer reads them
from co2label.errors import DocumentError, Problem, clip

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from co2label.incentive import Allotment, Gift, GiftProgramme, Outcome

__all__ = ["app"]

_ABOVE = 1
"""The exit code where a gift is above a limit."""

app = typer.Typer(
    no_args_is_help=True, help="Return gifts: check a programme, allot its gifts, write letters."
)

ProgrammeArgument = Annotated[
    Path, typer.Argument(metavar="PROGRAMME", help="TOML or JSON: the terms.", show_default=False)
]
MetersArgument = Annotated[
    Path, typer.Argument(metavar="METERS", help="CSV or JSON: one reading a row.", show_default=False)
]


@app.command()
def check(
    programme: ProgrammeArgument,
    *,
    donation: Annotated[
        int | None,
        typer.Option("--donation", help="Yen: hold the gifts against the limits of furusato tax as well."),
    ] = None,
    language: LanguageOption = "ja",
    json: JsonOption = False,
) -> None:
    """Check the terms of a programme, its municipalities, and its gifts against the limits of the law; above one, exit code 1.

    Example: co2label gifts check examples/gifts-iwate.toml --donation 20000
    """
    from co2label.cli.output import print_json  # noqa: PLC0415 - a fast start
    from co2label.incentive.gift_places import declared  # noqa: PLC0415

    terms = _programme(programme)
    rows = [_checked(terms, gift, donation) for gift in terms.gifts]
    found = {place.written: declared(place.written) for place in terms.municipalities}
    places = {name: None if place is None else place.code for name, place in found.items()}
    notes = _notes(donation, language)
    if json:
        print_json({"programme": terms.id, "declared": places, "gifts": rows, "notes": notes})
    else:
        _print_checked(rows, places, notes, with_donation=donation is not None)
    if not all(each["within"] for row in rows for each in (row["premium"], row.get("furusato")) if each):
        raise typer.Exit(_ABOVE)


@app.command()
def allot(programme: ProgrammeArgument, meters: MetersArgument, *, json: JsonOption = False) -> None:
    """Allot the gifts: once for each kWh, first come first served; the same again for the same readings.

    Example: co2label gifts allot examples/gifts-iwate.toml examples/meters.csv
    """
    from co2label.cli.messages import remark  # noqa: PLC0415 - a fast start
    from co2label.cli.output import new_table, print_json, print_table  # noqa: PLC0415
    from co2label.incentive import gift_notice  # noqa: PLC0415

    terms = _programme(programme)
    found = _allotted(terms, meters)
    if json:
        rows = [_plain(one) | {"notice": gift_notice(terms, one)} for one in found.allotments]
        left = dict(found.left)
        print_json({"programme": terms.id, "left": left, "repeated": found.repeated, "allotments": rows})
        return
    table = new_table("member", "kWh", "gift", "pieces", "reached", "why", numbers=["kWh", "pieces"])
    for one in found.allotments:
        short = "" if one.short_kwh is None else f", {one.short_kwh.normalize():f} kWh short"
        cells = (one.gift or "", str(one.pieces or ""), str(one.reached or ""), one.reason + short)
        table.add_row(one.member, f"{one.kwh.normalize():f}", *cells)
    print_table(table)
    for gift, pieces in found.left.items():
        typer.echo(f"{gift}: {'as many as needed' if pieces is None else f'{pieces} left'}")
    if found.repeated:
        remark(f"readings that were given twice and counted once: {found.repeated}")


@app.command()
def letter(
    programme: ProgrammeArgument,
    meters: MetersArgument,
    *,
    member: Annotated[
        str | None, typer.Option("--member", metavar="ID", help="One household; else all that get a gift.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="DIR", help="A folder with one .txt a household; else printed."
        ),
    ] = None,
    language: LanguageOption = "ja",
) -> None:
    """Write the letters that go with the gifts; to one household also why it gets none.

    Example: co2label gifts letter examples/gifts-iwate.toml examples/meters.csv --member m-1001
    """
    from co2label.cli.output import file_name, write_text  # noqa: PLC0415 - a fast start
    from co2label.incentive import letter as text_of  # noqa: PLC0415

    terms = _programme(programme)
    chosen = _chosen(_allotted(terms, meters).allotments, member)
    letters = {one.member: text_of(terms, one, language=language) for one in chosen}
    if output is None:
        typer.echo("\n----\n\n".join(letters.values()), nl=False)
        return
    output.mkdir(parents=True, exist_ok=True)
    for household, text in letters.items():
        typer.echo(str(write_text(output / file_name(household, ".txt"), text)))


def _programme(path: Path) -> GiftProgramme:
    from co2label.cli.reading import about  # noqa: PLC0415 - a fast start
    from co2label.incentive import read_programme  # noqa: PLC0415

    with about(path):
        return read_programme(path)


def _allotted(terms: GiftProgramme, meters: Path) -> Outcome:
    from co2label.cli.reading import about  # noqa: PLC0415 - a fast start
    from co2label.incentive import allot as allotted  # noqa: PLC0415
    from co2label.incentive import read_meters  # noqa: PLC0415

    with about(meters):
        return allotted(terms, read_meters(meters))


def _chosen(allotments: Sequence[Allotment], member: str | None) -> list[Allotment]:
    if member is None:
        return [one for one in allotments if one.pieces]
    found = [one for one in allotments if one.member == member]
    if not found:
        what = f"no household {clip(member)} in the readings"
        raise DocumentError(
            [Problem("--member", what, f"there are {len(allotments)}; look them up with allot")]
        )
    return found


def _checked(terms: GiftProgramme, gift: Gift, donation: int | None) -> dict[str, Any]:
    from co2label.incentive import check_furusato, gift_premium  # noqa: PLC0415 - a fast start

    premium = gift_premium(terms, gift)
    row: dict[str, Any] = {"gift": gift.id, "kwh": float(gift.kwh), "yen": gift.yen, "premium": None}
    if premium is not None:
        check = premium.check
        row["premium"] = {"pieces": premium.pieces, "price": premium.price, "worth": premium.worth}
        row["premium"] |= {"limit": check.limit, "within": check.within}
    if donation is not None:
        furusato = check_furusato(donation, gift.yen, local=gift.local)
        row["furusato"] = {"within": furusato.within, "most": furusato.most, "local": furusato.local}
    return row


def _print_checked(
    rows: Sequence[dict[str, Any]],
    places: Mapping[str, str | None],
    notes: Sequence[str],
    *,
    with_donation: bool,
) -> None:
    from co2label.cli.output import new_table, print_table  # noqa: PLC0415 - a fast start

    headings = [
        "gift",
        "from kWh",
        "worth",
        "price",
        "limit",
        "premium",
        *(["furusato"] if with_donation else []),
    ]
    table = new_table(*headings, numbers=["from kWh", "worth", "price", "limit"])
    for row in rows:
        table.add_row(*_cells(row, with_donation=with_donation))
    print_table(table)
    for name, code in places.items():
        typer.echo(f"{name}: {f'declared, {code}' if code else 'not on the bundled list of declared places'}")
    typer.echo("\n".join(notes))


def _cells(row: dict[str, Any], *, with_donation: bool) -> list[str]:
    premium = row["premium"]
    if premium is None:
        cells = [f"{row['yen']:,}", "", "", "no yen_per_kwh"]
    else:
        worth = f"{premium['worth']:,}" + (f" ({premium['pieces']} pieces)" if premium["pieces"] > 1 else "")
        cells = [worth, f"{premium['price']:,}", f"{premium['limit']:,}", _word(within=premium["within"])]
    if with_donation:
        local = "" if row["furusato"]["local"] else ", not local"
        cells.append(f"{_word(within=row['furusato']['within'])} {row['furusato']['most']:,}{local}")
    return [row["gift"], f"{row['kwh']:g}", *cells]


def _word(*, within: bool) -> str:
    return "within" if within else "ABOVE"


def _notes(donation: int | None, language: str) -> list[str]:
    from co2label.incentive import FURUSATO_2019, JAPAN_2019  # noqa: PLC0415 - a fast start
    from co2label.wording import translate  # noqa: PLC0415

    notes = [f"{translate('premium.goods', language)} ({JAPAN_2019.source}, {JAPAN_2019.as_of})"]
    if donation is not None:
        notes.append(
            f"{translate('gifts.furusato', language)} ({FURUSATO_2019.source}, {FURUSATO_2019.as_of})"
        )
    return notes


def _plain(one: Allotment) -> dict[str, Any]:
    """For JSON: kWh as decimal text, which loses nothing."""
    fields = asdict(one)
    return fields | {
        "kwh": f"{one.kwh:f}",
        "short_kwh": None if one.short_kwh is None else f"{one.short_kwh:f}",
        "reached": None if one.reached is None else str(one.reached),
    }

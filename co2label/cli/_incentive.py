"""`co2label nudge`, `actions` and `gifts`: messages, what people can do, return gifts."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

import co2label as c2
from co2label import model
from co2label._options import Option
from co2label._storage import write
from co2label.cli._options import AsJson, FactorsOption, Language, group_of
from co2label.cli._output import PrintedTable, emit, present, remark
from co2label.cli._reading import FigureBasis, ProductFile, nudge_context, problems_in, read_with, receipt_of
from co2label.errors import Problem, clip
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
    if (trial is None) != (customer is None):
        raise typer.BadParameter(
            "--trial and --customer go together; give both or neither", param_hint="--customer"
        )
    shop = ProductFile(catalogue, FigureBasis(factors=factors)).goods()
    known = nudge_context(receipt_of(basket, factors, catalogue=catalogue), context)
    known = known.model_copy(update={"opted_out": known.opted_out or opt_out})
    groups = None
    if trial is not None:
        groups = read_with(lambda path: c2.incentive.Trial.read(model.read_data(path)), trial)
    found = c2.incentive.nudge(known, shop, trial=groups, customer=customer)
    present(json, found, *([found.nudge.sentences[language]] if found.nudge else []))
    if not json and found.nudge is None:
        remark(*(f"{step.pattern}: {step.reason}" for step in found.trail))


WITHIN = {True: "within", False: "ABOVE"}
"""Result of a check against a limit, in words."""

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
    """Expected reduction of the plan of a file, or of one of its pledges."""
    known = _action_table(table)
    with problems_in(file):
        return c2.incentive.expected_reduction(_plan(file, pledge), known)


def _plan(file: Path, pledge: str | None) -> c2.incentive.Plan:
    data: Any = model.read_data(file)
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
        cells = [*numbers, WITHIN[premium["within"]]]
    if furusato is not None:
        local = "" if furusato["local"] else ", not local"
        cells.append(f"{WITHIN[furusato['within']]} {furusato['most']:,}{local}")
    return [row["gift"], f"{row['kwh']:g}", *cells]


def _allotment_cells(one: c2.incentive.Allotment) -> tuple[str, ...]:
    short = "" if one.short_kwh is None else f", {one.short_kwh.normalize():f} kWh short"
    cells = (one.gift or "", str(one.pieces or ""), str(one.reached or ""), one.reason + short)
    return one.member, f"{one.kwh.normalize():f}", *cells


gifts = group_of("Return gifts: check a programme, allot its gifts, write letters.", check, allot, letter)

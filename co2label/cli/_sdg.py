"""`co2label indicator` and `municipality`: SDG lines judged by rule, and places that declared net zero CO2 by 2050."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_group

import co2label as c2
from co2label import declaration
from co2label._options import Option
from co2label.cli._options import (
    AsJson,
    FileArgument,
    Language,
    ModelRequest,
    PictureOption,
    ProductOption,
    group_of,
    languages,
    takes,
)
from co2label.cli._output import PrintedTable, check_output, present, remark, save_pictures
from co2label.cli._reading import FigureBasis, ProductFile, problems_in
from co2label.errors import ComputeError, DocumentError, IdentifierError, Problem, TextError
from co2label.wording import LANGUAGES, read_languages

if TYPE_CHECKING:
    from co2label.model import SdgEntry


def municipality(
    names: Annotated[
        list[str] | None, Option("Such as 久慈市, 岩手県久慈市, ⻑野県.", flag="NAMES...")
    ] = None,
    *,
    all_of_them: Annotated[bool, Option("List all places.", flag="--list")] = False,
    counts: Annotated[bool, Option("Count the places of each kind.")] = False,
    prefecture: Annotated[str | None, Option("List the places of one prefecture.", metavar="NAME")] = None,
    file: Annotated[
        Path | None, Option("Another list: prefecture, municipality, type, lgcode.", metavar="CSV")
    ] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option("--as-of", metavar="DAY", formats=["%Y-%m-%d"], help="Whose state that list shows."),
    ] = None,
    source: Annotated[str | None, Option("Who published that list.", metavar="TEXT")] = None,
    json: AsJson = False,
) -> None:
    """Look up places that declared net zero CO2 by 2050: by name, all of them, or how many there are.

    Example: co2label municipality 久慈市 ⻑野県
    """
    asked = [bool(names), all_of_them, counts, prefecture is not None]
    if sum(asked) != 1:
        raise typer.BadParameter(
            "give names, or one of --list, --counts and --prefecture", param_hint="NAMES"
        )
    if file is None and as_of is None and source is None:
        register = c2.indicators.ZeroCarbonRegister.bundled()
    elif file is None or as_of is None or source is None:
        raise typer.BadParameter(
            "a list of your own needs all three: --file, --as-of and --source", param_hint="--file"
        )
    else:
        register = c2.indicators.ZeroCarbonRegister.read(file, as_of=as_of.date(), source=source)
    about = {"as_of": register.as_of, "source": register.source, "population": register.population}
    notes = []
    if counts:
        counted = register.counts()
        rows = [*((kind, str(number)) for kind, number in counted.items()), ("計", str(len(register)))]
        words = (register.population or {}).values()
        table = PrintedTable(("kind", "places"), rows, ("places",))
        present(json, {"counts": counted, "total": len(register), **about}, table, *words)
    else:
        places = _places(register, names or [], prefecture)
        cells = ((place.code, place.full_name, place.kind, place.basis) for place in places)
        table = PrintedTable(("code", "place", "kind", "basis"), cells)
        present(json, {"places": places, **about}, table)
        if any(place.basis == "inferred" for place in places):
            notes.append(
                "inferred: the source counts prefectures without naming them; this one follows from other lists"
            )
    if not json:
        remark(f"as of {register.as_of}: {register.source}", *notes)


def _places(
    register: c2.indicators.ZeroCarbonRegister, names: Sequence[str], prefecture: str | None
) -> list[c2.indicators.Municipality]:
    """The places that are asked for, in the order of the names or of the list.

    Raises:
        IdentifierError: no such prefecture.
        DocumentError: every name that is not found.
    """
    if not names:
        home = None if prefecture is None else c2.indicators.prefecture_named(prefecture)
        return [place for place in register if home in {None, place.prefecture}]
    found, problems = [], []
    for name in names:
        try:
            found.append(register.find(name))
        except (IdentifierError, TextError) as error:
            problems.append(Problem("", str(error)))
    DocumentError.raise_any(problems)
    return found


def _present_line(
    json: bool, line: SdgEntry, text: c2.indicators.DisplayText, language: str, figures: Mapping[str, Any]
) -> None:
    """Print an entry in the words of one language, under a table of its figures; as JSON in all languages."""
    entry = line.model_dump(mode="json", exclude_defaults=True) | {"kind": line.kind}
    data = {"entry": entry, "lines": list(text.lines), "notes": list(text.notes), **figures}
    rows = [(name.replace("_", " "), _cell(value)) for name, value in figures.items()]
    table = (PrintedTable(("", line.kind), rows),) if rows else ()
    present(json, data, *table, *(texts[language] for texts in (*text.lines, *text.notes)))


def _cell(value: Any) -> str:
    return "—" if value is None else f"{value:.6g}" if isinstance(value, float) else str(value)


def _command_of(rule: c2.indicators.LineRule) -> Callable[..., None]:
    """The command that judges an entry of a kind by itself; its options are the fields of the entry, or its request."""

    def command(line: Any, *, language: Language = "en", json: AsJson = False) -> None:
        entry = line if rule.request is None else line.entry()
        _present_line(json, entry, rule.text(entry), language, rule.figures(entry))

    command.__name__, command.__doc__ = rule.model.model_fields["kind"].default, rule.help
    return takes(line=lambda: rule.request or ModelRequest(rule.model, rule.flags))(command)


class KindGroup(TyperGroup):
    """The group of `indicator`: a command for each kind that can be judged by itself, made when the group is used."""

    _own: Any
    _complete = False

    @property
    def commands(self) -> Any:
        """The commands of the kinds, and behind them those that judge the entries of a file."""
        if not self._complete:
            self._complete = True
            made = [_command_of(rule) for rule in c2.indicators.LINE_RULES.values() if rule.help]
            self._own = get_group(group_of("", *made)).commands | self._own
        return self._own

    @commands.setter
    def commands(self, commands: Any) -> None:
        self._own = commands


@takes(basis=lambda: FigureBasis)
def stars(
    file: FileArgument,
    *,
    basis: FigureBasis,
    product: ProductOption = None,
    language: Language = "en",
    json: AsJson = False,
) -> None:
    """Judge the entry of kind "stars" of a product by the conventional figure that stands in the same file.

    Example: co2label indicator stars examples/tomato.toml
    """
    read = ProductFile(file, basis)
    footprints = read.footprints
    with problems_in(file):
        own, line = _stars_entry(read.footprints_of(product))
        conventional = declaration.compared_footprints(own.product, footprints)["conventional"]
        text = declaration.stars_text(
            line, c2.indicators.LineContext(own, own.product.declaration, conventional)
        )
        judged = declaration.farm_stars(own, own.product.declaration, conventional)
    interval = judged.found.difference.interval
    figures = {
        "stars": judged.stars,
        "kg_co2e": own.kg_co2e,
        "conventional_kg_co2e": conventional.kg_co2e,
        "reduction_percent": float(judged.reduction),
        "verdict": judged.found.verdict,
        "interval_percent": interval and f"{interval.low:.4g} to {interval.high:.4g}",
    }
    _present_line(json, line, text, language, figures)


def _stars_entry(found: Sequence[c2.Footprint]) -> tuple[c2.Footprint, declaration.StarsLine]:
    """The product that has an entry of stars, with it.

    Raises:
        ComputeError: there is none, or there are several.
    """
    pairs = [
        (one, entry)
        for one in found
        for entry in one.product.declaration.indicators
        if isinstance(entry, declaration.StarsLine)
    ]
    if len(pairs) == 1:
        return pairs[0]
    names = ", ".join(one.product.id for one, _ in pairs[:8])
    what = f"several products have stars: {names}" if pairs else 'no product has an entry of kind "stars"'
    todo = "name one with --product" if pairs else "add one to declaration.indicators"
    raise ComputeError([Problem("", what, todo)])


@takes(basis=lambda: FigureBasis)
def electricity(
    file: FileArgument,
    *,
    basis: FigureBasis,
    output: PictureOption = None,
    product: ProductOption = None,
    language: Annotated[str, languages(f"{', '.join(LANGUAGES)}, or two such as ja+en.", most=2)] = "ja",
    json: AsJson = False,
) -> None:
    """Say where the electricity comes from, in the words that its certificates allow; with -o, draw the power mix.

    Example: co2label indicator electricity examples/renewable-tea.toml -o mix.png
    """
    check_output(output)
    every = ProductFile(file, basis).footprints_of(product)
    certified = [one for one in every if any(use.certificates for use in c2.indicators.electricity_uses(one))]
    found = certified or every  # where none has certificates, the reason comes from the first
    with problems_in(file):
        origins = [c2.indicators.electricity_origin(one) for one in found]
    save_pictures(
        found, output, lambda one: c2.label.power_mix(one, language=language), attrgetter("product.id")
    )
    entries = [{"id": one.product.id} | each.as_dict() for one, each in zip(found, origins, strict=True)]
    shown = (
        "\n".join(c2.label.mix_lines(each, spoken)) for each in origins for spoken in read_languages(language)
    )
    present(json, entries, *shown, alone=len(entries) == 1)


indicator = group_of(
    "Judge SDG lines: buildings, wood, electricity, stars of a farm product.",
    *(stars, electricity),
    cls=KindGroup,
)

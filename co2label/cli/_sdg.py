"""`co2label indicator` and `municipality`: SDG lines judged by rule, and places that declared net zero CO2 by 2050."""

from __future__ import annotations

from datetime import datetime
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import co2label as c2
from co2label._options import Option
from co2label.cli._options import (
    FileArgument,
    JsonOption,
    LanguageOption,
    ModelRequest,
    PictureOption,
    ProductOption,
    group_of,
    languages_up_to,
    takes,
)
from co2label.cli._output import PrintedTable, check_output, one_or_all, present, remark, save_pictures
from co2label.cli._reading import FigureBasis, footprints_for, footprints_of, problems_in, read_file
from co2label.errors import ComputeError, DocumentError, IdentifierError, Problem, TextError
from co2label.wording import LANGUAGES, read_languages

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from co2label.indicators import DisplayText, Municipality, ZeroCarbonRegister
    from co2label.model import BuildingLine, EnergyLine, InsulationLine, SdgEntry, StarsLine


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
    json: JsonOption = False,
) -> None:
    """Look up places that declared net zero CO2 by 2050: by name, all of them, or how many there are.

    Example: co2label municipality 久慈市 ⻑野県
    """
    asked = [bool(names), all_of_them, counts, prefecture is not None]
    if sum(asked) != 1:
        message = "give names, or one of --list, --counts and --prefecture"
        raise typer.BadParameter(message, param_hint="NAMES")
    register = _register(file, as_of, source)
    about = {
        "as_of": register.as_of.isoformat(),
        "source": register.source,
        "population": dict(register.population) if register.population else None,
    }
    places: Sequence[Municipality] = () if counts else _places(register, names or [], prefecture)
    if counts:
        counted = register.counts()
        rows = [*((kind, str(number)) for kind, number in counted.items()), ("計", str(len(register)))]
        notes = (register.population or {}).values()
        table = PrintedTable(("kind", "places"), rows, ("places",))
        present(json, {"counts": counted, "total": len(register), **about}, table, *notes)
    else:
        columns = ("code", "full_name", "kind", "basis")
        cells = ([getattr(place, name) for name in columns] for place in places)
        data = [{name: getattr(place, name) for name in _OF_PLACE} for place in places]
        present(json, {"places": data, **about}, PrintedTable(("code", "place", "kind", "basis"), cells))
    if not json:
        remark(f"as of {register.as_of}: {register.source}")
    if not json and any(place.basis == "inferred" for place in places):
        remark(
            "inferred: the source counts prefectures without naming them; this one follows from other lists"
        )


_OF_PLACE = ("code", "prefecture", "name", "full_name", "kind", "basis")


def _register(file: Path | None, as_of: datetime | None, source: str | None) -> ZeroCarbonRegister:
    """The bundled list, or another one with its day and source.

    Raises:
        BadParameter: a file without its day or its source, or these without a file.
    """
    if file is None and as_of is None and source is None:
        return c2.indicators.ZeroCarbonRegister.bundled()
    if file is None or as_of is None or source is None:
        message = "a list of your own needs all three: --file, --as-of and --source"
        raise typer.BadParameter(message, param_hint="--file")
    return c2.indicators.ZeroCarbonRegister.read(file, as_of=as_of.date(), source=source)


def _places(register: ZeroCarbonRegister, names: Sequence[str], prefecture: str | None) -> list[Municipality]:
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
    if problems:
        raise DocumentError(problems)
    return found


def _print_line(
    line: SdgEntry, text: DisplayText, language: str, more: Mapping[str, Any], *, json: bool
) -> None:
    """Print the words of an entry in one language, or as JSON in all, with the entry as a document takes it.

    Args:
        line: the entry.
        text: its words.
        language: of the words, where they are printed for a person.
        more: numbers that a person sees in a table, and a machine beside the words.
        json: whether a machine reads it.
    """
    entry = line.model_dump(mode="json", exclude_defaults=True) | {"kind": line.kind}
    data = {"entry": entry, "lines": list(text.lines), "notes": list(text.notes), **more}
    rows = [(name.replace("_", " "), _cell(value)) for name, value in more.items()]
    table = (PrintedTable(("", line.kind), rows),) if rows else ()
    present(json, data, *table, *(texts[language] for texts in (*text.lines, *text.notes)))


def _cell(value: Any) -> str:
    return "—" if value is None else f"{value:.6g}" if isinstance(value, float) else str(value)


def _entry(kind: str, **flags: str) -> Callable[[], ModelRequest]:
    """Loads the fields of a kind of SDG line as options, some under other names."""

    def load() -> ModelRequest:
        from co2label.model import SDG_KINDS

        return ModelRequest(SDG_KINDS[kind], flags)

    return load


@takes(
    line=_entry(
        "building",
        family="FAMILY",
        cut_without_renewables="--without",
        cut_with_renewables="--with",
        measures="--measure",
    )
)
def building(line: BuildingLine, *, language: LanguageOption = "en", json: JsonOption = False) -> None:
    """Name the class that a building reaches, and what a label may say of it.

    Example: co2label indicator building zeb --use office --without 52 --with 60
    """
    rating = c2.indicators.building_rating(line)
    _print_line(line, c2.indicators.building_text(line), language, {"class": rating.code}, json=json)


@takes(line=_entry("energy", bei="BEI"))
def energy(line: EnergyLine, *, language: LanguageOption = "en", json: JsonOption = False) -> None:
    """Give a building its stars of energy by its BEI, without renewables: one to six, four at most for dwellings.

    Example: co2label indicator energy 0.8 --use dwelling
    """
    _print_line(line, c2.indicators.energy_text(line), language, {}, json=json)


@takes(line=_entry("insulation", ua="UA"))
def insulation(line: InsulationLine, *, language: LanguageOption = "en", json: JsonOption = False) -> None:
    """Give a dwelling its grade of insulation, 4 to 7, by UA alone.

    Example: co2label indicator insulation 0.46 --zone 6
    """
    _print_line(line, c2.indicators.insulation_text(line), language, {}, json=json)


_WOOD_FIGURES = (
    "volume_m3",
    "domestic_share",
    "stored_t_co2",
    "domestic_stored_t_co2",
    "volume_per_m2",
    "stored_per_m2",
)
"""Numbers of a `WoodStorage`."""


def wood(
    domestic: Annotated[
        list[str] | None,
        Option("Grown in the country: 'スギ=13.2 m3'; again for each.", metavar="WOOD=VOLUME"),
    ] = None,
    foreign: Annotated[
        list[str] | None, Option("Grown elsewhere; again for each.", metavar="WOOD=VOLUME")
    ] = None,
    *,
    carbon_share: Annotated[float, Option("Carbon in the dry mass, such as 0.5.", metavar="SHARE")],
    density: Annotated[
        list[str] | None,
        Option("Of other than known species: 'plywood=0.54 t/m3'.", metavar="WOOD=DENSITY"),
    ] = None,
    floor_area: Annotated[str | None, Option("Of the building: '120 m2'.", metavar="AREA")] = None,
    language: LanguageOption = "en",
    json: JsonOption = False,
) -> None:
    """Add up the wood of a building and what it stores by the formula of Japan's Forestry Agency.

    Example: co2label indicator wood --domestic "スギ=13.2 m3" --carbon-share 0.5 --floor-area "120 m2"
    """
    from co2label.model import WoodLine

    densities = dict(_wood_amount("--density", text) for text in density or ())
    parts = [
        _wood_use(*_wood_amount(option, text), densities)
        | {"domestic": option == "--domestic", "carbon_share": carbon_share}
        for option, texts in (("--domestic", domestic), ("--foreign", foreign))
        for text in texts or ()
    ]
    line = WoodLine.read({"uses": parts, "floor_area": floor_area})
    stored = c2.indicators.wood_storage_of(line)
    _print_line(
        line,
        c2.indicators.wood_text(line),
        language,
        {name: getattr(stored, name) for name in _WOOD_FIGURES},
        json=json,
    )


def _wood_amount(option: str, text: str) -> tuple[str, str]:
    """The name before the equals sign, and the amount after it.

    Raises:
        BadParameter: there is no equals sign.
    """
    name, sign, amount = text.partition("=")
    if not sign:
        message = f"expected a wood and its amount such as 'スギ=13.2 m3', got {text!r}"
        raise typer.BadParameter(message, param_hint=option)
    return name.strip(), amount.strip()


def _wood_use(name: str, volume: str, densities: dict[str, str]) -> dict[str, Any]:
    """A material with its density where one was given, else a species of the table."""
    if name in densities:
        return {"material": name, "volume": volume, "density": densities[name]}
    return {"species": name, "volume": volume}


@takes(basis=lambda: FigureBasis)
def stars(
    file: FileArgument,
    *,
    basis: FigureBasis,
    product: ProductOption = None,
    language: LanguageOption = "en",
    json: JsonOption = False,
) -> None:
    """Judge the entry of kind "stars" of a product by the conventional figure that stands in the same file.

    Example: co2label indicator stars examples/tomato.toml
    """
    from co2label.declaration import compared_footprints, farm_stars, stars_text
    from co2label.indicators import LineContext

    document = read_file(file)
    footprints = footprints_of(file, document, basis)
    with problems_in(file):
        own, line = _stars_entry(footprints_for(footprints, product))
        conventional = compared_footprints(own.product, footprints)["conventional"]
        text = stars_text(line, LineContext(own, own.product.declaration, conventional))
        judged = farm_stars(own, own.product.declaration, conventional)
    interval = judged.found.difference.interval
    more = {
        "stars": judged.stars,
        "kg_co2e": own.kg_co2e,
        "conventional_kg_co2e": conventional.kg_co2e,
        "reduction_percent": float(judged.reduction),
        "verdict": judged.found.verdict,
        "interval_percent": interval and f"{interval.low:.4g} to {interval.high:.4g}",
    }
    _print_line(line, text, language, more, json=json)


def _stars_entry(found: Sequence[c2.Footprint]) -> tuple[c2.Footprint, StarsLine]:
    """The product that has an entry of stars, with it.

    Raises:
        ComputeError: there is none, or there are several.
    """
    from co2label.model import StarsLine

    pairs = [
        (one, entry)
        for one in found
        for entry in one.product.declaration.indicators
        if isinstance(entry, StarsLine)
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
    language: Annotated[
        str,
        Option(
            f"{', '.join(LANGUAGES)}, or two such as ja+en.",
            metavar="LANGUAGE",
            short="-l",
            parse=languages_up_to(2),
        ),
    ] = "ja",
    json: JsonOption = False,
) -> None:
    """Say where the electricity comes from, in the words that its certificates allow; with -o, draw the power mix.

    Example: co2label indicator electricity examples/renewable-tea.toml -o mix.png
    """
    check_output(output)
    found = _with_certificates(footprints_for(footprints_of(file, read_file(file), basis), product))
    with problems_in(file):
        origins = [c2.indicators.electricity_origin(one) for one in found]
    save_pictures(
        found, output, lambda one: c2.label.power_mix(one, language=language), attrgetter("product.id")
    )
    entries = [{"id": one.product.id} | each.as_dict() for one, each in zip(found, origins, strict=True)]
    shown = (
        "\n".join(c2.label.mix_lines(each, spoken)) for each in origins for spoken in read_languages(language)
    )
    present(json, one_or_all(entries, len(entries) == 1), *shown)


def _with_certificates(found: Sequence[c2.Footprint]) -> Sequence[c2.Footprint]:
    """The products whose electricity has certificates; all, with the reason to come, where none has."""
    return [
        one for one in found if any(use.certificates for use in c2.indicators.electricity_uses(one))
    ] or found


indicator = group_of(
    "Judge SDG lines: buildings, wood, electricity, stars of a farm product.",
    *(building, energy, insulation, wood, stars, electricity),
)

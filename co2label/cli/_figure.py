"""`co2label compute`, `explain`, `compare` and `changed`: figures, what they are made of, and how they differ or move."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import co2label as c2
from co2label import model
from co2label._options import Option
from co2label.cli._options import AsJson, FileArgument, Language, PictureOption, ProductOption, refuse, takes
from co2label.cli._output import PrintedTable, check_output, present, remark, save_pictures, write_table
from co2label.cli._reading import (
    FigureBasis,
    GwpBasis,
    ProductFile,
    TableFiles,
    library,
    read_products,
)
from co2label.errors import DocumentError
from co2label.wording import in_language

if TYPE_CHECKING:
    from co2label.footprint import Choice, Sensitivity


@takes(basis=lambda: FigureBasis)
def compute(
    file: FileArgument,
    *,
    basis: FigureBasis,
    product: ProductOption = None,
    method: Annotated[
        Literal["gum", "monte-carlo"], Option("Of the 95% interval, where uncertainties are stated.")
    ] = "gum",
    draws: Annotated[int, Option("How many, with --method monte-carlo.")] = 1000,
    seed: Annotated[int, Option("Of the draws; the same seed gives the same interval.")] = 0,
    json: AsJson = False,
) -> None:
    """Compute footprints: kilograms of CO2e per declared unit, by life-cycle stage.

    Example: co2label compute examples/onigiri.toml
    """
    read = ProductFile(file, basis)
    footprints = read.footprints_of(product)
    if method == "monte-carlo":
        footprints = read.with_draws(footprints, draws, seed)
    stages = [stage for stage in model.STAGES if any(stage in footprint.stages for footprint in footprints)]
    interval = ["95%"] if any(footprint.interval for footprint in footprints) else []
    numbers = ["kg CO2e", *interval, *stages]
    rows = (
        [
            *_figure_cells(one.product, one.kg_co2e, "ja"),
            *(_ends(one.interval) for _ in interval),
            *(f"{one.stages[stage]:.4g}" if stage in one.stages else "—" for stage in stages),
        ]
        for one in footprints
    )
    notes = (f"{one.product.id}: {note.message} [{note.code}]" for one in footprints for note in one.notes)
    table = PrintedTable(("product", "name", "per", *numbers), rows, numbers)
    present(json, footprints, table, *notes, alone=read.document.single or product)


def _figure_cells(product: c2.Product, kg_co2e: float, language: str) -> tuple[str, ...]:
    name = in_language(product.name, language)
    return product.id, name, str(product.declared_unit), f"{kg_co2e:.4g}"


def _ends(interval: c2.Interval | None) -> str:
    return "—" if interval is None else f"{interval.low:.4g} – {interval.high:.4g}"


@takes(basis=lambda: FigureBasis)
def explain(
    file: FileArgument,
    *,
    basis: FigureBasis,
    output: PictureOption = None,
    product: ProductOption = None,
    language: Language = "en",
    choices: Annotated[bool, Option("The figure under other GWPs, methods and rules, in one table.")] = False,
    inputs: Annotated[bool, Option("The ten inputs that move the figure most.")] = False,
    json: AsJson = False,
) -> None:
    """Take a figure apart: every activity with its sum and its source, checkable with a pocket calculator.

    With -o, also draw what each life-cycle stage adds, as a waterfall.

    Example: co2label explain examples/onigiri.toml --language ja
    """
    check_output(output)
    read = ProductFile(file, basis)
    footprints = read.footprints_of(product)
    data: list[Any]
    save_pictures(
        footprints, output, partial(c2.label.contribution, language=language), attrgetter("product.id")
    )
    if choices:
        data, shown = _choices(footprints, read, basis)
    elif inputs:
        data = [c2.sensitivity(footprint) for footprint in footprints]
        shown = [block for each in data for block in _inputs(each)]
    else:
        data = [footprint.explain() for footprint in footprints]
        shown = ["\n\n".join(each.text(language) for each in data)]
    present(json, data, *shown, alone=read.document.single or product)


def _inputs(found: Sensitivity) -> Iterator[str | PrintedTable]:
    """Gain of the figure when an input grows by ten percent."""
    yield f"{found.product}: {found.kg_co2e:.4g} kg CO2e"
    rows = (
        (
            row.kind,
            row.name,
            row.product or "",
            f"{row.kg_co2e / 10:+.4g}",
            "—" if row.percent is None else f"{row.percent / 10:+.3g}%",
        )
        for row in found.rows
    )
    numbers = ("+10 % adds, kg CO2e", "that is")
    yield PrintedTable(("input", "name", "in", *numbers), rows, numbers)


def _choices(
    footprints: Sequence[c2.Footprint], read: ProductFile, basis: FigureBasis
) -> tuple[list[Any], list[str | PrintedTable]]:
    """Each figure under other choices, on the GWP set and horizon that it was computed on: as data, and as it is shown."""
    data: list[Any] = []
    shown: list[str | PrintedTable] = []
    numbers = ("kg CO2e", "difference", "not converted")
    for one in footprints:
        rows = c2.footprint_choices(
            one.product,
            read.factors,
            gwp_set=basis.gwp_set,
            horizon=one.gwp_horizon,
            products=read.document.products,
        )
        unit = str(one.product.declared_unit)
        data.append({"id": one.product.id, "declared_unit": unit, "choices": rows})
        cells = [(row.what, row.name, *_choice_cells(row)) for row in rows]
        problems = [f"{row.name}: {row.problem}" for row in rows if row.problem]
        table = PrintedTable(("what", "choice", *numbers), cells, numbers)
        shown += [f"{one.product.id}, per {unit}", table, *problems]
    return data, shown


def _choice_cells(row: Choice) -> tuple[str, str, str]:
    """Kilograms, the difference to the figure as written, and what could not be converted."""
    if row.kg_co2e is None or row.difference is None:
        return "—", "—", "—"

    def with_percent(part: float, whole: float, sign: str = "") -> str:
        percent = f" ({100 * part / whole:{sign}.3g}%)" if whole else ""
        return f"{part:{sign}.4g}{percent}"

    left = "" if row.unconverted_kg is None else with_percent(row.unconverted_kg, row.kg_co2e)
    more = with_percent(row.difference, row.kg_co2e - row.difference, "+") if row.difference else "0"
    return f"{row.kg_co2e:.4g}", more, left


@takes(basis=lambda: FigureBasis)
def compare(
    file: FileArgument,
    other: Annotated[
        Path | None, Option("A second file; without it, both are in the first.", flag="OTHER")
    ] = None,
    *,
    basis: FigureBasis,
    product: Annotated[
        list[str] | None, Option("Of the baseline, and again of what is compared.", metavar="ID")
    ] = None,
    reviewed_rule: Annotated[
        str | None, Option("Product rule for a comparison between companies.", metavar="NAME")
    ] = None,
    language: Language = "en",
    json: AsJson = False,
) -> None:
    """Compare two products: how much lower or higher the second is, and whether that can be told.

    Example: co2label compare examples/bowls.toml --product gyudon --product oyakodon
    """
    given: list[str | None] = [*(product or [])] or [None, None]
    if len(given) != _BOTH or (other is None and not product):
        where = f"{file} alone" if other is None else "two files"
        refuse(f"expected --product twice with {where}, got it {len(product or [])} times", "--product")
    files = (file, other or file)
    a, b = (_one_footprint(path, name, basis) for path, name in zip(files, given, strict=True))
    found = c2.compare(a, b, reviewed_rule=reviewed_rule)
    rows = (
        (*_figure_cells(one.product, one.kg_co2e, language), _ends(one.interval))
        for one in (found.a, found.b)
    )
    numbers = ("kg CO2e", "95%")
    table = PrintedTable(("product", "name", "per", *numbers), rows, numbers)
    present(json, found, table, found.sentence(language))


def _one_footprint(path: Path, name: str | None, basis: FigureBasis) -> c2.Footprint:
    """The footprint of the product of a file.

    Raises:
        BadParameter: the file holds several products, and none is named.
    """
    found = ProductFile(path, basis).footprints_of(name)
    if len(found) > 1:
        known = ", ".join(one.product.id for one in found[:8])
        refuse(f"{path} holds several products ({known}); name one of each file with --product", "--product")
    return found[0]


_BOTH = 2

_CAUSES = 3


@takes(tables=lambda: TableFiles, basis=lambda: GwpBasis)
def changed(
    factors: Annotated[
        list[Path],
        Option("Two tables of factors (CSV); NEW alone is held against the bundled ones.", flag="OLD NEW"),
    ],
    *,
    tables: TableFiles,
    basis: GwpBasis,
    products: Annotated[Path, Option("A document (TOML, JSON) or a table with products.")],
    output: Annotated[Path | None, Option("Every figure that moved, as a table.", metavar="CSV")] = None,
    picture: Annotated[Path | None, Option("How the moves are spread: .png, .svg …")] = None,
    limit: Annotated[int, Option("The most products that are printed.", least=0)] = 20,
    language: Language = "en",
    json: AsJson = False,
) -> None:
    """Say which figures a new table of factors moves, by how much, and which factors do it.

    Example: co2label changed examples/factors-2026.csv --products examples/bowls.toml -o changes.csv
    """
    if len(factors) > _BOTH:
        refuse(f"expected one or two tables of factors, got {len(factors)}", "OLD NEW")
    check_output(picture)
    tables.check(products)
    old, new = map(library, (None, *factors)[-_BOTH:])
    found, rejected = _changes(products, tables, old, new, basis.arguments)
    if output is not None:
        write_table(output, *found.table())
    if picture is not None:
        found.picture(language=language).save(picture)
    present(json, found.as_dict(limit) | {"rejected": rejected}, *_changes_shown(found, limit))
    if not json:
        _remark_left_out(found, rejected)


def _changes_shown(found: c2.catalogue.Changes, limit: int) -> Iterator[str | PrintedTable]:
    """Number of figures that moved, by factor, and by product."""
    moved = len(found.moved)
    lost = f"; {len(found.lost):,} cannot be computed any more" if found.lost else ""
    yield f"{moved:,} of {moved + found.unchanged:,} figures moved{lost}"
    if moved:
        yield _by_factor(found.by_factor)
    if moved and limit:
        yield _by_product(found, limit)
        if moved > limit:
            yield f"and {moved - limit:,} more; --output writes all of them"


def _changes(
    path: Path, tables: TableFiles, old: c2.FactorLibrary, new: c2.FactorLibrary, basis: dict[str, Any]
) -> tuple[c2.catalogue.Changes, list[c2.catalogue.RowProblem]]:
    """Changes of a document, of two tables, or of one table with its lines in it; and the rows that are no product."""
    if tables.are_in_document(path):
        document = read_products(path)
        old, new = (each.with_factors(document.factors) for each in (old, new))
        return c2.catalogue.what_changed(document.products, old, new, **basis), []
    if (
        tables.activities is None
        and tables.rules is None
        and path.suffix.lower() in {".parquet", ".arrow", ".feather"}
    ):
        try:
            return _table_changes(path, tables.column_map, old, new, basis)
        except DocumentError:
            pass  # a column that the layout has no place for: read it as products, or say what is wrong
    opened = c2.catalogue.open_tables(path, tables.activities, mapping=tables.column_map, rules=tables.rules)
    old, new = (each.with_factors(opened.rules.factors) for each in (old, new))
    remark(*opened.remarks)
    rows = list(opened.products())
    rejected = [row for row in rows if isinstance(row, c2.catalogue.RowProblem)]
    products = [row for row in rows if not isinstance(row, c2.catalogue.RowProblem)]
    return c2.catalogue.what_changed(products, old, new, **basis), rejected


def _table_changes(
    path: Path,
    column_map: Path | None,
    old: c2.FactorLibrary,
    new: c2.FactorLibrary,
    basis: dict[str, Any],
) -> tuple[c2.catalogue.Changes, list[c2.catalogue.RowProblem]]:
    """Changes of one table with its lines in it: batch by batch, or held together where products use each other."""
    rejected: list[c2.catalogue.RowProblem] = []
    remarks: dict[str, None] = {}

    def batches() -> Iterator[Any]:
        rejected.clear()
        return c2.catalogue.batches_of(
            path, mapping=column_map, rejected=rejected.append, remarked=remarks.setdefault
        )

    nested = c2.catalogue.uses_products(batches())
    find = c2.catalogue.what_changed_table if nested else c2.catalogue.what_changed_batches
    found = find(batches(), old, new, **basis)
    remark(*remarks)
    return found, rejected


def _remark_left_out(found: c2.catalogue.Changes, rejected: Sequence[c2.catalogue.RowProblem]) -> None:
    """On stderr: rows that are no product, and products without a figure before, after or both."""
    rows = (
        f"{each.table} row {each.row}, {each.column or 'the row'}: {each.reason}; left out"
        for each in rejected
    )
    remark(*rows, more="rows more; --json names all of them")
    for words, reasons in (
        ("cannot be computed any more:", found.lost),
        ("can be computed now; before:", found.gained),
        ("cannot be computed, as before:", found.never),
    ):
        told = (f"{product}: {words} {why}" for product, why in reasons.items())
        remark(*told, more="more like these; --output writes all of them")


def _by_factor(factors: Iterable[c2.catalogue.FactorChange]) -> PrintedTable:
    numbers = ("before", "after", "change", "products", "kg CO2e")
    rows = (
        (
            one.factor,
            *(_value(factor) for factor in (one.before, one.after)),
            _signed_percent(one.percent),
            f"{one.products:,}",
            f"{one.kg_co2e:+.4g}",
        )
        for one in factors
    )
    return PrintedTable(("factor", *numbers), rows, numbers)


def _value(factor: c2.EmissionFactor | None) -> str:
    """The value of a factor; "not shown" where its terms do not let it be published."""
    if factor is None:
        return "—"
    return "not shown" if factor.shown_value is None else f"{factor.shown_value:.4g}"


def _by_product(found: c2.catalogue.Changes, limit: int) -> PrintedTable:
    numbers = ("before", "after", "kg CO2e", "change")
    rows = []
    for one in found.rows(limit):
        causes = [f"{factor} {kg:+.3g}" for factor, kg in one.because[:_CAUSES]]
        if len(one.because) > _CAUSES:
            causes.append(f"and {len(one.because) - _CAUSES} more")
        kilograms = (f"{one.before:.4g}", f"{one.after:.4g}", f"{one.difference:+.3g}")
        before, after = one.shown
        label = "the same" if before == after else f"{before} → {after}"
        rows.append((one.product, *kilograms, _signed_percent(one.percent), label, "\n".join(causes)))
    return PrintedTable(("product", *numbers, "label", "because of"), rows, numbers)


def _signed_percent(percent: float | None) -> str:
    return "—" if percent is None else f"{percent:+.3g}%"

"""`co2label changed`: what a new table of factors does to the figures of a catalogue."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import co2label as c2
from co2label.cli._catalogue import TableFiles, is_document
from co2label.cli._options import JsonOption, LanguageOption, argument, refuse
from co2label.cli._output import PrintedTable, check_output, present, remark, write_table
from co2label.cli._reading import GwpBasis, library, read_file
from co2label.cli._requests import takes
from co2label.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from co2label.catalogue import Changes, FactorChange, RowProblem
    from co2label.factors import FactorLibrary
    from co2label.model import EmissionFactor


_BOTH = 2

_COLUMNS = (".parquet", ".arrow", ".feather")

_CAUSES = 3

_MOST_NAMED = 20
"""Products of a kind on stderr."""

FactorTables = Annotated[
    list[Path],
    argument("OLD NEW", "Two tables of factors (CSV); NEW alone is held against the bundled ones."),
]

ProductsOption = Annotated[
    Path, typer.Option("--products", metavar="FILE", help="A document (TOML, JSON) or a table with products.")
]


@takes(tables=lambda: TableFiles, basis=lambda: GwpBasis)
def changed(
    factors: FactorTables,
    *,
    tables: TableFiles,
    basis: GwpBasis,
    products: ProductsOption,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="CSV", help="Every figure that moved, as a table."),
    ] = None,
    picture: Annotated[
        Path | None, typer.Option("--picture", metavar="FILE", help="How the moves are spread: .png, .svg …")
    ] = None,
    limit: Annotated[int, typer.Option(min=0, help="The most products that are printed.")] = 20,
    language: LanguageOption = "en",
    json: JsonOption = False,
) -> None:
    """Say which figures a new table of factors moves, by how much, and which factors do it.

    Example: co2label changed examples/factors-2026.csv --products examples/bowls.toml -o changes.csv
    """
    if len(factors) > _BOTH:
        refuse(f"expected one or two tables of factors, got {len(factors)}", "OLD NEW")
    check_output(picture)
    tables.check(products)
    rejected: list[RowProblem] = []
    found = _changes(products, tables, (None, *factors)[-_BOTH:], basis, rejected)
    if output is not None:
        write_table(output, *found.table())
    if picture is not None:
        found.picture(language=language).save(picture)
    data = found.as_dict(limit) | {"rejected": [_rejected_data(each) for each in rejected]}
    present(json, data, *_shown(found, limit))
    if not json:
        _remark_left_out(found, rejected)


def _shown(found: Changes, limit: int) -> Iterator[str | PrintedTable]:
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
    path: Path,
    files: TableFiles,
    factors: tuple[Path | None, ...],
    basis: GwpBasis,
    rejected: list[c2.catalogue.RowProblem],
) -> Changes:
    """Changes of a document, of two tables, or of one table with its lines in it; `rejected` takes rows that are none."""
    old, new = map(library, factors)
    if is_document(path):
        document = read_file(path)
        old, new = (each.with_factors(document.factors) for each in (old, new))
        return c2.catalogue.what_changed(
            document.products, old, new, gwp_set=basis.gwp_set, horizon=basis.horizon
        )
    if files.activities is None and path.suffix.lower() in _COLUMNS:
        try:
            return _table_changes(path, files.column_map, (old, new), basis, rejected)
        except DocumentError:
            rejected.clear()  # a column that the layout has no place for: read it as products, or say what is wrong
    tables = c2.catalogue.open_tables(path, files.activities, mapping=files.column_map)
    for each in tables.remarks:
        remark(each)
    rows = list(tables.products())
    rejected[:] = [row for row in rows if isinstance(row, c2.catalogue.RowProblem)]
    products = [row for row in rows if not isinstance(row, c2.catalogue.RowProblem)]
    return c2.catalogue.what_changed(products, old, new, gwp_set=basis.gwp_set, horizon=basis.horizon)


def _table_changes(
    path: Path,
    column_map: Path | None,
    libraries: tuple[FactorLibrary, FactorLibrary],
    basis: GwpBasis,
    rejected: list[RowProblem],
) -> Changes:
    """Changes of one table with its lines in it: batch by batch, or held together where products use each other."""
    remarks: dict[str, None] = {}

    def batches() -> Iterator[Any]:
        rejected.clear()
        return c2.catalogue.batches_of(
            path, mapping=column_map, rejected=rejected.append, remarked=remarks.setdefault
        )

    find = (
        c2.catalogue.what_changed_table
        if c2.catalogue.uses_products(batches())
        else c2.catalogue.what_changed_batches
    )
    found = find(batches(), *libraries, gwp_set=basis.gwp_set, horizon=basis.horizon)
    for each in remarks:
        remark(each)
    return found


def _rejected_data(rejected: RowProblem) -> dict[str, Any]:
    return {name: getattr(rejected, name) for name in rejected.__slots__}


def _remark_left_out(found: Changes, rejected: Sequence[RowProblem]) -> None:
    """On stderr: rows that are no product, and products without a figure before, after or both."""
    for each in rejected[:_MOST_NAMED]:
        remark(f"{each.table} row {each.row}, {each.column or 'the row'}: {each.reason}; left out")
    if len(rejected) > _MOST_NAMED:
        remark(f"and {len(rejected) - _MOST_NAMED:,} rows more; --json names all of them")
    for words, reasons in (
        ("cannot be computed any more:", found.lost),
        ("can be computed now; before:", found.gained),
        ("cannot be computed, as before:", found.never),
    ):
        for product, why in islice(reasons.items(), _MOST_NAMED):
            remark(f"{product}: {words} {why}")
        if len(reasons) > _MOST_NAMED:
            remark(f"and {len(reasons) - _MOST_NAMED:,} more like these; --output writes all of them")


def _by_factor(factors: Iterable[FactorChange]) -> PrintedTable:
    numbers = ("before", "after", "change", "products", "kg CO2e")
    rows = (
        (
            one.factor,
            _value(one.before),
            _value(one.after),
            _percent(one.percent),
            f"{one.products:,}",
            f"{one.kg_co2e:+.4g}",
        )
        for one in factors
    )
    return PrintedTable(("factor", *numbers), rows, numbers)


def _by_product(found: Changes, limit: int) -> PrintedTable:
    numbers = ("before", "after", "kg CO2e", "change")
    rows = []
    for one in found.rows(limit):
        causes = "\n".join(f"{factor} {kg:+.3g}" for factor, kg in one.because[:_CAUSES])
        more = f"\nand {len(one.because) - _CAUSES} more" if len(one.because) > _CAUSES else ""
        figures = (f"{one.before:.4g}", f"{one.after:.4g}", f"{one.difference:+.3g}", _percent(one.percent))
        before, after = one.shown
        label = "the same" if before == after else f"{before} → {after}"
        rows.append((one.product, *figures, label, causes + more))
    return PrintedTable(("product", *numbers, "label", "because of"), rows, numbers)


def _value(factor: EmissionFactor | None) -> str:
    return "—" if factor is None else f"{factor.value:.4g}"


def _percent(percent: float | None) -> str:
    return "—" if percent is None else f"{percent:+.3g}%"

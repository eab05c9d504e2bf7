"""Catalogues: tables of products in, footprints, labels and books of a whole range out, on one machine or on many."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from co2label.catalogue._arrow_batch import bad_cells, footprint_batches, good_rows
    from co2label.catalogue._arrow_solve import footprints
    from co2label.catalogue._changes import Changes, FactorChange
    from co2label.catalogue._changes_in_products import CompiledCatalogue, what_changed
    from co2label.catalogue._changes_in_tables import uses_products, what_changed_batches, what_changed_table
    from co2label.catalogue._column_map import ColumnMap, read_map
    from co2label.catalogue._factor_products import (
        ACTIVITY_HEADS,
        activity_rows,
        product_rows,
        products_of_factors,
    )
    from co2label.catalogue._job import CatalogueSource, Job
    from co2label.catalogue._journal import start_day
    from co2label.catalogue._layout import LINE_FIELDS, PRODUCT_FIELDS, lines_type, result_schema
    from co2label.catalogue._parquet import FileSummary, footprint_file, group_lines
    from co2label.catalogue._products import Tables, open_tables, products_of
    from co2label.catalogue._run import Estimate, RunResult, estimate, run
    from co2label.catalogue._suggest import suggest_map
    from co2label.catalogue._table_batches import batches_of
    from co2label.tabular import RowProblem, TableForm, write_rows

_HOMES = {
    "_arrow_batch": ("bad_cells", "footprint_batches", "good_rows"),
    "_arrow_solve": ("footprints",),
    "_changes": ("Changes", "FactorChange"),
    "_changes_in_products": ("CompiledCatalogue", "what_changed"),
    "_changes_in_tables": ("uses_products", "what_changed_batches", "what_changed_table"),
    "_column_map": ("ColumnMap", "read_map"),
    "_factor_products": ("ACTIVITY_HEADS", "activity_rows", "product_rows", "products_of_factors"),
    "_job": ("CatalogueSource", "Job"),
    "_journal": ("start_day",),
    "_layout": ("LINE_FIELDS", "PRODUCT_FIELDS", "lines_type", "result_schema"),
    "_parquet": ("FileSummary", "footprint_file", "group_lines"),
    "_products": ("Tables", "open_tables", "products_of"),
    "_run": ("Estimate", "RunResult", "estimate", "run"),
    "_suggest": ("suggest_map",),
    "co2label.tabular": ("RowProblem", "TableForm", "write_rows"),
    "_table_batches": ("batches_of",),
}
"""Imported when asked for: a worker of a cluster that computes needs no labels, and a label no pyarrow."""
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "ACTIVITY_HEADS",
    "LINE_FIELDS",
    "PRODUCT_FIELDS",
    "CatalogueSource",
    "Changes",
    "ColumnMap",
    "CompiledCatalogue",
    "Estimate",
    "FactorChange",
    "FileSummary",
    "Job",
    "RowProblem",
    "RunResult",
    "TableForm",
    "Tables",
    "activity_rows",
    "bad_cells",
    "batches_of",
    "estimate",
    "footprint_batches",
    "footprint_file",
    "footprints",
    "good_rows",
    "group_lines",
    "lines_type",
    "open_tables",
    "product_rows",
    "products_of",
    "products_of_factors",
    "read_map",
    "result_schema",
    "run",
    "start_day",
    "suggest_map",
    "uses_products",
    "what_changed",
    "what_changed_batches",
    "what_changed_table",
    "write_rows",
]


def __getattr__(name: str) -> Any:
    if name in _HOME_OF:
        home = _HOME_OF[name] if "." in _HOME_OF[name] else f"co2label.catalogue.{_HOME_OF[name]}"
        found = globals()[name] = getattr(import_module(home), name)
        return found
    message = f"module 'co2label.catalogue' has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

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
    from co2label.catalogue._layout import LINE_FIELDS, PRODUCT_FIELDS, result_schema
    from co2label.catalogue._parquet import FileSummary, footprint_file, group_lines
    from co2label.catalogue._products import ColumnMap, TableForm, Tables, open_tables, products_of, read_map
    from co2label.catalogue._run import CatalogueSource, Estimate, Job, RunResult, estimate, run
    from co2label.catalogue._suggest import suggest_map
    from co2label.catalogue._table import RowProblem
    from co2label.catalogue._table_batches import batches_of

_HOMES = {
    "_arrow_batch": ("bad_cells", "footprint_batches", "good_rows"),
    "_arrow_solve": ("footprints",),
    "_changes": ("Changes", "FactorChange"),
    "_changes_in_products": ("CompiledCatalogue", "what_changed"),
    "_changes_in_tables": ("uses_products", "what_changed_batches", "what_changed_table"),
    "_parquet": ("FileSummary", "footprint_file", "group_lines"),
    "_run": ("Estimate", "Job", "RunResult", "CatalogueSource", "estimate", "run"),
    "_layout": ("LINE_FIELDS", "PRODUCT_FIELDS", "result_schema"),
    "_table": ("RowProblem",),
    "_suggest": ("suggest_map",),
    "_table_batches": ("batches_of",),
    "_products": ("ColumnMap", "TableForm", "Tables", "open_tables", "products_of", "read_map"),
}
"""Imported when asked for: a worker of a cluster that computes needs no labels, and a label no pyarrow."""
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
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
    "bad_cells",
    "batches_of",
    "estimate",
    "footprint_batches",
    "footprint_file",
    "footprints",
    "good_rows",
    "group_lines",
    "open_tables",
    "products_of",
    "read_map",
    "result_schema",
    "run",
    "suggest_map",
    "uses_products",
    "what_changed",
    "what_changed_batches",
    "what_changed_table",
]


def __getattr__(name: str) -> Any:
    if name in _HOME_OF:
        found = globals()[name] = getattr(import_module(f"co2label.catalogue.{_HOME_OF[name]}"), name)
        return found
    message = f"module 'co2label.catalogue' has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

"""Catalogues: tables of products in, footprints, labels and books of a whole range out, on one machine or on many."""

from __future__ import annotations

from co2label.catalogue.bulk import Estimate, Job, Outcome, Source, estimate, run
from co2label.catalogue.layout import LINE_FIELDS, PRODUCT_FIELDS
from co2label.catalogue.rejected import Rejected
from co2label.catalogue.tables import ColumnMap, TableForm, Tables, open_tables, products_of, read_map

__all__ = [
    "LINE_FIELDS",
    "PRODUCT_FIELDS",
    "ColumnMap",
    "Estimate",
    "Job",
    "Outcome",
    "Rejected",
    "Source",
    "TableForm",
    "Tables",
    "estimate",
    "open_tables",
    "products_of",
    "read_map",
    "run",
]

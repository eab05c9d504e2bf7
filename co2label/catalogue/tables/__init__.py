"""A retailer's tables (CSV, workbooks, Parquet, Arrow; headings of their own) to products, or to what is wrong with them."""

from __future__ import annotations

from co2label.catalogue.tables.form import TableForm
from co2label.catalogue.tables.mapping import ColumnMap, read_map
from co2label.catalogue.tables.products import Tables, open_tables, products_of

__all__ = ["ColumnMap", "TableForm", "Tables", "open_tables", "products_of", "read_map"]

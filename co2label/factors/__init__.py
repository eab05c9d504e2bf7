"""Factors: emission factors with their passports, and the GWP tables.

About 430 factors are bundled, each traceable to a row of a public source with an open licence. A factor of
one's own stands beside them and wins by id.

>>> factors = FactorLibrary.bundled()
>>> factors["food.rice"].source.cite()
'AGRIBALYSE 3.1.1 (2023), Code AGB 9100, Changement climatique'
>>> factors.search("牛乳")[0].id
'food.jp.milk'
"""

from __future__ import annotations

from co2label.factors._bundled import SourceRecord
from co2label.factors._gwp import GWP_SETS, HORIZONS, gases, gwp, gwp_source
from co2label.factors._library import FactorLibrary
from co2label.factors._table import read_columns, read_table, write_table

__all__ = [
    "GWP_SETS",
    "HORIZONS",
    "FactorLibrary",
    "SourceRecord",
    "gases",
    "gwp",
    "gwp_source",
    "read_columns",
    "read_table",
    "write_table",
]

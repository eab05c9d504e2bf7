"""Stages of which a table says that nothing happens there: judged as `Product.nothing_in` judges them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from co2label.errors import TextError
from co2label.model import STAGES
from co2label.text import clean_text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from co2label.catalogue.batches.findings import Findings
    from co2label.catalogue.batches.lines import Lines
    from co2label.catalogue.batches.rows import Rows
    from co2label.catalogue.batches.stated import Stated

__all__ = ["check_nothing"]


def check_nothing(rows: Rows, stated: Stated, lines: Lines, findings: Findings) -> None:
    """Find reasons that cannot be printed, and stages that lie outside the boundary or have a line."""
    given = {
        place: f"nothing_in.{stage}"
        for place, stage in enumerate(STAGES)
        if f"nothing_in.{stage}" in rows.products
    }
    for place, name in given.items():
        column = rows.products[name]
        said = np.flatnonzero(column.is_valid().to_numpy(zero_copy_only=False))
        if not len(said):
            continue
        happens = _rows_with(lines, place)
        for row in said.tolist():
            outside = stated.inside is not None and not stated.inside[row] >> place & 1
            reason = column[row].as_py()
            problem = _unprintable(reason)
            if outside:
                problem = (
                    f"{STAGES[place]!r} lies outside the boundary, where nothing is counted anyway; remove it"
                )
            elif happens[row]:
                problem = f"a line stands in stage {STAGES[place]!r}; remove one of the two"
            if problem:
                findings.row(row, name, reason, problem)


def _rows_with(lines: Lines, place: int) -> NDArray[np.bool_]:
    found = np.zeros(len(lines.start) - 1, np.bool_)
    found[lines.row[lines.stage == place]] = True
    return found


def _unprintable(reason: str) -> str:
    try:
        clean_text(reason)
    except TextError as error:
        return str(error)
    return ""

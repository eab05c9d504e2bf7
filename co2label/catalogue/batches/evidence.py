"""How the amounts of lines are known, as kinds of data; each distinct text of a stream is looked at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import numpy as np

from co2label.catalogue.batches.texts import Texts
from co2label.errors import clip
from co2label.model import DATA_KINDS, Evidence, suggestion

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from co2label.catalogue.arrow import pa

__all__ = ["AVERAGE", "SPEND", "UNKNOWN", "EvidenceKinds"]

AVERAGE, SPEND = DATA_KINDS.index("average"), DATA_KINDS.index("spend")
UNKNOWN = -1
"""Of a text that is no kind of evidence."""
_WORDS: tuple[str, ...] = get_args(Evidence.model_fields["kind"].annotation)


class EvidenceKinds:
    """The kinds of evidence of lines."""

    def __init__(self) -> None:
        self._texts = Texts()

    def kinds(self, column: pa.Array) -> NDArray[np.intp]:
        """What the amount of each line rests on, a place in `DATA_KINDS`; an empty cell says nothing of it."""
        cells = self._texts.cells(column)
        table = np.array([*map(_place, self._texts.words), 0], np.intp)
        return cells.values(table)

    @staticmethod
    def problem(word: str) -> str:
        """Why a text is none."""
        hint = suggestion(word, _WORDS)
        return f"expected one of {', '.join(_WORDS)}, got {clip(word)}{'; ' + hint if hint else ''}"


def _place(word: str) -> int:
    if word not in _WORDS:
        return UNKNOWN
    return DATA_KINDS.index(word) if word in DATA_KINDS else 0

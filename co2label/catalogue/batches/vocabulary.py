"""What a stream has seen so far: every distinct text, unit, factor, gas and bridge, each looked at once.

It grows while a stream is read and holds nothing of its rows, so a worker keeps one for itself and gives the same results.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from co2label.catalogue.batches.bridges import Bridges
from co2label.catalogue.batches.emitters import Emitters
from co2label.catalogue.batches.evidence import EvidenceKinds
from co2label.catalogue.batches.stated import Products
from co2label.catalogue.batches.texts import NONE, Texts
from co2label.catalogue.batches.units import Kinds, Units
from co2label.catalogue.batches.weights import EmitterRow, Weights, row_of, weights_of
from co2label.model import STAGES, suggestion

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from co2label.catalogue.arrow import pa
    from co2label.factors import FactorLibrary
    from co2label.footprint.emitter import Basis

__all__ = ["Stages", "Vocabulary"]


class Stages:
    """The stages of lines as places in `STAGES`."""

    def __init__(self) -> None:
        self._texts = Texts()
        self._place = np.zeros(0, np.intp)

    def places(self, column: pa.Array) -> NDArray[np.intp]:
        """The place of each cell's stage, or `NONE`."""
        cells = self._texts.cells(column)
        if len(self._place) != len(self._texts) + 1:
            known = [STAGES.index(word) if word in STAGES else NONE for word in self._texts.words]
            self._place = np.array([*known, NONE], np.intp)
        return cells.values(self._place)

    @staticmethod
    def problem(word: str | None) -> str:
        """Why a text is no stage."""
        if word is None:
            return "a stage is required and is missing; add it"
        hint = suggestion(word, STAGES)
        return f"expected one of {', '.join(STAGES)}{'; ' + hint if hint else ''}"


class Vocabulary:
    """The distinct words of a stream, for one factor library and one basis."""

    def __init__(self, factors: FactorLibrary, basis: Basis, ignore: Collection[str] = ()) -> None:
        self.ignore = frozenset(ignore)
        """Names of columns that are passed over (see `co2label.catalogue.strangers`)."""
        self.kinds = Kinds()
        self.units = Units(self.kinds)
        self.emitters = Emitters(factors, basis, self.kinds)
        self.stages = Stages()
        self.evidence = EvidenceKinds()
        self.products = Products()
        self.bridges = Bridges()
        self._rows: list[EmitterRow] = []
        self._weights: Weights | None = None

    @property
    def weights(self) -> Weights:
        """Tables of all emitters so far."""
        new = self.emitters.sources[len(self._rows) :]
        if self._weights is None or new:
            self._rows += map(row_of, new)
            self._weights = weights_of(self._rows)
        return self._weights

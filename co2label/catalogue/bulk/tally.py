"""What a journal comes to: how many are done and refused, which notes and reasons come how often, the first day of expiry."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from co2label.catalogue.bulk.folder import JOURNAL
from co2label.catalogue.bulk.journal import records
from co2label.catalogue.bulk.record import Done, picture_of

if TYPE_CHECKING:
    from co2label.catalogue.bulk.folder import Folder
    from co2label.catalogue.bulk.record import Record

__all__ = ["Tally", "tally"]

_MOST_REASONS = 200
"""Different reasons that are counted apart."""
_VARIES = re.compile(r"'[^']*'|\"[^\"]*\"|[0-9]+")
"""What differs between two findings of one kind: the values that stood there, numbers, places of activities."""


@dataclass(slots=True)
class Tally:
    """The counts of a run; its size does not grow with the number of products.

    Attributes:
        labelled: products that are declared, with their labels.
        computed: products with a figure alone.
        refused: products that are neither, and rows that belong to none; several findings of one product count once.
        notes: by code: how many products.
        noted: by code: the first product, and what is said of it.
        near: by code, of what must stand near a figure: how many products.
        neared: by code: the first product, and the sentence by language.
        reasons: by kind, which is column and reason without the values in them: how many.
        reasoned: by kind: column and reason of the first.
        shown: products that the summary shows a picture of.
        valid_until: the earliest day on which a declaration ends.
    """

    labelled: int = 0
    computed: int = 0
    refused: int = 0
    notes: Counter[str] = field(default_factory=Counter)
    noted: dict[str, tuple[str, str]] = field(default_factory=dict)
    near: Counter[str] = field(default_factory=Counter)
    neared: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)
    reasons: Counter[tuple[str, str]] = field(default_factory=Counter)
    reasoned: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    shown: list[Done] = field(default_factory=list)
    valid_until: str | None = None
    _last: str = ""

    def add(self, record: Record) -> None:
        """Count one more."""
        if isinstance(record, Done):
            self._add_done(record)
            return
        for each in record.findings:
            what = each.product or f"{each.table}:{each.row}"
            self.refused += what != self._last
            self._last = what
            kind = (_VARIES.sub("…", each.column), _VARIES.sub("…", each.reason))
            if kind in self.reasons or len(self.reasons) < _MOST_REASONS:
                self.reasons[kind] += 1
                self.reasoned.setdefault(kind, (each.column, each.reason))

    def _add_done(self, done: Done) -> None:
        for code, message in done.notes.items():
            self.notes[code] += 1
            self.noted.setdefault(code, (done.entry.product_id, message))
        for remark in done.entry.near:
            self.near[remark["code"]] += 1
            self.neared.setdefault(remark["code"], (done.entry.product_id, remark["words"]))
        if done.declaration is None:
            self.computed += 1
            return
        if picture_of(done.entry.product_id) in done.files:
            self.shown.append(done)
        self.labelled += 1
        if done.valid_until is not None and (self.valid_until is None or done.valid_until < self.valid_until):
            self.valid_until = done.valid_until


def tally(folder: Folder) -> Tally:
    """Count what the journal of a folder says."""
    found = Tally()
    for record in records(folder.path(JOURNAL)):
        found.add(record)
    return found

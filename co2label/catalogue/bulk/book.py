"""The book for tills, from the journal of a run."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from co2label.catalogue.bulk.folder import JOURNAL
from co2label.catalogue.bulk.journal import records
from co2label.catalogue.bulk.record import Done
from co2label.errors import BookError, clip
from co2label.receipt import Book

if TYPE_CHECKING:
    from co2label.catalogue.bulk.folder import Folder
    from co2label.catalogue.bulk.job import Job
    from co2label.catalogue.bulk.tally import Tally

__all__ = ["check_book", "write_book"]


_UNTIL = "nothing says how long the figures of the book are valid; give --valid-until DAY"
_UNDECLARED = (
    "no product was declared, so nothing says how long the figures of the book are valid; "
    "see errors.csv in the folder, or give --valid-until DAY"
)
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*\.sqlite")


def check_book(job: Job) -> None:
    """Refuse a book that could not be written at the end.

    Raises:
        BookError: a name that is none of a file in the folder; nothing that says how long the figures are valid.
    """
    if job.book and not _NAME.fullmatch(job.book):
        message = (
            f"expected the name of a file in the folder of the run, such as book.sqlite, got {clip(job.book)}"
        )
        raise BookError(message)
    if not job.declares and "valid_until" not in job.declaration:
        raise BookError(_UNTIL)


def write_book(folder: Folder, name: str, job: Job, found: Tally) -> None:
    """Write the book; its figures are valid as long as the first declaration that ends.

    Raises:
        BookError: no product was declared, so nothing says how long the figures are valid.
    """
    until = found.valid_until or job.declaration.get("valid_until")
    if until is None:
        raise BookError(_UNDECLARED)
    done = (record for record in records(folder.path(JOURNAL)) if isinstance(record, Done))
    entries = (record.entry for record in done if record.sold)
    with folder.writing(name) as part:
        Book.write(
            part,
            entries,
            factor_edition=job.factors.edition,
            gwp_set=job.gwp_set,
            gwp_horizon=job.horizon,
            issued=dt.date.fromisoformat(job.issued) if job.issued else job.today,
            valid_until=dt.date.fromisoformat(until),
        )

"""A run over a catalogue: look ahead, make part by part, write down, and at the end put together what was written down."""

from __future__ import annotations

from contextlib import closing, suppress
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from co2label.catalogue.bulk import results
from co2label.catalogue.bulk.book import check_book, write_book
from co2label.catalogue.bulk.chunks import chunks, count_of
from co2label.catalogue.bulk.folder import JOURNAL, Folder
from co2label.catalogue.bulk.journal import Journal, records
from co2label.catalogue.bulk.manifest import header, write_manifest
from co2label.catalogue.bulk.record import Done
from co2label.catalogue.bulk.summary import SUMMARY, write_summary
from co2label.catalogue.bulk.survey import survey
from co2label.catalogue.bulk.tally import tally
from co2label.catalogue.bulk.workers import in_order

if TYPE_CHECKING:
    import os
    from collections.abc import Callable
    from pathlib import Path

    from co2label.catalogue.bulk.job import Job
    from co2label.catalogue.bulk.source import Source
    from co2label.catalogue.bulk.tally import Tally

    Progress = Callable[[int, int | None], None]

__all__ = ["Outcome", "run"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to.

    Attributes:
        folder: where everything is.
        labelled: products with a declaration.
        computed: products with a figure alone.
        refused: products and rows that are in `errors.csv`.
        before: how many of all these were through before this run began.
    """

    folder: Path
    labelled: int
    computed: int
    refused: int
    before: int


def run(  # noqa: PLR0913 - what to make, of what, where, and how
    source: Source,
    folder: str | os.PathLike[str],
    job: Job,
    *,
    workers: int = 1,
    restart: bool = False,
    progress: Progress = lambda _, __: None,
) -> Outcome:
    """Make everything that a job asks for, of every product, in a folder.

    What is made is the same to the byte for any number of workers, and however often the run was interrupted: the same call
    goes on where the last one stopped. A product that cannot be made is listed in `errors.csv` and stops nothing. Memory
    grows with the products that others use, not with the number of products.

    Args:
        source: the products.
        folder: an empty or new one, or that of a run of the same source and job.
        job: what is made.
        workers: processes that draw; with more than one, the program that calls needs `if __name__ == "__main__"`.
        restart: throw away what a run has made here before.
        progress: told how many items are through, and of how many; while it looks ahead, of None.

    Raises:
        RunError: the folder cannot be written to, is in use, or is of a run with other products or options; a worker
            ended. What is finished stays finished.
        BookError: a book is asked for, and nothing says how long its figures are valid.
    """
    _check(job)
    with Folder.taken(folder) as out:
        if restart:
            _throw_away(out)
        begun = header(source, job)
        with Journal.opened(out, begun) as journal:
            _make(source, job, out, journal, workers=workers, progress=progress)
        counts = _put_together(out, job, begun)
    return Outcome(out.root, counts.labelled, counts.computed, counts.refused, journal.before)


def _check(job: Job) -> None:
    """Refuse at once what would fail at the end."""
    if job.parquet:
        results.check_parquet()
    if job.book:
        check_book(job)


def _throw_away(out: Folder) -> None:
    """What the journal of an earlier run names, as far as it can be read, then the journal: files of others stay."""
    path = out.path(JOURNAL)
    if not path.exists():
        return
    with suppress(ValueError, TypeError, KeyError):
        for record in records(path):
            for name in record.files if isinstance(record, Done) else ():
                out.remove(name)
    out.remove(JOURNAL)


def _make(  # noqa: PLR0913 - one call, just above
    source: Source, job: Job, out: Folder, journal: Journal, *, workers: int, progress: Progress
) -> None:
    """The files of each product, then its line; who is killed between the two makes it again."""
    with survey(source, job, lambda count: progress(count, None)) as found:
        parts = chunks(source, found, journal.rows)
        with closing(in_order(parts, job, min(workers, count_of(found, journal.rows)))) as each_part:
            for one in chain.from_iterable(each_part):
                for name, content in one.files.items():
                    out.put(name, content)
                journal.append(one.record)
                progress(journal.rows, found.items)


def _put_together(out: Folder, job: Job, begun: dict[str, Any]) -> Tally:
    """What is made from the journal alone: the tables, the book, the summary, the manifest."""
    counts = tally(out)
    files = [results.RESULTS, results.ERRORS, SUMMARY]
    results.write_results(out, job.lead)
    results.write_errors(out)
    if job.parquet:
        results.write_parquet(out, job.lead)
        files.append(results.PARQUET)
    if job.book:
        write_book(out, job.book, job, counts)
        files.append(job.book)
    write_summary(out, job, counts)
    write_manifest(out, begun, counts, files)
    return counts

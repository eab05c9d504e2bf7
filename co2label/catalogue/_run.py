"""A run over a whole catalogue into a folder, that may be interrupted at any moment and goes on; and a dry run that estimates it.

The catalogue is surveyed and cut into chunks (`_chunks`), processes make them (`_make`), and this process alone writes files
and journal (`_journal`). At the end the outputs are made from the journal (`_outputs`). A worker has a pipe of its own and one
chunk at a time: when the run is killed, the pipe ends and so does the worker, and nobody writes into the folder after that.
"""

from __future__ import annotations

import multiprocessing
import signal
import threading
import time
import traceback
from collections import deque
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import chain, cycle
from typing import TYPE_CHECKING

from co2label.catalogue._chunks import chunk_count, chunks_of, sample_chunk, survey_catalogue
from co2label.catalogue._journal import (
    JOURNAL,
    Journal,
    RefusalRecord,
    ResultRecord,
    RunFolder,
    read_records,
)
from co2label.catalogue._make import make_chunk, unit_of_declared
from co2label.catalogue._outputs import check_job, run_header, write_outputs
from co2label.errors import RunError

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Generator, Iterable, Iterator
    from multiprocessing.connection import Connection
    from pathlib import Path

    from co2label.catalogue._chunks import Chunk
    from co2label.catalogue._job import CatalogueSource, Job
    from co2label.catalogue._make import ProductOutput

    Progress = Callable[[int, int | None], None]


_PATIENCE = 5
"""Seconds that a worker gets to see that its pipe has ended, when it is through with its part."""


def make_in_order(parts: Iterable[Chunk], job: Job, workers: int) -> Generator[list[ProductOutput]]:
    """Make chunks in their order with several processes; the next one is read while others are made.

    Raises:
        RunError: a worker ended, for example because the machine has no memory left.
    """
    if workers == 1:
        yield from (make_chunk(part, job) for part in parts)
        return
    with _workers(job, workers) as pipes:
        busy: deque[Connection] = deque()
        for part, pipe in zip(parts, cycle(pipes)):
            if len(busy) < workers:
                pipe.send(part)
            else:
                made = _receive(busy.popleft())
                pipe.send(part)
                yield made
            busy.append(pipe)
        while busy:
            yield _receive(busy.popleft())


@contextmanager
def _workers(job: Job, workers: int) -> Iterator[list[Connection]]:
    context = multiprocessing.get_context("spawn")
    processes, pipes = [], []
    try:
        for _ in range(workers):
            ours, theirs = context.Pipe()
            process = context.Process(target=_work, args=(theirs, job), daemon=True)
            with _interrupts_held():
                process.start()
                theirs.close()
                processes.append(process)
                pipes.append(ours)
        yield pipes
    finally:
        for pipe in pipes:
            pipe.close()
        for process in processes:
            process.join(_PATIENCE)
            process.kill()
            process.join()


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Delay Ctrl-C here, and keep it from a process that begins, even before the process has read its work.

    The mask is for the process that begins. It does not hold Ctrl-C back here: another thread may take the signal, and Python
    then interrupts this one; so the handler waits as well.
    """
    if not hasattr(signal, "pthread_sigmask") or threading.current_thread() is not threading.main_thread():
        yield  # Windows, or a thread that Ctrl-C never interrupts
        return
    from multiprocessing import resource_tracker  # noqa: PLC0415 - not there on Windows

    resource_tracker.ensure_running()  # else it begins with the first process, and lets Ctrl-C through again
    waiting: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, _: waiting.append(number))
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        signal.signal(signal.SIGINT, handler)
    if waiting:
        signal.raise_signal(signal.SIGINT)


def _receive(pipe: Connection) -> list[ProductOutput]:
    """Receive the outputs of a worker.

    Raises:
        RunError: it has ended.
        RuntimeError: it failed, by a mistake of ours.
    """
    try:
        made: list[ProductOutput] | str = pipe.recv()
    except (EOFError, OSError):
        raise RunError(
            "a worker process has ended, perhaps out of memory; the same command goes on where this run "
            "stopped; try it with fewer --workers"
        ) from None
    if isinstance(made, list):
        return made
    raise RuntimeError(made)


def _work(pipe: Connection, job: Job) -> None:
    """Make chunks until the pipe ends: the main function of a worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who interrupts the run interrupts it alone
    try:
        while True:
            part = pipe.recv()
            try:
                made: list[ProductOutput] | str = make_chunk(part, job)
            except Exception:  # noqa: BLE001 - told to the run, which ends with it
                made = traceback.format_exc()
            pipe.send(made)
    except (EOFError, OSError):
        return


@dataclass(frozen=True, slots=True)
class RunResult:
    """Counts of a run.

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
    source: CatalogueSource,
    folder: str | os.PathLike[str],
    job: Job,
    *,
    workers: int = 1,
    restart: bool = False,
    progress: Progress = lambda _, __: None,
) -> RunResult:
    """Make everything that a job asks for, of every product, in a folder.

    What is made is the same to the byte for any number of workers, and however often the run was interrupted: the same call
    goes on where the last one stopped. All figures are shown in one unit, unless a product names its own. A product that
    cannot be made is listed in `errors.csv` and stops nothing. Memory
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
    check_job(job)
    with RunFolder.taken(folder) as out:
        if restart:
            _remove_old_run(out)
        begun = run_header(source, job)
        with (
            Journal.opened(out, begun) as journal,
            survey_catalogue(source, job, lambda count: progress(count, None)) as survey,
        ):
            job = _in_one_unit(job, sample_chunk(source, survey))
            parts = chunks_of(source, survey, journal.rows)
            useful = min(workers, chunk_count(survey, journal.rows))
            with closing(make_in_order(parts, job, useful)) as each_part:
                for one in chain.from_iterable(each_part):
                    for (
                        name,
                        content,
                    ) in one.files.items():  # before the record: a run killed between makes both again
                        out.put(name, content)
                    journal.append(one.record)
                    progress(journal.rows, survey.items)
        counts = write_outputs(out, job, begun)
    return RunResult(out.root, **counts.totals, before=journal.before)


def _in_one_unit(job: Job, sample: Chunk) -> Job:
    """The job with one unit for all figures, chosen by a sample of the catalogue where nobody names one."""
    if not job.declares or "unit" in job.declaration:
        return job
    return replace(job, declaration={**job.declaration, "unit": unit_of_declared(sample, job)})


def _remove_old_run(out: RunFolder) -> None:
    """Remove the files that the journal of an earlier run names, then the journal; other files stay."""
    path = out.path(JOURNAL)
    if not path.exists():
        return
    with suppress(ValueError, TypeError, KeyError):
        for record in read_records(path):
            for name in record.files if isinstance(record, ResultRecord) else ():
                out.remove(name)
    out.remove(JOURNAL)


@dataclass(frozen=True, slots=True)
class Estimate:
    """Cost of a run, estimated from a sample.

    Attributes:
        products: that were read.
        rejected: rows that are no product, and products that clash with others.
        sampled: products that were drawn to find out.
        refused: how many of these were refused.
        seconds: that the run takes, on this machine as busy as it is now.
        bytes: of all files.
    """

    products: int
    rejected: int
    sampled: int
    refused: int
    seconds: float
    bytes: int


def estimate(
    source: CatalogueSource, job: Job, *, workers: int = 1, progress: Callable[[int], None] = lambda _: None
) -> Estimate:
    """Read everything, draw a sample of up to 32 products, write nothing.

    Args:
        source: the products.
        job: what would be made.
        workers: how many processes would draw.
        progress: told how many items were read.
    """
    begun = time.perf_counter()
    with survey_catalogue(source, job, progress) as survey:
        reading = time.perf_counter() - begun
        part = sample_chunk(source, survey)
        rejected = survey.items - survey.products + survey.register.refusals
    make_chunk(part, job)  # what is drawn for the first time fills the caches that all others use
    begun = time.perf_counter()
    made = make_chunk(part, job)
    each = (time.perf_counter() - begun) / max(1, len(made))
    size = sum(len(one.record.line()) + sum(map(len, one.files.values())) for one in made)
    return Estimate(
        products=survey.products,
        rejected=rejected,
        sampled=len(made),
        refused=sum(isinstance(one.record, RefusalRecord) for one in made),
        seconds=reading + survey.products * each / workers,
        bytes=round(size * survey.products / max(1, len(made))),
    )

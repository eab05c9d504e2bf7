"""Several processes that make parts of a catalogue; what they make comes back in the order of the parts.

Each has a pipe of its own and one part at a time. A worker reads and draws, it writes nothing: when the run is killed, its
pipe ends and so does the worker, and nobody writes into the folder after that.
"""

from __future__ import annotations

import multiprocessing
import signal
import threading
import traceback
from collections import deque
from contextlib import contextmanager
from itertools import cycle
from typing import TYPE_CHECKING

from co2label.catalogue.bulk.making import make
from co2label.errors import RunError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator
    from multiprocessing.connection import Connection

    from co2label.catalogue.bulk.chunks import Chunk
    from co2label.catalogue.bulk.job import Job
    from co2label.catalogue.bulk.making import Made

__all__ = ["in_order"]

_PATIENCE = 5
"""Seconds that a worker gets to see that its pipe has ended, when it is through with its part."""


def in_order(parts: Iterable[Chunk], job: Job, workers: int) -> Generator[list[Made]]:
    """What is made of each part, in their order, whoever made it; a part is read while others are made.

    Raises:
        RunError: a worker ended, for example because the machine has no memory left.
    """
    if workers == 1:
        yield from (make(part, job) for part in parts)
        return
    with _started(job, workers) as pipes:
        busy: deque[Connection] = deque()
        for part, pipe in zip(parts, cycle(pipes)):
            if len(busy) < workers:
                pipe.send(part)
            else:
                made = _received(busy.popleft())
                pipe.send(part)
                yield made
            busy.append(pipe)
        while busy:
            yield _received(busy.popleft())


@contextmanager
def _started(job: Job, workers: int) -> Iterator[list[Connection]]:
    context = multiprocessing.get_context("spawn")
    processes, pipes = [], []
    try:
        for _ in range(workers):
            ours, theirs = context.Pipe()
            process = context.Process(target=_work, args=(theirs, job), daemon=True)
            with _uninterrupted():
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
def _uninterrupted() -> Iterator[None]:
    """Ctrl-C waits, and a process that begins here never sees it, not even before it has read what it shall do.

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


def _received(pipe: Connection) -> list[Made]:
    """What a worker made.

    Raises:
        RunError: it has ended.
        RuntimeError: it failed, by a mistake of ours.
    """
    try:
        made: list[Made] | str = pipe.recv()
    except (EOFError, OSError):
        message = (
            "a worker process has ended, perhaps for want of memory; the same command goes on where this run "
            "stopped; try it with fewer --workers"
        )
        raise RunError(message) from None
    if isinstance(made, list):
        return made
    raise RuntimeError(made)


def _work(pipe: Connection, job: Job) -> None:
    """The life of a worker: until its pipe ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who interrupts the run interrupts it alone
    try:
        while True:
            part = pipe.recv()
            try:
                made: list[Made] | str = make(part, job)
            except Exception:  # noqa: BLE001 - told to the run, which ends with it
                made = traceback.format_exc()
            pipe.send(made)
    except (EOFError, OSError):
        return

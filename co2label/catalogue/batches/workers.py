"""Threads: batches are read one ahead, computed by several, and come out in their order. numpy and Arrow let them run."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from co2label.catalogue.batches.batch import footprints_of, numbered
from co2label.catalogue.batches.ids import Seen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from concurrent.futures import Future

    import numpy as np
    from numpy.typing import NDArray

    from co2label.catalogue.arrow import pa
    from co2label.catalogue.batches.vocabulary import Vocabulary

__all__ = ["Task", "computed", "read_ahead", "tasks_of"]

T = TypeVar("T")
_AHEAD = 8
"""Batches that are read, and of each worker those under way or done, before the first is taken: while a row group is
written, as many are computed."""


class Task(NamedTuple):
    """One batch to compute, with what only the order of the batches tells."""

    batch: pa.RecordBatch
    row: int
    """Of its first product, as a spreadsheet counts."""
    repeated: NDArray[np.bool_]
    """(row): whether the id came before."""


def tasks_of(batches: Iterable[pa.RecordBatch]) -> Iterator[Task]:
    """The tasks of a stream."""
    seen = Seen()
    for row, batch in numbered(batches):
        yield Task(batch, row, seen.again(batch.column("id")))


def computed(tasks: Iterable[Task], vocabularies: Sequence[Vocabulary]) -> Iterator[pa.RecordBatch]:
    """The results of all tasks in their order, by as many threads as there are vocabularies; one has the caller's."""
    if len(vocabularies) == 1:
        return (footprints_of(batch, vocabularies[0], row, repeated) for batch, row, repeated in tasks)
    return _by_threads(tasks, vocabularies)


def _by_threads(tasks: Iterable[Task], vocabularies: Sequence[Vocabulary]) -> Iterator[pa.RecordBatch]:
    free: SimpleQueue[Vocabulary] = SimpleQueue()
    for vocabulary in vocabularies:
        free.put(vocabulary)

    def compute(task: Task) -> pa.RecordBatch:
        vocabulary = free.get()
        try:
            return footprints_of(task.batch, vocabulary, task.row, task.repeated)
        finally:
            free.put(vocabulary)

    under_way: deque[Future[pa.RecordBatch]] = deque()
    with ThreadPoolExecutor(len(vocabularies)) as pool:
        for task in tasks:
            under_way.append(pool.submit(compute, task))
            if len(under_way) >= _AHEAD * len(vocabularies):
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()


def read_ahead(items: Iterator[T]) -> Iterator[T]:
    """The same, the next ones read by a thread while others are worked on.

    >>> list(read_ahead(iter("abc")))
    ['a', 'b', 'c']
    """
    end = object()
    with ThreadPoolExecutor(1) as reader:
        following = deque(reader.submit(next, items, end) for _ in range(_AHEAD))
        while (item := following.popleft().result()) is not end:
            following.append(reader.submit(next, items, end))
            yield item  # type: ignore[misc]

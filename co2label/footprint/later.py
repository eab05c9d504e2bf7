"""What a footprint holds and few ask for is made when it is asked for: contributions, notes, inputs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar, overload

__all__ = ["Later"]

T = TypeVar("T")


class Later(Sequence[T]):
    """A tuple that is made when it is first read; pickles and compares as that tuple.

    >>> later = Later(lambda: (1, 2))
    >>> later == (1, 2), later[0], len(later)
    (True, 1, 2)
    """

    def __init__(self, make: Callable[[], tuple[T, ...]]) -> None:
        """`make` is called once, by whoever reads first."""
        self._make: Callable[[], tuple[T, ...]] | None = make
        self._made: tuple[T, ...] = ()

    def _all(self) -> tuple[T, ...]:
        make = self._make
        if make is not None:
            self._made = make()
            self._make = None
        return self._made

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...
    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        return self._all()[index]

    def __len__(self) -> int:
        return len(self._all())

    def __eq__(self, other: object) -> bool:
        return self._all() == (tuple(other) if isinstance(other, Later) else other)

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        return repr(self._all())

    def __reduce__(self) -> tuple[type[tuple[Any, ...]], tuple[tuple[T, ...]]]:
        return tuple, (self._all(),)

"""Text columns as numbers: each distinct text of a stream is looked at once, each cell costs one gather."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np

from co2label.catalogue.arrow import pa

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["NONE", "Cells", "Texts"]

T = TypeVar("T", bound=np.generic)

NONE = -1
"""The number of a cell that holds no text. As an index it is the last entry, which tables by text keep for it."""


class Cells(NamedTuple):
    """A column: the numbers of the texts of its dictionary, the last of them `NONE`, and each cell's place in that."""

    words: NDArray[np.intp]
    at: NDArray[np.intp]

    def codes(self) -> NDArray[np.intp]:
        """The number of each cell's text, or `NONE`."""
        return self.words.take(self.at)

    def values(self, table: NDArray[T]) -> NDArray[T]:
        """What a table by text says of each cell: one gather, since the dictionary is asked first."""
        return table.take(self.words).take(self.at)


class Texts:
    """The distinct texts of a stream, numbered in the order in which they came.

    >>> texts = Texts()
    >>> texts.codes(pa.array(["kg", "g", None, "kg"])).tolist(), texts.words
    ([0, 1, -1, 0], ['kg', 'g'])
    """

    def __init__(self) -> None:
        self.words: list[str] = []
        self._code: dict[str | None, int] = {None: NONE}
        self._dictionary: pa.Array | None = None
        self._codes = np.zeros(0, np.intp)

    def __len__(self) -> int:
        return len(self.words)

    def cells(self, column: pa.Array) -> Cells:
        """A column by its distinct texts, which are known from here on."""
        encoded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
        indices = encoded.indices
        if indices.null_count:
            indices = indices.cast(pa.int64()).fill_null(NONE)
        at = indices.to_numpy(zero_copy_only=False)
        # numpy gathers by its own kind of integer ten times as fast as by any other
        return Cells(self._of(encoded.dictionary), at.astype(np.intp, copy=False))

    def codes(self, column: pa.Array) -> NDArray[np.intp]:
        """The number of each cell's text, or `NONE`."""
        return self.cells(column).codes()

    def _of(self, dictionary: pa.Array) -> NDArray[np.intp]:
        """The numbers of a dictionary's texts, with one more entry for no text; batches of a table share it."""
        if self._dictionary is None or not self._dictionary.equals(dictionary):
            words = dictionary.to_pylist()
            self._codes = np.fromiter((*map(self._number, words), NONE), np.intp, len(words) + 1)
            self._dictionary = dictionary
        return self._codes

    def _number(self, word: str | None) -> int:
        code = self._code.setdefault(word, len(self.words))
        if code == len(self.words):
            assert word is not None
            self.words.append(word)
        return code

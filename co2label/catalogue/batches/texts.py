"""Text columns as numbers: each distinct text of a stream is looked at once, each cell costs one gather."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from co2label.catalogue.arrow import pa

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["NONE", "Texts"]

NONE = -1
"""The number of a cell that holds no text. As an index it is the last entry, which tables by text keep for it."""


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

    def codes(self, column: pa.Array) -> NDArray[np.intp]:
        """The number of each cell's text, or `NONE`."""
        encoded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
        codes = self._of(encoded.dictionary)
        indices = encoded.indices
        if indices.null_count:
            indices = indices.cast(pa.int64()).fill_null(NONE)
        at = indices.to_numpy(zero_copy_only=False).astype(
            np.intp, copy=False
        )  # other indices cost ten times as much
        numbers: NDArray[np.intp] = codes.take(at)
        return numbers

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

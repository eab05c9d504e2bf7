"""Words that are written alike: typos, abbreviations, other spellings.

>>> Letters(["broccoli", "brown", "butter"]).alike("brocolli", 0.5)
[('broccoli', 0.71)]
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray


_MOST_ALIKE = 6
"""Words that one may stand for."""

_OTHERWISE_BEGUN = 0.7
"""How alike a word must be that begins with another letter."""


class Letters:
    """Words that are written alike: by runs of two to four letters, those of the beginning and the end among them."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = tuple(dict.fromkeys(words))
        runs = [Counter(_runs(word)) for word in self._words]
        count = Counter(run for each in runs for run in each)
        self._rarity = {run: math.log(1 + len(runs) / number) for run, number in count.items()}
        self._unseen = math.log(1 + len(runs))
        lengths = [self._length(each) for each in runs]
        by_run: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, each in enumerate(runs):
            for run, number in each.items():
                by_run[run].append((place, number * self._rarity[run] / lengths[place]))
        self._by_run: Mapping[str, tuple[NDArray[np.int32], NDArray[np.float32]]] = {
            run: (np.array([p for p, _ in rows], np.int32), np.array([v for _, v in rows], np.float32))
            for run, rows in by_run.items()
        }

    def _length(self, runs: Counter[str]) -> float:
        return math.sqrt(
            sum((number * self._rarity.get(run, self._unseen)) ** 2 for run, number in runs.items())
        )

    def alike(self, word: str, least: float) -> list[tuple[str, float]]:
        """Return words that are written alike, with how much they are, best first."""
        runs = Counter(_runs(word))
        known = [run for run in runs if run in self._by_run]
        if len(word) < 2 or not known:  # noqa: PLR2004 - a letter alone is like nothing
            return []
        places = np.concatenate([self._by_run[run][0] for run in known])
        values = np.concatenate([self._by_run[run][1] * (runs[run] * self._rarity[run]) for run in known])
        sums = np.bincount(places, values, minlength=len(self._words)) / self._length(runs)
        best = np.argsort(-sums, kind="stable")[: 2 * _MOST_ALIKE]
        found = [
            (self._words[each], _likeness(word, self._words[each], float(sums[each])))
            for each in best
            if sums[each] > 0
        ]
        return [(other, alike) for other, alike in found if alike >= least and other != word][:_MOST_ALIKE]


def _likeness(word: str, other: str, runs: float) -> float:
    """How much two words are alike: by the runs of letters that they share, or as of a slip of the pen."""
    if word[0] != other[0]:
        return runs if runs >= _OTHERWISE_BEGUN else 0.0
    letters = Counter(word)
    letters.subtract(other)
    slip = sum(map(abs, letters.values())) <= 2 and abs(len(word) - len(other)) <= 1  # noqa: PLR2004 - a letter for another
    sure = len(word) > _LONG_ENOUGH or (len(word) == _LONG_ENOUGH and word[-1] == other[-1])
    return max(runs, _OF_A_SLIP) if slip and sure and word.isascii() else runs


_LONG_ENOUGH, _OF_A_SLIP = 4, 0.71
"""Letters from which on a word with one wrong letter can be told, and how alike it is."""


def _runs(word: str) -> Iterator[str]:
    framed = f"<{word}>"
    longest = 4 if word.isascii() else 3
    return (framed[at : at + size] for size in range(2, longest + 1) for at in range(len(framed) - size + 1))

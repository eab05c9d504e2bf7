"""The sources that a figure rests on, each as its licence asks to name it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.declaration.declaration import SourceLine

if TYPE_CHECKING:
    from collections.abc import Iterable

    from co2label.model import EmissionFactor

__all__ = ["source_lines"]

_Key = tuple[str, str | None, str | None, str | None, str | None]


def source_lines(factors: Iterable[EmissionFactor]) -> tuple[SourceLine, ...]:
    """One line a source, by title and edition; its factors by id.

    Factors of one source that differ in licence or attribution stand on lines of their own.

    >>> from co2label.factors import FactorLibrary
    >>> library = FactorLibrary.bundled()
    >>> [(line.title, line.licence, line.factors) for line in source_lines([library["food.rice"], library["food.nori"]])]
    [('AGRIBALYSE', 'etalab-2.0', ('food.nori', 'food.rice'))]
    """
    groups: dict[_Key, set[str]] = {}
    for factor in factors:
        source = factor.source
        key = (source.title, source.edition, source.url, factor.licence, factor.attribution)
        groups.setdefault(key, set()).add(factor.id)
    lines = (SourceLine(*key, tuple(sorted(ids))) for key, ids in groups.items())
    return tuple(sorted(lines, key=lambda line: tuple(part or "" for part in _key_of(line))))


def _key_of(line: SourceLine) -> _Key:
    return (line.title, line.edition, line.url, line.licence, line.attribution)

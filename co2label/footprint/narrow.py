"""Factors that hold less than their name promises, and zeros that stand in the place of data.

A factor of operation alone (tank-to-wheel) leaves out how the fuel came into the tank, one of generation alone how the fuel
came to the power station, one of collection alone what is done with the waste. Each is whole where the product lists as much of
the missing part beside it. Legs of a transport chain say that by themselves (`rules.chains`).

ISO 14083:2023 counts operation and energy provision together (https://formist.ai/zh-CN/skills/iso14083/); ISO 14067:2018,
6.4.9.4 asks for the life cycle of the supply of electricity (see `model.electricity`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from co2label.footprint.note import Note
from co2label.footprint.rules.electricity import UpstreamActivity
from co2label.footprint.rules.transport import LegActivity
from co2label.model import CoProduct

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from co2label.footprint.columns import Columns
    from co2label.footprint.emitter import Emitter
    from co2label.footprint.reached import Reached
    from co2label.model import FactorBoundary

__all__ = ["NARROW", "Covers", "covers", "is_zero", "narrow", "uncompleted", "zeros"]

NARROW: dict[FactorBoundary, str] = {
    "transport-ttw": "tank-to-wheel",
    "generation": "generation-only",
    "generation-and-losses": "generation-only",
    "collection": "collection-only",
}
"""The code of the note, by boundary."""
_COMPLETED_BY: dict[FactorBoundary, tuple[FactorBoundary, ...]] = {
    "upstream": ("transport-ttw", "generation", "generation-and-losses"),
    "end-of-life": ("collection",),
}
_PROVISION, _TREATMENT = 1, 2
_WORDS = {
    "tank-to-wheel": (
        "cover the operation of vehicles alone; add the provision of their energy (`upstream`), or take well-to-wheel factors"
    ),
    "generation-only": (
        "cover electricity without the supply of its fuels; add that (`upstream`), or take a life-cycle factor"
    ),
    "collection-only": "cover the collection and transport of waste alone; add what its treatment emits",
}
_SAME = 1e-9
"""Relative: what adding decimal fractions may leave over."""
_MOST_NAMED = 5
_CERTIFICATE = "certificate:"


class Covers(NamedTuple):
    """What an emitter lacks, and what it would complete in others: 0 for nothing, else a number of that missing part."""

    lacks: int
    completes: int


def covers(source: Emitter | None) -> Covers:
    """What an emitter lacks and completes, by the boundary of its factor.

    >>> covers(None)
    Covers(lacks=0, completes=0)
    """
    boundary = source.factor.boundary if source is not None and source.factor is not None else "unstated"
    part = {"upstream": _PROVISION, "end-of-life": _TREATMENT}
    lacks = next((part[whole] for whole, some in _COMPLETED_BY.items() if boundary in some), 0)
    return Covers(lacks, part.get(boundary, 0))


def is_zero(source: Emitter) -> bool:
    """Whether this is a factor of nothing; the zero of a certificate is what it certifies."""
    return (
        source.factor is not None
        and not source.factor.value
        and not source.factor.id.startswith(_CERTIFICATE)
    )


def uncompleted(
    row: NDArray[np.intp],
    lacks: NDArray[np.intp],
    completes: NDArray[np.intp],
    kind: NDArray[np.intp],
    quantity: NDArray[np.float64],
) -> NDArray[np.bool_]:
    """(line): whether it lacks a part that its product does not list as much of.

    Args:
        row: (line), its product.
        lacks: (line), the missing part, or 0.
        completes: (line), the part that it completes, or 0.
        kind: (line), the kind of its amount: only parts per the same kind complete each other.
        quantity: (line), root units of that kind.

    >>> one = np.array([1, 0])
    >>> uncompleted(np.array([0, 0]), one, np.array([0, 1]), np.array([3, 3]), np.array([5.0, 4.0])).tolist()
    [True, False]
    """
    found: NDArray[np.bool_] = (lacks > 0) & (quantity != 0)
    if not found.any() or not completes.any():
        return found
    count = int(row.max()) + 1
    for part, one in set(zip(lacks[found].tolist(), kind[found].tolist(), strict=True)):
        mine = (lacks == part) & (kind == one)
        other = (completes == part) & (kind == one)
        needed = np.bincount(row[mine], quantity[mine], count)
        there = np.bincount(row[other], quantity[other], count)
        found[mine] &= (there < needed * (1 - _SAME))[row[mine]]
    return found


def narrow(columns: Columns, reached: Reached) -> Iterator[Note]:
    """One note for each kind of missing part, with the factors and the first line that lack it."""
    sources = [reached.emitter(line) for line in reached.lines]
    judged = [_judged(columns, line, source) for line, source in zip(reached.lines, sources, strict=True)]
    lacks = np.array([each.lacks for each in judged], np.intp)
    if not lacks.any():
        return
    kinds: dict[object, int] = {}
    lines = np.array(reached.lines, np.intp)
    open_lines = uncompleted(
        np.searchsorted(columns.start, lines, side="right") - 1,
        lacks,
        np.array([each.completes for each in judged], np.intp),
        np.array([kinds.setdefault(source.per.unit.dimension, len(kinds)) for source in sources], np.intp),
        columns.quantity[lines],
    )
    found: dict[str, tuple[dict[str, None], int]] = {}
    for place in np.flatnonzero(open_lines).tolist():
        factor = sources[place].factor
        assert factor is not None, "only factors lack anything"
        names, _ = found.setdefault(NARROW[factor.boundary], ({}, reached.lines[place]))
        names[
            factor.id
            if factor.value or factor.boundary != "transport-ttw"
            else f"{factor.id} (0 at the tailpipe)"
        ] = None
    for code in dict.fromkeys(NARROW.values()):
        if code in found:
            names, line = found[code]
            yield Note(code, f"{_named(names)} {_WORDS[code]}", reached.path(line))


def _judged(columns: Columns, number: int, source: Emitter) -> Covers:
    line = columns.lines[number]
    if isinstance(line, LegActivity):
        return Covers(0, 0)
    if isinstance(line, UpstreamActivity):
        return Covers(0, _PROVISION)
    if source.factor is not None and source.factor.id.startswith(_CERTIFICATE) and _told(columns, number):
        return Covers(0, 0)
    return covers(source)


def _told(columns: Columns, line: int) -> bool:
    """Whether the rule has said already that a certificate of generation stands beside a life-cycle factor."""
    return any(note.code == "certificate-life-cycle" for note in columns.said.get(columns.row_of(line), ()))


def zeros(columns: Columns, reached: Reached) -> Iterator[Note]:
    """A note for each activity whose amount is zero, and one for factors of zero."""
    amounts: dict[int, list[int]] = {}
    for line in reached.lines:
        if not _shared_out(columns, line):
            amounts.setdefault(columns.first_of.get(line, line), []).append(line)
    for first, lines in amounts.items():
        if not columns.quantity[lines].any():
            text = columns.lines[first].amount.text
            what = f"{text}: a zero stands where an amount is expected, and counts as nothing"
            yield Note(
                "zero-amount",
                f"{what}; say how much, or leave the line out if it is nothing",
                reached.path(lines[0]),
            )
    sources = [(line, reached.emitter(line)) for line in reached.emitters().values()]
    empty = {
        source.factor.id: line for line, source in sources if source.factor is not None and is_zero(source)
    }
    if empty:
        what = f"{_named(empty)}: 0 kg, which counts as nothing"
        yield Note(
            "zero-factor",
            f"{what}; leave it out if its source does not say zero",
            reached.path(next(iter(empty.values()))),
        )


def _shared_out(columns: Columns, line: int) -> bool:
    """Whether a line is that of a process of which the product gets nothing."""
    product = columns.products[columns.row_of(line)]
    return isinstance(product, CoProduct) and not product.allocation.shares.get(
        product.id.partition(" ")[0], 1.0
    )


def _named(ids: Iterable[str]) -> str:
    names = list(ids)
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")

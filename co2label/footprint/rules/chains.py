"""Whether the legs of a transport chain cover the same, and all of it.

ISO 14083:2023 counts operation and energy provision together (well-to-wheel; https://formist.ai/zh-CN/skills/iso14083/).
A factor of operation alone becomes whole with its `upstream` beside it: the fuel burnt (tank-to-wheel), or, of a battery
vehicle, the electricity as generated and lost in the grid. Chains that mix, that stay at operation, or that count the
provision twice are named, leg by leg.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.footprint.note import Note
from co2label.footprint.rules.transport import LegActivity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from co2label.footprint.columns import Columns
    from co2label.footprint.reached import Reached

__all__ = ["chains"]

_OPERATION = ("transport-ttw", "generation-and-losses")
_TOTAL, _PROVISION = "transport-wtw", "upstream"


def chains(columns: Columns, reached: Reached) -> Iterator[Note]:
    """At most one note of each kind for each chain that the product reaches."""
    found: dict[tuple[int, str], list[tuple[LegActivity, str]]] = {}
    paths: dict[tuple[int, str], tuple[str, ...]] = {}
    for number in reached.lines:
        line = columns.lines[number]
        factor = reached.emitter(number).factor
        if isinstance(line, LegActivity) and factor is not None:
            chain = (columns.row_of(number), line.chain)
            found.setdefault(chain, []).append((line, factor.boundary))
            paths.setdefault(chain, reached.path(number)[:1])
    for chain, legs in found.items():
        for code, message in _findings(chain[1], legs):
            yield Note(code, message, paths[chain])


def _findings(chain: str, legs: list[tuple[LegActivity, str]]) -> Iterator[tuple[str, str]]:
    operation = [leg.leg for leg, covers in legs if covers in _OPERATION and not leg.whole]
    total = [leg.leg for leg, covers in legs if covers == _TOTAL or (covers in _OPERATION and leg.whole)]
    twice = [leg.leg for leg, covers in legs if covers == _TOTAL and leg.whole]
    provision = [leg.leg for leg, covers in legs if covers == _PROVISION and not leg.whole]
    todo = "add `upstream` to them (ISO 14083 counts operation and energy provision)"
    if operation and total:
        what = f"{_named(operation)} operation alone, {_named(total)} well-to-wheel"
        yield "mixed-transport-boundary", f"{chain}: mixes legs: {what}; {todo}"
    elif operation:
        yield "tank-to-wheel", f"{chain}: {_named(operation)} cover the operation of vehicles only; {todo}"
    if twice:
        message = f"{chain}: {_named(twice)} are well-to-wheel already, so `upstream` counts the energy provision twice"
        yield "transport-counted-twice", message
    if provision:
        yield (
            "upstream-only",
            f"{chain}: {_named(provision)} cover the energy provision only; name them as `upstream`",
        )


def _named(legs: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(legs))

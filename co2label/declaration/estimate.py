"""A figure that rests on averages of groups of products, or on money, says that it is an estimate, and how much of it.

From one percent on, as it rounds, the share stands near the figure on every carrier; from 95 % on the figure is called an
estimate as a whole. The shares are those of `Footprint.kinds`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from co2label.declaration.declaration import Remark
from co2label.figures import percent_shares
from co2label.wording import LANGUAGES, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from co2label.footprint import Footprint
    from co2label.model import DataKind, DeclarationData

__all__ = ["estimate", "estimate_of"]

_ESTIMATED: tuple[DataKind, ...] = ("average", "spend")
_NEARLY_ALL = 95
"""Percent, as with primary data."""


def estimate(footprint: Footprint, _: DeclarationData | None = None) -> Remark | None:
    """How much of a figure rests on averages and on money; None where that rounds to nothing.

    >>> from co2label.footprint import compute
    >>> from co2label.model import Activity, Product
    >>> bowl = Product(id="bowl", name="Bowl", declared_unit="1 piece", boundary="cradle-to-gate", activities=[
    ...     Activity("vegetables", "0.2 kg", factor="food.jp.vegetables", stage="raw-materials"),
    ...     Activity("gas", "0.5 kg", gas="CO2", stage="production")])
    >>> estimate(compute(bowl)).words["en"]
    'Includes estimates (averages 34%)'
    """
    return estimate_of(footprint.kinds)


def estimate_of(kinds: Mapping[DataKind, float]) -> Remark | None:
    """The same of shares by kind, 0 to 1, as a till knows them."""
    if not any(kinds.get(kind) for kind in _ESTIMATED):
        return None
    return _estimate(tuple(kinds.items()))


@lru_cache(maxsize=4096)
def _estimate(shares: tuple[tuple[DataKind, float], ...]) -> Remark | None:
    kinds = dict(shares)
    percent = _percent(kinds)
    every = sum(percent.values())
    if every < 1:
        return None
    parts = [kind for kind in _ESTIMATED if kinds.get(kind)]
    alone = len([kind for kind in parts if percent[kind] >= 1]) == 1
    if every >= _NEARLY_ALL and alone:
        kind = max(parts, key=percent.__getitem__)
        return _remark(f"near.estimate.{kind}-alone", f"near.estimate.{kind}-alone.short")
    key = "near.estimate.all" if every >= _NEARLY_ALL else "near.estimate.some"
    words = {each: say(key, each, parts=_parts(parts, percent, each)) for each in LANGUAGES}
    short = {each: say("near.estimate.short", each, percent=_written(every, each)) for each in LANGUAGES}
    return Remark("estimate", words, short)


def _remark(words: str, short: str) -> Remark:
    return Remark(
        "estimate",
        {each: say(words, each) for each in LANGUAGES},
        {each: say(short, each) for each in LANGUAGES},
    )


def _percent(kinds: Mapping[DataKind, float]) -> dict[DataKind, int]:
    """Whole percent of the estimated kinds; with the rest of the figure they come to a hundred."""
    rest = kinds.get("product", 0.0)
    shares = percent_shares([*(kinds.get(kind, 0.0) for kind in _ESTIMATED), rest])
    return dict(zip(_ESTIMATED, shares, strict=False))


def _parts(kinds: list[DataKind], percent: Mapping[DataKind, int], language: str) -> str:
    said = (
        say(f"near.estimate.{kind}", language, percent=_written(percent[kind], language)) for kind in kinds
    )
    return say("near.joint", language).join(said)


def _written(percent: int, language: str) -> str:
    """As a language writes it; what is there and rounds to nothing is less than one percent."""
    return say("reference.percent" if percent else "reference.below-one", language, value=percent)

"""What must stand near a sum of purchases: how much of all of it is an estimate, and what is said of some of the items.

>>> from co2label.receipt.lines import ReceiptLine
>>> lines = [ReceiptLine(name="米", price=900, kg_co2e=3.0, method="average"),
...     ReceiptLine(name="茶", price=150, kg_co2e=1.0, method="product")]
>>> [remark.short["en"] for remark in near_sum(lines)]
['75% estimated']
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from co2label.declaration import declared_unit_words, estimate_remark_of_kinds, text_problems
from co2label.errors import Problem, TextError
from co2label.model import DATA_KINDS, in_language
from co2label.receipt.known import METHODS
from co2label.text import clean_text
from co2label.wording import LANGUAGES, translate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from co2label.declaration import Remark
    from co2label.model import DataKind
    from co2label.receipt.known import Method
    from co2label.receipt.lines import ReceiptLine

__all__ = ["kinds_of", "near_line", "near_problems", "near_sum", "near_words", "unit_words"]


def near_sum(covered: Iterable[ReceiptLine]) -> tuple[Remark, ...]:
    """The remarks of the sum of lines with a figure: what holds for all of it, then what holds for so many of its items."""
    lines = list(covered)
    own = estimate_remark_of_kinds(_known(kinds_of(lines)))
    said = () if own is None else (own,)
    codes = {remark.code for remark in said}
    of_items = [
        (rank, remark)
        for line in lines
        for rank, remark in enumerate(near_line(line))
        if remark.code not in codes
    ]
    return (*said, *_counted(of_items, len(lines)))


def near_line(line: ReceiptLine) -> tuple[Remark, ...]:
    """What must stand near the figure of a whole line: masses of one unit say of which, where the line is not one unit."""
    if line.units == 1:
        return line.near
    return tuple(_each(remark, line) if remark.per_unit else remark for remark in line.near)


def near_words(remarks: Iterable[Remark], language: str) -> str:
    """Remarks in a few words, in brackets behind a figure: "(推計72%)"; empty where there are none."""
    words = [in_language(remark.short, language) for remark in remarks]
    return (
        translate("receipt.near", language, said=translate("small.joint", language).join(words))
        if words
        else ""
    )


def unit_words(line: ReceiptLine, language: str) -> str:
    """What a unit of a line is; a till that has a plain number knows only that it sells the item by some unit."""
    if line.declaration is not None:
        return in_language(line.declaration.declared_unit.words, language)
    if line.footprint is not None:
        return in_language(declared_unit_words(line.footprint.product), language)
    return translate("receipt-data.unit", language)


def near_problems(where: str, remarks: Iterable[Mapping[str, Any]]) -> Iterator[Problem]:
    """What keeps remarks of a file from being printed: no words, words that printers obey, or a claim.

    Args:
        where: path of the remarks.
        remarks: each with `words` and `short` by language.
    """
    for place, remark in enumerate(remarks):
        for length in ("words", "short"):
            at = f"{where}[{place}].{length}"
            if not remark[length]:
                yield Problem(at, "expected words by language, got none", "leave the remark out, or say it")
            for language, text in remark[length].items():
                what = _unsayable(language, text)
                if what is not None:
                    yield Problem(f"{at}.{language}", *what)


@lru_cache(maxsize=4096)
def _unsayable(language: str, text: str) -> tuple[str, str] | None:
    """What is wrong with a text, and what to do; most remarks of a catalogue have the same few."""
    try:
        clean_text(text)
    except TextError as error:
        return str(error), ""
    problem = next(text_problems("", {language: text}), None)
    return None if problem is None else (problem.what, problem.todo)


def kinds_of(covered: Iterable[ReceiptLine]) -> dict[Method, float]:
    """Shares of an absolute sum by what it rests on, 0 to 1, `unstated` where nobody says; empty where the sum is zero."""
    parts: dict[Method, list[float]] = {}
    for line in covered:
        size = abs(line.total_kg_co2e or 0.0)
        if not line.kinds:
            parts.setdefault("unstated", []).append(size)
        for kind, share in line.kinds.items():
            parts.setdefault(kind, []).append(size * share)
    kg = {kind: math.fsum(each) for kind, each in parts.items()}  # whatever the order of the lines
    every = math.fsum(kg.values())
    return {kind: kg[kind] / every for kind in METHODS if kg.get(kind)} if every else {}


def _known(kinds: Mapping[Method, float]) -> dict[DataKind, float]:
    """With what nobody says among what is no estimate: shares stay those of the whole sum."""
    known: dict[DataKind, float] = {kind: kinds.get(kind, 0.0) for kind in DATA_KINDS}
    return known | {"product": known["product"] + kinds.get("unstated", 0.0)}


def _each(remark: Remark, line: ReceiptLine) -> Remark:
    """The remark with what its masses are per."""
    pers = {each: translate("unit.per", each, unit=unit_words(line, each)) for each in LANGUAGES}
    words, short = (
        {
            each: translate("receipt.near-per", each, said=in_language(texts, each), per=pers[each])
            for each in LANGUAGES
        }
        for texts in (remark.words, remark.short)
    )
    return replace(remark, words=words, short=short)


def _counted(remarks: Iterable[tuple[int, Remark]], items: int) -> Iterator[Remark]:
    """Each remark once, with the number of items that it holds for; the gravest first, whatever the order of the items."""
    counts: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], Remark] = {}
    for _, key, remark in sorted(((rank, _key(each), each) for rank, each in remarks), key=itemgetter(0, 1)):
        counts[key] += 1
        first.setdefault(key, remark)
    for key, remark in first.items():
        words, short = (
            {
                each: translate(
                    "receipt.near-items", each, said=in_language(texts, each), count=counts[key], items=items
                )
                for each in LANGUAGES
            }
            for texts in (remark.words, remark.short)
        )
        yield replace(remark, words=words, short=short)


def _key(remark: Remark) -> tuple[str, str]:
    """Remarks of one kind that say the same are one."""
    return remark.code, str(sorted(remark.short.items()))

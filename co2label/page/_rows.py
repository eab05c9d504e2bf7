"""Rows of figures with bars: what a figure is made of, and the company's own products with less.

Bars of one list lie on one axis that begins at zero or, where there are credits, left of it; their lengths are their numbers.

>>> rows([("Metal", 300.0, "300"), ("Making", 100.0, "100"), ("Recycling", -100.0, "−100")])[2]
PartRow(words='Recycling', printed='−100', left=0.0, width=25.0, credit=True)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from co2label.figures import Shown, common_unit, in_kg, stated_in
from co2label.wording import Translator, in_language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from co2label.declaration import Declaration, StageLine, WorkingLine

_MOST_ROWS = 6
"""Parts that are told; where there are more, the smallest are one row."""

_MOST_PRODUCTS = 3

_AMOUNT = re.compile(r"[0-9.,]+ ?[^\s*0-9]+")
"""An amount that a shopper reads: "70 g", and not "0.110 kg * 120 km"."""

NO_BREAK = "\u00a0"

_DETAIL = re.compile(r"\s*[（(].*")


class PartRow(NamedTuple):
    """A line of a list."""

    words: str
    printed: str
    left: float
    """Where its bar begins, in percent of the width."""
    width: float
    credit: bool = False


def rows(parts: Sequence[tuple[str, float, str]], whole: float = 0.0) -> list[PartRow]:
    """Rows with bars on one axis, which reaches to the whole at least.

    Args:
        parts: of each the words, the number, and the number as printed.
        whole: the number at the end of the axis where none is larger.
    """
    numbers = [number for _, number, _ in parts]
    least, most = min(0.0, *numbers, whole), max(0.0, *numbers, whole)
    scale = 100.0 / (most - least) if most > least else 0.0
    return [
        PartRow(words, printed, (min(0.0, number) - least) * scale, abs(number) * scale, number < 0)
        for words, number, printed in parts
    ]


def made_of(declaration: Declaration, words: Translator) -> list[PartRow]:
    """What the figure is made of, the largest first: its lines where they are published, else its stages."""
    lines: list[WorkingLine | StageLine] = list(declaration.working) or [
        line for line in declaration.stages if line.status == "included" and line.value is not None
    ]
    numbers = [_number(line.value or "") for line in lines]
    found = sorted(zip(lines, numbers, strict=True), key=lambda pair: -pair[1])
    by_percent = bool(found) and all(line.percent is not None for line, _ in found)
    if not by_percent:
        unit = words.unit(declaration.shown.unit)
        parts = [
            (_named(line, words), number, f"{words.number(line.value or '')} {unit}")
            for line, number in found
        ]
        return rows(parts, _number(declaration.shown.value))
    parts = [
        (_named(line, words), _number(line.percent or ""), _percent(line.percent or "", words))
        for line, _ in found
    ]
    if len(parts) > _MOST_ROWS:
        told = parts[: _MOST_ROWS - 1]
        rest = round(100 - sum(number for _, number, _ in told))
        parts = [*told, (words.say("page.rest"), float(rest), _percent(str(rest), words))]
    return rows(parts, 100.0)


def stage_bars(declaration: Declaration) -> dict[str, PartRow]:
    """Bars of the table of stages where a credit is among them: on one axis, the credit left of zero; else none."""
    found = [line for line in declaration.stages if line.status == "included" and line.value is not None]
    numbers = [_number(line.value or "") for line in found]
    if not any(number < 0 for number in numbers):
        return {}
    bars = rows([("", number, line.value or "") for line, number in zip(found, numbers, strict=True)])
    return {line.stage: bar for line, bar in zip(found, bars, strict=True)}


def _percent(value: str, words: Translator) -> str:
    return words.say("reference.percent", value=value)


def _named(line: WorkingLine | StageLine, words: Translator) -> str:
    name = getattr(line, "name", None)
    if name is None:
        return words.say(f"stage.{line.stage}")
    amount = getattr(line, "amount", "")
    said = words.of(name)
    return (
        f"{said} {amount.replace(' ', NO_BREAK)}"
        if _AMOUNT.fullmatch(amount) and amount not in said
        else said
    )


def _number(text: str) -> float:
    """A number as printed; what is less than the last place is half of it."""
    digits = float(text.strip("<>%") or 0.0)
    return digits / 2 if text.startswith(("<", ">")) else digits


def with_less(
    declaration: Declaration, others: Sequence[tuple[Declaration, str]], words: Translator
) -> tuple[list[tuple[PartRow, str]], bool]:
    """The company's own products that may be compared and have clearly less, each with the address of its page.

    Figures of unlike units of account, boundaries, warming potentials, rules of sums, categories or companies are not compared
    (CFP display guide of MOE/METI, 2025-02), and ranges that overlap tell no difference.

    Returns:
        Those with the least, at most three; and whether the ranges of all of them are known.
    """
    if not others:
        return [], False
    found = sorted(
        (pair for pair in others if _has_less(declaration, pair[0])), key=lambda pair: _kg(pair[0])
    )
    chosen = found[:_MOST_PRODUCTS]
    parts = [
        (words.of(other.name), _kg(other), _printed(other, declaration.shown.unit, words))
        for other, _ in chosen
    ]
    known = declaration.interval is not None and all(other.interval for other, _ in chosen)
    return list(
        zip(rows(parts, _kg(declaration)), (address for _, address in chosen), strict=True)
    ) if parts else [], known


def _has_less(declaration: Declaration, other: Declaration) -> bool:
    if other.product_id == declaration.product_id or like(declaration) != like(other):
        return False
    if declaration.interval and other.interval:
        return _ends(other)[1] < _ends(declaration)[0]
    return _kg(other) < _kg(declaration)


def like(declaration: Declaration) -> tuple[object, ...]:
    """What must be the same in figures that stand under one another."""
    band = declaration.band
    return (
        _DETAIL.sub("", in_language(declaration.declared_unit.words, "ja")),
        declaration.boundary,
        declaration.gwp_set,
        declaration.gwp_horizon,
        declaration.sum_rule,
        in_language(declaration.company, "ja"),
        tuple(line.status for line in declaration.stages),
        in_language(band.category, "ja") if band and band.category else None,
    )


def _kg(declaration: Declaration) -> float:
    return float(in_kg(declaration.shown))


def _ends(declaration: Declaration) -> tuple[float, float]:
    """The ends of the range, kg CO2e."""
    interval, unit = declaration.interval, declaration.shown.unit
    if interval is None:
        return _kg(declaration), _kg(declaration)
    return float(in_kg(Shown(interval.low, unit))), float(in_kg(Shown(interval.high, unit)))


def _printed(declaration: Declaration, unit: str, words: Translator) -> str:
    """The figure as shown, in one unit for all that stand together."""
    value = declaration.shown.value if declaration.shown.unit == unit else stated_in(_kg(declaration), unit)
    return words.quantity(Shown(value, unit))


_FURTHEST = 10_000
"""How many times the least figure the largest may be in a list with one unit."""


def in_one_unit(declarations: Sequence[Declaration]) -> list[Shown]:
    """The figures of several as shown, in one unit; a rice ball and a house keep their own."""
    kgs = [_kg(each) for each in declarations]
    sizes = [abs(kg) for kg in kgs if kg]
    if not sizes or max(sizes) > _FURTHEST * min(sizes):
        return [each.shown for each in declarations]
    unit = common_unit(kgs)
    return [
        each.shown if each.shown.unit == unit else Shown(stated_in(kg, unit), unit)
        for each, kg in zip(declarations, kgs, strict=True)
    ]

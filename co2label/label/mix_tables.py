"""What the power-mix picture shows, as rows of words and figures: sources, certificates, emission factors."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from co2label.figures.rounding import exact, plain
from co2label.indicators.electricity_origin import LEAST_SHARE
from co2label.indicators.origin_words import mix_period, percent_words, period_words, share_words, whole_words
from co2label.label.share_rows import ShareRow
from co2label.wording import format_number, translate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from co2label.indicators import ElectricityOrigin

__all__ = ["MixTable", "mix_lines", "mix_tables"]

_WHOLE = 100
_THOUSANDTH = Decimal("0.001")
"""Of a kg per kWh: as fine as the official list of Japan has it (0.423)."""


@dataclass(frozen=True, slots=True)
class MixTable:
    """A heading, in each language, and its rows."""

    heading: tuple[str, ...]
    rows: tuple[ShareRow, ...]
    note: tuple[str, ...] = ()
    """Below the rows, in each language: that shares are rounded down, where they do not add up to a hundred."""


def mix_tables(origin: ElectricityOrigin, languages: tuple[str, ...]) -> tuple[MixTable, ...]:
    """The mix, the certificates and, where they are known, the emission factors; figures in the first language."""
    factor = "origin.factor.generation" if origin.generation_only else "origin.factor"
    tables = (
        MixTable(tuple(_mix_heading(origin, each) for each in languages), tuple(_sources(origin, languages))),
        _certificates(origin, languages),
        MixTable(_said(factor, languages), tuple(_factors(origin, languages))),
    )
    return tuple(table for table in tables if table.rows)


def mix_lines(origin: ElectricityOrigin, language: str) -> tuple[str, ...]:
    """The same as plain lines, for those who do not see the picture and for terminals."""
    tables = (
        ". ".join(
            [
                f"{table.heading[0]}: {', '.join(f'{row.names[0]} {row.value}' for row in table.rows)}",
                *table.note,
            ]
        )
        for table in mix_tables(origin, (language,))
    )
    words = (
        *(each[language] for each in origin.said.lines),
        *tables,
        *(each[language] for each in origin.said.notes),
    )
    return tuple(line.replace("₂", "2") for line in words)


def _said(key: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(translate(key, each) for each in languages)


def _mix_heading(origin: ElectricityOrigin, language: str) -> str:
    if origin.mix is None:
        return translate("origin.title", language)
    return translate("origin.mix-of", language, period=mix_period(origin.mix, language))


def _certificates_heading(origin: ElectricityOrigin, language: str) -> str:
    periods = translate("origin.list", language).join(period_words(each, language) for each in origin.periods)
    return translate("origin.certificates", language, periods=periods)


def _sources(origin: ElectricityOrigin, languages: tuple[str, ...]) -> Iterator[ShareRow]:
    for source, share in origin.composition:
        value = _short(percent_words(100 * share, languages[0]), languages[0])
        yield ShareRow(_said(f"origin.source.{source}", languages), value, share)


def _certificates(origin: ElectricityOrigin, languages: tuple[str, ...]) -> MixTable:
    """Shares as the claims say them, rounded down, and what has no certificate: what they leave of 100, where that is true."""
    first = languages[0]
    rows = [
        ShareRow(
            _said(f"origin.by.{part.claim}", languages),
            _short(share_words(part.share, first), first),
            part.share,
        )
        for part in origin.parts
    ]
    percents = [int(exact(100 * part.share)) for part in origin.parts]
    left = 1 - origin.certified
    if left > LEAST_SHARE:
        percents.append(_left(100 * left, _WHOLE - sum(percents)))
        value = _short(whole_words(percents[-1], first), first)
        rows.append(ShareRow(_said("origin.by.none", languages), value, left))
    heading = tuple(_certificates_heading(origin, each) for each in languages)
    apart = sum(percents) != _WHOLE
    return MixTable(heading, tuple(rows), _said("origin.rounded-down", languages) if apart else ())


def _left(percent: float, complement: int) -> int:
    """What others leave of a hundred, if it lies less than one from the share itself; else the nearest whole percent."""
    if abs(complement - percent) < 1:
        return complement
    return int(exact(percent).quantize(Decimal(1), ROUND_HALF_UP))


def _short(value: str, language: str) -> str:
    """A share as it has room beside a bar: "<1%" as on labels, where a sentence says "under 1%"."""
    if value == translate("reference.below-one", language):
        return translate("reference.percent", language, value="<1")
    return value


def _factors(origin: ElectricityOrigin, languages: tuple[str, ...]) -> Iterator[ShareRow]:
    for name, kg in (("market", origin.market_kg_per_kwh), ("location", origin.location_kg_per_kwh)):
        if kg is not None:
            yield ShareRow(_said(f"origin.factor.{name}", languages), _kg(kg, languages[0]))


def _kg(kg: float, language: str) -> str:
    shown = exact(kg).quantize(_THOUSANDTH)
    if kg > 0 and not shown:
        return f"<{format_number(plain(_THOUSANDTH), language)}"
    return format_number(plain(shown), language)

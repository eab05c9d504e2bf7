"""Global warming potentials: kilograms of CO2e per kilogram of gas, by report, horizon and origin of methane.

Standard: IPCC AR4 Table 2.14, AR5 Table 8.A.1 (without climate-carbon feedbacks), AR6 Table 7.SM.7, with methane of
AR6 from Table 7.15, which tells fossil from biogenic. HFC-134a of AR6 is 1530 (7.SM.7, as every other HFC here), not
the 1526 of Table 7.15. A blend is the sum of its parts by mass. A value that a report does not print is an error,
never a guess.

>>> gwp("CH4", origin="fossil"), gwp("CH4", origin="biogenic"), gwp("N2O", gwp_set="AR5")
(29.8, 27.0, 265.0)
>>> gwp("R-410A", gwp_set="AR5")
1923.5
>>> gwp("CH4")
Traceback (most recent call last):
...
co2label.errors.FactorError: the GWP of CH4 in AR6 depends on its origin; give origin "fossil" or "biogenic"
"""

from __future__ import annotations

import difflib
from functools import cache, lru_cache
from typing import Any, get_args

from co2label._data import data_rows, data_table
from co2label.errors import FactorError, clip
from co2label.model import CARBON_ORIGINS, GwpSet, Source, gas_key

GWP_SETS: tuple[GwpSet, ...] = get_args(GwpSet)

HORIZONS: tuple[int, ...] = (100, 20)


_NEAREST = 3

_DIGITS = 12
"""A blend's GWP is a sum of decimal numbers: rounded to drop the noise of binary ones."""


@lru_cache(maxsize=4096)
def gwp(gas: str, *, gwp_set: str = "AR6", horizon: int = 100, origin: str | None = None) -> float:
    """Kilograms of CO2e per kilogram of `gas`.

    Args:
        gas: CO2, CH4, N2O, HFC-134a, SF6, CF4, R-410A…; case and hyphens do not matter. CH4-fossil is CH4 with its origin.
        gwp_set: the IPCC report: AR4, AR5 or AR6.
        horizon: years: 100 or 20.
        origin: "fossil" (leaks), "biogenic", or "combustion": what did not burn of a fossil fuel; needed for CH4 where
            the report splits it. The fossil value holds the CO2 that methane becomes; fuel factors count all carbon as
            CO2 already, so methane of combustion takes the other value (GHG Protocol, GWP Values 2.0, August 2024).

    Raises:
        FactorError: an unknown gas (names the nearest), set or horizon; CH4 without its origin; a value that the report
            does not print.

    >>> gwp("CH4", origin="combustion"), gwp("CH4-fossil", gwp_set="AR5")
    (27.0, 30.0)
    >>> gwp("hfc134a"), gwp("SF6"), gwp("CH4", gwp_set="AR4", horizon=20)
    (1530.0, 24300.0, 72.0)
    """
    column = _column(gwp_set, horizon)
    name, origin = _named(gas, origin)
    if name in _blends():
        parts = _blends()[name].items()
        total = sum(share * gwp(part, gwp_set=gwp_set, horizon=horizon) for part, share in parts)
        return float(f"{total:.{_DIGITS}g}")
    origin = "biogenic" if origin == "combustion" else origin
    values = [
        row[column]
        for row in _rows()
        if row["gas"] == name and row["origin"] in {"", origin or row["origin"]}
    ]
    if len(set(values)) > 1:
        raise FactorError(
            f'the GWP of {name} in {gwp_set} depends on its origin; give origin "fossil" or "biogenic"'
        )
    if not values[0]:
        raise FactorError(
            f"{gwp_set} prints no {horizon}-year GWP of {name} that could be confirmed; choose another set or horizon"
        )
    return float(values[0])


def gases() -> tuple[str, ...]:
    """Return the gases and blends that have a GWP in at least one set.

    >>> gases()[:3], len(gases()) > 90
    (('CO2', 'CH4', 'N2O'), True)
    """
    return (*dict.fromkeys(row["gas"] for row in _rows()), *_blends())


def gwp_source(gas: str, *, gwp_set: str = "AR6") -> Source:
    """Return the publication from which the GWP of `gas` in a set comes.

    Raises:
        FactorError: an unknown gas or set.

    >>> gwp_source("CH4").locator
    'Table 7.15'
    """
    _column(gwp_set, HORIZONS[0])
    name, _ = _named(gas, None)
    table = _sources()[gwp_set]
    texts = {key: value for key, value in table.items() if not isinstance(value, dict)} | table.get(name, {})
    if name in _blends():
        texts["locator"] = (
            f"{texts['locator']}; parts: {_sources()['blends']['title']}, {_sources()['blends']['locator']}"
        )
    return Source(id=f"ipcc-{gwp_set.lower()}", **texts)


def _column(gwp_set: str, horizon: int) -> str:
    if gwp_set not in GWP_SETS:
        raise FactorError(f"expected a GWP set of {', '.join(GWP_SETS)}, got {clip(gwp_set)}")
    if horizon not in HORIZONS:
        raise FactorError(
            f"expected a GWP horizon of {' or '.join(map(str, HORIZONS))} years, got {clip(horizon)}"
        )
    return f"{gwp_set}-{horizon}"


def _named(gas: str, origin: str | None) -> tuple[str, str | None]:
    """Return the canonical name of a gas, and its origin where the name says it (CH4-fossil)."""
    if origin is not None and origin not in CARBON_ORIGINS:
        raise FactorError(f'expected an origin "fossil", "biogenic" or "combustion", got {clip(origin)}')
    stem, _, ending = str(gas).rpartition("-")
    if ending in CARBON_ORIGINS and origin in {None, ending}:
        return _named(stem, ending)
    name = _names().get(gas_key(str(gas)))
    if name is None:
        raise FactorError(_unknown(str(gas)))
    if origin is not None and name != "CH4":
        raise FactorError(f"only CH4 has a GWP by origin, not {name}; remove origin {origin!r}")
    return name, origin


def _unknown(gas: str) -> str:
    near = difflib.get_close_matches(gas_key(gas), list(_names()), n=_NEAREST, cutoff=0.6)
    names = dict.fromkeys(_names()[key] for key in near)
    hint = f"did you mean {' or '.join(names)}?" if names else "see gases()"
    return f"no GWP for a gas {clip(gas)}; {hint}"


@cache
def _rows() -> tuple[dict[str, str], ...]:
    return tuple(data_rows("bundled/gwp.csv", beside=__file__))


@cache
def _blends() -> dict[str, dict[str, float]]:
    rows = data_rows("bundled/gwp_blends.csv", beside=__file__)
    parts = {row["blend"]: [part.partition("=") for part in row["parts"].split()] for row in rows}
    return {blend: {gas: float(share) for gas, _, share in shares} for blend, shares in parts.items()}


@cache
def _names() -> dict[str, str]:
    aliases = {gas_key(alias): row["gas"] for row in _rows() for alias in row["aliases"].split()}
    return aliases | {gas_key(name): name for name in (*(row["gas"] for row in _rows()), *_blends())}


@cache
def _sources() -> dict[str, dict[str, Any]]:
    return data_table("bundled/gwp_sources.toml", beside=__file__)

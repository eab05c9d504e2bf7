"""Readers of Japan's statutory coefficients and of the ministry's database of unit values. CO2 only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from derived import Derived, Problems

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["read_jp_moe", "read_jp_shk"]

_PAIR = r"(\d\.\d{6})\s+\d\.\d{6}"


def read_jp_shk(folder: Path, problems: Problems) -> dict[str, Derived]:
    """Japan's statutory coefficients: fuels, electricity (residual menus), city gas. CO2 only."""
    base = folder / "jp_shk_full"
    found = dict(_denki((base / "denki.txt").read_text(encoding="utf-8")))
    for fields in _tab(base / "fuels.tsv"):
        _add(
            found,
            problems,
            f"fuel:{fields[0]}",
            float(fields[4]),
            f"算定方法・排出係数一覧 p.23, {fields[1]}",
        )
    for fields in _tab(base / "gas.tsv"):
        if fields[2].endswith("残差"):
            locator = f"ガス事業者別排出係数 R7年度供給実績, {fields[0]} {fields[1]}, {fields[2]}"
            _add(found, problems, f"gas:{fields[0]}", float(fields[3]), locator)
    return found


def _denki(text: str) -> Iterator[tuple[str, Derived]]:
    """The residual menu of each retailer; a retailer's group of menus ends with its reference line."""
    locator = "電気事業者別排出係数 R6年度実績 (2026-06-04)"
    retailer = ""
    residual = None
    for line in text.splitlines():
        code = re.match(r"([A-Z]\d{4})\s+(\S+)", line)
        if code:
            retailer = f"{code[1]} {code[2]}"
        menu = re.search(rf"\(残差\)\s+{_PAIR}", line)
        if menu:
            residual = float(menu[1])
        if "(参考値)" in line and retailer and residual is not None:
            value = round(residual * 1000, 6)
            yield f"denki:{retailer[:5]}", Derived(value, f"{locator}, {retailer}, 残差", unit="kgCO2")
            retailer, residual = "", None
    for key, label in (("average", "全国平均係数"), ("substitute", "代替値")):
        line = re.search(rf"^\s+{label}\S*\s+(\d\.\d{{6}})\s*$", text, re.MULTILINE)
        if line:
            value = round(float(line[1]) * 1000, 6)
            yield f"denki:{key}", Derived(value, f"{locator}, {label}", unit="kgCO2")


_MOE_SCALE = {"t-CO2/t": 1.0, "t-CO2/t-km": 1000.0, "kg-CO2/泊": 1.0, "kg-CO2/円": 1000.0}
"""To kg per kg, per t*km, per night, per 1000 yen."""


def read_jp_moe(folder: Path, problems: Problems) -> dict[str, Derived]:
    """MOE's database of unit values 3.6 (a selection of its rows). CO2 only."""
    found: dict[str, Derived] = {}
    for fields in _tab(folder / "jp_shk_full/scope3.tsv"):
        if fields[3] in _MOE_SCALE:
            value = round(float(fields[4]) * _MOE_SCALE[fields[3]], 9)
            _add(found, problems, fields[0], value, f"排出原単位DB Ver.3.6, {fields[1]}")
    return found


def _add(found: dict[str, Derived], problems: Problems, key: str, value: float, locator: str) -> None:
    if key in found and found[key].value != value:
        problems.append(f"{key}: two values, {found[key].value:g} and {value:g}")
    found[key] = Derived(value, locator, unit="kgCO2")


def _tab(path: Path) -> Iterator[list[str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")

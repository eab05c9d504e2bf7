"""Rewrite the bundled factor table from the source files.

    python tools/derive_factors.py SOURCES [--draft DRAFT.csv] [--check]

SOURCES is the folder that holds the published files (one folder a source, see `factor_recipes/README.md`); they are
not part of the project. Each recipe row says which row of which source becomes which factor (id, names, search words,
boundary); every number is read from the file. Invariants of the sources are checked on the way, and with --draft
every value is compared with an earlier table. --check writes nothing and fails if the bundled table would change.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from derive_gwp import derive_gwp
from derive_sources import READERS
from derived import Derived, Problems

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
RECIPES = ROOT / "tools" / "factor_recipes"
BUNDLED = ROOT / "co2label" / "factors" / "bundled"
COLUMNS = (
    *(
        "id",
        "aliases",
        "name_ja",
        "name_en",
        "name_fr",
        "keywords",
        "value",
        "unit",
        "per",
        "boundary",
        "represents",
        "geography",
        "year",
    ),
    *("gwp_set", "gases", "components", "stages", "dqr", "energy", "locator", "note"),
)
_SAME = 5e-5
"""Relative difference below which a value is the draft's (which has six digits)."""
_CARBON_TO_CO2 = 44 / 12
_STATUTE_DIGITS = 0.006
"""Half of the last of three printed digits, relative."""
_FOSSIL_BOUNDARIES = {
    *("combustion", "generation", "generation-and-losses", "transport-ttw", "upstream", "td-loss"),
    "collection",
}
_FOSSIL_SOURCES = {"desnz-2025", "epa-hub-2025", "jp-shk-2026", "jp-moe-db-3.6"}

Row = dict[str, str]


def main() -> int:
    """Derive, check, compare, write."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("sources", type=Path)
    ask.add_argument("--draft", type=Path)
    ask.add_argument("--check", action="store_true")
    asked = ask.parse_args()
    problems: Problems = []
    tables = {source: table(source, asked.sources, problems) for source in READERS}
    files = {f"{source}.csv": _text(rows, COLUMNS) for source, rows in tables.items()}
    files |= derive_gwp(asked.sources, problems)
    for problem in problems:
        print("!", problem)
    if asked.draft:
        for difference in _differences(asked.draft, tables):
            print("~", difference)
    changed = [name for name, text in files.items() if _present(BUNDLED / name) != text]
    if not asked.check:
        for name in changed:
            (BUNDLED / name).write_text(files[name], encoding="utf-8")
    counts = {source: len(rows) for source, rows in tables.items()}
    print(f"{sum(counts.values())} factors", counts, "changed:", ", ".join(changed) or "nothing")
    return 1 if asked.check and changed else 0


def table(source: str, folder: Path, problems: Problems) -> list[Row]:
    """The bundled rows of one source, in the order of its recipe."""
    derived = READERS[source](folder, problems)
    rows = []
    with (RECIPES / f"{source}.csv").open(encoding="utf-8", newline="") as lines:
        for recipe in csv.DictReader(lines):
            found = (
                _by_statute(recipe) if recipe["key"].startswith("formula:") else derived.get(recipe["key"])
            )
            if found is None:
                problems.append(f"{source} {recipe['id']}: no row {recipe['key']!r} with a value; left out")
                continue
            _check_statute(recipe, found, problems)
            rows.append(_row(source, recipe, _without_forcing(recipe, found, derived, problems)))
    return rows


def _without_forcing(recipe: Row, found: Derived, derived: dict[str, Derived], problems: Problems) -> Derived:
    """A row with radiative forcing has the gases of the row without it; what it has more is the forcing, no mass of a gas."""
    if not recipe["hint"].startswith(_RF):
        return found
    plain = derived[recipe["hint"].removeprefix(_RF)]
    others = [{gas: kg for gas, kg in row.gases.items() if gas != "CO2"} for row in (found, plain)]
    if found.value <= plain.value or others[0] != others[1]:
        problems.append(f"{recipe['id']}: the row without RF is not its gases alone")
    return replace(found, gases=plain.gases, forcing=round(found.value - plain.value, _DECIMALS))


_RF = "aircraft-rf="
_DECIMALS = 9
"""Of a difference of two numbers with five: anything more is the noise of binary numbers."""


def _row(source: str, recipe: Row, found: Derived) -> Row:
    gases = _gases(recipe, found)
    return {
        **{column: recipe.get(column, "") for column in COLUMNS},
        "value": _number(found.value),
        "unit": found.unit,
        "year": found.year or recipe["year"],
        "gwp_set": found.gwp_set,
        "gases": _parts(gases),
        "components": _parts(_components(source, recipe, found)),
        "stages": _parts(found.stages),
        "dqr": "" if found.dqr is None else _number(found.dqr),
        "energy": recipe["energy"] if recipe["energy"] not in {"", "x"} else found.energy,
        "locator": found.locator,
        "note": "; ".join(part for part in (recipe["note"], found.note) if part),
    }


_BURNT = {"combustion", "generation", "generation-and-losses", "td-loss", "transport-ttw"}
"""Boundaries whose methane is what did not burn of a fuel: its carbon is counted as CO2 already."""


def _gases(recipe: Row, found: Derived) -> dict[str, float]:
    if found.unit == "kgCO2":
        return {} if recipe["id"].endswith("landfill") else {"CO2": found.value}
    burnt = recipe["boundary"] in _BURNT
    methane = "CH4-biogenic" if recipe["hint"] == "biogenic" else "CH4-combustion" if burnt else "CH4-fossil"
    return {methane if gas == "CH4" else gas: kg for gas, kg in found.gases.items() if kg}


def _components(source: str, recipe: Row, found: Derived) -> dict[str, float]:
    if found.forcing:
        return {"aircraft": round(found.value - found.forcing, _DECIMALS), "aircraft-forcing": found.forcing}
    if recipe["hint"] == "aircraft":
        return {"aircraft": found.value}
    if recipe["hint"] == "biogenic":
        return {"biogenic-non-co2": found.value}
    fossil = recipe["boundary"] in _FOSSIL_BOUNDARIES or recipe["id"].startswith("waste.jp.")
    refrigerant = recipe["boundary"] == "gwp"
    landfill = recipe["id"].endswith("landfill")
    if (fossil or refrigerant) and not landfill and source in _FOSSIL_SOURCES:
        return {"fossil": found.value}
    return {}


def _by_statute(recipe: Row) -> Derived:
    """A coefficient that the ordinance gives as heat content times carbon content; printed with three digits."""
    value = float(f"{_heat(recipe) * _carbon(recipe) * _CARBON_TO_CO2:.3g}")
    locator = f"算定省令 別表第1 都市ガス: {_heat(recipe):g} GJ/千m3 × {_carbon(recipe):g} tC/GJ × 44/12"
    return Derived(value, locator, unit="kgCO2")


def _check_statute(recipe: Row, found: Derived, problems: Problems) -> None:
    if recipe["hint"].startswith("carbon="):
        computed = _heat(recipe) * _carbon(recipe) * _CARBON_TO_CO2
        if abs(computed / found.value - 1) > _STATUTE_DIGITS:
            problems.append(
                f"{recipe['id']}: heat × carbon × 44/12 = {computed:.4g}, printed {found.value:g}"
            )


def _heat(recipe: Row) -> float:
    return float(recipe["energy"].split()[0])


def _carbon(recipe: Row) -> float:
    return float(recipe["hint"].removeprefix("carbon="))


def _differences(draft: Path, tables: dict[str, list[Row]]) -> Iterator[str]:
    rows = [row for rows in tables.values() for row in rows]
    ours = {name: row for row in rows for name in (row["id"], *row["aliases"].split())}
    with draft.open(encoding="utf-8", newline="") as lines:
        drafts = {row["id"]: row for row in csv.DictReader(lines)}
    for key, row in drafts.items():
        mine = ours.get(key)
        if mine is None:
            yield f"{key}: not in the table"
            continue
        old, new = float(row["value"]), float(mine["value"])
        if abs(new - old) > _SAME * abs(old):
            yield f"{key}: {old:g} in the draft, {new:g} in the source"
        if row["unit"] != mine["unit"] or row["year"] != mine["year"]:
            yield f"{key}: {row['unit']} {row['year']} in the draft, {mine['unit']} {mine['year']} now"
    known = {row["id"] for row in rows if {row["id"], *row["aliases"].split()} & set(drafts)}
    yield f"{len(rows) - len(known)} factors are not in the draft"


def _number(value: float) -> str:
    return f"{value:.10g}"


def _parts(parts: dict[str, float]) -> str:
    return " ".join(f"{name}={_number(kg)}" for name, kg in parts.items())


def _text(rows: list[Row], columns: tuple[str, ...]) -> str:
    lines = io.StringIO()
    used = [column for column in columns if any(row[column] for row in rows)]
    writer = csv.DictWriter(lines, used, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return lines.getvalue()


def _present(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main())

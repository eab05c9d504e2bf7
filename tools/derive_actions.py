"""Rewrite the figures of the actions from the open data that they are recomputed from.

    python tools/derive_actions.py SOURCES [--check]

SOURCES is the folder that holds `footprint.csv` and `option.csv` of github.com/codeforjapan/JibungotoPlanet-backend (folder
`data`, commit e7d5892; MIT), which carry Koide et al. 2021 (Environ. Res. Lett. 16 084001): what a person in Japan consumed in
2015, kilograms of CO2e a unit of it, and what each option changes in both. They are not part of the project.

Each option is applied alone and in full to the average person. The rules of the table that ask for a person's own answers
(kind of car, insulation, food loss) take the answer "unknown", that is, the average. What an option adds elsewhere (the
making of insulation, rides on a train) is taken off where it reduces, in proportion: so no part of an effect is negative,
and all parts add up to the net figure.

--check writes nothing and fails if a figure in `co2label/incentive/data` would change.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import defaultdict
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "co2label" / "incentive" / "data"
PART_OF = {
    "electricity": "electricity",
    "other-energy": "heating",
    "construction-maintenance": "home",
    "water": "water",
    "private-car": "car",
    **dict.fromkeys(("airplane", "train", "bus", "ferry", "car-sharing-taxi", "motorbike"), "transport"),
    **dict.fromkeys(("bicycle", "walking"), "transport"),
    "clothes": "clothes",
    "appliance-furniture": "appliances",
    "daily-goods-cosmetics-medicine": "daily-goods",
    **dict.fromkeys(("hobby-books-magazines", "hotel-travel", "leisure-sports"), "leisure"),
}
"""A part of life for each subdomain of the source; all of food is one part, what is left of the others is services."""
OPTION_OF = {
    "renewable-electricity": "grid-re",
    "cool-warm-biz": "clothes-home",
    "led-lighting": "led",
    "energy-monitoring": "enenudge",
    "solar-panels": "self-re",
    "zero-energy-house": "zeh",
    "insulation-renovation": "insrenov",
    "heat-pump-water-heater": "ec",
    "telework": "telework",
    "daily-transit": "dailyshift",
    "long-distance-transit": "longshift",
    "car-sharing": "carshare",
    "zero-carbon-drive": "car-ev-phv-re",
    "food-loss": "loss",
    "meatless-meals": "vegetarian",
    "seasonal-food": "seasonal",
    "local-vegetables": "local",
    "clothes-longer": "clothes-accessory",
}
UNKNOWN_ANSWER = {
    "mobility_driving-intensity": 0.132327833,  # parameter.csv, car-intensity-factor, unknown_driving-intensity
    "mobility_manufacturing-intensity": 4154.604604,  # unknown_manufacturing-intensity
    "food_food-amount-to-average": 1.0,
    "housing_housing-insulation-renovation": -0.478549419,  # housing-insulation, unknown_renovation
    "housing_housing-insulation-clothing": -0.4,  # unknown_clothing
}
PHASES = (
    (
        "absolute-target",
        "increase-rate",
        "reduction-rate",
        "question-reduction-rate",
        "question-answer-to-target",
    ),
    ("proportional-to-other-items", "shift-from-other-items", "shift-from-other-items-then-reduction-rate"),
    (
        "further-reduction-from-other-footprints",
        "proportional-to-other-footprints",
        "rebound-from-other-footprints",
    ),
)
"""The rules in the order in which they are applied: later ones read what earlier ones changed."""

NOTHING = 1e-9
"""Kilograms that are but the noise of float64."""

Values = dict[str, float]
Row = dict[str, str]


def main() -> int:
    """Derive, then write or compare."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("sources", type=Path)
    ask.add_argument("--check", action="store_true")
    given = ask.parse_args()
    base, parts = _footprint(given.sources)
    options: dict[str, list[Row]] = defaultdict(list)
    for row in _rows(given.sources / "option.csv"):
        options[row["option"]].append(row)
    effects = {key: _effect(base, parts, options[name]) for key, name in OPTION_OF.items()}
    return _finish(_by_part(base, parts), effects, check=given.check)


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _footprint(sources: Path) -> tuple[Values, dict[str, str]]:
    """Amounts and intensities by "domain_item_amount", and the part of each "domain_item"."""
    base: Values = {}
    parts: dict[str, str] = {}
    for row in _rows(sources / "footprint.csv"):
        domain = row["dir_domain"].removeprefix("baseline_")
        key = f"{domain}_{row['item_type']}"
        base[key] = float(row["value"])
        parts[key.rsplit("_", 1)[0]] = (
            "food" if domain == "food" else PART_OF.get(row["subdomain"], "services")
        )
    return base, parts


def _kg(values: Values, item: str) -> float:
    return values.get(f"{item}_amount", 0.0) * values.get(f"{item}_intensity", 0.0)


def _by_part(values: Values, parts: dict[str, str]) -> Values:
    found: Values = defaultdict(float)
    for item, part in parts.items():
        found[part] += _kg(values, item)
    return found


def _effect(base: Values, parts: dict[str, str], rows: list[Row]) -> Values:
    """Kilograms a person and year that an option takes off, by part."""
    after = dict(base)
    for phase in PHASES:
        for row in rows:
            if row["operation"] in phase and row["domain_item_type"] in base:
                after[row["domain_item_type"]] = _changed(row, base, after)
    before, left = _by_part(base, parts), _by_part(after, parts)
    change = {part: before[part] - left[part] for part in before}
    net, gross = sum(change.values()), sum(kg for kg in change.values() if kg > 0)
    return {part: kg * net / gross for part, kg in change.items() if kg > NOTHING}


def _changed(row: Row, base: Values, after: Values) -> float:
    """What one row of the table makes of its value."""
    value, args, old = float(row["value"]), row["args"].split(), base[row["domain_item_type"]]
    match row["operation"]:
        case "absolute-target":
            new = value
        case "increase-rate" | "reduction-rate":
            new = old * (1 + value)
        case "question-reduction-rate":
            new = old * (1 + value * UNKNOWN_ANSWER[args[0]])
        case "question-answer-to-target":
            new = old * value / UNKNOWN_ANSWER[args[0]]
        case "shift-from-other-items":
            new = old - value * _change(args, base, after)
        case "shift-from-other-items-then-reduction-rate":
            new = (old / value - _change(args[1:], base, after)) * (1 + float(args[0])) * value
        case "proportional-to-other-items":
            sums = [sum(of.get(one, 0.0) for one in args) for of in (base, after)]
            new = old * (1 - value + value * sums[1] / sums[0])
        case _:
            new = _by_footprints(row, base, after, value, args)
    return new


def _change(keys: list[str], base: Values, after: Values) -> float:
    return sum(after.get(key, 0.0) - base.get(key, 0.0) for key in keys)


def _by_footprints(row: Row, base: Values, after: Values, value: float, args: list[str]) -> float:
    """Rules that read kilograms of other items and not their amounts."""
    key = row["domain_item_type"]
    before, now = (sum(_kg(of, one) for one in args) for of in (base, after))
    if row["operation"] == "proportional-to-other-footprints":
        return base[key] * (1 - value + value * now / before)
    item, kind = key.rsplit("_", 1)
    other = base[f"{item}_{'intensity' if kind == 'amount' else 'amount'}"]
    sign = 1 if row["operation"] == "rebound-from-other-footprints" else -1
    return base[key] + sign * (now - before) * value / other


def _finish(living: Values, effects: dict[str, Values], *, check: bool) -> int:
    """Put the figures into the tables, whose other columns are written by hand."""
    changed = _fill(DATA / "living.csv", {part: {"kg": kg} for part, kg in living.items()}, check=check)
    changed |= _fill(DATA / "actions.csv", effects, check=check, blank=tuple(living))
    if check and changed:
        print("figures would change", file=sys.stderr)
    return int(check and changed)


def _fill(path: Path, figures: dict[str, Values], *, check: bool, blank: tuple[str, ...] = ()) -> bool:
    rows = _rows(path)
    before = [dict(row) for row in rows]
    for row in rows:
        if row["id"] in figures:
            row.update(dict.fromkeys(blank, ""))
            row.update({column: f"{kg:.9g}" for column, kg in figures[row["id"]].items()})
    if not check:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return rows != before


if __name__ == "__main__":
    sys.exit(main())

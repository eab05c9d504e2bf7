"""Write every unit with its spellings, codes and words into docs/reference/units.md, from co2label/units/units.toml.

`python tools/units_reference.py` writes it; with `--check` it fails if the page is not what the tables say.
"""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from co2label.units import UNITS, parse_unit
from co2label.units._registry import (
    _TABLES,
    AMBIGUOUS,
    CODES,
    COUNTER_CODES,
    COUNTERS,
    SPELLINGS,
    WORDS,
)
from co2label.wording import LANGUAGES, translations

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "units.md"

_ROOTS = {
    "mass": "kg",
    "length": "m",
    "area": "m2",
    "volume": "m3",
    "time": "s",
    "energy": "J",
    "energy/time": "W",
}
_BEHIND = {
    f"{name} {system}"
    for unit in _TABLES["qualified"].values()
    for system in unit["by"].split()
    for name in unit["names"]
}
_HEAD = """# Units

What stands in amounts, declared units and factors. Words take any case; symbols and codes are as written, since case tells
units apart (mg, Mg). What qualifies a US or imperial unit may stand behind it as well, and be joined by a hyphen or an
underscore: US gallon, gallon-US, us_gallon. A name that could mean several units is refused with its choices. Codes are those
of UN/ECE Recommendations 20 and 21. `tools/units_reference.py` writes this page from the tables that read amounts.
"""


def page() -> str:
    """The whole page."""
    return f"{_HEAD}{''.join(_kinds())}{_counters()}{_refused()}"


def _kinds() -> Iterator[str]:
    ordered = sorted(
        UNITS, key=lambda unit: (_kind(unit) not in _ROOTS, list(map(_kind, UNITS)).index(_kind(unit)))
    )
    for kind, units in groupby(ordered, _kind):
        yield f"\n## {kind}\n\n| unit | is | also written | code |\n| --- | --- | --- | --- |\n"
        yield from map(_row, units)


def _kind(unit: str) -> str:
    return str(parse_unit(unit).dimension)


def _row(unit: str) -> str:
    root = _ROOTS.get(_kind(unit), "")
    ratio = f"{parse_unit(unit).scale:.15g} {root}".strip()
    codes = [] if unit == "piece" else CODES.get(unit, [])
    return f"| {unit} | {ratio} | {_listed(_also(unit))} | {_listed(codes)} |\n"


def _also(unit: str) -> list[str]:
    """Spellings of a unit; of a piece those that are no counter."""
    if unit == "piece":
        return [*_TABLES["units"]["piece"]["written"].split(), *CODES["piece"]]
    words_of = [word for word, canonical in (SPELLINGS | WORDS).items() if canonical == unit]
    return [word for word in words_of if word not in {unit, *CODES.get(unit, ()), *_BEHIND}]


def _counters() -> str:
    head = "\n## what is counted\n\nEach is a piece, and labels keep its word.\n\n"
    return f"{head}| written | code | on a label |\n| --- | --- | --- |\n" + "".join(
        f"| {_listed(spelled)} | {_listed(COUNTER_CODES.get(name, []))} | {_said(name)} |\n"
        for name, spelled in COUNTERS.items()
    )


def _said(name: str) -> str:
    return ", ".join(
        translations(language)[f"unit.{name}"].partition("|")[0].format(n=1) for language in LANGUAGES
    )


def _refused() -> str:
    head = "\n## refused, since it could mean several\n\n| written | write instead |\n| --- | --- |\n"
    by_choice: dict[str, list[str]] = {}
    for word, choices in AMBIGUOUS.items():
        by_choice.setdefault(choices, []).append(word)
    return head + "".join(f"| {_listed(found)} | {choices} |\n" for choices, found in by_choice.items())


def _listed(texts: list[str]) -> str:
    return " · ".join(dict.fromkeys(texts)).replace("|", "\\|")


def main(arguments: list[str]) -> Iterator[str]:
    """Write the page, or say that it is not what the tables say."""
    wanted = page()
    if "--check" not in arguments:
        PAGE.write_text(wanted, encoding="utf-8")
    elif PAGE.read_text(encoding="utf-8") != wanted:
        yield f"{PAGE.name} is not what the tables say; run python tools/units_reference.py"


if __name__ == "__main__":
    sys.exit("\n".join(main(sys.argv[1:])) or 0)

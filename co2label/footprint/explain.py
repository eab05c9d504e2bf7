"""A figure taken apart: a tree of activities, each with its sum, its source, its kilograms and its percent.

The tree is made from the contributions alone, so it also explains a footprint that was stored and read again.
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from co2label.model.noun import in_language
from co2label.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from co2label.footprint.result import Contribution, Footprint

__all__ = ["Explanation", "Row", "explain"]

_WORDS = {
    "en": {"per": "{name}: {kg} kg CO2e per {unit}", "notes": "Notes", "basis": "GWP: {set}, {years} years"},
    "ja": {"per": "{name}：{unit}あたり {kg} kg CO2e", "notes": "注記", "basis": "GWP：{set}、{years}年"},
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the tree: an activity, or a product that is opened below it."""

    depth: int
    stage: str
    name: str
    kg_co2e: float
    percent: float | None
    """Of the figure; None where the figure is zero."""
    working: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """The tree behind one figure, as text, as plain data, or as a table in a notebook."""

    footprint: Footprint
    rows: tuple[Row, ...]

    def text(self, language: str = "en") -> str:
        """The tree in lines of text.

        Raises:
            TextError: there is no table of words for the language.
        """
        return "\n".join(self._lines(language))

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON; the tree is flat, each row with its depth."""
        keys = ("depth", "stage", "name", "kg_co2e", "percent", "working", "source")
        return {
            "id": self.footprint.product.id,
            "declared_unit": str(self.footprint.product.declared_unit),
            "kg_co2e": self.footprint.kg_co2e,
            "gwp_set": self.footprint.gwp_set,
            "gwp_horizon": self.footprint.gwp_horizon,
            "rows": [{key: getattr(row, key) for key in keys} for row in self.rows],
            "notes": [{"code": note.code, "message": note.message} for note in self.footprint.notes],
        }

    def __str__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(self.text())}</pre>"

    def _lines(self, language: str) -> Iterator[str]:
        footprint = self.footprint
        words = _WORDS.get(language, _WORDS["en"])
        name = in_language(footprint.product.name, language)
        unit = str(footprint.product.declared_unit)
        yield words["per"].format(name=name, kg=f"{footprint.kg_co2e:.10g}", unit=unit)
        yield words["basis"].format(set=footprint.gwp_set, years=footprint.gwp_horizon)
        for stage, kg in footprint.stages.items():
            yield ""
            yield f"{say(f'stage.{stage}', language)}  {kg:.10g} kg{_share(_percent(kg, footprint.kg_co2e))}"
            for row in self.rows:
                if row.stage == stage:
                    yield from _row_lines(row)
        if footprint.notes:
            yield ""
            yield words["notes"]
            yield from (f"  [{note.code}] {note.message}" for note in footprint.notes)


def explain(footprint: Footprint) -> Explanation:
    """Take a footprint apart.

    >>> from co2label.footprint import compute
    >>> from co2label.model import Activity, Product
    >>> flame = Product(id="flame", name="Flame", declared_unit="1 h", boundary="gate-to-gate",
    ...                 activities=[Activity("gas", "900 g", gas="CO2", stage="production")])
    >>> print(explain(compute(flame)))
    Flame: 0.9 kg CO2e per 1 h
    GWP: AR6, 100 years
    <BLANKLINE>
    Production  0.9 kg (100%)
      gas  0.9 kg (100%)
        900 g = 0.9 kg × 1 kgCO2e/kg CO2 (AR6 GWP100) = 0.9 kgCO2e
    """
    total = footprint.kg_co2e
    return Explanation(footprint, tuple(_rows(footprint.contributions, total)))


def _rows(leaves: Sequence[Contribution], total: float) -> Iterator[Row]:
    """Leaves that share the beginning of their path stand below one row for it."""
    above: tuple[tuple[str, str], ...] = ()
    for place, leaf in enumerate(leaves):
        opened = tuple(zip(leaf.path, leaf.steps, strict=False))
        shared = _shared(above, opened) if place and leaves[place - 1].stage == leaf.stage else 0
        for depth in range(shared, len(opened)):
            kg = _kg_below(leaves, place, opened[: depth + 1])
            name, step = opened[depth]
            yield Row(depth, leaf.stage, name, kg, _percent(kg, total), step)
        kg = leaf.kg_co2e
        yield Row(len(opened), leaf.stage, leaf.path[-1], kg, _percent(kg, total), leaf.working, leaf.source)
        above = opened


def _shared(above: tuple[tuple[str, str], ...], opened: tuple[tuple[str, str], ...]) -> int:
    count = 0
    for one, other in zip(above, opened, strict=False):
        if one != other:
            break
        count += 1
    return count


def _kg_below(leaves: Sequence[Contribution], place: int, prefix: tuple[tuple[str, str], ...]) -> float:
    kg, size = 0.0, len(prefix)
    for leaf in leaves[place:]:
        if tuple(zip(leaf.path[:size], leaf.steps[:size], strict=False)) != prefix:
            break
        kg += leaf.kg_co2e
    return kg


def _percent(kg: float, total: float) -> float | None:
    return 100.0 * kg / total if total else None


def _share(percent: float | None) -> str:
    return "" if percent is None else f" ({percent:.3g}%)"


def _row_lines(row: Row) -> Iterator[str]:
    indent = "  " * (row.depth + 1)
    yield f"{indent}{row.name}  {row.kg_co2e:.10g} kg{_share(row.percent)}"
    yield f"{indent}  {row.working}"
    if row.source:
        yield f"{indent}  {row.source}"

"""A figure taken apart: a tree of activities, each with its sum, its source, its kilograms and its percent.

The tree is made from the contributions alone, so it also explains a footprint that was stored and read again.
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from co2label.model import in_language
from co2label.wording import translate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from co2label.footprint.note import Contribution
    from co2label.footprint.result import Footprint

__all__ = ["Explanation", "Row", "explain"]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the tree: an activity, or a product that is opened below it."""

    depth: int
    stage: str
    name: str
    kg_co2e: float
    percent: float | None
    """Of the figure; None where the figure is zero, or a credit takes something from it: then shares say nothing."""
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
            "electricity": dict(self.footprint.electricity),
            "unconverted_kg": self.footprint.unconverted_kg,
            "data_quality": {axis: each.as_dict() for axis, each in self.footprint.data_quality.items()},
            "rows": [{key: getattr(row, key) for key in keys} for row in self.rows],
            "notes": [{"code": note.code, "message": note.message} for note in self.footprint.notes],
        }

    def __str__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(self.text())}</pre>"

    def _lines(self, language: str) -> Iterator[str]:
        footprint = self.footprint
        name = in_language(footprint.product.name, language)
        unit = str(footprint.product.declared_unit)
        yield translate("explain.per", language, name=name, kg=f"{footprint.kg_co2e:.10g}", unit=unit)
        yield translate("explain.basis", language, set=footprint.gwp_set, years=footprint.gwp_horizon)
        yield from _beside(footprint, language)
        whole = _whole(footprint)
        for stage, kg in footprint.stages.items():
            yield ""
            yield f"{translate(f'stage.{stage}', language)}  {kg:.10g} kg{_share(_percent(kg, whole))}"
            for row in self.rows:
                if row.stage == stage:
                    yield from _row_lines(row)
        if footprint.notes:
            yield ""
            yield translate("explain.notes", language)
            yield from (f"  [{note.code}] {note.message}" for note in footprint.notes)


def _beside(footprint: Footprint, language: str) -> Iterator[str]:
    """What belongs beside the figure: how it is summed, removals and credits, GWP sets, electricity, data quality."""
    emitted, removed, credited = (
        f"{kg:.10g}" for kg in (footprint.emitted_kg, footprint.removed_kg, footprint.credited_kg)
    )
    if footprint.sum_rule:
        rule = translate(f"sum-rule.{footprint.sum_rule}", language)
        yield translate("explain.sum-rule", language, rule=rule, kg=emitted)
    if footprint.removed_kg:
        yield translate("explain.removed", language, kg=removed)
    if footprint.credited_kg:
        yield translate("explain.credited", language, kg=credited)
    if footprint.unconverted_kg:
        kg = footprint.unconverted_kg
        share = _share(_percent(kg, _whole(footprint)))
        yield translate("explain.unconverted", language, kg=f"{kg:.10g}", share=share)
    if footprint.electricity:
        both = {name: f"{kg:.10g}" for name, kg in footprint.electricity.items()}
        yield translate("explain.electricity", language, **both)
    for axis, rating in footprint.data_quality.items():
        yield translate("explain.quality", language, axis=axis, working=rating.working)


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
    return Explanation(footprint, tuple(_rows(footprint.contributions, _whole(footprint))))


def _whole(footprint: Footprint) -> float | None:
    """What shares are of: the figure; None where it is zero or a leaf lies below zero."""
    below = any(leaf.kg_co2e < 0 for leaf in footprint.contributions)
    return None if below else footprint.kg_co2e or None


def _rows(leaves: Sequence[Contribution], whole: float | None) -> Iterator[Row]:
    """Leaves that share the beginning of their path stand below one row for it, which sums them."""
    drafts: list[_Draft] = []
    above: list[_Draft] = []
    for leaf in leaves:
        del above[_shared(above, leaf) :]
        for depth in range(len(above), len(leaf.steps)):
            above.append(_Draft(depth, leaf.stage, leaf.path[depth], leaf.steps[depth]))
            drafts.append(above[-1])
        for draft in above:
            draft.kg += leaf.kg_co2e
        last = _Draft(len(leaf.steps), leaf.stage, leaf.path[-1], leaf.working, leaf.source, leaf.kg_co2e)
        drafts.append(last)
    for draft in drafts:
        percent = _percent(draft.kg, whole)
        yield Row(draft.depth, draft.stage, draft.name, draft.kg, percent, draft.working, draft.source)


@dataclass(slots=True)
class _Draft:
    """Strictly private: a row whose leaves are not all added yet."""

    depth: int
    stage: str
    name: str
    working: str
    source: str = ""
    kg: float = 0.0


def _shared(above: Sequence[_Draft], leaf: Contribution) -> int:
    """How many of the open rows the path of a leaf goes through."""
    if above and above[0].stage != leaf.stage:
        return 0
    for depth, (draft, name, step) in enumerate(zip(above, leaf.path, leaf.steps, strict=False)):
        if (draft.name, draft.working) != (name, step):
            return depth
    return min(len(above), len(leaf.steps))


def _percent(kg: float, whole: float | None) -> float | None:
    return None if whole is None else 100.0 * kg / whole


def _share(percent: float | None) -> str:
    return "" if percent is None else f" ({percent:.3g}%)"


def _row_lines(row: Row) -> Iterator[str]:
    indent = "  " * (row.depth + 1)
    yield f"{indent}{row.name}  {row.kg_co2e:.10g} kg{_share(row.percent)}"
    yield f"{indent}  {row.working}"
    if row.source:
        yield f"{indent}  {row.source}"

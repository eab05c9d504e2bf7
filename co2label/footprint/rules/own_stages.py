"""A factor's own stage split, spread over the stages of the product: `stages = "own"`, or "all", on an activity.

A food factor that runs to the plate holds farm, transport, shop and kitchen. By default all of it stands in the stage
of the activity, because that is where the figure was taken from; with "own" each part goes to the stage of its name.
Names that `SOURCE_STAGES` does not know lie before the gate and stay in the activity's stage; no part goes to a stage
before it. For an ingredient that is right: its mill is part of getting it. Where the product is the very thing that the
factor describes, "all" books its making (`MAKING`) in production. Parts outside the system boundary are left out and a
note says so: outside is absent, not zero.

>>> from co2label.factors import FactorLibrary
>>> from co2label.model import Activity, EmissionFactor, Product
>>> rice = EmissionFactor(id="rice", value=2.0, unit="kgCO2e", per="1 kg", source={"title": "EPD 12"},
...                       stages={"farm": 1.5, "mill": 0.2, "retail": 0.3})
>>> line = Activity("rice", "48 g", factor=rice, stage="raw-materials", stages="own")
>>> ball = Product(id="b", name="b", declared_unit="1 piece", boundary="cradle-to-grave", activities=[line])
>>> [(part.stage, part.amount.text) for part in on_own_stages(line, ball, FactorLibrary()).lines]
[('raw-materials', '48 g × (1.5 + 0.2) ÷ 2'), ('distribution', '48 g × 0.3 ÷ 2')]
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from co2label.errors import FactorError
from co2label.footprint.emitter import MAKING, SOURCE_STAGES, kept_stages
from co2label.footprint.note import number
from co2label.footprint.rules.expansion import Expansion, Note, part, worked
from co2label.model import STAGES, stages_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from co2label.factors import FactorLibrary
    from co2label.model import Activity, EmissionFactor, Product, Stage

__all__ = ["on_own_stages"]


def on_own_stages(line: Activity, product: Product, factors: FactorLibrary) -> Expansion:
    """One line for each stage that the factor reaches inside the boundary.

    Raises:
        FactorError: the factor has no stage split, or none of it lies inside the boundary.
    """
    factor = factors[line.factor] if isinstance(line.factor, str) else line.factor
    assert factor is not None, "only an activity with a factor has this field"
    kept, total = _kept(factor, line)
    by_stage = _by_stage(kept, line.stage, SOURCE_STAGES | MAKING if line.stages == "all" else SOURCE_STAGES)
    inside = [stage for stage in STAGES if stage in by_stage and stage in stages_of(product.boundary)]
    if not inside:
        message = f"factor {factor.id!r} has nothing inside the boundary {product.boundary!r}"
        raise FactorError(message)
    lines = tuple(_line(line, stage, by_stage[stage], total) for stage in inside)
    return Expansion(lines, tuple(_notes(factor, by_stage, inside, product)), f"{line.amount.text} by stage")


def _kept(factor: EmissionFactor, line: Activity) -> tuple[dict[str, float], float]:
    if not factor.stages:
        message = f"factor {factor.id!r} has no stage split to spread; remove `stages`"
        raise FactorError(message)
    kept = kept_stages(factor, line.through)
    total = math.fsum(kept.values())
    if not total:
        message = f"the stages of factor {factor.id!r} add up to zero and cannot be shares; remove `stages`"
        raise FactorError(message)
    return kept, total


def _by_stage(kept: dict[str, float], own: Stage, known: Mapping[str, Stage]) -> dict[Stage, list[float]]:
    """Parts of the factor by the product's stage; never before the stage of the activity."""
    by_stage: dict[Stage, list[float]] = {}
    for name, kg in kept.items():
        named = known.get(name.lower(), own)
        by_stage.setdefault(max(named, own, key=STAGES.index), []).append(kg)
    return by_stage


def _line(line: Activity, stage: Stage, parts: list[float], total: float) -> Activity:
    shown = " + ".join(map(number, parts)) if len(parts) == 1 else f"({' + '.join(map(number, parts))})"
    text = f"{line.amount.text} × {shown} ÷ {number(total)}"
    amount = worked(line.amount, math.fsum(parts) / total, text)
    return part(
        line, stage, amount, stage=stage, factor=line.factor, through=line.through, stages=line.stages
    )


def _notes(
    factor: EmissionFactor, by_stage: dict[Stage, list[float]], inside: list[Stage], product: Product
) -> list[Note]:
    outside = [stage for stage in STAGES if stage in by_stage and stage not in inside]
    if not outside:
        return []
    kg = math.fsum(math.fsum(by_stage[stage]) for stage in outside)
    message = (
        f"factor {factor.id!r}: its {' and '.join(outside)} ({number(kg)} of {number(factor.value)} {factor.unit} "
        f"per {factor.per}) lie outside the boundary {product.boundary!r} and are left out"
    )
    return [Note("stages-outside", message)]

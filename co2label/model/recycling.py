"""Recycled content and recycling at end of life of a material, by one named rule with the parameters of the CFF.

The names are those of the circular footprint formula (Zampori and Pant, JRC, EUR 29682 EN, 2019, Equation 3; the PEF
method of Commission Recommendation (EU) 2021/2279, Annex I): one word, `rule`, changes the method and nothing else.

>>> can = Recycling(rule="cff", virgin="al.primary", recycled="al.secondary", R1=0.5, A=0.2, Qs_in=1.0)
>>> [problem.where for problem in can.missing(end_of_life=False)], [p.where for p in can.missing(end_of_life=True)]
([], ['disposal'])
"""

from __future__ import annotations

from typing import Annotated, Literal, NamedTuple

from pydantic import Field, model_validator

from co2label.errors import DocumentError, Problem
from co2label.model.noun import Noun, RatioField
from co2label.model.references import Drawn

__all__ = ["Allotment", "Recycling"]

_Share = Annotated[float, Field(ge=0, le=1)]
_Quality = Annotated[float, Field(gt=0, le=1e6)]


class Allotment(NamedTuple):
    """What a rule sets in the CFF: A, B, and the quality ratios of ingoing and outgoing secondary material."""

    A: float
    B: float
    quality_in: float
    quality_out: float


class Recycling(Noun):
    """How a material's recycled content and its recycling are shared with the products before and after.

    `cut-off` (100/0) is the CFF with A = 1 and B = 1 (with `incineration = "reverse-cut-off"` B = 0 and no credit), `0-100`
    with A = 0, B = 0 and Qs_in / Qp = 1, `50-50` with A = 0.5 and both quality ratios 1; `cff` takes what is given.
    Parameters that a simple rule sets by itself may stand there, so that one can change the rule alone; the footprint's
    notes say which values were applied.

    Raises:
        DocumentError: a share or a quality ratio out of its range, R2 + R3 above one.
    """

    rule: Literal["cut-off", "0-100", "50-50", "cff"]
    virgin: Drawn
    """Ev: acquisition and pre-processing of virgin material."""
    recycled: Drawn | None = None
    """Erecycled: the recycling process of the recycled content, with collection, sorting and transport."""
    R1: _Share = 0.0
    """Share of recycled material in the input."""
    R2: _Share = 0.0
    """Share of the material that is recycled (or reused) in a later product, after losses of collection and sorting."""
    R3: _Share = 0.0
    """Share of the material that goes to energy recovery at end of life."""
    A: _Share | None = None
    """Allocation of burdens and credits between supplier and user of recycled material; 0.2, 0.5 or 0.8 by material."""
    B: _Share | None = None
    """Allocation of energy recovery between its supplier and its user; needed with R3 by `cff` and `50-50`."""
    incineration: Literal["cut-off", "reverse-cut-off"] = "cut-off"
    """Under `cut-off`: who bears burning with energy recovery, the user of the energy, or the product that becomes waste
    ("reverse-cut-off", the polluter pays principle: Catena-X io.catenax.pcf 9.0.0, allocationWasteIncineration)."""
    Qs_in: _Quality | None = None
    """Quality of the ingoing secondary material, at the point of substitution."""
    Qs_out: _Quality | None = None
    """Quality of the outgoing secondary material, at the point of substitution."""
    Qp: _Quality = 1.0
    """Quality of the primary material."""
    recycling_eol: Drawn | None = None
    """ErecyclingEoL: the recycling process at end of life."""
    virgin_avoided: Drawn | None = None
    """Ev*: the virgin material that the recyclable material replaces; `virgin` if not given."""
    energy_recovery: Drawn | None = None
    """Eer: the energy recovery process itself."""
    disposal: Drawn | None = None
    """Ed: disposal of what remains, without energy recovery."""
    LHV: RatioField | None = None
    """Lower heating value of the material, "22 MJ/kg"."""
    X_heat: _Share = 0.0
    """Efficiency of the energy recovery for heat."""
    X_elec: _Share = 0.0
    """Efficiency of the energy recovery for electricity."""
    heat: Drawn | None = None
    """Ese,heat: the heat that is replaced."""
    elec: Drawn | None = None
    """Ese,elec: the electricity that is replaced."""

    def allotted(self) -> Allotment:
        """A, B and the quality ratios that the rule applies.

        A missing one counts as A = 1, B = 0, ratio 1; `missing` has named it where it matters.
        """
        into, out = (self.Qs_in or self.Qp) / self.Qp, (self.Qs_out or self.Qp) / self.Qp
        if self.rule == "cut-off":
            return Allotment(1.0, 0.0 if self.reversed else 1.0, 1.0, 1.0)
        if self.rule == "0-100":
            return Allotment(0.0, 0.0, 1.0, out)
        energy = self.B or 0.0
        if self.rule == "50-50":
            return Allotment(0.5, energy, 1.0, 1.0)
        return Allotment(1.0 if self.A is None else self.A, energy, into, out)

    @property
    def reversed(self) -> bool:
        """Whether all of the burning counts here, and nothing of the energy that it gives."""
        return self.rule == "cut-off" and self.incineration == "reverse-cut-off"

    @model_validator(mode="after")
    def _in_range(self) -> Recycling:
        problems = []
        if self.R2 + self.R3 > 1.0:
            what = (
                f"R2 + R3 is {self.R2 + self.R3:.10g}; no more than all of it (1) can be recycled and burnt"
            )
            problems.append(Problem("R2", what, "what is recycled is not burnt: lower one of them"))
        for name in ("Qs_in", "Qs_out"):
            quality = getattr(self, name)
            if quality is not None and quality > self.Qp:
                what = f"{name} / Qp is {quality / self.Qp:.10g}; expected above 0 and at most 1"
                problems.append(Problem(name, what, "secondary material is at most as good as primary"))
        if problems:
            raise DocumentError(problems)
        return self

    def missing(self, *, end_of_life: bool) -> list[Problem]:
        """What the rule needs and does not have, inside a boundary with or without the end of life."""
        wanted = self._of_input() | (self._of_end_of_life() if end_of_life else {})
        return [
            Problem(name, f"rule {self.rule!r} needs it: {why}", f"add {name}")
            for name, why in wanted.items()
            if getattr(self, name) is None
        ]

    def _of_input(self) -> dict[str, str]:
        needs = {}
        own = self.allotted().A
        if self.rule == "cff" and (self.R1 or self.R2):
            needs["A"] = (
                "it shares recycling between supplier and user (0.2, 0.5 or 0.8 by material in the PEF method)"
            )
        if self.R1 * own:
            needs["recycled"] = f"R1 = {self.R1:g} of the input is recycled"
        if self.rule == "cff" and self.R1 * (1.0 - own):
            needs["Qs_in"] = "A is below 1, so the quality of the ingoing recycled material counts"
        return needs

    def _of_end_of_life(self) -> dict[str, str]:
        set_by = self.allotted()
        needs = {}
        if self.R2 * (1.0 - set_by.A):
            needs["recycling_eol"] = f"R2 = {self.R2:g} is recycled at end of life"
            if self.rule in {"cff", "0-100"}:
                needs["Qs_out"] = f"R2 = {self.R2:g} replaces virgin material by its quality"
        if self.R3 and self.rule in {"cff", "50-50"}:
            needs["B"] = f"R3 = {self.R3:g} goes to energy recovery, which B shares"
        if self.R3 * (1.0 - set_by.B):
            needs |= self._of_energy()
        if 1.0 - self.R2 - self.R3 > _NOTHING:
            needs["disposal"] = (
                f"{1.0 - self.R2 - self.R3:.10g} of the material is neither recycled nor burnt"
            )
        return needs

    def _of_energy(self) -> dict[str, str]:
        needs = {"energy_recovery": f"R3 = {self.R3:g} goes to energy recovery"}
        if self.reversed:
            return needs
        if self.X_heat:
            needs |= {"LHV": "X_heat is of the heating value", "heat": f"X_heat = {self.X_heat:g}"}
        if self.X_elec:
            needs |= {"LHV": "X_elec is of the heating value", "elec": f"X_elec = {self.X_elec:g}"}
        return needs


_NOTHING = 1e-12
"""Shares such as 1 - 0.7 - 0.3 leave rounding, not waste."""

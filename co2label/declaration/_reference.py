"""Reference scales of a figure: the share of a daily budget, and the five-step band.

Both are educational, not statutory; the basis of each is printed beside it. There is no band without a named scheme. A band
judges the figure as shown: it is rounded first, then compared, each limit inclusive, so a label that says 0.50 kg never bears
the letter for more than 0.5 kg.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

from co2label.declaration._declaration import BandStep, ReferenceShare
from co2label.declaration._rows import content, show_figure
from co2label.errors import Problem, clip, suggestion
from co2label.figures import in_kg, percent_of
from co2label.footprint import MASS
from co2label.model import BandScheme
from co2label.wording import by_language, in_language, translate_all

if TYPE_CHECKING:
    from collections.abc import Mapping

    from co2label.declaration._rows import ShownFigure
    from co2label.footprint import Footprint


@dataclass(frozen=True, slots=True)
class ReferenceBudget:
    """A budget of CO2e per person and day.

    Attributes:
        basis: key of the sentence in `wording` that names the source (`reference.basis.…`).
        kg_per_day: kg CO2e per person and day, as printed: the percentage can be checked against the print.
    """

    basis: str
    kg_per_day: float

    @property
    def shown_day(self) -> str:
        """The reference as printed, in kg: "6.8"."""
        return f"{self.kg_per_day:g}"

    def share(self, kg_co2e: float) -> ReferenceShare:
        """The share of a day that `kg_co2e` (kg, not below zero) takes.

        >>> IGES_2030.share(0.55).value, IGES_2030.share(0.01).kind, IGES_2030.share(170).kind
        (8, 'below-one', 'days')
        """
        shown = percent_of(kg_co2e, self.kg_per_day)
        return ReferenceShare(
            kind=shown.kind,
            value=shown.value,
            share=min(1.0, max(0.0, kg_co2e / self.kg_per_day)),
            kg_per_day=self.kg_per_day,
            shown_day=self.shown_day,
            basis=self.basis,
        )


IGES_2030 = ReferenceBudget("iges-2030", 6.8)
"""2,500 kg CO2e a person and year (the target for 2030 that the whole world shares; IGES, Aalto University and D-mat,
"1.5-Degree Lifestyles: Targets and options for reducing lifestyle carbon footprints", technical report, 2019),
divided by 365 days: 6.849…, rounded to 6.8."""

_LETTERS = "ABCDE"

_SERVINGS = ("piece", "person", "use")

_WHERE = "declaration.band"


def _bundled_schemes() -> dict[str, BandScheme]:
    text = files("co2label.declaration").joinpath("bands.toml").read_text("utf-8")
    return {key: BandScheme.read(scheme) for key, scheme in tomllib.loads(text).items()}


BAND_SCHEMES: Mapping[str, BandScheme] = MappingProxyType(_bundled_schemes())
"""The schemes that co2label brings, by id; both are its own, and no authority's (`bands.toml`)."""


def band_step(
    footprint: Footprint,
    scheme: BandScheme | str | None,
    figure: ShownFigure,
    reference: ReferenceBudget,
    problems: list[Problem],
) -> BandStep | None:
    """The step of a figure; what keeps it from being placed is added to the problems.

    A scheme per meal needs a declared unit of one serving: "1 piece" (個, 杯, 食 and so on), "1 person" or "1 use".

    Args:
        footprint: kg CO2e per declared unit.
        scheme: a scheme, or the id of one in `BAND_SCHEMES`.
        figure: the figure as shown, which is what a scheme per meal judges; a scheme per kg judges the figure per kg with
            as many digits.
        reference: a scheme per day judges the share of its day as shown; "less than 1 %" by the share, and days as hundreds
            of percent.
        problems: what was found so far.
    """
    if isinstance(scheme, str) and scheme not in BAND_SCHEMES:
        todo = suggestion(scheme, list(BAND_SCHEMES)) or f"co2label brings {', '.join(BAND_SCHEMES)}"
        todo = f"{todo}; or give name, source, per and limits"
        problems.append(Problem(_WHERE, f"no band scheme {clip(scheme)}", todo))
        return None
    known = BAND_SCHEMES[scheme] if isinstance(scheme, str) else scheme
    if known is None:
        return None
    judged = _judged_figure(footprint, known, figure, reference)
    if isinstance(judged, Problem):
        problems.append(judged)
        return None
    step = 1 + sum(judged > Decimal(repr(limit)) for limit in known.limits)
    limits = dict(zip("abcd", (f"{limit:g}" for limit in known.limits), strict=True))
    source = by_language(partial(in_language, known.source))
    return BandStep(
        letter=_LETTERS[step - 1],
        step=step,
        steps=len(_LETTERS),
        scheme=by_language(partial(in_language, known.name)),
        basis=translate_all(f"band.of.{known.per}", limits, source=source),
    )


def _judged_figure(
    footprint: Footprint, scheme: BandScheme, figure: ShownFigure, reference: ReferenceBudget
) -> Decimal | Problem:
    """The quantity that the limits of a scheme apply to: kilograms per meal or per kg, or percent of the day."""
    unit = footprint.product.declared_unit
    if scheme.per == "day":
        return _percent_of_day(footprint, reference)
    if scheme.per == "meal":
        if unit.unit.text in _SERVINGS and unit.value == 1:
            return Decimal(in_kg(figure.shown))
        what = f"the steps are per meal, and the figure is per {unit.text!r}"
        return Problem(_WHERE, what, 'compute it per serving, such as declared_unit = "1 食"')
    held = content(footprint.product, MASS)
    if not held:
        what = f"the steps are per kg, and the mass of {unit.text!r} is not known"
        return Problem(_WHERE, what, 'add the mass to the product, such as mass = "110 g"')
    return Decimal(in_kg(show_figure(footprint, figure.digits, lambda kg: kg / held)))


def _percent_of_day(footprint: Footprint, reference: ReferenceBudget) -> Decimal:
    shown = percent_of(footprint.kg_co2e, reference.kg_per_day)
    if shown.kind == "below-one":
        return Decimal(100 * footprint.kg_co2e / reference.kg_per_day)
    return Decimal(shown.value) * (100 if shown.kind == "days" else 1)

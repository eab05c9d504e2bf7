"""Reference scales of a figure: the share of a daily budget, and the five-step band.

Both are educational, not statutory; the basis of each is printed beside it. There is no band without a named scheme. A band
judges the figure as shown: it is rounded first, then compared, each limit inclusive, so a label that says 0.50 kg never bears
the letter for more than 0.5 kg.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING

from co2label.declaration._declaration import BandStep, ReferenceShare
from co2label.declaration._rows import content
from co2label.errors import Problem, clip, suggestion
from co2label.figures import Shown, percent_of, show_mass
from co2label.footprint import MASS
from co2label.model import BandScheme, in_language
from co2label.wording import LANGUAGES, translate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from co2label.footprint import Footprint
    from co2label.model import Product


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

_KG = {"g-CO2e": Decimal("0.001"), "kg-CO2e": Decimal(1), "t-CO2e": Decimal(1000)}

BAND_SCHEMES: Mapping[str, BandScheme] = MappingProxyType(
    {
        "co2label-meal-2026": BandScheme(
            name={
                "ja": "co2label 1食の区分 2026",
                "en": "co2label meal steps 2026",
                "fr": "barème repas co2label 2026",
            },
            source={
                "ja": "0.5はWWF、1と2はKlimato、1.5はその中間",
                "en": "0.5 of WWF, 1 and 2 of Klimato, 1.5 midway",
                "fr": "0,5 du WWF, 1 et 2 de Klimato, 1,5 au milieu",
            },
            per="meal",
            limits=(0.5, 1.0, 1.5, 2.0),
        ),
        "co2label-day-2026": BandScheme(
            name={
                "ja": "co2label 1日の区分 2026",
                "en": "co2label day steps 2026",
                "fr": "barème jour co2label 2026",
            },
            source={"ja": "co2label独自", "en": "set by co2label", "fr": "fixé par co2label"},
            per="day",
            limits=(5.0, 10.0, 25.0, 100.0),
        ),
    }
)
"""The schemes that co2label brings; both are its own, and no authority's.

`co2label-meal-2026`, kg-CO2e per meal: 0.5 is the budget of a meal in WWF Sweden's One Planet Plate; 1 and 2 part
Klimato's low, medium and high; 1.5 lies midway between these two. `co2label-day-2026`, percent of the reference per
person and day: steps of co2label's own making, which no other source states."""


def band_step(
    footprint: Footprint, scheme: BandScheme | str, shown: Shown, reference: ReferenceShare, digits: int
) -> BandStep:
    """The step of a figure.

    Args:
        footprint: kg CO2e per declared unit; `band_problems` has found nothing.
        scheme: a scheme, or the id of one in `BAND_SCHEMES`.
        shown: the figure as shown, which is what a scheme per meal judges.
        reference: the share of a day as shown, which is what a scheme per day judges; "less than 1 %" is judged
            by its share, and days as hundreds of percent.
        digits: significant digits of the figure; a scheme per kg judges the figure per kg with as many.
    """
    known = BAND_SCHEMES[scheme] if isinstance(scheme, str) else scheme
    judged = _judged_figure(footprint, known, shown, reference, digits)
    step = 1 + sum(judged > Decimal(repr(limit)) for limit in known.limits)
    return BandStep(
        letter=_LETTERS[step - 1],
        step=step,
        steps=len(_LETTERS),
        scheme={language: in_language(known.name, language) for language in LANGUAGES},
        basis={language: _band_basis(known, language) for language in LANGUAGES},
    )


def band_problems(product: Product, scheme: BandScheme | str | None) -> Iterator[Problem]:
    """What keeps a product from being placed on the steps of a scheme.

    A scheme per meal needs a declared unit of one serving: "1 piece" (個, 杯, 食 and so on), "1 person" or "1 use".
    """
    if isinstance(scheme, str) and scheme not in BAND_SCHEMES:
        todo = suggestion(scheme, list(BAND_SCHEMES)) or f"co2label brings {', '.join(BAND_SCHEMES)}"
        yield Problem(
            "declaration.band",
            f"no band scheme {clip(scheme)}",
            f"{todo}; or give name, source, per and limits",
        )
        return
    known = BAND_SCHEMES[scheme] if isinstance(scheme, str) else scheme
    if known is None:
        return
    unit = product.declared_unit
    if known.per == "meal" and (unit.unit.text not in _SERVINGS or unit.value != 1):
        what = f"the steps are per meal, and the figure is per {unit.text!r}"
        yield Problem("declaration.band", what, 'compute it per serving, such as declared_unit = "1 食"')
    if known.per == "kg" and not content(product, MASS):
        what = f"the steps are per kg, and the mass of {unit.text!r} is not known"
        yield Problem("declaration.band", what, 'add the mass to the product, such as mass = "110 g"')


def _judged_figure(
    footprint: Footprint, scheme: BandScheme, shown: Shown, reference: ReferenceShare, digits: int
) -> Decimal:
    if scheme.per == "day":
        return _percent_of_day(footprint, reference)
    return _kg(_per_kg(footprint, digits) if scheme.per == "kg" else shown)


def _kg(shown: Shown) -> Decimal:
    return Decimal(shown.value) * _KG[shown.unit]


def _per_kg(footprint: Footprint, digits: int) -> Shown:
    held = content(footprint.product, MASS)
    assert held, "band_problems refuses a product without a mass"
    interval = footprint.interval
    bounds = (interval.low / held, interval.high / held) if interval else None
    return show_mass(footprint.kg_co2e / held, digits=digits, interval=bounds)


def _percent_of_day(footprint: Footprint, reference: ReferenceShare) -> Decimal:
    if reference.kind == "below-one":
        return Decimal(100 * footprint.kg_co2e / reference.kg_per_day)
    return Decimal(reference.value) * (100 if reference.kind == "days" else 1)


def _band_basis(scheme: BandScheme, language: str) -> str:
    limits = {
        letter: f"{limit:g}".replace(".", translate("number.decimal", language))
        for letter, limit in zip("abcd", scheme.limits, strict=True)
    }
    return translate(f"band.of.{scheme.per}", language, **limits, source=in_language(scheme.source, language))

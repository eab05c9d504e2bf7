"""Scales of five steps, A to E: the step of a figure in a named scheme, and steps of one's own products.

There is no scale without a name: of a scheme of others, or of one's own products of a category with their number and the day.
A scale judges the figure as shown: it is rounded first, then compared, each limit inclusive, so a label that says 0.50 kg never
bears the letter for more than 0.5 kg. Scales are educational, not statutory. Whether one may stand on a label is for the law of
the market (`markets.toml`): in the European Union a scale needs a certification scheme or a public authority behind it.
"""

from __future__ import annotations

import statistics
from decimal import Decimal
from functools import cache, partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from co2label._data import data_table
from co2label.declaration._declaration import BandStep
from co2label.declaration._figure import ShownFigure, content, show_figure
from co2label.declaration._reference import IGES_2030, ReferenceBudget, is_serving
from co2label.errors import ClaimError, Problem, clip, suggestion
from co2label.figures import common_unit, in_kg, percent_of, show_mass, stated_in
from co2label.footprint import MASS
from co2label.model import LEAST_PRODUCTS, BandScheme, Model, read_data
from co2label.wording import by_language, in_language, translate_all

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from co2label.footprint import Footprint
    from co2label.model import DeclarationData


BAND_SCHEMES: Mapping[str, BandScheme] = {
    name: BandScheme.read(each) for name, each in data_table("bands.toml", beside=__file__).items()
}
"""The schemes that co2label brings, by id; both are its own, and no authority's (`bands.toml`)."""

LETTERS = "ABCDE"


def band_step(
    footprint: Footprint, statement: DeclarationData, figure: ShownFigure, reference: ReferenceBudget | None
) -> BandStep | None:
    """The step of a figure in the scheme of its statement; None without a scheme.

    A scheme per meal needs a declared unit of one serving: "1 piece" (個, 杯, 食 and so on), "1 person" or "1 use".

    Args:
        footprint: kg CO2e per declared unit.
        statement: with a scheme, or the id of one in `BAND_SCHEMES`.
        figure: the figure as shown, which is what a scheme per meal judges; a scheme per kg judges the figure per kg with
            as many digits.
        reference: a scheme per day judges the share of its day as shown; "less than 1 %" by the share, and days as hundreds
            of percent.

    Raises:
        ClaimError: no scheme of this id, the declared unit is not what its steps are per, or the law of the market has no
            room for it.
    """
    if statement.band is None:
        return None
    scheme = _scheme(statement.band)
    if problem := _unlawful(scheme, statement):
        raise ClaimError([problem])
    judged = _judged_figure(footprint, scheme, figure, reference)
    step = sum(judged > Decimal(repr(limit)) for limit in scheme.limits)
    unit = "%" if scheme.per == "day" else figure.shown.unit
    return BandStep(
        letter=LETTERS[step],
        step=step + 1,
        steps=len(LETTERS),
        scheme=by_language(partial(in_language, scheme.name)),
        basis=_basis(scheme),
        bounds=_bounds(scheme.limits, unit),
        unit=unit,
        per=scheme.per,
        own_range=scheme.products is not None,
        category=dict(scheme.category) if scheme.category else None,
        products=scheme.products,
        date=scheme.date,
    )


def _scheme(band: BandScheme | str) -> BandScheme:
    if isinstance(band, BandScheme):
        return band
    if band not in BAND_SCHEMES:
        todo = suggestion(band, list(BAND_SCHEMES)) or f"co2label brings {', '.join(BAND_SCHEMES)}"
        what = f"no band scheme {clip(band)}"
        raise ClaimError([Problem("declaration.band", what, f"{todo}; or give name, source, per and limits")])
    return BAND_SCHEMES[band]


def _basis(scheme: BandScheme) -> dict[str, str]:
    """What the steps are of and their limits, in words."""
    limits = dict(zip("abcd", (f"{limit:g}" for limit in scheme.limits), strict=True))
    source = by_language(partial(in_language, scheme.source))
    return translate_all(f"band.of.{scheme.per}", limits, source=source)


def _bounds(limits: Sequence[float], unit: str) -> tuple[str, ...]:
    """The limits as printed, with as many decimals as the finest of them has."""
    texts = [f"{limit:g}" if unit == "%" else stated_in(limit, unit) for limit in limits]
    decimals = max(len(text.partition(".")[2]) for text in texts)
    return tuple(f"{Decimal(text):.{decimals}f}" for text in texts)


@cache
def _laws(market: str | None) -> tuple[dict[str, Any], ...]:
    """The laws of a country, or of the union that it belongs to, on scales."""
    tables = data_table("markets.toml", beside=__file__)
    return tuple(
        law for name, each in tables.items() if market in (name, *each["countries"]) for law in each["scales"]
    )


def _unlawful(scheme: BandScheme, statement: DeclarationData) -> Problem | None:
    """Why a scale may not stand on the label in its market while it is valid; None where it may."""
    last = statement.valid_until or statement.issued
    for law in _laws(statement.market):
        if scheme.certified_by is None and last is not None and last >= law["from"]:
            name = in_language(scheme.name, "en")
            what = (
                f"in the market {statement.market} a scale needs a certification scheme or a public authority behind it from "
                f"{law['from']} on ({law['law']}), and {clip(name)} names none"
            )
            todo = "leave the scale out, or name who certifies it (certified_by); the figure, its range and a budget may stay"
            return Problem("declaration.band", what, todo)
    return None


def _judged_figure(
    footprint: Footprint, scheme: BandScheme, figure: ShownFigure, reference: ReferenceBudget | None
) -> Decimal:
    """The quantity that the limits of a scheme apply to: kilograms per meal, unit or kg, or percent of the day."""
    product = footprint.product
    if scheme.per == "day":
        day = reference if reference is not None and reference.span == "day" else IGES_2030
        shown = percent_of(footprint.kg_co2e, day.kg)
        if shown.kind == "below-one":
            return Decimal(100 * footprint.kg_co2e / day.kg)
        return Decimal(shown.value) * (100 if shown.kind == "days" else 1)
    if scheme.per == "kg" and (held := content(product, MASS)):
        return Decimal(in_kg(show_figure(footprint, figure.digits, lambda kg: kg / held)))
    if scheme.per == "unit" or (scheme.per == "meal" and is_serving(product)):
        return Decimal(in_kg(figure.shown))
    if scheme.per == "kg":
        what = f"the steps are per kg, and the mass of {product.declared_unit.text!r} is not known"
        todo = 'add the mass to the product, such as mass = "110 g"'
    else:
        what = f"the steps are per meal, and the figure is per {product.declared_unit.text!r}"
        todo = 'compute it per serving, such as declared_unit = "1 食"'
    raise ClaimError([Problem("declaration.band", what, todo)])


def scale_of(  # noqa: PLR0913 - each is said of the scale, by keyword
    kgs: Iterable[float],
    *,
    name: str | Mapping[str, str],
    category: str | Mapping[str, str],
    date: dt.date | str,
    per: str = "unit",
    least: int = LEAST_PRODUCTS,
) -> BandScheme:
    """Five steps of one's own products of a category: a fifth of the products lies in each.

    A comparison with products of others needs a rule that is reviewed (CFP display guide, 2025-02), so these are of one's own
    range only, and say so with their number and the day.

    Args:
        kgs: kg CO2e of each product, per unit or per kg.
        name: who sets the steps: "Sample Super, own range".
        category: what is judged by it.
        date: on which day.
        per: "unit" or "kg", as the figures are.
        least: so many products there must be, 20 or more.

    Raises:
        ClaimError: fewer products, or so many alike that two steps would be one.
        DocumentError: a text or a day that is none.

    >>> own = scale_of([each / 100 for each in range(1, 101)], name="Sample Super", category="rice balls", date="2026-11-30")
    >>> own.limits, own.products
    ((0.21, 0.41, 0.6, 0.8), 100)
    """
    figures = sorted(kgs)
    label = in_language(category, "en") if not isinstance(category, str) else category
    if len(figures) < max(least, LEAST_PRODUCTS):
        needed = max(least, LEAST_PRODUCTS)
        what = (
            f"{len(figures)} products of {clip(label)} are too few for five steps; expected {needed} or more"
        )
        raise ClaimError([Problem("scale", what, "take a larger category, or no scale")])
    cuts = statistics.quantiles(figures, n=len(LETTERS), method="inclusive")
    limits = [float(in_kg(show_mass(cut))) for cut in cuts]
    if any(low >= high for low, high in pairwise(limits)) or limits[0] <= 0:
        what = f"the products of {clip(label)} are too much alike for five steps: {', '.join(f'{each:g}' for each in limits)}"
        raise ClaimError([Problem("scale", what, "take a larger category, or no scale")])
    read: BandScheme = BandScheme.read(
        {
            "name": name,
            "source": translate_all("band.own-range", {"products": str(len(figures))}, date=str(date)),
            "per": per,
            "limits": limits,
            "category": category,
            "products": len(figures),
            "date": date,
        }
    )
    return read


class Scales(Model):
    """Scales of one's own range by category, as `co2label scale` writes them into a file: `[[scales]]` tables.

    >>> Scales.read({"scales": []}).of("rice balls") is None
    True
    """

    scales: tuple[BandScheme, ...] = Field(strict=False)
    """One for each category, which each of them names."""

    def _problems(self) -> Iterator[Problem]:
        named: dict[str, int] = {}
        for place, each in enumerate(self.scales):
            for text in each.category.values() if each.category else ():
                if named.setdefault(text, place) != place:
                    what = f"{clip(text)} is already the category of scales[{named[text]}]"
                    yield Problem(f"scales[{place}].category", what, "keep one of them")
            if each.category is None:
                yield Problem(
                    f"scales[{place}].category", "a scale of a file needs it and it is missing", "add it"
                )

    def of(self, category: str | None) -> BandScheme | None:
        """The scale of a category, by its name in any language; None where there is none."""
        named = (each for each in self.scales if category in (each.category or {}).values())
        return next(named, None)


def read_scales(path: str | Path) -> Scales:
    """Scales of a TOML or JSON file.

    Raises:
        DocumentError: the file cannot be read, or does not fit.
    """
    read: Scales = Scales.read(read_data(path))
    return read


def scales_of(
    footprints: Iterable[Footprint],
    *,
    name: str,
    date: dt.date | str,
    per: Literal["unit", "kg"] = "unit",
    least: int = LEAST_PRODUCTS,
) -> tuple[Scales, tuple[Problem, ...]]:
    """A scale for each category of products, and why categories have none.

    Args:
        footprints: of products with a `category`; those without one are passed over.
        name: who sets the steps.
        date: on which day.
        per: "unit" for the declared unit, "kg" where products of a category differ in mass.
        least: so many products a category must have, 20 or more.
    """
    groups: dict[str, list[float]] = {}
    unknown: list[Problem] = []
    for each in footprints:
        category = each.product.category
        held = content(each.product, MASS) if per == "kg" else 1.0
        if category is not None and held:
            groups.setdefault(category, []).append(each.kg_co2e / held)
        elif category is not None:
            unknown.append(
                Problem(each.product.id, "its mass is not known, so it has no figure per kg", "add mass")
            )
    schemes: list[BandScheme] = []
    for category, kgs in groups.items():
        with ClaimError.collecting(unknown):
            schemes.append(scale_of(kgs, name=name, category=category, date=date, per=per, least=least))
    return Scales(scales=tuple(schemes)), tuple(unknown)


def unit_for(footprints: Iterable[Footprint]) -> str:
    """The unit of CO2e, "g", "kg" or "t", in which figures that stand together are shown.

    >>> unit_for([])
    'g'
    """
    return common_unit(each.kg_co2e for each in footprints).removesuffix("-CO2e")

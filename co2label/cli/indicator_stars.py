"""`co2label indicator stars`: how far a farm product lies below the conventional figure of its region."""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.cli.options import (
    FactorsOption,
    FileArgument,
    Gwp,
    GwpOption,
    Horizon,
    HorizonOption,
    JsonOption,
    LanguageOption,
    ProductOption,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from co2label.footprint import Footprint
    from co2label.model import StarsLine

__all__ = ["stars"]


def stars(
    file: FileArgument,
    *,
    product: ProductOption = None,
    language: LanguageOption = "en",
    gwp: GwpOption = Gwp.AR6,
    horizon: HorizonOption = Horizon.YEARS_100,
    factors: FactorsOption = None,
    json: JsonOption = False,
) -> None:
    """Judge the entry of kind "stars" of a product by the conventional figure that stands in the same file.

    Example: co2label indicator stars examples/tomato.toml
    """
    from co2label.cli.indicator_said import print_said  # noqa: PLC0415 - a fast start
    from co2label.cli.reading import about, chosen, compared_footprints, footprints_of, read  # noqa: PLC0415
    from co2label.declaration import farm_stars, stars_text  # noqa: PLC0415

    document = read(file)
    footprints = footprints_of(file, document, gwp, horizon, factors)
    with about(file):
        own, line = _with_stars(chosen(footprints, product))
        conventional = compared_footprints(own.product, footprints)["conventional"]
        said = stars_text(line, own, own.product.declaration, conventional)
        judged = farm_stars(own, own.product.declaration, conventional)
    interval = judged.found.difference.interval
    more = {
        "stars": judged.stars,
        "kg_co2e": own.kg_co2e,
        "conventional_kg_co2e": conventional.kg_co2e,
        "reduction_percent": float(judged.reduction),
        "verdict": judged.found.verdict,
        "interval_percent": interval and f"{interval.low:.4g} to {interval.high:.4g}",
    }
    print_said(line, said, language, more, json=json)


def _with_stars(found: Sequence[Footprint]) -> tuple[Footprint, StarsLine]:
    """The product that has an entry of stars, with it.

    Raises:
        ComputeError: there is none, or there are several.
    """
    from co2label.errors import ComputeError, Problem  # noqa: PLC0415 - a fast start
    from co2label.model import StarsLine  # noqa: PLC0415

    pairs = [
        (one, entry)
        for one in found
        for entry in one.product.declaration.indicators
        if isinstance(entry, StarsLine)
    ]
    if len(pairs) == 1:
        return pairs[0]
    names = ", ".join(one.product.id for one, _ in pairs[:8])
    what = f"several products have stars: {names}" if pairs else 'no product has an entry of kind "stars"'
    todo = "name one with --product" if pairs else "add one to declaration.indicators"
    raise ComputeError([Problem("", what, todo)])

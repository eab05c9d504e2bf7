"""`--campaign` of `label` and `page`: the lines of a campaign of points beside the figures of its products."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from co2label.cli.messages import remark
from co2label.errors import ClaimError, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from co2label.incentive import Campaign
    from co2label.model import Product

__all__ = ["CampaignOption", "campaign_of", "indicators_with", "remark_if_idle"]

CampaignOption = Annotated[
    Path | None,
    typer.Option(
        "--campaign", metavar="FILE", help="A campaign of points, whose lines stand on its products."
    ),
]


def campaign_of(path: Path | None) -> Campaign | None:
    """The campaign of a file, if one was given.

    Raises:
        DocumentError: with every problem of the file.
    """
    if path is None:
        return None
    from co2label.cli.reading import about  # noqa: PLC0415 - a fast start
    from co2label.incentive import read_campaign  # noqa: PLC0415

    with about(path):
        return read_campaign(path)


def remark_if_idle(path: Path, campaign: Campaign, products: Sequence[str]) -> None:
    """Say so where a campaign promises nothing for any product of a file."""
    if not any(rule.holds_for(product) for rule in campaign.rules for product in products):
        remark(f"{path}: campaign {campaign.id} promises nothing for its products")


def indicators_with(campaign: Campaign | None, product: Product, issued: date | str) -> Sequence[Any] | None:
    """A product's own lines and behind them those of a campaign; none where the campaign promises nothing for it.

    Args:
        campaign: if there is one.
        product: whose label it is.
        issued: the day of issue of the label.

    Raises:
        ClaimError: the campaign is over on that day, or there are more lines than a label has room for.
    """
    from co2label.incentive import promises  # noqa: PLC0415 - a fast start
    from co2label.model import MAX_INDICATORS  # noqa: PLC0415

    day = date.fromisoformat(str(issued))
    lines = promises(campaign, product.id, issued=day) if campaign is not None else ()
    if campaign is None or not lines:
        return None
    if day > campaign.last_day:
        what = f"campaign {campaign.id} ended on {campaign.last_day}, before the day of issue, {issued}"
        raise ClaimError([Problem(product.id, what, "leave it out")])
    own = product.declaration.indicators
    if len(own) + len(lines) > MAX_INDICATORS:
        what = f"{len(own)} own lines and {len(lines)} of campaign {campaign.id}, and a label has {MAX_INDICATORS}"
        raise ClaimError([Problem(f"{product.id}.declaration.indicators", what, "leave some out")])
    return [*own, *lines]

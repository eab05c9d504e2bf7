"""`co2label schema`: the JSON Schema of what can be given."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pydantic import BaseModel

__all__ = ["schema"]


class Kind(StrEnum):
    """What there are schemas of."""

    PRODUCT = "product"
    DOCUMENT = "document"
    FACTOR = "factor"
    RECEIPT = "receipt"
    SIDECAR = "sidecar"
    MAP = "map"
    CAMPAIGN = "campaign"
    GIFTS = "gifts"


def schema(
    kind: Annotated[Kind, typer.Argument(help="Of what.", show_default=False)],
) -> None:
    """Print the JSON Schema of a file that can be given, such as a product, a receipt's basket or a campaign of points.

    Example: co2label schema product > product.schema.json
    """
    from co2label.cli.output import print_json  # noqa: PLC0415 - a fast start

    print_json(_model(kind).model_json_schema())


def _model(kind: Kind) -> type[BaseModel]:
    from co2label.catalogue.tables import ColumnMap  # noqa: PLC0415 - a fast start
    from co2label.incentive import Campaign, GiftProgramme  # noqa: PLC0415
    from co2label.model import (  # noqa: PLC0415
        Document,
        EmissionFactor,
        Product,
    )
    from co2label.receipt import Basket, Sidecar  # noqa: PLC0415

    models: dict[Kind, type[BaseModel]] = {
        Kind.PRODUCT: Product,
        Kind.DOCUMENT: Document,
        Kind.FACTOR: EmissionFactor,
        Kind.RECEIPT: Basket,
        Kind.SIDECAR: Sidecar,
        Kind.MAP: ColumnMap,
        Kind.CAMPAIGN: Campaign,
        Kind.GIFTS: GiftProgramme,
    }
    return models[kind]

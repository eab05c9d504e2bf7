"""What `co2label demo` makes beside the figure: SDG lines, a receipt with one short message, a card of actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.cli.demo_carriers import Carrier
from co2label.draw.file import write

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from co2label.footprint import Footprint

__all__ = ["MORE", "action_card", "lines_beside", "nudging_receipt"]

MORE = "demo_more.toml"
"""The bundled products that these are made of."""
_TEA, _BOUGHT = "green-tea-500", "gyudon"
_PRICE = 480


def lines_beside(output: Path, footprints: Sequence[Footprint]) -> tuple[Carrier, ...]:
    """A label with lines that a rule wrote, and the picture that explains one of them."""
    from co2label.cli.reading import declared  # noqa: PLC0415 - a fast start
    from co2label.label import calorie, power_mix  # noqa: PLC0415

    tea = _of(footprints, _TEA)
    said = "Where its electricity comes from and the place where it is made: by rule, from certificates and a public list"
    pictures = {
        f"{_TEA}.ja+en": calorie(declared(tea), language="ja+en"),
        f"{_TEA}.mix": power_mix(tea, language="ja+en"),
    }
    for stem, picture in pictures.items():
        for ending in ("png", "svg"):
            picture.save(output / f"{stem}.{ending}")
    label, mix = ([f"{stem}.{ending}" for ending in ("png", "svg")] for stem in pictures)
    return (
        Carrier("Label with SDG lines", said, tuple(label)),
        Carrier(
            "Power mix", "What the electricity is generated from, for the page behind the code", tuple(mix)
        ),
    )


def nudging_receipt(output: Path, footprints: Sequence[Footprint]) -> Carrier:
    """A receipt whose last line is at most one short message, which the shop's own products bear out."""
    from co2label.cli.nudge_reading import context_of  # noqa: PLC0415 - a fast start
    from co2label.cli.reading import declared  # noqa: PLC0415
    from co2label.incentive import nudge  # noqa: PLC0415
    from co2label.receipt import Receipt, ReceiptLine, preview  # noqa: PLC0415

    bowl = declared(_of(footprints, _BOUGHT))
    line = ReceiptLine(name=bowl.name["ja"], price=_PRICE, gtin=bowl.gtin, product=_BOUGHT, declaration=bowl)
    bought = Receipt(store="サンプル食堂 駅前店", receipt_id="2026-11-24-0107", lines=(line,))
    found = nudge(context_of(bought, None), footprints).nudge
    assert found is not None, "of the bundled bowls one is lower for certain"
    told = bought.model_copy(update={"notices": (dict(found.words),)})
    preview(told, columns=32).save(output / "receipt-nudge.png")
    said = "One short, true message, or none; never of blame, and only where the difference is certain"
    return Carrier("Receipt of another shop", said, ("receipt-nudge.png",), "paper")


def action_card(output: Path) -> Carrier:
    """What a household means to do and what that is expected to bring, for social media."""
    from co2label.incentive import ActionTable, Plan, expected  # noqa: PLC0415 - a fast start
    from co2label.incentive.action_card import WIDE_DPI, card  # noqa: PLC0415

    chosen = ["renewable-electricity", "insulation-renovation", "telework", "clothes-longer"]
    plan = Plan.read({"who": "みどり", "since": "2026-11-01", "persons": 2, "actions": chosen})
    picture = card(expected(plan, ActionTable.bundled()), "ja", shape="wide")
    files = ("actions.png", "actions.svg")
    write(output / files[0], picture.png(WIDE_DPI))
    picture.save(output / files[1])
    return Carrier(
        "Actions of a household", "1,200 × 630 pixels; what overlaps is counted once", files, "wide"
    )


def _of(footprints: Sequence[Footprint], product: str) -> Footprint:
    return next(each for each in footprints if each.product.id == product)

"""`co2label indicator wood`: the wood of a building, and the carbon that it stores, apart from the figure."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from co2label.cli.options import JsonOption, LanguageOption  # noqa: TC001 - typer reads them

__all__ = ["wood"]

_FIGURES = (
    "volume_m3",
    "domestic_share",
    "stored_t_co2",
    "domestic_stored_t_co2",
    "volume_per_m2",
    "stored_per_m2",
)
"""What a `WoodStorage` has in numbers."""


def wood(
    domestic: Annotated[
        list[str] | None,
        typer.Option(
            "--domestic", metavar="WOOD=VOLUME", help="Grown in the country: 'スギ=13.2 m3'; again for each."
        ),
    ] = None,
    foreign: Annotated[
        list[str] | None,
        typer.Option("--foreign", metavar="WOOD=VOLUME", help="Grown elsewhere; again for each."),
    ] = None,
    *,
    carbon_share: Annotated[
        float, typer.Option("--carbon-share", metavar="SHARE", help="Carbon in the dry mass, such as 0.5.")
    ],
    density: Annotated[
        list[str] | None,
        typer.Option(
            "--density", metavar="WOOD=DENSITY", help="Of other than known species: 'plywood=0.54 t/m3'."
        ),
    ] = None,
    floor_area: Annotated[
        str | None, typer.Option("--floor-area", metavar="AREA", help="Of the building: '120 m2'.")
    ] = None,
    language: LanguageOption = "en",
    json: JsonOption = False,
) -> None:
    """Add up the wood of a building and what it stores by the formula of Japan's Forestry Agency.

    Example: co2label indicator wood --domestic "スギ=13.2 m3" --carbon-share 0.5 --floor-area "120 m2"
    """
    from co2label.cli.indicator_said import print_said  # noqa: PLC0415 - a fast start
    from co2label.indicators.wood_line import stored_in, wood_said  # noqa: PLC0415
    from co2label.model import WoodLine  # noqa: PLC0415

    densities = dict(_pair("--density", text) for text in density or ())
    parts = [
        _part(*_pair(option, text), densities)
        | {"domestic": option == "--domestic", "carbon_share": carbon_share}
        for option, texts in (("--domestic", domestic), ("--foreign", foreign))
        for text in texts or ()
    ]
    line = WoodLine.read({"uses": parts, "floor_area": floor_area})
    stored = stored_in(line)
    print_said(line, wood_said(line), language, {name: getattr(stored, name) for name in _FIGURES}, json=json)


def _pair(option: str, text: str) -> tuple[str, str]:
    """The name before the equals sign, and the amount after it.

    Raises:
        BadParameter: there is no equals sign.
    """
    name, sign, amount = text.partition("=")
    if not sign:
        message = f"expected a wood and its amount such as 'スギ=13.2 m3', got {text!r}"
        raise typer.BadParameter(message, param_hint=option)
    return name.strip(), amount.strip()


def _part(name: str, volume: str, densities: dict[str, str]) -> dict[str, Any]:
    """A material with its density where one was given, else a species of the table."""
    if name in densities:
        return {"material": name, "volume": volume, "density": densities[name]}
    return {"species": name, "volume": volume}

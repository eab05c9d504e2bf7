"""`co2label indicator building`: the class of the ZEH, ZEH-M or ZEB family that a building reaches."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from co2label.cli.indicator_said import CertificateOption  # noqa: TC001 - typer reads them
from co2label.cli.options import JsonOption, LanguageOption  # noqa: TC001

__all__ = ["building"]


class Family(StrEnum):
    """Detached houses, blocks of flats, other buildings."""

    ZEH = "zeh"
    ZEH_M = "zeh-m"
    ZEB = "zeb"


def building(
    family: Annotated[Family, typer.Argument(help="Houses, flats, other buildings.", show_default=False)],
    *,
    without: Annotated[
        float, typer.Option("--without", metavar="%", help="Primary energy saved without renewables.")
    ],
    with_them: Annotated[
        float, typer.Option("--with", metavar="%", help="The same, with renewables on the site.")
    ],
    ua: Annotated[
        float | None, typer.Option("--ua", metavar="W/m2K", help="Of the envelope (zeh, zeh-m).")
    ] = None,
    zone: Annotated[
        int | None, typer.Option("--zone", metavar="1-7", help="Climate zone (zeh, zeh-m).")
    ] = None,
    site: Annotated[
        str | None,
        typer.Option(
            "--site", help="Of a house: cold-or-low-sun, heavy-snow, narrow-urban.", show_default="ordinary"
        ),
    ] = None,
    measure: Annotated[
        list[str] | None,
        typer.Option("--measure", help="Of ZEH+: energy-management, ev-charging; again for both."),
    ] = None,
    use: Annotated[
        str | None, typer.Option("--use", help="Of a zeb: office, school, factory, hotel, hospital, …")
    ] = None,
    floor_area: Annotated[
        str | None, typer.Option("--floor-area", metavar="AREA", help="Of a zeb: '12000 m2'.")
    ] = None,
    unassessed_technology: Annotated[
        bool, typer.Option("--unassessed-technology", help="Of a zeb: technology that is not assessed.")
    ] = False,
    certificate: CertificateOption = None,
    language: LanguageOption = "en",
    json: JsonOption = False,
) -> None:
    """Name the class that a building reaches, and what a label may say of it.

    Example: co2label indicator building zeb --use office --without 52 --with 60
    """
    from co2label.cli.indicator_said import print_said  # noqa: PLC0415 - a fast start
    from co2label.indicators.building_line import building_rating, building_said  # noqa: PLC0415
    from co2label.model import BuildingLine  # noqa: PLC0415

    fields = {
        "family": family.value,
        "cut_without_renewables": without,
        "cut_with_renewables": with_them,
        "ua": ua,
        "zone": zone,
        "site": site,
        "measures": measure or None,
        "use": use,
        "floor_area": floor_area,
        "unassessed_technology": unassessed_technology,
        "certificate": certificate,
    }
    line = BuildingLine.read({name: value for name, value in fields.items() if value is not None})
    print_said(line, building_said(line), language, {"class": building_rating(line).code}, json=json)

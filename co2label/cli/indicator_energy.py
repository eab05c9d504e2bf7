"""`co2label indicator energy` and `insulation`: what the label of a building's energy performance gives."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from co2label.cli.indicator_said import CertificateOption  # noqa: TC001 - typer reads them
from co2label.cli.options import JsonOption, LanguageOption  # noqa: TC001

__all__ = ["energy", "insulation"]


class Use(StrEnum):
    """What a building is for; dwellings have four stars at most."""

    DWELLING = "dwelling"
    OTHER = "other"


def energy(
    bei: Annotated[float, typer.Argument(help="Designed energy over the standard one.", show_default=False)],
    use: Annotated[Use, typer.Option("--use", help="What the building is for.")],
    *,
    certificate: CertificateOption = None,
    language: LanguageOption = "en",
    json: JsonOption = False,
) -> None:
    """Give a building its stars of energy by its BEI, without renewables: one to six, four at most for dwellings.

    Example: co2label indicator energy 0.8 --use dwelling
    """
    from co2label.cli.indicator_said import print_said  # noqa: PLC0415 - a fast start
    from co2label.indicators.energy_line import energy_said  # noqa: PLC0415
    from co2label.model import EnergyLine  # noqa: PLC0415

    line = EnergyLine(bei=bei, use=use.value, certificate=certificate)
    print_said(line, energy_said(line), language, {}, json=json)


def insulation(
    ua: Annotated[float, typer.Argument(help="Of the envelope, in W/(m2 K).", show_default=False)],
    zone: Annotated[int, typer.Option("--zone", metavar="1-7", help="Climate zone.")],
    *,
    certificate: CertificateOption = None,
    language: LanguageOption = "en",
    json: JsonOption = False,
) -> None:
    """Give a dwelling its grade of insulation, 4 to 7, by UA alone.

    Example: co2label indicator insulation 0.46 --zone 6
    """
    from co2label.cli.indicator_said import print_said  # noqa: PLC0415 - a fast start
    from co2label.indicators.energy_line import insulation_said  # noqa: PLC0415
    from co2label.model import InsulationLine  # noqa: PLC0415

    line = InsulationLine(ua=ua, zone=zone, certificate=certificate)
    print_said(line, insulation_said(line), language, {}, json=json)

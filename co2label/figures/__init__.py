"""From a float to the digits that the public sees: the one place where they are chosen.

First to 12 significant decimal digits, which removes the noise of binary floats; then half up, in decimal,
to what the uncertainty bears. Parts of a figure are rounded one by one to its last place, so each is true and they need not
add up; only percentages are rounded together (largest remainder).

>>> show_mass(0.2144)
Shown(value='210', unit='g-CO2e')
>>> show_mass(0.2144, digits=3)
Shown(value='214', unit='g-CO2e')

Units are those of the CFP display guide (MOE and METI, 2025-02): g-CO2e, kg-CO2e, t-CO2e. Numbers carry no
exponent and no thousands separator; a minus sign is the ASCII hyphen.
"""

from __future__ import annotations

from co2label.figures.mass import Place, Shown, decimals_of, format_in, in_kg, place_of, show_mass
from co2label.figures.parts import (
    PercentOf,
    adds_up,
    percent_of,
    percent_shares,
    show_part,
    show_percent,
    show_shares,
)

__all__ = ["PercentOf", "Place", "Shown", "adds_up", "decimals_of", "format_in", "in_kg", "percent_of"]
__all__ += ["percent_shares", "place_of", "show_mass", "show_part", "show_percent", "show_shares"]

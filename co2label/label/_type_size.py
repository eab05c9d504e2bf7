"""Type size: how small letters on a label may be, by the pack that it is for.

A carbon label stands beside what food law prints on the same pack, so the least sizes are those of food law:

* Latin letters: an x-height of 1.2 mm, and of 0.9 mm on a pack whose largest surface is less than 80 cm² (Regulation (EU)
  No 1169/2011 on food information to consumers, article 13(2) and (3), annex IV).
* Japanese: 8 points, and 5.5 points on a pack with about 150 cm² or less to print on (Food Labelling Standards, Cabinet Office
  Order No. 10 of 2015, article 8); a point is 0.3514 mm (JIS Z 8305). Latin letters and figures in them keep the x-height too.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from co2label.draw import REGULAR, ink
from co2label.errors import DrawError

if TYPE_CHECKING:
    from co2label.draw import Font

_POINT = 0.3514
_X_HEIGHT, _X_HEIGHT_SMALL, _SMALL_PACK = 1.2, 0.9, 80.0
_POINTS, _POINTS_SMALL, _SMALL_IN_JAPAN = 8.0, 5.5, 150.0

_SMALLEST_PACK, _LARGEST_PACK = 5.0, 1e6
"""cm²: a bottle cap, and a wall."""


@lru_cache(maxsize=256)
def least_em(language: str, pack_area: float | None = None, font: Font = REGULAR) -> float:
    """The least em of a text in mm.

    Args:
        language: of the text.
        pack_area: the printable surface of the pack, cm², 5 to 1 000 000; None for any pack, however large.
        font: whose x-height counts.

    Raises:
        DrawError: an area outside the range.

    >>> [round(least_em("en", area), 2) for area in (None, 80, 60)], [round(least_em("ja", area), 2) for area in (None, 150, 60)]
    ([2.21, 2.21, 1.66], [2.81, 2.21, 1.93])
    """
    if pack_area is not None and not _SMALLEST_PACK <= pack_area <= _LARGEST_PACK:
        raise DrawError(
            f"expected a pack area of {_SMALLEST_PACK:g} to {_LARGEST_PACK:.0f} cm², got {pack_area!r}"
        )
    area = _LARGEST_PACK if pack_area is None else pack_area
    latin = (_X_HEIGHT_SMALL if area < _SMALL_PACK else _X_HEIGHT) / -ink("x", font).top
    if language != "ja":
        return latin
    return max(latin, _POINT * (_POINTS_SMALL if area <= _SMALL_IN_JAPAN else _POINTS))

"""What options have in common: pairs of measures, and the refusal of an option that would do nothing.

>>> Pair.of("296x128"), Pair.of("63.5 × 38.1")
(Pair(across=296.0, down=128.0), Pair(across=63.5, down=38.1))
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, Self

import typer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["Pair", "is_directory", "refuse", "refuse_given"]

_BETWEEN = re.compile(r"\s*[x×,]\s*", re.IGNORECASE)


class Pair(NamedTuple):
    """Across and down: mm, pixels, or columns and rows."""

    across: float
    down: float

    @classmethod
    def of(cls, text: str) -> Self:
        """Read "296x128" or "0.5,-0.3".

        Raises:
            BadParameter: not two finite numbers.
        """
        try:
            across, down = map(float, _BETWEEN.split(text.strip()))
        except ValueError:
            across = down = math.nan
        if not (math.isfinite(across) and math.isfinite(down)):
            message = f"expected two numbers such as 60x40, across and down, got {text!r}"
            raise typer.BadParameter(message)
        return cls(across, down)

    def whole(self, option: str) -> tuple[int, int]:
        """Two counts.

        Raises:
            BadParameter: a number that is not 1, 2, 3 …
        """
        if not all(each.is_integer() and each >= 1 for each in self):
            refuse(f"expected two whole numbers such as 3x8, got {self.across:g}x{self.down:g}", option)
        return int(self.across), int(self.down)


def is_directory(output: Path) -> bool:
    """Whether files go into this place: a directory, or a name without an ending."""
    return output.is_dir() or output.suffix == ""


def refuse(message: str, option: str) -> NoReturn:
    """End with wrong usage.

    Raises:
        BadParameter: always.
    """
    raise typer.BadParameter(message, param_hint=f"'{option}'")


def refuse_given(options: Mapping[str, Any], message: str) -> None:
    """Refuse the first of these options that was given, for it would do nothing.

    Raises:
        BadParameter: one of them is neither None nor False.
    """
    for option, value in options.items():
        if value is not None and value is not False:
            refuse(message, option)

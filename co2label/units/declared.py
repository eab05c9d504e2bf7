"""Units of one's own that a document declares: their braces may be left out in it.

>>> own = OwnUnits.of(["GB", "token"])
>>> own.braced("1000 token"), own.braced("0.2 kgCO2e/GB"), own.braced("3 {token}"), own.braced("5 GBP")
('1000 {token}', '0.2 kgCO2e/{GB}', '3 {token}', '5 GBP')
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from co2label.errors import UnitError, clip
from co2label.units.own import NAME
from co2label.units.spelling import AMBIGUOUS, SPELLINGS, WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["OwnUnits"]


@dataclass(frozen=True, slots=True)
class OwnUnits:
    """Units that a document, or a column map, declares: `units = ["token"]`."""

    names: tuple[str, ...]
    _pattern: re.Pattern[str]

    @classmethod
    def of(cls, names: Iterable[str]) -> OwnUnits:
        """The units of these names.

        Raises:
            UnitError: a name that cannot be one.
        """
        told = tuple(names)
        for name in told:
            _check(name)
        longest_first = "|".join(re.escape(name) for name in sorted(told, key=len, reverse=True))
        return cls(told, re.compile(rf"(?:(?<![\w{{])|(?<=[0-9]))(?:{longest_first})(?![\w}}])"))

    def braced(self, text: str) -> str:
        """A text of an amount or a unit with these units in braces."""
        if not self.names:
            return text
        return self._pattern.sub(lambda found: f"{{{found[0]}}}", text)


def _check(name: str) -> None:
    if not re.fullmatch(NAME, name):
        message = (
            f"{clip(name)} cannot be the name of a unit; a letter first, then letters, digits, spaces and - _"
        )
        raise UnitError(message)
    if name in SPELLINGS or name in AMBIGUOUS or name.lower() in WORDS:
        message = f"{clip(name)} is a unit already, or is taken for several; give it another name"
        raise UnitError(message)

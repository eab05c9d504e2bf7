"""What an adapter hands over: factors, and what a reader of them must know."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from co2label.model import EmissionFactor

__all__ = ["Imported"]


@dataclass(frozen=True, slots=True)
class Imported:
    """The factors of a source's own file.

    Attributes:
        source: title of the source.
        edition: which edition it is.
        factors: in the order of the file.
        remarks: what did not add up, or is missing, in words; nothing was changed silently.
        files: the files that were read.
        digests: SHA-256 of each of them, by its name.
        categories: what the source itself sorts each factor under, by the id of the factor.
    """

    source: str
    edition: str
    factors: tuple[EmissionFactor, ...]
    remarks: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()
    digests: Mapping[str, str] = field(default_factory=dict)
    categories: Mapping[str, str] = field(default_factory=dict)

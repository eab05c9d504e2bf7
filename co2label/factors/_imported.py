"""What an adapter gives: the factors of a source's own file, and all that a person should know of how they were read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from co2label.model import EmissionFactor


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
        families: what each factor is compared with by the gate, by its id: the first word of the ids of bundled factors.
        rows: how many rows were looked at; 0 where the adapter does not count them.
        parts: how many of them say parts of others, such as their gases.
        left_out: places of the rows that are no factors here, by the reason.
    """

    source: str
    edition: str
    factors: tuple[EmissionFactor, ...]
    remarks: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()
    digests: Mapping[str, str] = field(default_factory=dict)
    categories: Mapping[str, str] = field(default_factory=dict)
    families: Mapping[str, str] = field(default_factory=dict)
    rows: int = 0
    parts: int = 0
    left_out: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

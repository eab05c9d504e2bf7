"""What an adapter hands over: factors, and what a reader of them must know."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from co2label.model import EmissionFactor, Stage

__all__ = ["Imported"]


@dataclass(frozen=True, slots=True)
class Imported:
    """The factors of a source's own file.

    Attributes:
        source: title of the source.
        edition: which edition it is.
        factors: in the order of the file.
        remarks: what did not add up, or is missing, in words; nothing was changed silently.
        digests: SHA-256 of each file that was read, by its name.
        stages: the stage of a product's life cycle for each of the source's own stages, where the product is the very
            thing that the factor describes.
    """

    source: str
    edition: str
    factors: tuple[EmissionFactor, ...]
    remarks: tuple[str, ...] = ()
    digests: Mapping[str, str] = field(default_factory=dict)
    stages: Mapping[str, Stage] = field(default_factory=dict)

"""Adapters: one file for each source whose own download is read as it was published.

A big database is not carried by co2label; who has the file gets its factors, each with its passport. An adapter is a
module with one function `read(paths, edition) -> Imported`.

>>> read("agribalise", ["Agribalyse_Synthese.csv"])
Traceback (most recent call last):
...
co2label.errors.FactorError: no adapter 'agribalise'; did you mean 'agribalyse'?
"""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING

from co2label.errors import FactorError, clip, suggestion

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from co2label.model import EmissionFactor


__all__ = ["ADAPTERS", "read"]

ADAPTERS = ("agribalyse",)
"""The sources that can be read, by the name of their module in this folder."""


def read(name: str, paths: Sequence[str | Path], *, edition: str | None = None) -> Imported:
    """The factors of one's own download of a source.

    Args:
        name: of the adapter, one of `ADAPTERS`.
        paths: the file or files as they were published.
        edition: of the source, where it is known better than the columns tell it.

    Raises:
        FactorError: there is no such adapter.
        DocumentError: every problem of the files: another file, a column that is missing, a figure that is none.
    """
    if name not in ADAPTERS:
        hint = suggestion(name, ADAPTERS) or f"there are {', '.join(ADAPTERS)}"
        message = f"no adapter {clip(name)}; {hint}"
        raise FactorError(message)
    adapter = import_module(f"co2label.factors.adapters.{name}")
    imported: Imported = adapter.read(paths, edition)
    return imported


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

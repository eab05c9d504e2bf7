"""Adapters: one file for each source whose own download is read as it was published.

A big database is not carried by co2label; who has the file gets its factors, each with its passport. An adapter is a function
`read(paths, edition) -> Imported`: of a module in this folder, found by its name, or of another package that names it as an entry
point of the group `co2label.adapters`. A source with one factor a row needs a mapping of its headings and `read_columns`.

>>> read("agribalise", ["Agribalyse_Synthese.csv"])
Traceback (most recent call last):
...
co2label.errors.FactorError: no adapter 'agribalise'; did you mean 'agribalyse'?
"""

from __future__ import annotations

import pkgutil
from dataclasses import dataclass, field
from importlib import import_module
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, cast

from co2label.errors import FactorError, clip, suggestion

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from co2label.model import EmissionFactor

    Adapter = Callable[[Sequence[str | Path], str | None], "Imported"]

__all__ = ["Imported", "adapter_names", "read"]

_GROUP = "co2label.adapters"


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


def adapter_names() -> tuple[str, ...]:
    """The sources that can be read.

    >>> "agribalyse" in adapter_names()
    True
    """
    return tuple(sorted({*_modules(), *entry_points(group=_GROUP).names}))


def read(name: str, paths: Sequence[str | Path], *, edition: str | None = None) -> Imported:
    """The factors of one's own download of a source.

    Args:
        name: of the adapter, one of `adapter_names()`.
        paths: the file or files as they were published.
        edition: of the source, where it is known better than the columns tell it.

    Raises:
        FactorError: there is no such adapter.
        DocumentError: every problem of the files: another file, a column that is missing, a figure that is none.
    """
    return _adapter(name)(paths, edition)


def _modules() -> set[str]:
    return {module.name for module in pkgutil.iter_modules(__path__)}


def _adapter(name: str) -> Adapter:
    if name in _modules():
        return cast("Adapter", import_module(f"{__name__}.{name}").read)
    for entry in entry_points(group=_GROUP, name=name):
        return cast("Adapter", entry.load())
    names = adapter_names()
    hint = suggestion(name, names) or f"there are {', '.join(names)}"
    raise FactorError(f"no adapter {clip(name)}; {hint}")

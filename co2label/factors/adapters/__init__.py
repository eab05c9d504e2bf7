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
from importlib import import_module
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, cast

from co2label.errors import FactorError, clip, suggestion
from co2label.factors._imported import Imported
from co2label.factors._published import published_files

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    Adapter = Callable[[Sequence[str | Path], str | None], "Imported"]

__all__ = ["Imported", "adapter_names", "read", "recognise"]

_GROUP = "co2label.adapters"


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


def recognise(paths: Sequence[str | Path]) -> str:
    """Find the adapter of files by their headings, whatever they are called.

    Args:
        paths: as they were published.

    Raises:
        FactorError: no adapter knows any of them.
        DocumentError: a file that cannot be read.
    """
    files = published_files(paths)
    for name in sorted(_modules()):
        known = getattr(import_module(f"{__name__}.{name}"), "recognise", None)
        if known is not None and any(known(file) for file in files):
            return name
    what = f"{', '.join(clip(str(path)) for path in paths)}: no source is known by these headings"
    todo = "name it before the files, or read a table of your own with --factors"
    raise FactorError(f"{what}; there are adapters for {', '.join(adapter_names())}; {todo}")


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

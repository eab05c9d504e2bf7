"""What a folder was made from and with: versions, options, counts, and the digest of every file that is not in the journal."""

from __future__ import annotations

import json
import platform
import zlib
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from co2label import __version__
from co2label.catalogue.bulk.folder import JOURNAL
from co2label.catalogue.bulk.source import sha256

if TYPE_CHECKING:
    from collections.abc import Iterable

    from co2label.catalogue.bulk.folder import Folder
    from co2label.catalogue.bulk.job import Job
    from co2label.catalogue.bulk.source import Source
    from co2label.catalogue.bulk.tally import Tally

__all__ = ["MANIFEST", "header", "write_manifest"]

MANIFEST = "manifest.json"
_FORMAT = 2
_DRAWING = ("numpy", "pillow", "qrcode", "scipy")
"""Packages whose versions may change a bit of what is made."""


def header(source: Source, job: Job) -> dict[str, Any]:
    """All that decides what a run makes; a journal begins with it, and only the same goes on with it.

    Raises:
        OSError: a file of the source that cannot be read.
    """
    packages = {name: version(name) for name in _DRAWING}
    return {
        "format": _FORMAT,
        "inputs": source.digests(),
        "options": job.as_dict(),
        "versions": {
            "co2label": __version__,
            "python": platform.python_version(),
            "zlib": zlib.ZLIB_RUNTIME_VERSION,
            **packages,
        },
    }


def write_manifest(folder: Folder, begun: dict[str, Any], found: Tally, files: Iterable[str]) -> None:
    """Write `manifest.json`; the labels are not listed one by one, but the digest of the journal holds all of theirs."""
    counts = {"labelled": found.labelled, "computed": found.computed, "refused": found.refused}
    digests = {name: sha256(folder.path(name)) for name in sorted([*files, JOURNAL])}
    said = {**begun, "counts": counts, "valid_until": found.valid_until, "files": digests}
    folder.put(MANIFEST, (json.dumps(said, ensure_ascii=False, allow_nan=False, indent=2) + "\n").encode())

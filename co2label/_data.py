"""Files of data that stand beside the modules which use them: words, codes, limits, statements.

Each function takes the name of the file, with folders before it if need be, and the `__file__` of the module that uses it.

>>> from co2label import identifiers
>>> data_table("places.toml", beside=identifiers.__file__)["regions"]["GLO"]
'the world'
"""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path
from typing import Any


def data_text(name: str, *, beside: str) -> str:
    """The text of a file."""
    return (Path(beside).parent / name).read_text("utf-8")


def data_table(name: str, *, beside: str) -> dict[str, Any]:
    """The tables of a TOML file."""
    return tomllib.loads(data_text(name, beside=beside))


def data_rows(name: str, *, beside: str) -> list[dict[str, str]]:
    """The rows of a CSV file by their headings."""
    with (Path(beside).parent / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))

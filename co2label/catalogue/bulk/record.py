"""What a run knows of one product when it is through with it: done, or refused. A line of the journal.

>>> refused = Refused(4, (Rejected("products.csv", 6, "tea", "mass", "heavy", "expected an amount"),))
>>> of_line(refused.line()) == refused
True
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from co2label.catalogue.rejected import Rejected
from co2label.identifiers import path_part
from co2label.receipt import BookEntry
from co2label.units import Selling

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Done", "Record", "Refused", "of_line", "picture_of", "sealed"]

_SEAL = b',"sha256":"'


@dataclass(frozen=True, slots=True)
class Refused:
    """A product, or a row that is none, with everything that is wrong with it."""

    row: int
    """Its place in what was read, from 0."""
    findings: tuple[Rejected, ...]

    def line(self) -> bytes:
        """The line of the journal."""
        return _line({"row": self.row, "refused": [_fields(each) for each in self.findings]})


@dataclass(frozen=True, slots=True)
class Done:
    """A product whose figure is known, and its files written."""

    row: int
    """Its place in what was read, from 0."""
    entry: BookEntry
    """Its figure, as a till gets it."""
    unit: str
    """The declared unit as it was written."""
    stages: Mapping[str, float]
    """Kilograms of CO2e by life-cycle stage; a stage without data, or outside the boundary, is absent."""
    expected: int
    """How many stages lie inside the boundary."""
    primary: float
    """Percent of the figure that rests on primary data."""
    notes: Mapping[str, str]
    """The first message of each code."""
    declaration: str | None
    """The sha256 of the declaration as JSON; None where nothing is declared, as of what only others use."""
    valid_until: str | None
    sold: bool
    """Whether a till may meet it: False where it stands there for comparison alone."""
    files: Mapping[str, str]
    """The sha256 of each file, by its name in the folder."""

    def line(self) -> bytes:
        """The line of the journal."""
        said = _fields(self)
        entry = _fields(self.entry)
        entry["selling"] = entry["selling"] and _fields(entry["selling"])
        return _line({"row": said.pop("row"), "done": {**said, "entry": entry}})


Record = Done | Refused


def picture_of(product: str) -> str:
    """The file of the picture that the summary shows of a product, as a name in the folder."""
    return f".co2label/pictures/{path_part(product)}.svg"


def of_line(line: bytes) -> Record:
    """A record as it was written.

    Raises:
        ValueError, TypeError, KeyError: something else, or a line in which a byte was changed since.
    """
    text, _, _ = line.rpartition(_SEAL)
    if sealed(text + b"}") != line:
        message = "the line is not as it was written"
        raise ValueError(message)
    data = json.loads(line)
    if "refused" in data:
        return Refused(data["row"], tuple(Rejected(**each) for each in data["refused"]))
    said = data["done"]
    entry = said.pop("entry")
    entry["selling"] = entry["selling"] and Selling(**entry["selling"])
    return Done(row=data["row"], entry=BookEntry(**entry), **said)


def _fields(noun: Any) -> dict[str, Any]:
    """The fields of a frozen noun, by name."""
    return {name: getattr(noun, name) for name in noun.__slots__}


def _line(data: dict[str, Any]) -> bytes:
    return sealed(json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode())


def sealed(text: bytes) -> bytes:
    """A JSON object as a line with its own digest at the end: the figures in it are nowhere else."""
    return text[:-1] + _SEAL + hashlib.sha256(text).hexdigest()[:16].encode() + b'"}\n'

"""A proposed column map as text: a TOML file that can be read at once, with what is missing in comments."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

__all__ = ["Entry", "Section", "written"]

_HEAD = """# A column map that co2label proposes from headings and the first rows. Look at every line before you use it.
# What is missing stands in comments: complete it, or remove it."""
_MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a map: a field, and the column or the constant that it is."""

    field: str
    heading: str
    constant: str | float = ""
    unit: str | None = None
    with_unit: bool = False
    """Whether the cells hold the unit too."""
    values: tuple[tuple[str, str], ...] = ()
    unknown: tuple[str, ...] = ()
    """Words of the column of which it is not known what they mean."""
    doubts: tuple[str, ...] = ()
    """What was found by a search alone, with what else it could be."""
    why: str = ""
    missing: bool = False
    """Whether a person has to say more; then the line is a comment."""


@dataclass(frozen=True, slots=True)
class Section:
    """One table of a map."""

    name: str
    table: str
    """What the table is called, and how it is written."""
    stated: dict[str, str | int | list[str]]
    """What was stated, or found, about how it is written."""
    ignored: tuple[str, ...]
    entries: tuple[Entry, ...]
    score: int
    remarks: tuple[str, ...] = ()
    """What a person should look at."""


def written(sections: list[Section], units: Sequence[str] = ()) -> str:
    """The text of the map, with counted units of one's own where some were stated."""
    declared = [f"units = {_text(list(units))}"] if units else []
    return "\n".join([_HEAD, *declared, *(line for section in sections for line in _lines(section))]) + "\n"


def _lines(section: Section) -> list[str]:
    columns = [entry for entry in section.entries if entry.heading]
    constants = [entry for entry in section.entries if not entry.heading]
    lines = ["", f"[{section.name}]", f"# {_one_line(section.table)}"]
    lines += (f"# {_one_line(each)}" for each in section.remarks)
    lines += (f"{key} = {_text(value)}" for key, value in section.stated.items())
    if section.ignored:
        lines.append(f"ignore = [{', '.join(map(_text, section.ignored))}]")
    for name, entries in (("columns", columns), ("constants", constants)):
        if entries or name == "columns":
            known = {entry.field for entry in entries}
            lines += [
                "",
                f"[{section.name}.{name}]",
                *(line for entry in entries for line in _entry(entry, known)),
            ]
    return lines


def _entry(entry: Entry, known: Collection[str]) -> list[str]:
    value = _source(entry) if entry.heading else _text(entry.constant)
    mark, missing = ("# ", "missing: ") if entry.missing else ("", "")
    lines = [f"# {missing}{_one_line(entry.why)}"] if entry.why else []
    if entry.unknown:
        more = f" and {len(entry.unknown) - _MOST_NAMED} more" if len(entry.unknown) > _MOST_NAMED else ""
        lines.append(f"# missing: what {', '.join(entry.unknown[:_MOST_NAMED])}{more} mean")
    lines += (f"# check: {_one_line(each)}" for each in entry.doubts[:_MOST_NAMED])
    beside = entry.field.partition(".")[0] != entry.field and entry.field.partition(".")[0] in known
    return [*lines, f"{mark}{_text(entry.field) if beside else entry.field} = {value}"]


def _source(entry: Entry) -> str:
    parts = [f"column = {_text(entry.heading)}"]
    if entry.unit:
        parts.append(f"unit = {_text(entry.unit)}")
    if entry.values:
        words = ", ".join(f"{_text(word)} = {_text(meant)}" for word, meant in entry.values)
        parts.append(f"values = {{ {words} }}")
    return _text(entry.heading) if len(parts) == 1 else f"{{ {', '.join(parts)} }}"


def _text(value: str | float | list[str]) -> str:
    """A TOML value: its basic strings are those of JSON, but that DEL is written as an escape too."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _one_line(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())

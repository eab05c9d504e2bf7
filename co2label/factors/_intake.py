"""The rows of a published file become factors with their passport; what is not taken is counted, by its reason.

>>> intake = Intake("desnz", "2025", 2025)
>>> intake.add("1_15_1", "flat.xlsx row 7", name={"en": "Example gas"}, value=3.0, per="1 kg", family="fuel")
>>> intake.leave("no value is published", "flat.xlsx row 8")
>>> imported = intake.imported(())
>>> imported.factors[0].id, imported.factors[0].aliases, imported.rows, imported.remarks
('desnz@2025:1_15_1', ('desnz.1_15_1',), 2, ('1 row left out: no value is published (flat.xlsx row 8)',))
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from co2label._data import data_table
from co2label.errors import DocumentError, Problem, UnitError, clip
from co2label.factors._imported import Imported
from co2label.factors._published import is_nothing, number
from co2label.model import EmissionFactor
from co2label.units import parse_amount

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from co2label.factors._published import PublishedFile


LONGEST_NAME = 120
"""Characters of a name in the model."""

_A_FEW, _FEW_OF = 3, 0.05
"""Bad rows up to which a table is the publisher's own with a slip in it, and not another file: so many, or that share."""

_NOT_IN_ID = re.compile(r"[^\w.:+-]+")

_SHOWN = 3

TOLERANCE = 0.011
"""Relative difference of parts and total that is rounding, as the model allows."""


def few(count: int, rows: int) -> bool:
    """Whether so many bad rows are slips of the publisher, and not the sign of another file."""
    return count <= max(_A_FEW, _FEW_OF * rows)


def short_name(name: str) -> str:
    """A name as long as the model takes, cut at a word.

    >>> len(short_name("a word " * 40)) <= 120
    True
    """
    plain = " ".join(name.split())
    if len(plain) <= LONGEST_NAME:
        return plain
    cut = plain[: LONGEST_NAME - 1]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,(") + "…"


def native_id(*parts: str) -> str:
    """The id of a row inside its source, in the letters that ids have.

    >>> native_id("T1", "Naphtha (<401 deg F)", "gallon")
    'T1:Naphtha_401_deg_F:gallon'
    """
    return ":".join(_NOT_IN_ID.sub("_", part).strip("_.:+-") for part in parts if part)


def unit_table(source: str) -> Mapping[str, str]:
    """How a source writes its units → as amounts, from `adapters/units.toml`."""
    found: Mapping[str, str] = data_table("adapters/units.toml", beside=__file__).get(source, {})
    return found


class Intake:
    """Factors of one source and edition, as they are read row by row.

    Args:
        source: its key in `adapters/sources.toml`, which holds title, publisher, licence and what that asks for.
        edition: as it stands in ids and citations; it must be known.
        year: of the edition, for attribution.
        passport: fields of every factor beside those of the source.
    """

    def __init__(self, source: str, edition: str, year: int | None, **passport: Any) -> None:
        self.key, self.edition = source, edition
        self.facts: Mapping[str, Any] = data_table("adapters/sources.toml", beside=__file__)[source]
        self.factors: list[EmissionFactor] = []
        self.families: dict[str, str] = {}
        self.categories: dict[str, str] = {}
        self.left_out: dict[str, list[str]] = {}
        self.remarks: list[str] = []
        self.bad: list[Problem] = []
        self._places: set[str] = set()
        self._parts: set[str] = set()
        self._seen: dict[str, str] = {}
        said = {"edition": edition, "year": year or ""}
        terms = {name: self.facts[name] for name in _TERMS if name in self.facts}
        self._passport = {
            "unit": "kgCO2e",
            "year": year,
            **({"geography": self.facts["geography"]} if "geography" in self.facts else {}),
            **terms,
            "attribution": self.facts["attribution"].format(**said).strip(),
            **passport,
        }
        self._source = {
            "id": native_id(f"{source}-{edition}"),
            "title": self.facts["title"],
            "publisher": self.facts["publisher"],
            "edition": edition,
            "year": year,
            "url": self.facts.get("url"),
        }

    def part(self, where: str) -> None:
        """Count a row that says a part of another one, such as a gas of it."""
        self._places.add(where)
        self._parts.add(where)

    def leave(self, why: str, where: str) -> None:
        """Leave a row out, as every row of its kind is."""
        self._places.add(where.partition(",")[0])
        self.left_out.setdefault(why, []).append(where)

    def refuse(self, where: str, what: str) -> None:
        """Leave out a row that is wrong; of many such rows the file is refused."""
        self._places.add(where)
        self.bad.append(Problem(where, what))

    def newest(
        self, rows: Iterable[tuple[str, str, str, Mapping[str, str]]]
    ) -> dict[str, tuple[int, str, Mapping[str, str]]]:
        """Take the newest row of each key; earlier ones are counted, and what is no year or number is refused.

        Args:
            rows: the key, the heading of the value, the place and the cells of each; the year stands in `year`.

        Returns:
            Year, place and cells by key.
        """
        found: dict[str, tuple[int, str, Mapping[str, str]]] = {}
        for key, heading, where, cells in rows:
            if not cells["year"].isdecimal():
                self.refuse(where, f"expected a year, got {clip(cells['year'])}")
            elif is_nothing(cells[heading]):
                self.leave("no value is published", where)
            elif number(cells[heading]) is None:
                self.refuse(where, f"expected a number, got {clip(cells[heading])}")
            else:
                year, before = int(cells["year"]), found.get(key)
                if before is not None:
                    self.leave("an earlier year is there too", before[1] if year > before[0] else where)
                if before is None or year > before[0]:
                    found[key] = year, where, cells
        return found

    def remark(self, what: str) -> None:
        """Tell a person something that is taken as it is."""
        self.remarks.append(what)

    def add(
        self,
        native: str,
        where: str,
        *,
        family: str = "",
        category: str = "",
        locator: str = "",
        **fields: Any,
    ) -> None:
        """Take a row as a factor `source@edition:native`, with the alias `source.native`, which every edition has.

        Args:
            native: its id in the source.
            where: its file, sheet and row.
            family: what the gate compares it with: the first word of the ids of bundled factors.
            category: what the source itself sorts it under.
            locator: what else names its place in the source.
            fields: of the factor.
        """
        self._places.add(where)
        key = native_id(native)[:90].rstrip("_.:+-")
        if key in self._seen:
            self.refuse(where, f"{clip(native)} stands in {self._seen[key]} already")
            return
        names = fields.pop("name", {})
        long = [name for name in names.values() if len(" ".join(name.split())) > LONGEST_NAME]
        if long:
            note = f"its name in full: {long[0]}"
            fields["note"] = "; ".join(part for part in (fields.get("note"), note) if part)
        number = f"{self.key}@{native_id(self.edition)}:{key}"
        given = {
            **self._passport,
            "id": number,
            "aliases": (f"{self.key}.{key}",),
            "name": {language: short_name(name) for language, name in names.items() if name.strip()},
            "source": self._source | {"locator": f"{where}{', ' if locator else ''}{locator}"},
            **fields,
        }
        given = {name: value for name, value in given.items() if value not in (None, "", {}, ())}
        try:
            factor = EmissionFactor.read(given)
        except DocumentError as error:
            self.refuse(where, "; ".join(str(problem) for problem in error.problems))
            return
        self._seen[key] = where
        self.factors.append(factor)
        if family:
            self.families[factor.id] = family
        if category:
            self.categories[factor.id] = category

    def imported(self, files: Sequence[PublishedFile]) -> Imported:
        """All that was taken, with what was not.

        Raises:
            DocumentError: too many bad rows, or nothing that can be taken.
        """
        rows = len(self._places)
        if not few(len(self.bad), rows):
            raise DocumentError(Problem(one.where, one.what, "download the file again") for one in self.bad)
        left = {**self.left_out, **({"cannot be used": [str(one) for one in self.bad]} if self.bad else {})}
        if not self.factors:
            name = files[0].name if files else ""
            why = "; ".join(f"{len(places)}: {reason}" for reason, places in left.items()) or "it has no rows"
            raise Problem(
                name, f"no factor can be taken from it ({why})", "download the file again"
            ).as_error()
        told = (_left_out_words(why, places) for why, places in left.items())
        return Imported(
            source=self.facts["title"],
            edition=self.edition,
            factors=tuple(self.factors),
            remarks=(*self.remarks, *told),
            files=tuple(file.path for file in files),
            digests={file.name: file.digest for file in files},
            categories=self.categories,
            families=self.families,
            rows=rows,
            parts=len(self._parts),
            left_out={why: tuple(places) for why, places in left.items()},
        )


_TERMS = ("licence", "embed", "share_alike", "may_publish_value")


def _left_out_words(why: str, places: Sequence[str]) -> str:
    shown = "; ".join(places[:_SHOWN]) + (" …" if len(places) > _SHOWN else "")
    return f"{len(places)} {'row' if len(places) == 1 else 'rows'} left out: {why} ({shown})"


def amount_of(unit: str, source: str) -> str | None:
    """A unit below the stroke as an amount that can be read, by the table of the source, else by the grammar of units; or None.

    >>> amount_of("tonnes", "desnz"), amount_of("passenger.km", "desnz"), amount_of("furlongs", "desnz")
    ('1 t', '1 person*km', None)
    """
    plain = " ".join(unit.split())
    known = unit_table(source).get(plain.casefold())
    text = known or f"1 {plain}"
    try:
        parse_amount(text)
    except UnitError:
        return None
    return text

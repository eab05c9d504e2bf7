"""Municipalities that declared net zero CO2 by 2050, looked up by their names in any written form.

The bundled list is a snapshot of 2021-05-11, not the state of today; a newer list of the same form is read from a file.

>>> register = ZeroCarbonRegister.bundled()
>>> len(register), register.counts()
(385, {'都道府県': 40, '市': 225, '特別区': 6, '町': 95, '村': 19})
>>> register.find("⻑野県佐久市").code
'202177'
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from co2label.errors import DocumentError, IdentifierError, clip
from co2label.indicators.municipality import KINDS, Kind, Municipality, municipality_code
from co2label.indicators.place_names import PREFECTURES, folded, split_prefecture, without_district
from co2label.indicators.zero_carbon_file import places_of, repeated
from co2label.model import read_file, suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["ZeroCarbonRegister"]

_FILE = "zero_carbon_2021-05-11.csv"
_AS_OF = date(2021, 5, 11)
_SOURCE = "国・地方脱炭素実現会議 資料「2050年 二酸化炭素排出実質ゼロ表明 自治体 2021年5月11日時点」"
_POPULATION = MappingProxyType(
    {
        "ja": "表明自治体の総人口 約1億1,011万人（都道府県と市区町村の重複を除く）",
        "en": "About 110.11 million people live there (prefectures and their municipalities counted once)",
    }
)
"""As printed on the same page as the list."""


@dataclass(frozen=True)
class ZeroCarbonRegister:
    """A dated list of declared places.

    Attributes:
        places: in the order of the list, no code and no full name twice.
        as_of: the day whose state the list shows.
        source: who published the list, for print.
        population: what the source says on the people who live there, by language; None if it says nothing.

    Raises:
        DocumentError: a code or a full name that stands there twice.
    """

    places: tuple[Municipality, ...]
    as_of: date
    source: str
    population: Mapping[str, str] | None = None

    def __post_init__(self) -> None:
        problems = list(repeated((f"places[{index}]", place) for index, place in enumerate(self.places)))
        if problems:
            raise DocumentError(problems)

    @classmethod
    def bundled(cls) -> ZeroCarbonRegister:
        """The 385 places of 2021-05-11.

        The source names the 345 municipalities; which 40 prefectures it counts is inferred (see `Municipality.basis`).

        >>> ZeroCarbonRegister.bundled().as_of.isoformat()
        '2021-05-11'
        """
        return _bundled()

    @classmethod
    def read(
        cls, path: str | Path, *, as_of: date, source: str, population: Mapping[str, str] | None = None
    ) -> ZeroCarbonRegister:
        """A list of one's own, in place of the bundled one.

        Args:
            path: CSV file with the columns prefecture, municipality, type, lgcode, and basis if wanted.
            as_of: the day whose state the list shows.
            source: who published it.
            population: what the source says on the people who live there, by language.

        Raises:
            DocumentError: the file cannot be read, or every problem of its header and rows.
        """
        places = places_of(read_file(path), Path(path).name)
        return cls(places, as_of, source, population)

    def __len__(self) -> int:
        return len(self.places)

    def __iter__(self) -> Iterator[Municipality]:
        return iter(self.places)

    def counts(self) -> dict[Kind, int]:
        """How many places of each kind, in the order of `KINDS`."""
        found = Counter(place.kind for place in self.places)
        return {kind: found[kind] for kind in KINDS}

    def by_prefecture(self) -> dict[str, int]:
        """How many municipalities of each prefecture, from north to south; prefectures themselves are not counted.

        >>> ZeroCarbonRegister.bundled().by_prefecture()["岩手県"]
        13
        """
        found = Counter(place.prefecture for place in self.places if place.kind != "都道府県")
        return {prefecture: found[prefecture] for prefecture in PREFECTURES if found[prefecture]}

    def by_code(self, code: str) -> Municipality:
        """The place of a code of six digits.

        Raises:
            IdentifierError: not a valid code, or not on the list.
        """
        place = self._codes.get(municipality_code(code))
        if place is None:
            message = (
                f"no place with the code {code!r} is on the list of {self.as_of}; a newer list may have it"
            )
            raise IdentifierError(message)
        return place

    def find(self, text: str) -> Municipality:
        """The place that a name means, with or without prefecture and district (郡).

        Without the prefecture a name is refused if several places bear it, on the list or not. Which district is written is
        not checked.

        Args:
            text: with its ending (市, 区, 町, 村; 都, 道, 府, 県), in any form that `folded` makes equal.

        Raises:
            IdentifierError: not on the list (names the nearest), or a name of several places (names them all).
            TextError: text that cannot be a name.

        >>> ZeroCarbonRegister.bundled().find("虻田郡ﾆｾｺ町").full_name
        '北海道ニセコ町'
        >>> ZeroCarbonRegister.bundled().find("美里町")
        Traceback (most recent call last):
        ...
        co2label.errors.IdentifierError: '美里町' is the name of several places: 宮城県美里町, 埼玉県美里町, 熊本県美里町; \
write the prefecture before it
        """
        prefecture, name = split_prefecture(folded(text))
        for form in (name, without_district(name)):
            known = {place.full_name: place for place in self._names.get(form, ())}
            if prefecture is None and known:
                _refuse_several(text, [*known, *_namesakes().get(form, ())], known, self.as_of)
            for place in known.values():
                if prefecture in {None, place.prefecture}:
                    return place
        raise IdentifierError(self._not_listed(text, name))

    @cached_property
    def _codes(self) -> dict[str, Municipality]:
        return {place.code: place for place in self.places}

    @cached_property
    def _names(self) -> dict[str, list[Municipality]]:
        """By folded name; a prefecture by the empty rest after its own name."""
        names: dict[str, list[Municipality]] = {}
        for place in self.places:
            names.setdefault("" if place.kind == "都道府県" else folded(place.name), []).append(place)
        return names

    def _not_listed(self, text: str, name: str) -> str:
        full = [place.full_name for place in self.places]
        short = {place.name: place.full_name for place in self.places}
        todo = (
            suggestion(text, full)
            or suggestion(name, short)
            or "write the name with its ending, such as 久慈市"
        )
        return f"{clip(text)} is not on the list of {self.as_of}: it had not declared by then, or is written otherwise; {todo}"


@cache
def _bundled() -> ZeroCarbonRegister:
    places = places_of(_data(_FILE).encode(), _FILE)
    return ZeroCarbonRegister(places, _AS_OF, _SOURCE, _POPULATION)


@cache
def _namesakes() -> Mapping[str, tuple[str, ...]]:
    """Full names by the folded name that several municipalities, or wards of Tokyo and of other cities, share."""
    shared: dict[str, tuple[str, ...]] = {}
    for row in csv.DictReader(io.StringIO(_data("namesakes.csv"))):
        key = folded(row["name"])
        shared[key] = (*shared.get(key, ()), row["full_name"])
    return MappingProxyType(shared)


def _data(name: str) -> str:
    return files("co2label.indicators").joinpath("data", name).read_text(encoding="utf-8")


def _refuse_several(text: str, names: list[str], known: Mapping[str, Municipality], as_of: date) -> None:
    several = dict.fromkeys(names)
    if len(several) > 1:
        shown = (name if name in known else f"{name} (not on the list of {as_of})" for name in several)
        message = (
            f"{clip(text)} is the name of several places: {', '.join(shown)}; write the prefecture before it"
        )
        raise IdentifierError(message)

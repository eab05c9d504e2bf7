"""Prefectures and municipalities of Japan, and the list of those that declared net zero CO2 by 2050.

Names are folded so that the ways to write one name compare equal: radicals in place of kanji (⻑野 → 長野), full and half width
(ﾆｾｺ町), spaces, hiragana and katakana, and the small ke (茅ヶ崎, 茅ケ崎, 茅が崎, 茅ガ崎). The bundled list is a snapshot of
2021-05-11, not the state of today; a newer list of the same columns (`prefecture, municipality, type, lgcode`, and `basis` if
wanted; `municipality` is empty for a prefecture itself) is read from a CSV file.
The SDG line speaks of the place, not of the product.

>>> register = ZeroCarbonRegister.bundled()
>>> len(register), register.counts()
(385, {'都道府県': 40, '市': 225, '特別区': 6, '町': 95, '村': 19})
>>> register.find("⻑野県佐久市").code
'202177'
>>> municipality_text(MunicipalityLine(place="久慈市")).lines[0]["ja"]
'産地：岩手県久慈市（2050年二酸化炭素排出実質ゼロ表明）'
>>> MunicipalityLine(place="秋田県由利本荘市", declared="2022-03-01")
Traceback (most recent call last):
...
co2label.errors.DocumentError: source: the day of a declaration needs where it can be read; add source = "…"
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, cast, get_args

from co2label._data import data_rows, data_table, data_text
from co2label.errors import DocumentError, IdentifierError, Problem, TextError, clip, suggestion
from co2label.indicators._text import DisplayText, line_rule
from co2label.model import CleanText, Date, Name, SdgEntry, read_file
from co2label.tabular import read_rows
from co2label.text import clean_text
from co2label.wording import in_each_language, translate_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from co2label.indicators._text import LineContext


_FACTS = data_table("data/places.toml", beside=__file__)

PREFECTURES: tuple[str, ...] = tuple(_FACTS["prefectures"])
"""The 47 prefectures in the order of their codes, 01 to 47 (JIS X 0401)."""

_KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
"""Hiragana to the katakana of the same sound (Unicode blocks 3040 and 30A0 run in parallel)."""

_SMALL_KE = str.maketrans("ヶガヵカ", "ケケケケ")

_IN_JAPANESE = str.maketrans("戶靑黃黑", "戸青黄黒")
"""Kanji that form KC (UAX #15) makes of radicals, and the ones that Japan writes."""

_DISTRICT = re.compile(r".+?郡(?=.+[町村]$)")
"""Only towns and villages lie in a district: 郡山市 and 蒲郡市 keep their first character."""


def fold_place(text: str) -> str:
    """A name in the form in which names are compared; not for printing.

    Raises:
        TextError: a character that must not be printed, nothing but spaces, or over 120 characters.

    >>> fold_place("茅が崎市") == fold_place("茅 ｹ崎市") == fold_place("茅ヶ崎市")
    True
    >>> fold_place(" ⻑野県 "), fold_place("⼆⼾市")
    ('長野県', '二戸市')
    """
    plain = unicodedata.normalize("NFKC", clean_text(text, where="place")).replace(" ", "")
    return plain.translate(_IN_JAPANESE).translate(_KATAKANA).translate(_SMALL_KE)


def split_prefecture(name: str) -> tuple[str | None, str]:
    """The prefecture that a folded name begins with, if any, and the rest.

    >>> split_prefecture("岩手県久慈市"), split_prefecture("京都市"), split_prefecture("京都府")
    (('岩手県', '久慈市'), (None, '京都市'), ('京都府', ''))
    """
    for prefecture in PREFECTURES:
        if name.startswith(prefecture):
            return prefecture, name.removeprefix(prefecture)
    return None, name


def prefecture_named(text: str) -> str:
    """The prefecture that a name means, with or without its ending.

    Raises:
        IdentifierError: none of the 47.

    >>> prefecture_named("⻑野"), prefecture_named("京都府")
    ('長野県', '京都府')
    """
    wanted = fold_place(text)
    for prefecture in PREFECTURES:
        if wanted in {prefecture, prefecture[:-1]}:
            return prefecture
    todo = suggestion(wanted, PREFECTURES) or "write it with its ending, such as 岩手県"
    raise IdentifierError(f"one of the 47 prefectures expected, got {clip(text)}; {todo}")


def without_district(name: str) -> str:
    """A town's or village's name without the district (郡) before it; which district it is, is not looked at.

    >>> without_district("九戸郡軽米町"), without_district("赤穂郡上郡町"), without_district("蒲郡市")
    ('軽米町', '上郡町', '蒲郡市')
    """
    return _DISTRICT.sub("", name, count=1)


PlaceKind = Literal["都道府県", "市", "特別区", "町", "村"]

PLACE_KINDS: tuple[PlaceKind, ...] = get_args(PlaceKind)
"""Prefecture, city, special ward of Tokyo, town, village."""

PlaceBasis = Literal["listed", "inferred"]

PLACE_BASES: tuple[PlaceBasis, ...] = get_args(PlaceBasis)
"""Whether the source names the place, or it was inferred from what the source says otherwise."""

_WEIGHTS = (6, 5, 4, 3, 2)

_SIX_DIGITS = re.compile(r"[0-9]{6}")

_WARDS_OF = "東京都"

_WHOLE_PREFECTURE = "000"


def municipality_code(code: str) -> str:
    """A local government code of six digits, unchanged, once its check digit is right.

    Two digits of the prefecture (JIS X 0401), three of the municipality (JIS X 0402), one check digit: the digits times
    6, 5, 4, 3, 2 are summed; the check digit is the last digit of 11 less the remainder of the sum by 11. Source: 全国
    地方公共団体コード (Ministry of Internal Affairs and Communications, Japan).

    Raises:
        IdentifierError: not six ASCII digits, no such prefecture, or a wrong check digit (says the expected one).

    >>> municipality_code("032077")
    '032077'
    >>> municipality_code("032076")
    Traceback (most recent call last):
    ...
    co2label.errors.IdentifierError: municipality code '032076': check digit 7 expected, got 6; correct the code
    """
    if not isinstance(code, str) or not _SIX_DIGITS.fullmatch(code):  # type: ignore[redundant-expr]
        raise IdentifierError(
            f"expected a municipality code of 6 ASCII digits, got {clip(code)}; "
            "spreadsheets drop a zero in front: write it back"
        )
    weighted = sum(int(digit) * weight for digit, weight in zip(code[:5], _WEIGHTS, strict=True))
    expected = (11 - weighted % 11) % 10
    wrong = f"check digit {expected} expected, got {code[5]}" if int(code[5]) != expected else ""
    if not 1 <= int(code[:2]) <= len(PREFECTURES):
        wrong = "it begins with 01 to 47, the prefecture"
    if wrong:
        raise IdentifierError(f"municipality code {code!r}: {wrong}; correct the code")
    return code


@dataclass(frozen=True, slots=True)
class Municipality:
    """A prefecture or municipality.

    Attributes:
        prefecture: one of `PREFECTURES`.
        name: with its ending (久慈市); of a prefecture its own name again.
        kind: one of `PLACE_KINDS`.
        code: local government code, six digits.
        basis: one of `PLACE_BASES`.

    Raises:
        DocumentError: parts that do not belong together; every such finding.

    >>> Municipality("岩手県", "久慈市", "市", "032077").full_name
    '岩手県久慈市'
    >>> Municipality("岩手県", "岩手県", "都道府県", "030007").full_name
    '岩手県'
    >>> Municipality("青森県", "久慈市", "町", "032077")
    Traceback (most recent call last):
    ...
    co2label.errors.DocumentError: municipality: a 町 whose name ends with 町 expected, got '久慈市'; correct one of them
    lgcode: '032077' lies in 岩手県, not in '青森県'; correct one of them
    """

    prefecture: str
    name: str
    kind: PlaceKind
    code: str
    basis: PlaceBasis = "listed"

    def __post_init__(self) -> None:
        DocumentError.raise_any(_place_problems(self))

    @property
    def full_name(self) -> str:
        """The prefecture and the name, as on an address."""
        return self.prefecture if self.kind == "都道府県" else self.prefecture + self.name

    def as_dict(self) -> dict[str, str]:
        """Plain data for JSON."""
        names = ("code", "prefecture", "name", "full_name", "kind", "basis")
        return {name: getattr(self, name) for name in names}


def _place_problems(place: Municipality) -> Iterator[Problem]:
    whole = place.kind == "都道府県"
    if place.prefecture not in PREFECTURES:
        todo = "write it with its ending, such as 岩手県"
        yield Problem("prefecture", f"one of the 47 prefectures expected, got {clip(place.prefecture)}", todo)
    if place.basis not in PLACE_BASES:
        yield Problem("basis", f"{' or '.join(PLACE_BASES)} expected, got {clip(place.basis)}")
    if place.kind not in PLACE_KINDS:
        yield Problem("type", f"one of {', '.join(PLACE_KINDS)} expected, got {clip(place.kind)}")
    elif whole and place.name != place.prefecture:
        what = f"the row of a prefecture names a municipality, {clip(place.name)}"
        yield Problem("municipality", what, "leave it empty, or correct the type")
    elif not whole and not (place.name[:-1] and place.name.endswith(place.kind[-1])):
        what = f"a {place.kind} whose name ends with {place.kind[-1]} expected, got {clip(place.name)}"
        yield Problem("municipality", what, "correct one of them")
    if place.kind == "特別区" and place.prefecture != _WARDS_OF:
        what = f"special wards are in {_WARDS_OF} only, got {clip(place.prefecture)}"
        yield Problem("type", what, "a ward of another city is no municipality: name the city")
    try:
        code = municipality_code(place.code)
    except IdentifierError as error:
        yield Problem("lgcode", str(error))
        return
    home = PREFECTURES[int(code[:2]) - 1]
    if home != place.prefecture:
        what = f"{code!r} lies in {home}, not in {clip(place.prefecture)}"
        yield Problem("lgcode", what, "correct one of them")
    if (code[2:5] == _WHOLE_PREFECTURE) != whole:
        todo = "000 before the check digit stands for a whole prefecture, and only for it"
        yield Problem("lgcode", f"{code!r} does not fit the type {clip(place.kind)}", todo)


_NEEDED_COLUMNS = ("prefecture", "municipality", "type", "lgcode")

REGISTER_COLUMNS: tuple[str, ...] = (*_NEEDED_COLUMNS, "basis")
"""Every column that a list may have."""


def read_places(content: bytes, name: str) -> tuple[Municipality, ...]:
    """The places of a list, in its order.

    Args:
        content: the bytes of the file.
        name: of the file, for messages.

    Raises:
        DocumentError: every problem of header and rows, with row and column; an empty list; a place given twice.
    """
    table = read_rows(content, name)
    DocumentError.raise_any(table.header_problems(REGISTER_COLUMNS, needed=_NEEDED_COLUMNS))
    problems: list[Problem] = []
    found: list[tuple[str, Municipality]] = []
    for where, row in table.cells(problems):
        own: list[Problem] = []
        with DocumentError.collecting(own):
            found.append((where, _place_of_row(row)))
        problems += [Problem(f"{where}, column {each.where}", each.what, each.todo) for each in own]
    problems += repeated_places(found)
    if not found and not problems:
        problems.append(Problem(name, "the list has no row below its header", "give one place a row"))
    DocumentError.raise_any(problems)
    return tuple(place for _, place in found)


def repeated_places(found: Iterable[tuple[str, Municipality]]) -> Iterator[Problem]:
    """A finding for each code and each full name that stands there twice; `found` holds where each place stands."""
    first: dict[str, str] = {}
    for where, place in found:
        for key, shown in ((place.code, place.code), (fold_place(place.full_name), place.full_name)):
            if key in first:
                yield Problem(where, f"{shown} stands in {first[key]} already", "remove one of them")
            first.setdefault(key, where)


def _place_of_row(row: Mapping[str, str]) -> Municipality:
    """A kind or basis that is none is found by `Municipality` itself."""
    cells = dict.fromkeys(REGISTER_COLUMNS, "")
    problems: list[Problem] = []
    for column, cell in row.items():
        try:
            cells[column] = clean_text(cell)
        except TextError as error:
            problems.append(Problem(column, str(error)))
    DocumentError.raise_any(problems)
    return Municipality(
        prefecture=cells["prefecture"],
        name=cells["municipality"] or (cells["prefecture"] if cells["type"] == "都道府県" else ""),
        kind=cast("PlaceKind", cells["type"]),
        code=cells["lgcode"],
        basis=cast("PlaceBasis", cells["basis"] or "listed"),
    )


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
        DocumentError.raise_any(
            repeated_places((f"places[{index}]", place) for index, place in enumerate(self.places))
        )

    @classmethod
    @cache
    def bundled(cls) -> ZeroCarbonRegister:
        """The 385 places of 2021-05-11.

        The source names the 345 municipalities; which 40 prefectures it counts is inferred (see `Municipality.basis`).

        >>> ZeroCarbonRegister.bundled().as_of.isoformat()
        '2021-05-11'
        """
        facts = _FACTS["zero_carbon"]
        places = read_places(data_text(f"data/{facts['file']}", beside=__file__).encode(), facts["file"])
        return cls(places, facts["as_of"], facts["source"], MappingProxyType(facts["population"]))

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
        places = read_places(read_file(path), Path(path).name)
        return cls(places, as_of, source, population)

    def __len__(self) -> int:
        return len(self.places)

    def __iter__(self) -> Iterator[Municipality]:
        return iter(self.places)

    def counts(self) -> dict[PlaceKind, int]:
        """Count the places of each kind, in the order of `PLACE_KINDS`."""
        found = Counter(place.kind for place in self.places)
        return {kind: found[kind] for kind in PLACE_KINDS}

    def by_prefecture(self) -> dict[str, int]:
        """Count the municipalities of each prefecture, from north to south, without the prefectures themselves.

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
            raise IdentifierError(
                f"no place with the code {code!r} is on the list of {self.as_of}; a newer list may have it"
            )
        return place

    def find(self, text: str) -> Municipality:
        """The place that a name means, with or without prefecture and district (郡).

        Without the prefecture a name is refused if several places bear it, on the list or not. Which district is written is
        not checked.

        Args:
            text: with its ending (市, 区, 町, 村; 都, 道, 府, 県), in any form that `fold_place` makes equal.

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
        prefecture, name = split_prefecture(fold_place(text))
        for form in (name, without_district(name)):
            known = {place.full_name: place for place in self._names.get(form, ())}
            several = dict.fromkeys((*known, *_namesakes().get(form, ())))
            if prefecture is None and known and len(several) > 1:
                absent = f" (not on the list of {self.as_of})"
                names = ", ".join(name if name in known else f"{name}{absent}" for name in several)
                what = f"{clip(text)} is the name of several places: {names}"
                raise IdentifierError(f"{what}; write the prefecture before it")
            for place in known.values():
                if prefecture in {None, place.prefecture}:
                    return place
        todo = (
            suggestion(text, [place.full_name for place in self.places])
            or suggestion(name, {place.name: place.full_name for place in self.places})
            or "write the name with its ending, such as 久慈市"
        )
        raise IdentifierError(
            f"{clip(text)} is not on the list of {self.as_of}: it had not declared by then, or is written otherwise; {todo}"
        )

    @cached_property
    def _codes(self) -> dict[str, Municipality]:
        return {place.code: place for place in self.places}

    @cached_property
    def _names(self) -> dict[str, list[Municipality]]:
        """Places by folded name; a prefecture by the empty rest after its own name."""
        names: dict[str, list[Municipality]] = defaultdict(list)
        for place in self.places:
            names["" if place.kind == "都道府県" else fold_place(place.name)].append(place)
        return names


@cache
def _namesakes() -> Mapping[str, tuple[str, ...]]:
    """Full names by the folded name that several municipalities, or wards of Tokyo and of other cities, share."""
    shared: dict[str, tuple[str, ...]] = {}
    for row in data_rows("data/namesakes.csv", beside=__file__):
        key = fold_place(row["name"])
        shared[key] = (*shared.get(key, ()), row["full_name"])
    return MappingProxyType(shared)


PlaceRole = Literal["origin", "made", "location"]
"""What the place is to the product: where it grew, where it was made, where it stands."""


class MunicipalityLine(SdgEntry):
    """A place on the bundled list of 2021-05-11, or one with the day of its declaration and where that can be read.

    Raises:
        DocumentError: a day without a source, or a source without a day.
    """

    kind: Literal["municipality"] = "municipality"
    place: CleanText
    """The place, in any written form that the list can be searched by: "久慈市"; with its prefecture where several
    places bear the name: "岩手県久慈市"."""
    what: PlaceRole = "origin"
    """What the place is to the product: where it grew, where it was made, where it stands."""
    name: Name | None = None
    """The place as it is written in other languages: {en = "Kuji, Iwate"}; without it, it stands in Japanese."""
    declared: Date | None = None
    """The day of the declaration, for a place that is not on the bundled list: "2022-03-01"."""
    source: CleanText | None = None
    """Source of that declaration: a web address or a paper."""

    def _problems(self) -> Iterator[Problem]:
        if self.declared is not None and self.source is None:
            what = "the day of a declaration needs where it can be read"
            yield Problem("source", what, 'add source = "…"')
        elif self.source is not None and self.declared is None:
            what = "a source of one's own needs the day of the declaration"
            yield Problem("declared", what, 'add declared = "2022-03-01"')


@line_rule(MunicipalityLine)
def municipality_text(line: MunicipalityLine, context: LineContext | None = None) -> DisplayText:
    """The place with its declaration: from the bundled list, or with the day and the source that the entry gives.

    Raises:
        DocumentError: a place that is not on the list and has no day of its own; a name of several places; a name in
            Japanese beside that of the list; a place with a day of its own that is no municipality of a prefecture, or whose
        day is after the day of issue.
    """
    issued = context.statement.issued if context else None
    if line.declared is None:
        register = ZeroCarbonRegister.bundled()
        full_name = _listed_place(register, line.place)
        key, gap, day, source = "listed", "as_of", register.as_of, register.source
    elif issued is not None and line.declared > issued:
        what = f"{line.declared} is after the day of issue, {issued}"
        raise Problem("declared", what, "correct one of them").as_error()
    else:
        full_name = _declared_place(line.place)
        key, gap, day, source = "declared", "declared", line.declared, line.source or ""
    names = line.name or {}
    for language in ("ja", "und"):
        if language in names:
            what = f"in Japanese a place stands as the list has it, got {clip(names[language], 40)}"
            todo = 'give other languages only: name = { en = "Kuji, Iwate" }'
            raise Problem(f"name.{language}", what, todo).as_error()
    place = in_each_language(lambda w: w.of({"und": full_name} | names))
    words = {"place": place, gap: in_each_language(lambda w: w.date(day))}
    basis = translate_all(f"indicator.note.place.{key}", None, source=source, **words)
    note = translate_all("indicator.note.place", basis=basis)
    return DisplayText((translate_all(f"indicator.place.{line.what}", place=place),), (note,))


def _listed_place(register: ZeroCarbonRegister, text: str) -> str:
    try:
        return register.find(text).full_name
    except (IdentifierError, TextError) as error:
        todo = 'or, if it declared later, add declared = "…" and source = "…"'
        raise Problem("place", str(error), todo).as_error() from None


def _declared_place(text: str) -> str:
    """A place that declared later, as it is written; nothing but a prefecture, or a municipality behind its prefecture."""
    prefecture, rest = split_prefecture(fold_place(text))
    if prefecture is None or (rest and not rest.endswith(("市", "区", "町", "村"))):
        what = f"expected a municipality with its prefecture before it, got {clip(text, 40)}"
        raise Problem("place", what, 'write it in full: "秋田県由利本荘市"').as_error()
    return text

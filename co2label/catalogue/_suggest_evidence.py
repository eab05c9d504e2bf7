"""Evidence for a column map: what headings and cells say about the field that a column is.

Usual headings and the layouts of shops and ERP systems are data; cells are tested (GTINs by check digit, units, stages, ids).
Headings that differ in a number alone (材料1 材料2) are one family.

>>> sample = ColumnSample("JAN", ("4569951110016", "", "49123456"))
>>> sample.share(is_gtin), sample.share(is_number)
(1.0, 1.0)
>>> fold_heading("Ｉｔｅｍ No."), split_unit("内容量(g)"), split_unit("Net weight [kg]"), split_unit("Item No")
('itemno', ('内容量', 'g'), ('Net weight', 'kg'), ('Item No', None))
>>> [(each.pattern, each.places) for each in families_of(["id", "材料1", "量1", "材料2", "量2", "規格1"])]
[('材料{n}', (1, 3)), ('量{n}', (2, 4))]
>>> found = system_layout(("Handle", "Title", "Variant SKU", "Variant Grams"))
>>> found.name, found.of, found.columns["mass"]
('Shopify, products', 'products', 'Variant Grams')
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Literal

from co2label._data import data_table
from co2label.catalogue._column_map import OWNER
from co2label.catalogue._products import NUMBER_MARK
from co2label.errors import Co2LabelError, UnitError
from co2label.identifiers import gtin
from co2label.model import BOUNDARIES, STAGES
from co2label.units import parse_amount, parse_unit

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from co2label.catalogue._column_map import TableMap
    from co2label.factors import FactorLibrary
    from co2label.tabular import Table


_SIGNS = re.compile(r"[\W_]+")
_BRACKETS = re.compile(r"(.+?)\s*[(\[（【［]([^)\]）】］]+)[)\]）】］]\s*")
_SHORTEST_PART = {True: 4, False: 2}
"""Letters of a word that counts inside a longer heading: Latin, and Japanese."""
_DATA = data_table("suggest.toml", beside=__file__)
"""Usual headings, words and layouts."""
_READING = re.compile(
    r"カナ|かな|ｶﾅ|フリガナ|ふりがな|ﾌﾘｶﾞﾅ|ヨミ|よみ|読み|(?<![a-z])kana|furigana|yomi", re.IGNORECASE
)


def is_reading(heading: str) -> bool:
    """Whether a column holds readings of names (kana), by its heading.

    >>> is_reading("商品名カナ"), is_reading("フリガナ"), is_reading("商品名")
    (True, True, False)
    """
    return _READING.search(heading) is not None


def fold_heading(heading: str) -> str:
    """Fold a heading for comparison: half width, lower case, letters and digits only."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", heading).casefold())


def split_unit(heading: str) -> tuple[str, str | None]:
    """Split a heading into its name and the unit in brackets behind it."""
    found = _BRACKETS.fullmatch(heading)
    if not found:
        return heading, None
    try:
        return found[1], parse_unit(found[2].strip()).text
    except UnitError:
        return heading, None


def unit_in(heading: str) -> str | None:
    """The unit of numbers that a heading names: in brackets, or as its last word.

    >>> unit_in("内容量(g)"), unit_in("Variant Grams"), unit_in("weight_kg"), unit_in("Weight")
    ('g', 'g', 'kg', None)
    """
    last = _SIGNS.split(unicodedata.normalize("NFKC", heading).casefold())[-1]
    return split_unit(heading)[1] or _DATA["units"].get(last)


def likeness(heading: str, known: Collection[str]) -> int:
    """Score a heading for a field: 3 is a usual heading, 2 contains one, 0 neither."""
    asked = fold_heading(split_unit(heading)[0])
    if asked in known:
        return 3
    return 2 if any(len(word) >= _SHORTEST_PART[word.isascii()] and word in asked for word in known) else 0


Headings = dict[str, tuple[str, ...]]
"""Usual headings by field, folded."""

HEADINGS: dict[str, Headings] = {
    noun: {field: tuple(map(fold_heading, headings)) for field, headings in fields.items()}
    for noun, fields in _DATA["headings"].items()
}
"""Of products and of activities."""
HEADINGS["activities"][OWNER] += HEADINGS["products"]["id"]

NEEDED: dict[str, dict[str, tuple[str | int, str]]] = {
    noun: {field: (each["example"], each["why"]) for field, each in fields.items()}
    for noun, fields in _DATA["missing"].items()
}
"""What products, activities, and lines within products need: field → an example, and what it is."""
NEEDED["activities"] |= NEEDED["lines"]
_ROWS = 2000
_LONGEST_WORD = 40
_NUMBER = re.compile(r"-?[0-9][0-9.,]*([eE][+-]?[0-9]{1,2})?")
_JAPANESE = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff]")
_YEAR = re.compile(r"(19|20)[0-9]{2}")


@dataclass(frozen=True, slots=True)
class ColumnSample:
    """A column and the texts of its first rows, empty ones too."""

    heading: str
    cells: tuple[str, ...]

    @property
    def filled(self) -> tuple[str, ...]:
        """The cells that hold something."""
        return tuple(cell for cell in self.cells if cell)

    @property
    def distinct(self) -> tuple[str, ...]:
        """The different filled cells, in their order."""
        return tuple(dict.fromkeys(self.filled))

    def share(self, test: Callable[[str], bool]) -> float:
        """The share of the filled cells for which a test holds; 0 where none is filled."""
        counts = Counter(self.filled)  # a cell that comes again is tested once
        holds = sum(count for cell, count in counts.items() if test(cell))
        return holds / counts.total() if counts else 0.0


def samples_of(table: Table) -> list[ColumnSample]:
    """The columns of a table, by their first rows."""
    rows = [row.cells for row in islice(table.rows(), _ROWS) if not row.broken]
    return [
        ColumnSample(heading, tuple(cells[place] if isinstance(cells[place], str) else "" for cells in rows))
        for place, heading in enumerate(table.header)
    ]


def is_gtin(text: str) -> bool:
    """A GTIN with the right check digit; Shopify puts an apostrophe before it."""
    return _can(gtin, text.removeprefix("'"))


@lru_cache(maxsize=1 << 14)  # a word that is none is looked for among all that are like it
def is_unit(text: str) -> bool:
    """A unit that co2label reads."""
    return _can(parse_unit, text)


def is_amount(text: str) -> bool:
    """A number with its unit."""
    return _can(parse_amount, text)


def is_number(text: str) -> bool:
    """Digits, however they are grouped."""
    return _NUMBER.fullmatch(text) is not None


def _is_date(text: str) -> bool:
    """A day as ISO 8601 writes it."""
    return _can(dt.date.fromisoformat, text)


def is_url(text: str) -> bool:
    """A web address."""
    return text.startswith(("https://", "http://"))


def is_japanese(text: str) -> bool:
    """Text with kana or kanji."""
    return _JAPANESE.search(text) is not None


def stage_of(text: str) -> str | None:
    """The life-cycle stage that a word stands for, or None.

    >>> stage_of("原材料調達"), stage_of("Transport to store"), stage_of("A-12")
    ('raw-materials', 'distribution', None)
    """
    if text in STAGES:
        return text
    word = text.casefold()
    stages = (stage for stage, parts in _DATA["stages"].items() if any(each in word for each in parts))
    return next(stages, None)


def _can(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except (Co2LabelError, ValueError):
        return False
    return True


_NUMBERED = re.compile(r"(.*?)([0-9]{1,3})(\D*)")
_FEWEST_COLUMNS = 2


@dataclass(frozen=True, slots=True)
class ColumnFamily:
    """Columns that differ in their number alone."""

    pattern: str
    places: tuple[int, ...]

    def sample(self, samples: Sequence[ColumnSample]) -> ColumnSample:
        """All their cells as one column."""
        cells = (cell for place in self.places for cell in samples[place].cells)
        return ColumnSample(self.pattern.replace(NUMBER_MARK, ""), tuple(cells))


def families_of(header: Sequence[str]) -> list[ColumnFamily]:
    """Families that go together: at least two, which share at least two numbers."""
    found: dict[tuple[str, str], dict[int, int]] = {}
    for place, heading in enumerate(header):
        plain = unicodedata.normalize("NFKC", heading)
        numbered = _NUMBERED.fullmatch(plain)
        if numbered and (numbered[1] or numbered[3]).strip():
            found.setdefault((numbered[1], numbered[3]), {})[int(numbered[2])] = place
    for name, numbers in found.items():  # the first of a family may have no number
        if min(numbers) > 1 and (first := "".join(name)) in header:
            numbers[1] = header.index(first)
    many = {name: numbers for name, numbers in found.items() if len(numbers) >= _FEWEST_COLUMNS}
    together = max((set(numbers) for numbers in many.values()), key=len, default=set())
    chosen = {
        name: numbers for name, numbers in many.items() if len(together & set(numbers)) >= _FEWEST_COLUMNS
    }
    if len(chosen) < _FEWEST_COLUMNS:
        return []
    return [
        ColumnFamily(f"{before}{NUMBER_MARK}{after}", tuple(numbers.values()))
        for (before, after), numbers in chosen.items()
    ]


@dataclass(frozen=True, slots=True)
class SystemLayout:
    """The layout of a shop or ERP system, as one table has it.

    Attributes:
        name: what the system calls it.
        of: what its rows are.
        columns: field → heading; a name has no language yet.
        units: heading → the unit of its numbers.
        filled: fields that stand on the first row alone.
        within: the heading of what such rows have in common; None where it is the id.
    """

    name: str
    of: Literal["products", "activities"]
    columns: Mapping[str, str]
    units: Mapping[str, str]
    filled: tuple[str, ...]
    within: str | None


def system_layout(header: Sequence[str]) -> SystemLayout | None:
    """The layout of a table, or None; of several, the one with the most headings."""
    known = set(header)
    fitting = [each for each in _DATA["layouts"] if set(each["signature"]) <= known]
    best = max(fitting, key=lambda each: len(each["signature"]), default=None)
    if best is None:
        return None
    columns = {
        field: next(each for each in headings if each in known)
        for field, headings in best["columns"].items()
        if known.intersection(headings)
    }
    return SystemLayout(
        best["name"],
        best["of"],
        columns,
        best.get("units", {}),
        tuple(field for field in best.get("filled", ()) if field in columns),
        best.get("within"),
    )


_MOSTLY, _HARDLY = 0.8, 0.5
_FEWEST_CELLS = 2
"""Different cells that have to speak for a field where the heading does not."""


@dataclass(frozen=True, slots=True)
class KnownIds:
    """Known ids: those of factors, and of products where their table is known."""

    factors: FactorLibrary
    ids: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """A column that may be a field: how well it fits, and why, in words."""

    score: int
    field: str
    place: int
    why: str
    unit: str | None = None
    """Of its numbers, where it is known."""
    values: tuple[tuple[str, str], ...] = ()
    """What its words mean, as far as a map says it."""


@dataclass(frozen=True, slots=True)
class _CellTest:
    """Test of the cells of a field."""

    holds: Callable[[str, KnownIds], bool]
    words: str
    alone: bool = False
    """Whether the cells are enough, without a heading."""


def _may_be_product(cell: str, known: KnownIds) -> bool:
    return not known.ids or cell in known.ids


def _names_stage(cell: str, _: KnownIds) -> bool:
    """A few words, no address or code: what people call a stage."""
    plain = len(cell) <= _LONGEST_WORD and not is_url(cell) and not any(sign in cell for sign in "/@_=")
    return plain and stage_of(cell) is not None


def _is_amount(cell: str, _: KnownIds) -> bool:
    return is_number(cell) or is_amount(cell)


_TESTS: Mapping[str, _CellTest] = {
    "gtin": _CellTest(lambda cell, _: is_gtin(cell), "are GTINs by their check digit", alone=True),
    "amount": _CellTest(_is_amount, "are amounts"),
    "mass": _CellTest(_is_amount, "are amounts"),
    "unit": _CellTest(lambda cell, _: is_unit(cell), "are units", alone=True),
    "declared_unit": _CellTest(lambda cell, _: is_unit(cell) or is_amount(cell), "are units or amounts"),
    "name": _CellTest(lambda cell, _: not (is_number(cell) or is_url(cell) or _is_date(cell)), "are words"),
    "price": _CellTest(_is_amount, "are numbers"),
    "category": _CellTest(lambda cell, _: not is_url(cell), "are words or codes"),
    "stage": _CellTest(_names_stage, "are words for a life-cycle stage", alone=True),
    "factor": _CellTest(lambda cell, known: cell in known.factors, "are factors of the library", alone=True),
    "product_id": _CellTest(_may_be_product, "are ids of the products", alone=True),
    "product": _CellTest(_may_be_product, "are ids of the products", alone=True),
    "boundary": _CellTest(lambda cell, _: cell in BOUNDARIES, "are system boundaries", alone=True),
    "year": _CellTest(lambda cell, _: _YEAR.fullmatch(cell) is not None, "are years"),
    "valid_until": _CellTest(lambda cell, _: _is_date(cell), "are days"),
    "info_url": _CellTest(lambda cell, _: is_url(cell), "are web addresses"),
}


def match_columns(samples: list[ColumnSample], headings: Headings, known: KnownIds) -> list[ColumnMatch]:
    """Match every column with every field, the best first; equal ones in the order of fields and columns."""
    order = list(headings)
    found = [
        match
        for place, sample in enumerate(samples)
        for field, usual in headings.items()
        if (match := _match(place, sample, field, usual, known)) is not None
    ]
    return sorted(found, key=lambda match: (-match.score, order.index(match.field), match.place))


def _match(
    place: int, sample: ColumnSample, field: str, usual: Collection[str], known: KnownIds
) -> ColumnMatch | None:
    named = 3 if sample.heading == field else likeness(sample.heading, usual)
    if _is_none(sample, field):
        return None
    test = _TESTS.get(field)
    why = [f"the heading is usual for {field}"] if named else []
    if test is None:
        return ColumnMatch(named, field, place, why[0]) if named else None
    share = sample.share(lambda cell: test.holds(cell, known))
    if sample.filled and share < _HARDLY:
        return None
    fits = share >= _MOSTLY and bool(sample.filled)
    blind = field in {"product", "product_id"} and not known.ids
    if not named and (blind or not (fits and test.alone and len(sample.distinct) >= _FEWEST_CELLS)):
        return None
    if sample.filled and not blind:
        count = round(share * len(sample.filled))
        why.append(f"{count} of {len(sample.filled)} cells {test.words}")
    return ColumnMatch(named + (2 if fits and not blind else 0), field, place, "; ".join(why))


def _is_none(sample: ColumnSample, field: str) -> bool:
    """Whether a column cannot be a field, whatever its cells look like."""
    if sample.cells and not sample.filled:
        return True
    if field == "id":  # nearly all cells are filled, and none comes twice
        filled = len(sample.filled)
        return not filled or len(sample.distinct) < filled or filled < _MOSTLY * len(sample.cells)
    if field == "mass":
        unit = unit_in(sample.heading)
        return unit is not None and str(parse_unit(unit).dimension) != "mass"
    return field == "name" and is_reading(sample.heading)


_BY_LAYOUT, _BY_MAP = 8, 9
_OF_LAYOUTS = frozenset(_DATA["said_by_layouts"])


def choose_columns(
    samples: Sequence[ColumnSample],
    headings: Headings,
    known: KnownIds,
    table_map: TableMap,
    layout: SystemLayout | None,
) -> dict[str, ColumnMatch]:
    """Choose the best column for each field; a column is one field, unless a map or a layout says otherwise.

    Args:
        samples: the columns.
        headings: usual headings by field; of products, whose names are by language, or of activities.
        known: factors and ids.
        table_map: what the map says already.
        layout: the layout that the table has.
    """
    by_language = headings is HEADINGS["products"]
    matches = list(_stated_matches(samples, table_map, layout))
    fields: dict[str, ColumnMatch] = {}
    for match in matches:
        fields.setdefault(_field_name(match, samples, by_language=by_language), match)
    taken = {match.place for match in matches}
    for match in match_columns(list(samples), headings, known):
        ignored = samples[match.place].heading in table_map.ignore
        if ignored or (layout is not None and match.field in _OF_LAYOUTS):
            continue
        field = _field_name(match, samples, by_language=by_language)
        if field not in fields and field not in table_map.constants and match.place not in taken:
            fields[field] = match
            taken.add(match.place)
    return fields


def _stated_matches(
    samples: Sequence[ColumnSample], table_map: TableMap, layout: SystemLayout | None
) -> Iterator[ColumnMatch]:
    """Columns that the map names, then those of the layout for fields of which the map says nothing."""
    places = {sample.heading: place for place, sample in enumerate(samples)}
    sources = {field: each for field, each in table_map.columns.items() if each.heading in places}
    for field, source in sources.items():
        values = tuple(source.values.items())
        yield ColumnMatch(_BY_MAP, field, places[source.heading], "the map says so", source.unit, values)
    if layout is None:
        return
    mapped = {*sources, *table_map.constants}
    if any(field.startswith("name.") for field in mapped):
        mapped.add("name")
    for field, heading in layout.columns.items():
        if field not in mapped and samples[places[heading]].filled:
            yield ColumnMatch(_BY_LAYOUT, field, places[heading], layout.name, layout.units.get(heading))


def _field_name(match: ColumnMatch, samples: Sequence[ColumnSample], *, by_language: bool) -> str:
    return f"name.{_language(samples[match.place])}" if match.field == "name" and by_language else match.field


_LANGUAGES: dict[str, list[str]] = _DATA["languages"]


def _language(sample: ColumnSample) -> str:
    heading = fold_heading(sample.heading)
    for tag, marks in _LANGUAGES.items():
        if any(mark in heading for mark in marks) or heading.endswith(f"name{tag}"):
            return tag
    return "ja" if sample.share(is_japanese) > 0 else "en"

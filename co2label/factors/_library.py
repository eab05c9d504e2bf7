"""The factor library: the bundled factors with their sources, one's own beside them; look up, search, attribution.

>>> factors = FactorLibrary.bundled()
>>> factors["material.plastic.film"].id
'material.plastic.film.primary'
>>> factors["freight.truk.avg"]
Traceback (most recent call last):
...
co2label.errors.FactorError: no emission factor 'freight.truk.avg' in the library; did you mean 'freight.truck.avg'?
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar, overload

from co2label._data import data_rows, data_table
from co2label.errors import FactorError, clip
from co2label.factors._index import FactorIndex, Label, labels_of
from co2label.factors._table import factor_fields, read_table
from co2label.factors.adapters import read as read_source
from co2label.model import EmissionFactor
from co2label.text import table_html

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def edition() -> str:
    """Return the version of the bundled table, for declarations.

    >>> edition()
    'bundled-2026.11'
    """
    return str(_sources()["edition"])


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """A source of a library: what it is, under which licence, and what must be printed beside its figures."""

    id: str
    title: str
    publisher: str
    edition: str
    url: str
    licence: str
    """SPDX identifier, or the name of the licence where SPDX has none."""
    attribution: Mapping[str, str]
    """The words to print, by language (ja, en)."""
    factors: int
    """The number of factors in the library that come from it."""
    note: str = ""


@cache
def _sources() -> dict[str, Any]:
    return data_table("bundled/sources.toml", beside=__file__)


@cache
def source_tables() -> Mapping[str, Mapping[str, Any]]:
    """Return the bundled sources by id, in the order in which their factors are searched.

    >>> source_tables()["desnz-2025"]["licence"]
    'OGL-UK-3.0'
    """
    return MappingProxyType({key: table for key, table in _sources().items() if isinstance(table, dict)})


def bundled_record(key: str, count: int) -> SourceRecord:
    """Return the record of a bundled source, of which a library has so many factors."""
    table = source_tables()[key]
    texts = {name: str(table[name]) for name in ("title", "publisher", "edition", "url", "licence", "note")}
    return SourceRecord(
        id=key, attribution=MappingProxyType(dict(table["attribution"])), factors=count, **texts
    )


def own_record(key: str, factor: EmissionFactor, count: int) -> SourceRecord:
    """Return the record of another source, as one of its factors tells it."""
    source = factor.source
    words = factor.attribution or source.title
    return SourceRecord(
        id=key,
        title=source.title,
        publisher=source.publisher or "",
        edition=source.edition or "",
        url=source.url or "",
        licence=factor.licence or "",
        attribution=MappingProxyType({"ja": words, "en": words}),
        factors=count,
    )


Row = Mapping[str, str]

_OURS = {"dqr": "quality_dqr", "locator": "source_locator"}
"""Columns of the bundled tables that a table of one's own calls otherwise."""


def bundled_rows() -> Iterator[tuple[str, Row]]:
    """Yield every bundled row with the id of its source, in the order of `sources.toml`."""
    for source in source_tables():
        for row in data_rows(f"bundled/{source}.csv", beside=__file__):
            yield source, row


def factor_of(source: str, row: Row) -> EmissionFactor:
    """Return the factor of a bundled row, with the passport of its source."""
    table = source_tables()[source]
    cells = {_OURS.get(column, column): cell for column, cell in row.items() if cell}
    fields = factor_fields(cells, []) | {"licence": str(table["licence"])}
    fields["attribution"] = str(table["attribution"][table["official"]])
    fields["source"] |= {"id": source}
    fields["source"] |= {name: table[name] for name in ("title", "publisher", "edition", "year", "url")}
    return EmissionFactor(**fields)


T = TypeVar("T")

_NEAREST = 3

_SHOWN_IN_NOTEBOOK = 20

_SURE = 0.95
"""difflib's measure of likeness: so near that nothing else needs naming."""

_WORTH_SHOWING, _BESIDE_THE_BEST = 0.3, 0.5
"""The least score of what a search shows, and the least part of the best one's."""

_WORTH_NAMING, _LOOKED_AT = 0.25, 50
"""The least score of what an unknown id may mean, and of how many hits it is chosen."""

_PER_MONEY, _OF_A_GROUP = -0.12, -0.02
"""What is taken from the score of a factor that is per money, and of one that is the average of a group."""

_MONEY = re.compile(r"[A-Z]{3}\d*$")
"""Amounts of money: 1 USD2022."""


class _LibraryEntry:
    """A factor, or the bundled row from which it is built when it is first asked for."""

    __slots__ = ("_factor", "_row", "source")

    def __init__(self, source: str, row: Row | None = None, factor: EmissionFactor | None = None) -> None:
        self.source, self._row, self._factor = source, row, factor

    def factor(self) -> EmissionFactor:
        if self._factor is None:
            assert self._row is not None
            self._factor = factor_of(self.source, self._row)
        return self._factor

    def names(self) -> Mapping[str, str]:
        if self._row is None:
            return self.factor().name
        columns = (column for column in self._row if column.startswith("name_"))
        return {column.removeprefix("name_"): self._row[column] for column in columns if self._row[column]}

    def keywords(self) -> Sequence[str]:
        return self.factor().keywords if self._row is None else self._row.get("keywords", "").split()

    def aliases(self) -> Sequence[str]:
        return self.factor().aliases if self._row is None else self._row.get("aliases", "").split()

    def geography(self) -> str:
        return (self.factor().geography if self._row is None else self._row.get("geography")) or ""

    def represents(self) -> str:
        return self.factor().represents if self._row is None else self._row.get("represents", "")

    def per(self) -> str:
        return self.factor().per.text if self._row is None else self._row["per"]


_Entries = Mapping[str, _LibraryEntry]


def _with_own(
    entries: _Entries, names: Mapping[str, str], factors: tuple[EmissionFactor, ...]
) -> tuple[_Entries, Mapping[str, str]]:
    """Entries by id and ids by name of a library, with factors of one's own before them.

    Raises:
        FactorError: two of the factors have one id.
    """
    own = {
        factor.id: _LibraryEntry(factor.source.id or factor.source.title, factor=factor) for factor in factors
    }
    if len(own) < len(factors):
        twice, _ = Counter(factor.id for factor in factors).most_common(1)[0]
        raise FactorError(f"emission factor {clip(twice)} is given twice; keep one of them or rename it")
    aliases = {alias: factor.id for factor in factors for alias in factor.aliases}
    merged = own | {key: entry for key, entry in entries.items() if key not in own}
    return merged, {**names, **aliases, **{key: key for key in merged}}


class FactorLibrary:
    """Emission factors by id and alias; immutable.

    Attributes:
        edition: version of the bundled table, with "+own" where factors were added; for declarations.
    """

    __slots__ = ("_entries", "_index", "_names", "edition")

    edition: str

    def __init__(self, factors: Iterable[EmissionFactor] = (), *, edition: str = "own") -> None:
        """A library of one's own factors only.

        Raises:
            FactorError: two factors have one id.
        """
        self._entries, self._names = _with_own({}, {}, tuple(factors))
        self._index: FactorIndex | None = None
        self.edition = edition

    @classmethod
    @cache
    def bundled(cls) -> FactorLibrary:
        """Return the factors that come with co2label; read once.

        >>> len(FactorLibrary.bundled()) > 290
        True
        """
        rows = tuple(bundled_rows())
        entries = {row["id"]: _LibraryEntry(source, row) for source, row in rows}
        aliases = {alias: row["id"] for _, row in rows for alias in row.get("aliases", "").split()}
        return cls._of(entries, aliases | {key: key for key in entries}, edition())

    @classmethod
    def _of(cls, entries: _Entries, names: Mapping[str, str], edition: str) -> FactorLibrary:
        library = cls(edition=edition)
        library._entries, library._names = entries, names
        return library

    @property
    def index(self) -> FactorIndex:
        """The index by which factors are searched and matched; made when it is first asked for."""
        if self._index is None:
            self._index = _index_of(self._entries)
        return self._index

    def __reduce__(self) -> tuple[Any, ...]:
        """To another process: the entries as they are, bundled rows not yet made into factors."""
        return FactorLibrary._of, (dict(self._entries), dict(self._names), self.edition)

    def __getitem__(self, id_or_alias: str) -> EmissionFactor:
        """Return the factor of this id or alias.

        Raises:
            FactorError: there is none; names the nearest ones.
        """
        known = self._names.get(id_or_alias)
        if known is None:
            raise FactorError(self._unknown(id_or_alias))
        return self._entries[known].factor()

    @overload
    def get(self, id_or_alias: str) -> EmissionFactor | None: ...
    @overload
    def get(self, id_or_alias: str, default: T) -> EmissionFactor | T: ...
    def get(self, id_or_alias: str, default: T | None = None) -> EmissionFactor | T | None:
        """Return the factor of this id or alias, or `default`."""
        return self[id_or_alias] if id_or_alias in self._names else default

    def __contains__(self, id_or_alias: object) -> bool:
        return id_or_alias in self._names

    def __iter__(self) -> Iterator[EmissionFactor]:
        return (entry.factor() for entry in self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)

    def __repr__(self) -> str:
        return f"<FactorLibrary {self.edition}: {len(self)} factors>"

    def _repr_html_(self) -> str:
        """A table of the first factors for notebooks."""
        first = [self[name] for name in self.ids()[:_SHOWN_IN_NOTEBOOK]]
        rows = [(each.id, _shown(each), f"{each.unit} per {each.per}", each.source.title) for each in first]
        caption = f"{len(self)} factors of {self.edition}; the first {len(rows)}"
        return table_html(caption, ("id", "value", "unit", "source"), rows)

    def ids(self) -> tuple[str, ...]:
        """Return the ids of all factors, one's own first."""
        return tuple(self._entries)

    def with_factors(self, factors: Iterable[EmissionFactor]) -> FactorLibrary:
        """Return a library with these factors beside its own; by id, the new ones win.

        Raises:
            FactorError: two of the new factors have one id.

        >>> from co2label.model import EmissionFactor
        >>> rope = EmissionFactor(id="mine.rope", value=2.1, unit="kgCO2e", per="1 kg", source={"title": "Own EPD"})
        >>> FactorLibrary.bundled().with_factors([rope])["mine.rope"].value
        2.1
        """
        added = tuple(factors)
        if not added:
            return self
        merged = _with_own(self._entries, self._names, added)
        return self._of(*merged, f"{self.edition.removesuffix('+own')}+own")

    def with_csv(self, path: str | Path) -> FactorLibrary:
        """Return a library with the factors of a table of one's own; see `co2label.factors._table`.

        Raises:
            DocumentError: every problem of the table, with row and column.
            FactorError: the table gives one id twice.
        """
        return self.with_factors(read_table(path))

    @classmethod
    def from_adapter(cls, name: str, *paths: str | Path, edition: str | None = None) -> FactorLibrary:
        """Read the factors of one's own download of a source, beside the bundled ones; see `co2label.factors.adapters`.

        Args:
            name: of the adapter, such as "agribalyse".
            paths: the file or files as they were published.
            edition: of the source, where the file does not tell it.

        Raises:
            DocumentError: every problem of the files.
            FactorError: there is no such adapter.
        """
        return cls.bundled().with_factors(read_source(name, paths, edition=edition).factors)

    def search(self, text: str, limit: int = 20) -> tuple[EmissionFactor, ...]:
        """Find the factors that a text means, best first.

        The text may be Japanese, English or French, in any spelling of kana, in the plural, with a typo, and with a maker's name
        and a size beside it, as a shop writes it. An id or alias is found as such.

        >>> [factor.id for factor in FactorLibrary.bundled().search("ACME bananes x5", limit=1)]
        ['food.banana']
        """
        asked = text.strip()
        named = [self._names[asked]] if asked in self._names else []
        hits = self.index.find(text, limit)
        good = [hit.id for hit in hits if hit.score >= max(_WORTH_SHOWING, hits[0].score * _BESIDE_THE_BEST)]
        return tuple(self._entries[key].factor() for key in dict.fromkeys((*named, *good)))[:limit]

    def sources(self) -> tuple[SourceRecord, ...]:
        """Return the sources of the library's factors, with licence and the attribution to print.

        >>> FactorLibrary.bundled().sources()[0].licence
        'PDL-1.0'
        """
        counts = Counter(entry.source for entry in self._entries.values())
        bundled = tuple(bundled_record(key, counts[key]) for key in source_tables() if counts[key])
        firsts: dict[str, EmissionFactor] = {}
        for entry in self._entries.values():
            if entry.source not in source_tables():
                firsts.setdefault(entry.source, entry.factor())
        return bundled + tuple(own_record(key, factor, counts[key]) for key, factor in firsts.items())

    def _unknown(self, asked: str) -> str:
        near = self._near(str(asked))
        hint = f"did you mean {' or '.join(repr(name) for name in near)}?" if near else _SEARCH_HINT
        return f"no emission factor {clip(asked)} in the library; {hint}"

    def _near(self, asked: str) -> list[str]:
        """Name the factors that an id that is none may mean: by its words, of the same family where it names one.

        Of what is written all but alike, the first is named alone.
        """
        if slips := [name for name in self._entries if _one_slip(asked, name)]:
            return slips[:_NEAREST]
        family, dot, rest = asked.partition(".")
        hits = self.index.find(re.sub(r"[._@:/-]+", " ", asked), _LOOKED_AT)
        families = {key.partition(".")[0] for key in self._entries}
        if dot and family in families:
            hits = [hit for hit in hits if hit.id.startswith(f"{family}.")]
            inside = {
                hit.id: hit.score for hit in self.index.find(re.sub(r"[._@:/-]+", " ", rest), _LOOKED_AT)
            }
            hits = [hit for hit in hits if hit.id in inside] or (hits if inside else [])
        near = [hit.id for hit in hits if hit.score >= _WORTH_NAMING][:_NEAREST]
        alike = [name for name in near if difflib.SequenceMatcher(None, asked, name).ratio() >= _SURE]
        return alike[:1] or near


def _one_slip(asked: str, name: str) -> bool:
    """Whether two ids differ by one letter: another one, one too many or too few, or two in the wrong order.

    >>> [_one_slip(asked, "food.salt") for asked in ("food.slat", "food.sal", "food.salty", "food.salp", "food.malts")]
    [True, True, True, True, False]
    """
    if abs(len(asked) - len(name)) > 1 or asked == name:
        return False
    short, long = sorted((asked, name), key=len)
    at = next(
        (place for place, (one, other) in enumerate(zip(short, long, strict=False)) if one != other),
        len(short),
    )
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    swapped = short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    return swapped or short[at + 1 :] == long[at + 1 :]


def _shown(factor: EmissionFactor) -> str:
    """The value as a notebook shows it, which others may get to see."""
    return "not shown" if factor.shown_value is None else f"{factor.shown_value:g}"


_SEARCH_HINT = "search the library (co2label factors search WORD), or give a factor of your own"


_EVERYDAY, _A_LINE = 0.06, 1e-5
"""What is added to the score of an everyday word; a word that several factors have means the one that is listed first."""


def _everyday_words() -> Iterator[tuple[str, str, str]]:
    """Yield the words by which people call bundled factors: id, language, word; what is meant first stands first."""
    if not Path(__file__).with_name("bundled").joinpath("words.csv").exists():
        return
    for row in data_rows("bundled/words.csv", beside=__file__):
        for language in ("ja", "en", "fr"):
            for phrase in filter(None, map(str.strip, row[language].split(";"))):
                yield row["id"], language, phrase


def _index_of(entries: _Entries) -> FactorIndex:
    """Make the index of a library."""
    shared = Counter(keyword for entry in entries.values() for keyword in set(entry.keywords()))
    places = {key: place for place, key in enumerate(entries)}
    everyday = (
        Label(places[id_], phrase, language, 1.0, _EVERYDAY - line * _A_LINE)
        for line, (id_, language, phrase) in enumerate(_everyday_words())
        if id_ in places
    )
    labels = (
        label
        for place, (key, entry) in enumerate(entries.items())
        for label in labels_of(
            place,
            " ".join((key, *entry.aliases())),
            entry.names(),
            {word: shared[word] for word in entry.keywords()},
        )
    )
    groups = [entry.represents() == "average" for entry in entries.values()]
    prior = [
        (_PER_MONEY if _MONEY.search(entry.per()) else 0.0) + (_OF_A_GROUP if group else 0.0)
        for entry, group in zip(entries.values(), groups, strict=True)
    ]
    areas = [
        "" if group else entry.geography() for entry, group in zip(entries.values(), groups, strict=True)
    ]
    return FactorIndex(tuple(entries), chain(everyday, labels), prior, areas)

"""Candidates for products: keys before words, then names with category and size.

A name is looked up in the index of the library; what its category and department mean counts beside it. Names come again in a
master, so each is looked up once as long as it is remembered; nothing else is kept, and a million names take minutes and no
memory to speak of.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from co2label.matching._confirmed import NO_FACTOR, Confirmed
from co2label.matching._keys import by_own_code, factors_by_code, food_codes
from co2label.matching._products import items_of
from co2label.matching._suggestion import SURE, Candidate, Suggestion, chance
from co2label.units import parse_amount

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from co2label.factors import FactorLibrary
    from co2label.matching._products import Columns, Item
    from co2label.matching._suggestion import Status, UnitFit
    from co2label.model import EmissionFactor
    from co2label.tabular import TableSource


def match(
    products: TableSource | Columns,
    library: FactorLibrary,
    *,
    columns: Mapping[str, str] | None = None,
    confirmed: Confirmed | None = None,
    food_facts: str | Path | None = None,
) -> Suggestions:
    """Suggest factors for products, at most five for each, best first; ties by id, so that the same input gives the same.

    Args:
        products: the path of a table, an opened one, a frame of Arrow data (polars, pandas, pyarrow), or columns by field.
        library: the factors.
        columns: the heading of each field of `FIELDS`, such as {"name": "商品名"}; else a field stands under its own name.
        confirmed: what was confirmed before; it counts before all else.
        food_facts: one's own download of Open Food Facts (JSON lines), by which GTINs are known.

    Raises:
        DocumentError: a table that cannot be read, or columns that are not there; when it is gone through.

    >>> from co2label.factors import FactorLibrary
    >>> bundled = FactorLibrary.bundled()
    >>> [each.candidates[0].factor for each in match({"name": ["ﾄﾞｰﾙ ﾊﾞﾅﾅ 4本", "Evian eau 1,5 L"]}, bundled)]
    ['food.banana', 'food.bottled_water']
    """
    return Suggestions(products, library, columns or {}, confirmed or Confirmed(), food_facts)


_CANDIDATES = 5

_LOOKED_AT = 24
"""Factors of which the candidates are chosen when the category counts too."""

_OF_GROUP, _OF_FAMILY = 0.15, 0.03
"""What a category adds to the score of a factor that it means itself, and of one of the same family."""

_BY_GROUP_ALONE = 0.6
"""What is left of a score where the category is all that is known."""

_LEAST = 0.15
"""The score below which a factor is no candidate."""

_REMEMBERED = 20_000

_MASS, _VOLUME, _PIECE = (str(parse_amount(text).unit.dimension) for text in ("1 kg", "1 L", "1 piece"))


class _Ranked(NamedTuple):
    """Places of factors in the library with their scores, best first, and what they were found by."""

    places: tuple[int, ...]
    scores: tuple[float, ...]
    how: str


@dataclass(frozen=True)
class Suggestions:
    """The suggestions for the products of a table; made each time that they are gone through, row by row.

    Attributes:
        products: as of `match`.
        library: as of `match`.
        columns: as of `match`.
        confirmed: as of `match`.
        food_facts: as of `match`.
    """

    products: TableSource | Columns
    library: FactorLibrary
    columns: Mapping[str, str]
    confirmed: Confirmed
    food_facts: str | Path | None

    def __post_init__(self) -> None:
        """Remember what names and categories mean."""
        for name in ("_rank", "_group", "_factor", "_suggest"):
            object.__setattr__(self, name, lru_cache(maxsize=_REMEMBERED)(getattr(self, name)))

    def __iter__(self) -> Iterator[Suggestion]:
        """Yield the suggestion for each product, in the order of the table."""
        return (suggestion for _, suggestion in self.pairs())

    def pairs(self) -> Iterator[tuple[Item, Suggestion]]:
        """Yield each product with its suggestion, in the order of the table."""
        foods = self._foods()
        for item in items_of(self.products, self.columns):
            yield item, self._suggestion(item, foods)

    def to_arrow(self) -> Any:
        """Return the suggestions as an Arrow table with the columns of `SUGGESTION_HEADS`; needs pyarrow."""
        import pyarrow as pa  # noqa: PLC0415 - an extra

        from co2label.matching._suggestion import SUGGESTION_HEADS, suggestion_row  # noqa: PLC0415

        rows = [
            dict(zip(SUGGESTION_HEADS, map(_or_none, suggestion_row(each)), strict=True)) for each in self
        ]
        kinds = {"row": pa.int64()} | dict.fromkeys(("low", "high"), pa.float64())
        fields = [
            (head, kinds.get(head, pa.float64() if head.startswith(("score", "value")) else pa.string()))
            for head in SUGGESTION_HEADS
        ]
        return pa.Table.from_pylist(rows, pa.schema(fields))

    @cached_property
    def _codes(self) -> Mapping[tuple[str, str], str]:
        return factors_by_code(self.library)

    def _foods(self) -> Mapping[str, str]:
        """Return codes of foods by GTIN, of the products that have one."""
        if self.food_facts is None:
            return {}
        gtins = {
            item.fields["gtin"] for item in items_of(self.products, self.columns) if "gtin" in item.fields
        }
        return food_codes(self.food_facts, gtins)

    def _suggestion(self, item: Item, foods: Mapping[str, str]) -> Suggestion:
        gtin, name = item.fields.get("gtin", ""), item.fields.get("name", "")
        own = self.confirmed.of(item.key, gtin, name)
        size = item.size()
        kind = "" if size is None else str(size.unit.dimension)
        if own is not None and own.factor == NO_FACTOR:
            return Suggestion(item.row, item.key, name, "none", "match", ())
        if own is not None and own.factor in self.library:
            first = self._sure(own.factor, kind, f"confirmed by {own.by} on {own.on}")
            return self._by_key(item, first, "match", "confirmed")
        coded = by_own_code(item, self._codes) if item.has_code else None
        if coded is not None:
            field, code, factor = coded
            return self._by_key(item, self._sure(factor, kind, f"{field} {code}"), field, "sure")
        food = self._codes.get(("food", foods[gtin])) if gtin in foods else None
        if food is not None:
            first = self._sure(food, kind, f"Open Food Facts: food {foods[gtin]}")
            return self._by_key(item, first, "gtin", "sure")
        status, how, candidates, low, high = self._suggest(item.name, item.group, kind)
        return Suggestion(item.row, item.key, name, status, how, candidates, low, high)

    def _sure(self, factor: str, kind: str, why: str) -> Candidate:
        chosen = self.library[factor]
        return _candidate(chosen, 1.0, _fit(chosen, kind), why)

    def _by_key(self, item: Item, first: Candidate, how: str, status: Status) -> Suggestion:
        """A suggestion whose first candidate a key names; those of the name stand behind it."""
        size = item.size()
        _, _, others, *_ = self._suggest(
            item.name, item.group, "" if size is None else str(size.unit.dimension)
        )
        rest = tuple(one for one in others if one.factor != first.factor)[: _CANDIDATES - 1]
        name = item.fields.get("name", "")
        return Suggestion(item.row, item.key, name, status, how, (first, *rest), first.value, first.value)

    def _suggest(
        self, name: str, group: str, kind: str
    ) -> tuple[Status, str, tuple[Candidate, ...], float | None, float | None]:
        """Status, kind of evidence, candidates and span of a name in a group."""
        ranked = self._rank(name, group)
        if not ranked.places:
            return "none", "", (), None, None
        factors = [self._factor(place) for place in ranked.places]
        chances = list(_chances(ranked))
        whys = self.library.index.why(name if ranked.how == "name" else group, ranked.places)
        candidates = tuple(
            _candidate(factor, each, _fit(factor, kind), f"{ranked.how}: {why}")
            for factor, each, why in zip(factors, chances, whys, strict=True)
        )
        low, high = _span(factors)
        return ("sure" if chances[0] >= SURE else "suggested"), ranked.how, candidates, low, high

    def _factor(self, place: int) -> EmissionFactor:
        return self.library[self.library.index.ids[place]]

    def _rank(self, name: str, group: str) -> _Ranked:
        """Rank the factors of a name, with what its category means."""
        places, scores = self.library.index.best(name, _LOOKED_AT if group else _CANDIDATES)
        found = {
            place: score
            for place, score in zip(places.tolist(), scores.tolist(), strict=True)
            if score >= _LEAST
        }
        means, families = self._group(group)
        if not found:
            return self._best({place: score * _BY_GROUP_ALONE for place, score in means.items()}, "category")
        for place in found:
            same = self.library.index.ids[place].partition(".")[0] in families
            found[place] += _OF_GROUP * means.get(place, 0.0) + _OF_FAMILY * same
        return self._best(found, "name")

    def _best(self, found: Mapping[int, float], how: str) -> _Ranked:
        best = sorted(found, key=lambda place: (-round(found[place], 5), self.library.index.ids[place]))[
            :_CANDIDATES
        ]
        return _Ranked(tuple(best), tuple(found[place] for place in best), how)

    def _group(self, group: str) -> tuple[Mapping[int, float], frozenset[str]]:
        """What a category means: factors with their scores, and the families of the best ones."""
        if not group:
            return {}, frozenset()
        places, scores = self.library.index.best(group, 3 * _LOOKED_AT)
        means = {
            place: min(score, 1.0)
            for place, score in zip(places.tolist(), scores.tolist(), strict=True)
            if score >= _LEAST
        }
        most = max(means.values(), default=0.0)
        return means, frozenset(
            self.library.index.ids[place].partition(".")[0]
            for place, score in means.items()
            if score >= most * 0.8
        )


def _chances(ranked: _Ranked) -> Iterator[float]:
    """How likely each candidate is right: by how far it leads before the best of the others."""
    whole = 1.0 if ranked.how == "name" else _BY_GROUP_ALONE
    for place, score in enumerate(ranked.scores):
        others = [other for at, other in enumerate(ranked.scores) if at != place]
        yield round(chance(score, score - max(others, default=0.0)) * whole, 3)


def _candidate(factor: EmissionFactor, score: float, fit: UnitFit, why: str) -> Candidate:
    name = " / ".join(factor.name.values()) or factor.id
    return Candidate(
        factor.id, name, score, fit, factor.shown_value, f"{factor.unit} per {factor.per.text}", why
    )


def _fit(factor: EmissionFactor, kind: str) -> UnitFit:
    """Tell whether the unit of a factor fits how much one of a product is ("mass", "volume" or "")."""
    dimension = factor.per.unit.dimension
    per = str(dimension)
    if dimension.of_money:
        return "by price"
    if per in {kind, _PIECE}:
        return "fits"
    if {per, kind} == {_MASS, _VOLUME}:
        return "needs density"
    needs: dict[str, UnitFit] = {_MASS: "needs mass", _VOLUME: "needs volume"}
    return needs.get(per, "other unit")


def _span(factors: list[EmissionFactor]) -> tuple[float | None, float | None]:
    """Return the least and the most of values with a unit like that of the first one, in its unit."""
    first = factors[0]
    alike = [
        each
        for each in factors
        if (each.unit, each.per.unit.dimension) == (first.unit, first.per.unit.dimension)
    ]
    if any(each.shown_value is None for each in alike):
        return None, None
    values = [each.value / each.per.si * first.per.si for each in alike]
    return min(values), max(values)


def _or_none(cell: str | float | None) -> str | float | None:
    return None if cell == "" else cell

"""A catalogue in parts that are made on their own, each with the products that it uses.

The cuts lie at the same rows in every run, whatever was done before: what is computed together is the same, so are the bits.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from co2label.catalogue.bulk.closure import Placed, closure
from co2label.catalogue.bulk.record import Refused
from co2label.catalogue.rejected import Rejected
from co2label.model import Product

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from co2label.catalogue.bulk.source import Item, Source
    from co2label.catalogue.bulk.survey import Survey

__all__ = ["Chunk", "chunks", "count_of", "sample"]

_SIZE = 64
_MOST_IN_A_FOLDER = 10_000
"""Products; from more, their files are spread over 256 folders, which file managers can show."""

_MOST_PICTURED = 120


@dataclass(frozen=True, slots=True)
class Chunk:
    """A part of a catalogue.

    Attributes:
        source: what messages call the catalogue.
        products: what is made.
        refused: what is not, and why.
        kept: products that are used by those that are made, and not made here, by id.
        unlabelled: ids of products that are there for others only.
        compared: those of them that are there for comparison alone.
        after: rows below this one were done before, and are computed but not made.
        spread: whether files go into folders by their names.
        pictured: rows whose labels are kept small for the summary.
    """

    source: str
    products: tuple[Placed, ...]
    refused: tuple[Refused, ...]
    kept: dict[str, Placed]
    unlabelled: frozenset[str]
    compared: frozenset[str]
    after: int
    spread: bool
    pictured: frozenset[int]


def chunks(source: Source, found: Survey, after: int) -> Iterator[Chunk]:
    """The parts that hold anything from row `after` on."""
    for first, items in _cut(source.read()):
        if first + len(items) > after:
            yield _chunk(source.name, found, first, items, after)


def count_of(found: Survey, after: int) -> int:
    """How many parts `chunks` gives, at least one: more workers than parts would have nothing to do."""
    return max(1, -(-found.items // _SIZE) - after // _SIZE)


def sample(source: Source, found: Survey) -> Chunk:
    """Products from all over the catalogue as one part, to try out what they take; none of them is kept for a summary."""
    return replace(_part(source.name, found, found.sample, [], 0), pictured=frozenset())


def _cut(items: Iterable[Item]) -> Iterator[tuple[int, list[Item]]]:
    part: list[Item] = []
    first = 0
    for row, item in enumerate(items):
        part.append(item)
        if len(part) == _SIZE:
            yield first, part
            part, first = [], row + 1
    if part:
        yield first, part


def _chunk(name: str, found: Survey, first: int, items: list[Item], after: int) -> Chunk:
    products, refused = [], []
    for row, item in enumerate(items, first):
        if not isinstance(item, Product):
            refused.append(Refused(row, (item,)))
        elif (why := found.register.refusal(row)) is not None:
            refused.append(Refused(row, (Rejected(name, 0, item.id, why[0], "", why[1]),)))
        else:
            products.append(Placed(row, item))
    return _part(name, found, products, [each for each in refused if each.row >= after], after)


def _part(name: str, found: Survey, products: list[Placed], refused: list[Refused], after: int) -> Chunk:
    made = {each.product.id for each in products}
    kept = {each.product.id: each for each in closure(products, found.kept)} if found.kept else {}
    stride = -(-found.items // _MOST_PICTURED)
    return Chunk(
        source=name,
        products=tuple(products),
        refused=tuple(refused),
        kept={key: each for key, each in kept.items() if key not in made},
        unlabelled=frozenset(each.product.id for each in products if found.for_others(each.product)),
        compared=frozenset(each.product.id for each in products if found.roles.only_compared(each.product)),
        after=after,
        spread=found.items > _MOST_IN_A_FOLDER,
        pictured=frozenset(each.row for each in products if each.row % stride == 0),
    )

"""Chunks of a catalogue: one reading ahead, then parts that can be made on their own.

The survey reads the catalogue once and keeps its products in a temporary file. It counts them, finds which ones others use
(those are kept in memory), which clash with others (id, file name, GTIN, certificates), and a sample. Then the catalogue is
cut at the same rows in every run, so what is computed together, and every bit of it, is the same. Each chunk brings the
products that it uses.

>>> from co2label.model import Activity, Product
>>> def product(name, uses):
...     lines = [Activity(each, "1 piece", product=each, stage="production") for each in uses]
...     return Product(id=name, name=name, declared_unit="1 piece", boundary="gate-to-gate",
...         activities=lines or [Activity("gas", "1 g", gas="CO2", stage="production")])
>>> known = {name: CatalogueProduct(row, product(name, uses)) for row, (name, uses) in enumerate(
...     {"water": "", "tea": ["water"], "set": ["tea"], "other": ["water"]}.items())}
>>> [each.product.id for each in upstream_products([known["set"]], known)]
['water', 'tea', 'set']
"""

from __future__ import annotations

import pickle
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from co2label._database import UNSYNCED, connect
from co2label.catalogue._journal import RefusalRecord
from co2label.declaration import Roles
from co2label.errors import ComputeError, RunError, clip
from co2label.footprint import check_electricity, first_without_consumption
from co2label.identifiers import gtin14, path_part
from co2label.model import Product
from co2label.receipt import book_key
from co2label.tabular import RowProblem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from co2label.catalogue._job import CatalogueSource, Item, Job
    from co2label.factors import FactorLibrary


class CatalogueProduct(NamedTuple):
    """A product with its place in the catalogue, from 0."""

    row: int
    product: Product


def upstream_products(
    wanted: Iterable[CatalogueProduct], known: Mapping[str, CatalogueProduct]
) -> list[CatalogueProduct]:
    """The wanted products and all known products that they need, in the order of the catalogue.

    That order decides the order of every sum, so a figure is the same to the last bit in any part of the catalogue.
    """
    chain = {each.product.id: each for each in wanted}
    waiting = list(chain.values())
    while waiting:
        for name in needed_ids(waiting.pop().product):
            if name not in chain and name in known:
                chain[name] = known[name]
                waiting.append(known[name])
    return sorted(chain.values(), key=lambda each: each.row)


def needed_ids(product: Product) -> Iterator[str]:
    """The ids of the products that it uses, and that it is compared with."""
    yield from product.uses()
    yield from product.declaration.compared_with.values()


_GTIN_DIGITS = 14
"""Digits of a GTIN in its longest form."""
_NAMES = f"""
{UNSYNCED}
CREATE TABLE taken (key TEXT PRIMARY KEY, product TEXT) WITHOUT ROWID;
CREATE TABLE refused (row INTEGER PRIMARY KEY, place TEXT, why TEXT);
CREATE TABLE parts (place INTEGER PRIMARY KEY, items BLOB);
"""
_KEPT_AT_ONCE = 64
"""Items that are written to the file, or read from it, together."""


class CatalogueFile:
    """A temporary file with all items of a catalogue, and with names that must be unique (ids, file names, GTINs).

    The first product keeps a name, later ones are refused by row.

    >>> from co2label.model import Activity, Product
    >>> tea = Product(id="tea", name="Tea", declared_unit="1 piece", boundary="gate-to-gate",
    ...     activities=[Activity("gas", "1 g", gas="CO2", stage="production")])
    >>> register = CatalogueFile()
    >>> [item.id for item in register.keep([tea])], [item.id for item in register.items()]
    (['tea'], ['tea'])
    >>> register.enter(0, tea), register.enter(1, tea)
    (True, False)
    >>> register.refusal(0), register.refusal(1)
    (None, ('id', "'tea' is the id of another product; each needs its own"))
    >>> register.refuse(1, "gtin", "another reason")
    >>> register.refusals
    1
    >>> register.close()
    """

    def __init__(self, *, asked_by_digits: bool = False) -> None:
        """Begin with no names.

        Args:
            asked_by_digits: whether products will be looked up by digits, as in the book of a till, where an id of digits must
                be no other product's GTIN.
        """
        self._asked_by_digits = asked_by_digits
        self._table = connect("", script=_NAMES)  # a temporary file, which nobody else sees
        self._table.execute("BEGIN")
        self.refusals = 0

    def keep(self, items: Iterable[Item]) -> Iterator[Item]:
        """Pass items on, and keep them."""
        rest = iter(items)
        while part := list(islice(rest, _KEPT_AT_ONCE)):
            yield from part
            self._table.execute("INSERT INTO parts (items) VALUES (?)", (pickle.dumps(part),))

    def items(self) -> Iterator[Item]:
        """The items that are kept, in their order."""
        for (part,) in self._table.execute("SELECT items FROM parts ORDER BY place"):
            yield from pickle.loads(part)  # noqa: S301 - a file of our own that has no name

    def enter(self, row: int, product: Product) -> bool:
        """Reserve all names of a product; False, and nothing reserved, where another product has one of them."""
        keys = list(_keys(product, asked_by_digits=self._asked_by_digits))
        for place, key, why in keys:
            holder = self._table.execute("SELECT product FROM taken WHERE key = ?", (key,)).fetchone()
            if holder is not None:
                self.refuse(row, place, why.replace("{other}", clip(holder[0])))
                return False
        rows = dict.fromkeys((key, product.id) for _, key, _ in keys)
        self._table.executemany("INSERT INTO taken VALUES (?, ?)", rows)
        return True

    def refuse(self, row: int, place: str, why: str) -> None:
        """Refuse the product of a row; the first reason stays."""
        new = self._table.execute("INSERT OR IGNORE INTO refused VALUES (?, ?, ?)", (row, place, why))
        self.refusals += new.rowcount

    def refusal(self, row: int) -> tuple[str, str] | None:
        """The field and the reason why the product of a row is refused, or None."""
        if not self.refusals:
            return None
        entry = self._table.execute("SELECT place, why FROM refused WHERE row = ?", (row,)).fetchone()
        return entry and (entry[0], entry[1])

    def close(self) -> None:
        """Remove the temporary file."""
        self._table.close()


def _keys(product: Product, *, asked_by_digits: bool) -> Iterator[tuple[str, str, str]]:
    """The field, the key and the reason for refusal of each unique name."""
    name = clip(product.id)
    yield "id", f"i{product.id}", f"{name} is the id of another product; each needs its own"
    why = f"{name} and {{other}} would have files of the same name; rename one of them"
    yield "id", f"n{path_part(product.id)}", why
    if asked_by_digits and isinstance(book_key(product.id), int):
        why = f"{name} is looked up as the GTIN or the id of {{other}}; put a letter before it"
        yield "id", f"g{product.id.zfill(_GTIN_DIGITS)}", why
    if product.gtin is not None:
        batch = f"/{product.lot}" if product.lot else ""
        why = f"{product.gtin} is the GTIN of {{other}} too; correct one of them"
        yield "gtin", f"g{gtin14(product.gtin)}{batch}", why


_SAMPLE_SIZE = 32


@dataclass(slots=True)
class CatalogueSurvey:
    """Result of one reading of a catalogue.

    Attributes:
        register: all items, names that are taken, and products that are refused.
        roles: which products others use, or are compared with.
        items: products and rows that are none.
        products: those that are.
        kept: the products of both kinds, by id.
        offered: whether any product does not stand there for others only.
        sample: products at equal distances, at most 32.
    """

    register: CatalogueFile
    roles: Roles
    items: int = 0
    products: int = 0
    kept: dict[str, CatalogueProduct] = field(default_factory=dict)
    offered: bool = True
    sample: list[CatalogueProduct] = field(default_factory=list)

    def for_others(self, product: Product) -> bool:
        """Whether a product only serves others: it gets a figure and no label."""
        return product.estimated is not None or (self.offered and bool(self.roles.why_left_out(product)))


@contextmanager
def survey_catalogue(
    source: CatalogueSource, job: Job, progress: Callable[[int], None] = lambda _: None
) -> Iterator[CatalogueSurvey]:
    """Read all products once, and keep in memory those that others use.

    Args:
        source: the products.
        job: whose factors certificates of electricity are checked against, which count once in the whole catalogue, and
            which may declare something of all products.
        progress: told how many items were read.

    Raises:
        RunError: there is no room for the temporary file.
    """
    with closing(CatalogueFile(asked_by_digits=bool(job.book))) as register:
        try:
            survey = CatalogueSurvey(register, Roles(said_for_all=bool(job.declaration)))
            _refuse_certificates(survey, _read_ahead(survey, source, progress), job.factors)
            if survey.roles.any:
                _keep_used(survey)
            yield survey
        except sqlite3.OperationalError as error:
            what = f"the temporary directory cannot be used ({error}), and the products are kept there while labels are made"
            raise RunError(f"{what}; make room, or name another one in TMPDIR") from None


def _read_ahead(
    survey: CatalogueSurvey, source: CatalogueSource, progress: Callable[[int], None]
) -> dict[str, CatalogueProduct]:
    """Read all products; returns those with certificates of electricity, by id."""
    certified: dict[str, CatalogueProduct] = {}
    stride = 1
    for row, item in enumerate(survey.register.keep(source.read())):
        survey.items = row + 1
        progress(survey.items)
        if not isinstance(item, Product):
            continue
        if survey.register.enter(row, item):
            survey.roles.see(item)
            if item.has_rules and any(line.electricity is not None for line in item.activities):
                certified[item.id] = CatalogueProduct(row, item)
        if survey.products % stride == 0:
            survey.sample.append(CatalogueProduct(row, item))
            if len(survey.sample) > _SAMPLE_SIZE:
                del survey.sample[1::2]
                stride *= 2
        survey.products += 1
    return certified


def _refuse_certificates(
    survey: CatalogueSurvey, certified: dict[str, CatalogueProduct], factors: FactorLibrary
) -> None:
    """Refuse certificates that count twice; and those without a consumption on products that others use.

    One chunk does not know the consumption of all.
    """
    try:
        check_electricity([each.product for each in certified.values()], factors, numbered=False)
    except ComputeError as error:
        for problem in error.problems:
            name, _, place = problem.where.partition(".activities[")
            survey.register.refuse(certified[name].row, f"activities[{place}", problem.reason)
    for row, product in certified.values():
        at = first_without_consumption(product) if product.id in survey.roles.used else None
        if at is not None:
            why = (
                "other products use it, and its certificates do not say for how much electricity they were redeemed; "
                "give `consumption`"
            )
            survey.register.refuse(row, f"activities[{at}].electricity.consumption", why)


def _keep_used(survey: CatalogueSurvey) -> None:
    wanted = survey.roles.used | survey.roles.compared
    survey.offered = False
    for row, item in enumerate(survey.register.items()):
        if not isinstance(item, Product) or survey.register.refusal(row) is not None:
            continue
        if item.id in wanted:
            survey.kept[item.id] = CatalogueProduct(row, item)
        survey.offered = survey.offered or not survey.roles.why_left_out(item)


_CHUNK_SIZE = 64
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
    products: tuple[CatalogueProduct, ...]
    refused: tuple[RefusalRecord, ...]
    kept: dict[str, CatalogueProduct]
    unlabelled: frozenset[str]
    compared: frozenset[str]
    after: int
    spread: bool
    pictured: frozenset[int]


def chunks_of(source: CatalogueSource, survey: CatalogueSurvey, after: int) -> Iterator[Chunk]:
    """The chunks with rows from `after` on."""
    first, items = 0, survey.register.items()
    while part := list(islice(items, _CHUNK_SIZE)):
        if first + len(part) > after:
            yield _chunk(source.name, survey, first, part, after)
        first += len(part)


def chunk_count(survey: CatalogueSurvey, after: int) -> int:
    """How many chunks `chunks_of` gives, at least one: more workers would have nothing to do."""
    return max(1, -(-survey.items // _CHUNK_SIZE) - after // _CHUNK_SIZE)


def sample_chunk(source: CatalogueSource, survey: CatalogueSurvey) -> Chunk:
    """A chunk of products from all over the catalogue, to estimate the cost of a run; it makes no pictures for a summary."""
    return replace(_chunk_with(source.name, survey, survey.sample, [], 0), pictured=frozenset())


def _chunk(name: str, survey: CatalogueSurvey, first: int, items: list[Item], after: int) -> Chunk:
    products, refused = [], []
    for row, item in enumerate(items, first):
        if not isinstance(item, Product):
            refused.append(RefusalRecord(row, (item,)))
        elif (why := survey.register.refusal(row)) is not None:
            refused.append(RefusalRecord(row, (RowProblem(name, 0, item.id, why[0], "", why[1]),)))
        else:
            products.append(CatalogueProduct(row, item))
    return _chunk_with(name, survey, products, [each for each in refused if each.row >= after], after)


def _chunk_with(
    name: str,
    survey: CatalogueSurvey,
    products: list[CatalogueProduct],
    refused: list[RefusalRecord],
    after: int,
) -> Chunk:
    made = {each.product.id for each in products}
    kept = {each.product.id: each for each in upstream_products(products, survey.kept)} if survey.kept else {}
    stride = -(-survey.items // _MOST_PICTURED)
    return Chunk(
        source=name,
        products=tuple(products),
        refused=tuple(refused),
        kept={key: each for key, each in kept.items() if key not in made},
        unlabelled=frozenset(each.product.id for each in products if survey.for_others(each.product)),
        compared=frozenset(each.product.id for each in products if survey.roles.only_compared(each.product)),
        after=after,
        spread=survey.items > _MOST_IN_A_FOLDER,
        pictured=frozenset(each.row for each in products if each.row % stride == 0),
    )

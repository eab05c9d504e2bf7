"""The products that are matched: rows of a table, or columns, with the fields that say what a product is.

>>> [item.name for item in items_of({"name": ["Tea", ""], "gtin": ["", "4569951110016"]}, {})]
['Tea', '']
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from co2label._data import data_table
from co2label.errors import DocumentError, Problem, UnitError, clip, suggestion
from co2label.factors import fold
from co2label.model import read_file
from co2label.tabular import CsvRows, Table, cell_text, one_line, open_table, read_rows, strip_markup
from co2label.units import parse_amount

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from co2label.tabular import TableSource
    from co2label.units import Amount

    Columns = Mapping[str, Sequence[object]]


FIELDS = (
    *("key", "name", "gtin", "category", "department", "brand", "size", "agribalyse", "ciqual", "naics"),
    *("price", "sold", "kg_co2e", "supplier"),
)
"""What a product may have: its own key, its name, and what says more of it; its price ("198 円", "2.49 EUR"), how many were sold,
and a supplier's figure in kilograms of CO2e for one with who gave it. A table needs `name`, or codes."""

CODES = ("agribalyse", "ciqual", "naics")
"""Fields that hold the code of a food or of an industry, in the order in which they count."""

_TELLS = ("name", "gtin", "category", "department", *CODES)


@dataclass(frozen=True, slots=True)
class Item:
    """A product that is matched; "" where a field is not known.

    Attributes:
        row: as a spreadsheet counts, 2 being the first row below the headings.
        key: by which its match is kept: its own, else its GTIN, else its name.
        fields: by name, without key.
        priced: the heading of its price, such as "税込価格".
    """

    row: int
    key: str
    fields: Mapping[str, str]
    priced: str = ""

    @property
    def name(self) -> str:
        """Its name, without its brand where that has a column of its own."""
        name, brand = self.fields.get("name", ""), self.fields.get("brand", "")
        return name.replace(brand, " ").strip() or name if brand else name

    @property
    def has_code(self) -> bool:
        """Whether it says the code of a food or of an industry."""
        return any(code in self.fields for code in CODES)

    @property
    def group(self) -> str:
        """Its category and department as one text; of tags such as "en:breads,en:rye-breads", the words of the last."""
        parts = (self.fields.get("category", ""), self.fields.get("department", ""))
        return " ".join(_words_of_tags(part) if _TAGS.match(part) else part for part in parts if part)

    @property
    def sold(self) -> float | None:
        """How many were sold; None where it is not said."""
        try:
            return float(self.fields.get("sold", "").replace(",", "")) or None
        except ValueError:
            return None

    def size(self) -> Amount | None:
        """How much one of it is: as its column says, else as its name does."""
        return size_in(self.fields.get("size", "")) or size_in(self.fields.get("name", ""))


_TAGS = re.compile(r"[a-z]{2}:[^\s,]+")


def _words_of_tags(tags: str) -> str:
    return re.sub(r"^[a-z]{2}:", "", tags.rpartition(",")[2].strip()).replace("-", " ")


_NUMBER = r"\d+(?:[.,]\d+)?"
_MEASURE = rf"(?P<number>{_NUMBER})\s?(?P<unit>kg|mg|g|ml|cl|dl|l|oz|lb)(?![a-z])"
_SIZE = re.compile(
    rf"(?<![\w.,])(?:(?P<before>\d+)\s?[x×*]\s?)?{_MEASURE}(?:\s?[x×*]\s?(?P<behind>\d+)(?![\d.,]))?",
    re.IGNORECASE,
)
_WORDS = r"個|コ|ヶ|玉|本|枚|切れ|pcs?|pieces?|slices?|tranches?"
_COUNT = re.compile(rf"(?<![\w.,])(?P<number>\d+)\s?(?P<word>{_WORDS})(?![a-z])", re.IGNORECASE)
_UNITS = {"l": "L", "ml": "mL", "cl": "cL", "dl": "dL", "oz": "oz_av"}


def size_in(text: str) -> Amount | None:
    """Return how much a size or a name says that one is: a mass or a volume, several of it, else a number of pieces.

    >>> [size_in(text).text for text in ("ﾋﾞｰﾙ 350ml×6", "Eau 6x1,5L", "たまご Mサイズ 10個入", "Ham 120 g 6 slices")]
    ['2100 mL', '9 L', '10 個', '120 g']
    >>> size_in("4本入 バナナ").text, size_in("バナナ")
    ('4 本', None)
    """
    plain = unicodedata.normalize("NFKC", text)
    if found := _SIZE.search(plain):
        times = int(found["before"] or 1) * int(found["behind"] or 1)
        number, unit = float(found["number"].replace(",", ".")), found["unit"].lower()
        written = f"{number * times:g} {_UNITS.get(unit, unit)}"
    elif found := _COUNT.search(plain):
        written = f"{found['number']} {found['word'].lower()}"
    else:
        return None
    try:
        return parse_amount(written)
    except UnitError:
        return None


def items_of(products: TableSource | Columns, columns: Mapping[str, str]) -> Iterator[Item]:
    """Yield the products of a table or of columns.

    Args:
        products: the path of a table, an opened one, a frame of Arrow data, or columns by field, as long as each other.
        columns: the heading of each field; a field that is not given stands under its own name, if at all.

    Raises:
        DocumentError: a column that is not there, nothing that says what the products are, columns of unlike length.
    """
    unknown = [field for field in columns if field not in FIELDS]
    if unknown:
        hint = suggestion(unknown[0], FIELDS) or f"there are {', '.join(FIELDS)}"
        raise Problem("columns", f"no field {clip(unknown[0])} of products that are matched", hint).as_error()
    if isinstance(products, Mapping):
        yield from _of_columns(products, columns)
    else:
        yield from _of_table(products, columns)


def _places(header: Sequence[str], columns: Mapping[str, str], where: str) -> dict[str, int]:
    """Find the place of each field among the headings.

    Raises:
        DocumentError: a heading that is not there, or none that says what the products are.
    """
    problems = [
        Problem(
            where,
            f"no column {clip(heading)}",
            suggestion(heading, header) or f"there are {', '.join(header)}",
        )
        for heading in columns.values()
        if heading not in header
    ]
    DocumentError.raise_any(problems)
    known = {fold(heading): place for place, heading in reversed([*enumerate(header)])}
    places = {
        field: next((known[each] for each in _headings_of(field, columns.get(field)) if each in known), -1)
        for field in FIELDS
    }
    places = {field: place for field, place in places.items() if place >= 0}
    if not any(field in places for field in _TELLS):
        what = f"no column says what the products are; there are {', '.join(header)}"
        raise Problem(where, what, 'name one, such as name = "商品名"').as_error()
    return places


@cache
def _table() -> dict[str, Any]:
    return data_table("headings.toml", beside=__file__)


def _headings_of(field: str, named: str | None) -> Iterator[str]:
    """The headings, folded, under which a field may stand: what the user names, else what masters call it."""
    if named is not None:
        yield fold(named)
        return
    yield from map(fold, _table()[field])
    if field == "price":
        yield from _currencies()


@cache
def _currencies() -> Mapping[str, str]:
    """Headings of prices, folded, with the currency that they say."""
    return {fold(each): currency for currency, names in _table()["priced"].items() for each in names}


def _of_columns(products: Columns, columns: Mapping[str, str]) -> Iterator[Item]:
    places = _places(tuple(products), columns, "products")
    cells = list(products.values())
    if len({len(column) for column in cells}) > 1:
        lengths = ", ".join(f"{name} {len(column)}" for name, column in products.items())
        raise Problem(
            "products", f"columns of unlike length: {lengths}", "give each product one cell"
        ).as_error()
    priced = _price_heading(tuple(products), places)
    for row, values in enumerate(zip(*cells, strict=True), start=2):
        yield _item(row, {field: cell_text(values[place]) for field, place in places.items()}, priced)


def _of_table(products: TableSource, columns: Mapping[str, str]) -> Iterator[Item]:
    table = products if isinstance(products, Table) else open_table(products, Unstated(), "products")
    places = _places(table.header, columns, table.name)
    priced = _price_heading(table.header, places)
    for row in table.rows():
        cells = {
            field: str(row.cells[place]) if place < len(row.cells) else "" for field, place in places.items()
        }
        yield _item(row.number, cells, priced)


def _price_heading(header: Sequence[str], places: Mapping[str, int]) -> str:
    """The heading of the price, which may say its currency, and whether tax is in it."""
    return header[places["price"]] if "price" in places else ""


_PLAIN_PRICE = re.compile(r"[¥￥€$£]?\s?([0-9][0-9,]*(?:\.[0-9]+)?)")


def _item(row: int, cells: dict[str, str], priced: str) -> Item:
    fields = {field: strip_markup(one_line(cell)) for field, cell in cells.items() if cell}
    gtin = fields.get("gtin", "").removeprefix("'")
    if gtin:
        fields["gtin"] = gtin  # without the apostrophe by which spreadsheets mark text
    currency = _currencies().get(fold(priced), "")
    if currency and (number := _PLAIN_PRICE.fullmatch(fields.get("price", ""))):
        fields["price"] = f"{number[1].replace(',', '')} {currency}"
    key = fields.pop("key", "").removeprefix("'") or gtin or fields.get("name", "")
    return Item(row, key, fields, priced)


def rows_of(path: Path) -> CsvRows:
    """The rows of a small table that people fill in: CSV, with semicolons or tabulators too, or the only sheet of a workbook.

    Raises:
        DocumentError: it cannot be read.
    """
    content = read_file(path)
    if not content.startswith(b"PK\x03\x04"):
        return read_rows(content, path.name, delimiter=",;\t")
    table = open_table(path, Unstated(), path.name)
    return CsvRows(table.name, table.header, tuple(table.rows()))


@dataclass(frozen=True, slots=True)
class Unstated:
    """Nothing is known of how a table is written."""

    encoding: None = None
    delimiter: None = None
    decimal: None = None
    sheet: None = None
    header_row: None = None

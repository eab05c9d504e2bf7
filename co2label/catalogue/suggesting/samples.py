"""What the cells of a column look like: the first rows of a table, and what can be told from them.

>>> sample = Sample("JAN", ("4569951110016", "", "49123456"))
>>> sample.share(is_gtin), sample.share(is_number)
(1.0, 1.0)
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from co2label.errors import Co2LabelError
from co2label.identifiers import gtin
from co2label.model import BOUNDARIES, STAGES
from co2label.units import parse_amount, parse_unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from co2label.catalogue.tables.table import Table

__all__ = [
    "Sample",
    "is_amount",
    "is_boundary",
    "is_date",
    "is_gtin",
    "is_japanese",
    "is_number",
    "is_unit",
    "is_url",
    "is_word",
    "is_year",
    "samples_of",
    "stage_of",
]

_ROWS = 2000
_LONGEST_WORD = 40
_NUMBER = re.compile(r"-?[0-9][0-9.,]*([eE][+-]?[0-9]{1,2})?")
_JAPANESE = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff]")
_YEAR = re.compile(r"(19|20)[0-9]{2}")
_STAGE_WORDS: dict[str, str] = {
    "end-of-life": "廃棄 リサイクル 処分 処理 焼却 end disposal waste recycl eol",
    "distribution": "配送 輸送 物流 流通 販売 店舗 distribut transport logistic retail shipping store",
    "production": "製造 生産 加工 調理 工場 product manufactur process cooking factory",
    "use": "使用 消費 維持 use consumption",
    "raw-materials": "原料 原材料 材料 資材 包材 包装 容器 調達 raw material ingredient packag procure",
}
"""Words in which people write the stages; the first that is found counts."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A column and the texts of its first rows, empty ones too."""

    heading: str
    cells: tuple[str, ...]

    @property
    def filled(self) -> tuple[str, ...]:
        """The cells that hold something."""
        return tuple(cell for cell in self.cells if cell)

    @property
    def distinct(self) -> tuple[str, ...]:
        """What stands there, each once, in the order in which it comes."""
        return tuple(dict.fromkeys(self.filled))

    def share(self, test: Callable[[str], bool]) -> float:
        """The share of the filled cells for which a test holds; 0 where none is filled."""
        counts = Counter(self.filled)  # a cell that comes again is tested once
        holds = sum(count for cell, count in counts.items() if test(cell))
        return holds / counts.total() if counts else 0.0


def samples_of(table: Table) -> list[Sample]:
    """The columns of a table, by their first rows."""
    rows = [row.cells for row in islice(table.rows(), _ROWS) if not row.broken]
    return [
        Sample(heading, tuple(cells[place] if isinstance(cells[place], str) else "" for cells in rows))
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


def is_year(text: str) -> bool:
    """A year of our time."""
    return _YEAR.fullmatch(text) is not None


def is_date(text: str) -> bool:
    """A day as ISO 8601 writes it."""
    return _can(dt.date.fromisoformat, text)


def is_url(text: str) -> bool:
    """A web address."""
    return text.startswith(("https://", "http://"))


def is_word(text: str) -> bool:
    """A word or a few, and no address or code: what people call a stage."""
    return len(text) <= _LONGEST_WORD and not is_url(text) and not any(sign in text for sign in "/@_=")


def is_boundary(text: str) -> bool:
    """A system boundary."""
    return text in BOUNDARIES


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
    return next(
        (stage for stage, words in _STAGE_WORDS.items() if any(each in word for each in words.split())), None
    )


def _can(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except (Co2LabelError, ValueError):
        return False
    return True

"""Lines of a slip that are no goods, told by their names: a bottle deposit, postage, a charge for a bag, money off.

The names stand in `no_goods.toml`.

>>> kind_by_name("瓶保証金"), kind_by_name("レジ袋 L"), kind_by_name("Frais de port"), kind_by_name("レジ袋風バッグ")
('deposit', 'bag', 'postage', 'item')
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal, cast

__all__ = ["LineKind", "kind_by_name"]

LineKind = Literal["item", "deposit", "gift-card", "postage", "bag", "fee", "rounding", "discount"]
"""What a line is: goods and services are items; a bottle deposit, a gift card, postage, the charge for a bag, another fee, the
rounding of the sum, and money off are not."""

_BEHIND = re.compile(
    r"[\s:：]*[(\[]?\s*(?:(?:s|m|l|ll|xl|大|中|小|特大|small|medium|large|grand|petit|moyen)|(?:¥|€|\$|£)?\s*[\d.,]+\s*(?:円|%|％|€|eur|枚|個|点|x)?)\s*[)\]]?$"
)
"""A size, a price, a share or a number behind a name."""


@lru_cache(maxsize=4096)
def kind_by_name(name: str) -> LineKind:
    """The kind of line that a whole name stands for; `item` where it is none of the known names."""
    folded = _folded(name)
    known = _kinds()
    return known.get(folded) or known.get(_BEHIND.sub("", folded)) or "item"


@cache
def _kinds() -> dict[str, LineKind]:
    text = files("co2label.receipt").joinpath("no_goods.toml").read_text("utf-8")
    table = cast("dict[LineKind, dict[str, list[str]]]", tomllib.loads(text))
    return {
        _folded(name): kind
        for kind, languages in table.items()
        for names in languages.values()
        for name in names
    }


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())

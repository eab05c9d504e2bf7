"""Keys before words: codes by which a product's factor is known, in its row or in one's own download of Open Food Facts.

AGRIBALYSE and CIQUAL number foods alike; a factor of AGRIBALYSE says its code in its locator, one of the EPA its NAICS code. Of a
product of Open Food Facts the code of the food counts, then that of a food that stands for it (its "proxy").
"""

from __future__ import annotations

import gzip
import io
import json
import re
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from co2label.errors import Problem, clip
from co2label.matching._products import CODES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from co2label.factors import FactorLibrary
    from co2label.matching._products import Item


_FOOD = re.compile(r"Code AGB (\d+)")

_INDUSTRY = re.compile(r"NAICS (\d+)")

_FACTS = ("agribalyse_food_code:en", "ciqual_food_code:en", "agribalyse_proxy_food_code:en")


def factors_by_code(library: FactorLibrary) -> Mapping[tuple[str, str], str]:
    """Return the ids of factors by the codes that their sources give them: ("food", "9100"), ("industry", "311513")."""
    found: dict[tuple[str, str], str] = {}
    for factor in library:
        locator = factor.source.locator or ""
        for kind, pattern in (("food", _FOOD), ("industry", _INDUSTRY)):
            code = pattern.search(locator)
            if code:
                found.setdefault((kind, code[1]), factor.id)
    return found


def by_own_code(item: Item, codes: Mapping[tuple[str, str], str]) -> tuple[str, str, str] | None:
    """Return what a code in a product's own row means: the field, the code and the id of the factor."""
    for field in CODES:
        code = item.fields.get(field, "")
        factor = codes.get(("industry" if field == "naics" else "food", code))
        if code and factor:
            return field, code, factor
    return None


def food_codes(path: str | Path, gtins: Collection[str]) -> Mapping[str, str]:
    """Return the codes of foods by GTIN, from one's own download of Open Food Facts.

    Args:
        path: its JSON lines, packed (.gz) or not.
        gtins: of which products; others are not kept.

    Raises:
        DocumentError: the file cannot be read, or no line of it is a product of Open Food Facts.
    """
    wanted = {_bare(gtin): gtin for gtin in gtins}
    found: dict[str, str] = {}
    seen = False
    for product in _lines(Path(path)):
        code = product.get("code")
        seen = seen or (code is not None and "categories_properties" in product)
        gtin = wanted.get(_bare(str(code)))
        facts = product.get("categories_properties")
        if gtin and isinstance(facts, dict):
            known = [str(facts[key]) for key in _FACTS if facts.get(key)]
            found |= {gtin: known[0]} if known else {}
    if not seen:
        what = "no line has `code` and `categories_properties`"
        raise Problem(
            str(path), what, "give the JSONL export of Open Food Facts (…products.jsonl.gz)"
        ).as_error()
    return found


def _bare(gtin: str) -> str:
    """A GTIN without the zeros before it: a UPC of 12 digits and its EAN of 13 are one."""
    return gtin.strip().lstrip("0")


_LONGEST = 4_000_000
"""Characters of a line: no product of Open Food Facts has as many."""


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with path.open("rb") as raw:
            packed = raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
            file = io.TextIOWrapper(gzip.GzipFile(fileobj=raw) if packed else raw, encoding="utf-8")
            lines = iter(lambda: file.readline(_LONGEST), "")
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield _product(line, f"{path} line {number}")
    except UnicodeDecodeError:
        raise Problem(
            str(path), "is not UTF-8", "give the JSONL export of Open Food Facts"
        ).as_error() from None
    except (OSError, EOFError, zlib.error) as error:
        why = getattr(error, "strerror", None) or error
        raise Problem(
            str(path), f"cannot be read ({why})", "check the path, or download it again"
        ).as_error() from None


def _product(line: str, where: str) -> dict[str, Any]:
    try:
        product = json.loads(line)
    except (ValueError, RecursionError):
        what = f"expected a product as JSON, got {clip(line, 40)}"
        raise Problem(where, what, "give the JSONL export of Open Food Facts").as_error() from None
    return product if isinstance(product, dict) else {}

"""Label stock of one's own, from a small TOML file with its measures in mm."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any, NoReturn

from co2label.errors import DrawError, clip

if TYPE_CHECKING:
    from pathlib import Path

    from co2label.label import Pair, Stock

__all__ = ["read_stock"]

_NEEDED = ("rows", "columns", "label", "pitch", "margin")
_KEYS = ("name", "page", *_NEEDED)


def read_stock(path: Path) -> Stock:
    """Read stock: `rows`, `columns`, `label`, `pitch`, `margin`, and if need be `page` (else "A4") and `name`.

    Raises:
        DrawError: a file that cannot be read, a key that is missing or unknown, or measures that no page can have.
    """
    from co2label.label import PAGES, Stock  # noqa: PLC0415 - a fast start

    table = _table(path)
    page = table.get("page", "A4")
    if isinstance(page, str) and page not in PAGES:
        _refuse(path, f"expected a page of {', '.join(PAGES)} or [width, height] in mm, got {clip(page)}")
    rows, columns = (_count(path, table, key) for key in ("rows", "columns"))
    label, pitch, margin = (_pair(path, table, key) for key in ("label", "pitch", "margin"))
    size = PAGES[page] if isinstance(page, str) else _pair(path, table, "page")
    return Stock(str(table.get("name", path.stem)), size, rows, columns, label, pitch, margin)


def _table(path: Path) -> dict[str, Any]:
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        _refuse(path, "no such file; check the path")
    except OSError as error:
        _refuse(path, f"{error.strerror}; choose another file")
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        _refuse(path, f"not TOML: {error}")
    wrong = [key for key in table if key not in _KEYS] + [f"no {key}" for key in _NEEDED if key not in table]
    if wrong:
        _refuse(path, f"expected {', '.join(_KEYS)}, got {clip(', '.join(wrong))}")
    return table


def _count(path: Path, table: dict[str, Any], key: str) -> int:
    value = table[key]
    if not isinstance(value, int) or isinstance(value, bool):
        _refuse(path, f"{key}: expected a whole number, got {clip(value)}")
    return int(value)


def _pair(path: Path, table: dict[str, Any], key: str) -> Pair:
    value = table[key]
    numbers = isinstance(value, list) and all(type(each) in {int, float} for each in value)
    if not numbers or len(value) != 2:  # noqa: PLR2004 - across and down
        _refuse(path, f"{key}: expected [across, down] in mm, got {clip(value)}")
    return float(value[0]), float(value[1])


def _refuse(path: Path, what: str) -> NoReturn:
    message = f"{path}: {what}"
    raise DrawError(message)

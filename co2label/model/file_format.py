"""From the bytes of a TOML or JSON file to plain data, with one clear message for each way that can fail.

>>> parse_text(b'{"id": "tea", "id": "coffee"}', name="tea.json", form="json")
Traceback (most recent call last):
...
co2label.errors.DocumentError: tea.json: the key 'id' is given twice in one object; keep one of them
"""

from __future__ import annotations

import json
import math
import re
import tomllib
from pathlib import Path
from typing import Any, Never

from co2label.errors import DocumentError, Problem, clip

__all__ = ["LARGEST_FILE", "parse_text", "read_data", "read_file"]

LARGEST_FILE = 256 * 2**20
"""Bytes. A larger file is refused before it is read."""

_MOST_DIGITS = 4000
_MOST_LEVELS = 64
_NOT_ZERO = re.compile(r"[-+]?[0._]*[1-9]")
"""A written number that is not zero, by its digits before the exponent."""


def read_file(path: str | Path) -> bytes:
    """The content of a file that somebody named.

    Raises:
        DocumentError: not there, a directory, larger than `LARGEST_FILE` (then it is not read), or not readable.
    """
    name = str(path)
    try:
        file = Path(path)
        size = file.stat().st_size
        if file.is_dir():
            _refuse(name, "this is a directory", "give a file")
        if size > LARGEST_FILE:
            _refuse(name, f"{size} bytes are more than the {LARGEST_FILE} that are read", "split it")
        return file.read_bytes()
    except FileNotFoundError:
        _refuse(name, "no such file", "check the path")
    except OSError as error:
        _refuse(name, f"cannot be read ({error.strerror or error})", "check the path and its permissions")
    except ValueError as error:
        if isinstance(error, DocumentError):
            raise
        _refuse(name, f"cannot be read ({error})", "check the path")


def read_data(path: str | Path) -> Any:
    """Plain data of a TOML or JSON file: by its extension, else by its content.

    Raises:
        DocumentError: as `read_file` and `parse_text` do.
    """
    return parse_text(read_file(path), name=str(path), form=Path(path).suffix.lower().removeprefix("."))


def parse_text(content: bytes, *, name: str, form: str) -> Any:
    """Plain data of a file's content.

    Args:
        content: the bytes of the file, UTF-8 with or without a byte order mark.
        name: the name of the file, for messages.
        form: "toml" or "json"; anything else is told by the first character.

    Raises:
        DocumentError: not UTF-8, empty, not TOML or JSON (with line and column), a key given twice, a number
            that is not finite, or nested too deep.

    >>> parse_text(b'id = "tea"', name="tea", form="")
    {'id': 'tea'}
    """
    text = _decoded(content, name)
    if not text.strip():
        _refuse(name, "the file is empty", "write what it should hold, or give another file")
    as_json = form == "json" or (form != "toml" and text.lstrip()[:1] in {"{", "["})
    try:
        data = _json(text) if as_json else tomllib.loads(text, parse_float=_toml_float)
        _refuse_depth(data)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        _refuse(name, f"not JSON: {_lower(error.msg)} at {where}", "correct it there")
    except tomllib.TOMLDecodeError as error:
        _refuse(name, f"not TOML: {_lower(str(error))}", "correct it there")
    except RecursionError:
        _refuse(name, "nested too deep", "a product needs six levels")
    except ValueError as error:
        what = (
            str(error) if isinstance(error, _UnfitError) else f"a number has more than {_MOST_DIGITS} digits"
        )
        _refuse(name, what)
    return data


class _UnfitError(ValueError):
    """Strictly private: what the JSON hooks below refuse."""


def _decoded(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = f"not UTF-8: byte 0x{content[error.start]:02x} at position {error.start}"
        return _refuse(name, what, "save the file as UTF-8")


def _json(text: str) -> Any:
    return json.loads(text, object_pairs_hook=_object, parse_constant=_constant, parse_float=_float)


def _refuse_depth(data: Any) -> None:
    """Count levels without recursion: messages show what came, and showing recurs."""
    level = [data]
    for _ in range(_MOST_LEVELS):
        nested = [item for item in level if isinstance(item, dict | list)]
        if not nested:
            return
        level = [inner for item in nested for inner in (item.values() if isinstance(item, dict) else item)]
    raise RecursionError


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table: dict[str, Any] = {}
    for key, value in pairs:
        if key in table:
            message = f"the key {clip(key)} is given twice in one object; keep one of them"
            raise _UnfitError(message)
        table[key] = value
    return table


def _constant(word: str) -> Never:
    message = f"{word} is not a number in JSON; leave the field out if the value is unknown"
    raise _UnfitError(message)


def _float(digits: str) -> float:
    """A number of JSON or TOML, which tells a zero from what is only too small to be told from it."""
    number = float(digits)
    if math.isinf(number):
        message = f"the number {clip(digits, 30)} is too large"
        raise _UnfitError(message)
    _refuse_vanished(digits, number)
    return number


def _toml_float(digits: str) -> float:
    number = float(digits)
    _refuse_vanished(digits, number)
    return number


def _refuse_vanished(digits: str, number: float) -> None:
    if not number and _NOT_ZERO.match(digits):
        message = f"the number {clip(digits, 30)} is too small, and would be read as zero"
        raise _UnfitError(message)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _refuse(name: str, what: str, todo: str = "") -> Never:
    raise DocumentError([Problem(name, what, todo)])

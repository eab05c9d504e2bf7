"""Documents: products, processes and own factors, read from TOML, JSON or Python data.

A file is one product, or a table with `products` or `processes` and, if wanted, `factors`. Each way in which a file
cannot be read has one clear message.

>>> tea = {"id": "tea", "name": "Tea", "declared_unit": "1 piece", "boundary": "cradle-to-gate", "activities": [
...     {"name": "leaves", "amount": "2 g", "factor": "food.green_tea", "stage": "raw-materials"}]}
>>> document_of(tea).single, document_of({"products": [tea]}).single
(True, False)
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
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Never

from pydantic import ConfigDict, Field, PrivateAttr, model_validator

from co2label.errors import DocumentError, Problem, UnitError, clip, suggestion
from co2label.identifiers import gtin14
from co2label.model._allocation import allocate
from co2label.model._base import Model, printable_key
from co2label.model._factor import EmissionFactor
from co2label.model._process import Process
from co2label.model._product import Product
from co2label.text import table_html
from co2label.units import OwnUnits
from co2label.wording import in_language

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


MAX_FILE_SIZE = 256 * 2**20
"""Bytes. A larger file is refused before it is read."""

_MOST_DIGITS = 4000

_MOST_LEVELS = 64

_NOT_ZERO = re.compile(r"[-+]?[0._]*[1-9]")
"""A written number that is not zero, by its digits before the exponent."""


def read_file(path: str | Path) -> bytes:
    """The content of a file that somebody named.

    Raises:
        DocumentError: not there, a directory, larger than `MAX_FILE_SIZE` (then it is not read), or not readable.
    """
    name = str(path)
    try:
        file = Path(path)
        size = file.stat().st_size
        if file.is_dir():
            _refuse(name, "this is a directory", "give a file")
        if size > MAX_FILE_SIZE:
            _refuse(name, f"{size} bytes are more than the {MAX_FILE_SIZE} that are read", "split it")
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
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = f"not UTF-8: byte 0x{content[error.start]:02x} at position {error.start}"
        _refuse(name, what, "save the file as UTF-8")
    if not text.strip():
        _refuse(name, "the file is empty", "write what it should hold, or give another file")
    as_json = form == "json" or (form != "toml" and text.lstrip()[:1] in {"{", "["})
    try:
        data = json.loads(text, **_JSON_HOOKS) if as_json else tomllib.loads(text, parse_float=_number)
        _refuse_depth(data)
    except json.JSONDecodeError as error:
        message = error.msg[:1].lower() + error.msg[1:]
        what = f"not JSON: {message} at line {error.lineno}, column {error.colno}"
        _refuse(name, what, "correct it there")
    except tomllib.TOMLDecodeError as error:
        _refuse(name, f"not TOML: {str(error)[:1].lower()}{str(error)[1:]}", "correct it there")
    except RecursionError:
        _refuse(name, "nested too deep", "a product needs six levels")
    except _UnfitError as error:
        _refuse(name, str(error))
    except ValueError:
        _refuse(name, f"a number has more than {_MOST_DIGITS} digits")
    return data


class _UnfitError(ValueError):
    """A key or number that the hooks below refuse."""


def _refuse_depth(data: Any) -> None:
    """Count levels without recursion: messages show what came, and showing recurs."""
    level = [data]
    for _ in range(_MOST_LEVELS):
        nested = [item for item in level if isinstance(item, dict | list)]
        if not nested:
            return
        level = [inner for item in nested for inner in (item.values() if isinstance(item, dict) else item)]
    raise RecursionError


def _json_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table: dict[str, Any] = {}
    for key, value in pairs:
        if key in table:
            raise _UnfitError(f"the key {clip(key)} is given twice in one object; keep one of them")
        table[key] = value
    return table


def _json_constant(word: str) -> Never:
    raise _UnfitError(f"{word} is not a number in JSON; leave the field out if the value is unknown")


def _json_number(digits: str) -> float:
    if math.isinf(float(digits)):
        raise _UnfitError(f"the number {clip(digits, 30)} is too large")
    return _number(digits)


def _number(digits: str) -> float:
    """A number, which tells a zero from what is only too small to be told from it."""
    number = float(digits)
    if not number and _NOT_ZERO.match(digits):
        raise _UnfitError(f"the number {clip(digits, 30)} is too small, and would be read as zero")
    return number


_JSON_HOOKS: dict[str, Any] = {
    "object_pairs_hook": _json_object,
    "parse_constant": _json_constant,
    "parse_float": _json_number,
}


def _refuse(name: str, what: str, todo: str = "") -> Never:
    raise Problem(name, what, todo).as_error()


_PARTS: dict[str, type[Model]] = {"products": Product, "processes": Process, "factors": EmissionFactor}
"""Parts of a document, beside its units."""


class Document(Model):
    """Products, the processes that make several of them, and the emission factors that stand beside them.

    `products` are those to compute: as written (`written`), with what processes bring them, and after them the
    products that processes alone make.

    Raises:
        DocumentError: two products or two factors with one id, a GTIN given twice, a product used that is not there,
            a process that cannot be allocated.
    """

    model_config = ConfigDict(serialize_by_alias=True)

    written: tuple[Product, ...] = Field(default=(), strict=False, alias="products")
    """The products as written (`products` in a file), without what processes bring."""
    processes: tuple[Process, ...] = Field(default=(), strict=False)
    """Processes that each make one or several products (`Process`); how the burdens are shared stands in the results."""
    factors: tuple[EmissionFactor, ...] = Field(default=(), strict=False)
    """Emission factors of one's own (`EmissionFactor`); they win over bundled ones of the same id."""
    units: tuple[str, ...] = Field(default=(), strict=False)
    """Counted units of one's own, each a kind of its own: ["GB", "token"]."""
    _single: bool = PrivateAttr(default=False)
    _products: tuple[Product, ...] = PrivateAttr(default=())

    @property
    def products(self) -> tuple[Product, ...]:
        """The products to compute, processes allocated."""
        return self._products

    @property
    def single(self) -> bool:
        """True if the file was one product, not a list of products."""
        return self._single

    def _repr_html_(self) -> str:
        """A table of the products to compute for notebooks."""
        rows = [
            (product.id, in_language(product.name, "en"), product.declared_unit, len(product.activities))
            for product in self.products
        ]
        caption = f"{len(rows)} products, {len(self.processes)} processes, {len(self.factors)} factors"
        return table_html(caption, ("id", "name", "declared unit", "activities"), rows)

    @model_validator(mode="after")
    def _put_together(self) -> Document:
        written = {"products": self.written, "processes": self.processes, "factors": self.factors}
        by_place = {key: dict(enumerate(part)) for key, part in written.items()}
        problems = _cross_problems(by_place, self.written, self.processes)
        if not self.written and not self.processes:
            problems.append(Problem("products", "expected at least one product, got an empty list"))
        if not problems:
            self._products, problems = allocate(self.written, self.processes)
        DocumentError.raise_any(problems)
        return self


def read_document(path: str | Path) -> Document:
    """Read a TOML or JSON file: by its extension, else by its content.

    Raises:
        DocumentError: the file cannot be read, or does not fit; lists every problem with its path.

    >>> read_document("no/such/file.toml")
    Traceback (most recent call last):
    ...
    co2label.errors.DocumentError: no/such/file.toml: no such file; check the path
    """
    return document_of(read_data(path))


def document_of(data: Any) -> Document:
    """Build a document from plain data: one product, or `{"products": […], "processes": […], "factors": […]}`.

    Raises:
        DocumentError: with every problem of the whole document.
    """
    if not isinstance(data, dict) or not data:
        came = "an empty document" if data in ({}, [], None) else clip(data, 40)
        todo = "the top level is a product, or a table with `products` or `processes`"
        raise Problem("", f"expected a table (an object), got {came}", todo).as_error()
    single = "products" not in data and "processes" not in data
    if single:
        beside = {key: data[key] for key in ("factors", "units") if key in data}
        data = {"products": [{k: v for k, v in data.items() if k not in beside}], **beside}
    known = [*_PARTS, "units"]
    hint = f"known fields: {', '.join(known)}"
    problems = [
        Problem(printable_key(str(key)), "unknown field", suggestion(str(key), known) or hint)
        for key in data
        if key not in known
    ]
    units = _own_units(data.get("units", []), problems)
    read = {key: _read_each(model, data.get(key, []), key, problems, units) for key, model in _PARTS.items()}
    if problems:
        problems += _cross_problems(read, data.get("products"), data.get("processes"))
    else:
        with DocumentError.collecting(problems):
            parts = {key: tuple(each.values()) for key, each in read.items()}
            document = Document(**parts, units=units.names)
    if single:  # its fields stand at the top of the file
        problems = [replace(each, where=_SINGLE.sub("", each.where)) for each in problems]
    DocumentError.raise_any(problems)
    document._single = single  # noqa: SLF001 - our own private attribute, set where the document is made
    return document


_SINGLE = re.compile(r"^products\[0\]\.?")


def _own_units(names: Any, problems: list[Problem]) -> OwnUnits:
    """The units of one's own that a document declares; what is wrong with them is added to the problems."""
    try:
        if isinstance(names, list | tuple) and all(isinstance(name, str) for name in names):
            return OwnUnits.of(names)
        what = f'expected a list of names such as ["token"], got {clip(names, 40)}'
    except UnitError as error:
        what = str(error)
    problems.append(Problem("units", what))
    return OwnUnits.of([])


def _read_each(
    model: type[Model], items: Any, key: str, problems: list[Problem], units: OwnUnits
) -> dict[int, Any]:
    """The items that fit, by their place; what does not fit is added to the problems."""
    if not isinstance(items, list | tuple):
        problems.append(Problem(key, f"expected a list, got {clip(items, 40)}"))
        return {}
    fitting = {}
    for place, item in enumerate(items):
        with DocumentError.collecting(problems):
            fitting[place] = model.read(item, where=f"{key}[{place}]", units=units)
    return fitting


def _values(entries: Any, field: str) -> list[Any]:
    """A field of each entry, be it plain data or a model; also of entries that do not fit."""
    listed = entries if isinstance(entries, list | tuple) else []
    return [each.get(field) if isinstance(each, dict) else getattr(each, field, None) for each in listed]


def _cross_problems(parts: Mapping[str, Mapping[int, Any]], products: Any, processes: Any) -> list[Problem]:
    """Problems between the parts of a document whose parts each fit.

    Args:
        parts: what fits, by its key in the document and its place there.
        products: all products, as given: their ids are known even where they do not fit.
        processes: the same, with the ids of what they make.
    """
    outputs = _values(processes, "outputs")
    ids = [*_values(products, "id"), *(name for each in outputs for name in _values(each, "product"))]
    known = {name for name in ids if isinstance(name, str)}
    return [
        *_id_problems(parts, "products"),
        *_gtin_problems(parts["products"], parts["processes"]),
        *_id_problems(parts, "processes"),
        *_id_problems(parts, "factors"),
        *_reference_problems(parts, "products", known),
        *_reference_problems(parts, "processes", known),
    ]


def _id_problems(parts: Mapping[str, Mapping[int, Any]], key: str) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for place, item in parts[key].items():
        if first.setdefault(item.id, place) != place:
            what = f"{clip(item.id)} is already the id of {key}[{first[item.id]}]"
            yield Problem(f"{key}[{place}].id", what, "each needs its own")


def _gtin_problems(products: Mapping[int, Product], processes: Mapping[int, Process]) -> Iterator[Problem]:
    named = [(f"products[{place}].gtin", product.gtin, product.lot) for place, product in products.items()]
    named += [
        (f"processes[{place}].outputs[{number}].gtin", output.gtin, None)
        for place, process in processes.items()
        for number, output in enumerate(process.outputs)
    ]
    first: dict[tuple[str, str | None], str] = {}
    for where, gtin, lot in named:
        key = (gtin14(gtin), lot) if gtin else None
        if key and first.setdefault(key, where) != where:
            what = f"{clip(gtin)} is already the gtin of {first[key].removesuffix('.gtin')}"
            yield Problem(where, what, "each needs its own, or a lot of its own")


def _reference_problems(
    parts: Mapping[str, Mapping[int, Any]], key: str, known: set[str]
) -> Iterator[Problem]:
    for place, user in parts[key].items():
        plain = isinstance(user, Product) and not user.has_rules
        for number, activity in enumerate(user.activities):
            if plain and activity.product is None:
                continue
            for field, used in activity.uses():
                if used not in known:
                    what = f"no product {clip(used)} in this document"
                    hint = suggestion(used, sorted(known)) or "add it to `products`"
                    yield Problem(f"{key}[{place}].activities[{number}].{field}", what, hint)

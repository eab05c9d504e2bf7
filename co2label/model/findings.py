"""What pydantic found wrong, as findings of our own: a path, what came against what was expected, what to do.

>>> nearest("foood.rice", ["food.rice", "fuel.lpg"])
"did you mean 'food.rice'?"
"""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Any, get_args

from pydantic import BaseModel

from co2label.errors import DocumentError, Problem, clip

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pydantic import ValidationError

__all__ = [
    "IDENTIFIER",
    "ID_TAG",
    "INLINE_TAG",
    "LANGUAGE",
    "PRODUCT_TAG",
    "nearest",
    "printable",
    "problems_of",
]

_LONGEST_KEY = 60
INLINE_TAG = "<factor>"
ID_TAG = "<id>"
PRODUCT_TAG = "<product>"
"""Tags of a union stand in the paths that pydantic reports; with brackets, so that no field has such a name. The tag of an
entry with a `kind` is that kind in brackets."""
_TAG = re.compile(r"<[a-z-]+>")
LANGUAGE = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
IDENTIFIER = r"^[\w](?:[\w.:@+-]{0,118}[\w])?$"
_SHAPES = {
    LANGUAGE: ("a language tag such as ja or en", ""),
    IDENTIFIER: (
        "an id of at most 120 letters, digits and . _ : @ + -, which begins and ends with a letter or a digit",
        "use no spaces and no slashes",
    ),
}
"""What a pattern asks for, in words."""
_FIXED = {
    "missing": ("this field is required and is missing", "add it"),
    "too_short": ("expected at least one, got none", "add one"),
}
_KINDS = {
    "string_type": "text in quotes",
    "string_unicode": "text in valid Unicode",
    "int_type": "a whole number without quotes",
    "int_from_float": "a whole number",
    "float_type": "a number without quotes",
    "finite_number": "a finite number",
    "bool_type": "true or false",
    "dict_type": "a table (an object)",
    "model_type": "a table (an object)",
    "model_attributes_type": "a table (an object)",
    "tuple_type": "a list",
}
"""What a field asks for, in words, by the kind of pydantic's finding."""


def nearest(word: str, words: Iterable[str]) -> str:
    """A hint that names the closest known words, or an empty string.

    >>> nearest("coal", ["food.rice", "fuel.lpg"])
    ''
    """
    close = difflib.get_close_matches(word, list(words), n=3, cutoff=0.6)
    return f"did you mean {' or '.join(repr(c) for c in close)}?" if close else ""


def printable(key: str) -> str:
    r"""A key from outside as it may stand in a message.

    >>> printable("name"), printable("na\x1bme")
    ('name', "'na\\x1bme'")
    """
    return key if key.isprintable() and len(key) <= _LONGEST_KEY else clip(key, _LONGEST_KEY)


def problems_of(error: ValidationError, model: type[BaseModel]) -> list[Problem]:
    """Turn what pydantic found into our findings: path, what came, what to do."""
    return [problem for found in error.errors() for problem in _problems(dict(found), model)]


def _problems(found: dict[str, Any], model: type[BaseModel]) -> list[Problem]:
    loc = found["loc"]
    unknown = found["type"] == "extra_forbidden"  # its name comes last, and may look like a tag
    where = _path(
        part for place, part in enumerate(loc) if not _is_tag(part) or (unknown and place == len(loc) - 1)
    )
    cause = found.get("ctx", {}).get("error")
    if isinstance(cause, DocumentError):
        return [problem.under(where) for problem in cause.problems]
    if cause is not None:
        return [Problem(where, str(cause))]
    if found["type"] == "too_short" and found["input"]:
        return []  # there were some, and what is wrong with each of them is said already
    if found["type"] == "too_long":
        what = f"expected at most {found['ctx']['max_length']}, got {len(found['input'])}"
        return [Problem(where, what, "leave some out")]
    if found["type"] == "union_tag_invalid":
        return [_no_such_kind(found["ctx"], where)]
    return [_plain(found, loc, where, model)]


def _plain(found: dict[str, Any], loc: tuple[Any, ...], where: str, model: type[BaseModel]) -> Problem:
    kind, came = found["type"], found.get("input")
    if kind in _FIXED:
        return Problem(where, *_FIXED[kind])
    if kind == "extra_forbidden":
        known = list(_model_at(model, loc[:-1]).model_fields)
        hint = nearest(str(loc[-1]), known) or f"known fields: {', '.join(known)}"
        return Problem(where, "unknown field", hint)
    if kind == "literal_error":
        choices = re.findall(r"'([^']*)'", found["ctx"]["expected"])
        hint = nearest(str(came), choices)
        return Problem(where, f"expected one of {', '.join(choices)}, got {clip(came)}", hint)
    if kind in _KINDS:
        return Problem(where, f"expected {_KINDS[kind]}, got {clip(came)}")
    if kind == "string_pattern_mismatch":
        what, todo = _SHAPES.get(found["ctx"]["pattern"], ("text of another shape", ""))
        return Problem(where.removesuffix(".[key]"), f"expected {what}, got {clip(came)}", todo)
    return Problem(where, f"{found['msg'][0].lower()}{found['msg'][1:]}, got {clip(came)}")


def _no_such_kind(context: dict[str, str], where: str) -> Problem:
    """An entry whose `kind` is none of those that there are."""
    kinds = [kind for kind in re.findall(r"'<([^']*)>'", context["expected_tags"]) if kind != "words"]
    came = context["tag"].removeprefix("<").removesuffix(">")
    return Problem(
        f"{where}.kind", f"expected one of {', '.join(kinds)}, got {clip(came)}", nearest(came, kinds)
    )


def _is_tag(part: Any) -> bool:
    return isinstance(part, str) and _TAG.fullmatch(part) is not None


def _path(loc: Iterable[Any]) -> str:
    text = ""
    for part in loc:
        text += f"[{part}]" if isinstance(part, int) else f"{'.' if text else ''}{printable(str(part))}"
    return text


def _model_at(model: type[BaseModel], loc: tuple[Any, ...]) -> type[BaseModel]:
    """The noun that a path leads to; a tag says which of several it is."""
    choices = [model]
    for part in loc:
        if _is_tag(part):
            choices = [each for each in choices if _kind_of(each) == part] or choices
        elif isinstance(part, str) and part in choices[0].model_fields:
            choices = list(_models_in(choices[0].model_fields[part].annotation)) or choices
    return choices[0]


def _kind_of(model: type[BaseModel]) -> str | None:
    """The tag of a noun with a `kind`."""
    field = model.model_fields.get("kind")
    return f"<{field.default}>" if field else None


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)

"""What every noun of the model shares: frozen, strict, and errors of our own tree that list every problem."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Annotated, Any, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, PlainValidator
from pydantic import ValidationError as PydanticError
from pydantic import WithJsonSchema

from co2label.errors import DocumentError, Problem, TextError, clip
from co2label.text import clean_text
from co2label.units import Amount, parse_amount, parse_ratio

__all__ = [
    "AmountField",
    "CleanText",
    "Identifier",
    "Name",
    "Noun",
    "RatioField",
    "in_language",
    "nearest",
    "problems_of",
]

INLINE_TAG = "inline"
ID_TAG = "id"


def nearest(word: str, words: Iterator[str] | list[str] | tuple[str, ...]) -> str:
    """A hint that names the closest known words, or an empty string.

    >>> nearest("foood.rice", ["food.rice", "fuel.lpg"])
    "did you mean 'food.rice'?"
    """
    close = difflib.get_close_matches(word, list(words), n=3, cutoff=0.6)
    return f"did you mean {' or '.join(repr(c) for c in close)}?" if close else ""


class _NounType(type(BaseModel)):  # type: ignore[misc]
    """Calling a noun from Python raises our `DocumentError`; nested validation keeps pydantic's own paths."""

    def __call__(cls, *args: Any, **fields: Any) -> Any:
        names = list(cls.model_fields)  # type: ignore[attr-defined]
        fields |= dict(zip(names, args, strict=False))
        try:
            return super().__call__(**fields)
        except PydanticError as error:
            raise DocumentError(problems_of(error, cls)) from None


class Noun(BaseModel, metaclass=_NounType):
    """Strictly private: frozen, no unknown fields, no NaN, and one error that lists every problem."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", allow_inf_nan=False)

    @classmethod
    def read(cls, fields: Any, *, where: str = "") -> Any:
        """Build the noun from plain data (a dict from JSON or TOML).

        Raises:
            DocumentError: with every problem, each under the path `where`.
        """
        try:
            return cls.model_validate(fields)
        except PydanticError as error:
            raise DocumentError([p.under(where) for p in problems_of(error, cls)]) from None


def problems_of(error: PydanticError, model: type[BaseModel]) -> list[Problem]:
    """Turn what pydantic found into our findings: path, what came, what to do."""
    return [problem for found in error.errors() for problem in _problems(dict(found), model)]


def _problems(found: dict[str, Any], model: type[BaseModel]) -> list[Problem]:
    loc = tuple(part for part in found["loc"] if part not in {INLINE_TAG, ID_TAG})
    where = _path(loc)
    cause = found.get("ctx", {}).get("error")
    if isinstance(cause, DocumentError):
        return [problem.under(where) for problem in cause.problems]
    if cause is not None:
        return [Problem(where, str(cause))]
    return [_plain(found, loc, where, model)]


def _plain(found: dict[str, Any], loc: tuple[Any, ...], where: str, model: type[BaseModel]) -> Problem:
    kind, came = found["type"], found.get("input")
    if kind == "missing":
        return Problem(where, "this field is required and is missing", "add it")
    if kind == "extra_forbidden":
        known = list(_model_at(model, loc[:-1]).model_fields)
        hint = nearest(str(loc[-1]), known) or f"known fields: {', '.join(known)}"
        return Problem(where, "unknown field", hint)
    if kind == "literal_error":
        choices = re.findall(r"'([^']*)'", found["ctx"]["expected"])
        hint = nearest(str(came), choices)
        return Problem(where, f"expected one of {', '.join(choices)}, got {clip(came)}", hint)
    return Problem(where, f"{found['msg'][0].lower()}{found['msg'][1:]}, got {clip(came)}")


def _path(loc: tuple[Any, ...]) -> str:
    text = ""
    for part in loc:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def _model_at(model: type[BaseModel], loc: tuple[Any, ...]) -> type[BaseModel]:
    for part in loc:
        field = model.model_fields.get(part) if isinstance(part, str) else None
        inner = next(_models_in(field.annotation), None) if field else None
        model = inner or model
    return model


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)


def _amount(value: Any) -> Amount:
    return _quantity(value, parse_amount)


def _signed_amount(value: Any) -> Amount:
    return _quantity(value, lambda text: parse_amount(text, allow_negative=True))


def _ratio(value: Any) -> Amount:
    return _quantity(value, parse_ratio)


def _quantity(value: Any, parse: Any) -> Amount:
    if isinstance(value, Amount):
        return value
    if not isinstance(value, str):
        message = f'expected a number with its unit in quotes, such as "48 g", got {clip(value)}'
        raise ValueError(message)  # noqa: TRY004 - pydantic collects ValueErrors
    amount: Amount = parse(value)
    return amount


def _clean(value: Any) -> Any:
    return clean_text(value) if isinstance(value, str) else value


def _names(value: Any) -> Any:
    if isinstance(value, str):
        return {"und": clean_text(value)}
    if isinstance(value, dict):
        if not value:
            message = 'expected a name such as {ja = "…", en = "…"}, got an empty table'
            raise TextError(message)
        return {
            key: clean_text(text, where=str(key)) if isinstance(text, str) else text
            for key, text in value.items()
        }
    return value


def in_language(name: dict[str, str], language: str) -> str:
    """A name in a language; else the one without a language, else English, else the first given.

    >>> in_language({"ja": "米", "en": "Rice"}, "fr")
    'Rice'
    """
    for key in (language, "und", "en"):
        if key in name:
            return name[key]
    return next(iter(name.values()))


_SHOWN = PlainSerializer(str, return_type=str)
AmountField = Annotated[
    Amount, PlainValidator(_amount), _SHOWN, WithJsonSchema({"type": "string", "examples": ["48 g"]})
]
"""A non-negative number with its unit: "48 g", "0.110 kg * 120 km"."""
SignedAmountField = Annotated[
    Amount,
    PlainValidator(_signed_amount),
    _SHOWN,
    WithJsonSchema({"type": "string", "examples": ["-0.2 kg"]}),
]
"""A number with its unit that may be negative; only removals may."""
RatioField = Annotated[
    Amount, PlainValidator(_ratio), _SHOWN, WithJsonSchema({"type": "string", "examples": ["0.5 kg/m"]})
]
"""An amount per declared unit ("110 g") or a ratio ("0.5 kg/m")."""
CleanText = Annotated[str, BeforeValidator(_clean)]
"""Text that may be printed: see `co2label.text.clean_text`."""
Name = Annotated[
    dict[Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")], str], BeforeValidator(_names)
]
"""A name in one or more languages, keyed by BCP 47 tag; plain text is kept under "und" (undetermined)."""
Identifier = Annotated[str, Field(pattern=r"^[\w](?:[\w.:@+-]{0,118}[\w])?$")]
"""An id: letters, digits and . _ : @ + - inside; 120 characters at most; no spaces and no slashes."""

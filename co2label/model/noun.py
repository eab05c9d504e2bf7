"""What every noun of the model shares: frozen, strict, and errors of our own tree that list every problem."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic import ValidationError as PydanticError

from co2label.errors import DocumentError, Problem, TextError, clip
from co2label.model.findings import IDENTIFIER, LANGUAGE, nearest, printable, problems_of
from co2label.text import clean_text
from co2label.units import Amount, OwnUnits, parse_amount, parse_ratio

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pydantic._internal._model_construction import ModelMetaclass
else:
    ModelMetaclass = type(BaseModel)

__all__ = [
    "AmountField",
    "CleanText",
    "Identifier",
    "LongText",
    "Name",
    "Noun",
    "OptionalName",
    "PriceField",
    "RatioField",
    "in_language",
    "nearest",
    "problems_of",
]


class _NounType(ModelMetaclass):
    """Calling a noun from Python raises our `DocumentError`; nested validation keeps pydantic's own paths."""

    def __call__(cls: type[Noun], *args: Any, **fields: Any) -> Any:  # type: ignore[misc]  # noqa: N805
        if len(args) > len(cls.positional):
            message = f"{cls.__name__} takes {len(cls.positional)} positional arguments, got {len(args)}"
            raise TypeError(message)
        for name, value in zip(cls.positional, args, strict=False):
            if fields.setdefault(name, value) is not value:
                message = f"{cls.__name__} got {name!r} by position and by name"
                raise TypeError(message)
        try:
            return ModelMetaclass.__call__(cls, **fields)
        except PydanticError as error:
            raise DocumentError(problems_of(error, cls)) from None


class Noun(BaseModel, metaclass=_NounType):
    """Strictly private: frozen, no unknown fields, no NaN, and one error that lists every problem."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", allow_inf_nan=False)

    positional: ClassVar[tuple[str, ...]] = ()
    """Fields that may be given by position."""

    @classmethod
    def read(cls, fields: Any, *, where: str = "", units: OwnUnits | None = None) -> Self:
        """Build the noun from plain data (a dict from JSON or TOML).

        Args:
            fields: the data.
            where: a path that stands before the paths of problems.
            units: counted units of one's own, which amounts may name without braces.

        Raises:
            DocumentError: with every problem, each under the path `where`.
        """
        try:
            return cls.model_validate(fields, context=units)
        except PydanticError as error:
            raise DocumentError([p.under(where) for p in problems_of(error, cls)]) from None

    @classmethod
    def read_back(cls, text: str) -> Self:
        """Build the noun from what its own `model_dump_json` gave.

        Raises:
            DocumentError: with every problem.
        """
        try:
            return cls.model_validate_json(text)
        except PydanticError as error:
            raise DocumentError(problems_of(error, cls)) from None


def _amount(value: Any, given: ValidationInfo) -> Amount:
    return _quantity(value, parse_amount, given)


def _signed_amount(value: Any, given: ValidationInfo) -> Amount:
    return _quantity(value, lambda text: parse_amount(text, allow_negative=True), given)


def _ratio(value: Any, given: ValidationInfo) -> Amount:
    return _quantity(value, parse_ratio, given)


def _price(value: Any, given: ValidationInfo) -> Amount:
    return _quantity(value, lambda text: parse_ratio(text, allow_zero=True), given)


def _quantity(value: Any, parse: Callable[[str], Amount], given: ValidationInfo) -> Amount:
    if isinstance(value, Amount):
        return value
    if not isinstance(value, str):
        message = f'expected a number with its unit in quotes, such as "48 g", got {clip(value)}'
        raise ValueError(message)  # noqa: TRY004 - pydantic collects ValueErrors
    return parse(value if given.context is None else given.context.braced(value))


def _clean(value: Any) -> Any:
    return clean_text(value) if isinstance(value, str) else value


def _clean_long(value: Any) -> Any:
    return clean_text(value, limit=2000) if isinstance(value, str) else value


def _names(value: Any) -> Any:
    if isinstance(value, str):
        return {"und": clean_text(value)}
    if not isinstance(value, dict) or not value:
        message = (
            f'expected a name, or names by language such as {{ja = "…", en = "…"}}, got {clip(value, 40)}'
        )
        raise TextError(message)
    names, problems = {}, []
    for key, text in value.items():
        try:
            names[key] = clean_text(text)
        except TextError as error:
            problems.append(Problem(printable(str(key)), str(error)))
    if problems:
        raise DocumentError(problems)
    return names


def _names_or_none(value: Any) -> Any:
    return value if value == {} else _names(value)


def in_language(name: Mapping[str, str], language: str) -> str:
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
PriceField = Annotated[
    Amount, PlainValidator(_price), _SHOWN, WithJsonSchema({"type": "string", "examples": ["7 EUR/kg"]})
]
"""The same, which may be zero: what nobody pays for."""
CleanText = Annotated[str, BeforeValidator(_clean)]
"""Text that may be printed: see `co2label.text.clean_text`."""
LongText = Annotated[str, BeforeValidator(_clean_long)]
"""The same for references and conditions, which may take 2,000 characters."""
_Names = dict[Annotated[str, Field(pattern=LANGUAGE)], str]
Name = Annotated[_Names, BeforeValidator(_names, json_schema_input_type=str | _Names)]
"""A name in one or more languages, keyed by BCP 47 tag; plain text is kept under "und" (undetermined)."""
OptionalName = Annotated[_Names, BeforeValidator(_names_or_none, json_schema_input_type=str | _Names)]
"""The same, or none: {}."""
Identifier = Annotated[str, Field(pattern=IDENTIFIER)]
"""An id: letters, digits and . _ : @ + - inside; 120 characters at most; no spaces and no slashes."""

"""Base model of everything that a person writes down, its field types, and pydantic's findings as `Problem`s.

Every model is frozen and strict, refuses unknown fields, and reports all problems at once, each with its path.

>>> suggestion("foood.rice", ["food.rice", "fuel.lpg"])
"did you mean 'food.rice'?"
"""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from functools import cache
from itertools import pairwise
from types import NoneType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    ClassVar,
    Literal,
    Self,
    TypeVar,
    get_args,
    get_origin,
)

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    PlainSerializer,
    PlainValidator,
    Tag,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic import ValidationError as PydanticError

from co2label._data import data_table
from co2label.errors import DocumentError, Problem, TextError, clip, suggestion
from co2label.identifiers import gtin as check_gtin
from co2label.text import clean_text
from co2label.units import Amount, OwnUnits, parse_amount, parse_ratio

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pydantic import GetJsonSchemaHandler
    from pydantic._internal._model_construction import ModelMetaclass
    from pydantic_core import CoreSchema
else:
    ModelMetaclass = type(BaseModel)


_LONGEST_KEY = 60
_TAGS = INLINE_TAG, ID_TAG, PRODUCT_TAG = "<factor>", "<id>", "<product>"
"""Tags of a union stand in the paths that pydantic reports; with brackets, so that no field has such a name."""
LANGUAGE_PATTERN = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
IDENTIFIER_PATTERN = r"^[\w](?:[\w.:@+-]{0,118}[\w])?$"

_PATTERNS = {LANGUAGE_PATTERN: "language", IDENTIFIER_PATTERN: "identifier"}


def printable_key(key: str) -> str:
    r"""A key from outside as it may stand in a message.

    >>> printable_key("name"), printable_key("na\x1bme")
    ('name', "'na\\x1bme'")
    """
    return key if key.isprintable() and len(key) <= _LONGEST_KEY else clip(key, _LONGEST_KEY)


def problems_from_pydantic(error: PydanticError, model: type[BaseModel]) -> list[Problem]:
    """Turn pydantic's errors into problems: path, what came, what to do."""
    return [problem for each in error.errors() for problem in _problems_from(dict(each), model)]


def _problems_from(error: dict[str, Any], model: type[BaseModel]) -> list[Problem]:
    kind, loc, came, context = error["type"], error["loc"], error.get("input"), error.get("ctx", {})
    unknown = loc[-1:] if kind == "extra_forbidden" else ()  # its name may look like a tag
    where = _path([*(part for part in loc[: len(loc) - len(unknown)] if part not in _TAGS), *unknown])
    if cause := context.get("error"):
        theirs = cause.problems if isinstance(cause, DocumentError) else [Problem("", str(cause))]
        return [problem.under(where) for problem in theirs]
    if kind == "too_short" and came:
        return []  # there were some, and the problems of each are reported already
    values = {
        "came": clip(came),
        "hint": "",
        "message": error["msg"][0].lower() + error["msg"][1:],
        **context,
    }
    if kind == "too_long":
        values["length"] = len(error["input"])
    elif kind == "literal_error":
        choices = re.findall(r"'([^']*)'", context["expected"])
        values |= {"choices": ", ".join(choices), "hint": suggestion(str(came), choices)}
    elif kind == "extra_forbidden":
        known = list(_model_at(model, loc[:-1]).model_fields)
        values["hint"] = suggestion(str(loc[-1]), known) or f"known fields: {', '.join(known)}"
    elif kind == "string_pattern_mismatch":
        kind, where = _PATTERNS.get(context["pattern"], kind), where.removesuffix(".[key]")
    words = _messages().get(kind) or _messages()["other"]
    return [Problem(where, words["what"].format(**values), words.get("todo", "").format(**values))]


@cache
def _messages() -> dict[str, dict[str, str]]:
    """Our messages for the errors of pydantic, by type of error (`messages.toml`)."""
    return data_table("messages.toml", beside=__file__)


def _path(loc: Iterable[Any]) -> str:
    text = ""
    for part in loc:
        text += f"[{part}]" if isinstance(part, int) else f"{'.' if text else ''}{printable_key(str(part))}"
    return text


def _model_at(model: type[BaseModel], loc: tuple[Any, ...]) -> type[BaseModel]:
    """The model that a path leads to; of several, the first."""
    for part in loc:
        if isinstance(part, str) and part in model.model_fields:
            model = next(_models_in(model.model_fields[part].annotation), model)
    return model


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)


class _ModelType(ModelMetaclass):
    """Type of models: calling one raises our `DocumentError`, and its documentation lists its fields.

    Nested validation keeps pydantic's own paths.
    """

    def __call__(cls: type[Model], *args: Any, **fields: Any) -> Any:  # type: ignore[misc]  # noqa: N805
        if len(args) > len(cls.positional):
            raise TypeError(
                f"{cls.__name__} takes {len(cls.positional)} positional arguments, got {len(args)}"
            )
        for name, value in zip(cls.positional, args, strict=False):
            if fields.setdefault(name, value) is not value:
                raise TypeError(f"{cls.__name__} got {name!r} by position and by name")
        try:
            return ModelMetaclass.__call__(cls, **fields)
        except PydanticError as error:
            raise DocumentError(problems_from_pydantic(error, cls)) from None

    @property
    def __doc__(cls) -> str | None:  # type: ignore[override]  # noqa: N805
        return manual_of(cls)  # type: ignore[arg-type]


class Model(BaseModel, metaclass=_ModelType):
    """Frozen, strict data: no unknown fields, no NaN, and one error that lists every problem."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", allow_inf_nan=False)

    positional: ClassVar[tuple[str, ...]] = ()
    """Fields that may be given by position."""

    @classmethod
    def read(cls, fields: Any, *, where: str = "", units: OwnUnits | None = None) -> Self:
        """Build the model from plain data (a dict from JSON or TOML).

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
            raise DocumentError([p.under(where) for p in problems_from_pydantic(error, cls)]) from None

    @classmethod
    def read_back(cls, text: str) -> Self:
        """Build the model from what its own `model_dump_json` gave.

        Raises:
            DocumentError: with every problem.
        """
        try:
            return cls.model_validate_json(text)
        except PydanticError as error:
            raise DocumentError(problems_from_pydantic(error, cls)) from None

    def _problems(self) -> Iterable[Problem]:
        """Problems between fields that are each well formed; a model with such rules overrides this."""
        return ()

    @model_validator(mode="after")
    def _raise_problems(self) -> Self:
        DocumentError.raise_any(self._problems())
        return self

    def __getstate__(self) -> dict[Any, Any]:
        """The fields that were given, by name, as `pickle` keeps them: a third of what pydantic keeps, and read as fast."""
        if self.__pydantic_extra__ or self.__pydantic_private__:
            return super().__getstate__()
        fields = self.__dict__
        return {name: fields[name] for name in self.__pydantic_fields_set__}

    def __setstate__(self, state: dict[Any, Any]) -> None:
        """Put the fields that were given back; the others have their defaults."""
        if "__dict__" in state:
            super().__setstate__(state)
            return
        fields, factories = _defaults(type(self))
        made = {name: make() for name, make in factories.items() if name not in state}
        object.__setattr__(self, "__dict__", {**fields, **made, **state})
        object.__setattr__(self, "__pydantic_fields_set__", {*state})
        object.__setattr__(self, "__pydantic_extra__", None)
        object.__setattr__(self, "__pydantic_private__", None)

    def __repr__(self) -> str:
        """Fields that differ from their defaults, those that may be given by position first."""
        texts = []
        for name, field in type(self).model_fields.items():
            value = self.__dict__.get(name)
            if name in self.positional:
                texts.append(_brief(value))
            elif value != field.get_default(call_default_factory=True):
                texts.append(f"{name}={_brief(value)}")
        return f"{type(self).__name__}({', '.join(texts)})"

    def __str__(self) -> str:
        return repr(self)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Describe the model and its fields by their docstrings, so that an editor can show them."""
        json_schema = handler(schema)
        target = handler.resolve_ref_schema(json_schema)
        own = cls.__dict__.get("__doc__")
        target.pop("description", None)
        if own:
            target["description"] = inspect.cleandoc(own)
        for name, text in field_docs(cls).items():
            field = cls.model_fields.get(name)
            entry = target.get("properties", {}).get((field and field.alias) or name)
            if entry is not None:
                entry["description"] = text
        return json_schema


@cache
def _defaults(model: type[Model]) -> tuple[dict[str, Any], dict[str, Callable[[], Any]]]:
    """The default of each field in order, None where it has none; and what makes those that no two models may share."""
    fields = model.model_fields.items()
    factories: Any = {name: field.default_factory for name, field in fields if field.default_factory}
    return {name: None if field.is_required() else field.default for name, field in fields}, factories


def _brief(value: Any) -> str:
    """A value as a short `repr`: amounts as written, names without a language as text, long lists as a count."""
    if isinstance(value, Amount):
        return repr(value.text)
    if isinstance(value, dict) and list(value) == ["und"]:
        return repr(value["und"])
    if isinstance(value, tuple) and len(value) > 1 and isinstance(value[0], Model):
        return f"<{len(value)} × {type(value[0]).__name__}>"
    return repr(value) if isinstance(value, Model | tuple) else clip(value)


@cache
def field_docs(model: type[Model]) -> dict[str, str]:
    """Descriptions of the fields by name: the docstrings below them, each in one paragraph.

    They are read from the source when somebody asks; without source there are none.
    """
    docs: dict[str, str] = {}
    for base in reversed(model.__mro__):
        if base is Model or not issubclass(base, Model):
            continue
        try:
            source = textwrap.dedent(inspect.getsource(base))
        except (OSError, TypeError):
            continue
        (definition,) = ast.parse(source).body
        for field, text in pairwise(getattr(definition, "body", [])):
            match field, text:
                case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(words))):
                    docs[name] = " ".join(words.split())
    return {name: docs[name] for name in model.model_fields if name in docs}


_PARAGRAPH = textwrap.TextWrapper(
    110, initial_indent="    ", subsequent_indent="        ", break_on_hyphens=False
)


def manual_of(model: type[Model]) -> str | None:
    """Documentation of a model: its docstring, then each field with its default, choices and description."""
    own: str | None = model.__dict__.get("__doc__")
    fields = model.__dict__.get("__pydantic_fields__")
    if own is None or not fields:
        return own
    docs = field_docs(model)
    lines = [inspect.cleandoc(own), "", "Fields:"]
    for name, field in fields.items():
        how = "required" if field.is_required() else "optional"
        default = None if field.is_required() else field.get_default(call_default_factory=True)
        if isinstance(default, str | bool | int | float):
            how = f"default {default!r}"
        choices = [str(each) for each in _choices(field.annotation)]
        parts = [docs.get(name, ""), f"One of: {', '.join(choices)}." if choices else ""]
        text = f"{name} ({how}): {' '.join(filter(None, parts))}"
        lines.append(_PARAGRAPH.fill(text))
    return "\n".join(lines)


def _choices(annotation: Any) -> tuple[Any, ...]:
    """The words of a literal type, which may be optional."""
    parts = get_args(annotation)
    if get_origin(annotation) is Literal:
        return parts
    return tuple(choice for part in parts for choice in _choices(part)) if NoneType in parts else ()


def _of_text(read: Callable[[str], str]) -> BeforeValidator:
    """Read text; anything else is left to the type of the field, which refuses it."""
    return BeforeValidator(lambda value: read(value) if isinstance(value, str) else value)


def _of_amount(parse: Callable[[str], Amount]) -> PlainValidator:
    """Read a number with its unit; units of one's own come as the context."""

    def read(value: Any, given: ValidationInfo) -> Amount:
        if isinstance(value, Amount):
            return value
        if not isinstance(value, str):
            raise ValueError(f'expected a number with its unit in quotes, such as "48 g", got {clip(value)}')  # noqa: TRY004 - pydantic collects ValueErrors
        return parse(value if given.context is None else given.context.braced(value))

    return PlainValidator(read)


def _names(value: Any) -> Any:
    if isinstance(value, str):
        return {"und": clean_text(value)}
    if not isinstance(value, dict) or not value:
        raise TextError(
            f'expected a name, or names by language such as {{ja = "…", en = "…"}}, got {clip(value, 40)}'
        )
    names, problems = {}, []
    for key, text in value.items():
        try:
            names[key] = clean_text(text)
        except TextError as error:
            problems.append(Problem(printable_key(str(key)), str(error)))
    DocumentError.raise_any(problems)
    return names


def text_tag(value: Any) -> str:
    """The tag of a field that is either text or a table."""
    return ID_TAG if isinstance(value, str) else INLINE_TAG


def text_as(field: str, model: type[BaseModel]) -> BeforeValidator:
    """Read a table of which one field alone was written, as text, such as the kind of a piece of evidence."""
    return BeforeValidator(
        lambda value: {field: value} if isinstance(value, str) else value, json_schema_input_type=str | model
    )


_WRITTEN = PlainSerializer(str, return_type=str)
# `| Any`: a type checker sees the amount that is stored, and lets pass the text that is read into it


def _example(text: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "examples": [text]})


AmountField = Annotated[Amount | Any, _of_amount(parse_amount), _WRITTEN, _example("48 g")]
"""A non-negative number with its unit: "48 g", "0.110 kg * 120 km"."""
SignedAmountField = Annotated[
    Amount | Any,
    _of_amount(lambda text: parse_amount(text, allow_negative=True)),
    _WRITTEN,
    _example("-0.2 kg"),
]
"""A number with its unit that may be negative; only removals may."""
RatioField = Annotated[Amount | Any, _of_amount(parse_ratio), _WRITTEN, _example("0.5 kg/m")]
"""An amount per declared unit ("110 g") or a ratio ("0.5 kg/m")."""
PriceField = Annotated[
    Amount | Any, _of_amount(lambda text: parse_ratio(text, allow_zero=True)), _WRITTEN, _example("7 EUR/kg")
]
"""The same, which may be zero: what nobody pays for."""
CleanText = Annotated[str, _of_text(clean_text)]
"""Text that may be printed: see `co2label.text.clean_text`."""
LongText = Annotated[str, _of_text(lambda text: clean_text(text, limit=2000))]
"""The same for references and conditions, which may take 2,000 characters."""
Gtin = Annotated[str, _of_text(check_gtin)]
"""A Global Trade Item Number of 8, 12, 13 or 14 digits with a check digit that fits: "4901234567894"."""
Identifier = Annotated[str, Field(pattern=IDENTIFIER_PATTERN)]
"""An id: letters, digits and . _ : @ + - inside; 120 characters at most; no spaces and no slashes."""
_Names = dict[Annotated[str, Field(pattern=LANGUAGE_PATTERN)], str]
Name = Annotated[_Names, BeforeValidator(_names, json_schema_input_type=str | _Names)]
"""A name in one or more languages, keyed by BCP 47 tag; plain text is kept under "und" (undetermined)."""
TextOrName = Annotated[
    str | _Names,
    BeforeValidator(lambda value: clean_text(value) if isinstance(value, str) else _names(value)),
]
"""A name: one text for all languages, which stays text, or texts by language."""
OptionalName = Annotated[
    _Names,
    BeforeValidator(
        lambda value: value if value == {} else _names(value), json_schema_input_type=str | _Names
    ),
]
"""The same, or none: {}."""
_Text = TypeVar("_Text")
_Table = TypeVar("_Table")
TextOr = Annotated[
    Annotated[_Text, Tag(ID_TAG)] | Annotated[_Table, Tag(INLINE_TAG)], Discriminator(text_tag)
]
"""Either text of the first type (an id, a word), or a table of the second: `TextOr[Identifier, EmissionFactor]`."""

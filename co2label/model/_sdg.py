"""SDG lines as data: entries of `DeclarationData.indicators` with a `kind`, beside plain words.

A kind is one file of the room `indicators`: a frozen model, which is a subclass of `SdgEntry`, and the rule that decides what an
entry says, and whether it may, in every language. The files are imported when an entry with a `kind` is first read.

>>> sdg_kinds()["energy"](bei=0.8, use="dwelling").use
'dwelling'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import (
    GetJsonSchemaHandler,
    SerializeAsAny,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from pydantic_core import core_schema

from co2label.errors import Problem, clip, suggestion
from co2label.model._base import Model, Name

if TYPE_CHECKING:
    from pydantic_core.core_schema import CoreSchema

SDG_KINDS: dict[str, type[SdgEntry]] = {}
"""The model of each kind that was imported, in the order in which they are defined."""

_WITH_KINDS = ("co2label.indicators", "co2label.declaration._sdg_lines")
"""Modules that define the kinds of co2label. They stand on floors above and are named here only, to be imported when needed."""


class SdgEntry(Model):
    """An SDG line as data. Each subclass is a kind, and is registered by it where it is defined.

    Its rule puts it into words: see `co2label.indicators.line_rule`.
    """

    kind: str
    """Names this kind of line."""

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        SDG_KINDS[cls.model_fields["kind"].default] = cls

    @property
    def compared_with(self) -> dict[str, str]:
        """The ids of the products whose figures its rule needs, by the argument of `declare` that takes the figure."""
        return {}


def sdg_kinds() -> dict[str, type[SdgEntry]]:
    """The model of each kind, in the order in which they are defined."""
    for name in _WITH_KINDS:
        import_module(name)
    return SDG_KINDS


def _entry(value: Any, as_words: ValidatorFunctionWrapHandler, given: ValidationInfo) -> Any:
    """Read an entry by its kind; what has none is words."""
    if isinstance(value, SdgEntry):
        return value
    if not isinstance(value, dict) or "kind" not in value:
        return as_words(value)
    kind, kinds = str(value["kind"]), sdg_kinds()
    if kind not in kinds:
        what = f"expected one of {', '.join(kinds)}, got {clip(value['kind'])}"
        raise Problem("kind", what, suggestion(kind, kinds)).as_error()
    return kinds[kind].read(value, units=given.context)


class _SchemaOfKinds:
    """Gives the JSON Schema of an entry: words, or any kind that is registered."""

    def __get_pydantic_json_schema__(
        self, words: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        kinds = [kind.__pydantic_core_schema__ for kind in sdg_kinds().values()]
        references = (
            core_schema.definitions_schema(core_schema.definition_reference_schema(kind["ref"]), [kind])
            for kind in kinds
        )
        return {"oneOf": [handler(words), *map(handler, references)]}


if TYPE_CHECKING:
    SdgLine = dict[str, str] | SdgEntry
else:
    SdgLine = Annotated[SerializeAsAny[Name], WrapValidator(_entry), _SchemaOfKinds()]
"""Words by language, or an entry with a kind."""

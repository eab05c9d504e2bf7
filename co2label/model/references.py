"""What a field that names a source of emissions may hold: a factor by its id, a factor inline, or a product.

>>> ProductRef.read({"product": "flakes"}).product
'flakes'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Discriminator, Tag

from co2label.errors import Problem, clip
from co2label.model.factor import EmissionFactor
from co2label.model.findings import ID_TAG, INLINE_TAG, PRODUCT_TAG, nearest
from co2label.model.noun import Identifier, Noun
from co2label.model.vocabulary import STAGES, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Drawn", "FactorRef", "ProductRef", "cut_misfits", "products_named"]


class ProductRef(Noun):
    """Another product of the same document, where a rule draws on it: `{ product = "flakes" }`."""

    product: Identifier
    through: Stage | None = None
    """Take its stages up to and including this one."""


def cut_misfits(through: str | None, stages: str | None) -> list[Problem]:
    """What is wrong with how the stages of a used product are taken.

    >>> [problem.where for problem in cut_misfits("farm", "all")]
    ['through', 'stages']
    """
    found = []
    if through is not None and through not in STAGES:
        todo = nearest(through, STAGES) or f"one of {', '.join(STAGES)}"
        found.append(Problem("through", f"a product has no stage {clip(through)}", todo))
    if stages == "all":
        todo = 'write stages = "own", which keeps its production too'
        found.append(Problem("stages", 'only a factor takes "all"', todo))
    return found


def _tag(value: Any) -> str:
    return ID_TAG if isinstance(value, str) else INLINE_TAG


def _tag_drawn(value: Any) -> str:
    if isinstance(value, ProductRef) or (isinstance(value, dict) and "product" in value):
        return PRODUCT_TAG
    return _tag(value)


_Id = Annotated[Identifier, Tag(ID_TAG)]
_Inline = Annotated[EmissionFactor, Tag(INLINE_TAG)]
FactorRef = Annotated[_Id | _Inline, Discriminator(_tag)]
"""An id in the factor library, or an `EmissionFactor`."""
Drawn = Annotated[
    _Id | _Inline | Annotated[ProductRef, Tag(PRODUCT_TAG)],
    Discriminator(_tag_drawn),
]
"""The same, or another product: `{ product = "flakes" }`."""


def products_named(value: Any, where: str) -> Iterator[tuple[str, str]]:
    """The path and the id of every product that a rule's fields name.

    >>> list(products_named((ProductRef(product="a"), "factor.id", ProductRef(product="b")), "routes"))
    [('routes[0].product', 'a'), ('routes[2].product', 'b')]
    """
    if isinstance(value, ProductRef):
        yield f"{where}.product", value.product
    elif isinstance(value, tuple):
        for place, item in enumerate(value):
            yield from products_named(item, f"{where}[{place}]")
    elif isinstance(value, Noun) and not isinstance(value, EmissionFactor):
        for name in type(value).model_fields:
            yield from products_named(getattr(value, name), f"{where}.{name}")

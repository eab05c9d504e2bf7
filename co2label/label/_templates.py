"""Registry of templates: which layouts of a label there are, and which options each takes.

Each file `_template_….py` of this folder registers its template. A new template is one such file, with its words in `wording`;
`many`, batch runs and the command line know it from here, and its options from the arguments of its function.
"""

from __future__ import annotations

import inspect
from collections import ChainMap
from typing import TYPE_CHECKING, Any, TypeVar

from co2label.errors import DrawError, clip

if TYPE_CHECKING:
    from collections.abc import Callable

    from co2label.draw import Picture

    Drawer = TypeVar("Drawer", bound=Callable[..., Any])

_COMMON = {"language", "brand"}

TEMPLATES: dict[str, Callable[..., Picture]] = {}
"""Templates of one Declaration, by name; each takes `language` and `brand` as well."""
SHARED_TEMPLATES: dict[str, Callable[..., Picture]] = {}
"""Templates that draw several declarations on one picture, by name."""
ALL_TEMPLATES = ChainMap(SHARED_TEMPLATES, TEMPLATES)


def template(name: str, *, several: bool = False) -> Callable[[Drawer], Drawer]:
    """Register a function as a template.

    Args:
        name: "calorie".
        several: whether it draws several declarations on one picture, instead of one.
    """

    def register(draw: Drawer) -> Drawer:
        (SHARED_TEMPLATES if several else TEMPLATES)[name] = draw
        return draw

    return register


def find_template(name: str) -> Callable[..., Picture]:
    """The template of one Declaration with this name.

    Raises:
        DrawError: there is no such template.
    """
    if name not in TEMPLATES:
        raise DrawError(f"expected a template of {', '.join(TEMPLATES)}, got {clip(name)}")
    return TEMPLATES[name]


def template_options(name: str) -> frozenset[str]:
    """The options that a template takes beside language and house style.

    >>> sorted(template_options("shelf"))
    ['module', 'price', 'price_note', 'size']
    """
    _, *options = inspect.signature(ALL_TEMPLATES[name]).parameters
    return frozenset(options) - _COMMON

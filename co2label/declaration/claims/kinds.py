"""The kinds of claims that must not stand beside a carbon figure: what each does, and what to do instead."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["KINDS", "Kind"]


class Kind(NamedTuple):
    """A kind of claim."""

    does: str
    """What it does: "says that nothing is emitted"."""
    todo: str


_FIGURE = "say the figure and its basis instead"
_MEASURED = "say what was measured instead"

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "offset": Kind(
            "sets something off against the emissions",
            "leave it out: nothing that was bought makes a figure smaller",
        ),
        "neutral": Kind("says that nothing, or less than nothing, is emitted", _FIGURE),
        "low": Kind("calls the emissions low without saying against what", _FIGURE),
        "reduction": Kind(
            "names a reduction without what it is held against",
            "name your own product and its year, or use declaration.baseline",
        ),
        "praise": Kind("praises what the product does to the environment", _MEASURED),
        "material": Kind(
            "says of the material what the figure does not show",
            "say it where its standard and conditions stand",
        ),
        "superlative": Kind(
            "ranks the product among those of others",
            "compare with your own product only: declaration.baseline",
        ),
        "future": Kind("promises a figure of a later year", "say the figure of today"),
        "borrowed": Kind(
            "borrows the word of an authority or a label",
            "name who checked the figure: declaration.verification",
        ),
    }
)
"""By name, in the order in which the reference lists them."""

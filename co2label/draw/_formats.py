"""Registry of picture formats: which there are, and which options each takes.

Each file `_format_….py` of this folder registers its formats, and is loaded where one of them is asked for. A new format is one
such file; `Picture.encode`, `Picture.save`, `label.many`, batch runs and the command line know it from here.

>>> list(picture_formats())
['html', 'pdf', 'png', 'svg', 'zpl']
>>> picture_formats()["zpl"].dpi, picture_formats()["zpl"].resolutions
(203.0, (203, 300, 600))
"""

from __future__ import annotations

import pkgutil
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from co2label.errors import DrawError, clip

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from co2label.draw._scene import Scene

    Renderer = TypeVar("Renderer", bound=Callable[..., Any])

TextKind = Literal["outlines", "live"]
"""Letters as shapes, which need no font, or as text, which can be selected where the fonts are."""

_PREFIX = "_format_"
_registered: dict[str, PictureFormat] = {}


@dataclass(frozen=True, slots=True)
class PictureFormat:
    """A format of files of pictures.

    Attributes:
        name: "png"; the suffix of its files is the same with a dot.
        render: makes the file of a list of Scenes (`pages`) or of one Scene, as bytes or as text.
        dpi: dots per inch if none are given; None if the format has no dots.
        resolutions: the dots per inch that there are; any if empty.
        inks: the inks that there are, the usual one first.
        texts: how letters can be written, the usual way first; empty where there is one way.
        pages: whether one file holds several pages.
    """

    name: str
    render: Callable[..., bytes | str]
    dpi: float | None = None
    resolutions: tuple[int, ...] = ()
    inks: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    pages: bool = False

    def options(
        self, dpi: float | None = None, ink: str | None = None, text: str | None = None
    ) -> dict[str, Any]:
        """The options of `render`, with the usual values for those that are not given.

        Raises:
            DrawError: an option that the format does not have, or a resolution, an ink or a way of letters that there is not.
        """
        chosen = (("ink", ink, self.inks), ("text", text, self.texts))
        for option, value, known in (("dpi", dpi, self.dpi), *chosen):
            if value is not None and not known:
                raise format_option_error(option, self.name)
        for option, value, choices in chosen:
            if value is not None and value not in choices:
                kind = {"ink": "an ink", "text": "a text"}[option]
                raise DrawError(f"expected {kind} of {', '.join(choices)}, got {clip(value)}")
        dots = self.dpi if dpi is None else dpi
        if self.resolutions and dots not in self.resolutions:
            raise DrawError(
                f"expected a print head of {', '.join(map(str, self.resolutions))} dpi, got {dots:g}"
            )
        taken: dict[str, Any] = {} if self.dpi is None else {"dpi": dots}
        return taken | {option: value or choices[0] for option, value, choices in chosen if choices}

    def text_or_bytes(self, scene: Scene, **options: Any) -> bytes | str:
        """The file of one Scene, as the format has it; options as `options` gives them."""
        return self.render([scene] if self.pages else scene, **options)


def picture_format(name: str, **attributes: Any) -> Callable[[Renderer], Renderer]:
    """Register a function as the renderer of a format.

    Args:
        name: "png".
        attributes: those of `PictureFormat`.
    """

    def register(render: Renderer) -> Renderer:
        _registered[name] = PictureFormat(name, render, **attributes)
        return render

    return register


def find_format(name: str) -> PictureFormat:
    """The format of a name.

    Raises:
        DrawError: there is no such format.
    """
    formats = picture_formats()
    if name not in formats:
        raise DrawError(f"expected a format of {', '.join(formats)}, got {clip(name)}")
    return formats[name]


def format_of(path: Path) -> PictureFormat:
    """The format that the name of a file asks for.

    Raises:
        DrawError: the name ends with something that is no format.
    """
    found = picture_formats().get(path.suffix.lower().removeprefix("."))
    if found is None:
        raise DrawError(f"expected a file name that ends with {' '.join(suffixes())}, got {clip(str(path))}")
    return found


def picture_formats() -> Mapping[str, PictureFormat]:
    """All formats by name, in the order of their names."""
    _load_formats()
    return dict(sorted(_registered.items()))


@cache
def _load_formats() -> None:
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        if module.name.startswith(_PREFIX):
            import_module(f"{__package__}.{module.name}")


def suffixes() -> tuple[str, ...]:
    """Suffixes of picture files."""
    return tuple(f".{name}" for name in picture_formats())


def format_option_error(option: str, name: str) -> DrawError:
    """The error for an option, "dpi", "ink" or "text", that a format does not have."""
    attribute = {"dpi": "dpi", "ink": "inks", "text": "texts"}[option]
    takers = ", ".join(each.name for each in picture_formats().values() if getattr(each, attribute))
    return DrawError(f"{option} is of {takers}; {name} has none")

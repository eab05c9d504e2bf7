"""The look of labels: the house style that a company may choose, and the context of a card.

Ink, accent, fonts, rounded corners and a logo are free; layout, sizes and wording are not, so that all labels are read
alike. Colours are checked when a style is made, not when a label is found unreadable in the shop.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from co2label.draw import (
    ACCENT,
    BOLD,
    CONTENT,
    GREY,
    INK,
    LEFT,
    REGULAR,
    TRACK,
    Align,
    Bar,
    Coverage,
    Font,
    Image,
    TextStyle,
    contrast,
    image_size,
)
from co2label.errors import DrawError, clip
from co2label.label._type_size import least_em

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator, Mapping

    T = TypeVar("T")


MODULE = 0.4
"""Of a QR code. GS1 General Specifications 5.12.3.1: 0.396 to 0.990 mm for retail points of sale."""

_COLOUR = re.compile("#[0-9a-fA-F]{6}")

_INK_CONTRAST = 7.0
"""WCAG 2.2, 1.4.6: of text on white, level AAA; a label is read from afar and in poor light."""

_BAR_CONTRAST = 3.0
"""WCAG 2.2, 1.4.11: of a bar on its track and on white."""

_LARGEST_CORNER = 1.0
"""mm; half of the lowest bar."""

_WIDEST, _TALLEST = 8.0, 1.5
"""How long a logo may be for its height, and how high for its width."""

_REQUIRED_CHARACTERS = "0123456789.,-<% gktCOe"
"""What every label writes."""

_KEYS = ("ink", "accent", "corner", "logo", "font")

_FONT_KEYS = ("family", "regular", "bold")


@dataclass(frozen=True, slots=True)
class Brand:
    """How the labels of one company look.

    Attributes:
        ink: the colour of text and rules, "#rrggbb"; contrast on white at least 7 : 1 (WCAG 2.2, 1.4.6).
        accent: the colour of bars, "#rrggbb"; contrast on white and on their track at least 3 : 1 (WCAG 2.2, 1.4.11).
        regular: the font of text.
        bold: the font of what is read first.
        corner: how round bars and the blocks of a band are, as a radius of 0 to 1 mm.
        logo: a picture in PNG for the top right corner: at most 1 MB, 4000 pixels a side and 8 times as wide as high.

    Raises:
        DrawError: everything that is wrong with it, at once.

    >>> Brand(accent="#7a1f3d").corner
    0.0
    >>> Brand(ink="#999999", accent="#ffcc00")
    Traceback (most recent call last):
    ...
    co2label.errors.DrawError: house style: ink #999999 has a contrast of 2.8 on white, at least 7 is needed; \
accent #ffcc00 has a contrast of 1.2 on the track of a bar, at least 3 is needed
    """

    ink: str = INK
    accent: str = ACCENT
    regular: Font = REGULAR
    bold: Font = BOLD
    corner: float = 0.0
    logo: bytes | None = None

    def __post_init__(self) -> None:
        problems = [*_colours(self), *_fonts(self), *_corner(self), *_logo(self)]
        if problems:
            raise DrawError(f"house style: {'; '.join(problems)}")

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Brand:
        """Read a house style from a TOML file; the paths in it are relative to the file.

        Args:
            path: a file with `ink`, `accent`, `corner`, `logo`, and a table `font` of `family`, `regular`, `bold`; all
                of them optional, but a font has all three.

        Raises:
            DrawError: a file that cannot be read, an unknown key, or what Brand refuses.
        """
        source = Path(path)
        try:
            table = tomllib.loads(source.read_text("utf-8"))
            absent = _absent_logo(table, source.parent)
            try:
                brand = cls(
                    **_arguments(
                        {key: table[key] for key in table if not (absent and key == "logo")}, source.parent
                    )
                )
            except DrawError as error:
                raise DrawError("; ".join(filter(None, (str(error), absent)))) from error
        except OSError as error:
            raise DrawError(
                f"house style {source.name}: cannot read {error.filename} ({error.strerror}); check the path"
            ) from error
        except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise DrawError(f"{source}: expected a house style in TOML: {error}") from error
        except DrawError as error:
            raise DrawError(f"{source.name}: {error}") from error
        if absent:
            raise DrawError(f"{source.name}: house style: {absent}")
        return brand


def _colours(brand: Brand) -> Iterator[str]:
    for name, colour in (("ink", brand.ink), ("accent", brand.accent)):
        if not _COLOUR.fullmatch(str(colour)):
            yield f"expected {name} as a colour such as #0d5a6e, got {clip(str(colour))}"
        elif name == "ink" and contrast(colour) < _INK_CONTRAST:
            yield f"ink {colour} has a contrast of {contrast(colour):.1f} on white, at least {_INK_CONTRAST:g} is needed"
        elif name == "accent" and contrast(colour, TRACK) < _BAR_CONTRAST:
            ratio = contrast(colour, TRACK)
            yield (
                f"accent {colour} has a contrast of {ratio:.1f} on the track of a bar, "
                f"at least {_BAR_CONTRAST:g} is needed"
            )


def _fonts(brand: Brand) -> Iterator[str]:
    """What is wrong with the fonts that are not the packaged ones."""
    for font in (font for font in (brand.regular, brand.bold) if font.file):
        if not font.path.is_file():
            yield f"expected a font file, found none at {clip(str(font.path), 60)}"
            continue
        try:
            coverage = Coverage(font.path)
        except DrawError as error:
            yield str(error)
            continue
        absent = "".join(char for char in _REQUIRED_CHARACTERS if char not in coverage)
        if absent:
            yield f"{font.path.name} has no {' '.join(absent)}; use a font with figures and Latin letters"


def _corner(brand: Brand) -> Iterator[str]:
    if not 0.0 <= brand.corner <= _LARGEST_CORNER:
        yield f"expected a corner of 0 to {_LARGEST_CORNER:g} mm, got {brand.corner!r}"


def _logo(brand: Brand) -> Iterator[str]:
    if brand.logo is None:
        return
    try:
        width, height = image_size(brand.logo)
    except DrawError as error:
        yield f"logo: {error}"
        return
    if not 1 / _TALLEST <= width / height <= _WIDEST:
        yield (
            f"expected a logo at most {_WIDEST:g} times as wide as high and {_TALLEST:g} times as high as wide, "
            f"got {width} × {height} pixels; crop it"
        )


def _arguments(table: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """The arguments of Brand that a file says."""
    unknown = [key for key in table if key not in _KEYS]
    if unknown:
        raise DrawError(f"expected {', '.join(_KEYS)}, got {clip(', '.join(unknown))}")
    arguments = {key: table[key] for key in ("ink", "accent") if key in table}
    if "corner" in table:
        arguments["corner"] = _number(table["corner"])
    if "logo" in table:
        arguments["logo"] = _path(table["logo"], folder, "logo").read_bytes()
    return arguments | (_font(table["font"], folder) if "font" in table else {})


def _absent_logo(table: Mapping[str, Any], folder: Path) -> str:
    """What to say of a logo that is not there, beside what else is wrong."""
    name = table.get("logo")
    if not isinstance(name, str) or (folder / name).is_file():
        return ""
    return f"cannot read {clip(name, 60)} (no such file); check the path of the logo"


def _font(table: Any, folder: Path) -> dict[str, Font]:
    if not isinstance(table, dict) or sorted(table) != sorted(_FONT_KEYS):
        raise DrawError(f"expected a table font with {', '.join(_FONT_KEYS)}, got {clip(str(table))}")
    files = {weight: _path(table[weight], folder, f"font.{weight}") for weight in ("regular", "bold")}
    family = table["family"]
    if not isinstance(family, str) or not re.fullmatch(r"[\w .-]{1,60}", family):
        raise DrawError(f"expected the name of a font as font.family, got {clip(str(family))}")
    return {weight: Font(family, weight == "bold", str(file)) for weight, file in files.items()}


def _path(name: Any, folder: Path, key: str) -> Path:
    if not isinstance(name, str):
        raise DrawError(f"expected the path of a file as {key}, got {clip(str(name))}")
    return folder / name


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise DrawError(f"expected a number of mm as corner, got {clip(str(value))}")
    return float(value)


DEFAULT_BRAND = Brand()
"""Our own: deep blue-green bars, Noto Sans CJK JP, square corners, no logo."""


@dataclass(frozen=True, slots=True, eq=False)
class CardContext:
    """How a card looks, whatever it says: its languages, its brand, the em of the number, and where it is set.

    `card_context` gives the same object for the same values, so that bands can be cached by it.
    """

    languages: tuple[str, ...]
    figure: float
    """No other text comes near it."""
    brand: Brand
    left: float = LEFT
    """The left edge of what is set, mm."""
    content: float = CONTENT
    """The width of what is set, mm."""
    scale: float = 1.0
    """By how much all sizes are larger than those of the design."""
    pack_area: float | None = None
    """Of the pack, cm²: it says how small letters may be (`least_em`)."""

    @property
    def first(self) -> str:
        """The language that is read first."""
        return self.languages[0]

    @property
    def second(self) -> str | None:
        """The language under it, if there is one."""
        return self.languages[1] if len(self.languages) > 1 else None

    @property
    def figures(self) -> str:
        """The language of digits and units, which are Latin letters on a Japanese card as well."""
        return "en" if self.first == "ja" else self.first

    @property
    def right(self) -> float:
        """The right edge of what is set, mm."""
        return self.left + self.content

    def each(self, words: Callable[..., T], *arguments: Any) -> tuple[T, ...]:
        """What a function of these arguments and a language says in each language."""
        return tuple(words(*arguments, language) for language in self.languages)

    def mm(self, design: float) -> float:
        """A measure of the design at the scale of the card."""
        return design * self.scale

    def floor(self, language: str) -> float:
        """The least em of a text in a language, mm."""
        return least_em(language, self.pack_area, self.brand.regular)

    def text(self, design: float, language: str, **given: Any) -> TextStyle:
        """A style of a size of the design at the scale of the card, but not below the least of its language.

        Args:
            design: em, mm.
            language: of the text; the second one of the card is grey and smaller.
            given: as of `style`; `most_lines` is else 3.
        """
        second = language == self.second
        least = self.floor(language)
        size = max(self.mm(design * (_SECOND if second else 1.0)), least)
        if second:
            given = {"fill": GREY} | given
        return self.style(size, language, **{"most_lines": 3, "smallest": least, "leading": 1.3} | given)

    def logo(self, right: float, top: float, most: tuple[float, float]) -> tuple[Image, ...]:
        """The logo of the brand, none if it has none: its right edge and its top, and the largest width and height."""
        png = self.brand.logo
        if png is None:
            return ()
        across, down = image_size(png)
        width = min(most[0], most[1] * across / down)
        return (Image(right - width, top, width, width * down / across, png, ""),)

    @lru_cache(maxsize=4096)  # noqa: B019 - contexts are few, and the cache is bounded
    def style(  # noqa: PLR0913 - what a text may differ in
        self,
        size: float,
        language: str,
        *,
        bold: bool = False,
        fill: str | None = None,
        x: float | None = None,
        width: float | None = None,
        align: Align = "left",
        most_lines: int = 1,
        leading: float = 1.36,
        smallest: float | None = None,
    ) -> TextStyle:
        """A TextStyle in the fonts of the brand, and in its ink where no other colour is given."""
        font = self.brand.bold if bold else self.brand.regular
        colour = fill or self.brand.ink
        x, width = self.left if x is None else x, self.content if width is None else width
        return TextStyle(size, language, x, width, font, align, colour, most_lines, leading, smallest)

    def bar(
        self, share: float | None, height: float, x: float, width: float, track: str | None = TRACK
    ) -> Bar:
        """A Bar in the accent and with the corners of the brand."""
        return Bar(share, height, x, width, self.brand.accent, track, self.brand.corner)


_SECOND = 0.85
"""The second language, in parts of the first."""


@lru_cache(maxsize=512)
def card_context(  # noqa: PLR0913, PLR0917 - the values of a context
    languages: tuple[str, ...],
    figure: float,
    brand: Brand,
    left: float = LEFT,
    content: float = CONTENT,
    scale: float = 1.0,
    pack_area: float | None = None,
) -> CardContext:
    """Return the context of these values; one object for the same values."""
    return CardContext(languages, figure, brand, left, content, scale, pack_area)

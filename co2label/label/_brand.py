"""The look of labels: measures and colours that all templates share, and the house style that a company may choose.

Lengths are millimetres, sizes the em in mm.

Ink, accent, fonts, rounded corners and a logo are free; layout, sizes and wording are not, so that all labels are read
alike. Colours are checked when a style is made, not when a label is found unreadable in the shop.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from co2label.draw import BOLD, REGULAR, Font, contrast, image_size
from co2label.draw._fonts import Coverage
from co2label.errors import DrawError, clip

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping


WIDTH = 62.0

LEFT = 3.4

RIGHT = WIDTH - LEFT

CONTENT = RIGHT - LEFT

TOP = 3.6

BOTTOM = 3.8

HEAVY = 1.3

MIDDLE = 0.7

HAIR = 0.15
"""Rules carry the structure of a card; no boxes, no icons."""

BULLET = "•"

INDENT = 2.2
"""Of a sentence that begins with a bullet, as each of several does: one that is broken must not read as two."""

INK = "#111111"

GREY = "#55595c"
"""Second language and lesser things: contrast on white 7 : 1."""

ACCENT = "#0d5a6e"
"""The one colour, for bars: a deep blue-green that prints as dark grey."""

TRACK = "#e4eaec"

HAIRLINE = "#a3abaf"

MODULE = 0.4
"""Of a QR code. GS1 General Specifications 5.12.3.1: 0.396 to 0.990 mm for retail points of sale."""

SECOND = 0.7
"""A second language stands at about two thirds of the first."""


def smallest(language: str) -> float:
    """The smallest em of a language: Japanese 2.5 mm, about 7 points; else 1.9 mm, an x-height of 1 mm."""
    return 2.5 if language == "ja" else 1.9


def text_size(language: str) -> float:
    """The em of small print in the first language."""
    return 2.5 if language == "ja" else 2.3


def second_size(size: float, language: str) -> float:
    """The size of a second language under a line of `size`."""
    return max(smallest(language), SECOND * size)


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
class House:
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

    >>> House(accent="#7a1f3d").corner
    0.0
    >>> House(ink="#999999", accent="#ffcc00")
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
            message = f"house style: {'; '.join(problems)}"
            raise DrawError(message)

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> House:
        """Read a house style from a TOML file; the paths in it are relative to the file.

        Args:
            path: a file with `ink`, `accent`, `corner`, `logo`, and a table `font` of `family`, `regular`, `bold`; all
                of them optional, but a font has all three.

        Raises:
            DrawError: a file that cannot be read, an unknown key, or what House refuses.
        """
        source = Path(path)
        try:
            table = tomllib.loads(source.read_text("utf-8"))
            absent = _absent_logo(table, source.parent)
            try:
                house = cls(
                    **_arguments(
                        {key: table[key] for key in table if not (absent and key == "logo")}, source.parent
                    )
                )
            except DrawError as error:
                raise DrawError("; ".join(filter(None, (str(error), absent)))) from error
        except OSError as error:
            message = (
                f"house style {source.name}: cannot read {error.filename} ({error.strerror}); check the path"
            )
            raise DrawError(message) from error
        except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            message = f"{source}: expected a house style in TOML: {error}"
            raise DrawError(message) from error
        except DrawError as error:
            message = f"{source.name}: {error}"
            raise DrawError(message) from error
        if absent:
            message = f"{source.name}: house style: {absent}"
            raise DrawError(message)
        return house


def _colours(house: House) -> Iterator[str]:
    for name, colour in (("ink", house.ink), ("accent", house.accent)):
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


def _fonts(house: House) -> Iterator[str]:
    """What is wrong with the fonts that are not the packaged ones."""
    for font in (font for font in (house.regular, house.bold) if font.file):
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


def _corner(house: House) -> Iterator[str]:
    if not 0.0 <= house.corner <= _LARGEST_CORNER:
        yield f"expected a corner of 0 to {_LARGEST_CORNER:g} mm, got {house.corner!r}"


def _logo(house: House) -> Iterator[str]:
    if house.logo is None:
        return
    try:
        width, height = image_size(house.logo)
    except DrawError as error:
        yield f"logo: {error}"
        return
    if not 1 / _TALLEST <= width / height <= _WIDEST:
        yield (
            f"expected a logo at most {_WIDEST:g} times as wide as high and {_TALLEST:g} times as high as wide, "
            f"got {width} × {height} pixels; crop it"
        )


def _arguments(table: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """The arguments of House that a file says."""
    unknown = [key for key in table if key not in _KEYS]
    if unknown:
        message = f"expected {', '.join(_KEYS)}, got {clip(', '.join(unknown))}"
        raise DrawError(message)
    said = {key: table[key] for key in ("ink", "accent") if key in table}
    if "corner" in table:
        said["corner"] = _number(table["corner"])
    if "logo" in table:
        said["logo"] = _path(table["logo"], folder, "logo").read_bytes()
    return said | (_font(table["font"], folder) if "font" in table else {})


def _absent_logo(table: Mapping[str, Any], folder: Path) -> str:
    """What to say of a logo that is not there, beside what else is wrong."""
    name = table.get("logo")
    if not isinstance(name, str) or (folder / name).is_file():
        return ""
    return f"cannot read {clip(name, 60)} (no such file); check the path of the logo"


def _font(table: Any, folder: Path) -> dict[str, Font]:
    if not isinstance(table, dict) or sorted(table) != sorted(_FONT_KEYS):
        message = f"expected a table font with {', '.join(_FONT_KEYS)}, got {clip(str(table))}"
        raise DrawError(message)
    files = {weight: _path(table[weight], folder, f"font.{weight}") for weight in ("regular", "bold")}
    family = table["family"]
    if not isinstance(family, str) or not re.fullmatch(r"[\w .-]{1,60}", family):
        message = f"expected the name of a font as font.family, got {clip(str(family))}"
        raise DrawError(message)
    return {weight: Font(family, weight == "bold", str(file)) for weight, file in files.items()}


def _path(name: Any, folder: Path, key: str) -> Path:
    if not isinstance(name, str):
        message = f"expected the path of a file as {key}, got {clip(str(name))}"
        raise DrawError(message)
    return folder / name


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        message = f"expected a number of mm as corner, got {clip(str(value))}"
        raise DrawError(message)
    return float(value)


HOUSE = House()
"""Our own: deep blue-green bars, Noto Sans CJK JP, square corners, no logo."""

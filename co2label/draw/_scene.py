"""Scenes: display lists in millimetres of rectangles, lines of text, QR codes and images, with their fonts and colours.

A Scene knows nothing of carbon and nothing of formats. Coordinates are millimetres, the origin is at the top left, y goes
downwards. A renderer paints the page white first. Text stands on that white, or on one filled rectangle that it names
(`Text.on`) and that holds all of it. Colours are `#rrggbb`.

>>> BOLD.family, BOLD.path.suffix
('Noto Sans CJK JP', '.otf')
>>> round(contrast("#000000"), 1), round(contrast("#ffffff"), 1)
(21.0, 1.0)
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Literal

from co2label.errors import DrawError

_NOTO_FAMILY = "Noto Sans CJK JP"

_NOTO_PACKAGES = {False: "noto_cjk_sans_jp_regular", True: "noto_cjk_sans_jp_bold"}

_COMPANION_FAMILY = "Source Sans 3"

_COMPANION_FILE = ("fontpkg_source_sans_3", "files/SourceSans3[wght].ttf")

_WEIGHTS = {False: 400, True: 700}


@dataclass(frozen=True, slots=True)
class Font:
    """One weight of a family; without a file, the packaged Noto Sans CJK JP (SIL Open Font License 1.1)."""

    family: str = _NOTO_FAMILY
    bold: bool = False
    file: str = ""

    @property
    def path(self) -> Path:
        """The font file.

        Raises:
            DrawError: the package of a font is not installed.
        """
        if self.file:
            return Path(self.file)
        package, name = _COMPANION_FILE
        try:
            if self.family == _COMPANION_FAMILY:
                return Path(str(files(package).joinpath(name)))
            package = _NOTO_PACKAGES[self.bold]
            return Path(import_module(package).FONT_PATH)
        except ModuleNotFoundError:
            raise DrawError(
                f"the font package {package.replace('_', '-')} is not installed: pip install it, or name font files of your own "
                "in a house style ([font] regular, bold)"
            ) from None

    @property
    def weight(self) -> int | None:
        """Place on the weight axis of a variable font (100 to 900); None for a font of one weight."""
        return _WEIGHTS[self.bold] if self.family == _COMPANION_FAMILY and not self.file else None


REGULAR = Font()

BOLD = Font(bold=True)

_COMPANIONS = {bold: Font(_COMPANION_FAMILY, bold) for bold in (False, True)}


def companion(font: Font) -> Font:
    """The font that draws the letters another lacks: Source Sans 3 (SIL Open Font License 1.1).

    It has the Latin letters of all European languages and of Vietnamese, Greek with accents, and Cyrillic. The Latin letters
    of Noto Sans CJK JP are drawn after it, so that both may stand in one word.

    >>> companion(BOLD).family, companion(BOLD).weight
    ('Source Sans 3', 700)
    """
    return _COMPANIONS[font.bold]


_LINEAR_BELOW = 0.04045


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue, 0 to 255.

    >>> channels("#0d5a6e")
    (13, 90, 110)
    """
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


@lru_cache(maxsize=1024)
def luminance(colour: str) -> float:
    """The relative luminance, 0 to 1 (WCAG 2.2)."""
    red, green, blue = (_linear(channel / 255) for channel in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(colour: str, ground: str = "#ffffff") -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2).

    >>> round(contrast("#000000", "#d55e00"), 1)
    5.4
    """
    one, other = luminance(colour), luminance(ground)
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def _linear(channel: float) -> float:
    """A channel of sRGB (IEC 61966-2-1), 0 to 1, in linear light."""
    return channel / 12.92 if channel <= _LINEAR_BELOW else ((channel + 0.055) / 1.055) ** 2.4


Align = Literal["left", "middle", "right"]

QrLevel = Literal["L", "M", "Q", "H"]
"""Error correction of a QR code: it stays readable with about 7, 15, 25 or 30 % of it lost."""

INK = "#111111"

WHITE = "#ffffff"


@dataclass(frozen=True, slots=True)
class Hatch:
    """Lines at 45°, rising to the right, over the fill of a rectangle: `line` mm thick, one every `pitch` mm across."""

    fill: str = INK
    pitch: float = 1.0
    line: float = 0.2


@dataclass(frozen=True, slots=True)
class Rect:
    """A filled rectangle, painted in the order of the Scene; `radius` rounds its corners, in mm.

    A hatched one has square corners. Letters do not stand on its lines, but on a rectangle painted over them.
    """

    x: float
    y: float
    width: float
    height: float
    fill: str = INK
    radius: float = 0.0
    hatch: Hatch | None = None

    def bands(self) -> list[list[tuple[float, float]]]:
        """The lines of the hatch as polygons, cut off at the edges.

        >>> Rect(0.0, 0.0, 2.0, 1.0, hatch=Hatch(pitch=2.0, line=0.5)).bands()
        [[(0.0, 0.0), (0.5, 0.0), (0.0, 0.5)], [(1.0, 1.0), (2.0, 0.0), (2.0, 0.5), (1.5, 1.0)]]
        """
        if self.hatch is None:
            return []
        count = int((self.width + self.height) / self.hatch.pitch) + 1
        found = (self._band(index * self.hatch.pitch, self.hatch.line) for index in range(count))
        return [band for band in found if len(band) > 2]  # noqa: PLR2004 - what has an area

    def _band(self, near: float, line: float) -> list[tuple[float, float]]:
        """The polygon between two lines at 45°, each given by where it meets the upper edge."""
        far = min(near + line, self.width + self.height)
        low, high = (
            [
                (max(0.0, cut - self.height), min(cut, self.height)),
                (min(cut, self.width), max(0.0, cut - self.width)),
            ]
            for cut in (near, far)
        )
        corner_right = [(self.width, 0.0)] if near < self.width < far else []
        corner_left = [(0.0, self.height)] if near < self.height < far else []
        around = dict.fromkeys([*low, *corner_right, *reversed(high), *corner_left])
        return [(self.x + across, self.y + down) for across, down in around]


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text. `y` is the baseline; `size` the em in mm; ₂ (U+2082) is drawn as a lowered 2."""

    x: float
    y: float
    text: str
    size: float
    font: Font = REGULAR
    align: Align = "left"
    fill: str = INK
    language: str = "ja"
    width: float | None = None
    """The room that the line has, in mm; a line that is wider is refused."""
    on: str = WHITE
    """Colour that it stands on: the page, or the fill of a rectangle painted before it that holds all of it."""


@dataclass(frozen=True, slots=True)
class Qr:
    """A QR code whose quiet zone (4 modules) lies inside the square `x, y, size`."""

    x: float
    y: float
    size: float
    payload: str
    description: str = ""
    level: QrLevel = "M"
    """Of error correction."""
    mask: int | None = None
    """0 to 7, or None for the one with the least penalty."""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture in PNG, such as a logo, stretched to its place; nothing touches it."""

    x: float
    y: float
    width: float
    height: float
    png: bytes
    description: str = ""


Op = Rect | Text | Qr | Image


@dataclass(frozen=True, slots=True)
class Scene:
    """A display list with its page, its title and its description for people who do not see it."""

    width: float
    height: float
    ops: tuple[Op, ...]
    title: str
    description: str
    language: str = "ja"

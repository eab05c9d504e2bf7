"""A font: one weight of a family, in one OpenType file. Two weights are all that a label needs.

>>> BOLD.family, BOLD.path.suffix
('Noto Sans CJK JP', '.otf')
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.resources import files
from pathlib import Path

__all__ = ["BOLD", "REGULAR", "Font", "companion"]

_NOTO = "Noto Sans CJK JP"
_PACKAGES = {False: "noto_cjk_sans_jp_regular", True: "noto_cjk_sans_jp_bold"}
_SOURCE = "Source Sans 3"
_SOURCE_FILE = ("fontpkg_source_sans_3", "files/SourceSans3[wght].ttf")
_WEIGHT = {False: 400, True: 700}


@dataclass(frozen=True, slots=True)
class Font:
    """One weight of a family; without a file, the packaged Noto Sans CJK JP (SIL Open Font License 1.1)."""

    family: str = _NOTO
    bold: bool = False
    file: str = ""

    @property
    def path(self) -> Path:
        """The font file."""
        if self.family == _SOURCE and not self.file:
            package, name = _SOURCE_FILE
            return Path(str(files(package).joinpath(name)))
        return Path(self.file or import_module(_PACKAGES[self.bold]).FONT_PATH)

    @property
    def weight(self) -> int | None:
        """Place on the weight axis of a variable font (100 to 900); None for a font of one weight."""
        return _WEIGHT[self.bold] if self.family == _SOURCE and not self.file else None


REGULAR = Font()
BOLD = Font(bold=True)
_COMPANIONS = {bold: Font(_SOURCE, bold) for bold in (False, True)}


def companion(font: Font) -> Font:
    """The font that draws the letters another lacks: Source Sans 3 (SIL Open Font License 1.1).

    It has the Latin letters of all European languages and of Vietnamese, Greek with accents, and Cyrillic. The Latin letters
    of Noto Sans CJK JP are drawn after it, so that both may stand in one word.

    >>> companion(BOLD).family, companion(BOLD).weight
    ('Source Sans 3', 700)
    """
    return _COMPANIONS[font.bold]

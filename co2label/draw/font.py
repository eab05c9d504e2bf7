"""A font: one OpenType file. Two weights are all that a label needs.

>>> BOLD.family, BOLD.path.suffix
('Noto Sans CJK JP', '.otf')
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

__all__ = ["BOLD", "REGULAR", "Font"]

_NOTO = "Noto Sans CJK JP"
_PACKAGES = {False: "noto_cjk_sans_jp_regular", True: "noto_cjk_sans_jp_bold"}


@dataclass(frozen=True, slots=True)
class Font:
    """One weight of a family; without a file, the packaged Noto Sans CJK JP (SIL Open Font License 1.1)."""

    family: str = _NOTO
    bold: bool = False
    file: str = ""

    @property
    def path(self) -> Path:
        """The font file."""
        return Path(self.file or import_module(_PACKAGES[self.bold]).FONT_PATH)


REGULAR = Font()
BOLD = Font(bold=True)

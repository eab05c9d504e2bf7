"""As what `co2label label` writes its pictures: the format, its dots, its ink, or the bits of a display."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from co2label.cli.label_options import Format
from co2label.cli.pictures import check_output
from co2label.cli.usage import Pair, is_directory, refuse, refuse_given

if TYPE_CHECKING:
    from co2label.cli.label_options import Ink
    from co2label.draw import Picture

__all__ = ["LabelFile"]

_BITS = ".bin"
_ON_DISPLAY = (".png", _BITS)


@dataclass(frozen=True, slots=True)
class LabelFile:
    """Where pictures go, and as what; what was not said is None."""

    output: Path | None
    format: Format | None
    dpi: float | None
    ink: Ink | None
    epaper: Pair | None
    red: bool

    def check(self) -> None:
        """Refuse a place that is no picture, and options that would do nothing there.

        Raises:
            BadParameter: what does not go together.
        """
        if self.output is None:
            refuse_given(
                self._given(), "without --output the label is printed as text; give a file or a directory"
            )
        elif self.epaper is not None:
            self._check_display(self.output, self.epaper)
        else:
            self._check_picture(self.output)

    def _given(self) -> dict[str, object]:
        return {
            "--dpi": self.dpi,
            "--ink": self.ink,
            "--format": self.format,
            "--epaper": self.epaper,
            "--red": self.red,
        }

    def _check_display(self, output: Path, epaper: Pair) -> None:
        epaper.whole("--epaper")
        given = {"--dpi": self.dpi, "--ink": self.ink, "--format": self.format}
        refuse_given(given, "a display has its pixels and its ink; leave it out")
        if not is_directory(output) and self.ending not in _ON_DISPLAY:
            message = f"expected a name that ends with .png (a preview) or .bin (the bits) for a display, got {str(output)!r}"
            refuse(message, "--output")

    def _check_picture(self, output: Path) -> None:
        check_output(output)
        refuse_given({"--red": self.red}, "red is of a display: give --epaper as well")
        if not is_directory(output):
            refuse_given(
                {"--format": self.format}, "the ending of a file says its format; --format is for a directory"
            )
        if self.ending not in {".png", ".zpl"}:
            refuse_given({"--dpi": self.dpi}, f"dots per inch are of png and zpl; {self.ending[1:]} has none")
        if self.ending != ".png":
            refuse_given({"--ink": self.ink}, f"an ink is of png; {self.ending[1:]} has none")
        if self.ending == ".zpl":
            self._check_print_head()

    def _check_print_head(self) -> None:
        from co2label.draw._format_zpl import RESOLUTIONS  # noqa: PLC0415 - a fast start

        if self.dpi is not None and self.dpi not in RESOLUTIONS:
            refuse(f"expected {', '.join(map(str, RESOLUTIONS))} for zpl, got {self.dpi:g}", "--dpi")

    @property
    def ending(self) -> str:
        """Of the files that are written."""
        if self.output is not None and not is_directory(self.output):
            return self.output.suffix.lower()
        return f".{self.format or Format.PNG}"

    def data(self, picture: Picture) -> bytes:
        """A picture as it is written."""
        if self.epaper is not None:
            return self._planes(picture, self.epaper)
        if self.ending == ".png":
            dpi, ink = self.dpi, self.ink
            return picture.png(381.0 if dpi is None else dpi, "colour" if ink is None else ink.value)
        if self.ending == ".zpl":
            return picture.zpl(203 if self.dpi is None else int(self.dpi))
        return picture.drawn(Path(f"label{self.ending}"))

    def _planes(self, picture: Picture, epaper: Pair) -> bytes:
        """A preview, or the bits: the black plane, then the red one if there is one."""
        planes = picture.epaper(*epaper.whole("--epaper"), red=self.red)
        return planes.black + (planes.red or b"") if self.ending == _BITS else planes.png()

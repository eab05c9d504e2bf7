"""What `co2label label` does with what it was told: labels in files, a menu, or labels on pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.cli.pictures import save_all
from co2label.cli.usage import is_directory, refuse, refuse_given

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from co2label.cli.label_file import LabelFile
    from co2label.cli.label_look import Look
    from co2label.cli.label_sheet import Layout
    from co2label.declaration import Declaration

__all__ = ["check", "draw"]


def check(look: Look, target: LabelFile, layout: Layout) -> None:
    """Refuse options that do not go together, before anything is read.

    Raises:
        BadParameter: says which, and what would help.
    """
    if target.output is None:
        look.check_nothing_drawn()
    look.check()
    target.check()
    layout.check(target.output)
    if layout.asked:
        given = {"--dpi": target.dpi, "--ink": target.ink, "--epaper": target.epaper}
        refuse_given(given, "a page of labels is for a printer with its own dots; leave it out")
    if look.is_menu and (layout.asked or target.output is None or is_directory(target.output)):
        refuse("a menu is one picture in one file: give -o menu.pdf, and no sheet", "--template")
    if target.epaper is not None:
        look.check_display()


def draw(said: Sequence[Declaration], look: Look, target: LabelFile, layout: Layout) -> list[Path]:
    """Draw and write everything, or nothing where one cannot be drawn.

    Returns:
        For each declaration, the file that it is in.
    """
    output = target.output
    if output is None:
        return []
    if look.is_menu:
        return _menu(said, look, target, output)
    if layout.asked:
        return _sheet(said, look, layout, output)
    if target.epaper is not None:
        look = look.on_display(target.epaper.whole("--epaper"))
    return save_all(said, output, look.draw(), ending=target.ending, data=target.data)


def _menu(said: Sequence[Declaration], look: Look, target: LabelFile, output: Path) -> list[Path]:
    """One picture of all."""
    from co2label.draw.file import write  # noqa: PLC0415 - a fast start

    write(output, target.data(look.menu(said)))
    return [output] * len(said)


def _sheet(said: Sequence[Declaration], look: Look, layout: Layout, output: Path) -> list[Path]:
    """Many on a page; in a PDF all pages are in one file."""
    pictures = list(map(look.draw(), said))
    stock = layout.stock_for(pictures)
    files = layout.pages(pictures, stock).save(output)
    if len(files) == 1:
        return [files[0]] * len(said)
    return [files[layout.page_of(number, stock.cells)] for number in range(len(said))]

"""Every character that a printer has a cell for, drawn; the ordinary tests draw every tenth, and rows of any of them."""

import runpy
from pathlib import Path

PREVIEW = runpy.run_path(str(Path(__file__).parents[1] / "property" / "test_preview_laws.py"))


def test_every_character_of_the_printer():
    PREVIEW["check_characters"](PREVIEW["CHARACTERS"])

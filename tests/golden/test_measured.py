"""Every golden picture measured: letters of a size that may be read, lines that keep apart, contrast, codes that scan."""

import runpy
from pathlib import Path

import pytest

from measures import code_faults, least_contrast, least_gap, smallest_x_height

PICTURES = runpy.run_path(str(Path(__file__).with_name("cards.py")))["golden"]()

LEAST_X = 0.9
"""mm, on packs below 80 cm² (Regulation (EU) No 1169/2011, article 13); templates for larger ones have tests of their own."""

BETWEEN_LINES, BETWEEN_LANGUAGES = 0.18, 0.05
"""mm; a second language may stand close under the first."""


@pytest.mark.parametrize("name", PICTURES)
def test_letters_lines_and_codes(name):
    scene = PICTURES[name].scene
    assert smallest_x_height(scene) >= LEAST_X
    gap, *lines = least_gap(scene)
    assert gap >= (BETWEEN_LANGUAGES if "ja-en" in name else BETWEEN_LINES), lines
    assert least_contrast(scene) >= 4.5
    assert code_faults(scene, 203) == []

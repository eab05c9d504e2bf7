"""The page on shelves, menus and sheets does what it says."""

import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "shelf-menu-sheet.md"


def test_the_page_runs():
    made = {}
    for block in re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL):
        exec(block, made)
    sizes = {
        name: (made[name].scene.width, made[name].scene.height)
        for name in ("small", "smaller", "rail", "display")
    }
    assert sizes == {"small": (34, 16.5), "smaller": (26, 13), "rail": (70, 38), "display": (66.89, 29.05)}
    assert made["drinks"].scene.title == "お飲みもの: 緑茶、コーヒー"
    assert (len(made["cards"]), len(made["packs"]), made["own"].cells) == (1, 1, 21)

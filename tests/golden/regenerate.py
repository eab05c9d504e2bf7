"""Draw the golden cards anew: `python tests/golden/regenerate.py`; look at every changed file before committing it."""

from __future__ import annotations

import runpy
from pathlib import Path

HERE = Path(__file__).parent
DPI = 203

if __name__ == "__main__":
    for name, picture in runpy.run_path(str(HERE / "cards.py"))["golden"]().items():
        (HERE / f"{name}.png").write_bytes(picture.png(DPI))
        (HERE / f"{name}.svg").write_text(picture.svg("live"), encoding="utf-8", newline="\n")
        print(HERE / f"{name}.png")
    for name, (write, _) in runpy.run_path(str(HERE / "printed.py"))["golden"]().items():
        (HERE / name).write_bytes(write())
        print(HERE / name)
    for name, page in runpy.run_path(str(HERE / "pages.py"))["golden"]().items():
        (HERE / f"{name}.html").write_text(page, encoding="utf-8", newline="\n")
        print(HERE / f"{name}.html")

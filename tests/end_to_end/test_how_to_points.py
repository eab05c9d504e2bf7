"""The page on points: its commands and its code run as they stand there, one after the other."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "how-to" / "points.md").read_text(encoding="utf-8")


def test_the_campaign_of_the_page_is_the_example():
    (block,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    assert tomllib.loads(block) == tomllib.loads(
        (ROOT / "examples" / "point-campaign.toml").read_text(encoding="utf-8")
    )


def test_the_commands_and_the_code(follow, folder, capsys):
    said = follow("points.md")
    assert "0 booked, 3 had been booked before; nothing changed" in said[4]
    assert said[6] == "40\n"
    assert "rows, all add up" in said[9]
    assert "CO₂削減ポイント：40ポイント" in capsys.readouterr().out
    assert (folder / "onigiri-points.png").is_file()
    assert (folder / "receipt.png").is_file()

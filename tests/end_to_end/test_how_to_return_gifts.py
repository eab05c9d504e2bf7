"""The page on return gifts: its programme, its commands and its code run as they stand there."""

import re
import tomllib
from pathlib import Path

from co2label.incentive import GiftProgramme

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "how-to" / "return-gifts.md").read_text(encoding="utf-8")


def test_the_programme_of_the_page_is_one():
    (block,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    assert GiftProgramme.read(tomllib.loads(block)).gifts[0].stock == 200


def test_the_commands_and_the_code(follow, folder, capsys):
    said = follow("return-gifts.md")
    assert "m-1006" in said[2]
    assert "You missed the gift by 0.1 kWh" in said[4]
    assert len(list((folder / "letters").iterdir())) == 4
    assert "・北いわて再エネのお礼：山ぶどうジュース" in capsys.readouterr().out.replace("\n  ", "")


def test_every_reason_is_named_on_the_page():
    for reason in (
        "allotted",
        "lower-step",
        "fewer",
        "out-of-stock",
        "below-threshold",
        "outside-area",
        "outside-period",
    ):
        assert f"`{reason}`" in PAGE

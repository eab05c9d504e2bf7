"""The page on nudges: its code says what it promises, and its message stands on the slip in every language."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from co2label.cli import app

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "how-to" / "nudges.md").read_text(encoding="utf-8")
BASKET, MENU = (str(ROOT / "examples" / name) for name in ("nudging-basket.json", "menu.toml"))


def test_the_code(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    (block,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    exec(compile(block, "nudges.md", "exec"), {})
    assert capsys.readouterr().out.splitlines() == [
        "m-1 none -",
        "m-3 loss 牛丼は親子丼よりCO2e 1.7kg多め",
        "m-10 gain 次は親子丼なら、牛丼よりCO2e 1.7kg少なめ",
    ]


def test_the_context_of_the_page(tmp_path):
    (block,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    (tmp_path / "context.toml").write_text(block, encoding="utf-8")
    bowls = str(ROOT / "examples" / "bowls.toml")
    arguments = [
        "nudge",
        BASKET,
        "--catalogue",
        bowls,
        "--context",
        str(tmp_path / "context.toml"),
        "-l",
        "en",
    ]
    told = CliRunner().invoke(app, arguments)
    # 41.5 kg are 95 % of 43.68 kg, which is 5.03 % below a mean of 46 kg
    assert told.stdout == "This month, your footprint was 5% below the mean of homes of two (412 people).\n"
    silent = CliRunner().invoke(app, [*arguments, "--opt-out"])
    assert (silent.exit_code, silent.stdout) == (0, "")
    assert "the customer opted out" in silent.stderr


@pytest.mark.parametrize(
    ("language", "rows"),
    [
        ("ja", ["次は親子丼なら、牛丼よりCO2e", "1.7kg少なめ"]),
        ("en", ["Chicken and egg bowl: 1.7 kg", "CO2e less than Beef bowl"]),
        ("fr", ["Bol poulet-oeuf : 1,7 kg CO2e de", "moins que Bol de boeuf"]),
    ],
)
def test_the_slip(language, rows):
    slip = CliRunner().invoke(app, ["receipt", BASKET, "--nudge-from", MENU, "-l", language]).stdout
    assert "\n".join(rows) in slip.replace("\u202f", " ").replace("\u00a0", " ")

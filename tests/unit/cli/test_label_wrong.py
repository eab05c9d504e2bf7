"""`co2label label`: options that do nothing together are wrong usage, named, and nothing is written."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from co2label.cli import app

ONIGIRI = str(Path(__file__).parents[3] / "examples" / "onigiri.toml")
SHELF = ("--template", "shelf")
GRID = ("--grid", "2x2")


@pytest.mark.parametrize(
    ("arguments", "option"),
    [
        (("-o", "x.svg", "--dpi", "203"), "--dpi"),
        (("-o", "x.png", "--dpi", "0"), "--dpi"),
        (("-o", "x.png", "--dpi", "nan"), "--dpi"),
        (("-o", "x.zpl", "--dpi", "inf"), "--dpi"),
        (("-o", "x.zpl", "--dpi", "300.5"), "--dpi"),
        (("-o", "x.svg", "--ink", "black"), "--ink"),
        (("-o", "x.png", "--format", "svg"), "--format"),
        (("-o", "x.png", "--price", "228円"), "--price"),
        (("-o", "x.png", "--price-note", "税込"), "--price-note"),
        (("-o", "x.png", "--size", "60x40"), "--size"),
        (("-o", "x.png", *SHELF, "--size", "60"), "--size"),
        (("-o", "x.png", *SHELF, "--size", "60x-40"), "--size"),
        (("-o", "x.png", *SHELF, "--size", "5000x4000"), "--size"),
        (("-o", "x.png", "--title", "Lunch"), "--title"),
        (("-o", "x.png", "--link", "https://example.jp"), "--link"),
        (("-o", "x.png", "--width", "148"), "--width"),
        (("-o", "x.png", "--language", "ja+ja"), "--language"),
        (("-o", "x.png", "--language", "ja+en+fr"), "--language"),
        (("-o", "x.png", "--language", ""), "--language"),
        (("-o", "x.gif"), "--output"),
        (("-o", "menus", "--template", "menu"), "--template"),
        (("-o", "x.png", "--template", "menu", *GRID), "--template"),
        (("-o", "x.png", "--start", "3"), "--start"),
        (("-o", "x.png", "--copies", "3"), "--copies"),
        (("-o", "x.png", "--crop-marks"), "--crop-marks"),
        (("-o", "x.png", "--shift", "1,1"), "--shift"),
        (("-o", "x.png", "--page", "A4"), "--page"),
        (("-o", "x.png", *GRID, "--dpi", "203"), "--dpi"),
        (("-o", "x.png", *GRID, "--ink", "black"), "--ink"),
        (("-o", "x.png", *GRID, "--stock", "L7160"), "--stock"),
        (("-o", "x.png", "--stock", "L7160", "--page", "A5"), "--page"),
        (("-o", "x.png", "--stock", "L9999"), "--stock"),
        (("-o", "labels", *GRID), "--output"),
        (("-o", "x.png", "--grid", "0x3"), "--grid"),
        (("-o", "x.png", "--grid", "1.5x3"), "--grid"),
        (("-o", "x.png", "--grid", "infx3"), "--grid"),
        (("-o", "x.png", *GRID, "--copies", "0"), "--copies"),
        (("-o", "x.png", "--epaper", "296x128"), "--epaper"),
        (("-o", "x.png", "--template", "mini", "--epaper", "296x128"), "--epaper"),
        (("-o", "x.svg", *SHELF, "--epaper", "296x128"), "--output"),
        (("-o", "x.png", *SHELF, "--epaper", "296x128", "--ink", "black"), "--ink"),
        (("-o", "x.png", *SHELF, "--epaper", "296"), "--epaper"),
        (("-o", "x.png", *SHELF, "--red"), "--red"),
        (("-o", "x.bin", *SHELF), "--output"),
        (("--dpi", "203"), "--dpi"),
        (("--template", "shelf"), "--template"),
        (("--brand", "brand.toml"), "--brand"),
        (("--template", "eco-leaf"), "--template"),
    ],
)
def test_wrong_usage_names_the_option_and_writes_nothing(tmp_path, monkeypatch, arguments, option):
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["label", ONIGIRI, *arguments])
    assert result.exit_code == 2, result.output
    assert option in result.stderr
    assert result.stdout == ""
    assert list(tmp_path.iterdir()) == []


def test_one_price_is_not_put_on_several_products(tmp_path):
    bowls = str(Path(ONIGIRI).with_name("bowls.toml"))
    result = CliRunner().invoke(app, ["label", bowls, *SHELF, "--price", "500円", "-o", str(tmp_path / "x")])
    assert result.exit_code == 2
    assert "2 products" in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("rows = 2", "no columns"),
        ("rows = [", "not TOML"),
        ("colour = 1", "colour"),
        ('{page}rows = "2"', "rows: expected a whole number"),
        ("{page}rows = 2\nlabel = [60]", "label: expected [across, down]"),
        ('page = "B5"\nrows = 2', "expected a page of A3, A4, A5"),
        ("rows = 30", "below the page"),
    ],
)
def test_stock_of_ones_own_that_is_refused(tmp_path, text, problem):
    measures = {"rows": "2", "columns": "2", "label": "[90, 110]", "pitch": "[95, 115]", "margin": "[10, 20]"}
    given = text.replace("{page}", 'page = "A4"\n')
    rest = "\n".join(f"{key} = {value}" for key, value in measures.items() if f"{key} =" not in given)
    (tmp_path / "mine.toml").write_text(given if problem.startswith("no c") else f"{given}\n{rest}", "utf-8")
    stock = ("--stock", str(tmp_path / "mine.toml"))
    result = CliRunner().invoke(app, ["label", ONIGIRI, *stock, "-o", str(tmp_path / "x.png")])
    assert result.exit_code == 1, result.output
    assert problem in result.stderr
    assert "mine" in result.stderr
    assert not (tmp_path / "x.png").exists()


def test_stock_that_is_not_there(tmp_path):
    stock = ("--stock", str(tmp_path / "none.toml"))
    result = CliRunner().invoke(app, ["label", ONIGIRI, *stock, "-o", str(tmp_path / "x.png")])
    assert result.exit_code == 1
    assert "none.toml: no such file" in result.stderr

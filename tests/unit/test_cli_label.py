"""`co2label label`: templates, house style and formats; what does not go together is wrong usage."""

import io
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

from co2label.cli.app import app

ONIGIRI = str(Path(__file__).parents[2] / "examples" / "onigiri.toml")
BOWLS = str(Path(__file__).parents[2] / "examples" / "bowls.toml")


def run(*arguments, code=0):
    result = CliRunner().invoke(app, ["label", *map(str, arguments)])
    assert result.exit_code == code, result.output
    return result


def test_a_house_and_a_resolution(tmp_path):
    house = tmp_path / "house.toml"
    house.write_text('accent = "#7a1f3d"\n', encoding="utf-8")
    run(ONIGIRI, "-o", tmp_path / "a.svg", "--house", house)
    assert "#7a1f3d" in (tmp_path / "a.svg").read_text("utf-8")
    run(ONIGIRI, "-o", tmp_path / "a.png", "--dpi", "254", "--language", "ja+fr")
    assert Image.open(io.BytesIO((tmp_path / "a.png").read_bytes())).width == 620


def test_a_house_that_is_refused(tmp_path):
    house = tmp_path / "house.toml"
    house.write_text('ink = "#999999"\n', encoding="utf-8")
    result = run(ONIGIRI, "-o", tmp_path / "a.svg", "--house", house, code=1)
    assert "contrast of 2.8" in result.output
    assert not (tmp_path / "a.svg").exists()


def test_a_directory_takes_every_product_in_one_format(tmp_path):
    run(BOWLS, "-o", tmp_path / "labels", "--format", "svg", "--language", "fr")
    files = sorted((tmp_path / "labels").iterdir())
    assert len(files) > 1
    assert {file.suffix for file in files} == {".svg"}
    assert all('lang="fr"' in file.read_text("utf-8") for file in files)


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("-o", "x.svg", "--dpi", "203"), "--dpi"),
        (("-o", "x.svg", "--ink", "black"), "--ink"),
        (("-o", "x.png", "--format", "svg"), "--format"),
        (("--dpi", "203"), "--dpi"),
        (("-o", "x.png", "--price", "228円"), "--price"),
        (("-o", "x.png", "--start", "3"), "--start"),
        (("-o", "x.png", "--stock", "L7160", "--dpi", "203"), "--stock"),
        (("-o", "x.png", "--language", "ja+ja"), "--language"),
        (
            (
                "-o",
                "x.gif",
            ),
            "--output",
        ),
    ],
)
def test_what_does_not_go_together(arguments, problem):
    assert problem in run(ONIGIRI, *arguments, code=2).output

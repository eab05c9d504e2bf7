"""The registry of templates: a template is one file with one registered function, known to all that draw labels."""

import runpy
from pathlib import Path

import pytest
from typer.testing import CliRunner

from co2label.cli import app
from co2label.draw import TOP, Column, Line, Picture, Rule, Scene, TextStyle
from co2label.errors import DrawError, OptionError
from co2label.label import TEMPLATES, LabelRequest, many, template
from co2label.label._templates import template_options

ROOT = Path(__file__).parents[3]
CARDS = runpy.run_path(str(ROOT / "tests" / "golden" / "cards.py"))


@pytest.fixture
def poster():
    """A template as somebody would add it: blocks from top to bottom, and a price of its own."""

    @template("poster")
    def draw(declaration, *, language="ja", brand=None, price=None):
        first = language.split("+")[0] if isinstance(language, str) else language[0]
        style = TextStyle(4.0, first)
        name = next(iter(declaration.name.values()))
        ops, end = Column(Line(name, style), Rule(1.0), price and Line(price, style), gap=1.0)(TOP)
        return Picture(Scene(62.0, end + 3.0, ops, name, name, first))

    yield draw
    del TEMPLATES["poster"]


def test_a_new_template_is_known_to_bulk_and_requests(poster):
    (picture,) = many([CARDS["rice_ball"]()], template="poster")
    assert picture == poster(CARDS["rice_ball"]())
    assert template_options("poster") == {"price"}
    assert LabelRequest(template="poster", price="228円").renderer()(CARDS["rice_ball"]()).scene.height > 15
    with pytest.raises(OptionError, match="only the templates mini and shelf and menu have it"):
        LabelRequest(template="poster", size=(60, 40))


@pytest.mark.usefixtures("poster")
def test_a_new_template_is_known_to_the_command_line(tmp_path):
    file = tmp_path / "poster.svg"
    how = ["label", str(ROOT / "examples" / "onigiri.toml"), "--template", "poster", "-o", str(file)]
    result = CliRunner().invoke(app, how)
    assert result.exit_code == 0, result.output
    assert "鮭おにぎり" in file.read_text("utf-8")


def test_a_template_that_there_is_not():
    with pytest.raises(
        DrawError,
        match="expected a template of calorie, detail, mark, mini",
    ):
        many([], template="poster")


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_has_a_golden_picture(name):
    pictures = {"calorie": "rice-ball"}
    assert list((ROOT / "tests" / "golden").glob(f"{pictures.get(name, name)}-*.svg"))

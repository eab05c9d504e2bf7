"""The registry of picture formats: a format is one registered function, known to all that write pictures."""

import runpy
from pathlib import Path

import pytest

from co2label.draw import Picture, Rect, Scene, picture_format, picture_formats, suffixes
from co2label.draw._formats import _registered
from co2label.errors import DrawError
from co2label.label import many

CARDS = runpy.run_path(str(Path(__file__).parents[2] / "golden" / "cards.py"))

PICTURE = Picture(Scene(30, 10, (Rect(1, 1, 5, 2),), "Name", "A name"))


@pytest.fixture
def toy():
    """A format of one line: how many parts a picture has, and at which resolution."""

    @picture_format("toy", dpi=100.0, inks=("red", "blue"))
    def render(scene, dpi, ink):
        return f"{len(scene.ops)} parts at {dpi:g} in {ink}"

    yield
    del _registered["toy"]


@pytest.mark.usefixtures("toy")
def test_a_new_format_is_known_everywhere(tmp_path):
    assert "toy" in picture_formats()
    assert ".toy" in suffixes()
    assert PICTURE.encode("toy") == b"1 parts at 100 in red"
    assert PICTURE.encode("toy", dpi=72, ink="blue") == b"1 parts at 72 in blue"
    assert PICTURE.save(tmp_path / "a.toy").read_text() == "1 parts at 100 in red"
    (text,) = many([CARDS["rice_ball"]()], format="toy", ink="blue")
    assert text.endswith("in blue")
    with pytest.raises(DrawError, match="dpi is of png, toy, zpl; svg has none"):
        PICTURE.encode("svg", dpi=72)


@pytest.mark.parametrize("name", picture_formats())
def test_a_format_takes_the_usual_options_and_gives_bytes(name):
    if name == "pdf":
        pytest.importorskip("typst")
    found = picture_formats()[name]
    made = PICTURE.encode(name)
    assert made == PICTURE.encode(name, found.dpi, next(iter(found.inks), None))
    assert isinstance(made, bytes)


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("gif",), "expected a format of html, pdf, png, svg, zpl, got 'gif'"),
        (("png", 300, "pink"), "expected an ink of colour, grey, black, got 'pink'"),
        (("zpl", 300, "black"), "ink is of png; zpl has none"),
        (("html", 300), "dpi is of png, zpl; html has none"),
        (("zpl", 203.5), "expected a print head of 203, 300, 600 dpi, got 203.5"),
        (("png", 50), "expected 72 to 2400 dots per inch, got 50"),
    ],
)
def test_what_a_format_does_not_have(arguments, problem):
    with pytest.raises(DrawError, match=problem):
        PICTURE.encode(*arguments)

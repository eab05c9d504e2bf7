"""SVG, HTML and PDF against the PNG and against each other: the same words, the same codes, in the same places.

A real browser opens the SVG and the fragment, poppler draws the PDF; two decoders read the codes from what they draw.
"""

import io
import os
import re
import runpy
import subprocess
from pathlib import Path

import pypdf
import pytest
import resvg_py
import zxingcpp
from PIL import Image, ImageChops

from co2label.draw import Qr, Text

try:
    from pyzbar import pyzbar
except ImportError:  # the shared library zbar is not on this machine
    if os.environ.get("CI"):
        raise
    pyzbar = None

TESTS = Path(__file__).parents[1]
GOLDEN = runpy.run_path(str(TESTS / "golden" / "cards.py"))["golden"]()
CARDS = {name: GOLDEN[name] for name in ("rice-ball-ja", "milk-en", "hotel-night-ja-en")}
read = runpy.run_path(str(TESTS / "strict_svg.py"))["read"]
DPI = 288.0
"""A browser has 96 pixels an inch; here each is three dots."""
PAGE = (
    '<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>shop</title></head>'
    '<body style="{}"><main><h1 style="height:60px">商品</h1>{}</main></body></html>'
)
LOUD = "color:red;letter-spacing:3px;text-align:right;direction:rtl;font:italic 40px serif;text-transform:uppercase"


def words(scene):
    return [op.text.replace("₂", "2") for op in scene.ops if isinstance(op, Text)]


def link(scene):
    return next(op.payload for op in scene.ops if isinstance(op, Qr))


def payloads(image):
    grey = image.convert("L")
    found = [[code.text for code in zxingcpp.read_barcodes(grey)]]
    if pyzbar is not None:
        found.append([code.data.decode() for code in pyzbar.decode(grey)])
    return found


def poppler(program, document, dpi):
    done = subprocess.run([program, "-r", str(dpi), "-"], input=document, capture_output=True, check=True)
    return Image.open(io.BytesIO(done.stdout))


def ink(image):
    """The bounds of what is darker than half."""
    return image.convert("L").point(lambda value: 255 * (value < 128)).getbbox()


def same_picture(image, picture, dpi):
    """The ink has the same bounds, and what is black in one is nowhere far from what is black in the other.

    The square of the code is left out: a PNG has its modules on whole dots and may make it smaller.
    """
    png = Image.open(io.BytesIO(picture.png(dpi))).convert("L")
    drawn = image.convert("L").crop((0, 0, *png.size))
    code = next(op for op in picture.scene.ops if isinstance(op, Qr))
    dots = [value * dpi / 25.4 for value in (code.x, code.y, code.x + code.size, code.y + code.size)]
    for each in (png, drawn):
        each.paste(255, tuple(map(round, dots)))
    assert all(abs(one - other) <= 2 for one, other in zip(ink(png), ink(drawn), strict=True))
    black = [each.resize((each.width // 4, each.height // 4), Image.Resampling.BOX) for each in (png, drawn)]
    difference = ImageChops.difference(*black).histogram()
    assert sum(difference[128:]) / sum(difference) < 0.003  # live letters of a browser differ at their edges


@pytest.mark.parametrize("name", CARDS)
def test_words_and_codes_are_equal_in_all(name):
    picture = CARDS[name]
    svg, live = read(picture.svg()), read(picture.svg("live"))
    html = read(re.search(r"<svg .*</svg>", picture.html(), re.DOTALL)[0])
    pdf = pypdf.PdfReader(io.BytesIO(picture.pdf()), strict=True).pages[0].extract_text()
    assert live.texts == words(picture.scene)
    assert [text.replace("₂", "2") for text in svg.texts] == words(picture.scene)
    assert svg.texts == html.texts
    assert re.sub(r"\s", "", pdf) == re.sub(r"\s", "", "".join(words(picture.scene)))
    assert svg.codes[0]["rows"] == html.codes[0]["rows"]


@pytest.mark.parametrize("name", CARDS)
@pytest.mark.parametrize("dpi", [203, 300])
def test_pdf_as_poppler_draws_it(pdftoppm, name, dpi):
    picture = CARDS[name]
    image = poppler(pdftoppm, picture.pdf(), dpi)
    assert all(found == [link(picture.scene)] for found in payloads(image))
    same_picture(image, picture, dpi)


@pytest.fixture
def opened(chromium, tmp_path):
    """Opens a file in a tab that may load nothing else; a message on its console fails the test."""
    tabs = []

    def open_(name, text):
        (tmp_path / name).write_text(text, encoding="utf-8")
        tab = chromium.new_page(device_scale_factor=3, viewport={"width": 400, "height": 1000})
        asked, said = [], []
        tab.on("console", lambda message: said.append(message.text))
        tab.on("pageerror", lambda error: said.append(str(error)))
        place = (tmp_path / name).as_uri()

        def gate(route):
            asked.append(route.request.url)
            route.continue_() if route.request.url == place else route.abort()

        tab.route("**/*", gate)
        tab.goto(place)
        tabs.append((tab, asked, said))
        return tab

    yield open_
    for tab, asked, said in tabs:
        assert [url for url in asked if not url.startswith("data:")] == [tab.url]
        assert said == []
        tab.close()


@pytest.mark.parametrize("text", ["outlines", "live"])
@pytest.mark.parametrize("name", CARDS)
def test_svg_in_a_browser(opened, name, text):
    picture = CARDS[name]
    tab = opened("card.svg", picture.svg(text))
    shown = tab.eval_on_selector_all("text", "lines => lines.map(line => line.textContent)")
    assert shown == (words(picture.scene) if text == "live" else [])
    image = Image.open(io.BytesIO(tab.screenshot()))
    assert all(found == [link(picture.scene)] for found in payloads(image))
    same_picture(image, picture, DPI)


@pytest.mark.parametrize("name", CARDS)
def test_outlines_are_drawn_where_there_is_no_font(name):
    picture = CARDS[name]
    drawn = resvg_py.svg_to_bytes(svg_string=picture.svg(), dpi=DPI, skip_system_fonts=True)
    same_picture(Image.open(io.BytesIO(bytes(drawn))), picture, DPI)


@pytest.mark.parametrize("style", ["margin:0", LOUD])
def test_the_fragment_in_a_page_of_any_style(opened, style):
    picture = CARDS["rice-ball-ja"]
    tab = opened("shop.html", PAGE.format(style, picture.html("live")))
    assert tab.eval_on_selector_all("text", "all => all.map(one => one.textContent)") == words(picture.scene)
    box = tab.locator("figure svg").bounding_box()
    assert box["width"] == pytest.approx(62 / 25.4 * 96, abs=0.1)
    shot = Image.open(io.BytesIO(tab.locator("figure svg").screenshot()))
    off = [round(box[side] % 1 * 3) for side in "xy"]  # a screenshot begins on a whole pixel of CSS
    image = shot.crop((*off, *shot.size))
    assert all(found == [link(picture.scene)] for found in payloads(image))
    same_picture(image, picture, DPI)


def test_the_fragment_shrinks_with_its_page(opened):
    picture = CARDS["rice-ball-ja"]
    tab = opened("shop.html", PAGE.format("margin:0;width:100px", picture.html()))
    box = tab.locator("figure svg").bounding_box()
    scene = picture.scene
    assert box["width"] == pytest.approx(100)
    assert box["height"] == pytest.approx(100 * scene.height / scene.width, abs=0.1)


def test_the_fragment_is_accessible_and_read_once(opened, axe):
    picture = CARDS["rice-ball-ja"]
    tab = opened("shop.html", PAGE.format("margin:8px", picture.html() * 2))
    tab.add_script_tag(content=axe)
    found = tab.evaluate("axe.run()")
    assert [(each["id"], each["nodes"][0]["html"][:80]) for each in found["violations"]] == []
    assert found["passes"]
    tree = tab.locator("figure").first.aria_snapshot()
    assert tree.count("株式会社サンプル") == 1


@pytest.mark.parametrize(
    "text", ["<script>document.title='x'</script>", '"><img src=x onerror="document.title=\'x\'">']
)
def test_data_runs_nowhere(opened, text):
    from co2label.draw import Picture, Scene

    scene = Scene(
        60, 30, (Text(2, 8, text, 1), Qr(30, 12, 14.8, "https://example.jp", text)), text, text, "en"
    )
    tab = opened("shop.html", PAGE.format("margin:0", Picture(scene).html()))
    assert tab.title() == "shop"
    assert tab.locator("main script, main img").count() == 0
    assert tab.locator("figure path").first.get_attribute("aria-label") == text

"""The page in a real browser: accessible by axe-core, nothing loaded from outside, every width, dark, paper, the QR read."""

import io
import runpy
from pathlib import Path

import pytest
from pypdf import PdfReader

import co2label as c2
from co2label.page import page, site

TESTS = Path(__file__).parents[1]
GOLDEN = runpy.run_path(str(TESTS / "golden" / "pages.py"))
LANGUAGES = ("ja", "en", "fr")
WITH_LINES = ("wooden-office", "tomato", "renewable-tea")
"""Examples whose pages explain classes of buildings, wood, places, stars and the origin of electricity."""
HEADINGS = {"ja": "段階別の内訳", "en": "By life-cycle stage", "fr": "Par étape du cycle de vie"}


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The fullest page and the index, as files."""
    folder = tmp_path_factory.mktemp("site")
    site([GOLDEN["rice_ball"]()], folder, language=LANGUAGES)
    source = page(GOLDEN["full"](), language=LANGUAGES, tips=GOLDEN["TIPS"])
    (folder / "full.html").write_text(source, encoding="utf-8")
    for name in WITH_LINES:
        source = page(with_lines(name), language=LANGUAGES)
        (folder / f"{name}.html").write_text(source, encoding="utf-8")
    return folder


def with_lines(name):
    """The first product of an example with SDG lines, declared."""
    products = c2.read_document(TESTS.parent / "examples" / f"{name}.toml").products
    first, *others = c2.compute_all(products)
    return c2.declare(first, issued="2026-11-23", conventional=others[0] if others else None)


@pytest.fixture
def opened(chromium, written):
    """Open a file of the folder; at the end nothing was complained of and nothing loaded but the file itself."""
    contexts, said, asked = [], [], []

    def open_(name="full.html", *, width=1280, **how):
        context = chromium.new_context(viewport={"width": width, "height": 800}, **how)
        contexts.append(context)
        tab = context.new_page()
        tab.on("console", lambda message: said.append(message.text))
        tab.on("pageerror", lambda error: said.append(str(error)))
        tab.on("request", lambda request: asked.append(request.url))
        tab.goto((written / name.partition("#")[0]).as_uri() + name[len(name.partition("#")[0]) :])
        return tab

    yield open_
    for context in contexts:
        context.close()
    assert said == []
    assert len(asked) == len(contexts)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "name",
    [
        *("full.html#ja", "full.html#en", "full.html#fr", "index.html#ja", "index.html#en"),
        *("wooden-office.html#ja", "tomato.html#en", "renewable-tea.html#fr"),
    ],
)
def test_axe_finds_nothing(opened, axe, name, scheme):
    tab = opened(name, color_scheme=scheme, bypass_csp=True)
    tab.evaluate(axe)
    found = tab.evaluate(
        "axe.run().then(r => ({bad: r.violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 200))]),"
        " contrast: r.passes.some(p => p.id === 'color-contrast')}))"
    )
    assert found == {"bad": [], "contrast": True}


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_language_is_seen_at_a_time_without_a_script(opened, language):
    tab = opened(java_script_enabled=False)
    if language != "ja":
        tab.click(f"nav:visible a[hreflang={language}]")
    assert "AGRIBALYSE" not in tab.locator("body").inner_text()
    tab.click("summary:visible")
    assert tab.locator("h1:visible").count() == 1
    for each, heading in HEADINGS.items():
        assert tab.get_by_role("heading", name=heading, exact=True).count() == (each == language)
    seen = tab.locator("body").inner_text()
    for part in ("210", "71", "AGRIBALYSE", "0.110 kg * 120 km", "株式会社サンプル"):
        assert part in seen


@pytest.mark.parametrize("width", [320, 360, 768, 1280, 1440])
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_wider_than_the_window(opened, width, language):
    tab = opened(f"full.html#{language}", width=width)
    tab.click("summary:visible")
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    beyond = tab.evaluate(
        "w => [...document.querySelectorAll('main *')].filter(e => !e.closest('.scroll') && !e.closest('svg')"
        " && e.getBoundingClientRect().right > w).map(e => e.outerHTML.slice(0, 80))",
        width,
    )
    assert beyond == []


def test_bars_are_linear_from_zero(opened):
    tab = opened("full.html#en")
    tab.click("summary:visible")
    bars = tab.locator("#en .stages .bar")
    shares = [
        bars.nth(i).locator("i").bounding_box()["width"] / bars.nth(i).bounding_box()["width"]
        for i in range(bars.count())
    ]
    assert shares == pytest.approx([0.712, 0.134, 0.099, 0.055], abs=0.003)


def test_paper(opened):
    """A4, all of one language, light whatever the screen is."""
    tab = opened(color_scheme="dark")
    tab.emulate_media(media="print", color_scheme="dark")
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    read = PdfReader(io.BytesIO(tab.pdf(prefer_css_page_size=True)))
    assert [round(float(side)) for side in read.pages[0].mediabox[2:]] == pytest.approx([595, 842], abs=2)
    text = "".join(sheet.extract_text() for sheet in read.pages)
    assert len(read.pages) <= 3
    assert "AGRIBALYSE" in text
    assert "Salmon rice ball" not in text


def test_the_focus_is_seen(opened):
    tab = opened()
    tab.keyboard.press("Tab")
    assert tab.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "3px"

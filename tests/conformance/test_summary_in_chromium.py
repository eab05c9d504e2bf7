"""The summary of a run in a real browser: accessible by axe-core, nothing loaded from outside, every width, light and dark."""

import runpy
from pathlib import Path

import pytest

from co2label.catalogue import run

MADE = runpy.run_path(str(Path(__file__).parents[1] / "catalogue_products.py"))


@pytest.fixture(scope="module", params=["ja", "en", "fr"])
def written(request, tmp_path_factory):
    """A run with labels, refusals and notes, in each language."""
    folder = tmp_path_factory.mktemp(request.param)
    run(
        MADE["source"](60),
        folder,
        MADE["job"](language=request.param, template="calorie", book="book.sqlite"),
    )
    return folder


@pytest.fixture
def opened(chromium, written):
    """Open the page; at the end nothing was complained of and nothing loaded but the file itself."""
    contexts, said, asked = [], [], []

    def open_(*, width=1280, **how):
        context = chromium.new_context(viewport={"width": width, "height": 800}, **how)
        contexts.append(context)
        tab = context.new_page()
        tab.on("console", lambda message: said.append(message.text))
        tab.on("pageerror", lambda error: said.append(str(error)))
        tab.on("request", lambda request: asked.append(request.url))
        tab.goto((written / "index.html").as_uri())
        return tab

    yield open_
    for context in contexts:
        context.close()
    assert said == []
    assert len([url for url in asked if not url.startswith("data:")]) == len(contexts)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(opened, axe, scheme):
    tab = opened(color_scheme=scheme, bypass_csp=True)
    tab.evaluate(axe)
    found = tab.evaluate(
        "axe.run().then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 200))]))"
    )
    assert found == []


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_nothing_is_wider_than_the_window(opened, width):
    tab = opened(width=width)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_every_picture_is_drawn_and_leads_to_its_label(opened, written):
    tab = opened()
    pictures = tab.locator(".labels img")
    assert pictures.count() == 55  # of 60: two use what is not there, two are used by others, one row is none
    assert tab.evaluate("[...document.images].every(image => image.complete && image.naturalWidth > 0)")
    for address in tab.evaluate(
        "[...document.querySelectorAll('.labels a, dd a')].map(a => a.getAttribute('href'))"
    ):
        assert (written / address).is_file()
    text = tab.locator("body").inner_text()
    for part in ("55", "60", "no.such.spice", "expected an amount", "gwp-set-unknown"):
        assert part in text

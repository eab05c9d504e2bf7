"""The HTML fragment: an allow-list of tags, the picture once, its words once, and no way out for data."""

import runpy
from html.parser import HTMLParser
from pathlib import Path

import pytest

from co2label.draw import Qr, Rect, Scene, Text
from co2label.draw._format_svg import html, svg

read = runpy.run_path(str(Path(__file__).parents[2] / "strict_svg.py"))["read"]
LINK = "https://id.example.jp/01/04569951110016"
NASTY = [
    "<script>alert(1)</script>",
    "</figcaption></figure><img src=x onerror=alert(1)>",
    "</svg><style>*{}</style>",
    "\"'><b>&amp;&#60;",
    "<!-- & -->",
]
OURS = {"figure": {"class", "lang", "style"}, "figcaption": {"style"}, "br": set(), "sub": set()}


def card(text="鮭 CO₂", **words):
    ops = (Text(2, 8, text, 1), Rect(2, 10, 50, 1.3), Qr(30, 12, 14.8, LINK, text))
    return Scene(60, 30, ops, **{"title": text, "description": f"one\n{text}", "language": "ja", **words})


class Fragment(HTMLParser):
    """Reads what stands around the svg element; refuses tags and attributes that are not ours."""

    def __init__(self, text):
        super().__init__()
        before, rest = text.split("<svg ", 1)
        inside, after = rest.split("</svg>", 1)
        self.drawing = read(f"<svg {inside}</svg>")
        self.tags, self.words = [], ""
        self.feed(before + after)
        self.close()

    def handle_starttag(self, tag, attrs):
        assert set(dict(attrs)) <= OURS[tag], (tag, attrs)
        self.tags.append((tag, dict(attrs)))
        self.words += "\n" if tag == "br" else ""

    def handle_data(self, data):
        self.words += data

    def handle_comment(self, data):
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def test_the_picture_is_the_one_of_the_svg_file():
    fragment, file = Fragment(html(card())).drawing, read(svg(card()))
    assert (fragment.outlines, fragment.rects, fragment.codes) == (file.outlines, file.rects, file.codes)
    fragment, file = Fragment(html(card(), "live")).drawing, read(svg(card(), "live"))
    assert fragment.lines == file.lines != []
    assert fragment.size == (60, 30)
    assert (fragment.title, fragment.description) == ("", "")


def test_the_words_are_there_once_line_by_line():
    fragment = Fragment(html(card()))
    assert fragment.words.strip() == "鮭 CO2\none\n鮭 CO2"
    assert [tag for tag, _ in fragment.tags] == ["figure", "figcaption", "sub", "br", "br", "sub"]
    assert fragment.tags[0][1]["lang"] == "ja"
    assert ' aria-hidden="true" ' in html(card())


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("kind", ["outlines", "live"])
def test_data_stays_data(text, kind):
    fragment = Fragment(html(card(text), kind))
    assert fragment.words.strip() == f"{text}\none\n{text}"
    assert fragment.drawing.texts == [text]
    assert fragment.drawing.codes[0]["aria-label"] == text


def test_two_fragments_go_into_one_page():
    """An id may stand in a page once only."""
    assert " id=" not in html(card())
    assert "<?xml" not in html(card())


def test_it_is_never_wider_than_its_page():
    style = Fragment(html(card())).tags[0][1]["style"]
    assert "width:60mm;max-width:100%" in style

"""PDF, read back by pypdf: words, tags, standards, fonts; markup of typst in data is data."""

import io
import re
import sys

import pypdf
import pytest
from PIL import Image as Pixels
from pypdf.generic import IndirectObject

from co2label.draw import BOLD, Font, Image, Picture, Qr, Rect, Scene, Text
from co2label.draw._format_pdf import pdf
from co2label.draw._text import Glyph
from co2label.errors import DrawError

LINK = "https://id.example.jp/01/04569951110016"
NASTY = [
    '#eval("1 + 1")',
    '#panic("x") #import "@preview/x:1.0.0": *',
    "*bold* _slanted_ $x^2$ `raw`",
    "= Heading <label> @label",
    '"; #sys.inputs; "',
    "<script>alert('1')</script> & \\ // /* */ [ ] { }",
    "-- --- ... ~ 'a' \"b\"",
    "https://example.com/x",
]


def logo():
    stream = io.BytesIO()
    Pixels.new("RGB", (2, 1), "#123456").save(stream, "PNG")
    return stream.getvalue()


def scene(*ops, **words):
    return Scene(60, 30, ops, **{"title": "t", "description": "d", "language": "ja", **words})


def opened(*scenes):
    return pypdf.PdfReader(io.BytesIO(pdf(scenes)), strict=True)


def tags(reader):
    """The structure elements in reading order: name, alternative text, language."""

    def below(node):
        node = node.get_object() if isinstance(node, IndirectObject) else node
        if not isinstance(node, dict):
            return
        if "/S" in node:
            yield node["/S"], node.get("/Alt"), node.get("/Lang")
        kids = node.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            yield from below(kid)

    return list(below(reader.trailer["/Root"]["/StructTreeRoot"]))


def test_a_page_for_each_scene_at_its_size():
    pages = opened(scene(Text(1, 5, "a", 3)), Scene(100, 50.8, (Text(1, 5, "b", 3),), "u", "d")).pages
    sizes = [(float(page.mediabox.width), float(page.mediabox.height)) for page in pages]
    assert sizes[0] == pytest.approx((60 / 25.4 * 72, 30 / 25.4 * 72), abs=1e-3)
    assert sizes[1] == pytest.approx((100 / 25.4 * 72, 144), abs=1e-3)
    assert [page.extract_text() for page in pages] == ["a", "b"]


@pytest.mark.parametrize(
    "text", ["CO₂排出量", "鮭おにぎり", "流通・販売（包装を含む）。", "20袋入 kg 1.5℃", "AVATo fi ffl"]
)
def test_text_is_text(text):
    found = opened(scene(Text(2, 10, text, 3))).pages[0].extract_text()
    assert found.replace("\n", "") == text.replace("₂", "2")


@pytest.mark.parametrize("text", NASTY)
def test_markup_in_data_is_data(text):
    reader = opened(
        scene(Text(1, 5, text, 1), Qr(20, 8, 20, LINK, text), Image(1, 9, 4, 2, logo(), text), title=text)
    )
    assert reader.pages[0].extract_text().rstrip() == text
    assert reader.metadata.title == text
    assert [alt for _, alt, _ in tags(reader) if alt] == [text, text]


def test_it_says_that_it_is_archivable_and_accessible():
    root = opened(scene(Text(1, 5, "a", 3))).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "ja"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    xmp = root["/Metadata"].get_object().get_data().decode()
    assert re.search(r"<pdfaid:part>2</pdfaid:part>\s*<pdfaid:conformance>A</pdfaid:conformance>", xmp)
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp


def test_the_tags_are_in_the_order_of_the_scene_and_bars_have_none():
    found = tags(
        opened(
            scene(
                Text(1, 20, "first", 3),
                Rect(1, 21, 40, 1, radius=0.5),
                Qr(40, 1, 14.8, LINK, "the way to more"),
                Text(1, 5, "second", 3, language="en"),
                Image(1, 6, 4, 2, logo(), "the mill"),
                Image(1, 9, 4, 2, logo()),
            )
        )
    )
    assert [name for name, _, _ in found if name in {"/P", "/Figure"}] == ["/P", "/Figure", "/P", "/Figure"]
    assert [alt for name, alt, _ in found if name == "/Figure"] == ["the way to more", "the mill"]
    assert "en" in {language for _, _, language in found}


def test_a_code_without_a_description_reads_its_payload():
    assert ("/Figure", LINK) in [(name, alt) for name, alt, _ in tags(opened(scene(Qr(1, 1, 20, LINK))))]


def test_fonts_are_embedded_as_subsets():
    reader = opened(scene(Text(1, 5, "鮭", 3), Text(1, 15, "鮭", 3, BOLD)))
    names = set()
    for font in reader.pages[0]["/Resources"]["/Font"].values():
        below = font.get_object()["/DescendantFonts"][0].get_object()
        names.add(below["/BaseFont"][8:])
        assert re.match(r"/[A-Z]{6}\+", below["/BaseFont"])
        assert len(below["/FontDescriptor"]["/FontFile3"].get_data()) < 20_000
    assert names == {"NotoSansCJKjp-Regular", "NotoSansCJKjp-Bold"}


def test_a_font_is_taken_by_its_file_whatever_it_is_called(tmp_path):
    copy = tmp_path / "house.otf"
    copy.write_bytes(BOLD.path.read_bytes())
    reader = opened(scene(Text(1, 5, "a", 3, Font("House Gothic", file=str(copy)))))
    [font] = reader.pages[0]["/Resources"]["/Font"].values()
    assert font.get_object()["/BaseFont"].split("+")[1].startswith("NotoSansCJKjp-Bold")


def test_letters_of_the_companion_are_embedded_in_their_weight():
    reader = opened(scene(Text(1, 5, "Łódź", 3, BOLD), Text(1, 9, "Łódź", 3)))
    fonts = reader.pages[0]["/Resources"]["/Font"].values()
    names = sorted(font.get_object()["/BaseFont"].split("+")[1] for font in fonts)
    assert [name.split("-Identity")[0] for name in names] == [
        "NotoSansCJKjp-Bold",
        "NotoSansCJKjp-Regular",
        "SourceSans3-Roman",
        "SourceSans3-Roman",
    ]
    assert reader.pages[0].extract_text().split() == ["Łódź", "Łódź"]


def test_a_file_that_typst_cannot_use_is_named(tmp_path, monkeypatch):
    other = tmp_path / "house.otf"
    other.write_bytes(b"no font")
    monkeypatch.setattr("co2label.draw._format_pdf.glyphs", lambda text, font: (Glyph(text, font, 0.0),))
    monkeypatch.setattr("co2label.draw._format_pdf.line_start", lambda *_: 0.0)
    with pytest.raises(DrawError, match=r"that typst can use, got house\.otf"):
        pdf([scene(Text(1, 5, "a", 3, Font("House", file=str(other))))])


def test_the_same_scenes_are_the_same_bytes_at_any_time(monkeypatch):
    page = scene(Text(1, 5, "CO₂", 3), Qr(20, 1, 20, LINK, "more"))
    first = pdf([page, page])
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert pdf([page, page]) == first
    assert pypdf.PdfReader(io.BytesIO(first)).metadata.creation_date.year == 1970


def test_without_typst_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(DrawError, match=re.escape('run: pip install "co2label[pdf]"')):
        Picture(scene(Text(1, 5, "a", 3))).pdf()


def test_a_document_needs_a_title():
    with pytest.raises(DrawError, match=r"cannot be a PDF: .*title"):
        pdf([scene(Text(1, 5, "a", 3), title="")])


def test_one_picture_on_many_pages_is_kept_once():
    """A logo of random pixels does not shrink: ten pages of it are little more than one."""
    noise = Pixels.frombytes("L", (64, 64), bytes((7 * i * i + i // 3) % 251 for i in range(4096)))
    stream = io.BytesIO()
    noise.save(stream, "PNG")
    page = scene(Text(1, 5, "a", 3), Image(1, 10, 10, 10, stream.getvalue(), "mill"))
    once, ten = len(pdf([page])), len(pdf([page] * 10))
    assert ten - once < 10 * 2500


def test_no_script_no_link_no_form():
    page = scene(Text(1, 5, "https://example.com", 2), Qr(20, 6, 20, LINK, "more"))
    reader = opened(page)
    numbers = {*reader.xref_objStm, *(number for table in reader.xref.values() for number in table)}
    raw = "".join(repr(reader.get_object(number)) for number in numbers)
    assert "/StructTreeRoot" in raw
    assert "/Figure" in raw
    for word in ("/JavaScript", "/JS", "/URI", "/Launch", "/AcroForm", "/EmbeddedFiles", "/Annots"):
        assert word not in raw

"""SVG: every op, read back by a strict reader; data stays data; nothing is loaded from elsewhere."""

import io
import runpy
from pathlib import Path

import pytest
from PIL import Image as Pixels

from co2label.draw import (
    BOLD,
    REGULAR,
    Font,
    Hatch,
    Image,
    Picture,
    Qr,
    Rect,
    Scene,
    Text,
    ink,
    measure,
    modules,
)
from co2label.draw._format_svg import svg

STRICT = runpy.run_path(str(Path(__file__).parents[2] / "strict_svg.py"))
read, RefusedError = STRICT["read"], STRICT["RefusedError"]
LINK = "https://id.example.jp/01/04569951110016"
NASTY = [
    "<script>alert(\"1\")</script> & '鮭' ]]>",
    "a\"b'c&d<e>f",
    "<!-- & -->",
    "&amp;&#60;",
    '" onload="alert(1)',
    "{}%s\\",
    "</text></svg><image href='https://example.com/x.png'/>",
]


def logo():
    stream = io.BytesIO()
    Pixels.new("RGB", (2, 1), "#123456").save(stream, "PNG")
    return stream.getvalue()


def scene(*ops, **words):
    return Scene(60, 30, ops, **{"title": "t", "description": "d", "language": "ja", **words})


def drawn(*ops, **words):
    return read(svg(scene(*ops, **words), "live"))


def test_rectangles_and_their_corners():
    paper, square, round_ = drawn(Rect(1, 2, 3, 4, "#0a5a70"), Rect(1.5, 2.25, 3, 4, radius=0.8)).rects
    assert paper == {"width": 60, "height": 30, "fill": "#ffffff"}
    assert square == {"x": 1, "y": 2, "width": 3, "height": 4, "fill": "#0a5a70"}
    assert round_ == {"x": 1.5, "y": 2.25, "width": 3, "height": 4, "rx": 0.8, "fill": "#111111"}


@pytest.mark.parametrize(("align", "x"), [("left", 30), ("middle", 30 - 3.475 / 2), ("right", 30 - 3.475)])
def test_a_line_is_held_by_its_left_its_middle_or_its_right(align, x):
    """In Noto Sans CJK JP a digit is 0.555 em wide and A 0.6075 (rounded to 0.608): 2 × 0.555 + 0.608 = 1.718."""
    advance = 2 * 0.555 + 0.608
    [[run]] = drawn(Text(30, 10, "1A2", 3.475 / advance, align=align)).lines
    assert run["x"] == pytest.approx(x, abs=2e-4)
    assert run["textLength"] == pytest.approx(3.475, abs=2e-4)


def test_a_lowered_two_and_brackets_are_runs_of_their_own():
    [[co, two, e, opening, word, closing]] = drawn(Text(0, 10, "CO₂e（鮭）", 10)).lines
    assert [run["text"] for run in (co, two, e, opening, word, closing)] == ["CO", "2", "e", "（", "鮭", "）"]
    assert (two["font-size"], two["y"]) == (6.2, 11.5)
    assert (opening["text-anchor"], opening["x"]) == ("end", word["x"])
    assert closing["x"] == pytest.approx(word["x"] + 10)


def test_letters_of_the_companion_are_a_run_in_its_family():
    """0.547 and 0.610 em are the widths of n in both fonts: the companion is set 1.115 times as large."""
    [[first, letter, rest]] = drawn(Text(0, 10, "Właz", 10)).lines
    assert [run["text"] for run in (first, letter, rest)] == ["W", "ł", "az"]
    assert letter["font-family"].startswith("'Source Sans 3',")
    assert letter["font-size"] == pytest.approx(10 * 0.610 / 0.547, abs=1e-3)


def test_a_line_says_its_weight_its_family_and_a_language_of_its_own():
    other = Font("BIZ UD'Gothic", file=str(REGULAR.path))
    plain, bold, own = drawn(
        Text(1, 5, "a", 3), Text(1, 10, "b", 3, BOLD), Text(1, 15, "c", 3, other, language="en")
    ).lines
    assert not {"font-weight", "font-family", "lang"} & set(plain[0])
    assert bold[0]["font-weight"] == "700"
    assert own[0]["font-family"].startswith(r"'BIZ UD\27 Gothic','Noto Sans JP',")
    assert own[0]["lang"] == own[0]["xml:lang"] == "en"


@pytest.mark.parametrize("level", "LMQH")
def test_a_code_has_the_modules_of_its_level_and_mask(level):
    [code] = drawn(Qr(10, 2, 20, LINK, "the way to more", level, 3)).codes
    rows = [list(row) for row in modules(LINK, level=level, mask=3)]
    assert code["rows"] == rows
    module = 20 / (len(rows) + 8)
    assert code["at"] == pytest.approx((10 + 4 * module, 2 + 4 * module, module), abs=1e-4)
    assert code["aria-label"] == "the way to more"


def test_an_image_holds_its_own_bytes():
    [image] = drawn(Image(1, 2, 20, 10, logo(), "the mill")).images
    assert image["png"] == logo()
    assert (image["x"], image["y"], image["width"], image["height"]) == (1, 2, 20, 10)
    assert (image["preserveAspectRatio"], image["aria-label"]) == ("none", "the mill")


@pytest.mark.parametrize("text", NASTY)
def test_data_stays_data(text):
    found = drawn(
        Text(1, 5, text, 0.5),
        Qr(20, 5, 20, LINK, text),
        Image(1, 10, 5, 5, logo(), text),
        title=text,
        description=text,
    )
    assert found.texts == [text]
    assert found.title == found.description == text
    assert found.codes[0]["aria-label"] == found.images[0]["aria-label"] == text


@pytest.mark.parametrize("family", ["';}</style><script>", 'a"b', "x;fill:url(https://example.com)", "\\27"])
def test_the_name_of_a_font_ends_nowhere_early(family):
    font = Font(family, file=str(REGULAR.path))
    [[run]] = drawn(Text(1, 5, "a", 3, font)).lines
    quoted = run["font-family"].split(",'Noto")[0]
    assert quoted.startswith("'")
    assert quoted.endswith("'")
    assert not set("'\";(){}<>") & set(quoted[1:-1])


@pytest.mark.parametrize("char", ["\x00", "\x1b", "\x0b", "\ud800", "\ufffe", "\uffff"])
def test_what_xml_cannot_hold_is_replaced(char):
    found = drawn(title=f"a{char}b", description=char)
    assert (found.title, found.description) == ("a\ufffdb", "\ufffd")


@pytest.mark.parametrize(
    ("text", "font"),
    [
        ("鮭おにぎり（110 g）", REGULAR),
        ("CO₂e", BOLD),
        ("Łódź, ế", REGULAR),
        ("ở", BOLD),
        ("葛\U000e0100城", REGULAR),
    ],
)
@pytest.mark.parametrize("align", ["left", "middle", "right"])
def test_outlines_are_where_the_ink_is(text, font, align):
    """In thousandths of an em; the bounds of the ink are those of the PNG, which FreeType measures in pixels."""
    [line] = read(svg(scene(Text(30, 10, text, 2, font, align)))).outlines
    bounds, (x, y, scale) = ink(text, font), line["at"]
    assert (y, scale) == (10.0, 0.002)
    assert x == pytest.approx(
        30 - measure(text, 2, font) * {"left": 0, "middle": 0.5, "right": 1}[align], abs=1e-4
    )
    across, down = zip(*line["points"], strict=True)
    seen = (min(across), max(across), min(down), max(down))
    wanted = [1000 * side for side in (bounds.left, bounds.right, bounds.top, bounds.bottom)]
    assert seen == pytest.approx(wanted, abs=2.5)


def test_outlines_say_their_words_and_their_language():
    ops = Text(2, 5, "Tea & <b>", 3, fill="#0a5a70", language="en"), Text(2, 9, "茶", 3)
    tea, leaf = read(svg(scene(*ops))).outlines
    assert (tea["aria-label"], tea["lang"], tea["xml:lang"], tea["fill"]) == (
        "Tea & <b>",
        "en",
        "en",
        "#0a5a70",
    )
    assert (leaf["aria-label"], "lang" in leaf) == ("茶", False)


def test_outlines_need_no_font():
    text = svg(scene(Text(2, 5, "鮭 CO₂", 3), Text(2, 9, "ł", 3, BOLD)))
    assert "font" not in text
    assert "<text" not in text


def test_blanks_alone_are_no_outline():
    [line] = read(svg(scene(Text(2, 5, " ", 3)))).outlines
    assert line["points"] == []


def test_equal_ops_are_written_alike_whatever_was_written_before():
    whole, fraction = Rect(1, 2, 3, 4), Rect(1.0, 2.0, 3.0, 4.0)
    assert svg(scene(whole)) == svg(scene(fraction))
    english = svg(scene(Text(1, 5, "a", 3), language="en"), "live")
    japanese = svg(scene(Text(1, 5, "a", 3), language="ja"), "live")
    assert read(english).lines[0][0]["lang"] == "ja"
    assert "lang" not in read(japanese).lines[0][0]


def test_svg_says_its_size_its_language_and_its_name():
    text = Picture(scene(Text(2, 8, "鮭", 3))).svg()
    assert 'width="60mm" height="30mm" viewBox="0 0 60 30" role="img"' in text
    assert ' lang="ja" xml:lang="ja">' in text
    mark = text.split('aria-labelledby="t-')[1][:8]
    assert f'<title id="t-{mark}">t</title>\n<desc id="d-{mark}">d</desc>' in text
    assert mark not in Picture(scene(Text(2, 8, "梅", 3))).svg()


@pytest.mark.parametrize(
    "smuggled",
    [
        "<script/>",
        '<a href="x"><text x="1" y="1">a</text></a>',
        '<rect onclick="x" width="1" height="1"/>',
        '<rect style="fill:url(x)" width="1" height="1"/>',
        '<image href="https://example.com/x.png"/>',
        '<rect fill="url(#a)" width="1" height="1"/>',
        "<!-- x -->",
        "<?x y?>",
        "loose",
        '<path transform="translate(1 1) scale(1)" shape-rendering="crispEdges" d="M0 0c1 1 1 1 1 1"/>',
        '<path transform="translate(1 1) scale(1)" d="M0 0a1 1 1 1 1 1"/>',
    ],
)
def test_the_strict_reader_is_strict(smuggled):
    good = svg(scene())
    assert read(good).title == "t"
    with pytest.raises(RefusedError):
        read(good.replace("</svg>", f"{smuggled}</svg>"))


def test_a_hatch_is_a_path_in_its_rectangle():
    [hatch] = drawn(Rect(2, 3, 8, 4, "#ffffff", hatch=Hatch("#9a3f00", 1.0, 0.2))).hatches
    across, down = zip(*hatch["points"], strict=True)
    assert (min(across), max(across), min(down), max(down)) == (2.0, 10.0, 3.0, 7.0)
    assert hatch["fill"] == "#9a3f00"

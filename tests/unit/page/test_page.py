"""The page behind the QR code: strict readers of our own, hostile words in every field, what is said and what is not."""

from __future__ import annotations

import dataclasses
import html.parser
import json
import re
import runpy
from pathlib import Path

import pytest

from co2label.declaration import DeclaredUnit, PerAmount, Qualifier, ShownInterval, equivalents_of
from co2label.draw import SCALE_FILLS
from co2label.errors import ClaimError, IdentifierError, TextError
from co2label.model import Verification
from co2label.page import page

GOLDEN = runpy.run_path(str(Path(__file__).parents[2] / "golden" / "pages.py"))
full, rice_ball, TIPS = GOLDEN["full"], GOLDEN["rice_ball"], GOLDEN["TIPS"]

HTML = "html head meta title style link script body main article nav a div p h1 h2 b span i sub section table"
HTML += " thead tbody tfoot tr th td dl dt dd ul ol li footer br details summary u em s"
ELEMENTS = {*HTML.split()}
PLAIN = "lang charset http-equiv content name rel type href class id hreflang aria-current aria-label aria-hidden focusable"
PLAIN += " aria-labelledby style scope colspan tabindex role"
ATTRIBUTES = set(PLAIN.split())
VOID = {"meta", "link", "br"}
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"' onload='x' &amp; </style> javascript:x ]]>"


class Reader(html.parser.HTMLParser):
    """Refuses every element and attribute that a page has no need of, and elements that are not closed in order."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.words, self.links, self.ids, self.data = [], [], [], [], None

    def handle_starttag(self, tag, attrs):
        assert tag in ELEMENTS, tag
        for key, value in attrs:
            assert key in ATTRIBUTES, (tag, key)
            if key == "href":
                self.links.append((tag, value))
                assert value.startswith(("https://", "http://", "#", "index.json", "../")), value
            if key == "style":
                assert "url" not in value
                assert "expression" not in value
            if key == "id":
                self.ids.append(value)
        if tag == "link":
            assert dict(attrs)["rel"] == "alternate"  # not fetched by a browser
        if tag not in VOID:
            self.open.append(tag)
        if tag == "script":
            assert dict(attrs) == {"type": "application/ld+json"}

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] == "script":
            assert self.data is None
            self.data = json.loads(data)
        elif self.open and self.open[-1] != "style":
            self.words.append(data)

    def handle_comment(self, data):
        raise AssertionError(data)

    def unknown_decl(self, data):
        raise AssertionError(data)


def read(source):
    reader = Reader()
    reader.feed(source)
    reader.close()
    assert reader.open == []
    assert len(reader.ids) == len(set(reader.ids))
    return reader


def words(source):
    return "".join(read(source).words)


def hostile(value):
    """The same value with the hostile text in the place of every text inside."""
    if isinstance(value, str):
        return HOSTILE
    if isinstance(value, dict):
        return {key: hostile(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return tuple(hostile(each) for each in value)
    if dataclasses.is_dataclass(value):
        kept = {"stage", "status", "kind", "letter", "value", "percent"}
        changes = {
            field.name: getattr(value, field.name)
            if field.name in kept
            else hostile(getattr(value, field.name))
            for field in dataclasses.fields(value)
        }
        return dataclasses.replace(value, **changes)
    return value


def test_every_part_is_said_in_both_languages():
    said = words(page(full(), tips=TIPS))
    for part in (
        "鮭おにぎり", "Salmon rice ball", "1個（110 g）あたり", "each (110 g)", "3%", "2030年の目標（IGES 2019）",
        "190 g\xa0CO2e", "原材料調達", "Raw materials", "データなし", "no data", "原材料調達〜廃棄（包装を含む）",
        "ISO 14067:2018", "IPCC第6次評価報告書の地球温暖化係数（100年）で換算", "自社で算定", "own calculation, not verified",
        "22\xa0November 2027", "2027年11月22日", "株式会社サンプル",
        "5年より古い", "over five years older", "not a statutory value", "法令で定められた値や認証の値ではありません",
        "AGRIBALYSE（3.1.1）", "ADEME, AGRIBALYSE 3.1.1", "Licence: etalab-2.0", "Factors used: food.nori, food.rice",
        "当社2023年品より12%少ない", "12% lower than our product of 2023", "80%が町内の小水力", "0.110 kg * 120 km",
        "step 2 of 5 from the lowest, by Sample town canteen 2026", "A to 0.2, B to 0.4", "食べきって", "Eat it up",
    ):  # fmt: skip
        assert part in said, part


def test_the_rows_of_the_stage_table_are_those_of_the_declaration():
    source = page(rice_ball(), language="en")
    rows = source.partition("<tbody>")[2].partition("</tbody>")[0].strip().split("\n")
    assert [words(row) for row in rows] == [
        "Raw materials15071%",
        "Production3013%",
        "Distribution2010%",
        "Useno data",
        "End of life106%",
    ]
    assert 'style="width:71.2%"' in rows[0]
    assert "width" not in rows[3]


def test_a_page_that_has_little_to_say_has_no_empty_parts():
    source = page(rice_ball(), language="ja", machine_link=None)
    for heading in (
        "出典",
        "できること",
        "当社の商品との比較",
        "多い",
        "身近なもの",
        "もっと少ない",
        "計算の内訳",
        "JSON",
    ):
        assert heading not in words(source)
    assert read(source).links == []


@pytest.mark.parametrize("language", ["ja", "en", "ja+en+fr"])
def test_hostile_words_stay_words(language):
    said = full(scope={"ja": "x", "en": "x"})
    fields = ("name", "declared_unit", "scope", "company", "standard", "gwp_set", "factor_edition", "per_amount", "link",
              "product_id", "band", "indicators", "comparison", "sources", "working", "qualifiers", "shown")  # fmt: skip
    bad = dataclasses.replace(
        said,
        **{field: hostile(getattr(said, field)) for field in fields},
        verification=Verification.model_construct(kind="third-party", by=HOSTILE, date=said.issued),
    )
    reader = read(page(bad, language=language, tips=[{"en": HOSTILE}]))
    assert reader.data["name"][0]["@value"] == HOSTILE
    assert reader.data["url"] == HOSTILE
    assert all(target == "index.json" or target.startswith("#") for _, target in reader.links)
    assert "".join(reader.words).count("<script>alert(1)</script>") > 20


@pytest.mark.parametrize(
    "address",
    [
        *("javascript:alert(1)", "data:text/html,x", "https://a b", "//x", "https://x\ny", ""),
        *(
            "http://localhost/report",
            "https://10.0.0.7/report",
            "https://a.jp:99999/report",
            "http://u:p@a.jp",
        ),
    ],
)
def test_a_source_whose_address_is_no_web_address_is_named_without_a_link(address):
    source = dataclasses.replace(full().sources[0], url=address)
    assert not any(
        target.startswith(("http", "//", "data", "java"))
        for _, target in read(page(full(sources=(source,)))).links
    )


@pytest.mark.parametrize("address", ["javascript:x", "//host/x", "/x", 'x" onclick="y', "https://x/y", ""])
def test_the_link_to_the_data_is_relative(address):
    with pytest.raises(IdentifierError, match="relative address"):
        page(rice_ball(), machine_link=address)


def test_json_ld_says_the_figure_as_shown():
    found = read(page(rice_ball(), language="en+ja")).data
    assert found["@type"] == "Product"
    assert found["gtin"] == "04569951110016"
    assert {"@language": "ja", "@value": "鮭おにぎり"} in found["name"]
    footprint = found["additionalProperty"][0]
    assert (footprint["value"], footprint["unitText"]) == ("210", "g-CO2e")
    assert "gtin" not in read(page(rice_ball(gtin=None))).data


def test_an_unknown_note_is_said_in_its_own_words():
    assert "Sold by weight." in words(page(rice_ball(qualifiers=(Qualifier("new-code", "Sold by weight."),))))


def test_digits_of_french():
    said = rice_ball(shown=dataclasses.replace(rice_ball().shown, value="0.21", unit="kg-CO2e"))
    assert "<b>0,21</b>" in page(said, language="fr")
    assert "<b>0.21</b>" in page(said, language="ja")


def test_the_verifier_is_named_with_the_day():
    checked = Verification(kind="third-party", by="Sample body", date="2026-09-01")
    assert "verified by Sample body, 1\u00a0September 2026" in words(
        page(rice_ball(verification=checked), language="en")
    )


def test_a_unit_in_one_language_only_is_said_in_that():
    said = rice_ball(declared_unit=DeclaredUnit({"und": "1 kg"}))
    assert "1 kgあたり" in words(page(said, language="ja"))


@pytest.mark.parametrize("language", [(), "ja+ja", "xx", ""])
def test_languages_that_cannot_be(language):
    with pytest.raises(TextError):
        page(rice_ball(), language=language)


def test_tips_are_judged():
    with pytest.raises(
        ClaimError, match=r"tips\[1\]\.en: .* claims 'carbon neutral', which .*; say what one can do"
    ):
        page(rice_ball(), tips=[{"en": "Eat it up."}, {"en": "This is carbon neutral"}])
    with pytest.raises(TextError, match=r"tips\[0\]\.ja: character 2"):
        page(rice_ball(), tips=[{"ja": "x\u202e"}])
    with pytest.raises(TextError, match=r"tips\[0\]"):
        page(rice_ball(), tips=[{}])


def stated(low="190", high="230", share=1.0, **more):
    reference = dataclasses.replace(rice_ball().reference, interval=(0.028, 0.034))
    return rice_ball(interval=ShownInterval(low, high, 0.95, share), reference=reference, **more)


def test_the_range_is_said_with_the_share_that_it_covers():
    said = words(page(stated(share=0.9), language="en"))
    assert "probably 190 to 230" in said
    assert "Uncertainty is stated for 90% of it." in said
    assert "Uncertainty is stated" not in words(page(stated(), language="en"))
    assert 'class="bar share" aria-hidden="true"><i style="width:3.1%"' not in page(
        rice_ball(), language="en"
    )


def test_a_share_above_the_whole_is_drawn_as_such_with_its_whisker():
    reference = dataclasses.replace(
        rice_ball().reference, kind="days", value=2, share=2.0, interval=(1.5, 2.5)
    )
    source = page(rice_ball(reference=reference), language="en")
    # an axis of 2.5 days: the bar takes 2 of them, one day ends at 40 %, the whisker reaches from 60 to 100 %
    assert '<i style="width:80.00%"></i><u style="left:40.00%"></u>' in source
    assert '<em style="left:60.00%;width:40.00%"></em>' in source


def test_a_scale_shows_all_letters_and_the_own_step():
    source = page(full(), language="en")
    steps = re.findall('<li class="([^"]*)" style="--step:(#[0-9a-f]{6})"><b>(.)</b></li>', source)
    assert [letter for _, _, letter in steps] == list("ABCDE")
    assert [fill for _, fill, _ in steps] == list(SCALE_FILLS)
    assert [letter for place, _, letter in steps if "own" in place] == ["B"]
    assert [place for place, _, _ in steps][3:] == ["high", "highest"]


def test_bounds_stand_under_the_joints():
    band = dataclasses.replace(full().band, bounds=("0.2", "0.4", "0.8", "1.2"), unit="kg-CO2e")
    source = page(full(band=band), language="fr")
    found = re.findall('<span style="left:([0-9.]+)%"><i>([0-9,]+)</i>(<s>kg</s>)?', source)
    assert found == [
        ("20.00", "0,2", ""),
        ("40.00", "0,4", ""),
        ("60.00", "0,8", ""),
        ("80.00", "1,2", "<s>kg</s>"),
    ]


def test_equivalents_stand_with_their_sources():
    said = rice_ball(equivalents=equivalents_of(0.21))
    source = words(page(said, language="en"))
    for each in said.equivalents:
        assert f"{each.value} {each.short['en']}" in source
    assert source.count("Koide et al. 2021") == 1


def test_the_figure_comes_first_and_every_line_is_folded():
    source = page(full(), language="en")
    assert source.index("<b>210</b>") < source.index("What it is made of") < source.index("<details>")
    assert (
        source.index("<details>")
        < source.index('class="stages"')
        < source.index("AGRIBALYSE")
        < source.index("</details>")
    )
    assert "<svg" not in source


def test_a_figure_per_the_declared_unit_is_not_said_twice():
    unit = DeclaredUnit({"ja": "1 kg", "en": "1 kg"})
    said = rice_ball(
        declared_unit=unit, per_amount=PerAmount({"ja": "1 kg", "en": "1 kg"}, rice_ball().shown)
    )
    assert 'class="amount"' not in page(said, language="en")

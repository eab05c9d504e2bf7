"""The receipt for an e-mail, as a browser shows it."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

import co2label as c2
from co2label.receipt import Receipt, ReceiptLine, html, plain
from co2label.wording import LANGUAGES, translate

LINK = "https://id.example.jp/01/04569951110016"


def bought(**more):
    lines = [
        ReceiptLine(name="鮭おにぎり", quantity=2, price=178, kg_co2e=0.2359),
        ReceiptLine(
            name="北海道産 特選よつ葉牛乳 1リットル 成分無調整", price=298, kg_co2e=1.3, method="average"
        ),
        ReceiptLine(name="<img src=x onerror=alert(1)>", price=690),
        ReceiptLine(name="値引", price=-50),
    ]
    return Receipt(lines=lines, store="サンプルストア", receipt_id="0042", last_kg=2.0, **more)


class Elements(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.open = [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        assert not any(name.startswith("on") for name, _ in attrs)
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("width", [320, 390, 800])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_browser_shows_every_row_within_the_screen(chromium, width, language):
    page = chromium.new_page(viewport={"width": width, "height": 700})
    page.set_content(html(bought(), language=language, link=LINK))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.documentElement.lang") == language
    assert page.locator("img, script").count() == 0
    assert page.locator("a").get_attribute("href") == LINK
    page.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing(chromium, axe, language):
    page = chromium.new_page(viewport={"width": 390, "height": 700})
    page.set_content(html(bought(), language=language, link=LINK))
    page.add_script_tag(content=axe)
    found = page.evaluate("axe.run()")
    page.close()
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found["violations"]] == []
    assert len(found["passes"]) > 15


def test_without_a_store_it_is_headed_all_the_same(chromium):
    page = chromium.new_page()
    page.set_content(html(Receipt(lines=[ReceiptLine(name="茶", price=150)]), language="en"))
    assert (page.title(), page.locator("h1").inner_text()) == ("Receipt", "Receipt")
    page.close()


def test_an_e_mail_takes_it_with_the_slip_as_its_text():
    mail = EmailMessage()
    mail.set_content(plain(bought(), columns=32))
    mail.add_alternative(html(bought()), subtype="html")
    read = message_from_bytes(mail.as_bytes(), policy=policy.default)
    assert read.get_body(["plain"]).get_content() == plain(bought(), columns=32) + "\n"
    assert read.get_body(["html"]).get_content() == html(bought())


def test_what_it_says(chromium):
    page = chromium.new_page(viewport={"width": 390, "height": 700})
    page.set_content(html(bought()))
    rows = [
        " ".join(row.split()) for row in page.locator("[role=main] > table > tbody > tr").all_inner_texts()
    ]
    filled, rest = (
        box["width"] for box in (page.locator("table table td").nth(n).bounding_box() for n in (0, 1))
    )
    assert [row for row in rows if row] == [
        "サンプルストア",
        "No. 0042",
        "CO2e kg",
        "鮭おにぎり ×2 ¥356 0.5",
        "北海道産 特選よつ葉牛乳 1リットル 成分無調整 ¥298 1.3*",
        "<img src=x onerror=alert(1)> ¥690 —",
        "値引 −¥50",
        "合計 ¥1,294",
        "CO2e合計(2/3品目) 約1.8kg",
        "推計を含む（平均値 73%）",
        f"{translate('receipt.share', 'ja')} 49%",
        "くらし全体の目安(1人1日6.8kg)の26%",
        "前回は2.0kg",
        "主なもの",
        "北海道産 特選よつ葉牛乳 1リットル 成分無調整 1.3kg 73%",
        "鮭おにぎり 0.5kg 27%",
        "CO2e=温室効果ガスのCO2換算",
        "*推計",
        "—データなし",
        "根拠の記載がない値を含む",
        translate("receipt.information", "ja"),
    ]
    assert filled / (filled + rest) == pytest.approx(0.73, abs=0.02)
    page.close()


@given(st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=60))
def test_no_name_becomes_markup(name):
    try:
        line = ReceiptLine(name=name, price=1, kg_co2e=0.1)
    except c2.DocumentError:
        return
    expected = Elements(html(Receipt(lines=[ReceiptLine(name="x", price=1, kg_co2e=0.1)]))).tags
    found = Elements(html(Receipt(lines=[line]))).tags
    assert [tag for tag in found if tag != "sub"] == [tag for tag in expected if tag != "sub"]


def test_what_is_refused():
    with pytest.raises(c2.IdentifierError):
        html(bought(), link="javascript:alert(1)")
    with pytest.raises(c2.TextError, match="expected a language"):
        html(bought(), language="xx")

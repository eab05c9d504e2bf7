"""Notices: short remarks below the figures, on every kind of receipt, and nothing that must not be said."""

from __future__ import annotations

import json

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import co2label as c2
from co2label.columns import columns as columns_of
from co2label.receipt import (
    Receipt,
    ReceiptLine,
    Sidecar,
    basket_of,
    escpos,
    html,
    linked_data,
    page_for,
    plain,
    preview,
    receiptline,
    replaced_characters,
    sidecar,
)
from co2label.wording import LANGUAGES

TEA = ReceiptLine(name="茶", price=150, kg_co2e=0.2)
POINTS = {"ja": "20ポイントを差し上げました", "en": "You got 20 points", "fr": "20 points reçus"}
PLAIN = "8月31日まで"


def slip(*notices):
    return Receipt(lines=[TEA], notices=notices)


def test_they_stand_below_everything_else():
    assert plain(slip(POINTS, PLAIN)).splitlines()[-5:] == [
        "CO2eは参考情報です(お支払いとは",
        "関係ありません)",
        "--------------------------------",
        "・20ポイントを差し上げました",
        "・8月31日まで",
    ]


def test_a_long_one_goes_on_below_its_own_first_letter():
    said = "a" * 26 + " " + "b" * 30
    assert plain(slip(said), language="en").splitlines()[-2:] == [f"- {'a' * 26}", f"  {'b' * 30}"]


def test_a_row_does_not_end_within_a_number():
    assert plain(slip("あ" * 14 + "2027年3月31日")).splitlines()[-2:] == ["・" + "あ" * 14, "  2027年3月31日"]
    assert plain(slip("あ" * 14 + "x1,234")).splitlines()[-2:] == ["・" + "あ" * 14, "  x1,234"]
    assert plain(slip("1" * 31)).splitlines()[-2:] == ["・" + "1" * 30, "  1"]


def test_without_notices_nothing_changes():
    bare = Receipt(lines=[TEA])
    assert plain(bare) == plain(slip())
    assert plain(slip(PLAIN)).startswith(plain(bare) + "\n")
    assert html(bare) == html(slip())
    assert "notices" not in sidecar(bare)
    assert "description" not in linked_data(bare)
    assert bare.as_dict()["notices"] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_none_is_hidden_anywhere(language):
    receipt = slip(POINTS, PLAIN)
    said = POINTS[language]
    how = {"language": language}
    assert said in plain(receipt, **how)
    printed = plain(receipt, **how, page=page_for(receipt, language))
    on_paper = said.replace("ç", "c")  # 茶 is printed in CP932
    assert on_paper in printed
    assert printed.encode(page_for(receipt, language)) in escpos(receipt, **how)
    assert on_paper in receiptline(receipt, **how)
    assert said in html(receipt, **how)
    assert preview(receipt, **how).scene.description == printed
    assert linked_data(receipt, **how)["description"] == [said, PLAIN]
    assert receipt.as_dict()["notices"] == [POINTS, {"und": PLAIN}]
    data = json.loads(json.dumps(sidecar(receipt)))
    jsonschema.validate(data, Sidecar.model_json_schema())
    assert data["notices"] == [POINTS, {"und": PLAIN}]


def test_no_notice_becomes_a_command_or_a_tag():
    receipt = slip("{c:x}|<b>=")
    assert "|・\\{c:x\\}\\|<b>=" in receiptline(receipt)
    assert "&lt;b&gt;" in html(receipt)
    assert "<b>" not in html(receipt)


def test_co2_in_a_mail_has_its_lowered_2():
    assert "10g CO<sub" in html(slip("10g CO2"))


def test_what_a_printer_cannot_print_is_said_in_the_language_of_the_paper():
    assert replaced_characters(slip(POINTS)) == ()
    assert replaced_characters(slip(POINTS), language="fr", page="cp932") == ("ç",)


def test_a_basket_keeps_its_notices():
    basket = basket_of({"lines": [{"name": "茶", "price": 150}], "notices": [POINTS, PLAIN]})
    assert basket.receipt().notices == (POINTS, {"und": PLAIN})


def test_every_wrong_one_is_named():
    lines = [{"name": "茶", "price": 150}]
    notices = [{"ja": "エコな買い物です", "en": "Thanks"}, "あ" * 46, "カーボンニュートラル", "x\u202e"]
    with pytest.raises(c2.DocumentError) as caught:
        basket_of({"lines": lines, "notices": notices})
    said = [str(problem) for problem in caught.value.problems]
    assert [one.split(":")[0] for one in said] == ["notices[0].ja", "notices[1]", "notices[2]", "notices[3]"]
    assert "claims 'エコ', which praises what the product does to the environment (praise: " in said[0]
    assert "takes 4 rows of 32 columns, and a notice has 3; shorten it" in said[1]
    assert "U+202E" in said[3]


def test_three_rows_and_four_notices_are_the_most():
    assert len(plain(slip(*["あ" * 45] * 4)).splitlines()) == len(plain(slip()).splitlines()) + 1 + 12
    with pytest.raises(c2.DocumentError, match="4 rows"):
        slip("あ" * 45 + "x")
    with pytest.raises(c2.DocumentError, match=r"notices.*at most 4"):
        slip(*[PLAIN] * 5)


@given(
    st.text("鮭 ｵﾆé𠮷Az09、。-= ", min_size=1, max_size=60).filter(str.strip),
    st.integers(24, 60),
    st.sampled_from(LANGUAGES),
)
def test_no_row_is_wider_than_the_paper(text, columns, language):
    try:
        receipt = slip(text)
    except c2.DocumentError:
        return
    for row in plain(receipt, columns=columns, language=language).splitlines():
        assert columns_of(row, "utf-8") <= columns
        assert not row.endswith(" ")

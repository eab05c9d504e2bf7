"""Places of Japan: codes with their check digit, the declared 385 against the page they come from, names, lists.

`zero_carbon_page.txt` is the text of the page of 2021-05-11 as it lies in the PDF of the council's papers, radicals included.
"""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from co2label.declaration import forbidden_claim
from co2label.errors import DocumentError, IdentifierError, TextError
from co2label.indicators import (
    PREFECTURES,
    Municipality,
    MunicipalityLine,
    ZeroCarbonRegister,
    fold_place,
    municipality_code,
    municipality_text,
)
from co2label.text import clean_text

REGISTER = ZeroCarbonRegister.bundled()
PAGE = (Path(__file__).parents[1] / "zero_carbon_page.txt").read_text(encoding="utf-8")

# 全国地方公共団体コード: 北海道, 札幌市, 東京都, 横浜市, 大阪市; remainder 1 gives 0 (栃木県: 9 * 5 = 45 = 4 * 11 + 1),
# remainder 0 gives 1 (大分県: 4 * 6 + 4 * 5 = 44 = 4 * 11)
CODES = ["010006", "011002", "130001", "141003", "271004", "090000", "440001"]


@pytest.mark.parametrize("code", CODES)
def test_a_published_code_is_kept_and_no_other_check_digit_passes(code):
    assert municipality_code(code) == code
    for digit in set("0123456789") - {code[5]}:
        with pytest.raises(IdentifierError, match=f"check digit {code[5]} expected, got {digit}"):
            municipality_code(code[:5] + digit)


@pytest.mark.parametrize("code", ["", "10006", "0100060", "01000６", "ab0006", 10006, None])
def test_what_is_not_six_digits_is_no_code(code):
    with pytest.raises(IdentifierError, match=r"6 ASCII digits, got .*zero in front"):
        municipality_code(code)


@pytest.mark.parametrize("code", ["000001", "480002", "990000"])
def test_a_code_begins_with_its_prefecture(code):
    with pytest.raises(IdentifierError, match="01 to 47"):
        municipality_code(code)


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        (("岩手", "久慈市", "市", "032077"), "prefecture"),
        (("岩手県", "久慈市", "郡", "032077"), "type"),
        (("岩手県", "市", "市", "032077"), "municipality"),
        (("岩手県", "", "市", "032077"), "municipality"),
        (("岩手県", "久慈市", "都道府県", "030007"), "municipality"),
        (("神奈川県", "西区", "特別区", "141038"), "type"),
        (("岩手県", "久慈市", "市", "030007"), "lgcode"),
        (("岩手県", "岩手県", "都道府県", "032077"), "lgcode"),
        (("岩手県", "久慈市", "市", "032077", "guessed"), "basis"),
    ],
)
def test_parts_that_do_not_belong_together_are_refused(fields, path):
    with pytest.raises(DocumentError) as refusal:
        Municipality(*fields)
    assert path in {problem.where for problem in refusal.value.problems}


def test_the_counts_are_those_that_the_page_prints():
    printed = re.search(r"(\d+)自治体（(\d+)都道府県、(\d+)市、(.)特別区、(\d+)町、(\d+)村）", PAGE)
    total, prefectures, cities, wards, towns, villages = (int(number) for number in printed.groups())

    assert total == prefectures + cities + wards + towns + villages == len(REGISTER) == 385
    assert list(REGISTER.counts().values()) == [prefectures, cities, wards, towns, villages]
    assert list(REGISTER.counts()) == ["都道府県", "市", "特別区", "町", "村"]


def test_day_and_population_are_those_that_the_page_prints():
    assert "2021年５⽉11日時点" in PAGE
    assert REGISTER.as_of == date(2021, 5, 11)
    assert "表明自治体総人口約1億1,011万人" in PAGE
    assert "約1億1,011万人" in REGISTER.population["ja"]
    assert "110.11 million" in REGISTER.population["en"]


def test_every_name_on_the_page_is_on_the_list_as_often_as_there_and_no_other():
    """Below the legend the page holds 345 names and 44 headings, in columns."""
    words = [clean_text(word) for word in PAGE.partition("省略")[2].split()]
    names = Counter(word for word in words if word not in PREFECTURES)

    assert names == Counter(place.name for place in REGISTER if place.kind != "都道府県")
    headings = {word for word in words if word in PREFECTURES}
    assert headings == set(REGISTER.by_prefecture())
    declared = {place.name for place in REGISTER if place.kind == "都道府県"}
    assert set(PREFECTURES) - declared == {
        *("秋田県", "茨城県", "埼玉県", "石川県", "愛知県", "山口県", "福岡県")
    }


def test_places_stand_under_the_heading_that_the_page_sets_over_them():
    """Counted by eye: the first column (北海道 to 秋田県), 山梨県 alone in its own, 熊本県 and 沖縄県 in the last one."""
    counts = REGISTER.by_prefecture()

    assert sum(counts.values()) == 345
    assert (counts["北海道"], counts["岩手県"], counts["宮城県"], counts["秋田県"]) == (12, 13, 4, 2)
    assert (counts["山梨県"], counts["熊本県"], counts["沖縄県"]) == (27, 19, 2)
    assert "青森県" not in counts


def test_only_prefectures_are_inferred():
    assert {place.kind for place in REGISTER if place.basis == "inferred"} == {"都道府県"}
    assert sum(place.basis == "listed" for place in REGISTER) == 345


@pytest.mark.parametrize(
    ("written", "full_name"),
    [
        ("岩手県久慈市", "岩手県久慈市"),
        ("久慈市", "岩手県久慈市"),
        (" 岩手県　久慈市 ", "岩手県久慈市"),
        ("⻑野県", "長野県"),
        ("⻑崎市", "長崎県長崎市"),
        ("⻄宮市", "兵庫県西宮市"),
        ("丸⻲市", "香川県丸亀市"),
        ("平⼾市", "長崎県平戸市"),
        ("平戶市", "長崎県平戸市"),
        ("⿅児島県⿅児島市", "鹿児島県鹿児島市"),
        ("茅ヶ崎市", "神奈川県茅ヶ崎市"),
        ("茅ケ崎市", "神奈川県茅ヶ崎市"),
        ("茅が崎市", "神奈川県茅ヶ崎市"),
        ("茅ｹ崎市", "神奈川県茅ヶ崎市"),
        ("茅ｶﾞ崎市", "神奈川県茅ヶ崎市"),
        ("ﾆｾｺ町", "北海道ニセコ町"),
        ("東ｶｶﾞﾜ市", "香川県東かがわ市"),
        ("九戸郡軽米町", "岩手県軽米町"),
        ("岩手県九⼾郡軽⽶町", "岩手県軽米町"),
        ("児玉郡埼玉県美里町", None),
        ("埼玉県児玉郡美⾥町", "埼玉県美里町"),
        ("宮城県美里町", "宮城県美里町"),
        ("熊本県下益城郡美里町", "熊本県美里町"),
        ("長野県池田町", "長野県池田町"),
        ("郡山市", "福島県郡山市"),
        ("蒲郡市", "愛知県蒲郡市"),
        ("京都市", "京都府京都市"),
        ("京都府", "京都府"),
        ("東京都葛飾区", "東京都葛飾区"),
        ("東京都中央区", "東京都中央区"),
        ("葛飾区", "東京都葛飾区"),
        ("山梨県中央市", "山梨県中央市"),
        ("岩手県美里町", None),
        ("北海道池田町", None),
        ("秋田県", None),
        ("久慈", None),
        ("横浜市西区", None),
        ("府中市", None),
    ],
)
def test_a_name_is_found_in_every_written_form_and_nothing_else_is(written, full_name):
    if full_name:
        assert REGISTER.find(written).full_name == full_name
        return
    with pytest.raises(IdentifierError, match="is not on the list of 2021-05-11"):
        REGISTER.find(written)


def test_three_misato_are_named_as_choices():
    with pytest.raises(IdentifierError) as refusal:
        REGISTER.find("遠田郡美⾥町")
    assert str(refusal.value).endswith(
        "is the name of several places: 宮城県美里町, 埼玉県美里町, 熊本県美里町; write the prefecture before it"
    )


def test_a_name_that_an_undeclared_place_bears_too_is_not_taken_for_the_declared_one():
    with pytest.raises(IdentifierError) as refusal:
        REGISTER.find("池田町")
    assert str(refusal.value) == (
        "'池田町' is the name of several places: 長野県池田町, 北海道池田町 (not on the list of 2021-05-11), "
        "福井県池田町 (not on the list of 2021-05-11), 岐阜県池田町 (not on the list of 2021-05-11); "
        "write the prefecture before it"
    )


def test_a_special_ward_is_not_taken_for_the_ward_of_another_city():
    with pytest.raises(
        IdentifierError, match=r"東京都港区, .*愛知県名古屋市港区 \(not on .*大阪府大阪市港区 \(not on"
    ):
        REGISTER.find("港区")


def test_a_near_name_is_offered():
    with pytest.raises(IdentifierError, match="did you mean '岩手県久慈市'"):
        REGISTER.find("岩手県久滋市")
    with pytest.raises(TextError):
        REGISTER.find("久慈市\u202e")


def test_a_code_leads_to_its_place():
    assert REGISTER.by_code("032077").full_name == "岩手県久慈市"
    with pytest.raises(IdentifierError, match="list of 2021-05-11"):
        REGISTER.by_code("050008")  # 秋田県, whose prefecture had not declared
    with pytest.raises(IdentifierError, match="check digit 7"):
        REGISTER.by_code("032070")


@pytest.mark.parametrize("what", ["origin", "made", "location"])
def test_the_words_of_every_place_say_nothing_that_a_label_refuses(what):
    for place in REGISTER:
        said = municipality_text(MunicipalityLine(place=place.full_name, what=what))
        texts = [text for each in (*said.lines, *said.notes) for text in each.values()]
        assert place.full_name in said.lines[0]["ja"]
        assert "2050年二酸化炭素排出実質ゼロ表明" in said.lines[0]["ja"]
        assert {forbidden_claim(text) for text in texts} == {None}


def test_a_place_that_declared_later_needs_its_day_and_its_source():
    later = {"place": "秋田県由利本荘市", "declared": "2022-03-01", "source": "市の発表"}
    with pytest.raises(
        DocumentError, match=r'place: .* is not on the list of 2021-05-11.*add declared = "…"'
    ):
        municipality_text(MunicipalityLine(place="秋田県由利本荘市"))
    said = municipality_text(MunicipalityLine(**later, name={"en": "Yurihonjo, Akita"}))
    assert said.lines[0]["en"] == "Origin: Yurihonjo, Akita, which has pledged no net CO₂ by 2050"
    assert said.notes[0]["ja"].endswith("秋田県由利本荘市の表明：2022年3月1日（市の発表）。")


HEADER = "prefecture,municipality,type,lgcode"


def read(path, text, encoding="utf-8"):
    path.write_bytes(text.encode(encoding))
    return ZeroCarbonRegister.read(path, as_of=date(2026, 1, 1), source="県の発表")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_newer_list_takes_the_place_of_the_bundled_one(tmp_path, encoding):
    text = f"{HEADER}\r\n秋田県,,都道府県,050008\r\n\r\n秋田県,大館市,市,052043\r\n"
    newer = read(tmp_path / "new.csv", text, encoding)

    assert [place.full_name for place in newer] == ["秋田県", "秋田県大館市"]
    assert (newer.as_of, newer.source, newer.population) == (date(2026, 1, 1), "県の発表", None)
    assert newer.find("大館市").basis == "listed"
    with pytest.raises(IdentifierError, match="not on the list of 2026-01-01"):
        newer.find("久慈市")


def test_every_problem_of_a_list_is_reported_with_its_row_and_column(tmp_path):
    rows = [
        "秋田県,大館市,市,52043",
        "秋田,大館市,市,052043",
        "秋田県,大潟村,町,053686",
        "岩手県,久慈市,市,032077",
        "岩手県,久慈市,市,032077",
        "岩手県,久慈市,市,032077,x",
        "岩手県,久慈\u202e市,市,032077",
    ]
    with pytest.raises(DocumentError) as refusal:
        read(tmp_path / "bad.csv", "\n".join([HEADER, *rows]))

    assert [problem.where for problem in refusal.value.problems] == [
        "bad.csv row 2, column lgcode",
        "bad.csv row 3, column prefecture",
        "bad.csv row 3, column lgcode",
        "bad.csv row 4, column municipality",
        "bad.csv row 7",
        "bad.csv row 8, column municipality",
        "bad.csv row 6",
        "bad.csv row 6",
    ]
    assert "stands in bad.csv row 5 already" in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "column 'prefecture' is missing"),
        (HEADER, "no row below its header"),
        ("prefecture,municipality,type\n", "column 'lgcode' is missing"),
        (f"{HEADER},code\n", "unknown column 'code'"),
        (f"{HEADER},type\n", "column 'type' stands there twice"),
        (f"{HEADER}\n秋田県\n", "type: one of"),
        (f'{HEADER}\n"{"x" * 140_000}', "a cell of more than 131072 characters"),
    ],
)
def test_a_list_of_another_form_is_refused(tmp_path, text, what):
    with pytest.raises(DocumentError, match=what):
        read(tmp_path / "other.csv", text)


def test_a_list_that_is_no_text_or_not_there_is_refused(tmp_path):
    (tmp_path / "noise.csv").write_bytes(b"\x81\xff\xfd")
    for name, what in (("noise.csv", "neither UTF-8 nor CP932"), ("none.csv", "no such file")):
        with pytest.raises(DocumentError, match=what):
            ZeroCarbonRegister.read(tmp_path / name, as_of=date(2026, 1, 1), source="x")


def test_a_register_put_together_by_hand_holds_no_place_twice():
    kuji = Municipality("岩手県", "久慈市", "市", "032077")
    with pytest.raises(DocumentError, match=r"places\[1\]: 032077 stands in places\[0\] already"):
        ZeroCarbonRegister((kuji, kuji), date(2026, 1, 1), "x")


def test_no_two_places_on_the_list_fold_to_one_name():
    assert len({fold_place(place.full_name) for place in REGISTER}) == 385

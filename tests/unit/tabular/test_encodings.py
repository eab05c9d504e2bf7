"""The one reader of encodings: Japanese is never read in the wrong one, and what could be either is asked."""

import random
import unicodedata

import pytest

from co2label import DocumentError, FactorLibrary, Product
from co2label.catalogue import ColumnMap, open_tables
from co2label.incentive._rows import rows_in
from co2label.indicators import read_places
from co2label.tabular import decoded
from co2label.tabular._csv import encoding_of

NAMES = [each.name["ja"] for each in FactorLibrary.bundled() if "ja" in each.name]
NAMES += [  # and some with kanji of the second level
    "緑茶",
    "みそ汁",
    "幕の内弁当",
    "牛乳",
    "鮭おにぎり",
    "食パン",
    "豆腐",
    "麦茶",
    "納豆",
    "餃子",
    "饅頭",
    "煎餅",
    "檸檬水",
    "葡萄",
]
KANA = [
    "ﾐｿｼﾙ",
    "ﾘｮｸﾁｬ",
    "ﾏｸﾉｳﾁﾍﾞﾝﾄｳ",
    "ｷﾞｭｳﾆｭｳ",
    "ｼｬｹｵﾆｷﾞﾘ",
    "ﾄｳﾌ",
    "ﾅｯﾄｳ",
    "ｻﾝﾄﾞｲｯﾁ",
    "ﾂﾅﾏﾖ",
    "ｺｰﾋｰ",
    "ｵﾁｬ",
    "ﾌﾟﾘﾝ",
    "ﾊﾞﾅﾅ",
]


def _alike(text):
    """As it is compared: the two encodings have different wave dashes and minus signs."""
    return unicodedata.normalize("NFKC", text).translate(str.maketrans("〜～−－", "~~--"))


@pytest.mark.parametrize(
    ("names", "encoding"), [(NAMES, "euc_jp"), (NAMES, "cp932"), (KANA, "cp932"), (KANA, "euc_jp")]
)
@pytest.mark.parametrize("rows", [1, 2, 5, 20])
def test_japanese_is_read_right_or_not_at_all(names, encoding, rows):
    chosen = random.Random(rows)
    read = 0
    for _ in range(60):
        text = "id,name\n" + "".join(f"{row},{chosen.choice(names)}\n" for row in range(rows))
        try:
            content = text.encode(encoding)
            found = decoded(content, "names.csv")
        except (DocumentError, UnicodeEncodeError):
            continue
        assert _alike(found) == _alike(text)
        read += 1
    if names is NAMES:
        assert read >= (60 if encoding == "cp932" else 30)
    if names is KANA and encoding == "cp932" and rows > 1:
        assert read >= 40


@pytest.mark.parametrize(
    ("content", "readings"),
    [
        ("ﾊﾞﾅﾅ".encode("cp932"), ("'ﾊﾞﾅﾅ' in CP932", "'舗電' in EUC-JP")),
        ("ﾅｯﾄｳ".encode("cp932"), ("'ůĳ' in UTF-8", "'ﾅｯﾄｳ' in CP932")),
        ("緑茶".encode("euc_jp"), ("'緑茶' in EUC-JP",)),
        ("녹차,우유".encode("euc_kr"), ("the encoding cannot be told",)),
        ("绿茶,牛奶".encode("gb2312"), ("the encoding cannot be told",)),
        ("crème brûlée".encode("cp1252"), ("'cr鑪e", "hardly meant")),
        ("créée,naïïve".encode("cp1252"), ("'cr蜑e", "hardly meant")),
    ],
)
def test_what_is_plausible_in_two_encodings_or_in_none_is_asked(content, readings):
    with pytest.raises(DocumentError) as caught:
        decoded(content, "names.csv")
    for reading in readings:
        assert reading in str(caught.value)


def test_letters_of_two_bytes_are_utf_8_where_no_kana_can_be_meant():
    for text in ("чай", "łódź", "ελιά", "a ± b"):
        assert decoded(text.encode(), "x") == text


def test_a_french_source_is_windows_1252_where_it_is_not_unicode():
    assert decoded("pâté".encode("cp1252"), "x", western="cp1252") == "pâté"
    assert decoded("pâté".encode("utf-16"), "x", western="cp1252") == "pâté"
    with pytest.raises(DocumentError, match="neither UTF-8 nor CP1252"):
        decoded(b"\x81\x8d", "x", western="cp1252")


PRODUCTS = "id,name.ja,declared_unit,boundary\na,ﾊﾞﾅﾅ,1 piece,cradle-to-gate\n"
LINES = "product_id,name,amount,unit,factor,stage\na,x,1,kg,food.bananas,raw-materials\n"


def test_the_map_states_which_of_two_encodings_is_meant(tmp_path):
    files = tmp_path / "p.csv", tmp_path / "l.csv"
    files[0].write_bytes(PRODUCTS.encode("cp932"))
    files[1].write_text(LINES)
    with pytest.raises(DocumentError, match='encoding = "cp932" or encoding = "euc_jp"'):
        open_tables(*files)
    for encoding, name in (("cp932", "ﾊﾞﾅﾅ"), ("euc_jp", "舗電")):
        said = ColumnMap.read({"products": {"encoding": encoding}})
        (product,) = open_tables(*files, mapping=said).products()
        assert isinstance(product, Product)
        assert product.name["ja"] == name


def test_euc_jp_is_said_and_has_the_signs_of_windows(tmp_path):
    file = tmp_path / "p.csv"
    file.write_bytes(PRODUCTS.replace("ﾊﾞﾅﾅ", "㈱緑茶①のむ").encode("euc_jis_2004"))
    (tmp_path / "l.csv").write_text(LINES)
    tables = open_tables(file, tmp_path / "l.csv")
    assert str(tables.forms[str(file)]).startswith("CSV in EUC-JP, cells between commas")
    assert next(iter(tables.products())).name["ja"] == "㈱緑茶①のむ"
    assert encoding_of(file, "p.csv") == "euc_jis_2004"


FACTORS = "id,value,unit,per,source_title,name_ja\nmine.tea,2.5,kgCO2e,1 kg,自社の値,お茶のは\n"
METERS = "contract,member,place\nc1,m1,さっぽろの市\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp", "utf-16"])
def test_every_table_of_text_is_read_by_the_same_reader(tmp_path, encoding):
    factors, rows = tmp_path / "f.csv", tmp_path / "r.csv"
    factors.write_bytes(FACTORS.encode(encoding))
    rows.write_bytes(METERS.encode(encoding))
    assert FactorLibrary.bundled().with_csv(factors)["mine.tea"].name["ja"] == "お茶のは"
    (row,) = rows_in(rows, columns=("contract", "member", "place"), numbers={}).values()
    assert row["place"] == "さっぽろの市"
    towns = "prefecture,municipality,type,lgcode\n青森県,むつ市,市,022080\n".encode(encoding)
    assert [place.name for place in read_places(towns, "z.csv")] == ["むつ市"]

"""Headings that people give to columns, in Japanese and English, by the field that they mostly stand for.

>>> folded("Ｉｔｅｍ No."), bare("内容量(g)"), bare("Net weight [kg]"), bare("Item No")
('itemno', ('内容量', 'g'), ('Net weight', 'kg'), ('Item No', None))
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from co2label.errors import UnitError
from co2label.units import parse_unit

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ACTIVITY_HEADINGS", "PRODUCT_HEADINGS", "bare", "folded", "is_reading", "likeness", "unit_in"]

_SIGNS = re.compile(r"[\W_]+")
_BRACKETS = re.compile(r"(.+?)\s*[(\[（【［]([^)\]）】］]+)[)\]）】］]\s*")
_LAST_WORDS = {
    "grams": "g",
    "gram": "g",
    "grammes": "g",
    "g": "g",
    "kg": "kg",
    "グラム": "g",
    "lb": "lb",
    "lbs": "lb",
}
_SHORTEST_PART = {True: 4, False: 2}
"""Letters of a word that counts inside a longer heading: Latin, and Japanese."""
_ID = """
商品コード 商品CD 品目コード 品番 商品番号 製品コード 製品番号 商品ID 自社コード SKU SKUコード id code item itemno itemnumber
itemcode productid productcode productno productnumber articleno articlenumber materialno partnumber
"""

PRODUCT_HEADINGS: Mapping[str, str] = {
    "gtin": "JAN JANコード JAN13 EAN EAN13 EANコード UPC GTIN GTIN13 GTIN14 barcode バーコード",
    "id": _ID,
    "name": """
        商品名 品名 名称 品目名 商品名称 製品名 英字品名 英語名 商品名英語
        productname itemname articlename description productdescription name title
        """,
    "declared_unit": """
        販売単位 宣言単位 単位 単位名 売上単位 基本単位 在庫単位 salesunit sellingunit declaredunit baseunit baseuom salesuom
        stockuom baseunitofmeasure defaultunitofmeasure uom unit unitofmeasure
        """,
    "mass": """
        内容量 容量 量目 重量 質量 正味重量 正味質量 正味量 単重 netweight weight weightperunit mass netmass unitweight grams
        netcontent netquantity packsize poidsnet poids
        """,
    "price": """
        税込価格 税抜価格 税込売価 売価 販売価格 販売単価 標準価格 定価 価格 小売価格 price retailprice salesprice sellingprice
        regularprice listprice unitprice prix prixttc
        """,
    "category": """
        カテゴリ カテゴリー カテゴリ名 分類 分類名 商品分類 大分類 部門 部門名 category categoryname department departmentname
        productgroup itemgroup productcategory categorie
        """,
    "boundary": "システム境界 境界 算定範囲 systemboundary boundary",
    "year": "年度 対象年 算定年 データ年 year referenceyear datayear",
    "company": "会社名 企業名 事業者 事業者名 メーカー メーカー名 company manufacturer",
    "valid_until": "有効期限 表示期限 有効期間 validuntil validto expires",
    "resolver": "resolver",
    "info_url": "URL 情報URL 商品URL infourl link url",
}
ACTIVITY_HEADINGS: Mapping[str, str] = {
    "product_id": f"親品目 親品目コード 親コード 完成品コード parent parentitem parentcode finishedgood fgcode {_ID}",
    "name": """
        原材料 原材料名 原料 原料名 材料 材料名 資材名 構成品 構成品名 部品名 活動 活動名 項目 品名 名称 ingredient ingredientname
        component componentname componentdescription material materialname description activity name
        """,
    "amount": """
        数量 量 分量 使用量 所要量 投入量 配合量 員数 活動量 重量 qty quantity qtyper amount usage consumption weight quantite
        """,
    "unit": "単位 数量単位 uom unit units unitofmeasure",
    "stage": "工程 段階 ステージ ライフサイクル段階 区分 種別 stage lifecyclestage phase step type category",
    "factor": """
        排出原単位 排出原単位ID 原単位 原単位ID 原単位コード 排出係数 factor factorid emissionfactor emissionfactorid ef efid
        """,
    "product": """
        半製品 半製品コード 中間品コード 子品目 子品目コード 子コード product subassembly semifinished semifinishedcode
        childitem childcode
        """,
    "through": "範囲 対象範囲 through",
    "gas": "ガス ガス種 温室効果ガス gas",
}


_READING = re.compile(
    r"カナ|かな|ｶﾅ|フリガナ|ふりがな|ﾌﾘｶﾞﾅ|ヨミ|よみ|読み|(?<![a-z])kana|furigana|yomi", re.IGNORECASE
)


def is_reading(heading: str) -> bool:
    """Whether a heading says that a column has the reading of a name, for sorting.

    >>> is_reading("商品名カナ"), is_reading("フリガナ"), is_reading("商品名")
    (True, True, False)
    """
    return _READING.search(heading) is not None


def folded(heading: str) -> str:
    """A heading as it is compared: half width, lower case, letters and digits only."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", heading).casefold())


def bare(heading: str) -> tuple[str, str | None]:
    """A heading without the unit that stands in brackets behind it, and that unit."""
    found = _BRACKETS.fullmatch(heading)
    if not found:
        return heading, None
    try:
        return found[1], parse_unit(found[2].strip()).text
    except UnitError:
        return heading, None


def unit_in(heading: str) -> str | None:
    """The unit of numbers that a heading names: in brackets, or as its last word.

    >>> unit_in("内容量(g)"), unit_in("Variant Grams"), unit_in("weight_kg"), unit_in("Weight")
    ('g', 'g', 'kg', None)
    """
    last = _SIGNS.split(unicodedata.normalize("NFKC", heading).casefold())[-1]
    return bare(heading)[1] or _LAST_WORDS.get(last)


def likeness(heading: str, words: str) -> int:
    """How much a heading says that a column is a field: 3 one of its usual headings, 2 holds one, 0 neither."""
    asked = folded(bare(heading)[0])
    known = [folded(word) for word in words.split()]
    if asked in known:
        return 3
    return 2 if any(len(word) >= _SHORTEST_PART[word.isascii()] and word in asked for word in known) else 0

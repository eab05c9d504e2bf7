"""Declarations by hand, for tests of what is drawn from them."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace

from PIL import Image, ImageDraw

from co2label.catalogue import what_changed
from co2label.declaration import (
    BandStep,
    Declaration,
    DeclaredUnit,
    Equivalent,
    OwnComparison,
    PerAmount,
    Qualifier,
    ReferenceShare,
    Remark,
    ShownInterval,
    StageLine,
)
from co2label.factors import FactorLibrary
from co2label.figures import Shown
from co2label.footprint import compute
from co2label.label import (
    ESL_29,
    STOCKS,
    Brand,
    calorie,
    compact,
    contribution,
    detail,
    landscape,
    mark,
    menu,
    mini,
    power_mix,
    share_card,
    share_card_wide,
    sheet,
    shelf,
    strip,
)
from co2label.model import Activity, EmissionFactor, Product, Verification
from co2label.tag import qr

LINK = "https://id.example.jp/01/04569951110016"

STAGES = (
    StageLine("raw-materials", "included", "150", "71", 0.712),
    StageLine("production", "included", "30", "13", 0.134),
    StageLine("distribution", "included", "20", "10", 0.099),
    StageLine("use", "no-data"),
    StageLine("end-of-life", "included", "10", "6", 0.055),
)


REMARKS = (
    Remark(
        "removed",
        {
            "ja": "このほかに40 g-CO₂を除去（木材製品に50年以上固定、第三者検証）",
            "en": "Removed apart from this: 40 g-CO₂ (kept in wood products for 50 years, verified)",
            "fr": "Retirés à part\u00a0: 40 g-CO₂ (stockés dans le bois pendant 50 ans, vérifié)",
        },
        {"ja": "別に除去40 g", "en": "40 g removed apart", "fr": "40 g retirés à part"},
    ),
    Remark(
        "estimate",
        {
            "ja": "推計を含む（金額 72%）",
            "en": "Includes estimates (from spend 72%)",
            "fr": "Comprend des estimations (d’après les dépenses 72\u00a0%)",
        },
        {"ja": "推計72%", "en": "72% estimated", "fr": "72\u00a0% estimés"},
    ),
    Remark(
        "stages-with-data",
        {
            "ja": "対象の5段階のうち、データがあるのは2段階",
            "en": "Data for 2 of the 5 stages that are covered",
            "fr": "Données pour 2 des 5 étapes couvertes",
        },
        {"ja": "データは2/5段階", "en": "data: 2 of 5 stages", "fr": "données\u00a0: 2 étapes sur 5"},
    ),
)
"""What must stand near the figure: three remarks that have little in common."""

EATEN = {"ja": "そのまま食べる", "en": "eaten as it is", "fr": "se mange tel quel"}
ROUNDED_APART = (
    StageLine("raw-materials", "included", "150", "72", 0.718),
    StageLine("production", "included", "30", "14", 0.138),
    StageLine("distribution", "included", "20", "12", 0.118),
    StageLine("use", "nothing", reason=EATEN),
    StageLine("end-of-life", "included", "<10", "2", 0.018),
)
"""Rows that add up to 200 below 210, and a stage where nothing happens."""
CREDITED = (
    StageLine("raw-materials", "included", "1480", None, 0.81),
    StageLine("production", "included", "280", None, 0.15),
    StageLine("distribution", "included", "70", None, 0.04),
    StageLine("use", "no-data"),
    StageLine("end-of-life", "included", "-1620", None, -0.885),
)
"""Rows of which a credit takes away nearly all: no percentages."""


def percent(value, kind="percent"):
    return ReferenceShare(kind, value, value / 100, "day", 6.8, Shown("6.8", "kg-CO2e"), "iges-2030")


def rice_ball(**changes):
    fields = {
        "product_id": "onigiri-salmon",
        "gtin": "4569951110016",
        "name": {"ja": "鮭おにぎり", "en": "Salmon rice ball"},
        "declared_unit": DeclaredUnit({"ja": "1個（110 g）", "en": "1 piece (110 g)"}),
        "shown": Shown("210", "g-CO2e"),
        "kg_co2e": 0.2104,
        "boundary": "cradle-to-grave",
        "scope": {"ja": "包装を含む", "en": "packaging included"},
        "stages": STAGES,
        "reference": ReferenceShare("percent", 3, 0.031, "day", 6.8, Shown("6.8", "kg-CO2e"), "iges-2030"),
        "year": 2025,
        "gwp_set": "AR6",
        "gwp_horizon": 100,
        "standard": "ISO 14067:2018",
        "verification": Verification(),
        "company": "株式会社サンプル",
        "issued": dt.date(2026, 11, 23),
        "valid_until": dt.date(2027, 11, 22),
        "link": LINK,
        "factor_edition": "2026.1",
        "qualifiers": (),
    }
    return Declaration(**{**fields, **changes})


def gate_only(**changes):
    """A cradle-to-gate figure: three stages lie outside."""
    stages = (
        StageLine("raw-materials", "included", "0.08", "70", 0.70),
        StageLine("production", "included", "0.04", "30", 0.30),
        *(StageLine(stage, "excluded") for stage in ("distribution", "use", "end-of-life")),
    )
    fields = {
        "stages": stages,
        "boundary": "cradle-to-gate",
        "shown": Shown("0.12", "kg-CO2e"),
        "kg_co2e": 0.12,
    }
    return rice_ball(**{**fields, **changes})


def hotel_night(**changes):
    fields = {
        "name": {
            "ja": "ゼロカーボンビレッジ湖畔の宿 スタンダードツイン 平日おひとりさま宿泊プラン（朝食つき）",
            "en": "Lakeside inn, standard twin room, weekday stay for one guest with breakfast",
        },
        "declared_unit": DeclaredUnit(
            {"ja": "1人1泊（朝食つき）", "en": "1 person-night (breakfast included)"}
        ),
        "shown": Shown("9990", "kg-CO2e"),
        "kg_co2e": 9990.0,
        "reference": ReferenceShare("days", 1469, 1469.0, "day", 6.8, Shown("6.8", "kg-CO2e"), "iges-2030"),
        "company": "湖畔リゾートホールディングス株式会社 環境サービス事業本部",
        "verification": Verification(
            kind="third-party", by="一般社団法人サンプル検証機構", date=dt.date(2026, 9, 1)
        ),
        "qualifiers": tuple(
            Qualifier(code, code) for code in ("mixed-basis", "stale-factor", "boundary-overlap")
        ),
        "link": "https://www.example.co.jp/sustainability/reports/2026/carbon-footprint?product=night-01",
    }
    return rice_ball(**{**fields, **changes})


def full(step=2, **changes):
    """A card with everything that a Declaration may say."""
    fields = {
        "band": BandStep(
            "ABCDE"[step - 1],
            step,
            5,
            {"ja": "サンプル市の食事区分 2026", "en": "Sample City meal steps 2026"},
            {"ja": "1食 0.2・0.5・1・2 kg", "en": "per meal 0.2, 0.5, 1, 2 kg"},
        ),
        "indicators": (
            {"ja": "電気：風力（北海道）", "en": "Electricity: wind (Hokkaido)"},
            {"ja": "店舗：省エネルギー52%", "en": "Shop: 52% less energy"},
        ),
        "comparison": OwnComparison(
            {"ja": "当社2023年の品より12%少ない", "en": "12% lower than our product of 2023"},
            {"ja": "同じ範囲・同じ方法、2023年と2025年", "en": "same boundary and method, 2023 and 2025"},
        ),
    }
    return rice_ball(**{**fields, **changes})


def judged(**changes):
    """The rice ball with a range, a step among the declarer's own products, the budget of a meal, and an equivalent."""
    meal = ReferenceShare("percent", 42, 0.42, "meal", 0.5, Shown("500", "g-CO2e"), "wwf-500", (0.34, 0.54))
    band = BandStep(
        "B",
        2,
        5,
        {
            "ja": "サンプルスーパーの自社商品",
            "en": "Sample Super, own range",
            "fr": "Sample Super, notre gamme",
        },
        {
            "ja": "自社412品の5等分",
            "en": "fifths of 412 products of our own",
            "fr": "cinquièmes de nos 412 produits",
        },
        bounds=("200", "400", "600", "800"),
        unit="g-CO2e",
        per="unit",
        own_range=True,
        category={
            "ja": "おにぎり・サンドイッチ",
            "en": "rice balls and sandwiches",
            "fr": "onigiris et sandwiches",
        },
        products=412,
        date=dt.date(2026, 11, 30),
    )
    car = Equivalent(
        "car-km-jp",
        "1.2",
        {
            "ja": "乗用車で約1.2 km走るのと同じくらい",
            "en": "about as much as 1.2 km by car",
            "fr": "environ autant que 1,2 km en voiture",
        },
        {"ja": "km", "en": "km by car", "fr": "km en voiture"},
        "source",
        asked=True,
    )
    fields = {
        "name": {"ja": "鮭おにぎり", "en": "Salmon rice ball", "fr": "Onigiri au saumon"},
        "interval": ShownInterval("170", "270", 0.95, 1.0),
        "reference": meal,
        "band": band,
        "equivalents": (car,),
    }
    return rice_ball(**{**fields, **changes})


def own_brand():
    """A brand with its own ink, accent, corners and a logo."""
    image = Image.new("RGB", (300, 100), "white")
    draw = ImageDraw.Draw(image)
    draw.ellipse((4, 4, 96, 96), fill="#7a1f3d")
    draw.rectangle((120, 36, 296, 64), fill="#7a1f3d")
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return Brand(ink="#1a1a2e", accent="#7a1f3d", corner=0.8, logo=stream.getvalue())


def rice_ball_footprint():
    """The stages of the rice ball, and a credit at its end of life."""
    plain = compute(
        Product(
            id="onigiri-salmon",
            name={"ja": "鮭おにぎり", "en": "Salmon rice ball"},
            declared_unit="1 piece",
            boundary="cradle-to-grave",
            activities=[Activity("gas", "168 g", gas="CO2", stage="raw-materials")],
        )
    )
    stages = {"raw-materials": 0.1504, "production": 0.0284, "distribution": 0.0214, "end-of-life": -0.0317}
    return replace(plain, stages=stages, kg_co2e=sum(stages.values()))


def wind_and_fit():
    """A rice ball whose electricity is of a mix, with certificates for most of it."""
    certificate = {"kind": "再エネ指定非化石証書", "market": "JP", "period": "2025-04/2026-03"}
    kuji = {"ja": "久慈市", "en": "Kuji"}
    wind = {"source": "wind", "prefecture": {"ja": "岩手県", "en": "Iwate"}, "municipality": kuji}
    hydro = {"source": "hydro", "prefecture": {"ja": "福島県", "en": "Fukushima"}}
    shares = {"gas": 38, "coal": 27, "fit": 14, "exchange": 11, "hydro": 5, "solar": 2, "other": 3}
    electricity = {
        "method": "market",
        "grid": "elec.grid.jp.average",
        "residual": "elec.jp.tepco",
        "market": "JP",
        "period": "2025-04/2026-03",
        "mix": {"shares": shares, "period": "2024-04/2025-03"},
        "certificates": [
            certificate | {"id": "a", "amount": "36 Wh", "matched": "other", "plant": wind},
            certificate | {"id": "b", "amount": "6 Wh", "matched": "fit", "plant": hydro},
        ],
    }
    return compute(
        Product(
            id="onigiri-salmon",
            name={"ja": "鮭おにぎり", "en": "Salmon rice ball"},
            declared_unit="1 個",
            mass="110 g",
            boundary="cradle-to-gate",
            activities=[Activity("power", "0.05 kWh", electricity=electricity, stage="production")],
        )
    )


def dishes():
    """Three dishes of one kitchen; they differ in year and in notes."""
    lunch = (
        ("牛丼", "Beef bowl", "2400", 35, {}),
        ("親子丼", "Chicken and egg bowl", "850", 13, {"year": 2024}),
        (
            "国産大豆の絹ごし豆腐と季節野菜のヘルシー定食 玄米ごはん付き",
            "Tofu set meal with brown rice",
            "420",
            6,
            {"qualifiers": (Qualifier("mixed-basis", "mixed-basis"),)},
        ),
    )
    unit = DeclaredUnit({"ja": "1食", "en": "1 serving", "fr": "1 portion"})
    return [
        rice_ball(
            name={"ja": ja, "en": en},
            declared_unit=unit,
            shown=Shown(value, "g-CO2e"),
            kg_co2e=int(value) / 1000,
            reference=percent(day),
            **more,
        )
        for ja, en, value, day, more in lunch
    ]


def per_100_g(**changes):
    amount = PerAmount(dict.fromkeys(("ja", "en", "fr"), "100 g"), Shown("190", "g-CO2e"))
    return rice_ball(per_amount=amount, **changes)


def near(**changes):
    """The rice ball with all that must stand near its figure, rows that are rounded apart, and a stage without anything."""
    return rice_ball(**{"near": REMARKS, "stages": ROUNDED_APART, "rounded": True, **changes})


def with_remarks():
    """The labels on which something must stand near the figure, by name."""
    price = {"price": "228円", "price_note": "税込246円"}
    beef, chicken, tofu = dishes()
    lunch = [replace(beef, near=REMARKS[1:2]), chicken, replace(tofu, near=REMARKS[1:])]
    return {
        "near-ja": calorie(near(near=REMARKS[1:2]), language="ja"),
        "near-ja-en": calorie(near(), language="ja+en"),
        "near-fr": calorie(near(), language="fr"),
        "near-credit-en": calorie(near(near=REMARKS[:1], stages=CREDITED, rounded=False), language="en"),
        "detail-near-ja-en": detail(near(), language="ja+en"),
        "detail-credit-en": detail(near(near=REMARKS[:1], stages=CREDITED, rounded=False), language="en"),
        "near-mini-ja": mini(rice_ball(near=REMARKS[1:])),
        "near-mini-fr": mini(rice_ball(near=REMARKS), language="fr", size=(44.0, 20.0)),
        "near-shelf-ja": shelf(per_100_g(near=REMARKS), **price),
        "near-shelf-en": shelf(per_100_g(near=REMARKS[1:]), price="¥228", language="en", size=(60.0, 40.0)),
        "near-shelf-esl-29": shelf(per_100_g(near=REMARKS[1:2]), **price, size=ESL_29),
        "near-menu-ja": menu(lunch, title="本日のランチ"),
        "near-menu-ja-en": menu(lunch, language="ja+en", width=148.0),
    }


def small():
    """The labels that are not cards, by name."""
    price = {"price": "228円", "price_note": "税込246円"}
    return {
        "mini-ja": mini(rice_ball()),
        "mini-en": mini(gate_only(), language="en"),
        "mini-fr": mini(rice_ball(), language="fr"),
        "mini-ja-en": mini(rice_ball(), language="ja+en", size=(40.0, 18.0)),
        "shelf-ja": shelf(per_100_g(), **price),
        "shelf-en": shelf(per_100_g(), price="¥228", language="en", size=(60.0, 40.0)),
        "shelf-fr": shelf(per_100_g(), language="fr"),
        "shelf-ja-en": shelf(per_100_g(), language="ja+en", **price, size=(84.8, 63.6)),
        "shelf-esl-29": shelf(per_100_g(), **price, size=ESL_29),
        "menu-ja": menu(dishes(), title="本日のランチ"),
        "menu-en": menu(dishes(), language="en", link="https://example.jp/lunch"),
        "menu-fr": menu(dishes(), language="fr"),
        "menu-ja-en": menu(dishes(), language="ja+en", width=148.0),
        "sheet": next(
            iter(
                sheet(
                    [mini(rice_ball()), mini(gate_only())],
                    STOCKS["L4732"],
                    copies=7,
                    start=4,
                    crop_marks=True,
                )
            )
        ),
    }


def changes():
    """What changed in 2,000 products, their parts by a rule of counting that looks like chance."""

    def factors(year):
        values = {"elec.grid.jp": (0.5, 0.45), "food.rice": (2.7, 3.1), "food.egg": (3.2, 3.2)}
        source = {"title": "EPD"}
        return FactorLibrary(
            EmissionFactor(id=name, value=value[year], unit="kgCO2e", per="1 kg", source=source)
            for name, value in values.items()
        )

    def product(row):
        parts = {"elec.grid.jp": row * 37 % 101 + 1, "food.rice": row**2 * 7 % 89, "food.egg": row * 53 % 211}
        lines = [
            Activity(name, f"{amount} g", factor=name, stage="production")
            for name, amount in parts.items()
            if row % 4 or name == "food.egg"
        ]
        return Product(
            id=f"p{row}", name="x", declared_unit="1 piece", boundary="gate-to-gate", activities=lines
        )

    return what_changed(map(product, range(2_000)), factors(0), factors(1))


def golden():
    """The cards that are kept as files, by name."""
    return {
        "rice-ball-ja": calorie(rice_ball(), language="ja"),
        "rice-ball-ja-en": calorie(rice_ball(), language="ja+en"),
        "milk-en": calorie(gate_only(name={"en": "Milk"}, reference=percent(1, "below-one")), language="en"),
        "hotel-night-ja-en": calorie(hotel_night(), language="ja+en"),
        "tag": qr(rice_ball()),
        "contribution-en": contribution(rice_ball_footprint()),
        "contribution-ja": contribution(rice_ball_footprint(), language="ja"),
        "power-mix-ja-en": power_mix(wind_and_fit(), language="ja+en"),
        "power-mix-fr": power_mix(wind_and_fit(), language="fr", brand=own_brand()),
        "full-ja": calorie(full(), language="ja"),
        "full-en": calorie(full(4), language="en"),
        "full-house-ja-en": calorie(full(3), language="ja+en", brand=own_brand()),
        "full-house-fr": calorie(full(1), language="fr", brand=own_brand()),
        "calorie-range-ja": calorie(judged(), language="ja"),
        "calorie-range-en": calorie(judged(), language="en"),
        "calorie-range-fr-en": calorie(judged(), language="fr+en"),
        "calorie-small-pack-ja": calorie(judged(), language="ja", pack_area=120.0),
        "compact-ja": compact(judged(equivalents=()), language="ja"),
        "strip-en": strip(judged(equivalents=()), language="en"),
        "landscape-ja": landscape(judged(), language="ja"),
        "mark-ja": mark(judged(), language="ja"),
        "mark-square-en": mark(judged(), language="en", round=False),
        "share-card-ja": share_card(judged(), language="ja"),
        "share-card-wide-en": share_card_wide(judged(), language="en"),
        "detail-ja": detail(full(), language="ja"),
        "detail-house-fr-en": detail(full(1), language="fr+en", brand=own_brand()),
        **small(),
        **with_remarks(),
        **{f"changes-{language}": changes().picture(language=language) for language in ("ja", "en", "fr")},
    }

"""A page by hand that says everything that a page can say."""

from __future__ import annotations

import runpy
from pathlib import Path

from co2label.declaration import (
    BandStep,
    OwnComparison,
    PerAmount,
    Qualifier,
    SourceLine,
    WorkingLine,
)
from co2label.figures import Shown
from co2label.page import page

HERE = Path(__file__).parent
CARDS = runpy.run_path(str(HERE / "cards.py"))
rice_ball, near = CARDS["rice_ball"], CARDS["near"]

TIPS = (
    {
        "ja": "食べきって、食品ロスを減らす。",
        "en": "Eat it up: less food is wasted.",
        "fr": "Finissez-le : moins de gaspillage.",
    },
    {"ja": "包装を、自治体のルールどおりに分けて出す。", "en": "Sort the film as your town asks."},
)


def full(**changes):
    """The rice ball with a band, a comparison, SDG lines, notes, sources and its working."""
    fields = {
        "per_amount": PerAmount({"ja": "100 g", "en": "100 g"}, Shown("190", "g-CO2e")),
        "band": BandStep(
            "B",
            2,
            5,
            {"ja": "サンプル町 給食 2026", "en": "Sample town canteen 2026"},
            {
                "ja": "1食あたりkg-CO2e：A 0.2以下、B 0.4、C 0.8、D 1.2以下",
                "en": "kg-CO2e per meal: A to 0.2, B to 0.4, C to 0.8, D to 1.2",
            },
        ),
        "comparison": OwnComparison(
            {"ja": "当社2023年品より12%少ない", "en": "12% lower than our product of 2023"},
            {
                "ja": "1個。原材料調達〜廃棄、GWP100（AR6）",
                "en": "1 piece. Raw materials to end of life, GWP100 (AR6)",
            },
        ),
        "indicators": (
            {
                "ja": "工場の電気の80%が町内の小水力",
                "en": "80% of the factory's electricity is from hydropower in town",
            },
            {"ja": "包装紙は県産の木から", "en": "Wrapping from wood of the prefecture"},
        ),
        "qualifiers": tuple(
            Qualifier(code, code)
            for code in ("mixed-basis", "mixed-gwp-set", "stale-factor", "boundary-overlap")
        ),
        "sources": (
            SourceLine(
                "AGRIBALYSE",
                "3.1.1",
                "https://doc.agribalyse.fr/",
                "etalab-2.0",
                "ADEME, AGRIBALYSE 3.1.1",
                ("food.nori", "food.rice"),
            ),
            SourceLine("A supplier's own statement", None, None, None, None, ("film",)),
        ),
        "working": (
            WorkingLine(
                {"ja": "米", "en": "Rice"}, "raw-materials", "48 g", "food.rice", "120", "g-CO2e", "57"
            ),
            WorkingLine(
                {"ja": "のり", "en": "Nori"}, "raw-materials", "1.5 g", "food.nori", "30", "g-CO2e", "14"
            ),
            WorkingLine(
                {"und": "炊飯の電気"}, "production", "0.03 kWh", "elec.grid.jp.average", "30", "g-CO2e", "13"
            ),
            WorkingLine(
                {"und": "店舗へ配送"},
                "distribution",
                "0.110 kg * 120 km",
                "freight.truck.avg",
                "20",
                "g-CO2e",
                "10",
            ),
            WorkingLine(
                {"und": "フィルムの焼却"},
                "end-of-life",
                "1.4 g",
                "waste.plastic.incineration",
                "10",
                "g-CO2e",
                "6",
            ),
        ),
    }
    return rice_ball(**{**fields, **changes})


def golden():
    """The pages that are kept as files, by name."""
    return {
        "page-rice-ball": page(rice_ball()),
        "page-near": page(near(), language="ja+en+fr"),
        "page-rice-ball-full": page(full(), language="ja+en+fr", tips=TIPS),
    }

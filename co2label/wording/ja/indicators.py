"""日本語: indicators."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    # who judged a level
    "indicator.self-rated": "{level}相当（自己評価）",
    "indicator.certified": "{level}（BELS {certificate}）",
    "indicator.note.self-rated": (
        "「相当（自己評価）」は、公表された基準に照らして表示する者が自ら判定したものです。"
        "第三者の認証ではありません。"
    ),
    # buildings
    "indicator.building": "建物の省エネ：{level}",
    "indicator.class": "{name}",
    "indicator.class.whole": "『{name}』",
    "indicator.class.level": "{level}",
    "indicator.note.building": (
        "{name}は、建物が使うエネルギーの水準の名前です。この建物は、基準の建物より{without}%"
        "（敷地内の再生可能エネルギーを含めると{with_them}%）少なくなる設計です。"
        "エネルギーの水準であり、この商品の排出量の数値は変わりません。"
    ),
    "indicator.energy-stars": "省エネ性能 星{stars}つ|省エネ性能 星{stars}つ",
    "indicator.insulation": "断熱等級{step}・UA値",
    # wood
    "indicator.wood": "木材{volume} m³（国産{percent}%）",
    "indicator.wood.building": "建物全体の木材{volume} m³（国産{percent}%）、床1 m²あたり{per_floor} m³",
    "indicator.wood.stored": "木材が貯蔵する炭素 {stored} t-CO₂分（排出量とは別）",
    "indicator.wood.stored.mixed": "木材が貯蔵する炭素 {stored} t-CO₂分、うち国産材{domestic}（排出量とは別）",
    "indicator.note.wood": (
        "木材の炭素の貯蔵は、使われている間、木材の中にとどまる炭素をCO₂に換算した量です。"
        "排出が減ったことを意味せず、この商品の排出量の数値から差し引いていません。"
        "計算：体積×密度×炭素の割合×44/12（林野庁ガイドライン、3林政産第85号）。"
    ),
    # places
    "indicator.place.origin": "産地：{place}（2050年二酸化炭素排出実質ゼロ表明）",
    "indicator.place.made": "製造地：{place}（2050年二酸化炭素排出実質ゼロ表明）",
    "indicator.place.location": "所在地：{place}（2050年二酸化炭素排出実質ゼロ表明）",
    "indicator.note.place": (
        "「2050年二酸化炭素排出実質ゼロ表明」は、都道府県や市区町村が地域の目標として表明したものです。"
        "この商品の排出量を表すものではありません。{basis}"
    ),
    "indicator.note.place.listed": "{place}は{as_of}時点の一覧による（{source}）。",
    "indicator.note.place.declared": "{place}の表明：{declared}（{source}）。",
}

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
    "indicator.note.energy": (
        "省エネ性能の星は、建物の設計上のエネルギーを基準の建物のもので割った値（BEI、{bei}）によります。"
        "1.0以下で星1つ、0.1小さくなるごとに1つ増えます。"
    ),
    "indicator.note.insulation": (
        "断熱等級は、建物の外へ熱が逃げる度合い（UA値 {ua} W/(m²·K)、地域区分{zone}）によります。"
        "夏の日射（ηAC値）による等級は判定していません。"
    ),
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
    # stars against the conventional figure of a region
    "stars.self-rated": "温室効果ガスの削減 {stars}（自己評価、地域の慣行比 {change}）",
    "stars.registered": "温室効果ガスの削減 {stars}（登録番号 {number}、地域の慣行比 {change}）",
    "stars.none": "温室効果ガスの削減 星なし（地域の慣行比 {change}）",
    "stars.not-distinguishable": "温室効果ガスの削減 星なし（地域の慣行値との差は不確かさの範囲内）",
    "stars.change.lower": "−{percent}%",
    "stars.change.below-one": "−1%未満",
    "stars.change.same": "±0%",
    "stars.change.higher": "+{percent}%",
    "stars.basis": "慣行値：{region}、{year}年（{source}）",
    "stars.note": (
        "星は、この商品の排出量が地域の慣行的な作り方の値より何%少ないかを示します。"
        "5%以上で★、10%以上で★★、20%以上で★★★です。同じ単位、範囲、方法の値と比べ、"
        "割合は端数を切り捨てています。差の95%区間は{low}%〜{high}%で、これが0を含むときは星をつけません。"
    ),
    "stars.note.own": "「自己評価」の星は、表示する者が自ら判定したものです。国などの表示制度の等級ではありません。",
}

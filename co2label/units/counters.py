"""Words that people count with: 3 パック, 1 box, 2 paires. Each is a piece, and keeps its name for labels.

`COUNTERS` has how each is spelled in Japanese, English and French, and its codes in invoices; how it is said stands in
`co2label.wording`, under `unit.` and its name. A word of no fixed meaning (`cup`, カップ, 合, `barrel`) is none of them.

>>> counter_of("3 パック"), counter_of("2 boîtes"), counter_of("1 piece"), counter_of("48 g")
('pack', 'box', None, None)
"""

from __future__ import annotations

import re
import unicodedata

from co2label.units.trade import COUNTED

__all__ = ["COUNTERS", "PIECE", "counter_of"]

PIECE = "個 コ ヶ ケ つ 枚 本 着 玉 丁 脚 匹 尾 羽 頭 粒 片 面 張 口 ピース pc pcs ea nos stück stk pièce pièces unité unités"
"""What is said as piece itself: English and French have no other word for it, or a different one for each thing."""
COUNTERS: dict[str, str] = {
    "bag": "袋 バッグ bag bags sac sacs",
    "bale": "梱 梱包 bale bales balle balles",
    "bar": "バー bar bars barre barres",
    "basket": "籠 篭 カゴ かご basket baskets panier paniers",
    "block": "ブロック block blocks bloc blocs",
    "bottle": "ボトル bottle bottles btl bouteille bouteilles",
    "bowl": "椀 碗 丼 bowl bowls bol bols",
    "box": "箱 函 ハコ ボックス box boxes bx boîte boîtes boite boites",
    "bunch": "束 房 bunch bunches bundle bundles botte bottes",
    "can": "缶 カン can cans tin tins canette canettes",
    "capsule": "カプセル capsule capsules",
    "carton": "カートン carton cartons ctn",
    "case": "ケース case cases caisse caisses",
    "cask": "樽 cask casks keg kegs fût fûts",
    "copy": "冊 部 copy copies exemplaire exemplaires",
    "dish": "皿 plate plates dish dishes assiette assiettes",
    "glass": "グラス glass glasses verre verres",
    "heap": "山 heap heaps tas",
    "home": "戸 home homes logement logements",
    "item": "点 品 アイテム item items article articles",
    "jar": "瓶 壜 ビン びん jar jars bocal bocaux",
    "job": "件 job jobs",
    "kit": "キット kit kits",
    "letter": "通 letter letters lettre lettres",
    "loaf": "斤 loaf loaves",
    "meal": "meal meals repas",
    "net": "ネット net nets",
    "pack": "パック pack packs packet packets package packages pkg pkgs paquet paquets",
    "pair": "足 双 対 ペア pair pairs paire paires",
    "pallet": "パレット pallet pallets palette palettes",
    "plant": "株 plant plants",
    "pot": "鉢 ポット pot pots",
    "roll": "巻 巻き ロール roll rolls rouleau rouleaux",
    "room": "部屋 室 room rooms chambre chambres",
    "sachet": "包 sachet sachets pouch pouches",
    "seat": "席 座席 seat seats siège sièges",
    "serving": "食 人前 人分 杯 serving servings portion portions",
    "set": "セット 組 膳 揃 揃い 式 set sets",
    "sheet": "シート sheet sheets feuille feuilles",
    "skewer": "串 skewer skewers brochette brochettes",
    "slice": "切れ 切 slice slices tranche tranches",
    "stem": "輪 stem stems tige tiges",
    "stick": "スティック stick sticks bâtonnet bâtonnets",
    "tablet": "錠 tablet tablets comprimé comprimés",
    "tray": "トレー トレイ tray trays barquette barquettes",
    "tube": "チューブ tube tubes",
    "unit": "台 基 機 ユニット",
}
"""Name → how it is written, but for `piece`."""

_NUMBER = re.compile(r"[-+0-9.eE\s]*")
_NAMES = {
    spelled: name
    for name, words in COUNTERS.items()
    for word in (*words.split(), *COUNTED.get(name, "").split())
    for spelled in (word, word.casefold())
}


def counter_of(text: str) -> str | None:
    """The name of the counter behind the number of an amount, as `COUNTERS` has it; None for a piece and for all else."""
    plain = unicodedata.normalize("NFKC", text)
    word = plain[_NUMBER.match(plain).end() :].strip()  # type: ignore[union-attr]
    return _NAMES.get(word) or _NAMES.get(word.casefold())

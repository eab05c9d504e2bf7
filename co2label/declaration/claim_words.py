"""The words that make a vague, absolute, offset-based or borrowed claim, as patterns by language; see `claims`.

They are matched against folded text: form KC, lower case, hiragana as katakana, no accents, one kind of dash. So each
pattern stands here once, in plain words: hiragana of a pattern is folded as well, and `~` is whatever people put between two
words or leave out (a space, a dash, ・).
"""

from __future__ import annotations

__all__ = ["BARE", "BASIS", "JAPANESE", "LATIN", "PLEDGE", "REDUCTION"]

_GAS = "(?:co2e?|二酸化炭素|温室効果ガス|温暖化ガス|ghg|炭素|カーボン|排出量?|エミッション|環境負荷)"
_NONE = "(?:ゼロ|零|皆無|(?<![0-9.])0(?! ?[0-9.,a-z%円個件点ポ]))"
_FROM_ZERO = rf"{_NONE}~(?:カーボン|エミ(?:ッション)?(?![ァ-ヺ])|co2|炭素|排出)"
PLEDGE = "2050年 ?二酸化炭素排出実質ゼロ表明"
"""What a municipality pledged: this term and nothing else."""
_AUTHORITY = "(?:国|政府|環境省|経済産業省|経産省|農林水産省|農水省|国土交通省|林野庁|消費者庁)"

JAPANESE = (
    r"カーボン~(?:ニュ[ーウ]?トラル|ゼロ|フリー|ネガティブ|ポジティブ|マイナス|オフセット)",
    r"(?:クライメー?ト|co2e?|炭素|気候)~(?:ニュ[ーウ]?トラル|ネガティブ|ポジティブ|オフセット|フリー|中立)",
    r"ネット~ゼロ(?!~エネルギ)",
    _FROM_ZERO,
    rf"{_GAS}(?:[がはをのもに、・:=\s-]|排出|放出|発生|量|実質的?に?|正味)*{_NONE}",
    r"実質~(?:ゼロ|0(?![0-9.,円]))",
    rf"{_GAS}(?:[がはをのも\s]|排出|量)*(?:排出(?:し(?:ない|ません)|なし|無し)|を?出(?:さない|しません)(?!電源))",
    rf"{_GAS}(?:[がはをのも\s]|排出|量)*(?:吸収|相殺|帳消し|打ち?消)",
    r"脱炭素(?:型の?|な)?(?:商品|製品|サービス)",
    r"オフセット(?:済|商品|製品)",
    r"(?:環境|地球|自然|気候|生態系)~[にへ]~(?:や?さし|優し|易し|安全|良[いく]|よ[いく]|いい|配慮)",
    r"(?:環境|地球|自然|気候)~フレンドリー",
    r"地球(?:環境)?を(?:守|救|まも)",
    r"環境負荷[がのは]?(?:少|低|小|な[いし]|無)",
    r"無公害|環境配慮",
    r"エコ~(?:フレンドリー|ロジー|ロジカル)",
    r"持続可能(?!な開発目標)",
    rf"{_AUTHORITY}の?(?:認定|公認|推奨|お墨付き)",
    r"業界~(?:最[小少低]|初|一|トップ|ナンバー~(?:ワン|1)|no\.?~1)",
    r"他社(?:製品|商品|品)?(?:比|より|に比べ)",
)
BARE = ("エコ", "グリーン", "サステナブル", "サスティナブル", "サステイナブル")
"""Found where they stand alone only, in katakana: エコバッグ and グリーンカレー are things, not claims."""

_EARTH = "(?:environment|climate|planet|earth|nature)"
_CARBON = "(?:carbon|co2e?|ghg|greenhouse~gas|emissions?)"
_CARBONE = "(?:carbone|co2|ges|gaz a effet de serre)"
_TERRE = r"(?:de l'environnement|de la (?:planete|nature|terre)|du climat)"
_POUR = r"pour (?:l'environnement|la (?:planete|nature|terre)|le climat)"

LATIN = (
    r"eco",
    r"eco~friendly|eco(?:logical|logically|responsables?|concue?s?)|ecologiques?",
    rf"(?:environmentally|{_EARTH})~(?:friendly|safe|sound|responsible|conscious)",
    rf"(?:good|better|best|kind|safe) (?:for|to) (?:the |our )?{_EARTH}",
    rf"saves? (?:the |our )?{_EARTH}",
    r"(?:carbon|climate|klima|co2e?|ghg)~(?:neutral(?:ity|e)?|negative|positive|free|zero)",
    r"emissions?~free",
    rf"(?:zero|net~zero|0~%)~{_CARBON}|no {_CARBON} (?:emissions?|footprint)|net~zero(?!~energy)",
    rf"{_CARBON}(?:~emissions?)?(?: ?:| is| are|~)? ?(?:zero|nil)",
    rf"climate~compensated|{_CARBON}~(?:offset|compensated)|offset(?:s|ting)? (?:its |the |our |all )*{_CARBON}",
    rf"(?:absorbs?|removes?|captures?|cancels?(?: out)?) (?:its |the |our |all |more )*{_CARBON}",
    r"green(?:er|est)|(?:go|goes|going) green|green (?:products?|choices?|options?)",
    r"sustainabl[ey]",
    r"(?:lowest|smallest) (?:carbon|co2e?|emissions?)",
    r"than (?:any |all |our |the )*(?:competitors?|competition|other brands?)",
    rf"neutres? (?:en {_CARBONE}|pour le climat)|(?:climatiquement|carbone) neutres?|carboneutres?",
    r"neutralite (?:carbone|climatique)",
    rf"(?:zero|0) (?:{_CARBONE}|emissions?)|zero net|sans (?:{_CARBONE}|emissions?)|decarbonee?s?",
    r"empreinte (?:carbone|climatique) (?:nulle|zero|neutre)",
    rf"(?:{_CARBONE}|integralement|entierement|100 ?%) compensee?s?|compensee?s? (?:en )?{_CARBONE}",
    rf"absorbe(?:nt)? (?:le |du |son )?{_CARBONE}",
    rf"respectueu(?:x|ses?) {_TERRE}|(?:bon|meilleur)(?:ne|e)?s? {_POUR}|amie?s? {_TERRE}",
    r"biodegradables?",
    r"(?:produits?|choix|alternatives?) (?:verte?s?|durables?)",
    r"(?:que|vs\.?) (?:la concurrence|les concurrents|nos concurrents)",
)

_LESS = "(?:削減|減|カット|オフ|off|少な|低)"
_PERCENT = r"[0-9]+(?:[.,][0-9]+)? ?%"
REDUCTION = (
    rf"{_GAS}[^。、0-9%]{{0,10}}{_PERCENT}(?:の|も|以上)?{_LESS}|{_PERCENT}の?{_GAS}(?:排出量?)?(?:の|を)?{_LESS}",
    rf"{_GAS}(?:の|を)?(?:排出量?)?(?:の|を)?{_LESS}率?[:は]? ?{_PERCENT}",
    rf"{_PERCENT} (?:less|lower|fewer|reduced) {_CARBON}|{_CARBON}(?:~emissions?)? (?:cut|reduced|lowered|down) by {_PERCENT}",
    rf"{_PERCENT} (?:lower|smaller|less) (?:\w+ )?(?:emissions?|footprint)|-{_PERCENT} {_CARBON}",
    rf"{_PERCENT} (?:de |d'){_CARBONE} en moins|-{_PERCENT} (?:de |d')?{_CARBONE}|{_CARBONE} reduite?s? de {_PERCENT}",
)
"""Percent of a reduction, which say nothing without what they are held against."""
BASIS = r"比|より|対|に対し|に比べ|基準|\bthan\b|\bvs\b|\bversus\b|compared|against|par rapport|\bque\b|base"

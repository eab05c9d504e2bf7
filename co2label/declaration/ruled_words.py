"""What plain words may not say, since a rule says it from data: shares of renewable electricity, classes, stars, stored carbon.

An SDG line of plain words is judged by no data. So it says nothing for which there is an entry with a `kind`: that one
holds certificates, thresholds and comparisons against the published rule, and puts beside the claim what belongs there. Names
and marks of programmes belong to the programmes, and stand on a label only with what they register; co2label draws none.

>>> ruled_words("再エネ100%の電気で製造").kind, ruled_words("再エネへの切替で20ポイント"), ruled_words("秋限定")
('electricity', None, None)
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from co2label.declaration.claims import folded
from co2label.errors import Problem

__all__ = ["Ruled", "ruled_problem", "ruled_words"]

_RENEWABLE = "(?:再エネ|再生可能エネルギー|再生可能電力)"
_RENEWABLE_LATIN = (
    "(?:renewables?|(?:wind|solar|green|hydro) (?:power|electricity|energy)|renouvelables?|electricite verte)"
)
_ELECTRICITY = (
    rf"{_RENEWABLE}[^、。]{{0,8}}(?:[0-9]+ ?%|使用|利用|使って|由来|製造|生産|加工|つく|作[っら]|焼|のみ|だけ|の電気[でを])",
    rf"[0-9]+ ?%[^、。]{{0,6}}{_RENEWABLE}|電[気力][は:がの] ?(?:実質|すべて|全て|全量)?{_RENEWABLE}|実質{_RENEWABLE}",
    rf"(?:made|produced|brewed|baked|grown|powered|run|built|100 ?%|[0-9]+ ?%)[^.;]{{0,24}}{_RENEWABLE_LATIN}",
    rf"(?:faits?|produite?s?|fabriquee?s?|alimentee?s?)[^.;]{{0,30}}{_RENEWABLE_LATIN}|{_RENEWABLE_LATIN}[^.;]{{0,6}}[0-9]+ ?%",
)


@dataclass(frozen=True, slots=True)
class Ruled:
    """Words that a rule says.

    Attributes:
        kind: of the entry that says it by rule; none for what belongs to a programme.
        words: as they stand in the text, folded.
    """

    kind: str | None
    words: str


_RULED = (
    ("electricity", "|".join(_ELECTRICITY)),
    ("building", r"(?<![a-z])(?:gx ?)?ze[hb](?:-m)?(?![a-z])|(?<![a-z])bels(?![a-z])"),
    ("stars", r"[★☆⭐✩✪]|星[0-9一二三四五]つ"),
    (
        "wood",
        r"(?:炭素|co2e?)[をの]?(?:固定|貯蔵|貯留|蓄え)|stor(?:es?|ed|ing) (?:the |its )?(?:carbon|co2e?)|carbon stor",
    ),
    ("wood", r"stock(?:e|ent|age)[^.;]{0,8}(?:carbone|co2e?)|carbone stocke"),
    (
        None,
        r"見える?らべる|みえるらべる|ミエルラベル|choistar|エコリーフ|ecoleaf|デカボスコア|cfpマーク|エコマーク",
    ),
)
_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in _RULED)


def ruled_words(text: str) -> Ruled | None:
    """The first words of a text that a rule says, or None."""
    plain = folded(text)
    for kind, pattern in _PATTERNS:
        if found := pattern.search(plain):
            return Ruled(kind, found.group())
    return None


def ruled_problem(where: str, text: str, *, name: bool = False) -> Problem | None:
    """A problem where a text says what only a rule, or a programme, may say.

    Args:
        where: path of the text.
        text: plain words.
        name: whether it is the name of a thing, in which a ZEH, a star or wood may be what the thing is.
    """
    found = ruled_words(text)
    if found is None or (name and found.kind not in {"electricity", None}):
        return None
    if found.kind is None:
        what = f"{found.words!r} is of a programme, which alone may say it"
        return Problem(where, what, "leave it out; the page behind the code may link to it")
    what, todo = (
        f"{found.words!r} in plain words rests on no data",
        f"let the rule say it: indicators = [{{ kind = {found.kind!r}, … }}]",
    )
    return Problem(where, what, todo)

"""The SDG line of a place that declared net zero CO2 by 2050. It speaks of the place, not of the product.

>>> from co2label.model import MunicipalityLine
>>> municipality_said(MunicipalityLine(place="久慈市")).lines[0]["ja"]
'産地：岩手県久慈市（2050年二酸化炭素排出実質ゼロ表明）'
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from co2label.errors import DocumentError, IdentifierError, Problem, TextError, clip
from co2label.indicators.place_names import folded, split_prefecture
from co2label.indicators.said import Said, by_language, in_all
from co2label.indicators.zero_carbon import ZeroCarbonRegister
from co2label.model import in_language

if TYPE_CHECKING:
    from co2label.indicators.said import Words
    from co2label.model import MunicipalityLine

__all__ = ["municipality_said"]

_ENDINGS = ("市", "区", "町", "村")


def municipality_said(line: MunicipalityLine) -> Said:
    """The place with its declaration: from the bundled list, or with the day and the source that the entry gives.

    Raises:
        DocumentError: a place that is not on the list and has no day of its own; a name of several places; a name in
            Japanese beside that of the list; a place with a day of its own that is no municipality of a prefecture.
    """
    full_name = _declared(line.place) if line.declared else _listed(line.place)
    place = by_language(partial(in_language, {"und": full_name} | _elsewhere(line)))
    note = in_all("indicator.note.place", basis=_basis(line, place))
    return Said((in_all(f"indicator.place.{line.what}", place=place),), (note,))


def _listed(text: str) -> str:
    try:
        return ZeroCarbonRegister.bundled().find(text).full_name
    except (IdentifierError, TextError) as error:
        todo = 'or, if it declared later, add declared = "…" and source = "…"'
        raise DocumentError([Problem("place", str(error), todo)]) from None


def _declared(text: str) -> str:
    """A place that declared later, as it is written; nothing but a prefecture, or a municipality behind its prefecture."""
    prefecture, rest = split_prefecture(folded(text))
    if prefecture is None or (rest and not rest.endswith(_ENDINGS)):
        what = f"expected a municipality with its prefecture before it, got {clip(text, 40)}"
        raise DocumentError([Problem("place", what, 'write it in full: "秋田県由利本荘市"')])
    return text


def _elsewhere(line: MunicipalityLine) -> dict[str, str]:
    """The names in other languages: in Japanese the place has one name, and another would be another place.

    Raises:
        DocumentError: a name in Japanese, or for no language.
    """
    names = line.name or {}
    for language in ("ja", "und"):
        if language in names:
            what = f"in Japanese a place stands as the list has it, got {clip(names[language], 40)}"
            todo = 'give other languages only: name = { en = "Kuji, Iwate" }'
            raise DocumentError([Problem(f"name.{language}", what, todo)])
    return dict(names)


def _basis(line: MunicipalityLine, place: Words) -> Words:
    if line.declared:
        day = line.declared.isoformat()
        return in_all("indicator.note.place.declared", place=place, declared=day, source=line.source)
    register = ZeroCarbonRegister.bundled()
    day = register.as_of.isoformat()
    return in_all("indicator.note.place.listed", place=place, as_of=day, source=register.source)

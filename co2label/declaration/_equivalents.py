"""Equivalents: the same mass of CO2e as something from daily life, by a factor with a source.

They help to feel a figure and prove nothing; carriers with room print them, labels only where the document asks for them.
"""

from __future__ import annotations

import math
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from co2label._data import data_table
from co2label.declaration._declaration import Equivalent
from co2label.errors import ClaimError, Problem, clip, suggestion
from co2label.factors import FactorLibrary
from co2label.figures import show_percent
from co2label.wording import translate_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


_LEAST, _MOST = 0.095, 99_500.0
"""How much of a thing may be said: what is less than a tenth, or a hundred thousand, nobody can picture."""


@cache
def equivalents() -> Mapping[str, tuple[float, str]]:
    """By id: kg CO2e of one of them, and the source of that.

    >>> kg, source = equivalents()["car-km"]
    >>> round(kg, 5), source
    (0.20871, 'UK Government GHG Conversion Factors 2025')
    """
    library = FactorLibrary.bundled()
    tables = data_table("equivalents.toml", beside=__file__)
    return {
        name: (
            math.fsum(each["amount"] * library[factor].value for factor in each["factors"]),
            each["source"],
        )
        for name, each in tables.items()
    }


def equivalents_of(
    kg_co2e: float, asked: Sequence[str] = (), market: str | None = None
) -> tuple[Equivalent, ...]:
    """What a mass of CO2e is as much as: what is asked for, then the others that fit the market and can be pictured.

    Args:
        kg_co2e: kg, above zero; of nothing there are none.
        asked: ids that the document names.
        market: a country; cars are those of Japan there, and where none is named.

    Raises:
        ClaimError: there is no such equivalent, or the figure is far too small or too large for one that is asked for.

    >>> [(each.id, each.value, each.words["en"]) for each in equivalents_of(0.24)]
    [('car-km-jp', '1.4', 'about as much as 1.4 km by car'), ('rice-bowls', '1.3', 'about as much as the rice of 1.3 bowls')]
    """
    problems = [_refused(place, each) for place, each in enumerate(asked) if each not in equivalents()]
    if problems:
        raise ClaimError(problems)
    for place, each in enumerate(asked):
        if not _LEAST <= kg_co2e / equivalents()[each][0] < _MOST:
            what = f"{kg_co2e:.3g} kg-CO2e cannot be pictured as {each}: {kg_co2e / equivalents()[each][0]:.2g} of them"
            problems.append(Problem(f"declaration.equivalents[{place}]", what, "take another one, or none"))
    if problems:
        raise ClaimError(problems)
    own = "car-km-jp" if market in (None, "JP") else "car-km"
    rest = [each for each in (own, "rice-bowls") if each not in asked]
    return (*_said(asked, kg_co2e, asked=True), *_said(rest, kg_co2e, asked=False))


def _refused(place: int, name: str) -> Problem:
    todo = suggestion(name, list(equivalents())) or f"expected one of {', '.join(equivalents())}"
    return Problem(f"declaration.equivalents[{place}]", f"no equivalent {clip(name)}", todo)


def _said(names: Iterable[str], kg_co2e: float, *, asked: bool) -> Iterable[Equivalent]:
    for name in names:
        count = kg_co2e / equivalents()[name][0]
        if _LEAST <= count < _MOST:
            yield _equivalent(name, show_percent(count), asked)


@lru_cache(maxsize=4096)
def _equivalent(name: str, value: str, asked: bool) -> Equivalent:  # noqa: FBT001 - of a cached function
    words = translate_all(f"equivalent.{name}", {"n": value})
    short = translate_all(f"equivalent.{name}.short")
    return Equivalent(name, value, words, short, equivalents()[name][1], asked)

"""What must hold between all electricity of a calculation: certificates count once, and every factor is there.

GHG Protocol Scope 2 Guidance (2015), Table 7.1, criterion 2 (unique claim); ISO 14067:2018, 5.12 (no double counting).
Products that share certificates use one product more, of 1 kWh, that holds them with the `consumption` that they were
redeemed for; how far they reach there is the matter of `co2label.footprint.certified`. Both methods are reported, so the
factors of both are asked for, whichever counts in the figure.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from co2label.errors import ComputeError, FactorError, Problem
from co2label.footprint.note import place_of
from co2label.footprint.rules.electricity import LIFE_CYCLE
from co2label.model import SharedActivity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from co2label.factors import FactorLibrary
    from co2label.model import Electricity, Product

__all__ = ["check_electricity", "registered"]

_TODO = (
    "a certificate counts once: put the electricity into a product of its own, per 1 kWh, with the `consumption` that its "
    "certificates were redeemed for, and use that one"
)
_FACTORS = ("grid", "supplier", "residual", "upstream")


def check_electricity(products: Sequence[Product], factors: FactorLibrary, *, numbered: bool) -> None:
    """Check the electricity of all products together.

    Raises:
        ComputeError: a certificate that stands in several places, with all of them; a factor that is not there; upstream
            emissions beside a factor that holds them already.
    """
    placed = list(_placed(products, numbered=numbered))
    problems = [problem for where, rule in placed for problem in _unknown(where, rule, factors)]
    problems += [problem for where, rule in placed for problem in _upstream_twice(where, rule, factors)]
    problems += _twice(placed)
    if problems:
        raise ComputeError(problems)


def _placed(products: Sequence[Product], *, numbered: bool) -> Iterator[tuple[str, Electricity]]:
    """All electricity with its place; that of a process once, though each of its products has its share of it."""
    shared: set[int] = set()
    for row, product in enumerate(products):
        for place, line in enumerate(product.activities if product.ruled else ()):
            if line.electricity is None or id(line.electricity) in shared:
                continue
            if isinstance(line, SharedActivity):
                shared.add(id(line.electricity))
            where = place_of(product, row, place, line.name, numbered=numbered)
            yield f"{where}.electricity", line.electricity


def _unknown(where: str, rule: Electricity, factors: FactorLibrary) -> Iterator[Problem]:
    named = [(name, getattr(rule, name)) for name in _FACTORS]
    named += [(f"certificates[{place}].factor", each.factor) for place, each in enumerate(rule.certificates)]
    for name, factor in named:
        if isinstance(factor, str):
            try:
                factors[factor]
            except FactorError as error:
                yield Problem(f"{where}.{name}", str(error))


def _upstream_twice(where: str, rule: Electricity, factors: FactorLibrary) -> Iterator[Problem]:
    """A life-cycle factor holds its upstream emissions already."""
    for name in ("grid", "supplier", "residual") if rule.upstream is not None else ():
        given = getattr(rule, name)
        factor = factors.get(given) if isinstance(given, str) else given
        if factor is not None and factor.boundary in LIFE_CYCLE:
            what = f"{name} is the life-cycle factor {factor.id!r}, which holds upstream emissions already"
            todo = "remove `upstream`, or take factors of generation alone"
            yield Problem(f"{where}.upstream", what, todo)


def _twice(placed: Sequence[tuple[str, Electricity]]) -> Iterator[Problem]:
    places: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for where, rule in placed:
        for place, certificate in enumerate(rule.certificates):
            number = registered(certificate.id)
            names.setdefault(number, certificate.id)
            places.setdefault(number, []).append(f"{where}.certificates[{place}]")
    for number, found in places.items():
        if len(found) > 1:
            what = f"certificate {names[number]!r} is used {len(found)} times: in {' and in '.join(found)}"
            yield Problem(found[-1], what, _TODO)


def registered(number: str) -> str:
    """A number of a registry in the one form in which numbers are compared.

    >>> registered("ＮＦＣ－１") == registered("nfc-1")
    True
    """
    return unicodedata.normalize("NFKC", number).upper().replace(" ", "")

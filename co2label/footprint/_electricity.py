"""Electricity: location-based, or market-based with certificates that cover their MWh and no more.

Fed in = used ÷ (1 − loss). Location-based, all of it takes the grid average. Market-based, in the order of the GHG
Protocol Scope 2 Guidance (2015), Table 6.3: certificates, then the supplier's factor, else the residual mix, else the
grid average (which is noted: the guidance asks to disclose a missing residual mix, 7.1). Upstream emissions go with
every kWh but those of a certificate that states a factor of its own. A certificate without one stands for 0 kg of
generation; beside a life-cycle factor that is noted, for the rest of its life cycle is then in no number.

FIT electricity of Japan without a certificate has no renewable value and is taken as the national average (電力の小売
営業に関する指針; in the words of a utility: 九州電力, 電源構成 2020年度, customer.kyuden.co.jp/en/electricity/system/
composition/2020.html). Certificates are set against the FIT share first, but those matched to other electricity.

`check_electricity` holds all electricity of a calculation together: each certificate counts once (GHG Protocol Scope 2
Guidance, Table 7.1, criterion 2, unique claim; ISO 14067:2018, 5.12), and every factor is there, those of both methods.

>>> from co2label.model import Activity, Product
>>> line = Activity("power", "96 kWh", electricity={"method": "location", "grid": "elec.grid.jp.average", "loss": 0.04},
...                 stage="production")
>>> made = Product(id="x", name="X", declared_unit="1 piece", boundary="gate-to-gate", activities=[line])
>>> [(each.name, each.amount.text, each.factor) for each in expand_electricity(line, made).lines]
[('power · grid', '96 kWh ÷ (1 − 0.04)', 'elec.grid.jp.average')]
"""

from __future__ import annotations

import unicodedata
from math import fsum
from typing import TYPE_CHECKING, Literal, NamedTuple

from co2label.errors import ComputeError, FactorError, Problem
from co2label.footprint._note import Note, make_note, number, place_of
from co2label.footprint._rules import Expansion, factor_of, part
from co2label.model import Activity, EmissionFactor, PooledElectricity, SharedActivity, Source
from co2label.units import Amount, parse_amount

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from co2label.factors import FactorLibrary
    from co2label.model import Certificate, Electricity, FactorRef, Product


Remaining = Literal["supplier", "residual", "grid"]
"""The factor that a part without a certificate takes."""

_TAKES: dict[str, Remaining] = {
    "supplier": "supplier",
    "residual mix": "residual",
    "FIT as residual mix": "residual",
    "grid": "grid",
    "FIT as grid": "grid",
}

LIFE_CYCLE = frozenset(
    {
        "generation-lifecycle",
        "cradle-to-gate",
        "cradle-to-shelf",
        "cradle-to-retail",
        "cradle-to-consumption",
        "cradle-to-grave",
    }
)
"""Boundaries of factors of electricity that hold upstream emissions already."""

_NOTHING = 1e-12
"""Relative. What is left when decimal fractions that add up to the use are taken from it."""


class UpstreamActivity(Activity):
    """The provision of fuels that stands beside generated electricity, whatever its factor says that it covers."""


class _Share(NamedTuple):
    """A part of the electricity that is fed in, with its working and its factor."""

    name: str
    value: float
    text: str
    factor: FactorRef
    upstream: bool = True


def expand_electricity(line: Activity, _product: Product, factors: FactorLibrary | None = None) -> Expansion:
    """Return the plain activities of an activity with `electricity`: one for each factor that a part of it takes."""
    rule = line.electricity
    assert rule is not None, "the field that asks for this rule"
    every = list(_shares(line.amount, rule))
    shares = [share for share in every if share.value > _NOTHING * line.amount.value] or every[-1:]
    amounts = [(share, Amount(share.value, line.amount.unit, share.text)) for share in shares]
    lines = [part(line, share.name, amount, factor=share.factor) for share, amount in amounts]
    if rule.upstream is not None:
        lines += [
            part(line, f"{share.name}, upstream", amount, UpstreamActivity, factor=rule.upstream)
            for share, amount in amounts
            if share.upstream
        ]
    notes = tuple(_notes(line, rule, shares, factors))
    return Expansion(tuple(lines), notes, f"{line.amount.text}, {rule.method}-based")


def uncertified(used: Amount, rule: Electricity) -> tuple[Remaining, ...]:
    """Return which factors take what no certificate covers; none where certificates cover all of it.

    >>> from co2label.model import Electricity
    >>> rule = Electricity(method="market", grid="elec.grid.jp", residual="elec.jp.tohoku", supplier="elec.jp.tepco", fit=0.3)
    >>> uncertified(parse_amount("1 kWh"), rule)
    ('residual', 'supplier')
    """
    left = (share.name for share in _shares(used, rule) if share.value > _NOTHING * used.value)
    return tuple(dict.fromkeys(_TAKES[name] for name in left if name in _TAKES))


def _shares(used: Amount, rule: Electricity) -> Iterator[_Share]:
    """Yield what certificates cover, then the rest; of a supplier's electricity the FIT share apart."""
    fed_in = rule.fed_in(used)
    text = used.text if not rule.loss else f"{used.text} ÷ (1 − {number(rule.loss)})"
    if rule.method == "location":
        yield _Share("grid", fed_in, text, rule.grid)
        return
    certified, over = 0.0, rule.spread_over
    for certificate in rule.certificates:
        covered, working = rule.covered(certificate, used), certificate.amount.text
        if over is not None:
            working += f" × {used.text} ÷ {f'({over})' if ' drawn ' in over.text else over}"
        factor = _zero(certificate) if certificate.factor is None else certificate.factor
        yield _Share(f"certificate {certificate.id}", covered, working, factor, certificate.factor is None)
        certified += covered
        text += f" − {number(covered)} {used.unit}"
    rest = max(fed_in - certified, 0.0)
    text = f"({text})" if certified else text
    other = ("residual mix", rule.residual) if rule.residual is not None else ("grid", rule.grid)
    if rule.supplier is None:
        yield _Share(other[0], rest, text, other[1])
        return
    for_fit = fsum(rule.covered(each, used) for each in rule.certificates if each.matched in {None, "fit"})
    fit = min(max(rule.fit * (certified + rest) - for_fit, 0.0), rest)
    if fit:
        share = f"{number(rule.fit)} × {number(certified + rest)} {used.unit}"
        uncovered = f"({share} − {number(for_fit)} {used.unit})" if for_fit else share
        yield _Share(f"FIT as {other[0]}", fit, uncovered, other[1])
        rest, text = rest - fit, f"({text} − {number(fit)} {used.unit})"
    yield _Share("supplier", rest, text, rule.supplier)


def _zero(certificate: Certificate) -> EmissionFactor:
    """Return the factor of a certificate that states none: 0 kg of generation."""
    words = f"{certificate.kind}, {certificate.market}, {certificate.period}"
    return EmissionFactor(
        id=f"certificate:{certificate.id}",
        value=0.0,
        unit="kgCO2e",
        per=parse_amount("1 kWh"),
        source=Source(title=f"Certificate {certificate.id}", locator=words),
        boundary="generation",
    )


def _notes(
    line: Activity, rule: Electricity, shares: list[_Share], factors: FactorLibrary | None
) -> Iterator[Note]:
    names, market = {share.name for share in shares}, rule.method == "market"
    if market and "grid" in names:
        yield make_note("no-residual-mix")
    if names & {"FIT as residual mix", "FIT as grid"}:
        yield make_note("fit-electricity", percent=100 * rule.fit)
    if market and isinstance(rule, PooledElectricity):
        drawn, certified = rule.drawn, fsum(each.amount.si for each in rule.certificates)
        values = {"certified": certified / drawn.unit.scale, "percent": 100 * certified / drawn.si}
        yield make_note("certificates-spread", drawn=drawn, **values)
    if line.uncertainty is not None and not rule.proportional:
        yield make_note("uncertainty-left-out")
    others = [factor_of(named, factors) for named in (rule.residual, rule.supplier, rule.grid)]
    whole = next((factor for factor in others if factor and factor.boundary in LIFE_CYCLE), None)
    zero = [each for each in rule.certificates if each.factor is None]
    covered = fsum(rule.covered(each, line.amount) for each in zero)
    if market and rule.upstream is None and whole and covered > _NOTHING * line.amount.value:
        ids = ", ".join(each.id for each in zero)
        unit = line.amount.unit
        yield make_note("certificate-life-cycle", covered=covered, unit=unit, ids=ids, factor=whole.id)


_TODO = (
    "a certificate counts once: put the electricity into a product of its own, per 1 kWh, with the `consumption` that its "
    "certificates were redeemed for, and use that one"
)

_LINKS = ("grid", "supplier", "residual")
"""Fields of `Electricity` that name a factor of generation."""


def check_electricity(products: Sequence[Product], factors: FactorLibrary, *, numbered: bool) -> None:
    """Check the electricity of all products together.

    Raises:
        ComputeError: a certificate that stands in several places, with all of them; a factor that is not there; upstream
            emissions beside a factor that holds them already.
    """
    placed = list(_placed(products, numbered=numbered))
    problems = [problem for where, rule in placed for problem in _unknown(where, rule, factors)]
    problems += [problem for where, rule in placed for problem in _upstream_twice(where, rule, factors)]
    problems += _used_twice(placed)
    ComputeError.raise_any(problems)


def electricity_lines(products: Iterable[Product]) -> Iterator[tuple[int, int, Activity, Electricity]]:
    """Yield every activity with electricity, with the row of its product, its place in it, and its electricity."""
    for row, product in enumerate(products):
        for place, line in enumerate(product.activities if product.has_rules else ()):
            if line.electricity is not None:
                yield row, place, line, line.electricity


def _placed(products: Sequence[Product], *, numbered: bool) -> Iterator[tuple[str, Electricity]]:
    """Yield all electricity with its place; that of a process once, though each of its products has its share of it."""
    shared: set[int] = set()
    for row, place, line, rule in electricity_lines(products):
        if id(rule) not in shared:
            if isinstance(line, SharedActivity):
                shared.add(id(rule))
            yield f"{place_of(products[row], row, place, line.name, numbered=numbered)}.electricity", rule


def _unknown(where: str, rule: Electricity, factors: FactorLibrary) -> Iterator[Problem]:
    named = [(name, getattr(rule, name)) for name in (*_LINKS, "upstream")]
    named += [(f"certificates[{place}].factor", each.factor) for place, each in enumerate(rule.certificates)]
    for name, factor in named:
        if isinstance(factor, str):
            try:
                factors[factor]
            except FactorError as error:
                yield Problem(f"{where}.{name}", str(error))


def _upstream_twice(where: str, rule: Electricity, factors: FactorLibrary) -> Iterator[Problem]:
    """Yield a problem for each life-cycle factor, which holds its upstream emissions already."""
    for name in _LINKS if rule.upstream is not None else ():
        factor = factor_of(getattr(rule, name), factors)
        if factor is not None and factor.boundary in LIFE_CYCLE:
            what = f"{name} is the life-cycle factor {factor.id!r}, which holds upstream emissions already"
            todo = "remove `upstream`, or take factors of generation alone"
            yield Problem(f"{where}.upstream", what, todo)


def _used_twice(placed: Sequence[tuple[str, Electricity]]) -> Iterator[Problem]:
    places: dict[str, list[tuple[str, str]]] = {}
    for where, rule in placed:
        for place, certificate in enumerate(rule.certificates):
            entry = (certificate.id, f"{where}.certificates[{place}]")
            places.setdefault(registry_number(certificate.id), []).append(entry)
    for entries in places.values():
        if len(entries) > 1:
            name, used_at = entries[0][0], [place for _, place in entries]
            what = f"certificate {name!r} is used {len(entries)} times: in {' and in '.join(used_at)}"
            yield Problem(used_at[-1], what, _TODO)


def registry_number(number: str) -> str:
    """Return a number of a registry in the one form in which numbers are compared.

    >>> registry_number("ＮＦＣ－１") == registry_number("nfc-1")
    True
    """
    return unicodedata.normalize("NFKC", number).upper().replace(" ", "")

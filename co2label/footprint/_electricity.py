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
from co2label.footprint._note import Note, place_of
from co2label.footprint._rules import Expansion, part
from co2label.model import Activity, EmissionFactor, PooledElectricity, SharedActivity, Source
from co2label.units import Amount, parse_amount

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
    """The plain activities of an activity with `electricity`: one for each factor that a part of it takes."""
    rule = line.electricity
    assert rule is not None, "the field that asks for this rule"
    every = list(_shares(line.amount, rule))
    shares = [share for share in every if share.value > _NOTHING * line.amount.value] or every[-1:]
    lines = [_plain(line, share.name, share, share.factor) for share in shares]
    if rule.upstream is not None:
        fed_in = [share for share in shares if share.upstream]
        named = [(f"{share.name}, upstream", share) for share in fed_in]
        lines += [
            UpstreamActivity.model_construct(**dict(_plain(line, name, share, rule.upstream)))
            for name, share in named
        ]
    notes = [*_notes(line, rule, shares), *_without_life_cycle(line, rule, factors)]
    return Expansion(tuple(lines), tuple(notes), f"{line.amount.text}, {rule.method}-based")


def uncertified(used: Amount, rule: Electricity) -> tuple[Remaining, ...]:
    """Which factors take what no certificate covers; none where certificates cover all of it.

    >>> from co2label.model import Electricity
    >>> rule = Electricity(method="market", grid="elec.grid.jp", residual="elec.jp.tohoku", supplier="elec.jp.tepco", fit=0.3)
    >>> uncertified(parse_amount("1 kWh"), rule)
    ('residual', 'supplier')
    """
    left = (share.name for share in _shares(used, rule) if share.value > _NOTHING * used.value)
    return tuple(dict.fromkeys(_TAKES[name] for name in left if name in _TAKES))


def _plain(line: Activity, name: str, share: _Share, factor: FactorRef) -> Activity:
    return part(line, name, Amount(share.value, line.amount.unit, share.text), factor=factor)


def _shares(used: Amount, rule: Electricity) -> Iterator[_Share]:
    fed_in = rule.fed_in(used)
    gross = used.text if not rule.loss else f"{used.text} ÷ (1 − {_number(rule.loss)})"
    if rule.method == "location":
        yield _Share("grid", fed_in, gross, rule.grid)
        return
    certified, text = 0.0, gross
    for certificate in rule.certificates:
        share = _certified(used, rule, certificate)
        certified += share.value
        text += f" − {_number(share.value)} {used.unit}"
        yield share
    rest = max(fed_in - certified, 0.0)
    yield from _rest(used, rule, certified, rest, f"({text})" if certified else text)


def _certified(used: Amount, rule: Electricity, certificate: Certificate) -> _Share:
    """What a certificate covers of this activity: its MWh, spread evenly over the consumption that it stands for."""
    covered, text = rule.covered(certificate, used), certificate.amount.text
    if rule.spread_over is not None:
        text = f"{text} × {used.text} ÷ {_bracketed(rule.spread_over.text)}"
    zero = certificate.factor is None
    factor = _zero(certificate) if certificate.factor is None else certificate.factor
    return _Share(f"certificate {certificate.id}", covered, text, factor, zero)


def _zero(certificate: Certificate) -> EmissionFactor:
    words = f"{certificate.kind}, {certificate.market}, {certificate.period}"
    return EmissionFactor(
        id=f"certificate:{certificate.id}",
        value=0.0,
        unit="kgCO2e",
        per=parse_amount("1 kWh"),
        source=Source(title=f"Certificate {certificate.id}", locator=words),
        boundary="generation",
    )


def _rest(used: Amount, rule: Electricity, certified: float, rest: float, text: str) -> Iterator[_Share]:
    """What no certificate covers: of the supplier's electricity the FIT share apart."""
    left = ("residual mix", rule.residual) if rule.residual is not None else ("grid", rule.grid)
    if rule.supplier is None:
        yield _Share(left[0], rest, text, left[1])
        return
    fed_in = certified + rest
    for_fit = fsum(rule.covered(each, used) for each in rule.certificates if each.matched in {None, "fit"})
    fit = min(max(rule.fit * fed_in - for_fit, 0.0), rest)
    if not fit:
        yield _Share("supplier", rest, text, rule.supplier)
        return
    share = f"{_number(rule.fit)} × {_number(fed_in)} {used.unit}"
    uncovered = f"({share} − {_number(for_fit)} {used.unit})" if for_fit else share
    yield _Share(f"FIT as {left[0]}", fit, uncovered, left[1])
    yield _Share("supplier", rest - fit, f"({text} − {_number(fit)} {used.unit})", rule.supplier)


def _notes(line: Activity, rule: Electricity, shares: list[_Share]) -> Iterator[Note]:
    names = {share.name for share in shares}
    if rule.method == "market" and "grid" in names:
        message = (
            "electricity without certificate or supplier takes the grid average, for no residual mix is given; "
            "it may hold renewable electricity that others have claimed"
        )
        yield Note("no-residual-mix", message)
    if any(name.startswith("FIT") for name in names):
        message = (
            f"{_number(100 * rule.fit)} % of the supplier's electricity is FIT; the part without a certificate has no "
            "renewable value and takes the average of all electricity"
        )
        yield Note("fit-electricity", message)
    if isinstance(rule, PooledElectricity) and rule.method == "market":
        certified = fsum(each.amount.si for each in rule.certificates)
        message = (
            f"{rule.drawn.text}, by everything that is computed here together: certificates of "
            f"{_number(certified / rule.drawn.unit.scale)} {rule.drawn.unit} cover {_number(100 * certified / rule.drawn.si)} % "
            "of it, the rest takes what no certificate covers; give `consumption` for what they were redeemed for"
        )
        yield Note("certificates-spread", message)
    if line.uncertainty is not None and not rule.proportional:
        message = (
            "the uncertainty of the amount is left out: certificates of a fixed amount do not grow with it; "
            "give `consumption` to spread them"
        )
        yield Note("uncertainty-left-out", message)


def _without_life_cycle(line: Activity, rule: Electricity, factors: FactorLibrary | None) -> Iterator[Note]:
    """Certificates that count as 0 kg of generation, beside a factor that holds the whole life cycle."""
    if rule.method == "location" or rule.upstream is not None:
        return
    others = [_factor(named, factors) for named in (rule.residual, rule.supplier, rule.grid)]
    beside = next((factor for factor in others if factor is not None and factor.boundary in LIFE_CYCLE), None)
    plain = [each for each in rule.certificates if each.factor is None]
    covered = fsum(rule.covered(each, line.amount) for each in plain)
    if beside is not None and covered > _NOTHING * line.amount.value:
        message = (
            f"{_number(covered)} {line.amount.unit} count 0 kg on {', '.join(each.id for each in plain)}, which is generation "
            f"alone, beside the life-cycle factor {beside.id!r}; give the certificate a `factor` of its own, life cycle included"
        )
        yield Note("certificate-life-cycle", message)


def _factor(named: FactorRef | None, factors: FactorLibrary | None) -> EmissionFactor | None:
    if not isinstance(named, str):
        return named
    return None if factors is None else factors.get(named)


def _bracketed(text: str) -> str:
    return f"({text})" if " drawn " in text else text


def _number(value: float) -> str:
    return f"{value:.10g}"


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
        for place, line in enumerate(product.activities if product.has_rules else ()):
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
            number = registry_number(certificate.id)
            names.setdefault(number, certificate.id)
            places.setdefault(number, []).append(f"{where}.certificates[{place}]")
    for number, used_at in places.items():
        if len(used_at) > 1:
            what = (
                f"certificate {names[number]!r} is used {len(used_at)} times: in {' and in '.join(used_at)}"
            )
            yield Problem(used_at[-1], what, _TODO)


def registry_number(number: str) -> str:
    """A number of a registry in the one form in which numbers are compared.

    >>> registry_number("ＮＦＣ－１") == registry_number("nfc-1")
    True
    """
    return unicodedata.normalize("NFKC", number).upper().replace(" ", "")

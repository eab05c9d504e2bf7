"""The electricity that a product itself uses, and which claim of renewable electricity its certificates allow.

Counted are the activities with `electricity`, and those that draw on a factor of generated electricity: what no certificate
covers must not be left out of the whole. Where products share certificates, electricity is a product of its own, per kWh: it
counts as that of the activity which uses it, directly or through another such product. What else is inside other products and
factors is not seen.

Claims are the cases of the retail guideline (電力の小売営業に関する指針):

| certificate          | electricity                              | claim                                                |
| -------------------- | ---------------------------------------- | ---------------------------------------------------- |
| with RE designation  | of a renewable plant, outside the FIT    | 再エネ                                               |
| with RE designation  | FIT電気                                  | 再エネ, with FIT電気, its share, and the FIT explained |
| with RE designation  | other (exchange, mixed, fossil)          | 実質再エネ, with the power mix and 証書使用 beside it  |
| none                 | any, of a renewable plant or FIT as well | none                                                 |

As the regulator's 51st 制度設計専門会合 (2020-10-20) set it out for the edition of 2021-04-01: eco-shinrai-service.com
(非化石証書、再エネ指定+FIT電気は「再エネ」表示); the FIT's three points also kankyo-business.jp/news/011013.php. The guideline
binds electricity retailers, not those who use the electricity (techon.nikkeibp.co.jp/energy/atcl/19/feature/00001/00061);
co2label holds a product to the same words, the stricter choice.

A non-fossil certificate without designation may hold nuclear power: only CO2-zero forms are left for it, which no carbon label
may bear (`declaration.forbidden_claim`), so nothing is said of it. Nor of other certificates: for green power, J-credits, GO or
REC no such rule is known here. They count in the figure as before.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from math import fsum
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, get_args

from co2label._data import data_table
from co2label.errors import Problem, clip, suggestion
from co2label.footprint import uncertified, with_loss
from co2label.indicators._municipality import PREFECTURES
from co2label.model import EmissionFactor, RenewableSource, SharedActivity
from co2label.wording import in_language

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from co2label.footprint import Footprint, Remaining
    from co2label.model import Activity, Certificate, Electricity, MatchedElectricity, Plant, Product, Stage
    from co2label.units import Amount


_JOULES_PER_KWH = 3.6e6

_GENERATED = ("generation", "generation-and-losses", "generation-lifecycle")

_ELECTRICITY = "elec."
"""Prefix of the ids of bundled factors of electricity."""


@dataclass(frozen=True, slots=True)
class ElectricityUse:
    """The electricity of one activity, in kWh per declared unit."""

    where: str
    """The place of the activity: `activities[2]`, or `activities[2].product.activities[0]`."""
    name: str
    stage: Stage
    used_kwh: float
    fed_in_kwh: float
    """With what is lost in transmission and distribution; certificates are set against this."""
    rule: Electricity | None
    covered_kwh: tuple[float, ...] = ()
    """By each certificate of the rule, in its order."""
    rest: tuple[Remaining | Literal["stated"], ...] = ("stated",)
    """Which factors take what no certificate covers; `stated` is that of an activity without a rule."""

    @property
    def activity(self) -> str:
        """The place of the product's own activity, though the electricity may be in a product that it uses."""
        return self.where.partition(".")[0]

    @property
    def certificates(self) -> tuple[tuple[str, Certificate, float], ...]:
        """The certificates, each with its path and the kWh that it covers here."""
        listed = self.rule.certificates if self.rule else ()
        places = (f"{self.where}.electricity.certificates[{place}]" for place in range(len(listed)))
        return tuple(zip(places, listed, self.covered_kwh, strict=True))


def electricity_uses(footprint: Footprint) -> tuple[ElectricityUse, ...]:
    """The product's own electricity, in the order of its activities.

    >>> import co2label as c2
    >>> lines = [c2.Activity("drying", "0.5 kWh", factor="elec.grid.jp.average", stage="production")]
    >>> tea = c2.Product(id="tea", name="Tea", declared_unit="1 piece", boundary="cradle-to-gate", activities=lines)
    >>> [(use.name, use.fed_in_kwh) for use in electricity_uses(c2.compute(tea))]
    [('drying', 0.5)]
    """
    known = {name: factor for factor in footprint.factors for name in (factor.id, *factor.aliases)}
    supplies = {used.id: used for used in footprint.used if _is_energy(used.declared_unit)}
    return tuple(
        use
        for place, written in enumerate(footprint.product.activities)
        for use in _supplied_uses(with_loss(written), f"activities[{place}]", known, supplies)
    )


def _supplied_uses(
    line: Activity, where: str, known: dict[str, EmissionFactor], supplies: dict[str, Product]
) -> Iterator[ElectricityUse]:
    """The electricity of a line, also through products of electricity, which may use each other; a turn in a loop adds none."""
    supply = supplies.get(line.product or "")
    if supply is None:
        yield from _line_uses(line, where, known)
        return
    times = _allocated_share(line) * line.amount.si / supply.declared_unit.si
    others = {name: other for name, other in supplies.items() if other is not supply}
    for place, inner in enumerate(supply.activities):
        for use in _supplied_uses(with_loss(inner), f"{where}.product.activities[{place}]", known, others):
            yield replace(
                use,
                name=line.name,
                stage=line.stage,
                used_kwh=times * use.used_kwh,
                fed_in_kwh=times * use.fed_in_kwh,
                covered_kwh=tuple(times * kwh for kwh in use.covered_kwh),
            )


def _line_uses(line: Activity, where: str, known: dict[str, EmissionFactor]) -> Iterator[ElectricityUse]:
    rule = line.electricity
    if rule is None and not _is_generated(line, known):
        return
    kwh = _allocated_share(line) * line.amount.si / _JOULES_PER_KWH
    if rule is None:
        yield ElectricityUse(where, line.name, line.stage, kwh, kwh, None)
        return
    per_unit = kwh / line.amount.value if line.amount.value else 0.0
    covered = tuple(per_unit * rule.covered(each, line.amount) for each in rule.certificates)
    fed_in = per_unit * rule.fed_in(line.amount)
    rest = uncertified(line.amount, rule)
    yield ElectricityUse(where, line.name, line.stage, kwh, fed_in, rule, covered, rest)


def _allocated_share(line: Activity) -> float:
    """The share of an activity that is allocated to this product, where a process has several."""
    return line.share if isinstance(line, SharedActivity) else 1.0


def _is_generated(line: Activity, known: dict[str, EmissionFactor]) -> bool:
    if line.factor is None or not _is_energy(line.amount):
        return False
    factor = line.factor if isinstance(line.factor, EmissionFactor) else known.get(line.factor)
    return factor is not None and (factor.boundary in _GENERATED or factor.id.startswith(_ELECTRICITY))


def _is_energy(amount: Amount) -> bool:
    return str(amount.unit.dimension) == "energy"


OriginClaim = Literal["renewable", "renewable-fit", "effectively-renewable"]

ORIGIN_CLAIMS: Mapping[MatchedElectricity, OriginClaim] = MappingProxyType(
    {"renewable": "renewable", "fit": "renewable-fit", "other": "effectively-renewable"}
)
"""Claim that a certificate with renewable designation allows, by the electricity that it is matched to."""

_KINDS = data_table("data/certificates.toml", beside=__file__)

_DESIGNATED_KINDS, _SILENT_KINDS = tuple(_KINDS["designated"]), tuple(_KINDS["silent"])

_KNOWN_KINDS = _DESIGNATED_KINDS + _SILENT_KINDS

_RENEWABLE: tuple[RenewableSource, ...] = get_args(RenewableSource)

_ROUNDING = 0.005 + 1e-9
"""Shares of a power mix are published in whole percent: half a point is no contradiction (and binary noise is none)."""


def claim_of(certificate: Certificate) -> OriginClaim | None:
    """The claim that a certificate allows; None where it allows none.

    >>> from co2label.model import Certificate
    >>> fields = {"id": "a", "amount": "1 kWh", "market": "JP", "period": "2025", "matched": "other"}
    >>> claim_of(Certificate(kind="再エネ指定非化石証書", **fields)), claim_of(Certificate(kind="非化石証書", **fields))
    ('effectively-renewable', None)
    """
    if _fold_kind(certificate.kind) not in _DESIGNATED_KINDS or certificate.matched is None:
        return None
    return ORIGIN_CLAIMS[certificate.matched]


def origin_problems(uses: Sequence[ElectricityUse]) -> Iterator[Problem]:
    """Find everything that prevents a claim on the origin of this electricity.

    Args:
        uses: all electricity that the claim is of.
    """
    certificates = [each for use in uses for each in use.certificates]
    if not uses:
        what = "no activity of this product has `electricity` or a factor of it, so nothing is known of its origin"
        yield Problem("", what, "account for it by `electricity`, with its certificates")
    elif not certificates:
        what = (
            "no certificate is used: without one, electricity has no renewable value that could be claimed, "
            "of a renewable plant or FIT電気 as well"
        )
        yield Problem("", what, "give the certificates in `electricity`, or say nothing of its origin")
    for use in uses:
        yield from _use_problems(use)
    if certificates and all(_fold_kind(each.kind) in _SILENT_KINDS for _, each, _ in certificates):
        what = (
            f"certificates of kind {', '.join(sorted({clip(each.kind, 40) for _, each, _ in certificates}))} allow no "
            "claim on a carbon label: without renewable designation only CO2-zero forms are left, or the rule is not known"
        )
        yield Problem("", what, f"write kind = {_DESIGNATED_KINDS[0]!r} where they bear the designation")
    yield from _mix_problems(uses)


def _mix_problems(uses: Sequence[ElectricityUse]) -> Iterator[Problem]:
    """A mix and a share of FIT電気 are said of all this electricity, so they must be known of all of it."""
    mixes = {use.rule.mix.model_dump_json() if use.rule and use.rule.mix else "" for use in uses}
    if len(mixes) > 1:
        what = "a label says one power mix, and the electricity of these stages has several, or one for a part of it"
        yield Problem("", what, "give the same `mix` for all of it")
    elif any(_claimed_share(use, "renewable-fit") for use in uses):
        what = "of FIT電気 its share in all this electricity must be said, and of this part it is not known"
        for use in (use for use in uses if use.rule is None):
            yield Problem(use.where, what, "account for it by `electricity`, with the supplier's `mix`")


def _use_problems(use: ElectricityUse) -> Iterator[Problem]:
    rule = use.rule
    if rule is None or not rule.certificates:
        return
    where = f"{use.where}.electricity"
    if rule.method == "location":
        what = "the figure counts this electricity location-based, without its certificates"
        yield Problem(f"{where}.method", what, 'write method = "market", so that figure and claim are one')
    for place, certificate, _ in use.certificates:
        yield from (problem.under(place) for problem in _certificate_problems(certificate))
    yield from (problem.under(where) for problem in _supply_problems(use))


def _certificate_problems(certificate: Certificate) -> Iterator[Problem]:
    kind = _fold_kind(certificate.kind)
    if certificate.market != "JP":
        what = f"the rule for claims is Japan's, the certificate is of market {certificate.market!r}"
        yield Problem("market", what, "no claim of renewable electricity is made from it")
    elif kind not in _KNOWN_KINDS:
        what = f"no rule is known for a certificate of kind {clip(certificate.kind, 40)}"
        yield Problem("kind", what, suggestion(kind, _KNOWN_KINDS) or f"known are {', '.join(_KNOWN_KINDS)}")
    elif kind in _DESIGNATED_KINDS and certificate.matched is None:
        todo = 'write matched = "renewable" (a renewable plant outside the FIT), "fit" or "other"'
        yield Problem("matched", "what may be said depends on the electricity that it is matched to", todo)
    elif kind in _DESIGNATED_KINDS and certificate.plant is not None:
        yield from _plant_problems(certificate.plant)


def _plant_problems(plant: Plant) -> Iterator[Problem]:
    prefecture = in_language(plant.prefecture, "ja")
    if unicodedata.normalize("NFKC", prefecture) not in PREFECTURES:
        what = f"{clip(prefecture, 40)} is no prefecture of Japan"
        todo = suggestion(prefecture, PREFECTURES) or 'write it in full: "岩手県"; other languages beside it'
        yield Problem("plant.prefecture", what, todo)


def _supply_problems(use: ElectricityUse) -> Iterator[Problem]:
    """Check these claims against the supplier's electricity."""
    rule = use.rule
    claimed = {claim: _claimed_share(use, claim) for claim in ORIGIN_CLAIMS.values()}
    if rule is None:
        return
    fit, mix = fit_share(use), rule.mix
    if claimed["effectively-renewable"] and mix is None:
        what = "実質再エネ may be said with the power mix beside it only, and there is none"
        yield Problem("mix", what, "give the supplier's mix: mix = { shares = { gas = 38, … }, period = … }")
    if claimed["renewable-fit"] and not fit:
        what = "of FIT電気 its share must be said, and it is not known"
        yield Problem("mix", what, "give the supplier's mix with its share `fit`, or `fit`")
    renewable = fsum(mix.share(source) for source in _RENEWABLE) / 100 if mix else 1 - fit
    yield from _excess_problems(claimed["renewable-fit"], fit or 1.0, "fit")
    yield from _excess_problems(claimed["renewable"], renewable, "renewable")


def _excess_problems(claimed: float, known: float, name: MatchedElectricity) -> Iterator[Problem]:
    """A claim for more than the supplier's electricity holds of this kind."""
    if claimed > known + _ROUNDING:
        what = (
            f'certificates matched to "{name}" cover {100 * claimed:.4g} % of this electricity, '
            f"of which {100 * known:.4g} % can be {name}"
        )
        yield Problem("certificates", what, 'match the rest to what it is: "renewable", "fit" or "other"')


def fit_share(use: ElectricityUse) -> float:
    """The share of FIT電気, 0 to 1: what the power mix says, else the rule; 0 where neither does."""
    if use.rule is None:
        return 0.0
    return use.rule.mix.share("fit") / 100 if use.rule.mix else use.rule.fit


def _claimed_share(use: ElectricityUse, claim: OriginClaim) -> float:
    covered = fsum(kwh for _, each, kwh in use.certificates if claim_of(each) == claim)
    return covered / use.fed_in_kwh if use.fed_in_kwh else 0.0


def _fold_kind(kind: str) -> str:
    return "".join(unicodedata.normalize("NFKC", kind).split())

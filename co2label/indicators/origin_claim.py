"""Which claim of renewable electricity is allowed: the cases of the retail guideline (電力の小売営業に関する指針).

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

A non-fossil certificate without designation may hold nuclear power: only CO2-zero forms are left for it, which
no carbon label may bear (`declaration.claims`), so nothing is said of it. Nor of other certificates: for green power,
J-credits, GO or REC no such rule is known here. They count in the figure as before.
"""

from __future__ import annotations

import unicodedata
from math import fsum
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, get_args

from co2label.errors import Problem, clip
from co2label.indicators.place_names import PREFECTURES
from co2label.model import RenewableSource, in_language, suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from co2label.indicators.electricity_use import ElectricityUse
    from co2label.model import Certificate, MatchedElectricity, Plant

__all__ = ["CLAIMS", "Claim", "claim_of", "fit_share", "origin_problems"]

Claim = Literal["renewable", "renewable-fit", "effectively-renewable"]
CLAIMS: Mapping[MatchedElectricity, Claim] = MappingProxyType(
    {"renewable": "renewable", "fit": "renewable-fit", "other": "effectively-renewable"}
)
"""What a certificate with renewable designation allows, by the electricity that it is matched to."""

_DESIGNATED = (
    "再エネ指定非化石証書",
    "再エネ指定の非化石証書",
    "非化石証書(再エネ指定)",
    "FIT非化石証書",
    "FIT非化石証書(再エネ指定)",
    "非FIT非化石証書(再エネ指定)",
    "renewable-non-fossil",
)
_SILENT = (
    "非化石証書",
    "非化石証書(指定なし)",
    "非化石証書(再エネ指定なし)",
    "非FIT非化石証書(指定なし)",
    "非FIT非化石証書(再エネ指定なし)",
    "non-fossil",
    "グリーン電力証書",
    "green-power",
    "J-クレジット",
    "J-クレジット(再エネ電力由来)",
    "j-credit",
    "GO",
    "REC",
    "I-REC",
)
"""Kinds that no claim is known for here."""
_RENEWABLE: tuple[RenewableSource, ...] = get_args(RenewableSource)
_ROUNDING = 0.005 + 1e-9
"""Shares of a power mix are published in whole percent: half a point is no contradiction (and binary noise is none)."""


def claim_of(certificate: Certificate) -> Claim | None:
    """The claim that a certificate allows; None where it allows none.

    >>> from co2label.model import Certificate
    >>> fields = {"id": "a", "amount": "1 kWh", "market": "JP", "period": "2025", "matched": "other"}
    >>> claim_of(Certificate(kind="再エネ指定非化石証書", **fields)), claim_of(Certificate(kind="非化石証書", **fields))
    ('effectively-renewable', None)
    """
    if _folded(certificate.kind) not in _DESIGNATED or certificate.matched is None:
        return None
    return CLAIMS[certificate.matched]


def origin_problems(uses: Sequence[ElectricityUse]) -> Iterator[Problem]:
    """Everything that keeps one from saying where this electricity comes from.

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
        yield from _of_use(use)
    if certificates and all(_folded(each.kind) in _SILENT for _, each, _ in certificates):
        what = (
            f"certificates of kind {', '.join(sorted({clip(each.kind, 40) for _, each, _ in certificates}))} allow no "
            "claim on a carbon label: without renewable designation only CO2-zero forms are left, or the rule is not known"
        )
        yield Problem("", what, f"write kind = {_DESIGNATED[0]!r} where they bear the designation")
    yield from _of_the_whole(uses)


def _of_the_whole(uses: Sequence[ElectricityUse]) -> Iterator[Problem]:
    """A mix and a share of FIT電気 are said of all this electricity, so they must be known of all of it."""
    mixes = {use.rule.mix.model_dump_json() if use.rule and use.rule.mix else "" for use in uses}
    if len(mixes) > 1:
        what = "a label says one power mix, and the electricity of these stages has several, or one for a part of it"
        yield Problem("", what, "give the same `mix` for all of it")
    elif any(_share(use, "renewable-fit") for use in uses):
        for use in (use for use in uses if use.rule is None):
            what = (
                "of FIT電気 its share in all this electricity must be said, and of this part it is not known"
            )
            yield Problem(use.where, what, "account for it by `electricity`, with the supplier's `mix`")


def _of_use(use: ElectricityUse) -> Iterator[Problem]:
    rule = use.rule
    if rule is None or not rule.certificates:
        return
    where = f"{use.where}.electricity"
    if rule.method == "location":
        what = "the figure counts this electricity location-based, without its certificates"
        yield Problem(f"{where}.method", what, 'write method = "market", so that figure and claim are one')
    for place, certificate, _ in use.certificates:
        yield from (problem.under(place) for problem in _of_certificate(certificate))
    yield from (problem.under(where) for problem in _against_supply(use))


def _of_certificate(certificate: Certificate) -> Iterator[Problem]:
    kind = _folded(certificate.kind)
    if certificate.market != "JP":
        what = f"the rule for claims is Japan's, the certificate is of market {certificate.market!r}"
        yield Problem("market", what, "no claim of renewable electricity is made from it")
    elif kind not in _DESIGNATED + _SILENT:
        todo = suggestion(kind, _DESIGNATED + _SILENT) or f"known are {', '.join(_DESIGNATED + _SILENT)}"
        yield Problem(
            "kind", f"no rule is known for a certificate of kind {clip(certificate.kind, 40)}", todo
        )
    elif kind in _DESIGNATED and certificate.matched is None:
        todo = 'write matched = "renewable" (a renewable plant outside the FIT), "fit" or "other"'
        yield Problem("matched", "what may be said depends on the electricity that it is matched to", todo)
    elif kind in _DESIGNATED and certificate.plant is not None:
        yield from _of_plant(certificate.plant)


def _of_plant(plant: Plant) -> Iterator[Problem]:
    prefecture = in_language(plant.prefecture, "ja")
    if unicodedata.normalize("NFKC", prefecture) not in PREFECTURES:
        what = f"{clip(prefecture, 40)} is no prefecture of Japan"
        todo = suggestion(prefecture, PREFECTURES) or 'write it in full: "岩手県"; other languages beside it'
        yield Problem("plant.prefecture", what, todo)


def _against_supply(use: ElectricityUse) -> Iterator[Problem]:
    """What the supplier's electricity must hold for these claims, and must be known of it."""
    rule = use.rule
    claimed = {claim: _share(use, claim) for claim in CLAIMS.values()}
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
    yield from _more_than(claimed["renewable-fit"], fit or 1.0, "fit")
    yield from _more_than(claimed["renewable"], renewable, "renewable")


def _more_than(claimed: float, known: float, name: MatchedElectricity) -> Iterator[Problem]:
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


def _share(use: ElectricityUse, claim: Claim) -> float:
    covered = fsum(kwh for _, each, kwh in use.certificates if claim_of(each) == claim)
    return covered / use.fed_in_kwh if use.fed_in_kwh else 0.0


def _folded(kind: str) -> str:
    return "".join(unicodedata.normalize("NFKC", kind).split())

"""The electricity that a product itself uses, as its footprint counts it: what is fed in for it, and by which rule.

Counted are the activities with `electricity`, and those that draw on a factor of generated electricity: what no
certificate covers must not be left out of the whole. Where products share certificates, electricity is a product of its
own, per kWh: it counts as that of the activity which uses it, directly or through another such product. What else is
inside other products and factors is not seen.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from co2label.footprint.rules.electricity import uncertified
from co2label.footprint.rules.losses import with_loss
from co2label.model import EmissionFactor, SharedActivity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from co2label.footprint import Footprint
    from co2label.footprint.rules.electricity import Remaining
    from co2label.model import Activity, Certificate, Electricity, Product, Stage
    from co2label.units import Amount

__all__ = ["ElectricityUse", "electricity_uses"]

_JOULES_PER_KWH = 3.6e6
_GENERATED = ("generation", "generation-and-losses", "generation-lifecycle")
_ELECTRICITY = "elec."
"""How the ids of bundled factors of electricity begin."""


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
        """Each certificate with its place, and the kWh that it covers here."""
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
    return tuple(_found(footprint, known))


def _found(footprint: Footprint, known: dict[str, EmissionFactor]) -> Iterator[ElectricityUse]:
    supplies = {used.id: used for used in footprint.used if _is_energy(used.declared_unit)}
    for place, written in enumerate(footprint.product.activities):
        yield from _drawn(with_loss(written), f"activities[{place}]", known, supplies)


def _drawn(
    line: Activity, where: str, known: dict[str, EmissionFactor], supplies: dict[str, Product]
) -> Iterator[ElectricityUse]:
    """The electricity of a line, also through products of electricity, which may use each other; a turn in a loop adds none."""
    supply = supplies.get(line.product or "")
    if supply is None:
        yield from _of_line(line, where, known)
        return
    times = _share(line) * line.amount.si / supply.declared_unit.si
    others = {name: other for name, other in supplies.items() if other is not supply}
    for place, inner in enumerate(supply.activities):
        for use in _drawn(with_loss(inner), f"{where}.product.activities[{place}]", known, others):
            yield replace(
                use,
                name=line.name,
                stage=line.stage,
                used_kwh=times * use.used_kwh,
                fed_in_kwh=times * use.fed_in_kwh,
                covered_kwh=tuple(times * kwh for kwh in use.covered_kwh),
            )


def _of_line(line: Activity, where: str, known: dict[str, EmissionFactor]) -> Iterator[ElectricityUse]:
    rule = line.electricity
    if rule is None and not _plain(line, known):
        return
    kwh = _share(line) * line.amount.si / _JOULES_PER_KWH
    if rule is None:
        yield ElectricityUse(where, line.name, line.stage, kwh, kwh, None)
        return
    per_unit = kwh / line.amount.value if line.amount.value else 0.0
    covered = tuple(per_unit * rule.covered(each, line.amount) for each in rule.certificates)
    fed_in = per_unit * rule.fed_in(line.amount)
    rest = uncertified(line.amount, rule)
    yield ElectricityUse(where, line.name, line.stage, kwh, fed_in, rule, covered, rest)


def _share(line: Activity) -> float:
    """What of an activity falls to this product, where a process has several."""
    return line.share if isinstance(line, SharedActivity) else 1.0


def _plain(line: Activity, known: dict[str, EmissionFactor]) -> bool:
    if line.factor is None or not _is_energy(line.amount):
        return False
    factor = line.factor if isinstance(line.factor, EmissionFactor) else known.get(line.factor)
    return factor is not None and (factor.boundary in _GENERATED or factor.id.startswith(_ELECTRICITY))


def _is_energy(amount: Amount) -> bool:
    return str(amount.unit.dimension) == "energy"

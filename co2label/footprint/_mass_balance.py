"""Mass balance: the mass of the raw materials of a product against the mass of the product.

Raw materials of more than three times the mass of the product are noted: packaging, losses, or a mistake. Above twenty times
no label is made (`declare`), since that is the typical slip: 180 kg written for 180 g. A third of the mass or less is noted
as well, where all masses are known: something is missing, or it grew from air and soil. The three bounds are this library's
own; no standard states one.

The amount of an activity counts as written, without what a `loss` adds. Where the amount holds material that does not stay,
`yields` gives the share that does: ten kilograms of milk make one of cheese.

Only goods in the stages before the gate are raw materials. Energy, transport, processing, the treatment of waste, packaging
whose factor says so, and water are left out. The role of a line is found by `_lines`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from co2label.footprint._bridging import CONTENT_FIELDS, MASS, kg_held
from co2label.footprint._lines import MaterialRole, kg_per_unit, role_of_factor, role_of_product, water_kg
from co2label.footprint._note import make_note, number
from co2label.model import CoProduct, SharedActivity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from co2label.footprint._lines import Columns
    from co2label.footprint._note import Note
    from co2label.footprint._supply_chain import SupplyChain
    from co2label.model import Activity


TOO_MUCH, FAR_TOO_MUCH, TOO_LITTLE = 3.0, 20.0, 1 / 3
"""Bounds of the mass of the raw materials, in multiples of the mass of the product."""

_ROUNDING = 1e-9
"""Relative: what float64 may make of three times a decimal number."""

Mass = Any
"""A float, or an array of them; in kg."""


def too_heavy(kg: Mass, inputs: Mass, times: float = TOO_MUCH) -> Any:
    """Return whether raw materials weigh more than `times` the product; numbers or arrays."""
    return inputs > times * (1 + _ROUNDING) * kg


def too_light(kg: Mass, inputs: Mass, water: Mass) -> Any:
    """Return whether raw materials and water weigh less than a third of the product; numbers or arrays."""
    return (inputs > 0) & (inputs + water < TOO_LITTLE * (1 - _ROUNDING) * kg)


@dataclass(frozen=True, slots=True)
class MassBalance:
    """Raw materials of one declared unit of a product, or of one run of a process."""

    product: str
    """Id of the product."""
    kg: float
    """Mass of the product."""
    inputs_kg: float
    """Mass of its raw materials without water, as far as it is known."""
    water_kg: float = 0.0
    complete: bool = True
    """Whether the masses of all raw materials are known."""

    @property
    def times(self) -> float:
        """Mass of the raw materials over that of the product."""
        return self.inputs_kg / self.kg

    @property
    def heavy(self) -> bool:
        """Whether the raw materials weigh more than three times the product."""
        return bool(too_heavy(self.kg, self.inputs_kg))

    @property
    def refused(self) -> bool:
        """Whether they weigh more than twenty times the product, so that no label is made."""
        return bool(too_heavy(self.kg, self.inputs_kg, FAR_TOO_MUCH))

    @property
    def light(self) -> bool:
        """Whether raw materials and water weigh less than a third of the product."""
        return self.complete and bool(too_light(self.kg, self.inputs_kg, self.water_kg))

    def __str__(self) -> str:
        times = number(float(f"{self.times:.3g}"))
        return (
            f"the raw materials of {self.product} weigh {number(self.inputs_kg)} kg, {times} times the "
            f"{number(self.kg)} kg of what they make"
        )


@dataclass(frozen=True, slots=True, eq=False)
class MaterialMasses:
    """Masses of products and their raw materials, in kilograms per declared unit."""

    kg: NDArray[np.float64]
    """(product): its mass; NaN where none is stated."""
    inputs: NDArray[np.float64]
    """(product): known mass of its raw materials without water."""
    water: NDArray[np.float64]
    """(product): mass of the water that it takes."""
    complete: NDArray[np.bool_]
    """(product): whether the masses of all raw materials are known."""

    @classmethod
    def of(cls, kg: NDArray[np.float64]) -> MaterialMasses:
        """Return products of a known mass without raw materials."""
        return cls(kg, np.zeros(len(kg)), np.zeros(len(kg)), np.ones(len(kg), np.bool_))

    @classmethod
    def joined(cls, parts: Sequence[MaterialMasses]) -> MaterialMasses:
        """Return the products of several batches."""
        columns = ([getattr(part, name) for part in parts] for name in ("kg", "inputs", "water", "complete"))
        return cls(*map(np.concatenate, columns))

    def plus(self, row: NDArray[np.intp], role: NDArray[np.int8], kg: NDArray[np.float64]) -> MaterialMasses:
        """Add lines, each a `MaterialRole` and the mass that stays in the product of `row`, NaN where it is not known."""
        count, unknown = len(self.kg), np.isnan(kg)
        material, known = role == MaterialRole.MATERIAL, np.where(unknown, 0.0, kg)
        inputs, water = (
            np.bincount(row, known * one, count).astype(np.float64, copy=False)
            for one in (material, role == MaterialRole.WATER)
        )
        lacking = (role == MaterialRole.UNSURE) | (material & unknown)
        complete = self.complete & (np.bincount(row, lacking, count) == 0)
        return MaterialMasses(self.kg, self.inputs + inputs, self.water + water, complete)

    @property
    def unbalanced(self) -> NDArray[np.bool_]:
        """(product): whether the balance is out of bounds and needs a note."""
        with np.errstate(invalid="ignore"):  # a mass that is not known compares as False
            light = too_light(self.kg, self.inputs, self.water) & self.complete
            unbalanced: NDArray[np.bool_] = too_heavy(self.kg, self.inputs) | light
        return unbalanced


class MassBalances:
    """Mass balances of all products, each computed at first access."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._balances: dict[int, MassBalance | None] = {}
        self._kg: dict[int, float | None] = {}

    def of(self, row: int) -> MassBalance | None:
        """Return the balance of a product; None where its mass, or that of every raw material, is not known."""
        if row not in self._balances:
            self._balances[row] = self._balance(row)
        return self._balances[row]

    def _balance(self, row: int) -> MassBalance | None:
        product = self._columns.products[row]
        kg = self._mass(row)
        if isinstance(product, CoProduct):
            return self._of_process(product, row, kg)
        if not kg:
            return None
        inputs = self._inputs(row)
        return MassBalance(product.id, kg, *inputs) if inputs[0] else None

    def _of_process(self, product: CoProduct, row: int, kg: float | None) -> MassBalance | None:
        """Return the balance of one run of the process, with the product's own activities.

        Allocation may give a small output nearly all of the burdens, so only the whole run has to balance.
        """
        allocation, first = product.allocation, product.own_activities
        carried = allocation.carried.get(product.id)
        if not carried or not allocation.output_kg:
            return None
        own, shared = self._inputs(row, stop=first), self._inputs(row, first)
        beside = allocation.output_kg / kg if first and kg else 0.0
        materials = shared[0] / carried + own[0] * beside
        water = shared[1] / carried + own[1] * beside
        if not materials:
            return None
        return MassBalance(product.id, allocation.output_kg, materials, water, own[2] and shared[2])

    def _mass(self, row: int) -> float | None:
        if row not in self._kg:
            product = self._columns.products[row]
            stated = (getattr(product, name) for name in CONTENT_FIELDS)
            self._kg[row] = kg_held(product.declared_unit, stated)
        return self._kg[row]

    def _inputs(self, row: int, start: int = 0, stop: int | None = None) -> tuple[float, float, bool]:
        """Return kilograms of raw materials and of water of some activities, and whether all masses are known."""
        roles, kg = [], []
        for line, activity in self._written(row, start, stop):
            role = self._role(line, activity)
            stays = 1.0 if activity.yields is None else activity.yields
            if isinstance(activity, SharedActivity):
                stays *= activity.share  # it is written for the whole run
            weight = self._weight(line, activity, role)
            roles.append(role)
            kg.append(np.nan if weight is None else stays * weight)
        one = MaterialMasses.of(np.zeros(1))
        one = one.plus(np.zeros(len(roles), np.intp), np.array(roles, np.int8), np.array(kg, np.float64))
        return float(one.inputs[0]), float(one.water[0]), bool(one.complete[0])

    def _written(self, row: int, start: int, stop: int | None) -> Iterator[tuple[int, Activity]]:
        """Yield the activities of a product as written, each with its first line."""
        columns, product = self._columns, self._columns.products[row]
        begin = int(columns.start[row])
        seen = set()
        for line in range(begin, int(columns.start[row + 1])):
            place = columns.places.get(line, line - begin)
            if place not in seen and start <= place < (len(product.activities) if stop is None else stop):
                seen.add(place)
                yield line, product.activities[place]

    def _role(self, line: int, activity: Activity) -> MaterialRole:
        source = self._columns.source_of(line)
        if activity.amount.value < 0 or any((activity.electricity, activity.legs, activity.routes)):
            return MaterialRole.ASIDE
        if source.factor is not None:
            return role_of_factor(source.factor, activity.stage)
        if source.product < 0:
            return MaterialRole.ASIDE
        used = self._columns.products[self._columns.whole(source.product)]
        return role_of_product(used.id, used.boundary, used.declared_unit.unit.dimension, activity.stage)

    def _weight(self, line: int, activity: Activity, role: MaterialRole) -> float | None:
        """Return the mass in kg of the amount of an activity as written."""
        written, columns = activity.amount, self._columns
        if written.unit.dimension == MASS:
            return written.si
        if role is MaterialRole.WATER:
            return water_kg(written)
        if role is not MaterialRole.MATERIAL or activity.recycling is not None:
            return None
        source = columns.source_of(line)
        one = self._mass(source.product) if source.factor is None else kg_per_unit(source.factor)
        if one is None:
            return None
        taken = columns.lines[line].amount.value  # with what is lost on the way
        return one * float(columns.quantity[line]) * (written.value / taken if taken else 0.0)


def imbalances(
    balances: MassBalances, supply_chain: SupplyChain
) -> Iterator[tuple[MassBalance, tuple[str, ...]]]:
    """Yield the balances out of bounds of a product and all that it uses, each with its path."""
    for row in supply_chain.given_rows:
        balance = balances.of(row)
        if balance is not None and (balance.heavy or balance.light):
            yield balance, supply_chain.path_to(row)


def mass_balance_notes(balances: MassBalances, supply_chain: SupplyChain) -> Iterator[Note]:
    """Yield a note for each balance out of bounds."""
    for balance, where in imbalances(balances, supply_chain):
        case = "heavy" if balance.heavy else "light"
        yield make_note(f"mass-balance.{case}", where, balance=balance)

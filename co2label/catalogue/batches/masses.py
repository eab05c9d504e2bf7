"""Mass balances of a batch: what products weigh, and the raw materials of each; see `co2label.footprint.mass_balance`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from co2label.errors import UnitError
from co2label.footprint.content import HELD_BY, MASS, VOLUME, amount_held
from co2label.footprint.mass_balance import too_heavy, too_light
from co2label.footprint.materials import WATER_KG_PER_M3, Role, role_of_product
from co2label.model import STAGES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from co2label.catalogue.batches.gathered import Drawn, Gathered
    from co2label.catalogue.batches.lines import Lines
    from co2label.catalogue.batches.rows import Rows
    from co2label.catalogue.batches.stated import Stated
    from co2label.catalogue.batches.vocabulary import Vocabulary
    from co2label.units import Amount

__all__ = ["Masses", "Weighed", "masses_of", "product_kg", "weighed"]


@dataclass(frozen=True, slots=True, eq=False)
class Masses:
    """By product, kilograms in one declared unit."""

    kg: NDArray[np.float64]
    """(row): of the product; NaN where nobody says it."""
    inputs: NDArray[np.float64]
    """(row): of its raw materials, as far as known, without water."""
    water: NDArray[np.float64]
    complete: NDArray[np.bool_]
    """(row): whether the masses of all raw materials are known."""

    @classmethod
    def unknown(cls, count: int) -> Masses:
        """Of so many products of which nothing is known."""
        return cls(np.full(count, np.nan), np.zeros(count), np.zeros(count), np.ones(count, np.bool_))

    @property
    def noted(self) -> NDArray[np.bool_]:
        """(row): whether a reader must know of it."""
        with np.errstate(invalid="ignore"):  # a mass that is not known compares as False
            light = too_light(self.kg, self.inputs, self.water) & self.complete
            noted: NDArray[np.bool_] = too_heavy(self.kg, self.inputs) | light
        return noted

    def of(self, rows: NDArray[np.bool_] | NDArray[np.intp]) -> Masses:
        """Those of some rows."""
        return Masses(self.kg[rows], self.inputs[rows], self.water[rows], self.complete[rows])

    def put(self, rows: NDArray[np.intp], those: Masses) -> None:
        """Fill in those of some rows."""
        self.kg[rows], self.inputs[rows] = those.kg, those.inputs
        self.water[rows], self.complete[rows] = those.water, those.complete

    def plus(self, row: NDArray[np.intp], weighed: Weighed) -> Masses:
        """With more raw materials, each of a row."""
        role, kg, count = weighed.role, weighed.kg, len(self.kg)
        unknown = np.isnan(kg)
        if (role == Role.MATERIAL).all() and not unknown.any():
            return replace(self, inputs=self.inputs + _sum(row, kg, count))
        known = np.where(unknown, 0.0, kg)
        inputs = _sum(row, known * (role == Role.MATERIAL), count)
        water = _sum(row, known * (role == Role.WATER), count)
        open_ones = (role == Role.UNSURE) | ((role == Role.MATERIAL) & unknown)
        complete = self.complete & (np.bincount(row, open_ones, count) == 0)
        return Masses(self.kg, self.inputs + inputs, self.water + water, complete)


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """Of lines: what each is to the mass of its product, and what of it stays there in kg, NaN where not known."""

    role: NDArray[np.int8]
    kg: NDArray[np.float64]

    def of(self, kept: NDArray[np.bool_]) -> Weighed:
        """Those of some lines."""
        return Weighed(self.role[kept], self.kg[kept])


def masses_of(rows: Rows, stated: Stated, lines: Lines, vocabulary: Vocabulary) -> Masses | None:
    """The balances of the products of a batch, without what they use of others; None where no product has a mass."""
    kg = product_kg(stated, len(rows))
    if np.isnan(kg).all():
        return None
    role = vocabulary.weights.role.take(lines.emitter * len(STAGES) + lines.stage)
    counting = np.flatnonzero(role)
    masses = replace(Masses.unknown(len(rows)), kg=kg)
    with np.errstate(over="ignore", invalid="ignore"):  # in rows with findings, which are left out
        weighed = Weighed(role[counting], _kilograms(rows, lines, vocabulary, counting, role[counting]))
        return masses.plus(lines.row[counting], weighed)


def _kilograms(
    rows: Rows,
    lines: Lines,
    vocabulary: Vocabulary,
    counting: NDArray[np.intp],
    role: NDArray[np.int8],
) -> NDArray[np.float64]:
    """What some lines of a batch weigh, those that draw on other products aside."""
    units, mass = vocabulary.units, vocabulary.kinds.number(MASS)
    emitter, unit = lines.emitter[counting], lines.unit[counting]
    kg = lines.quantity[counting] * vocabulary.weights.kg_per_unit.take(emitter)
    other = np.flatnonzero((vocabulary.emitters.kind != mass).take(emitter) | (role == Role.WATER))
    if len(
        other
    ):  # per something else than a mass: what is written in kilograms stays that, and water has its own weight
        kind = units.kind.take(unit[other])
        written = rows.amount[counting[other]] * units.scale.take(unit[other])
        of_water = np.where(kind == vocabulary.kinds.number(VOLUME), written * WATER_KG_PER_M3, 0.0)
        drawn = np.where(role[other] == Role.WATER, of_water, kg[other])
        kg[other] = np.where(kind == mass, written, drawn)
    return kg if lines.yields is None else kg * lines.yields[counting]


def weighed(gathered: Gathered, drawn: Drawn, used: NDArray[np.intp], amount: NDArray[np.float64]) -> Weighed:
    """What the lines of a catalogue weigh that draw on other products, `amount` declared units of each."""
    rows, of = np.unique(used, return_inverse=True)
    one = gathered.product_kg()[rows][of]
    units, mass = gathered.vocabulary.units, gathered.vocabulary.kinds.number(MASS)
    kg = np.where(units.kind.take(drawn.unit) == mass, drawn.quantity, amount * one)
    by_stage = np.array([_roles(gathered, row) for row in rows.tolist()], np.int8).reshape(-1, len(STAGES))
    return Weighed(by_stage[of, drawn.stage], kg * drawn.yields)


def _roles(gathered: Gathered, row: int) -> list[Role]:
    """What a used product is in each stage."""
    piece = gathered.piece_of(row)
    place = row - piece.first
    boundary = piece.stated.boundary[place] if piece.stated.boundary else None
    unit = gathered.stated("declared_unit", row)
    name, dimension = piece.ids[place].as_py() or "", unit.unit.dimension if unit else None
    return [role_of_product(name, boundary, dimension, stage) for stage in STAGES]


def product_kg(stated: Stated, count: int) -> NDArray[np.float64]:
    """(row): what one declared unit weighs; products that say it in the same words are looked at once."""
    columns = [stated.amounts[name] for name in ("declared_unit", *HELD_BY) if name in stated.amounts]
    if "declared_unit" not in stated.amounts:
        return np.full(count, np.nan)
    keys = list(zip(*(map(id, column) for column in columns), strict=True))
    found = {
        key: _held(*amounts)
        for key, amounts in dict(zip(keys, zip(*columns, strict=True), strict=True)).items()
    }
    return np.fromiter(map(found.__getitem__, keys), np.float64, count)


def _held(unit: Amount | None, *stated: Amount | None) -> float:
    if unit is None:
        return np.nan
    try:
        kg = amount_held(unit, stated, MASS)
    except UnitError:
        return np.nan
    return np.nan if kg is None else kg


def _sum(row: NDArray[np.intp], kg: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    return np.bincount(row, kg, count).astype(np.float64, copy=False)

"""The unit of an emission factor as people write it: gCO2e/kWh, kg-CO2eq, t-CO2/kL, tC/GJ. Read to kilograms and a basis.

>>> read_emission_unit("gCO2e/kWh")
EmissionUnit(basis='kgCO2e', kilograms=Fraction(1, 1000), per='kWh')
>>> read_emission_unit("t-C/GJ").in_kilograms(0.0183)
67.1
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from co2label.errors import DocumentError, Problem, UnitError, clip
from co2label.model.uncertainty import Uncertainty
from co2label.units import parse_amount, parse_unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from co2label.units import Amount, OwnUnits

__all__ = ["Basis", "EmissionUnit", "in_kilograms", "read_emission_unit"]

Basis = Literal["kgCO2e", "kgCO2"]
_OF_CARBON = Fraction(44, 12)
"""Mass of CO2 to that of the carbon in it."""
_GAS = r"(?P<gas>(?i:CO2)|C)(?P<e>[\s_.-]*\(?(?i:eq|equiv|equivalents?|e|換算|当量)\)?)?\.?"
_BEFORE = re.compile(rf"(?P<mass>[^\d\s](?:.*?[^\s_-])?)[\s_-]*{_GAS}")
_BEHIND = re.compile(rf"{_GAS}(?:[\s_-]+[(\[]?|[(\[])(?P<mass>[^\d\s()\[\]]+)[)\]]?")
_PER = re.compile(r"\s*/\s*|\s+per\s+", re.IGNORECASE)
_THOUSANDS = re.compile(r"^(?:(千)|(百万))")
_EXPECTED = (
    "expected a mass of CO2e, of CO2 alone or of carbon, and what it is per if that stands here, such as kgCO2e, gCO2e/kWh, "
    "t-CO2/kL, tC/GJ; got {text}"
)
_MASS = "mass"


class EmissionUnit(NamedTuple):
    """A mass of CO2e or of CO2 alone."""

    basis: Basis
    kilograms: Fraction
    """Kilograms of the basis in one of the unit; carbon is taken as the CO2 that it becomes, 44/12 of it."""
    per: str | None
    """What stands below the stroke, if anything."""

    def in_kilograms(self, value: float) -> float:
        """A value in kilograms of the basis, rounded once."""
        return float(Fraction(repr(value)) * self.kilograms)


def read_emission_unit(text: str) -> EmissionUnit:
    """Read the unit of an emission factor.

    Raises:
        UnitError: no mass of CO2e, CO2 or carbon; a mass that is ambiguous (`ton`) or unknown.
    """
    plain = unicodedata.normalize("NFKC", text).strip().removeprefix("[").removesuffix("]").strip()
    above, *below = _PER.split(plain, maxsplit=1)
    found = _BEFORE.fullmatch(above) or _BEHIND.fullmatch(above)
    if found is None or (found["gas"] == "C" and found["e"]):
        raise UnitError(_EXPECTED.format(text=clip(text)))
    mass = parse_unit(found["mass"])
    if str(mass.dimension) != _MASS:
        raise UnitError(_EXPECTED.format(text=clip(text)))
    of_carbon = found["gas"] == "C"
    kilograms = Fraction(repr(mass.scale)) * (_OF_CARBON if of_carbon else 1)
    return EmissionUnit("kgCO2e" if found["e"] else "kgCO2", kilograms, below[0].strip() if below else None)


def in_kilograms(fields: dict[str, Any], own: OwnUnits | None = None) -> dict[str, Any]:
    """The fields of a factor with what stands in another unit brought to kilograms; as they are where that cannot be read.

    Args:
        fields: of an `EmissionFactor`, before they are judged.
        own: counted units of one's own.

    Raises:
        DocumentError: `per` says something else than the unit; gases, which are kilograms, beside another unit.
    """
    try:
        unit = read_emission_unit(fields["unit"])
    except UnitError:
        return fields
    problems = list(_contradictions(fields, unit, own))
    if problems:
        raise DocumentError(problems)
    changed: dict[str, Any] = {
        name: _scaled(fields[name], unit) for name in ("value", "components", "stages") if name in fields
    }
    if "uncertainty" in fields:
        changed["uncertainty"] = _range(fields["uncertainty"], unit)
    if unit.per is not None:
        changed["per"] = fields.get("per", _amount_text(unit.per))
    return fields | changed | {"unit": unit.basis}


def _contradictions(fields: dict[str, Any], unit: EmissionUnit, own: OwnUnits | None) -> Iterator[Problem]:
    if fields.get("gases") and unit.kilograms != 1:
        what = f"are kilograms of each gas, and the unit is {fields['unit']}"
        yield Problem("gases", what, f"give the value, components and stages in {unit.basis} as well")
    if unit.per is None or "per" not in fields:
        return
    below, stated = (_amount(one, own) for one in (_amount_text(unit.per), fields["per"]))
    if below and stated and (below.unit.dimension, below.si) != (stated.unit.dimension, stated.si):
        what = f"the unit {fields['unit']} is per {unit.per}, and this says {stated.text!r}"
        yield Problem("per", what, "leave one of them out")


def _amount(value: Any, own: OwnUnits | None) -> Amount | None:
    """What can be read; what cannot is found where the field is judged."""
    if not isinstance(value, str):
        return value if hasattr(value, "si") else None
    try:
        return parse_amount(value if own is None else own.braced(value))
    except UnitError:
        return None


def _amount_text(below: str) -> str:
    """What is below a stroke, as an amount: kWh, (t*km), 1000 m3, 千kWh."""
    plain = below[1:-1] if below.startswith("(") and below.endswith(")") else below
    plain = _THOUSANDS.sub(lambda found: "1000 " if found[1] else "1000000 ", plain)
    return plain if plain[:1].isdigit() else f"1 {plain}"


def _scaled(value: Any, unit: EmissionUnit) -> Any:
    if isinstance(value, dict):
        return {name: _scaled(part, unit) for name, part in value.items()}
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and value - value == 0
    return unit.in_kilograms(float(value)) if is_number else value


def _range(given: Any, unit: EmissionUnit) -> Any:
    """A range is in the unit of the value; the other ways to state an uncertainty are relative."""
    if isinstance(given, Uncertainty):
        return given.model_copy(
            update={name: _scaled(getattr(given, name), unit) for name in ("low", "high")}
        )
    if not isinstance(given, dict):
        return given
    return given | {name: _scaled(given[name], unit) for name in ("low", "high") if name in given}

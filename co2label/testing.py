"""Products, factors, libraries and declarations in one line, for tests of programs that use co2label.

Each function fills in the fields that a test does not care about; those that it does care about are given by name, and win.

>>> from co2label import testing
>>> testing.declaration().shown.value, testing.declaration().valid_until.isoformat()
('210', '2027-11-22')
>>> rice = testing.product(testing.line("100 g", factor="rice"), name="rice-ball")
>>> compute(rice, testing.library(rice=2.5)).kg_co2e
0.25
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from co2label.declaration import declare
from co2label.factors import FactorLibrary
from co2label.footprint import compute
from co2label.model import Activity, EmissionFactor, Product

if TYPE_CHECKING:
    from co2label.declaration import Declaration

__all__ = [
    "STATEMENT",
    "declaration",
    "factor",
    "factor_line",
    "library",
    "line",
    "product",
    "product_line",
]

STATEMENT = {
    "issued": "2026-11-23",
    "valid_until": "2027-11-22",
    "company": "Chaya",
    "info_url": "https://example.jp/x",
}
"""What a company states with a figure: the least that `declare` asks for."""


def product(*lines: Activity, name: str = "p", **fields: Any) -> Product:
    """Make a product: one piece of these lines, from cradle to grave, of no year.

    Args:
        lines: its activities; without any, 0.21 kg of fossil CO2 in production.
        name: its id and its name.
        fields: of `Product`.

    >>> product().declared_unit.text, product(name="tea", declared_unit="1 L").declared_unit.text
    ('1 piece', '1 L')
    """
    made = lines or (line("0.21 kg", "production", gas="CO2"),)
    plain = {"declared_unit": "1 piece", "boundary": "cradle-to-grave", "id": name, "name": name}
    return Product(**{**plain, "activities": made, **fields})


def line(amount: str = "1 kg", stage: str = "raw-materials", name: str = "line", **fields: Any) -> Activity:
    """Make an activity: a line of raw materials, of whatever source the fields name.

    >>> line("48 g", factor="rice").source_text
    'rice'
    """
    return Activity(name, amount, **{"stage": stage, **fields})


def factor_line(amount: str, factor: str | EmissionFactor, name: str = "a", **fields: Any) -> Activity:
    """Make a line of production that multiplies a factor.

    >>> factor_line("48 g", "rice").stage
    'production'
    """
    return Activity(name, amount, **{"factor": factor, "stage": "production", **fields})


def product_line(amount: str, name: str, **fields: Any) -> Activity:
    """Make a line of production that uses another product, by its id.

    >>> product_line("1 piece", "dough").product
    'dough'
    """
    return Activity(f"use {name}", amount, **{"product": name, "stage": "production", **fields})


def factor(name: str = "f", value: float = 2.0, per: str = "1 kg", **fields: Any) -> EmissionFactor:
    """Make a factor: kilograms of CO2e per kilogram, of no component and of no GWP set.

    >>> factor("power", 0.4, "1 kWh").value
    0.4
    """
    plain = {"id": name, "value": value, "per": per, "unit": "kgCO2e", "source": {"title": "EPD"}}
    return EmissionFactor(**{**plain, **fields})


def library(**values: float | EmissionFactor) -> FactorLibrary:
    """Make a library of factors by id: a figure per kilogram, or a factor that is made already.

    >>> library(rice=2.5, power=factor("power", 0.4, "1 kWh"))["rice"].value
    2.5
    """
    return FactorLibrary(
        value if isinstance(value, EmissionFactor) else factor(name, value) for name, value in values.items()
    )


def declaration(
    made: Product | None = None, factors: FactorLibrary | None = None, **stated: Any
) -> Declaration:
    """Declare a product as of 2026-11-23: what labels, tags, pages and receipts are made from.

    Args:
        made: the product; 0.21 kg a piece, if none is given. Without a year, its data are of 2025.
        factors: what its lines draw on; the bundled library, if none is given.
        stated: arguments of `declare`, which win over `STATEMENT`.

    Raises:
        ComputeError: the product cannot be computed.
        ClaimError: the figure cannot be declared.

    >>> declaration(company="Oven").company
    'Oven'
    """
    made = made or product()
    dated = made if made.year is not None else made.model_copy(update={"year": 2025})
    return declare(compute(dated, factors), **{**STATEMENT, **stated})

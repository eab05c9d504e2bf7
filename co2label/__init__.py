"""co2label: the CO2 of products and services as visible as the calories of food.

A bill of materials and emission factors become a footprint, a footprint becomes a declaration, and everything that
people see (label, QR code, receipt line) is made from that one declaration::

    import co2label as c2

    product = c2.read_document("onigiri.toml").products[0]
    footprint = c2.compute(product)
    said = c2.declare(footprint)
    c2.label.calorie(said, language="ja").save("onigiri.png")

The names below are loaded when they are first used: `import co2label` itself loads no pint, numpy or Pillow.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from co2label import catalogue, incentive, indicators, label, page, receipt, tag
    from co2label.declaration import BAND_SCHEMES, Comparison, Declaration, compare, declare
    from co2label.errors import (
        BookError,
        ClaimError,
        Co2LabelError,
        ComputeError,
        DocumentError,
        DrawError,
        FactorError,
        IdentifierError,
        LedgerError,
        Problem,
        RunError,
        TextError,
        UnitError,
    )
    from co2label.factors import FactorLibrary
    from co2label.footprint import (
        Footprint,
        Footprints,
        compute,
        compute_all,
        footprint_choices,
        monte_carlo,
        reach_target,
        sensitivity,
        what_if,
    )
    from co2label.links import DigitalLink
    from co2label.model import (
        Activity,
        BandScheme,
        DeclarationData,
        Document,
        EmissionFactor,
        Evidence,
        Leg,
        Output,
        Process,
        Product,
        Source,
        Uncertainty,
        Verification,
        read_document,
    )
    from co2label.receipt import Receipt, ReceiptLine

__version__ = "0.1.0"

_HOMES: dict[str, tuple[str, ...]] = {
    "co2label.declaration": ("BAND_SCHEMES", "Comparison", "Declaration", "compare", "declare"),
    "co2label.errors": (
        "BookError",
        "ClaimError",
        "Co2LabelError",
        "ComputeError",
        "DocumentError",
        "DrawError",
        "FactorError",
        "IdentifierError",
        "LedgerError",
        "Problem",
        "RunError",
        "TextError",
        "UnitError",
    ),
    "co2label.factors": ("FactorLibrary",),
    "co2label.footprint": (
        "Footprint",
        "Footprints",
        "compute",
        "compute_all",
        "footprint_choices",
        "monte_carlo",
        "reach_target",
        "sensitivity",
        "what_if",
    ),
    "co2label.links": ("DigitalLink",),
    "co2label.model": (
        "Activity",
        "BandScheme",
        "DeclarationData",
        "Document",
        "EmissionFactor",
        "Evidence",
        "Leg",
        "Output",
        "Process",
        "Product",
        "Source",
        "Uncertainty",
        "Verification",
        "read_document",
    ),
    "co2label.receipt": ("Receipt", "ReceiptLine"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}
_ROOMS = ("catalogue", "incentive", "indicators", "label", "page", "receipt", "tag")

__all__ = [
    "BAND_SCHEMES",
    "Activity",
    "BandScheme",
    "BookError",
    "ClaimError",
    "Co2LabelError",
    "Comparison",
    "ComputeError",
    "Declaration",
    "DeclarationData",
    "DigitalLink",
    "Document",
    "DocumentError",
    "DrawError",
    "EmissionFactor",
    "Evidence",
    "FactorError",
    "FactorLibrary",
    "Footprint",
    "Footprints",
    "IdentifierError",
    "LedgerError",
    "Leg",
    "Output",
    "Problem",
    "Process",
    "Product",
    "Receipt",
    "ReceiptLine",
    "RunError",
    "Source",
    "TextError",
    "Uncertainty",
    "UnitError",
    "Verification",
    "catalogue",
    "compare",
    "compute",
    "compute_all",
    "declare",
    "footprint_choices",
    "incentive",
    "indicators",
    "label",
    "monte_carlo",
    "page",
    "reach_target",
    "read_document",
    "receipt",
    "sensitivity",
    "tag",
    "what_if",
]


def __getattr__(name: str) -> Any:
    if name in _ROOMS:
        return import_module(f"co2label.{name}")
    if name in _HOME_OF:
        found = globals()[name] = getattr(import_module(_HOME_OF[name]), name)
        return found
    message = f"module 'co2label' has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

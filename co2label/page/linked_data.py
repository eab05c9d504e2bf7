"""A Declaration for search engines and shop systems: schema.org Product in JSON-LD.

Only words of the schema.org vocabulary: Product (name, gtin, url, additionalProperty) and PropertyValue (name, value,
unitText, description, measurementTechnique). schema.org has no class for a footprint, so none is made up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from co2label.identifiers import gtin14, in_one_company
from co2label.model import in_language
from co2label.wording import translate

if TYPE_CHECKING:
    from co2label.declaration import Declaration

__all__ = ["linked_data"]

_UNDETERMINED = "und"


def linked_data(declaration: Declaration, language: str) -> dict[str, Any]:
    """The product with its footprint as shown, in the words of one language and with its names in all.

    Raises:
        IdentifierError: a GTIN with a wrong length or check digit.
    """
    product: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "productID": declaration.product_id,
        "name": [_named(*name) for name in declaration.name.items()],
        "url": declaration.link,
        "additionalProperty": [_footprint(declaration, language)],
    }
    if declaration.gtin is not None and not in_one_company(declaration.gtin):
        product["gtin"] = gtin14(declaration.gtin)
    return product


def _named(language: str, name: str) -> str | dict[str, str]:
    return name if language == _UNDETERMINED else {"@language": language, "@value": name}


def _footprint(declaration: Declaration, language: str) -> dict[str, Any]:
    """The figure in the digits of the label, with what it is per, until when it holds, and what must stand near it."""
    unit = in_language(declaration.declared_unit.words, language)
    horizon, gwp_set = declaration.gwp_horizon, declaration.gwp_set
    method = translate("method.gwp", language, horizon=horizon, gwp_set=gwp_set)
    boundary = translate(f"boundary.{declaration.boundary}", language)
    until = translate("valid.until", language, date=declaration.valid_until.isoformat())
    near = (in_language(each.words, language).replace("₂", "2") for each in declaration.near)
    joint = translate("page.source.joint", language)
    return {
        "@type": "PropertyValue",
        "name": translate("title", language).replace("₂", "2"),
        "value": declaration.shown.value,
        "unitText": declaration.shown.unit,
        "description": joint.join((translate("unit.per", language, unit=unit), boundary, until, *near)),
        "measurementTechnique": joint.join(filter(None, (declaration.standard, method))),
    }

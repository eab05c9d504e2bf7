"""What is written on the RFID tag of one item of a product: its GTIN and a serial number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.errors import IdentifierError, clip
from co2label.tag.epc import Sgtin

if TYPE_CHECKING:
    from co2label.declaration import Declaration

__all__ = ["rfid"]


def rfid(
    declaration: Declaration,
    *,
    company_prefix_length: int,
    serial: str,
    filter: int = 1,  # noqa: A002 - the name that the standard gives it
    bits: int | None = None,
) -> Sgtin:
    """The RFID tag of one item of a product.

    Args:
        declaration: what is said; its `gtin` is written.
        company_prefix_length: digits of the GS1 Company Prefix in the GTIN, 6 to 12.
        serial: of the item.
        filter: 0 to 7; 1 is an item at the point of sale.
        bits: 96, 198, or None for the smaller one that holds the serial number.

    Raises:
        IdentifierError: no GTIN, or a part that is not valid.

    >>> import co2label as c2
    >>> tea = c2.Product(id="tea", name="Tea", gtin="4569951110016", declared_unit="1 piece", year=2025,
    ...     boundary="cradle-to-gate", activities=[c2.Activity("gas", "0.21 kg", gas="CO2", stage="production")])
    >>> said = c2.declare(c2.compute(tea), issued="2026-11-23", valid_until="2027-11-22", company="Chaya",
    ...     resolver="https://id.example.jp")
    >>> rfid(said, company_prefix_length=7, serial="12").uri
    'urn:epc:id:sgtin:4569951.011001.12'
    """
    if declaration.gtin is None:
        message = f"{clip(declaration.product_id)} has no GTIN, and an RFID tag needs one; give the product its gtin"
        raise IdentifierError(message)
    return Sgtin(declaration.gtin, company_prefix_length, serial, filter, bits)

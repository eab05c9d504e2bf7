"""Web links of a product: GS1 Digital Link (`gs1`, its keys in `keys`), other https addresses (`address`), their `hosts`."""

from __future__ import annotations

from co2label.links.address import resolver_address, upper_case_host, web_link
from co2label.links.gs1 import GS1_RESOLVER, DigitalLink, digital_link, item_link, parse_link

__all__ = [
    "GS1_RESOLVER",
    "DigitalLink",
    "digital_link",
    "item_link",
    "parse_link",
    "resolver_address",
    "upper_case_host",
    "web_link",
]

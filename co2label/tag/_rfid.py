"""RFID tags: a GTIN with a serial number as SGTIN-96 or SGTIN-198, to and from the bits of the tag.

Source: GS1 EPC Tag Data Standard: SGTIN, its partition table, and its coding schemes SGTIN-96 and SGTIN-198.

>>> Sgtin("80614141123458", 7, "6789", filter=3).hex
'3074257BF7194E4000001A85'
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from co2label.errors import IdentifierError, clip
from co2label.identifiers import check_digit, global_gtin

if TYPE_CHECKING:
    from co2label.declaration import Declaration


_PARTITIONS = {
    12: (0, 40, 4),
    11: (1, 37, 7),
    10: (2, 34, 10),
    9: (3, 30, 14),
    8: (4, 27, 17),
    7: (5, 24, 20),
    6: (6, 20, 24),
}
"""Digits of the company prefix: partition value, bits of the prefix, bits of indicator and item reference."""

_DIGITS_OF = {partition: (digits, bits, rest) for digits, (partition, bits, rest) in _PARTITIONS.items()}

_HEADER_96, _HEADER_198 = 0x30, 0x36

_BITS = {_HEADER_96: 96, _HEADER_198: 198}

_ITEM = 44

_SERIAL_96, _SERIAL_198 = 38, 140

_SERIAL = re.compile(r"[!\"%&'()*+,\-./0-9:;<=>?A-Z_a-z]{1,20}")

_PLAIN = re.compile(r"0|[1-9][0-9]{0,11}")

_ESCAPED = {char: f"%{ord(char):02X}" for char in '"%&/<>?'}

_URI = re.compile(r"urn:epc:(?:id:sgtin:|tag:sgtin-(96|198):([0-7])\.)([0-9]{6,12})\.([0-9]{1,7})\.(.+)")

_HIGHEST_FILTER = 7

_BODY = 13


@dataclass(frozen=True, slots=True)
class Sgtin:
    """A GTIN with a serial number, as an RFID tag holds it.

    Attributes:
        gtin: 8, 12, 13 or 14 digits; kept in 14.
        company_prefix_length: digits of the GS1 Company Prefix, 6 to 12. It cannot be seen from the GTIN: ask who
            allotted the number.
        serial: 1 to 20 characters of the GS1 character set 82.
        filter: 0 to 7; 1 is an item at the point of sale.
        bits: 96 or 198; None takes 96 where the serial number allows it: digits only, none of them a leading
            zero, below 2 to the 38th.

    Raises:
        IdentifierError: what is wrong with which part.

    >>> tag = Sgtin("4569951110016", 7, "12")
    >>> tag.uri, tag.tag_uri
    ('urn:epc:id:sgtin:4569951.011001.12', 'urn:epc:tag:sgtin-96:1.4569951.011001.12')
    >>> Sgtin.from_hex(tag.hex) == tag
    True
    """

    gtin: str
    company_prefix_length: int
    serial: str
    filter: int = 1
    bits: int | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "gtin", global_gtin(self.gtin))
        if self.company_prefix_length not in _PARTITIONS:
            raise IdentifierError(
                f"expected a company prefix of 6 to 12 digits, got {clip(self.company_prefix_length)}"
            )
        if self.filter not in range(_HIGHEST_FILTER + 1):
            raise IdentifierError(
                f"expected a filter value of 0 to 7 (1 is an item at the point of sale), got {clip(self.filter)}"
            )
        if not isinstance(self.serial, str) or not _SERIAL.fullmatch(self.serial):  # type: ignore[redundant-expr]
            raise IdentifierError(
                f"expected a serial number of 1 to 20 characters of GS1 set 82, got {clip(self.serial)}"
            )
        object.__setattr__(self, "bits", _choose_bits(self.serial, self.bits))

    @property
    def uri(self) -> str:
        """The EPC of the item: urn:epc:id:sgtin:prefix.item.serial."""
        return f"urn:epc:id:sgtin:{self._parts}"

    @property
    def tag_uri(self) -> str:
        """The EPC with what only the tag knows: scheme and filter value."""
        return f"urn:epc:tag:sgtin-{self.bits}:{self.filter}.{self._parts}"

    @property
    def _parts(self) -> str:
        end = 1 + self.company_prefix_length
        serial = "".join(_ESCAPED.get(char, char) for char in self.serial)
        return f"{self.gtin[1:end]}.{self.gtin[0]}{self.gtin[end:-1]}.{serial}"

    @property
    def hex(self) -> str:
        """The bits of the tag in hexadecimal digits: 24 of them, or 52, SGTIN-198 padded with zeros to whole words."""
        head = _head_bits(self.gtin, self.company_prefix_length, self.filter)
        if self.bits == _BITS[_HEADER_96]:
            return f"{(_HEADER_96 << 50 | head) << _SERIAL_96 | int(self.serial):024X}"
        serial = 0
        for char in self.serial.ljust(_SERIAL_198 // 7, "\0"):
            serial = serial << 7 | ord(char)
        return f"{((_HEADER_198 << 50 | head) << _SERIAL_198 | serial) << 10:052X}"

    @classmethod
    def from_hex(cls, text: str) -> Sgtin:
        """Read the bits of a tag.

        Raises:
            IdentifierError: no SGTIN-96 or SGTIN-198, or one whose parts are not valid.

        >>> Sgtin.from_hex("30340242201D8840009EFDF7").uri
        'urn:epc:id:sgtin:0037000.030241.10419703'
        """
        header, value = _read_hex(text)
        serial_bits = _SERIAL_96 if header == _HEADER_96 else _SERIAL_198
        serial, rest = value & (1 << serial_bits) - 1, value >> serial_bits
        item, head = rest & (1 << _ITEM) - 1, rest >> _ITEM
        digits, _, item_bits = _DIGITS_OF.get(head & 7, (0, 0, 0))
        prefix, reference = item >> item_bits, item & (1 << item_bits) - 1
        text_of_item = f"{reference:0{_BODY - digits}d}"
        if not digits or prefix >= 10**digits or len(text_of_item) > _BODY - digits:
            raise IdentifierError(
                f"a partition of {head & 7} that does not fit the numbers behind it in {clip(text)}"
            )
        body = f"{text_of_item[0]}{prefix:0{digits}d}{text_of_item[1:]}"
        read = str(serial) if header == _HEADER_96 else _read_serial(serial, text)
        return cls(f"{body}{check_digit(body)}", digits, read, head >> 3 & 7, _BITS[header])

    @classmethod
    def from_uri(cls, uri: str) -> Sgtin:
        """Read an EPC or an EPC tag URI; an EPC without a filter value gets 1.

        Raises:
            IdentifierError: no such URI, or parts that are not valid.

        >>> Sgtin.from_uri("urn:epc:tag:sgtin-96:3.0614141.812345.6789").hex
        '3074257BF7194E4000001A85'
        """
        found = _URI.fullmatch(uri) if isinstance(uri, str) else None  # type: ignore[redundant-expr]
        if not found or len(found[3]) + len(found[4]) != _BODY:
            raise IdentifierError(
                f"expected an EPC such as urn:epc:id:sgtin:4569951.011001.12, got {clip(uri)}"
            )
        body = f"{found[4][0]}{found[3]}{found[4][1:]}"
        bits, tag_filter = (int(found[1]), int(found[2])) if found[1] else (None, 1)
        return cls(f"{body}{check_digit(body)}", len(found[3]), unquote(found[5]), tag_filter, bits)


def sgtin_96(gtin: str, company_prefix_length: int, serial: int, filter: int = 1) -> str:  # noqa: A002
    """The 24 hexadecimal digits of an SGTIN-96, quickly, for many items of a product.

    Args:
        gtin: 8, 12, 13 or 14 digits.
        company_prefix_length: digits of the GS1 Company Prefix, 6 to 12.
        serial: 0 to 274877906943.
        filter: 0 to 7; 1 is an item at the point of sale.

    Raises:
        IdentifierError: what is wrong with which part.

    >>> sgtin_96("80614141123458", 7, 6789, filter=3)
    '3074257BF7194E4000001A85'
    """
    if not 0 <= serial < 1 << _SERIAL_96:
        raise IdentifierError(
            f"SGTIN-96 holds serial numbers of 0 to 274877906943, got {clip(serial)}; use Sgtin for others"
        )
    return f"{_product_96(gtin, company_prefix_length, filter) | serial:024X}"


@lru_cache(maxsize=4096)
def _product_96(gtin: str, company_prefix_length: int, tag_filter: int) -> int:
    """What the SGTIN-96 of all items of a product have in common; everything but the serial number is checked."""
    item = Sgtin(gtin, company_prefix_length, "0", tag_filter)
    return (_HEADER_96 << 50 | _head_bits(item.gtin, company_prefix_length, tag_filter)) << _SERIAL_96


def _head_bits(gtin: str, company_prefix_length: int, tag_filter: int) -> int:
    """Filter, partition, company prefix, indicator and item reference: 50 bits."""
    end = 1 + company_prefix_length
    partition, _, item_bits = _PARTITIONS[company_prefix_length]
    item = int(gtin[1:end]) << item_bits | int(gtin[0] + gtin[end:-1])
    return (tag_filter << 3 | partition) << _ITEM | item


def _choose_bits(serial: str, bits: int | None) -> int:
    small = _PLAIN.fullmatch(serial) is not None and int(serial) < 1 << _SERIAL_96
    if bits is None:
        return _BITS[_HEADER_96 if small else _HEADER_198]
    if bits not in _BITS.values():
        raise IdentifierError(f"expected 96 or 198 bits, got {clip(bits)}")
    if bits == _BITS[_HEADER_96] and not small:
        raise IdentifierError(
            f"SGTIN-96 holds serial numbers up to 274877906943 without zeros in front, got {clip(serial)}; take 198 bits"
        )
    return bits


def _read_hex(text: str) -> tuple[int, int]:
    """The header, and all bits without padding."""
    if isinstance(text, str) and re.fullmatch(r"[0-9A-Fa-f]{24}|[0-9A-Fa-f]{50}|[0-9A-Fa-f]{52}", text):  # type: ignore[redundant-expr]
        header, spare = int(text[:2], 16), 4 * len(text) - _BITS.get(int(text[:2], 16), 0)
        value = int(text, 16)
        if header in _BITS and 0 <= spare < 16 and value & (1 << spare) - 1 == 0:  # noqa: PLR2004
            return header, value >> spare
    raise IdentifierError(
        f"expected an SGTIN-96 (30…, 24 digits) or SGTIN-198 (36…, 50 or 52 digits) in hexadecimal, got {clip(text)}"
    )


def _read_serial(serial: int, text: str) -> str:
    """Seven bits a character, zeros behind the last one."""
    read = "".join(chr(serial >> shift & 127) for shift in range(_SERIAL_198 - 7, -1, -7)).rstrip("\0")
    if "\0" in read:
        raise IdentifierError(f"a serial number with a gap in {clip(text)}; the tag was not written whole")
    return read


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
        declaration: its `gtin` is written.
        company_prefix_length: digits of the GS1 Company Prefix in the GTIN, 6 to 12.
        serial: of the item.
        filter: 0 to 7; 1 is an item at the point of sale.
        bits: 96, 198, or None for the smaller one that holds the serial number.

    Raises:
        IdentifierError: no GTIN, or a part that is not valid.

    >>> import co2label as c2
    >>> tea = c2.Product(id="tea", name="Tea", gtin="4569951110016", declared_unit="1 piece", year=2025,
    ...     boundary="cradle-to-gate", activities=[c2.Activity("gas", "0.21 kg", gas="CO2", stage="production")])
    >>> declaration = c2.declare(c2.compute(tea), issued="2026-11-23", valid_until="2027-11-22", company="Chaya",
    ...     resolver="https://id.example.jp")
    >>> rfid(declaration, company_prefix_length=7, serial="12").uri
    'urn:epc:id:sgtin:4569951.011001.12'
    """
    if declaration.gtin is None:
        raise IdentifierError(
            f"{clip(declaration.product_id)} has no GTIN, and an RFID tag needs one; give the product its gtin"
        )
    return Sgtin(declaration.gtin, company_prefix_length, serial, filter, bits)

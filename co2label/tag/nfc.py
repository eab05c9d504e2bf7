"""What is written on the NFC tag of a product: its link and, if wanted, its name in a language; no figure."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from co2label.draw.file import write
from co2label.errors import DrawError, clip
from co2label.tag.ndef import CHIPS, message, text_record, tlv, uri_record

if TYPE_CHECKING:
    import os

    from co2label.declaration import Declaration

__all__ = ["Nfc", "nfc"]


@dataclass(frozen=True, slots=True)
class Nfc:
    """What goes on an NFC tag.

    Attributes:
        message: the NDEF message, for writers that add the rest themselves.
        tlv: the message with its frame, as it lies in the user memory of the chip.
        chip: the chip that it fits.
    """

    message: bytes
    tlv: bytes
    chip: str

    @property
    def hex(self) -> str:
        """The bytes of the user memory in hexadecimal digits."""
        return self.tlv.hex()

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the bytes of the user memory to a file. The whole file or nothing.

        Raises:
            DrawError: a place that cannot be written to.
        """
        write(Path(path), self.tlv)
        return Path(path)


def nfc(declaration: Declaration, *, chip: str = "NTAG213", text: str | None = None) -> Nfc:
    """The link of a Declaration for an NFC tag.

    Args:
        declaration: what is said; its `link` is what a phone opens.
        chip: NTAG213, NTAG215, NTAG216 or ICODE SLIX.
        text: a language, to write the name of the product in it behind the link; None for the link alone.

    Raises:
        DrawError: an unknown chip, a language in which there is no name, or more bytes than the chip holds.

    >>> import co2label as c2
    >>> tea = c2.Product(id="tea", name="Tea", declared_unit="1 piece", boundary="cradle-to-gate", year=2025,
    ...     activities=[c2.Activity("gas", "0.21 kg", gas="CO2", stage="production")])
    >>> said = c2.declare(c2.compute(tea), issued="2026-11-23", valid_until="2027-11-22", company="Chaya",
    ...     info_url="https://example.jp/tea")
    >>> nfc(said).hex
    '0313d1010f55046578616d706c652e6a702f746561fe'
    """
    if chip not in CHIPS:
        words = f"expected a chip of {', '.join(CHIPS)}, got {clip(chip)}"
        raise DrawError(words)
    records = [uri_record(declaration.link)]
    if text is not None:
        records.append(text_record(_name(declaration, text), text))
    made = message(records)
    framed = tlv(made)
    if len(framed) > CHIPS[chip]:
        words = f"{len(framed)} bytes for the {CHIPS[chip]} bytes of {chip}; take a larger chip, a shorter link, or no text"
        raise DrawError(words)
    return Nfc(made, framed, chip)


def _name(declaration: Declaration, language: str) -> str:
    name = declaration.name.get(language)
    if name is None:
        words = f"no name in {clip(language)}; the product has one in {', '.join(declaration.name)}"
        raise DrawError(words)
    return name

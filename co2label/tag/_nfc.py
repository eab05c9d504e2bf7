"""NFC tags: the link of a product and, if wanted, its name as an NDEF message, in the memory of a chip; no figure.

Sources: NFC Forum, NFC Data Exchange Format (NDEF) 1.0, URI Record Type Definition 1.0, Text Record Type Definition
1.0; the NDEF message TLV (03 … FE) of the NFC Forum tag types 2 and 5. Sizes of the chips: NXP data sheet NTAG213/215/216
(user memory 144, 504, 888 bytes); ICODE SLIX SL2S2002 has 896 bits, of which a tag of type 5 needs 4 bytes for its
capability container.

>>> message((uri_record("https://example.jp"),)).hex()
'd1010b55046578616d706c652e6a70'
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from co2label._storage import write
from co2label.errors import DrawError, clip

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Sequence

    from co2label.declaration import Declaration


CHIPS: dict[str, int] = {"NTAG213": 144, "NTAG215": 504, "NTAG216": 888, "ICODE SLIX": 108}
"""Bytes for the TLV: the user memory, in ICODE SLIX (type 5) without the capability container before it."""

# fmt: off
PREFIXES = (
    "", "http://www.", "https://www.", "http://", "https://", "tel:", "mailto:",
    "ftp://anonymous:anonymous@", "ftp://ftp.", "ftps://", "sftp://", "smb://", "nfs://", "ftp://",
    "dav://", "news:", "telnet://", "imap:", "rtsp://", "urn:", "pop:", "sip:", "sips:", "tftp:",
    "btspp://", "btl2cap://", "btgoep://", "tcpobex://", "irdaobex://", "file://", "urn:epc:id:",
    "urn:epc:tag:", "urn:epc:pat:", "urn:epc:raw:", "urn:epc:", "urn:nfc:",
)
"""What the first byte of a URI record stands for, 0x00 to 0x23."""

_PREFIXES_BY_LENGTH = sorted(
    ((prefix, code) for code, prefix in enumerate(PREFIXES) if code), key=lambda pair: -len(pair[0])
)

_FIRST_RECORD, _LAST_RECORD, _SHORT_RECORD, _WELL_KNOWN = 0x80, 0x40, 0x10, 0x01

_TYPE_BITS = 0x07

_LONGEST_SHORT, _LONGEST_TLV = 0xFF, 0xFE

_LONGEST_LANGUAGE = 0x3F

_TLV_MESSAGE, _TLV_LONG, _TLV_END = b"\x03", b"\xff", b"\xfe"

@dataclass(frozen=True, slots=True)
class Record:
    """An NDEF record of a well-known type: `U` for a URI, `T` for text."""

    type: str
    payload: bytes

    @property
    def text(self) -> str:
        """The URI in full, or the text."""
        if self.type == "U":
            return PREFIXES[self.payload[0]] + self.payload[1:].decode()
        return self.payload[1 + (self.payload[0] & _LONGEST_LANGUAGE) :].decode()

    @property
    def language(self) -> str:
        """Of a text, as it was given; empty for a URI."""
        return (
            "" if self.type == "U" else self.payload[1 : 1 + (self.payload[0] & _LONGEST_LANGUAGE)].decode()
        )

def uri_record(uri: str) -> Record:
    """A link, its beginning abbreviated to one byte where there is one for it.

    >>> uri_record("https://www.example.jp").payload.hex()
    '026578616d706c652e6a70'
    """
    for prefix, code in _PREFIXES_BY_LENGTH:
        if uri.startswith(prefix):
            return Record("U", bytes((code,)) + uri[len(prefix) :].encode())
    return Record("U", b"\0" + uri.encode())

def text_record(text: str, language: str) -> Record:
    """A text in UTF-8 with its language.

    Args:
        text: any text that is safe to show.
        language: a tag of RFC 5646 such as ja, 1 to 63 ASCII characters.

    Raises:
        DrawError: no such language tag.
    """
    if not (language.isascii() and 1 <= len(language) <= _LONGEST_LANGUAGE):
        raise DrawError(f"expected a language tag such as ja, got {clip(language)}")
    return Record("T", bytes((len(language),)) + language.encode() + text.encode())

def message(given: Sequence[Record]) -> bytes:
    """The records as one NDEF message; one of up to 255 bytes is a short record.

    Raises:
        DrawError: no record.
    """
    if not given:
        words = "an NDEF message needs at least one record, got none"
        raise DrawError(words)
    last = len(given) - 1
    return b"".join(
        _encode_record(one, (_FIRST_RECORD if place == 0 else 0) | (_LAST_RECORD if place == last else 0))
        for place, one in enumerate(given)
    )

def messages(prefix: str, tail: int) -> Callable[[str], bytes]:
    """A maker of messages of one link each, for many links that begin alike and are equally long.

    Args:
        prefix: the beginning, ASCII, up to somewhere behind the host.
        tail: characters that vary, at least 1.

    Raises:
        DrawError: a beginning that leaves open how it is abbreviated; and from the maker, a tail of another length.

    >>> make = messages("https://id.example.jp/01/", 14)
    >>> make("04569951110016") == message((uri_record("https://id.example.jp/01/04569951110016"),))
    True
    """
    if not prefix.isascii() or tail < 1 or any(known.startswith(prefix) for known in PREFIXES):
        words = f"expected an ASCII beginning that goes past the host, and a tail of 1 or more, got {clip(prefix)}, {tail}"
        raise DrawError(words)
    head = message((uri_record(prefix + "0" * tail),))[:-tail]

    def made(end: str) -> bytes:
        if len(end) != tail or not end.isascii():
            words = f"expected a tail of {tail} ASCII characters, got {clip(end)}"
            raise DrawError(words)
        return head + end.encode()

    return made

def _encode_record(record: Record, flags: int) -> bytes:
    size = len(record.payload)
    if size <= _LONGEST_SHORT:
        head = bytes((flags | _SHORT_RECORD | _WELL_KNOWN, len(record.type), size))
    else:
        head = bytes((flags | _WELL_KNOWN, len(record.type))) + size.to_bytes(4, "big")
    return head + record.type.encode() + record.payload

def tlv(of_message: bytes) -> bytes:
    """The message as it lies in a tag: 03, its length in one byte or, from 255 on, in three, the message, FE.

    Raises:
        DrawError: longer than 65534 bytes.

    >>> tlv(bytes(2)).hex(" "), tlv(bytes(255))[:4].hex(" ")
    ('03 02 00 00 fe', '03 ff 00 ff')
    """
    size = len(of_message)
    if size > 0xFFFE:  # noqa: PLR2004 - what three bytes of length can say
        words = f"an NDEF message of at most 65534 bytes fits a tag, got {size}; shorten the link or leave out the text"
        raise DrawError(words)
    length = bytes((size,)) if size <= _LONGEST_TLV else _TLV_LONG + size.to_bytes(2, "big")
    return _TLV_MESSAGE + length + of_message + _TLV_END

def records(of_message: bytes) -> tuple[Record, ...]:
    """Read a message of URI and text records, as `message` writes them.

    Raises:
        DrawError: cut off, or with records of another kind.

    >>> [(one.type, one.text) for one in records(message((uri_record("https://a.jp"), text_record("茶", "ja"))))]
    [('U', 'https://a.jp'), ('T', '茶')]
    """
    found, at = [], 0
    try:
        while at < len(of_message):
            flags, kind = of_message[at], of_message[at + 1]
            short = bool(flags & _SHORT_RECORD)
            head = at + (3 if short else 6)
            size = int.from_bytes(of_message[at + 2 : head], "big")
            name, payload = of_message[head : head + kind], of_message[head + kind : head + kind + size]
            _check_record(flags, name, payload, size)
            found.append(Record(name.decode(), payload))
            at = head + kind + size
    except IndexError as error:
        words = f"an NDEF message that is cut off after {len(of_message)} bytes; read the whole tag"
        raise DrawError(words) from error
    return tuple(found)

def _check_record(flags: int, name: bytes, payload: bytes, size: int) -> None:
    if len(payload) != size or not payload:
        raise IndexError
    if flags & _TYPE_BITS != _WELL_KNOWN or name not in {b"U", b"T"} or flags & 0x28:
        words = f"expected NDEF records of a URI or a text, got one of type {clip(name)}"
        raise DrawError(words)

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
        declaration: its `link` is what a phone opens.
        chip: NTAG213, NTAG215, NTAG216 or ICODE SLIX.
        text: a language, to write the name of the product in it behind the link; None for the link alone.

    Raises:
        DrawError: an unknown chip, a language in which there is no name, or more bytes than the chip holds.

    >>> import co2label as c2
    >>> tea = c2.Product(id="tea", name="Tea", declared_unit="1 piece", boundary="cradle-to-gate", year=2025,
    ...     activities=[c2.Activity("gas", "0.21 kg", gas="CO2", stage="production")])
    >>> declaration = c2.declare(c2.compute(tea), issued="2026-11-23", valid_until="2027-11-22", company="Chaya",
    ...     info_url="https://example.jp/tea")
    >>> nfc(declaration).hex
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

"""Tags: what a phone or a reader scans, with the link or the GTIN of a Declaration in it.

`qr` is the code alone; `nfc` the bytes of an NFC tag, `records` reads them back and `messages` makes many; `rfid` is the
`Sgtin` of an RFID tag, `sgtin_96` the quick way to many of them.
"""

from __future__ import annotations

from co2label.tag._nfc import CHIPS, Nfc, messages, nfc, records
from co2label.tag._qr import qr
from co2label.tag._request import TAG_KINDS, TagRequest
from co2label.tag._rfid import Sgtin, rfid, sgtin_96

__all__ = [
    "CHIPS",
    "TAG_KINDS",
    "Nfc",
    "Sgtin",
    "TagRequest",
    "messages",
    "nfc",
    "qr",
    "records",
    "rfid",
    "sgtin_96",
]

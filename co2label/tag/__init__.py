"""Tags: what a phone or a reader scans, with the link or the GTIN of a Declaration in it.

`qr` is the code alone; `nfc` the bytes of an NFC tag (`ndef`); `rfid` the bits of an RFID tag (`epc`).
"""

from __future__ import annotations

from co2label.tag._nfc import Nfc, nfc
from co2label.tag._qr import qr
from co2label.tag._rfid import Sgtin, rfid

__all__ = ["Nfc", "Sgtin", "nfc", "qr", "rfid"]

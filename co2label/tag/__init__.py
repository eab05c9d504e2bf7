"""Tags: what a phone or a reader scans. `qr` is the code alone, with the link of the Declaration in it."""

from __future__ import annotations

from co2label.tag.qr import qr

__all__ = ["qr"]

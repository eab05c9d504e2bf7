"""The page behind the QR code: what a person reads who wants to know how a figure was calculated.

`page` writes one product as one HTML file; `site` writes a folder of them, at the paths of their GS1 Digital Links.
"""

from __future__ import annotations

from co2label.page._page import page
from co2label.page._site import page_path, site

__all__ = ["page", "page_path", "site"]

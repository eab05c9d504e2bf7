"""The page behind the QR code: what a person reads who wants to know how a figure was calculated."""

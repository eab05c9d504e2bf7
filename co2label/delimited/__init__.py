"""Text files of other people: in which encoding they are. The one reader of encodings, for every table that is read."""

from __future__ import annotations

from co2label.delimited.encodings import (
    ENCODINGS,
    decoded,
    encoding_words,
    found_encoding,
    stated_encoding,
)

__all__ = ["ENCODINGS", "decoded", "encoding_words", "found_encoding", "stated_encoding"]

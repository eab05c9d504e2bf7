"""Which encoding a text file is in: found by reading all of it once, in pieces, and never guessed between two.

Whatever is valid UTF-8 is UTF-8. Else it is UTF-16, where NUL bytes or a byte order mark say so, or CP932 (Japanese Windows),
where it decodes and reads like Japanese: text of Western Windows decodes too, as single kanji and half-width kana between
Latin letters ("ﾄpfel"), and that is refused with the choices.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from co2label.errors import DocumentError, Problem, clip

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["encoding_of"]

_PIECE = 1 << 20
_RUNS_ENOUGH = 200
_RUN = re.compile(r"[^\x00-\x7f]+")
_LATIN = re.compile(r"[A-Za-z]")
_MISREAD = re.compile(r"[\uff61-\uff9f\u4e00-\u9fff\ue000-\uf8ff]")
"""What bytes of Western Windows become in CP932: half-width kana, kanji, and the private area."""
_HOW = 'state it in the map, such as encoding = "cp1252" (Western Windows), or save the table as CSV in UTF-8'


def encoding_of(path: Path, name: str, stated: str | None = None) -> str:
    """The encoding of a text file, one of `ENCODINGS` (see `co2label.catalogue.tables.form`).

    Args:
        path: the file.
        name: what the user calls it, for messages.
        stated: what the map says; then it is only checked.

    Raises:
        DocumentError: no encoding fits, two do, or the stated one does not.
    """
    if stated is not None:
        encoding = _with_mark(path, codecs.lookup(stated).name) if stated == "utf-8" else stated
        wrong = _wrong_byte(path, encoding)
        if wrong is not None:
            raise _refused(name, f"byte {wrong} is not {stated}, as the map states", "correct the map")
        return encoding
    marked = _with_mark(path, "")
    candidates = [marked] if marked else [*_wide(path), "utf-8"]
    for encoding in candidates:
        if _wrong_byte(path, encoding) is None:
            return encoding
    if marked or _wrong_byte(path, "cp932") is not None:
        raise _refused(name, "neither UTF-8 nor UTF-16 nor CP932 text", _HOW)
    lone = _lone_in_cp932(path)
    if lone:
        what = f"not UTF-8, and as CP932 it reads {clip(lone)}, which is hardly meant: the encoding cannot be told"
        raise _refused(name, what, _HOW)
    return "cp932"


def _with_mark(path: Path, otherwise: str) -> str:
    with path.open("rb") as file:
        begin = file.read(4)
    if begin.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if begin.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return otherwise


def _wide(path: Path) -> list[str]:
    """UTF-16 without a mark: the high bytes of ASCII letters are NUL, and on one side only."""
    with path.open("rb") as file:
        begin = file.read(4096)
    even, odd = begin[0::2].count(0), begin[1::2].count(0)
    most = max(even, odd)
    if most * 10 < len(begin) or min(even, odd) * 4 > most:
        return []
    return ["utf-16-le" if odd > even else "utf-16-be"]


def _pieces(path: Path, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield decoder.decode(piece)
        yield decoder.decode(b"", final=True)


def _wrong_byte(path: Path, encoding: str) -> str | None:
    """The first byte that does not fit the encoding, or None."""
    try:
        for _ in _pieces(path, encoding):
            pass
    except UnicodeDecodeError as error:
        return f"0x{error.object[error.start]:02x}"
    return None


def _lone_in_cp932(path: Path) -> str:
    """A word in which a single Japanese character stands among Latin letters, where that is the rule in the file."""
    lone, runs, example = 0, 0, ""
    for text in _pieces(path, "cp932"):
        for run in _RUN.finditer(text):
            beside = text[max(0, run.start() - 1) : run.start()] + text[run.end() : run.end() + 1]
            runs += 1
            if len(run[0]) == 1 and _MISREAD.match(run[0]) and _LATIN.search(beside):
                lone += 1
                example = example or text[max(0, run.start() - 8) : run.end() + 8].strip()
        if runs >= _RUNS_ENOUGH:
            break
    return example if lone * 2 >= runs else ""


def _refused(name: str, what: str, todo: str) -> DocumentError:
    return DocumentError([Problem(name, what, todo)])
